"""Time to close with open items censored: Kaplan-Meier, Greenwood, log-log intervals, log-rank.

S(t) = prod(1 - d_i / n_i); Greenwood's variance; interval by the log-log transform, S^exp(+-z * se),
as lifelines draws it (R's default transform is the log: compare medians, not intervals).
Sources: Kaplan & Meier, JASA 53 (1958); Kalbfleisch & Prentice, The Statistical Analysis of Failure
Time Data; Mantel, Cancer Chemother. Rep. 50 (1966) for the log-rank test.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, exp, gamma, sqrt

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """Steps at time 0 and at every distinct duration; arrays of one length.

    `survival[i]` is the share still open just after `times[i]`; `lower` and `upper` its 95% interval;
    `at_risk` counts the items open just before, `closed` those closed at it, `censored` left open.
    """

    times: Floats
    survival: Floats
    lower: Floats
    upper: Floats
    at_risk: Floats
    closed: Floats
    censored: Floats

    @property
    def n(self) -> int:
        """Items observed."""
        return int(self.closed.sum() + self.censored.sum())

    @property
    def events(self) -> int:
        """Items that closed."""
        return int(self.closed.sum())

    def percentile(self, share_open: float) -> float | None:
        """The first time at which at most `share_open` is still open; None if it never comes to that."""
        return _first_at_most(self.times, self.survival, share_open)

    @property
    def median(self) -> float | None:
        """The time by which half is closed; None when fewer ever were."""
        return self.percentile(0.5)

    @property
    def median_interval(self) -> tuple[float | None, float | None]:
        """The 95% interval of the median; an end is None where the curve does not reach it."""
        return (
            _first_at_most(self.times, self.lower, 0.5),
            _first_at_most(self.times, self.upper, 0.5),
        )


def kaplan_meier(
    durations: npt.ArrayLike, closed: npt.ArrayLike, entered: npt.ArrayLike | None = None
) -> SurvivalCurve:
    """Durations >= 0 (any unit), whether each closed (else censored) -> the curve.

    `entered` are durations at which items came under observation (left truncation: an item that was
    imported at age 30 was not at risk before). ValueError on negative or missing durations.
    """
    time = np.asarray(durations, dtype=np.float64)
    happened = np.asarray(closed, dtype=np.bool_)
    late = np.zeros(time.size) if entered is None else np.asarray(entered, dtype=np.float64)
    if not (time >= 0).all() or not (late <= time).all():
        raise ValueError("Durations must be 0 or more and not before the entry; leave others out.")
    times = np.unique(np.concatenate([[0.0], time]))
    slot = np.searchsorted(times, time)
    events = np.bincount(slot, happened, times.size).astype(np.float64)
    censored = np.bincount(slot, ~happened, times.size).astype(np.float64)
    gone = np.cumsum(events + censored) - (events + censored)
    joined = np.searchsorted(np.sort(late), times, side="left").astype(np.float64)
    joined = np.where(times == 0, np.count_nonzero(late == 0), joined)
    at_risk = joined - gone
    survival, lower, upper = _curve(events, at_risk)
    return SurvivalCurve(times, survival, lower, upper, at_risk, events, censored)


def _curve(events: Floats, at_risk: Floats) -> tuple[Floats, Floats, Floats]:
    with np.errstate(divide="ignore", invalid="ignore"):
        survival = np.cumprod(np.where(at_risk > 0, 1 - events / at_risk, 1.0)).astype(np.float64)
        terms = np.where(events > 0, events / (at_risk * (at_risk - events)), 0.0)
        spread = Z_95 * np.sqrt(np.cumsum(terms)) / np.log(survival)
        lower, upper = survival ** np.exp(-spread), survival ** np.exp(spread)
    edge = (survival <= 0) | (survival >= 1)
    return survival, np.where(edge, survival, lower), np.where(edge, survival, upper)


def _first_at_most(times: Floats, curve: Floats, level: float) -> float | None:
    hit = np.flatnonzero(curve <= level + 1e-12)
    return float(times[hit[0]]) if hit.size else None


@dataclass(frozen=True, slots=True)
class LogRank:
    """Do groups close at the same pace? `p` small = no. `enough`: 10 or more closed in each group."""

    chi2: float
    p: float
    enough: bool


def log_rank(durations: npt.ArrayLike, closed: npt.ArrayLike, groups: npt.ArrayLike) -> LogRank:
    """The log-rank test over two or more groups. ValueError with fewer than two groups."""
    time, happened = np.asarray(durations, np.float64), np.asarray(closed, np.bool_)
    names, group = np.unique(np.asarray(groups), return_inverse=True)
    if names.size < 2:
        raise ValueError("A comparison needs at least two groups.")
    times = np.unique(time[happened])
    longer = time[None, :] >= times[:, None]
    member = group[None, :] == np.arange(names.size)[:, None]
    at_risk = longer.astype(np.float64) @ member.T.astype(np.float64)
    events = ((time[None, :] == times[:, None]) & happened) @ member.T.astype(np.float64)
    n, d = at_risk.sum(axis=1), events.sum(axis=1)
    share = at_risk / n[:, None]
    factor = d * (n - d) / np.maximum(n - 1, 1)
    excess = (events - d[:, None] * share).sum(axis=0)[:-1]
    spread = np.diag(factor @ share) - (share * factor[:, None]).T @ share
    chi2 = float(excess @ np.linalg.pinv(spread[:-1, :-1]) @ excess)
    enough = bool((np.bincount(group, happened, names.size) >= 10).all())
    return LogRank(chi2, chi2_tail(chi2, names.size - 1), enough)


def chi2_tail(value: float, degrees: int) -> float:
    """P(chi-square with `degrees` >= value), by its finite sum (Abramowitz & Stegun 26.4.4, 26.4.5)."""
    half = value / 2
    start = 0.5 if degrees % 2 else 0.0
    steps = np.arange(start, degrees / 2).tolist()
    series: float = sum(half**step / gamma(step + 1) for step in steps)
    return (erfc(sqrt(half)) if degrees % 2 else 0.0) + exp(-half) * series
