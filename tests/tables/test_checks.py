"""What cannot be true is told with its cell and its remedy, and the row still counts."""

from __future__ import annotations

import pytest

from mso_sheets.model.table import Problem, Tables
from tests.making import TODAY, Rows, read, tables_like, tables_of


def told(tables: Tables, rule: str) -> list[Problem]:
    return [problem for problem in tables.problems if problem.rule == rule]


@pytest.mark.parametrize(
    ("rule", "cell", "table", "content"),
    [
        ("finished-before-started", "C2", "tasks",
         "| Task ID | Start date | Completed date |\n| T1 | 2026-03-02 | 2026-03-01 |"),
        ("finished-before-started", "C2", "projects",
         "| Project ID | Start date | Finished date |\n| P1 | 2026-03-02 | 2026-03-01 |"),
        ("finished-before-started", "C2", "actions",
         "| Action ID | Date raised | Closed date |\n| A1 | 2026-03-02 | 2026-03-01 |"),
        ("finished-before-started", "E2", "step_log",
         "| Workflow ID | Case ID | Step | Started | Finished |\n"
         "| W | C | s | 2026-03-02 10:00 | 2026-03-02 09:00 |"),
        ("due-before-start", "C2", "tasks",
         "| Task ID | Start date | Due date |\n| T1 | 2026-05-02 | 2026-05-01 |"),
        ("ends-before-start", "C2", "people",
         "| Name | Leave from | Leave to |\n| Ana | 2026-05-02 | 2026-05-01 |"),
        ("complete-without-date", "C2", "tasks",
         "| Task ID | Status | Completed date |\n| T1 | Complete | |"),
        ("closed-date-but-open", "B2", "actions",
         "| Action ID | Status | Closed date |\n| A1 | Open | 2026-03-01 |"),
        ("full-but-not-complete", "B2", "tasks",
         "| Task ID | Status | % complete |\n| T1 | In progress | 100% |\n| T2 | In progress | 40% |"),
        ("complete-but-not-full", "C2", "tasks",
         "| Task ID | Status | % complete |\n| T1 | Complete | 40% |\n| T2 | Complete | 100% |"),
        ("closed-stage-but-open", "C2", "projects",
         "| Project ID | Stage | Status |\n| P1 | Closed | In progress |"),
        ("date-in-the-future", "C2", "actions",
         "| Action ID | Status | Closed date |\n| A1 | Done | 2026-04-15 |"),
        ("date-in-the-future", "B2", "knowledge",
         "| Doc ID | Last verified |\n| D1 | 2026-04-15 |"),
    ],
)  # fmt: skip
def test_an_impossible_fact_is_told_at_its_cell(
    rule: str, cell: str, table: str, content: str
) -> None:
    tables = tables_like({table: content})
    [problem] = told(tables, rule)
    assert problem.cells == cell
    assert problem.fix.endswith(".")
    assert tables[table].accounting.used == content.count("\n")


@pytest.mark.parametrize(
    "content",
    [
        "| Action ID | Date raised | Due date | Closed date | Status |\n"
        "| A1 | 2026-03-01 | 2026-03-30 | 2026-03-10 | Done |",
        "| Action ID | Date raised | Due date | Closed date | Status |\n"
        "| A1 | 2026-03-01 | 2026-03-01 | 2026-03-01 | Done |",
        "| Action ID | Due date | Status | Closed date |\n| A1 | 2026-03-01 | Cancelled | 2026-03-01 |",
        "| Action ID | Due date | Status | Closed date |\n| A1 | 2026-03-01 | Done | 2026-04-14 |",
        "| Action ID | Due date | Status |\n| A1 | 2026-03-01 | Done |",
    ],
)
def test_what_is_early_or_on_the_day_or_has_no_column_is_no_contradiction(content: str) -> None:
    rules = {p.rule for p in tables_of(actions=content).problems}
    assert rules <= {"action-blank", "owner-blank"}


def test_blank_ids_owners_and_dates_are_told_and_the_row_is_used() -> None:
    tables = tables_of(
        actions="""
        | Action ID | Action | Owner | Due date   | Status |
        |           | Call   | Ana   | 2026-04-20 | Open   |
        | A2        | Write  |       |            | Open   |
        | A3        | Done   |       |            | Done   |
        """
    )
    assert tables["actions"].accounting.used == 3
    assert [p.cells for p in told(tables, "id-blank")] == ["A2"]
    assert [p.cells for p in told(tables, "owner-blank")] == ["C3"]
    assert [p.cells for p in told(tables, "due-date-blank")] == ["D3"]


def test_a_cell_that_could_not_be_read_is_told_once() -> None:
    tables = tables_of(
        actions="""
        | Action ID | Action | Owner | Due date   | Status |
        | A1        | Call   | Ana   | 31/02/2026 | Open   |
        """
    )
    assert [(p.cells, p.severity) for p in tables.problems] == [("D2", "error")]


def test_a_kpi_s_missing_actual_is_told_once_its_period_is_over() -> None:
    tables = tables_of(
        kpis="""
        | KPI ID | KPI     | Period     | Target | Actual |
        | K1     | Revenue | 2026-03-31 | 10     |        |
        | K1     | Revenue | 2026-04-30 | 10     |        |
        """
    )
    assert [p.row for p in told(tables, "actual-blank")] == [2]


def test_a_running_case_needs_no_end() -> None:
    tables = tables_of(
        step_log="| Workflow ID | Case ID | Step | Started | Finished |\n| W1 | C1 | Check | 2026-04-01 | |"
    )
    assert tables.problems == ()


def test_the_first_of_doubled_ids_keeps_it() -> None:
    tables = tables_of(
        actions="""
        | Action ID | Action | Owner | Due date   | Status |
        | ACT-1     | Call   | Ana   | 2026-04-20 | Open   |
        | ACT-2     | Write  | Ben   | 2026-04-20 | Open   |
        | act-1     | Copy   | Ana   | 2026-04-20 | Open   |
        |           | x      | Ana   | 2026-04-20 | Open   |
        |           | y      | Ana   | 2026-04-20 | Open   |
        """
    )
    assert tables["actions"].frame["duplicate"].tolist() == [False, False, True, False, False]
    [problem] = told(tables, "id-duplicate")
    assert (problem.cells, problem.value) == ("A4", "act-1")
    assert "row 2" in problem.expected


def test_kpis_and_steps_repeat_their_id_and_are_told_apart_by_more() -> None:
    tables = tables_of(
        kpis="""
        | KPI ID | KPI     | Market | Period     | Target | Actual |
        | K1     | Revenue | DE     | 2026-03-31 | 10     | 9      |
        | K1     | Revenue | FR     | 2026-03-31 | 10     | 9      |
        | K1     | Revenue | FR     | 2026-03-31 | 10     | 8      |
        """,
        workflow_steps="""
        | Workflow ID | Step no. | Step  |
        | W1          | 1        | Check |
        | W1          | 2        | Sign  |
        | W1          | 2        | Send  |
        """,
    )
    assert tables["kpis"].frame["duplicate"].tolist() == [False, False, True]
    assert [(p.table, p.row) for p in told(tables, "id-duplicate")] == [
        ("kpis", 4),
        ("workflow_steps", 4),
    ]


def test_references_that_lead_nowhere_are_told_with_a_candidate() -> None:
    tables = tables_of(
        projects="| Project ID | Project |\n| PRJ-001 | Alpha |",
        tasks="""
        | Task ID | Project ID | Task | Predecessors  |
        | T-1     | PRJ-01     | x    |               |
        | T-2     | PRJ-001    | y    | T-1, T-99     |
        """,
        actions="| Action ID | Meeting ID |\n| A1 | M-7 |",
        meetings="| Meeting ID | Meeting |\n| MTG-1 | Weekly |",
        knowledge="| Doc ID | Title |\n| SOP-1 | How to |",
        workflow_steps="| Workflow ID | Step no. | Step | SOP ID |\n| W1 | 1 | Check | SOP-9 |",
        step_log="| Workflow ID | Case ID | Step | Finished |\n| W2 | C1 | Check | 2026-04-01 |",
    )
    found = {(p.tab, p.header, p.value) for p in told(tables, "reference-unknown")}
    assert found == {
        ("Tasks", "Project ID", "PRJ-01"),
        ("Tasks", "Predecessors", "T-1, T-99"),
        ("Actions", "Meeting ID", "M-7"),
        ("Workflow steps", "SOP ID", "SOP-9"),
        ("Step log", "Workflow ID", "W2"),
    }
    [project] = [p for p in told(tables, "reference-unknown") if p.value == "PRJ-01"]
    assert "Did you mean PRJ-001?" in project.fix


def test_references_are_found_whatever_their_case_or_by_an_exact_name() -> None:
    tables = tables_of(
        projects="| Project ID | Project |\n| PRJ-001 | Alpha launch |\n| PRJ-002 | Twin |\n| PRJ-003 | Twin |",
        tasks="""
        | Task ID | Project ID   | Task |
        | T-1     | prj-001      | x    |
        | T-2     | Alpha Launch | y    |
        | T-3     | Twin         | z    |
        """,
    )
    assert tables["tasks"].frame["project_id"].tolist() == ["PRJ-001", "PRJ-001", "Twin"]
    assert [p.row for p in told(tables, "reference-unknown")] == [4]


def test_references_into_a_table_that_is_not_there_are_not_doubted() -> None:
    assert not told(
        tables_of(actions="| Action ID | Project ID |\n| A1 | P9 |"), "reference-unknown"
    )


def test_a_predecessor_keeps_its_lag_and_a_task_cannot_wait_for_itself() -> None:
    tables = tables_of(
        tasks="""
        | Task ID | Project ID | Task | Predecessors |
        | T-1     | P1         | x    |              |
        | T-2     | P1         | y    | t-1FS+2d     |
        | T-3     | P1         | z    | T-3          |
        """
    )
    assert tables["tasks"].frame["predecessors"].tolist() == [(), ("T-1FS+2d",), ("T-3",)]
    assert not told(tables, "reference-unknown")
    assert [p.row for p in told(tables, "reference-to-itself")] == [4]


def test_owners_are_named_as_in_people_and_strangers_are_told() -> None:
    tables = tables_of(
        people="| Name | Email | Aliases |\n| Ana Silva | ana@acme.io | Anita |\n| Ben Ito | ben@acme.io | |",
        actions="""
        | Action ID | Owner           |
        | A1        | anita           |
        | A2        | ana@acme.io, Ben |
        | A3        | Zoe             |
        """,
    )
    frame = tables["actions"].frame
    assert frame["owner"].tolist() == ["Ana Silva", "Ana Silva", "Zoe"]
    assert frame["owner_all"].tolist() == [("Ana Silva",), ("Ana Silva", "Ben Ito"), ("Zoe",)]
    assert [p.row for p in told(tables, "person-unknown")] == [4]


def test_managers_and_delegates_are_people_too() -> None:
    tables = tables_of(
        people="""
        | Name      | Manager | Delegate |
        | Ana Silva |         | ben      |
        | Ben Ito   | Ana     | Zoe      |
        """
    )
    assert tables["people"].frame["delegate"].tolist() == ["Ben Ito", "Zoe"]
    assert tables["people"].frame["manager"].tolist()[1] == "Ana Silva"
    assert [p.cells for p in told(tables, "person-unknown")] == ["C3"]


def test_one_cause_in_many_cells_is_one_line_with_its_range() -> None:
    header = ["Task ID", "Project ID", "Task", "Owner", "Status", "Due date", "Effort (days)"]
    rows: Rows = [[f"T{n}", "P", "x", "Ana", "Open", 46126.0, "lots"] for n in range(300)]
    tables = read({"Tasks": [header, *rows]})
    [problem] = [p for p in tables.problems if p.header == "Effort (days)"]
    assert problem.count == 300
    assert problem.cells == "G2:G301"
    assert problem.owner == "Ana"


def test_a_folded_problem_keeps_its_key_when_rows_are_added() -> None:
    def key(count: int) -> str:
        header = ["Task ID", "Project ID", "Task", "Owner", "Status", "Due date", "Effort (days)"]
        rows: Rows = [
            [f"T{n}", "P", "x", "Ana", "Open", 46126.0, f"{n} apples"] for n in range(count)
        ]
        [problem] = read({"Tasks": [header, *rows]}).problems
        return problem.key

    assert key(8) == key(30)


def test_hundreds_of_causes_in_one_column_are_one_line() -> None:
    header = ["Action ID", "Action", "Owner", "Due date", "Status"]
    rows: Rows = [[f"A{n}", "x", "Ana", 46126.0, "ab" * n + "cd"] for n in range(1, 400)]
    problems = read({"Actions": [header, *rows]}).problems
    assert sum(problem.count for problem in problems) == 399
    assert len(problems) < 10


def test_hundreds_of_ids_that_lead_nowhere_are_one_line() -> None:
    rows = "".join(f"| A{n} | P{n} |\n" for n in range(500))
    tables = tables_of(
        projects="| Project ID | Project |\n| PRJ | Alpha |",
        actions=f"| Action ID | Project ID |\n{rows}",
    )
    [problem] = told(tables, "reference-unknown")
    assert (problem.count, problem.cells) == (500, "B2:B501")


def test_different_owners_of_one_cause_are_counted() -> None:
    header = ["Action ID", "Action", "Owner", "Due date", "Status"]
    rows: Rows = [[f"A{n}", "x", "Ana" if n % 3 else "Ben", None, "Open"] for n in range(9)]
    [problem] = read({"Actions": [header, *rows]}).problems
    assert problem.owner == ""
    assert problem.owners == (("Ana", 6), ("Ben", 3))


def test_problems_link_to_their_cell_and_say_what_waits_for_them() -> None:
    [problem] = tables_of(
        actions="| Action ID | Action | Owner | Due date | Status |\n| ACT-1 | Call | Ana | soon | Open |"
    ).problems
    assert problem.link == "https://docs.google.com/spreadsheets/d/1test/edit#gid=1&range=D2"
    assert problem.blocks == "lateness of ACT-1"
    assert (problem.owner, problem.record, problem.row) == ("Ana", "ACT-1", 2)


def test_today_is_the_day_that_the_cases_above_rest_on() -> None:
    assert TODAY.isoformat() == "2026-04-14"
