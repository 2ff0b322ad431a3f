"""The key under which words and signs of a vocabulary are looked up."""

from __future__ import annotations

import re
import unicodedata

from mso_sheets.tables.cells.cleaning import plain
from mso_sheets.tables.folding import fold

_STYLES = re.compile("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff\\s]")
"""Signs that only change how an emoji looks."""


def word_key(text: str) -> str:
    """Folded words; for texts of signs alone ("🟢", "✔️") the signs without their styles.

    >>> word_key("  In-Progress "), word_key("✔️"), word_key("🟢 On track")
    ('in progress', '✔', 'on track')
    """
    return fold(text) or sign_key(text)


def word_keys(text: str) -> tuple[str, ...]:
    """The keys of a text with and without regard to its capitals.

    >>> word_keys("InProgress"), word_keys("SOPs")
    (('in progress', 'inprogress'), ('so ps', 'sops'))
    """
    return tuple(dict.fromkeys((word_key(text), word_key(text.casefold()))))


def sign_key(text: str) -> str:
    """The signs of a text that holds no letters or digits, without what only styles them."""
    return _STYLES.sub("", plain(text))


def signs_of(text: str) -> tuple[str, ...]:
    """The emoji and marks in a text, in order, each once."""
    bare = _STYLES.sub("", text)
    return tuple(dict.fromkeys(sign for sign in bare if unicodedata.category(sign) == "So"))
