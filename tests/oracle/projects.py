"""Projects and milestones by slow plain Python: one row after the other, nothing shared with the product.

Rows are dictionaries as people read them: dates as `date`, shares 0..1, missing as None or "".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from typing import Any

DAY = timedelta(days=1)
ANCHOR = date(2024, 1, 1)
Row = Mapping[str, Any]
COLOURS = ["On track", "At risk", "Off track"]


@dataclass
class Week:
    """When somebody works: a Monday-first mask, days off, days on after all."""

    mask: str = "1111100"
    off: frozenset[date] = frozenset()
    extra: frozenset[date] = frozenset()
    known: dict[date, int] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        return day in self.extra or (self.mask[day.weekday()] == "1" and day not in self.off)

    def position(self, day: date) -> int:
        """Working days in (ANCHOR, day]."""
        if day in self.known:
            return self.known[day]
        self.known.setdefault(ANCHOR, 0)
        after = max(self.known)
        while after < day:
            after += DAY
            self.known[after] = self.known[after - DAY] + self.works(after)
        before = min(self.known)
        while before > day:
            self.known[before - DAY] = self.known[before] - self.works(before)
            before -= DAY
        return self.known[day]

    def between(self, first: date, last: date) -> int:
        return self.position(last) - self.position(first)

    def day_at(self, position: float) -> date:
        """The first working day by which so many have passed."""
        wanted, day = ceil(round(position, 9)), ANCHOR
        step = DAY if wanted > 0 else -DAY
        while self.position(day) != wanted or not self.works(day):
            day += step
        return day


@dataclass(frozen=True)
class World:
    """The tables of one workbook on one day."""

    today: date
    projects: Sequence[Row]
    tasks: Sequence[Row]
    team: Week
    people: Mapping[str, Week] = field(default_factory=dict)
    homes: dict[int, Row | None] = field(default_factory=dict)

    def week_of(self, person: str) -> Week:
        return self.people.get(person, self.team)

    def late(self, person: str, due: date | None) -> int:
        return max(self.week_of(person).between(due, self.today), 0) if due else 0

    def home(self, task: Row) -> Row | None:
        """The project that a task names, by ID, else by name."""
        if id(task) not in self.homes:
            self.homes[id(task)] = self._home(task)
        return self.homes[id(task)]

    def _home(self, task: Row) -> Row | None:
        wanted = task["project_id"].casefold()
        for name in ("project_id", "project"):
            for project in self.projects:
                if wanted and project[name].casefold() == wanted:
                    return project
        return None

    def of(self, project: Row) -> list[Row]:
        """The project's tasks that count: not cancelled, no summaries."""
        mine = [task for task in self.tasks if self.home(task) is project]
        ids = [str(task["task_id"]) for task in mine]
        return [
            task
            for task in mine
            if task["status"] != "Cancelled"
            and not any(other.startswith(f"{task['task_id']}.") for other in ids)
        ]


def is_open(task: Row) -> bool:
    return task["status"] not in ("Complete", "Cancelled")


def is_milestone(task: Row) -> bool:
    return bool(task["type"] == "Milestone")


def median(values: Sequence[float]) -> float:
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def weights(tasks: Sequence[Row]) -> list[float]:
    known = [t["effort_days"] for t in tasks if (t["effort_days"] or 0) > 0]
    counting = [t for t in tasks if not is_milestone(t) or (t["effort_days"] or 0) > 0]
    if not known or len(known) < len(counting) / 2:
        return [1.0] * len(tasks)
    found = []
    for task in tasks:
        if (task["effort_days"] or 0) > 0:
            found.append(task["effort_days"])
        else:
            found.append(0.0 if is_milestone(task) else median(known))
    return found


def done_of(world: World, project: Row) -> float | None:
    tasks = world.of(project)
    mass = weights(tasks)
    if sum(mass) > 0:
        shares = [
            1.0 if t["status"] == "Complete" else min(max(t["percent_complete"] or 0, 0), 1)
            for t in tasks
        ]
        return sum(w * s for w, s in zip(mass, shares, strict=True)) / sum(mass)
    if project["percent_complete"] is not None:
        return float(project["percent_complete"])
    return 1.0 if project["status"] == "Complete" else None


def ramp(week: Week, start: date | None, due: date, today: date) -> float:
    whole = week.between(start, due) if start else 0
    if start is None or whole <= 0:
        return 1.0 if due <= today else 0.0
    return min(max(week.between(start, today) / whole, 0.0), 1.0)


def plan_of(world: World, project: Row) -> list[tuple[float, date | None, date, str]]:
    """What a project is planned by: weight, start, due, owner of each part."""
    tasks = world.of(project)
    parts = [
        (mass, t["baseline_start"] or t["start_date"], t["baseline_due"] or t["due_date"], t)
        for mass, t in zip(weights(tasks), tasks, strict=True)
    ]
    total = sum(part[0] for part in parts)
    dated = [part for part in parts if part[2]]
    spans = [part for part in dated if part[1] or is_milestone(part[3])]
    any_weight = sum(part[0] for part in dated) > 0
    by_tasks = any_weight and sum(part[0] for part in spans) >= 0.5 * total
    start, due = project["start_date"], project["baseline_due_date"] or project["due_date"]
    if not by_tasks and start and due:
        return [(1.0, start, due, project["owner"])]
    return [(mass, begin, end, task["owner"]) for mass, begin, end, task in dated if mass > 0]


def planned_of(world: World, project: Row) -> float | None:
    plan = plan_of(world, project)
    total = sum(part[0] for part in plan)
    if total == 0:
        return None
    return (
        sum(
            mass * ramp(world.week_of(owner), start, due, world.today)
            for mass, start, due, owner in plan
        )
        / total
    )


def time_of(world: World, project: Row) -> tuple[float, float, float] | None:
    """Earned schedule, day by day: working days ahead (negative: behind), SPI(t), share elapsed."""
    done, plan = done_of(world, project), plan_of(world, project)
    if done is None or not plan:
        return None
    team = world.team
    spans = []
    for mass, start, due, _ in plan:
        end = team.position(due)
        begin = team.position(start) if start and team.position(start) < end else end - 1
        spans.append((mass, begin, end))
    first, last = min(span[1] for span in spans), max(span[2] for span in spans)
    total = sum(span[0] for span in spans)

    def value(day: int) -> float:
        return sum(m * min(max((day - b) / (e - b), 0), 1) for m, b, e in spans)

    wanted = min(max(done, 0.0), 1.0) * total
    reached = float(first)
    for day in range(first, last):
        if value(day) <= wanted + 1e-9 * total:
            low, high = value(day), value(day + 1)
            part = (wanted - low) / (high - low) if high > low else 0.0
            reached = day + min(max(part, 0.0), 1.0)
    if value(last) <= wanted + 1e-9 * total:
        reached = float(last)
    now = team.position(world.today)
    at = now - first
    pace = (reached - first) / at if at > 0 else None
    ahead = reached - max(now, first)
    return ahead, pace if pace is not None else float("nan"), min(max(at / (last - first), 0), 1)


class Network:
    """Forecast finishes by following predecessors one at a time."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.nodes: list[Row] = [*world.tasks, *world.projects]
        self.count = len(world.tasks)
        self.finish: dict[int, float | None] = {}
        self.before = {place: self._before(place) for place in range(len(self.nodes))}

    def open(self, node: int) -> bool:
        return is_open(self.nodes[node])

    def _before(self, node: int) -> list[int]:
        if node >= self.count or not is_open(self.nodes[node]):
            return []
        found = []
        for reference in self.nodes[node]["predecessors"]:
            place = self._named(reference, node)
            if place is not None and place not in found:
                found.append(place)
        return found

    def _named(self, reference: str, node: int) -> int | None:
        wanted, home = reference.strip().casefold(), self.world.home(self.nodes[node])
        same = [
            place
            for place in range(self.count)
            if self.nodes[place]["task_id"].casefold() == wanted
        ]
        near = [place for place in same if self.world.home(self.nodes[place]) is home]
        whole = [
            self.count + number
            for number, project in enumerate(self.world.projects)
            if project["project_id"].casefold() == wanted
        ]
        return next(iter([*near, *same, *whole]), None)

    def stuck(self) -> set[int]:
        """Nodes in a cycle or below one: they never become free."""
        free: set[int] = set()
        grew = True
        while grew:
            grew = False
            for node in range(len(self.nodes)):
                if node not in free and all(b in free for b in self.before[node]):
                    free.add(node)
                    grew = True
        return set(range(len(self.nodes))) - free

    def cyclic(self) -> set[int]:
        """Nodes that wait for themselves."""
        found = set()
        for node in range(len(self.nodes)):
            seen: set[int] = set()
            waiting = list(self.before[node])
            while waiting:
                other = waiting.pop()
                if other not in seen:
                    seen.add(other)
                    waiting.extend(self.before[other])
            if node in seen:
                found.add(node)
        return found

    def ends(self, node: int) -> float:
        """The position at which a node that is not stuck ends."""
        if node not in self.finish:
            start = max([self.release(node), *(self.ends(b) for b in self.before[node])])
            self.finish[node] = start + self.left(node)
        value = self.finish[node]
        assert value is not None
        return value

    def left(self, node: int) -> float:
        row, team = self.nodes[node], self.world.team
        if node >= self.count or not is_open(row) or is_milestone(row):
            return 0.0
        length = row["effort_days"] if (row["effort_days"] or 0) > 0 else 1.0
        if row["start_date"] and row["due_date"]:
            whole = team.position(row["due_date"]) - team.position(row["start_date"] - DAY)
            length = whole if whole >= 0 else length
        return float(length * (1 - min(max(row["percent_complete"] or 0, 0), 1)))

    def release(self, node: int) -> float:
        row, team, today = self.nodes[node], self.world.team, self.world.today
        if node >= self.count:
            due = row["due_date"] or today
            if is_open(row):
                return team.position(max(due, today))
            return team.position(min(row["finished_date"] or due, today))
        if not is_open(row):
            return team.position(min(row["completed_date"] or row["due_date"] or today, today))
        left = self.left(node)
        now = float(team.position(today - DAY) if left > 0 else team.position(today))
        if row["due_date"]:
            return (
                max(now, team.position(row["due_date"]) - left) if row["due_date"] >= today else now
            )
        if row["start_date"]:
            return max(now, team.position(row["start_date"] - DAY))
        return now

    def day(self, task: int, stuck: set[int]) -> date | None:
        """The forecast day of a task."""
        row, today = self.nodes[task], self.world.today
        if not is_open(row):
            return _date(row["completed_date"] or row["due_date"])
        if task in stuck:
            return None
        end, due = self.ends(task), row["due_date"]
        if due and due >= today and end <= self.world.team.position(due) + 1e-9:
            return _date(due)
        return max(self.world.team.day_at(end), today)

    def root(self, node: int, stuck: set[int]) -> int | None:
        """Follow the unfinished predecessor that ends last (the first of equals), to its end."""
        last = None
        while True:
            waits = [b for b in self.before[node] if self.open(b) and b not in stuck]
            if node in stuck or not waits:
                return last
            node = min(waits, key=lambda b: (-self.ends(b), b))
            last = node


def finish_weeks(world: World, project: Row) -> tuple[list[int], int]:
    """Tasks finished in each whole week since the project began, and how many are left."""
    tasks = world.of(project)
    monday = world.today - timedelta(days=world.today.weekday())
    finished = [
        t["completed_date"] for t in tasks if t["status"] == "Complete" and t["completed_date"]
    ]
    starts = [t["start_date"] for t in world.tasks if world.home(t) is project and t["start_date"]]
    begin = project["start_date"] or min(starts, default=None)
    weeks = [(day - monday).days // 7 for day in finished]
    old = [week for week in weeks if -104 <= week < 0]
    since = [(begin - monday).days // 7] if begin else []
    first = max(min([*since, *old], default=0), -104)
    return [old.count(week) for week in range(first, 0)], sum(is_open(t) for t in tasks)


def quantiles(past: Sequence[int], left: int) -> tuple[int, int]:
    """P50 and P85 of the weeks that `left` items need, each week drawn from the past ones."""
    chances = {value: list(past).count(value) / len(past) for value in set(past)}
    state, enough, week = {left: 1.0}, 0.0, 0
    found: list[int] = []
    while len(found) < 2:
        week += 1
        following: dict[int, float] = {}
        for rest, chance in state.items():
            for value, probability in chances.items():
                if rest > value:
                    following[rest - value] = following.get(rest - value, 0) + chance * probability
                else:
                    enough += chance * probability
        state = following
        while len(found) < 2 and enough >= (0.50, 0.85)[len(found)] - 1e-9:
            found.append(week)
    return found[0], found[1]


def _date(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def p85_of(world: World, project: Row) -> date | None:
    past, left = finish_weeks(world, project)
    recent = past[-12:]
    for cut in range(4, len(recent) - 7):
        mean = sum(recent[:cut]) / cut
        rest = recent[cut:]
        if all(n > mean for n in rest) or all(n < mean for n in rest):
            recent = rest
            break
    if len(recent) < 5 or sum(past) < 8 or left == 0 or sum(recent) == 0:
        return None
    end = world.today + timedelta(days=7 * quantiles(recent, left)[1])
    due = project["due_date"]
    if due and due >= world.today and end - timedelta(days=7) < due <= end:
        return _date(due)
    while not world.team.works(end):
        end += DAY
    return end


def health_of(world: World, project: Row, network: Network) -> str:
    """The health of a project on this day alone, with the shipped thresholds."""
    if project["status"] == "Complete" or project["stage"] == "Closed":
        return "Complete"
    if project["status"] == "On hold":
        return "On hold"
    done, planned, today = done_of(world, project), planned_of(world, project), world.today
    everything = [t for t in world.tasks if world.home(t) is project]
    begun = (
        any(
            t["status"] in ("Complete", "In progress", "Pending review")
            or (t["percent_complete"] or 0) > 0
            for t in everything
        )
        or (done or 0) > 0
    )
    start, due, owner = project["start_date"], project["due_date"], project["owner"]
    started = begun or project["status"] not in ("", "Not started")
    started = started or (project["status"] == "" and not (start and start > today))
    start_late, due_late = world.late(owner, start), world.late(owner, due)
    if not started and start_late <= 5 and due_late == 0:
        return "Not started"
    updated = project["last_update"]
    if updated and world.team.between(min(updated, today), today) > 10:
        return "No recent update"
    marks = [*_gap_marks(world, project, done, planned), *_task_marks(world, project, network)]
    if not started and start_late > 0:
        marks.append(1)
    if due_late > 0:
        marks.append(2 if due_late > 5 else 1)
    p85 = p85_of(world, project)
    if p85 and due and p85 > due and due_late == 0:
        marks.append(_forecast_mark(world, project, p85))
    if project["status"] == "Blocked":
        marks.append(1)
    if marks:
        return COLOURS[max(marks)]
    return "No recent update" if done is None or planned is None else "On track"


def _gap_marks(world: World, project: Row, done: float | None, planned: float | None) -> list[int]:
    marks = []
    if done is not None and planned is not None:
        behind = 100 * (planned - done)
        if behind >= 10 - 1e-9:
            marks.append(2 if behind > 20 + 1e-9 else 1)
    time = time_of(world, project)
    if time and time[2] >= 0.2 and -time[0] > 5:
        if time[1] < 0.85 - 1e-9:
            marks.append(2)
        elif time[1] < 0.95 - 1e-9:
            marks.append(1)
    return marks


def _forecast_mark(world: World, project: Row, p85: date) -> int:
    time, due = time_of(world, project), project["due_date"]
    plan, team = plan_of(world, project), world.team
    first = (
        min(
            team.position(b) if b and team.position(b) < team.position(e) else team.position(e) - 1
            for _, b, e, _ in plan
        )
        if plan
        else 0
    )
    length = max(team.position(e) for _, _, e, _ in plan) - first if plan else 0
    far = length > 0 and team.between(due, p85) / length > 0.10 + 1e-9
    if time and time[1] > 0:
        by_schedule = team.day_at(first + length / time[1])
        return 2 if far and by_schedule > due else 1
    return 2 if far else 1


def _task_marks(world: World, project: Row, network: Network) -> list[int]:
    marks: list[int] = []
    stuck, cyclic, today = network.stuck(), network.cyclic(), world.today
    counted = world.of(project)
    for place, task in enumerate(world.tasks):
        if world.home(task) is not project:
            continue
        if place in cyclic:
            marks.append(2)
        if not is_open(task) or not any(task is other for other in counted):
            continue
        late = world.late(task["owner"], task["due_date"])
        if is_milestone(task):
            forecast = network.day(place, stuck)
            if late:
                marks.append(2 if late > 5 else 1)
            elif (
                forecast and task["due_date"] and world.team.between(task["due_date"], forecast) > 0
            ):
                marks.append(1)
        elif late > 5:
            marks.append(1)
        begins = task["start_date"] or task["due_date"]
        waits = any(network.open(b) for b in network.before[place])
        if task["status"] == "Blocked" or (waits and begins and begins <= today):
            marks.append(1)
    return marks
