"""After the write: what met other rows than expected is put right, in further small writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from mso_sheets.adapters.google.composing import Draft, carry_notes, open_draft
from mso_sheets.adapters.google.evidence import Testimony
from mso_sheets.adapters.google.generation import KEPT_TOKENS, Token
from mso_sheets.adapters.google.guarded import Slip, mended, put_cells, slips
from mso_sheets.adapters.google.image import Image
from mso_sheets.adapters.google.landing import land
from mso_sheets.adapters.google.looking import look
from mso_sheets.adapters.google.notes import NotesMove, Row, misplaced, plan_move, witness
from mso_sheets.adapters.google.reading import read_structure
from mso_sheets.adapters.google.structure import structure_of
from mso_sheets.adapters.google.transport import Patience, Transport
from mso_sheets.errors import ConflictError
from mso_sheets.model.cells import RawTab, Snapshot
from mso_sheets.model.changes import TabWrite

ROUNDS = 5

NextToken = Callable[[Snapshot], Token]
"""The token of a further write on top of a snapshot."""
Stray = tuple[TabWrite, NotesMove, dict[int, Row]]
"""Notes that lie beside another key, and where they belong."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What mending came to. `after` is as far as no other writer came in between."""

    after: Snapshot
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is not right yet; `image` is what was seen before it was written."""

    slips: Sequence[Slip]
    strays: Sequence[Stray]
    image: Image

    def __bool__(self) -> bool:
        return bool(self.slips or self.strays)


def wrong_after(draft: Draft, testimony: Testimony, image: Image) -> Wrong:
    """Compares what the write met with what it expected."""
    found = ((write, move, misplaced(write, move, testimony)) for write, move in draft.moves)
    strays = [(write, move, belongs) for write, move, belongs in found if belongs is not None]
    return Wrong(slips(draft.writes, testimony), strays, image)


def mend(
    transport: Transport,
    draft: Draft,
    wrong: Wrong,
    after: Snapshot,
    next_token: NextToken,
    patience: Patience,
) -> Mended:
    """Writes until every row and note is right, a bounded number of times."""
    told = [_sentence(slip) for slip in wrong.slips]
    base, alone = after, True
    for _ in range(ROUNDS):
        if not wrong:
            break
        try:
            now = look(transport, base, _places(wrong), patience)
            again = _repair(draft, wrong, now, base, next_token(base))
            testimony = land(transport, again, patience)
        except ConflictError:
            base, alone = _caught_up(transport, base, patience), False
            continue
        base = _one_on(base, again)
        after = base if alone else after
        wrong = wrong_after(again, testimony, now)
    return Mended(after, (*told, *(_despair(slip) for slip in wrong.slips)))


def _places(wrong: Wrong) -> dict[int, list[tuple[int, int]]]:
    places: dict[int, list[tuple[int, int]]] = {}
    for slip in wrong.slips:
        cells = [(slip.write.row, column) for column in slip.found]
        places.setdefault(slip.write.sheet_id, []).extend(cells)
    for _, move, _ in wrong.strays:
        corners = [(move.first_row, 1), (move.last_row, move.last_column)]
        places.setdefault(move.sheet_id, []).extend(corners)
    return places


def _repair(draft: Draft, wrong: Wrong, now: Image, base: Snapshot, token: Token) -> Draft:
    """A small batch of its own: values back to where they were, notes to their keys."""
    writes = [repair for slip in wrong.slips for repair in mended(slip, wrong.image, now)]
    again = open_draft(base, token, draft.sheet_ids, draft.evidence.column, writes)
    for write, move, belongs in wrong.strays:
        wanted = _with_notes(write, belongs)
        planned = plan_move(wanted, _tab_now(base, move, now))
        if planned is not None:
            again.moves.append((wanted, planned))
            witness(again.evidence, planned)
    again.evidence.copy_all(again.batch)
    carry_notes(again)
    put_cells(writes, again.batch)
    return again


def _with_notes(write: TabWrite, belongs: Mapping[int, Row]) -> TabWrite:
    last = max(belongs, default=write.header_row)
    notes = [list(belongs.get(row, ())) for row in range(write.header_row, last + 1)]
    return replace(write, notes=notes)


def _tab_now(base: Snapshot, move: NotesMove, now: Image) -> RawTab:
    tab = next(tab for tab in base.tabs if tab.sheet_id == move.sheet_id)
    rows = range(1, max(now.cells.get(move.sheet_id, {}), default=0) + 1)
    columns = [
        [now.value(move.sheet_id, row, column) for row in rows]
        for column in range(1, move.last_column + 1)
    ]
    return replace(tab, columns=columns)


def _one_on(base: Snapshot, draft: Draft) -> Snapshot:
    number = draft.token.generation
    tokens = (*base.tokens, number)[-KEPT_TOKENS:]
    taken = base.taken_ids | {number}
    sizes = draft.batch.grids
    tabs = tuple(
        replace(tab, row_count=sizes[tab.sheet_id][0], column_count=sizes[tab.sheet_id][1])
        for tab in base.tabs
    )
    return replace(base, generation=number, tokens=tokens, taken_ids=taken, tabs=tabs)


def _caught_up(transport: Transport, base: Snapshot, patience: Patience) -> Snapshot:
    """`base` with the generation that another writer has made meanwhile."""
    found = structure_of(read_structure(transport, patience, hidden_rows=False))
    tokens = tuple(token.generation for token in found.tokens)
    return replace(base, generation=found.generation, tokens=tokens, taken_ids=found.taken_ids)


def _sentence(slip: Slip) -> str:
    if slip.write.append is not None:
        return f"{slip.write.label} was moved: another row came to its place in the same moment."
    return (
        f"{slip.write.label} was not written: the rows moved in the same moment. What stood there "
        "was put back; the next run looks for the row again."
    )


def _despair(slip: Slip) -> str:
    return (
        f"{slip.write.label}: the rows moved again and again. Look at row {slip.write.row} of that "
        "tab in the version history (File, Version history)."
    )
