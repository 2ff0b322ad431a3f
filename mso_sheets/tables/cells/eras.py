"""Dates of East Asia whose year or digits are written otherwise: 令和8年3月12日, 二〇二六年三月十二日."""

from __future__ import annotations

import re

_BEFORE_FIRST = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""The year before the first of each era. Its letter stands for the era in Japanese sheets alone."""
_LETTERS = {"r": 2018, "h": 1988, "s": 1925}
_ERA = re.compile(rf"({'|'.join(_BEFORE_FIRST)})\s*(元|\d{{1,3}})\s*年")
_LETTERED = re.compile(r"(?<![^\W\d_])([rhs])\s?(\d{1,2})(?=([./-])\d{1,2}\3\d{1,2}(?!\d))")
_DIGITS = {sign: str(number) for number, sign in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_TEN = "一二三四五六七八九十"
_WORDED = re.compile(
    rf"([{''.join(_DIGITS)}]{{4}})年([{_TEN}]{{1,2}})月(?:([{_TEN}]{{1,3}})(?=[日号號]))?"
)


def common_era(sign: str, language: str) -> str:
    """The text (lower case, one width) with the years and digits of such dates as 2026, 3 and 12.

    >>> common_era("令和8年3月12日", "ja"), common_era("r8.3.12", "ja"), common_era("r8.3.12", "en")
    ('2026年3月12日', '2026.3.12', 'r8.3.12')
    >>> common_era("二〇二六年三月十二日", "zh")
    '2026年3月12日'
    """
    if language == "ja":
        sign = _LETTERED.sub(lambda m: str(_LETTERS[m[1]] + int(m[2])), sign, count=1)
    if sign.isascii():
        return sign
    sign = _ERA.sub(lambda m: f"{_BEFORE_FIRST[m[1]] + _nth(m[2])}年", sign, count=1)
    return _WORDED.sub(_in_digits, sign, count=1)


def _nth(year: str) -> int:
    return 1 if year == "元" else int(year)


def _in_digits(found: re.Match[str]) -> str:
    year = "".join(_DIGITS[sign] for sign in found[1])
    day = _number(found[3]) if found[3] else ""
    return f"{year}年{_number(found[2])}月{day}"


def _number(signs: str) -> str:
    """A number up to 99: 三, 十二, 二十, 三十一; the signs as they are when they form none."""
    tens, ten, units = signs.rpartition("十")
    if len(tens) > 1 or len(units) > 1:
        return signs
    high = int(_DIGITS[tens]) if tens else 1 if ten else 0
    return str(10 * high + (int(_DIGITS[units]) if units else 0))
