"""What is said about tabs and whole tables: doubled, unsure, unknown, ended early, refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mso_sheets.model.cells import RawTab, Snapshot
from mso_sheets.model.table import Problem, Severity, Table
from mso_sheets.settings.models import WorkbookSettings
from mso_sheets.tables.headers import looked_for, what_is_there
from mso_sheets.tables.locating import Located
from mso_sheets.tables.naming import Namings, field_named
from mso_sheets.tables.registry import SCHEMAS
from mso_sheets.tables.sighting import Line


def about_tabs(
    located: Located, snapshot: Snapshot, namings: Namings, rules: WorkbookSettings
) -> list[Problem]:
    """Questions about which tab is which table, and settings that name no column of ours."""
    return [*_rivals(located, snapshot), *_unsure(located, snapshot), *_unknown(located, snapshot),
            *_settings(rules, snapshot)]  # fmt: skip


def _rivals(located: Located, snapshot: Snapshot) -> Iterator[Problem]:
    for name, tabs in located.rivals.items():
        used = located.places[name].tab.title
        for tab in tabs:
            said = f"'{tab.title}' could be {SCHEMAS[name].tab} too; '{used}' is read"
            fix = f"Nothing to do if '{used}' is right; else set tab under tables.{name} in the settings."
            yield _about(snapshot, tab, "tab-doubled", said, fix, "question", name)


def _unsure(located: Located, snapshot: Snapshot) -> Iterator[Problem]:
    for title, names in located.unsure.items():
        tab = snapshot.tab(title)
        if tab:
            fits = " or ".join(SCHEMAS[name].tab for name in names)
            fix = "Name the tab after its table, or set tab = ... for that table in the settings."
            said = f"'{title}' could be {fits}; it is not read"
            yield _about(snapshot, tab, "tab-unsure", said, fix, "question")


def _unknown(located: Located, snapshot: Snapshot) -> Iterator[Problem]:
    """A workbook in which nothing was found says what was looked for, tab by tab."""
    if located.places or located.headless:
        return
    words = "; ".join(f"{s.tab}: {looked_for(s)}" for s in list(SCHEMAS.values())[:3])
    for tab in located.unknown:
        if tab.height and tab.title not in located.unsure:
            said = f"no header row of ours; looked for {words}; {what_is_there(tab)}"
            fix = "Put our headers in one row above the data, or map the tab with mso-sheets adopt."
            yield _about(snapshot, tab, "header-not-found", said, fix, "error")


def _settings(rules: WorkbookSettings, snapshot: Snapshot) -> Iterator[Problem]:
    for name, settings in rules.tables.items():
        schema = SCHEMAS.get(name)
        unknown = [w for w in settings.columns if schema and not field_named(schema, w)]
        for word in unknown:
            yield Problem(
                rule="settings-column-unknown",
                table=name,
                tab=schema.tab if schema else "",
                cells="",
                header=word,
                expected=f"the settings give words for '{word}', and {name} has no such column",
                fix=f"Use one of {', '.join(c.header for c in (schema.columns if schema else ()))}.",
                severity="question",
                link=snapshot.url,
            )


def about_the_end(
    table: Table,
    snapshot: Snapshot,
    tab: RawTab,
    below: Line | None,
    foreign: Sequence[int],
    assumed: Sequence[int],
) -> Iterator[Problem]:
    """A table that ends before its tab does."""
    if below:
        words = ", ".join(f"'{below.shown(c)}'" for c in list(below.texts)[:4])
        said = (
            f"a second header stands in row {below.row} ({words}); {table.schema.tab} ends above it"
        )
        fix = "Move what stands below to a tab of its own, or delete the second header."
        yield _about(snapshot, tab, "second-header", said, fix, "warning", table.name, below.row)
    for row in assumed:
        said = f"row {row} holds a name and nothing else; it is taken for the title of a section"
        fix = f"Nothing to do if it is one; else fill its other cells, such as {looked_for(table.schema)}."
        yield _about(snapshot, tab, "section-assumed", said, fix, "question", table.name, row)
    if foreign:
        first, last = min(foreign), max(foreign)
        said = (
            f"rows {first} to {last} do not look like rows of {table.schema.tab}; they are not read"
        )
        fix = "Move them to a tab of their own, or close the empty rows above them if they belong here."
        yield _about(
            snapshot, tab, "below-the-table", said, fix, "warning", table.name, first, last
        )


def table_problem(
    snapshot: Snapshot, name: str, located: Located, rule: str, sentence: str
) -> Problem:
    """A refused table as a line of Data quality."""
    place = located.places.get(name)
    tab = place.tab if place else located.headless.get(name)
    said, _, fix = sentence.partition(". ")
    if tab:
        return _about(snapshot, tab, rule, said, fix, "error", name)
    schema = SCHEMAS[name]
    return Problem(
        rule, name, schema.tab, "", expected=said, fix=fix, blocks=f"the whole table {schema.tab}"
    )


def _about(
    snapshot: Snapshot,
    tab: RawTab,
    rule: str,
    said: str,
    fix: str,
    severity: Severity,
    table: str = "",
    row: int = 1,
    last: int = 0,
) -> Problem:
    cells = f"{row}:{last or row}"
    return Problem(
        rule=rule,
        table=table,
        tab=tab.title,
        cells=cells,
        value=None,
        expected=said,
        fix=fix,
        severity=severity,
        row=row,
        record=f"tab {tab.title}" if row == 1 else f"tab {tab.title} row {row}",
        blocks=f"the whole table {SCHEMAS[table].tab}" if table and severity == "error" else "",
        link=snapshot.link(tab, cells),
    )
