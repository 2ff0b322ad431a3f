"""Google over real HTTPS: who dies between a write and its mending leaves what the next run needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from mso_sheets.adapters.google import GoogleWorkbook
from mso_sheets.errors import ConflictError
from mso_sheets.model.changes import Applied, Changes
from tests.adapters.contract_workbook import content, placed
from tests.adapters.google_standin import StandInBook
from tests.chaos.mortal import KilledError
from tests.chaos.standin import mortal
from tests.e2e.google_cases import accepted, minted, patient, rows_of, team_workbook

pytestmark = pytest.mark.e2e

QUIET: list[list[Any]] = [
    ["Action ID", "Action", "Owner", "Due date", "Status"],
    ["", "Ask Chloe", "Dev", 46128, "Open"],
    ["", "Book the room", "Ben", 46126, "Open"],
    ["ACT-4", "Call The Bank", "Chloe", 46127, "Done"],
    ["ACT-1", "Send the draft", "Ana", 46132, "Open"],
]
MINE = ["ACT-9", "From the notes", "Ana", 46120, "Open"]


@pytest.fixture
def store() -> StandInBook:
    return team_workbook()


def both(store: StandInBook, book: GoogleWorkbook) -> Applied:
    """Two IDs and a row."""
    base = book.read()
    writes = (minted(base, 3, "Book the room"), minted(base, 4, "Ask Chloe"))
    return book.apply(Changes("r", cells=writes, appends=(accepted(base),)), base)


def dying(boundary: str) -> Callable[[str], None]:
    """Death at a boundary."""

    def dies(at: str) -> None:
        if at == boundary:
            raise KilledError

    return dies


def killed(store: StandInBook, boundary: str, nth: int) -> None:
    """Somebody inserts a row in the moment of the write; the process dies around a later request."""
    book = patient(store)
    mortal(book, dying(boundary), nth)
    store.edit_before("write", "insert_row", "Actions", at=2)
    with pytest.raises(KilledError):
        both(store, book)


def peoples(store: StandInBook) -> list[list[Any]]:
    """People's rows in order of their text, without rows that we added and empty ones."""
    rows = [row for row in rows_of(store) if row and row != MINE]
    return [rows[0], *sorted(rows[1:], key=lambda row: str(row[1]))]


def next_run(store: StandInBook) -> None:
    """What every run does: it reads, and writes where something is left or changed."""
    for _ in range(5):
        book = patient(store)
        base = book.read()
        if not base.unsettled:
            return
        with pytest.raises(ConflictError):
            book.apply(Changes("next"), base)
    pytest.fail("It is never settled.")


# Requests of such a write: structure, cells, the close look, the write, a look, the undoing, a
# look, the row once more.
@pytest.mark.parametrize(
    ("boundary", "nth"),
    [("after request", 4), ("before request", 5), ("before request", 6), ("after request", 6),
     ("before request", 8), ("after request", 8)],
)  # fmt: skip
def test_the_next_run_puts_right_what_a_dead_one_left(
    store: StandInBook, boundary: str, nth: int
) -> None:
    killed(store, boundary, nth)
    next_run(store)
    assert peoples(store) == QUIET
    assert rows_of(store).count(MINE) == 1


def test_a_run_that_dies_while_it_puts_right_leaves_that_to_the_one_after(
    store: StandInBook,
) -> None:
    killed(store, "after request", 4)
    for nth in (1, 2, 1):
        book = patient(store)
        base = book.read()
        assert base.unsettled
        mortal(book, dying("after request"), nth)
        with pytest.raises(KilledError):
            book.apply(Changes("next"), base)
    next_run(store)
    assert peoples(store) == QUIET
    assert rows_of(store).count(MINE) == 1


def test_people_may_sort_before_the_next_run_comes(store: StandInBook) -> None:
    killed(store, "after request", 4)
    store.edit("sort", "Actions", column=2, header_rows=1)
    next_run(store)
    assert peoples(store) == QUIET
    assert rows_of(store).count(MINE) == 1


def test_a_formula_that_was_overwritten_comes_back_as_a_formula(store: StandInBook) -> None:
    killed(store, "after request", 4)
    assert not store.sheet("Actions")["formulas"]
    next_run(store)
    assert list(store.sheet("Actions")["formulas"].values()) == ['=PROPER("call the bank")']


def test_what_is_left_costs_no_read_and_a_rehearsal_writes_nothing(store: StandInBook) -> None:
    killed(store, "after request", 4)
    book = patient(store)
    assert book.read().unsettled
    assert (book.requests.read, book.requests.write) == (2, 0)


def test_two_that_come_after_it_at_once_add_its_row_once(store: StandInBook) -> None:
    killed(store, "after request", 4)
    first, second = patient(store), patient(store)
    bases = (first.read(), second.read())
    for book, base in zip((first, second), bases, strict=True):
        with pytest.raises(ConflictError):
            book.apply(Changes("next"), base)
    next_run(store)
    assert peoples(store) == QUIET
    assert rows_of(store).count(MINE) == 1


def test_after_a_write_in_a_quiet_moment_nothing_is_left(store: StandInBook) -> None:
    book = patient(store)
    both(store, book)
    assert not patient(store).read().unsettled


def test_notes_that_a_dead_run_left_beside_another_key_come_back(store: StandInBook) -> None:
    keys = ["PRJ-1", "PRJ-2", "PRJ-3"]
    noted(store, keys)
    killed_over_notes(store, keys[::-1])
    next_run(store)
    assert notes_of(store) == {key: f"on {key}" for key in keys}


def test_notes_that_people_have_put_right_meanwhile_are_left_alone(store: StandInBook) -> None:
    keys = ["PRJ-1", "PRJ-2", "PRJ-3"]
    noted(store, keys)
    killed_over_notes(store, keys[::-1])
    rows = {row[0]: number for number, row in enumerate(rows_of(store, "Summary"), 1) if row}
    for key in keys:
        store.set("Summary", rows[key], 3, f"mine on {key}")
    next_run(store)
    assert notes_of(store) == {key: f"mine on {key}" for key in keys}


def noted(store: StandInBook, keys: Sequence[str]) -> None:
    """Our Summary with a note of a person's beside each key."""
    book = patient(store)
    base = book.read()
    book.apply(
        Changes("r", tabs=(placed(content(*([key, "On track"] for key in keys)), base),)), base
    )
    for number, row in enumerate(rows_of(store, "Summary"), 1):
        if row and row[0] in keys:
            store.set("Summary", number, 3, f"on {row[0]}")


def killed_over_notes(store: StandInBook, keys: Sequence[str]) -> None:
    """The order changes, a person sorts in that moment, and the process dies after the write."""
    book = patient(store)
    base = book.read()
    first = next(n for n, row in enumerate(rows_of(store, "Summary"), 1) if row and row[0] in keys)
    store.edit_before("write", "sort", "Summary", column=1, header_rows=first - 1, descending=True)
    book._transport._send = dying_after_write(book)  # type: ignore[method-assign]
    changes = Changes("r", tabs=(placed(content(*([key, "On track"] for key in keys)), base),))
    with pytest.raises(KilledError):
        book.apply(changes, base)


def dying_after_write(book: GoogleWorkbook) -> Callable[..., bytes]:
    """The first write lands and nothing comes after it."""
    send: Callable[..., bytes] = book._transport._send

    def once(*arguments: Any) -> bytes:
        send(*arguments)
        raise KilledError

    return once


def notes_of(store: StandInBook) -> dict[str, Any]:
    rows = rows_of(store, "Summary")
    return {row[0]: row[2] for row in rows if len(row) > 2 and str(row[0]).startswith("PRJ")}
