"""When will it be done: the law of the number of periods that a backlog needs.

Each future period finishes as many items as one past period, drawn with replacement, whole periods
with their zeros. `exact_periods` computes that law; `simulate_periods` draws from it (Monte Carlo).
Sources: D. Vacanti, "When Will It Be Done?"; T. Magennis, Focused Objective. The simple run-rate is
near the median: a promise made on it fails about every second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
HORIZON = 520
"""Periods after which nobody plans: a forecast beyond it is none."""
RUN = 8
"""So many periods in a row on one side of the mean before them are a shift, not chance."""


@dataclass(frozen=True, slots=True)
class Periods:
    """`cdf[k]` = probability that k + 1 periods are enough; it ends where 1 is near or at the horizon."""

    cdf: Floats

    def quantile(self, share: float) -> int | None:
        """The smallest number of periods that is enough with probability `share`; None beyond reach."""
        enough = np.flatnonzero(self.cdf >= share - 1e-12)
        return int(enough[0]) + 1 if enough.size else None

    @property
    def mean(self) -> float | None:
        """The mean number of periods; None when the law is cut off by the horizon."""
        if self.cdf.size == 0 or self.cdf[-1] < 1 - 1e-6:
            return None
        return float(1 + (1 - self.cdf).sum())


def exact_periods(
    history: Sequence[float], backlog: int, *, horizon: int = HORIZON, until: float = 1 - 1e-12
) -> Periods:
    """Items finished in each past period, items left -> the law, by convolution.

    Stops once `until` is reached. ValueError on an empty or negative history or no backlog.
    """
    past = _whole(history, backlog)
    chance = np.bincount(np.minimum(past, backlog)) / past.size
    state = np.ones(1)  # state[i]: chance that i items are done and the rest is still open
    done: list[float] = []
    while len(done) < horizon and (not done or done[-1] < until):
        state = _one_more(state, chance, backlog)
        done.append(1.0 - float(np.add.reduce(state)))
    return Periods(np.clip(np.array(done), 0.0, 1.0))


def _one_more(state: Floats, chance: Floats, backlog: int) -> Floats:
    """The state after one more period; sparse laws of big counts are added up value by value."""
    if chance.size <= 64:
        return np.convolve(state, chance)[:backlog]
    following = np.zeros(min(state.size + chance.size - 1, backlog))
    for value in np.flatnonzero(chance).tolist():
        part = state[: max(following.size - value, 0)]
        following[value : value + part.size] += chance[value] * part
    return following


def simulate_periods(
    history: Sequence[float], backlog: int, *, draws: int, seed: int, horizon: int = HORIZON
) -> Periods:
    """The same law by Monte Carlo: `draws` futures at once, the same ones for the same `seed`."""
    past = _whole(history, backlog)
    generator = np.random.default_rng(seed)
    left = np.full(draws, backlog, dtype=np.int64)
    open_share: list[float] = []
    while left.size and len(open_share) < horizon:
        left = left - past[generator.integers(0, past.size, left.size)]
        left = left[left > 0]
        open_share.append(left.size / draws)
    return Periods(1.0 - np.array(open_share))


def _whole(history: Sequence[float], backlog: int) -> npt.NDArray[np.int64]:
    past = np.asarray(history, dtype=np.float64)
    if past.size == 0 or not (past >= 0).all():
        raise ValueError("Throughput must be counts of 0 or more; give at least one period.")
    if backlog < 1:
        raise ValueError("Nothing is left to forecast; the backlog must be 1 or more.")
    return past.astype(np.int64)


def run_rate_periods(history: Sequence[float], backlog: int) -> int | None:
    """Remaining work / mean throughput, in whole periods; None when nothing was finished."""
    mean = float(_whole(history, backlog).mean())
    return int(np.ceil(backlog / mean - 1e-9)) if mean > 0 else None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Periods that the backlog needs; `reason` says in words why there is none.

    `low_confidence`: the past is short. `used` = periods of the past that it rests on.
    """

    p50: int | None = None
    p85: int | None = None
    run_rate: int | None = None
    used: int = 0
    low_confidence: bool = False
    reason: str = ""


def forecast_periods(
    history: Sequence[float],
    backlog: int,
    *,
    minimum_periods: int,
    confident_periods: int,
    minimum_items: int,
    window_periods: int,
    draws: int,
    seed: int,
) -> Forecast:
    """P50, P85 and the run-rate, or the reason why there is none.

    Drawn from the last `window_periods`, of these only the time after the last shift; the items that
    were ever finished tell whether there is enough to say anything. The exact law where it is cheap,
    Monte Carlo beyond.
    """
    recent = after_shift(history[-window_periods:])
    if len(recent) < minimum_periods or sum(history) < minimum_items:
        reason = _too_little(history, minimum_periods, minimum_items)
        return Forecast(used=len(recent), reason=reason)
    if backlog < 1:
        return Forecast(used=len(recent), reason="nothing is left")
    rate = run_rate_periods(recent, backlog)
    if rate is not None and rate * backlog > 2_000_000:
        law = simulate_periods(recent, backlog, draws=draws, seed=seed)
    else:
        law = exact_periods(recent, backlog, until=0.85)
    p50, p85 = law.quantile(0.50), law.quantile(0.85)
    beyond = "" if p85 is not None else f"more than {HORIZON} periods at this pace"
    return Forecast(p50, p85, rate, len(recent), len(recent) < confident_periods, beyond)


def _too_little(history: Sequence[float], periods: int, items: int) -> str:
    return (
        f"not enough data: {int(sum(history))} items finished in {len(history)} weeks, "
        f"a forecast needs {items} in {periods}"
    )


def after_shift(history: Sequence[float]) -> Sequence[float]:
    """The part of a row of throughputs after its last shift: all of it if there was none.

    A shift: the last 8 or more periods all above, or all below, the mean of those before them (the
    XmR rule of eight); at least 4 periods must stand before.
    """
    past = np.asarray(history, dtype=np.float64)
    for cut in range(4, past.size - RUN + 1):
        mean = past[:cut].mean()
        rest = past[cut:]
        if (rest > mean).all() or (rest < mean).all():
            return history[cut:]
    return history


def backtest(history: Sequence[float], share: float = 0.85) -> bool | None:
    """Would a forecast made half-way have held? None when there is too little to tell.

    The first half forecasts how many periods the items of the second half need.
    """
    half = len(history) // 2
    items = int(sum(history[half:]))
    if half < 5 or items < 1 or sum(history[:half]) == 0:
        return None
    enough = exact_periods(history[:half], items, until=share).quantile(share)
    return enough is not None and len(history) - half <= enough


def triangular(low: float, mode: float, high: float) -> tuple[float, float]:
    """Mean and variance of a triangular estimate."""
    if not low <= mode <= high:
        raise ValueError("A three-point estimate must rise: lowest, likeliest, highest.")
    spread = low**2 + mode**2 + high**2 - low * mode - low * high - mode * high
    return (low + mode + high) / 3, spread / 18


def simulate_chain(
    estimates: Sequence[tuple[float, float, float]], *, draws: int, seed: int
) -> Floats:
    """Total durations of triangular (low, mode, high) tasks one after another, `draws` of them."""
    generator = np.random.default_rng(seed)
    total = np.zeros(draws)
    for estimate in estimates:
        total += generator.triangular(*estimate, draws)
    return total
