"""Keeps people's text inert in a template: its marks travel as private-use characters.

The escape of an HTML template does not fit: a digest is written in a small Markdown (see
`dialect`), and text must survive filters, joins and macros without being escaped twice or not at
all. So every string is shielded before it enters a template, mark by mark and one to one, and the
parser takes the shield off after it has seen the structure.
"""

from __future__ import annotations

import re

from mso_sheets.digest.text import clean, isolated, joined

_BASE = 0xE000
_ALWAYS = "\\*_`[]<>{}|@!&"
_AT_START = "-+#~=>."
_HARMLESS = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ,;:'\"/%()?-]*[A-Za-z0-9)?%])?").fullmatch
_SHIELDED = re.compile(f"[{chr(_BASE)}-{chr(_BASE + 0x7F)}]").search
_ON = {ord(mark): chr(_BASE + ord(mark)) for mark in _ALWAYS}
_OFF = {_BASE + ord(mark): mark for mark in _ALWAYS + _AT_START}


def shield(text: str) -> str:
    """The text on one line, without invisible characters, its marks out of the parser's sight."""
    if _HARMLESS(text) and "  " not in text:
        return text
    safe = clean(text).translate(_ON)
    if safe[:1] and safe[0] in _AT_START:
        safe = chr(_BASE + ord(safe[0])) + safe[1:]
    return isolated(safe)


def unshield(text: str) -> str:
    """The literal text again, as it is shown."""
    return text.translate(_OFF) if _SHIELDED(text) else text


def bare(text: str) -> str:
    """The text itself, for looking a name or an id up."""
    return joined(unshield(text))
