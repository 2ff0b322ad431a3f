"""Everything that is wrong in a settings file is told at once, each with its line and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from mso_sheets.errors import ConfigError
from mso_sheets.model.calendar_words import is_locale, is_zone, region_code, weekday_mask
from mso_sheets.settings.load import load_settings

WRONG = """\
timezone = "Mars/Olympus"
foo = 1
[workbooks.emea]
spreadsheet = "team.xlsx"
timezone = "Europe/Lodnon"
working_days = "Foo"
holidays = ["GB", "ZZ"]
channel = 3
"""


def settings_file(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, "utf-8")
    return path


def test_all_mistakes_are_told_at_once_with_their_own_lines(tmp_path: Path) -> None:
    path = settings_file(tmp_path, WRONG)
    with pytest.raises(ConfigError) as told:
        load_settings(path, {})
    said = str(told.value)
    assert "6 mistakes" in said
    for line, key, expected in [
        (1, "timezone = 'Mars/Olympus'", "a time zone such as"),
        (2, "foo = 1", "no such key"),
        (5, "workbooks.emea.timezone = 'Europe/Lodnon'", "a time zone such as"),
        (6, "workbooks.emea.working_days = 'Foo'", "weekdays such as"),
        (7, "workbooks.emea.holidays.1 = 'ZZ'", "a country, or country and part"),
        (8, "workbooks.emea.channel = 3", "a valid string"),
    ]:
        assert any(
            f"settings.toml:{line}: {key}" in each and expected in each for each in said.split("\n")
        ), (key, said)


def test_what_is_right_is_taken_and_general_rules_hold_for_each_workbook(tmp_path: Path) -> None:
    text = (
        'timezone = "Asia/Tokyo"\n[workbooks.emea]\nspreadsheet = "a.xlsx"\nholidays = ["DE-BY"]\n'
    )
    settings = load_settings(settings_file(tmp_path, text), {})
    assert settings.workbooks["emea"].timezone == "Asia/Tokyo"
    assert settings.workbooks["emea"].holidays == ("DE-BY",)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("GB", "GB"),
        ("gb", "GB"),
        ("de-by", "DE-BY"),
        ("Germany", "DE"),
        ("United Kingdom", "GB"),
        ("DEU", "DE"),
        ("ZZ", ""),
        ("DE-XX", ""),
        ("", ""),
    ],
)
def test_a_country_is_named_by_code_or_word(words: str, code: str) -> None:
    assert region_code(words) == code


@pytest.mark.parametrize(
    ("words", "mask"),
    [("Mon-Fri", "1111100"), ("Sun-Thu", "1111001"), ("Mon, Wed; Fri", "1010100"), ("Foo", "")],
)
def test_weekdays_are_a_span_or_a_list(words: str, mask: str) -> None:
    assert weekday_mask(words) == mask


def test_a_zone_that_the_machine_lacks_is_none() -> None:
    assert is_zone("America/New_York")
    assert not is_zone("New York")
    assert not is_zone("../etc/passwd")


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("de", True),
        ("en_GB", True),
        ("en-GB", True),
        ("es_419", True),
        ("zh_Hant_TW", True),
        ("fil_PH", True),
        ("de_DE.UTF-8", True),
        ("qq", False),
        ("english", False),
        ("en_", False),
        ("GB", False),
        ("", False),
    ],
)
def test_a_locale_is_a_language_or_language_and_country(name: str, known: bool) -> None:
    assert is_locale(name) is known


@pytest.mark.parametrize(
    "line",
    [
        'slack_bot_token = "hush"',
        'chanel = "xoxb-1-hush"',
        'outbox = ["https://hooks.slack.com/hush"]',
        'metrics_file = ["redis://:hush@host/0"]',
        'api_key = "hush"',
    ],
)
def test_a_secret_in_the_settings_is_a_mistake_that_is_told_without_it(
    tmp_path: Path, line: str
) -> None:
    with pytest.raises(ConfigError) as told:
        load_settings(settings_file(tmp_path, line + "\n"), {})
    assert "hush" not in str(told.value)
    assert "(a secret)" in str(told.value)
