"""Spans leave over OTLP from the command line; a collector that is away costs seconds and nothing else."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans

from mso_sheets.adapters.excel_sample import write_sample


class Collector(BaseHTTPRequestHandler):
    """Takes spans in."""

    got: list[ResourceSpans]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.got += ExportTraceServiceRequest.FromString(body).resource_spans
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def collector() -> Iterator[tuple[str, list[ResourceSpans]]]:
    got: list[ResourceSpans] = []
    server = HTTPServer(("127.0.0.1", 0), type("Mine", (Collector,), {"got": got}))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", got
    server.shutdown()
    server.server_close()


def refresh(folder: Path, endpoint: str) -> subprocess.CompletedProcess[str]:
    write_sample(folder / "emea.xlsx", date(2026, 4, 14))
    own = {"MSO_SHEETS_STATE": str(folder / "state"), "NO_PROXY": "127.0.0.1"}
    return subprocess.run(
        [sys.executable, "-m", "mso_sheets", "run", "refresh", "-q", "--workbook", "emea.xlsx"],
        env={**os.environ, **own, "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint},
        cwd=folder, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_the_spans_of_one_run_leave_before_its_process_ends(
    tmp_path: Path, collector: tuple[str, list[ResourceSpans]]
) -> None:
    endpoint, got = collector
    done = refresh(tmp_path, endpoint)
    assert (done.returncode, done.stderr) == (0, "")
    names = [span.name for part in got for scope in part.scope_spans for span in scope.spans]
    assert {"run", "fetch", "read", "analyse", "plan", "write", "post"} <= set(names)
    services = {
        each.value.string_value
        for part in got for each in part.resource.attributes if each.key == "service.name"
    }  # fmt: skip
    assert services == {"mso-sheets"}


def test_a_collector_that_is_away_fails_no_run(tmp_path: Path) -> None:
    done = refresh(tmp_path, "http://127.0.0.1:1")
    assert done.returncode == 0
    assert "Failed to export" in done.stderr
