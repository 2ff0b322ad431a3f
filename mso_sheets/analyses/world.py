"""Builds the `Context` of a run: calendars from settings, Holidays and People; who is who."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from mso_sheets.analyses.context import Context, Person, RowLinks
from mso_sheets.methods.calendar import Calendars, WorkingCalendar
from mso_sheets.model.calendar_words import is_zone, region_code, weekday_mask
from mso_sheets.model.cells import Snapshot, column_letter
from mso_sheets.model.history import History
from mso_sheets.model.table import Table, Tables
from mso_sheets.settings.models import WorkbookSettings


def build_context(
    tables: Tables,
    rules: WorkbookSettings,
    today: date,
    now: datetime,
    history: History,
    snapshot: Snapshot,
) -> Context:
    """The context of one run; `now` is aware, `today` the as-of day in the team's zone."""
    people = people_of(tables.get("people"))
    calendars = calendars_of(tables, rules, people, today, now, snapshot.time_zone)
    return Context(today, now, rules, calendars, history, people, _row_links(tables, snapshot))


def zone_of(rules: WorkbookSettings, default: str, snapshot: Snapshot) -> str:
    """The team's zone: the workbook's setting, else the general one, else the spreadsheet's own."""
    for name in (rules.timezone, default, snapshot.time_zone):
        if name and is_zone(name):
            return name
    return "UTC"


def people_of(table: Table | None) -> dict[str, Person]:
    """Name -> Person; a name that stands twice keeps its first row."""
    if table is None:
        return {}
    people: dict[str, Person] = {}
    for row in table.frame.to_dict("records"):
        name = _text(row.get("name"))
        if name and name not in people:
            people[name] = _person(name, row)
    return people


def _person(name: str, row: Mapping[Any, Any]) -> Person:
    active = row.get("active")
    return Person(
        name=name,
        email=_text(row.get("email")),
        slack_id=_text(row.get("slack_id")),
        team=_text(row.get("team")),
        manager=_text(row.get("manager")),
        time_zone=_text(row.get("time_zone")),
        delegate=_text(row.get("delegate")),
        leave_from=_day(row.get("leave_from")),
        leave_to=_day(row.get("leave_to")),
        active=True if active is None or pd.isna(active) else bool(active),
    )


def calendars_of(
    tables: Tables,
    rules: WorkbookSettings,
    people: Mapping[str, Person],
    today: date,
    now: datetime,
    zone: str,
) -> Calendars:
    """The team's calendar, and one for each person whose days differ."""
    rows = _holiday_rows(tables.get("holidays"))
    years = tuple(range(today.year - 3, today.year + 3))
    mask = weekday_mask(rules.working_days) or "1111100"
    team = _calendar(mask, rules.holidays, rows, years)
    table = tables.get("people")
    own: dict[str, WorkingCalendar] = {}
    for row in table.frame.to_dict("records") if table is not None else []:
        name = _text(row.get("name"))
        person = people.get(name)
        if person is not None and name not in own:
            theirs = _personal(row, person, mask, rules.holidays, rows, years)
            if theirs != team:
                own[name] = theirs
    return Calendars(team, own, _local_days(people, today, now, zone))


def _personal(
    row: Mapping[Any, Any],
    person: Person,
    mask: str,
    regions: tuple[str, ...],
    rows: tuple[tuple[date, str, bool], ...],
    years: tuple[int, ...],
) -> WorkingCalendar:
    country = _text(row.get("country"))
    own_mask = weekday_mask(_text(row.get("working_days"))) or mask
    calendar = _calendar(own_mask, (country,) if country else regions, rows, years)
    leave = frozenset(_days(person.leave_from, person.leave_to))
    if not leave:
        return calendar
    return WorkingCalendar(
        calendar.mask, calendar.holidays | leave, calendar.extra - leave, calendar.name
    )


def _calendar(
    mask: str,
    regions: tuple[str, ...],
    rows: tuple[tuple[date, str, bool], ...],
    years: tuple[int, ...],
) -> WorkingCalendar:
    wanted = {region.lower() for region in regions} | {r.split("-")[0].lower() for r in regions}
    mine = [(day, working) for day, region, working in rows if not region or region in wanted]
    off = {day for region in regions for day in public_holidays(region, years)}
    off |= {day for day, working in mine if not working}
    extra = frozenset(day for day, working in mine if working)
    return WorkingCalendar(mask, frozenset(off - extra), extra, " ".join(regions) or "weekdays")


@lru_cache(maxsize=64)
def public_holidays(region: str, years: tuple[int, ...]) -> frozenset[date]:
    """Public holidays of "GB" or "DE-BY"; empty for a region that nobody knows."""
    code = region_code(region)
    if not code:
        return frozenset()
    import holidays  # 0.15 s of start-up that a workbook without regions does not pay

    country, _, part = code.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=years))


def _holiday_rows(table: Table | None) -> tuple[tuple[date, str, bool], ...]:
    if table is None:
        return ()
    rows = []
    for row in table.frame.to_dict("records"):
        day = _day(row.get("date"))
        if day is not None:
            working = row.get("working")
            rows.append((day, _text(row.get("region")).lower(), _is_yes(working)))
    return tuple(rows)


def _local_days(
    people: Mapping[str, Person], today: date, now: datetime, zone: str
) -> dict[str, date]:
    """People whose calendar day differs from the team's at `now`, moved to the as-of day."""
    here = now.astimezone(ZoneInfo(zone)).date() if is_zone(zone) else now.date()
    days = {}
    for person in people.values():
        if person.time_zone and is_zone(person.time_zone):
            there = now.astimezone(ZoneInfo(person.time_zone)).date()
            if there != here:
                days[person.name] = today + (there - here)
    return days


def _row_links(tables: Tables, snapshot: Snapshot) -> RowLinks:
    """Row links of each table; the part of an address that all its rows share is made once."""
    starts: dict[str, str] = {}
    for name, table in tables.found.items():
        tab = snapshot.tab(table.tab)
        if tab is not None:
            first = column_letter(min(table.places.values(), default=1))
            starts[name] = snapshot.link(tab, first)
    return RowLinks(starts)


def _days(first: date | None, last: date | None) -> Iterable[date]:
    if first is None or last is None or last < first or (last - first).days > 800:
        return ()
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _text(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(value).strip()


def _day(value: Any) -> date | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()


def _is_yes(value: Any) -> bool:
    return bool(value) if value is not None and not pd.isna(value) else False
