"""The metrics of this machine's runs, from what it remembers of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from mso_sheets.adapters.prometheus import Family
from mso_sheets.figures import BUCKETS, OTHER, left

GAUGES = {
    "last": ("last_run_timestamp_seconds", "When the job last ran."),
    "good": ("last_good_run_timestamp_seconds", "When the job last ran well."),
    "seconds": ("last_run_duration_seconds", "How long the last run took."),
    "rows": ("last_run_rows", "Rows that the last run read."),
    "problems": ("problems", "Lines of Data quality after the last run."),
}
COUNTED = {
    "count": ("runs_total", "counter", "status", "Runs by how they ended."),
    "messages": ("messages_total", "counter", "status", "Messages by what became of them."),
    "requested": ("requests_total", "counter", "kind", "Requests to Google and Slack."),
    "requests": ("last_run_requests", "gauge", "kind", "Requests that the last run made."),
}
Known = Mapping[str, Any]


def run_families(known: Known, limits: Mapping[str, int]) -> list[Family]:
    """Every metric of runs. `limits`: requests a minute of one account, "read" and "write"."""
    runs = known.get("runs", {})
    return [
        *(_gauge(field, runs) for field in GAUGES),
        *(_counted(field, runs) for field in COUNTED),
        _durations(known),
        _rules(runs),
        *_quota(known, limits),
    ]


def _gauge(field: str, runs: Known) -> Family:
    name, words = GAUGES[field]
    family = Family(name, "gauge", words)
    for key, run in sorted(runs.items()):
        if field in run:
            family.add(run[field], **_labels(key))
    return family


def _counted(field: str, runs: Known) -> Family:
    name, kind, label, words = COUNTED[field]
    family = Family(name, "counter" if kind == "counter" else "gauge", words)
    for key, run in sorted(runs.items()):
        for value, number in sorted(run.get(field, {}).items()):
            family.add(number, **_labels(key), **{label: value})
    return family


def _labels(key: str) -> dict[str, str]:
    job, _, workbook = key.partition("/")
    return {"mso_job": job, "workbook": workbook}


def _durations(known: Known) -> Family:
    family = Family("run_duration_seconds", "histogram", "How long runs took, by job.")
    for job, told in sorted(known.get("durations", {}).items()):
        up_to: Sequence[int] = list(accumulate(told["buckets"]))
        for most, number in zip((*map(str, BUCKETS), "+Inf"), up_to, strict=True):
            family.add(number, "_bucket", mso_job=job, le=most)
        family.add(told["sum"], "_sum", mso_job=job)
        family.add(up_to[-1], "_count", mso_job=job)
    return family


def _rules(runs: Known) -> Family:
    """Each workbook counts once, by its latest run; those counted together do not."""
    latest: dict[str, Known] = {}
    for key, run in runs.items():
        book = key.partition("/")[2]
        newer = run.get("last", 0) >= latest.get(book, {}).get("last", 0)
        if book != OTHER and "rules" in run and newer:
            latest[book] = run
    cells: Counter[str] = Counter()
    for run in latest.values():
        cells.update(run["rules"])
    family = Family("problem_cells", "gauge", "Cells with a problem, by rule and severity.")
    for told, number in sorted(cells.items()):
        severity, _, rule = told.partition("/")
        family.add(number, rule=rule, severity=severity)
    return family


def _quota(known: Known, limits: Mapping[str, int]) -> tuple[Family, Family]:
    limit = Family("quota_limit", "gauge", "Requests a minute that one account may send.")
    rest = Family("quota_left", "gauge", "Requests that the minute of the last run had left.")
    for side, number in sorted(limits.items()):
        limit.add(number, side=side)
        rest.add(left(dict(known), side, number), side=side)
    return limit, rest
