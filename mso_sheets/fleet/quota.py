"""How long a fleet's work takes at its quota, told in a sentence. Pure.

Google counts by project and by account: https://developers.google.com/workspace/sheets/api/limits
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quota:
    """Requests a minute: of the project, and of each of so many service accounts."""

    project: int = 300
    account: int = 60
    accounts: int = 1

    @property
    def a_minute(self) -> int:
        """What all workers together may send in a minute."""
        return max(1, min(self.project, self.account * self.accounts))


def minutes_needed(workbooks: int, requests_each: int, quota: Quota) -> float:
    """Minutes that one side (reads or writes) of a run on every workbook takes."""
    return workbooks * requests_each / quota.a_minute


def pressure(workbooks: int, at: str, reads: Quota, writes: Quota) -> str:
    """`10,000 workbooks at 09:00 need 67 minutes at this quota`, and what would shorten it.

    A run reads twice and writes once, and once more to confirm a message: the smaller of the two
    quotas tells how long that takes.
    """
    tight = min(reads, writes, key=lambda quota: quota.a_minute)
    minutes = minutes_needed(workbooks, 2, tight)
    lead = f"{workbooks:,} workbook{'s' if workbooks != 1 else ''} at {at}"
    need = "needs" if workbooks == 1 else "need"
    if minutes < 1:
        return f"{lead} {need} less than a minute at this quota."
    whole = math.ceil(minutes)
    return (
        f"{lead} {need} {whole:,} minute{'s' if whole != 1 else ''} at this quota. {_remedy(tight)}"
    )


def _remedy(quota: Quota) -> str:
    if quota.account * quota.accounts < quota.project:
        return "Name more service accounts in fleet.key_files to shorten that."
    return "Ask Google for a higher quota of the project, or spread the schedules."
