"""Run log: a run a row, the newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from mso_sheets.model.message import Posted
from mso_sheets.model.run import RunRecord
from mso_sheets.model.tab import TabColumn, TabContent, TabValue
from mso_sheets.tabs.width import fitted

NAME = "Run log"
COLUMNS = (
    TabColumn("Run", "key", 8),
    TabColumn("When", "text", 22),
    TabColumn("Job", "text", 18),
    TabColumn("Status", "text", 9),
    TabColumn("Rows read", "number", 10),
    TabColumn("Used", "number", 8),
    TabColumn("Set aside", "number", 9),
    TabColumn("Problems", "number", 9),
    TabColumn("Tabs", "long", 34),
    TabColumn("Messages", "long", 44),
    TabColumn("Requests", "text", 26),
    TabColumn("Quiet runs before", "number", 9),
)
KEPT = 300


def render(
    title: str, row: Sequence[TabValue], earlier: Iterable[Sequence[TabValue]]
) -> TabContent:
    """The log with `row` on top; `earlier` are the rows that stood there, without this run's own."""
    rows = [list(row), *(list(old) for old in earlier if old and old[0] != row[0])]
    return TabContent(
        name=NAME,
        title=f"{title} · run log",
        freshness="Newest first. A run that changed nothing writes nothing and is counted here later.",
        columns=fitted(COLUMNS),
        rows=rows[:KEPT],
    )


def row_of(record: RunRecord, when: str, quiet_before: int) -> list[TabValue]:
    """The log's row of one run."""
    read = sum(table.read for table in record.tables.values())
    used = sum(table.used for table in record.tables.values())
    written = [title for title, what in record.tabs.items() if what == "written"]
    failed = [f"{title} failed" for title, what in record.tabs.items() if what == "failed"]
    requests = record.requests
    return [
        record.run_id, when, record.job, record.status, read, used, read - used, record.problems,
        ", ".join([*written, *failed]) or "none changed",
        "; ".join(_messages(record.messages)) or "none due",
        f"{requests.read} reads, {requests.write} writes, {requests.slack} Slack",
        quiet_before,
    ]  # fmt: skip


def _messages(messages: Sequence[Posted]) -> Iterable[str]:
    """What became of each channel's message; of direct ones how many, unless there is but one."""
    direct = Counter(_fate(posted) for posted in messages if _is_direct(posted))
    for posted in messages:
        fate = _fate(posted)
        count = direct.pop(fate, 0) if _is_direct(posted) else 1
        if count == 1:
            yield f"{posted.channel or 'no channel'} {fate}"
        elif count:
            yield f"{count} direct messages {fate}"


def _is_direct(posted: Posted) -> bool:
    return posted.channel[:1] in {"U", "W", "D"}


def _fate(posted: Posted) -> str:
    return posted.status + (f" ({posted.reason})" if posted.reason else "")
