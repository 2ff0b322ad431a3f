"""The outbox: the exact payload and a page a message, for the owner's eyes only."""

from __future__ import annotations

import errno
import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from mso_sheets.adapters.outbox import OutboxMessenger
from mso_sheets.adapters.slack.blocks import encoded, render
from mso_sheets.errors import MessengerError
from mso_sheets.model.message import Attachment, Message
from mso_sheets.ports import Messenger
from tests.adapters.contract_messenger import MessengerContract, message_with


class TestTheOutboxKeepsTheContract(MessengerContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path / "outbox"

    def messenger(self) -> Messenger:
        return OutboxMessenger(self.folder)

    def texts(self) -> list[str]:
        return [
            json.loads(path.read_bytes())["text"] for path in sorted(self.folder.glob("*.json"))
        ]

    def replies(self) -> int:
        return len([path for path in self.folder.glob("*/*") if path.is_file()])


def posted(folder: Path, message: Message, **more: object) -> tuple[str, Path]:
    ts = OutboxMessenger(folder, now=lambda: 1_776_152_403.0002).post(message)
    return ts, next(folder.glob(f"{ts}-*.json"))


def test_the_json_is_byte_for_byte_what_slack_would_be_sent(tmp_path: Path) -> None:
    message = message_with()
    ts, path = posted(tmp_path / "outbox", message)
    assert ts == "1776152403.000200"
    assert path.read_bytes() == encoded(render(message).main)
    assert path.name == "1776152403.000200-daily-emea-2026-04-14-mso-emea.json"


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    message = replace(message_with(), attachments=(Attachment("../a b.png", b"1"),))
    folder = tmp_path / "outbox"
    ts, _ = posted(folder, message)
    OutboxMessenger(folder).reply(message, ts)
    modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}
    assert modes == {True: 0o700, False: 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name for path in folder.glob("*/*")} == {"thread-01.json", "a-b.png"}


def test_the_page_shows_message_thread_and_files_and_runs_nothing(tmp_path: Path) -> None:
    message = replace(message_with(), attachments=(Attachment("chart.png", b"1", alt="A chart"),))
    folder = tmp_path / "outbox"
    ts, path = posted(folder, message)
    OutboxMessenger(folder).reply(message, ts)
    page = path.with_suffix(".html").read_text()
    assert "Item 0 &amp; &lt;b&gt;" in page
    assert "Fixed" in page
    assert "A chart" in page
    assert "<script" not in page
    assert "http://" not in page


def test_the_thread_is_as_long_as_the_setting_allows(tmp_path: Path) -> None:
    for most in (1, 3):
        outbox = OutboxMessenger(tmp_path / str(most), thread_messages=most)
        message = message_with(items=3_000)
        outbox.reply(message, outbox.post(message))
        assert len(list((tmp_path / str(most)).glob("*/thread-*.json"))) == most


def test_two_messages_in_the_same_instant_have_their_own_files(tmp_path: Path) -> None:
    first, _ = posted(tmp_path, message_with("a/b/c/d"))
    second, _ = posted(tmp_path, message_with("a/b/c/d"))
    assert first != second
    assert len(list(tmp_path.glob("*.json"))) == 2


def test_the_words_are_printed_where_somebody_looks(tmp_path: Path) -> None:
    shown: list[str] = []
    OutboxMessenger(tmp_path, echo=shown.append).post(message_with())
    assert shown == [
        "Follow-ups\n2 overdue\n\nOverdue\nAna\n - Item 0 & <b>\n - Item 1 & <b>\n\n"
        "In the thread: Done\n"
    ]


def test_damaged_and_strange_files_are_passed_over(tmp_path: Path) -> None:
    ts, _ = posted(tmp_path, message_with())
    (tmp_path / "1776152404.000000-x.json").write_text("{")
    (tmp_path / "1776152405.000000-y.json").write_text("[1]")
    (tmp_path / "notes.json").write_text("{}")
    assert OutboxMessenger(tmp_path).find(message_with().key, "#mso-emea", 0) == ts


@pytest.mark.parametrize(
    ("number", "words", "permanent"),
    [
        (errno.ENOSPC, "no room left", False),
        (errno.EROFS, "cannot be written", True),
        (errno.EACCES, "cannot be written", True),
        (errno.EIO, "cannot be written", True),
    ],
)
def test_a_disk_that_refuses_is_a_sentence_and_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, permanent: bool
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr("mso_sheets.adapters.outbox.os.fsync", refuse)
    with pytest.raises(MessengerError, match=words) as error:
        OutboxMessenger(tmp_path).post(message_with())
    assert error.value.permanent is permanent
    assert "--outbox" in error.value.fix
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("")
    with pytest.raises(MessengerError, match="is not a folder"):
        OutboxMessenger(tmp_path / "outbox").post(message_with())


def test_a_message_that_is_gone_cannot_be_updated(tmp_path: Path) -> None:
    with pytest.raises(MessengerError, match="has no message"):
        OutboxMessenger(tmp_path).update(message_with(), "1.000000")
