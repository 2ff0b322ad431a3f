"""One error tree. Bad cells are `Problem`s, never exceptions; these are for programs and worlds.

Every message is a sentence for the person who reads it and `fix` is the remedy, printed last.
"""

from __future__ import annotations


class MsoSheetsError(Exception):
    """Something stopped a run. `fix` says what to do; `exit_code` is the contract's."""

    exit_code = 1

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message} {self.fix}".strip()


class ConfigError(MsoSheetsError):
    """Settings, job files or the command line are wrong; lists all mistakes at once."""

    exit_code = 2


class RefusedError(MsoSheetsError):
    """Refused for safety: a stranger's tab, a shrink, a state that is not ours."""

    exit_code = 3


class WorkbookError(MsoSheetsError):
    """The spreadsheet could not be read or written. `permanent`: trying again does not help."""

    def __init__(self, message: str, fix: str = "", *, permanent: bool = True) -> None:
        super().__init__(message, fix)
        self.permanent = permanent


class ConflictError(WorkbookError):
    """Somebody else wrote first; nothing of ours was written. Read again and plan again."""

    def __init__(self, message: str = "Another run wrote to the workbook first.") -> None:
        super().__init__(message, "It is read and planned again.", permanent=False)


class PendingError(WorkbookError):
    """The file is open elsewhere; the result was kept beside it."""


class MessengerError(MsoSheetsError):
    """A message could not be posted.

    `permanent`: trying again does not help. `unknown`: it may have been posted all the same.
    """

    def __init__(
        self, message: str, fix: str = "", *, permanent: bool = True, unknown: bool = False
    ) -> None:
        super().__init__(message, fix)
        self.permanent = permanent
        self.unknown = unknown


class AnalysisError(MsoSheetsError):
    """One analysis could not be computed; it becomes one section that says so."""
