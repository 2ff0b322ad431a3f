"""One workbook: reachable, writable, of a size that grows, its zone and locale."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mso_sheets import app
from mso_sheets.checking import tabs
from mso_sheets.checking.finding import Finding, failed, unseen
from mso_sheets.errors import MsoSheetsError, WorkbookError

if TYPE_CHECKING:
    from mso_sheets.checking.accounts import Accounts
    from mso_sheets.jobfile import JobSpec
    from mso_sheets.model.cells import Snapshot
    from mso_sheets.model.table import Tables
    from mso_sheets.ports import Workbook

CELL_LIMIT = 10_000_000
"""https://support.google.com/drive/answer/37603"""
ROOM, COMFORT = 50_000, 1_000_000
"""Cells that our tabs need at least, and below which it is worth a note."""


@dataclass(slots=True)
class Look:
    """A look at one workbook; `tables` are None when it could not be read."""

    started: app.App
    target: app.Target
    jobs: Mapping[str, JobSpec]
    accounts: Accounts
    named: Sequence[str] = ()
    tables: Tables | None = None
    quota_fault: WorkbookError | None = None

    @property
    def subject(self) -> str:
        """How the lines of this workbook begin."""
        return f"workbook {self.target.name}"

    @property
    def argument(self) -> str:
        """The workbook as one would name it on the command line."""
        by_name = not self.named or self.target.name in self.named
        return shlex.quote(self.target.name if by_name else self.target.settings.spreadsheet)

    def setting(self, line: str) -> str:
        """A remedy that puts a line into the settings, below this workbook's own heading."""
        path = self.started.home.settings_file
        name = self.target.name
        if name in self.started.settings.workbooks:
            return f"In {path}, below [workbooks.{name}]: {line}"
        where = self.target.settings.spreadsheet
        return f'In {path}: [workbooks.{name}] with spreadsheet = "{where}" and {line}'

    def findings(self) -> Iterator[Finding]:
        """Everything about this workbook, its tables last."""
        if not self.target.is_file and not self.accounts.works(self.target):
            yield unseen(self.subject, "the Google account above comes first")
            return
        try:
            book = app.open_workbook(self.started, self.target)
            snapshot = book.read()
            account = getattr(book, "account", "")
        except MsoSheetsError as error:
            yield self._unread(error)
            return
        who = f" as {account}" if account else ""
        says = f"opened '{snapshot.title}'{who}: {len(snapshot.tabs)} tabs"
        yield Finding(self.subject, True, says)
        yield self._writing(book, account)
        yield from self._accounts()
        yield from self._size(snapshot)
        yield self._zone(snapshot)
        yield self._locale(snapshot)
        yield from tabs.findings(self, snapshot)

    def _unread(self, error: MsoSheetsError) -> Finding:
        if isinstance(error, WorkbookError) and getattr(error.__cause__, "quota", False):
            self.quota_fault = error
            return unseen(self.subject, "Google's quota is used up")
        return failed(self.subject, error)

    def _writing(self, book: Workbook, account: str) -> Finding:
        subject = f"{self.subject} / writing"
        if self.target.is_file:
            return self._file_writing(subject)
        ask = getattr(book, "may_write", None)
        try:
            may = bool(ask()) if callable(ask) else None
        except MsoSheetsError as error:
            return failed(subject, error)
        if may:
            return Finding(subject, True, "may write")
        who = account or "the account that this machine is signed in with"
        fix = f"In the spreadsheet choose Share, and make this address an Editor: {who}"
        return Finding(subject, may, "may read, but not write: it is shared as Viewer", fix)

    def _accounts(self) -> Iterator[Finding]:
        """The fleet uses its accounts in turn, so each of them must be let in."""
        subject = f"{self.subject} / accounts"
        if self.target.is_file:
            return
        try:
            out = ", ".join(self.accounts.shut_out(self.target))
        except MsoSheetsError as error:
            yield failed(subject, error)
            return
        if out:
            fix = f"In the spreadsheet choose Share, and make these addresses Editors: {out}"
            yield Finding(subject, False, "some accounts of the fleet may not write it", fix)

    def _file_writing(self, subject: str) -> Finding:
        from mso_sheets.adapters.excel.files import open_elsewhere, open_marks

        path = self.target.path
        program = open_elsewhere(path)
        if program:
            marks = " or ".join(mark.name for mark in open_marks(path) if mark.exists())
            fix = f"Close it there. If nobody has it open, delete {path.parent}/{marks}"
            return Finding(subject, False, f"{path.name} is open in {program}", fix)
        if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
            return Finding(subject, True, "may write")
        fix = f"Give this user the right to write: chmod u+w {path} {path.parent}"
        return Finding(subject, False, f"{path} or its folder may not be written", fix)

    def _size(self, snapshot: Snapshot) -> Iterator[Finding]:
        if snapshot.backend != "google":
            return
        cells = sum(tab.row_count * tab.column_count for tab in snapshot.tabs)
        left = CELL_LIMIT - cells
        says = f"{cells:,} of Google's {CELL_LIMIT:,} cells"
        ok = True if left >= COMFORT else None if left >= ROOM else False
        largest = max(snapshot.tabs, key=lambda tab: tab.row_count * tab.column_count, default=None)
        fix = "Delete empty rows and columns below and beside the data" + (
            f"; the largest tab is '{largest.title}' with {largest.row_count:,} rows"
            f" and {largest.column_count:,} columns."
            if largest
            else "."
        )
        yield Finding(f"{self.subject} / size", ok, says, "" if ok else fix)

    def _zone(self, snapshot: Snapshot) -> Finding:
        subject = f"{self.subject} / zone"
        zone = self.target.settings.timezone or self.started.settings.timezone or snapshot.time_zone
        if zone:
            return Finding(subject, True, zone)
        fix = self.setting('timezone = "Europe/London" (yours)')
        return Finding(subject, None, "no time zone is known; UTC is used", fix)

    def _locale(self, snapshot: Snapshot) -> Finding:
        subject = f"{self.subject} / locale"
        if snapshot.locale:
            return Finding(subject, True, snapshot.locale)
        says = "none is known; dates typed as text such as 03/04/2026 are asked about, not guessed"
        return Finding(subject, None, says, self.setting('locale = "en_GB" (yours)'))
