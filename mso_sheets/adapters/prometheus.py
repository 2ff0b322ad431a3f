"""A text file for node_exporter's textfile collector, replaced in one step.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PREFIX = "mso_sheets"
GAUGES = {
    "last": ("last_run_timestamp_seconds", "When the job last ran."),
    "good": ("last_good_run_timestamp_seconds", "When the job last ran well."),
    "seconds": ("last_run_duration_seconds", "How long the last run took."),
    "problems": ("problems", "Cells that could not be read in the last run."),
}
COUNTED = {
    "count": ("runs_total", "counter", "status", "Runs by how they ended."),
    "messages": ("messages_total", "counter", "status", "Messages by what became of them."),
    "requests": ("last_run_requests", "gauge", "kind", "Requests that the last run made."),
}
Runs = Mapping[str, Mapping[str, Any]]


def write_metrics(path: Path, runs: Runs) -> None:
    """Replaces the file. `runs` maps `job/workbook` to its figures; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_text(exposition(runs), "utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def exposition(runs: Runs) -> str:
    """The text format, every metric with its help and type."""
    return "".join(f"{line}\n" for line in _lines(runs))


def _lines(runs: Runs) -> Iterator[str]:
    for field, (name, words) in GAUGES.items():
        yield from _head(name, "gauge", words)
        for key, run in sorted(runs.items()):
            if field in run:
                yield _sample(name, key, run[field])
    for field, (name, kind, label, words) in COUNTED.items():
        yield from _head(name, kind, words)
        for key, run in sorted(runs.items()):
            for value, number in sorted(run.get(field, {}).items()):
                yield _sample(name, key, number, f',{label}="{_escaped(value)}"')


def _head(name: str, kind: str, words: str) -> tuple[str, str]:
    return f"# HELP {PREFIX}_{name} {words}", f"# TYPE {PREFIX}_{name} {kind}"


def _sample(name: str, key: str, number: float, more: str = "") -> str:
    job, _, workbook = key.partition("/")
    labels = f'job="{_escaped(job)}",workbook="{_escaped(workbook)}"{more}'
    return f"{PREFIX}_{name}{{{labels}}} {number}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
