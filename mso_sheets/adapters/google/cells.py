"""Values as Google's CellData: text is always stringValue, so nothing is ever read as a formula."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from mso_sheets.model.changes import GridValue
from mso_sheets.model.result import Link

Json = dict[str, Any]
Target = Callable[[str], str | None]
"""The address of a link as Google takes it; None where it cannot be one."""

# https://support.google.com/drive/answer/37603
TEXT_LIMIT = 50_000
ADDRESS = re.compile(r"(https?://|mailto:|#gid=)[^\s\x00-\x1f\"<>\\^`{|}]{1,2000}")
INTERNAL = re.compile(r"internal:'(.*)'!([A-Z]+\d+(?::[A-Z]+\d+)?)")


def extended_value(value: GridValue) -> Json | None:
    """The ExtendedValue of a cell; None for an empty one. Numbers that are no numbers are empty."""
    if isinstance(value, Link):
        value = value.text
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, str):
        # Half of a surrogate pair is no character: it cannot be sent.
        text = value if value.isascii() else value.encode("utf-8", "replace").decode()
        return {"stringValue": text[:TEXT_LIMIT]}
    return {"numberValue": value} if math.isfinite(value) else None


def cell_data(value: GridValue, target: Target) -> Json:
    """One cell; a Link becomes words that lead there, or plain words where it leads nowhere."""
    written = extended_value(value)
    if written is None:
        return {}
    cell: Json = {"userEnteredValue": written}
    address = target(value.url) if isinstance(value, Link) and value.url else None
    if address:
        cell["textFormatRuns"] = [{"format": {"link": {"uri": address}}}]
    return cell


def row_data(rows: Iterable[Sequence[GridValue]], target: Target) -> list[Json]:
    """Rows of cells as RowData."""
    return [{"values": [cell_data(value, target) for value in row]} for row in rows]


def target_in(sheet_ids: dict[str, int]) -> Target:
    """Addresses within a spreadsheet whose tabs have these ids; only web, mail and own links."""

    def target(url: str) -> str | None:
        inside = INTERNAL.fullmatch(url)
        if inside:
            sheet_id = sheet_ids.get(inside.group(1).replace("''", "'"))
            return None if sheet_id is None else f"#gid={sheet_id}&range={inside.group(2)}"
        return url if ADDRESS.fullmatch(url) else None

    return target


def grid_range(
    sheet_id: int, first_row: int, last_row: int | None, first_column: int, last_column: int | None
) -> Json:
    """A GridRange from rows and columns that count from 1, ends included; None = to the end."""
    found: Json = {
        "sheetId": sheet_id,
        "startRowIndex": first_row - 1,
        "startColumnIndex": first_column - 1,
    }
    if last_row is not None:
        found["endRowIndex"] = last_row
    if last_column is not None:
        found["endColumnIndex"] = last_column
    return found
