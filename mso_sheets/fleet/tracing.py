"""One trace from the beat to the worker: the way through the queue, and the wait in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from mso_sheets import app
from mso_sheets.fleet.due import Work

ENQUEUED = "mso-enqueued"


@contextmanager
def enqueuing(environment: Mapping[str, str], work: Work) -> Iterator[dict[str, str]]:
    """The headers that a message carries; none where nobody watches."""
    traces = app.traces_of(environment)
    if traces is None:
        yield {}
        return
    with traces.stage("enqueue") as told:
        told.note(job=work.job, workbook=work.workbook, due=work.due)
        yield {**traces.here(), ENQUEUED: app.now().isoformat()}


@contextmanager
def delivered(environment: Mapping[str, str], headers: Mapping[str, str]) -> Iterator[None]:
    """Goes on with the trace that the message began."""
    traces = app.traces_of(environment)
    if traces is None or ENQUEUED not in headers:
        yield
        return
    with traces.resumed(headers, datetime.fromisoformat(headers[ENQUEUED]), app.now()):
        yield


def flush(environment: Mapping[str, str]) -> None:
    """Sends what this process still keeps."""
    traces = app.traces_of(environment)
    if traces is not None:
        traces.flush()
