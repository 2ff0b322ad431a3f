"""A fleet seen from outside: its beat's metrics, and one trace from the beat through Redis to a worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, Span
from prometheus_client.parser import text_string_to_metric_families

from mso_sheets.adapters.excel_sample import write_sample
from mso_sheets.fleet.pace import SharedPace
from mso_sheets.fleet.spending import spending
from mso_sheets.settings.models import Settings
from tests.e2e.fleet_processes import fleet_of, only_job, redis_server, wait_for
from tests.watching.collecting import collecting

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SETTINGS = """\
outbox = "outbox"
metrics_file = "metrics/mso.prom"
timezone = "UTC"
[fleet]
window_seconds = 0
tick_seconds = 1
[workbooks.emea]
spreadsheet = "emea.xlsx"
channel = "#emea"
"""


@pytest.fixture
def collector() -> Iterator[tuple[str, list[ResourceSpans]]]:
    with collecting() as found:
        yield found


def spans_of(got: list[ResourceSpans]) -> list[Span]:
    return [span for part in got for scope in part.scope_spans for span in scope.spans]


def value(path: Path, name: str, **labels: str) -> float | None:
    """A sample of the file, None while it is not there."""
    text = path.read_text("utf-8") if path.exists() else ""
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == f"mso_sheets_{name}" and labels.items() <= sample.labels.items():
                return float(sample.value)
    return None


def test_beat_and_workers_tell_prometheus_and_one_trace_leads_from_beat_to_run(
    tmp_path: Path, collector: tuple[str, list[ResourceSpans]]
) -> None:
    endpoint, got = collector
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text(SETTINGS, "utf-8")
    write_sample(tmp_path / "emea.xlsx", date(2026, 4, 14))
    only_job(tmp_path, "refresh")
    metrics = tmp_path / "metrics"
    watched = {"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint, "NO_PROXY": "127.0.0.1,localhost"}
    with redis_server(tmp_path) as url, fleet_of(tmp_path, url, **watched) as fleet:
        fleet.start("worker", "--processes=1")
        fleet.start("beat")
        own = {"mso_job": "refresh", "workbook": "emea", "status": "ok"}
        wait_for(lambda: value(metrics / "mso.prom", "runs_total", **own) == 1, 120, "a run")
        told = metrics / "mso-fleet.prom"
        wait_for(
            lambda: value(told, "fleet_never_good", mso_job="refresh") == 0, 60, "the beat's file"
        )
        assert value(told, "fleet_workbooks") == 1
        assert value(told, "fleet_runs", state="parked") == 0
        assert value(told, "fleet_quota_left", of="project", side="read") == 300
        wait_for(
            lambda: {"enqueue", "queue", "run"} <= {span.name for span in spans_of(got)},
            60,
            "spans",
        )
    spans = spans_of(got)
    run = next(span for span in spans if span.name == "run")
    story = {span.name for span in spans if span.trace_id == run.trace_id}
    assert story >= {"enqueue", "queue", "run", "fetch", "read", "analyse", "plan", "write", "post"}
    (sent,) = [s for s in spans if s.trace_id == run.trace_id and s.name == "enqueue"]
    assert run.parent_span_id == sent.span_id


def test_what_is_told_to_be_left_is_what_the_pace_leaves(tmp_path: Path) -> None:
    from redis import Redis

    settings = Settings()
    with redis_server(tmp_path) as url:
        client = Redis.from_url(url)
        pace = SharedPace(
            client,
            {
                "read": [("project", 300), ("account:", 60)],
                "write": [("project", 300), ("account:", 60)],
            },
        )
        for _ in range(20):
            pace.reserve("read")
        found = {(each.of, each.side): each for each in spending(client, settings)}
        client.close()
    # Twenty of one account are reserved over some twenty seconds, of which none has passed yet.
    assert found["account:", "read"].left in range(38, 43)
    assert found["account:", "read"].wait_seconds > 10
    assert found["account:", "write"].left == 60
    assert found["project", "write"].left == 300
