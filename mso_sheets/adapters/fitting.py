"""How many lines a text takes in a cell, by the widths of its signs: spreadsheets do not say.

Arial's widths: a little wider than our font, and what other programs put in its place.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PIECES = re.compile(r"[^ \-\u2e80-\uffff]*(?:[ \-]|[\u2e80-\uffff]|$)")
"""Where a line may break: after a blank, a hyphen, a sign of a script that is written without blanks."""
_PIXELS = {
    3.0: "ijl|'", 3.7: "ftI !,./:;[]\\ıł·", 4.4: "r-()`{}\"", 6.7: "cksvxyzJş*^", 8.1: "FTZßø+<=>~L",
    8.9: "ABEKPSVXY&", 9.6: "wCDHNRU", 10.4: "GOQ", 11.1: "mM", 12.6: "W%", 13.4: "@→▲",
}  # fmt: skip
_WIDTH = {sign: pixels for pixels, signs in _PIXELS.items() for sign in signs}
_MOST, _OTHER, _SQUARE = 13.4, 7.4, 13.4
_PER_CHARACTER, _INDENT = 7, 9


@lru_cache(maxsize=20_000)
def pixels_of(text: str) -> float:
    """The width of a line of text of ten points."""
    return sum(
        _WIDTH.get(sign, _OTHER) if sign < "\u2e80" or sign > "\uffdf" else _SQUARE for sign in text
    )


def lines_in(text: str, width: float) -> int:
    """Lines of a text in a column of this width in characters, its indent taken off."""
    return lines_within(text, width * _PER_CHARACTER - _INDENT)


def lines_within(text: str, pixels: float) -> int:
    """Lines of a text of ten points in this width."""
    room = max(pixels, 2 * _MOST)
    if len(text) * _MOST <= room and "\n" not in text:
        return 1
    return sum(_wrapped(part, room) for part in text[:2_000].split("\n"))


def _wrapped(part: str, room: float) -> int:
    """Lines of a paragraph, broken between words, and inside those that are longer than a line."""
    lines, used = 1, 0.0
    for word in _PIECES.findall(part):
        bare = word.rstrip(" ")
        wide = pixels_of(bare)
        if used and used + wide > room:
            lines, used = lines + 1, 0.0
        while wide > room:
            lines, wide = lines + 1, wide - room
        used += wide + (_WIDTH[" "] if word != bare else 0)
    return lines
