"""Rows gathered and chosen, as filters of templates: by a field, by what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mso_sheets.digest.shield import bare


class Bundle:
    """Rows under one name, in the order of first appearance."""

    def __init__(self, name: Any) -> None:
        self.name = name
        self.rows: list[Any] = []

    def __len__(self) -> int:
        return len(self.rows)


def grouped(rows: Iterable[Any], name: str) -> list[Bundle]:
    """Rows gathered by a field, groups in order of their first row (worst first stays so)."""
    found: dict[Any, Bundle] = {}
    for row in rows:
        key = getattr(row, name, None) or ""
        found.setdefault(key, Bundle(key)).rows.append(row)
    return list(found.values())


def matching(rows: Iterable[Any], asked: str, names: Sequence[str]) -> list[Any]:
    """Rows of which a field is, else contains, what was asked for; case does not matter."""
    wanted = bare(str(asked)).casefold().strip()
    texts = [
        (row, [bare(str(getattr(row, n, None) or "")).casefold() for n in names]) for row in rows
    ]
    exact = [row for row, found in texts if wanted in found]
    return exact or [row for row, found in texts if wanted and any(wanted in t for t in found)]
