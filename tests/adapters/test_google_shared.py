"""Texts that repeat in a long column are one object; no value and no type changes for it."""

from __future__ import annotations

import msgspec
import pytest

from mso_sheets.adapters.google.reading import SAMPLED, columns_by_sheet
from mso_sheets.adapters.google.wire import GridProperties, Sheet, SheetProperties, ValueRange
from mso_sheets.model.cells import Cell


@pytest.mark.parametrize(
    "pattern",
    [
        ["Open", "Done", "", "Open"],
        ["Open", 1.0, True, "1", "TRUE", None, 0.0, False],
        [1.0, True, 0.0, False, -0.0],
        ["Open", None],
    ],
)
def test_a_column_is_read_as_sent(pattern: list[Cell]) -> None:
    sent = pattern * SAMPLED
    read = _read(sent)
    wanted = [None if cell == "" else cell for cell in sent]
    assert read == wanted
    assert list(map(type, read)) == list(map(type, wanted))


def test_equal_texts_are_one_object() -> None:
    read = _read(["In progress", "Blocked"] * SAMPLED)
    assert len(set(map(id, read))) == 2


def test_texts_that_differ_are_left_as_they_are() -> None:
    sent: list[Cell] = [f"Call number {n}" for n in range(2 * SAMPLED)]
    assert _read(sent) == sent


def _read(column: list[Cell]) -> list[Cell]:
    grid = GridProperties(row_count=len(column), column_count=1)
    sheet = Sheet(properties=SheetProperties(sheet_id=1, title="Big", grid_properties=grid))
    part = ValueRange(range="Big!A1:A9", values=msgspec.Raw(msgspec.json.encode([column])))
    return columns_by_sheet([(sheet, "Big")], [part])[1][0]
