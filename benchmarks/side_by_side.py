"""The same work by us and by the libraries people reach for: python benchmarks/side_by_side.py

Google: read 3, 6 and 12 tabs of 200 rows and write as many tables of 100 rows to tabs of our own,
when these tabs are made, when they say something else, and when nothing is new. Needs the Sheets stand-in (its
environment exported), which counts the requests. The libraries are installed from
benchmarks/rivals/requirements.txt into a folder that is gone afterwards; RIVALS_PYTHON names an
interpreter that has them instead. They write values alone; we write formats, widths and the state too.
Excel has its own page beside openpyxl: benchmarks/excel_graft.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.adapters.google_standin import StandInBook, load

HERE = Path(__file__).parent
RIVALS = HERE / "rivals"
SIZES, ROWS = (3, 6, 12), 200
WORDS = {"made": "On track", "changed": "Off track", "nothing new": "Off track"}


def workbook(tabs: int) -> StandInBook:
    rows = [[f"A-{n}", f"do {n}", "Ana", n, "Open"] for n in range(ROWS)]
    return load({f"Tab {t}": [["ID", "What", "Who", "n", "State"], *rows] for t in range(tabs)})


@contextmanager
def rivals_python() -> Iterator[str]:
    """An interpreter that has the three libraries."""
    if os.environ.get("RIVALS_PYTHON"):
        yield os.environ["RIVALS_PYTHON"]
        return
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = f"{folder}/bin/python"
        line = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r"]
        subprocess.run([*line, str(RIVALS / "requirements.txt")], check=True)
        yield python


def measured(python: str, way: str, store: StandInBook, tabs: int, word: str) -> str:
    """Reads, writes, wall and CPU seconds of one run in a process of its own."""
    seen = len(store.requests())
    line = [python, str(RIVALS / "way.py"), way, store.spreadsheet_id, str(tabs), word]
    own = {"PYTHONPATH": str(HERE.parent)} if way == "mso-sheets" else {"PYTHONPATH": ""}
    bundle = os.environ.get("SSL_CERT_FILE", "")
    done = subprocess.run(
        line, env={**os.environ, **own, "HTTPLIB2_CA_CERTS": bundle},
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    seconds = json.loads(done.stdout.splitlines()[-1])
    kinds = [entry["kind"] for entry in store.requests()[seen:]]
    figures = f"{kinds.count('read')} + {kinds.count('write')}"
    return f"{figures:>9} {seconds['wall']:>6.2f} {seconds['cpu']:>6.2f}"


def main() -> None:
    if "SHEETS_ADMIN" not in os.environ:
        sys.exit("The Sheets stand-in is not up: export its environment first.")
    print("requests (reads + writes), seconds, CPU seconds")
    print(f"{'way':<18} {'tabs':>4} " + "".join(f"{word:>25}" for word in WORDS))
    with rivals_python() as python:
        ways = {"mso-sheets": sys.executable} | dict.fromkeys(
            ("gspread-dataframe", "gspread-pandas", "pygsheets"), python
        )
        for way, interpreter in ways.items():
            for tabs in SIZES:
                store = workbook(tabs)
                runs = [measured(interpreter, way, store, tabs, word) for word in WORDS.values()]
                print(f"{way:<18} {tabs:>4} " + "".join(f"{run:>25}" for run in runs), flush=True)


if __name__ == "__main__":
    main()
