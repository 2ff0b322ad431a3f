"""CPU seconds of a run over an ordinary workbook (2,000 rows), each in a fresh process.

python benchmarks/small_run.py [RUNS]

Beside it stands what importing pandas costs; 1 when a run or the help passes its limit.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import openpyxl

from mso_sheets.adapters.excel_sample import write_sample

ROWS = 2_000
LIMITS = {"first": 1.5, "repeat": 1.5, "help": 0.2}


def write_ordinary(path: Path) -> None:
    """The sample (1,472 rows in thirteen tabs) with more actions of its kind, up to 2,000 rows."""
    write_sample(path, date(2026, 4, 14))
    book = openpyxl.load_workbook(path)
    actions = book["Actions"]
    head, *rows = [[cell.value for cell in row] for row in actions.iter_rows()]
    rows = [row for row in rows if row[head.index("Action ID")]]
    lacking = ROWS - sum(sheet.max_row - 1 for sheet in book.worksheets)
    for number in range(lacking):
        copy = list(rows[number % len(rows)])
        copy[head.index("Action ID")] = f"ACT-{number + 5_000}"
        actions.append(copy)
    book.save(path)


def cpu(line: list[str], environment: dict[str, str]) -> float:
    """User and system seconds of one child."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(line, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(runs: int) -> int:
    """Prints the median of a first run of a workbook, a repeat of it, help, and pandas alone."""
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        cache = {"PYTHONPYCACHEPREFIX": f"{folder}/code", "MSO_SHEETS_STATE": f"{folder}/state"}
        environment = {
            k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"
        } | cache
        python = sys.executable
        figures: dict[str, list[float]] = {"first": [], "repeat": [], "help": [], "pandas": []}
        for number in range(runs + 1):
            book = Path(folder) / f"book{number}.xlsx"
            write_ordinary(book)
            run = [python, "-m", "mso_sheets", "run", "daily-followups", "--quiet"]
            run += ["--workbook", str(book), "--as-of", "2026-04-14"]
            lines = {"first": run, "repeat": run, "help": [python, "-m", "mso_sheets", "--help"]}
            for name, line in {**lines, "pandas": [python, "-c", "import pandas"]}.items():
                figures[name].append(cpu(line, environment))
        for name, seconds in figures.items():  # the first round fills the byte code cache
            median, limit = statistics.median(seconds[1:]), LIMITS.get(name, float("inf"))
            failed |= median > limit
            told = f" (at most {limit:g})" if name in LIMITS else ""
            print(f"{name:<8}{median:6.2f} s of CPU{told}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
