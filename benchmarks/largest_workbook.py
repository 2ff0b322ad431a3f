"""Ten million cells over HTTPS: a rehearsal of `refresh` beside its floor, each a process of its own.

    python benchmarks/largest_workbook.py             500,000 rows x 20 columns; needs the stand-ins
    python benchmarks/largest_workbook.py 50000       fewer rows

The floor is what nobody can avoid: sign in, fetch the tab in one request, decode it typed, make a
frame column by column. Beside both stands gspread's documented way to a frame, which types nothing.
CPU seconds (user and system) and peak memory are the kernel's own figures.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import msgspec

from tests.adapters import google_standin

LIMIT_RATIO, LIMIT_MB = 3.0, 1536
VALUES = (
    "https://sheets.googleapis.com/v4/spreadsheets/{0}/values/Actions?majorDimension=COLUMNS"
    "&valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=SERIAL_NUMBER"
)


class Values(msgspec.Struct):
    """The answer's one part that matters here."""

    values: msgspec.Raw


def load(rows: int) -> str:
    """Puts the workbook of large_workbook.py on the stand-in; its id."""
    from benchmarks.large_workbook import columns_of

    book_id = f"largest-{rows}"
    rows_of_it = [
        ["" if c is None else c for c in row] for row in zip(*columns_of(rows), strict=True)
    ]
    body = {
        "id": book_id, "title": "Largest", "locale": "en_GB", "timeZone": "Europe/London",
        "share": [google_standin.service_account()], "input": "RAW",
        "sheets": {"Actions": rows_of_it},
    }  # fmt: skip
    request = urllib.request.Request(
        os.environ["SHEETS_ADMIN"] + "/load",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    google_standin.HERE.open(request, timeout=1200).close()
    return book_id


def floor(book_id: str) -> None:
    """Fetch, decode, frame; no question asked."""
    from google.auth.transport.requests import AuthorizedSession
    from google.oauth2.service_account import Credentials

    from benchmarks import large_workbook

    scopes = ["https://www.googleapis.com/auth/spreadsheets"]
    key = os.environ["GOOGLE_APPLICATION_CREDENTIALS"]
    session = AuthorizedSession(Credentials.from_service_account_file(key, scopes=scopes))
    content = session.get(VALUES.format(book_id), timeout=600).content
    frame = large_workbook.floor(bytes(msgspec.json.decode(content, type=Values).values))
    assert len(frame) > 1


def documented(book_id: str) -> None:
    """The same tab the way that gspread's pages show: all values as text, then a frame."""
    import gspread
    import pandas as pd

    client = gspread.service_account(os.environ["GOOGLE_APPLICATION_CREDENTIALS"])
    header, *rows = client.open_by_key(book_id).worksheet("Actions").get_all_values()
    frame = pd.DataFrame(rows, columns=header)
    assert len(frame) > 1


def cost(*command: str) -> tuple[float, float]:
    """CPU seconds and peak MB of a process that must end well."""
    with tempfile.TemporaryDirectory() as state:
        environment = {**os.environ, "MSO_SHEETS_STATE": state, "PYTHONPATH": "."}
        environment.pop("SLACK_BOT_TOKEN", None)
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
    assert status == 0, f"{' '.join(command)} ended with {status}"
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main(arguments: list[str]) -> int:
    """Prints both and the ratio; 1 when a limit is passed."""
    if arguments[:1] in (["floor"], ["documented"]):
        (floor if arguments[0] == "floor" else documented)(arguments[1])
        return 0
    rows = int(arguments[0]) if arguments else 500_000
    book_id = load(rows)
    address = f"https://docs.google.com/spreadsheets/d/{book_id}/edit"
    here = str(Path(__file__))
    least, least_mb = cost(sys.executable, here, "floor", book_id)
    theirs, theirs_mb = cost(sys.executable, here, "documented", book_id)
    whole, whole_mb = cost(
        sys.executable, "-m", "mso_sheets", "run", "refresh", "--dry-run", "--quiet", "--as-of", "2026-04-14",
        "--workbook", address,
    )  # fmt: skip
    print(f"{rows:,} rows x 20 columns = {rows * 20:,} cells, over HTTPS")
    print(f"floor (fetch, decode, frame)  {least:6.1f} s CPU  {least_mb:6,.0f} MB")
    print(f"gspread: values, text, frame  {theirs:6.1f} s CPU  {theirs_mb:6,.0f} MB")
    print(f"run refresh --dry-run         {whole:6.1f} s CPU  {whole_mb:6,.0f} MB")
    print(f"ratio {whole / least:.2f} (at most {LIMIT_RATIO:g}), memory at most {LIMIT_MB:,} MB")
    return int(whole > LIMIT_RATIO * least or whole_mb > LIMIT_MB)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
