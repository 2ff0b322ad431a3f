"""The pure pieces of the Google adapter: ids, addresses, cells, ranges, tokens."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from mso_sheets.adapters.google.address import spreadsheet_id_of
from mso_sheets.adapters.google.cells import cell_data, extended_value, target_in
from mso_sheets.adapters.google.generation import (
    Token,
    next_generation,
    own,
    token_requests,
    tokens_of,
)
from mso_sheets.adapters.google.ranges import first_row_of, quoted, ranges_of, tab_of
from mso_sheets.adapters.google.reading import columns_by_sheet
from mso_sheets.adapters.google.structure import derived_id, structure_of
from mso_sheets.adapters.google.wire import (
    BatchValues,
    ExtendedValue,
    ProtectedRange,
    Sheet,
    Spreadsheet,
    plain,
)
from mso_sheets.errors import ConfigError, WorkbookError
from mso_sheets.model.cells import Cell
from mso_sheets.model.result import Link

TARGET = target_in({"Actions": 0, "O'Brien": 7})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://docs.google.com/spreadsheets/d/1aB_-9/edit#gid=0", "1aB_-9"),
        ("https://docs.google.com/spreadsheets/u/1/d/1aB_-9/edit?usp=sharing", "1aB_-9"),
        ("https://docs.google.com/spreadsheet/ccc?key=0Bm&hl=en", "0Bm"),
        (" 1aB_-9 ", "1aB_-9"),
    ],
)
def test_an_address_or_an_id_names_a_spreadsheet(text: str, found: str) -> None:
    assert spreadsheet_id_of(text) == found


@pytest.mark.parametrize("text", ["", "https://example.com/x", "tracker.xlsx", "two words"])
def test_anything_else_is_a_mistake_in_the_settings(text: str) -> None:
    with pytest.raises(ConfigError, match=r"spreadsheets/d/<id>"):
        spreadsheet_id_of(text)


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("=1+1", {"stringValue": "=1+1"}),
        ("'007", {"stringValue": "'007"}),
        (True, {"boolValue": True}),
        (0.0, {"numberValue": 0.0}),
        (7, {"numberValue": 7}),
        (False, {"boolValue": False}),
        (None, None),
        ("", None),
        (float("nan"), None),
        (float("inf"), None),
        (Link("row 2", "https://x"), {"stringValue": "row 2"}),
        (Link("", "https://x"), None),
        ("half \ud83d of a pair", {"stringValue": "half ? of a pair"}),
    ],
)
def test_a_value_is_sent_as_what_it_is(value: Any, sent: Any) -> None:
    assert extended_value(value) == sent


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("mailto:ana@example.org", "mailto:ana@example.org"),
        ("#gid=3&range=A1", "#gid=3&range=A1"),
        ("internal:'Actions'!B12", "#gid=0&range=B12"),
        ("internal:'O''Brien'!A1:C3", "#gid=7&range=A1:C3"),
        ("internal:'Gone'!A1", None),
        ("javascript:alert(1)", None),
        ("https://x y", None),
        ("ftp://x", None),
        ("file:///etc/passwd", None),
    ],
)
def test_only_web_mail_and_own_cells_become_links(url: str, uri: str | None) -> None:
    runs = cell_data(Link("words", url), TARGET).get("textFormatRuns")
    assert (runs[0]["format"]["link"]["uri"] if runs else None) == uri


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        (ExtendedValue(string_value=""), None),
        (ExtendedValue(string_value="x"), "x"),
        (ExtendedValue(number_value=0.0), 0.0),
        (ExtendedValue(bool_value=False), False),
    ],
)
def test_a_cell_s_value_is_read_as_the_values_api_gives_it(
    value: ExtendedValue | None, cell: Cell
) -> None:
    assert plain(value) == cell


def test_errors_are_read_as_their_text() -> None:
    kinds = ("REF", "N_A", "DIVIDE_BY_ZERO", "LOADING", "NEW_KIND")
    values = [{"errorValue": {"type": kind}} for kind in kinds]
    found = msgspec.convert(values, list[ExtendedValue])
    assert [plain(v) for v in found] == ["#REF!", "#N/A", "#DIV/0!", "Loading...", "#ERROR!"]


@pytest.mark.parametrize("title", ["Actions", "Q1", "O'Brien", "a!b", "R1C1", "'quoted'", "Ä ö"])
def test_any_title_survives_a1_notation(title: str) -> None:
    assert tab_of(f"{quoted(title)}!A1:Z9") == title


def test_google_leaves_quotes_away_where_it_can() -> None:
    assert (tab_of("Actions!A1:Z9"), first_row_of("Actions!A50001:Z60000")) == ("Actions", 50001)


def sheet(title: str, rows: int, columns: int, **more: Any) -> Sheet:
    grid = {"rowCount": rows, "columnCount": columns}
    properties = {"sheetId": 1, "title": title, "gridProperties": grid}
    return msgspec.convert({"properties": properties, **more}, Sheet)


def test_large_tabs_are_asked_for_in_chunks_of_rows_and_the_state_without_its_right_side() -> None:
    mark = [{"metadataKey": "mso_sheets_tab", "metadataValue": "_mso_state"}]
    assert list(ranges_of(sheet("Small", 1000, 26))) == ["'Small'"]
    assert list(ranges_of(sheet("Big", 500_000, 20)))[:2] == ["'Big'!1:50000", "'Big'!50001:100000"]
    assert len(list(ranges_of(sheet("Big", 500_000, 20)))) == 10
    assert list(ranges_of(sheet("s", 200, 40, developerMetadata=mark))) == ["'s'!A1:J200"]


def decoded(*ranges: tuple[str, list[list[Cell]]]) -> Any:
    body = [{"range": name, "values": values} for name, values in ranges]
    text = json.dumps({"spreadsheetId": "x", "valueRanges": body})
    return msgspec.json.decode(text, type=BatchValues).value_ranges


def test_chunks_are_put_under_each_other_whatever_their_order() -> None:
    big = sheet("Big", 100, 3)
    wanted = [(big, "'Big'!1:2"), (big, "'Big'!3:4"), (big, "'Big'!5:6")]
    found = decoded(
        ("Big!A5:C6", [[], ["f"]]),
        ("Big!A1:C2", [["a"], ["b", ""]]),
        ("Big!A3:C4", []),
    )
    assert columns_by_sheet(wanted, found)[1] == [["a"], ["b", None, None, None, "f"]]


def test_a_missing_chunk_is_an_error() -> None:
    big = sheet("Big", 100, 3)
    with pytest.raises(WorkbookError, match="not whole"):
        columns_by_sheet([(big, "'Big'!1:2"), (big, "'Big'!3:4")], decoded(("Big!A1:C2", [["a"]])))


TOKENS = [
    ProtectedRange(protected_range_id=3, description=Token(3, "run a", "beef").description),
    ProtectedRange(protected_range_id=2, description=Token(2, "x (y)", "cafe").description),
    ProtectedRange(protected_range_id=99, description=Token(4, "copied", "f00d").description),
    ProtectedRange(protected_range_id=5, description="Payroll"),
]


def test_tokens_are_ours_only_when_number_and_text_agree() -> None:
    assert tokens_of(TOKENS) == (Token(2, "x (y)", "cafe"), Token(3, "run a", "beef"))


def test_the_next_generation_passes_over_ids_that_are_taken() -> None:
    assert next_generation(7, frozenset({8, 9, 11})) == 10


def test_a_write_adds_its_token_insists_on_the_last_and_removes_the_oldest() -> None:
    requests = token_requests(Token(8, "r", "n"), 7, (5, 6, 7), 42)
    assert [next(iter(request)) for request in requests] == [
        "addProtectedRange",
        "updateProtectedRange",
        "deleteProtectedRange",
    ]
    assert requests[1]["updateProtectedRange"]["protectedRange"]["protectedRangeId"] == 7
    assert requests[2]["deleteProtectedRange"]["protectedRangeId"] == 5


def test_a_write_leaves_the_tokens_of_other_accounts_alone() -> None:
    mine = own((Token(5, "r", "n", account="me@x"), Token(7, "r", "n", account="you@x")), "me@x")
    assert mine == (5,)
    assert len(token_requests(Token(8, "r", "n", account="me@x"), 7, mine, 42)) == 1


def test_the_account_of_a_write_is_read_from_its_token_and_may_be_unknown() -> None:
    token = Token(7, "run a", "beef", "B1:B9", "me@x")
    (read,) = tokens_of([ProtectedRange(protected_range_id=7, description=token.description)])
    assert (read.account, read.journal) == ("me@x", "B1:B9")
    assert own((read, Token(8, "r", "n")), "me@x") == (7, 8)
    assert own((read, Token(8, "r", "n")), "") == (7, 8)


def test_the_first_write_insists_on_nothing() -> None:
    assert len(token_requests(Token(1, "r", "n"), 0, (), 42)) == 1


def test_every_writer_derives_the_same_id_and_none_that_is_taken() -> None:
    assert derived_id("Summary") == derived_id("Summary") != derived_id("Gaps")
    assert derived_id("Summary", frozenset({derived_id("Summary")})) == derived_id("Summary") + 1
    assert 0 < derived_id("Summary") < 2**31


def test_of_a_tab_and_its_copies_the_one_that_we_made_is_ours() -> None:
    mark = [{"metadataKey": "mso_sheets_tab", "metadataValue": "Summary"}]
    ids = (5, derived_id("Summary"), 9)
    sheets = [{"properties": {"sheetId": n}, "developerMetadata": mark} for n in ids]
    book = msgspec.convert({"spreadsheetId": "x", "sheets": sheets}, Spreadsheet)
    assert structure_of(book).ours == {"Summary": derived_id("Summary")}
    copied = msgspec.convert({"spreadsheetId": "x", "sheets": sheets[::2]}, Spreadsheet)
    assert structure_of(copied).ours == {"Summary": 5}
