"""Celery's connection to Redis, looked for again at once and then every few seconds.

Kombu's own first pause is 2 s and grows to 30 s: as long as a short restart of Redis takes, and
longer than work of a killed worker should lie.
https://docs.celeryq.dev/projects/kombu/en/stable/reference/kombu.connection.html
"""

from __future__ import annotations

from typing import Any

from kombu.connection import Connection

PAUSES = {"interval_start": 0.2, "interval_step": 0.4, "interval_max": 3}
"""Seconds: the first, how much each one grows, the longest."""


class QuickConnection(Connection):
    """A connection with short pauses between its tries."""

    def ensure_connection(self, *arguments: Any, **options: Any) -> Any:
        """Connects; pauses as in `PAUSES` unless others are asked for."""
        asked = {**PAUSES, **options}
        return super().ensure_connection(*arguments, **asked)  # type: ignore[no-untyped-call]
