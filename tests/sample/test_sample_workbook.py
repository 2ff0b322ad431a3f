from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from mso_sheets.model.cells import Cell
from mso_sheets.model.changes import NewTab
from mso_sheets.sample import sample_workbook
from mso_sheets.sample.dates import month_end, serial, workday
from mso_sheets.sample.flaws import flaws
from mso_sheets.tables.registry import SCHEMAS

MONDAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def tabs() -> dict[str, NewTab]:
    return {tab.title: tab for tab in sample_workbook(MONDAY)}


def column(tab: NewTab, header: str) -> list[Cell]:
    place = tab.headers.index(header)
    return [row[place] for row in tab.rows]


def test_all_thirteen_tabs_of_the_contract_are_there(tabs: dict[str, NewTab]) -> None:
    assert set(tabs) == {schema.tab for schema in SCHEMAS.values()}


def test_headers_are_the_contracts_save_two_aliases(tabs: dict[str, NewTab]) -> None:
    strange = {
        (schema.tab, header)
        for schema in SCHEMAS.values()
        for header in tabs[schema.tab].headers
        if header not in {known.header for known in schema.columns}
    }
    assert strange == {("Projects", "Lead"), ("Actions", "Deadline")}


def test_the_team_has_the_promised_size(tabs: dict[str, NewTab]) -> None:
    sizes = {title: len(tab.rows) for title, tab in tabs.items()}
    assert sizes["Projects"] == 12
    assert sizes["Tasks"] == 120
    assert sizes["Actions"] == 90
    assert sizes["Meetings"] == 25
    assert sizes["Knowledge"] == 40
    assert sizes["People"] == 20
    assert 590 <= sizes["Step log"] <= 610
    assert len(set(column(tabs["Workflow steps"], "Workflow ID"))) == 6


def test_the_same_day_gives_the_same_workbook() -> None:
    assert sample_workbook(MONDAY) == sample_workbook(date(2026, 11, 23))


def test_another_day_moves_the_dates() -> None:
    later = {tab.title: tab for tab in sample_workbook(date(2026, 11, 30))}
    before = {tab.title: tab for tab in sample_workbook(MONDAY)}
    due = column(later["Projects"], "Due date")[0]
    assert due == serial(workday(date(2026, 11, 30), 25))
    assert due != column(before["Projects"], "Due date")[0]


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2028, 2, 29),
        date(2026, 11, 21),
        date(2026, 11, 22),
    ],
)
def test_it_can_be_made_on_any_day(day: date) -> None:
    assert len(sample_workbook(day)) == 13


def test_every_flaw_stands_where_it_is_said_to(tabs: dict[str, NewTab]) -> None:
    for flaw in flaws(MONDAY):
        assert flaw.value in column(tabs[flaw.tab], flaw.header), flaw


def test_no_finished_task_lies_in_the_future(tabs: dict[str, NewTab]) -> None:
    done = [value for value in column(tabs["Tasks"], "Completed date") if value is not None]
    assert done
    assert all(float(value) <= serial(MONDAY) for value in done)


def test_open_actions_come_in_every_state(tabs: dict[str, NewTab]) -> None:
    owners, due = column(tabs["Actions"], "Owner"), column(tabs["Actions"], "Deadline")
    assert owners.count(None) == 2
    assert due.count(None) >= 4
    assert {"Blocked", "Cancelled", "Pending review"} <= set(column(tabs["Actions"], "Status"))
    assert sum(value is not None for value in column(tabs["Actions"], "Snooze until")) == 3


def test_revenue_in_germany_and_nowhere_else_falls_away_from_its_target(
    tabs: dict[str, NewTab],
) -> None:
    kpis = tabs["KPIs"]
    shortfall: Counter[str] = Counter()
    for key, target, actual, period in zip(
        *(column(kpis, header) for header in ("KPI ID", "Target", "Actual", "Period")), strict=True
    ):
        recent = isinstance(period, float) and period >= serial(month_end(MONDAY, -4))
        if recent and str(key).startswith("KPI-REV") and isinstance(actual, float | int):
            assert isinstance(target, float | int)
            shortfall[str(key)] += actual / target < 0.92
    assert shortfall["KPI-REV-DE"] == 4
    assert sum(shortfall.values()) == 4


def test_the_step_log_has_rework_and_skipped_steps(tabs: dict[str, NewTab]) -> None:
    log, steps = tabs["Step log"], tabs["Workflow steps"]
    mapped = Counter(column(steps, "Workflow ID"))
    done = Counter(zip(column(log, "Case ID"), column(log, "Step"), strict=True))
    visits = Counter(case for case, _ in done)
    flows = dict(zip(column(log, "Case ID"), column(log, "Workflow ID"), strict=True))
    assert sum(count > 1 for count in done.values()) >= 10
    assert any(visits[case] < mapped[flow] for case, flow in flows.items())
    assert "Chased by e-mail" in column(log, "Step")


def test_starts_lie_before_finishes_in_the_step_log(tabs: dict[str, NewTab]) -> None:
    log = tabs["Step log"]
    for start, finish in zip(column(log, "Started"), column(log, "Finished"), strict=True):
        assert finish is None or float(start or 0) <= float(finish)


def test_references_lead_somewhere_save_the_two_that_are_flaws(tabs: dict[str, NewTab]) -> None:
    projects = set(column(tabs["Projects"], "Project ID"))
    wrong = {value for value in column(tabs["Actions"], "Project ID") if value not in projects}
    meetings = set(column(tabs["Meetings"], "Meeting ID")) | {None}
    assert wrong == {"PRJ-040"}
    assert set(column(tabs["Actions"], "Meeting ID")) <= meetings
    assert set(column(tabs["Decisions"], "Meeting ID")) <= meetings


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (MONDAY, 0, MONDAY),
        (MONDAY, -1, date(2026, 11, 20)),
        (MONDAY, 5, date(2026, 11, 30)),
        (date(2026, 11, 22), 0, date(2026, 11, 20)),
        (date(2026, 11, 22), 1, MONDAY),
    ],
)
def test_working_days_of_the_sample_skip_weekends(day: date, count: int, expected: date) -> None:
    assert workday(day, count) == expected
