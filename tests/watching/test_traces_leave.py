"""Spans leave over OTLP from the command line; a collector that is away costs seconds and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans

from mso_sheets.adapters.excel_sample import write_sample
from tests.watching.collecting import collecting


@pytest.fixture
def collector() -> Iterator[tuple[str, list[ResourceSpans]]]:
    with collecting() as found:
        yield found


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
