"""Which workbook a call meant, and what it asked of the run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mso_sheets.app.process import App
from mso_sheets.errors import ConfigError

if TYPE_CHECKING:
    from mso_sheets.settings.models import WorkbookSettings

ADDRESS = ("https://docs.google.com/spreadsheets/", "http://docs.google.com/spreadsheets/")


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
