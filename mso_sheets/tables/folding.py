"""One spelling for headers, tab names and words: what people do not see as a difference is none."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mso_sheets.model.cells import Cell

_CAMEL = re.compile(r"(?<=[a-zß-ÿ0-9])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")
_MARKUP = re.compile(r"<[^<>]{0,200}>|[*_`~]{2,}|\[([^\[\]]*)\]\([^()]*\)")
_KANA_MARKS = "\u3099\u309a"


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Words in lower case with single spaces: no accents, punctuation, widths or invisible signs.

    >>> fold("  Ｄｕｅ\u00a0Date* ")
    'due date'
    >>> fold("dueDate") == fold("DUE_DATE") == fold("Due-date:")
    True
    >>> fold("% Complete"), fold("Échéance")
    ('percent complete', 'echeance')
    """
    if text.isascii() and text.islower() and text.isalpha():
        return text
    wide = unicodedata.normalize("NFKC", _MARKUP.sub(r" \1 ", text))
    apart = _CAMEL.sub(" ", wide).replace("%", " percent ").replace("#", " no ")
    plain = [_plain(sign) for sign in unicodedata.normalize("NFKD", apart.casefold())]
    return " ".join(unicodedata.normalize("NFC", "".join(plain)).split())


def _plain(sign: str) -> str:
    category = unicodedata.category(sign)
    if category[0] in "LN" or sign in _KANA_MARKS:
        return sign
    if category in {"Mn", "Cf", "Cc"} and not sign.isspace():
        return ""
    if category in {"Mc", "Me"}:
        return sign if category == "Mc" else ""
    return " "


def fold_cell(cell: Cell) -> str:
    """A cell's folded text; empty for anything that is no text."""
    return fold(cell) if isinstance(cell, str) else ""
