"""Whether somebody watches the runs of this process: spans of OpenTelemetry, if they are asked for."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from mso_sheets.ports import UNWATCHED, Tracing

if TYPE_CHECKING:
    from mso_sheets.adapters.otel import Traces
    from mso_sheets.model.run import RunRecord
    from mso_sheets.ports import Stage

log = logging.getLogger(__name__)
ASKED = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


def tracing_of(environment: Mapping[str, str]) -> Tracing:
    """What the stages of a run are told to: nobody, unless an endpoint is set."""
    return traces_of(environment) or UNWATCHED


def traces_of(environment: Mapping[str, str]) -> Traces | None:
    """The spans of this process; None when they are not asked for or not installed."""
    off = environment.get("OTEL_SDK_DISABLED", "").lower() == "true"
    if off or not any(environment.get(name) for name in ASKED):
        return None
    return _traces(tuple(sorted((k, v) for k, v in environment.items() if k.startswith("OTEL_"))))


@lru_cache(maxsize=1)
def _traces(asked: tuple[tuple[str, str], ...]) -> Traces | None:
    try:
        from mso_sheets.adapters.otel import traces_of as made
    except ImportError:
        log.warning(
            "no traces: OpenTelemetry is not installed. "
            'Install it with: pip install "mso-sheets[otel]"'
        )
        return None
    return made(dict(asked))


def tell_end(told: Stage, record: RunRecord) -> None:
    """How a run ended, in figures."""
    made = record.requests
    told.note(
        status=record.status,
        rows=sum(table.read for table in record.tables.values()),
        problems=record.problems,
        reads=made.read,
        writes=made.write,
        slack_requests=made.slack,
    )
