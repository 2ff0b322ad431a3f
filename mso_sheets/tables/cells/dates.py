"""Date columns: serial numbers and texts to days, one order for the whole column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.model.cells import Cell
from mso_sheets.model.table import Column
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells import date_faults as faults
from mso_sheets.tables.cells.cleaning import tidy
from mso_sheets.tables.cells.date_parse import EPOCH, parse
from mso_sheets.tables.cells.date_parsed import Parsed, Tongue
from mso_sheets.tables.cells.date_text import DateReading, language_of, settle
from mso_sheets.tables.cells.lexicon import lexicon_of
from mso_sheets.tables.cells.orders import Decision, decide, usual_order
from mso_sheets.tables.cells.outcome import BadCell, Dialect, Fault, ReadColumn
from mso_sheets.tables.cells.parts import Parts, bad_places, bad_words, in_order, sort_cells
from mso_sheets.tables.cells.periods import read_period
from mso_sheets.tables.cells.sentinels import absent, broken, is_dash
from mso_sheets.tables.cells.text_values import text_series

Moments = npt.NDArray[np.datetime64]
NEVER = np.datetime64("NaT", "s")
FIRST_SERIAL = (faults.EARLIEST - EPOCH).days
LAST_SERIAL = (faults.LATEST - EPOCH).days + 1
_ISO = r"(?:19[7-9]\d|20\d\d)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d)?)?"


def read_dates(
    cells: Sequence[Cell], column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> ReadColumn:
    """Days as `datetime64[s]`, with the time of day only where the column keeps it.

    Serials count from 1899-12-30 (https://developers.google.com/workspace/sheets/api/guides/formats).
    """
    parts = sort_cells(cells)
    moments = np.full(parts.size, NEVER)
    bad = [*bad_places(parts, parts.booleans, faults.CHECKBOX)]
    bad += bad_places(parts, parts.odd, faults.UNREADABLE)
    bad += _take_serials(parts, moments, column, dialect, vocabulary)
    told_moments, told, decision = _read_words(parts, column, dialect, vocabulary)
    if len(told):
        moments[parts.texts] = told_moments[parts.codes]
    bad += bad_words(parts, told)
    bad += _maybe_swapped(parts, moments, decision, dialect)
    proved = decision.order if decision.proved else ""
    return ReadColumn(pd.Series(moments), in_order(bad), decision.evidence, proved)


def _take_serials(
    parts: Parts, moments: Moments, column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> list[BadCell]:
    """Plausible serials in one operation; other numbers one by one."""
    sound = (parts.values >= FIRST_SERIAL) & (parts.values < LAST_SERIAL)
    seconds = (
        np.round(parts.values[sound] * 86400)
        if column.time
        else np.floor(parts.values[sound]) * 86400
    )
    moments[parts.numbers[sound]] = np.datetime64(EPOCH, "s") + seconds.astype("timedelta64[s]")
    bad = []
    strange, codes = np.unique(parts.values[~sound], return_inverse=True)
    readings = [_number(value, column, dialect, vocabulary) for value in strange.tolist()]
    for place, code in zip(parts.numbers[~sound].tolist(), codes.tolist(), strict=True):
        reading = readings[code]
        if reading.day:
            moments[place] = np.datetime64(reading.day, "s")
        if reading.fault:
            bad.append(reading.fault.at(place, parts.cells[place]))
    return bad


def _number(value: float, column: Column, dialect: Dialect, vocabulary: Vocabulary) -> DateReading:
    """A number that is no serial: 20261231 is a date, 2026 and 202603 are periods."""
    text = str(int(value)) if value == int(value) else ""
    if len(text) not in (4, 6, 8):
        return DateReading(fault=faults.NUMBER)
    tongue = _tongue(dialect, vocabulary)
    if len(text) == 8:
        return _plausible(settle(parse(text, tongue), Decision(), dialect.today))
    month = f"{text[:4]}-{text[4:]}" if len(text) == 6 else text
    period = read_period(month, tongue.lexicon, dialect.today)
    if period is None:
        return DateReading(fault=faults.NUMBER)
    found = settle(Parsed(period=period), Decision(), dialect.today, period=column.period)
    return _plausible(found)


def _plausible(reading: DateReading) -> DateReading:
    fault = faults.implausible(reading.day) if reading.day else None
    return DateReading(fault=fault) if fault else reading


def _tongue(dialect: Dialect, vocabulary: Vocabulary) -> Tongue:
    return Tongue(lexicon_of(vocabulary), language_of(dialect.locale), dialect.today)


def _read_words(
    parts: Parts, column: Column, dialect: Dialect, vocabulary: Vocabulary
) -> tuple[Moments, list[Fault | None], Decision]:
    """The moment and the fault of each different text.

    Regular ISO dates in one operation; of the others all are parsed before the order is decided.
    """
    moments = _iso(parts.words, column)
    told: list[Fault | None] = [None] * len(parts.words)
    parsed: dict[int, Parsed] = {}
    for code in np.flatnonzero(np.isnat(moments)).tolist():
        word = parts.words[code]
        told[code] = broken(word, vocabulary) or absent(word, column, vocabulary)
        if not told[code] and tidy(word) and not is_dash(word):
            parsed[code] = parse(word, _tongue(dialect, vocabulary))
    triples = [(tidy(parts.words[code]), p.triple) for code, p in parsed.items() if p.triple]
    decision = decide(triples, dialect.locale, dialect.today, dialect.order)
    for code, found in parsed.items():
        reading = _plausible(settle(found, decision, dialect.today, period=column.period))
        moments[code], told[code] = _stamp(reading, column, dialect), reading.fault
    return moments, told, decision


def _iso(words: Sequence[str], column: Column) -> Moments:
    """Texts like 2026-03-31 or 2026-03-31 09:30; NaT for all others."""
    moments = np.full(len(words), NEVER)
    if not len(words):
        return moments
    texts = text_series(words)
    regular = np.flatnonzero(texts.str.fullmatch(_ISO).to_numpy(dtype=bool))
    if len(regular):
        stamps = pd.to_datetime(texts.iloc[regular], format="ISO8601", errors="coerce").to_numpy()
        moments[regular] = stamps if column.time else stamps.astype("datetime64[D]")
    return moments


def _stamp(reading: DateReading, column: Column, dialect: Dialect) -> np.datetime64:
    """The day, or the moment in the workbook's zone where the column keeps times."""
    moment = reading.moment
    if reading.day is None or moment is None:
        return NEVER
    if not column.time:
        return np.datetime64(reading.day, "s")
    zone = _zone(dialect.time_zone)
    if moment.tzinfo is not None and zone is not None:
        return np.datetime64(moment.astimezone(zone).replace(tzinfo=None), "s")
    return np.datetime64(datetime.combine(reading.day, reading.time or datetime.min.time()), "s")


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _maybe_swapped(
    parts: Parts, moments: Moments, decision: Decision, dialect: Dialect
) -> list[BadCell]:
    """Serials that the sheet may have made of 03/04 the wrong way round.

    A sheet whose locale writes the month first keeps "25/03/2026" as text but takes "03/04/2026"
    for 4 March: texts prove one order, and no serial has a day above 12.
    """
    usual = usual_order(dialect.locale)
    if not decision.proved or usual == decision.order:
        return []
    places = parts.numbers[~np.isnat(moments[parts.numbers])]
    days = moments[places].astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    day = (days - months).astype(np.int64) + 1
    month = months.astype(np.int64) % 12 + 1
    if (day > 12).any() or len(places) < (1 if usual else 3):
        return []
    return bad_places(parts, places[day != month], faults.SWAPPED)
