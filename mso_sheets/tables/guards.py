"""Signs that a read is not the whole truth yet."""

from __future__ import annotations

from mso_sheets.model.cells import Snapshot


def needs_reread(snapshot: Snapshot) -> bool:
    """Whether a cell of people's tabs still says `Loading...`."""
    return any(
        "Loading..." in column for tab in snapshot.tabs if tab.ours is None for column in tab.columns
    )
