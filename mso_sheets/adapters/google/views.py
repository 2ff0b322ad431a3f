"""Named filter views: each person chooses one by its name, and nobody else's rows are hidden.

https://developers.google.com/workspace/sheets/api/guides/filters
"""

from __future__ import annotations

from collections.abc import Sequence

from mso_sheets.adapters.google.batch import Batch
from mso_sheets.adapters.google.cells import Json, grid_range
from mso_sheets.model.cells import a1
from mso_sheets.model.tab import Criterion, View


def add_views(
    batch: Batch, views: Sequence[View], sheet_id: int, header_row: int, headers: Sequence[str]
) -> None:
    """Adds the views over the table below `header_row`, people's columns to the right included."""
    for view in views:
        specs = [_spec(criterion, header_row, headers) for criterion in view.criteria]
        area = grid_range(sheet_id, header_row, None, 1, None)
        batch.add("addFilterView", filter={"title": view.name, "range": area, "filterSpecs": specs})


def _spec(criterion: Criterion, header_row: int, headers: Sequence[str]) -> Json:
    column = headers.index(criterion.header)
    return {"columnIndex": column, "filterCriteria": _criteria(criterion, header_row, column)}


def _criteria(criterion: Criterion, header_row: int, column: int) -> Json:
    if criterion.condition == "is-not":
        return {"hiddenValues": list(criterion.words)}
    if criterion.condition == "is":
        return _condition("TEXT_EQ", {"userEnteredValue": criterion.words[0]})
    if criterion.condition == "before-today":
        return _condition("DATE_BEFORE", {"relativeDate": "TODAY"})
    formula = this_week(a1(header_row + 1, column + 1))
    return _condition("CUSTOM_FORMULA", {"userEnteredValue": formula})


def _condition(kind: str, value: Json) -> Json:
    return {"condition": {"type": kind, "values": [value]}}


def this_week(cell: str) -> str:
    """Whether a day lies between this Monday and Sunday; without separators, which vary by locale."""
    return f"=INT({cell})-WEEKDAY({cell}-1)=TODAY()-WEEKDAY(TODAY()-1)"
