"""Signal or noise, for many series at once: which values of a KPI are worth a comment.

What is charted: actual / target where every target is positive (the same signals as the actual itself
when the target never moves, and no trend or season that the plan already knew), else the gap, else the
actual. Where two full cycles exist and the season is real (F-test, 1%), the season is taken out first.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods.control_chart import RUN, TREND, chart

Floats = npt.NDArray[np.float64]

RATE = 0.04
"""At most this share of series of pure noise has a signal at its last point (6 to 60 points)."""
CYCLES = {"month": 12, "quarter": 4, "week": 52}
CRITICAL_F = {12: 4.22, 4: 16.7, 52: 2.0}
"""F at 1% for two cycles, the strictest case."""
CELLS_A_CALL = 2_000_000


def charted(found: pd.DataFrame) -> pd.Series:
    """The values that are judged, a row each; NaN where the row has no actual or counts twice."""
    known = found["actual"].notna() & found["ends"].notna() & ~found["repeated"]
    target = found["target"].where(known)
    by_series = target.groupby(found["series"])
    rows = known.groupby(found["series"]).transform("sum")
    planned = by_series.transform("count") == rows
    positive = planned & (by_series.transform("min") > 0)
    values = found["actual"].where(~planned, found["actual"] - found["target"])
    values = values.where(~positive, found["actual"] / found["target"].where(positive))
    return values.where(known & np.isfinite(values))


def signals(found: pd.DataFrame, provisional: int = 6, baseline: int = 12) -> pd.DataFrame:
    """Each row against its series' limits: value, mean, lower, upper, points, signal, kind, run, ...

    `found` as `measures` makes it. `kind`: "outside", "run", "trend", "near" or ""; `run` counts the
    points in a row that make it, below 0 when low or falling; `streak` how many in a row lie on this
    side of the mean, whatever the kind; `word` says it all. Fewer than `provisional` points: not judged; fewer
    than `baseline`: the word says provisional.
    """
    values = charted(found)
    rows = pd.DataFrame({"series": found["series"], "ends": found["ends"], "value": values})
    rows = rows[values.notna()].sort_values(["series", "ends"], kind="stable")
    rows["value"] = _deseasonalised(rows, found["grain"])
    rows["code"] = pd.factorize(rows["series"])[0]
    parts = [_judged(part) for part in _chunks(rows)]
    judged = pd.concat(parts) if parts else _judged(rows)
    judged["word"] = _words(judged, provisional, baseline)
    judged["signal"] = judged["signal"] & (judged["points"] >= provisional)
    return judged.reindex(found.index)


def _chunks(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Series of similar length together, so that a matrix of them is not mostly empty."""
    length = rows.groupby("code")["code"].transform("size")
    ordered = rows.assign(length=length).sort_values(["length", "code"], kind="stable")
    sizes = ordered.drop_duplicates("code")["length"].to_numpy()
    first = 0
    while first < sizes.size:
        count = max(1, CELLS_A_CALL // int(sizes[first]))
        while count > 1 and sizes[min(first + count, sizes.size) - 1] * count > CELLS_A_CALL:
            count //= 2
        last = min(first + count, sizes.size)
        begin, end = int(sizes[:first].sum()), int(sizes[:last].sum())
        yield ordered.iloc[begin:end].drop(columns="length")
        first = last


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    series = pd.factorize(rows["code"])[0]
    place = rows.groupby("code").cumcount().to_numpy()
    height, width = int(series.max(initial=-1)) + 1, int(place.max(initial=-1)) + 1
    matrix = np.full((height, width), np.nan)
    matrix[series, place] = rows["value"].to_numpy()
    drawn = chart(matrix)
    points = rows.groupby("code")["code"].transform("size")
    run, trend = drawn.run[series, place], drawn.trend[series, place]
    outside, near = drawn.outside[series, place], drawn.near[series, place]
    conditions = [outside != 0, np.abs(run) >= RUN, np.abs(trend) >= TREND, near]
    kind = np.select(conditions, ["outside", "run", "trend", "near"], "")
    length = np.select(conditions, [np.sign(outside), run, trend, np.sign(run)], 0)
    return rows[["value"]].assign(
        mean=drawn.limits.mean[series],
        lower=drawn.limits.lower[series],
        upper=drawn.limits.upper[series],
        points=points,
        signal=kind != "",
        kind=kind,
        run=length,
        streak=run,
    )


def _words(judged: pd.DataFrame, provisional: int, baseline: int) -> npt.NDArray[np.object_]:
    told = [
        word_of(kind, run, points, provisional, baseline)
        for kind, run, points in zip(judged["kind"], judged["run"], judged["points"], strict=True)
    ]
    return np.array(told, dtype=object)


@lru_cache(maxsize=4096)
def word_of(kind: str, run: int, points: int, provisional: int, baseline: int) -> str:
    """What a row of the sheet says: "signal: 8 in a row below its mean", "noise", too few points."""
    if points < provisional:
        return f"too few points (n={points})"
    side, size = ("below", "lower") if run < 0 else ("above", "upper"), abs(run)
    words = {
        "outside": f"signal: {side[0]} its limits",
        "run": f"signal: {size} in a row {side[0]} its mean",
        "trend": f"signal: {size} in a row {'falling' if run < 0 else 'rising'}",
        "near": f"signal: two of three near the {side[1]} limit",
    }.get(kind, "noise")
    return f"{words} (provisional, n={points})" if points < baseline else words


def _deseasonalised(rows: pd.DataFrame, grain: pd.Series) -> Floats:
    values = rows["value"].to_numpy(dtype=np.float64).copy()
    length = rows.groupby("series")["series"].transform("size")
    cycle = grain.reindex(rows.index).map(CYCLES).astype("float64")
    long = ((length >= 2 * cycle) & cycle.notna()).to_numpy()
    phase = _phase(rows["ends"], grain.reindex(rows.index))
    places = pd.Series(np.arange(len(rows)))
    for _, mine in places[long].groupby(rows["series"].to_numpy()[long]):
        index = mine.to_numpy()
        period = int(cycle.iloc[int(index[0])])
        values[index] -= season(values[index], phase[index], period)
    return values


def _phase(ends: pd.Series, grain: pd.Series) -> npt.NDArray[np.int64]:
    weeks = (ends.dt.day_of_year - 1) // 7
    month = ends.dt.month.where(grain == "month", ends.dt.quarter)
    phase = month.where(grain != "week", weeks.clip(upper=51)).fillna(0)
    return np.asarray(phase, dtype=np.int64)


def season(values: Floats, phase: npt.NDArray[np.int64], period: int) -> Floats:
    """What each value owes to its place in the cycle; zeros where the season is not real.

    One-way analysis of variance of the detrended values by phase, F at 1%.
    """
    time = np.arange(values.size, dtype=np.float64)
    straight = values - np.polyval(np.polyfit(time, values, 1), time)
    count = np.bincount(phase)
    effect = np.bincount(phase, straight) / np.maximum(count, 1)
    groups = int((count > 0).sum())
    freedom = values.size - groups
    within = float(((straight - effect[phase]) ** 2).sum())
    between = float((count * effect**2).sum())
    limit = CRITICAL_F.get(period, np.inf)
    real = freedom > 0 and between / max(groups - 1, 1) > limit * within / freedom
    return effect[phase] if real else np.zeros(values.size)
