"""What people call a spreadsheet: its address in the browser, or its id."""

from __future__ import annotations

import re

from mso_sheets.errors import ConfigError

ADDRESS = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]+)|[?&]key=([A-Za-z0-9_-]+)")
BARE_ID = re.compile(r"[A-Za-z0-9_-]+")


def spreadsheet_id_of(spreadsheet: str) -> str:
    """The id in a spreadsheet's address, or the id itself. ConfigError for anything else."""
    text = spreadsheet.strip()
    found = ADDRESS.search(text)
    if found:
        return found.group(1) or found.group(2)
    if BARE_ID.fullmatch(text):
        return text
    raise ConfigError(
        f"'{spreadsheet}' is not the address of a Google spreadsheet.",
        "Copy it from the browser: https://docs.google.com/spreadsheets/d/<id>/edit",
    )
