"""One text to one date, once the order of the column's dates is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.tables.cells import date_faults as faults
from mso_sheets.tables.cells.date_parse import parse
from mso_sheets.tables.cells.date_parsed import Parsed, Tongue
from mso_sheets.tables.cells.lexicon import lexicon_of
from mso_sheets.tables.cells.orders import Decision, Triple, decide, options
from mso_sheets.tables.cells.outcome import Fault


@dataclass(frozen=True, slots=True)
class DateReading:
    """A day as written, its time of day and offset from UTC if it has them, or why there is none."""

    day: date | None = None
    time: time | None = None
    offset: timedelta | None = None
    fault: Fault | None = None

    @property
    def moment(self) -> datetime | None:
        """Day and time without a zone; moved to UTC when the text told its offset."""
        if self.day is None:
            return None
        local = datetime.combine(self.day, self.time or time(0))
        return local if self.offset is None else (local - self.offset).replace(tzinfo=UTC)


def read_date(
    text: str,
    vocabulary: Vocabulary,
    *,
    today: date,
    locale: str = "",
    order: str = "",
    period: bool = False,
) -> DateReading:
    """Reads one date text on its own; refuses what two readings fit.

    `locale` ("fr" or "fr_FR") tells the language of month names and the usual order; `order` such
    as "DMY" beats it. `period` reads quarters, weeks and months as their last day.
    """
    tongue = Tongue(lexicon_of(vocabulary), language_of(locale), today, order)
    parsed = parse(text, tongue)
    triples = [(text, parsed.triple)] if parsed.triple else []
    decision = Decision(order, hinted=True) if order else decide(triples, locale, today)
    return settle(parsed, decision, today, period=period)


def language_of(locale: str) -> str:
    """The language of a locale: "pt_BR" -> "pt"."""
    return locale.replace("-", "_").split("_")[0].lower()


def settle(parsed: Parsed, decision: Decision, today: date, *, period: bool = False) -> DateReading:
    """The reading of a parsed text once the column's order is decided."""
    if parsed.fault and not (period and parsed.period):
        return DateReading(fault=parsed.fault)
    if parsed.period:
        if not period:
            return DateReading(fault=faults.is_period(parsed.period))
        asked = faults.assumed_year(parsed.period) if parsed.period.assumed else None
        return DateReading(parsed.period.end, fault=asked)
    days = options(parsed.triple, decision, today) if parsed.triple else (parsed.day,)
    if parsed.triple and not days:
        return DateReading(
            fault=faults.impossible_triple(parsed.triple, decision.of(parsed.triple), today)
        )
    if len(days) != 1 or days[0] is None:
        certain = [day for day in days if day]
        return DateReading(fault=faults.ambiguous(certain, decision.conflict))
    day = days[0]
    note = None
    if parsed.triple and decision.against and _was_open(parsed.triple, day, today):
        note = faults.against_locale(decision.evidence)
    if parsed.weekdays and day.isoweekday() not in parsed.weekdays:
        note = faults.wrong_weekday(day)
    return DateReading(day, parsed.clock.time, parsed.clock.offset, note)


def _was_open(triple: Triple, day: date, today: date) -> bool:
    """Whether another order gives another day, so that the column's evidence decided."""
    if triple.year_place == 0:
        return False
    return any(triple.day(order, today) not in (None, day) for order in ("DMY", "MDY"))
