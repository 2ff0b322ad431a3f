"""A local .xlsx behind the `Workbook` port: read whole, written by grafting, replaced atomically."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mso_sheets.adapters.excel import book, calcchain, files
from mso_sheets.adapters.excel.package import Package
from mso_sheets.errors import ConflictError
from mso_sheets.model.cells import RawTab, Snapshot
from mso_sheets.model.changes import Applied, Changes
from mso_sheets.ports import Requests


class ExcelWorkbook:
    """One .xlsx or .xlsm file. `now` gives the wall clock for the names of backups.

    The spreadsheet's id is the file's name: a copy under another name starts afresh, the same file
    mounted elsewhere does not.
    """

    def __init__(
        self, path: Path | str, name: str, time_zone: str, locale: str, now: Callable[[], datetime]
    ) -> None:
        self.requests = Requests()
        self._path = Path(path).resolve()
        self._name, self._time_zone, self._locale, self._now = name, time_zone, locale, now

    def read(self) -> Snapshot:
        """The whole workbook, from one reading of the file.

        Raises:
            WorkbookError: no such file, not an .xlsx, damaged, encrypted; each with its remedy.
        """
        from mso_sheets.adapters.excel.read import read_tabs

        self.requests.read += 1
        data = files.read_bytes(self._path)
        mark = files.fingerprint(self._path, data)
        package = Package(data)
        return Snapshot(
            name=self._name,
            spreadsheet_id=self._path.name,
            title=self._path.stem,
            backend="xlsx",
            locale=self._locale,
            time_zone=self._time_zone,
            tabs=read_tabs(data, package),
            url=self._path.as_uri(),
            generation=book.generation(package),
            fingerprint=mark,
        )

    def apply(self, changes: Changes, base: Snapshot) -> Applied:
        """Writes all of `changes` or none, if the file is still the one that `base` was read from.

        Raises:
            ConflictError: somebody saved the file since.
            PendingError: it is open elsewhere; the result is in `book.mso-pending.xlsx`.
            RefusedError: a tab of ours is to be made where a stranger's of that title is.
            WorkbookError: it cannot be written; it is as it was.
        """
        if changes.empty and not changes.state_reset:
            return Applied(base.generation, after=base)
        with files.locked(self._path):
            data = files.read_bytes(self._path)
            if files.fingerprint(self._path, data) != base.fingerprint:
                raise ConflictError("The workbook was saved by somebody else meanwhile.")
            package = Package(data)
            dropped = change(package, changes, base)
            result = package.to_bytes()
            self.requests.write += 1
            files.refuse_when_open(self._path, result)
            files.replace(self._path, result, self._now())
            mark = files.fingerprint(self._path, result)
        after = _after(base, changes, package, mark)
        return Applied(after.generation, tuple(dropped), after)


def change(package: Package, changes: Changes, base: Snapshot) -> list[str]:
    """Makes all changes in memory; returns a sentence for each verified write that was dropped."""
    from mso_sheets.adapters.excel.graft import put_tabs
    from mso_sheets.adapters.excel.newtabs import put_new_tabs
    from mso_sheets.adapters.excel.people import write_people
    from mso_sheets.adapters.excel.state import write_state

    put_new_tabs(package, changes.new_tabs)
    dropped = write_people(package, changes.cells, changes.appends, base)
    put_tabs(package, changes.tabs, base)
    if changes.state_rows or changes.state_reset:
        present = base.our_tab(book.STATE)
        write_state(package, changes.state_rows, present, reset=changes.state_reset)
    renewed = [book.marked(package)[write.content.name] for write in changes.tabs]
    calcchain.prune(package, renewed)
    package.drop_orphans()
    book.recalculate_on_opening(package)
    book.set_generation(package, base.generation + 1)
    return dropped


def _after(base: Snapshot, changes: Changes, package: Package, mark: str) -> Snapshot:
    """`base` with its generation, fingerprint and state brought forward."""
    from mso_sheets.adapters.excel.state import extended

    forward = replace(base, generation=base.generation + 1, fingerprint=mark)
    if not (changes.state_rows or changes.state_reset):
        return forward
    present, sheet = base.our_tab(book.STATE), book.marked(package)[book.STATE]
    columns = extended(present, changes.state_rows, reset=changes.state_reset)
    height = max((len(column) for column in columns), default=0)
    state = RawTab(
        sheet.title, sheet.sheet_id, columns, height, len(columns), hidden=sheet.hidden,
        ours=book.STATE, index=sheet.index,
    )  # fmt: skip
    others = tuple(tab for tab in base.tabs if tab.ours != book.STATE)
    return replace(forward, tabs=tuple(sorted((*others, state), key=lambda tab: tab.index)))
