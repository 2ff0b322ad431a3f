"""Which workbook a call meant, and what it asked of the run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mso_sheets.app.process import App
from mso_sheets.errors import ConfigError, WorkbookError

if TYPE_CHECKING:
    from mso_sheets.model.listing import Listed
    from mso_sheets.settings.models import WorkbookSettings

LISTED_FIELDS = (
    "channel", "ops_channel", "leads_channel", "timezone", "holidays", "working_days",
)  # fmt: skip
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


def targets(app: App, named: Sequence[str], at_most: float = 0.0) -> list[Target]:
    """The workbooks named on the command line; all of the settings and the registry when none is.

    `at_most`: how old (seconds) the registry's list may be.
    """
    if named:
        return [target(app, name) for name in named]
    from mso_sheets.app.listing import listing

    found = listing(app, at_most=at_most)
    if not app.settings.workbooks and not found.workbooks:
        if found.trouble:
            raise WorkbookError(found.trouble)
        raise ConfigError(
            "No workbook is set.",
            "Name one with --workbook PATH_OR_URL, or add [workbooks.<name>] with "
            f'spreadsheet = "..." to {app.home.settings_file}'
            + (", or a row to the registry." if app.settings.registry else "."),
        )
    own = [target(app, name) for name in app.settings.workbooks]
    return [*own, *(of_list(app, each) for each in found.running)]


def target(app: App, named: str) -> Target:
    """A name of the settings or the registry, a path to an .xlsx, a spreadsheet's address or id."""
    if named in app.settings.workbooks:
        settings = app.settings.workbooks[named]
        return Target(named, _at_home(app, settings))
    if named.lower().endswith((".xlsx", ".xlsm")):
        return Target(Path(named).stem, general(app, str(Path(named).expanduser().resolve())))
    if named.startswith(ADDRESS) or (
        len(named) > 30 and named.replace("-", "").replace("_", "").isalnum()
    ):
        return Target(_id_of(named), general(app, named))
    from mso_sheets.app.listing import find_listed, listing

    listed = find_listed(app, named)
    if listed is not None:
        return of_list(app, listed)
    known = ", ".join([*app.settings.workbooks, *listing(app, at_most=60).workbooks][:20])
    also = ", to the registry" if app.settings.registry else ""
    raise ConfigError(
        f"There is no workbook '{named}' in the settings ({known or 'none yet'}), and it is no .xlsx and no "
        "address.",
        f"Add [workbooks.{named}] to {app.home.settings_file}{also}, or give a path or the address.",
    )


def of_list(app: App, listed: Listed) -> Target:
    """A workbook of the registry: the general settings with what its row says."""
    said = {field: getattr(listed, field) for field in LISTED_FIELDS if getattr(listed, field)}
    settings = general(app, listed.spreadsheet).model_copy(update=said)
    return Target(listed.name, _at_home(app, settings))


def _at_home(app: App, settings: WorkbookSettings) -> WorkbookSettings:
    """With the path of a file made whole: it counts from the home."""
    where = settings.spreadsheet
    if not where.lower().endswith((".xlsx", ".xlsm")):
        return settings
    path = str((app.home.folder / Path(where).expanduser()).resolve())
    return settings.model_copy(update={"spreadsheet": path})


def _id_of(address: str) -> str:
    parts = address.split("/d/", 1)
    return parts[-1].split("/", 1)[0].split("?")[0].split("#")[0]


def general(app: App, spreadsheet: str) -> WorkbookSettings:
    """What the settings say of workbooks in general, for one that they do not name."""
    from mso_sheets.settings.models import Rules, WorkbookSettings

    said = app.settings.model_fields_set
    rules = {name: getattr(app.settings, name) for name in Rules.model_fields if name in said}
    return WorkbookSettings(spreadsheet=spreadsheet, **rules)
