"""The page of our tabs: what each is for, and every column as the code draws it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from tab_words import TABS

from mso_sheets.home import shipped_folder
from mso_sheets.jobfile import TabSpec, load_jobs
from mso_sheets.tabs import LAYOUTS, runlog

HEAD = """# Our tabs

Made and marked by MSO Sheets; the mark survives a rename. From the top: title; when it was updated, by
which run, from how many rows; headline figures; one header row; rows whose first column is the row's key.
Write your own notes to the right: they stay and follow their row's key; notes of rows that are gone are
kept under the table. A refresh never changes how you made a tab look. A tab fits a 1366 pixel screen: where
there are more columns than that, those of detail are folded when it is made (choose the + above them); open
them and they stay open. The name of a person leads to their e-mail, else to Slack, as the People tab gives
it (in an .xlsx where every name of the column fits on a line). Dates and numbers are shown in the
spreadsheet's locale, in Excel in the reader's."""


def tabs_page() -> str:
    """Every tab of ours with every column."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield HEAD
    for title, (purpose, words) in TABS.items():
        yield ""
        yield f"## {title}"
        yield ""
        yield purpose
        labels = labels_of(title)
        if labels:
            yield ""
            yield "| column | holds |"
            yield "|---|---|"
        yield from (f"| {label} | {words[label]} |" for label in labels)


def specs() -> dict[str, TabSpec]:
    """Tab -> how the shipped jobs draw it."""
    jobs = load_jobs(
        {path.name: path for path in sorted((shipped_folder() / "jobs").glob("*.toml"))}
    )
    return {tab.tab: tab for job in jobs.values() for tab in job.tabs}


def labels_of(title: str) -> list[str]:
    """The headers of one tab, as its layout or its analysis declares them."""
    if title == runlog.NAME:
        return [column.label for column in runlog.COLUMNS]
    spec = specs().get(title)
    if spec is None:
        return []
    room = LAYOUTS[spec.layout].__module__
    if spec.layout in ("table", "proposals"):
        room = f"mso_sheets.analyses.{spec.result or spec.layout}"
    columns = importlib.import_module(room).COLUMNS
    pairs = (column if isinstance(column, tuple) else ("", column) for column in columns)
    return [column.label for _, column in pairs]
