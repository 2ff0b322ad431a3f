"""What is said about date cells that could not simply be read, and the remedy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mso_sheets.tables.cells.orders import Triple
from mso_sheets.tables.cells.outcome import Fault
from mso_sheets.tables.cells.periods import MONTH_NAMES, Period, month_end, spoken

A_DATE = "a date such as 2026-03-31"

UNREADABLE = Fault(
    "date-unreadable", A_DATE, "Type the date as year-month-day, such as 2026-03-31."
)
NO_YEAR = Fault("date-no-year", "a date with its year", "Add the year, as year-month-day.")
RANGE = Fault("date-range", "one date", "Type one date, the last day if this is when it is due.")
NUMBER = Fault("date-number", A_DATE, "Type a date in place of the number.")
CHECKBOX = Fault("date-checkbox", A_DATE, "Type the date in place of the checkbox.")
EARLIEST, LATEST = date(1970, 1, 1), date(2100, 12, 31)


def implausible(day: date) -> Fault | None:
    """The fault of a day so far away that it must be a slip, or None."""
    if EARLIEST <= day <= LATEST:
        return None
    expected = f"a date from {EARLIEST.year} to {LATEST.year}"
    return Fault("date-implausible", expected, f"Check the year: this reads as {spoken(day)}.")


def ambiguous(days: Sequence[date], conflict: tuple[str, str] | None) -> Fault:
    """The fault of a text that two or more days fit."""
    choices = " or ".join(f"{day.isoformat()} for {spoken(day)}" for day in days)
    why = ", and the column shows both orders" if conflict else ""
    return Fault(
        "date-ambiguous",
        f"a date that can be read in one way{why}",
        f"Type {choices}, as year-month-day.",
    )


def impossible(year: int, month: int, day: int) -> Fault:
    """The fault of a day that no calendar has: why not, and the nearest that it has."""
    last = month_end(year, month)
    if last is None:
        months = f"a date whose month is 1 to 12, not {month}"
        return Fault(
            "date-impossible", months, "Type the date as year-month-day, such as 2026-03-31."
        )
    near = last if day > last.day else last.replace(day=1)
    name = MONTH_NAMES[month - 1]
    return Fault(
        "date-impossible",
        f"a day that exists: {name} {year} has {last.day} days",
        f"Type the day that is meant; the nearest is {near.isoformat()}.",
    )


def impossible_triple(triple: Triple, order: str, today: date) -> Fault:
    """Why three numbers are no date, by the order in which their month makes sense."""
    place = triple.year_place
    orders = ("YMD",) if place == 0 else tuple(filter(None, (order, "DMY", "MDY")))
    readings = [numbers for o in orders if (numbers := triple.numbers(o, today))]
    sound = [numbers for numbers in readings if 1 <= numbers[1] <= 12]
    if not readings:
        return UNREADABLE
    return impossible(*(sound or readings)[0])


def no_year(month: int, day: int, today: date) -> Fault:
    """The fault of "12 March": which year?"""
    last = month_end(today.year, month)
    example = (
        f"{today.year}-{month:02d}-{day:02d}" if last and 1 <= day <= last.day else "2026-03-31"
    )
    return Fault("date-no-year", "a date with its year", f"Add the year, such as {example}.")


def is_period(period: Period) -> Fault:
    """The fault of a quarter, week or month where one day is wanted."""
    return Fault(
        "date-is-period",
        "one day, not a span of days",
        f"Type the day that is meant; {period.name} ends on {period.end.isoformat()}.",
    )


def assumed_year(period: Period) -> Fault:
    """The question after a period without a year."""
    return Fault(
        "period-no-year",
        "a period with its year",
        f"Read as {period.name}, which ends on {period.end.isoformat()}: add the year.",
        "question",
    )


def wrong_weekday(day: date) -> Fault:
    """The warning about a weekday that contradicts its date, which is read all the same."""
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return Fault(
        "date-weekday",
        "a weekday that fits its date",
        f"Check the date: {spoken(day)} is a {names[day.weekday()]}.",
        "warning",
    )


def wrong_time(text: str) -> Fault:
    """The fault of a time that no clock shows."""
    return Fault(
        "date-time", "a time from 00:00 to 23:59", f"Mend or remove the time: there is no {text}."
    )


def serial_as_text(day: date) -> Fault:
    """The fault of digits that may be a date's serial number, stored as text."""
    return Fault("date-number", A_DATE, f"Type {day.isoformat()} if {spoken(day)} is meant.")


def against_locale(evidence: str) -> Fault:
    """The question after a day that was read by the column's evidence against the locale."""
    return Fault(
        "date-against-locale",
        "dates in the order of the workbook's locale",
        f"Read {evidence}: type dates as year-month-day if that is wrong.",
        "question",
    )


SWAPPED = Fault(
    "date-maybe-swapped",
    "days and months in one order",
    "Check the day and the month: other dates of this column are typed in an order that the sheet "
    "does not know, so it may have taken this day for a month.",
    "question",
)
