"""What people do to a tab while workers run: values of the whole tab before -> after."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from mso_sheets.model.cells import Cell
from tests.fakes.book import Grid

Editing = Callable[[Grid, Random], Grid]
MOST_ROWS = 14


def shuffled(rows: Grid, random: Random) -> Grid:
    """A person sorts the tab: the header stays, the rows change places."""
    body = [list(row) for row in rows[1:]]
    random.shuffle(body)
    return [list(rows[0]), *body]


def retyped(rows: Grid, random: Random) -> Grid:
    """A person moves a due date by a day."""
    changed = [list(row) for row in rows]
    column = next((n for n, cell in enumerate(changed[0]) if cell == "Due date"), None)
    if column is None or len(changed) < 2:
        return changed
    row = random.randrange(1, len(changed))
    value: Cell = changed[row][column] if column < len(changed[row]) else None
    if isinstance(value, float):
        changed[row][column] = value + 1.0
    return changed


def with_new_row(rows: Grid, random: Random) -> Grid:
    """A person inserts an action without an ID anywhere; in a long tab one is deleted first."""
    body = [list(row) for row in rows[1:]]
    if len(body) >= MOST_ROWS:
        body.pop(random.randrange(len(body)))
    action = f"Call partner {random.randrange(10**9)}"
    new: list[Cell] = [None, action, "Ana", 46126.0, "Not started"]
    body.insert(random.randrange(len(body) + 1), new)
    return [list(rows[0]), *body]


def churned(rows: Grid, random: Random) -> Grid:
    """A new action and a sort at once: IDs are due again, and rows are not where they were."""
    return shuffled(with_new_row(rows, random), random)


EDITS: tuple[Editing, ...] = (shuffled, retyped, with_new_row)
