"""Which rows are records: sections, totals, prepared rows and notes are set aside with a reason."""

from __future__ import annotations

import pytest

from mso_sheets.model.cells import Cell
from tests.making import Rows, read

HEADER: list[Cell] = ["Action ID", "Action", "Owner", "Due date", "Status", "Priority", "Done"]
FIRST: list[Cell] = ["ACT-1", "Call", "Ana", 46126.0, "Open", "High", True]
LAST: list[Cell] = ["ACT-9", "Send", "Ben", 46127.0, "Open", "Low", False]


def excluded(*rows: list[Cell]) -> dict[str, int]:
    """What is set aside of rows that stand between two records."""
    table = read({"Actions": [HEADER, FIRST, *rows, LAST]})["actions"]
    assert table.accounting.read == len(rows) + 2
    return dict(table.accounting.excluded)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ([], "blank"),
        ([" ", "", "\u00a0"], "blank"),
        (["Phase 2"], "section"),
        (["PHASE 2 – BUILD"], "section"),
        (["Things below this line are for later"], "section"),
        (["Phase 2", None, None, None, None, 12.0], "section"),
        ([None, "Phase 2"], "section"),
        ([None, "Fase: diseño"], "section"),
        ([None, "フェーズ２"], "section"),
        ([None, "--- later ---"], "section"),
        ([None, "▼ Design"], "section"),
        (["TOTAL"], "total"),
        (["Total", 12.0], "total"),
        (["Grand total:", None, None, None, None, "45 %"], "total"),
        ([None, "Total 2026", None, None, None, 3.0], "total"),
        (["Total", "see below", "Ana"], "total"),
        ([None, "小計", None, None, None, 3.0], "total"),
        (["Summe", None, None, None, None, 3.0], "total"),
        (["ACT-2"], "pre-numbered"),
        ([7.0], "pre-numbered"),
        (["ACT-2", None, None, None, None, None, False], "pre-numbered"),
        ([None, None, None, None, None, None, False], "pre-numbered"),
        ([None, None, None, None, "Not started"], "pre-numbered"),
        ([None, None, "ask Ben about this"], "note"),
    ],
)
def test_a_row_that_is_no_record_is_set_aside_with_its_reason(row: list[Cell], reason: str) -> None:
    assert excluded(row) == {reason: 1}


@pytest.mark.parametrize(
    "row",
    [
        ["ACT-2", "Call"],
        [None, "Call", "Ana"],
        [None, "Call", None, 46126.0],
        [None, "Total cost review", "Ana"],
        ["ACT-2", "Total cost review"],
        ["ACT-2", "Phase 2"],
        [None, "Phase out the old form", None, None, "Open"],
        ["ACT-2", None, None, None, "Open"],
        [None, "Sum up the meeting", None, 46126.0],
    ],
)
def test_a_row_with_something_to_do_is_a_record_however_thin(row: list[Cell]) -> None:
    assert excluded(row) == {}


def test_names_that_stand_alone_are_records_when_they_are_many_or_last() -> None:
    jotted: Rows = [[None, "Call the bank"], [None, "Order paper"], [None, "Ask Eva"]]
    middle = read({"Actions": [HEADER, FIRST, *jotted, LAST]})["actions"]
    bottom = read({"Actions": [HEADER, FIRST, LAST, jotted[0]]})["actions"]
    assert middle.accounting.used == 5
    assert bottom.accounting.used == 3


def test_a_name_alone_above_a_full_row_is_a_title_and_asked_about() -> None:
    tables = read({"Actions": [HEADER, FIRST, [None, "Revenue and onboarding"], LAST]})
    assert tables["actions"].accounting.excluded == {"section": 1}
    [problem] = [p for p in tables.problems if p.rule == "section-assumed"]
    assert (problem.severity, problem.row) == ("question", 3)


def test_a_sum_under_a_column_of_numbers_is_a_total() -> None:
    tables = read(
        {
            "KPIs": """
            | KPI ID | KPI     | Period     | Target | Actual |
            | K1     | Revenue | 2026-03-31 | 10     | 9      |
            | K2     | Margin  | 2026-03-31 | 4      | 5      |
            |        |         |            | 14     | 14     |
            """
        }
    )
    assert tables["kpis"].accounting.excluded == {"total": 1}


def test_rows_prepared_with_a_number_and_a_default_status_are_no_records() -> None:
    prepared: Rows = [
        [f"ACT-{n}", None, None, None, "Not started", None, False] for n in range(2, 9)
    ]
    tables = read({"Actions": [HEADER, FIRST, *prepared]})
    assert tables["actions"].accounting.excluded == {"pre-numbered": 7}


def test_one_row_with_an_id_and_a_status_at_the_end_is_a_record() -> None:
    tables = read({"Actions": [HEADER, FIRST, ["ACT-2", None, None, None, "Blocked"]]})
    assert tables["actions"].accounting.used == 2


def test_all_that_is_read_is_used_or_set_aside_with_one_reason() -> None:
    rows: Rows = [["Phase 1"], FIRST, [], ["ACT-2"], ["Total", 1.0], LAST, [], ["* estimates"]]
    account = read({"Actions": [HEADER, *rows]})["actions"].accounting
    assert account.excluded == {"blank": 2, "note": 1, "pre-numbered": 1, "section": 1, "total": 1}
    assert account.read == 8 == account.used + account.set_aside
