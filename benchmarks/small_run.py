"""CPU seconds of an ordinary small run in a fresh process, beside what importing pandas costs.

python benchmarks/small_run.py [RUNS]
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

from mso_sheets.adapters.excel_sample import write_sample


def cpu(line: list[str], environment: dict[str, str]) -> float:
    """User and system seconds of one child."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(line, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(runs: int) -> None:
    """Prints the median of a first run of a workbook, a repeat of it, help, and pandas alone."""
    with tempfile.TemporaryDirectory() as folder:
        cache = {"PYTHONPYCACHEPREFIX": f"{folder}/code", "MSO_SHEETS_STATE": f"{folder}/state"}
        environment = {
            k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"
        } | cache
        python = sys.executable
        figures: dict[str, list[float]] = {"first": [], "repeat": [], "help": [], "pandas": []}
        for number in range(runs + 1):
            book = Path(folder) / f"book{number}.xlsx"
            write_sample(book, date(2026, 4, 14))
            run = [python, "-m", "mso_sheets", "run", "daily-followups", "--quiet"]
            run += ["--workbook", str(book), "--as-of", "2026-04-14"]
            lines = {"first": run, "repeat": run, "help": [python, "-m", "mso_sheets", "--help"]}
            for name, line in {**lines, "pandas": [python, "-c", "import pandas"]}.items():
                figures[name].append(cpu(line, environment))
        for name, seconds in figures.items():  # the first round fills the byte code cache
            print(f"{name:<8}{statistics.median(seconds[1:]):6.2f} s of CPU")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
