"""Locales x kinds of cells: what people of that locale type is read right, or refused aloud.

Columns are drawn at random, written as their locale writes (or as another does), and compared with
what was meant. A wrong value in silence is the one fault; refusals are counted so that the reader
does not win by refusing all.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest

from mso_sheets.model.cells import Cell
from tests.cells.cell_readings import LOCALES, TODAY, reading

SEEDS = range(6)
MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
Write = Callable[[date], Cell]


def named(language: str, pattern: str) -> Write:
    """Dates with the month's name: pattern such as "{d} de {m} de {y}"."""
    names = MONTHS[language].split()
    return lambda day: pattern.format(d=day.day, m=names[day.month - 1], y=day.year)


def digits(pattern: str) -> Write:
    """Dates in digits: `{d}` `{m}` plain, `{dd}` `{mm}` with two digits, `{yy}` short, `{y}` long."""
    return lambda day: pattern.format(
        d=day.day,
        m=day.month,
        dd=f"{day.day:02}",
        mm=f"{day.month:02}",
        y=day.year,
        yy=f"{day.year % 100:02}",
    )


def serial(day: date) -> Cell:
    return float((day - date(1899, 12, 30)).days)


CLEAR: Sequence[Write] = (
    serial,
    lambda day: serial(day) + 0.75,  # type: ignore[operator]
    digits("{y}-{mm}-{dd}"),
    digits("{y}/{m}/{d}"),
    digits("{y}.{mm}.{dd}"),
    digits("{y}-{mm}-{dd}T09:30:00Z"),
    digits("{y}-{mm}-{dd} 09:30:00 +0000 UTC"),
    digits("{y}{mm}{dd}"),
    digits("{y}年{m}月{d}日"),
    digits("{y}年{mm}月{dd}日 10:05"),
    named("en", "{d} {m} {y}"),
    named("en", "{m} {d}, {y}"),
    named("en", "{d}-{m}-{y}"),
    named("de", "{d}. {m} {y}"),
    named("fr", "{d} {m} {y}"),
    named("es", "{d} de {m} de {y}"),
    named("pt", "{d} de {m} de {y}"),
)
DAY_FIRST = [
    digits(sign) for sign in ("{dd}/{mm}/{y}", "{d}/{m}/{yy}", "{dd}.{mm}.{y}", "{d}-{m}-{y}")
]
MONTH_FIRST = [digits(sign) for sign in ("{mm}/{dd}/{y}", "{m}/{d}/{yy}", "{m}-{d}-{y}")]
YEAR_FIRST = [digits(sign) for sign in ("{yy}/{mm}/{dd}", "{y}/{m}/{d}")]
USUAL = {"en_US": MONTH_FIRST, "zh_CN": YEAR_FIRST, "ja_JP": YEAR_FIRST, "": []}


def days(chance: Random, size: int = 12) -> list[date]:
    return [TODAY + timedelta(days=chance.randrange(-300, 300)) for _ in range(size)]


def compare(
    cells: Sequence[Cell], meant: Sequence[Any], kind: Any, locale: str, **more: Any
) -> int:
    """Asserts that nothing is wrong or lost in silence; returns how many cells were read."""
    found = reading(cells, kind, locale, **more)
    values = [value.date() if kind == "date" and value else value for value in found.values]
    for index, (cell, right, value) in enumerate(zip(cells, meant, values, strict=True)):
        if value is None:
            assert index in found.rules, (
                f"{cell!r} was dropped in silence in {locale or 'no locale'}"
            )
        else:
            assert _same(value, right), (
                f"{cell!r} read as {value}, not {right}, in {locale or 'no locale'}"
            )
    return sum(value is not None for value in values)


def _same(value: Any, right: Any) -> bool:
    return abs(value - right) < 1e-9 if isinstance(right, float) else bool(value == right)


@pytest.mark.parametrize("locale", LOCALES)
def test_clear_dates_are_read_in_every_locale(locale: str) -> None:
    for seed, write in product(SEEDS, CLEAR):
        meant = days(Random(seed))
        assert compare([write(day) for day in meant], meant, "date", locale) == len(meant)


@pytest.mark.parametrize("locale", LOCALES)
def test_dates_as_the_locale_writes_them_are_all_read(locale: str) -> None:
    for seed, write in product(SEEDS, USUAL.get(locale, DAY_FIRST)):
        meant = days(Random(seed))
        assert compare([write(day) for day in meant], meant, "date", locale) == len(meant)


@pytest.mark.parametrize("locale", LOCALES)
def test_dates_in_another_order_are_proved_by_their_column_or_refused(locale: str) -> None:
    for seed, write in product(SEEDS, [*DAY_FIRST, *MONTH_FIRST]):
        meant = days(Random(seed))
        read = compare([write(day) for day in meant], meant, "date", locale)
        assert (
            read >= sum(day.day > 12 for day in meant) or write in DAY_FIRST[1:2] + MONTH_FIRST[1:2]
        )


@pytest.mark.parametrize("locale", ["zh_CN", "ja_JP", ""])
def test_open_orders_are_refused_where_nothing_decides(locale: str) -> None:
    meant = [day for day in days(Random(1), 90) if day.day <= 12 and day.day != day.month]
    for write in (DAY_FIRST[0], MONTH_FIRST[0], DAY_FIRST[3]):
        found = reading([write(day) for day in meant], "date", locale)
        assert found.values == [None] * len(meant)
        assert {rule for rules in found.rules.values() for rule in rules} == {"date-ambiguous"}


@pytest.mark.parametrize("locale", LOCALES)
def test_mixed_writers_in_one_column_never_swap_day_and_month(locale: str) -> None:
    for seed in SEEDS:
        chance = Random(seed)
        meant = days(chance, 30)
        cells = [chance.choice([DAY_FIRST[0], MONTH_FIRST[0], CLEAR[2]])(day) for day in meant]
        assert compare(cells, meant, "date", locale) >= 10


POINT = ("{:.1f}", "{:,.2f}", "${:,.2f}", "{:.2f}%")
COMMA = tuple(pattern for pattern in ("{:.1f}", "{:,.2f}", "{:,.2f} €", "{:.2f} %"))
SWAP = str.maketrans(",.", ".,")


def written(value: float, pattern: str, *, comma: bool) -> str:
    text = pattern.format(value * 100 if "%" in pattern else value)
    return text.translate(SWAP) if comma else text


@pytest.mark.parametrize("locale", LOCALES)
def test_numbers_with_either_decimal_mark_are_read_or_refused(locale: str) -> None:
    for seed, pattern, comma in product(SEEDS, POINT, (True, False)):
        chance = Random(seed)
        meant = [round(chance.uniform(0, 90_000), 1) for _ in range(12)]
        cells = [written(value, pattern, comma=comma) for value in meant]
        assert compare(cells, meant, "number", locale) >= 8


@pytest.mark.parametrize("locale", LOCALES)
def test_thousands_alone_follow_the_locale_and_are_refused_without_one(locale: str) -> None:
    comma = locale[:2] in ("de", "fr", "es", "pt")
    meant = [1234.0, 87_654.0, 999_000.0]
    cells = [f"{value:,.0f}".translate(SWAP) if comma else f"{value:,.0f}" for value in meant]
    assert compare(cells, meant, "number", locale) == (3 if locale else 0)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("pattern", ["{:.0f}%", "{:.0f} %", "{:.1f}%", "％{:.0f}"])
def test_percentages_with_a_sign_are_read_in_every_locale(locale: str, pattern: str) -> None:
    meant = [0.0, 0.05, 0.45, 1.0]
    cells = [pattern.format(value * 100) for value in meant]
    read = compare(cells, meant, "percent", locale, header="% complete")
    assert read == (0 if pattern.startswith("％") else 4)


@pytest.mark.parametrize("locale", LOCALES)
def test_points_and_shares_of_one_are_told_apart(locale: str) -> None:
    for seed in SEEDS:
        chance = Random(seed)
        shares = [chance.randrange(101) / 100 for _ in range(20)]
        assert compare(shares, shares, "percent", locale, header="% complete") == 20
        points: list[Cell] = [round(share * 100, 2) for share in shares]
        assert compare(points, shares, "percent", locale, header="% complete") == 20


@pytest.mark.parametrize("locale", LOCALES)
def test_ids_stay_as_typed_in_every_locale(locale: str) -> None:
    cells: list[Cell] = [
        "007",
        "1e5",
        "1.10",
        "12,5",
        "3/4",
        "2026-01-02",
        "TRUE",
        "0x1F",
        7.0,
        12_345_678.0,
    ]
    meant = ["007", "1e5", "1.10", "12,5", "3/4", "2026-01-02", "TRUE", "0x1F", "7", "12345678"]
    assert reading(cells, "id", locale).values == meant


def test_the_whole_calendar_survives_the_locale_that_writes_it() -> None:
    """Every day of three years, in the two numeric orders, in one column each."""
    everyday = [date(year, month, day) for year in (2025, 2026, 2028) for month in range(1, 13)
                for day in range(1, monthrange(year, month)[1] + 1)]  # fmt: skip
    assert compare([DAY_FIRST[0](day) for day in everyday], everyday, "date", "en_GB") == len(
        everyday
    )
    assert compare([MONTH_FIRST[0](day) for day in everyday], everyday, "date", "en_US") == len(
        everyday
    )
