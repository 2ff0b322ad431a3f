"""Truth: van der Aalst's running example (Process Mining), figures of an independent implementation."""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mso_sheets.methods.event_log import EventLog, read_log, readable
from mso_sheets.methods.process import (
    cases_of,
    followed_by,
    hand_overs,
    in_progress,
    open_cases,
    starts_and_ends,
    steps_of,
    usual_ends,
    variants,
    with_paths,
)
from tests.oracle.insight import Event, mine

TRUTH = Path(__file__).parent.parent / "truth" / "process"
EXPECTED = json.loads((TRUTH / "running_example.json").read_text())
MORNING = datetime(2026, 4, 13, 9)


def frame_of(events: Sequence[Event], workflow: str = "WF-1") -> pd.DataFrame:
    case, step, started, finished, person = zip(*events, strict=True)
    frame = pd.DataFrame(
        {
            "workflow_id": pd.Series([workflow] * len(events), dtype="str"),
            "case_id": pd.Series(case, dtype="str"),
            "step": pd.Series(step, dtype="str"),
            "started": pd.Series(pd.to_datetime(pd.Series(started))).astype("datetime64[s]"),
            "finished": pd.Series(pd.to_datetime(pd.Series(finished))).astype("datetime64[s]"),
            "person": pd.Series([name or None for name in person], dtype="str"),
        }
    )
    frame.index = pd.RangeIndex(2, len(events) + 2)
    return frame


def log_of(*events: tuple[str, str, float | None, float], person: str = "Ana") -> EventLog:
    """Events as (case, step, start, finish), in hours after a Monday morning."""
    made: list[Event] = [
        (
            case,
            step,
            None if start is None else MORNING + timedelta(hours=start),
            MORNING + timedelta(hours=finish),
            person,
        )
        for case, step, start, finish in events
    ]
    return read_log(frame_of(made))


@pytest.fixture(scope="module")
def example() -> EventLog:
    raw = pd.read_csv(TRUTH / "running_example.csv", dtype={"Case ID": "str"})
    finished = pd.to_datetime(raw["Finished"]).dt.tz_localize(None).astype("datetime64[s]")
    return read_log(
        pd.DataFrame(
            {
                "workflow_id": "WF-1",
                "case_id": raw["Case ID"],
                "step": raw["Step"],
                "started": pd.Series(pd.NaT, index=raw.index, dtype="datetime64[s]"),
                "finished": finished,
                "person": raw["Person"],
            }
        )
    )


def test_events_cases_and_steps_are_counted_as_in_the_reference(example: EventLog) -> None:
    assert example.size == EXPECTED["events"]
    assert len(example.cases) == EXPECTED["cases"]
    steps = steps_of(example)
    assert dict(zip(steps["step"], steps["events"], strict=True)) == EXPECTED["steps"]


def test_followed_by_counts_are_those_of_the_reference(example: EventLog) -> None:
    edges = followed_by(example)
    found = {(row["from"], row["to"]): row["count"] for row in edges.to_dict("records")}
    assert found == {(row["from"], row["to"]): row["count"] for row in EXPECTED["followed_by"]}


def test_elapsed_times_are_those_of_the_reference(example: EventLog) -> None:
    edges = followed_by(example).set_index(["from", "to"])
    names = {"sum": "total", "stdev": "deviation", "min": "minimum", "max": "maximum"}
    for row in EXPECTED["elapsed_seconds"]:
        for name in ("sum", "mean", "median", "min", "max", "stdev"):
            seconds = float(edges.loc[(row["from"], row["to"]), names.get(name, name)]) * 3600
            assert seconds == pytest.approx(row[name], abs=1e-3, nan_ok=True), (row, name)


def test_case_durations_are_those_of_the_reference(example: EventLog) -> None:
    cases = cases_of(example)
    seconds = cases["hours"] * 3600
    found = dict(zip(cases["case"], seconds, strict=True))
    assert found == pytest.approx(EXPECTED["case_seconds"], abs=1e-3)
    for name in ("min", "max", "mean", "median"):
        expected = EXPECTED["case_seconds_summary"][name]
        assert getattr(seconds, name)() == pytest.approx(expected, abs=1e-3)


def test_variants_starts_ends_and_rework_are_those_of_the_reference(example: EventLog) -> None:
    found = with_paths(variants(example), example, top=100)
    paths = {
        path.replace(" → ", " -> "): n
        for path, n in zip(found["path"], found["cases"], strict=True)
    }
    assert paths == EXPECTED["variants"]
    ends = starts_and_ends(example)
    assert {r["step"]: r["starts"] for r in ends.to_dict("records") if r["starts"]} == EXPECTED[
        "starts"
    ]
    assert {r["step"]: r["ends"] for r in ends.to_dict("records") if r["ends"]} == EXPECTED["ends"]
    steps = steps_of(example).query("rework_cases > 0")
    assert (
        dict(zip(steps["step"], steps["rework_cases"], strict=True))
        == EXPECTED["cases_with_rework"]
    )


def test_hand_over_shares_are_those_of_the_reference(example: EventLog) -> None:
    shares = {
        f"{row['from']}||{row['to']}": row["share"]
        for row in hand_overs(example).to_dict("records")
    }
    assert shares == pytest.approx(EXPECTED["handover_share"])


def test_the_bottleneck_is_the_edge_with_most_hours_in_all(example: EventLog) -> None:
    edges = followed_by(example).sort_values("rank")
    assert edges.iloc[0][["from", "to"]].tolist() == ["decide", "pay compensation"]
    assert edges["share"].sum() == pytest.approx(1.0)


def test_one_time_a_step_gives_elapsed_hours_and_no_working_time(example: EventLog) -> None:
    assert set(followed_by(example)["timing"]) == {"elapsed"}
    assert steps_of(example)["service_median"].isna().all()


def test_two_times_tell_waiting_from_working() -> None:
    log = log_of(("c1", "Check", 0, 1), ("c1", "Decide", 5, 6.5))
    edge = followed_by(log).iloc[0]
    assert (edge["timing"], edge["total"]) == ("waiting", 4.0)
    assert steps_of(log)["service_median"].tolist() == [1.0, 1.5]


def test_overlapping_steps_wait_zero_and_are_counted_apart() -> None:
    log = log_of(
        ("c1", "Check", 0, 4), ("c1", "Decide", 3, 6), ("c2", "Check", 0, 1), ("c2", "Decide", 3, 4)
    )
    edge = followed_by(log).iloc[0]
    assert (edge["count"], edge["overlaps"], edge["total"]) == (2, 1, 2.0)


def test_events_are_ordered_by_start_then_completion() -> None:
    log = log_of(("c1", "B", 1, 9), ("c1", "A", 0, 10), ("c1", "C", 1, 2))
    assert readable(log.words[0], log) == "A → C → B"


def test_equal_times_keep_the_order_of_the_log() -> None:
    log = log_of(("c1", "B", None, 1), ("c1", "A", None, 1), ("c1", "C", None, 1))
    assert readable(log.words[0], log) == "B → A → C"


def test_spellings_of_a_step_are_one_step_and_workflows_never_mix() -> None:
    first = frame_of(
        [("1", "Check ticket", None, MORNING, ""), ("1", "CHECK  Ticket", None, MORNING, "")]
    )
    second = frame_of([("1", "Check ticket", None, MORNING, "")], workflow="WF-2")
    log = read_log(pd.concat([first, second]))
    assert log.steps.to_dict("records") == [
        {"workflow": "WF-1", "step": "Check ticket"},
        {"workflow": "WF-2", "step": "Check ticket"},
    ]
    assert len(log.cases) == 2


def test_rework_gives_extra_runs_their_hours_and_self_loops() -> None:
    log = log_of(
        ("c1", "Check", 0, 1), ("c1", "Check", 2, 5), ("c1", "Decide", 6, 7), ("c1", "Check", 8, 10)
    )
    step = steps_of(log).iloc[0]
    assert (step["rework_cases"], step["extra_runs"], step["extra_hours"], step["self_loops"]) == (
        1,
        2,
        5.0,
        1,
    )


def test_a_case_whose_last_step_is_no_usual_end_is_open() -> None:
    done = [
        (f"c{n}", step, None, n + hour) for n in range(10) for hour, step in ((0, "A"), (1, "B"))
    ]
    log = log_of(*done, ("x", "A", None, 3))
    cases = cases_of(log)
    running = open_cases(log, cases, usual_ends(log))
    assert cases["case"][running].tolist() == ["x"]
    moment = np.datetime64(MORNING + timedelta(hours=5.5), "s")
    assert in_progress(cases, running, moment) == 2, "c5 began and has not ended, x never ends"


def test_a_step_that_runs_counts_and_has_no_time_yet() -> None:
    frame = frame_of(
        [("c1", "A", MORNING, MORNING + timedelta(hours=1), ""), ("c1", "B", MORNING, MORNING, "")]
    )
    frame.loc[3, "finished"] = pd.NaT
    frame.loc[3, "started"] = pd.Timestamp(MORNING + timedelta(hours=3))
    log = read_log(frame)
    assert followed_by(log).iloc[0][["count", "total"]].tolist() == [1, 2.0]
    assert open_cases(log, cases_of(log), usual_ends(log)).tolist() == [True]


def test_rows_without_case_step_or_time_are_left_out() -> None:
    frame = frame_of([("c1", "A", None, MORNING, ""), ("c1", "B", None, MORNING, "")])
    frame.loc[2, "case_id"] = None
    frame.loc[3, "finished"] = pd.NaT
    assert read_log(frame).size == 0


def test_an_empty_log_gives_empty_answers() -> None:
    log = read_log(frame_of([("c1", "A", None, MORNING, "")]).iloc[:0])
    for answer in (followed_by(log), cases_of(log), variants(log), steps_of(log), hand_overs(log)):
        assert answer.empty
    assert open_cases(log, cases_of(log), usual_ends(log)).size == 0


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("two_times", [True, False])
def test_random_logs_are_mined_as_the_plain_oracle_mines_them(seed: int, two_times: bool) -> None:
    draw = random.Random(seed)
    events: list[Event] = []
    for _ in range(draw.randint(1, 120)):
        finish = MORNING + timedelta(minutes=draw.randint(0, 9_000))
        start = finish - timedelta(minutes=draw.randint(0, 300)) if two_times else None
        person = draw.choice(["Ana", "Ben", "Chloe", ""])
        events.append((f"c{draw.randint(0, 9)}", draw.choice("ABCDE"), start, finish, person))
    log, expected = read_log(frame_of(events)), mine(events)

    edges = followed_by(log).set_index(["from", "to"])
    assert edges["count"].to_dict() == dict(expected.count)
    assert edges["overlaps"].to_dict() == {edge: expected.overlaps[edge] for edge in expected.count}
    for edge, hours in expected.hours.items():
        assert edges.loc[edge, "total"] == pytest.approx(math.fsum(hours))
        assert edges.loc[edge, "p85"] == pytest.approx(float(np.percentile(hours, 85)))
    steps = steps_of(log).set_index("step")
    assert steps["rework_cases"].to_dict() == {
        step: expected.rework[step] for step in expected.events
    }
    assert steps["extra_runs"].to_dict() == {step: expected.extra[step] for step in expected.events}
    found = variants(log)
    paths = {
        tuple(readable(v, log).split(" → ")): n
        for v, n in zip(found["variant"], found["cases"], strict=True)
    }
    assert paths == dict(expected.variants)
    cases = cases_of(log)
    assert dict(zip(cases["case"], cases["hours"], strict=True)) == pytest.approx(
        expected.case_hours
    )
    overs = hand_overs(log)
    pairs = zip(overs["from"], overs["to"], overs["count"], strict=True)
    assert Counter({(a, b): n for a, b, n in pairs}) == expected.hand_overs
