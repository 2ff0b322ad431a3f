"""The whole sample workbook: thirteen tabs of one team, flaws included."""

from __future__ import annotations

from datetime import date
from random import Random

from mso_sheets.model.changes import NewTab
from mso_sheets.sample.actions import actions
from mso_sheets.sample.figures import kpis
from mso_sheets.sample.flaws import with_flaws
from mso_sheets.sample.library import knowledge, risks
from mso_sheets.sample.meetings import decisions, meetings
from mso_sheets.sample.portfolio import projects, tasks
from mso_sheets.sample.process import improvements, step_log, workflow_steps
from mso_sheets.sample.team import holidays, people

_SEED = "a monetisation team"


def sample_workbook(day: date) -> tuple[NewTab, ...]:
    """The contract's thirteen input tabs as they stand on `day`; the same for the same day.

    Dates are serials (named in `dates`), or text where the flaw is that they are text. The Risks tab
    has title rows `above` its header, Projects and Actions call a header by an alias.
    """
    random = Random(_SEED)  # noqa: S311 - repeatable, no secrets
    plain = (
        projects(day), tasks(day, random), actions(day, random), meetings(day), decisions(day),
        risks(day), kpis(day, random), workflow_steps(), step_log(day, random), improvements(day),
        knowledge(day), people(day), holidays(day),
    )  # fmt: skip
    return with_flaws(plain, day)
