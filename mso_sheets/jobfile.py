"""A job is a file: `jobs/<name>.toml` -> `JobSpec`. The file's name is the job's name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from mso_sheets.errors import ConfigError
from mso_sheets.settings.load import described

Period = Literal["run", "day", "week", "month"]
WEEKDAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TabSpec(_Part):
    """An output tab: which result it shows, and the function in `tabs/` if it is special."""

    tab: str
    result: str = ""
    layout: str = "table"


class DigestSpec(_Part):
    """A message: its template in config/templates, and which channel setting it goes to.

    `each` = "person" makes one message a person (a direct message or a list of theirs); "lead" one
    for each lead whom the ladder reaches, to the channel if its setting names one, else directly.
    """

    template: str
    channel: str = "channel"
    each: Literal["", "person", "lead"] = ""
    quiet_days: bool = True
    attach_report: bool = False


class JobSpec(_Part):
    """Purpose, schedule (cron with weekday names, in the workbook's zone), analyses, tabs, digests.

    `only_on` narrows a schedule: "first-working-day" runs on the first working day of the month.
    `period` is the unit of a digest's ledger key. `updates` names jobs whose digest of today is
    brought up to date in place, without a new ping.
    """

    name: str = ""
    purpose: str
    schedule: str = ""
    only_on: Literal["", "first-working-day"] = ""
    period: Period = "day"
    analyses: tuple[str, ...] = ()
    tabs: tuple[TabSpec, ...] = ()
    digests: tuple[DigestSpec, ...] = ()
    updates: tuple[str, ...] = ()

    @field_validator("schedule")
    @classmethod
    def _check_schedule(cls, text: str) -> str:
        mistake = schedule_mistake(text)
        if mistake:
            raise ValueError(mistake)
        return text


def schedule_mistake(text: str) -> str:
    """Why a schedule is no good, "" when it is. Weekdays are names: numbers differ between crons.

    https://apscheduler.readthedocs.io/en/3.x/modules/triggers/cron.html
    """
    if not text:
        return ""
    fields = text.split()
    if len(fields) != 5:
        return (
            f"five fields: minute hour day month weekday, such as '0 9 * * mon-fri', not {text!r}"
        )
    weekday = fields[4].lower()
    if weekday != "*" and not set(re.split(r"[,-]", weekday)) <= WEEKDAYS:
        return f"weekday names such as mon-fri in the last field, not {fields[4]!r}"
    wrong = [
        f for f in fields[:4] if not re.fullmatch(r"(\*|\d+(-\d+)?)(/\d+)?(,(\d+(-\d+)?))*", f)
    ]
    return f"numbers, ranges or steps, not {wrong[0]!r}" if wrong else ""


def night_warning(schedule: str) -> str:
    """A warning for times between 00:00 and 03:59, which clock changes skip or repeat."""
    fields = schedule.split()
    hours = fields[1] if len(fields) == 5 else "*"
    if re.fullmatch(r"0?[0-3]", hours):
        return f"{hours}:xx is skipped or repeated when the clocks change; choose 04:00 or later"
    return ""


def load_jobs(files: Mapping[str, Path]) -> dict[str, JobSpec]:
    """Job name -> spec, from files by name ("refresh.toml"); all mistakes of all files at once."""
    jobs: dict[str, JobSpec] = {}
    mistakes: list[str] = []
    for path in files.values():
        try:
            jobs[path.stem] = load_job(path)
        except ConfigError as error:
            mistakes.append(error.message)
    if mistakes:
        raise ConfigError("\n".join(mistakes), "Mend these lines; docs/jobs.md lists every key.")
    return jobs


def load_job(path: Path) -> JobSpec:
    """One job. ConfigError lists every mistake with file, key, found, expected."""
    try:
        text = path.read_text("utf-8")
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"  {path}: this is not TOML: {error}", "Mend that line.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"  {path} cannot be read: {error}", "Save it as UTF-8, where this user may read it."
        ) from None
    try:
        return JobSpec.model_validate({**data, "name": path.stem})
    except ValidationError as error:
        fix = "Mend these lines; docs/jobs.md lists every key."
        raise ConfigError(described(error, path, text), fix) from None
