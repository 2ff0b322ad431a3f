"""The Run log's write: this run's row on top of what stands there."""

from __future__ import annotations

from dataclasses import replace

from mso_sheets.errors import RefusedError
from mso_sheets.model.cells import Snapshot
from mso_sheets.model.changes import TabWrite
from mso_sheets.model.run import Requested, RunRecord
from mso_sheets.model.tab import TabValue
from mso_sheets.plan.options import Moment, Options
from mso_sheets.tabs import runlog
from mso_sheets.tabs.place import place
from mso_sheets.tabs.standing import standing


def log_write(
    snapshot: Snapshot, record: RunRecord, moment: Moment, options: Options, *, one_more_write: bool
) -> TabWrite | None:
    """The Run log with this run in it; None where a stranger's tab holds the title.

    `one_more_write`: the write that carries the log counts itself.
    """
    made = record.requests
    counted = Requested(made.read, made.write + int(one_more_write), made.slack)
    row = runlog.row_of(
        replace(record, requests=counted),
        f"{moment.local:%Y-%m-%d %H:%M} {moment.local.tzname()}",
        options.quiet_before,
    )
    title = options.rules.title or snapshot.title or options.workbook
    try:
        return place(runlog.render(title, row, _earlier(snapshot)), snapshot)
    except RefusedError:
        return None


def _earlier(snapshot: Snapshot) -> list[list[TabValue]]:
    tab = snapshot.our_tab(runlog.NAME)
    if tab is None:
        return []
    stands = standing(tab, runlog.COLUMNS)
    return [[stands.value(key, column.label) for column in runlog.COLUMNS] for key in stands.rows]
