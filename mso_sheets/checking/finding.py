"""One line of `check`."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from mso_sheets.errors import MsoSheetsError

CONFIGURATION = frozenset({"settings", "jobs", "job", "words", "workbooks"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at and what it means. `ok` None = a note: it works, with less."""

    subject: str
    ok: bool | None
    says: str
    fix: str = ""

    def as_json(self) -> dict[str, object]:
        """For `--json`."""
        return asdict(self)

    @property
    def is_configuration(self) -> bool:
        """Whether this is about the files of the home rather than the world."""
        return self.subject.split(" ")[0] in CONFIGURATION


def failed(subject: str, error: MsoSheetsError) -> Finding:
    """A cross, in the error's own words."""
    return Finding(subject, False, error.message, error.fix)


def unseen(subject: str, why: str) -> Finding:
    """A note on what could not be looked at because of another finding."""
    return Finding(subject, None, f"not looked at: {why}")
