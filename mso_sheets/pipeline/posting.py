"""Messages of a run: looked up, posted once, answered for, and how the ledger hears of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from mso_sheets import ledger
from mso_sheets.errors import MessengerError
from mso_sheets.model.message import Message, Posted, PostStatus
from mso_sheets.model.run import Due, Plan
from mso_sheets.model.state import StateRow
from mso_sheets.pipeline.world import World
from mso_sheets.plan import Moment, Options

ANSWERS: Mapping[str, PostStatus] = {
    "post": "skipped",
    "look-up": "skipped",
    "skipped": "skipped",
    "already-sent": "already-sent",
    "unknown": "unknown",
    "failed": "failed",
}


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


def renew(plan: Plan, world: World) -> list[str]:
    """Replaces today's messages in place; a failure is told and harms nothing."""
    told = []
    for renewal in plan.renewals:
        try:
            world.messenger.update(renewal.message, renewal.ts)
        except MessengerError as error:
            told.append(f"Today's digest in {renewal.message.channel} was not updated. {error}")
    return told


def post(item: Due, world: World) -> Posted:
    """Posts one message, once; every outcome is an answer, none stops the other messages."""
    if item.message is None:
        return answer_of(item)
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


def answers_of(due: Sequence[Due]) -> list[Posted]:
    """The answers of messages of which none is posted."""
    return [answer_of(item) for item in due]


def answer_of(item: Due) -> Posted:
    """What is said of a message that is not posted now."""
    return Posted(item.key, item.channel, ANSWERS[item.step], item.reason, item.ts, item.free_in)


def confirmations(
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
