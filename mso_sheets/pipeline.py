"""One run: gather -> plan -> claim and write (one atomic write) -> post -> confirm.

No vendor names, no clock: both come in. The order is the promise: a digest is claimed in the same
write as the tabs, posted after it, confirmed last; whatever crashes in between is looked up later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mso_sheets import ledger
from mso_sheets.errors import ConflictError, MessengerError, MsoSheetsError
from mso_sheets.jobfile import JobSpec
from mso_sheets.model.cells import Cell, Snapshot
from mso_sheets.model.changes import Applied, Changes
from mso_sheets.model.message import Message, Posted, PostStatus
from mso_sheets.model.run import Due, Plan, Requested, RunRecord, RunStatus
from mso_sheets.model.state import StateRow
from mso_sheets.plan import Moment, Options, make_plan
from mso_sheets.plan.log import log_write
from mso_sheets.ports import Messenger, Workbook
from mso_sheets.tables.guards import needs_reread

REREAD_AFTER_S = 3.0
ANSWERS: Mapping[str, PostStatus] = {
    "post": "skipped",
    "look-up": "skipped",
    "skipped": "skipped",
    "already-sent": "already-sent",
    "unknown": "unknown",
    "failed": "failed",
}


@dataclass(frozen=True, slots=True)
class World:
    """Everything a run touches: the two ports, the clock, a pause, and how often it tries."""

    workbook: Workbook
    messenger: Messenger
    clock: Callable[[], datetime]
    pause: Callable[[float], None]
    conflict_rounds: int = 5


def gather(world: World) -> Snapshot:
    """One whole read; cells that say `Loading...` get one more read after a pause."""
    snapshot = world.workbook.read()
    if needs_reread(snapshot):
        world.pause(REREAD_AFTER_S)
        snapshot = world.workbook.read()
    return snapshot


def rehearse(
    job: JobSpec, world: World, moment_of: Callable[[Snapshot], Moment], options: Options
) -> Plan:
    """The plan of a run and nothing else: what `--dry-run` and `preview` show."""
    snapshot = gather(world)
    options = replace(options, member=_members(world.messenger))
    return make_plan(job, snapshot, moment_of(snapshot), options)


def run(
    job: JobSpec, world: World, moment_of: Callable[[Snapshot], Moment], options: Options
) -> RunRecord:
    """Does one job on one workbook. Raises WorkbookError or RefusedError when nothing was done."""
    options = replace(options, member=_members(world.messenger))
    for attempt in range(world.conflict_rounds):
        snapshot = gather(world)
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


def _members(messenger: Messenger) -> Callable[[str, str], str]:
    """Who is mentioned by which id; when Slack cannot be asked, People is believed from then on."""
    broken: list[MessengerError] = []

    def member(slack_id: str, email: str) -> str:
        if broken:
            return slack_id
        try:
            if slack_id:
                return slack_id if messenger.is_active(slack_id) else ""
            return (messenger.user_id(email) or "") if email else ""
        except MessengerError as error:
            broken.append(error)
            return slack_id

    return member


def settle(plan: Plan, world: World, moment: Moment, options: Options) -> Plan:
    """Looks up messages whose earlier post nobody confirmed, before anything is claimed again."""
    due, rows = [], list(plan.changes.state_rows)
    for item in plan.due:
        if item.step != "look-up":
            due.append(item)
            continue
        found, row = _looked_up(item, world, moment, options)
        due.append(found)
        rows += [row.cells()] if row is not None else []
    return replace(plan, due=tuple(due), changes=replace(plan.changes, state_rows=tuple(rows)))


def _looked_up(
    item: Due, world: World, moment: Moment, options: Options
) -> tuple[Due, StateRow | None]:
    since = datetime.fromisoformat(item.since).timestamp() if item.since else 0.0
    try:
        ts = world.messenger.find(item.key, item.channel, since)
    except MessengerError as error:
        reason = (
            f"{item.reason}; the channel could not be searched ({error.message}). If it is not in "
            f"{item.channel}, post it with --force."
        )
        return replace(item, step="unknown", message=None, reason=reason), None
    if ts:
        if item.message is not None:
            _add_thread(item.message, ts, world)
        row = ledger.confirm(item.key, moment.now, options.run_id, ts)
        return replace(item, step="already-sent", message=None, ts=ts), row
    claim = ledger.claim(item.key, item.channel, moment.now, options.run_id, item.items)
    return replace(item, step="post", reason=""), claim


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
            changes = _with_log(plan, snapshot, _answers(plan.due), world, moment, options)
        applied = world.workbook.apply(changes, base)
        base, notes = applied.after or base, (*notes, *applied.dropped)
    notes = (*notes, *_renew(plan, world))
    posted = [_post(item, world) for item in plan.due]
    record = record_of(plan, posted, world, options, moment, notes)
    rows = _confirmations(posted, plan.due, world, options)
    if rows:
        _confirm(rows, plan, base, snapshot, record, world, moment, options)
        record = record_of(plan, posted, world, options, moment, notes)
    return record


def _renew(plan: Plan, world: World) -> list[str]:
    """Replaces today's messages in place; a failure is told and harms nothing."""
    told = []
    for renewal in plan.renewals:
        try:
            world.messenger.update(renewal.message, renewal.ts)
        except MessengerError as error:
            told.append(f"Today's digest in {renewal.message.channel} was not updated. {error}")
    return told


def _post(item: Due, world: World) -> Posted:
    """Posts one message, once; every outcome is an answer, none stops the other messages."""
    if item.message is None:
        return _answer(item)
    try:
        ts = world.messenger.post(item.message)
    except MessengerError as error:
        status: PostStatus = "unknown" if error.unknown else "failed"
        return Posted(item.key, item.channel, status, str(error))
    return Posted(item.key, item.channel, "sent", _add_thread(item.message, ts, world), ts)


def _add_thread(message: Message, ts: str, world: World) -> str:
    if not message.thread and not message.attachments:
        return ""
    try:
        world.messenger.reply(message, ts)
    except MessengerError as error:
        return f"its thread is incomplete: {error}"
    return ""


def _answers(due: Sequence[Due]) -> list[Posted]:
    return [_answer(item) for item in due]


def _answer(item: Due) -> Posted:
    return Posted(item.key, item.channel, ANSWERS[item.step], item.reason, item.ts)


def _confirmations(
    posted: Sequence[Posted], due: Sequence[Due], world: World, options: Options
) -> list[StateRow]:
    """What became of the claims of this run."""
    if options.to:
        return []
    now, rows = world.clock(), []
    for answer, item in zip(posted, due, strict=True):
        if item.message is None:
            continue
        if answer.status == "sent":
            content = item.message.content
            rows.append(ledger.confirm(answer.key, now, options.run_id, answer.ts, content))
        elif answer.status == "failed":
            rows.append(ledger.void(answer.key, now, options.run_id, answer.reason))
        elif answer.status == "unknown":
            rows.append(ledger.unknown(answer.key, now, options.run_id, answer.reason))
    return rows


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
            return world.workbook.apply(changes, base)
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
    )


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
        messages=tuple(replace(_answer(d), reason=d.reason or "dry run") for d in plan.due),
        requests=Requested(book.read, book.write, world.messenger.requests.slack),
        notes=(*plan.refusals, *plan.failures, *plan.notes),
    )


def status_of(plan: Plan, posted: Sequence[Posted]) -> RunStatus:
    """`refused` outranks `partial` outranks `ok`."""
    if plan.refusals:
        return "refused"
    if plan.failures or any(answer.status in {"failed", "unknown"} for answer in posted):
        return "partial"
    return "ok"
