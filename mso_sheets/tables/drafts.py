"""One table after another: rows sorted, cells typed, people named, rows accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from mso_sheets.model.cells import Snapshot
from mso_sheets.model.table import Accounting, Problem, Table
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.settings.models import TableSettings, WorkbookSettings
from mso_sheets.tables.cells import Dialect
from mso_sheets.tables.checks.scores import wrong_scores
from mso_sheets.tables.extent import last_row
from mso_sheets.tables.findings import Finding
from mso_sheets.tables.locating import Place
from mso_sheets.tables.persons import directory_of, name_people
from mso_sheets.tables.reasons import BELOW, SECOND_HEADER, words_of
from mso_sheets.tables.records import read_records
from mso_sheets.tables.remarks import about_the_end
from mso_sheets.tables.rows import sort_rows


@dataclass(frozen=True, slots=True)
class Draft:
    """A table on its way: typed, with what was found wrong so far."""

    table: Table
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]


class Reader:
    """Reads one table after another from the same snapshot."""

    def __init__(
        self,
        snapshot: Snapshot,
        rules: WorkbookSettings,
        vocabulary: Vocabulary,
        today: date,
    ) -> None:
        self.snapshot, self.rules, self.vocabulary = snapshot, rules, vocabulary
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
        below = place.below
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
        findings = (*records.findings, *names, *wrong_scores(table, tab, match))
        foreign = [row for row, reason in rows.excluded.items() if reason == BELOW]
        remarks = about_the_end(table, self.snapshot, tab, below, foreign, rows.assumed)
        return Draft(table, findings, tuple(remarks))
