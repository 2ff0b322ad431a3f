"""The home's files: jobs, their analyses and templates, words, stage gates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mso_sheets import app
from mso_sheets.checking.finding import Finding, failed
from mso_sheets.errors import ConfigError, MsoSheetsError
from mso_sheets.jobfile import JobSpec, night_warning
from mso_sheets.settings.stage_gates import load_stage_gates


@dataclass(frozen=True, slots=True)
class Jobs:
    """The job files, or what is wrong with them."""

    specs: Mapping[str, JobSpec] = field(default_factory=dict)
    fault: ConfigError | None = None


def jobs_of(started: app.App) -> Jobs:
    """Every job file, read once."""
    try:
        return Jobs(started.jobs)
    except ConfigError as error:
        return Jobs(fault=error)


def findings(started: app.App, jobs: Jobs) -> Iterator[Finding]:
    """Job files, what they name, and the words of every language."""
    if jobs.fault:
        yield failed("jobs", jobs.fault)
    else:
        yield Finding("jobs", True, f"{len(jobs.specs)} jobs: {', '.join(jobs.specs)}")
    for name, spec in jobs.specs.items():
        yield from _job(started, name, spec)
    try:
        words = started.vocabulary
        load_stage_gates(started.home.file("config/stage-gates.toml"))
    except ConfigError as error:
        yield failed("words", error)
    else:
        yield Finding("words", True, f"headers and values in {', '.join(words.languages)}")


def _job(started: app.App, name: str, spec: JobSpec) -> Iterator[Finding]:
    from mso_sheets.digest.environment import compiled
    from mso_sheets.report import load_analysis

    subject = f"job {name}"
    for analysis in spec.analyses:
        try:
            load_analysis(analysis)
        except ConfigError as error:
            yield failed(subject, error)
    for digest in spec.digests:
        try:
            compiled(digest.template, started.template(digest.template))
        except ConfigError as error:
            yield failed(subject, error)
    if night_warning(spec.schedule):
        yield Finding(subject, None, night_warning(spec.schedule), "Choose 04:00 or later.")


def registry(started: app.App, *, accept_shrink: bool) -> Iterator[Finding]:
    """The sheet that lists further workbooks, where there is one, and its rows that make no sense."""
    if not started.settings.registry:
        return
    try:
        listed = app.listing(started, accept_shrink=accept_shrink)
    except MsoSheetsError as error:
        yield failed("registry", error)
        return
    yield Finding("registry", not listed.trouble, listed.trouble or listed.says)
    for row in listed.left_out:
        yield Finding(f"registry {row.place} {row.name}".strip(), False, row.why, row.fix)
