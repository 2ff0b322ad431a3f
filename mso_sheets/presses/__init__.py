"""A button pressed in Slack -> verified writes to the row, or a polite refusal; pure but for the desk.

Press (who, which record, what) -> deciding.decide -> Decision (cell writes, events, words)
    -> desk.Desk: reads, decides, writes, and reads again when somebody else wrote first
"""

from __future__ import annotations

from mso_sheets.presses.answered import answers_of
from mso_sheets.presses.deciding import Decision, decide
from mso_sheets.presses.desk import Desk, Place
from mso_sheets.presses.press import Handler, Press, Reply, command_of

__all__ = [
    "Decision",
    "Desk",
    "Handler",
    "Place",
    "Press",
    "Reply",
    "answers_of",
    "command_of",
    "decide",
]
