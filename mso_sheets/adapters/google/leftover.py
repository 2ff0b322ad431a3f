"""What a run that died in its mending left for the next: found while reading, put right by writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mso_sheets.adapters.google.composing import open_draft
from mso_sheets.adapters.google.evidence import Sighting
from mso_sheets.adapters.google.guarded import slips
from mso_sheets.adapters.google.image import Image
from mso_sheets.adapters.google.journal import Journal, read_journal
from mso_sheets.adapters.google.landing import land
from mso_sheets.adapters.google.mending import Bench, NextToken, Wrong, mend
from mso_sheets.adapters.google.notes import NotesMove
from mso_sheets.adapters.google.notes_witness import corrected, still_stands
from mso_sheets.adapters.google.reading import Reading
from mso_sheets.adapters.google.transport import Transport
from mso_sheets.errors import WorkbookError
from mso_sheets.model.cells import RawTab, Snapshot
from mso_sheets.model.state import STATE_TAB


@dataclass(frozen=True, slots=True)
class Left:
    """What is to be put right, where, and sentences on what no longer can be."""

    wrong: Wrong
    bench: Bench
    told: tuple[str, ...] = field(default=())


def left_over(reading: Reading) -> Left | None:
    """What the last write's maker did not get to; None when nothing is left."""
    found = read_journal(reading.structure.journal, reading.beside)
    state = reading.structure.ours.get(STATE_TAB)
    if found is None or state is None:
        return None
    journal, sighting, column = found
    moves, told = _moves(journal, sighting, reading.snapshot.tabs)
    slipped = slips(journal.writes, sighting)
    if not (slipped or moves or told or journal.waiting):
        return None
    wrong = Wrong(slipped, moves, Image(journal.typed), journal.waiting, journal.mends)
    return Left(wrong, Bench({STATE_TAB: state}, column), told)


def _moves(
    journal: Journal, sighting: Sighting, tabs: Sequence[RawTab]
) -> tuple[list[NotesMove], tuple[str, ...]]:
    """Notes that lie beside another key, where nobody has touched the tab since."""
    moves, told = [], []
    by_id = {tab.sheet_id: tab for tab in tabs}
    for drawn in journal.watched:
        better, tab = corrected(drawn, sighting), by_id.get(drawn.move.sheet_id)
        if better is None or tab is None:
            continue
        if still_stands(drawn, sighting, tab):
            moves.append(better)
        else:
            told.append(
                f"Notes in {tab.title} may lie beside another row than they did: people moved rows "
                "in the moment of a write whose run was cut off. Compare with File, Version history."
            )
    return moves, tuple(told)


def settle(
    transport: Transport, left: Left, base: Snapshot, next_token: NextToken
) -> tuple[str, ...]:
    """Puts it right and puts the journal out of force; returns sentences on it.

    Raises ConflictError when another run is at it, WorkbookError when Google ended it.
    """
    done = mend(transport, left.bench, left.wrong, base, next_token)
    if done.failure:
        raise WorkbookError(" ".join(done.told), "Run again.", permanent=False)
    if done.after.generation == base.generation:
        empty = open_draft(
            done.after, next_token(done.after), left.bench.sheet_ids, left.bench.column, ()
        )
        land(transport, empty, transport.patience())
    return (*left.told, *done.told)
