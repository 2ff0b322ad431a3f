"""After the write: what met other rows than expected is put right, in further small writes.

Each write carries a journal (see `journal`), so that whoever reads after a death in between goes on
from there. Who writes after us has read our journal: from then on the mending is theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from mso_sheets.adapters.google.composing import Draft, carry_notes, open_draft
from mso_sheets.adapters.google.evidence import Sighting
from mso_sheets.adapters.google.generation import KEPT_TOKENS, Token, own
from mso_sheets.adapters.google.guarded import Guarded, Slip, put_cells, slips
from mso_sheets.adapters.google.image import Image
from mso_sheets.adapters.google.journal import sealed
from mso_sheets.adapters.google.landing import land
from mso_sheets.adapters.google.looking import look
from mso_sheets.adapters.google.notes import NotesMove
from mso_sheets.adapters.google.notes_witness import corrected
from mso_sheets.adapters.google.reading import read_structure
from mso_sheets.adapters.google.repairs import Pile, placed_now
from mso_sheets.adapters.google.structure import structure_of
from mso_sheets.adapters.google.transport import Patience, Transport
from mso_sheets.errors import ConflictError, WorkbookError
from mso_sheets.model.cells import Snapshot, a1

ROUNDS = 9

TAKEN_OVER = (
    "People moved rows in the moment of the write; another run came first and puts that right."
)

NextToken = Callable[[Snapshot], Token]
"""The token of a further write on top of a snapshot."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What mending came to. `after` is as far as no other writer came in between.

    `failure`: the network or Google ended it.
    """

    after: Snapshot
    told: tuple[str, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a write got wrong: rows that met a stranger, notes that lie beside another key.

    `image` is what was seen before the write, `waiting` what is to be written whatever became of it;
    `mends`: the write put right an earlier one, so it is to be made again.
    """

    slips: Sequence[Slip] = ()
    moves: Sequence[NotesMove] = ()
    image: Image = field(default_factory=Image)
    waiting: Sequence[Sequence[Guarded]] = ()
    mends: bool = False

    def pile(self) -> Pile:
        """What is to be done, in order."""
        pile = Pile([list(group) for group in self.waiting])
        if self.mends:
            pile.further_slips(self.slips, self.image)
        else:
            pile.first_slips(self.slips, self.image)
        return pile


@dataclass(frozen=True, slots=True)
class Bench:
    """Where repairs are made: ids of our tabs by name, the column of evidence on `_mso_state`."""

    sheet_ids: dict[str, int]
    column: int


def wrong_after(draft: Draft, sighting: Sighting, image: Image) -> Wrong:
    """Compares what the write met with what it expected."""
    found = [corrected(drawn, sighting) for drawn in draft.watched]
    moves = [move for move in found if move is not None]
    return Wrong(slips(draft.writes, sighting), moves, image)


def mend(
    transport: Transport, bench: Bench, wrong: Wrong, after: Snapshot, next_token: NextToken
) -> Mended:
    """Writes until every row and note is right, a bounded number of times; never raises.

    The write itself has landed: what cannot be put right is told with what stood there.
    """
    failure = ""
    pile, moves = wrong.pile(), list(wrong.moves)
    base, alone, group = after, True, pile.top()
    try:
        for _ in range(ROUNDS):
            if not (group or moves):
                break
            patience = transport.patience()
            try:
                now = look(transport, base, _places(group), patience)
                writes = placed_now(group, now)
                if writes or moves:
                    again = _repair(bench, writes, moves, base, next_token(base))
                    again = sealed(again, now, pile.groups, mends=True)
                    sighting = land(transport, again, patience)
                    pile.further_slips(slips(writes, sighting), now)
                    base, moves = _one_on(base, again), []
                    after = base if alone else after
            except ConflictError:
                found = _caught_up(transport, base, patience, next_token(base).account)
                if found.generation != base.generation:
                    return Mended(after, (TAKEN_OVER,))
                base, alone = found, False
                continue
            group = pile.top()
    except WorkbookError as error:
        failure = str(error)
    left = [write for writes in (*pile.groups, group) for write in writes]
    if left or moves:
        told = (_trouble(failure), *(_despair(write) for write in left))
        return Mended(after, told, failure)
    return Mended(after, tuple(_sentence(slip) for slip in wrong.slips))


def _places(group: Sequence[Guarded]) -> dict[int, list[tuple[int, int]]]:
    places: dict[int, list[tuple[int, int]]] = {}
    for write in group:
        cells = [(write.row, column) for column in (*write.expected, *write.put)]
        places.setdefault(write.sheet_id, []).extend(cells)
    return places


def _repair(
    bench: Bench,
    writes: Sequence[Guarded],
    moves: Sequence[NotesMove],
    base: Snapshot,
    token: Token,
) -> Draft:
    """A small batch of its own: values back to where they were, notes to their keys."""
    again = open_draft(base, token, bench.sheet_ids, bench.column, writes)
    again.evidence.copy_all(again.batch)
    carry_notes(again, moves)
    put_cells(writes, again.batch)
    return again


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


def _caught_up(transport: Transport, base: Snapshot, patience: Patience, account: str) -> Snapshot:
    """`base` with the generation that another writer has made meanwhile."""
    found = structure_of(read_structure(transport, patience, hidden_rows=False))
    tokens = own(found.tokens, account)
    return replace(base, generation=found.generation, tokens=tokens, taken_ids=found.taken_ids)


def _sentence(slip: Slip) -> str:
    if slip.write.append is not None:
        return f"{slip.write.label} was moved: another row came to its place in the same moment."
    return (
        f"{slip.write.label} was not written: the rows moved in the same moment. What stood there "
        "was put back; the next run looks for the row again."
    )


def _trouble(failure: str) -> str:
    why = failure or "They moved again and again."
    return f"People moved rows in the moment of the write, and not all was put right. {why}"


def _despair(write: Guarded) -> str:
    cells = ", ".join(
        f"{a1(write.row, column)} = {'empty' if value is None else value}"
        for column, value in write.values.items()
    )
    return (
        f"{write.label}: still to be set by hand, if the row has not moved on: {cells}. Compare "
        "with File, Version history."
    )
