"""Where `config/` and `jobs/` are: the user's home folder first, what ships with the package behind.

A home is `$MSO_SHEETS_HOME`, else the current folder if it holds `config/settings.toml`, else what
ships (in the wheel under `_bundled/`, in a checkout the checkout itself). A file that the home does
not have is taken from what ships, so a home may hold no more than its settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mso_sheets.errors import ConfigError

PACKAGE = Path(__file__).resolve().parent


def shipped_folder() -> Path:
    """The folder with the `config/` and `jobs/` that came with the product."""
    bundled = PACKAGE / "_bundled"
    return bundled if (bundled / "config").is_dir() else PACKAGE.parent


@dataclass(frozen=True, slots=True)
class Home:
    """`folder` is the user's, `shipped` the product's; they are the same without a home."""

    folder: Path
    shipped: Path

    @property
    def settings_file(self) -> Path:
        """The settings file of this home."""
        return self.folder / "config" / "settings.toml"

    def file(self, relative: str) -> Path:
        """The user's file if there is one, else the shipped one."""
        own = self.folder / relative
        return own if own.is_file() else self.shipped / relative

    def files(self, relative: str, pattern: str) -> dict[str, Path]:
        """All files of a folder by name, the user's before the shipped ones of the same name."""
        found: dict[str, Path] = {}
        for base in (self.shipped, self.folder):
            found.update({path.name: path for path in sorted((base / relative).glob(pattern))})
        return dict(sorted(found.items()))

    def folders(self, relative: str) -> tuple[Path, ...]:
        """The shipped folder and, where it differs and exists, the user's; later ones win."""
        both = (self.shipped / relative, self.folder / relative)
        return tuple(dict.fromkeys(path for path in both if path.is_dir()))


def find_home(environment: Mapping[str, str], current: Path) -> Home:
    """The home of this process. ConfigError when `$MSO_SHEETS_HOME` names no folder."""
    shipped = shipped_folder()
    named = environment.get("MSO_SHEETS_HOME", "")
    if named:
        folder = Path(named).expanduser()
        if not folder.is_dir():
            raise ConfigError(
                f"MSO_SHEETS_HOME is '{named}', which is no folder.",
                "Make that folder with config/settings.toml in it, or unset the variable.",
            )
        return Home(folder.resolve(), shipped)
    if (current / "config" / "settings.toml").is_file():
        return Home(current.resolve(), shipped)
    return Home(shipped, shipped)
