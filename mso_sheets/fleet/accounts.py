"""Which service account a run uses, and the pace that all processes share for it.

Accounts are taken in turn: one that stays with its workbook would let runs queue for it while the
others rest, and Google counts each account by itself
(https://developers.google.com/workspace/sheets/api/limits).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mso_sheets import app
from mso_sheets.errors import WorkbookError
from mso_sheets.fleet.limits import SIDES, limits_of
from mso_sheets.fleet.pace import SharedPace

if TYPE_CHECKING:
    from google.auth.credentials import Credentials
    from redis import Redis

TURN = "mso:turn"


def access_of(started: app.App, client: Redis) -> Callable[[str], Mapping[str, Any]]:
    """Workbook -> the account whose turn it is (its key), and the pace kept for that account."""
    keys = started.settings.fleet.key_files
    paces = {key: _pace(started, client, key) for key in keys or ("",)}

    def access(workbook: str) -> Mapping[str, Any]:
        key = next_account(client, workbook, keys)
        if not key:
            return {"pace": paces[key]}
        return {"pace": paces[key], **login(started.home.folder / key)}

    return access


def next_account(client: Redis, workbook: str, key_files: tuple[str, ...]) -> str:
    """The key file whose turn it is; while Redis is away, the one that is the workbook's own."""
    from redis.exceptions import RedisError

    if len(key_files) < 2:
        return account_for(workbook, key_files)
    try:
        turn: Any = client.incr(TURN)
    except RedisError:
        return account_for(workbook, key_files)
    return key_files[int(turn) % len(key_files)]


def account_for(workbook: str, key_files: tuple[str, ...]) -> str:
    """The key file of a workbook: the same in every process, few move when one is added."""
    if not key_files:
        return ""
    return max(key_files, key=lambda key: blake2b(f"{key}\0{workbook}".encode()).digest())


def _pace(started: app.App, client: Redis, key: str) -> SharedPace:
    return SharedPace(client, {side: limits_of(started.settings, key, side) for side in SIDES})


def login(key_file: Path) -> Mapping[str, Any]:
    """The account's login, kept while its file stays as it is: a token serves an hour of runs."""
    try:
        return {"credentials": _known(key_file, key_file.stat().st_mtime_ns)}
    except (OSError, WorkbookError):
        return {"key_file": key_file}  # the workbook tells what is wrong with it


@lru_cache(maxsize=64)
def _known(key_file: Path, changed: int) -> Credentials:
    from mso_sheets.adapters.google.credentials import find_credentials

    return find_credentials(key_file)
