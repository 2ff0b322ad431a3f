"""Which of three numbers is the day: by what can be, by the rest of the column, by the locale.

Nothing is guessed. An order is proved by a cell that fits no other order; two orders proved in one
column leave the rest ambiguous; without proof the workbook's locale decides, else nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "DMY", "MDY", "YMD"
NAMES = {DAY_FIRST: "day first", MONTH_FIRST: "month first", YEAR_FIRST: "year first"}

_MONTH_FIRST_LOCALES = frozenset({"en_US", "en_PR", "en_GU", "en_VI", "en_AS", "en_PH", "es_US", "es_PR", "fil_PH"})  # fmt: skip  # noqa: E501
_YEAR_FIRST_LANGUAGES = frozenset({"zh", "ja", "ko", "hu", "lt", "mn", "ii"})
_UNDECIDED_LOCALES = frozenset({"en", "en_CA", "fr_CA", "en_001"})
_DAY_FIRST_LOCALES = frozenset({"zh_HK", "zh_SG", "zh_MO"})


def usual_order(locale: str) -> str:
    """The order of a locale's short dates ("de_DE" or "de"), "" where there is none that all follow."""
    name = locale.split(".", maxsplit=1)[0].replace("-", "_")
    language = name.split("_")[0].lower()
    if not language or name in _UNDECIDED_LOCALES:
        return ""
    if name in _MONTH_FIRST_LOCALES:
        return MONTH_FIRST
    if language in _YEAR_FIRST_LANGUAGES and name not in _DAY_FIRST_LOCALES:
        return YEAR_FIRST
    return DAY_FIRST


def full_year(digits: str, today: date) -> int | None:
    """A year of four digits, or the nearest one that ends in two; None for other lengths."""
    if len(digits) == 4:
        return int(digits)
    if len(digits) != 2:
        return None
    year = today.year - today.year % 100 + int(digits)
    return year - 100 if year > today.year + 49 else year + 100 if year < today.year - 50 else year


@dataclass(frozen=True, slots=True)
class Triple:
    """Three numbers with one sign between them, as digits ("3", "04", "2026")."""

    parts: tuple[str, str, str]
    sign: str = "/"

    @property
    def year_place(self) -> int | None:
        """Where four digits stand, which can only be the year; None when there are none."""
        places = [place for place, digits in enumerate(self.parts) if len(digits) == 4]
        return places[0] if len(places) == 1 else None

    def numbers(self, order: str, today: date) -> tuple[int, int, int] | None:
        """Year, month and day by an order such as "DMY"; None when the parts do not allow it.

        Four digits are the year wherever they stand; the order then says which of the others is
        the day.
        """
        place = self.year_place
        if place is not None:
            rest = [part for index, part in enumerate(self.parts) if index != place]
            small = dict(zip(order.replace("Y", ""), rest, strict=True)) | {"Y": self.parts[place]}
        else:
            small = dict(zip(order, self.parts, strict=True))
        year = full_year(small["Y"], today)
        if year is None or len(small["M"]) > 2 or len(small["D"]) > 2:
            return None
        return year, int(small["M"]), int(small["D"])

    def day(self, order: str, today: date) -> date | None:
        """The date by an order; None when there is no such day."""
        numbers = self.numbers(order, today)
        try:
            return date(*numbers) if numbers else None
        except ValueError:
            return None

    def proves(self, today: date) -> str:
        """The only order that this triple fits: a number above 12 can be no month."""
        if self.year_place == 0:
            return ""
        fits = [
            order for order in (DAY_FIRST, MONTH_FIRST) if _month_fits(self.numbers(order, today))
        ]
        return fits[0] if len(fits) == 1 else ""


def _month_fits(numbers: tuple[int, int, int] | None) -> bool:
    return numbers is not None and 1 <= numbers[1] <= 12 and 1 <= numbers[2] <= 31


@dataclass(frozen=True, slots=True)
class Decision:
    """A column's order: DMY, MDY, or "" where nothing decides; `evidence` says what did.

    `year_first` holds for numbers of two digits each; `dotted` says whether `order` holds for
    numbers with dots (month first never does without a dotted proof); `doubtful` that all two-digit
    years could as well stand first; `hinted` that the caller said the order. `conflict` samples two
    orders that are both proved; `proved` that cells of the column decided; `against` is the locale
    that would have it otherwise.
    """

    order: str = ""
    evidence: str = ""
    conflict: tuple[str, str] | None = None
    year_first: bool = False
    dotted: bool = True
    doubtful: bool = False
    hinted: bool = False
    proved: bool = False
    against: str = ""

    def of(self, triple: Triple) -> str:
        """The order for one triple, "" when it is not decided."""
        if triple.year_place is None and self.year_first:
            return YEAR_FIRST
        return self.order if triple.sign != "." or self.dotted else ""


def decide(
    triples: Sequence[tuple[str, Triple]], locale: str, today: date, elsewhere: str = ""
) -> Decision:
    """The order of a column, from its texts with their triples and from the workbook's locale.

    `elsewhere` is the order that other columns of the table prove; it stands above the locale.
    """
    usual = usual_order(locale)
    possible = _year_first([triple for _, triple in triples], today)
    year_first, doubtful = possible and usual == YEAR_FIRST, possible and not usual
    counted = [(text, t) for text, t in triples if not (year_first and t.year_place is None)]
    proofs: dict[str, tuple[str, Triple]] = {}
    for text, triple in counted:
        proofs.setdefault(triple.proves(today), (text, triple))
    proved = [order for order in (DAY_FIRST, MONTH_FIRST) if order in proofs]
    if len(proved) == 2:
        samples = (proofs[DAY_FIRST][0], proofs[MONTH_FIRST][0])
        told = f"two orders in one column: '{samples[0]}' is day first, '{samples[1]}' month first"
        return Decision("", told, samples, year_first, doubtful=doubtful)
    if proved:
        order, sample = proved[0], proofs[proved[0]][0]
        dotted = order == DAY_FIRST or any(t.sign == "." and t.proves(today) for _, t in counted)
        against = _against(order, usual, locale)
        told = f"{NAMES[order]}, as '{sample}' shows{_although(usual, against)}"
        return Decision(
            order, told, None, year_first, dotted, doubtful, proved=True, against=against
        )
    if elsewhere and triples:
        against = _against(elsewhere, usual, locale)
        told = (
            f"{NAMES[elsewhere]}, as another column of this table shows{_although(usual, against)}"
        )
        dotted = elsewhere == DAY_FIRST
        return Decision(elsewhere, told, None, year_first, dotted, doubtful, against=against)
    if usual in (DAY_FIRST, MONTH_FIRST) and triples:
        told = f"{NAMES[usual]} by the workbook's locale {locale}"
        return Decision(usual, told, None, year_first, usual == DAY_FIRST)
    return Decision("", "year first" if year_first else "", None, year_first, doubtful=doubtful)


def _against(order: str, usual: str, locale: str) -> str:
    return locale if usual in (DAY_FIRST, MONTH_FIRST) and usual != order else ""


def _although(usual: str, against: str) -> str:
    return (
        f", although the workbook's locale {against} writes the {NAMES[usual]}" if against else ""
    )


def _year_first(triples: Sequence[Triple], today: date) -> bool:
    """Whether all two-digit years of a column could stand first: 26/03/12 for 12 March 2026."""
    short = [triple for triple in triples if triple.year_place is None]
    return bool(short) and all(near(triple.day(YEAR_FIRST, today), today) for triple in short)


def near(day: date | None, today: date) -> bool:
    """Whether a two-digit year gave a day that makes sense in a tracker: ten years back, four on."""
    return day is not None and -10 <= day.year - today.year <= 4


def options(triple: Triple, decision: Decision, today: date) -> tuple[date, ...]:
    """The days that a triple may mean: one = certain, none = there is no such day, more = ambiguous."""
    place = triple.year_place
    if place == 1 and not decision.hinted:
        return ()
    if place == 0 and not decision.hinted:
        return _days(triple, (YEAR_FIRST,), today)
    order = decision.of(triple)
    day = triple.day(order, today) if order else None
    if day is None:
        wide = place is None and (decision.hinted or decision.doubtful)
        others = (DAY_FIRST, MONTH_FIRST, YEAR_FIRST) if wide else (DAY_FIRST, MONTH_FIRST)
        return _days(triple, others, today)
    open_year = place is None and decision.doubtful and triple.sign != "."
    other = triple.day(YEAR_FIRST, today) if open_year else None
    if other and abs(other.year - today.year) < abs(day.year - today.year):
        return (day, other)
    return (day,)


def _days(triple: Triple, orders: Sequence[str], today: date) -> tuple[date, ...]:
    days = (triple.day(order, today) for order in orders)
    return tuple(dict.fromkeys(day for day in days if day))
