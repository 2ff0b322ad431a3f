from __future__ import annotations

import pytest

from mso_sheets.model.cells import Cell
from tests.cells.cell_readings import reading


@pytest.mark.parametrize(
    ("cell", "ids"),
    [
        ("TSK-1", ("TSK-1",)),
        ("TSK-1, TSK-2; TSK-3\nTSK-4", ("TSK-1", "TSK-2", "TSK-3", "TSK-4")),
        ("TSK-1 TSK-2", ("TSK-1", "TSK-2")),
        ("TSK-1 and TSK-2", ("TSK-1", "TSK-2")),
        ("3、4", ("3", "4")),
        (3.0, ("3",)),
        (1.2, ("1.2",)),
        ("1.10", ("1.10",)),
        ("#3 #4", ("3", "4")),
        ("Depends on #3", ("3",)),
        ("depende de #5 y #6", ("5", "6")),
        ("hängt ab von: TSK-9", ("TSK-9",)),
        ("依赖 TSK-3", ("TSK-3",)),
        ("3FS+2d", ("3FS+2d",)),
        ("3FS+2 days, 4SS", ("3FS+2days", "4SS")),
        ("after TSK-1 + 3d", ("TSK-1+3d",)),
        ("ＴＳＫ－１", ("TSK-1",)),
        ("Legal sign-off", ("Legal sign-off",)),
        ("TSK-1, TSK-1", ("TSK-1",)),
        ("none", ()),
        ("n/a", ()),
        ("-", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_ids_in_the_ways_people_write_them(cell: Cell, ids: tuple[str, ...]) -> None:
    found = reading([cell], "references")
    assert found.values == [ids]
    assert found.rules == {}


def test_what_waits_for_this_row_is_told_and_not_taken() -> None:
    found = reading(["Depends on #3\nBlocks #4, #5", "Blocks #4\nDepends on #3"], "references")
    assert found.values == [("3",), ("3",)]
    assert found.rules == {0: ["reference-other-way"], 1: ["reference-other-way"]}


@pytest.mark.parametrize(
    ("cell", "rule"),
    [(True, "reference-unreadable"), ("TBD", "placeholder"), ("#N/A", "cell-error")],
)
def test_what_is_no_reference_is_told(cell: Cell, rule: str) -> None:
    found = reading([cell], "references")
    assert found.values == [()]
    assert found.rules == {0: [rule]}
