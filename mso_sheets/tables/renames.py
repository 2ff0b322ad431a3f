"""What a run remembers of headers, so that the next one recognises a renamed column."""

from __future__ import annotations

from mso_sheets.model.table import Tables


def remembered(tables: Tables) -> dict[str, str]:
    """Sheet column (from 1) and header of every column: "actions.due_date" -> "4:Due date"."""
    return {
        f"{name}.{field}": f"{column}:{table.headers.get(field, '')}"
        for name, table in tables.found.items()
        for field, column in table.places.items()
    }
