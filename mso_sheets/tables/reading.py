"""From a whole workbook to typed tables: find, sort rows, type, name people, check, account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from mso_sheets.model.cells import Snapshot
from mso_sheets.model.table import Problem, Tables
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.settings.models import WorkbookSettings
from mso_sheets.tables.checks.every import check_tables
from mso_sheets.tables.drafts import Draft, Reader
from mso_sheets.tables.guards import has_shrunk, needs_reread, shrink_refusal
from mso_sheets.tables.headers import HeaderCheck, headless_refusal
from mso_sheets.tables.locating import Located, locate
from mso_sheets.tables.naming import Namings
from mso_sheets.tables.registry import SCHEMAS
from mso_sheets.tables.remarks import about_tabs, table_problem

__all__ = ["needs_reread", "read_tables"]

NO_HEADERS: Mapping[str, str] = MappingProxyType({})
NO_ROWS: Mapping[str, int] = MappingProxyType({})


def read_tables(
    snapshot: Snapshot,
    rules: WorkbookSettings,
    vocabulary: Vocabulary,
    today: date,
    *,
    known: Mapping[str, str] = NO_HEADERS,
    last_rows: Mapping[str, int] = NO_ROWS,
    accept_shrink: bool = False,
) -> Tables:
    """All tables of the workbook, typed, and every problem in them; nothing is dropped in silence.

    `known` maps "actions.due_date" to "4:Due date" (sheet column and header at the last run),
    `last_rows` a table to the rows that it had. A table that cannot be trusted (required header
    missing or doubled, shrunk by more than half) is absent and told in `refused`; others go on.
    """
    namings = Namings(vocabulary, rules)
    located = locate(snapshot, rules, vocabulary, namings)
    reader = Reader(snapshot, rules, vocabulary, today)
    refused: dict[str, str] = {}
    problems: list[Problem] = about_tabs(located, snapshot, namings, rules)
    drafts: dict[str, Draft] = {}
    for name in _people_first(located.places):
        place = located.places[name]
        header = HeaderCheck(place, snapshot, namings, known, (reader.dialect, vocabulary))
        problems += header.problems()
        if refusal := header.refusal():
            refused[name] = refusal
            continue
        drafts[name] = reader.draft(place)
    refused |= _lost(located, snapshot)
    if not accept_shrink:
        refused |= _shrunk(drafts, last_rows, refused)
    kept = {name: drafts[name] for name in SCHEMAS if name in drafts and name not in refused}
    found, more = check_tables(kept, snapshot, today)
    problems += more
    problems += [
        table_problem(snapshot, name, located, "table-refused", sentence)
        for name, sentence in refused.items()
        if name in drafts or name in located.headless or name not in located.places
    ]
    unknown = tuple(tab.title for tab in located.unknown)
    return Tables(found, tuple(problems), refused, unknown)


def _people_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: name != "people")


def _lost(located: Located, snapshot: Snapshot) -> dict[str, str]:
    """Tables whose tab has no header, or that settings look for in vain."""
    titles = ", ".join(f"'{tab.title}'" for tab in snapshot.tabs if tab.ours is None)
    refused = {name: headless_refusal(SCHEMAS[name], tab) for name, tab in located.headless.items()}
    for name, title in located.absent.items():
        refused[name] = (
            f"{SCHEMAS[name].tab}: the settings name the tab '{title}', and the workbook has none of that "
            f"name. Its tabs are {titles or 'none'}. Set tab to one of these under "
            f"[workbooks.<name>.tables.{name}] in config/settings.toml."
        )
    return refused


def _shrunk(
    drafts: Mapping[str, Draft], last_rows: Mapping[str, int], refused: Mapping[str, str]
) -> dict[str, str]:
    """Tables that lost more than half of their rows since the last run, or vanished."""
    out: dict[str, str] = {}
    for name, before in last_rows.items():
        if name in refused or name not in SCHEMAS:
            continue
        draft = drafts.get(name)
        used = draft.table.accounting.used if draft else 0
        if has_shrunk(used, before):
            out[name] = shrink_refusal(
                SCHEMAS[name], draft.table.tab if draft else "", used, before
            )
    return out
