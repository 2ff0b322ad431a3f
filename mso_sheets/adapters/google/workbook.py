"""The port `Workbook` on Google Sheets."""

from __future__ import annotations

import secrets
import time
import weakref
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mso_sheets.adapters.google import credentials as login
from mso_sheets.adapters.google.address import spreadsheet_id_of
from mso_sheets.adapters.google.after import brought_forward
from mso_sheets.adapters.google.checking import Checked, check
from mso_sheets.adapters.google.composing import Draft, compose, refuse_strangers
from mso_sheets.adapters.google.evidence import Sighting
from mso_sheets.adapters.google.faults import (
    AccessError,
    ProtectedError,
    RequestError,
    Scene,
    from_exception,
)
from mso_sheets.adapters.google.generation import Token, next_generation, own, touches_tokens
from mso_sheets.adapters.google.image import Image
from mso_sheets.adapters.google.journal import sealed
from mso_sheets.adapters.google.landing import explained, land
from mso_sheets.adapters.google.leftover import Left, left_over, settle
from mso_sheets.adapters.google.looking import as_read, look, places_of
from mso_sheets.adapters.google.mending import Bench, mend, wrong_after
from mso_sheets.adapters.google.reading import read_structure, read_workbook
from mso_sheets.adapters.google.structure import Structure, structure_of
from mso_sheets.adapters.google.transport import Patience, Transport, parse_as
from mso_sheets.adapters.google.wire import Written
from mso_sheets.adapters.rate import Clock, Pace, Sleep
from mso_sheets.errors import ConflictError
from mso_sheets.model.cells import Snapshot
from mso_sheets.model.changes import Applied, Changes
from mso_sheets.ports import Requests
from mso_sheets.settings.models import RetryRules

if TYPE_CHECKING:
    from google.auth.credentials import Credentials
    from gspread.http_client import HTTPClient


# A read this young is the re-read before minting; the reply to the write is checked all the same.
FRESH_SECONDS = 15.0


class GoogleWorkbook:
    """One spreadsheet. Nothing is asked of Google before the first `read` or `apply`.

    Credentials come from `credentials`, else `key_file`, else google-auth's usual ways. Give all
    workbooks of one account the same `pace`: Google counts requests by account.
    """

    def __init__(
        self,
        name: str,
        spreadsheet: str,
        *,
        credentials: Credentials | None = None,
        key_file: str | Path | None = None,
        retry: RetryRules | None = None,
        pace: Pace | None = None,
        hidden_rows: bool = True,
        clock: Clock = time.monotonic,
        sleep: Sleep = time.sleep,
    ) -> None:
        rules = retry or RetryRules()
        self.name = name
        self.spreadsheet_id = spreadsheet_id_of(spreadsheet)
        self.url = f"https://docs.google.com/spreadsheets/d/{self.spreadsheet_id}/edit"
        self._credentials, self._key_file, self._hidden_rows = credentials, key_file, hidden_rows
        self._structure: Structure | None = None
        self._left: Left | None = None
        self._told: tuple[str, ...] = ()
        self._clock, self._read_at = clock, -FRESH_SECONDS
        self._transport = Transport(
            self.spreadsheet_id,
            self._connect,
            lambda: Scene(login.account_of(self._credentials), self.url),
            rules,
            pace or Pace(rules.reads_a_minute, rules.writes_a_minute, clock, sleep),
            clock,
            sleep,
        )
        self.requests: Requests = self._transport.requests

    @property
    def account(self) -> str:
        """The address that spreadsheets must be shared with; empty for a person's login.

        Raises WorkbookError where there are no credentials.
        """
        from google.auth.exceptions import GoogleAuthError

        try:
            return login.account_of(self._find_credentials())
        except GoogleAuthError as error:
            raise from_exception(error, Scene("", self.url)) from error

    def read(self) -> Snapshot:
        """The whole workbook in two requests. Raises WorkbookError when any part is missing."""
        reading = read_workbook(self._transport, self.name, self.url, self._hidden_rows)
        self._structure = reading.structure
        self._left = left_over(reading)
        self._read_at = self._clock()
        tokens = own(reading.structure.tokens, login.account_of(self._credentials))
        return replace(reading.snapshot, tokens=tokens, unsettled=self._left is not None)

    def apply(self, changes: Changes, base: Snapshot) -> Applied:
        """Writes all of `changes` or none in one atomic request, on top of exactly `base`.

        Verified writes are looked at once more before (one read) and put right after it (further
        writes) if people moved rows in between. What a run that died had no time to put right is
        put right first, and the caller reads again. Raises as the port says, and RefusedError when
        a tab of our name is somebody else's.
        """
        if base.unsettled and self._left is not None:
            self._settle(self._left, changes, base)
        if changes.empty and not changes.state_reset:
            return Applied(base.generation, after=base)
        refuse_strangers(changes, base)
        patience = self._transport.patience()
        structure = self._known_structure(changes, patience)
        image = self._image(changes, base, patience)
        checked = check(changes.cells, changes.appends, image, structure.protections)
        base, draft, sighting, dropped = self._land(
            changes, base, structure, checked, image, patience
        )
        self._structure = draft.structure
        after = brought_forward(
            base, changes, draft.token.generation, draft.sheet_ids, draft.batch.grids
        )
        wrong = wrong_after(draft, sighting, image)
        bench = Bench(draft.sheet_ids, draft.evidence.column)
        result = mend(self._transport, bench, wrong, after, lambda b: self._token(changes, b))
        told = (*self._told, *dropped, *result.told)
        self._told = ()
        return Applied(result.after.generation, told, result.after)

    def _settle(self, left: Left, changes: Changes, base: Snapshot) -> None:
        """Puts right what a dead run left. Raises ConflictError: what was planned upon is changed."""
        self._told += settle(self._transport, left, base, lambda b: self._token(changes, b))
        self._left = None
        raise ConflictError("What a run that was cut off had left undone was put right first.")

    def _image(self, changes: Changes, base: Snapshot, patience: Patience) -> Image:
        """People's cells before the write: as just read where that is enough, else looked at."""
        if self._clock() - self._read_at < FRESH_SECONDS:
            known = as_read(base, changes.cells, changes.appends)
            if known is not None:
                return known
        return look(self._transport, base, places_of(changes.cells, changes.appends), patience)

    def may_write(self) -> bool:
        """Whether the account may edit: asks to delete a protection that cannot exist.

        An editor gets "no such protection", a viewer "no permission"; nothing changes either way.
        """
        body = {"requests": [{"deleteProtectedRange": {"protectedRangeId": 0}}]}
        try:
            self._transport.post(
                ":batchUpdate", {}, body, parse_as(Written), self._transport.patience()
            )
        except AccessError:
            return False
        except (ConflictError, RequestError):
            return True
        return True

    def _land(
        self,
        changes: Changes,
        base: Snapshot,
        structure: Structure,
        checked: Checked,
        image: Image,
        patience: Patience,
    ) -> tuple[Snapshot, Draft, Sighting, tuple[str, ...]]:
        """Lands the batch; verified writes that meet a protected range are left out, and told.

        Tokens that turn out to be another account's are left standing.
        """
        writes, dropped = checked.writes, checked.dropped
        while True:
            draft = compose(changes, base, structure, self._token(changes, base), writes)
            draft = sealed(draft, image)
            try:
                return base, draft, land(self._transport, draft, patience), dropped
            except ProtectedError as error:
                if base.tokens and touches_tokens(draft.batch.requests, error.index):
                    base = replace(base, tokens=())
                    continue
                held = draft.batch.guards.get(error.index, ())
                why = explained(error, draft, structure.protections, base.tabs, self.account)
                if not held:
                    raise why from error
                writes = tuple(write for write in writes if write not in held)
                dropped += tuple(f"{write.label} was not written. {why}" for write in held)

    def _token(self, changes: Changes, base: Snapshot) -> Token:
        number = next_generation(base.generation, base.taken_ids)
        account = login.account_of(self._credentials)
        return Token(number, changes.run_id, secrets.token_hex(4), account=account)

    def _known_structure(self, changes: Changes, patience: Patience) -> Structure:
        """Charts and protections as last read; not needed for a write to the state alone."""
        needed = changes.tabs or changes.cells or changes.appends
        if self._structure is None and needed:
            book = read_structure(self._transport, patience, hidden_rows=False)
            self._structure = structure_of(book)
        return self._structure or Structure()

    def _find_credentials(self) -> Credentials:
        if self._credentials is None:
            self._credentials = login.find_credentials(self._key_file)
        return self._credentials

    def _connect(self) -> HTTPClient:
        client = login.client_of(self._find_credentials())
        weakref.finalize(self, client.session.close)
        return client
