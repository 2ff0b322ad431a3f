"""What `init` would make, from what is there: the missing tabs, guided; nothing of people's."""

from __future__ import annotations

import pytest

from mso_sheets.app.setting_up import no_tables, no_workbook
from mso_sheets.model.changes import Lateness, NewTab
from mso_sheets.model.tab import Criterion
from mso_sheets.plan.initial import READ_ME, Initial, initial_tabs
from mso_sheets.sample import sample_workbook
from mso_sheets.tables.reading import read_tables
from mso_sheets.tables.registry import SCHEMAS
from tests.making import TODAY, settings_of, shipped_vocabulary, snapshot_of


def made_in(tabs: dict[str, str], sample: bool = False) -> Initial:
    snapshot = snapshot_of(tabs) if tabs else no_workbook("new")
    words = shipped_vocabulary()
    tables = read_tables(snapshot, settings_of(), words, TODAY) if tabs else no_tables()
    rows = {tab.title: tab for tab in sample_workbook(TODAY)} if sample else None
    return initial_tabs(snapshot, tables, words, rows)


def tab(found: Initial, title: str) -> NewTab:
    return next(tab for tab in found.tabs if tab.title == title)


def test_an_empty_workbook_gets_a_read_me_and_every_tab_of_the_contract() -> None:
    titles = [made.title for made in made_in({}).tabs]
    assert titles == [READ_ME, *(schema.tab for schema in SCHEMAS.values())]


def test_every_column_says_what_may_stand_in_it_and_guides_what_is_typed() -> None:
    actions = tab(made_in({}), "Actions")
    assert set(actions.notes) == set(actions.headers)
    assert actions.notes["Due date"] == "Needed. A date, such as 28 Feb 2026."
    assert actions.choices["Status"][:3] == ("Not started", "In progress", "Blocked")
    assert {"Due date", "Snooze until"} <= actions.dates
    assert "Active" in tab(made_in({}), "People").checkboxes
    assert tab(made_in({}), "Projects").percents == {"% complete"}


def test_a_note_promises_a_new_id_only_where_a_run_makes_one() -> None:
    made = made_in({}).tabs
    for schema in SCHEMAS.values():
        notes = next(tab.notes for tab in made if tab.title == schema.tab)
        promised = {header for header, note in notes.items() if "fills it in" in note}
        own = {c.header for c in schema.columns if c.field == schema.id_field}
        assert promised == (own if schema.id_prefix else set()), schema.tab


def test_no_note_promises_an_id_where_runs_fill_none_in() -> None:
    found = initial_tabs(no_workbook("new"), no_tables(), shipped_vocabulary(), mints=False)
    said = [note for made in found.tabs for note in made.notes.values()]
    assert not [note for note in said if "fills it in" in note]
    assert tab(found, "Actions").notes["Action ID"] == "Needed. A short name that never changes."
    read_me = [line for (line,) in tab(found, READ_ME).rows]
    assert "3. Give each row an ID of its own, a short one. Never re-use an ID." in read_me


def test_a_note_of_a_foreign_id_names_the_tab_whose_ids_it_wants() -> None:
    made = {tab.title: tab.notes for tab in made_in({}).tabs}
    assert made["Actions"]["Meeting ID"] == "The ID of a row of Meetings."
    assert made["Step log"]["Workflow ID"] == "Needed. The ID of a row of Workflow steps."
    assert made["Tasks"]["Predecessors"] == "IDs of Tasks, with commas between them."
    steps = made["Workflow steps"]
    assert steps["Next steps"] == "Step numbers of this workflow, with commas between them."
    assert "Copy member ID" in made["People"]["Slack ID"]


def test_late_rows_and_states_are_coloured_and_have_views() -> None:
    tasks = tab(made_in({}), "Tasks")
    assert tasks.states == {"Status"}
    assert tab(made_in({}), "Projects").states == {"Status", "Health"}
    assert tasks.late == Lateness("Due date", "Status", ("Complete", "Cancelled"))
    still_open = Criterion("Status", "is-not", ("Complete", "Cancelled"))
    assert [(view.name, view.criteria) for view in tasks.views] == [
        ("My overdue", (Criterion("Due date", "before-today"), still_open)),
        ("This week", (Criterion("Due date", "this-week"), still_open)),
    ]
    assert tab(made_in({}), "Meetings").views == ()


def test_a_table_under_another_name_is_recognised_and_left_alone() -> None:
    found = made_in({"Our to-dos": """
        | Action ID | Action | Owner | Deadline   | Status |
        | A-1       | Send   | Ana   | 2026-04-14 | Open   |
    """, "Ideas": "| Thought |"})  # fmt: skip
    titles = {made.title for made in found.tabs}
    assert "Actions" not in titles
    assert READ_ME not in titles
    assert "Our to-dos is there" in found.notes


def test_what_a_table_lacks_is_said_not_added() -> None:
    found = made_in({"Actions": "| Action ID | Action | Owner |\n| A-1 | Send | Ana |"})
    assert "Actions" not in {made.title for made in found.tabs}
    assert any("Actions" in note and "Due date" in note for note in found.notes)


@pytest.mark.parametrize("title", [schema.tab for schema in SCHEMAS.values()])
def test_a_tab_of_that_title_is_never_made_twice(title: str) -> None:
    found = made_in({title: "| Whatever |\n| people typed |"})
    assert title not in {made.title for made in found.tabs}


def test_sample_rows_lose_no_column_that_goes_by_another_name() -> None:
    found = made_in({}, sample=True)
    due = tab(found, "Actions").headers.index("Due date")
    owner = tab(found, "Projects").headers.index("Owner")
    assert sum(row[due] is not None for row in tab(found, "Actions").rows) > 80
    assert sum(row[owner] is not None for row in tab(found, "Projects").rows) > 10
    for sample in sample_workbook(TODAY):
        written = [
            cell for row in tab(found, sample.title).rows for cell in row if cell is not None
        ]
        assert len(written) == sum(cell is not None for row in sample.rows for cell in row)
