"""What became of a run, as its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mso_sheets.model.message import Posted
from mso_sheets.model.run import Plan, Requested, RunRecord, RunStatus
from mso_sheets.model.table import Problem
from mso_sheets.pipeline.posting import answer_of
from mso_sheets.pipeline.world import World
from mso_sheets.plan import Moment, Options


def record_of(
    plan: Plan,
    posted: Sequence[Posted],
    world: World,
    options: Options,
    moment: Moment,
    notes: Sequence[str],
) -> RunRecord:
    """The record of a run so far."""
    book, slack = world.workbook.requests, world.messenger.requests
    return RunRecord(
        run_id=plan.run_id,
        job=plan.job,
        workbook=options.workbook,
        as_of=moment.today.isoformat(),
        status=status_of(plan, posted),
        tables=plan.tables,
        problems=len(plan.report.problems),
        tabs=plan.tabs,
        messages=tuple(posted),
        requests=Requested(book.read, book.write, slack.slack),
        duration_s=(world.clock() - moment.now).total_seconds(),
        notes=tuple(notes),
        rules=_by_rule(plan.report.problems),
    )


def _by_rule(problems: Iterable[Problem]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for problem in problems:
        found[f"{problem.severity}/{problem.rule}"] += problem.count
    return dict(found)


def record_of_plan(plan: Plan, world: World, options: Options) -> RunRecord:
    """The record of a rehearsal: what would be written, nothing posted."""
    book = world.workbook.requests
    return RunRecord(
        run_id=plan.run_id,
        job=plan.job,
        workbook=options.workbook,
        as_of=plan.today.isoformat(),
        status=status_of(plan, ()),
        tables=plan.tables,
        problems=len(plan.report.problems),
        tabs=plan.tabs,
        messages=tuple(replace(answer_of(d), reason=d.reason or "dry run") for d in plan.due),
        requests=Requested(book.read, book.write, world.messenger.requests.slack),
        notes=(*plan.refusals, *plan.failures, *plan.notes),
    )


def status_of(plan: Plan, posted: Sequence[Posted]) -> RunStatus:
    """`refused` outranks `partial` outranks `ok`."""
    if plan.refusals:
        return "refused"
    if plan.failures or any(answer.is_lost for answer in posted):
        return "partial"
    return "ok"
