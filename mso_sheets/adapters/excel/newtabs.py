"""Input tabs that `init` makes: frozen headers with notes, dropdowns, date and percent formats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from mso_sheets.adapters import looks
from mso_sheets.adapters.excel import book
from mso_sheets.adapters.excel.graft import SHEET_PART, local_names
from mso_sheets.adapters.excel.package import Package
from mso_sheets.adapters.excel.scratch import Scratch, earlier, put
from mso_sheets.adapters.excel.transplant import Donor, bring_relations, open_donor, with_relations
from mso_sheets.model.changes import NewTab

_SPARE_ROWS = 1_000
_LONGEST_LIST = 255
"""Characters of a dropdown that stands in the sheet itself, commas included."""
_NARROW, _ROOMY, _WIDE, _TO_READ = 12, 20, 44, 110
_DATE, _PERCENT = "d mmm yyyy", "0%"


def put_new_tabs(package: Package, tabs: Sequence[NewTab]) -> None:
    """Adds the tabs at the end of the workbook.

    Raises:
        RefusedError: a tab of that title exists.
    """
    if not tabs:
        return
    scratch = Scratch(book.date_offset(package))
    parts = [_draw(scratch, tab) for tab in tabs]
    donor = open_donor(package, scratch.to_bytes())
    for tab, part in zip(tabs, parts, strict=True):
        _add(package, donor, tab, part)


def _add(package: Package, donor: Donor, tab: NewTab, donor_part: str) -> None:
    part = package.fresh(SHEET_PART)
    package.put(part, b"", book.SHEET_TYPE)
    ids = bring_relations(package, donor, donor_part, part)
    content = donor.sheet(donor_part)
    package.put(part, with_relations(content.to_bytes(), ids))
    sheet = book.add_sheet(package, tab.title, part)
    book.set_names(package, local_names(len(tab.above) + 1, content, sheet))


def _draw(scratch: Scratch, tab: NewTab) -> str:
    sheet, part = scratch.add(tab.title)
    head = len(tab.above)
    for number, row in enumerate(tab.above):
        for column, value in enumerate(row):
            put(sheet, number, column, value, scratch.formats.title() if value else None)
    styles = [_style(scratch, tab, header) for header in tab.headers]
    for column, header in enumerate(tab.headers):
        sheet.set_column(column, column, _width(tab, column), styles[column])
        put(sheet, head, column, header, scratch.formats.header())
        _guide(sheet, tab, head, column, header)
    for number, row in enumerate(tab.rows, head + 1):
        for column, value in enumerate(row):
            if value not in (None, ""):
                offset = scratch.date_offset if tab.headers[column] in tab.dates else 0
                put(sheet, number, column, earlier(value, offset), styles[column])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if tab.text:
        sheet.hide_gridlines(2)
        return part
    sheet.freeze_panes(head + 1, 0)
    _color(scratch, sheet, tab, head + 1)
    last = head + max(len(tab.rows), 1)
    sheet.autofilter(head, 0, last, max(len(tab.headers) - 1, 0))
    return part


def _color(scratch: Scratch, sheet: Worksheet, tab: NewTab, first: int) -> None:
    """Days that have passed, and states by their word, as far down as dropdowns go."""
    last = first + len(tab.rows) + _SPARE_ROWS - 1
    for column, header in enumerate(tab.headers):
        if header in tab.states:
            for state in looks.STATES:
                look = scratch.formats.rule(bg_color=state.background, font_color=state.ink)
                rule = {
                    "type": "text",
                    "criteria": "containing",
                    "value": state.word,
                    "format": look,
                }
                sheet.conditional_format(
                    first, column, last, column, {**rule, "stop_if_true": True}
                )
        if tab.late is not None and header == tab.late.date:
            state = looks.STATES[0]
            look = scratch.formats.rule(bg_color=state.background, font_color=state.ink)
            formula = looks.late_formula(tab.late, tab.headers, first + 1)
            rule = {"type": "formula", "criteria": formula, "format": look}
            sheet.conditional_format(first, column, last, column, rule)


def _style(scratch: Scratch, tab: NewTab, header: str) -> Any:
    if header in tab.dates:
        return scratch.formats.of(num_format=_DATE, align="right")
    if header in tab.percents:
        return scratch.formats.of(num_format=_PERCENT)
    return scratch.formats.of(text_wrap=True)


def _width(tab: NewTab, column: int) -> float:
    """As wide as its header, its dropdown and its texts; free text gets room to type in."""
    header = tab.headers[column]
    if tab.text:
        return _TO_READ
    guided = {*tab.dates, *tab.percents, *tab.checkboxes, *tab.choices}
    least = _NARROW if header in guided or header.endswith(("ID", "no.")) else _ROOMY
    texts = [*(row[column] for row in tab.rows if column < len(row)), *tab.choices.get(header, ())]
    longest = max((len(text) for text in texts if isinstance(text, str)), default=0)
    return min(max(longest + 2, len(header) + 5, least), _WIDE)


def _guide(sheet: Worksheet, tab: NewTab, head: int, column: int, header: str) -> None:
    """The header's note, and the dropdown below it; other words may still be typed."""
    if header in tab.notes:
        size = {"x_scale": 1.8, "y_scale": 0.9, "author": "MSO Sheets"}
        sheet.write_comment(head, column, tab.notes[header], size)
    choices = ("TRUE", "FALSE") if header in tab.checkboxes else tab.choices.get(header, ())
    if choices and len(",".join(choices)) <= _LONGEST_LIST:
        rule = {"validate": "list", "source": list(choices), "show_error": False}
        last = head + len(tab.rows) + _SPARE_ROWS
        sheet.data_validation(head + 1, column, last, column, rule)
