"""What every analysis may know besides the tables: the day, the calendars, people, rules, history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mso_sheets.methods.calendar import Calendars
from mso_sheets.model.history import History
from mso_sheets.model.result import Link
from mso_sheets.settings.models import HealthRules, WorkbookSettings


@dataclass(frozen=True, slots=True)
class Person:
    """A row of People, resolved. Empty text where the cell is empty."""

    name: str
    email: str = ""
    slack_id: str = ""
    team: str = ""
    manager: str = ""
    time_zone: str = ""
    delegate: str = ""
    leave_from: date | None = None
    leave_to: date | None = None
    active: bool = True

    def on_leave(self, day: date) -> bool:
        """Whether `day` lies in this person's leave, both ends included."""
        if self.leave_from is None and self.leave_to is None:
            return False
        return (self.leave_from or date.min) <= day <= (self.leave_to or date.max)


@dataclass(frozen=True, slots=True)
class RowLinks:
    """Links "row 17" to sheet rows; `starts` holds a table's address up to the row's number."""

    starts: Mapping[str, str]

    def __call__(self, table: str, row: int) -> Link:
        """The link to one row; words that lead nowhere for a table or row that is not there."""
        start = self.starts.get(table)
        return Link("") if start is None or row <= 0 else Link(f"row {row}", f"{start}{row}")

    def many(self, table: str, rows: Iterable[int]) -> list[Link]:
        """The links to many rows of one table."""
        start = self.starts.get(table)
        if start is None:
            return [Link("") for _ in rows]
        return [Link(f"row {row}", f"{start}{row}") for row in rows]


@dataclass(frozen=True, slots=True)
class Context:
    """The world of one run as values. `today` is the as-of day in the team's zone.

    `row_link(table, row)` gives the link "row 17" to a sheet row of a table.
    """

    today: date
    now: datetime
    rules: WorkbookSettings
    calendars: Calendars
    history: History
    people: Mapping[str, Person]
    row_link: RowLinks

    def health_rules(self, project: str) -> HealthRules:
        """The health thresholds of one project, its own where settings give them."""
        return self.rules.projects.get(project, self.rules.health)

    def today_of(self, person: str) -> date:
        """Today where this person is: the as-of day moved by the difference of zones, if any."""
        return self.today_by_person.get(person, self.today)

    @property
    def today_by_person(self) -> Mapping[str, date]:
        """Only those people whose local day differs from the team's."""
        return self.calendars.days
