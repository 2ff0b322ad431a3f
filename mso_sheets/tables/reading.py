"""From a whole workbook to typed tables: find, sort rows, type, name people, check, account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import pandas as pd

from mso_sheets.model.cells import Snapshot
from mso_sheets.model.table import Accounting, Problem, Table, Tables
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.settings.models import TableSettings, WorkbookSettings
from mso_sheets.tables.cells import Dialect
from mso_sheets.tables.checks.blanks import blank_cells
from mso_sheets.tables.checks.duplicates import duplicate_ids, duplicate_rows
from mso_sheets.tables.checks.facts import impossible_facts
from mso_sheets.tables.checks.references import resolve_references
from mso_sheets.tables.checks.scores import wrong_scores
from mso_sheets.tables.extent import last_row, second_header
from mso_sheets.tables.findings import Finding, told
from mso_sheets.tables.guards import has_shrunk, needs_reread, shrink_refusal
from mso_sheets.tables.headers import HeaderCheck, headless_refusal
from mso_sheets.tables.locating import Located, Place, locate
from mso_sheets.tables.naming import Namings
from mso_sheets.tables.persons import directory_of, name_people
from mso_sheets.tables.reasons import BELOW, SECOND_HEADER, words_of
from mso_sheets.tables.records import read_records
from mso_sheets.tables.registry import SCHEMAS
from mso_sheets.tables.remarks import about_tabs, about_the_end, table_problem
from mso_sheets.tables.rows import sort_rows

__all__ = ["needs_reread", "read_tables"]

NO_HEADERS: Mapping[str, str] = MappingProxyType({})
NO_ROWS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Draft:
    """A table on its way: typed, with what was found wrong so far."""

    table: Table
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]


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
    reader = Reader(snapshot, rules, vocabulary, namings, today)
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
    found, more = _checked(kept, snapshot, today)
    problems += more
    problems += [
        table_problem(snapshot, name, located, "table-refused", sentence)
        for name, sentence in refused.items()
        if name in drafts or name in located.headless or name not in located.places
    ]
    unknown = tuple(tab.title for tab in located.unknown)
    return Tables(found, tuple(problems), refused, unknown)


class Reader:
    """Reads one table after another from the same snapshot."""

    def __init__(
        self,
        snapshot: Snapshot,
        rules: WorkbookSettings,
        vocabulary: Vocabulary,
        namings: Namings,
        today: date,
    ) -> None:
        self.snapshot, self.rules, self.vocabulary, self.namings = (
            snapshot,
            rules,
            vocabulary,
            namings,
        )
        self.words = words_of(vocabulary)
        self.directory = directory_of(None)
        self.dialect = Dialect(
            locale=rules.locale or snapshot.locale,
            today=today,
            backend=snapshot.backend,
            time_zone=rules.timezone or snapshot.time_zone,
        )

    def draft(self, place: Place) -> Draft:
        """One table: its rows sorted, typed, named and accounted for."""
        tab, match = place.tab, place.match
        below = second_header(tab, match, self.namings)
        end = last_row(tab, match)
        last = min(end, below.row - 1) if below else end
        settings = self.rules.tables.get(match.schema.name, TableSettings())
        rows = sort_rows(tab, match, last, self.words, settings.ignore_hidden)
        records = read_records(tab, match, rows, self.dialect, self.vocabulary)
        if match.schema.name == "people":
            self.directory = directory_of(records.frame)
        frame, names = name_people(records.frame, match.schema, rows.used, self.directory)
        frame.index = pd.Index(rows.used, name="row")
        left = end - last
        excluded = dict(rows.reasons) | ({SECOND_HEADER: left} if left else {})
        table = Table(
            schema=match.schema,
            tab=tab.title,
            sheet_id=tab.sheet_id,
            header_row=match.line.row,
            frame=frame,
            accounting=Accounting(end - match.line.row, len(rows.used), excluded, rows.hidden),
            places=match.places,
            headers={name: match.line.shown(column) for name, column in match.places.items()},
        )
        frame["duplicate"] = duplicate_rows(table)
        findings = (*records.findings, *names, *wrong_scores(table, tab, match))
        foreign = [row for row, reason in rows.excluded.items() if reason == BELOW]
        remarks = about_the_end(table, self.snapshot, tab, below, foreign, rows.assumed)
        return Draft(table, findings, tuple(remarks))


def _people_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: name != "people")


def _checked(
    drafts: Mapping[str, Draft], snapshot: Snapshot, today: date
) -> tuple[dict[str, Table], list[Problem]]:
    """Tables with their references resolved, and the problems of all of them."""
    tables = {name: draft.table for name, draft in drafts.items()}
    found: dict[str, Table] = {}
    problems: list[Problem] = []
    for name, draft in drafts.items():
        columns, lost = resolve_references(draft.table, tables)
        table = (
            replace(draft.table, frame=draft.table.frame.assign(**columns))
            if columns
            else draft.table
        )
        found[name] = table
        findings = [
            *draft.findings,
            *_unless_unreadable(blank_cells(table, today), draft.findings),
            *duplicate_ids(table),
            *lost,
            *impossible_facts(table, today),
        ]
        problems += [*draft.problems, *told(findings, table, snapshot)]
    return found, problems


def _unless_unreadable(blanks: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    """Empty cells alone: what could not be read has been told with its reason already."""
    told_of = {(finding.field, row) for finding in others for row in finding.rows}
    kept = []
    for blank in blanks:
        rows = [row for row in blank.rows if (blank.field, row) not in told_of]
        if rows:
            kept.append(replace(blank, rows=rows, values=[None] * len(rows)))
    return kept


def _lost(located: Located, snapshot: Snapshot) -> dict[str, str]:
    """Tables whose tab has no header, or that settings look for in vain."""
    titles = ", ".join(f"'{tab.title}'" for tab in snapshot.tabs if tab.ours is None)
    refused = {name: headless_refusal(SCHEMAS[name], tab) for name, tab in located.headless.items()}
    for name, title in located.absent.items():
        refused[name] = (
            f"{SCHEMAS[name].tab}: the settings name the tab '{title}', and the workbook has none of that "
            f"name. Its tabs are {titles or 'none'}. Mend tab = ... under tables.{name} in the settings."
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
