"""Names in our tabs lead to the people: by e-mail, else to a direct message in Slack."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from mso_sheets.adapters.google.cells import cell_data, target_in
from mso_sheets.jobfile import TabSpec
from mso_sheets.model.changes import GridValue
from mso_sheets.model.result import Link, Report, Result, ResultColumn
from mso_sheets.model.tab import TabColumn, TabContent, TabValue
from mso_sheets.model.table import Tables
from mso_sheets.tabs import render
from mso_sheets.tabs.freshness import Freshness
from mso_sheets.tabs.values import cell_value
from tests.adapters.excel_books import plain_book, put, tab_write
from tests.making import TODAY, tables_of

PEOPLE = """
    | Name  | Email              | Slack ID   | Active |
    | Ana   | ana@example.com    | U0123ABCD  | TRUE   |
    | Ben   |                    | U0456EFGH  | TRUE   |
    | Chloe |                    |            | TRUE   |
    | Dev   | dev@example.com    |            | FALSE  |
    | Eve   | eve@x.io?bcc=a@b.c |            | TRUE   |
    | Fay   |                    | not-an-id! | TRUE   |
"""
NINE = datetime(2026, 4, 14, 9, tzinfo=UTC)
SLACK = "https://slack.com/app_redirect?channel=U0456EFGH"


def drawn(owners: list[str], tables: Tables) -> TabContent:
    columns = (ResultColumn("key", "ID", "key"), ResultColumn("owner", "Owner", "person"))
    frame = pd.DataFrame({"key": [f"A-{n}" for n in range(len(owners))], "owner": owners})
    result = Result("followups", "Follow-ups", frame, columns)
    report = Report("emea", "EMEA", TODAY, tables, {"followups": result}, (), (), ())
    spec = TabSpec(tab="Follow-ups", result="followups")
    return render(report, spec, Freshness(TODAY, NINE, "8f3a"))


def owner(name: str, tables: Tables | None = None) -> TabValue:
    return drawn([name], tables or tables_of(people=PEOPLE)).rows[0][1]


@pytest.mark.parametrize(
    ("name", "address"),
    [("Ana", "mailto:ana@example.com"), ("Ben", SLACK)],
)
def test_a_name_leads_to_the_mail_or_else_to_slack(name: str, address: str) -> None:
    assert owner(name) == Link(name, address)


@pytest.mark.parametrize("name", ["Chloe", "Dev", "Eve", "Fay", "Nobody", "Ana; Ben", "no owner"])
def test_who_cannot_be_reached_or_has_left_stays_a_word(name: str) -> None:
    assert owner(name) == name


def test_without_a_people_tab_names_are_words() -> None:
    assert owner("Ana", tables_of(actions="| Action ID |\n| A-1 |")) == "Ana"


def test_rows_are_still_made_only_where_they_are_taken() -> None:
    rows = drawn(["Ana", "Chloe", "Ben"], tables_of(people=PEOPLE)).rows
    assert len(rows) == 3
    assert [row[0] for row in rows[1:]] == ["A-1", "A-2"]
    assert rows[2][1] == Link("Ben", SLACK)


def test_in_an_xlsx_names_stay_words_where_one_needs_two_lines_which_libreoffice_would_cut(
    tmp_path: Path,
) -> None:
    long = "Aleksandra Konstantinopoulou"
    column = TabColumn("Owner", "person", 12)
    rows: list[list[GridValue]] = [
        ["K", Link(long, "mailto:a@example.com")],
        ["L", Link("Bo", SLACK)],
    ]
    columns = (TabColumn("Key", "key", 8), column)
    put(plain_book(tmp_path / "team.xlsx"), tab_write(rows, columns=columns))
    sheet = openpyxl.load_workbook(tmp_path / "team.xlsx")["Summary"]
    names = [cell for cell in sheet["B"] if cell.value in (long, "Bo")]
    assert [cell.hyperlink for cell in names] == [None, None]
    assert all(cell.alignment.wrap_text for cell in names)


def test_both_backends_write_the_name_as_a_link(tmp_path: Path) -> None:
    content = drawn(["Ana", "Ben", "Chloe"], tables_of(people=PEOPLE))
    grid = [[cell_value(value) for value in row] for row in content.rows]
    put(
        plain_book(tmp_path / "team.xlsx"),
        tab_write(grid, name="Follow-ups", columns=content.columns),
    )
    sheet = openpyxl.load_workbook(tmp_path / "team.xlsx")["Follow-ups"]
    found = {
        cell.value: cell.hyperlink.target if cell.hyperlink else None
        for cell in sheet["B"]
        if cell.value in ("Ana", "Ben", "Chloe")
    }
    assert found == {"Ana": "mailto:ana@example.com", "Ben": SLACK, "Chloe": None}
    for row in grid:
        cell, name = cell_data(row[1], target_in({})), str(row[1])
        assert cell["userEnteredValue"] == {"stringValue": name}
        runs = cell.get("textFormatRuns")
        assert (runs[0]["format"]["link"]["uri"] if runs else None) == found[name]
