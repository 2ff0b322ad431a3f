"""What a write leaves behind for the case that its maker dies before it has put right its slips.

The evidence says what stood in people's cells in the moment of the write; the journal, written in
the same atomic request, says what was expected there, and what is to be done if it was not so. The
write's generation token names the journal's place, so the next write puts it out of force.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from mso_sheets.adapters.google.cells import row_data
from mso_sheets.adapters.google.composing import Draft
from mso_sheets.adapters.google.evidence import Block, Sighting
from mso_sheets.adapters.google.generation import addition
from mso_sheets.adapters.google.guarded import Guarded
from mso_sheets.adapters.google.image import Image
from mso_sheets.adapters.google.notes_witness import Watched
from mso_sheets.adapters.google.wire import CellData
from mso_sheets.model.cells import Cell, column_letter
from mso_sheets.model.state import CELL_LIMIT

RANGE = re.compile(r"([A-Z]+)(\d+):[A-Z]+(\d+)")
MOST_TYPED = 500

Columns = Sequence[Sequence[Cell]]
Typed = Mapping[int, Mapping[int, Mapping[int, CellData]]]


@dataclass(frozen=True, slots=True)
class Journal:
    """One write as its mending needs it.

    `blocks` say where the evidence stands; `waiting` are groups of writes that are to follow
    whatever became of this one; `mends`: this write puts right an earlier one. `typed` are rows
    whose cells hold more than their value (formulas, links).
    """

    blocks: tuple[Block, ...] = ()
    writes: tuple[Guarded, ...] = ()
    watched: tuple[Watched, ...] = ()
    waiting: tuple[tuple[Guarded, ...], ...] = ()
    mends: bool = False
    typed: Typed = field(default_factory=dict)


def sealed(
    draft: Draft,
    image: Image,
    waiting: Sequence[Sequence[Guarded]] = (),
    *,
    mends: bool = False,
) -> Draft:
    """The draft with its journal, where there is anything to remember."""
    if not (draft.writes or draft.watched or waiting):
        return draft
    blocks, writes = tuple(draft.evidence.blocks), tuple(draft.writes)
    groups = tuple(tuple(group) for group in waiting)
    made = Journal(blocks, writes, draft.watched, groups, mends, _typed(writes, image))
    lines = list(_lines(made))
    # The free column between charts' numbers and the evidence.
    column, state_id = draft.evidence.column - 1, draft.evidence.state_id
    draft.batch.write(
        state_id, (1, column), (len(lines), column),
        row_data([[line] for line in lines], draft.batch.target),
    )  # fmt: skip
    letter = column_letter(column)
    token = replace(draft.token, journal=f"{letter}1:{letter}{len(lines)}")
    place = next(n for n, each in enumerate(draft.batch.requests) if "addProtectedRange" in each)
    draft.batch.requests[place] = addition(token, state_id)
    return replace(draft, token=token)


def _typed(writes: Sequence[Guarded], image: Image) -> Typed:
    columns: dict[int, set[int]] = {}
    for write in writes:
        columns.setdefault(write.sheet_id, set()).update(write.put)
    special: dict[int, dict[int, Mapping[int, CellData]]] = {}
    for sheet_id, wanted in columns.items():
        rows = image.cells.get(sheet_id, {})
        found = [n for n, cells in rows.items() if any(_special(cells.get(c)) for c in wanted)]
        special[sheet_id] = {n: rows[n] for n in found[:MOST_TYPED]}
    return {sheet_id: rows for sheet_id, rows in special.items() if rows}


def _special(cell: CellData | None) -> bool:
    if cell is None:
        return False
    typed = cell.user_entered_value
    return bool(cell.text_format_runs) or bool(typed and typed.formula_value is not None)


def _lines(made: Journal) -> Iterator[str]:
    text = json.dumps(msgspec.to_builtins(made, str_keys=True), separators=(",", ":"))
    for start in range(0, len(text), CELL_LIMIT):
        yield text[start : start + CELL_LIMIT]


def read_journal(place: str, columns: Columns) -> tuple[Journal, Sighting, int] | None:
    """The journal at `place` and the evidence, with its column, out of all columns of `_mso_state`.

    None where somebody damaged it: then nothing can be told, and nothing is touched.
    """
    match = RANGE.fullmatch(place)
    if match is None:
        return None
    column = _number(match[1])
    lines = columns[column - 1][int(match[2]) - 1 : int(match[3])] if column <= len(columns) else ()
    try:
        made = msgspec.convert(json.loads("".join(map(str, lines))), Journal, str_keys=True)
    except (ValueError, msgspec.ValidationError):
        return None
    beside = enumerate(columns[column:])
    values = {(row, n): value for n, cells in beside for row, value in enumerate(cells, 1)}
    return made, Sighting(made.blocks, values), column + 1


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
