"""What stands on the pages of a PDF, word by word (poppler's pdftotext)."""

from __future__ import annotations

import html
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(
    r'<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)">(.*?)</word>'
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its place in points, and the size of its page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    width: float
    height: float


def words_by_page(pdf: Path) -> list[list[Word]]:
    """The words of each page that has any."""
    done = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    pages = []
    for width, height, body in _PAGE.findall(done.stdout):
        size = float(width), float(height)
        pages.append([_word(found, size) for found in _WORD.findall(body)])
    return [page for page in pages if page]


def _word(found: tuple[str, ...], size: tuple[float, float]) -> Word:
    left, top, right, bottom = (float(place) for place in found[:4])
    return Word(html.unescape(found[4]), left, top, right, bottom, *size)
