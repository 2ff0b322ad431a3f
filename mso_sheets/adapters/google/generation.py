"""The generation token: compare-and-swap on a spreadsheet.

A write adds a protected range on `_mso_state` whose id is the next generation. The API documents
that adding an id that exists is an error and that a rejected batch changes nothing, so of two
writers with the same base one loses. The token of the base must still be there too (an update of
it fails otherwise): a writer that slept through several generations loses as well. What another
account has protected may be closed to this one, so each account updates and removes its own alone.
https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#AddProtectedRangeRequest
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mso_sheets.adapters.google.wire import ProtectedRange

KEPT_TOKENS = 3
DESCRIPTION = re.compile(
    r"^MSO Sheets: write (\d+), run (.*) \((\w+)\)(?:, journal ([A-Z]+\d+:[A-Z]+\d+))?\."
    r"(?:.* Account: (\S+)$)?"
)


@dataclass(frozen=True, slots=True)
class Token:
    """The mark of one write. `nonce` tells two writers apart that have the same run id.

    `journal` is the range of `_mso_state` where the write left what its mending would need.
    """

    generation: int
    run_id: str
    nonce: str
    journal: str = field(default="", compare=False)
    account: str = field(default="", compare=False)

    @property
    def description(self) -> str:
        """What people read in the list of protected ranges."""
        journal = f", journal {self.journal}" if self.journal else ""
        account = f" Account: {self.account}" if self.account else ""
        return (
            f"MSO Sheets: write {self.generation}, run {self.run_id} ({self.nonce}){journal}. "
            f"It tells which run wrote last; please leave it.{account}"
        )


def tokens_of(protections: Iterable[ProtectedRange]) -> tuple[Token, ...]:
    """Our tokens among the protections of `_mso_state`, oldest first.

    In a copy of a spreadsheet Google renumbers protections; then number and text disagree and the
    token is the original's, not ours.
    """
    found = []
    for protection in protections:
        match = DESCRIPTION.match(protection.description)
        if match and int(match.group(1)) == protection.protected_range_id:
            found.append(Token(int(match[1]), match[2], match[3], match[4] or "", match[5] or ""))
    return tuple(sorted(found, key=lambda token: token.generation))


def own(tokens: Iterable[Token], account: str) -> tuple[int, ...]:
    """Generations of the tokens that `account` made, or may have made where that is not known."""
    return tuple(
        token.generation
        for token in tokens
        if not (account and token.account) or token.account == account
    )


def next_generation(base: int, taken: frozenset[int]) -> int:
    """The number after `base`; numbers that other protections have are passed over."""
    number = base + 1
    while number in taken:
        number += 1
    return number


def token_requests(
    token: Token, base: int, standing: Sequence[int], sheet_id: int
) -> list[dict[str, Any]]:
    """Adds `token`, insists on the base's, and removes all but the last few of `standing`.

    `standing` are this account's; a base that is another's is guarded by the tokens that stay.
    """
    requests: list[dict[str, Any]] = [addition(token, sheet_id)]
    if base in standing:
        same = {"protectedRangeId": base, "warningOnly": True}
        requests.append({"updateProtectedRange": {"protectedRange": same, "fields": "warningOnly"}})
    old = sorted(standing)[: max(0, len(standing) - KEPT_TOKENS + 1)]
    requests += [{"deleteProtectedRange": {"protectedRangeId": number}} for number in old]
    return requests


def touches_tokens(requests: Sequence[Mapping[str, Any]], index: int) -> bool:
    """Whether request `index` (-1: not known) changes a standing token: only its account surely may."""
    changing = {"updateProtectedRange", "deleteProtectedRange"}
    return index >= 0 and not requests[index].keys().isdisjoint(changing)


def addition(token: Token, sheet_id: int) -> dict[str, Any]:
    """The request that adds a token."""
    cell = {
        "sheetId": sheet_id,
        "startRowIndex": 0,
        "endRowIndex": 1,
        "startColumnIndex": 0,
        "endColumnIndex": 1,
    }
    protection = {
        "protectedRangeId": token.generation,
        "range": cell,
        "description": token.description,
        "warningOnly": True,
    }
    return {"addProtectedRange": {"protectedRange": protection}}
