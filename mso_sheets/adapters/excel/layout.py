"""How a tab of ours is laid out beside its values: widths, frozen header, filter, rules, print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from mso_sheets.adapters import looks
from mso_sheets.adapters.excel.formats import Formats
from mso_sheets.adapters.excel.scratch import plain
from mso_sheets.adapters.fitting import lines_in
from mso_sheets.model.cells import a1
from mso_sheets.model.changes import GridValue, TabWrite
from mso_sheets.model.tab import TabColumn

_ONE_PAGE = 40
"""A tab with charts and no more rows than this is printed on one page."""
_MARKS = frozenset(state.mark for state in looks.STATES)
_A4, _PROMPT, _PROMPT_TITLE = 9, 255, 32
_LINE_HEIGHT, _TALLEST = 13, 300
_BOLD = 0.92
_TITLE_HEIGHT, _NAMES_HEIGHT, _VALUES_HEIGHT, _HEADER_HEIGHT = 28, 17, 24, 31


def lay_out(
    formats: Formats, sheet: Worksheet, write: TabWrite, widths: Mapping[int, float]
) -> None:
    """Lays out a sheet whose values are written. `widths` are those that people gave to columns."""
    _arrange(sheet, write, widths)
    _fit_rows(sheet, write, widths)
    _color(formats, sheet, write)
    _explain(sheet, write)


def has_figures(write: TabWrite) -> bool:
    """Whether rows 3 and 4 hold headline figures."""
    return bool(write.content.figures) and write.header_row >= 5


def last_table_row(write: TabWrite) -> int:
    """The sheet row of the table's last row (the header's when the table is empty)."""
    return write.header_row + min(len(write.content.rows), len(write.grid) - write.header_row)


def _arrange(sheet: Worksheet, write: TabWrite, widths: Mapping[int, float]) -> None:
    """Widths, heights, the frozen header, the filter, and how it prints."""
    columns = write.content.columns
    for column, spec in enumerate(columns):
        fold = {"level": 1, "hidden": True} if spec.folded else {}
        ends = column > 0 and columns[column - 1].folded and not spec.folded
        sheet.set_column(
            column, column, widths.get(column + 1, looks.width_of(spec)), None,
            {**fold, **({"collapsed": True} if ends else {})},
        )  # fmt: skip
    sheet.set_row(0, _TITLE_HEIGHT)
    if has_figures(write):
        sheet.set_row(2, _NAMES_HEIGHT)
        sheet.set_row(3, _VALUES_HEIGHT)
    sheet.set_row(write.header_row - 1, _header_height(columns, widths))
    sheet.freeze_panes(write.header_row, write.content.frozen_columns)
    sheet.autofilter(write.header_row - 1, 0, last_table_row(write) - 1, max(len(columns) - 1, 0))
    sheet.hide_gridlines(2)
    sheet.set_tab_color(looks.TAB)
    _arrange_print(sheet, write)


def _header_height(columns: Sequence[TabColumn], widths: Mapping[int, float]) -> int:
    """Room for two lines, for more where a header needs them (it is bold: wider than its text)."""
    lines = max(
        (
            _lines(spec.label + " ", widths.get(number, looks.width_of(spec)) * _BOLD)
            for number, spec in enumerate(columns, 1)
        ),
        default=1,
    )
    return _HEADER_HEIGHT + _LINE_HEIGHT * max(lines - 2, 0)


def _fit_rows(sheet: Worksheet, write: TabWrite, widths: Mapping[int, float]) -> None:
    """Heights of rows with wrapped text; LibreOffice does not work them out on opening."""
    wrapped = [
        (column, widths.get(column + 1, looks.width_of(spec)))
        for column, spec in enumerate(write.content.columns)
        if looks.wraps(spec.kind)
    ]
    for row in range(write.header_row, last_table_row(write)):
        values = write.grid[row]
        lines = max(
            (_lines(values[c], width) for c, width in wrapped if c < len(values)), default=1
        )
        if lines > 1:
            sheet.set_row(row, min(_LINE_HEIGHT * lines + 3, _TALLEST))


def _lines(value: GridValue, width: float) -> int:
    """How many lines a value takes in a column of this width, in characters."""
    text = plain(value)
    return lines_in(text, width) if isinstance(text, str) else 1


def _arrange_print(sheet: Worksheet, write: TabWrite) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    one_page = write.content.charts and len(write.content.rows) <= _ONE_PAGE
    sheet.fit_to_pages(1, 1 if one_page else 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&8&A&R&8&P / &N")
    sheet.repeat_rows(write.header_row - 1)


def _color(formats: Formats, sheet: Worksheet, write: TabWrite) -> None:
    """States by colour as well as word; then a thin band on every other row."""
    first, end = write.header_row, last_table_row(write)
    if end == first:
        return
    for column, spec in enumerate(write.content.columns):
        if spec.kind == "health":
            _color_states(formats, sheet, write, column)
        if spec.kind == "checkbox":
            ticked = formats.rule(bg_color=looks.TICKED, bold=True)
            rule = {"type": "cell", "criteria": "==", "value": "TRUE", "format": ticked}
            sheet.conditional_format(first, column, end - 1, column, rule)
    band = {
        "type": "formula", "criteria": f"=MOD(ROW()-{first},2)=0",
        "format": formats.rule(bg_color=looks.BAND),
    }  # fmt: skip
    sheet.conditional_format(first, 0, end - 1, max(len(write.content.columns) - 1, 0), band)


def _color_states(formats: Formats, sheet: Worksheet, write: TabWrite, column: int) -> None:
    """A rule a state: its colours, and its mark before the word unless the words bring their own."""
    first, end = write.header_row, last_table_row(write)
    texts = [plain(row[column]) for row in write.grid[first:end] if column < len(row)]
    marked = any(isinstance(t, str) and t[:1] in _MARKS for t in texts)
    for state in looks.STATES:
        mark = {} if marked else {"num_format": f'"{state.mark} "@'}
        style = formats.rule(bg_color=state.background, font_color=state.ink, **mark)
        rule = {
            "type": "text", "criteria": "containing", "value": state.word, "format": style,
            "stop_if_true": True,
        }  # fmt: skip
        sheet.conditional_format(first, column, end - 1, column, rule)


def _explain(sheet: Worksheet, write: TabWrite) -> None:
    """A header's note shows when its cell is chosen; checkboxes offer their values.

    Other words may still be typed ("no").
    """
    head, end = write.header_row - 1, last_table_row(write)
    for column, spec in enumerate(write.content.columns):
        if spec.note:
            sheet.data_validation(head, column, head, column, _prompt(spec))
        if spec.kind == "checkbox" and end > head + 1:
            choice = {"validate": "list", "source": ["TRUE", "FALSE"], "show_error": False}
            sheet.data_validation(head + 1, column, end - 1, column, choice)
    area = (
        f"A{write.header_row}:{a1(max(end, write.header_row), max(len(write.content.columns), 1))}"
    )
    sheet.ignore_errors({"number_stored_as_text": area})


def _prompt(spec: TabColumn) -> dict[str, str]:
    return {
        "validate": "any", "input_title": spec.label[:_PROMPT_TITLE],
        "input_message": spec.note[:_PROMPT],
    }  # fmt: skip
