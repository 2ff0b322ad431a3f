"""Follow-ups by slow plain Python: one row after the other, nothing shared with the product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Human:
    """What the oracle knows of a person; `today` is the day where they are."""

    manager: str = ""
    delegate: str = ""
    leave: tuple[date, date] | None = None
    active: bool = True
    week: str = "1111100"
    off: frozenset[date] = frozenset()
    today: date | None = None


@dataclass(frozen=True)
class World:
    """People, leads of projects, meetings (id -> series, day), moves of due dates, the team's calendar."""

    today: date
    humans: Mapping[str, Human]
    leads: Mapping[str, str]
    meetings: Mapping[str, tuple[str, date | None]]
    moves: Mapping[str, int]
    week: str = "1111100"
    off: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Line:
    """What the oracle says of one open action."""

    stage: str
    late: int | None
    level: int
    told: tuple[str, ...]
    reminder: str
    carried: int
    abandoned: bool


def works(world: World, owner: str, day: date) -> bool:
    """Whether `owner` works on `day`; leave and holidays are days off."""
    human = world.humans.get(owner)
    week, off = (human.week, human.off) if human else (world.week, world.off)
    on_leave = bool(human and human.leave and human.leave[0] <= day <= human.leave[1])
    return week[day.weekday()] == "1" and day not in off and not on_leave


def working_days(world: World, owner: str, start: date, end: date) -> int:
    """Working days in (start, end], negative backwards, one day after the other."""
    if end < start:
        return -working_days(world, owner, end, start)
    count, day = 0, start
    while day < end:
        day += DAY
        count += works(world, owner, day)
    return count


def line_of(row: Mapping[str, Any], world: World) -> Line:
    """The oracle's line of one open action: its columns by field name, dates as `date` or None."""
    owner, due, until = row["owner"], row["due_date"], row["snooze_until"]
    human = world.humans.get(owner)
    today = human.today if human and human.today else world.today
    late = working_days(world, owner, due, today) if due else None
    stage = _stage(row, world, today, late, until)
    level = _level(row, world, late) if stage == "overdue" else 0
    abandoned = stage == "overdue" and (late or 0) > 60
    told = () if stage in ("snoozed", "later") or abandoned else _told(row, world, level, today)
    reminder = ""
    if stage in ("due soon", "this week", "later") and late is not None:
        left = -late
        reminder = "1" if left <= 1 else "3" if left <= 3 else ""
    return Line(stage, late, level, told, reminder, _carried(row, world), abandoned)


def _stage(
    row: Mapping[str, Any], world: World, today: date, late: int | None, until: date | None
) -> str:
    due = row["due_date"]
    if until and until > today and working_days(world, "nobody", today, until) <= 20:
        return "snoozed"
    if not row["owner"]:
        return "no owner"
    if due is None or late is None:
        return "no date"
    if today > due:
        return "overdue"
    if row["status"] == "Blocked":
        return "blocked"
    if due == today:
        return "today"
    if -late <= 3:
        return "due soon"
    sunday = today
    while sunday.weekday() != 6:
        sunday += DAY
    return "this week" if due <= sunday else "later"


def _level(row: Mapping[str, Any], world: World, late: int | None) -> int:
    high = row["priority"] in ("Critical", "High")
    days = late or 0
    if days >= (3 if high else 7):
        return 2
    if days >= (1 if high else 3) or (days > 0 and world.moves.get(row["action_id"], 0) >= 2):
        return 1
    return 0


def _told(row: Mapping[str, Any], world: World, level: int, day: date) -> tuple[str, ...]:
    owner, lead = row["owner"], world.leads.get(row["project_id"], "")
    names: list[str] = []
    human = world.humans.get(owner, Human())
    if owner and human.active:
        if human.leave and human.leave[0] <= day <= human.leave[1]:
            stand_in = _reachable(human.delegate, world, day)
            names += [stand_in] if stand_in else []
        else:
            names.append(owner)
    boss = human.manager
    first = lead if lead and lead != owner else boss
    second = boss if boss != first else world.humans.get(first, Human()).manager
    rungs = [first, second][:level] if owner else [first][: 1 if lead else 0]
    for start in rungs:
        name = start
        for _ in range(6):
            found = _reachable(name, world, day) if name else ""
            if found and found != owner and found not in names:
                names.append(found)
                break
            name = world.humans.get(name, Human()).manager
    return tuple(names)


def _reachable(name: str, world: World, day: date) -> str:
    for _ in range(6):
        if not name or name not in world.humans:
            return name
        human = world.humans[name]
        if not human.active:
            name = human.manager
        elif human.leave and human.leave[0] <= day <= human.leave[1]:
            name = human.delegate
        else:
            return name
    return ""


def _carried(row: Mapping[str, Any], world: World) -> int:
    source = world.meetings.get(row["meeting_id"])
    if source is None or source[1] is None or source[1] > world.today:
        return 0
    series = source[0].strip().casefold()
    return sum(
        1
        for title, day in world.meetings.values()
        if series and title.strip().casefold() == series and day and source[1] < day <= world.today
    )


def on_time(rows: Sequence[Mapping[str, Any]], today: date, weeks: int = 8) -> tuple[int, int]:
    """(on time, due) of the last weeks: due in [today - weeks, today), open ones count as late."""
    due = kept = 0
    for row in rows:
        day, closed = row["due_date"], row["closed_date"]
        is_open = row["status"] not in ("Complete", "Cancelled")
        if (
            row["status"] == "Cancelled"
            or day is None
            or not today - 7 * weeks * DAY <= day < today
        ):
            continue
        if is_open:
            due += 1
        elif closed is not None:
            due += 1
            kept += closed <= day
    return kept, due
