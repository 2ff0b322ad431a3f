"""One batch, landed exactly once: a lost reply is settled by looking for our token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mso_sheets.adapters.google.composing import Draft
from mso_sheets.adapters.google.evidence import EVIDENCE_FIELDS, Evidence, Sighting
from mso_sheets.adapters.google.faults import ProtectedError, TransientError, not_whole
from mso_sheets.adapters.google.generation import Token, tokens_of
from mso_sheets.adapters.google.transport import Patience, Transport, parse_as
from mso_sheets.adapters.google.wire import GridRange, ProtectedRange, Spreadsheet, Written
from mso_sheets.errors import ConflictError, WorkbookError
from mso_sheets.model.cells import RawTab, a1, column_letter

TELLTALE_FIELDS = "spreadsheetId,sheets(protectedRanges(protectedRangeId,description))"


def land(transport: Transport, draft: Draft, patience: Patience) -> Sighting:
    """Sends the batch and returns its evidence.

    Raises ConflictError when another writer was faster, ProtectedError when a protected range is in
    the way, WorkbookError otherwise; in all of them nothing of the batch has landed. Only when
    Google stays away for good is that not known, and the message says so.
    """
    unsure = False
    while True:
        try:
            return _send(transport, draft, patience)
        except TransientError as error:
            unsure = True
            if _has_landed(transport, draft.token, patience):
                return _evidence_afterwards(transport, draft.evidence, patience)
            patience.pause(error)
        except ConflictError:
            # Our own batch, thought lost, may have come in late: then its token is ours.
            if unsure and _has_landed(transport, draft.token, patience):
                return _evidence_afterwards(transport, draft.evidence, patience)
            raise


def _send(transport: Transport, draft: Draft, patience: Patience) -> Sighting:
    fields = "spreadsheetId"
    if draft.evidence.blocks:
        fields += f",updatedSpreadsheet(spreadsheetId,{EVIDENCE_FIELDS})"

    def parse(content: bytes) -> Sighting:
        written = parse_as(Written)(content)
        if draft.evidence.blocks and written.updated_spreadsheet is None:
            raise not_whole()
        return draft.evidence.read(written.updated_spreadsheet)

    return transport.post(":batchUpdate", {"fields": fields}, draft.body, parse, patience)


def _has_landed(transport: Transport, token: Token, patience: Patience) -> bool:
    try:
        book = transport.get("", {"fields": TELLTALE_FIELDS}, parse_as(Spreadsheet), patience)
    except WorkbookError as error:
        raise WorkbookError(
            f"It is not known whether the last write arrived. {error.message}",
            f"{error.fix} The next run finds out by itself; nothing is written twice.",
            permanent=False,
        ) from error
    return any(token in tokens_of(sheet.protected_ranges) for sheet in book.sheets)


def _evidence_afterwards(transport: Transport, evidence: Evidence, patience: Patience) -> Sighting:
    if not evidence.blocks:
        return evidence.read(None)
    parameters = {"ranges": [evidence.range], "fields": f"spreadsheetId,{EVIDENCE_FIELDS}"}
    return evidence.read(transport.get("", parameters, parse_as(Spreadsheet), patience))


def explained(
    error: ProtectedError,
    draft: Draft,
    protections: Sequence[ProtectedRange],
    tabs: Sequence[RawTab],
    account: str,
) -> WorkbookError:
    """The same error with the range's place, name and owner, as far as Google tells them."""
    request = draft.batch.requests[error.index] if error.index >= 0 else {}
    body: Mapping[str, Mapping[str, object]] = next(iter(request.values()), {})
    area = body.get("range") or body.get("destination") or {}
    sheet_id = area.get("sheetId")
    title = next((tab.title for tab in tabs if tab.sheet_id == sheet_id), "")
    closed = [
        p
        for p in protections
        if p.range is not None
        and p.range.sheet_id == sheet_id
        and (not p.requesting_user_can_edit or account not in p.editors.users)
    ]
    if not closed:
        return WorkbookError(error.message, error.fix)
    found = closed[0]
    called = f" '{found.description}'" if found.description else ""
    editors = f", which {', '.join(found.editors.users)} may edit," if found.editors.users else ""
    return WorkbookError(
        f"The protected range{called} {title}!{_area(found.range)}{editors} is in the way; "
        "nothing was written.",
        f"Let {account or 'this account'} edit it (Data, Protected sheets and ranges) or remove the "
        "protection.",
    )


def _area(area: GridRange | None) -> str:
    if area is None or area.end_row_index is None or area.end_column_index is None:
        letters = column_letter(area.start_column_index + 1) if area else "A"
        return f"{letters}{(area.start_row_index if area else 0) + 1} and on"
    first = a1(area.start_row_index + 1, area.start_column_index + 1)
    return f"{first}:{a1(area.end_row_index, area.end_column_index)}"
