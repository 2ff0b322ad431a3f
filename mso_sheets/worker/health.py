"""Is the worker alive, and did every job that was due have a good run since?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

BEAT_LIMIT = timedelta(minutes=3)


def unhealthy(known: Mapping[str, Any], now: datetime, patience: timedelta) -> list[str]:
    """Reasons why it is not healthy, empty when it is. `patience`: how long a run may take."""
    beat = known.get("beat")
    if not beat:
        return ["no worker has run here yet; start it with: mso-sheets worker"]
    age = now - datetime.fromisoformat(beat)
    reasons = []
    if age > BEAT_LIMIT:
        reasons.append(f"the worker's last sign of life is {_words(age)} old; restart it")
    good = known.get("good", {})
    started = datetime.fromisoformat(known.get("started", beat))
    for key, due in known.get("due", {}).items():
        when = datetime.fromisoformat(due)
        late = now - when > patience and when >= started
        if late and not (key in good and datetime.fromisoformat(good[key]) >= when):
            reasons.append(f"{key} was due {_words(now - when)} ago and has had no good run since")
    return reasons


def _words(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
