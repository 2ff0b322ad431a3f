"""The moment of a run, and the texts and rules that the pure core may not read itself."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mso_sheets.app.clock import now
from mso_sheets.app.process import App
from mso_sheets.app.targets import Asked, Target
from mso_sheets.settings.secrets import secret

if TYPE_CHECKING:
    from mso_sheets.jobfile import JobSpec
    from mso_sheets.model.cells import Snapshot
    from mso_sheets.model.message import Attachment
    from mso_sheets.model.result import Report
    from mso_sheets.plan.options import Moment, Options
    from mso_sheets.settings.models import WorkbookSettings


def moment_for(app: App, chosen: Target, asked: Asked) -> Callable[[Snapshot], Moment]:
    """Reads the clock when the workbook was read, in the workbook's own zone."""

    def moment(snapshot: Snapshot) -> Moment:
        from mso_sheets.analyses.world import zone_of
        from mso_sheets.plan.options import Moment

        moment_now = now().replace(microsecond=0)
        local = moment_now.astimezone(
            ZoneInfo(zone_of(chosen.settings, app.settings.timezone, snapshot))
        )
        today = asked.as_of or local.date()
        scheduled = asked.as_of or asked.scheduled or today
        return Moment(moment_now, local, today, scheduled, asked.scheduled is not None)

    return moment


def options_for(
    app: App, chosen: Target, job: JobSpec, asked: Asked, quiet_before: int = 0
) -> Options:
    """The run's options, with the texts that the pure core may not read itself."""
    from mso_sheets.plan.options import Options

    has_token = bool(secret("SLACK_BOT_TOKEN", app.environment))
    others = {name: app.job(name) for name in job.updates}
    texts = {
        name: text for spec in (job, *others.values()) for name, text in app.templates(spec).items()
    }
    return Options(
        run_id=secrets.token_hex(3),
        workbook=chosen.name,
        rules=rules_of(app, chosen.settings),
        vocabulary=app.vocabulary,
        templates=texts,
        jobs=others,
        force=asked.force,
        accept_shrink=asked.accept_shrink,
        to=asked.to,
        default_channel="" if has_token else f"#{chosen.name}",
        claim_lease_seconds=app.settings.claim_lease_seconds,
        quiet_before=quiet_before,
        attach=lambda report, line: files_of(app, report, line),
    )


def files_of(app: App, report: Report, line: str) -> tuple[Attachment, ...]:
    """The weekly review's pictures and page, for a message's thread."""
    from mso_sheets.adapters.pictures import review_files

    return review_files(report, app.text("report.html.j2"), line)


def rules_of(app: App, rules: WorkbookSettings) -> WorkbookSettings:
    """The rules of a run: stage gates from their file, no buttons without an app token.

    Gates that the settings name win over the file; without the token nobody would answer a press.
    """
    from mso_sheets.settings.stage_gates import load_stage_gates

    changed: dict[str, object] = {}
    if "stage_gates" not in rules.model_fields_set:
        changed["stage_gates"] = load_stage_gates(app.home.file("config/stage-gates.toml"))
    if not secret("SLACK_APP_TOKEN", app.environment):
        changed["digest"] = rules.digest.model_copy(update={"buttons": False})
    return rules.model_copy(update=changed)
