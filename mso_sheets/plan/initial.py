"""What `init` would make: the input tabs that are missing, with notes, dropdowns and formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mso_sheets.model.cells import Cell, Snapshot
from mso_sheets.model.changes import Lateness, NewTab
from mso_sheets.model.tab import Criterion, View
from mso_sheets.model.table import Column, Tables, TableSchema
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.registry import SCHEMAS

READ_ME = "Read me"
MINTED = "3. Leave an ID cell blank and the next run fills it in. Never re-use an ID."
OWN_IDS = "3. Give each row an ID of its own, a short one. Never re-use an ID."
WELCOME: tuple[str, ...] = (
    "MSO Sheets reads the tabs of this workbook and writes its own: Summary, Follow-ups and more.",
    "1. Fill in People first: names, e-mail addresses or Slack IDs. Owners are matched with them.",
    "2. Add Projects, then Tasks and Actions. Only the columns in bold in the documentation are needed.",
    MINTED,
    "4. Rename, move and add columns as you like: columns are found by their header text.",
    "5. Write your own notes to the right of our tabs' columns; they follow their row.",
    "6. A cell that cannot be read is listed in Data quality with its address and the fix.",
    "7. A due date that has passed turns red until the row is complete.",
    "8. Google Sheets has the views My overdue and This week: Data, Change view; choose your name under Owner.",
    "   In Excel use the arrows of the header row: Due date, Date filters, Before or This week.",
)


OTHER_IDS = {
    "slack_id": "In Slack: the person's profile, the three dots, Copy member ID.",
    "step_no": "The step's number within its workflow.",
}
"""Columns of ids that are no name of a row of their own."""
COLORED = ("health", "status")
"""The vocabularies whose words are shown in their colours."""


@dataclass(frozen=True, slots=True)
class Initial:
    """The tabs to make, and sentences on what was left alone and why."""

    tabs: tuple[NewTab, ...]
    notes: tuple[str, ...]


def initial_tabs(
    snapshot: Snapshot,
    tables: Tables,
    vocabulary: Vocabulary,
    sample: Mapping[str, NewTab] | None = None,
    *,
    mints: bool = True,
) -> Initial:
    """The tabs that `init` makes in `snapshot`; with `sample`, its rows are taken for the new tabs.

    `mints` says whether runs fill in the IDs of rows that have none.
    """
    tabs, notes = [], []
    titles = {tab.title for tab in snapshot.tabs}
    for name, schema in SCHEMAS.items():
        table = tables.get(name)
        if table is not None:
            missing = [c.header for c in schema.columns if c.required and not table.has(c.field)]
            notes += [
                f"{table.tab} is there" + (f"; it lacks {', '.join(missing)}" if missing else "")
            ]
        elif schema.tab in titles or name in tables.refused:
            notes.append(
                f"{schema.tab} is there and was left alone: {tables.refused.get(name, '')}"
            )
        else:
            tabs.append(_new_tab(schema, vocabulary, (sample or {}).get(schema.tab), mints))
    if READ_ME.casefold() not in {title.casefold() for title in titles} and not any(
        tab.ours is None and tab.height > 1 for tab in snapshot.tabs
    ):
        first, *lines = welcome(mints)
        tabs.insert(0, NewTab(READ_ME, (first,), rows=[[line] for line in lines], text=True))
    return Initial(tuple(tabs), tuple(notes))


def welcome(mints: bool) -> tuple[str, ...]:
    """The lines of *Read me*."""
    return tuple(OWN_IDS if line == MINTED and not mints else line for line in WELCOME)


def _new_tab(
    schema: TableSchema, vocabulary: Vocabulary, sample: NewTab | None, mints: bool
) -> NewTab:
    columns = schema.columns
    return NewTab(
        title=schema.tab,
        headers=tuple(column.header for column in columns),
        notes={column.header: note_of(schema, column, vocabulary, mints) for column in columns},
        choices=dict(_choices(columns, vocabulary)),
        dates=frozenset(c.header for c in columns if c.kind == "date"),
        checkboxes=frozenset(c.header for c in columns if c.kind == "boolean"),
        percents=frozenset(c.header for c in columns if c.kind == "percent"),
        rows=_rows(schema, vocabulary, sample),
        states=frozenset(c.header for c in columns if c.choices in COLORED),
        late=lateness_of(schema),
        views=views_of(schema),
    )


def lateness_of(schema: TableSchema) -> Lateness | None:
    """When a row of this table is late; None where rows have no due date or no end."""
    fields = {column.field: column for column in schema.columns}
    closed = schema.closed_when.get("status", ())
    if "due_date" not in fields or "status" not in fields or not closed:
        return None
    return Lateness(fields["due_date"].header, fields["status"].header, tuple(closed))


def views_of(schema: TableSchema) -> tuple[View, ...]:
    """The named views of a table: what is late, what is due this week; both of open rows alone."""
    late = lateness_of(schema)
    if late is None:
        return ()
    still_open = Criterion(late.status, "is-not", late.closed)
    return (
        View("My overdue", (Criterion(late.date, "before-today"), still_open)),
        View("This week", (Criterion(late.date, "this-week"), still_open)),
    )


def _rows(schema: TableSchema, vocabulary: Vocabulary, sample: NewTab | None) -> list[list[Cell]]:
    """The sample's rows in our columns' order; its headers may be aliases of ours."""
    if sample is None:
        return []
    places = [_place(sample.headers, names_of(schema, c, vocabulary)) for c in schema.columns]
    return [[None if at is None else row[at] for at in places] for row in sample.rows]


def _place(headers: Sequence[str], names: Sequence[str]) -> int | None:
    """Where the first of `names` that is a header stands."""
    folded = [header.casefold() for header in headers]
    return next((folded.index(n.casefold()) for n in names if n.casefold() in folded), None)


def names_of(schema: TableSchema, column: Column, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What a column may be called, the contract's own header first."""
    own = vocabulary.headers.get(schema.name, {}).get(column.field, ())
    shared = (vocabulary.shared.get(key, ()) for key in (column.field, column.header))
    return (column.header, *column.aliases, *own, *(name for names in shared for name in names))


def _choices(
    columns: Iterable[Column], vocabulary: Vocabulary
) -> Iterable[tuple[str, tuple[str, ...]]]:
    for column in columns:
        words = vocabulary.choices.get(column.choices, {}) if column.choices else {}
        if words:
            yield column.header, tuple(words)


def note_of(schema: TableSchema, column: Column, vocabulary: Vocabulary, mints: bool = True) -> str:
    """What may stand in a column, for the note on its header."""
    tab = SCHEMAS[column.refers_to].tab if column.refers_to else ""
    kinds = {
        "id": _id_note(schema, column, tab, mints),
        "text": "Free text.",
        "person": "A name from People; several with / between them, the accountable one first.",
        "people": "Names from People, with commas between them.",
        "date": "A date, such as 28 Feb 2026."
        + (" Q3 2026 or W14 also work." if column.period else ""),
        "number": "A number.",
        "percent": "A per cent, such as 45%.",
        "boolean": "Ticked or not.",
        "choice": "One of: " + ", ".join(vocabulary.choices.get(column.choices, {})) + ".",
        "references": f"{f'IDs of {tab}' if tab else 'Step numbers of this workflow'}, with commas "
        "between them.",
    }
    return ("Needed. " if column.required else "") + kinds[column.kind]


def _id_note(schema: TableSchema, column: Column, tab: str, mints: bool) -> str:
    """Only a row's own ID is ever filled in by a run."""
    if tab:
        return f"The ID of a row of {tab}."
    if column.field in OTHER_IDS:
        return OTHER_IDS[column.field]
    own = "A short name that never changes"
    if mints and column.field == schema.id_field and schema.id_prefix:
        return f"{own}; leave it blank and the next run fills it in."
    return f"{own}."
