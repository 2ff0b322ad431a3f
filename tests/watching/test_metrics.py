"""What Prometheus sees of runs and fleets, and that it stays bounded; the dashboard asks for nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from prometheus_client.parser import text_string_to_metric_families

from mso_sheets import figures
from mso_sheets.adapters.prometheus import Family, exposition
from mso_sheets.adapters.run_metrics import run_families
from mso_sheets.fleet.due import Entry
from mso_sheets.fleet.measuring import Measured, families_of
from mso_sheets.fleet.pace import interval_and_tolerance
from mso_sheets.fleet.spending import Spending, spending
from mso_sheets.model.message import Posted
from mso_sheets.model.run import Requested, RunRecord
from mso_sheets.model.table import Accounting
from mso_sheets.settings.models import FleetRules, Settings

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 4, 14, 8, 0, tzinfo=UTC)
RECORD = RunRecord(
    "8f3a01", "refresh", "emea", "2026-04-14", "ok",
    tables={"actions": Accounting(30, 28, {"blank": 2})},
    problems=3, rules={"error/date-unreadable": 2, "warning/name-unknown": 5},
    messages=(Posted("k", "#mso", "sent"),), requests=Requested(2, 1, 1), duration_s=3.5,
)  # fmt: skip
LIMITS = {"read": 60, "write": 60}
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def samples(families: list[Family]) -> Samples:
    """As Prometheus reads them."""
    parsed = text_string_to_metric_families(exposition(families))
    return {
        (each.name, tuple(sorted(each.labels.items()))): each.value
        for family in parsed
        for each in family.samples
    }


def value(found: Samples, name: str, **labels: str) -> float:
    return found[(f"mso_sheets_{name}", tuple(sorted(labels.items())))]


def known_of(*records: RunRecord, workbooks: int = 200) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for number, record in enumerate(records):
        figures.count(known, record, NOW + timedelta(seconds=number), workbooks)
    return known


def test_a_run_is_counted_by_job_workbook_and_status() -> None:
    failed = replace(RECORD, status="failed", tables={}, rules={}, messages=())
    found = samples(run_families(known_of(RECORD, RECORD, failed), LIMITS))
    own = {"mso_job": "refresh", "workbook": "emea"}
    assert value(found, "runs_total", **own, status="ok") == 2
    assert value(found, "runs_total", **own, status="failed") == 1
    assert value(found, "messages_total", **own, status="sent") == 2
    assert value(found, "requests_total", **own, kind="read") == 6
    assert value(found, "last_run_requests", **own, kind="write") == 1
    assert value(found, "last_run_timestamp_seconds", **own) == NOW.timestamp() + 2
    assert value(found, "last_good_run_timestamp_seconds", **own) == NOW.timestamp() + 1


def test_problems_are_told_by_rule_each_workbook_by_its_latest_run_that_read() -> None:
    later = replace(RECORD, job="daily-followups", rules={"error/date-unreadable": 1})
    stopped = replace(RECORD, status="failed", tables={}, rules={})
    other = replace(RECORD, workbook="apac", rules={"error/date-unreadable": 10})
    found = samples(run_families(known_of(RECORD, later, stopped, other), LIMITS))
    assert value(found, "problem_cells", rule="date-unreadable", severity="error") in {11, 12}


def test_durations_fill_a_histogram_that_prometheus_accepts() -> None:
    runs = [replace(RECORD, duration_s=seconds) for seconds in (0.2, 1.0, 4.0, 5_000.0)]
    found = samples(run_families(known_of(*runs), LIMITS))
    name = "run_duration_seconds_bucket"
    filled = [value(found, name, mso_job="refresh", le=le) for le in ("1", "2", "5", "600", "+Inf")]
    assert filled == [2, 2, 3, 3, 4]
    assert value(found, "run_duration_seconds_count", mso_job="refresh") == 4
    assert value(found, "run_duration_seconds_sum", mso_job="refresh") == pytest.approx(5_005.2)


def test_a_fleet_of_a_thousand_workbooks_costs_no_more_series_than_the_bound() -> None:
    many = [replace(RECORD, workbook=f"book-{n}") for n in range(1_000)]
    few = samples(run_families(known_of(*many[:11], workbooks=10), LIMITS))
    known = known_of(*many, workbooks=10)
    found = samples(run_families(known, LIMITS))
    assert len(found) == len(few)
    own = {"mso_job": "refresh", "workbook": figures.OTHER}
    assert value(found, "runs_total", **own, status="ok") == 990
    assert value(found, "requests_total", **own, kind="read") == 1_980
    assert len(json.dumps(known)) < 10_000


def test_a_workbook_that_is_gone_gives_its_place_to_another() -> None:
    known = known_of(RECORD, replace(RECORD, workbook="apac"), workbooks=1)
    assert set(known["runs"]) == {"refresh/emea", "refresh/(other)"}
    figures.count(known, replace(RECORD, workbook="new"), NOW + timedelta(days=31), 1)
    assert set(known["runs"]) == {"refresh/new", "refresh/(other)"}


def test_the_quota_left_is_that_of_the_minute_of_the_last_run() -> None:
    known = known_of(RECORD)
    for seconds in (0, 30, 59, 89):
        figures.spend(known, RECORD, NOW + timedelta(seconds=seconds))
    found = samples(run_families(known, LIMITS))
    assert value(found, "quota_left", side="read") == 60 - 3 * 2
    assert value(found, "quota_left", side="write") == 60 - 3


def fleet(**more: Any) -> Measured:
    entries = [Entry(job, book, "0 9 * * *", "UTC") for job in ("a", "b") for book in ("x", "y")]
    good = {"a/x": "2026-04-14T07:00:00+00:00", "a/y": "2026-04-13T07:00:00+00:00"}
    return Measured(NOW, entries, [NOW - timedelta(minutes=5), NOW], good, **more)


def test_a_fleet_tells_its_oldest_good_run_and_its_lateness_by_job() -> None:
    found = samples(families_of(fleet(queued=3, running=2, parked=1)))
    oldest = datetime(2026, 4, 13, 7, tzinfo=UTC).timestamp()
    assert value(found, "fleet_oldest_good_run_timestamp_seconds", mso_job="a") == oldest
    assert value(found, "fleet_never_good", mso_job="a") == 0
    assert value(found, "fleet_never_good", mso_job="b") == 2
    assert value(found, "fleet_lateness_seconds") == 300
    assert value(found, "fleet_workbooks") == 2
    states = {"due": 2, "queued": 3, "running": 2, "parked": 1}
    assert {state: value(found, "fleet_runs", state=state) for state in states} == states


class Reserved:
    """Redis with some requests reserved ahead of its clock."""

    def __init__(self, **ahead: float) -> None:
        self._ahead = ahead

    def time(self) -> tuple[int, int]:
        return 1_000, 500_000

    def get(self, name: str) -> bytes | None:
        of, _, side = name.removeprefix("mso:pace:").rpartition(":")
        ahead = self._ahead.get(f"{of.partition(':')[0]}_{side}")
        return None if ahead is None else str(int((1_000.5 + ahead) * 1e6)).encode()


def test_what_is_left_of_the_shared_quota_is_read_without_taking_any() -> None:
    settings = Settings(fleet=FleetRules(key_files=("a.json", "b.json")))
    client = cast(Any, Reserved(project_read=30.5, account_write=-5))
    found = {(each.of, each.side): each for each in spending(client, settings)}
    assert set(found) == {
        (of, side)
        for of in ("project", "account:a.json", "account:b.json")
        for side in ("read", "write")
    }
    assert found["project", "read"].left in range(120, 180)
    assert found["project", "read"].wait_seconds > 0
    for untouched in (found["account:a.json", "write"], found["project", "write"]):
        assert (untouched.left, untouched.wait_seconds) == (untouched.limit, 0)


@pytest.mark.parametrize("limit", [1, 2, 60, 300])
def test_a_quota_reserved_for_a_minute_ahead_has_nothing_left(limit: int) -> None:
    interval, tolerance = interval_and_tolerance(limit)
    assert Spending("project", "read", limit, 61.01 + tolerance / 1e6).left == 0
    assert Spending("project", "read", limit, 61 + (tolerance - interval / 2) / 1e6).left == 1


def every_family() -> dict[str, Family]:
    """With a sample of each label, so that labels are known."""
    spent = [Spending("project", "read", 300)]
    families = [*run_families(known_of(RECORD), LIMITS), *families_of(fleet(spent=spent))]
    return {family.full_name: family for family in families}


def test_every_metric_is_documented_with_its_labels_and_no_other() -> None:
    page = (ROOT / "docs" / "watching.md").read_text("utf-8")
    rows = re.findall(r"^\| `(mso_sheets_\w+)` \| ([\w, ]*?) ?\|", page, re.MULTILINE)
    told = {name: set(filter(None, labels.split(", "))) for name, labels in rows}
    assert told == {
        name: {label for _, labels, _ in family.samples for label in labels}
        for name, family in every_family().items()
    }


DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "mso-sheets.json").read_text("utf-8"))
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
QUERIES = [target["expr"] for panel in PANELS for target in panel["targets"]]
OUTSIDE = {"instance", "le"}
"""Labels that Prometheus itself adds, or that a histogram has."""


def test_the_dashboard_is_of_a_current_schema_and_names_no_data_source() -> None:
    assert DASHBOARD["schemaVersion"] >= 41
    assert DASHBOARD["uid"] == "mso-sheets"
    assert "id" not in DASHBOARD
    sources = re.findall(
        r'"datasource": \{"type": "prometheus", "uid": "([^"]*)"', json.dumps(DASHBOARD)
    )
    assert set(sources) == {"${datasource}"}
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel["title"])
def test_every_panel_has_title_unit_description_and_room_of_its_own(panel: Any) -> None:
    assert panel["title"]
    assert len(panel["description"]) > 20
    assert panel["fieldConfig"]["defaults"]["unit"] in {"none", "s", "reqpm"}
    assert panel["targets"]
    place = panel["gridPos"]
    assert place["x"] + place["w"] <= 24
    cells = squares(place)
    assert not any(cells & squares(p["gridPos"]) for p in DASHBOARD["panels"] if p is not panel)


def squares(place: dict[str, int]) -> set[tuple[int, int]]:
    return {
        (x, y)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    }


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_asks_for_metrics_and_labels_that_the_code_exposes(query: str) -> None:
    families = every_family()
    names = set(re.findall(r"mso_sheets_\w+", query))
    assert names
    labels: set[str] = set(OUTSIDE)
    for name in names:
        family = families[re.sub(r"_(bucket|sum|count)$", "", name)]
        assert (name != family.full_name) == (family.kind == "histogram")
        labels |= {label for _, own, _ in family.samples for label in own}
    grouped = re.findall(r"by \(([^)]*)\)", query)
    asked = {label.strip() for group in grouped for label in group.split(",")}
    asked |= set(re.findall(r"(\w+)=~?\"", query))
    assert asked <= labels
    assert (query.count("("), query.count("{")) == (query.count(")"), query.count("}"))


@pytest.mark.parametrize("query", QUERIES)
def test_counters_are_asked_for_their_growth_and_gauges_as_they_are(query: str) -> None:
    for name in re.findall(r"mso_sheets_\w+", query):
        grows = re.search(rf"(rate|increase)\({name}", query)
        assert bool(grows) == name.endswith(("_total", "_bucket"))


def test_the_dashboard_shows_every_metric() -> None:
    asked = {name for query in QUERIES for name in re.findall(r"mso_sheets_\w+", query)}
    assert {re.sub(r"_bucket$", "", name) for name in asked} == set(every_family())
