"""When the container is healthy."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from mso_sheets.worker.health import unhealthy

NOW = datetime.fromisoformat("2026-04-14T10:00:00+00:00")
PATIENCE = timedelta(minutes=45)


def known(**changes: Any) -> dict[str, Any]:
    """A worker that started yesterday, gave a sign of life just now and ran all that was due."""
    return {
        "started": "2026-04-13T08:00:00+00:00",
        "beat": "2026-04-14T09:59:40+00:00",
        "due": {"daily/emea": "2026-04-14T08:00:00+00:00"},
        "good": {"daily/emea": "2026-04-14T08:00:09+00:00"},
    } | changes


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, ""),
        ({"beat": ""}, "no worker has run here"),
        ({"beat": "2026-04-14T09:50:00+00:00"}, "sign of life is 10 min old"),
        ({"good": {}}, "daily/emea was due 2 h ago"),
        ({"good": {"daily/emea": "2026-04-13T08:00:09+00:00"}}, "no good run since"),
        ({"good": {}, "due": {"daily/emea": "2026-04-14T09:30:00+00:00"}}, ""),
        ({"good": {}, "started": "2026-04-14T09:00:00+00:00"}, ""),
        ({"good": {}, "due": {}}, ""),
    ],
    ids=["all well", "never", "dead", "never good", "not since", "may be running",
         "due before it started", "nothing due"],
)  # fmt: skip
def test_reasons(changes: dict[str, Any], reason: str) -> None:
    reasons = unhealthy(known(**changes), NOW, PATIENCE)
    assert bool(reasons) == bool(reason)
    assert reason in " ".join(reasons)


def test_every_job_that_lacks_a_run_is_named() -> None:
    due = {f"{job}/emea": "2026-04-14T08:00:00+00:00" for job in ("daily", "refresh")}
    assert len(unhealthy(known(due=due, good={}), NOW, PATIENCE)) == 2
