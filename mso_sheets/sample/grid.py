"""Rows by header, and the tabs they become."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mso_sheets.model.cells import Cell
from mso_sheets.model.changes import NewTab

Row = dict[str, Cell]

STATUS = (
    "Not started", "In progress", "Blocked", "On hold", "Pending review", "Complete", "Cancelled",
)  # fmt: skip
HEALTH = (
    "On track", "At risk", "Off track", "On hold", "Complete", "Not started", "No recent update",
)  # fmt: skip
PRIORITY = ("Critical", "High", "Medium", "Low")
STAGE = ("Design", "Execution", "Progress tracking", "Review", "Closed")
KNOWLEDGE = ("SOP", "Guideline", "Policy", "Template", "Best practice", "Case", "FAQ")
YES_NO = ("yes", "no")


def lines(text: str) -> Iterator[list[str]]:
    """The non-empty lines of a table in text, cells parted by `|` and stripped."""
    for line in text.strip().splitlines():
        if line.strip():
            yield [cell.strip() for cell in line.split("|")]


def tab(
    title: str,
    headers: str,
    rows: Sequence[Row],
    dates: Sequence[str] = (),
    choices: Mapping[str, tuple[str, ...]] | None = None,
    percents: Sequence[str] = (),
) -> NewTab:
    """A tab from rows by header; `headers` in one line, parted by commas."""
    names = tuple(name.strip() for name in headers.split(","))
    strange = {name for row in rows for name in row} - set(names)
    if strange:
        raise ValueError(f"{title} has no column {sorted(strange)}; add it to the headers.")
    return NewTab(
        title=title,
        headers=names,
        rows=tuple(tuple(row.get(name) for name in names) for row in rows),
        dates=frozenset(dates),
        choices=dict(choices or {}),
        percents=frozenset(percents),
    )
