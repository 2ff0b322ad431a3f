"""Columns are found by what their headers say: in any order, however they are typed, never guessed."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import TableSchema
from mso_sheets.tables.registry import SCHEMAS
from mso_sheets.tables.renames import remembered
from tests.making import Rows, read, rules_that

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as in the contract": str,
    "capitals": str.upper,
    "small letters": str.lower,
    "spaces around": lambda text: f"  {text}  ",
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "zero-width signs": lambda text: text[0] + "\u200b" + text[1:] + "\ufeff",
    "full width": lambda text: text.translate(FULL_WIDTH),
    "snake case": lambda text: text.replace(" ", "_"),
    "dashes": lambda text: text.replace(" ", "-"),
    "camel case": lambda text: text.title().replace(" ", ""),
    "line break": lambda text: text.replace(" ", "\n"),
    "star of a required field": lambda text: text + " *",
    "colon": lambda text: text + ":",
    "bold": lambda text: f"**{text}**",
    "accents": lambda text: text.replace("e", "é").replace("o", "ö"),
}


def content(schema: TableSchema, headers: list[str]) -> Rows:
    """Two records below the headers, every column with a value of its kind."""
    values: dict[str, Cell] = {"date": 46126.0, "number": 2.0, "percent": 0.5, "boolean": True}
    return [
        list(headers),
        *[[values.get(c.kind, f"{c.field} {n}") for c in schema.columns] for n in (1, 2)],
    ]


@pytest.mark.parametrize("name", list(SCHEMAS))
@pytest.mark.parametrize("spelling", list(SPELLINGS))
def test_every_header_of_the_contract_is_found_however_it_is_typed(
    name: str, spelling: str
) -> None:
    schema = SCHEMAS[name]
    headers = [SPELLINGS[spelling](column.header) for column in schema.columns]
    tables = read({schema.tab: content(schema, headers)})
    found = {column.field: place for place, column in enumerate(schema.columns, 1)}
    assert tables[name].places == found
    assert tables[name].accounting.used == 2


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_shuffled_columns_with_strangers_between_give_the_same_frame(name: str) -> None:
    schema = SCHEMAS[name]
    straight = content(schema, [column.header for column in schema.columns])
    order = list(range(len(schema.columns)))
    random.Random(name).shuffle(order)
    mixed = [[cell for place in order for cell in (row[place], "mine")] for row in straight]
    mixed[0] = [
        cell for n, place in enumerate(order) for cell in (straight[0][place], f"Own {n} zz")
    ]
    frames = [read({schema.tab: rows})[name].frame for rows in (straight, mixed)]
    assert frames[0].equals(frames[1])


@pytest.mark.parametrize(
    ("table", "header"),
    [(s.name, c.header) for s in SCHEMAS.values() for c in s.columns if c.required],
)
def test_a_missing_required_header_stops_that_table_alone(table: str, header: str) -> None:
    schema = SCHEMAS[table]
    other = SCHEMAS["people" if table != "people" else "actions"]
    kept = [column for column in schema.columns if column.header != header]
    rows = [[column.header for column in kept], [f"{column.field} 1" for column in kept]]
    tables = read(
        {schema.tab: rows, other.tab: content(other, [column.header for column in other.columns])}
    )
    assert f"the column '{header}' is missing" in tables.refused[table]
    assert f"tab '{schema.tab}'" in tables.refused[table]
    assert other.name in tables
    [problem] = [p for p in tables.problems if p.rule == "header-missing"]
    assert (problem.tab, problem.header) == (schema.tab, header)


def test_a_misspelt_required_header_names_its_cell_and_what_it_looks_like() -> None:
    tables = read(
        {
            "Actions": """
            | Action ID | Action | Owner | Deadine    | Status |
            | A1        | Call   | Ana   | 2026-04-20 | Open   |
            """
        }
    )
    assert "'Deadine' in D1 looks like 'Due date'" in tables.refused["actions"]
    [problem] = [p for p in tables.problems if p.rule == "header-missing"]
    assert problem.cells == "D1"
    assert "Rename" in problem.fix


def test_a_misspelt_optional_header_is_a_question_and_not_read() -> None:
    tables = read(
        {
            "Actions": """
            | Action ID | Action | Owner | Due date   | Status | Prioritiy |
            | A1        | Call   | Ana   | 2026-04-20 | Open   | High      |
            """
        }
    )
    [problem] = [p for p in tables.problems if p.rule == "header-close"]
    assert (problem.severity, problem.cells, problem.header) == ("question", "F1", "Priority")
    assert not tables["actions"].has("priority")


def test_headers_of_a_team_s_own_are_no_questions() -> None:
    tables = read(
        {
            "Actions": """
            | Action ID | Action | Owner | Due date   | Status | Cost | Budget line | Kunde | Score |
            | A1        | Call   | Ana   | 2026-04-20 | Open   | 3    | b           | c     | 4     |
            """
        }
    )
    assert [p for p in tables.problems if p.rule.startswith("header")] == []


def test_a_doubled_required_header_stops_the_table() -> None:
    tables = read(
        {
            "Actions": """
            | Action ID | Action | Owner | Due date   | Status | Owner |
            | A1        | Call   | Ana   | 2026-04-20 | Open   | Ben   |
            """
        }
    )
    assert "'Owner' stands twice (C1, F1)" in tables.refused["actions"]


def test_a_doubled_optional_header_is_told_and_the_first_is_read() -> None:
    tables = read(
        {
            "Actions": """
            | Action ID | Action | Owner | Due date   | Status | Priority | Priority |
            | A1        | Call   | Ana   | 2026-04-20 | Open   | High     | Low      |
            """
        }
    )
    assert tables["actions"].frame["priority"].tolist() == ["High"]
    [problem] = [p for p in tables.problems if p.rule == "header-doubled"]
    assert problem.severity == "warning"


def test_our_own_name_wins_over_an_alias_and_the_alias_is_told() -> None:
    tables = read(
        {
            "Actions": """
            | Action ID | Action | Owner | Due date   | Target date | Status |
            | A1        | Call   | Ana   | 2026-04-20 | 2026-05-20  | Open   |
            """
        }
    )
    assert tables["actions"].places["due_date"] == 4
    assert [p.cells for p in tables.problems if p.rule == "header-surplus"] == ["E1"]


def test_a_column_in_another_unit_is_asked_about_and_not_read() -> None:
    tables = read(
        {
            "Tasks": """
            | Task ID | Project ID | Task | Owner | Status | Due date   | Effort (hours) |
            | T1      | P1         | Call | Ana   | Open   | 2026-04-20 | 16             |
            """
        }
    )
    assert not tables["tasks"].has("effort_days")
    [problem] = [p for p in tables.problems if p.rule == "header-unit"]
    assert "Effort (hours)" in problem.expected


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Due date (dd/mm/yyyy)", "due_date"),
        ("Due date (required)", "due_date"),
        ("Effort in days", "effort_days"),
        ("Effort [d]", "effort_days"),
        ("Progress %", "percent_complete"),
        ("% Progress", "percent_complete"),
        ("PROGRESS(%)", "percent_complete"),
        ("Progress (0-100)", "percent_complete"),
        ("Due date (original)", None),
        ("End date (actual)", None),
        ("Effort (weeks)", None),
        ("Start/End", None),
    ],
)
def test_what_stands_in_brackets_must_say_nothing_else(header: str, field: str | None) -> None:
    base = "| Task ID | Project ID | Task | Owner | Status | Target date | "
    if field == "due_date":
        base = "| Task ID | Project ID | Task | Owner | Status | Notes | "
    tables = read({"Tasks": f"{base}{header} |\n| T1 | P1 | Call | Ana | Open | | |"})
    table = tables["tasks"]
    assert [name for name, place in table.places.items() if place == 7] == (
        [field] if field else []
    )


def test_settings_add_words_for_a_column_and_win_over_ours() -> None:
    tables = read(
        {
            "Actions": """
            | Action ID | Action | Owner | Due date   | Spätestens bis | Status |
            | A1        | Call   | Ana   | 2026-04-20 | 2026-05-20     | Open   |
            """
        },
        rules=rules_that(actions={"columns": {"Due date": ("Spätestens bis",)}}),
    )
    assert tables["actions"].places["due_date"] == 5


def test_settings_that_name_no_column_of_ours_are_told() -> None:
    tables = read(
        {"Actions": "| Action ID | Action | Owner | Due date | Status |"},
        rules=rules_that(actions={"columns": {"Dew date": ("Spätestens bis",)}}),
    )
    [problem] = [p for p in tables.problems if p.rule == "settings-column-unknown"]
    assert "Dew date" in problem.expected


BEFORE = (
    "| Action ID | Action | Owner | Due date   | Status |\n| A1 | Call | Ana | 2026-04-20 | Open |"
)


def test_a_header_renamed_since_the_last_run_is_recognised_and_not_guessed() -> None:
    known = remembered(read({"Actions": BEFORE}))
    after = BEFORE.replace("Due date  ", "When at last")
    tables = read({"Actions": after}, known=known)
    assert "'When at last' in D1 was it at the last run" in tables.refused["actions"]
    [problem] = [p for p in tables.problems if p.rule == "header-missing"]
    assert "Rename 'When at last' in D1 to 'Due date'" in problem.fix


def test_a_renamed_header_over_another_kind_of_content_is_not_taken_for_it() -> None:
    known = remembered(read({"Actions": BEFORE}))
    after = BEFORE.replace("Due date  ", "Region text").replace("2026-04-20", "Berlin")
    assert "at the last run" not in read({"Actions": after}, known=known).refused["actions"]


def test_a_renamed_optional_header_is_a_question() -> None:
    with_priority = BEFORE.replace("Status |", "Status | Priority |").replace(
        "Open |", "Open | High |"
    )
    known = remembered(read({"Actions": with_priority}))
    tables = read({"Actions": with_priority.replace("Priority", "How bad")}, known=known)
    [problem] = [p for p in tables.problems if p.rule == "header-renamed"]
    assert (problem.severity, problem.cells) == ("question", "F1")


def test_what_is_remembered_is_column_and_header_by_table_and_field() -> None:
    assert remembered(read({"Actions": BEFORE}))["actions.due_date"] == "4:Due date"


def test_a_blank_header_between_real_ones_does_not_cut_the_table() -> None:
    tables = read(
        {
            "Actions": """
            | Action ID | Action | | Owner | | Due date   | Status | | Priority |
            | A1        | Call   | | Ana   | | 2026-04-20 | Open   | | High     |
            """
        }
    )
    assert tables["actions"].frame["priority"].tolist() == ["High"]


def test_a_row_with_more_cells_than_headers_is_read() -> None:
    tables = read(
        {
            "Actions": [
                ["Action ID", "Action", "Owner", "Due date", "Status"],
                ["A1", "Call", "Ana", 46126.0, "Open", "too", "many"],
            ]
        }
    )
    assert tables["actions"].accounting.used == 1
