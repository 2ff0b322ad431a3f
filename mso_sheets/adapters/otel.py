"""A run as spans of OpenTelemetry (extra `otel`), sent over OTLP/HTTP to where OTEL_* point.

Figures and names only: no text of a cell, no sentence, no secret; an exception tells its type alone.
https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from opentelemetry import context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import Span, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from mso_sheets import __version__

if TYPE_CHECKING:
    from mso_sheets.ports import Stage

BAD = frozenset({"failed", "refused"})
CONTEXT = TraceContextTextMapPropagator()
PATIENCE_SECONDS = 3


class Told:
    """One span under way."""

    def __init__(self, span: Span) -> None:
        self._span = span

    def note(self, **facts: str | int | float) -> None:
        """Attributes `mso.<name>`; a status that is bad makes the span one that failed."""
        for name, value in facts.items():
            self._span.set_attribute(f"mso.{name}", value)
        if facts.get("status") in BAD:
            self._span.set_status(StatusCode.ERROR)


class Traces:
    """The port `Tracing`, and how a trace goes through a queue."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("mso_sheets", __version__)

    @contextmanager
    def stage(self, name: str) -> Iterator[Stage]:
        """A span below the one under way."""
        with self._tracer.start_as_current_span(
            name, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield Told(span)
            except BaseException as error:
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(StatusCode.ERROR)
                raise

    def here(self) -> dict[str, str]:
        """The span under way, as headers that another process can go on from."""
        headers: dict[str, str] = {}
        CONTEXT.inject(headers)
        return headers

    @contextmanager
    def resumed(self, headers: Mapping[str, str], since: datetime, now: datetime) -> Iterator[None]:
        """Goes on where `here` was called, with the wait from `since` to `now` as a span."""
        token = context.attach(CONTEXT.extract(headers))
        try:
            wait = self._tracer.start_span("queue", start_time=_nanoseconds(min(since, now)))
            wait.end(_nanoseconds(now))
            yield
        finally:
            context.detach(token)

    def flush(self) -> None:
        """Sends what is kept, within seconds."""
        self._provider.force_flush(PATIENCE_SECONDS * 1000)


def traces_of(environment: Mapping[str, str]) -> Traces:
    """Spans that leave in the background. ImportError without the extra."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    named = {} if environment.get("OTEL_SERVICE_NAME") else {"service.name": "mso-sheets"}
    provider = TracerProvider(resource=Resource.create(named))
    seconds = None if "OTEL_EXPORTER_OTLP_TIMEOUT" in environment else PATIENCE_SECONDS
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(timeout=seconds)))
    return Traces(provider)


def _nanoseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1e9)
