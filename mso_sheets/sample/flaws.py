"""The flaws of real sheets, put into the sample on purpose, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from mso_sheets.model.cells import Cell
from mso_sheets.model.changes import NewTab
from mso_sheets.sample.dates import workday


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell made wrong: the record it is in (its id before), the header, what stands there now."""

    tab: str
    record: str
    header: str
    value: Cell
    kind: str


def flaws(day: date) -> tuple[Flaw, ...]:
    """Every wrong cell of the sample. Text dates are unambiguous in the sheet's own convention."""
    late = workday(day, 16)
    while late.day <= 12:
        late = workday(late, 3)
    return (
        Flaw("Tasks", "TSK-050", "Due date", "TBD", "date placeholder"),
        Flaw("Actions", "ACT-0006", "Deadline", "tbc", "date placeholder"),
        Flaw("Actions", "ACT-0046", "Deadline", "to be defined", "date placeholder"),
        Flaw("Tasks", "TSK-049", "% complete", "#REF!", "formula error"),
        Flaw("KPIs", "KPI-PAY-MX", "Actual", "#N/A", "formula error"),
        Flaw("Actions", "ACT-0043", "Owner", "Gracee Mwangi", "misspelt owner"),
        Flaw("Tasks", "TSK-038", "Owner", "P. Ramann", "misspelt owner"),
        Flaw("Actions", "ACT-0061", "Owner", "Chloe / Sam", "co-owners"),
        Flaw("Actions", "ACT-0064", "Deadline", late.strftime("%d/%m/%Y"), "date as text"),
        Flaw("Tasks", "TSK-008", "Due date", late.strftime("%d %b %Y"), "date as text"),
        Flaw("Actions", "ACT-0020", "Action ID", None, "blank id"),
        Flaw("Actions", "ACT-0054", "Action ID", None, "blank id"),
        Flaw("Actions", "ACT-0084", "Action ID", None, "blank id"),
        Flaw("Actions", "ACT-0078", "Action ID", "ACT-0077", "duplicate id"),
        Flaw("Actions", "ACT-0068", "Status", "Awaiting legal", "unknown status"),
        Flaw("Actions", "ACT-0034", "Project ID", "PRJ-040", "dangling reference"),
        Flaw("Actions", "ACT-0060", "Closed date", float((workday(day, -1) - date(1899, 12, 30)).days),
             "open with a closed date"),
        Flaw("Tasks", "TSK-065", "Predecessors", "TSK-064, TSK-999", "dangling reference"),
        Flaw("Tasks", "TSK-078", "Predecessors", "TSK-079", "dependency cycle"),
        Flaw("Tasks", "TSK-079", "Predecessors", "TSK-078", "dependency cycle"),
    )  # fmt: skip


def with_flaws(tabs: Sequence[NewTab], day: date) -> tuple[NewTab, ...]:
    """The tabs with every flaw in place: wrong cells, then rows that are no records."""
    wrong = flaws(day)
    by_title = {
        tab.title: _with_cells(tab, [flaw for flaw in wrong if flaw.tab == tab.title])
        for tab in tabs
    }
    by_title["Tasks"] = _with_row(by_title["Tasks"], 41, "Task", "Revenue plan and onboarding")
    by_title["KPIs"] = _with_row(by_title["KPIs"], None, "KPI", "Total", "Actual")
    by_title["Risks"] = replace(
        by_title["Risks"],
        above=(("Risks and issues of the ads programme",), ("Reviewed on Thursdays",), ()),
    )
    return tuple(by_title.values())


def _with_cells(tab: NewTab, wrong: Sequence[Flaw]) -> NewTab:
    rows = [list(row) for row in tab.rows]
    place = {row[0]: number for number, row in enumerate(rows)}
    for flaw in wrong:
        rows[place[flaw.record]][tab.headers.index(flaw.header)] = flaw.value
    return replace(tab, rows=tuple(tuple(row) for row in rows))


def _with_row(tab: NewTab, at: int | None, header: str, words: str, total: str = "") -> NewTab:
    """A section row, or at the end a totals row that sums the column `total`."""
    row: list[Cell] = [None] * len(tab.headers)
    row[tab.headers.index(header)] = words
    if total:
        place = tab.headers.index(total)
        numbers = [values[place] for values in tab.rows]
        row[place] = round(sum(x for x in numbers if isinstance(x, int | float)), 1)
    rows = list(tab.rows)
    rows.insert(len(rows) if at is None else at, tuple(row))
    return replace(tab, rows=tuple(rows))
