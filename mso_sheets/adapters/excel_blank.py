"""A new .xlsx for `init` to fill: one tab that says what the workbook is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mso_sheets.errors import WorkbookError


def write_blank(path: Path, title: str, lines: Sequence[str]) -> None:
    """Makes a workbook with one tab of text, a line a row. WorkbookError when the folder cannot be written."""
    import xlsxwriter

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        book = xlsxwriter.Workbook(str(path))
        sheet = book.add_worksheet(title)
        sheet.set_column(0, 0, 110)
        sheet.hide_gridlines(2)
        looks = [
            book.add_format({"bold": True, "font_size": 13}),
            book.add_format({"text_wrap": True}),
        ]
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, line, looks[min(row, 1)])
        book.close()
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise WorkbookError(
            f"{path} cannot be made: {error}.", "Choose a folder you may write to."
        ) from None
