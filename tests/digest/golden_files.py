"""Golden messages: the exact payloads, reviewed by eye when they change.

UPDATE_GOLDEN=1 python -m pytest tests/digest    writes them anew
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from mso_sheets.adapters.slack.blocks import render
from mso_sheets.model.message import Message

FOLDER = Path(__file__).parents[1] / "golden" / "messages"


def assert_golden(name: str, message: Message | None) -> None:
    """Fails where the payloads of a message differ from the reviewed ones."""
    assert message is not None
    rendered = render(message)
    shown = json.dumps([rendered.main, *rendered.thread], ensure_ascii=False, indent=1) + "\n"
    path = FOLDER / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")
