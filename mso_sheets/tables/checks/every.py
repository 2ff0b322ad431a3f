"""All checks over all tables: references first, so that the others see one spelling of an id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from mso_sheets.model.cells import Snapshot
from mso_sheets.model.table import Problem, Table
from mso_sheets.tables.checks.blanks import blank_cells
from mso_sheets.tables.checks.duplicates import duplicate_ids, duplicate_rows
from mso_sheets.tables.checks.facts import impossible_facts
from mso_sheets.tables.checks.personal_days import personal_days
from mso_sheets.tables.checks.references import References
from mso_sheets.tables.drafts import Draft
from mso_sheets.tables.findings import Finding, told


def check_tables(
    drafts: Mapping[str, Draft], snapshot: Snapshot, today: date
) -> tuple[dict[str, Table], list[Problem]]:
    """Tables with their references resolved, and the problems of all of them."""
    tables = {name: draft.table for name, draft in drafts.items()}
    references = References(tables)
    found: dict[str, Table] = {}
    problems: list[Problem] = []
    for name, draft in drafts.items():
        columns, lost = references.resolve(draft.table)
        frame = draft.table.frame.assign(**columns)
        frame["duplicate"] = duplicate_rows(draft.table)
        table = replace(draft.table, frame=frame)
        found[name] = table
        findings = [
            *draft.findings,
            *_unless_unreadable(blank_cells(table, today), draft.findings),
            *duplicate_ids(table),
            *lost,
            *impossible_facts(table, today),
            *personal_days(table),
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
