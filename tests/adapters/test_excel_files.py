"""The file on disk: at every moment the old workbook or the new one, never less, never a mix."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock

from mso_sheets.adapters.excel import ExcelWorkbook, files
from mso_sheets.errors import ConflictError, PendingError, WorkbookError
from mso_sheets.model.changes import Changes
from tests.adapters.excel_books import open_book, plain_book, put, tab_write
from tests.adapters.excel_validity import faults

CHANGES = Changes("r", tabs=(tab_write(),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return plain_book(tmp_path / "book.xlsx", [("ID",), ("A-1",)])


def test_of_two_writers_from_the_same_reading_one_wins_and_the_other_is_told(path: Path) -> None:
    one, two = open_book(path), open_book(path)
    base_one, base_two = one.read(), two.read()
    one.apply(Changes("one", state_rows=(("one",),)), base_one)
    with pytest.raises(ConflictError) as raised:
        two.apply(Changes("two", state_rows=(("two",),)), base_two)
    assert raised.value.permanent is False
    state = one.read().our_tab("_mso_state")
    assert state
    assert list(state.columns[0]) == ["one"]
    assert two.requests.write == 0


def test_a_save_by_a_person_since_the_reading_is_a_conflict(path: Path) -> None:
    book = open_book(path)
    base = book.read()
    plain_book(path, [("ID",), ("A-2",)])
    saved = path.read_bytes()
    with pytest.raises(ConflictError):
        book.apply(CHANGES, base)
    assert path.read_bytes() == saved


RACE = """
import sys
from pathlib import Path
from mso_sheets.errors import ConflictError
from mso_sheets.model.changes import Changes
from tests.adapters.excel_books import open_book
book = open_book(Path(sys.argv[1]))
base = book.read()
print("read", flush=True)
sys.stdin.readline()
try:
    book.apply(Changes("r", state_rows=((sys.argv[2],),)), base)
    print("won")
except ConflictError:
    print("lost")
"""


def test_two_processes_at_the_same_moment_one_wins(path: Path) -> None:
    runs = [
        subprocess.Popen([sys.executable, "-c", RACE, str(path), name], text=True,
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for name in ("one", "two")
    ]  # fmt: skip
    for run in runs:
        assert run.stdout
        assert run.stdout.readline() == "read\n"
    ends = [run.communicate("go\n", timeout=60)[0].strip() for run in runs]
    assert sorted(ends) == ["lost", "won"]
    state = open_book(path).read().our_tab("_mso_state")
    assert state
    assert list(state.columns[0]) == ["one" if ends[0] == "won" else "two"]


KILLED = """
import os, sys
from pathlib import Path
from mso_sheets.adapters.excel import files
from tests.adapters.excel_books import put, tab_write
files._swap = lambda scratch, path: os._exit(9)
put(Path(sys.argv[1]), tab_write())
"""


def test_killed_between_writing_and_replacing_leaves_the_old_file_whole(path: Path) -> None:
    before = path.read_bytes()
    assert subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False).returncode == 9
    assert path.read_bytes() == before
    assert put(path, tab_write()).our_tab("Summary")
    assert faults(path) == []
    left = {entry.name for entry in path.parent.iterdir()}
    assert left == {"book.xlsx", ".mso-backups", ".book.xlsx.lock"}


@pytest.mark.parametrize("mark", ["~$book.xlsx", ".~lock.book.xlsx#"])
def test_open_elsewhere_keeps_the_result_beside_the_file_and_says_so(path: Path, mark: str) -> None:
    (path.parent / mark).write_text("ana")
    before = path.read_bytes()
    with pytest.raises(PendingError, match=r"is open in .*book\.mso-pending\.xlsx") as raised:
        put(path, tab_write())
    assert mark in raised.value.fix
    assert path.read_bytes() == before
    pending = path.with_name("book.mso-pending.xlsx")
    assert open_book(pending).read().our_tab("Summary")
    assert faults(pending) == []


def test_a_pending_copy_goes_to_the_backups_once_the_file_could_be_written(path: Path) -> None:
    mark = path.parent / "~$book.xlsx"
    mark.write_text("ana")
    with pytest.raises(PendingError):
        put(path, tab_write())
    mark.unlink()
    put(path, tab_write())
    assert not path.with_name("book.mso-pending.xlsx").exists()
    kept = [entry.name for entry in (path.parent / ".mso-backups").iterdir()]
    assert sorted(name.split(".")[1] == "pending" for name in kept) == [False, True]


def test_the_last_three_versions_are_kept_and_open(path: Path) -> None:
    path = path.rename(path.with_name("team [1].xlsx"))
    versions = []
    for minute in range(5):
        versions.append(path.read_bytes())
        moment = partial(datetime, 2026, 4, 14, 9, minute)
        book = ExcelWorkbook(path, "emea", "Europe/London", "en_GB", moment)
        book.apply(Changes("r", state_rows=((float(minute),),)), book.read())
    backups = sorted((path.parent / ".mso-backups").iterdir())
    assert [backup.name for backup in backups] == [
        f"team [1].20260414T090{minute}00000000.xlsx" for minute in (2, 3, 4)
    ]
    assert [backup.read_bytes() for backup in backups] == versions[2:]


def test_rights_and_symbolic_links_stay(path: Path) -> None:
    path.chmod(0o640)
    link = path.with_name("link.xlsx")
    link.symlink_to(path)
    put(link, tab_write())
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert open_book(path).read().our_tab("Summary")
    assert (path.parent / ".mso-backups").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no space left"),
        (errno.EBUSY, "Mount its folder"),
        (errno.EROFS, "the right to write in"),
    ],
)
def test_what_keeps_the_file_from_being_written_is_told_with_its_remedy(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fail(_scratch: Path, _path: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files, "_swap", fail)
    before = path.read_bytes()
    with pytest.raises(WorkbookError) as raised:
        put(path, tab_write())
    assert words in str(raised.value)
    assert "it is as it was" in str(raised.value)
    assert path.read_bytes() == before
    assert not path.with_name(".book.xlsx.mso-tmp").exists()


def test_a_file_that_another_program_holds_is_not_fought_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows keeps an open file from being replaced."""

    def fail(_scratch: Path, _path: Path) -> None:
        raise PermissionError(errno.EACCES, "denied")

    monkeypatch.setattr(files, "_swap", fail)
    with pytest.raises(PendingError, match="held open by another program"):
        put(path, tab_write())
    assert path.with_name("book.mso-pending.xlsx").exists()


def test_a_lock_that_is_held_too_long_may_be_tried_again(path: Path) -> None:
    held = FileLock(path.with_name(".book.xlsx.lock"))
    with (
        held,
        pytest.raises(WorkbookError, match="more than 0 s") as raised,
        files.locked(path, 0.01),
    ):
        pass
    assert raised.value.permanent is False


def test_nothing_to_write_writes_nothing(path: Path) -> None:
    book = open_book(path)
    base = book.read()
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    applied = book.apply(Changes("r"), base)
    assert (applied.generation, applied.after) == (0, base)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert book.requests.write == 0
    assert {entry.name for entry in path.parent.iterdir()} == {"book.xlsx"}
