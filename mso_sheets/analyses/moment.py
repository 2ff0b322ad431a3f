"""The moment of a run as logs write it: local time without a zone."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import numpy as np

from mso_sheets.analyses.context import Context


def moment_of(context: Context) -> np.datetime64:
    """Now in the team's local time; the end of the as-of day when that is another day."""
    zone = context.rules.timezone
    local = context.now.astimezone(ZoneInfo(zone)) if zone else context.now
    if local.date() != context.today:
        local = datetime.combine(context.today, time(23, 59))
    return np.datetime64(local.replace(tzinfo=None), "s")
