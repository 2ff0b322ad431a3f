"""A zip whose members are copied as they are stored: compressed bytes in, the same bytes out.

Formats: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (4.3.7 local header, 4.3.12
central directory, 4.3.14 zip64). zipfile reads; it has no public way to write stored bytes.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from mso_sheets.errors import WorkbookError

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_BIG, _MANY = 0xFFFFFFFF, 0xFFFF
_SIZES_FOLLOW = 0x08
_ZIP64 = 0x0001
_THOROUGH, _QUICK, _LARGE = 6, 2, 4_000_000
"""Levels of deflate; a large part takes the quick one, a third of the time for a tenth more bytes."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the zip as stored. `stored` is compressed by `method` (0 none, 8 deflate)."""

    name: str
    stored: bytes
    size: int
    crc: int
    method: int = 8
    flags: int = 0
    stamp: tuple[int, int] = (0x21, 0)
    extra: bytes = b""
    attributes: int = 0
    comment: bytes = b""


def read_members(data: bytes) -> list[Member]:
    """Every member in the order of the directory.

    Raises:
        WorkbookError: not a whole zip (perhaps it is being saved this moment), or encrypted.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return [_member(data, info) for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, struct.error, EOFError) as error:
        raise WorkbookError(
            f"The file is not a whole .xlsx ({error}).",
            "If it is being saved or copied, run again; else open it, save it as .xlsx, run again.",
            permanent=False,
        ) from error


def _member(data: bytes, info: zipfile.ZipInfo) -> Member:
    header = _LOCAL.unpack_from(data, info.header_offset)
    if header[0] != b"PK\x03\x04":
        raise zipfile.BadZipFile("a member is not where the directory says")
    start = info.header_offset + _LOCAL.size + header[9] + header[10]
    stored = data[start : start + info.compress_size]
    if len(stored) != info.compress_size:
        raise zipfile.BadZipFile("a member is cut short")
    return Member(
        info.filename, stored, info.file_size, info.CRC, info.compress_type,
        info.flag_bits & ~_SIZES_FOLLOW, _stamp(info.date_time), _without_zip64(info.extra),
        info.external_attr, info.comment,
    )  # fmt: skip


def _stamp(moment: tuple[int, int, int, int, int, int]) -> tuple[int, int]:
    year, month, day, hour, minute, second = moment
    return (max(year - 1980, 0) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2)


def _without_zip64(extra: bytes) -> bytes:
    kept, place = b"", 0
    while place + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, place)
        if kind != _ZIP64:
            kept += extra[place : place + 4 + size]
        place += 4 + size
    return kept


def expand(member: Member) -> bytes:
    """The member's content.

    Raises:
        WorkbookError: encrypted, damaged, or compressed in a way that spreadsheets do not use.
    """
    fix = "Open the file, save it again as .xlsx without a password, and run again."
    if member.flags & 1 or member.method not in (0, 8):
        raise WorkbookError(f"{member.name} in the file cannot be unpacked.", fix)
    try:
        content = member.stored if member.method == 0 else zlib.decompress(member.stored, -15)
    except zlib.error as error:
        raise WorkbookError(f"{member.name} in the file is damaged ({error}).", fix) from error
    if zlib.crc32(content) != member.crc:
        raise WorkbookError(f"{member.name} in the file is damaged (wrong checksum).", fix)
    return content


def pack(name: str, content: bytes) -> Member:
    """A new member, deflated; the same content gives the same bytes."""
    level = _THOROUGH if len(content) < _LARGE else _QUICK
    squeeze = zlib.compressobj(level, zlib.DEFLATED, -15)
    stored = squeeze.compress(content) + squeeze.flush()
    return Member(name, stored, len(content), zlib.crc32(content), flags=_utf8_flag(name))


def _utf8_flag(name: str) -> int:
    return 0 if name.isascii() else 0x800


def write_members(members: Iterable[Member]) -> bytes:
    """The zip file of these members. Zip64 fields appear only where sizes or places need them."""
    out, directory, count = bytearray(), bytearray(), 0
    for member in members:
        directory += _central(member, len(out))
        out += _local(member)
        out += member.stored
        count += 1
    start, size = len(out), len(directory)
    out += directory
    return bytes(out + _ending(count, size, start, len(out)))


def _name(member: Member) -> bytes:
    return member.name.encode("utf-8" if member.flags & 0x800 else "cp437")


def _sizes(member: Member) -> tuple[int, int, bytes]:
    if max(len(member.stored), member.size) < _BIG:
        return len(member.stored), member.size, b""
    return _BIG, _BIG, struct.pack("<2Q", member.size, len(member.stored))


def _local(member: Member) -> bytes:
    stored, size, big = _sizes(member)
    extra = (struct.pack("<2H", _ZIP64, len(big)) + big if big else b"") + member.extra
    name, (day, time) = _name(member), member.stamp
    header = _LOCAL.pack(
        b"PK\x03\x04", 45 if big else 20, member.flags, member.method, time, day,
        member.crc, stored, size, len(name), len(extra),
    )  # fmt: skip
    return header + name + extra


def _central(member: Member, offset: int) -> bytes:
    stored, size, big = _sizes(member)
    if offset >= _BIG:
        big += struct.pack("<Q", offset)
    extra = (struct.pack("<2H", _ZIP64, len(big)) + big if big else b"") + member.extra
    version, name, (day, time) = 45 if big else 20, _name(member), member.stamp
    header = _CENTRAL.pack(
        b"PK\x01\x02", version, 0, version, 0, member.flags, member.method, time, day,
        member.crc, stored, size, len(name), len(extra), len(member.comment), 0, 0,
        member.attributes, min(offset, _BIG),
    )  # fmt: skip
    return header + name + extra + member.comment


def _ending(count: int, size: int, start: int, here: int) -> bytes:
    end = _END.pack(b"PK\x05\x06", 0, 0, min(count, _MANY), min(count, _MANY),
                    min(size, _BIG), min(start, _BIG), 0)  # fmt: skip
    if count < _MANY and max(size, start) < _BIG:
        return end
    end64 = _END64.pack(b"PK\x06\x06", _END64.size - 12, 45, 45, 0, 0, count, count, size, start)
    return end64 + _LOCATOR64.pack(b"PK\x06\x07", 0, here, 1) + end
