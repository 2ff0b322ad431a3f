"""Rows of a small frame as plain dictionaries, for words and links (not for sums)."""

from __future__ import annotations

from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """One dictionary a row, in order."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def by_index(frame: pd.DataFrame) -> dict[Any, dict[str, Any]]:
    """Index value -> its row as a dictionary; the index must be unique."""
    return dict(zip(frame.index.tolist(), records(frame), strict=True))


def numbered(frame: pd.DataFrame) -> list[tuple[int, dict[str, Any]]]:
    """(sheet row, its record) for frames that are indexed by sheet row."""
    return [(int(row), record) for row, record in by_index(frame).items()]
