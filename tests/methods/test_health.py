"""Each rule of health alone, at its threshold, with the reason that people read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mso_sheets.methods.health import (
    Facts,
    assess,
    is_watermelon,
    need,
    steady_health,
    trend,
)
from mso_sheets.settings.models import HealthRules

TUESDAY = date(2026, 4, 14)
RULES = HealthRules()


def health(**known: Any) -> tuple[str, str]:
    usual: dict[str, Any] = {"status": "In progress", "done": 0.5, "planned": 0.5}
    facts = Facts(TUESDAY, **usual | known)
    found = assess(facts, RULES)
    return found.health, found.why


@pytest.mark.parametrize(
    ("done", "word", "why"),
    [
        (0.52, "On track", "2 points ahead of plan, nothing late"),
        (0.50, "On track", "on plan, nothing late"),
        (0.41, "On track", "9 points behind plan, nothing late"),
        (0.40, "At risk", "10 points behind plan"),
        (0.30, "At risk", "20 points behind plan"),
        (0.26, "Off track", "24 points behind plan"),
    ],
)
def test_points_behind_plan_decide_at_ten_and_above_twenty(
    done: float, word: str, why: str
) -> None:
    assert health(done=done) == (word, why)


@pytest.mark.parametrize(
    ("spi_t", "days", "elapsed", "word"),
    [
        (0.94, -6.0, 0.5, "At risk"),
        (0.96, -6.0, 0.5, "On track"),
        (0.84, -6.0, 0.5, "Off track"),
        (0.50, -5.0, 0.5, "On track"),
        (0.50, -6.0, 0.1, "On track"),
    ],
)
def test_earned_schedule_speaks_late_enough_and_of_real_delays(
    spi_t: float, days: float, elapsed: float, word: str
) -> None:
    assert health(spi_t=spi_t, behind_days=days, elapsed=elapsed)[0] == word


def test_points_and_days_behind_are_one_reason() -> None:
    assert health(done=0.26, spi_t=0.6, behind_days=-12.0, elapsed=0.5) == (
        "Off track",
        "24 points behind plan (12 working days, SPI(t) 0.60)",
    )


@pytest.mark.parametrize(("days", "word"), [(1, "At risk"), (5, "At risk"), (6, "Off track")])
def test_a_late_milestone_counts_by_its_tolerance(days: int, word: str) -> None:
    found = health(late_milestones=(("M2", days),))
    assert found == (word, f"milestone M2 {days} working day{'s' if days > 1 else ''} late")


def test_a_milestone_that_will_be_late_is_a_risk() -> None:
    found = health(slipping_milestones=(("M3", 12.0),))
    assert found == ("At risk", "milestone M3 forecast 12 working days late")


def test_late_tasks_and_what_blocks_are_risks() -> None:
    assert health(late_tasks=2) == ("At risk", "2 tasks more than 5 working days late")
    assert health(blocked=(("PRJ-002", 1),)) == ("At risk", "1 task blocked by PRJ-002")
    assert health(blocked=(("PRJ-002", 3), ("T-4", 1), ("", 1))) == (
        "At risk", "5 tasks blocked by PRJ-002, T-4",
    )  # fmt: skip
    assert health(status="Blocked", blocker="no budget") == ("At risk", "blocked: no budget")


def test_a_dependency_cycle_is_off_track() -> None:
    assert health(cycle="A -> B -> A") == ("Off track", "dependency cycle A -> B -> A")


@pytest.mark.parametrize(
    ("share", "ieac", "word"),
    [
        (0.05, None, "At risk"),
        (0.11, None, "Off track"),
        (0.11, date(2026, 5, 20), "Off track"),
        (0.11, date(2026, 4, 29), "At risk"),
    ],
)
def test_a_late_forecast_is_off_track_only_where_earned_schedule_agrees(
    share: float, ieac: date | None, word: str
) -> None:
    found = health(due=date(2026, 4, 30), p85=date(2026, 6, 2), p85_late_share=share, ieac=ieac)
    assert found == (word, "P85 2 Jun after due date 30 Apr")


def test_a_passed_due_date_counts_like_a_milestone() -> None:
    due = date(2026, 4, 3)
    assert health(due=due, due_late=5.0)[0] == "At risk"
    assert health(due=due, due_late=6.0) == (
        "Off track", "due date 3 Apr passed 6 working days ago",
    )  # fmt: skip


def test_the_worst_dimension_decides_and_its_reason_comes_first() -> None:
    found = health(late_tasks=1, late_milestones=(("M2", 6.0),), done=0.38)
    assert found[0] == "Off track"
    assert found[1].startswith("milestone M2 6 working days late; 12 points behind plan; ")


def test_more_than_four_reasons_are_counted() -> None:
    why = health(
        done=0.2, late_tasks=1, late_milestones=(("M", 1.0),), slipping_milestones=(("N", 1.0),),
        blocked=(("T", 1),), cycle="A -> A",
    )[1]  # fmt: skip
    assert why.count(";") == 4
    assert why.endswith("; 2 more reasons")


def test_complete_on_hold_and_not_started_are_kept_apart() -> None:
    assert health(status="Complete", closed=True, done=0.2)[0] == "Complete"
    assert health(status="On hold", done=0.0, planned=0.9, blocker="waiting for law") == (
        "On hold", "waiting for law",
    )  # fmt: skip
    assert health(status="Not started", started=False, done=0.0, planned=0.0)[0] == "Not started"


def test_a_project_that_should_have_started_is_no_longer_not_started() -> None:
    found = health(status="Not started", started=False, start_late=6.0, done=0.0, planned=0.05)
    assert found == ("At risk", "should have started 6 working days ago")


@pytest.mark.parametrize(("days", "word"), [(10.0, "On track"), (11.0, "No recent update")])
def test_a_project_that_nobody_touched_is_stale_not_its_old_colour(days: float, word: str) -> None:
    assert health(untouched=days)[0] == word


def test_a_stale_project_still_says_what_else_is_wrong() -> None:
    assert health(untouched=14.0, done=0.2) == (
        "No recent update", "no update for 14 working days; 30 points behind plan",
    )  # fmt: skip


def test_what_cannot_be_measured_is_said_and_never_zero() -> None:
    assert health(done=None, planned=None) == (
        "No recent update", "not measurable: no tasks and no % complete",
    )  # fmt: skip
    assert health(planned=None)[1] == "not measurable: no dates to plan by"


@pytest.mark.parametrize(
    ("earlier", "now", "runs", "shown"),
    [
        (["Off track"], "At risk", 2, "Off track"),
        (["Off track", "At risk"], "At risk", 2, "At risk"),
        (["At risk"], "Off track", 2, "Off track"),
        (["Off track"], "Complete", 2, "Complete"),
        (["Off track"], "No recent update", 2, "No recent update"),
        (["No recent update"], "On track", 2, "On track"),
        ([], "On track", 2, "On track"),
        (["Off track"], "On track", 1, "On track"),
        (["Off track", "At risk"], "On track", 3, "Off track"),
    ],
)
def test_health_worsens_at_once_and_improves_when_runs_agree(
    earlier: list[str], now: str, runs: int, shown: str
) -> None:
    assert steady_health(earlier, now, runs) == shown


def test_only_green_over_amber_or_red_is_a_watermelon() -> None:
    assert is_watermelon("On track", "Off track")
    assert is_watermelon("On track", "At risk")
    assert not is_watermelon("At risk", "Off track")
    assert not is_watermelon("", "Off track")
    assert not is_watermelon("On track", "No recent update")


def test_need_puts_red_first_and_complete_last() -> None:
    words = ["Complete", "On track", "Not started", "On hold", "No recent update", "At risk"]
    assert sorted([*words, "Off track"], key=need) == ["Off track", *reversed(words)]


def test_a_trend_is_told_between_colours_only() -> None:
    assert trend("At risk", "Off track") == "worse"
    assert trend("At risk", "On track") == "improving"
    assert trend("At risk", "At risk") == "same"
    assert trend("", "At risk") == trend("On hold", "At risk") == ""
