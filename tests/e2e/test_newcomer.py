"""By the README alone: its six commands, taken out of it, run against a fresh clone.

Only the making of the environment is left out: the second command would download what stands in the
lock. The clone gets an environment that starts this machine's Python with the clone's own code, and
the test makes sure that both have the same lock.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from mso_sheets import app
from tests.adapters.google_standin import StandInBook, load
from tests.e2e.slack_cases import TOKEN, Slack

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).parent.parent.parent
BLOCK = re.compile(r"<!-- newcomer:[^>]*-->\n```sh\n(.*?)```", re.DOTALL)
INSTALL = "make -C mso-sheets install"


def commands() -> list[str]:
    """The README's block, a command a line."""
    found = BLOCK.search((ROOT / "README.md").read_text("utf-8"))
    assert found, "the README has no block marked 'newcomer'"
    return found.group(1).splitlines()


def filled_in(lines: list[str], words: dict[str, str]) -> list[str]:
    """The commands with a newcomer's own words in the place of those in capitals."""
    text = "\n".join(lines)
    for word, own in words.items():
        assert word in text, word
        text = text.replace(word, own)
    return text.splitlines()


def environment_of(place: Path, code: Path) -> None:
    """What `make install` makes in `place`, without its downloads: a command that runs `code`."""
    for lock in ("run.txt", "build.txt"):
        ours = (ROOT / "requirements" / lock).read_bytes()
        assert (code / "requirements" / lock).read_bytes() == ours, "the lock changed: commit it"
    command = place / ".venv" / "bin" / "mso-sheets"
    command.parent.mkdir(parents=True)
    line = (
        f'PYTHONPATH={shlex.quote(str(code))} exec {shlex.quote(sys.executable)} -m mso_sheets "$@"'
    )
    command.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
    command.chmod(0o755)


def a_working_day() -> date:
    """Today, or Monday on a weekend, when digests rest."""
    today = app.now().date()
    return today + timedelta(days=(7 - today.weekday()) % 7 if today.weekday() > 4 else 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A newcomer's folder with the key that Google gave out."""
    shutil.copy(os.environ["GOOGLE_APPLICATION_CREDENTIALS"], tmp_path / "key.json")
    return tmp_path


def shell(folder: Path, lines: list[str]) -> subprocess.CompletedProcess[str]:
    """The lines in one shell of somebody who has set nothing."""
    inherited = ("PATH", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NO_PROXY", "no_proxy", "LANG")
    environment = {name: os.environ[name] for name in inherited if name in os.environ}
    script = "\n".join(["set -e", *lines])
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env={**environment, "HOME": str(folder)},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def digests(slack: Slack) -> list[str]:
    """The keys of the digests in the channel."""
    found = [json.dumps(message.get("metadata", {})) for message in slack.messages()]
    return [text for text in found if '_digest"' in text and "daily-followups/emea/" in text]


def test_six_commands_of_the_readme_lead_from_a_clone_to_a_digest(folder: Path) -> None:
    slack, book = Slack(), load({"Sheet1": [[""]]})
    slack.start_afresh()
    lines = commands()
    assert len(lines) <= 6
    assert not any("&&" in line or ";" in line for line in lines), "a line is one command"
    clone, install, *rest = filled_in(lines, words_of(book))
    assert install == INSTALL
    rest[-1] += f" --as-of {a_working_day()}" if a_working_day() != app.now().date() else ""

    cloned = shell(folder, [clone])
    assert cloned.returncode == 0, cloned.stderr
    environment_of(folder / "mso-sheets", folder / "mso-sheets")
    done = shell(folder, rest)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "all that a run needs is there" in said
    assert "Actions made: 15 columns, 90 rows" in said
    assert len(digests(slack)) == 1
    assert "overdue" in slack.messages()[0]["text"]
    settings = (folder / "config" / "settings.toml").read_text("utf-8")
    assert f'/d/{book.spreadsheet_id}/edit#gid=0"\nchannel = "#alerts"' in settings

    again = shell(folder, rest)
    assert again.returncode == 0, again.stdout + again.stderr
    assert "Nothing is missing; nothing was changed." in again.stdout
    assert len(digests(slack)) == 1
    assert (folder / "config" / "settings.toml").read_text("utf-8") == settings


def words_of(book: StandInBook) -> dict[str, str]:
    """What stands in capitals, and what this newcomer has."""
    return {
        "REPOSITORY": shlex.quote(str(ROOT)),
        "KEY.json": "key.json",
        "xoxb-TOKEN": TOKEN,
        "SPREADSHEET": f"https://docs.google.com/spreadsheets/d/{book.spreadsheet_id}/edit#gid=0",
        "#CHANNEL": "#alerts",
    }


def test_without_accounts_two_commands_of_the_readme_put_the_digest_into_the_outbox(
    folder: Path,
) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    found = re.search(
        r"`(mso-sheets init team\.xlsx --sample)`, then `(mso-sheets run [^`]+)`", text
    )
    assert found
    first, second = found.groups()
    environment_of(folder, ROOT)
    path = 'export PATH="$PWD/.venv/bin:$PATH"'
    done = shell(folder, [path, first, f"{second} --as-of {a_working_day()}"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert list((folder / "outbox").glob("*daily-followups*.html"))
