"""A set-up in which all is well, ways to break it, and what `check` must say of each.

A case breaks one thing. Then exactly its lines may fail, lines that depend on them say that they
were not looked at, all others stay as they were; and following the remedy makes all well again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mso_sheets.app.opening import shared_pace
from mso_sheets.cli import run_command_line
from mso_sheets.settings.vocabulary import load_vocabulary
from tests.adapters.google_standin import StandInBook
from tests.e2e.slack_cases import Slack

SECRETS = re.compile(r"PRIVATE KEY|xox[a-z]-fake|xapp-fake|hunter2")
NOT_LOOKED_AT = "not looked at: "
PEOPLE = [
    ["Name", "Email", "Slack ID", "Team"],
    ["Alice", "alice@example.com", "", "North"],
    ["Bob", "", "U0BOB0001", "South"],
]
PROJECTS = [
    ["Project ID", "Project", "Owner", "Due date"],
    ["PRJ-1", "Harbour", "Alice", "2026-12-01"],
]
ACTIONS = [
    ["Action ID", "Action", "Owner", "Due date", "Status"],
    ["ACT-1", "Send the draft", "Alice", "2026-11-20", "In progress"],
    ["ACT-2", "Book the room", "Bob", "2026-11-21", "In progress"],
]
TABS: dict[str, Any] = {"People": PEOPLE, "Projects": PROJECTS, "Actions": ACTIONS}
GENERAL = 'timezone = "Europe/London"\n'


@dataclass
class Setup:
    """A newcomer's home and everything around it; `last` is what `check` said last."""

    home: Path
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]
    slack: Slack
    book: StandInBook | None = None
    last: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def google(self) -> StandInBook:
        """The spreadsheet; fails where the workbook is a file."""
        assert self.book is not None
        return self.book

    @property
    def path(self) -> Path:
        """The workbook as a file."""
        return self.home / "team.xlsx"

    @property
    def settings(self) -> str:
        """The settings file's text."""
        return (self.home / "config" / "settings.toml").read_text("utf-8")

    def write(self, text: str, file: str = "config/settings.toml") -> None:
        """Puts a file into the home."""
        place = self.home / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")

    def add(self, text: str) -> None:
        """Adds lines to the settings, below the workbook's heading."""
        self.write(self.settings + text)

    def replace(self, old: str, new: str) -> None:
        """Edits the settings."""
        assert old in self.settings, f"{old!r} is not in the settings"
        self.write(self.settings.replace(old, new))

    def environ(self, **values: str | None) -> None:
        """Exports, or unsets where None."""
        for name, value in values.items():
            if value is None:
                self.patch.delenv(name, raising=False)
            else:
                self.patch.setenv(name, value)

    def run(self, *arguments: str) -> tuple[int, str]:
        """One command as at a terminal: exit code, all that it printed."""
        shared_pace.cache_clear()
        load_vocabulary.cache_clear()
        code = run_command_line(list(arguments))
        said = self.capture.readouterr()
        return code, said.out + said.err

    def check(self) -> tuple[int, dict[str, dict[str, Any]]]:
        """`check --json`: exit code, subject -> line. Lines of one subject are put together."""
        code, said = self.run("check", "--json")
        assert not SECRETS.search(said), "a secret was printed"
        lines: dict[str, dict[str, Any]] = {}
        for line in json.loads(said):
            before = lines.setdefault(line["subject"], line)
            if line is not before:
                marks = {line["ok"], before["ok"]}
                worst = False if False in marks else None if None in marks else True
                text = {key: f"{before[key]} {line[key]}".strip() for key in ("says", "fix")}
                lines[line["subject"]] = {**before, **text, "ok": worst}
        self.last = lines
        return code, lines


Step = Callable[[Setup, str], None]


@dataclass(frozen=True)
class Broken:
    """One way to break a set-up. `says` and `fix` are patterns for the line that fails.

    `mend` follows the remedy, which it is given. `also` fail for the same cause; `replaces` are
    healthy lines that this one stands in for.
    """

    name: str
    breaks: Callable[[Setup], None]
    line: str
    says: str
    fix: str
    mend: Step
    ok: bool | None = False
    code: int = 1
    also: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


def named(cases: Iterable[Broken]) -> list[Any]:
    """Cases for `parametrize`, under their names."""
    return [pytest.param(case, id=case.name.replace(" ", "-")) for case in cases]


def verify(setup: Setup, case: Broken) -> None:
    """All well -> broken, told in the right line with the right remedy -> mended, all well."""
    code, healthy = setup.check()
    troubled = {subject: line for subject, line in healthy.items() if line["ok"] is not True}
    assert (code, troubled) == (0, {})
    case.breaks(setup)
    _tells(setup, case, healthy)
    case.mend(setup, setup.last[case.line]["fix"])
    code, mended = setup.check()
    left = {subject: line for subject, line in mended.items() if line["ok"] is not True}
    assert (code, left) == (0, {}), "the remedy did not mend it"


def _tells(setup: Setup, case: Broken, healthy: dict[str, dict[str, Any]]) -> None:
    code, lines = setup.check()
    told = {s for s, line in lines.items() if line["ok"] is not True}
    unseen = {s for s in told if lines[s]["says"].startswith(NOT_LOOKED_AT)}
    assert told - unseen == {case.line, *case.also}
    assert all(lines[subject]["ok"] is None for subject in unseen)
    line = lines[case.line]
    assert re.search(case.says, line["says"]), line["says"]
    assert re.search(case.fix, line["fix"]), line["fix"]
    assert line["ok"] is case.ok
    assert code == (case.code if case.ok is False else 0)
    lost = {s for s in healthy if s not in lines and not _hangs(s, told | set(case.replaces))}
    assert lost == set(), "healthy lines went missing"
    _at_a_terminal(setup, line, code)


def _hangs(subject: str, told: set[str]) -> bool:
    """Whether a line cannot be there while one of these fails."""
    if "slack" in told and (subject.startswith(("slack", "channel")) or subject.endswith("people")):
        return True
    if "words" in told and subject.startswith("workbook"):
        return True
    return "settings" in told or subject in told or subject.split(" / ", maxsplit=1)[0] in told


def _at_a_terminal(setup: Setup, line: dict[str, Any], code: int) -> None:
    again, said = setup.run("check")
    assert again == code
    assert not SECRETS.search(said)
    mark = "✗" if line["ok"] is False else "!"
    assert any(row.startswith(mark) and f"{line['subject']}: " in row for row in said.splitlines())
    assert line["fix"].splitlines()[0][:60] in said
    assert "Traceback" not in said
