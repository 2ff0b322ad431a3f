"""A project's health by stated rules, each with its reason in words; the worst dimension decides.

On hold, Complete, Not started and No recent update are kept apart from the colours. A computed
health is a rule, not a judgement: the owner's own stands beside it, and where the owner says green
and the rules do not, that is a finding (a "watermelon").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mso_sheets.methods.wording import counted, listed, points, short_day, working_days
from mso_sheets.settings.models import HealthRules

COLOURS = ("On track", "At risk", "Off track")
"""Mild to severe."""
BY_NEED = (
    "Off track", "At risk", "No recent update", "On hold", "Not started", "On track", "Complete",
)  # fmt: skip
NEAR = 1e-9
MOST_REASONS = 4


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one project; None where it cannot be measured. Days are working days."""

    today: date
    status: str = ""
    closed: bool = False
    started: bool = True
    start_late: float = 0.0
    done: float | None = None
    planned: float | None = None
    behind_days: float | None = None
    spi_t: float | None = None
    elapsed: float | None = None
    due: date | None = None
    due_late: float = 0.0
    ieac: date | None = None
    """The finish by earned schedule."""
    p85: date | None = None
    p85_late_share: float | None = None
    late_milestones: tuple[tuple[str, float], ...] = ()
    slipping_milestones: tuple[tuple[str, float], ...] = ()
    late_tasks: int = 0
    blocked: tuple[tuple[str, int], ...] = ()
    """What blocks, and how many tasks that should have begun wait for it."""
    blocker: str = ""
    cycle: str = ""
    untouched: float | None = None

    @property
    def gap(self) -> float | None:
        """Points of % complete ahead of plan (negative: behind)."""
        if self.done is None or self.planned is None:
            return None
        return 100 * (self.done - self.planned)


@dataclass(frozen=True, slots=True)
class Assessment:
    """A health word and its reasons, the worst first."""

    health: str
    reasons: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """The reasons in one line; the mildest are only counted when there are many."""
        rest = len(self.reasons) - MOST_REASONS
        more = [f"{counted(rest, 'more reason')}"] if rest > 0 else []
        return "; ".join([*self.reasons[:MOST_REASONS], *more])


def assess(facts: Facts, rules: HealthRules) -> Assessment:
    """The health of one project."""
    apart = _kept_apart(facts, rules)
    if apart is not None:
        return apart
    found = sorted(_findings(facts, rules), key=lambda finding: -finding[0])
    reasons = tuple(text for _, text in found)
    if facts.untouched is not None and facts.untouched > rules.stale_after_days:
        return Assessment(
            "No recent update", (f"no update for {working_days(facts.untouched)}", *reasons)
        )
    if found:
        return Assessment(COLOURS[found[0][0]], reasons)
    if facts.gap is None:
        return Assessment("No recent update", (_unmeasured(facts),))
    return Assessment("On track", (f"{_against_plan(facts.gap)}, nothing late",))


def _kept_apart(facts: Facts, rules: HealthRules) -> Assessment | None:
    if facts.closed:
        return Assessment("Complete")
    if facts.status == "On hold":
        return Assessment("On hold", (facts.blocker,) if facts.blocker else ())
    in_time = facts.start_late <= rules.milestone_tolerance_days and facts.due_late <= 0
    if not facts.started and in_time:
        return Assessment("Not started")
    return None


def _unmeasured(facts: Facts) -> str:
    if facts.done is None:
        return "not measurable: no tasks and no % complete"
    return "not measurable: no dates to plan by"


def _against_plan(gap: float) -> str:
    if abs(gap) < 0.5:
        return "on plan"
    return f"{points(abs(gap))} {'ahead of' if gap > 0 else 'behind'} plan"


def _findings(facts: Facts, rules: HealthRules) -> list[tuple[int, str]]:
    """(1 = At risk, 2 = Off track, reason), the more telling kinds first."""
    return [
        *_behind(facts, rules),
        *_late(facts, rules),
        *_forecast(facts, rules),
        *_stuck(facts),
    ]


def _behind(facts: Facts, rules: HealthRules) -> list[tuple[int, str]]:
    gap, found = facts.gap or 0.0, []
    pace = _pace(facts, rules)
    in_time = ""
    if pace and facts.behind_days is not None:
        in_time = f"{working_days(-facts.behind_days)}, SPI(t) {facts.spi_t:.2f}"
    if -gap >= rules.amber_points_behind - NEAR:
        severity = 2 if -gap > rules.red_points_behind + NEAR else 1
        more = f" ({in_time})" if in_time else ""
        found.append((max(severity, pace), f"{points(-gap)} behind plan{more}"))
    elif pace:
        found.append((pace, f"behind plan by {in_time}"))
    if not facts.started and facts.start_late > 0:
        found.append((1, f"should have started {working_days(facts.start_late)} ago"))
    return found


def _pace(facts: Facts, rules: HealthRules) -> int:
    """SPI(t) speaks once a share of the time has passed, and of delays beyond the tolerance."""
    if facts.spi_t is None or facts.elapsed is None or facts.behind_days is None:
        return 0
    if (
        facts.elapsed < rules.spi_t_from_share
        or -facts.behind_days <= rules.milestone_tolerance_days
    ):
        return 0
    if facts.spi_t < rules.red_spi_t - NEAR:
        return 2
    return int(facts.spi_t < rules.amber_spi_t - NEAR)


def _late(facts: Facts, rules: HealthRules) -> list[tuple[int, str]]:
    tolerance, found = rules.milestone_tolerance_days, []
    if facts.due is not None and facts.due_late > 0:
        severity = 2 if facts.due_late > tolerance else 1
        day = short_day(facts.due, facts.today)
        found.append((severity, f"due date {day} passed {working_days(facts.due_late)} ago"))
    if facts.late_milestones:
        name, days = facts.late_milestones[0]
        more = (
            f", {len(facts.late_milestones) - 1} more late"
            if len(facts.late_milestones) > 1
            else ""
        )
        severity = 2 if days > tolerance else 1
        found.append((severity, f"milestone {name} {working_days(days)} late{more}"))
    if facts.slipping_milestones:
        name, days = facts.slipping_milestones[0]
        found.append((1, f"milestone {name} forecast {working_days(days)} late"))
    if facts.late_tasks:
        late = counted(facts.late_tasks, "task")
        found.append((1, f"{late} more than {working_days(tolerance)} late"))
    return found


def _forecast(facts: Facts, rules: HealthRules) -> list[tuple[int, str]]:
    """Late by P85 is At risk; Off track needs the earned schedule to agree where there is one."""
    if facts.p85 is None or facts.due is None or facts.p85 <= facts.due or facts.due_late > 0:
        return []
    agreed = facts.ieac is None or facts.ieac > facts.due
    far = (facts.p85_late_share or 0.0) > rules.red_forecast_late_share + NEAR
    severity = 2 if far and agreed else 1
    p85, due = (short_day(day, facts.today) for day in (facts.p85, facts.due))
    return [(severity, f"P85 {p85} after due date {due}")]


def _stuck(facts: Facts) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    if facts.blocked:
        names = listed([by for by, _ in facts.blocked if by], 3)
        number = counted(sum(tasks for _, tasks in facts.blocked), "task")
        found.append((1, f"{number} blocked{' by ' + names if names else ''}"))
    if facts.status == "Blocked":
        found.append((1, f"blocked: {facts.blocker}" if facts.blocker else "status is Blocked"))
    if facts.cycle:
        found.append((2, f"dependency cycle {facts.cycle}"))
    return found


def steady_health(previous: Sequence[str], now: str, runs: int) -> str:
    """The health to show: it worsens at once and improves when `runs` runs in a row agree.

    `previous` are the health words that earlier runs computed, oldest first. Only colours are held
    back: a project that is completed, put on hold or newly updated is shown as such at once.
    """
    recent = previous[-(runs - 1) :] if runs > 1 else ()
    colours = [word for word in (*recent, now) if word in COLOURS]
    if now not in COLOURS:
        return now
    return max(colours, key=COLOURS.index)


def need(health: str) -> int:
    """Where a health stands in the order of need; unknown words come last."""
    return BY_NEED.index(health) if health in BY_NEED else len(BY_NEED)


def trend(before: str, now: str) -> str:
    """`improving`, `worse` or `same` between two colours; "" where one of them is none."""
    if before not in COLOURS or now not in COLOURS:
        return ""
    step = COLOURS.index(now) - COLOURS.index(before)
    return "worse" if step > 0 else "improving" if step < 0 else "same"


def is_watermelon(reported: str, computed: str) -> bool:
    """Whether the owner says green and the rules say amber or red."""
    return reported == "On track" and computed in ("At risk", "Off track")
