"""The Google accounts that workbooks are opened with: who they are, and whether Google knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from mso_sheets import app
from mso_sheets.checking.finding import Finding, failed, unseen
from mso_sheets.checking.machine import Clock
from mso_sheets.errors import WorkbookError
from mso_sheets.fleet.accounts import account_for
from mso_sheets.fleet.limits import SIDES, quota_of
from mso_sheets.fleet.quota import pressure

if TYPE_CHECKING:
    from mso_sheets.adapters.google.signing_in import SignedIn

CLOCK_WRONG = "clock is wrong"
MANY = 120
"""Questions of accounts to workbooks that a check still asks: two minutes of one quota."""


class Limited(Protocol):
    """A look at a workbook, as far as the quota is concerned."""

    quota_fault: WorkbookError | None


@dataclass(slots=True)
class Accounts:
    """Each account is asked for once; workbooks of one that does not work are not tried."""

    started: app.App
    chosen: Sequence[app.Target]
    clock: Clock
    _faults: dict[str, WorkbookError | None] = field(default_factory=dict)
    _asks_all: bool = field(init=False)

    def __post_init__(self) -> None:
        google = sum(not target.is_file for target in self.chosen)
        self._asks_all = google * (len(self.started.settings.fleet.key_files) - 1) <= MANY

    @property
    def opening(self) -> app.App:
        """The app, opening each workbook with the account that the fleet would use for it."""
        if not self.started.settings.fleet.key_files:
            return self.started
        return replace(self.started, access=self._access)

    def _access(self, workbook: str) -> Mapping[str, Any]:
        return self._login(self._key(workbook))

    def _login(self, key: str) -> Mapping[str, Any]:
        """An account, and the pace that all questions of a check share."""
        retry = self.started.settings.retry
        pace = app.shared_pace(retry.reads_a_minute, retry.writes_a_minute)
        return {"pace": pace, "key_file": self._path(key)}

    def _key(self, workbook: str) -> str:
        return account_for(workbook, self.started.settings.fleet.key_files)

    def _path(self, key: str) -> Path | None:
        return self.started.home.folder / key if key else None

    def works(self, target: app.Target) -> bool:
        """Whether the account of this workbook could sign in."""
        return self._faults.get(self._key(target.name)) is None

    def shut_out(self, target: app.Target) -> Sequence[str]:
        """Addresses of the fleet's other accounts that may not write this workbook."""
        from mso_sheets.adapters.google import GoogleWorkbook

        own, rules, retry = self._key(target.name), target.settings, self.started.settings.retry
        keys = self.started.settings.fleet.key_files if self._asks_all else ()
        books = [
            GoogleWorkbook(target.name, rules.spreadsheet, retry=retry, **self._login(key))
            for key in keys
            if key != own and self._faults.get(key) is None
        ]
        return [book.account for book in books if not book.may_write()]

    def findings(self) -> Iterator[Finding]:
        """A line an account; none when no workbook is on Google."""
        if not any(not target.is_file for target in self.chosen):
            return
        from mso_sheets.adapters.google.signing_in import sign_in

        for key in self.started.settings.fleet.key_files or ("",):
            signed = sign_in(self._path(key))
            self.clock.hear("Google", signed.date)
            self._faults[key] = signed.fault
            yield _account(" ".join(filter(None, ("google credentials", key))), signed)
        if not self._asks_all:
            says = "each workbook is looked at with one of the accounts, not with all"
            fix = "Ask with all of them for one workbook: mso-sheets check --workbook NAME"
            yield Finding("google accounts", None, says, fix)

    def quota(self, looks: Sequence[Limited]) -> Iterator[Finding]:
        """Whether the minute's requests are used up, and how long all workbooks take."""
        google = [target for target in self.chosen if not target.is_file]
        if not google:
            return
        fault = next((look.quota_fault for look in looks if look.quota_fault), None)
        if fault:
            yield failed("google quota", fault)
            return
        reads, writes = (quota_of(self.started.settings, side) for side in SIDES)
        yield Finding("google quota", True, pressure(len(google), "the same time", reads, writes))


def _account(subject: str, signed: SignedIn) -> Finding:
    if signed.fault is None:
        who = signed.account or "a person's own login"
        return Finding(subject, True, f"{who}; share each spreadsheet with it as Editor")
    if CLOCK_WRONG in signed.fault.message:
        return unseen(subject, "Google refuses every key while this machine's clock is wrong")
    return failed(subject, signed.fault)
