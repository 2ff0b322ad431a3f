"""Keys that stay apart: the second of a kind gets #2, the third #3, in the order given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from mso_sheets.model.result import Gap, Insight

Keyed = TypeVar("Keyed", Gap, Insight)


def unique_keys(keys: Iterable[str]) -> list[str]:
    """The keys, none twice."""
    seen: Counter[str] = Counter()
    found = []
    for key in keys:
        seen[key] += 1
        found.append(key if seen[key] == 1 else f"{key} #{seen[key]}")
    return found


def kept_apart(items: Sequence[Keyed]) -> tuple[Keyed, ...]:
    """Gaps or insights, none with the key of an earlier one."""
    keys = unique_keys(item.key for item in items)
    return tuple(
        item if item.key == key else replace(item, key=key)
        for item, key in zip(items, keys, strict=True)
    )
