"""What of a run the ops channel must hear, once a day and kind: failures in words and a message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mso_sheets.digest import render_message
from mso_sheets.model.message import Message
from mso_sheets.model.result import Report
from mso_sheets.model.run import RunRecord
from mso_sheets.model.table import Tables
from mso_sheets.settings.models import DigestRules

TEMPLATE, FLEET = "ops-failure", "fleet-notice"
CHANGING = re.compile(r"\b[0-9a-f]{6}\b|\d[\d.,:]*")
"""Run ids, counts and times: what differs between two reports of the same failure."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What failed and why; `why` is a sentence that ends in the remedy."""

    what: str
    why: str
    fix: str = ""

    @property
    def kind(self) -> str:
        """The same for the same failure an hour later."""
        return f"{self.what}: {CHANGING.sub('#', self.why)}"


HEADS = {"failed": "The run stopped", "refused": "Refused for safety", "partial": "Not done"}


def failures_of(record: RunRecord) -> tuple[Failure, ...]:
    """Everything that went wrong in a run, nothing for a good one."""
    if record.status == "ok":
        return ()
    told = [Failure(HEADS[record.status], note) for note in record.notes]
    for posted in record.lost:
        head = "Not posted" if posted.status == "failed" else "Not known whether it was posted"
        told.append(Failure(f"{head} in {posted.channel or 'any channel'}", posted.reason))
    return tuple(told) or (Failure(HEADS[record.status], "See the Run log tab."),)


def ops_message(
    record: RunRecord,
    failures: Sequence[Failure],
    channel: str,
    title: str,
    template: str,
    rules: DigestRules,
    today: date,
) -> Message | None:
    """One message about all `failures`; names nobody and has no buttons."""
    report = Report(record.workbook, title, today, Tables({}), {})
    return render_message(
        TEMPLATE,
        template,
        report,
        f"ops/{record.workbook}/{today.isoformat()}/{record.run_id}",
        channel,
        rules.model_copy(update={"buttons": False}),
        run_line=f"Run {record.run_id} of {record.job}",
        mention=lambda name: "",
        values={
            "failures": list(failures),
            "job": record.job,
            "nothing_done": not record.tabs,
        },
    )


@dataclass(frozen=True, slots=True)
class Notice:
    """What a fleet has to tell: under which title, what goes on all the same, what helps."""

    about: str
    title: str
    lead: str
    hint: str


REGISTRY = Notice(
    "registry",
    "Registry of the fleet",
    "All other workbooks run.",
    "Look with: mso-sheets check · who it lists: mso-sheets fleet status",
)
PARKED = Notice(
    "parked",
    "Parked runs",
    "They wait for their next due moment; all other runs go on.",
    "Try one again at once: mso-sheets fleet status --retry JOB/WORKBOOK",
)


def fleet_message(
    notice: Notice,
    failures: Sequence[Failure],
    channel: str,
    template: str,
    rules: DigestRules,
    key: str,
    today: date,
) -> Message | None:
    """One message about what concerns a fleet; names nobody and has no buttons."""
    return render_message(
        FLEET,
        template,
        Report(notice.about, notice.title, today, Tables({}), {}),
        key,
        channel,
        rules.model_copy(update={"buttons": False}),
        run_line="",
        mention=lambda name: "",
        values={"failures": list(failures), "lead": notice.lead, "hint": notice.hint},
    )
