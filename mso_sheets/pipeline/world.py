"""What a run touches, and what it reads first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mso_sheets.errors import MessengerError
from mso_sheets.model.cells import Snapshot
from mso_sheets.ports import Messenger, Workbook
from mso_sheets.tables.guards import needs_reread

REREAD_AFTER_S = 3.0


@dataclass(frozen=True, slots=True)
class World:
    """Everything a run touches: the two ports, the clock, a pause, and how often it tries."""

    workbook: Workbook
    messenger: Messenger
    clock: Callable[[], datetime]
    pause: Callable[[float], None]
    conflict_rounds: int = 5


def gather(world: World) -> Snapshot:
    """One whole read; cells that say `Loading...` get one more read after a pause."""
    snapshot = world.workbook.read()
    if needs_reread(snapshot):
        world.pause(REREAD_AFTER_S)
        snapshot = world.workbook.read()
    return snapshot


def members_of(messenger: Messenger) -> Callable[[str, str], str]:
    """Who is mentioned by which id; when Slack cannot be asked, People is believed from then on."""
    broken: list[MessengerError] = []

    def member(slack_id: str, email: str) -> str:
        if broken:
            return slack_id
        try:
            if slack_id:
                return slack_id if messenger.is_active(slack_id) else ""
            return (messenger.user_id(email) or "") if email else ""
        except MessengerError as error:
            broken.append(error)
            return slack_id

    return member
