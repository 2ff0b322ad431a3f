from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from mso_sheets.analyses.workflow import analyse
from mso_sheets.model.cells import Cell
from mso_sheets.model.history import Event
from mso_sheets.model.result import Gap, Result
from mso_sheets.settings.models import KpiRules
from tests.analyses.insight_world import row_of, world_of
from tests.making import serial, settings_of

EXAMPLE = Path(__file__).parent.parent / "truth" / "process"
LOG_HEADER: list[Cell] = ["Workflow ID", "Case ID", "Step", "Started", "Finished", "Person"]
MAP = """
    | Workflow ID | Workflow | Step no. | Step     | Owner | Team | SLA (hours) |
    | WF-1        | Claims   | 1        | Register | Ana   | Desk |             |
    | WF-1        | Claims   | 2        | Check    | Ben   | Risk | 8           |
    | WF-1        | Claims   | 3        | Pay      | Ana   | Desk | 16          |
"""


def logged(
    *cases: str, start: str = "2026-03-02 09:00", every: float = 24, work: float = 1
) -> list[list[Cell]]:
    """Cases as strings of letters (R, C, P, X): a step a day from `start`, an hour of work each."""
    names = {"R": "Register", "C": "Check", "P": "Pay", "X": "Call client"}
    people = {"R": "Ana", "C": "Ben", "P": "Ana", "X": "Ana"}
    rows: list[list[Cell]] = [LOG_HEADER]
    for number, case in enumerate(cases, 1):
        for place, sign in enumerate(case):
            begin = datetime.fromisoformat(start) + timedelta(hours=every * place)
            end = begin + timedelta(hours=work)
            rows.append(
                ["WF-1", f"c{number}", names[sign], serial(begin), serial(end), people[sign]]
            )
    return rows


def review(today: date = date(2026, 4, 14), **tables: Any) -> Result:
    return analyse(*world_of(today, **tables))


def gaps_of(result: Result, kind: str) -> list[Gap]:
    return [gap for gap in result.gaps if gap.kind == kind]


def test_the_running_example_gives_the_references_counts_and_hours() -> None:
    """Truth: van der Aalst's running example (Process Mining), figures of an independent implementation."""
    raw = pd.read_csv(EXAMPLE / "running_example.csv", dtype={"Case ID": "str"})
    finished = pd.to_datetime(raw["Finished"]).dt.tz_localize(None)
    rows: list[list[Cell]] = [["Workflow ID", "Case ID", "Step", "Finished", "Person"]]
    for case, step, moment, person in zip(
        raw["Case ID"], raw["Step"], finished, raw["Person"], strict=True
    ):
        rows.append(["WF-9", f"case {case}", step, serial(moment.to_pydatetime()), person])
    result = review(step_log=rows)
    expected = json.loads((EXAMPLE / "running_example.json").read_text())

    edges = result.frame[result.frame["kind"] == "hand-off"].set_index("step")
    assert len(edges) == len(expected["followed_by"])
    for edge, hours in zip(expected["followed_by"], expected["elapsed_seconds"], strict=True):
        name = f"{edge['from']} → {edge['to']}"
        row = row_of(result, step=name)
        assert row["volume"] == edge["count"]
        assert row["wait_h"] * 3600 == pytest.approx(hours["median"], abs=60)
        assert row["wait_total_h"] * 3600 == pytest.approx(hours["sum"], abs=60)
    steps = result.frame[result.frame["kind"] == "step"].set_index("step")
    assert steps["volume"].to_dict() == expected["steps"]
    rework = steps.loc[steps["rework_cases"] > 0, "rework_cases"].to_dict()
    assert rework == expected["cases_with_rework"]
    assert len(result.more["variants"]) == min(5, len(expected["variants"]))
    assert edges.index[0] == "decide → pay compensation"
    assert any("working and waiting not told apart" in note for note in result.notes)


def test_a_workflow_that_is_logged_and_not_mapped_is_a_gap_and_is_drawn_from_its_log() -> None:
    result = review(workflow_steps=MAP.replace("WF-1", "WF-2"), step_log=logged("RCP", "RCP"))
    gap = next(gap for gap in gaps_of(result, "workflow") if gap.key.endswith("no-map"))
    assert "WF-1 is worked (2 cases in the log) and has no map" in gap.what
    drawings = result.more["maps"].set_index("workflow_id")["mermaid"]
    assert '-- "2" -->' in drawings["WF-1"]


def test_steps_without_owner_input_output_sop_or_sla_are_gaps_where_the_column_is_there() -> None:
    result = review(
        workflow_steps="""
        | Workflow ID | Workflow | Step no. | Step     | Owner | SOP ID | SLA (hours) |
        | WF-1        | Claims   | 1        | Register | Ana   | SOP-1  | 8           |
        | WF-1        | Claims   | 2        | Check    |       |        | 8           |
        """
    )
    gaps = gaps_of(result, "workflow")
    assert [gap.what for gap in gaps] == ["Claims, step 2 Check: no owner, SOP"]
    assert gaps[0].link.text == "row 3"
    assert any("no column for input, output" in note for note in result.notes)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((("1", "A", "2; 3"), ("2", "B", ""), ("3", "C", "4"), ("4", "D", "")), "dead end"),
        ((("1", "A", "3"), ("2", "B", "3"), ("3", "C", "")), "orphan"),
        ((("1", "A", "2"), ("2", "B", "1; 3"), ("3", "C", "")), "loop: A → B → A"),
        ((("1", "A", ""), ("1", "B", "")), "doubled number"),
        ((("1", "A", ""), ("2", "a", "")), "doubled name"),
        ((("1", "A", "9"), ("2", "B", "")), "leads to '9'"),
    ],
)
def test_what_is_wrong_with_a_map_is_a_gap(
    steps: tuple[tuple[str, str, str], ...], expected: str
) -> None:
    rows: list[list[Cell]] = [["Workflow ID", "Step no.", "Step", "Next steps"]]
    rows += [["WF-1", f"{number}", name, after or None] for number, name, after in steps]
    gaps = gaps_of(review(workflow_steps=rows), "workflow")
    assert any(expected in gap.what for gap in gaps)
    assert len({gap.key for gap in gaps}) == len(gaps)


def test_a_sound_map_has_no_gap() -> None:
    result = review(
        workflow_steps="""
        | Workflow ID | Step no. | Step     | Owner | Next steps    |
        | WF-1        | 1        | Register | Ana   | 2             |
        | WF-1        | 2        | Decide   | Ben   | Pay; 4 (else) |
        | WF-1        | 3        | Pay      | Ana   | end           |
        | WF-1        | 4        | Reject   | Ana   |               |
        """
    )
    assert not result.gaps


def test_value_stream_sums_stand_in_the_workflows_row() -> None:
    result = review(
        workflow_steps="""
        | Workflow ID | Workflow | Step no. | Step     | Team | Process time (h) | Wait time (h) |
        | WF-1        | Claims   | 1        | Register | Desk | 1                | 0             |
        | WF-1        | Claims   | 2        | Check    | Risk | 2                | 30            |
        | WF-1        | Claims   | 3        | Pay      | Risk | 0.5              | 16.5          |
        """
    )
    row = row_of(result, kind="workflow")
    assert row["structure"] == (
        "mapped: work 3.5 h + wait 46.5 h = lead 50 h, flow efficiency 7%, 1 hand-off between teams"
    )
    assert row["basis"] == "mapped, not measured"


def test_without_a_log_the_mapped_wait_gets_a_proposal_that_says_so() -> None:
    result = review(
        workflow_steps="""
        | Workflow ID | Step no. | Step  | Wait time (h) | Volume a week |
        | WF-1        | 1        | Check | 30            | 10            |
        """
    )
    check = row_of(result, step="Check")
    assert check["saving_mid"] == 30 * 10 * 52 / 2
    assert check["proposal"].startswith("hypothesis: ")
    assert "not measured" in check["proposal"]


def test_measured_figures_take_the_place_of_mapped_ones() -> None:
    result = review(workflow_steps=MAP, step_log=logged("RCP", "RCP"))
    check = row_of(result, step="Check")
    assert (check["volume"], check["time_h"], check["wait_h"], check["n"]) == (2, 1.0, 23.0, 2)
    assert check["basis"] == "the Step log"
    edge = row_of(result, step="Register → Check")
    assert (edge["volume"], edge["wait_total_h"], edge["wait_share"]) == (2, 46.0, 0.5)


def test_conformance_names_skipped_unmapped_repeated_and_moved_steps() -> None:
    cases = ["RCP"] * 10 + ["RP"] * 4 + ["RXCP"] * 3 + ["RCCP"] * 3 + ["CRP"] * 3
    result = review(workflow_steps=MAP, step_log=logged(*cases))
    found = {
        gap.key.removeprefix("conformance/WF-1/"): gap for gap in gaps_of(result, "conformance")
    }
    assert set(found) == {
        "Check/skipped", "Call client/unmapped", "Check/repeated", found_moved(found),
    }  # fmt: skip
    assert found["Check/skipped"].what == "Claims: Check is skipped in 4 of 23 cases"
    assert "less in the median" in found["Check/skipped"].evidence
    row = row_of(result, kind="workflow")
    assert row["conformance"].startswith("43% (26-63%, n=23) keep to the map, mean fitness 0.88")
    assert "skipped in 4" in row_of(result, step="Check")["conformance"]
    assert row_of(result, step="Call client")["conformance"] == "not on the map"


def found_moved(found: dict[str, Gap]) -> str:
    return next(key for key in found if key.endswith("out of order"))


def test_deviations_of_few_cases_are_no_gaps() -> None:
    assert not gaps_of(
        review(workflow_steps=MAP, step_log=logged(*["RCP"] * 20, "RP", "RP")), "conformance"
    )
    assert not gaps_of(
        review(workflow_steps=MAP, step_log=logged("RP", "RP", "RP", "RCP")), "conformance"
    )


def test_a_step_done_by_another_team_is_a_gap() -> None:
    people = """
        | Name | Team |
        | Ana  | Desk |
        | Ben  | desk |
    """
    result = review(workflow_steps=MAP, step_log=logged(*["RCP"] * 6), people=people)
    gap = next(gap for gap in gaps_of(result, "conformance") if gap.key.endswith("wrong-role"))
    assert gap.what == "Claims: Check is done by another team than Risk"
    assert "100%" in gap.evidence


def test_a_running_case_past_its_service_level_is_a_gap_now() -> None:
    rows = logged("RCP", "R", start="2026-04-09 09:00")
    late = review(date(2026, 4, 14), workflow_steps=MAP, step_log=rows)
    gap = gaps_of(late, "sla")[0]
    assert gap.what == "Claims: 1 case past the service level at Check"
    assert gap.evidence == "8 working hours allowed; oldest: case c2, there since 9 Apr 10:00"
    assert gap.owner == "Ben"
    assert late.more["late_now"]["case"].tolist() == ["c2"]
    assert late.more["by_owner"].to_dict("records") == [
        {"owner": "Ben", "workflow": "WF-1", "step": "Check", "late": 1}
    ]


def test_a_case_within_its_service_level_in_working_time_is_no_gap() -> None:
    friday_evening = logged("R", start="2026-04-10 16:00")
    early = analyse(
        *world_of(date(2026, 4, 13), workflow_steps=MAP, step_log=friday_evening, hour=12)
    )
    assert not gaps_of(early, "sla"), "Friday 17:00 to Monday 12:00 are three working hours"
    later = review(date(2026, 4, 15), workflow_steps=MAP, step_log=friday_evening)
    assert gaps_of(later, "sla")


def test_the_share_of_steps_in_time_counts_working_hours() -> None:
    result = review(workflow_steps=MAP, step_log=logged("RCP", "RCP", every=48))
    check = row_of(result, step="Check")
    assert (check["sla_due"], check["sla_late"]) == (2, 2), (
        "10 working hours after an hour of register"
    )
    assert (row_of(result, step="Pay")["sla_late"], row_of(result, step="Pay")["sla_due"]) == (0, 2)
    figure = next(f for f in result.figures if f.name == "Steps in time")
    assert (figure.value, figure.basis) == (0.5, "2 late of 4 due")


def test_from_how_many_cases_a_share_is_no_longer_marked_is_a_setting() -> None:
    cases = ["RCP"] * 6 + ["RCCCP"] * 4
    rules = settings_of(kpi=KpiRules(small_n=10))
    result = review(rules=rules, workflow_steps=MAP, step_log=logged(*cases, work=5))
    proposal = row_of(result, step="Check")["proposal"]
    assert proposal.startswith("hypothesis: done again in 40% (17-69%, n=10)")
    assert "small n" not in " ".join(gap.evidence for gap in result.gaps)


def test_rework_is_counted_in_cases_runs_and_hours_and_gets_a_proposal() -> None:
    cases = ["RCP"] * 6 + ["RCCCP"] * 4
    row = row_of(review(workflow_steps=MAP, step_log=logged(*cases, work=5)), step="Check")
    assert (row["rework_cases"], row["extra_runs"]) == (4, 8)
    assert row["proposal"].startswith("hypothesis: done again in 40% (17-69%, n=10, small n)")
    span_in_years = (4 * 24 + 5) / 24 / 365.25
    whole = 8 * 5 / max(span_in_years, 7 / 365.25)
    assert [row["saving_low"], row["saving_mid"], row["saving_high"]] == pytest.approx(
        [whole * 0.25, whole * 0.5, whole * 0.75]
    )


def test_the_price_of_an_hour_turns_rework_into_money() -> None:
    tables, context = world_of(
        rules=settings_of(workflow={"hour_cost": 50}),
        workflow_steps=MAP,
        step_log=logged(*["RCP"] * 6, *["RCCCP"] * 4, work=5),
    )
    assert "a year at mid" in row_of(analyse(tables, context), step="Check")["proposal"]


def test_waiting_gets_a_proposal_from_its_own_best_quarter() -> None:
    slow, quick = logged(*["RCP"] * 6, every=101), logged(*["RCP"] * 4, every=11)
    for cells in quick[1:]:
        cells[1] = f"q{cells[1]}"
    result = review(workflow_steps=MAP, step_log=[*slow, *quick[1:]])
    row = row_of(result, step="Register → Check")
    assert "a quarter of cases go on within 10 h, the median takes 100 h" in row["proposal"]
    days = (2 * 101 + 1) / 24
    excess = 6 * 90 / (days / 365.25)
    assert row["saving_mid"] == pytest.approx(excess * 0.5)
    assert "n=10" in row["proposal"]


def test_a_step_done_on_one_weekday_is_called_batched() -> None:
    rows: list[list[Cell]] = [LOG_HEADER]
    for number in range(24):
        begin = datetime(2026, 1, 5, 9) + timedelta(days=number)
        pay = datetime(2026, 1, 5, 9) + timedelta(days=(number // 7 + 1) * 7)
        for step, moment in (("Register", begin), ("Pay", pay)):
            rows.append(
                [
                    "WF-1",
                    f"c{number}",
                    step,
                    serial(moment),
                    serial(moment + timedelta(hours=1)),
                    "Ana",
                ]
            )
    assert (
        "done on Mondays only" in row_of(review(step_log=rows), step="Register → Pay")["proposal"]
    )


def test_without_a_log_changes_of_status_are_the_log() -> None:
    days = [(date(2026, 3, 2 + n), f"2026-03-{2 + n:02d}T09:00:00+00:00") for n in range(4)]
    events = [
        Event(days[place][0], days[place][1], "tasks", task, "status", None, status)
        for task in ("TSK-1", "TSK-2")
        for place, status in enumerate(("Not started", "In progress", "Blocked", "Complete"))
    ]
    tables, context = world_of(events=events, workflow_steps=MAP)
    result = analyse(tables, context)
    edge = row_of(result, step="In progress → Blocked")
    assert (edge["workflow"], edge["volume"], edge["wait_h"]) == ("Tasks by status", 2, 24.0)
    assert edge["basis"] == "elapsed hours"
    assert any("changes of status" in note for note in result.notes)
    assert not gaps_of(result, "sla")


def test_a_map_whose_steps_are_the_statuses_is_held_against_the_history() -> None:
    steps = """
        | Workflow ID | Workflow | Step no. | Step        |
        | WF-T        | Tasks    | 1        | Not started |
        | WF-T        | Tasks    | 2        | In progress |
        | WF-T        | Tasks    | 3        | Complete    |
    """
    events = [
        Event(date(2026, 3, 2 + place), "", "tasks", f"TSK-{n}", "status", None, status)
        for n in range(6)
        for place, status in enumerate(("Not started", "Complete"))
    ]
    tables, context = world_of(events=events, workflow_steps=steps)
    found = gaps_of(analyse(tables, context), "conformance")
    assert [gap.what for gap in found] == ["Tasks: In progress is skipped in 6 of 6 cases"]


def test_with_nothing_to_go_on_it_says_what_it_needs() -> None:
    result = analyse(*world_of())
    assert "needs the Workflow steps or the Step log" in result.unavailable
    assert result.frame.empty


def test_the_drawing_carries_names_owners_service_levels_and_what_was_measured() -> None:
    result = review(workflow_steps=MAP, step_log=logged("RCP", "RCP"))
    text = result.more["maps"]["mermaid"].iloc[0]
    assert row_of(result, kind="workflow")["mermaid"] == "; ".join(
        map(str.strip, text.splitlines())
    )
    assert text.splitlines() == [
        "flowchart LR",
        '  s0["1 Register<br/>Ana"]',
        '  s1["2 Check<br/>Ben · SLA 8 h"]',
        '  s2["3 Pay<br/>Ana · SLA 16 h"]',
        '  s0 -- "2 · 23 h" --> s1',
        '  s1 -- "2 · 23 h" --> s2',
    ]


def test_hostile_step_names_cannot_break_the_drawing() -> None:
    rows: list[list[Cell]] = [
        ["Workflow ID", "Step no.", "Step"],
        ["WF-1", "1", 'A"] --> <script>'],
        ["WF-1", "2", "B`|{x}"],
    ]
    text = review(workflow_steps=rows).more["maps"]["mermaid"].iloc[0]
    assert text.splitlines()[1:] == [
        '  s0["1 A\') --) (script)"]',
        '  s1["2 B\'/(x)"]',
        "  s0 --> s1",
    ]


def test_keys_are_unique_and_columns_as_declared() -> None:
    result = review(workflow_steps=MAP, step_log=logged("RCP", "RXXP", "CRP"))
    assert result.frame["key"].is_unique
    assert list(result.frame.columns) == [*(column.field for column in result.columns), "saving"]


def test_lead_times_are_plain_when_all_cases_ended_and_censored_when_some_run() -> None:
    ended = review(workflow_steps=MAP, step_log=logged("RCP", "RCP", "RCP", every=24))
    assert row_of(ended, kind="workflow")["time_h"] == 49.0
    rows = logged("RCP", "RCP", "R", "R", "R", every=24)
    running = row_of(review(date(2026, 3, 3), workflow_steps=MAP, step_log=rows), kind="workflow")
    assert "3 cases open, counted as censored" in running["basis"]
    assert running["time_h"] == 49.0, "the running ones have lived less and say nothing against it"


def test_running_cases_stand_in_a_queue_at_the_step_they_wait_for() -> None:
    rows = logged("RCP", "R", "R", "RC", start="2026-03-02 09:00")
    result = review(workflow_steps=MAP, step_log=rows)
    queues = {
        step: row_of(result, step=step, kind="step")["queue"]
        for step in ("Register", "Check", "Pay")
    }
    assert queues == {"Register": 0, "Check": 2, "Pay": 1}
    whole = row_of(result, kind="workflow")
    assert whole["queue"] == 3
    assert "; 3 open four weeks ago, " in whole["basis"]
