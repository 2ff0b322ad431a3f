"""What every `Messenger` does, whatever stands behind it; one small class a backend runs it."""

from __future__ import annotations

from dataclasses import replace

from mso_sheets.model.message import Attachment, Group, Item, Message, Section, Span
from mso_sheets.ports import Messenger


def message_with(key: str = "daily/emea/2026-04-14/#mso-emea", items: int = 2) -> Message:
    """A small message with a thread."""
    lines = tuple(Item((Span(f"Item {number} & <b>"),)) for number in range(items))
    section = Section("Overdue", (Group((Span("Ana"),), lines),))
    return Message(
        key,
        "#mso-emea",
        "Follow-ups",
        "Follow-ups: 2 overdue",
        (Span("2 overdue"),),
        (section,),
        thread=(Section("Done", (Group((), (Item((Span("Fixed"),)),)),)),),
        workbook="emea",
    )


class MessengerContract:
    """Subclasses say how a messenger is made, and what it holds."""

    def messenger(self) -> Messenger:
        """A fresh connection to the one place of this test."""
        raise NotImplementedError

    def texts(self) -> list[str]:
        """The fallback texts of all top messages there, in order."""
        raise NotImplementedError

    def replies(self) -> int:
        """How many messages stand in threads."""
        raise NotImplementedError

    def test_a_post_is_found_by_its_key_by_anybody(self) -> None:
        message = message_with()
        ts = self.messenger().post(message)
        assert self.messenger().find(message.key, message.channel, float(ts) - 60) == ts

    def test_other_keys_and_channels_are_not_found(self) -> None:
        message = message_with()
        ts = self.messenger().post(message)
        since = float(ts) - 60
        assert self.messenger().find(f"{message.key}x", message.channel, since) is None
        assert self.messenger().find(message.key, "#other", since) is None

    def test_a_message_much_older_than_asked_is_not_found(self) -> None:
        message = message_with()
        ts = self.messenger().post(message)
        assert self.messenger().find(message.key, message.channel, float(ts) + 3600) is None

    def test_two_posts_are_two_messages_with_their_own_ts(self) -> None:
        messenger = self.messenger()
        first = messenger.post(message_with("a/b/c/d"))
        second = messenger.post(message_with("e/f/g/h"))
        assert float(second) > float(first)
        assert len(self.texts()) == 2

    def test_an_update_replaces_the_message_in_place(self) -> None:
        message = message_with()
        ts = self.messenger().post(message)
        self.messenger().update(replace(message, fallback="Follow-ups: 1 overdue"), ts)
        assert self.texts() == ["Follow-ups: 1 overdue"]
        assert self.messenger().find(message.key, message.channel, float(ts) - 60) == ts

    def test_a_reply_goes_to_the_thread_once_however_often_it_is_asked_for(self) -> None:
        message = replace(
            message_with(), attachments=(Attachment("chart.png", b"png", "Chart", "A chart"),)
        )
        ts = self.messenger().post(message)
        self.messenger().reply(message, ts)
        before = self.replies()
        self.messenger().reply(message, ts)
        assert self.replies() == before == 2
        assert len(self.texts()) == 1

    def test_nobody_has_an_unknown_address(self) -> None:
        assert self.messenger().user_id("nobody@example.com") is None
