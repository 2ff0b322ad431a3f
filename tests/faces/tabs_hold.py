"""What must hold for every tab of ours in an .xlsx, at any size of team."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

from openpyxl.utils.units import EMU_to_pixels

from tests.faces.sheet import Cut, Tab, tabs_of

LAPTOP = 1366


def assert_tabs_fit(book: Path) -> None:
    """No tab is wider than a laptop; header frozen and filtered; prints on the width of a page."""
    for tab in tabs_of(book):
        sheet = tab.sheet
        assert tab.pixels <= LAPTOP - 60, f"{tab.title} is {tab.pixels} pixels wide"
        assert sheet.freeze_panes == f"A{tab.header_row + 1}", tab.title
        assert sheet.auto_filter.ref.startswith(f"A{tab.header_row}:"), tab.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, tab.title
        assert sheet.page_setup.fitToWidth in (None, 1), tab.title
        assert sheet.page_setup.orientation == "landscape", tab.title
        assert sheet.print_title_rows == f"${tab.header_row}:${tab.header_row}", tab.title
        assert str(sheet["A1"].value).strip(), tab.title
        assert sheet["A2"].value, tab.title


def cut_texts(book: Path) -> list[Cut]:
    """Texts that would be cut, of all tabs of ours."""
    return [cut for tab in tabs_of(book) for cut in tab.cuts()]


def assert_columns_read(book: Path) -> None:
    """Dates look like dates, shares like per cents; health is told by word and colour."""
    for tab in tabs_of(book):
        for cell in tab.sheet[tab.header_row]:
            values = [
                tab.sheet.cell(row, cell.column)
                for row in range(
                    tab.header_row + 1, min(tab.sheet.max_row, tab.header_row + 20) + 1
                )
            ]
            _assert_column(str(cell.value), [value for value in values if value.value is not None])
    summary = next(tab for tab in tabs_of(book) if tab.title == "Summary")
    words = {
        rule.operator and rule.text
        for rules in summary.sheet.conditional_formatting
        for rule in rules.rules
    }
    assert {"Off track", "At risk", "On track"} <= words


def _assert_column(header: str, cells: list[Any]) -> None:
    for cell in cells:
        if header in {"Due", "Forecast", "Next review", "First seen", "P50", "P85"}:
            assert cell.is_date or isinstance(cell.value, str), (header, cell.value)
        if header in {"Done", "Plan", "Actual / target"} and isinstance(cell.value, int | float):
            assert cell.number_format == "0%", (header, cell.number_format)


def assert_charts_stand_clear(tab: Tab) -> None:
    """No chart covers a cell that says something, nor another chart; none leaves the screen."""
    frames = [_frame(tab, chart.anchor) for chart in tab.sheet._charts]
    filled = max(
        cell.row for row in tab.sheet.iter_rows() for cell in row if cell.value is not None
    )
    for left, row, right in frames:
        assert row > filled, "a chart covers the table"
        assert right <= LAPTOP - 40, "a chart leaves the screen"
        assert left >= 0
    spans = sorted((left, right) for left, _, right in frames)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


def _frame(tab: Tab, anchor: Any) -> tuple[int, int, int]:
    """Left edge in pixels, first row from 1, right edge."""
    first, last = anchor._from, anchor.to

    def edge(place: Any) -> int:
        columns = sum(tab.width(number) for number in range(1, place.col + 1))
        return columns + int(EMU_to_pixels(place.colOff))

    return edge(first), first.row + 1, edge(last)
