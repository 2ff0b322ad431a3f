"""Truth: 168 date texts of the dateparser project (tests/truth/dates/SOURCE.md)."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mso_sheets.tables.cells.date_text import read_date
from tests.cells.cell_readings import TODAY, WORDS, dates

TRUTH = Path(__file__).parent.parent / "truth" / "dates" / "absolute.json"
PAIRS: list[dict[str, Any]] = json.loads(TRUTH.read_text(encoding="utf-8"))["pairs"]
NAMES = (
    "English=en French=fr Spanish=es Portuguese=pt German=de Chinese=zh Japanese=ja Dutch=nl Italian=it "
    "Russian=ru Turkish=tr Romanian=ro Czech=cs Thai=th Vietnamese=vi Belarusian=be Ukrainian=uk Korean=ko "
    "Bulgarian=bg Bangla=bn Hindi=hi Georgian=ka Finnish=fi Croatian=hr"
)
LANGUAGES = dict(pair.split("=") for pair in NAMES.split())
OURS = ("en", "fr", "es", "pt", "de", "zh", "ja")


def language(pair: dict[str, Any]) -> str:
    return LANGUAGES.get((pair["language"] or "").split()[0] if pair["language"] else "", "")


def read(pair: dict[str, Any], *, hinted: bool) -> tuple[datetime | None, datetime]:
    """What was read, and what is right; `hinted`: the language and order are known."""
    order = pair.get("options", {}).get("order", "") if hinted else ""
    locale = language(pair) if hinted else ""
    found = read_date(pair["input"], WORDS, today=TODAY, locale=locale, order=order).moment
    return found.replace(tzinfo=None) if found else None, datetime.fromisoformat(pair["expected"])


@pytest.mark.parametrize("hinted", [True, False], ids=["language known", "nothing known"])
def test_no_date_is_read_as_another(hinted: bool) -> None:
    readings = [(pair["input"], *read(pair, hinted=hinted)) for pair in PAIRS]
    assert [found for found in readings if found[1] not in (None, found[2])] == []


@pytest.mark.parametrize("hinted", [True, False], ids=["language known", "nothing known"])
def test_in_the_seven_languages_nearly_all_are_read_exactly(hinted: bool) -> None:
    ours = [pair for pair in PAIRS if language(pair) in OURS]
    refused = [pair["input"] for pair in ours if read(pair, hinted=hinted)[0] is None]
    assert len(ours) >= 50
    assert refused == ["Jeu 15:12"]  # a weekday without a date


def test_in_one_column_without_a_locale_none_is_read_as_another_day() -> None:
    read_days = dates([pair["input"] for pair in PAIRS])
    wrong = [
        (pair["input"], day)
        for pair, day in zip(PAIRS, read_days, strict=True)
        if day is not None and day != pair["expected"][:10]
    ]
    assert wrong == []
