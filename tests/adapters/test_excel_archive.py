from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mso_sheets.adapters.excel import archive
from mso_sheets.adapters.excel.archive import Member, expand, pack, read_members, write_members
from mso_sheets.errors import WorkbookError

NAMES = st.text(
    st.characters(exclude_characters="/\\\0", exclude_categories=["Cs"]), min_size=1, max_size=12
)


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=8))
def test_any_members_come_back_and_other_programs_read_them(content: dict[str, bytes]) -> None:
    data = write_members(pack(name, body) for name, body in content.items())
    assert {m.name: expand(m) for m in read_members(data)} == content
    with zipfile.ZipFile(io.BytesIO(data)) as other:
        assert other.testzip() is None
        assert {name: other.read(name) for name in other.namelist()} == content


def test_members_are_copied_as_they_were_stored() -> None:
    """However they were compressed, and even where sizes followed the data."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as other:
        other.writestr("stored.bin", b"abc" * 99, zipfile.ZIP_STORED)
        other.writestr("best.xml", b"abc" * 99, zipfile.ZIP_DEFLATED, compresslevel=9)
        with other.open("streamed é.xml", "w", force_zip64=True) as stream:
            stream.write(b"xyz" * 50)
    before = read_members(raw.getvalue())
    after = read_members(write_members(before))
    assert after == before
    assert [expand(member) for member in after] == [b"abc" * 99, b"abc" * 99, b"xyz" * 50]


def test_sizes_beyond_four_gigabytes_are_told_in_zip64(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits are lowered, so that a small file passes them."""
    monkeypatch.setattr(archive, "_BIG", 300)
    members = [pack(f"{n}.xml", bytes(range(256)) * n) for n in range(1, 4)]
    central = archive._central(members[2], 1000)
    assert b"\x01\x00\x18\x00" + (768).to_bytes(8, "little") in central
    assert (1000).to_bytes(8, "little") in central
    assert archive._ending(3, 100, 400, 500).startswith(b"PK\x06\x06")


def test_more_members_than_the_directory_can_count_are_told_in_zip64(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The limit is lowered, so that a few members pass it."""
    monkeypatch.setattr(archive, "_MANY", 3)
    data = write_members(pack(f"{number}.xml", b"x") for number in range(9))
    with zipfile.ZipFile(io.BytesIO(data)) as other:
        assert len(other.infolist()) == 9
    assert b"PK\x06\x06" in data


def test_the_same_content_gives_the_same_bytes() -> None:
    assert write_members([pack("a", b"x")]) == write_members([pack("a", b"x")])


LOCKED = Member("xl/workbook.xml", b"", 0, 0, flags=1)
ODD = Member("xl/workbook.xml", b"", 0, 0, method=12)


@pytest.mark.parametrize("member", [LOCKED, ODD])
def test_members_that_need_a_password_or_another_program_are_refused(member: Member) -> None:
    with pytest.raises(WorkbookError, match="cannot be unpacked"):
        expand(member)
