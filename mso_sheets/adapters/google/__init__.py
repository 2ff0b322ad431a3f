"""Google Sheets behind the port `Workbook`: two reads and one atomic write a run.

`workbook` is the door. `transport` sends, waits and retries; `faults` turns the vendor's errors
into sentences; `wire` types the replies. `reading` makes a Snapshot; `batch` collects the one
atomic write from `generation` (the token), `tabs`, `formats`, `charts`, `new_tabs` and `guarded`
(the verified writes into people's rows).
"""

from mso_sheets.adapters.google.workbook import GoogleWorkbook

__all__ = ["GoogleWorkbook"]
