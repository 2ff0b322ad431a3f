"""Reading 100,000 rows x 20 columns against parsing their JSON alone, in one run.

    python -m benchmarks.reading [ROWS]

Prints seconds of CPU for parsing the reply of the Sheets API with msgspec, for finding, typing and
checking the table on top of it, and their ratio; exits with 1 when it is above 2.
"""

from __future__ import annotations

import gc
import sys
import time
from datetime import date
from pathlib import Path
from random import Random

import msgspec

from mso_sheets.model.cells import Cell, RawTab, Snapshot
from mso_sheets.settings.models import WorkbookSettings
from mso_sheets.settings.vocabulary import load_vocabulary
from mso_sheets.tables.reading import read_tables
from mso_sheets.tables.registry import SCHEMAS

TODAY = date(2026, 4, 14)
ROUNDS = 5
LIMIT = 2.0
STATUSES = ("Not started", "In progress", "Blocked", "Complete", "On hold")
PEOPLE = tuple(f"Person {number}" for number in range(40))


def columns_of(rows: int) -> list[list[Cell]]:
    """A Tasks tab of 16 columns of the contract and 4 of the team's own."""
    draw = Random(7)
    own: dict[str, list[Cell]] = {
        "Task ID": [f"TSK-{n:06d}" for n in range(rows)],
        "Project ID": [f"PRJ-{draw.randrange(200):03d}" for _ in range(rows)],
        "Task": [f"Prepare the launch plan for market {draw.randrange(5000)}" for _ in range(rows)],
        "Type": [draw.choice(("Task", "Task", "Milestone")) for _ in range(rows)],
        "Owner": [draw.choice(PEOPLE) for _ in range(rows)],
        "Team": [draw.choice(("Sales", "Ops", "Policy")) for _ in range(rows)],
        "Status": [draw.choice(STATUSES) for _ in range(rows)],
        "Start date": [45000.0 + draw.randrange(400) for _ in range(rows)],
        "Due date": [46000.0 + draw.randrange(300) for _ in range(rows)],
        "Baseline start": [45000.0 + draw.randrange(400) for _ in range(rows)],
        "Baseline due": [46000.0 + draw.randrange(300) for _ in range(rows)],
        "Completed date": [None] * rows,
        "Effort (days)": [float(draw.randrange(1, 30)) for _ in range(rows)],
        "% complete": [draw.randrange(20) / 20 for _ in range(rows)],
        "Predecessors": [f"TSK-{n - 1:06d}" if n % 7 == 3 else None for n in range(rows)],
        "Notes": [
            f"note {draw.randrange(900)}" if draw.random() < 0.3 else None for _ in range(rows)
        ],
    }
    for row, status in enumerate(own["Status"]):
        own["Completed date"][row] = 45900.0 + draw.randrange(99) if status == "Complete" else None
        own["% complete"][row] = 1.0 if status == "Complete" else draw.randrange(19) / 20
    for extra in ("Cost centre", "Region code", "Ticket", "Reviewer"):
        own[extra] = [f"{extra[:2]}{draw.randrange(99)}" for _ in range(rows)]
    return [[header, *cells] for header, cells in own.items()]


def snapshot_of(columns: list[list[Cell]]) -> Snapshot:
    """The parsed columns as a workbook of one tab."""
    tab = RawTab("Tasks", 1, columns, len(columns[0]), len(columns))
    return Snapshot("bench", "1bench", "Benchmark", "google", "en_GB", "Europe/London", (tab,))


def main(rows: int = 100_000) -> int:
    """Both measurements in turn, the best of each counting."""
    reply = msgspec.json.encode({"values": columns_of(rows)})
    decoder = msgspec.json.Decoder(dict[str, list[list[str | float | bool | None]]])
    vocabulary = load_vocabulary(Path(__file__).parent.parent / "config")
    rules = WorkbookSettings(spreadsheet="bench")
    parsing, reading = [], []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.process_time()
        columns = decoder.decode(reply)["values"]
        parsed = time.process_time()
        tables = read_tables(snapshot_of(columns), rules, vocabulary, TODAY)
        done = time.process_time()
        parsing.append(parsed - start)
        reading.append(done - parsed)
        assert len(tables["tasks"].frame) == rows
        assert len(SCHEMAS["tasks"].columns) + 4 == len(columns)
    ratio = min(reading) / min(parsing)
    whole = (min(reading) + min(parsing)) / min(parsing)
    print(
        f"{rows} rows x {len(columns)} columns, {len(reply) / 1e6:.1f} MB of JSON, best of {ROUNDS}"
    )
    print(f"parsing alone      {min(parsing):.3f} s")
    print(
        f"reading and typing {min(reading):.3f} s = {ratio:.2f} x parsing ({whole:.2f} x with it)"
    )
    print(f"problems {len(tables.problems)}")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
