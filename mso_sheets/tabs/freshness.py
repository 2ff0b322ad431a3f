"""The line under every title: when, by which run, from how many rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mso_sheets.model.table import Accounting

# What changes from run to run without the content changing.
VOLATILE = re.compile(r"\d{2}:\d{2} \S+ · run \S+")


@dataclass(frozen=True, slots=True)
class Freshness:
    """When and by which run, in the team's zone; the as-of day is content, the time is not."""

    today: date
    local: datetime
    run_id: str

    def line(self, accounting: Mapping[str, Accounting]) -> str:
        """Such as: Updated Tue 14 Apr 2026 09:02 BST · run 8f3a · 128 rows read, 3 set aside."""
        read = sum(table.read for table in accounting.values())
        aside = sum(table.set_aside for table in accounting.values())
        return (
            f"Updated {day_words(self.today)} {self.local:%H:%M} {self.local.tzname()} · "
            f"run {self.run_id} · {read:,} rows read, {aside:,} set aside → Data quality"
        )


def stable(line: str) -> str:
    """The part of a freshness line that counts as content."""
    return VOLATILE.sub("", line)


def day_words(day: date) -> str:
    """Such as: Tue 14 Apr 2026."""
    return f"{day:%a} {day.day} {day:%b %Y}"
