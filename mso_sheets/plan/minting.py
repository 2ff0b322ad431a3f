"""IDs for rows whose ID cell is blank: never reused, never changed, from a high-water mark."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pyarrow as pa
import pyarrow.compute as pc

from mso_sheets.model.cells import Cell, RawTab, Snapshot
from mso_sheets.model.changes import CellWrite
from mso_sheets.model.table import Problem, Table, Tables

NUMBERED = re.compile(r"^(.*?)(\d+)$")
BLANK_ID = "id-blank"


@dataclass(frozen=True, slots=True)
class Minted:
    """Tables with the new ids in place, the cells to write, and the new high-water marks."""

    tables: Tables
    cells: tuple[CellWrite, ...] = ()
    marks: Mapping[str, int] = field(default_factory=dict)

    def highest(self, table: str) -> int:
        """The highest number that an id of this table ever had."""
        return self.marks.get(table, 0)


def mint(tables: Tables, snapshot: Snapshot, high: Mapping[str, int]) -> Minted:
    """Gives every row with a blank ID cell the next number of its table."""
    found, marks = dict(tables.found), dict(high)
    cells: list[CellWrite] = []
    for name, table in tables.found.items():
        tab = snapshot.tab(table.tab)
        if tab is None or not table.schema.id_prefix or not table.has(table.schema.id_field):
            continue
        blank = [int(row) for row in table.frame.index[table.frame[table.schema.id_field].isna()]]
        highest = max(high.get(name, 0), _highest(table))
        if blank:
            ids = dict(zip(blank, _next_ids(table, highest, len(blank)), strict=True))
            found[name] = _with_ids(table, ids)
            cells.extend(_cell(table, tab, row, new) for row, new in ids.items())
            highest += len(blank)
        if highest > high.get(name, 0):
            marks[name] = highest
    names = {(cell.table, cell.row): str(cell.value) for cell in cells}
    problems = tuple(
        _about(problem, names.get((problem.table, problem.row), ""))
        for problem in tables.problems
        if not (problem.rule == BLANK_ID and (problem.table, problem.row) in names)
    )
    return Minted(replace(tables, found=found, problems=problems), tuple(cells), marks)


def _about(problem: Problem, new: str) -> Problem:
    """The problem under the row's new id, as the next run will find it."""
    if not new or problem.record:
        return problem
    blocks = problem.blocks.replace(f"a row of {problem.table.replace('_', ' ')}", new)
    return replace(problem, record=new, blocks=blocks)


def _highest(table: Table) -> int:
    """The largest number that an id ends in; pyarrow matches, as pandas' own match is a row loop."""
    ids = pa.array(table.frame[table.schema.id_field].astype("str"), pa.large_string())
    found = pc.extract_regex(ids, r"(?P<number>[0-9]{1,9})$")
    numbers = pc.struct_field(found, "number")
    return int(pc.max(numbers.cast(pa.int64())).as_py() or 0)


def _next_ids(table: Table, highest: int, count: int) -> list[str]:
    """In the team's own pattern (prefix and width of their last id), else ours."""
    ids = [str(i) for i in table.frame[table.schema.id_field].dropna()]
    patterns = [match for match in map(NUMBERED.match, ids) if match]
    prefix, width = f"{table.schema.id_prefix}-", 4 if table.name == "actions" else 3
    if patterns:
        prefix, width = patterns[-1].group(1), len(patterns[-1].group(2))
    return [f"{prefix}{highest + n:0{width}d}" for n in range(1, count + 1)]


def _with_ids(table: Table, ids: Mapping[int, str]) -> Table:
    frame = table.frame.copy()
    frame.loc[list(ids), table.schema.id_field] = list(ids.values())
    return replace(table, frame=frame)


def _cell(table: Table, tab: RawTab, row: int, new: str) -> CellWrite:
    column = table.places[table.schema.id_field]
    return CellWrite(
        table.name,
        tab.title,
        tab.sheet_id,
        row,
        column,
        new,
        None,
        identity(tab, row, column),
        "mint-id",
    )


def identity(tab: RawTab, row: int, but: int) -> dict[int, Cell]:
    """What stands in a row besides one column: how the row is recognised when it is written."""
    cells = enumerate(tab.row(row), 1)
    return {column: value for column, value in cells if column != but and value is not None}
