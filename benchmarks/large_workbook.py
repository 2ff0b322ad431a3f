"""The cost of a large workbook beside its floor, and its growth with rows; CPU seconds, no wall time.

    python benchmarks/large_workbook.py               1,000 to 64,000 rows
    python benchmarks/large_workbook.py 500000        one size; about ten million cells
    python benchmarks/large_workbook.py 64000 profile the functions that cost most

A tab of actions with 20 columns, nine of ten cells regular. The floor is what nobody can avoid:
the same cells as JSON, decoded typed, and made a frame column by column.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

import msgspec
import numpy as np
import pandas as pd

from mso_sheets import app
from mso_sheets.model.cells import Cell, RawTab, Snapshot
from mso_sheets.plan import Moment, Options, make_plan
from mso_sheets.settings.models import WorkbookSettings
from mso_sheets.tables.reading import read_tables

TODAY = date(2026, 4, 14)
SERIAL = 46126
HEADERS = [
    "Action ID", "Action", "Owner", "Due date", "Status", "Priority", "Project ID", "Meeting ID",
    "Date raised", "Waiting on", "Definition of done", "Snooze until", "Snooze reason",
    "Closed date", "Notes", "Cost", "Region", "Ticket", "Reviewed", "Comment",
]  # fmt: skip
LIMIT = 1.3
Value = TypeVar("Value")


def columns_of(rows: int) -> list[list[Cell]]:
    """Typed columns such as Google sends them, header first; a few cells are odd."""
    rng = random.Random(7)
    people = [f"Person {n}" for n in range(200)]
    status = ["Open", "In progress", "Done", "Blocked", "open", "Complete"]

    def column(make: Callable[[int], Cell], odd: Cell = None) -> list[Cell]:
        return [odd if n % 1009 == 7 else make(n) for n in range(rows)]

    made: list[list[Cell]] = [
        column(lambda n: f"A-{n:07d}", f"A-{rows + 1:07d}"),
        column(lambda n: f"Agree the plan of part {n} with the team"),
        column(lambda n: rng.choice(people), "nobody known"),
        column(lambda n: SERIAL + rng.randrange(-200, 200), "14 April 2026"),
        column(lambda n: rng.choice(status), "doone"),
        column(lambda n: rng.choice(["High", "Medium", "Low"])),
        column(lambda n: f"P-{n % 50:03d}"),
        column(lambda n: f"M-{n % 500:04d}"),
        column(lambda n: SERIAL - 250 + n % 40),
        column(lambda n: None), column(lambda n: "Signed by the sponsor"),
        column(lambda n: None), column(lambda n: None), column(lambda n: None),
        column(lambda n: f"see thread {n % 900}"), column(lambda n: float(n % 977)),
        column(lambda n: ["EMEA", "APAC", "LATAM"][n % 3]), column(lambda n: n),
        column(lambda n: n % 2 == 0), column(lambda n: None),
    ]  # fmt: skip
    return [[header, *cells] for header, cells in zip(HEADERS, made, strict=True)]


def snapshot_of(columns: list[list[Cell]]) -> Snapshot:
    """The columns as the one tab of a Google workbook."""
    rows = len(columns[0])
    tab = RawTab("Actions", 1, tuple(map(tuple, columns)), row_count=rows, column_count=20)
    return Snapshot("large", "large", "Large", "google", "Europe/London", "en_GB", (tab,))


def floor(text: bytes) -> pd.DataFrame:
    """Decode and type the same cells with no question asked."""
    columns = msgspec.json.decode(text, type=list[list[str | float | bool | None]])
    frame = {}
    for cells in columns:
        body = cells[1:]
        number = bool(body) and isinstance(body[0], float) and not isinstance(body[0], bool)
        if number and all(isinstance(cell, float) for cell in body):
            frame[str(cells[0])] = pd.Series(np.array(body, dtype=np.float64))
        else:
            frame[str(cells[0])] = pd.Series(
                [None if c is None else str(c) for c in body], dtype="str"
            )
    return pd.DataFrame(frame)


def cpu(work: Callable[[], Value]) -> tuple[float, Value]:
    """CPU seconds and the value."""
    before = time.process_time()
    value = work()
    return time.process_time() - before, value


def measure(rows: int) -> tuple[float, float, float]:
    """CPU seconds of the floor, of reading the tables, and of the whole plan."""
    started = app.start({}, None)
    columns = columns_of(rows)
    text = msgspec.json.encode(columns)
    raw = snapshot_of(columns)
    rules = WorkbookSettings(spreadsheet="large")
    job, noon = started.job("refresh"), datetime(2026, 4, 14, 12, tzinfo=UTC)
    texts = {
        n: t
        for n in ("refresh", *job.updates)
        for n, t in started.templates(started.job(n)).items()
    }
    others = {name: started.job(name) for name in job.updates}
    options = Options("r1", "large", rules, started.vocabulary, texts, jobs=others)
    least = cpu(lambda: floor(text))[0]
    reading = cpu(lambda: read_tables(raw, rules, started.vocabulary, TODAY))[0]
    whole, plan = cpu(lambda: make_plan(job, raw, Moment(noon, noon, TODAY, TODAY), options))
    assert plan.tables["actions"].read == rows, plan.tables
    return least, reading, whole


def main(arguments: list[str]) -> None:
    """Prints a line a size."""
    sizes = [int(arguments[0])] if arguments else [1_000, 4_000, 16_000, 64_000]
    if "profile" in arguments:
        import cProfile
        import pstats

        profile = cProfile.Profile(time.process_time)
        profile.runcall(measure, sizes[0])
        pstats.Stats(profile).sort_stats("cumtime").print_stats(70)
        return
    measure(500)
    start = min(measure(0)[2] for _ in range(3))
    print(f"a workbook without rows: {start:.2f} s; us/row is what comes on top of it")
    print("rows      floor s   read s   plan s   us/row   plan/floor   peak MB")
    each: list[float] = []
    for rows in sizes:
        least, reading, whole = (
            min(times) for times in zip(*(measure(rows) for _ in range(3)), strict=True)
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        each.append((whole - start) / rows * 1e6)
        print(
            f"{rows:<9,} {least:7.2f} {reading:8.2f} {whole:8.2f} {each[-1]:8.0f} "
            f"{whole / max(least, 1e-3):12.1f} {peak:9.0f}"
        )
    print(f"cost of a row, last size to first: {each[-1] / each[0]:.2f} (at most {LIMIT})")


if __name__ == "__main__":
    main(sys.argv[1:])
