"""A fleet whose registry is a Google spreadsheet that people edit while it runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mso_sheets.sample import sample_workbook
from tests.adapters.google_standin import StandInBook, admin, load, service_account
from tests.e2e.fleet_processes import Fleet, fleet_of, only_job, redis_server, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
DAY = date(2026, 4, 14)
HEADER = ["Workbook", "Spreadsheet", "Channel", "Time zone", "Paused"]
SETTINGS = """\
registry = "{registry}"
outbox = "outbox"
[fleet]
window_seconds = 0
tick_seconds = 1
registry_seconds = {every}
ops_channel = "#ops"
"""


def address(book: StandInBook) -> str:
    return f"https://docs.google.com/spreadsheets/d/{book.spreadsheet_id}/edit#gid=0"


def team_book() -> StandInBook:
    sheets = {}
    for tab in sample_workbook(DAY):
        rows = [*tab.above, tab.headers, *tab.rows[:12]]
        sheets[tab.title] = [["" if cell is None else cell for cell in row] for row in rows]
    return load(sheets)


def summaries(*books: StandInBook) -> int:
    """How many of the workbooks have our tabs."""
    return sum(any(s["title"] == "Summary" for s in book.dump()["sheets"]) for book in books)


class World:
    """A registry of three workbooks and much nonsense, and a fleet that follows it."""

    def __init__(self, folder: Path, every: float) -> None:
        self.books = [team_book() for _ in range(4)]
        emea, apac, amer, _ = self.books
        self.registry = load(
            {"Fleet": [
                HEADER,
                ["emea", address(emea), "#emea", "UTC", ""],
                ["apac", address(apac), "#apac", "Asia/Tokyo", ""],
                ["amer", address(amer), "#amer", "UTC", True],
                ["", address(amer), "", "", ""],
                ["emea", address(amer), "#emea", "UTC", ""],
                ["nowhere", "see Ana", "#x", "", ""],
                ["mars", address(amer), "#x", "Mars/Olympus", ""],
            ]}
        )  # fmt: skip
        (folder / "config").mkdir()
        text = SETTINGS.format(registry=address(self.registry), every=every)
        (folder / "config" / "settings.toml").write_text(text, "utf-8")
        only_job(folder, "refresh")
        self.folder = folder

    def notices(self) -> list[str]:
        """What the fleet's ops channel got, without what single runs told."""
        files = sorted((self.folder / "outbox").glob("*.json"))
        return [text for f in files if '"ops/registry/' in (text := f.read_text("utf-8"))]


@pytest.fixture
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis_server(tmp_path_factory.mktemp("redis")) as url:
        yield url


def ticks(fleet: Fleet) -> int:
    return fleet.logged().count('"event": "carried"')


def test_the_registry_is_read_once_an_interval_and_its_nonsense_told_once(
    tmp_path: Path, redis_url: str
) -> None:
    world = World(tmp_path, every=3_600)
    with fleet_of(tmp_path, redis_url) as fleet:
        fleet.start("beat")
        fleet.start("worker", "--processes=2")
        wait_for(lambda: summaries(*world.books[:2]) == 2, 90, "two workbooks with a Summary")
        wait_for(lambda: ticks(fleet) >= 4, 120, "a second minute")
        status = fleet.run("fleet", "status")
    assert summaries(*world.books[2:]) == 0
    asked = [entry for entry in world.registry.requests() if entry["kind"] in {"read", "write"}]
    assert [entry["kind"] for entry in asked] == ["read", "read"]
    assert status.returncode == 0, status.stdout + status.stderr
    assert "registry: 2 workbooks, 1 paused, 4 rows left out" in status.stdout
    for reason in (
        "it has no name",
        "row 2 has the same name",
        "is not the address",
        "no time zone",
    ):
        assert reason in status.stdout
    (notice,) = world.notices()
    assert "4 things to mend" in notice
    assert fleet.logged().count('"event": "registry"') == 4


def test_a_new_row_runs_within_the_interval_and_a_registry_out_of_reach_stops_nothing(
    tmp_path: Path, redis_url: str
) -> None:
    world = World(tmp_path, every=3)
    new = world.books[3]
    with fleet_of(tmp_path, redis_url) as fleet:
        fleet.start("beat")
        fleet.start("worker", "--processes=2")
        wait_for(lambda: summaries(*world.books[:2]) == 2, 90, "two workbooks with a Summary")
        for column, value in enumerate(["new", address(new), "#new", "UTC", ""], 1):
            world.registry.set("Fleet", 9, column, value)
        wait_for(lambda: summaries(new) == 1, 90, "the new workbook's Summary")
        admin("/unshare", {"id": world.registry.spreadsheet_id, "email": service_account()})
        before = ticks(fleet)
        wait_for(lambda: ticks(fleet) >= before + 3, 120, "runs without the registry")
        status = fleet.run("fleet", "status")
    assert f"it is not shared with {service_account()}" in status.stdout
    assert "is used until then" in status.stdout
    assert "registry: 3 workbooks" in status.stdout
    assert len(world.notices()) == 2, "the nonsense once, the registry once"


def test_run_without_a_workbook_runs_all_of_the_registry_by_shards(tmp_path: Path) -> None:
    world = World(tmp_path, every=300)
    ran: list[str] = []
    with fleet_of(tmp_path, "redis://127.0.0.1:1/0") as shell:
        for shard in ("1/3", "2/3", "3/3"):
            done = shell.run("run", "refresh", "--json", "--shard", shard)
            assert done.returncode == 0, done.stderr
            ran += [json.loads(line)["workbook"] for line in done.stdout.splitlines()]
            assert "it has no name" in done.stderr
    assert sorted(ran) == ["apac", "emea"]
    assert summaries(*world.books) == 2
    assert len(world.notices()) == 1
