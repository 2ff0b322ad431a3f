"""What a schedule means at the quota is said before it hurts: by the beat, `fleet status` and `check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from mso_sheets import app
from mso_sheets.checking.accounts import Accounts
from mso_sheets.checking.machine import Clock
from mso_sheets.fleet.quota import Quota, pressure
from mso_sheets.fleet.serving import beat_of
from mso_sheets.fleet.standing import standing
from mso_sheets.fleet.store import Store
from tests.fakes.fleet_redis import FakeRedis

PROJECT = "Ask Google for a higher quota of the project, or spread the schedules."
ACCOUNTS = "Name more service accounts in fleet.key_files to shorten that."


@pytest.mark.parametrize(
    ("reads", "writes", "said"),
    [
        (Quota(600, 60, 10), Quota(600, 60, 10), f"34 minutes at this quota. {PROJECT}"),
        (Quota(300, 60, 1), Quota(300, 60, 1), f"334 minutes at this quota. {ACCOUNTS}"),
        (Quota(300, 60, 4), Quota(300, 60, 4), f"84 minutes at this quota. {ACCOUNTS}"),
        (Quota(300, 60, 5), Quota(300, 60, 5), f"67 minutes at this quota. {PROJECT}"),
        (Quota(300, 60, 50), Quota(300, 60, 50), f"67 minutes at this quota. {PROJECT}"),
        (Quota(300, 300, 1), Quota(300, 20, 1), f"1,000 minutes at this quota. {ACCOUNTS}"),
        (Quota(300, 20, 1), Quota(300, 300, 1), f"1,000 minutes at this quota. {ACCOUNTS}"),
        (Quota(3_000, 300, 10), Quota(100, 300, 1), f"200 minutes at this quota. {PROJECT}"),
    ],
)
def test_the_tighter_side_and_limit_tell_the_time_and_the_remedy(
    reads: Quota, writes: Quota, said: str
) -> None:
    assert pressure(10_000, "09:00", reads, writes) == f"10,000 workbooks at 09:00 need {said}"


def home_with(folder: Path, books: int, fleet: str) -> app.App:
    """So many workbooks on Google, with a zone, so that nothing is asked of them."""
    (folder / "config").mkdir()
    (folder / "jobs").mkdir()
    lines = ['timezone = "UTC"', "[fleet]", fleet]
    lines += [
        f'[workbooks.b{n}]\nspreadsheet = "https://docs.google.com/spreadsheets/d/id-{n}/edit"'
        for n in range(books)
    ]
    (folder / "config" / "settings.toml").write_text("\n".join(lines), "utf-8")
    (folder / "jobs" / "daily-followups.toml").write_text(
        'purpose = "The morning digest."\nschedule = "0 9 * * mon-fri"\n', "utf-8"
    )
    environment = {"MSO_SHEETS_HOME": str(folder), "MSO_SHEETS_STATE": str(folder / "state")}
    return app.start(environment, folder)


def keys(count: int) -> str:
    return f"key_files = {[f'{n}.json' for n in range(count)]!r}"


CASES = [
    ("", f"daily-followups: 300 workbooks at 09:00 need 10 minutes at this quota. {ACCOUNTS}"),
    (keys(4), f"daily-followups: 300 workbooks at 09:00 need 3 minutes at this quota. {ACCOUNTS}"),
    (keys(8), f"daily-followups: 300 workbooks at 09:00 need 2 minutes at this quota. {PROJECT}"),
    (
        keys(8) + "\nproject_writes_a_minute = 100",
        f"daily-followups: 300 workbooks at 09:00 need 6 minutes at this quota. {PROJECT}",
    ),
]


def jobs_line(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.startswith("daily-followups:")]


@pytest.mark.parametrize(("fleet", "said"), CASES)
def test_the_beat_says_it_when_it_starts(tmp_path: Path, fleet: str, said: str) -> None:
    told: list[str] = []
    started = home_with(tmp_path, 300, fleet)
    beat_of(started, cast(Any, FakeRedis()), lambda work: None, told.append)
    assert jobs_line(told) == [said]


@pytest.mark.parametrize(("fleet", "said"), CASES)
def test_status_says_it(tmp_path: Path, fleet: str, said: str) -> None:
    started = home_with(tmp_path, 300, fleet)
    found = standing(started, Store(cast(Any, FakeRedis())))
    assert jobs_line(found.lines) == [said]


@pytest.mark.parametrize(("fleet", "said"), CASES)
def test_check_says_it_for_all_at_once(tmp_path: Path, fleet: str, said: str) -> None:
    started = home_with(tmp_path, 300, fleet)
    accounts = Accounts(started, app.targets(started, ()), Clock())
    (finding,) = accounts.quota([])
    assert finding.says == said.removeprefix("daily-followups: ").replace("09:00", "the same time")
    assert finding.ok


def test_workbooks_that_are_files_need_no_quota(tmp_path: Path) -> None:
    started = home_with(tmp_path, 0, "")
    file = tmp_path / "config" / "settings.toml"
    file.write_text('timezone = "UTC"\n[workbooks.a]\nspreadsheet = "a.xlsx"\n', "utf-8")
    started = app.start(started.environment, tmp_path)
    assert jobs_line(standing(started, Store(cast(Any, FakeRedis()))).lines) == []
    assert list(Accounts(started, app.targets(started, ()), Clock()).quota([])) == []
