"""Which workbooks are one launcher's, where several share them out: `--shard 2/8`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

from mso_sheets.app.targets import Target
from mso_sheets.errors import ConfigError

FORM = re.compile(r"([0-9]{1,6})/([0-9]{1,6})", re.ASCII)


def of_shard(chosen: Sequence[Target], shard: str) -> list[Target]:
    """The workbooks of one shard, all of them where none is named.

    By the name alone, so that a workbook that comes or goes between two launches moves no other.
    """
    if not shard:
        return list(chosen)
    number, count = _read(shard)
    return [each for each in chosen if _number(each.name, count) == number]


def _read(shard: str) -> tuple[int, int]:
    found = FORM.fullmatch(shard)
    number, count = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= number <= count:
        raise ConfigError(f"--shard {shard} is not I/N.", "Write for instance --shard 2/8.")
    return number, count


def _number(name: str, count: int) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") % count + 1
