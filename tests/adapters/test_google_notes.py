"""Where people's notes go when rows change places, and what happens when people move them too."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import pytest

from mso_sheets.adapters.google.evidence import Evidence, Sighting
from mso_sheets.adapters.google.notes import NotesMove, plan_move
from mso_sheets.adapters.google.notes_witness import corrected, is_at_risk, watched, witness
from mso_sheets.model.cells import Cell, RawTab
from mso_sheets.model.changes import GridValue, TabWrite
from mso_sheets.model.tab import TabColumn, TabContent

HEADER = 4
HEAD: list[list[GridValue]] = [["title"], ["fresh"], [None], ["Key"]]
Notes = Mapping[str, Cell]


def tab(keys: Sequence[str], notes: Notes) -> RawTab:
    """One column of ours from row 4 on, one of notes."""
    ours: list[Cell] = ["title", "fresh", None, "Key", *keys]
    theirs = [None, None, None, notes.get("Key"), *(notes.get(key) for key in keys)]
    return RawTab("Summary", 7, [ours, theirs], 100, 4)


def write(keys: Sequence[str], notes: Notes) -> TabWrite:
    """The same as it should be."""
    content = TabContent(
        "Summary", "title", "fresh", (TabColumn("Key", "key"),), [[k] for k in keys]
    )
    table: list[list[GridValue]] = [[key] for key in keys]
    grid = [*HEAD, *table]
    beside = [[notes.get("Key")], *([notes.get(key)] for key in keys)]
    return TabWrite(content, grid, HEADER, beside, sheet_id=7)


def carried(move: NotesMove, stood: Mapping[int, Cell]) -> dict[int, Cell]:
    """What the server does with a move: row -> note afterwards."""
    rows = {*stood, *move.moved, *move.written, *move.emptied}
    after: dict[int, Cell] = {}
    for row in rows:
        source = move.source(row)
        after[row] = stood.get(source) if source else move.written.get(row, (None,))[0]
    return {row: note for row, note in after.items() if note is not None}


def rows_of(keys: Sequence[str], notes: Notes) -> dict[int, Cell]:
    """Row -> note when each note is beside its key."""
    return {
        row: note
        for row, key in enumerate(["Key", *keys], HEADER)
        if (note := notes.get(key)) is not None
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("abc", "abc"),
        ("abc", "cba"),
        ("abc", "xabc"),
        ("abcd", "da"),
        ("abc", "xyz"),
        ("a", "bacd"),
    ],
)
def test_each_note_ends_beside_its_key(before: str, after: str) -> None:
    notes: Notes = {"Key": "notes", "a": 1.0, "b": "two", "d": True}
    kept = {key: note for key, note in notes.items() if key in after or key == "Key"}
    move = plan_move(write(after, kept), tab(before, notes))
    assert carried(move, rows_of(before, notes)) == rows_of(after, kept)


def test_notes_that_stay_are_not_named_at_all() -> None:
    move = plan_move(write("abc", {"a": "x", "c": "z"}), tab("abc", {"a": "x", "c": "z"}))
    assert (move.moved, move.written, move.emptied) == ({}, {}, ())


def test_equal_notes_each_go_with_their_own_row() -> None:
    notes = {"a": "ok", "b": "ok"}
    move = plan_move(write("xba", notes), tab("ab", notes))
    assert (move.moved, move.emptied) == ({7: 5}, (5,))


def test_a_note_that_stands_nowhere_is_written() -> None:
    move = plan_move(write("ab", {"a": "new"}), tab("ab", {}))
    assert (move.moved, move.written) == ({}, {5: ("new", None, None)})


def test_only_tabs_with_notes_or_with_rows_that_move_need_a_witness() -> None:
    still = write("ab", {})
    assert not is_at_risk(still, plan_move(still, tab("ab", {})), tab("ab", {}))
    turned = write("ba", {})
    assert is_at_risk(turned, plan_move(turned, tab("ab", {})), tab("ab", {}))
    noted = write("ab", {"a": 1.0})
    assert is_at_risk(noted, plan_move(noted, tab("ab", {"a": 1.0})), tab("ab", {"a": 1.0}))


def seen(move: NotesMove, stood: Sequence[tuple[Cell, Cell]]) -> Sighting:
    """The evidence when the tab's rows held these keys and notes in the moment of the write."""
    evidence = Evidence(1, "_mso_state", 20)
    witness(evidence, move)
    keys, notes = evidence.blocks
    values: dict[tuple[int, int], Cell] = {}
    for row, (key, note) in enumerate(stood, 1):
        if keys.first_row <= row <= keys.last_row:
            values[keys.at + row - keys.first_row, 0] = key
            values[notes.at + row - notes.first_row, 0] = note
    return Sighting(tuple(evidence.blocks), values)


def test_what_people_did_in_that_moment_is_undone_for_every_order() -> None:
    chance = random.Random(7)
    for _ in range(300):
        keys = chance.sample("abcdefgh", 6)
        notes: dict[str, Cell] = {key: f"on {key}" for key in keys if chance.random() < 0.6}
        notes["Key"] = "notes"
        then = chance.sample(keys, len(keys))
        late = {**notes, chance.choice(keys): "typed just then"}
        wanted = write(chance.sample(keys, len(keys)), notes)
        move = plan_move(wanted, tab(keys, notes))
        above: list[tuple[Cell, Cell]] = [("title", None), ("fresh", None), (None, None)]
        above = chance.choice([above, [*above, (None, None)], above[:2]])
        stood = [*above, *((key, late.get(key)) for key in ["Key", *then])]
        lies = carried(move, {row: note for row, (_, note) in enumerate(stood, 1) if note})
        better = corrected(watched(wanted, move), seen(move, stood))
        after = carried(better, lies) if better else lies
        order = [str(row[0]) for row in wanted.grid[HEADER:]]
        assert after == rows_of(order, late)


def test_notes_whose_key_vanished_in_that_moment_are_kept_below() -> None:
    wanted = write("ab", {"a": "x"})
    move = plan_move(wanted, tab("ab", {"a": "x"}))
    stood: list[tuple[Cell, Cell]] = [("title", None), ("fresh", None), (None, None), ("Key", None)]
    sighting = seen(move, [*stood, ("a", "x"), ("typed key", "typed note")])
    better = corrected(watched(wanted, move), sighting)
    assert better is not None
    lies = carried(move, {5: "x", 6: "typed note"})
    after = carried(better, lies)
    assert after[5] == "x"
    assert "typed note" in after.values()
    assert after.get(6) is None
