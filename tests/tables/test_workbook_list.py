"""The registry of a fleet: rows become workbooks, and nonsense is left out with its reason."""

from __future__ import annotations

import pytest

from mso_sheets.errors import WorkbookError
from mso_sheets.model.listing import Listed, Listing
from mso_sheets.tables.workbook_list import read_list
from tests.making import rows_of, shipped_vocabulary, snapshot_of

LINK = "https://docs.google.com/spreadsheets/d/{}/edit#gid=0"
EMEA, APAC = LINK.format("1emea"), LINK.format("1apac")


def listing(table: str, *, backend: str = "google", taken: tuple[str, ...] = ()) -> Listing:
    snapshot = snapshot_of({"Fleet": rows_of(table)}, backend=backend)  # type: ignore[arg-type]
    return read_list(snapshot, shipped_vocabulary(), set(taken))


def one_row(**cells: str) -> Listing:
    """A registry with one row; what a test leaves out makes sense."""
    row = {"Workbook": "emea", "Spreadsheet": EMEA, **cells}
    return listing(f"| {' | '.join(row)} |\n| {' | '.join(row.values())} |")


def why(found: Listing) -> list[str]:
    return [row.why for row in found.left_out]


def test_a_row_is_a_workbook_with_its_channels_zone_days_and_holidays() -> None:
    found = listing(f"""
        | Workbook | Spreadsheet | Channel | Ops channel | Time zone  | Holidays  | Working days | Paused |
        | emea     | {EMEA}      | #emea   | C0123456789 | Asia/Tokyo | GB, DE-BY | Sun-Thu      | no     |
    """)
    assert found.left_out == ()
    assert found.workbooks == {
        "emea": Listed(
            "emea", EMEA, "#emea", "C0123456789", "", "Asia/Tokyo", ("GB", "DE-BY"), "Sun-Thu"
        )
    }


@pytest.mark.parametrize(
    ("name", "address"),
    [("Team", "Link"), ("WORKBOOK:", "spreadsheet_url"), ("Arbeitsmappe", "Adresse"), ("Nombre", "Enlace"),
     ("工作簿", "链接"), ("ブック", "リンク")],
)  # fmt: skip
def test_headers_are_found_by_their_words_in_any_order_below_a_title(
    name: str, address: str
) -> None:
    found = listing(
        f"Our trackers\n\n| {address} | Who keeps it | {name} |\n| {EMEA} | Ana | emea |"
    )
    assert [*found.workbooks] == ["emea"]


def test_a_blank_zone_is_the_settings_or_else_the_registrys_own() -> None:
    snapshot = snapshot_of({"Fleet": [["Workbook", "Spreadsheet"], ["emea", EMEA]]})
    words = shipped_vocabulary()
    zones = [read_list(snapshot, words, set(), zone).workbooks["emea"].timezone
             for zone in ("", "Asia/Tokyo")]  # fmt: skip
    assert zones == ["Europe/London", "Asia/Tokyo"]


@pytest.mark.parametrize(
    ("cells", "paused"),
    [({"Paused": "yes"}, True), ({"Paused": "TRUE"}, True), ({"Paused": "x"}, True),
     ({"Paused": "paused"}, True),
     ({"Paused": "ja"}, True), ({"Paused": "no"}, False), ({"Paused": "FALSE"}, False), ({"Paused": ""}, False),
     ({"Active": "no"}, True), ({"Active": "yes"}, False), ({"Active": "active"}, False)],
)  # fmt: skip
def test_a_workbook_is_paused_by_a_word_or_a_checkbox(cells: dict[str, str], paused: bool) -> None:
    found = one_row(**cells)
    assert found.workbooks["emea"].paused is paused
    assert len(found.running) == (not paused)


@pytest.mark.parametrize(
    ("cells", "reason", "place"),
    [
        ({"Spreadsheet": ""}, "it has no address", "'Fleet'!B2"),
        ({"Spreadsheet": "TBD"}, "it has no address", "'Fleet'!B2"),
        ({"Spreadsheet": "EMEA tracker"}, "'EMEA tracker' is not the address", "'Fleet'!B2"),
        ({"Spreadsheet": "https://example.com/d/1"}, "is not the address", "'Fleet'!B2"),
        ({"Spreadsheet": "#REF!"}, "the cell says #REF!", "'Fleet'!B2"),
        ({"Spreadsheet": "/etc/team.xlsx"}, "is a file, which only a registry", "'Fleet'!B2"),
        ({"Workbook": ""}, "it has no name", "'Fleet'!A2"),
        ({"Workbook": "../../etc"}, "cannot be a workbook's name", "'Fleet'!A2"),
        ({"Workbook": "a/b"}, "cannot be a workbook's name", "'Fleet'!A2"),
        ({"Workbook": "book.xlsx"}, "cannot be a workbook's name", "'Fleet'!A2"),
        ({"Workbook": "n" * 61}, "cannot be a workbook's name", "'Fleet'!A2"),
        ({"Time zone": "Europe/Lodnon"}, "'Europe/Lodnon' is no time zone", "'Fleet'!C2"),
        ({"Channel": "emea"}, "'emea' is no channel", "'Fleet'!C2"),
        ({"Channel": "#a, #b"}, "'#a, #b' is no channel", "'Fleet'!C2"),
        ({"Ops channel": "@ana"}, "'@ana' is no ops channel", "'Fleet'!C2"),
        ({"Leads channel": "#Upper"}, "'#Upper' is no leads channel", "'Fleet'!C2"),
        ({"Holidays": "GB, ZZ"}, "'ZZ' is no country or region", "'Fleet'!C2"),
        ({"Working days": "Foo"}, "'Foo' are no weekdays", "'Fleet'!C2"),
        ({"Paused": "perhaps"}, "'perhaps' is neither yes nor no", "'Fleet'!C2"),
    ],
)  # fmt: skip
def test_a_row_that_makes_no_sense_is_left_out_with_its_cell_reason_and_remedy(
    cells: dict[str, str], reason: str, place: str
) -> None:
    found = one_row(**cells)
    (row,) = found.left_out
    assert (dict(found.workbooks), row.place) == ({}, place)
    assert reason in row.why
    assert row.fix.endswith(".") or row.fix.startswith("Copy it")
    assert str(row).startswith(place)


def test_of_two_rows_with_one_name_or_one_spreadsheet_the_upper_counts() -> None:
    again = EMEA.replace("#gid=0", "?usp=sharing")
    found = listing(f"""
        | Workbook | Spreadsheet |
        | emea     | {EMEA}      |
        | Emea     | {APAC}      |
        | europe   | {again}     |
        | apac     | {APAC}      |
    """)
    assert [*found.workbooks] == ["emea", "apac"]
    assert why(found) == ["row 2 has the same name", "row 2 has the same spreadsheet"]


def test_a_row_that_is_left_out_takes_no_name_from_a_good_one_below() -> None:
    found = listing(f"""
        | Workbook | Spreadsheet | Channel |
        | emea     | {EMEA}      | nowhere |
        | emea     | {EMEA}      | #emea   |
    """)
    assert (len(found.workbooks), len(found.left_out)) == (1, 1)


def test_a_name_that_the_settings_have_stays_theirs() -> None:
    found = listing(f"| Workbook | Spreadsheet |\n| EMEA | {EMEA} |", taken=("emea",))
    assert why(found) == ["config/settings.toml has a workbook of this name"]


def test_blank_rows_between_others_are_one_line() -> None:
    found = listing(f"""
        | Workbook | Spreadsheet |
        | emea     | {EMEA}      |
        |          |             |
        |          |             |
        | apac     | {APAC}      |
    """)
    assert [*found.workbooks] == ["emea", "apac"]
    assert [str(row) for row in found.left_out] == [
        "'Fleet' rows 3, 4: they are blank; left out. Delete the blank rows."
    ]


def test_every_row_below_the_header_is_listed_left_out_or_blank() -> None:
    rows = "\n".join(f"| book{n % 7} | {LINK.format(n % 9)} | #c{n} |" for n in range(40))
    found = listing(f"| Workbook | Spreadsheet | Channel |\n{rows}")
    assert len(found.workbooks) + len(found.left_out) == 40


def test_a_registry_that_is_a_file_may_name_files() -> None:
    found = listing("| Workbook | Spreadsheet |\n| emea | emea.xlsx |", backend="xlsx")
    assert found.workbooks["emea"].spreadsheet == "emea.xlsx"


def test_a_year_is_a_name_as_people_see_it() -> None:
    assert [*one_row(Workbook="2026").workbooks] == ["2026"]


def test_a_sheet_without_the_two_headers_is_no_registry() -> None:
    with pytest.raises(WorkbookError) as told:
        listing("| Project | Owner |\n| Launch | Ana |")
    assert "no header with Workbook and Spreadsheet (tabs: 'Fleet')" in str(told.value)
    assert "registry_name" in told.value.fix


def test_news_are_the_same_after_the_sheet_was_sorted() -> None:
    rows = [f"| bad{n} | no address |" for n in range(3)]
    first, second = (
        listing("\n".join(["| Workbook | Spreadsheet |", *some])) for some in (rows, rows[::-1])
    )
    assert set(first.news) == set(second.news)
    assert len(first.news) == 3
