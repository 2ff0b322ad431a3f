"""Today's digests, brought up to date in place: what a later run of the day would say otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mso_sheets import ledger
from mso_sheets.analyses.context import Context
from mso_sheets.jobfile import JobSpec
from mso_sheets.model.result import Link, Report
from mso_sheets.model.run import Renewal
from mso_sheets.plan.keys import key_of, period_of
from mso_sheets.plan.options import Moment, Options
from mso_sheets.plan.rendering import render
from mso_sheets.presses.answered import answers_of

DAY_ENDS = 18
"""From this hour, where the team is, today's digest is final."""


def renewals(
    job: JobSpec,
    report: Report,
    context: Context,
    entries: Mapping[str, ledger.Entry],
    moment: Moment,
    options: Options,
    run_line: str,
    links: Mapping[str, Link],
) -> tuple[Renewal, ...]:
    """Today's digests of other jobs that would say something else now."""
    zone = moment.local.tzinfo
    answers = answers_of(
        context.history,
        report.tables,
        moment.today,
        context.row_link,
        lambda instant: f"{datetime.fromisoformat(instant).astimezone(zone):%H:%M}",
    )
    found = []
    for name in job.updates:
        other = options.jobs[name]
        for digest in other.digests:
            if digest.each:
                continue
            channel = getattr(options.rules, digest.channel, "") or options.default_channel
            key = key_of(
                other, digest, options.workbook, period_of(other, moment.today, ""), channel
            )
            entry = entries.get(key)
            if entry is None or entry.state != "sent" or not entry.content:
                continue
            final = moment.local.hour >= DAY_ENDS
            message = render(digest, report, context, key, channel, options, run_line, links, answers,
                              final=final)  # fmt: skip
            if message is not None and message.content != entry.content:
                found.append(Renewal(message, entry.ts))
    return tuple(found)
