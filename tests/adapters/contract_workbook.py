"""What every backend of the port `Workbook` promises, as tests. A backend brings a `Bench`.

class TestMyBackend(WorkbookContract):
    @pytest.fixture
    def bench(self, ...) -> Bench: ...
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import pytest

from mso_sheets.errors import ConflictError, RefusedError
from mso_sheets.model.cells import Cell, RawTab, Snapshot
from mso_sheets.model.changes import CellWrite, Changes, NewTab, RowAppend, TabWrite
from mso_sheets.model.result import Figure
from mso_sheets.model.state import STATE_TAB
from mso_sheets.model.tab import TabColumn, TabContent, TabValue
from mso_sheets.ports import Workbook
from mso_sheets.tabs.place import place

Grid = list[list[Cell]]

ACTIONS: Grid = [
    ["Action ID", "Action", "Owner", "Due date", "Status"],
    ["ACT-1", "Send the draft", "Ana", 46113.0, "Open"],
    [None, "Book the room", "Ben", 46114.0, "Open"],
    ["ACT-3", "=not a formula", "Chloe", 46115.0, "Done"],
]
NOTES: Grid = [["Ours, not theirs"], ["a"], [1.0], [True], [], ["last"]]
TABLES: Mapping[str, Grid] = {"Actions": ACTIONS, "Team's notes": NOTES}

COLUMNS = (TabColumn("Project", "key", 10), TabColumn("Health", "health", 12))
STATE: tuple[tuple[Cell, ...], ...] = (
    ("kind", "key", "at", "run", "data"),
    ("book", "b", "2026-04-14T08:00:00+00:00", "run-1", "{}"),
)


class Bench(Protocol):
    """A stored workbook that holds `TABLES` as text, numbers and booleans, and a person at it."""

    def open(self) -> Workbook:
        """A new connection, as another run would have it."""
        ...

    def rename(self, title: str, new: str) -> None:
        """A person renames a tab."""
        ...

    def set(self, title: str, row: int, column: int, value: Cell) -> None:
        """A person types into a cell."""
        ...

    def insert_row(self, title: str, before: int) -> None:
        """A person inserts an empty row."""
        ...

    def add_tab(self, title: str) -> None:
        """A person adds an empty tab."""
        ...


def content(*rows: Sequence[TabValue], name: str = "Summary") -> TabContent:
    """A small tab of ours with a figure."""
    return TabContent(
        name=name,
        title="EMEA · portfolio",
        freshness="Updated Tue 14 Apr 2026 09:02 BST · run 8f3a · 3 rows read",
        columns=COLUMNS,
        rows=list(rows),
        figures=(Figure("On track", 2),),
    )


def placed(made: TabContent, base: Snapshot) -> TabWrite:
    """The write that puts the content upon what stands there."""
    write = place(made, base)
    assert write is not None
    return write


def write_tab(book: Workbook, *rows: Sequence[TabValue], name: str = "Summary") -> Snapshot:
    """Reads, places and writes one tab; returns what was read before."""
    base = book.read()
    book.apply(Changes("run-1", tabs=(placed(content(*rows, name=name), base),)), base)
    return base


def grid(tab: RawTab | None) -> Grid:
    """A tab's cells row by row, without empty ones at the end of rows and of the tab."""
    assert tab is not None
    rows = [tab.row(row) for row in range(1, tab.height + 1)]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return rows


def peoples(snapshot: Snapshot) -> dict[str, Grid]:
    """People's tabs: title -> cells."""
    return {tab.title: grid(tab) for tab in snapshot.tabs if tab.ours is None}


def mint(base: Snapshot, **changes: Any) -> CellWrite:
    """An ID for the row of Actions that has none."""
    tab = base.tab("Actions")
    assert tab is not None
    identity: dict[int, Cell] = {2: "Book the room", 3: "Ben", 4: 46114.0, 5: "Open"}
    write = CellWrite("actions", "Actions", tab.sheet_id, 3, 1, "ACT-4", None, identity, "mint-id")
    return replace(write, **changes)


def row_of(base: Snapshot, title: str, column: int, value: Cell) -> int:
    """The row in which a tab holds `value`; 0 when in none."""
    tab = base.tab(title)
    assert tab is not None
    found = (row for row in range(1, tab.height + 1) if tab.cell(row, column) == value)
    return next(found, 0)


class WorkbookContract:
    """The promises. Subclasses provide the fixture `bench`."""

    @pytest.fixture
    def book(self, bench: Bench) -> Workbook:
        return bench.open()

    def test_a_workbook_is_read_whole(self, book: Workbook) -> None:
        snapshot = book.read()
        assert peoples(snapshot) == TABLES
        assert snapshot.generation == 0
        assert [tab.ours for tab in snapshot.tabs] == [None, None]
        assert book.requests.read > 0
        assert book.requests.write == 0

    def test_our_tab_is_made_marked_and_read_back(self, book: Workbook) -> None:
        write_tab(book, ["PRJ-1", "On track"], ["PRJ-2", "At risk"])
        after = book.read()
        assert grid(after.our_tab("Summary")) == [
            ["EMEA · portfolio"],
            ["Updated Tue 14 Apr 2026 09:02 BST · run 8f3a · 3 rows read"],
            ["On track"],
            [2.0],
            [],
            ["Project", "Health"],
            ["PRJ-1", "On track"],
            ["PRJ-2", "At risk"],
        ]
        assert after.generation == 1
        assert peoples(after) == TABLES

    def test_our_tab_is_found_by_its_marker_after_a_rename(
        self, book: Workbook, bench: Bench
    ) -> None:
        write_tab(book, ["PRJ-1", "On track"])
        bench.rename("Summary", "Our portfolio")
        write_tab(book, ["PRJ-1", "Off track"])
        after = book.read()
        assert after.tab("Summary") is None
        assert grid(after.tab("Our portfolio"))[-1] == ["PRJ-1", "Off track"]

    def test_what_is_left_over_of_a_longer_table_is_cleared(self, book: Workbook) -> None:
        write_tab(book, *([f"PRJ-{number}", "On track"] for number in range(9)))
        write_tab(book, ["PRJ-1", "On track"])
        assert grid(book.read().our_tab("Summary"))[5:] == [
            ["Project", "Health"],
            ["PRJ-1", "On track"],
        ]

    def test_notes_beside_our_columns_stay_with_their_keys(
        self, book: Workbook, bench: Bench
    ) -> None:
        write_tab(book, ["PRJ-1", "On track"], ["PRJ-2", "At risk"], ["PRJ-3", "On track"])
        bench.set("Summary", 6, 3, "Our notes")
        bench.set("Summary", 7, 3, "call Ana")
        bench.set("Summary", 9, 3, 7.0)
        write_tab(book, ["PRJ-3", "Off track"], ["PRJ-2", "At risk"], ["PRJ-1", "On track"])
        assert grid(book.read().our_tab("Summary"))[5:] == [
            ["Project", "Health", "Our notes"],
            ["PRJ-3", "Off track", 7.0],
            ["PRJ-2", "At risk"],
            ["PRJ-1", "On track", "call Ana"],
        ]

    def test_notes_of_a_row_that_is_gone_are_kept_below(self, book: Workbook, bench: Bench) -> None:
        write_tab(book, ["PRJ-1", "On track"], ["PRJ-2", "At risk"])
        bench.set("Summary", 8, 3, "keep me")
        write_tab(book, ["PRJ-1", "On track"])
        assert grid(book.read().our_tab("Summary"))[-1] == ["PRJ-2", None, "keep me"]

    def test_what_people_put_beside_the_head_stays(self, book: Workbook, bench: Bench) -> None:
        write_tab(book, ["PRJ-1", "On track"])
        bench.set("Summary", 1, 5, "mine")
        write_tab(book, ["PRJ-1", "Off track"])
        assert grid(book.read().our_tab("Summary"))[0] == [
            "EMEA · portfolio",
            None,
            None,
            None,
            "mine",
        ]

    def test_a_strangers_tab_of_our_name_is_refused_and_untouched(
        self, book: Workbook, bench: Bench
    ) -> None:
        base = book.read()
        bench.add_tab("Summary")
        bench.set("Summary", 1, 1, "my own summary")
        write = placed(content(["PRJ-1", "On track"]), base)
        with pytest.raises((RefusedError, ConflictError)):
            book.apply(Changes("run-1", tabs=(write,)), book.read())
        assert peoples(book.read()) == {**TABLES, "Summary": [["my own summary"]]}

    def test_of_two_writers_on_one_reading_the_second_is_told(self, bench: Bench) -> None:
        first, second = bench.open(), bench.open()
        base, same_base = first.read(), second.read()
        first.apply(Changes("run-1", tabs=(placed(content(["PRJ-1", "first"]), base),)), base)
        late = Changes("run-1", tabs=(placed(content(["PRJ-1", "second"]), same_base),))
        with pytest.raises(ConflictError):
            second.apply(late, same_base)
        after = second.read()
        assert grid(after.our_tab("Summary"))[-1] == ["PRJ-1", "first"]
        assert after.generation == 1

    def test_the_loser_of_a_race_reads_again_and_wins(self, bench: Bench) -> None:
        first, second = bench.open(), bench.open()
        base, same_base = first.read(), second.read()
        first.apply(Changes("run-1", state_rows=STATE, state_reset=True), base)
        with pytest.raises(ConflictError):
            second.apply(Changes("run-2", state_rows=STATE, state_reset=True), same_base)
        second.apply(Changes("run-2", state_rows=(("sent", "k", "", "", "1"),)), second.read())
        assert grid(first.read().our_tab(STATE_TAB)) == [
            list(STATE[0]),
            list(STATE[1]),
            ["sent", "k", None, None, "1"],
        ]

    def test_a_confirming_write_needs_no_reading_in_between(self, book: Workbook) -> None:
        base = book.read()
        write = placed(content(["PRJ-1", "On track"]), base)
        first = book.apply(
            Changes("run-1", tabs=(write,), state_rows=STATE, state_reset=True), base
        )
        assert first.after is not None
        reads = book.requests.read
        second = book.apply(
            Changes("run-1", state_rows=(("sent", "k", "t", "r", "{}"),)), first.after
        )
        assert book.requests.read == reads
        assert grid(first.after.our_tab(STATE_TAB)) == [list(row) for row in STATE]
        assert second.generation == first.generation + 1
        assert grid(book.read().our_tab(STATE_TAB))[-1] == ["sent", "k", "t", "r", "{}"]

    def test_a_reset_replaces_the_whole_state(self, book: Workbook) -> None:
        base = book.read()
        long = (*STATE, *((("mark", f"k{n}", "t", "r", "{}")) for n in range(20)))
        first = book.apply(Changes("run-1", state_rows=long, state_reset=True), base)
        assert first.after is not None
        book.apply(Changes("run-1", state_rows=STATE, state_reset=True), first.after)
        assert grid(book.read().our_tab(STATE_TAB)) == [list(row) for row in STATE]

    def test_a_verified_write_lands_in_its_cell_alone(self, book: Workbook) -> None:
        base = book.read()
        applied = book.apply(Changes("run-1", cells=(mint(base),)), base)
        assert applied.dropped == ()
        expected = {**TABLES, "Actions": [*ACTIONS[:2], ["ACT-4", *ACTIONS[2][1:]], ACTIONS[3]]}
        assert peoples(book.read()) == expected

    def test_a_verified_write_whose_row_has_moved_harms_nobody(
        self, book: Workbook, bench: Bench
    ) -> None:
        base = book.read()
        bench.insert_row("Actions", 2)
        try:
            dropped = book.apply(Changes("run-1", cells=(mint(base),)), base).dropped
        except ConflictError:
            dropped = ("conflict",)
        assert len(dropped) == 1
        assert peoples(book.read())["Actions"] == [ACTIONS[0], [], *ACTIONS[1:]]

    def test_a_cell_that_somebody_filled_meanwhile_keeps_theirs(
        self, book: Workbook, bench: Bench
    ) -> None:
        base = book.read()
        bench.set("Actions", 3, 1, "OWN-7")
        try:
            dropped = book.apply(Changes("run-1", cells=(mint(base),)), base).dropped
        except ConflictError:
            dropped = ("conflict",)
        assert len(dropped) == 1
        assert row_of(book.read(), "Actions", 1, "OWN-7") == 3

    def test_a_row_is_added_below_the_last(self, book: Workbook) -> None:
        base = book.read()
        tab = base.tab("Actions")
        assert tab is not None
        values: dict[int, Cell] = {1: "ACT-5", 2: "=1+1", 4: 46120.0, 5: "Not started"}
        append = RowAppend("actions", "Actions", tab.sheet_id, 5, values, "notes/1", frozenset({4}))
        applied = book.apply(Changes("run-1", appends=(append,)), base)
        assert applied.dropped == ()
        assert peoples(book.read())["Actions"] == [
            *ACTIONS,
            ["ACT-5", "=1+1", None, 46120.0, "Not started"],
        ]

    def test_text_of_ours_that_looks_like_a_formula_stays_text(self, book: Workbook) -> None:
        hostile = ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@sum", "'007", "1e5"]
        write_tab(book, *([f"PRJ-{n}", text] for n, text in enumerate(hostile)))
        assert [row[1] for row in grid(book.read().our_tab("Summary"))[6:]] == hostile

    def test_an_input_tab_is_made_with_its_headers_and_rows(self, book: Workbook) -> None:
        made = NewTab(
            "Risks",
            ("Risk ID", "Title", "Review date", "Open"),
            notes={"Risk ID": "Leave it empty: it is filled in."},
            choices={"Title": ("one", "two")},
            dates=frozenset({"Review date"}),
            checkboxes=frozenset({"Open"}),
            rows=(("RSK-1", "=late", 46113.0, True),),
        )
        base = book.read()
        book.apply(Changes("run-1", new_tabs=(made,)), base)
        after = book.read()
        assert peoples(after) == {
            **TABLES,
            "Risks": [
                ["Risk ID", "Title", "Review date", "Open"],
                ["RSK-1", "=late", 46113.0, True],
            ],
        }

    def test_nothing_to_write_is_no_write(self, book: Workbook) -> None:
        base = book.read()
        applied = book.apply(Changes("run-1"), base)
        assert applied.generation == base.generation == 0
        assert book.requests.write == 0

    def test_several_tabs_of_ours_land_together(self, book: Workbook) -> None:
        base = book.read()
        names = ("Summary", "Follow-ups", "Gaps")
        tabs = tuple(placed(content(["PRJ-1", name], name=name), base) for name in names)
        book.apply(Changes("run-1", tabs=tabs), base)
        after = book.read()
        assert [grid(after.our_tab(name))[-1][1] for name in names] == list(names)
        assert after.generation == 1
