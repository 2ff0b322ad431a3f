"""A workbook in which no table of ours was found: what it has instead, and what comes near."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from mso_sheets.model.cells import RawTab, Snapshot
from mso_sheets.model.table import Tables
from mso_sheets.tables.folding import fold
from mso_sheets.tables.headers import what_is_there
from mso_sheets.tables.registry import SCHEMAS

NEAR = 70
"""From which likeness of 100 on a tab's name is called near one of ours."""
TOLD = 8
"""How many tabs are told; the others are counted."""


def nothing_known(tables: Tables, snapshot: Snapshot) -> str:
    """Why a workbook is none of ours, tab by tab; empty when some table was found or refused."""
    people = [tab for tab in snapshot.tabs if tab.ours is None]
    if tables.found or tables.refused:
        return ""
    if not people:
        return "The workbook has no tab with a table in it."
    told = "; ".join(_told(people))
    return f"No table that MSO Sheets knows was found. The workbook has {told}."


def _told(tabs: list[RawTab]) -> Iterator[str]:
    for tab in tabs[:TOLD]:
        yield f"'{tab.title}'{_near(tab.title)} ({what_is_there(tab, 4)})"
    if len(tabs) > TOLD:
        yield f"{len(tabs) - TOLD} more tabs"


def _near(title: str) -> str:
    names = {schema.tab: fold(schema.tab) for schema in SCHEMAS.values()}
    best = process.extractOne(fold(title), names, scorer=fuzz.ratio, score_cutoff=NEAR)
    return f", near our '{best[2]}'" if best else ""
