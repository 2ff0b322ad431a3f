"""Set-ups in which all is well, on a Google spreadsheet and on a file; each test breaks its own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.e2e.broken")

from tests.adapters.google_standin import load  # noqa: E402
from tests.e2e.broken import GENERAL, TABS, Setup  # noqa: E402
from tests.e2e.slack_cases import APP_TOKEN, TOKEN, Slack  # noqa: E402


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Setup:
    """A home without a workbook, tokens set, Slack up."""
    setup = Setup(tmp_path / "home", monkeypatch, capsys, Slack())
    setup.slack.start_afresh()
    setup.environ(
        MSO_SHEETS_HOME=str(setup.home),
        MSO_SHEETS_STATE=str(tmp_path / "state"),
        SLACK_BOT_TOKEN=TOKEN,
        SLACK_APP_TOKEN=APP_TOKEN,
        SLACK_BOT_TOKEN_FILE=None,
        REDIS_URL=None,
    )
    setup.write(GENERAL)
    return setup


@pytest.fixture
def google(bare: Setup, tmp_path: Path) -> Setup:
    """A spreadsheet on Google, shared, with a channel that the bot is in."""
    own = shutil.copy(os.environ["GOOGLE_APPLICATION_CREDENTIALS"], tmp_path / "key.json")
    bare.environ(GOOGLE_APPLICATION_CREDENTIALS=str(own))
    bare.book = load(TABS)
    bare.add(
        f'[workbooks.emea]\nspreadsheet = "{bare.book.spreadsheet_id}"\n'
        'channel = "#alerts"\nops_channel = "#general"\n'
    )
    return bare


@pytest.fixture
def excel(bare: Setup) -> Setup:
    """An .xlsx that `init` made, with a channel that the bot is in."""
    bare.add('[workbooks.team]\nspreadsheet = "team.xlsx"\nlocale = "en_GB"\nchannel = "#alerts"\n')
    code, said = bare.run("init", "team")
    assert code == 0, said
    return bare
