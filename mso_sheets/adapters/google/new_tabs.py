"""The input tabs that `init` makes: headers with notes, dropdowns, checkboxes, date formats."""

from __future__ import annotations

from collections.abc import Sequence

from mso_sheets.adapters import looks
from mso_sheets.adapters.google.batch import Batch
from mso_sheets.adapters.google.cells import Json, grid_range, row_data
from mso_sheets.adapters.google.formats import (
    band,
    color_rule,
    color_states,
    header_format,
    set_width,
)
from mso_sheets.adapters.google.views import add_views
from mso_sheets.model.changes import NewTab

ROWS = 1_000
SPARE_COLUMNS = 3
FEWEST_CHARACTERS, MOST_CHARACTERS = 9, 40
TO_READ = 110
"""Characters of the one column of a tab of words."""


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
    if not tab.text:
        band(batch, grid_range(sheet_id, header_row, None, 1, len(tab.headers)))
        _color(batch, tab, sheet_id, header_row)
        add_views(batch, tab.views, sheet_id, header_row, tab.headers)


def _color(batch: Batch, tab: NewTab, sheet_id: int, header_row: int) -> None:
    """Late dates first, then states by their word."""
    first = header_row + 1

    def column(header: str) -> Json:
        place = tab.headers.index(header) + 1
        return grid_range(sheet_id, first, None, place, place)

    if tab.late is not None:
        late = looks.STATES[0]
        formula = looks.late_formula(tab.late, tab.headers, first)
        condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
        color_rule(batch, [column(tab.late.date)], condition, (late.background, late.ink), 0)
    wanted = [column(header) for header in tab.headers if header in tab.states]
    color_states(batch, wanted, int(tab.late is not None))


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
    elif header in tab.dates:
        _validate(batch, area, "DATE_IS_VALID")


def _validate(batch: Batch, area: Json, kind: str, values: Sequence[str] = ()) -> None:
    """A dropdown, checkbox or date picker: a help, not a cage; other words are taken with a hint."""
    condition: Json = {"type": kind}
    if values:
        condition["values"] = [{"userEnteredValue": value} for value in values]
    batch.add("setDataValidation", range=area, rule={"condition": condition, "showCustomUi": True})


def _set_widths(batch: Batch, tab: NewTab, sheet_id: int) -> None:
    for number, header in enumerate(tab.headers):
        texts = [header, *(row[number] for row in tab.rows if number < len(row))]
        texts += tab.choices.get(header, ())
        longest = max(len(text) for text in texts if isinstance(text, str))
        characters = min(MOST_CHARACTERS, max(FEWEST_CHARACTERS, longest + 3))
        set_width(batch, sheet_id, number + 1, TO_READ if tab.text else characters)


def _write_values(batch: Batch, tab: NewTab, sheet_id: int, header_row: int) -> None:
    width = max([len(tab.headers), *map(len, tab.rows), *map(len, tab.above)])
    if tab.above:
        batch.write(sheet_id, (1, 1), (header_row - 1, width), row_data(tab.above, batch.target))
    headers = [
        {
            "userEnteredValue": {"stringValue": header},
            "userEnteredFormat": header_format(),
            **({"note": tab.notes[header]} if header in tab.notes else {}),
        }
        for header in tab.headers
    ]
    look = ",".join(header_format())
    fields = f"userEnteredValue,note,userEnteredFormat({look})"
    batch.write(
        sheet_id, (header_row, 1), (header_row, len(headers)), [{"values": headers}], fields
    )
    if tab.rows:
        first, last = (header_row + 1, 1), (header_row + len(tab.rows), width)
        batch.write(sheet_id, first, last, row_data(tab.rows, batch.target))
