"""A trace tells a run's story: its stages, whose they are, figures, and nothing of what cells say."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from mso_sheets import app
from mso_sheets.adapters.excel_sample import write_sample
from mso_sheets.adapters.otel import Traces
from mso_sheets.app import watching
from mso_sheets.fleet.due import Work
from mso_sheets.fleet.tracing import delivered, enqueuing
from mso_sheets.ports import UNWATCHED

ENDPOINT = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"}
STAGES = ["fetch", "read", "analyse", "plan", "write", "post", "write"]


class Seen:
    """Every span that ended, in the order in which it began."""

    def __init__(self, kept: InMemorySpanExporter) -> None:
        self._kept = kept

    @property
    def spans(self) -> list[ReadableSpan]:
        return sorted(self._kept.get_finished_spans(), key=lambda span: span.start_time or 0)

    def named(self, name: str) -> ReadableSpan:
        (found,) = [span for span in self.spans if span.name == name]
        return found


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    traces = Traces(provider)
    monkeypatch.setattr(watching, "_traces", lambda asked: traces)
    yield Seen(kept)
    provider.shutdown()


def facts_of(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def home(folder: Path, **environment: str) -> app.App:
    (folder / "config").mkdir()
    (folder / "config" / "settings.toml").write_text(
        '[workbooks.emea]\nspreadsheet = "emea.xlsx"\nchannel = "#mso"\n', "utf-8"
    )
    own = {"MSO_SHEETS_HOME": str(folder), "MSO_SHEETS_STATE": str(folder / "state")}
    return app.start({**own, **environment}, folder)


def run(started: app.App, job: str = "daily-followups") -> Any:
    asked = app.Asked(as_of=date(2026, 4, 14))
    return app.run_job(started, job, app.target(started, "emea"), asked)


def test_a_run_is_a_span_with_its_stages_below_it(tmp_path: Path, seen: Seen) -> None:
    write_sample(tmp_path / "emea.xlsx", date(2026, 4, 14))
    record = run(home(tmp_path, **ENDPOINT))
    whole = seen.named("run")
    facts = facts_of(whole)
    assert facts == {
        "mso.job": "daily-followups",
        "mso.workbook": "emea",
        "mso.run_id": record.run_id,
        "mso.status": record.status,
        "mso.rows": sum(table.read for table in record.tables.values()),
        "mso.problems": record.problems,
        "mso.reads": record.requests.read,
        "mso.writes": record.requests.write,
        "mso.slack_requests": record.requests.slack,
    }
    assert facts["mso.rows"] > 100
    below = [span for span in seen.spans if span.name != "run"]
    assert [span.name for span in below] == STAGES
    assert whole.context is not None
    assert {span.parent.span_id for span in below if span.parent} == {whole.context.span_id}
    assert facts_of(seen.named("post"))["mso.sent"] >= 1


def test_no_span_tells_what_a_cell_says(tmp_path: Path, seen: Seen) -> None:
    from mso_sheets.sample import sample_workbook

    write_sample(tmp_path / "emea.xlsx", date(2026, 4, 14))
    run(home(tmp_path, **ENDPOINT, SLACK_APP_TOKEN="xapp-1-secret"))
    told = " ".join(span.to_json() for span in seen.spans)
    cells = {
        cell for tab in sample_workbook(date(2026, 4, 14)) for row in tab.rows for cell in row
        if isinstance(cell, str) and len(cell) > 12
    }  # fmt: skip
    assert len(cells) > 100
    assert {cell for cell in cells if cell in told} == set()
    assert "xapp-" not in told


def test_a_run_that_stops_is_a_failed_span_without_the_sentence(tmp_path: Path, seen: Seen) -> None:
    (tmp_path / "emea.xlsx").write_bytes(b"no workbook")
    assert run(home(tmp_path, **ENDPOINT)).status == "failed"
    whole, fetch = seen.named("run"), seen.named("fetch")
    assert {whole.status.status_code, fetch.status.status_code} == {StatusCode.ERROR}
    assert facts_of(fetch)["error.type"] == "WorkbookError"
    assert (whole.status.description, fetch.status.description) == (None, None)
    assert (*whole.events, *fetch.events) == ()


def test_the_wait_in_the_queue_and_the_run_belong_to_the_trace_of_the_beat(
    tmp_path: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_sample(tmp_path / "emea.xlsx", date(2026, 4, 14))
    started = home(tmp_path, **ENDPOINT)
    moment = datetime(2026, 4, 14, 9, tzinfo=UTC)
    monkeypatch.setattr(app, "now", lambda: moment)
    with enqueuing(ENDPOINT, Work("refresh", "emea", moment.isoformat(), "2026-04-14")) as headers:
        pass
    moment += timedelta(seconds=40)
    with delivered(ENDPOINT, headers):
        run(started, "refresh")
    queue, sent = seen.named("queue"), seen.named("enqueue")
    assert (queue.end_time or 0) - (queue.start_time or 0) == 40_000_000_000
    assert sent.context is not None
    assert {span.context.trace_id for span in seen.spans if span.context} == {sent.context.trace_id}
    for span in (queue, seen.named("run")):
        assert span.parent is not None
        assert span.parent.span_id == sent.context.span_id


def test_a_worker_whose_clock_is_behind_makes_no_wait_of_less_than_nothing(
    seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 4, 14, 9, tzinfo=UTC)
    monkeypatch.setattr(app, "now", lambda: moment)
    with enqueuing(ENDPOINT, Work("refresh", "emea", moment.isoformat(), "2026-04-14")) as headers:
        pass
    moment -= timedelta(minutes=10)
    with delivered(ENDPOINT, headers):
        pass
    queue = seen.named("queue")
    assert queue.start_time == queue.end_time


@pytest.mark.parametrize("environment", [{}, {**ENDPOINT, "OTEL_SDK_DISABLED": "true"}])
def test_nothing_is_told_unless_it_is_asked_for(environment: dict[str, str], seen: Seen) -> None:
    with watching.tracing_of(environment).stage("run") as told:
        told.note(job="refresh")
    with enqueuing(environment, Work("refresh", "emea", "", "")) as headers:
        assert headers == {}
    with delivered(environment, {"mso-enqueued": "never read"}):
        pass
    assert seen.spans == []


def test_asked_for_and_not_installed_is_said_once_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    watching._traces.cache_clear()
    monkeypatch.setitem(sys.modules, "mso_sheets.adapters.otel", None)
    for _ in range(3):
        assert watching.tracing_of(ENDPOINT) is UNWATCHED
    watching._traces.cache_clear()
    assert caplog.text.count('pip install "mso-sheets[otel]"') == 1
