"""One text to one number, or to the two numbers that it may be."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from mso_sheets.tables.cells.cleaning import plain

Mark = Literal[".", ",", ""]
LONGEST = 60

_DOLLARS = re.compile(r"(?<![^\W\d_])(?:US|HK|NT|MX|CA|AU|NZ|R|A|C|S)\$", re.IGNORECASE)
_CODES = (
    "EUR|USD|GBP|JPY|CNY|RMB|CHF|BRL|INR|MXN|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|RUB|UAH"
    "|ZAR|KRW|HKD|SGD|TWD|THB|IDR|MYR|PHP|VND|AED|SAR|ILS|EGP|NGN|KES|ARS|CLP|COP|PEN|UYU"
    r"|Euros?|Fr\.|Rs\.?|kr\.?|z[łl]|K[čc]"
)
_MONEY = re.compile(rf"(?<![^\W\d_])(?:{_CODES})(?=$|[\s\d.,'’()-])|[円元圆]", re.IGNORECASE)
_WHOLE_MONEY = re.compile(
    r"[¥￥₩円元圆]|(?<![^\W\d_])(?:JPY|KRW|CNY|RMB)(?![^\W\d_])", re.IGNORECASE
)
"""Yen and won have no decimals and yuan two, so that ¥1,200 can only be a thousand and more."""
_SCALES = (
    (re.compile(r"\s*(?:[kK]|(?i:tsd\.?)|千)"), 1e3),
    (re.compile(r"\s*(?:M|MM|[mM]n|(?i:mio\.?))"), 1e6),
    (re.compile(r"\s*(?:B|[bB]n|(?i:mrd\.?))"), 1e9),
    (re.compile(r"\s*[万萬]"), 1e4),
    (re.compile(r"\s*[億亿]"), 1e8),
)
"""What all who write it mean the same by: "m" may be metres, minutes or millions, and is refused."""
_SCALED = re.compile(r"(?P<number>.*[\d.,])(?P<scale>\s*[^\W\d_]+\.?)")
_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?[eE][+-]?\d{1,3}")
_SIMPLE = re.compile(r"\d+")
_BOTH = re.compile(r"\d{1,3}(?P<group>[.,])\d{3}(?:(?P=group)\d{3})*(?P<mark>[.,])\d*")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?")
_GROUPS = re.compile(r"\d{1,3}(?:(?P<group>[.,])\d{3})(?:(?P=group)\d{3})+")
_ONE = re.compile(r"(?P<whole>\d*)(?P<mark>[.,])(?P<rest>\d*)")
_SPACED = re.compile(r"\d{1,3}(?:[ '’]\d{3})+(?=$|[.,])")


_WHOLE = re.compile(r"(?<=\d)(?P<mark>[.,]) ?-{1,2}$")
"""How "no cents" is written: "1.500,-", "1'500.–"."""


@dataclass(frozen=True, slots=True)
class Number:
    """A value, and `other` when a point or comma could as well group thousands.

    `value` reads the sign as the decimal mark `mark`, `other` as a thousands sign. `proves` is the
    decimal mark that the text shows beyond doubt.
    """

    value: float
    other: float | None = None
    mark: Mark = ""
    proves: Mark = ""
    percent: bool = False


@lru_cache(maxsize=65536)
def parse_number(text: str) -> Number | None:
    """What a text says as a number; None when it is none.

    >>> parse_number("(1.234,50)")
    Number(value=-1234.5, other=None, mark=',', proves=',', percent=False)
    >>> parse_number("1.234").other
    1234.0
    """
    if len(text) > LONGEST:
        return None
    sign = plain(text)
    percent = sign.endswith(("%", "٪"))
    body, negative = _unsigned(sign.rstrip("%٪ ") if percent else sign)
    if body is None:
        return None
    scale, body = _scaled(body)
    found = _digits(body)
    if found is None:
        return None
    if found.other is not None and _WHOLE_MONEY.search(text):
        found = Number(found.other)
    factor = (-scale if negative else scale) / (100 if percent else 1)
    other = None if found.other is None else _times(found.other, factor)
    return Number(_times(found.value, factor), other, found.mark, found.proves, percent)


def _times(value: float, factor: float) -> float:
    """Rounded to the 15 digits that a spreadsheet keeps, so that 12,5 % is 0.125 and no more."""
    return value if factor == 1 else float(f"{value * factor:.15g}")


def _unsigned(sign: str) -> tuple[str | None, bool]:
    """The text without currency and sign, and whether it is below zero; None when it is no number."""
    body = _WHOLE.sub(r"\g<mark>00", _without_money(sign))
    negative = False
    if body.startswith("(") and body.endswith(")"):
        body, negative = _without_money(body[1:-1]), True
    lead, trail = body[:1], body[-1:]
    if lead in ("+", "-") or trail == "-":
        if negative or (lead in ("+", "-") and trail == "-"):
            return None, False
        negative = "-" in (lead, trail)
        body = _without_money(body[1:] if lead in ("+", "-") else body[:-1])
    return (body, negative) if body[:1].isdigit() or body[:1] in (".", ",") else (None, False)


def _without_money(text: str) -> str:
    if text.isascii() and not any(sign.isalpha() or sign == "$" for sign in text):
        return text.strip()
    marked = _DOLLARS.sub(" ", text)
    bare = "".join(" " if unicodedata.category(sign) == "Sc" else sign for sign in marked)
    return _MONEY.sub(" ", bare).strip()


def _scaled(body: str) -> tuple[float, str]:
    found = _SCALED.fullmatch(body)
    if found:
        for pattern, scale in _SCALES:
            if pattern.fullmatch(found["scale"]):
                return scale, found["number"]
    return 1.0, body


def _digits(body: str) -> Number | None:
    """Digits with their points, commas, spaces and apostrophes."""
    if _SIMPLE.fullmatch(body):
        return Number(float(body))
    if _SCIENTIFIC.fullmatch(body):
        value = float(body.replace(",", "."))
        return Number(value) if abs(value) < 1e300 else None
    spaced = _SPACED.match(body)
    if spaced:
        return _spaced(spaced[0], body[spaced.end() :])
    one = _ONE.fullmatch(body)
    return _one(one["whole"], one["mark"], one["rest"]) if one else _several(body)


def _several(body: str) -> Number | None:
    """Several points or commas, the same in all places but perhaps the last."""
    both = _BOTH.fullmatch(body)
    if both and both["group"] != both["mark"]:
        return _sure(body.replace(both["group"], ""), both["mark"])
    if _INDIAN.fullmatch(body):
        return _sure(body.replace(",", ""), ".")
    if _GROUPS.fullmatch(body):
        group = "." if "." in body else ","
        return Number(float(body.replace(group, "")), proves="," if group == "." else ".")
    return None


def _spaced(groups: str, tail: str) -> Number | None:
    whole = re.sub(r"\D", "", groups)
    if not tail:
        return Number(float(whole))
    return _sure(whole + tail, tail[0]) if tail[1:].isdigit() or len(tail) == 1 else None


def _sure(digits: str, mark: str) -> Number:
    sign: Mark = "." if mark == "." else ","
    return Number(float(digits.replace(",", ".")), mark=sign, proves=sign)


def _one(whole: str, mark: str, rest: str) -> Number | None:
    """A single point or comma: the decimal mark, unless three digits follow one to three."""
    if not whole and not rest:
        return None
    sign: Mark = "." if mark == "." else ","
    value = float(f"{whole or 0}.{rest or 0}")
    if len(rest) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0":
        return Number(value, float(whole + rest), sign)
    return Number(value, None, sign, sign if rest else "")
