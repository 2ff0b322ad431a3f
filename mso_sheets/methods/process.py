"""What a log of steps says: who follows whom, variants, rework, hand-overs, times, bottlenecks.

Definitions are PM4Py's, re-written on arrays: the directly-follows graph counts (a then b) in a case;
the time of a hand-off is start of b minus completion of a, never below zero, and overlaps are counted
apart; rework is the number of cases in which a step occurs more than once; hand-over shares divide by
all pairs of one person after another, the same person included. With one time a step, working and
waiting cannot be told apart and the time of a hand-off is elapsed time. Hours are elapsed hours.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods.event_log import EventLog, Floats, hours_between, readable

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

END_SHARE = 0.10
"""Without a map, a step that ends at least this share of cases counts as an end."""


def hand_offs(log: EventLog) -> pd.DataFrame:
    """One row a pair of neighbours in a case: from, to (step codes), case, hours, overlap, places.

    `place` is where the second event stands in the log's arrays.
    """
    second = np.flatnonzero(log.case[1:] == log.case[:-1]) + 1
    first = second - 1
    hours = hours_between(log.finish[first], log.start[second])
    return pd.DataFrame(
        {
            "from": log.step[first],
            "to": log.step[second],
            "case": log.case[second],
            "hours": np.where(np.isnan(hours), np.nan, np.maximum(hours, 0.0)),
            "overlap": np.nan_to_num(hours) < 0,
            "place": second,
        }
    )


def followed_by(log: EventLog, pairs: pd.DataFrame | None = None) -> pd.DataFrame:
    """The directly-follows graph: a row an edge with its count and its hours.

    Columns: workflow, from_step, to_step (codes), from, to, count, total, mean, median, p85, minimum,
    maximum, deviation (of a sample; NaN for one), overlaps, share (of the workflow's hours), rank
    (by total hours in the workflow, 1 = the bottleneck), timing ("waiting" or "elapsed").
    """
    found = hand_offs(log) if pairs is None else pairs
    width = max(len(log.steps), 1)
    edges = summary(found["hours"].to_numpy(), (found["from"] * width + found["to"]).to_numpy())
    codes = edges.index.to_numpy(dtype=np.int64)
    by_edge = found.groupby((found["from"] * width + found["to"]).to_numpy())
    edges["count"] = by_edge.size()
    edges["overlaps"] = by_edge["overlap"].sum()
    edges["from_step"], edges["to_step"] = codes // width, codes % width
    names, workflow = log.steps["step"].to_numpy(), log.steps["workflow"].to_numpy()
    edges["workflow"] = workflow[codes // width]
    edges["from"], edges["to"] = names[codes // width], names[codes % width]
    edges["share"] = edges["total"] / edges.groupby("workflow")["total"].transform("sum")
    edges["rank"] = edges.groupby("workflow")["total"].rank(ascending=False, method="first")
    edges["timing"] = np.where(edges["workflow"].isin(log.two_times), "waiting", "elapsed")
    return edges.reset_index(drop=True)


def summary(hours: Floats, groups: Codes) -> pd.DataFrame:
    """Total, mean, median, P85, minimum, maximum and deviation of the hours of each group."""
    by = pd.Series(hours).groupby(groups)
    return pd.DataFrame(
        {
            "total": by.sum(),
            "mean": by.mean(),
            "median": by.median(),
            "p85": by.quantile(0.85),
            "minimum": by.min(),
            "maximum": by.max(),
            "deviation": by.std(),
        }
    )


def cases_of(log: EventLog) -> pd.DataFrame:
    """A row a case: workflow, case, events, first, last (start and end), hours, variant (a string)."""
    first, last = log.bounds[:-1], log.bounds[1:]
    frame = log.cases.copy()
    start = np.minimum.reduceat(log.start, first) if log.size else log.start
    end = np.fmax.reduceat(log.finish, first) if log.size else log.finish
    frame["events"] = last - first
    frame["first"], frame["last"] = start, end
    frame["hours"] = hours_between(start, end)
    frame["variant"] = pd.Series(log.words, dtype="object")
    frame["last_step"] = log.step[last - 1]
    frame["last_place"] = last - 1
    return frame


def variants(log: EventLog, cases: pd.DataFrame | None = None) -> pd.DataFrame:
    """A row a variant (exact sequence of steps): workflow, variant, cases, share, median_hours.

    In each workflow the commonest first; the first one is its happy path as lived.
    """
    found = cases_of(log) if cases is None else cases
    grouped = found.groupby(["workflow", "variant"], sort=False)["hours"].agg(["size", "median"])
    frame = grouped.reset_index().rename(columns={"size": "cases", "median": "median_hours"})
    frame["share"] = frame["cases"] / frame.groupby("workflow")["cases"].transform("sum")
    order = frame.sort_values("cases", ascending=False, kind="stable")
    return order.sort_values("workflow", kind="stable").reset_index(drop=True)


def with_paths(found: pd.DataFrame, log: EventLog, top: int) -> pd.DataFrame:
    """The `top` variants of each workflow with their steps as words in `path`."""
    best = found.groupby("workflow", sort=False).head(top)
    paths = [readable(word, log) for word in best["variant"]]
    return best.drop(columns="variant").assign(path=paths)


def steps_of(log: EventLog) -> pd.DataFrame:
    """A row a step, by code: workflow, step, events, cases, rework_cases, extra_runs, service times.

    `extra_hours` is the working time of repeats beyond a case's first; `self_loops` how often a step
    followed itself at once. Service columns are NaN where no start was logged.
    """
    width = max(len(log.steps), 1)
    repeat = _occurrence(log.case * width + log.step)
    runs = pd.Series(log.case * width + log.step).value_counts(sort=False)
    often = pd.Series(runs.to_numpy() > 1).groupby(runs.index.to_numpy() % width)
    service = summary(log.service_hours, log.step)
    frame = log.steps.copy()
    frame["events"] = pd.Series(np.bincount(log.step, minlength=len(frame)))
    frame["cases"] = often.size().reindex(frame.index, fill_value=0)
    frame["rework_cases"] = often.sum().reindex(frame.index, fill_value=0)
    frame["extra_runs"] = frame["events"] - frame["cases"]
    again = np.where(repeat > 0, log.service_hours, np.nan)
    frame["extra_hours"] = pd.Series(again).groupby(log.step).sum(min_count=1)
    loops = (log.case[1:] == log.case[:-1]) & (log.step[1:] == log.step[:-1])
    frame["self_loops"] = pd.Series(np.bincount(log.step[1:][loops], minlength=len(frame)))
    for name in ("total", "median", "p85"):
        frame[f"service_{name}"] = service[name]
    return frame


def hand_overs(log: EventLog, pairs: pd.DataFrame | None = None) -> pd.DataFrame:
    """Who hands to whom: workflow, from, to (persons), count, share of the workflow's pairs."""
    places = (hand_offs(log) if pairs is None else pairs)["place"].to_numpy()
    giver, taker = log.person[places - 1], log.person[places]
    known = (giver >= 0) & (taker >= 0)
    workflow = log.steps["workflow"].to_numpy()[log.step[places]]
    frame = pd.DataFrame(
        {
            "workflow": workflow[known],
            "from": log.persons[giver[known]],
            "to": log.persons[taker[known]],
        }
    )
    counted = frame.groupby(["workflow", "from", "to"]).size().rename("count").reset_index()
    counted["share"] = counted["count"] / counted.groupby("workflow")["count"].transform("sum")
    return counted


def starts_and_ends(log: EventLog) -> pd.DataFrame:
    """How many cases begin and end with each step: workflow, step, starts, ends, by step code."""
    frame = log.steps.copy()
    size = len(frame)
    frame["starts"] = np.bincount(log.step[log.bounds[:-1]], minlength=size) if log.size else 0
    frame["ends"] = np.bincount(log.step[log.bounds[1:] - 1], minlength=size) if log.size else 0
    return frame


def usual_ends(log: EventLog) -> Flags:
    """For each step code: whether at least a tenth of its workflow's cases end there."""
    ends = starts_and_ends(log)
    total = ends.groupby("workflow")["ends"].transform("sum")
    return np.array(ends["ends"] >= END_SHARE * total, dtype=np.bool_)


def open_cases(log: EventLog, cases: pd.DataFrame, is_end: Flags) -> Flags:
    """For each case: whether it still runs (its last step is no end, or has not been finished)."""
    if not log.size:
        return np.zeros(0, dtype=np.bool_)
    last = cases["last_place"].to_numpy()
    running: Flags = ~is_end[log.step[last]] | np.isnat(log.finish[last])
    return running


def in_progress(cases: pd.DataFrame, running: Flags, moment: np.datetime64) -> int:
    """How many cases had begun and not ended at a moment."""
    begun = cases["first"].to_numpy() <= moment
    ended = ~running & (cases["last"].to_numpy() <= moment)
    return int((begun & ~ended).sum())


def _occurrence(keys: Codes) -> Codes:
    """The how-manieth of its key each place is, from 0, in the order given."""
    return np.asarray(pd.Series(keys).groupby(keys).cumcount(), dtype=np.int64)
