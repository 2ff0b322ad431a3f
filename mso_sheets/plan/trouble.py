"""What could not be done and why, in sentences; and messages that must not go out on half a truth."""

from __future__ import annotations

from dataclasses import replace

from mso_sheets.errors import WorkbookError
from mso_sheets.jobfile import JobSpec
from mso_sheets.model.cells import Snapshot
from mso_sheets.model.result import Report
from mso_sheets.model.run import Due
from mso_sheets.model.table import Tables
from mso_sheets.report import depends_on
from mso_sheets.tables.strangers import nothing_known

SHRUNK = "--accept-shrink"


def shrunk_tables(tables: Tables) -> tuple[str, ...]:
    """The sentences of tables that were refused because they shrank."""
    return tuple(reason for reason in tables.refused.values() if SHRUNK in reason)


def refuse_strangers(tables: Tables, snapshot: Snapshot) -> None:
    """Raises WorkbookError when nothing of ours is in the workbook: no tab is put into a stranger's."""
    sentence = nothing_known(tables, snapshot)
    if sentence:
        raise WorkbookError(
            f"{sentence} Nothing was written.",
            "See which tab could be what with: mso-sheets adopt WORKBOOK; or add the tabs that are "
            "missing with: mso-sheets init WORKBOOK",
        )


def broken_parts(report: Report, tables: Tables) -> tuple[str, ...]:
    """Tables that could not be used at all, and analyses that failed."""
    refused = [reason for reason in tables.refused.values() if SHRUNK not in reason]
    failed = [
        f"{result.title}: {result.unavailable}"
        for result in report.results.values()
        if "could not be computed" in result.unavailable
    ]
    return (*refused, *failed)


def held_back(due: Due, job: JobSpec, report: Report, tables: Tables) -> Due:
    """A message is not posted when a table that its job needs was refused."""
    needed = {table for name in job.analyses[:2] for table in depends_on(name)}
    reasons = [tables.refused[name] for name in sorted(needed) if name in tables.refused]
    if not reasons or due.step in {"already-sent", "skipped"}:
        return due
    return replace(due, step="failed", message=None, reason="; ".join(reasons))
