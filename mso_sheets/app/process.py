"""One process: its home, settings, jobs, words and templates, read once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mso_sheets.errors import ConfigError
from mso_sheets.home import Home, find_home

if TYPE_CHECKING:
    from mso_sheets.app.list_memory import ListMemory
    from mso_sheets.jobfile import JobSpec
    from mso_sheets.model.vocabulary import Vocabulary
    from mso_sheets.settings.models import Settings


@dataclass(frozen=True, slots=True)
class App:
    """One process' settings, jobs and words, read once."""

    home: Home
    settings: Settings
    environment: Mapping[str, str]
    access: Callable[[str], Mapping[str, Any]] | None = None
    """Workbook -> further arguments of GoogleWorkbook: a fleet shares its quota and accounts."""
    list_memory: ListMemory | None = None
    """Where the registry's list is kept; a fleet shares it. None = this machine's."""

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
