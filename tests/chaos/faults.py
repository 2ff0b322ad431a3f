"""Every kind of bad world through the command line, as ops meets it: bounded, clear, nothing lost.

    python -m tests.chaos.faults                     all, as a table
    python -m tests.chaos.faults 429 slack           those whose name has one of the words

A fault is set, `mso-sheets run` is a process of its own, and what it said and left is looked at.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from mso_sheets import app
from tests.adapters.google_standin import StandInBook, load, service_account
from tests.chaos.standin import MARKER
from tests.e2e.slack_cases import Slack
from tests.fakes.runs import SMALL
from tests.making import rows_of

DAYS = ("2026-04-14", "2026-04-15")
RUN = ("run", "daily-followups", "--as-of", DAYS[1])
BOUND_S = 90.0
"""Longest that a run under the short patience below may take, on a busy machine."""
PATIENCE = {"ATTEMPTS": "3", "SECONDS": "8", "TIMEOUT": "2"}


@dataclass
class Scene:
    """A home, a workbook that had one good run yesterday, and the channel."""

    home: Path
    book: StandInBook
    slack: Slack
    environment: dict[str, str]
    arguments: tuple[str, ...] = RUN
    before: tuple[str, ...] = ()
    """A command that the run is started through (a file system of its own)."""

    @classmethod
    def fresh(cls, home: Path, *, channel: str = "#alerts", settings: str = "") -> Scene:
        """Everything well."""
        book = load({title: rows_of(text) for title, text in SMALL.items()}, raw=True)
        name = book.spreadsheet_id
        (home / "config").mkdir()
        (home / "config" / "settings.toml").write_text(
            f'timezone = "Europe/London"\n[workbooks.{name}]\nspreadsheet = "{name}"\n'
            f'title = "{name}"\nchannel = "{channel}"\n{settings}'
        )
        patience = {f"MSO_SHEETS_RETRY__{name}": value for name, value in PATIENCE.items()}
        places = {"MSO_SHEETS_HOME": str(home), "MSO_SHEETS_STATE": str(home / "state")}
        return cls(home, book, Slack(), {**os.environ, **patience, **places})

    def run(self, *arguments: str) -> Ended:
        """One command of the product."""
        started = time.monotonic()
        done = subprocess.run(
            [*self.before, sys.executable, "-m", "mso_sheets", *(arguments or self.arguments)],
            env=self.environment, capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip
        return Ended(done.returncode, time.monotonic() - started, done.stdout, done.stderr)

    def good_run(self, day: str) -> None:
        """A run that went well, in this process, which is quicker."""
        started = app.start(self.environment, self.home)
        asked = app.Asked(as_of=date.fromisoformat(day))
        record = app.run_job(
            started, "daily-followups", app.target(started, self.book.spreadsheet_id), asked
        )
        assert record.tabs, record.notes

    def tabs(self) -> dict[str, list[list[Any]]]:
        """Our tabs as they stand."""
        dump = self.book.dump()
        marks = [mark for mark in dump["developerMetadata"] if mark["metadataKey"] == MARKER]
        names = {mark["location"]["sheetId"]: mark["metadataValue"] for mark in marks}
        ours = [s for s in dump["sheets"] if names.get(s["sheetId"], "_mso_state") != "_mso_state"]
        return {names[sheet["sheetId"]]: sheet["values"] for sheet in ours}

    def slack_fault(self, method: str, kind: str, **more: Any) -> None:
        """The next calls for this scene's digest go wrong."""
        told = {"count": 9, "match": self.book.spreadsheet_id, **more}
        self.slack.ask("/faults", method=method, kind=kind, **told)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    seconds: float
    out: str
    said: str

    @property
    def last_line(self) -> str:
        """What the person reads last of what went wrong."""
        lines = [line.strip() for line in self.said.splitlines() if line.strip()]
        told = [line for line in lines if not line.startswith('{"at"')]
        return told[-1] if told else (self.out.strip().splitlines() or [""])[-1].strip()


@dataclass(frozen=True)
class Fault:
    """A bad world: how it is made, and what must come of it."""

    name: str
    arm: Callable[[Scene], None]
    code: int
    words: str = ""
    """What the last line must say, without regard to capitals."""
    settings: str = ""
    channel: str = "#alerts"
    good_before: bool = True
    tabs_kept: bool = True


@dataclass
class Verdict:
    """What a fault came to, and everything that is not as promised."""

    fault: Fault
    ended: Ended
    wrong: list[str] = field(default_factory=list)


def google(
    action: str, kind: str = "read", count: int = 99, **more: Any
) -> Callable[[Scene], None]:
    """Answers of Google go wrong."""
    return lambda scene: scene.book.fault(kind, action, count, **more)


def at_write(op: str, tab: str = "", **more: Any) -> Callable[[Scene], None]:
    """A person does something in the moment before our write."""
    return lambda scene: scene.book.edit_before("write", op, tab, **more)


def slack(kind: str, method: str = "chat.postMessage", **more: Any) -> Callable[[Scene], None]:
    """Answers of Slack go wrong."""
    return lambda scene: scene.slack_fault(method, kind, **more)


def environment(**values: str) -> Callable[[Scene], None]:
    """The run is started with other variables."""
    return lambda scene: scene.environment.update(values)


def command(*arguments: str) -> Callable[[Scene], None]:
    """The run is asked for something else."""
    return lambda scene: setattr(scene, "arguments", arguments)


def nothing(scene: Scene) -> None:
    """The settings themselves are the trouble."""


def other_key(scene: Scene) -> None:
    """The key of an account that was deleted."""
    with open(os.environ["GOOGLE_APPLICATION_CREDENTIALS"], encoding="utf-8") as file:
        key = json.load(file) | {"client_email": "gone@emulated-project.iam.gserviceaccount.com"}
    path = scene.home / "key.json"
    path.write_text(json.dumps(key))
    scene.environment["GOOGLE_APPLICATION_CREDENTIALS"] = str(path)


def unshared(scene: Scene) -> None:
    """The sheet is no longer shared with us."""
    scene.book.edit("unshare", email=service_account())


def unshared_at_write(scene: Scene) -> None:
    """It is unshared in the moment before our write. The account is asked for when the fault is armed:
    without the stand-ins there is none, and the table must still be importable."""
    at_write("unshare", email=service_account())(scene)


def read_only_share(scene: Scene) -> None:
    """The sheet is shared for viewing alone."""
    unshared(scene)
    scene.book.edit("share", email=service_account(), role="reader")


def protected(scene: Scene) -> None:
    """Its owner protects our tab from everybody else."""
    sheet = next(s for s in scene.book.dump()["sheets"] if s["title"] == "Follow-ups")
    lock = {"range": {"sheetId": sheet["sheetId"]}, "editors": {"users": ["owner@example.com"]},
            "description": "Do not touch"}  # fmt: skip
    scene.book.edit("batch", requests=[{"addProtectedRange": {"protectedRange": lock}}])


def corrupt_file(scene: Scene) -> None:
    """An .xlsx that is none."""
    path = scene.home / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 this is no workbook")
    scene.arguments = (*RUN, "--workbook", str(path))


def outbox_on(mount: str) -> Callable[[Scene], None]:
    """The outbox lies on a file system of its own, full or read-only."""

    def arm(scene: Scene) -> None:
        scene.environment.pop("SLACK_BOT_TOKEN", None)
        folder = scene.home / "disk"
        folder.mkdir()
        script = f'mount -t tmpfs -o {mount} tmpfs {folder} && exec "$@"'
        scene.before = ("unshare", "-m", "sh", "-c", script, "sh")
        scene.arguments = (*RUN, "--outbox", str(folder / "outbox"))

    return arm


FULL = "size=4k"
GOOGLE = (
    Fault("429 once, Retry-After 1", google("status", count=1, status=429, retry_after=1), 0),
    Fault("429 once, no Retry-After", google("status", count=1, status=429), 0),
    Fault("429 for good", google("status", status=429, retry_after=1), 1, "quota"),
    Fault("429 on the write", google("status", "write", 1, status=429, retry_after=1), 0),
    Fault("500 once", google("status", count=1, status=500), 0),
    Fault("503 for good", google("status", status=503), 1, "again"),
    Fault("503 on the write for good", google("status", "write", status=503), 1, "again"),
    Fault("hang", google("hang", seconds=20), 1, "again"),
    Fault("reset once", google("reset", count=1), 0),
    Fault("reset for good", google("reset"), 1),
    Fault("truncated body", google("truncate", keep=0.6), 1),
    Fault("truncated body once", google("truncate", count=1, keep=0.6), 0),
    Fault("HTML body", google("html"), 1),
    Fault("write landed, answer lost", google("lost", "write", 1), 0),
    Fault("token expired", google("expire_token", count=1), 0),
    Fault("key revoked", other_key, 1, "key"),
    Fault("unshared before", unshared, 1, "share"),
    Fault("unshared in mid-run", unshared_at_write, 1, "share"),
    Fault("shared for viewing alone", read_only_share, 1, "editor"),
    Fault("a tab deleted between our reads",
          lambda s: s.book.edit_before("read", "delete_tab", "Tasks", nth=2), 3),
    Fault("our tab deleted before our write", at_write("delete_tab", "Follow-ups"), 0),
    Fault("their tab deleted before our write", at_write("delete_tab", "Actions"), 0),
    Fault("spreadsheet deleted in mid-run", at_write("delete_spreadsheet"), 1, tabs_kept=False),
    Fault("protected range in the way", protected, 1, "protect"),
    Fault("no such spreadsheet", command(*RUN, "--workbook", "1" + "x" * 43), 1, "address"),
)  # fmt: skip
SLACK = (
    Fault("slack: 429 once, Retry-After 1", slack("429", count=1, retry_after=1), 0),
    Fault("slack: 429 for good", slack("429", retry_after=30), 1, "next run"),
    Fault("slack: 500", slack("500"), 1, "looked up"),
    Fault("slack: time-out", slack("timeout", delay=15), 1, "looked up"),
    Fault("slack: reset", slack("reset"), 1, "looked up"),
    Fault("slack: posted, answer lost", slack("lost_response", count=1), 1, "looked up"),
    Fault("slack: HTML body", slack("html"), 1, "looked up"),
    Fault("slack: invalid_auth", slack("error", error="invalid_auth"), 1, "Install to Workspace"),
    Fault("slack: token revoked", environment(SLACK_BOT_TOKEN="xoxb-fake-revoked"), 1, "SLACK_BOT_TOKEN"),
    Fault("slack: channel_not_found", nothing, 1, "name", channel="#no-such-channel"),
    Fault("slack: no scope to post", environment(SLACK_BOT_TOKEN="xoxb-fake-noscope"), 1, "scope"),
    Fault("slack: no channel is set", nothing, 1, "channel", channel=""),
)  # fmt: skip
HERE = (
    Fault("outbox on a full disk", outbox_on(FULL), 1, "room"),
    Fault("outbox on a read-only disk", outbox_on("ro"), 1, "outbox"),
    Fault("workbook file missing", command(*RUN, "--workbook", "nowhere.xlsx"), 2, "init"),
    Fault("workbook file corrupt", corrupt_file, 1, ".xlsx"),
    Fault("workbook unknown", command(*RUN, "--workbook", "emae"), 2, "settings.toml"),
    Fault("job unknown", command("run", "daily"), 2, "daily-followups"),
    Fault("date that is none", command("run", "refresh", "--as-of", "2026-02-30"), 2, "2026-04-14"),
    Fault("settings with a bad key", nothing, 2, "settings.md", "chanel = 3\n", good_before=False),
    Fault("settings that are no TOML", nothing, 2, "mend", "channel = \n", good_before=False),
)  # fmt: skip
FAULTS = (*GOOGLE, *SLACK, *HERE)


def judge(fault: Fault, home: Path) -> Verdict:
    """Makes the bad world, runs once, and looks at what was said and left."""
    scene = Scene.fresh(home, channel=fault.channel, settings=fault.settings)
    if fault.good_before:
        scene.good_run(DAYS[0])
    before = scene.tabs()
    fault.arm(scene)
    try:
        ended = scene.run()
        verdict = Verdict(fault, ended)
        after = scene.tabs() if fault.tabs_kept else before
    finally:
        scene.slack.ask("/rate", refill=1)
        _clear_slack_faults(scene.slack)
    checks = {
        f"exit code {ended.code}, not {fault.code}": ended.code != fault.code,
        f"took {ended.seconds:.0f} s": ended.seconds > BOUND_S,
        "a traceback": "Traceback" in ended.said + ended.out,
        f"does not say '{fault.words}'": fault.words.lower() not in ended.last_line.lower(),
        "lost a tab": not set(before) <= set(after),
        "left a blank tab": any(len(rows) < 3 for rows in after.values()),
    }
    verdict.wrong += [what for what, is_so in checks.items() if is_so]
    return verdict


def _clear_slack_faults(slack: Slack) -> None:
    from urllib.request import Request

    slack.opener.open(Request(f"{slack.base}/faults", method="DELETE"), timeout=60).close()


def line_of(verdict: Verdict) -> str:
    """A row of the table."""
    wrong = f"  <-- {'; '.join(verdict.wrong)}" if verdict.wrong else ""
    ended = verdict.ended
    return (
        f"{verdict.fault.name:<36} {ended.seconds:5.1f} s  {ended.code}  {ended.last_line}{wrong}"
    )


def main(words: Sequence[str]) -> int:
    """Prints the table; 1 when anything is not as promised."""
    chosen = [f for f in FAULTS if not words or any(w.lower() in f.name.lower() for w in words)]
    wrong = 0
    print(f"{'fault':<36} {'time':>7}  code  last line")  # noqa: T201 -- the table
    for fault in chosen:
        with tempfile.TemporaryDirectory() as home:
            verdict = judge(fault, Path(home))
        wrong += bool(verdict.wrong)
        print(line_of(verdict), flush=True)  # noqa: T201 -- the table
    print(f"{len(chosen)} kinds of fault, {wrong} not as promised")  # noqa: T201 -- the table
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
