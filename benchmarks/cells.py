"""How long 500,000 cells of each kind take to be typed, regular and odd: python benchmarks/cells.py

The yardstick is one pass of `float()` over as many cells, measured in the same run.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from timeit import default_timer

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column
from mso_sheets.settings.vocabulary import load_vocabulary
from mso_sheets.tables.cells import Dialect, read_column

SIZE = 500_000
TODAY = date(2026, 11, 23)
DIALECT = Dialect("en_GB", TODAY)
VOCABULARY = load_vocabulary(Path(__file__).parent.parent / "config")
Make = Callable[[Random], Cell]


def _day(chance: Random) -> date:
    return TODAY + timedelta(days=chance.randrange(-700, 700))


def _stamp(chance: Random) -> str:
    return f"{_day(chance)}T{chance.randrange(24):02}:{chance.randrange(60):02}:{chance.randrange(60):02}"


def _european(chance: Random) -> str:
    return f"{chance.randrange(1000, 9999):,}".replace(",", ".") + f",{chance.randrange(100):02}"


CASES: Mapping[str, tuple[Column, Make]] = {
    "dates, serials": (
        Column("Due date", "date"),
        lambda chance: float(chance.randrange(45000, 47000)),
    ),
    "dates, ISO text": (Column("Due date", "date"), lambda chance: _day(chance).isoformat()),
    "dates, dd/mm/yyyy text": (
        Column("Due date", "date"),
        lambda chance: f"{_day(chance):%d/%m/%Y}",
    ),
    "stamps, ISO text, all different": (Column("Finished", "date", time=True), _stamp),
    "numbers": (Column("Effort", "number"), lambda chance: chance.random() * 100),
    "numbers, text 1.234,50": (Column("Actual", "number"), _european),
    "percents": (Column("% complete", "percent"), lambda chance: chance.randrange(101) / 100),
    "percents, text 45%": (
        Column("% complete", "percent"),
        lambda chance: f"{chance.randrange(101)}%",
    ),
    "booleans": (Column("Active", "boolean"), lambda chance: chance.random() < 0.5),
    "booleans, text": (
        Column("Active", "boolean"),
        lambda chance: chance.choice(["yes", "No", "x", "✓"]),
    ),
    "choices": (
        Column("Status", "choice", choices="status"),
        lambda chance: chance.choice(["Open", "Done", "in progress", "En curso", "🚫", "Complte"]),
    ),
    "ids, all different": (
        Column("Task ID", "id"),
        lambda chance: f"TSK-{chance.randrange(10**7)}",
    ),
    "ids, numbers": (Column("Task ID", "id"), lambda chance: float(chance.randrange(10**6))),
    "texts, all different": (
        Column("Notes", "text"),
        lambda chance: f"Note {chance.random()} of the week",
    ),
    "people": (Column("Owner", "person"), lambda chance: f"Person {chance.randrange(400)}"),
    "references": (
        Column("Predecessors", "references"),
        lambda chance: f"TSK-{chance.randrange(9999)}",
    ),
}


def _seconds(work: Callable[[], object]) -> float:
    start = default_timer()
    work()
    return default_timer() - start


def _line(name: str, seconds: float, bad: int) -> str:
    return f"{name:34}{seconds:8.2f} s{seconds / SIZE * 1e9:8.0f} ns a cell{bad:10,} told"


def main(names: Sequence[str]) -> None:
    """Prints a line a case; names given on the command line choose among the cases."""
    floats: list[float] = [float(number) for number in range(SIZE)]
    print(_line("yardstick: float() a cell", _seconds(lambda: [float(cell) for cell in floats]), 0))
    for name, (column, make) in CASES.items():
        if names and not any(part in name for part in names):
            continue
        chance = Random(20_260_101)
        cells = [make(chance) for _ in range(SIZE)]
        start = default_timer()
        read = read_column(cells, column, DIALECT, VOCABULARY)
        print(_line(name, default_timer() - start, len(read.bad)))


if __name__ == "__main__":
    main(sys.argv[1:])
