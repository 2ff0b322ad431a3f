"""What a person at a terminal sees, what a pipe gets: bars, colours, quiet."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mso_sheets.cli.progress import WIPE, Progress
from tests.faces.build import faces_of
from tests.faces.teams import DAY

pytestmark = pytest.mark.slow
COLOUR = re.compile(r"\x1b\[\d+(;\d+)*m")
BAR = re.compile(r"\[[#-]{20}\] \d/\d  ")


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: v for name, v in os.environ.items() if not name.startswith(("SLACK_", "MSO_"))}
    kept.pop("NO_COLOR", None)
    return {**kept, "TERM": "xterm", "MSO_SHEETS_STATE": str(folder / "state"), **more}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mso_sheets", *arguments]


def at_a_terminal(folder: Path, *arguments: str, **more: str) -> str:
    """What the program writes to a terminal of its own."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(*arguments), stdin=theirs, stdout=theirs, stderr=theirs,
        env=environment(folder, **more), close_fds=True,
    ) as running:  # fmt: skip
        os.close(theirs)
        shown = bytearray()
        try:
            while part := os.read(ours, 65_536):
                shown += part
        except OSError:  # Linux tells the end of a terminal so.
            pass
        finally:
            os.close(ours)
    assert running.returncode == 0, shown.decode()
    return shown.decode().replace("\r\n", "\n")


def piped(folder: Path, *arguments: str) -> tuple[str, str]:
    """What a pipe gets: stdout, stderr."""
    done = subprocess.run(
        command(*arguments), env=environment(folder), capture_output=True, text=True, check=True
    )
    return done.stdout, done.stderr


def review(tmp_path: Path, *more: str) -> tuple[str, ...]:
    book = str(faces_of("fifty").book)
    return ("report", "--workbook", book, "--as-of", str(DAY), "--out", str(tmp_path), *more)


def test_long_work_shows_a_bar_on_a_terminal_and_takes_it_away_again(tmp_path: Path) -> None:
    shown = at_a_terminal(tmp_path, *review(tmp_path, "--deck"))
    assert BAR.search(shown)
    assert "fifty report" in shown
    rest = shown.rpartition(WIPE)[2]
    assert not BAR.search(rest)
    assert [line.rpartition(".")[2] for line in rest.strip().splitlines()] == ["html", "md", "pptx"]


def test_a_pipe_gets_plain_lines(tmp_path: Path) -> None:
    out, error = piped(tmp_path, *review(tmp_path, "--deck"))
    assert "\x1b" not in out + error
    assert "\r" not in out + error
    assert len(out.splitlines()) == 3


def test_quiet_says_nothing(tmp_path: Path) -> None:
    assert piped(tmp_path, *review(tmp_path, "--quiet")) == ("", "")
    assert at_a_terminal(tmp_path, *review(tmp_path, "--quiet")) == ""


def test_verbose_tells_where_a_run_is_in_lines_of_json_on_stderr(tmp_path: Path) -> None:
    book = str(faces_of("solo").book)
    asked = ("run", "refresh", "--workbook", book, "--as-of", str(DAY))
    assert piped(tmp_path, *asked)[1] == ""
    lines = [json.loads(line) for line in piped(tmp_path, *asked, "--verbose")[1].splitlines()]
    assert [line["event"] for line in lines] == ["run begins", "run ended"]
    assert lines[1]["status"] == "ok"
    assert lines[1]["requests"]["read"] >= 0


def test_a_run_ends_in_colour_on_a_terminal_and_without_where_people_want_none(
    tmp_path: Path,
) -> None:
    book = str(faces_of("solo").book)
    asked = ("run", "refresh", "--workbook", book, "--as-of", str(DAY))
    assert COLOUR.search(at_a_terminal(tmp_path, *asked))
    plain = at_a_terminal(tmp_path, *asked, NO_COLOR="1")
    assert "done in" in plain
    assert not COLOUR.search(plain)
    assert "\x1b" not in "".join(piped(tmp_path, *asked))
    assert piped(tmp_path, *asked, "--dry-run", "--quiet") == ("", "")


def test_the_demo_shows_its_bar_and_ends_with_three_files(tmp_path: Path) -> None:
    shown = at_a_terminal(tmp_path, "demo", str(tmp_path / "demo"), COLUMNS="80")
    assert BAR.search(shown)
    assert "/6  daily-followups" in shown
    last = [line.split("    ")[0].strip() for line in shown.strip().splitlines()[-3:]]
    assert [Path(name).suffix for name in last] == [".xlsx", ".html", ".html"]
    assert all(Path(name).is_file() for name in last)


def test_a_bar_is_never_longer_than_its_terminal() -> None:
    progress = Progress(200, shown=False)
    with progress.step("a workbook with a very long name daily-followups"):
        assert progress.line(200).startswith("[--------------------] 0/200  a workbook")
        assert len(progress.line(40)) == 39
    assert "1/200" in progress.line(200)
