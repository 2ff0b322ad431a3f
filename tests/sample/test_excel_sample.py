from __future__ import annotations

import importlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from mso_sheets.adapters.excel_sample import write_sample

MONDAY = date(2026, 11, 23)
openpyxl: Any = importlib.import_module("openpyxl")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("sample") / "demo.xlsx"
    write_sample(target, MONDAY)
    return target


def test_the_same_day_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write_sample(tmp_path / "again.xlsx", MONDAY)
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_dates_are_dates_headers_frozen_and_lists_offered(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    actions = book["Actions"]
    assert isinstance(actions["D2"].value, datetime)
    assert actions["D2"].number_format == "dd/mm/yyyy"
    assert actions.freeze_panes == "C2"
    assert any("E2" in rule.sqref for rule in actions.data_validations.dataValidation)
    assert actions.column_dimensions["B"].width > 30


def test_title_rows_stand_over_the_headers_of_one_tab(path: Path) -> None:
    risks = openpyxl.load_workbook(path)["Risks"]
    assert risks["A1"].value == "Risks and issues of the ads programme"
    assert risks["A4"].value == "Risk ID"
    assert risks.freeze_panes == "C5"


def test_a_formula_error_is_a_real_error_cell(path: Path) -> None:
    tasks = openpyxl.load_workbook(path, data_only=True)["Tasks"]
    errors = [cell for row in tasks.iter_rows() for cell in row if cell.data_type == "e"]
    assert [cell.value for cell in errors] == ["#REF!"]
