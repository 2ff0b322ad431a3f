"""The input tabs that `init` makes: headers with notes, dropdowns, checkboxes, date formats."""

from __future__ import annotations

from collections.abc import Sequence

from mso_sheets.adapters.google.batch import Batch
from mso_sheets.adapters.google.cells import Json, grid_range, row_data
from mso_sheets.adapters.google.formats import CHARACTER, FILL, PADDING, rgb
from mso_sheets.model.changes import NewTab

ROWS = 1_000
SPARE_COLUMNS = 3
FEWEST_CHARACTERS, MOST_CHARACTERS = 9, 40
HEADER = {"textFormat": {"bold": True}, "backgroundColorStyle": rgb(FILL), "wrapStrategy": "WRAP"}


def make_new_tab(batch: Batch, tab: NewTab, sheet_id: int) -> None:
    """One tab, ready to be typed into. It is people's from then on: it carries no marker."""
    header_row = len(tab.above) + 1
    rows = max(ROWS, header_row + len(tab.rows) + 200)
    columns = len(tab.headers) + SPARE_COLUMNS
    batch.add_sheet(sheet_id, tab.title, rows, columns, frozen=header_row)
    for number, header in enumerate(tab.headers, 1):
        _prepare_column(
            batch, tab, header, grid_range(sheet_id, header_row + 1, rows, number, number)
        )
    _set_widths(batch, tab, sheet_id)
    _write_values(batch, tab, sheet_id, header_row)


def _prepare_column(batch: Batch, tab: NewTab, header: str, area: Json) -> None:
    kinds = (("DATE", header in tab.dates), ("PERCENT", header in tab.percents))
    for kind, wanted in kinds:
        if wanted:
            look = {
                "numberFormat": {"type": kind, **({"pattern": "0%"} if kind == "PERCENT" else {})}
            }
            batch.add(
                "repeatCell",
                range=area,
                cell={"userEnteredFormat": look},
                fields="userEnteredFormat.numberFormat",
            )
    if header in tab.choices:
        _validate(batch, area, "ONE_OF_LIST", tab.choices[header])
    elif header in tab.checkboxes:
        _validate(batch, area, "BOOLEAN")


def _validate(batch: Batch, area: Json, kind: str, values: Sequence[str] = ()) -> None:
    """A dropdown or a checkbox; a list is a help, not a cage: other words are taken with a hint."""
    condition: Json = {"type": kind}
    if values:
        condition["values"] = [{"userEnteredValue": value} for value in values]
    batch.add("setDataValidation", range=area, rule={"condition": condition, "showCustomUi": True})


def _set_widths(batch: Batch, tab: NewTab, sheet_id: int) -> None:
    for number, header in enumerate(tab.headers):
        texts = [header, *(row[number] for row in tab.rows if number < len(row))]
        longest = max(len(text) for text in texts if isinstance(text, str))
        characters = min(MOST_CHARACTERS, max(FEWEST_CHARACTERS, longest + 2))
        place = {
            "sheetId": sheet_id,
            "dimension": "COLUMNS",
            "startIndex": number,
            "endIndex": number + 1,
        }
        pixels = {"pixelSize": characters * CHARACTER + PADDING}
        batch.add("updateDimensionProperties", range=place, properties=pixels, fields="pixelSize")


def _write_values(batch: Batch, tab: NewTab, sheet_id: int, header_row: int) -> None:
    width = max([len(tab.headers), *map(len, tab.rows), *map(len, tab.above)])
    if tab.above:
        batch.write(sheet_id, (1, 1), (header_row - 1, width), row_data(tab.above, batch.target))
    headers = [
        {
            "userEnteredValue": {"stringValue": header},
            "userEnteredFormat": HEADER,
            **({"note": tab.notes[header]} if header in tab.notes else {}),
        }
        for header in tab.headers
    ]
    fields = "userEnteredValue,note,userEnteredFormat(textFormat,backgroundColorStyle,wrapStrategy)"
    batch.write(
        sheet_id, (header_row, 1), (header_row, len(headers)), [{"values": headers}], fields
    )
    if tab.rows:
        first, last = (header_row + 1, 1), (header_row + len(tab.rows), width)
        batch.write(sheet_id, first, last, row_data(tab.rows, batch.target))
