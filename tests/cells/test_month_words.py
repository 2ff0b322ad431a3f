from __future__ import annotations

import pytest

from mso_sheets.tables.cells.cleaning import bare
from tests.cells.cell_readings import WORDS, dates, reading

SEVEN = ("en", "es", "pt", "fr", "de", "zh", "ja")


def test_every_language_has_all_its_months_and_weekdays() -> None:
    assert set(SEVEN) <= set(WORDS.weekdays)
    assert set(SEVEN) - {"ja"} <= set(WORDS.months)
    assert {len(set(words.values())) for words in WORDS.months.values()} <= {0, 12}
    assert {len(set(words.values())) for words in WORDS.weekdays.values()} == {7}


@pytest.mark.parametrize("language", sorted(set(WORDS.months) - {"zh", "th", "hi", "bn"}))
def test_every_month_word_is_its_month_in_its_language(language: str) -> None:
    words = WORDS.months[language]
    cells = [f"17 {word} 2026" for word in words]
    assert dates(cells, language) == [f"2026-{month:02}-17" for month in words.values()]


def test_a_word_that_names_two_months_is_read_only_in_its_language() -> None:
    """Listopad is November in Polish and Czech, October in Croatian."""
    assert dates(["17 listopad 2026"], "pl_PL") == ["2026-11-17"]
    assert dates(["17 listopad 2026"], "hr_HR") == ["2026-10-17"]
    assert reading(["17 listopad 2026"], "date").rules == {0: ["date-unreadable"]}


def test_in_our_languages_no_month_word_means_two_months() -> None:
    meanings: dict[str, set[int]] = {}
    for words in WORDS.months.values():
        for word, month in words.items():
            meanings.setdefault(bare(word), set()).add(month)
    ours = {bare(word) for language in SEVEN for word in WORDS.months.get(language, {})}
    assert {word for word in ours if len(meanings[word]) > 1} == set()
