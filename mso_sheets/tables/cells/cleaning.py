"""Text as it was meant: without invisible signs, in one width, with the digits 0-9."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
_HIDDEN = re.compile(f"[{INVISIBLE}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile(r"\s+")
_LINE_SPACES = re.compile(r"[^\S\n]+")
_CONTROLS = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0))))
_BLANK = "\x20\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
ENDS = _CONTROLS + _BLANK + INVISIBLE
"""White space, control and invisible signs: what is taken from both ends of a text."""
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_MARKS = re.compile("[\u0300-\u036f]")


def tidy(text: str) -> str:
    """The text without white space and invisible signs at its ends; what is inside stays.

    >>> tidy("\u200b\u00a0Ana Silva ")
    'Ana Silva'
    """
    if text.isascii() and text[:1] > " " and "!" <= text[-1:] <= "~":
        return text
    return text.strip(ENDS)


def narrow(text: str) -> str:
    """The text with single spaces, its lines kept; patterns stay fast on long runs of blanks."""
    return _LINE_SPACES.sub(" ", text)


def tidy_id(text: str) -> str:
    """An id in one spelling: no invisible signs, normal width, single spaces; case stays.

    >>> tidy_id(" ＴＳＫ－0１\u200b")
    'TSK-01'
    """
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    narrow = unicodedata.normalize("NFC", _HIDDEN.sub("", text).translate(_WIDE))
    return _SPACES.sub(" ", narrow).strip()


def plain(text: str) -> str:
    """Text for parsing: one width, ASCII digits and dashes, single spaces, nothing invisible.

    Superscripts, fractions and circled digits stay what they are: "10²" is not 102.

    >>> plain("１２\u00a0%"), plain("٣"), plain("10²")
    ('12 %', '3', '10²')
    """
    if text.isascii():
        return _SPACES.sub(" ", _HIDDEN.sub("", text)).strip()
    signs = [_narrow(sign) for sign in unicodedata.normalize("NFC", _HIDDEN.sub("", text))]
    return _SPACES.sub(" ", "".join(signs).translate(_DASHES)).strip()


def _narrow(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    return sign if category == "No" else unicodedata.normalize("NFKC", sign)


def bare(text: str) -> str:
    """Lower case without the accents of Latin, Greek and Cyrillic letters.

    >>> bare("Décembre"), bare("ĞÜN")
    ('decembre', 'gun')
    """
    lower = text.casefold()
    if lower.isascii():
        return lower
    apart = unicodedata.normalize("NFD", lower)
    return unicodedata.normalize("NFC", _MARKS.sub("", apart))
