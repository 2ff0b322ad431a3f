"""Reading 100,000 rows x 20 columns against parsing their JSON alone, in one run.

    python -m benchmarks.reading [ROWS]

Prints seconds of CPU for parsing the reply of the Sheets API with msgspec, for finding and typing the
table on top of it, and for all that with the checks over rows and tables (doubled ids, references,
contradictions); exits with 1 when finding and typing takes more than twice the parsing.
"""

from __future__ import annotations

import gc
import sys
import time
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random

import msgspec

from mso_sheets.model.cells import Cell, RawTab, Snapshot
from mso_sheets.model.table import Table
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.settings.models import WorkbookSettings
from mso_sheets.settings.vocabulary import load_vocabulary
from mso_sheets.tables.drafts import Reader
from mso_sheets.tables.locating import locate
from mso_sheets.tables.naming import Namings
from mso_sheets.tables.reading import read_tables

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


def find_and_type(snapshot: Snapshot, rules: WorkbookSettings, vocabulary: Vocabulary) -> Table:
    """The table found, its rows sorted, its cells typed; not yet checked against other rows."""
    place = locate(snapshot, rules, vocabulary, Namings(vocabulary, rules)).places["tasks"]
    return Reader(snapshot, rules, vocabulary, TODAY).draft(place).table


def main(rows: int = 100_000) -> int:
    """All measurements in turn, the best of each counting."""
    reply = msgspec.json.encode({"values": columns_of(rows)})
    decoder = msgspec.json.Decoder(dict[str, list[list[str | float | bool | None]]])
    vocabulary = load_vocabulary(Path(__file__).parent.parent / "config")
    rules = WorkbookSettings(spreadsheet="bench")
    seconds: dict[str, list[float]] = {"parse": [], "type": [], "read": []}
    for _ in range(ROUNDS):
        gc.enable()
        gc.collect()
        gc.disable()  # as in every run of a job: mso_sheets/app/collector.py
        marks = [time.process_time()]
        snapshot = snapshot_of(decoder.decode(reply)["values"])
        marks.append(time.process_time())
        table = find_and_type(snapshot, rules, vocabulary)
        marks.append(time.process_time())
        tables = read_tables(snapshot, rules, vocabulary, TODAY)
        marks.append(time.process_time())
        for name, (start, end) in zip(seconds, pairwise(marks), strict=True):
            seconds[name].append(end - start)
        assert len(table.frame) == len(tables["tasks"].frame) == rows
    parsing, typing, reading = (min(values) for values in seconds.values())
    print(
        f"{rows} rows x 20 columns, {len(reply) / 1e6:.1f} MB of JSON, best of {ROUNDS}, CPU seconds"
    )
    print(f"parsing the JSON alone      {parsing:.3f}")
    print(f"found and typed             {typing:.3f} = {typing / parsing:.2f} x parsing")
    print(f"found, typed and checked    {reading:.3f} = {reading / parsing:.2f} x parsing")
    return int(typing / parsing > LIMIT)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
