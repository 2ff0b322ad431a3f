"""One run: gather -> plan -> claim and write (one atomic write) -> post -> confirm.

No vendor names, no clock: both come in. The order is the promise: a digest is claimed in the same
write as the tabs, posted after it, confirmed last; whatever crashes in between is looked up later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from mso_sheets.errors import ConflictError, MsoSheetsError
from mso_sheets.jobfile import JobSpec
from mso_sheets.model.cells import Cell, Snapshot
from mso_sheets.model.changes import Applied, Changes
from mso_sheets.model.message import Posted
from mso_sheets.model.run import Plan, RunRecord
from mso_sheets.model.state import StateRow
from mso_sheets.pipeline.posting import answers_of, confirmations, post, renew, settle
from mso_sheets.pipeline.record import record_of, record_of_plan
from mso_sheets.pipeline.world import World, gather, members_of
from mso_sheets.plan import Moment, Options, make_plan
from mso_sheets.plan.log import log_write

__all__ = ["World", "gather", "record_of_plan", "rehearse", "run"]


def rehearse(
    job: JobSpec, world: World, moment_of: Callable[[Snapshot], Moment], options: Options
) -> Plan:
    """The plan of a run and nothing else: what `--dry-run` and `preview` show."""
    snapshot = gather(world)
    options = replace(options, member=members_of(world.messenger))
    return make_plan(job, snapshot, moment_of(snapshot), options)


def run(
    job: JobSpec, world: World, moment_of: Callable[[Snapshot], Moment], options: Options
) -> RunRecord:
    """Does one job on one workbook. Raises WorkbookError or RefusedError when nothing was done."""
    options = replace(options, member=members_of(world.messenger))
    for attempt in range(world.conflict_rounds):
        snapshot = _fetched(world, options)
        moment = moment_of(snapshot)
        plan = make_plan(job, snapshot, moment, options)
        plan = settle(plan, world, moment, options)
        try:
            return _carry_out(plan, snapshot, world, moment, options)
        except ConflictError:
            if attempt + 1 == world.conflict_rounds:
                raise
            world.pause(0.2 * (attempt + 1))
    raise ConflictError


def _fetched(world: World, options: Options) -> Snapshot:
    with options.tracing.stage("fetch") as told:
        snapshot = gather(world)
        told.note(tabs=len(snapshot.tabs), reads=world.workbook.requests.read)
    return snapshot


def _written(changes: Changes, base: Snapshot, world: World, options: Options) -> Applied:
    with options.tracing.stage("write") as told:
        applied = world.workbook.apply(changes, base)
        told.note(tabs=len(changes.tabs), writes=world.workbook.requests.write)
    return applied


def _carry_out(
    plan: Plan, snapshot: Snapshot, world: World, moment: Moment, options: Options
) -> RunRecord:
    changes, base = plan.changes, snapshot
    notes = (*plan.refusals, *plan.failures, *plan.notes)
    if snapshot.unsettled or not changes.empty:
        pending = tuple(
            Posted(d.key, d.channel, "skipped", "posting") for d in plan.due if d.message
        )
        if not pending:
            changes = _with_log(plan, snapshot, answers_of(plan.due), world, moment, options)
        applied = _written(changes, base, world, options)
        base, notes = applied.after or base, (*notes, *applied.dropped)
    with options.tracing.stage("post") as told:
        notes = (*notes, *renew(plan, world))
        posted = [post(item, world) for item in plan.due]
        told.note(sent=sum(answer.status == "sent" for answer in posted), due=len(posted))
    record = record_of(plan, posted, world, options, moment, notes)
    rows = confirmations(posted, plan.due, world, options)
    if rows:
        _confirm(rows, plan, base, snapshot, record, world, moment, options)
        record = record_of(plan, posted, world, options, moment, notes)
    return record


def _confirm(
    rows: Sequence[StateRow],
    plan: Plan,
    base: Snapshot,
    read: Snapshot,
    record: RunRecord,
    world: World,
    moment: Moment,
    options: Options,
) -> Applied | None:
    """Writes the confirmations; when another run wrote meanwhile, on top of what it left."""
    cells: tuple[tuple[Cell, ...], ...] = tuple(row.cells() for row in rows)
    current = read
    for attempt in range(world.conflict_rounds):
        log = log_write(current, record, moment, options, one_more_write=True)
        changes = Changes(options.run_id, (log,) if log else (), state_rows=cells)
        try:
            return _written(changes, base, world, options)
        except ConflictError:
            world.pause(0.2 * (attempt + 1))
            base = current = world.workbook.read()
        except MsoSheetsError:
            # The claim stands: the next run finds the message by its key and confirms it.
            return None
    return None


def _with_log(
    plan: Plan,
    snapshot: Snapshot,
    posted: Sequence[Posted],
    world: World,
    moment: Moment,
    options: Options,
) -> Changes:
    record = record_of(plan, posted, world, options, moment, ())
    log = log_write(snapshot, record, moment, options, one_more_write=True)
    return replace(plan.changes, tabs=(*plan.changes.tabs, *((log,) if log else ())))
