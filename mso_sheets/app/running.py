"""One job on one workbook, and what its records mean for the exit code."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from mso_sheets.app.afterwards import after_run
from mso_sheets.app.clock import now
from mso_sheets.app.collector import collector_at_rest
from mso_sheets.app.opening import world_of
from mso_sheets.app.options import moment_for, options_for
from mso_sheets.app.process import App
from mso_sheets.app.targets import Asked, Target
from mso_sheets.app.watching import tell_end, tracing_of
from mso_sheets.errors import ConfigError, MsoSheetsError, RefusedError

if TYPE_CHECKING:
    from mso_sheets.analyses.context import Context
    from mso_sheets.jobfile import JobSpec
    from mso_sheets.model.run import Plan, RunRecord
    from mso_sheets.model.table import Tables
    from mso_sheets.pipeline import World
    from mso_sheets.plan.options import Options

log = logging.getLogger(__name__)


@collector_at_rest()
def run_job(app: App, job_name: str, chosen: Target, asked: Asked) -> RunRecord:
    """One job on one workbook; what stopped it becomes a failed or refused record."""
    from mso_sheets.local import LocalState

    job = app.job(job_name)
    local, tracing = LocalState.of(app.environment), tracing_of(app.environment)
    options = options_for(app, chosen, job, asked, local.quiet_runs(chosen.name))
    options = replace(options, tracing=tracing)
    _tell("run begins", run=options.run_id, job=job_name, workbook=chosen.name,
          spreadsheet=chosen.settings.spreadsheet, as_of=asked.as_of)  # fmt: skip
    with tracing.stage("run") as told:
        told.note(job=job.name, workbook=chosen.name, run_id=options.run_id)
        record, mistake = _ran(app, job, chosen, asked, options)
        tell_end(told, record)
    _tell("run ended", **record.as_json())
    after_run(app, chosen, asked, record, local)
    if mistake is not None:
        raise mistake
    return record


def _tell(event: str, **facts: object) -> None:
    """A line of the log for `--verbose`."""
    log.debug(event, extra={"fields": facts})


def _ran(
    app: App, job: JobSpec, chosen: Target, asked: Asked, options: Options
) -> tuple[RunRecord, ConfigError | None]:
    """The record of the run, and the mistake of the settings that stopped it."""
    from mso_sheets import pipeline

    started = now()
    try:
        world = world_of(app, chosen, asked)
        return pipeline.run(job, world, moment_for(app, chosen, asked), options), None
    except ConfigError as error:
        return failed_record(error, options, job, started, asked), error
    except MsoSheetsError as error:
        return failed_record(error, options, job, started, asked), None
    except Exception as error:  # one broken workbook does not stop the others
        log.exception("run broke", extra={"fields": {"run": options.run_id, "job": job.name}})
        return failed_record(fault(error), options, job, started, asked), None


@collector_at_rest()
def plan_job(app: App, job_name: str, chosen: Target, asked: Asked) -> tuple[Plan, World, Options]:
    """The plan alone: no write, no post."""
    from mso_sheets import pipeline

    job = app.job(job_name)
    options = options_for(app, chosen, job, asked)
    _tell("plan begins", run=options.run_id, job=job_name, workbook=chosen.name)
    world = world_of(app, chosen, asked)
    return pipeline.rehearse(job, world, moment_for(app, chosen, asked), options), world, options


def read_workbook(app: App, chosen: Target, asked: Asked) -> tuple[Tables, Context]:
    """The typed tables of a workbook and the context of now, for commands that only look."""
    from mso_sheets.analyses.world import build_context
    from mso_sheets.pipeline import gather
    from mso_sheets.plan.remembered import remember, with_events
    from mso_sheets.tables.reading import read_tables

    snapshot = gather(world_of(app, chosen, asked))
    moment = moment_for(app, chosen, asked)(snapshot)
    tables = read_tables(snapshot, chosen.settings, app.vocabulary, moment.today)
    history = with_events(remember(snapshot), (), moment.today)
    context = build_context(tables, chosen.settings, moment.today, moment.now, history, snapshot)
    return tables, context


def fault(error: Exception) -> MsoSheetsError:
    """A fault of ours as a sentence: nothing was written, and how to see more."""
    return MsoSheetsError(
        f"MSO Sheets has a fault here ({type(error).__name__}: {error}); nothing was written.",
        "Run it with --verbose and report what it logs.",
    )


def failed_record(
    error: MsoSheetsError, options: Options, job: JobSpec, started: datetime, asked: Asked
) -> RunRecord:
    """The record of a run that did nothing, with the sentence and the remedy."""
    from mso_sheets.model.run import RunRecord

    day = asked.as_of or started.date()
    return RunRecord(
        run_id=options.run_id,
        job=job.name,
        workbook=options.workbook,
        as_of=day.isoformat(),
        status="refused" if isinstance(error, RefusedError) else "failed",
        duration_s=(now() - started).total_seconds(),
        notes=(str(error),),
    )


def exit_code(records: Sequence[RunRecord]) -> int:
    """3 when anything was refused, else 1 when anything failed, else 0."""
    statuses = {record.status for record in records}
    if "refused" in statuses:
        return 3
    return 1 if statuses & {"failed", "partial"} else 0
