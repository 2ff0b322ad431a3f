"""Reads that must not be believed: cells still loading, tables that lost most of their rows."""

from __future__ import annotations

from mso_sheets.model.cells import Snapshot
from mso_sheets.model.table import TableSchema

LOADING = ("Loading...", "Loading…")


def needs_reread(snapshot: Snapshot) -> bool:
    """Whether some cell of a person's tab still says `Loading...`: read again after a pause."""
    return any(
        word in column
        for tab in snapshot.tabs
        if tab.ours is None
        for column in tab.columns
        for word in LOADING
    )


def has_shrunk(used: int, before: int) -> bool:
    """Whether a table lost more than half of its rows, or all of them."""
    return before > 0 and (used == 0 or used * 2 < before)


def shrink_refusal(schema: TableSchema, tab: str, used: int, before: int) -> str:
    """The sentence why a shrunken table is not used, with the remedy."""
    now = f"{used} row{'' if used == 1 else 's'}" if used else "no rows"
    where = f"'{tab}' has {now}" if tab else "its tab is gone"
    return (
        f"{schema.tab}: {where}, {before} at the last run. Restore the rows from the version history, "
        f"or, if it is right so, run once with --accept-shrink."
    )
