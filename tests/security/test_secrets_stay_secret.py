"""Planted secrets never reach logs, errors, tabs, messages or run records."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mso_sheets import app
from mso_sheets.errors import MsoSheetsError
from mso_sheets.logs import JsonLines, configure
from mso_sheets.settings.secrets import secret

TOKEN = "xoxb-planted-7f3a-DO-NOT-SHOW"
ODD = "planted without a known shape"
PING = "https://hc.example/ping/planted-0f61"
SECRETS = (TOKEN, ODD)


def line_of(message: str, *, error: Exception | None = None, **fields: Any) -> str:
    """What the log writes about an event."""
    record = logging.LogRecord("mso_sheets", logging.ERROR, "f.py", 1, message, (), None)
    if error is not None:
        record.exc_info = (type(error), error, None)
    record.fields = fields
    return JsonLines(SECRETS).format(record)


@pytest.mark.parametrize(
    "secret_text",
    [TOKEN, ODD, "xapp-1-A0-planted", "ya29.planted", "xoxp-planted-1", "Bearer planted.abc"],
)
def test_a_log_line_has_no_secret_wherever_it_stood(secret_text: str) -> None:
    lines = (
        line_of(f"could not log in with {secret_text}"),
        line_of("event", why=secret_text, more={"deep": [secret_text]}),
        line_of("event", error=ValueError(f"refused {secret_text}!")),
    )
    for line in lines:
        assert secret_text.removeprefix("Bearer ") not in line
        assert "[secret]" in line
        assert json.loads(line)["level"] == "ERROR"


def test_a_secret_given_by_a_file_is_cut_out_of_logs_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "token").write_text(f"{ODD}\n")
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        configure("INFO", {"SLACK_BOT_TOKEN_FILE": str(tmp_path / "token")})
        logging.getLogger("mso_sheets.test").warning("refused %s", ODD)
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    said = capsys.readouterr().err
    assert "refused [secret]" in said
    assert ODD not in said


def test_a_private_key_that_slips_into_an_error_is_cut_out() -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMIIEplanted\n-----END PRIVATE KEY-----\n"
    line = line_of("event", error=ValueError(key))
    assert "MIIEplanted" not in line


def home_of(folder: Path, more: str = "") -> Mapping[str, str]:
    (folder / "config").mkdir()
    (folder / "config" / "settings.toml").write_text(
        f'ping_url = "{PING}"\n{more}\n[workbooks.emea]\nspreadsheet = "emea.xlsx"\n'
    )
    return {"MSO_SHEETS_HOME": str(folder), "SLACK_BOT_TOKEN": TOKEN, "SLACK_APP_TOKEN": ODD}


def test_a_mistake_in_the_settings_shows_the_key_and_no_secret(tmp_path: Path) -> None:
    environment = home_of(tmp_path, "retry = 3\nchanel = 4")
    with pytest.raises(MsoSheetsError) as told:
        app.start(environment, tmp_path)
    assert "chanel" in str(told.value)
    assert not any(each in str(told.value) for each in (*SECRETS, PING))


def test_a_secret_file_that_cannot_be_read_names_the_file_alone(tmp_path: Path) -> None:
    with pytest.raises(MsoSheetsError) as told:
        secret("SLACK_BOT_TOKEN", {"SLACK_BOT_TOKEN_FILE": str(tmp_path / "gone")})
    assert "gone" in str(told.value)


def test_a_secret_given_by_a_file_is_read_and_trimmed(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    assert secret("SLACK_BOT_TOKEN", {"SLACK_BOT_TOKEN_FILE": str(tmp_path / "token")}) == TOKEN


def test_settings_hold_no_secret(tmp_path: Path) -> None:
    started = app.start(home_of(tmp_path), tmp_path)
    assert not any(each in started.settings.model_dump_json() for each in SECRETS)
