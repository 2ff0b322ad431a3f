"""A team's projects, tasks, actions, KPIs and meetings, at any size."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from mso_sheets.model.changes import NewTab
from mso_sheets.sample.dates import month_end, serial, workday
from mso_sheets.sample.grid import HEALTH, PRIORITY, STATUS, Row, tab
from tests.faces.names import MARKETS, Tongue

TASKS = 8


def projects(
    words: Tongue, keys: Sequence[str], people: Sequence[str], day: date, random: Random
) -> NewTab:
    """A project a key; some without an owner, on hold, complete, not begun."""
    rows: list[Row] = []
    for number, key in enumerate(keys):
        span = _span(number)
        state = (
            "Complete" if number % 11 == 10 else "On hold" if number % 13 == 12 else "In progress"
        )
        rows.append({
            "Project ID": key, "Project": _project(words, number),
            "Owner": None if number % 17 == 16 else people[number % len(people)],
            "Market": MARKETS[number % len(MARKETS)], "Status": state,
            "Health": random.choice(HEALTH[:3]), "Priority": PRIORITY[number % 4],
            "Start date": _cell(day, span[0]), "Due date": _cell(day, span[1]),
            "Baseline due date": _cell(day, span[1] - number % 9),
            "Last update": _cell(day, -(number % 12)), "Next step": words.tasks[number % len(words.tasks)],
        })  # fmt: skip
    headers = (
        "Project ID,Project,Owner,Market,Status,Health,Priority,Start date,Due date,Baseline due date,"
        "Last update,Next step"
    )
    dates = ("Start date", "Due date", "Baseline due date", "Last update")
    return tab("Projects", headers, rows, dates, {"Status": STATUS, "Health": HEALTH})


def _project(words: Tongue, number: int) -> str:
    name = words.projects[number % len(words.projects)]
    again = number // len(words.projects)
    return f"{name}, {MARKETS[again % len(MARKETS)]} {again + 1}" if again else name


def _span(number: int) -> tuple[int, int]:
    """Start and due day of a project, in working days from today."""
    return -70 + number * 7 % 60, 5 + number * 13 % 80 - (12 if number % 5 == 0 else 0)


def _cell(day: date, count: float) -> float:
    return serial(workday(day, round(count)))


def tasks(
    words: Tongue, keys: Sequence[str], people: Sequence[str], day: date, random: Random
) -> NewTab:
    """Eight tasks a project, each after the one before it, done at the project's own pace."""
    rows: list[Row] = []
    for number, key in enumerate(keys):
        start, due = _span(number)
        step, pace = (due - start) / TASKS, random.choice((0.7, 0.95, 1.0, 1.1, 1.4))
        for place in range(TASKS):
            end = start + step * (place + 1)
            done = start + step * (place + 1) * pace
            complete = done < 0 or number % 11 == 10
            begun = not complete and start + step * place * pace < 0
            rows.append({
                "Task ID": f"TSK-{len(rows) + 1:04d}", "Project ID": key,
                "Task": words.tasks[place % len(words.tasks)], "Owner": people[(number + place) % len(people)],
                "Type": "Milestone" if place % 4 == 3 else "Task",
                "Status": "Complete" if complete else "In progress" if begun else "Not started",
                "Start date": _cell(day, end - step), "Due date": _cell(day, end),
                "Baseline due": _cell(day, end - place % 3),
                "Completed date": _cell(day, min(done, -1)) if complete else None,
                "Effort (days)": 1.0 + place, "Predecessors": rows[-1]["Task ID"] if place else None,
            })  # fmt: skip
    headers = (
        "Task ID,Project ID,Task,Owner,Type,Status,Start date,Due date,Baseline due,Completed date,"
        "Effort (days),Predecessors"
    )
    dates = ("Start date", "Due date", "Baseline due", "Completed date")
    return tab("Tasks", headers, rows, dates, {"Status": STATUS})


def actions(
    words: Tongue, keys: Sequence[str], people: Sequence[str], day: date, random: Random, count: int
) -> NewTab:
    """Open and closed, late by up to six weeks; some without a date or an owner."""
    rows: list[Row] = []
    for number in range(count):
        due = random.randint(-30, 25)
        closed = number % 3 == 2
        rows.append({
            "Action ID": f"ACT-{number + 1:04d}", "Action": words.actions[number % len(words.actions)],
            "Owner": None if number % 19 == 18 else people[number * 3 % len(people)],
            "Due date": None if number % 23 == 22 else _cell(day, due),
            "Status": "Complete" if closed else "In progress", "Priority": PRIORITY[number % 4],
            "Project ID": keys[number % len(keys)], "Date raised": _cell(day, min(due, 0) - 8),
            "Closed date": _cell(day, min(due, -1)) if closed else None,
        })  # fmt: skip
    headers = "Action ID,Action,Owner,Due date,Status,Priority,Project ID,Date raised,Closed date"
    return tab(
        "Actions", headers, rows, ("Due date", "Date raised", "Closed date"), {"Status": STATUS}
    )


def kpis(
    words: Tongue, keys: Sequence[str], people: Sequence[str], day: date, random: Random, count: int
) -> NewTab:
    """As many lines, eighteen months each; every fourth falls in the last four months."""
    rows: list[Row] = []
    for number in range(count):
        name = words.kpis[number % len(words.kpis)]
        market = MARKETS[number // len(words.kpis) % len(MARKETS)]
        product = f"Product {number // (len(words.kpis) * len(MARKETS)) + 1}"
        for back in range(18, 0, -1):
            target = 1_000.0 * (number + 1) * (1 + 0.01 * (18 - back))
            drop = 0.7 if number % 4 == 3 and back <= 4 else 1.0
            rows.append({
                "KPI ID": f"KPI-{number + 1:03d}", "KPI": name, "Project ID": keys[number % len(keys)],
                "Market": market, "Product": product, "Unit": "USD", "Direction": "Higher is better",
                "Period": serial(month_end(day, -back)), "Target": round(target),
                "Actual": round(target * drop * random.gauss(1.0, 0.04)),
                "Owner": people[number % len(people)],
            })  # fmt: skip
    headers = "KPI ID,KPI,Project ID,Market,Product,Unit,Direction,Period,Target,Actual,Owner"
    return tab("KPIs", headers, rows, ("Period",))


def meetings(
    words: Tongue, keys: Sequence[str], people: Sequence[str], day: date, count: int
) -> NewTab:
    """Minutes with a decision and two actions each."""
    rows: list[Row] = []
    for number in range(count):
        first, second = people[number % len(people)], people[(number + 1) % len(people)]
        doing = words.actions[number % len(words.actions)]
        notes = (
            f"Discussed progress.\nAction: {first} to {doing} by 30 April\nTODO {second}: {doing}"
        )
        rows.append({
            "Meeting ID": f"MTG-{number + 1:03d}", "Date": _cell(day, -number),
            "Meeting": f"Weekly {number + 1}", "Project ID": keys[number % len(keys)], "Chair": first,
            "Discussion": notes, "Decisions": "Keep the date",
        })  # fmt: skip
    headers = "Meeting ID,Date,Meeting,Project ID,Chair,Discussion,Decisions"
    return tab("Meetings", headers, rows, ("Date",))
