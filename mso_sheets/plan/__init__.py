"""The one door of the pure core: what was read -> everything that a run would do.

`make_plan` reads no clock, opens nothing and calls no vendor; `--dry-run` prints what it returns.
"""

from __future__ import annotations

from mso_sheets.analyses.context import Context
from mso_sheets.analyses.world import build_context
from mso_sheets.history import untracked
from mso_sheets.jobfile import JobSpec
from mso_sheets.model.cells import Snapshot
from mso_sheets.model.changes import Changes
from mso_sheets.model.result import Report
from mso_sheets.model.run import Plan
from mso_sheets.model.table import Tables
from mso_sheets.plan import digests, facts
from mso_sheets.plan.accepting import accept
from mso_sheets.plan.drawing import draw_tabs
from mso_sheets.plan.minting import Minted, mint
from mso_sheets.plan.options import Moment, Options
from mso_sheets.plan.remembered import Remembered, remember, state_cells, with_events
from mso_sheets.plan.rendering import tab_links
from mso_sheets.plan.renewing import renewals
from mso_sheets.plan.trouble import broken_parts, held_back, refuse_strangers, shrunk_tables
from mso_sheets.report import build_report
from mso_sheets.tables.reading import read_tables
from mso_sheets.tabs.freshness import Freshness

__all__ = ["Moment", "Options", "Plan", "make_plan"]


def make_plan(job: JobSpec, raw: Snapshot, now: Moment, options: Options) -> Plan:
    """Reads the tables, runs the job's analyses, draws tabs and messages, and compares with `raw`.

    Raises RefusedError when the workbook's state is not ours to touch, WorkbookError when no table of
    ours is in it.
    """
    with options.tracing.stage("read") as told:
        remembered = remember(raw)
        minted = _understand(raw, remembered, now, options)
        refuse_strangers(minted.tables, raw)
        told.note(rows=sum(t.accounting.read for t in minted.tables.found.values()))
    with options.tracing.stage("analyse") as told:
        context, report = _analysed(job, raw, remembered, minted.tables, now, options)
        told.note(analyses=len(report.results), problems=len(report.problems))
    with options.tracing.stage("plan") as told:
        plan = _planned(job, raw, remembered, minted, context, report, now, options)
        told.note(messages=len(plan.due), tabs=len(plan.tabs))
    return plan


def _analysed(
    job: JobSpec,
    raw: Snapshot,
    remembered: Remembered,
    tables: Tables,
    now: Moment,
    options: Options,
) -> tuple[Context, Report]:
    news = facts.events(remembered, tables, {}, now, options.run_id)
    history = with_events(remembered, news, now.today)
    context = build_context(tables, options.rules, now.today, now.now, history, raw)
    title = options.rules.title or raw.title or options.workbook
    return context, build_report(options.workbook, title, tables, context, job.analyses)


def _planned(
    job: JobSpec,
    raw: Snapshot,
    remembered: Remembered,
    minted: Minted,
    context: Context,
    report: Report,
    now: Moment,
    options: Options,
) -> Plan:
    """Tabs, messages and state of a report."""
    tables = minted.tables
    accepted = accept(report.result("proposals"), tables, raw, minted.highest("actions"), now.today)
    fresh = Freshness(now.today, now.local, options.run_id)
    drawn = draw_tabs(job, report, raw, fresh, options.rules.maximum_rows_a_tab)
    run_line = fresh.line(report.accounting)
    links = tab_links(raw)
    due = digests.due_messages(
        job, report, context, remembered.entries, now, options, run_line, links
    )
    renewed = renewals(job, report, context, remembered.entries, now, options, run_line, links)
    due = tuple(held_back(item, job, report, tables) for item in due)
    rows = [
        *facts.events(remembered, tables, facts.computed_health(report), now, options.run_id),
        *facts.marks(remembered, tables, minted, accepted, now, options.run_id),
        *digests.ledger_rows(due, renewed, now, options),
    ]
    state, reset = state_cells(remembered, rows, raw, now.today)
    return Plan(
        run_id=options.run_id,
        job=job.name,
        report=report,
        changes=Changes(options.run_id, drawn.writes, minted.cells, accepted.appends, state, reset),
        tabs=drawn.statuses,
        snapshot=raw,
        today=now.today,
        due=due,
        renewals=renewed,
        refusals=(*drawn.refusals, *shrunk_tables(tables)),
        failures=(*drawn.failures, *broken_parts(report, tables)),
        tables=report.accounting,
        notes=untracked(tables),
    )


def _understand(raw: Snapshot, remembered: Remembered, now: Moment, options: Options) -> Minted:
    """The typed tables, blank ids minted where the settings allow it."""
    tables = read_tables(
        raw,
        options.rules,
        options.vocabulary,
        now.today,
        known=remembered.mark("headers"),
        last_rows=remembered.mark("rows"),
        accept_shrink=options.accept_shrink,
    )
    high = remembered.mark("high")
    return mint(tables, raw, high) if options.rules.mint_ids else Minted(tables, (), high)
