"""The stretch of time that a log covers, in words."""

from __future__ import annotations

import pandas as pd

from mso_sheets.analyses.insight_rules.facts import Facts


def span_of(facts: Facts, workflow: str) -> str:
    """First start to last completion of a workflow's log: "1 Jan to 31 Mar 2026"."""
    mine = facts.mined.cases[(facts.mined.cases["workflow"] == workflow).to_numpy()]
    first, last = mine["first"].min(), mine["last"].max()
    if pd.isna(first) or pd.isna(last):
        return "the time logged"
    year = f" {first:%Y}" if first.year != last.year else ""
    return f"{first.day} {first:%b}{year} to {last.day} {last:%b %Y}"
