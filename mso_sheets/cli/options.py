"""Options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click


class Day(click.ParamType[date]):
    """A date such as 2026-04-14."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; a usage error says how one is written."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError as error:
            why = f" ({error})" if "day is out of range" in str(error) else ""
            self.fail(f"'{value}' is no date{why}. Write it like 2026-04-14.", param, ctx)


workbooks = click.option(
    "--workbook", "workbooks", multiple=True, metavar="NAME_OR_PATH_OR_URL",
    help="A workbook of the settings, an .xlsx, or a spreadsheet's address. Default: all of the settings.",
)  # fmt: skip
workbook = click.option(
    "--workbook", "workbook", default="", metavar="NAME_OR_PATH_OR_URL",
    help="A workbook of the settings, an .xlsx, or a spreadsheet's address.",
)  # fmt: skip
as_of = click.option("--as-of", type=Day(), help="The date that every rule, key and line uses.")
outbox = click.option(
    "--outbox",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for messages without Slack.",
)
quiet = click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
verbose = click.option("--verbose", "-v", is_flag=True, help="Log more, to stderr.")
as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a run on stdout.")
