"""The bad files of frictionless-py (MIT, Open Knowledge Foundation): what they hold, we see too.

Of its kinds we report blank rows, repeated rows (by their id) and repeated labels; a repeated blank
row is one blank row more. Missing and extra cells and blank labels are no errors on a sheet.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mso_sheets.model.cells import Merge
from mso_sheets.model.table import Tables
from mso_sheets.settings.models import WorkbookSettings
from tests.making import Rows, read, rules_that, tab_of

TRUTH = Path(__file__).parent.parent / "truth" / "data_quality"
EXPECTED: Mapping[str, Any] = json.loads((TRUTH / "expected.json").read_text(encoding="utf-8"))[
    "files"
]
SEMICOLON = {"accent.csv", "delimiter.csv", "issue-1105-timezone.csv"}
COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "accent.csv": {"Risk ID": ("id_pdc",), "Title": ("n_station",)},
    "duplicate-column.csv": {"Risk ID": ("A",), "Title": ("B",), "Response": ("C",)},
    "issue-1105-timezone.csv": {"Risk ID": ("id",), "Review date": ("timestamp",)},
    "countries-truefalsevalues.csv": {"Risk ID": ("id",), "Title": ("value",)},
    "leading-zeros.csv": {"Risk ID": ("value",)},
}
CASES = sorted(name for name in EXPECTED if name.endswith(".csv"))


def cells_of(name: str) -> Rows:
    text = (TRUTH / "files" / name).read_text(encoding="utf-8-sig")
    rows = csv.reader(text.splitlines(), delimiter=";" if name in SEMICOLON else ",")
    return [[cell or None for cell in row] for row in rows]


def settings_for(name: str) -> WorkbookSettings:
    columns = COLUMNS.get(name, {"Risk ID": ("id",), "Title": ("name",)})
    return rules_that(risks={"tab": "Data", "header_row": 1, "columns": columns})


def errors(name: str, kind: str) -> list[Mapping[str, Any]]:
    return [error for error in EXPECTED[name]["errors"] if error["type"] == kind]


def tables_in(name: str) -> Tables:
    return read({"Data": cells_of(name)}, rules=settings_for(name))


@pytest.mark.parametrize("name", CASES)
def test_every_row_is_read_and_accounted_for(name: str) -> None:
    table = tables_in(name)["risks"]
    blank = len(errors(name, "blank-row"))
    trailing = blank if name == "blank-rows-multiple.csv" else 0
    assert table.accounting.read == EXPECTED[name]["rows"] - trailing
    assert table.accounting.used == EXPECTED[name]["rows"] - blank


@pytest.mark.parametrize("name", CASES)
def test_repeated_rows_are_the_ones_that_are_told(name: str) -> None:
    blank = {error["row"] for error in errors(name, "blank-row")}
    expected = {error["row"] for error in errors(name, "duplicate-row")} - blank
    assert {p.row for p in tables_in(name).problems if p.rule == "id-duplicate"} == expected


@pytest.mark.parametrize("name", CASES)
def test_repeated_labels_are_the_ones_that_are_told(name: str) -> None:
    expected = {error["field"] for error in errors(name, "duplicate-label")}
    assert {p.column for p in tables_in(name).problems if p.rule == "header-doubled"} == expected


def test_blank_rows_between_and_after_records_are_set_aside() -> None:
    rows = [*cells_of("blank-rows-multiple.csv"), ["1103", "Jane", "31"]]
    table = read({"Data": rows}, rules=settings_for("blank-rows-multiple.csv"))["risks"]
    assert table.accounting.excluded == {
        "blank": len(errors("blank-rows-multiple.csv", "blank-row"))
    }
    assert read({"Data": cells_of("invalid.csv")}, rules=settings_for("invalid.csv"))[
        "risks"
    ].accounting.excluded == {"blank": len(errors("invalid.csv", "blank-row"))}


def test_ids_keep_their_zeros_and_letters_their_accents() -> None:
    assert tables_in("leading-zeros.csv")["risks"].frame["risk_id"].tolist() == [
        "01",
        "002",
        "00003",
    ]
    assert tables_in("bom.csv")["risks"].frame["title"].tolist() == ["english", "中国人"]
    assert cells_of("accent.csv")[0][14] == "accessibilité"


def test_a_header_merged_over_a_whole_sheet_is_one_header_and_no_record() -> None:
    tab = tab_of("Data", [["data", None], [None, None], [None, None]], merges=(Merge(1, 3, 1, 2),))
    rules = rules_that(risks={"tab": "Data", "header_row": 1, "columns": {"Title": ("data",)}})
    assert read({"Data": tab}, rules=rules)["risks"].accounting.read == 0


def test_numbers_in_a_format_with_several_parts_are_numbers() -> None:
    values = [4.51119775197299, -9.03233986479077, 15.7929464439101]
    rules = rules_that(
        risks={"tab": "Data", "columns": {"Probability": ("col1",), "Risk ID": ("id",)}}
    )
    rows: Rows = [[f"R{n}", value] for n, value in enumerate(values)]
    table = read({"Data": [["id", "col1"], *rows]}, rules=rules)["risks"]
    assert table.frame["probability"].tolist() == values
