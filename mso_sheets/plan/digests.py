"""Which messages are due, under which ledger key, and what the ledger allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from mso_sheets import ledger
from mso_sheets.analyses.context import Context
from mso_sheets.jobfile import DigestSpec, JobSpec
from mso_sheets.model.result import Link, Report
from mso_sheets.model.run import Due, Renewal
from mso_sheets.model.state import StateRow
from mso_sheets.plan.escalating import Escalation, Places, escalations
from mso_sheets.plan.keys import key_of, period_of
from mso_sheets.plan.options import Moment, Options
from mso_sheets.plan.rendering import mention_of, render
from mso_sheets.tabs.freshness import day_words


def due_messages(
    job: JobSpec,
    report: Report,
    context: Context,
    entries: Mapping[str, ledger.Entry],
    moment: Moment,
    options: Options,
    run_line: str,
    links: Mapping[str, Link],
) -> tuple[Due, ...]:
    """A `Due` for each digest of the job and, where it goes to persons, for each person."""
    due: list[Due] = []
    for digest in job.digests:
        if digest.each == "lead":
            brought = _escalations(job, digest, report, context, entries, moment, options)
            due += _unreachable(job, digest, brought, entries, moment, options)
            for each in filter(lambda each: each.channel, brought):
                made = _due(job, digest, each.report, context, entries, moment, options, run_line,
                            links, (each.channel, each.recipient), each)  # fmt: skip
                due.append(replace(made, items=each.items))
            continue
        for channel, recipient in _places(digest, context, options):
            to = (channel, recipient)
            due.append(
                _due(job, digest, report, context, entries, moment, options, run_line, links, to)
            )
    return tuple(due)


def _escalations(
    job: JobSpec,
    digest: DigestSpec,
    report: Report,
    context: Context,
    entries: Mapping[str, ledger.Entry],
    moment: Moment,
    options: Options,
) -> list[Escalation]:
    """What leads hear today; one whose day off it is hears on the next working day."""
    if not options.rules.digest.escalations:
        return []
    period = period_of(job, moment.scheduled, options.run_id)
    places = Places(
        "" if digest.channel == "channel" else getattr(options.rules, digest.channel, ""),
        mention_of(context, options),
        lambda place: key_of(job, digest, options.workbook, period, place),
        options.to,
    )
    found = escalations(
        report,
        context,
        entries,
        places,
        lambda owner: _reached_by(owner, job, context, entries, options),
        moment.now,
    )
    all_days = options.force or not (digest.quiet_days and options.rules.digest.quiet_days)
    return [
        each
        for each in found
        if all_days or context.calendars.of(each.recipient).is_working(moment.today)
    ]


def _unreachable(
    job: JobSpec,
    digest: DigestSpec,
    brought: Sequence[Escalation],
    entries: Mapping[str, ledger.Entry],
    moment: Moment,
    options: Options,
) -> list[Due]:
    """One recorded skip for all leads who have no place in Slack."""
    names = [each.recipient for each in brought if not each.channel]
    if not names:
        return []
    period = period_of(job, moment.scheduled, options.run_id)
    key = key_of(job, digest, options.workbook, period, "leads")
    reason = (
        f"no Slack account for {', '.join(names)}: put the ID or e-mail of one into People, or set "
        f"{digest.channel} under [workbooks.{options.workbook}]"
    )
    return [Due(key, "", "skipped", reason=reason, quiet=_is_recorded(entries, key, reason))]


def _reached_by(
    owner: str,
    job: JobSpec,
    context: Context,
    entries: Mapping[str, ledger.Entry],
    options: Options,
) -> list[tuple[date, datetime]]:
    """The digests of this job that reached an owner: their day, and when they were claimed."""
    own = mention_of(context, options)(owner) if owner in options.rules.digest.personal else ""
    place = own or options.rules.channel or options.default_channel
    found = []
    for entry in entries.values():
        name, book, day, where = [*entry.key.split("/"), "", "", ""][:4]
        if entry.state == "sent" and (name, book, where) == (job.name, options.workbook, place):
            instant = datetime.fromisoformat(entry.first_claim)
            found += [(date.fromisoformat(day), instant)] if len(day) == 10 else []
    return found


def _places(digest: DigestSpec, context: Context, options: Options) -> list[tuple[str, str]]:
    """Channel and recipient of each message; a person's channel is their Slack id."""
    if digest.each == "person":
        slack_id = mention_of(context, options)
        return [(options.to or slack_id(name), name) for name in options.rules.digest.personal]
    named = getattr(options.rules, digest.channel, "") or options.default_channel
    return [(options.to or named, "")]


def _due(
    job: JobSpec,
    digest: DigestSpec,
    report: Report,
    context: Context,
    entries: Mapping[str, ledger.Entry],
    moment: Moment,
    options: Options,
    run_line: str,
    links: Mapping[str, Link],
    to: tuple[str, str],
    escalation: Escalation | None = None,
) -> Due:
    channel, recipient = to
    period = period_of(job, moment.scheduled, options.run_id)
    place = recipient if options.to and recipient else channel or recipient
    key = escalation.key if escalation else key_of(job, digest, options.workbook, period, place)
    if not channel:
        return Due(key, recipient, "failed", reason=_no_channel(digest, recipient, options))
    if moment.by_schedule and not _is_its_day(job, context, moment.today):
        reason = "it is not the first working day of the month"
        return Due(key, channel, "skipped", reason=reason, quiet=True)
    if options.to:
        key += f"/test-{options.run_id}"
    decision = (
        ledger.Decision("post")
        if options.to
        else ledger.decide(
            entries, key, moment.now, options.claim_lease_seconds, force=options.force
        )
    )
    if decision.step in {"already-sent", "skipped"}:
        return Due(
            key, channel, decision.step, reason=decision.reason, ts=decision.ts, quiet=True,
            free_in=decision.free_in,
        )  # fmt: skip
    reason = _quiet_reason(digest, context, moment, options)
    message = None
    if not reason:
        message = render(
            digest, report, context, key, channel, options, run_line, links, recipient=recipient,
            values={"waiting": escalation.waiting} if escalation else None,
        )  # fmt: skip
    if message is None:
        reason = reason or "nothing to say"
        return Due(key, channel, "skipped", reason=reason, quiet=_is_recorded(entries, key, reason))
    if digest.attach_report:
        message = replace(message, attachments=options.attach(report, run_line))
    return Due(key, channel, decision.step, message, decision.reason, since=decision.since)


def _is_its_day(job: JobSpec, context: Context, today: date) -> bool:
    """A job for the first working day of the month is started every day and speaks on that one."""
    if job.only_on != "first-working-day":
        return True
    return today == context.calendars.team.add(today.replace(day=1), 0)


def _no_channel(digest: DigestSpec, recipient: str, options: Options) -> str:
    if recipient:
        return f"{recipient} has no Slack ID; put one into the People tab"
    fix = f'set {digest.channel} = "#..." under [workbooks.{options.workbook}]'
    return f"no channel is set: {fix}"


def _quiet_reason(digest: DigestSpec, context: Context, moment: Moment, options: Options) -> str:
    quiet = digest.quiet_days and options.rules.digest.quiet_days and not options.force
    if quiet and not context.calendars.team.is_working(moment.today):
        return f"{day_words(moment.today)} is no working day"
    return ""


def _is_recorded(entries: Mapping[str, ledger.Entry], key: str, reason: str) -> bool:
    entry = entries.get(key)
    return entry is not None and entry.state == "skip" and entry.reason == reason


def ledger_rows(
    due: tuple[Due, ...], renewed: tuple[Renewal, ...], moment: Moment, options: Options
) -> list[StateRow]:
    """Claims for what will be posted, records of what is newly skipped, stamps of what is renewed."""
    rows = [
        ledger.confirm(r.message.key, moment.now, options.run_id, r.ts, r.message.content)
        for r in renewed
    ]
    for item in due:
        if options.to:
            continue
        if item.step == "post":
            rows.append(
                ledger.claim(item.key, item.channel, moment.now, options.run_id, item.items)
            )
        elif item.step == "skipped" and not item.quiet:
            rows.append(ledger.skip(item.key, moment.now, options.run_id, item.reason))
    return rows
