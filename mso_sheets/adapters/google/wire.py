"""The parts of Google's replies that are read, typed: what is not here is never asked for.

Names follow https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets
"""

from __future__ import annotations

from typing import Any

import msgspec

from mso_sheets.model.cells import Cell


class Reply(msgspec.Struct, rename="camel"):
    """JSON names are camel case; unknown members are passed over."""


class GridProperties(Reply):
    """Size of a sheet's grid, empty cells included."""

    row_count: int = 0
    column_count: int = 0


class SheetProperties(Reply):
    """A sheet's identity. `sheet_type` other than GRID (a chart's own sheet) has no cells."""

    sheet_id: int = 0
    title: str = ""
    index: int = 0
    sheet_type: str = "GRID"
    hidden: bool = False
    grid_properties: GridProperties = msgspec.field(default_factory=GridProperties)


class GridRange(Reply):
    """Rows and columns from 0, ends excluded; an end that is absent is the grid's."""

    sheet_id: int = 0
    start_row_index: int = 0
    end_row_index: int | None = None
    start_column_index: int = 0
    end_column_index: int | None = None


class Editors(Reply):
    """Who may edit a protected range; only editors see it."""

    users: list[str] = []


class ProtectedRange(Reply):
    """A protection; ours on `_mso_state` are the generation tokens."""

    protected_range_id: int = 0
    range: GridRange | None = None
    description: str = ""
    warning_only: bool = False
    requesting_user_can_edit: bool = False
    editors: Editors = msgspec.field(default_factory=Editors)


class DeveloperMetadata(Reply):
    """A key and value fixed to a sheet, invisible to people and kept over renames."""

    metadata_id: int = 0
    metadata_key: str = ""
    metadata_value: str = ""


class Chart(Reply):
    """A chart that stands somewhere on a sheet."""

    chart_id: int = 0


class RowProperties(Reply):
    """Whether a row is hidden, and by what."""

    hidden_by_user: bool = False
    hidden_by_filter: bool = False


class ErrorValue(Reply):
    """An error as a cell's value."""

    type: str = ""


class ExtendedValue(Reply, omit_defaults=True):
    """A cell's value: at most one member is set."""

    number_value: float | None = None
    string_value: str | None = None
    bool_value: bool | None = None
    formula_value: str | None = None
    error_value: ErrorValue | None = None


class NumberFormat(Reply, omit_defaults=True):
    """How a number is shown; `type` DATE or DATE_TIME makes it a date."""

    type: str = ""
    pattern: str = ""


class CellFormat(Reply, omit_defaults=True):
    """The part of a format that a write may have to change."""

    number_format: NumberFormat | None = None


class CellData(Reply, omit_defaults=True):
    """One cell: what was typed, what it comes to, and what a write of it would erase."""

    user_entered_value: ExtendedValue | None = None
    effective_value: ExtendedValue | None = None
    user_entered_format: CellFormat | None = None
    text_format_runs: list[Any] = []


class RowData(Reply):
    """The cells of one row; trailing empty ones are left out."""

    values: list[CellData] = []


class GridData(Reply):
    """A rectangle of cells, or the properties of its rows."""

    start_row: int = 0
    start_column: int = 0
    row_data: list[RowData] = []
    row_metadata: list[RowProperties] = []


class Sheet(Reply):
    """One sheet as far as the field mask asked for it."""

    properties: SheetProperties = msgspec.field(default_factory=SheetProperties)
    merges: list[GridRange] = []
    protected_ranges: list[ProtectedRange] = []
    developer_metadata: list[DeveloperMetadata] = []
    charts: list[Chart] = []
    data: list[GridData] = []


class SpreadsheetProperties(Reply):
    """The file's own title, language and time zone."""

    title: str = ""
    locale: str = ""
    time_zone: str = ""


class Spreadsheet(Reply):
    """The file without its cells. `spreadsheet_id` proves that the reply is one."""

    spreadsheet_id: str
    properties: SpreadsheetProperties = msgspec.field(default_factory=SpreadsheetProperties)
    sheets: list[Sheet] = []


class ValueRange(Reply):
    """One range, its columns left undecoded until their turn."""

    range: str
    values: msgspec.Raw = msgspec.Raw(b"[]")


class BatchValues(Reply):
    """The reply of values:batchGet."""

    spreadsheet_id: str
    value_ranges: list[ValueRange] = []


class FilteredRange(Reply):
    """A range that a data filter found."""

    value_range: ValueRange


class FilteredValues(Reply):
    """The reply of values:batchGetByDataFilter."""

    value_ranges: list[FilteredRange] = []


class Written(Reply):
    """The reply of batchUpdate; `updated_spreadsheet` holds the evidence that was asked for."""

    spreadsheet_id: str
    updated_spreadsheet: Spreadsheet | None = None


ERRORS = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}
COLUMNS = msgspec.json.Decoder(list[list[str | float | bool | None]])


def plain(value: ExtendedValue | None) -> Cell:
    """A cell's value as values:batchGet gives it: errors as their text, empty text as None."""
    if value is None:
        return None
    if value.error_value is not None:
        return ERRORS.get(value.error_value.type, "#ERROR!")
    for part in (value.number_value, value.bool_value):
        if part is not None:
            return part
    return value.string_value or None
