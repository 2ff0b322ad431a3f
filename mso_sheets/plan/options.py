"""What a run was asked to do, and what the shell read for it: values only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from mso_sheets.jobfile import JobSpec
from mso_sheets.model.message import Attachment
from mso_sheets.model.result import Report
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.ports import UNWATCHED, Tracing
from mso_sheets.settings.models import WorkbookSettings


@dataclass(frozen=True, slots=True)
class Moment:
    """The clock, read once at the door. `today` is the as-of day in the team's zone.

    `scheduled` is the day of the schedule that started the run, which its digests are keyed by;
    `by_schedule` is False for a run by hand.
    """

    now: datetime
    local: datetime
    today: date
    scheduled: date
    by_schedule: bool = False

    @property
    def at(self) -> str:
        """The instant as ISO text, to the second."""
        return self.now.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Options:
    """One run on one workbook.

    `to` sends messages elsewhere, outside the ledger. `default_channel` is used where the settings
    name none. `member(slack_id, email)` is the id by which a person of the People tab is mentioned,
    "" for nobody; the shell asks Slack.
    """

    run_id: str
    workbook: str
    rules: WorkbookSettings
    vocabulary: Vocabulary
    templates: Mapping[str, str] = field(default_factory=dict)
    force: bool = False
    accept_shrink: bool = False
    to: str = ""
    default_channel: str = ""
    claim_lease_seconds: float = 90
    member: Callable[[str, str], str] = lambda slack_id, email: slack_id
    quiet_before: int = 0
    jobs: Mapping[str, JobSpec] = field(default_factory=dict)
    """The jobs whose digests this one may bring up to date."""
    attach: Callable[[Report, str], tuple[Attachment, ...]] = lambda report, line: ()
    """Makes the files that go into a message's thread, from the report and the run's line."""
    tracing: Tracing = UNWATCHED
    """Who watches the stages of the run."""
