"""Words of the People tab that a person's calendar is made of, where nobody can read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mso_sheets.model.calendar_words import is_zone, region_code, weekday_mask
from mso_sheets.model.table import Table
from mso_sheets.tables.findings import Finding

Reads = Callable[[str], object]
WORDS: dict[str, tuple[Reads, str, str]] = {
    "time_zone": (
        is_zone,
        "no time zone of this name; the team's is used",
        'Type a zone such as "Europe/London".',
    ),
    "working_days": (
        weekday_mask,
        "no weekdays can be read here; the team's are used",
        'Type weekdays such as "Mon-Fri" or "Sun, Mon, Tue".',
    ),
    "country": (
        region_code,
        "no country whose public holidays are known; none are counted for this person",
        'Type a code or a name such as "GB", "DE-BY" or "Brazil".',
    ),
}


def personal_days(table: Table) -> Iterator[Finding]:
    """A finding a distinct word that cannot be read, in the People tab alone."""
    if table.name != "people":
        return
    for field, (reads, expected, fix) in WORDS.items():
        if not table.has(field):
            continue
        column = table.frame[field].dropna()
        for word, cells in column.groupby(column):
            if not reads(str(word)):
                rows = [int(row) for row in cells.index]
                rule = f"{field.replace('_', '-')}-unknown"
                yield Finding(rule, field, rows, [str(word)] * len(rows), expected, fix, "warning")
