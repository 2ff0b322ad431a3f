"""On 1,000 seeded series of pure noise, no rule speaks more often than the rate it states."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pandas as pd
import pytest

from mso_sheets.analyses.insight_rules import (
    RULES,
    bottleneck,
    closing,
    kpi_contributor,
    kpi_pace,
    kpi_signal,
    kpi_streak,
    kpi_year,
    lead_time,
    punctuality,
    weekly,
)
from mso_sheets.analyses.insight_rules.facts import Facts
from mso_sheets.model.table import Tables
from tests.analyses.insight_world import context_of, table_of

SERIES = 1_000
TODAY = date(2026, 4, 14)
RANDOM = 20_260_414
pytestmark = pytest.mark.slow


def facts_of(today: date = TODAY, **frames: pd.DataFrame) -> Facts:
    tables = Tables({name: table_of(name, frame) for name, frame in frames.items()})
    return Facts(tables, context_of(tables, today))


def noise(months: int, deviation: float, seed: int = RANDOM) -> pd.DataFrame:
    """Monthly KPIs scattered around a target that never moves, from January 2024, whole years planned."""
    random = np.random.default_rng(seed)
    years = -(-months // 12) * 12
    ends = pd.period_range("2024-01", periods=years, freq="M").end_time.normalize()
    actual = random.normal(100, deviation, (SERIES, years))
    actual[:, months:] = np.nan
    name = np.repeat([f"KPI {n}" for n in range(SERIES)], years)
    return pd.DataFrame(
        {
            "kpi_id": pd.Series(name, dtype="str"),
            "kpi": pd.Series(name, dtype="str"),
            "unit": pd.Series("EUR", index=range(SERIES * years), dtype="str"),
            "period": np.tile(ends.to_numpy().astype("datetime64[s]"), SERIES),
            "target": 100.0,
            "actual": actual.ravel(),
        }
    )


@pytest.mark.parametrize("deviation", [2.0, 20.0])
def test_kpi_rules_keep_their_rates_on_27_months_of_noise(deviation: float) -> None:
    facts = facts_of(kpis=noise(27, deviation))
    spoken = Counter(i.rule for rule in RULES[:5] for i in rule.find(facts))
    for rule in (kpi_signal, kpi_streak, kpi_year):
        assert spoken[rule.RULE] <= rule.RATE * SERIES, spoken
    assert spoken.total() <= 0.08 * SERIES


@pytest.mark.parametrize("months", [7, 12])
def test_the_signal_rule_keeps_its_rate_on_short_series(months: int) -> None:
    facts = facts_of(date(2024, months, 28) + pd.Timedelta(days=10), kpis=noise(months, 5.0))
    assert len(kpi_signal.find(facts)) <= kpi_signal.RATE * SERIES


def test_the_pace_rule_keeps_its_rate_on_a_running_month_of_noise() -> None:
    frame = noise(28, 5.0)
    april = frame["period"] == np.datetime64("2026-04-30")
    random = np.random.default_rng(RANDOM)
    gone = 10 / 22
    frame.loc[april, "actual"] = random.normal(100 * gone, 5 * gone**0.5, SERIES)
    facts = facts_of(kpis=frame)
    assert facts.kpis is not None
    assert int(facts.kpis["running"].sum()) == SERIES
    assert len(kpi_pace.find(facts)) <= kpi_pace.RATE * SERIES


def test_the_contributor_rule_keeps_its_rate_on_families_of_noise() -> None:
    frame = noise(27, 10.0)
    markets = [
        frame.assign(market=pd.Series(m, frame.index, dtype="str")) for m in ("DE", "FR", "UK")
    ]
    random = np.random.default_rng(RANDOM)
    for part in markets:
        part["actual"] = random.normal(100, 10, len(part))
        part.loc[frame["actual"].isna(), "actual"] = np.nan
    facts = facts_of(kpis=pd.concat(markets, ignore_index=True))
    assert len(kpi_contributor.find(facts)) <= kpi_contributor.RATE * SERIES


def log(begun: np.ndarray, waits: np.ndarray) -> pd.DataFrame:
    """A log: `begun` (workflow, case) in hours, `waits` (workflow, case, hand-off) in hours; no work."""
    workflows, cases, edges = waits.shape
    hours = np.concatenate([begun[..., None], waits], axis=2).cumsum(axis=2)
    size = workflows * cases * (edges + 1)
    moments = np.datetime64("2025-10-01T00:00:00") + (hours.ravel() * 3600).astype("timedelta64[s]")
    workflow, case, step = (axis.ravel() for axis in np.indices(hours.shape))
    return pd.DataFrame(
        {
            "workflow_id": pd.Series([f"WF-{n}" for n in workflow], dtype="str"),
            "case_id": pd.Series([f"c{n}" for n in case], dtype="str"),
            "step": pd.Series([f"Step {n}" for n in step], dtype="str"),
            "started": moments.astype("datetime64[s]"),
            "finished": moments.astype("datetime64[s]"),
        },
        index=range(size),
    )


def test_equal_hand_offs_have_no_bottleneck_more_often_than_stated() -> None:
    random = np.random.default_rng(RANDOM)
    waits = random.exponential(10, (SERIES, 20, 5))
    found = bottleneck.find(facts_of(step_log=log(random.uniform(0, 500, (SERIES, 20)), waits)))
    assert len(found) <= bottleneck.RATE * SERIES


def test_lead_times_of_noise_are_news_no_more_often_than_stated() -> None:
    random = np.random.default_rng(RANDOM)
    weeks, a_week = 20, 4
    first = (np.datetime64("2025-11-24") - np.datetime64("2025-10-01")) / np.timedelta64(1, "h")
    begun = (
        first
        + np.repeat(np.arange(weeks) * 168.0, a_week)[None, :]
        + random.uniform(0, 24, (SERIES, weeks * a_week))
    )
    waits = random.lognormal(3, 0.4, (SERIES, weeks * a_week, 1))
    found = lead_time.find(facts_of(step_log=log(begun, waits)))
    assert 0 < len(found) <= lead_time.RATE * SERIES


def test_weekly_counts_of_noise_are_news_no_more_often_than_stated() -> None:
    counts = np.random.default_rng(RANDOM).poisson(8, (SERIES, 26)).astype(float)
    assert sum(weekly.last_week(row) is not None for row in counts) <= closing.RATE * SERIES


def test_projects_of_equal_punctuality_are_told_apart_no_more_often_than_stated() -> None:
    random = np.random.default_rng(RANDOM)
    each = 30
    late = random.uniform(size=SERIES * each) < 0.3
    due = np.full(SERIES * each, np.datetime64("2026-03-10", "s"))
    frame = pd.DataFrame(
        {
            "project_id": pd.Series(
                np.repeat([f"P-{n}" for n in range(SERIES)], each), dtype="str"
            ),
            "status": pd.Series("Complete", index=range(SERIES * each), dtype="str"),
            "due_date": due,
            "closed_date": due + np.where(late, 3, -3) * np.timedelta64(86_400, "s"),
        }
    )
    assert len(punctuality.find(facts_of(actions=frame))) <= punctuality.RATE * SERIES
