"""The composition root: settings -> adapters -> pipeline. The only reader of the clock.

Everything heavy is imported where it is used, so that help and the idle worker stay lean.
"""

from __future__ import annotations

import logging
import os
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mso_sheets.errors import ConfigError, MessengerError, MsoSheetsError, RefusedError
from mso_sheets.home import Home, find_home
from mso_sheets.settings.secrets import secret

if TYPE_CHECKING:
    from mso_sheets.adapters.rate import Pace
    from mso_sheets.analyses.context import Context
    from mso_sheets.jobfile import JobSpec
    from mso_sheets.local import LocalState
    from mso_sheets.model.cells import Snapshot
    from mso_sheets.model.message import Attachment, Message
    from mso_sheets.model.result import Report
    from mso_sheets.model.run import Plan, RunRecord
    from mso_sheets.model.table import Tables
    from mso_sheets.model.vocabulary import Vocabulary
    from mso_sheets.pipeline import World
    from mso_sheets.plan.initial import Initial
    from mso_sheets.plan.options import Moment, Options
    from mso_sheets.ports import Messenger, Workbook
    from mso_sheets.settings.models import Settings, WorkbookSettings
    from mso_sheets.tables.proposal import Proposal

ADDRESS = ("https://docs.google.com/spreadsheets/", "http://docs.google.com/spreadsheets/")


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Target:
    """A workbook that was named: its name in keys and logs, and its settings."""

    name: str
    settings: WorkbookSettings

    @property
    def is_file(self) -> bool:
        """Whether it is a local .xlsx."""
        return self.settings.spreadsheet.lower().endswith((".xlsx", ".xlsm"))

    @property
    def path(self) -> Path:
        """The local file."""
        return Path(self.settings.spreadsheet)


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of one call of `run`."""

    as_of: date | None = None
    scheduled: date | None = None
    force: bool = False
    accept_shrink: bool = False
    to: str = ""
    outbox: Path | None = None
    echo: Callable[[str], None] = field(default=lambda text: None)


@dataclass(frozen=True, slots=True)
class App:
    """One process' settings, jobs and words, read once."""

    home: Home
    settings: Settings
    environment: Mapping[str, str]
    access: Callable[[str], Mapping[str, Any]] | None = None
    """Workbook -> further arguments of GoogleWorkbook: a fleet shares its quota and accounts."""

    @property
    def jobs(self) -> Mapping[str, JobSpec]:
        """Every job there is, by name."""
        from mso_sheets.jobfile import load_jobs

        return load_jobs(self.home.files("jobs", "*.toml"))

    def job(self, name: str) -> JobSpec:
        """One job; ConfigError names the ones there are."""
        jobs = self.jobs
        if name not in jobs:
            raise ConfigError(f"There is no job '{name}'.", f"Choose of: {', '.join(jobs)}.")
        return jobs[name]

    @property
    def vocabulary(self) -> Vocabulary:
        """Aliases and synonyms, shipped and the home's own."""
        from mso_sheets.settings.vocabulary import load_vocabulary

        return load_vocabulary(*self.home.folders("config"))

    def templates(self, job: JobSpec) -> dict[str, str]:
        """The texts of the templates that a job's digests need."""
        return {digest.template: self.template(digest.template) for digest in job.digests}

    def text(self, file: str) -> str:
        """A file of config/templates."""
        return self.home.file(f"config/templates/{file}").read_text("utf-8")

    def template(self, name: str) -> str:
        """One template's text; ConfigError when there is none of that name."""
        path = self.home.file(f"config/templates/{name}.md.j2")
        if not path.is_file():
            raise ConfigError(
                f"There is no template '{name}'.",
                f"Add config/templates/{name}.md.j2 to your home.",
            )
        return path.read_text("utf-8")


def start(environment: Mapping[str, str] | None = None, current: Path | None = None) -> App:
    """Finds the home and reads the settings. ConfigError lists every mistake."""
    from mso_sheets.settings.load import load_settings

    known = os.environ if environment is None else environment
    home = find_home(known, current or Path.cwd())
    return App(home, load_settings(home.settings_file, known), known)


def targets(app: App, named: Sequence[str]) -> list[Target]:
    """The workbooks named on the command line; all of the settings when none is named."""
    if named:
        return [target(app, name) for name in named]
    if not app.settings.workbooks:
        raise ConfigError(
            "No workbook is set.",
            "Name one with --workbook PATH_OR_URL, or add [workbooks.<name>] with "
            f'spreadsheet = "..." to {app.home.settings_file}.',
        )
    return [target(app, name) for name in app.settings.workbooks]


def target(app: App, named: str) -> Target:
    """A name of the settings, a path to an .xlsx, a spreadsheet's address or its id."""
    if named in app.settings.workbooks:
        settings = app.settings.workbooks[named]
        where = settings.spreadsheet
        if where.lower().endswith((".xlsx", ".xlsm")):
            path = str((app.home.folder / Path(where).expanduser()).resolve())
            settings = settings.model_copy(update={"spreadsheet": path})
        return Target(named, settings)
    if named.lower().endswith((".xlsx", ".xlsm")):
        return Target(Path(named).stem, _general(app, str(Path(named).expanduser().resolve())))
    if named.startswith(ADDRESS) or (
        len(named) > 30 and named.replace("-", "").replace("_", "").isalnum()
    ):
        return Target(_id_of(named), _general(app, named))
    known = ", ".join(app.settings.workbooks) or "none yet"
    raise ConfigError(
        f"There is no workbook '{named}' in the settings ({known}), and it is no .xlsx and no address.",
        f"Add [workbooks.{named}] to {app.home.settings_file}, or give a path or the address.",
    )


def _id_of(address: str) -> str:
    parts = address.split("/d/", 1)
    return parts[-1].split("/", 1)[0].split("?")[0].split("#")[0]


def _general(app: App, spreadsheet: str) -> WorkbookSettings:
    from mso_sheets.settings.models import Rules, WorkbookSettings

    rules = {name: getattr(app.settings, name) for name in Rules.model_fields}
    return WorkbookSettings(spreadsheet=spreadsheet, **rules)


def open_workbook(app: App, chosen: Target) -> Workbook:
    """The adapter of a target. ConfigError when a local file is not there."""
    rules = chosen.settings
    if chosen.is_file:
        if not chosen.path.is_file():
            raise ConfigError(
                f"There is no file '{chosen.path}'.",
                "Check the path, or make a workbook with: mso-sheets init PATH.xlsx",
            )
        from mso_sheets.adapters.excel import ExcelWorkbook

        zone = rules.timezone or app.settings.timezone
        return ExcelWorkbook(
            chosen.path,
            chosen.name,
            time_zone=zone,
            locale=rules.locale,
            now=lambda: datetime.now(UTC),
        )
    from mso_sheets.adapters.google import GoogleWorkbook

    retry = app.settings.retry
    if app.access is not None:
        return GoogleWorkbook(
            chosen.name, rules.spreadsheet, retry=retry, **app.access(chosen.name)
        )
    pace = shared_pace(retry.reads_a_minute, retry.writes_a_minute)
    return GoogleWorkbook(chosen.name, rules.spreadsheet, retry=retry, pace=pace)


@lru_cache(maxsize=4)
def shared_pace(reads_a_minute: int, writes_a_minute: int) -> Pace:
    """One pace for all workbooks of this process: Google counts requests by account."""
    from mso_sheets.adapters.rate import Pace

    return Pace(reads_a_minute, writes_a_minute, time.monotonic, time.sleep)


def outbox_folder(app: App, chosen: Target, asked: Asked) -> Path:
    """`--outbox`, else the setting, else beside the .xlsx, else in the home."""
    if asked.outbox is not None:
        return asked.outbox
    if app.settings.outbox:
        return app.home.folder / app.settings.outbox
    return (chosen.path.parent if chosen.is_file else app.home.folder) / "outbox"


def open_messenger(app: App, chosen: Target, asked: Asked) -> Messenger:
    """Slack where a token is set, else the outbox."""
    token = secret("SLACK_BOT_TOKEN", app.environment)
    if not token:
        from mso_sheets.adapters.outbox import OutboxMessenger

        return OutboxMessenger(outbox_folder(app, chosen, asked), echo=asked.echo)
    from mso_sheets.adapters.slack.messenger import SlackMessenger

    return SlackMessenger(token, retry=app.settings.retry)


def world_of(app: App, chosen: Target, asked: Asked) -> World:
    """The ports, the clock and the pause of one run."""
    from mso_sheets.pipeline import World

    return World(
        open_workbook(app, chosen),
        open_messenger(app, chosen, asked),
        clock=lambda: datetime.now(UTC),
        pause=time.sleep,
        conflict_rounds=app.settings.retry.conflict_rounds,
    )


def moment_for(app: App, chosen: Target, asked: Asked) -> Callable[[Snapshot], Moment]:
    """Reads the clock when the workbook was read, in the workbook's own zone."""

    def moment(snapshot: Snapshot) -> Moment:
        from mso_sheets.analyses.world import zone_of
        from mso_sheets.plan.options import Moment

        now = datetime.now(UTC).replace(microsecond=0)
        local = now.astimezone(ZoneInfo(zone_of(chosen.settings, app.settings.timezone, snapshot)))
        today = asked.as_of or local.date()
        scheduled = asked.as_of or asked.scheduled or today
        return Moment(now, local, today, scheduled, asked.scheduled is not None)

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


def run_job(app: App, job_name: str, chosen: Target, asked: Asked) -> RunRecord:
    """One job on one workbook; what stopped it becomes a failed or refused record."""
    from mso_sheets import pipeline
    from mso_sheets.local import LocalState

    job = app.job(job_name)
    local = LocalState.of(app.environment)
    options = options_for(app, chosen, job, asked, local.quiet_runs(chosen.name))
    started = datetime.now(UTC)
    try:
        world = world_of(app, chosen, asked)
        record = pipeline.run(job, world, moment_for(app, chosen, asked), options)
    except ConfigError as error:
        after_run(app, chosen, asked, failed_record(error, options, job, started, asked), local)
        raise
    except MsoSheetsError as error:
        record = failed_record(error, options, job, started, asked)
    except Exception as error:  # one broken workbook does not stop the others
        log.exception("run broke", extra={"fields": {"run": options.run_id, "job": job_name}})
        record = failed_record(fault(error), options, job, started, asked)
    after_run(app, chosen, asked, record, local)
    return record


def after_run(app: App, chosen: Target, asked: Asked, record: RunRecord, local: LocalState) -> None:
    """Notes, metrics, the ping and the ops channel; none of them can fail a run."""
    local.note(record, datetime.now(UTC))
    if app.settings.metrics_file:
        from mso_sheets.adapters.prometheus import write_metrics

        try:
            write_metrics(app.home.folder / app.settings.metrics_file, local.read()["runs"])
        except (OSError, KeyError) as error:
            log.warning("no metrics", extra={"fields": {"why": str(error)}})
    if app.settings.ping_url and record.is_good:
        from mso_sheets.adapters.ping import ping

        ping(app.settings.ping_url)
    try:
        tell_ops(app, chosen, asked, record, local)
    except MsoSheetsError as error:
        log.warning("ops not told", extra={"fields": {"run": record.run_id, "why": str(error)}})


def tell_ops(app: App, chosen: Target, asked: Asked, record: RunRecord, local: LocalState) -> None:
    """Posts what failed to the ops channel, once a day and kind of failure."""
    from mso_sheets.plan import telling

    rules, today = chosen.settings, datetime.now(UTC).date()
    failures = telling.failures_of(record) if rules.ops_channel and not asked.to else ()
    new = local.untold(chosen.name, [each.kind for each in failures], today.isoformat())
    if not new:
        return
    message = telling.ops_message(
        record,
        [each for each in failures if each.kind in new],
        rules.ops_channel,
        rules.title or chosen.name,
        app.template(telling.TEMPLATE),
        rules.digest,
        today,
    )
    try:
        if message is not None:
            open_messenger(app, chosen, asked).post(message)
    except MessengerError as error:
        if not error.unknown:
            raise
    local.tell(chosen.name, new, today.isoformat())


def plan_job(app: App, job_name: str, chosen: Target, asked: Asked) -> tuple[Plan, World, Options]:
    """The plan alone: no write, no post."""
    from mso_sheets import pipeline

    job = app.job(job_name)
    options = options_for(app, chosen, job, asked)
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


def initialise(app: App, chosen: Target, *, sample: bool, dry_run: bool) -> Initial:
    """Makes the tabs that a workbook lacks, in one atomic write; a missing .xlsx is made first."""
    from mso_sheets.model.changes import Changes
    from mso_sheets.plan.initial import READ_ME, WELCOME, initial_tabs
    from mso_sheets.sample import sample_workbook
    from mso_sheets.tables.reading import read_tables

    today = datetime.now(UTC).date()
    if chosen.is_file and not chosen.path.exists():
        if dry_run:
            return initial_tabs(no_workbook(chosen.name), no_tables(), app.vocabulary)
        from mso_sheets.adapters.excel_blank import write_blank

        write_blank(chosen.path, READ_ME, WELCOME)
    book = open_workbook(app, chosen)
    snapshot = book.read()
    tables = read_tables(snapshot, chosen.settings, app.vocabulary, today)
    rows = {tab.title: tab for tab in sample_workbook(today)} if sample else None
    made = initial_tabs(snapshot, tables, app.vocabulary, rows)
    if made.tabs and not dry_run:
        book.apply(Changes(secrets.token_hex(3), new_tabs=made.tabs), snapshot)
    return made


def propose_mapping(app: App, chosen: Target) -> Proposal:
    """What `adopt` sees in a workbook; nothing is written."""
    from mso_sheets.tables.adopt import propose

    return propose(open_workbook(app, chosen).read(), app.vocabulary, chosen.settings)


def store_mapping(app: App, chosen: Target, proposal: Proposal) -> Path:
    """Puts an accepted mapping into the home's settings file, comments and order kept."""
    from mso_sheets.settings.adoption import store

    path = app.home.settings_file
    if app.home.folder == app.home.shipped:
        path = Path.cwd() / "config" / "settings.toml"
    store(path, chosen.name, proposal, chosen.settings.spreadsheet)
    return path


def no_workbook(name: str) -> Snapshot:
    """A workbook that is not there yet."""
    from mso_sheets.model.cells import Snapshot

    return Snapshot(name, name, name, "xlsx", "", "", ())


def no_tables() -> Tables:
    """The tables of a workbook that is not there yet."""
    from mso_sheets.model.table import Tables

    return Tables({})


def write_pack(
    app: App,
    named: Sequence[str],
    as_of: date | None,
    out: Path | None,
    subject: str,
    make: Callable[[Tables, Context, str], str],
    echo: Callable[[str], None],
) -> int:
    """A Markdown pack about one person or project, over every workbook that was named."""
    parts = []
    for chosen in targets(app, named):
        tables, context = read_workbook(app, chosen, Asked(as_of=as_of))
        parts.append(make(tables, context, subject))
    text = "\n\n".join(parts)
    if out is None:
        echo(text)
    else:
        out.write_text(text, "utf-8")
        echo(f"written to {out}")
    return 0


REVIEW = "weekly-review"
"""The job whose analyses, with those of `refresh`, make the review."""


def write_review(app: App, chosen: Target, asked: Asked, out: Path, *, deck: bool) -> list[Path]:
    """The weekly review as files; the same plan as a run's, so the same figures as the tabs."""
    from mso_sheets.review import markdown_page, web_page
    from mso_sheets.tabs.freshness import Freshness

    jobs = app.jobs
    analyses = dict.fromkeys([*jobs[REVIEW].analyses, *jobs["refresh"].analyses])
    job = jobs[REVIEW].model_copy(update={"analyses": tuple(analyses), "digests": (), "tabs": ()})
    options = options_for(app, chosen, job, asked)
    world = world_of(app, chosen, asked)
    from mso_sheets import pipeline

    moment = moment_for(app, chosen, asked)
    plan = pipeline.rehearse(job, world, moment, options)
    now = moment(plan.snapshot)
    line = Freshness(now.today, now.local, options.run_id).line(plan.report.accounting)
    out.mkdir(parents=True, exist_ok=True)
    stem = out / f"{chosen.name}-{now.today.isoformat()}"
    made = {
        stem.with_suffix(".html"): web_page(app.text("report.html.j2"), plan.report, line),
        stem.with_suffix(".md"): markdown_page(app.text("report.md.j2"), plan.report, line),
    }
    for path, text in made.items():
        path.write_text(text, "utf-8")
    if not deck:
        return [*made]
    from mso_sheets.adapters.deck import write_deck

    template = app.home.file("config/templates/deck.pptx")
    slides = stem.with_suffix(".pptx")
    return [*made, write_deck(plan.report, slides, template if template.is_file() else None)]


def write_preview(folder: Path, message: Message) -> tuple[Path, Path]:
    """The page that looks like Slack and the exact payload, in a folder."""
    from mso_sheets.adapters.outbox import OutboxMessenger

    outbox = OutboxMessenger(folder)
    ts = outbox.post(message)
    outbox.reply(message, ts)
    page, payload = (next(folder.glob(f"{ts}*.{kind}")) for kind in ("html", "json"))
    return page, payload


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
        duration_s=(datetime.now(UTC) - started).total_seconds(),
        notes=(str(error),),
    )


def now() -> datetime:
    """The clock, for commands."""
    return datetime.now(UTC)


def schedule_zone(app: App, chosen: Target, local: LocalState) -> str:
    """The zone that a workbook's schedule follows; the spreadsheet is asked once if nothing is set."""
    from mso_sheets.analyses.world import is_zone

    named = chosen.settings.timezone or app.settings.timezone or local.zone(chosen.name)
    if named:
        return named
    try:
        zone = open_workbook(app, chosen).read().time_zone
    except MsoSheetsError:
        return "UTC"
    zone = zone if zone and is_zone(zone) else "UTC"
    local.remember_zone(chosen.name, zone)
    return zone


def exit_code(records: Sequence[RunRecord]) -> int:
    """3 when anything was refused, else 1 when anything failed, else 0."""
    statuses = {record.status for record in records}
    if "refused" in statuses:
        return 3
    return 1 if statuses & {"failed", "partial"} else 0
