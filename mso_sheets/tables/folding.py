"""One spelling for headers, tab names and words: what people do not see as a difference is none."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mso_sheets.model.cells import Cell

_CAMEL = re.compile(r"(?<=[a-zß-ÿ0-9])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")
_MARKUP = re.compile(r"<[^<>]{0,200}>|[*_`~]{2,}|\[([^\[\]]*)\]\([^()]*\)")
_MARKED = re.compile(r"[<*_`~\[]")
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
    bare = _MARKUP.sub(r" \1 ", text) if _MARKED.search(text) else text
    wide = unicodedata.normalize("NFKC", bare)
    apart = wide if wide.islower() else _CAMEL.sub(" ", wide)
    apart = apart.replace("%", " percent ").replace("#", " no ")
    plain = unicodedata.normalize("NFKD", apart.casefold()).translate(_PLAIN)
    return " ".join(unicodedata.normalize("NFC", plain).split())


class _Plain(dict[int, str]):
    """Code point -> what is left of it, worked out when a sign is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _left(chr(code))
        return found


def _left(sign: str) -> str:
    category = unicodedata.category(sign)
    if category[0] in "LN" or sign in _KANA_MARKS:
        return sign
    if category in {"Mn", "Cf", "Cc"} and not sign.isspace():
        return ""
    if category in {"Mc", "Me"}:
        return sign if category == "Mc" else ""
    return " "


_PLAIN = _Plain()


def fold_cell(cell: Cell) -> str:
    """A cell's folded text; empty for anything that is no text."""
    return fold(cell) if isinstance(cell, str) else ""


def whole(text: str) -> str:
    """The text with halves of characters, which no frame or reply can hold, as question marks."""
    return text.encode("utf-8", "replace").decode()
