"""The job's tabs: drawn, compared with what stands there, refused where it is not ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mso_sheets import tabs
from mso_sheets.errors import RefusedError
from mso_sheets.jobfile import JobSpec, TabSpec
from mso_sheets.model.cells import Snapshot
from mso_sheets.model.changes import TabWrite
from mso_sheets.model.result import Report
from mso_sheets.model.run import TabStatus
from mso_sheets.model.tab import TabContent
from mso_sheets.tabs.freshness import Freshness
from mso_sheets.tabs.place import place


@dataclass(frozen=True, slots=True)
class Drawn:
    """What to write, what became of each tab, and sentences for those that were not drawn."""

    writes: tuple[TabWrite, ...]
    statuses: Mapping[str, TabStatus]
    refusals: tuple[str, ...]
    failures: tuple[str, ...]


def draw_tabs(
    job: JobSpec, report: Report, raw: Snapshot, fresh: Freshness, maximum_rows: int
) -> Drawn:
    """One tab that fails or is refused does not stop the others."""
    writes: list[TabWrite] = []
    statuses: dict[str, TabStatus] = {}
    refusals: list[str] = []
    failures: list[str] = []
    for spec in job.tabs:
        reason = _missing_source(spec, report)
        if reason is not None:
            if reason:
                statuses[spec.tab] = "failed"
                failures.append(f"{spec.tab} was kept as it was: {reason}.")
            continue
        try:
            write = place(_bounded(tabs.render(report, spec, fresh), maximum_rows), raw)
        except RefusedError as error:
            refusals.append(str(error))
            statuses[spec.tab] = "failed"
            continue
        statuses[spec.tab] = "unchanged" if write is None else "written"
        writes += [write] if write is not None else []
    return Drawn(tuple(writes), statuses, tuple(refusals), tuple(failures))


def _missing_source(spec: TabSpec, report: Report) -> str | None:
    """None when it can be drawn; "" when its table is not used here; else why it failed."""
    for name in tabs.sources(spec):
        result = report.result(name)
        if result is None:
            return f"the job does not run the analysis '{name}'"
        if result.unavailable:
            return "" if "which is not there" in result.unavailable else result.unavailable
    return None


def _bounded(content: TabContent, maximum: int) -> TabContent:
    """The first rows of a very long tab; the rest is counted, not hidden."""
    if len(content.rows) <= maximum:
        return content
    rest = f"{len(content.rows) - maximum:,} more rows are not shown."
    footer = " · ".join(part for part in (rest, content.footer) if part)
    return replace(content, rows=content.rows[:maximum], footer=footer)
