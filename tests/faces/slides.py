"""A deck measured with real font metrics: what leaves its shape or its slide, what is too small."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.faces.sheet import lines_of

_INCH, _LINE = 914_400, 1.17


def opened(path: Path) -> Any:
    """The presentation."""
    import pptx

    return pptx.Presentation(str(path))


def overflows(deck: Any) -> list[str]:
    """Text boxes whose words leave them, tables and boxes that leave the slide."""
    found = []
    for number, slide in enumerate(deck.slides, 1):
        for shape in slide.shapes:
            if (
                shape.top + shape.height > deck.slide_height
                or shape.left + shape.width > deck.slide_width
            ):
                found.append(f"slide {number}: {shape.name} leaves the slide")
            if shape.has_table:
                bottom = (shape.top + sum(_rows(shape.table)) * _INCH) / _INCH
                if bottom > deck.slide_height / _INCH:
                    found.append(f"slide {number}: the table ends at {bottom:.2f}")
            elif shape.has_text_frame and _needs(shape) > shape.height / _INCH + 0.05:
                found.append(f"slide {number}: {shape.name} needs {_needs(shape):.2f} inches")
    return found


def sizes(deck: Any) -> set[float]:
    """Every size of words on the slides that is said on the words themselves."""
    return {run.font.size.pt for run in _runs(deck) if run.font.size is not None}


def broken_words(deck: Any) -> list[str]:
    """Texts that were shortened inside a word, addresses and their like aside."""
    words = (word for paragraph in _paragraphs(deck) for word in paragraph.text.split())
    return [word for word in words if "…" in word[1:] and len(word) < 40]


def charts(slide: Any) -> int:
    """How many native charts stand on a slide."""
    return sum(shape.has_chart for shape in slide.shapes)


def _needs(shape: Any) -> float:
    """Inches that the words of a shape take."""
    room = (shape.width / _INCH - 0.2) * 96
    return 0.1 + sum(_height(paragraph, room) for paragraph in shape.text_frame.paragraphs)


def _height(paragraph: Any, room: float) -> float:
    runs = [run for run in paragraph.runs if run.font.size]
    size = max((run.font.size.pt for run in runs), default=14.0)
    after = paragraph.space_after.pt if paragraph.space_after is not None else 0.0
    bold = all(run.font.bold for run in runs) if runs else False
    return float((lines_of(paragraph.text, room, size, bold=bold) * size * _LINE + after) / 72)


def _rows(table: Any) -> Iterator[float]:
    """Inches of each row: what it was given, or what its words take."""
    rooms = [(column.width / _INCH - 0.12) * 96 for column in table.columns]
    for row in table.rows:
        needs = max(
            sum(_height(paragraph, room) for paragraph in cell.text_frame.paragraphs) + 0.06
            for cell, room in zip(row.cells, rooms, strict=True)
        )
        yield max(needs, row.height / _INCH)


def _paragraphs(deck: Any) -> Iterator[Any]:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield from shape.text_frame.paragraphs
            if shape.has_table:
                for cell in shape.table.iter_cells():
                    yield from cell.text_frame.paragraphs


def _runs(deck: Any) -> Iterator[Any]:
    for paragraph in _paragraphs(deck):
        yield from paragraph.runs
