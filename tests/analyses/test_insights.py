"""Each rule: a case that must speak, one that must stay silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from mso_sheets.analyses.insight_rules import RULES
from mso_sheets.analyses.insight_rules.wording import by_chance, number, sentence, strength
from mso_sheets.analyses.insights import analyse
from mso_sheets.model.cells import Cell
from mso_sheets.model.result import Insight
from tests.analyses.insight_world import KPI_HEADER, monthly, world_of
from tests.making import serial

STEADY = [100.0, 102.0, 99.0, 101.0]


def said(rule: str, today: date = date(2026, 4, 14), **tables: Any) -> list[Insight]:
    """What one rule says, through the whole analysis."""
    result = analyse(*world_of(today, **tables))
    return [insight for insight in result.insights if insight.rule == rule]


def kpi(actuals: Sequence[float | None], target: float = 100.0, **more: str) -> list[list[Cell]]:
    """A monthly KPI up to March 2026 against a constant target."""
    return monthly("Revenue", [target] * len(actuals), actuals, **{"unit": "EUR", **more})


def test_a_value_outside_its_limits_speaks_with_number_comparison_period_and_n() -> None:
    insight = said("kpi-signal", kpis=[KPI_HEADER, *kpi([*STEADY * 5, 70.0])])[0]
    assert insight.sentence.startswith(
        "Revenue is below its limits in Mar 2026: 70% of target where "
    )
    assert insight.sentence.endswith("is usual (worse, 21 periods).")
    assert (insight.n, insight.period, insight.link.text) == (21, "Mar 2026", "row 22")
    assert insight.chance == (
        "Could be chance: of 1 series watched, fewer than 1 would look like this by noise alone."
    )


def test_a_fall_of_what_shall_fall_is_better() -> None:
    costs = kpi([*STEADY * 5, 70.0], direction="Lower is better")
    assert "(better, " in said("kpi-signal", kpis=[KPI_HEADER, *costs])[0].sentence


@pytest.mark.parametrize(
    "actuals",
    [
        [*STEADY * 5, 98.0],
        [100.0, 102.0, 60.0],
        [*STEADY * 5, *[70.0] * 25],
        [*STEADY * 5, 70.0, *STEADY],
    ],
    ids=["noise", "too few", "settled", "long ago"],
)
def test_noise_few_points_settled_levels_and_old_news_are_silent(actuals: list[float]) -> None:
    assert not said("kpi-signal", kpis=[KPI_HEADER, *kpi(actuals)])


def test_seven_misses_in_a_row_speak() -> None:
    insight = said("kpi-streak", kpis=[KPI_HEADER, *kpi([103.0, *[93.0, 95.0] * 4])])[0]
    assert insight.sentence == (
        "Revenue has missed its target 8 periods in a row up to Mar 2026, by 6% on average."
    )
    assert insight.n == 8


@pytest.mark.parametrize(
    "actuals",
    [[103.0, *[93.0] * 6], [93.0] * 8 + [101.0], [99.5] * 9],
    ids=["six", "met again", "tiny"],
)
def test_six_misses_a_hit_or_tiny_misses_are_silent(actuals: list[float]) -> None:
    assert not said("kpi-streak", kpis=[KPI_HEADER, *kpi(actuals)])


def markets(*lines: tuple[str, list[float]]) -> list[list[Cell]]:
    return [KPI_HEADER, *(row for market, actuals in lines for row in kpi(actuals, market=market))]


def test_the_market_that_explains_most_of_a_gap_is_named() -> None:
    sheet = markets(
        ("DE", [*STEADY * 3, 40.0]), ("FR", [*STEADY * 3, 90.0]), ("UK", [*STEADY * 3, 100.0])
    )
    insight = said("kpi-contributor", kpis=sheet)[0]
    assert insight.sentence == (
        "DE explains 86% of the Revenue gap to plan (-60 of -70 EUR, Mar 2026, 3 markets). "
        "A signal: below its limits."
    )
    assert insight.link.text == "row 14"


def test_products_are_named_where_there_is_one_market() -> None:
    lines = [row for p, a in (("A", 30.0), ("B", 95.0)) for row in kpi([*STEADY * 3, a], product=p)]
    assert said("kpi-contributor", kpis=[KPI_HEADER, *lines])[0].sentence.startswith(
        "A explains 93% of"
    )


def test_a_single_period_says_that_nobody_can_tell_yet() -> None:
    insight = said("kpi-contributor", kpis=markets(("DE", [50.0]), ("FR", [95.0]), ("UK", [99.0])))[
        0
    ]
    assert insight.chance == "Only 1 period known: nobody can tell signal from noise yet."


def test_a_chronic_gap_speaks_without_a_signal() -> None:
    sheet = markets(("DE", [60.0, 62.0] * 5), ("FR", [99.0, 97.0] * 5), ("UK", [98.0, 99.0] * 5))
    assert "Missed 10 periods in a row." in said("kpi-contributor", kpis=sheet)[0].sentence


@pytest.mark.parametrize(
    "lines",
    [
        (("DE", [*STEADY * 3, 98.0]), ("FR", [*STEADY * 3, 97.0]), ("UK", [*STEADY * 3, 97.0])),
        (("DE", [*STEADY * 3, 70.0]), ("FR", [*STEADY * 3, 70.0]), ("UK", [*STEADY * 3, 70.0])),
        (("DE", [*STEADY * 3, 40.0]),),
    ],
    ids=["noise", "shared by all", "one market"],
)
def test_noise_shared_gaps_and_single_markets_explain_nothing(lines: tuple[Any, ...]) -> None:
    assert not said("kpi-contributor", kpis=markets(*lines))


def test_price_volume_and_mix_are_told_with_the_contributor() -> None:
    rows = [KPI_HEADER]
    for market, price, units in (("DE", 8.0, 50.0), ("FR", 10.0, 98.0)):
        rows += monthly("Price", [10.0], [price], market=market, unit="EUR")
        rows += monthly("Units", [100.0], [units], market=market)
        rows += monthly("Revenue", [1000.0], [price * units], market=market, unit="EUR")
    sentences = [insight.sentence for insight in said("kpi-contributor", kpis=rows)]
    revenue = next(text for text in sentences if "Revenue" in text)
    assert ": price -100, volume -260, mix -240" in revenue


def running(actual: float) -> list[list[Cell]]:
    """Twelve quiet months and April 2026 so far, seen on the 14th (10 of 22 working days)."""
    rows = [KPI_HEADER, *kpi([*STEADY * 3])]
    april: list[Cell] = [
        "K-1",
        "Revenue",
        None,
        None,
        "EUR",
        None,
        serial(date(2026, 4, 30)),
        100.0,
        actual,
    ]
    return [*rows, april]


def test_a_period_that_runs_behind_speaks() -> None:
    insight = said("kpi-pace", kpis=running(30.0))[0]
    assert insight.sentence == (
        "Revenue heads for 66 of 100 in Apr 2026: 30 after 45% of the working days. "
        "It needs 5.83 a working day for 12 working days, now 3."
    )


def test_on_pace_or_too_early_is_silent() -> None:
    assert not said("kpi-pace", kpis=running(45.0))
    assert not said("kpi-pace", today=date(2026, 4, 3), kpis=running(1.0))


def year(actuals: Sequence[float]) -> list[list[Cell]]:
    """2025 quiet, then 2026 month by month against 100 each."""
    rows: list[list[Cell]] = [KPI_HEADER]
    for place, actual in enumerate([*STEADY * 3, *actuals, *[None] * (12 - len(actuals))]):
        day = serial(date(2025 + place // 12, place % 12 + 1, 28))
        rows.append(["K-1", "Revenue", None, None, "EUR", None, day, 100.0, actual])
    return rows


def test_a_year_that_ends_short_for_more_than_noise_speaks() -> None:
    insight = said(
        "kpi-year", today=date(2026, 7, 6), kpis=year([80.0, 82.0, 79.0, 81.0, 80.0, 78.0])
    )[0]
    assert insight.sentence == (
        "Revenue heads for 960 of the 1,200 planned for 2026: 480 in 6 periods, "
        "80% of what was planned by now. It needs 120 in each of the 6 left."
    )


def test_a_year_within_its_noise_is_silent() -> None:
    assert not said(
        "kpi-year", today=date(2026, 7, 6), kpis=year([99.0, 97.0, 101.0, 98.0, 100.0, 99.0])
    )


LOG_HEADER: list[Cell] = ["Workflow ID", "Case ID", "Step", "Started", "Finished"]
MAP = """
    | Workflow ID | Workflow | Step no. | Step     | SLA (hours) |
    | WF-1        | Claims   | 1        | Register |             |
    | WF-1        | Claims   | 2        | Check    | 8           |
    | WF-1        | Claims   | 3        | Decide   |             |
    | WF-1        | Claims   | 4        | Pay      |             |
"""


def log(cases: Sequence[str], waits: dict[str, float], spread: float = 3.0) -> list[list[Cell]]:
    """Cases as letters R, C, D, P; `waits`: hours before a step (1 unless said), an hour of work each."""
    names = {"R": "Register", "C": "Check", "D": "Decide", "P": "Pay"}
    rows = [LOG_HEADER]
    for number_, case in enumerate(cases):
        moment = datetime(2026, 1, 5, 9) + timedelta(hours=spread * number_)
        for place, sign in enumerate(case):
            moment += timedelta(hours=waits.get(sign, 1.0) if place else 0.0)
            end = moment + timedelta(hours=1)
            rows.append(["WF-1", f"c{number_}", names[sign], serial(moment), serial(end)])
            moment = end
    return rows


def test_a_bottleneck_speaks_with_its_share_and_hours() -> None:
    insight = said("bottleneck", workflow_steps=MAP, step_log=log(["RCDP"] * 25, {"D": 10.0}))[0]
    assert insight.sentence.startswith(
        "83% of all waiting in Claims is from Check to Decide (250 of 300 h, median 10 h, P85 10 h, 5 Jan to "
    )
    assert (insight.n, insight.link.text) == (25, "row 4")


@pytest.mark.parametrize(
    ("cases", "waits"),
    [(["RCDP"] * 25, {}), (["RCDP"] * 10, {"D": 10.0}), (["RP"] * 30, {"P": 9.0})],
    ids=["even", "few cases", "one hand-off"],
)
def test_even_waits_few_cases_and_single_hand_offs_have_no_bottleneck(
    cases: list[str], waits: dict[str, float]
) -> None:
    assert not said("bottleneck", step_log=log(cases, waits))


def test_rework_speaks_with_its_interval_and_extra_hours() -> None:
    insight = said("rework", workflow_steps=MAP, step_log=log(["RCDP"] * 20 + ["RCCDP"] * 12, {}))[
        0
    ]
    assert insight.sentence.startswith(
        "Check in Claims is done more than once in 38% (23-55%, n=32): 12 extra runs, 12 h of work, "
    )


def test_a_little_rework_is_silent() -> None:
    assert not said("rework", step_log=log(["RCDP"] * 30 + ["RCCDP"] * 3, {}))
    assert not said("rework", step_log=log(["RCCDP"] * 8, {}))


def test_a_skipped_step_speaks() -> None:
    insight = said("deviation", workflow_steps=MAP, step_log=log(["RCDP"] * 20 + ["RDP"] * 10, {}))[
        0
    ]
    assert insight.sentence.startswith(
        "Check is skipped in 33% (19-51%, n=30) of the cases of Claims (5 Jan to"
    )
    assert insight.sentence.endswith("; they take 2.0 h less in the median.")


def test_cases_that_keep_to_the_map_are_silent() -> None:
    assert not said("deviation", workflow_steps=MAP, step_log=log(["RCDP"] * 40 + ["RDP"] * 2, {}))


def test_missed_service_levels_speak() -> None:
    slow = log(
        ["RCDP"] * 30, {"C": 40.0}, spread=24
    )  # those begun from Monday to Thursday are late
    insight = said("service-level", workflow_steps=MAP, step_log=slow)[0]
    assert insight.sentence.startswith(
        "18 of 30 runs of Check in Claims were later than 8 working hours: 60%"
    )


def test_kept_service_levels_are_silent() -> None:
    assert not said("service-level", workflow_steps=MAP, step_log=log(["RCDP"] * 30, {}))


def weeks_of_cases(hours: Sequence[float]) -> list[list[Cell]]:
    """Four cases a week that take so many hours; the last week ends on 12 April 2026."""
    rows = [LOG_HEADER]
    for back, length in enumerate(reversed(hours)):
        for number_ in range(4):
            end = datetime(2026, 4, 10, 12) - timedelta(weeks=back, hours=number_)
            begin = end - timedelta(hours=length + number_ % 2)
            for step, moment in (("Register", begin), ("Pay", end)):
                rows.append(["WF-1", f"c{back}-{number_}", step, serial(moment), serial(moment)])
    return rows


def test_cases_that_suddenly_take_longer_speak() -> None:
    insight = said("lead-time", step_log=weeks_of_cases([20.0, 22.0, 21.0, 19.0] * 4 + [60.0]))[0]
    assert insight.sentence.startswith(
        "Cases of WF-1 that ended in the week to 12 Apr 2026 took 60.5 h in the median"
    )
    assert "series" not in insight.chance
    assert "of 1 workflows watched" in insight.chance


def test_cases_as_long_as_ever_are_silent() -> None:
    assert not said("lead-time", step_log=weeks_of_cases([20.0, 22.0, 21.0, 19.0] * 4))
    assert not said("lead-time", step_log=weeks_of_cases([20.0] * 8 + [60.0]))


def actions(counts: Sequence[int]) -> list[list[Cell]]:
    """So many actions closed in each week; the last week ends on 12 April 2026."""
    rows: list[list[Cell]] = [["Action ID", "Action", "Owner", "Due date", "Status", "Closed date"]]
    for back, count in enumerate(reversed(counts)):
        closed = serial(date(2026, 4, 8) - timedelta(weeks=back))
        rows += [
            [f"ACT-{back}-{n}", "Do it", "Ana", closed, "Complete", closed] for n in range(count)
        ]
    return rows


def test_a_week_without_closing_speaks_when_that_is_unusual() -> None:
    insight = said("closing", actions=actions([8, 9, 10, 9] * 4 + [1]))[0]
    assert insight.sentence.startswith("1 action closed in the week to 12 Apr 2026, where ")


def test_a_usual_week_is_silent() -> None:
    assert not said("closing", actions=actions([8, 9, 10, 9] * 4))
    assert not said("closing", actions=actions([8, 9, 1]))


def due(**late_of: tuple[int, int]) -> list[list[Cell]]:
    """Closed actions by project: how many were late, of how many."""
    rows: list[list[Cell]] = [
        ["Action ID", "Action", "Owner", "Due date", "Status", "Closed date", "Project ID"]
    ]
    for project, (late, n) in late_of.items():
        for place in range(n):
            closed = date(2026, 3, 12) if place < late else date(2026, 3, 9)
            rows.append(
                [
                    f"{project}-{place}",
                    "Do it",
                    "Ana",
                    serial(date(2026, 3, 10)),
                    "Complete",
                    serial(closed),
                    project,
                ]
            )
    return rows


def test_a_project_that_is_late_far_more_often_than_the_rest_speaks() -> None:
    insight = said("punctuality", actions=due(P1=(20, 30), P2=(5, 60)))[0]
    assert insight.sentence.startswith(
        "P1: 33% (19-51%, n=30) of actions were on time against 92% (82-96%, n=60)"
    )


@pytest.mark.parametrize(
    "late_of", [{"P1": (8, 30), "P2": (12, 60)}, {"P1": (9, 10), "P2": (5, 60)}]
)
def test_overlapping_intervals_and_small_projects_are_silent(
    late_of: dict[str, tuple[int, int]],
) -> None:
    assert not said("punctuality", actions=due(**late_of))


IMPROVEMENTS = """
    | Improvement ID | Proposal     | Status      | Metric | Baseline | Target | Actual   |
    | IMP-1          | Auto-approve | Implemented | Wait   | 20       | 6      | {actual} |
"""


def test_a_measured_improvement_speaks_and_owns_up_to_a_single_measurement() -> None:
    insight = said("improvement", improvements=IMPROVEMENTS.format(actual=8))[0]
    assert insight.sentence == "Auto-approve worked: 20 to 8 (-60%), 86% of the way to 6."
    assert insight.chance == "Could be chance: one figure before and one after."


def test_an_unmeasured_improvement_is_silent() -> None:
    assert not said("improvement", improvements=IMPROVEMENTS.format(actual=""))


def docs(*last: str) -> str:
    """SOPs of one project by the day that they were verified."""
    head = "| Doc ID | Title | Type | Owner | Status | Last verified | Project ID |\n"
    return head + "\n".join(
        f"| SOP-{n} | Title number {n} about topic{n} | SOP | Ana | Verified | {day} | P-1 |"
        for n, day in enumerate(last)
    )


ACTIVE = "| Project ID | Project | Status |\n| P-1 | Launch | In progress |"
DONE = "| Project ID | Project | Status |\n| P-1 | Launch | Complete |"


def test_stale_resources_of_active_projects_speak() -> None:
    insight = said("stale-in-use", knowledge=docs("2025-01-01", "2026-04-01"), projects=ACTIVE)[0]
    assert insight.sentence == (
        "1 resource that active projects use is past review: SOP-0 (288 days, P-1) "
        "(2 live resources, 14 Apr 2026)."
    )


def test_stale_resources_of_finished_projects_are_silent() -> None:
    assert not said("stale-in-use", knowledge=docs("2025-01-01"), projects=DONE)
    assert not said("stale-in-use", knowledge=docs("2026-04-01"), projects=ACTIVE)


def test_trust_below_its_target_speaks() -> None:
    insight = said("trust", knowledge=docs(*["2025-01-01"] * 4, *["2026-04-01"] * 6))[0]
    assert insight.sentence == (
        "60% of 10 live resources are verified, the target is 80% (14 Apr 2026); SOP has 60% of 10."
    )


def test_trust_at_its_target_or_of_few_resources_is_silent() -> None:
    assert not said("trust", knowledge=docs(*["2025-01-01"] * 2, *["2026-04-01"] * 8))
    assert not said("trust", knowledge=docs(*["2025-01-01"] * 4))


def test_every_rule_has_a_name_a_rate_and_a_sentence() -> None:
    names = [rule.RULE for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(0 <= rule.RATE <= 0.05 for rule in RULES)


def test_insights_are_ranked_and_the_frame_is_as_declared() -> None:
    sheet = markets(
        ("DE", [*STEADY * 5, 40.0]), ("FR", [*STEADY * 5, 90.0]), ("UK", [*STEADY * 5, 100.0])
    )
    result = analyse(*world_of(kpis=sheet, knowledge=docs(*["2025-01-01"] * 12)))
    strengths = [insight.strength for insight in result.insights]
    assert strengths == sorted(strengths, reverse=True)
    assert all(0 <= value <= 1 for value in strengths)
    assert list(result.frame.columns) == [column.field for column in result.columns]
    assert len({insight.key for insight in result.insights}) == len(result.insights) >= 3


def test_without_tables_nothing_is_said() -> None:
    result = analyse(*world_of())
    assert result.insights == ()
    assert result.frame.empty


def test_numbers_are_told_as_people_tell_them() -> None:
    assert [number(n) for n in (1_234_567, 123_456, 2072.4, 0.4712, -397, 12)] == [
        "1.23 M", "123.5 k", "2,072", "0.471", "-397", "12",
    ]  # fmt: skip
    assert by_chance(0.04, 100).endswith(
        "of 100 series watched, about 4 would look like this by noise alone."
    )
    assert strength(2, 0.5) == 0.75
    assert sentence("improvement", name="A", verb="worked", words="1 to 2") == "A worked: 1 to 2."
