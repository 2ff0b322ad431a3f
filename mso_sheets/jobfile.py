"""A job is a file: `jobs/<name>.toml` -> `JobSpec`. The file's name is the job's name."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Period = Literal["run", "day", "week", "month"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TabSpec(_Part):
    """An output tab: which result it shows, and the function in `tabs/` if it is special."""

    tab: str
    result: str = ""
    layout: str = "table"


class DigestSpec(_Part):
    """A message: its template in config/templates, and which channel setting it goes to.

    `each` = "person" makes one message a person (a direct message or a list of theirs).
    """

    template: str
    channel: str = "channel"
    each: Literal["", "person"] = ""
    quiet_days: bool = True
    attach_report: bool = False


class JobSpec(_Part):
    """Purpose, schedule (cron with weekday names, in the workbook's zone), analyses, tabs, digests.

    `only_on` narrows a schedule: "first-working-day" runs on the first working day of the month.
    `period` is the unit of a digest's ledger key.
    """

    name: str = ""
    purpose: str
    schedule: str
    only_on: Literal["", "first-working-day", "working-day"] = ""
    period: Period = "day"
    analyses: tuple[str, ...] = ()
    tabs: tuple[TabSpec, ...] = ()
    digests: Annotated[tuple[DigestSpec, ...], Field()] = ()
