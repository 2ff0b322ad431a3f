"""Verified writes in a world where people sort, insert, delete and type at the worst moment."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from mso_sheets.adapters.google.cells import Json
from mso_sheets.adapters.google.checking import Checked, check
from mso_sheets.adapters.google.evidence import Evidence, Sighting
from mso_sheets.adapters.google.guarded import Guarded, plan_evidence, slips
from mso_sheets.adapters.google.image import Image
from mso_sheets.adapters.google.repairs import Pile, placed_now
from mso_sheets.adapters.google.wire import (
    CellData,
    CellFormat,
    ExtendedValue,
    GridRange,
    NumberFormat,
    ProtectedRange,
)
from mso_sheets.model.cells import Cell
from mso_sheets.model.changes import CellWrite, RowAppend

Rows = list[list[Cell]]
WIDTH = 4
START: Rows = [
    ["ID", "What", "Who", "Status"],
    ["A-1", "draft", "Ana", "Open"],
    [None, "room", "Ben", "Open"],
    [None, "call", "Ana", "Open"],
    ["A-4", "room", "Ben", "Done"],
]


def typed(value: Cell) -> CellData:
    if value is None:
        return CellData()
    if isinstance(value, bool):
        found = ExtendedValue(bool_value=value)
    elif isinstance(value, str):
        found = ExtendedValue(string_value=value)
    else:
        found = ExtendedValue(number_value=value)
    return CellData(user_entered_value=found, effective_value=found)


def image(rows: Rows) -> Image:
    """What a close look at the rows shows."""
    numbered = {
        number: {column: typed(value) for column, value in enumerate(row, 1)}
        for number, row in enumerate(rows, 1)
    }
    return Image({0: numbered})


def mint(row: int, rows: Rows = START, **changes: Any) -> CellWrite:
    identity = {column: rows[row - 1][column - 1] for column in (2, 3, 4)}
    settings = {"value": f"NEW-{row}", "before": None, "identity": identity, **changes}
    return CellWrite("actions", "Actions", 0, row, 1, reason="mint-id", **settings)


def append(row: int) -> RowAppend:
    values: dict[int, Cell] = {1: "APP", 2: "from notes", 4: "Open"}
    return RowAppend("actions", "Actions", 0, row, values, "notes/1")


def write_into(rows: Rows, writes: Sequence[Guarded]) -> Sighting:
    """One atomic write: first the evidence, then the cells."""
    evidence = Evidence(9, "_mso_state", 20)
    plan_evidence(writes, evidence)
    seen: dict[tuple[int, int], Cell] = {}
    for block in evidence.blocks:
        for row in range(block.first_row, block.last_row + 1):
            for column in range(block.first_column, block.last_column + 1):
                place = (block.at + row - block.first_row, column - block.first_column)
                seen[place] = cell(rows, row, column)
    for write in writes:
        while len(rows) < write.row:
            rows.append([None] * WIDTH)
        for column, (data, _) in write.put.items():
            rows[write.row - 1][column - 1] = value_of(data)
    return Sighting(tuple(evidence.blocks), seen)


def cell(rows: Rows, row: int, column: int) -> Cell:
    return rows[row - 1][column - 1] if row <= len(rows) else None


def value_of(data: Json) -> Cell:
    value: Cell = next(iter(data.get("userEnteredValue", {}).values()), None)
    return value


def settle(rows: Rows, checked: Checked, before: Image, edits: Sequence[Any]) -> int:
    """Writes and mends until all is right, people editing before each write. Returns the edits."""
    pile, made = Pile(), iter(edits)
    done = _edited(rows, made)
    pile.first_slips(slips(checked.writes, write_into(rows, checked.writes)), before)
    for _ in range(12):
        if not pile:
            return done
        now = image(rows)
        writes = placed_now(pile.top(), now)
        done += _edited(rows, made)
        pile.further_slips(slips(writes, write_into(rows, writes)), now)
    raise AssertionError("never right")


def _edited(rows: Rows, edits: Iterator[Any]) -> int:
    edit = next(edits, None)
    if edit is not None:
        edit(rows)
    return int(edit is not None)


def sort(chance: random.Random) -> Any:
    column, turned = chance.randrange(WIDTH), chance.random() < 0.5

    def edit(rows: Rows) -> None:
        rows[1:] = sorted(rows[1:], key=lambda row: str(row[column] or "~"), reverse=turned)

    return edit


def insert(chance: random.Random) -> Any:
    place, text = chance.randrange(1, 6), chance.choice([None, "typed"])

    def edit(rows: Rows) -> None:
        rows.insert(min(place, len(rows)), [None, text, None, None])

    return edit


def delete(chance: random.Random) -> Any:
    text = chance.choice(["draft", "call"])

    def edit(rows: Rows) -> None:
        rows[:] = [row for row in rows if row[1] != text]

    return edit


def people(rows: Rows) -> list[list[Cell]]:
    """The rows without what we add: as a sorted list of lists of text."""
    found = []
    for row in rows[1:]:
        if row[0] == "APP":
            continue
        first = None if str(row[0]).startswith("NEW-") else row[0]
        found.append([first, *row[1:]])
    return sorted((row for row in found if any(c is not None for c in row)), key=str)


@pytest.mark.parametrize("seed", range(300))
def test_no_stranger_s_cell_is_ever_lost(seed: int) -> None:
    chance = random.Random(seed)
    rows: Rows = [list(row) for row in START]
    shadow: Rows = [list(row) for row in START]
    # One edit before the write, and sometimes one more while the first slip is mended.
    edits = [chance.choice([sort, insert, delete])(chance)]
    edits += [chance.choice([sort, insert])(chance) for _ in range(chance.choice([0, 0, 1, 2]))]
    before = image(rows)
    checked = check([mint(3), mint(4)], [append(6)], before, [])
    done = settle(rows, checked, before, edits)
    for edit in edits[:done]:
        edit(shadow)
    assert people(rows) == people(shadow)
    assert sum(row[0] == "APP" for row in rows) == 1
    named = {row[0]: row[1] for row in rows if str(row[0]).startswith("NEW-")}
    assert named.items() <= {"NEW-3": "room", "NEW-4": "call"}.items()


def test_in_a_quiet_moment_everything_lands_at_once() -> None:
    rows: Rows = [list(row) for row in START]
    checked = check([mint(3), mint(4)], [append(6)], image(rows), [])
    assert checked.dropped == ()
    assert settle(rows, checked, image(rows), []) == 0
    assert [row[0] for row in rows] == ["ID", "A-1", "NEW-3", "NEW-4", "A-4", "APP"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"identity": {2: "another"}}, "another row stands there now"),
        ({"before": "X-1"}, "somebody changed the cell"),
        ({"row": 60}, "another row stands there now"),
    ],
)
def test_a_write_that_does_not_fit_any_more_is_dropped_and_told(
    change: dict[str, Any], words: str
) -> None:
    row = change.pop("row", 0)
    write = mint(3, **change)
    if row:
        write = CellWrite("a", "Actions", 0, row, 1, "N", None, write.identity, "mint-id")
    checked = check([write], [], image(START), [])
    assert checked.writes == ()
    assert words in checked.dropped[0]
    assert checked.dropped[0].endswith(".")


def test_a_protected_cell_is_not_tried() -> None:
    area = GridRange(sheet_id=0, start_row_index=2, end_row_index=3)
    closed = [ProtectedRange(protected_range_id=5, range=area)]
    checked = check([mint(3), mint(4)], [append(6)], image(START), closed)
    assert [write.row for write in checked.writes] == [4, 6]
    assert "protected" in checked.dropped[0]
    allowed = [ProtectedRange(protected_range_id=5, range=area, requesting_user_can_edit=True)]
    assert check([mint(3)], [], image(START), allowed).dropped == ()


def test_computed_cells_do_not_identify_a_row() -> None:
    cells = {number: dict(row) for number, row in image(START).cells[0].items()}
    cells[3][4] = CellData(
        user_entered_value=ExtendedValue(formula_value="=NOW()"),
        effective_value=ExtendedValue(number_value=46126.5),
    )
    write = mint(3, identity={2: "room", 3: "Ben", 4: 46126.4})
    assert check([write], [], Image({0: cells}), []).dropped == ()


def test_an_append_goes_below_what_was_typed_meanwhile_and_spares_prepared_formulas() -> None:
    rows: Rows = [*START, ["typed", None, None, None], [False, None, None, None]]
    cells = {number: dict(row) for number, row in image(rows).cells[0].items()}
    cells[7][4] = CellData(
        user_entered_value=ExtendedValue(formula_value='=IF(B7="","","new")'),
        effective_value=ExtendedValue(string_value="new"),
    )
    (write,) = check([], [append(6)], Image({0: cells}), []).writes
    assert write.row == 7
    assert sorted(write.put) == [1, 2]


def test_two_appends_take_two_rows() -> None:
    writes = check([], [append(6), append(6)], image(START), []).writes
    assert [write.row for write in writes] == [6, 7]


def test_a_date_keeps_a_date_format_and_gets_one_where_there_is_none() -> None:
    shown = CellData(user_entered_format=CellFormat(number_format=NumberFormat(type="DATE")))
    write = RowAppend("a", "Actions", 0, 6, {1: 1.0, 2: 2.0}, "s", frozenset({1, 2}))
    (found,) = check([], [write], Image({0: {6: {1: shown}}}), []).writes
    assert found.put[1] == ({"userEnteredValue": {"numberValue": 1.0}}, "userEnteredValue")
    assert found.put[2][0]["userEnteredFormat"] == {"numberFormat": {"type": "DATE"}}
