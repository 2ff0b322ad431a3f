"""A team's workbook with every shipped job run on it, its messages, report and slides, as files."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from mso_sheets import app
from mso_sheets.adapters.excel_sample import write_tabs
from mso_sheets.app.process import App
from tests.faces.teams import BY_NAME, DAY, TEAMS, Team, workbook

ORDER = (
    "refresh", "daily-followups", "meeting-actions", "weekly-review", "process-review",
    "knowledge-review",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Faces:
    """Where everything lies that a team's people see."""

    team: Team
    folder: Path

    @property
    def book(self) -> Path:
        """The workbook with our tabs."""
        return self.folder / f"{self.team.name}.xlsx"

    @property
    def messages(self) -> list[Path]:
        """The pages of all messages, in order."""
        return sorted((self.folder / "outbox").glob("*.html"))

    def made(self, kind: str) -> Path:
        """The report as `html`, `md` or `pptx`."""
        return self.folder / "report" / f"{self.team.name}-{DAY.isoformat()}.{kind}"


def build(team: Team, folder: Path) -> Faces:
    """Makes everything for a team in `folder`."""
    faces = Faces(team, folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_tabs(faces.book, workbook(team), DAY)
    started = without_slack(folder)
    asked = app.Asked(as_of=DAY, outbox=folder / "outbox")
    target = app.target(started, str(faces.book))
    for job in ORDER:
        record = app.run_job(started, job, target, asked)
        if record.status != "ok":
            raise AssertionError(f"{team.name}: {job} is {record.status}: {record.notes}")
    app.write_review(started, target, asked, folder / "report", deck=True)
    return faces


def without_slack(folder: Path) -> App:
    """The product as it starts without a token, its own state in `folder`."""
    hidden = ("SLACK_", "MSO_SHEETS_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    return app.start({**kept, "MSO_SHEETS_STATE": str(folder / "state")})


@cache
def faces_of(name: str) -> Faces:
    """The team's files, made once a process."""
    return build(BY_NAME[name], Path(mkdtemp(prefix=f"faces-{name}-")))


def main() -> int:
    """`python -m tests.faces.build FOLDER [TEAM...]`: makes the files to look at."""
    folder, names = Path(sys.argv[1]), sys.argv[2:] or [team.name for team in TEAMS]
    for name in names:
        faces = build(BY_NAME[name], folder / name)
        sys.stdout.write(f"{name}: {faces.book}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
