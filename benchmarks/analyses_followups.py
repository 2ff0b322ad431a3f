"""CPU seconds that 20,000 actions of 200 people cost: python benchmarks/analyses_followups.py [ROWS]

Reading is not counted; the yardstick is one pass of a plain Python loop over the same rows.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from time import process_time

import pandas as pd

from mso_sheets.analyses import followups, load, meetings, proposals, punctuality
from mso_sheets.analyses.context import Context, Person, RowLinks
from mso_sheets.history import COLUMNS
from mso_sheets.methods.calendar import Calendars, WorkingCalendar
from mso_sheets.model.history import History
from mso_sheets.model.table import Accounting, Table, Tables
from mso_sheets.settings.models import WorkbookSettings
from mso_sheets.tables.registry import SCHEMAS

TODAY = date(2026, 11, 23)
PEOPLE = 200
NOTES = """Talk of the {n}th meeting, about nothing in particular that would be of use to anybody.
ACTION: Person {n} to send paper {n} to the bank by Friday

## Next steps
- Person 7 to call number {n}
- Write to customer {n}
"""


def _frame(rows: int, chance: Random) -> pd.DataFrame:
    def some(low: int, high: int) -> list[date]:
        return [TODAY + timedelta(days=chance.randrange(low, high)) for _ in range(rows)]

    states = ["Not started", "In progress", "Blocked", "Complete", "Cancelled"]
    status = chance.choices(states, [3, 3, 1, 2, 1], k=rows)
    due, raised = some(-120, 60), some(-240, -120)
    closed = [day if state == "Complete" else None for day, state in zip(due, status, strict=True)]
    text: dict[str, object] = {
        "action_id": [f"ACT-{n:05d}" for n in range(rows)],
        "action": [f"Send the draft number {n} to the partners" for n in range(rows)],
        "owner": [f"Person {chance.randrange(PEOPLE)}" for _ in range(rows)],
        "status": status,
        "priority": chance.choices(["Critical", "High", "Medium", "Low"], k=rows),
        "project_id": [f"PRJ-{chance.randrange(100):03d}" for _ in range(rows)],
        "meeting_id": [f"MTG-{chance.randrange(500):03d}" for _ in range(rows)],
    }
    frame = pd.DataFrame(text, index=pd.RangeIndex(2, rows + 2, name="row")).astype("str")
    for name, values in (("due_date", due), ("date_raised", raised), ("closed_date", closed)):
        frame[name] = pd.to_datetime(pd.Series(values, index=frame.index)).astype("datetime64[s]")
    frame["snooze_until"] = pd.Series(pd.NaT, index=frame.index).astype("datetime64[s]")
    for name in ("waiting_on", "snooze_reason", "notes", "definition_of_done"):
        frame[name] = pd.Series(pd.NA, index=frame.index, dtype="str")
    return frame.assign(duplicate=False)


def _meetings(count: int) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "meeting_id": [f"MTG-{n:03d}" for n in range(count)],
            "meeting": [f"Series {n % 20}" for n in range(count)],
            "project_id": [f"PRJ-{n % 100:03d}" for n in range(count)],
            **{
                name: [None] * count
                for name in ("chair", "note_taker", "decisions", "actions", "notes_link")
            },
            "discussion": [NOTES.format(n=n) for n in range(count)],
        }
    ).astype("str")
    frame["date"] = pd.to_datetime(
        [TODAY - timedelta(days=count - n) for n in range(count)]
    ).astype("datetime64[s]")
    return frame.assign(attendees=pd.Series([()] * count, dtype=object), duplicate=False)


def _table(name: str, frame: pd.DataFrame) -> Table:
    schema = SCHEMAS[name]
    places = {column.field: place for place, column in enumerate(schema.columns, 1)}
    return Table(schema, schema.tab, 1, 1, frame, Accounting(len(frame), len(frame)), places)


def _context(rows: int, chance: Random) -> Context:
    people = {
        f"Person {n}": Person(f"Person {n}", manager=f"Person {n // 10}", team=f"Team {n % 12}")
        for n in range(PEOPLE)
    }
    weeks = [WorkingCalendar("1111001"), WorkingCalendar("1111000"), WorkingCalendar()]
    calendars = Calendars(by_person={name: weeks[n % 3] for n, name in enumerate(people)})
    events = [
        (str(TODAY - timedelta(days=30)), "", "actions", f"ACT-{chance.randrange(rows):05d}", "due_date",
         "2026-10-01", f"2026-11-{chance.randrange(1, 29):02d}", "changed", "")
        for _ in range(rows)
    ]  # fmt: skip
    frame = pd.DataFrame(events, columns=COLUMNS)
    frame["day"] = pd.to_datetime(frame["day"]).astype("datetime64[s]")
    history = History(frame, TODAY - timedelta(days=60), TODAY - timedelta(days=3))
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)
    rules = WorkbookSettings(spreadsheet="benchmark.xlsx")
    return Context(
        TODAY,
        now,
        rules,
        calendars,
        history,
        people,
        RowLinks({"actions": "#actions", "tasks": "#tasks", "meetings": "#meetings"}),
    )


def _seconds(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def main(rows: int) -> None:
    """Prints the CPU seconds of each analysis."""
    chance = Random(1)
    tables = Tables(
        {
            "actions": _table("actions", _frame(rows, chance)),
            "meetings": _table("meetings", _meetings(500)),
        }
    )
    context = _context(rows, chance)
    records = tables["actions"].frame.to_dict("records")
    print(f"{rows} actions, {PEOPLE} people, 3 calendars")
    print(f"  plain loop over the rows   {_seconds(lambda: [dict(row) for row in records]):.2f} s")
    for module in (followups, punctuality, load, meetings, proposals):
        seconds = min(_seconds(lambda m=module: m.analyse(tables, context)) for _ in range(3))  # type: ignore[misc]
        print(f"  {module.__name__.rpartition('.')[2]:<26} {seconds:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
