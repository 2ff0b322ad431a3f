from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mso_sheets.methods import signals as module
from mso_sheets.methods.control_chart import chart
from mso_sheets.methods.measures import measures
from mso_sheets.methods.signals import season, signals, word_of
from tests.analyses.insight_world import table_of


def rows_of(*series: list[float], target: float = float("nan")) -> pd.DataFrame:
    """Monthly KPIs, one a list, all ending in March 2026."""
    parts = []
    for number, values in enumerate(series):
        ends = pd.period_range(end="2026-03", periods=len(values), freq="M").end_time.normalize()
        name = pd.Series([f"KPI {number}"] * len(values), dtype="str")
        parts.append(
            pd.DataFrame(
                {
                    "kpi_id": name,
                    "kpi": name,
                    "period": ends.astype("datetime64[s]"),
                    "target": target,
                    "actual": values,
                }
            )
        )
    return measures(table_of("kpis", pd.concat(parts, ignore_index=True)).frame)


def test_series_of_many_lengths_are_judged_as_each_would_be_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "CELLS_A_CALL", 40)
    random = np.random.default_rng(7)
    lists = [random.normal(10, 1, n).tolist() for n in (3, 23, 6, 14, 1, 20, 8)]
    found = signals(rows_of(*lists))
    start = 0
    for values in lists:
        mine, alone = found.iloc[start : start + len(values)], chart(values)
        assert mine["value"].tolist() == values
        assert mine["upper"].iloc[0] == pytest.approx(float(alone.limits.upper), nan_ok=True)
        expected = alone.signal & (len(values) >= 6)
        assert mine["signal"].tolist() == expected.tolist()
        start += len(values)


def test_with_targets_the_ratio_is_charted_and_with_a_target_of_zero_the_gap() -> None:
    ratio = signals(rows_of([90.0, 110.0], target=100.0))
    assert ratio["value"].tolist() == [0.9, 1.1]
    gap = signals(rows_of([5.0, -5.0], target=0.0))
    assert gap["value"].tolist() == [5.0, -5.0]


def test_rows_without_an_actual_are_not_judged() -> None:
    found = signals(rows_of([1.0, float("nan"), 3.0]))
    assert found["value"].isna().tolist() == [False, True, False]
    assert signals(rows_of([float("nan")] * 3))["value"].isna().all()


def test_a_real_season_is_found_and_noise_has_none() -> None:
    phase = np.tile(np.arange(12), 3)
    random = np.random.default_rng(1)
    wave = 10 * np.sin(phase / 12 * 2 * np.pi)
    effect = season(wave + random.normal(0, 1, 36), phase, 12)
    assert np.abs(effect - wave).max() < 3
    quiet = [season(random.normal(0, 1, 36), phase, 12).any() for _ in range(300)]
    assert np.mean(quiet) <= 0.02


@pytest.mark.parametrize(
    ("kind", "run", "points", "word"),
    [
        ("", 0, 5, "too few points (n=5)"),
        ("", 0, 8, "noise (provisional, n=8)"),
        ("", 0, 12, "noise"),
        ("outside", -1, 12, "signal: below its limits"),
        ("run", 9, 30, "signal: 9 in a row above its mean"),
        ("trend", -7, 30, "signal: 7 in a row falling"),
        ("near", 1, 30, "signal: two of three near the upper limit"),
    ],
)
def test_a_row_says_in_words_what_it_is(kind: str, run: int, points: int, word: str) -> None:
    assert word_of(kind, run, points, 6, 12) == word
