"""The tabs of a workbook: tables and headers, tabs of our titles that are not ours, the state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mso_sheets import app
from mso_sheets.checking.finding import Finding, failed, unseen
from mso_sheets.errors import ConfigError, RefusedError
from mso_sheets.model.state import STATE_TAB, damaged_rows
from mso_sheets.tables.registry import SCHEMAS

if TYPE_CHECKING:
    from mso_sheets.checking.workbook import Look
    from mso_sheets.model.cells import Snapshot
    from mso_sheets.model.table import Tables

TOLD = ("header-missing", "header-doubled")
ASKED = ("tab-unsure", "tab-doubled", "settings-column-unknown")


def findings(look: Look, snapshot: Snapshot) -> Iterator[Finding]:
    """A line a table, the questions about tabs, strangers, the state."""
    from mso_sheets.tables.reading import read_tables

    try:
        words = look.started.vocabulary
    except ConfigError:
        yield unseen(f"{look.subject} / tables", "the words above come first")
        return
    today = app.now().date()
    tables = look.tables = read_tables(snapshot, look.target.settings, words, today)
    if not tables.found and not tables.refused:
        yield _nothing(look, snapshot, tables)
    for found in tables.found.values():
        rows = f"{found.accounting.used} of {found.accounting.read} rows used"
        says = f"{found.name}: header in row {found.header_row}, {rows}"
        yield Finding(f"{look.subject} / {found.tab}", True, says)
    for table, sentence in tables.refused.items():
        yield _refused(look, tables, table, sentence)
    yield from _questions(look, tables)
    yield from _strangers(look, snapshot)
    yield _state(look, snapshot)


def _nothing(look: Look, snapshot: Snapshot, tables: Tables) -> Finding:
    from mso_sheets.tables.strangers import nothing_known

    fix = (
        f"To add our tabs: mso-sheets init {look.argument}   To map the team's own: "
        f"mso-sheets adopt {look.argument} --write"
    )
    return Finding(f"{look.subject} / tables", False, nothing_known(tables, snapshot), fix)


def _refused(look: Look, tables: Tables, table: str, sentence: str) -> Finding:
    """The refusal with what to do to the very cells, where that is known."""
    said, _, last = sentence.removesuffix(".").rpartition(". ")
    told = [p for p in tables.problems if p.table == table and p.rule in TOLD]
    fixes = list(dict.fromkeys(p.fix.partition(", or add it")[0].rstrip(".") for p in told))
    own = [p for p in told if p.rule == "header-missing" and p.value is not None]
    if own:
        words = ", ".join(f'"{p.header}" = ["{p.value}"]' for p in own)
        fixes.append(f"or below [{_heading(look, table)}] in the settings: columns = {{ {words} }}")
    fix = "; ".join(fixes) or last.replace("<name>", look.target.name) + "."
    return Finding(f"{look.subject} / {SCHEMAS[table].tab}", False, f"{said}.", fix)


def _heading(look: Look, table: str) -> str:
    return f"workbooks.{look.target.name}.tables.{table}"


def _questions(look: Look, tables: Tables) -> Iterator[Finding]:
    for problem in tables.problems:
        if problem.rule in ASKED:
            subject = f"{look.subject} / {problem.tab}"
            yield Finding(subject, None, problem.expected, problem.fix)


def _strangers(look: Look, snapshot: Snapshot) -> Iterator[Finding]:
    from mso_sheets.tabs.place import refuse_stranger

    wanted = {tab.tab for spec in look.jobs.values() for tab in spec.tabs}
    for title in sorted(wanted | {"Run log", STATE_TAB}):
        if snapshot.our_tab(title) is None:
            try:
                refuse_stranger(title, snapshot)
            except RefusedError as error:
                yield failed(f"{look.subject} / {title}", error)


def _state(look: Look, snapshot: Snapshot) -> Finding:
    from mso_sheets.plan.remembered import remember

    subject = f"{look.subject} / state"
    tab = snapshot.our_tab(STATE_TAB)
    damaged = damaged_rows(tab) if tab else []
    if tab and damaged:
        rows = ", ".join(map(str, damaged[:5])) + (" ..." if len(damaged) > 5 else "")
        says = (
            f"the hidden tab '{tab.title}' was changed by hand: {len(damaged)} of its rows cannot be read "
            f"({rows}); what they told of history and posted digests is lost"
        )
        fix = (
            f"Restore '{tab.title}' from File, Version history; or delete that tab: history starts "
            "afresh, and today's digest may be posted again."
        )
        return Finding(subject, False, says, fix)
    try:
        known = remember(snapshot)
    except RefusedError as error:
        return failed(subject, error)
    if known.fresh and tab and tab.height > 1:
        says = "the state is another spreadsheet's (this is a copy); the first run starts afresh"
        return Finding(subject, True, says)
    fresh = "no state yet; the first run makes it"
    return Finding(subject, True, fresh if known.fresh else f"{len(known.rows)} rows of state")
