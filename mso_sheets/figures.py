"""What the runs of this machine add up to, for its metrics: plain dictionaries, counted over runs.

How many workbooks have figures of their own is bounded, so that a fleet of thousands costs neither
a large file a run nor a large number of time series; all others are counted together.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime, timedelta
from typing import Any

from mso_sheets.model.run import RunRecord

OTHER = "(other)"
BUCKETS = (1, 2, 5, 10, 30, 60, 120, 300, 600)
"""Seconds a run took, at most; longer ones fall beyond the last."""
FORGOTTEN_AFTER = timedelta(days=30)
"""A workbook without a run for so long gives its place to another."""
MINUTE = 60.0


def count(known: dict[str, Any], record: RunRecord, now: datetime, workbooks: int) -> None:
    """Adds one run; at most so many workbooks stand by name."""
    runs = known.setdefault("runs", {})
    key = f"{record.job}/{_place(runs, record.workbook, now, workbooks)}"
    _run(runs.setdefault(key, {}), record, now)
    _duration(known.setdefault("durations", {}).setdefault(record.job, {}), record.duration_s)


def spend(known: dict[str, Any], record: RunRecord, now: datetime) -> None:
    """Remembers the requests of this minute: Google counts them by account."""
    made = [now.timestamp(), record.requests.read, record.requests.write]
    known["spent"] = [*_fresh(known, now.timestamp()), made]


def left(known: dict[str, Any], side: str, limit: int) -> int:
    """What the account might still have sent when the last run ended."""
    spent = known.get("spent", [])
    place = {"read": 1, "write": 2}[side]
    at = spent[-1][0] if spent else 0.0
    return max(0, limit - sum(int(each[place]) for each in _fresh(known, at)))


def _fresh(known: dict[str, Any], at: float) -> list[list[float]]:
    return [each for each in known.get("spent", []) if 0 <= at - each[0] < MINUTE]


def _place(runs: dict[str, Any], workbook: str, now: datetime, workbooks: int) -> str:
    if workbook in _named(runs):
        return workbook
    if len(_named(runs)) >= workbooks:
        _forget(runs, (now - FORGOTTEN_AFTER).timestamp())
    return workbook if len(_named(runs)) < workbooks else OTHER


def _named(runs: dict[str, Any]) -> set[str]:
    return {key.partition("/")[2] for key in runs} - {OTHER}


def _forget(runs: dict[str, Any], before: float) -> None:
    kept = {key.partition("/")[2] for key, run in runs.items() if run.get("last", 0) >= before}
    for key in [key for key in runs if key.partition("/")[2] not in kept | {OTHER}]:
        del runs[key]


def _run(run: dict[str, Any], record: RunRecord, now: datetime) -> None:
    _add(run.setdefault("count", {}), record.status, 1)
    for posted in record.messages:
        _add(run.setdefault("messages", {}), posted.status, 1)
    made = record.requests
    run["requests"] = {"read": made.read, "write": made.write, "slack": made.slack}
    for kind, number in run["requests"].items():
        _add(run.setdefault("requested", {}), kind, number)
    run["seconds"], run["problems"] = round(record.duration_s, 3), record.problems
    run["rows"] = sum(table.read for table in record.tables.values())
    if record.tables:
        run["rules"] = dict(record.rules)
    run["last"] = now.timestamp()
    if record.is_good:
        run["good"] = now.timestamp()


def _duration(of_job: dict[str, Any], seconds: float) -> None:
    filled = of_job.setdefault("buckets", [0] * (len(BUCKETS) + 1))
    filled[bisect_left(BUCKETS, seconds)] += 1
    of_job["sum"] = round(of_job.get("sum", 0.0) + seconds, 3)


def _add(counts: dict[str, int], name: str, number: int) -> None:
    counts[name] = counts.get(name, 0) + number
