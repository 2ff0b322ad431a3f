"""Text that people typed, made safe to show: no control characters, no cut inside an emoji."""

from __future__ import annotations

import unicodedata

ELLIPSIS = "…"
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
_JOINER, _KEYCAP = "\u200d", "\u20e3"
_SKINS = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_FLAGS = range(0x1F1E6, 0x1F200)
_VARIATIONS = range(0xFE00, 0xFE10)
_UNSEEN = {
    *range(0x20), *range(0x7F, 0xA0), 0xAD, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F),
    0x2060, *range(0x2066, 0x206A), 0xFEFF, *range(0xE000, 0xF900),
}  # fmt: skip
_BREAKS = {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029}
_CLEAN = {code: " " if code in _BREAKS else "" for code in _UNSEEN | _BREAKS}


def clean(text: str) -> str:
    """One line of visible text: breaks become spaces; controls, overrides, private use vanish.

    Direction overrides go because they let a cell rewrite how the rest of a line reads.
    """
    return " ".join(text.translate(_CLEAN).split())


def isolated(text: str) -> str:
    """The text wrapped in directional isolates if it has right-to-left letters, else as it is."""
    if text.isascii() or not any(unicodedata.bidirectional(c) in ("R", "AL") for c in text):
        return text
    return f"{ISOLATE}{text}{END_ISOLATE}"


def joined(text: str) -> str:
    """The text without its isolates."""
    return text.replace(ISOLATE, "").replace(END_ISOLATE, "")


def units(text: str) -> int:
    """Length as Slack counts it, in UTF-16 units (an emoji is two or more)."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def boundary(text: str, limit: int) -> int:
    """The greatest cut at or below `limit` characters that is not inside a grapheme.

    Covers what occurs in cells: combining marks, joined emoji, skin tones, flags, keycaps. A cluster
    that begins the text and is longer than `limit` is kept whole.
    """
    if limit >= len(text):
        return len(text)
    cut = limit
    while cut > 0 and _inside(text, cut):
        cut -= 1
    if cut > 0:
        return cut
    cut = limit + 1
    while cut < len(text) and _inside(text, cut):
        cut += 1
    return cut


def shorten(text: str, width: int) -> str:
    """At most `width` characters, cut at a space when one is near, with an ellipsis."""
    if len(text) <= width:
        return text
    if ISOLATE in text:
        return isolated(shorten(joined(text), width - 2))
    cut = boundary(text, width - 1)
    space = text.rfind(" ", 0, cut + 1)
    return text[: space if space >= width * 2 // 3 else cut].rstrip(" ,;:.-") + ELLIPSIS


def split(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` UTF-16 units, joined again they give the text; cut at spaces."""
    parts: list[str] = []
    while units(text) > limit:
        cut = boundary(text, _fitting(text, limit))
        space = text.rfind(" ", max(1, cut // 2), cut)
        cut = space + 1 if space > 0 else cut
        parts.append(text[:cut])
        text = text[cut:]
    return [*parts, text] if text else parts


def _fitting(text: str, limit: int) -> int:
    low, high = 1, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if units(text[:middle]) <= limit else (low, middle - 1)
    return low


def _inside(text: str, cut: int) -> bool:
    before, after = text[cut - 1], ord(text[cut])
    if before == _JOINER or text[cut] in (_JOINER, _KEYCAP):
        return True
    if after in _VARIATIONS or after in _SKINS or after in _TAGS:
        return True
    if after in _FLAGS and ord(before) in _FLAGS:
        return _flags_before(text, cut) % 2 == 1
    return unicodedata.category(text[cut]) in ("Mn", "Me", "Mc")


def _flags_before(text: str, cut: int) -> int:
    count = 0
    while cut - count > 0 and ord(text[cut - count - 1]) in _FLAGS:
        count += 1
    return count
