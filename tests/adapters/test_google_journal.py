"""What a write leaves for the run after a death: it comes back as it was, or it is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mso_sheets.adapters.google.batch import Batch
from mso_sheets.adapters.google.composing import Draft
from mso_sheets.adapters.google.evidence import Evidence
from mso_sheets.adapters.google.generation import Token, addition, tokens_of
from mso_sheets.adapters.google.guarded import Guarded, plan_evidence, slips
from mso_sheets.adapters.google.image import Image
from mso_sheets.adapters.google.journal import Journal, read_journal, sealed
from mso_sheets.adapters.google.ranges import ranges_of
from mso_sheets.adapters.google.wire import (
    CellData,
    DeveloperMetadata,
    ExtendedValue,
    GridProperties,
    ProtectedRange,
    Sheet,
    SheetProperties,
)
from mso_sheets.model.cells import Cell
from mso_sheets.model.changes import RowAppend

STATE, ACTIONS, COLUMN = 9, 0, 13
TOKEN = Token(7, "8f3a", "beef")
APPEND = RowAppend("actions", "Actions", ACTIONS, 6, {1: "A-9", 4: 46120.0}, "n/1", frozenset({4}))
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.text(max_size=40), st.booleans(), st.none(), st.floats(-1e9, 1e9)
)


def mint(row: int, words: str, value: str = "A-2") -> Guarded:
    return Guarded(
        f"'{value}' for Actions!A{row}", ACTIONS, row, {1: None, 2: words},
        {1: ({"userEnteredValue": {"stringValue": value}}, "userEnteredValue")}, {1: value},
    )  # fmt: skip


def draft_of(*writes: Guarded) -> Draft:
    evidence = Evidence(STATE, "_mso_state", COLUMN)
    plan_evidence(writes, evidence)
    batch = Batch({STATE: (200, 26), ACTIONS: (100, 26)}, lambda _: None)
    batch.requests.append(addition(TOKEN, STATE))
    return Draft(batch, TOKEN, evidence, {}, writes)


def state_after(draft: Draft, stood: Sequence[Sequence[Cell]] = ()) -> list[list[Cell]]:
    """The columns of the state as they are read after the write; `stood` is the evidence."""
    columns: list[list[Cell]] = [[] for _ in range(COLUMN + 6)]
    written = [r["updateCells"] for r in draft.batch.requests if "updateCells" in r]
    rows = written[-1]["rows"] if written else []
    lines: list[Cell] = [row["values"][0]["userEnteredValue"]["stringValue"] for row in rows]
    columns[COLUMN - 2] = lines
    for row in stood:
        for offset, value in enumerate(row):
            columns[COLUMN - 1 + offset].append(value)
    return columns


def back(draft: Draft, stood: Sequence[Sequence[Cell]] = ()) -> Journal:
    found = read_journal(draft.token.journal, state_after(draft, stood))
    assert found is not None
    return found[0]


def test_a_write_comes_back_with_what_stood_there_and_where_the_evidence_is() -> None:
    draft = sealed(draft_of(mint(3, "room")), Image())
    found = read_journal(draft.token.journal, state_after(draft, [["A-4", "bank"]]))
    assert found is not None
    journal, sighting, column = found
    assert (journal.writes, journal.mends, column) == ((mint(3, "room"),), False, COLUMN)
    assert [slip.found for slip in slips(journal.writes, sighting)] == [{1: "A-4", 2: "bank"}]


def test_a_write_that_met_what_it_expected_leaves_nothing_to_do() -> None:
    draft = sealed(draft_of(mint(3, "room")), Image())
    found = read_journal(draft.token.journal, state_after(draft, [[None, "room"]]))
    assert found is not None
    assert slips(found[0].writes, found[1]) == []


@given(words=CELLS, value=st.text(min_size=1, max_size=80))
def test_any_cell_comes_back_as_it_was(words: Cell, value: str) -> None:
    write = replace(mint(3, "", value), expected={1: None, 2: words}, append=APPEND)
    assert back(sealed(draft_of(write), Image())).writes == (write,)


def test_what_is_still_to_be_written_comes_back_in_order() -> None:
    waiting = [[mint(4, "call")], [mint(5, "bank"), mint(6, "room")]]
    journal = back(sealed(draft_of(mint(3, "room")), Image(), waiting, mends=True))
    assert [list(group) for group in journal.waiting] == waiting
    assert journal.mends


def test_half_a_character_and_thousands_of_writes_are_kept() -> None:
    writes = [mint(row, f"half \ud83d of {row}") for row in range(2, 1002)]
    draft = sealed(draft_of(*writes), Image())
    assert back(draft).writes == tuple(writes)
    assert all(len(str(line)) <= 30_000 for line in state_after(draft)[COLUMN - 2])


def test_a_formula_in_a_column_that_is_written_is_kept_and_plain_cells_are_not() -> None:
    formula = CellData(user_entered_value=ExtendedValue(formula_value="=B2"))
    plain = CellData(user_entered_value=ExtendedValue(string_value="A-1"))
    image = Image({ACTIONS: {2: {1: plain}, 5: {1: formula}}})
    assert back(sealed(draft_of(mint(3, "room")), image)).typed == {ACTIONS: {5: {1: formula}}}


def test_a_write_of_our_own_tabs_alone_leaves_no_journal() -> None:
    draft = draft_of()
    assert sealed(draft, Image()) is draft
    assert draft.token.journal == ""


def test_the_token_names_the_place_and_is_still_the_same_token() -> None:
    draft = sealed(draft_of(mint(3, "room")), Image())
    assert draft.token.journal == "L1:L1"
    (request,) = [r for r in draft.batch.requests if "addProtectedRange" in r]
    described = request["addProtectedRange"]["protectedRange"]["description"]
    (read,) = tokens_of([ProtectedRange(protected_range_id=7, description=described)])
    assert (read, read.journal) == (TOKEN, "L1:L1")


@pytest.mark.parametrize("run", ["r, journal A1:A9", "r (beef), journal A1:A9.", "x (y)"])
def test_a_run_s_name_is_never_taken_for_a_journal(run: str) -> None:
    described = Token(7, run, "cafe").description
    (read,) = tokens_of([ProtectedRange(protected_range_id=7, description=described)])
    assert (read.run_id, read.journal) == (run, "")


@pytest.mark.parametrize(
    ("place", "line"),
    [("", "{}"), ("L1:L1", "{"), ("L1:L1", "[1]"), ("L1:L1", '{"writes":[{"row":"x"}]}'),
     ("ZZ1:ZZ1", "{}"), ("L5:L6", "{}")],
)  # fmt: skip
def test_a_journal_that_somebody_damaged_is_none(place: str, line: str) -> None:
    columns: list[list[Cell]] = [[] for _ in range(20)]
    columns[COLUMN - 2] = [line]
    assert read_journal(place, columns) is None


def test_the_state_is_read_as_wide_as_it_is_only_where_a_journal_stands() -> None:
    properties = SheetProperties(title="s", grid_properties=GridProperties(200, 40))
    mark = DeveloperMetadata(metadata_key="mso_sheets_tab", metadata_value="_mso_state")
    state = Sheet(properties=properties, developer_metadata=[mark])
    assert list(ranges_of(state)) == ["'s'!A1:J200"]
    assert list(ranges_of(state, journal=True)) == ["'s'!A1:AN200"]
