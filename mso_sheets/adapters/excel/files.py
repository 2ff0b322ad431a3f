"""The file on disk: lock, open elsewhere or not, atomic replacement, backups, the pending copy."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from mso_sheets.errors import PendingError, WorkbookError

KEPT_BACKUPS = 3
LOCK_SECONDS = 20.0
_BACKUPS = ".mso-backups"


def read_bytes(path: Path) -> bytes:
    """The whole file, from one opening (a replacement meanwhile does not mix in)."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise WorkbookError(
            f"There is no workbook at {path}.",
            "Check the path in config/settings.toml; `mso-sheets demo` makes one to try.",
        ) from error
    except IsADirectoryError as error:
        raise WorkbookError(f"{path} is a folder.", "Name the .xlsx file in it.") from error
    except OSError as error:
        raise WorkbookError(
            f"{path} cannot be read ({error.strerror}).",
            "Give this user the right to read the file and its folder.",
        ) from error


def fingerprint(path: Path, data: bytes) -> str:
    """What identifies the stored bytes: size, time of change, and hash."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        changed = 0
    return f"{len(data)}-{changed}-{hashlib.sha256(data).hexdigest()}"


@contextlib.contextmanager
def locked(path: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Holds the workbook's lock (`.book.xlsx.lock` beside it) against other runs of ours.

    Raises:
        WorkbookError: another run kept it for longer than `seconds`, or the folder is read-only.
    """
    from filelock import FileLock, Timeout

    place = path.with_name(f".{path.name}.lock")
    lock = FileLock(place)
    try:
        lock.acquire(timeout=seconds)
    except Timeout as error:
        raise WorkbookError(
            f"Another run has been writing {path.name} for more than {seconds:.0f} s.",
            "It is tried again; if nothing else runs, remove the file " + place.name + ".",
            permanent=False,
        ) from error
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        yield
    finally:
        lock.release()


def open_elsewhere(path: Path) -> str:
    """Which program has the workbook open, by the file that it leaves beside it; empty = none."""
    programs = zip(("Excel", "LibreOffice"), open_marks(path), strict=True)
    return next((program for program, mark in programs if mark.exists()), "")


def open_marks(path: Path) -> tuple[Path, Path]:
    """The files that Excel and LibreOffice leave beside a workbook while they have it open."""
    return path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")


def refuse_when_open(path: Path, data: bytes) -> None:
    """Raises PendingError when a person has the file open, after keeping our result beside it."""
    program = open_elsewhere(path)
    if program:
        raise pending(path, data, f"{path.name} is open in {program}")


def pending(path: Path, data: bytes, why: str) -> PendingError:
    """Keeps the result as `book.mso-pending.xlsx` and returns the error that says so."""
    place = pending_path(path)
    _write(path, place, data)
    return PendingError(
        f"{why}, so it was not touched; the result is in {place.name} beside it.",
        f"Close {path.name} and run again (if nobody has it open, remove the lock file "
        f"~${path.name} or .~lock.{path.name}#).",
        permanent=False,
    )


def pending_path(path: Path) -> Path:
    """Where the result goes when the workbook is open elsewhere."""
    return path.with_name(f"{path.stem}.mso-pending{path.suffix}")


def replace(path: Path, data: bytes, now: datetime) -> None:
    """Puts `data` in the place of `path`: at any moment the file is the old one or the new one.

    The old one is kept among the backups, the last three of them. A pending copy of an earlier run
    is out of date now and is moved there too.

    Raises:
        PendingError: the system keeps the file from being replaced (open on Windows).
        WorkbookError: no space, no right to write.
    """
    scratch = path.with_name(f".{path.name}.mso-tmp")
    _write(path, scratch, data)
    try:
        _keep_backups(path, now)
        _swap(scratch, path)
    except PermissionError as error:
        scratch.unlink(missing_ok=True)
        if path.exists() and os.access(path.parent, os.W_OK):
            raise pending(path, data, f"{path.name} is held open by another program") from error
        raise _unwritable(path, error) from error
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise _unwritable(path, error) from error


def _swap(scratch: Path, path: Path) -> None:
    """The one step that changes what others see."""
    os.replace(scratch, path)
    with contextlib.suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _write(path: Path, place: Path, data: bytes) -> None:
    """Writes `place` through to the disk, with the rights and owner that `path` has."""
    try:
        with place.open("wb") as file:
            _copy_rights(path, place)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with contextlib.suppress(OSError):
            place.unlink(missing_ok=True)
        raise _unwritable(path, error) from error


def _copy_rights(path: Path, place: Path) -> None:
    with contextlib.suppress(OSError):
        state = path.stat()
        os.chmod(place, state.st_mode & 0o7777)
        if hasattr(os, "chown"):
            os.chown(place, state.st_uid, state.st_gid)


def _keep_backups(path: Path, now: datetime) -> None:
    folder = path.parent / _BACKUPS
    folder.mkdir(mode=0o700, exist_ok=True)
    stamp = f"{now:%Y%m%dT%H%M%S%f}"
    backup = folder / f"{path.stem}.{stamp}{path.suffix}"
    backup.unlink(missing_ok=True)
    try:
        os.link(path, backup)
    except OSError:
        shutil.copy2(path, backup)
    stale = pending_path(path)
    if stale.exists():
        os.replace(stale, folder / f"{path.stem}.pending.{stamp}{path.suffix}")
    for pattern in (f"{path.stem}.[0-9]*{path.suffix}", f"{path.stem}.pending.*{path.suffix}"):
        for old in sorted(folder.glob(_literal(path.stem, pattern)))[:-KEPT_BACKUPS]:
            old.unlink(missing_ok=True)


def _literal(stem: str, pattern: str) -> str:
    """The pattern with the file's own name taken literally."""
    plain = "".join(f"[{c}]" if c in "[*?" else c for c in stem)
    return plain + pattern.removeprefix(stem)


def _unwritable(path: Path, error: OSError) -> WorkbookError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return WorkbookError(
            f"There is no space left to write {path.name}; it is as it was.",
            "Make room on the disk and run again.",
            permanent=False,
        )
    if error.errno == errno.EBUSY:
        return WorkbookError(
            f"{path.name} cannot be replaced: it is mounted as a single file; it is as it was.",
            "Mount its folder into the container instead.",
        )
    return WorkbookError(
        f"{path.name} cannot be written ({error.strerror}); it is as it was.",
        f"Give this user the right to write in {path.parent}.",
    )
