"""What the cells of a registry's row may say: a name, an address, channels, a zone, regions."""

from __future__ import annotations

import re

from mso_sheets.model.calendar_words import is_zone, region_code, weekday_mask
from mso_sheets.model.cells import Cell
from mso_sheets.model.listing import Listed

CHANNELS = {"channel": "channel", "ops_channel": "ops channel", "leads_channel": "leads channel"}
NAME = re.compile(r"\w(?:[\w .&+-]{0,58}\w)?")
ADDRESS = re.compile(r"https?://docs\.google\.com/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]+)")
BARE_ID = re.compile(r"[A-Za-z0-9_-]{25,}")
CHANNEL = re.compile(r"#[^\s#@,A-Z<>]{1,80}|[CGDU][A-Z0-9]{8,}")
BOOK_ENDINGS = (".xlsx", ".xlsm")


class WrongError(Exception):
    """A row that makes no sense: the field, what is wrong, the remedy."""

    def __init__(self, field: str, why: str, fix: str) -> None:
        super().__init__(why)
        self.field, self.why, self.fix = field, why, fix


def address_of(text: str, *, files: bool) -> str:
    """The address, id or (where `files` may be named) the path of a spreadsheet."""
    if not text:
        raise WrongError("spreadsheet", "it has no address", "Paste the spreadsheet's address.")
    if ADDRESS.match(text) or BARE_ID.fullmatch(text):
        return text
    if text.lower().endswith(BOOK_ENDINGS):
        if files:
            return text
        raise WrongError(
            "spreadsheet",
            f"'{short(text)}' is a file, which only a registry that is a file itself may name",
            "Paste the address of a Google spreadsheet, or put the file into config/settings.toml.",
        )
    raise WrongError(
        "spreadsheet",
        f"'{short(text)}' is not the address of a Google spreadsheet",
        "Copy it from the browser: https://docs.google.com/spreadsheets/d/<id>/edit",
    )


def name_of(text: str) -> str:
    """The workbook's name: it becomes part of keys, labels and file names."""
    if not text:
        raise WrongError("name", "it has no name", "Give the workbook a short name, such as emea.")
    if not NAME.fullmatch(text) or text.lower().endswith(BOOK_ENDINGS):
        raise WrongError(
            "name",
            f"'{short(text)}' cannot be a workbook's name",
            "Use letters, digits, spaces, dots and dashes, at most 60 of them.",
        )
    return text


def channel_of(field: str, text: str) -> str:
    """A channel as #name or id; "" where there is none."""
    if text and not CHANNEL.fullmatch(text):
        raise WrongError(
            field,
            f"'{short(text)}' is no {CHANNELS[field]}",
            "Write it as #name in small letters, or as the channel's id.",
        )
    return text


def must_be_dates(listed: Listed) -> None:
    """Zone, regions and weekdays must be known; the digest's hour hangs on them."""
    if listed.timezone and not is_zone(listed.timezone):
        raise WrongError(
            "timezone",
            f"'{short(listed.timezone)}' is no time zone",
            'Write it as "Europe/London" or "UTC".',
        )
    for region in listed.holidays:
        if not region_code(region):
            raise WrongError(
                "holidays",
                f"'{short(region)}' is no country or region",
                'Write for instance "GB, DE-BY".',
            )
    if listed.working_days and not weekday_mask(listed.working_days):
        raise WrongError(
            "working_days",
            f"'{short(listed.working_days)}' are no weekdays",
            'Write for instance "Mon-Fri".',
        )


def identity(spreadsheet: str) -> str:
    """The same for every way to write one spreadsheet's address."""
    found = ADDRESS.match(spreadsheet)
    return found.group(1) if found else spreadsheet


def text_of(cell: Cell) -> str:
    """What a cell says, on one line."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split()) if cell is not None else ""


def short(text: str) -> str:
    """As much as a sentence bears."""
    return text if len(text) <= 60 else text[:57] + "..."
