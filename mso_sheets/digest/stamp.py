"""What a reader was shown of a row, in a few characters: a press overwrites nothing newer."""

from __future__ import annotations

from datetime import date
from zlib import crc32


def stamp(owner: str, due: date | None) -> str:
    """For example "2026-04-14.1f0c": the due date and a trace of the owner's name."""
    return f"{due.isoformat() if due else '-'}.{crc32(owner.encode()) & 0xFFFF:04x}"
