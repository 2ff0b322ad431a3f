from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mso_sheets.adapters import looks
from mso_sheets.errors import RefusedError
from mso_sheets.model.cells import Cell, Snapshot
from mso_sheets.model.changes import Changes
from mso_sheets.model.result import Link
from mso_sheets.model.tab import Chart, Series, TabColumn
from tests.adapters.excel_books import (
    CHART,
    DATA,
    ROWS,
    edit_part,
    open_book,
    openpyxl_book,
    parts,
    plain_book,
    put,
    rich_book,
    sheet_xml,
    stored,
    tab_write,
    with_prefixes,
    write_parts,
    xlsxwriter_book,
)
from tests.adapters.excel_validity import faults

OURS_TO_EDIT = {
    "[Content_Types].xml",
    "xl/_rels/workbook.xml.rels",
    "xl/workbook.xml",
    "xl/styles.xml",
}
DATES = looks.number_format("date")
Maker = Callable[[Path], Path]


def libreoffice_book(path: Path) -> Path:
    path.write_bytes((DATA / "made_by_libreoffice.xlsx").read_bytes())
    return path


def prefixed_book(path: Path) -> Path:
    return with_prefixes(rich_book(path))


@pytest.fixture(
    params=[plain_book, xlsxwriter_book, openpyxl_book, rich_book, libreoffice_book, prefixed_book],
    ids=lambda maker: maker.__name__,
)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    maker: Maker = request.param
    return maker(tmp_path / "book.xlsx")


def full_run(path: Path) -> Snapshot:
    """One run that writes everything that a run writes."""
    notes: list[list[Cell]] = [["Ask"], ["Ana?"], [None], [3.0]]
    summary = tab_write(charts=(CHART,), figures={"On track": 7}, notes=notes, footer="By need.")
    links = [
        ("PRJ-1", Link("docs", "https://example.com/?a=1&b=2"), 1, Link("row 2", "internal:'X'!A2"))
    ]
    columns = tuple(TabColumn(label, kind) for label, kind in  # type: ignore[arg-type]
                    (("Key", "key"), ("Doc", "link"), ("Days", "days"), ("Where", "link")))  # fmt: skip
    follow_ups = tab_write(links, name="Follow-ups", columns=columns)
    return put(path, summary, follow_ups, state_rows=(("event", 1.0, True, None, "x"),))


def test_every_other_part_stays_byte_for_byte(path: Path) -> None:
    before = stored(path)
    full_run(path)
    after = stored(path)
    assert {name for name, data in before.items() if after.get(name) != data} <= OURS_TO_EDIT


def test_excel_has_nothing_to_complain_about(path: Path) -> None:
    assert faults(path) == []
    full_run(path)
    assert faults(path) == []


def test_what_was_written_is_what_is_read(path: Path) -> None:
    people_before = list(open_book(path).read().tabs)
    snapshot = full_run(path)
    summary = snapshot.our_tab("Summary")
    assert summary
    assert summary.row(1)[0] == "Summary of EMEA"
    assert summary.row(4)[0] == 7.0
    assert [summary.row(row) for row in (6, 7, 9)] == [
        ["Project", "Health", "Done", "Due", "Ask"], [*ROWS[0], "Ana?"], [*ROWS[2], 3.0],
    ]  # fmt: skip
    state = snapshot.our_tab("_mso_state")
    assert state
    assert state.row(1) == ["event", 1.0, True, None, "x"]
    assert [tab for tab in snapshot.tabs if tab.ours is None] == people_before


def test_a_second_run_replaces_and_adds_nothing(path: Path) -> None:
    full_run(path)
    first = parts(path)
    full_run(path)
    second = parts(path)
    assert faults(path) == []
    assert len(second) == len(first)
    assert second["xl/styles.xml"] == first["xl/styles.xml"]
    assert len(second["xl/workbook.xml"]) == len(first["xl/workbook.xml"])
    full_run(path)
    assert sum(map(len, parts(path).values())) - sum(map(len, second.values())) < 400  # state rows


def test_an_independent_reader_sees_the_tab_as_it_should_look(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write(charts=(CHART,), figures={"On track": 7}))
    sheet: Any = openpyxl.load_workbook(path)["Summary"]
    assert (sheet["A1"].font.bold, sheet["A1"].font.size) == (True, 18)
    assert sheet["A4"].font.bold
    assert (sheet["A6"].font.bold, sheet["A6"].fill.fgColor.rgb) == (True, "FF26415E")
    assert (sheet["C7"].number_format, sheet["D7"].number_format) == ("0%", DATES)
    assert sheet.freeze_panes == "A7"
    assert sheet.auto_filter.ref == "A6:D9"
    assert sheet.print_title_rows == "$6:$6"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.tabColor.rgb == "FF26415E"
    assert sheet.column_dimensions["B"].width == pytest.approx(14.71, abs=0.01)
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    assert [rule.text for rule in rules][:3] == ["Off track", "At risk", "On track"]
    assert [validation.prompt for validation in sheet.data_validations.dataValidation] == [
        "Weighted by effort"
    ]
    (chart,) = sheet._charts
    assert chart.anchor._from.row >= 9


def test_a_tab_is_printed_a_page_wide_and_a_short_one_with_charts_on_one_page(
    tmp_path: Path,
) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write(charts=(CHART,)), tab_write(name="Gaps"))
    pages = {sheet.title: sheet.page_setup.fitToHeight for sheet in openpyxl.load_workbook(path)}
    assert (pages["Summary"], pages["Gaps"]) == (None, 0)
    assert sheet_xml(path, "Gaps").count('<pageSetUpPr fitToPage="1"/>') == 1


def test_a_state_gets_its_mark_by_the_rule_unless_the_words_bring_it(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    words = [(key, str(state)[2:], done, due) for key, state, done, due in ROWS]
    put(path, tab_write(), tab_write(words, name="Words"))
    book: Any = openpyxl.load_workbook(path)
    marks = {
        name: [rule.dxf.numFmt and rule.dxf.numFmt.formatCode
               for area in book[name].conditional_formatting for rule in area.rules][:3]
        for name in ("Summary", "Words")
    }  # fmt: skip
    assert marks == {"Summary": [None] * 3, "Words": ['"■ "@', '"▲ "@', '"● "@']}
    assert faults(path) == []


def test_checkboxes_offer_their_two_values_and_show_when_they_are_ticked(tmp_path: Path) -> None:
    columns = (TabColumn("Key", "key"), TabColumn("Accept", "checkbox"))
    path = plain_book(tmp_path / "book.xlsx")
    snapshot = put(path, tab_write([("a", True), ("b", False)], columns=columns))
    tab = snapshot.our_tab("Summary")
    assert tab
    assert (tab.cell(5, 2), tab.cell(6, 2)) == (True, False)
    sheet: Any = openpyxl.load_workbook(path)["Summary"]
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    assert lists == {"B5:B6": '"TRUE,FALSE"'}
    assert not any(v.showErrorMessage for v in sheet.data_validations.dataValidation)
    assert sheet["B5"].number_format == '"☑";"☑";"☐"'
    ticked = [rule.formula for area in sheet.conditional_formatting for rule in area.rules]
    assert ["TRUE"] in ticked


def test_numbers_are_formatted_by_what_they_are(tmp_path: Path) -> None:
    columns = (TabColumn("Key", "key"), TabColumn("Gap", "points"), TabColumn("N", "number"),
               TabColumn("Index", "number"), TabColumn("Late", "days"))  # fmt: skip
    path = plain_book(tmp_path / "book.xlsx")
    put(
        path,
        tab_write([("a", -24.0, 1200.0, 0.87, 3.0), ("b", 4.0, 7.0, 1.0, 2.0)], columns=columns),
    )
    sheet: Any = openpyxl.load_workbook(path)["Summary"]
    shown = [sheet.cell(5, column).number_format for column in range(2, 6)]
    assert shown == ["+0;-0;0", "#,##0", "#,##0.0#", "0"]
    assert [sheet.cell(5, column).alignment.horizontal for column in (1, 2)] == ["left", "right"]


def test_links_lead_inside_as_places_and_outside_as_relationships(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    columns = (TabColumn("Key", "key"), TabColumn("Link", "link"))
    rows = [("a", Link("row 2", "internal:'Actions'!A2")), ("b", Link("guide", "https://e.com/?a&b")),
            ("c", Link("plain")), ("d", Link("no", "javascript:alert(1)"))]  # fmt: skip
    put(path, tab_write(rows, columns=columns))
    sheet: Any = openpyxl.load_workbook(path)["Summary"]
    found = [sheet.cell(row, 2).hyperlink for row in range(5, 9)]
    assert [found[0].location, found[1].target, found[2], found[3]] == [
        "'Actions'!A2", "https://e.com/?a&b", None, None,
    ]  # fmt: skip
    assert [sheet.cell(row, 2).value for row in range(5, 9)] == ["row 2", "guide", "plain", "no"]


def test_text_never_becomes_a_formula_and_what_excel_cannot_hold_is_cut(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    texts = ["=IMPORTDATA(A1)", "+1", "@sum", "http://a.b", "12", "x" * 40_000, "😀" * 20_000]
    snapshot = put(path, tab_write([(text, None, math.nan, None) for text in texts]))
    tab = snapshot.our_tab("Summary")
    assert tab
    assert [tab.cell(row, 1) for row in range(5, 10)] == texts[:5]
    assert tab.cell(10, 1) == "x" * 32_766 + "…"
    assert tab.cell(11, 1) == "😀" * 16_383 + "…"
    assert "<f>" not in sheet_xml(path, "Summary")
    assert tab.cell(5, 3) is None


def test_half_characters_and_no_characters_become_the_replacement_mark(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    bad = "a\ud800\ufffe\uffffb"
    snapshot = put(path, tab_write([(bad, None, None, None)]), state_rows=((bad,),))
    for name, row in (("Summary", 5), ("_mso_state", 1)):
        tab = snapshot.our_tab(name)
        assert tab
        assert tab.cell(row, 1) == "a\ufffd\ufffd\ufffdb"


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.text(min_size=1, max_size=12).filter(str.strip),
        min_size=1,
        max_size=8,
        unique=True,
    )
)
def test_any_text_comes_back_as_it_was(tmp_path: Path, texts: list[str]) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    snapshot = put(path, tab_write([(text, None, None, None) for text in texts]),
                   state_rows=tuple((text,) for text in texts))  # fmt: skip
    expected = [re.sub("[\ufffe\uffff]", "\ufffd", text) for text in texts]
    for name, first in (("Summary", 5), ("_mso_state", 1)):
        tab = snapshot.our_tab(name)
        assert tab
        assert [tab.cell(first + number, 1) for number in range(len(texts))] == expected


def test_a_strangers_tab_of_that_title_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    edit_part(path, "xl/workbook.xml", 'name="Actions"', 'name="summary"')
    before = path.read_bytes()
    with pytest.raises(RefusedError, match='"Summary" exists already'):
        put(path, tab_write())
    assert path.read_bytes() == before


def test_a_tab_that_people_renamed_and_moved_in_libreoffice_is_still_ours(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes((DATA / "edited_in_libreoffice.xlsx").read_bytes())
    before = open_book(path).read()
    assert [(tab.title, tab.ours) for tab in before.tabs][:2] == [
        ("Our view", "Summary"),
        ("Actions", None),
    ]
    assert before.generation == 1
    after = put(path, tab_write(charts=(CHART,)), state_rows=(("next",),))
    assert faults(path) == []
    assert [(tab.title, tab.ours) for tab in after.tabs] == [
        (tab.title, tab.ours) for tab in before.tabs
    ]
    state = after.our_tab("_mso_state")
    assert state
    assert (after.generation, list(state.columns[0])) == (2, ["event", "next"])
    sheet: Any = openpyxl.load_workbook(path)["Our view"]
    assert sheet.sheet_properties.tabColor.rgb == "FFFF0000"
    assert sheet.column_dimensions["A"].width > 30
    assert len(sheet._charts) == 1


def test_a_copy_of_a_tab_is_not_ours(tmp_path: Path) -> None:
    """Excel copies a sheet's names as local names of the copy."""
    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write())
    edit_part(path, "xl/workbook.xml", "<definedName name=\"_mso_tab.Summary\"",
              '<definedName name="_mso_tab.Summary" localSheetId="0" hidden="1">Actions!$1:$1048576'
              '</definedName><definedName name="_mso_tab.Summary"')  # fmt: skip
    assert [tab.ours for tab in open_book(path).read().tabs] == [None, "Summary"]


def test_a_tab_that_people_deleted_is_made_anew(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write())
    book = openpyxl.load_workbook(path)
    del book["Summary"]
    book.defined_names["_mso_tab.Summary"].attr_text = "#REF!$1:$1048576"
    book.save(path)
    assert open_book(path).read().our_tab("Summary") is None
    assert put(path, tab_write()).our_tab("Summary")
    assert faults(path) == []


def test_widths_colour_zoom_place_and_visibility_are_peoples(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write())
    book: Any = openpyxl.load_workbook(path)
    sheet = book["Summary"]
    sheet.column_dimensions["B"].width = 33
    sheet.sheet_properties.tabColor = "00FF00"
    sheet.sheet_view.zoomScale = 150
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True
    book.move_sheet("Summary", -1)
    book.save(path)
    wider = (*tab_write().content.columns, TabColumn("Owner", "person", 21))
    put(path, tab_write([(*row, "Ana") for row in ROWS], columns=wider))
    assert faults(path) == []
    sheet = openpyxl.load_workbook(path)["Summary"]
    assert sheet.column_dimensions["B"].width == 33
    assert sheet.column_dimensions["E"].width == pytest.approx(21.71, abs=0.01)
    assert sheet.sheet_properties.tabColor.rgb == "0000FF00"
    assert (sheet.sheet_view.zoomScale, sheet.sheet_state) == (150, "hidden")
    assert sheet.protection.sheet
    assert openpyxl.load_workbook(path).sheetnames == ["Summary", "Actions"]


def test_frozen_rows_follow_the_header_but_unfrozen_ones_stay_so(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write(), tab_write(name="Gaps"))
    book: Any = openpyxl.load_workbook(path)
    book["Gaps"].freeze_panes = None
    book.save(path)
    put(path, tab_write(figures={"On track": 7}), tab_write(name="Gaps"))
    book = openpyxl.load_workbook(path)
    assert (book["Summary"].freeze_panes, book["Gaps"].freeze_panes) == ("A7", None)


def test_a_filter_keeps_its_criteria_and_hides_the_rows_that_they_hide(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write())
    book: Any = openpyxl.load_workbook(path)
    book["Summary"].auto_filter.add_filter_column(1, ["■ Off track"])
    book["Summary"].auto_filter.add_sort_condition("A5:A7")
    book.save(path)
    rows = [*ROWS, ("PRJ-4", "■ Off track", 0.1, 46150.0)]
    snapshot = put(path, tab_write(rows))
    tab = snapshot.our_tab("Summary")
    assert tab
    assert tab.hidden_rows == {6, 7}
    sheet: Any = openpyxl.load_workbook(path)["Summary"]
    assert sheet.auto_filter.ref == "A4:D8"
    assert sheet.auto_filter.filterColumn[0].filters.filter == ["■ Off track"]
    assert "sortState" not in sheet_xml(path, "Summary")
    assert "'Summary'!$A$4:$D$8" in parts(path)["xl/workbook.xml"].decode()


def test_a_filter_that_people_took_away_does_not_come_back(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write())
    book: Any = openpyxl.load_workbook(path)
    book["Summary"].auto_filter.ref = None
    book.save(path)
    put(path, tab_write())
    assert openpyxl.load_workbook(path)["Summary"].auto_filter.ref is None


def test_charts_and_pictures_that_people_put_on_our_tab_stay_and_ours_are_renewed(
    tmp_path: Path,
) -> None:
    from openpyxl.chart import BarChart, Reference

    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write(charts=(CHART,)))
    book: Any = openpyxl.load_workbook(path)
    sheet = book["Summary"]
    own = BarChart()
    own.add_data(Reference(sheet, min_col=3, min_row=4, max_row=7), titles_from_data=True)
    sheet.add_chart(own, "H2")
    book.save(path)
    second = Chart("owner", "Overdue by owner", "bar", ("Ana",), (Series("Overdue", (3,)),))
    for _ in range(2):
        put(path, tab_write(charts=(CHART, second)))
    assert faults(path) == []
    charts = openpyxl.load_workbook(path)["Summary"]._charts
    assert len(charts) == 3
    put(path, tab_write())
    assert faults(path) == []
    assert len(openpyxl.load_workbook(path)["Summary"]._charts) == 1


def test_charts_that_are_no_longer_wanted_go_with_their_parts(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write(charts=(CHART,)))
    assert any("/charts/" in name for name in parts(path))
    snapshot = put(path, tab_write())
    assert not any("/charts/" in name or "/drawings/" in name for name in parts(path))
    assert faults(path) == []
    numbers = snapshot.our_tab("_mso_charts Summary")
    assert numbers
    assert numbers.columns == ()


def test_charts_draw_the_numbers_of_their_hidden_tab(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    snapshot = put(path, tab_write(charts=(CHART,)))
    numbers = snapshot.our_tab("_mso_charts Summary")
    assert numbers
    assert numbers.hidden
    assert [numbers.row(row) for row in (1, 2, 4)] == [
        ["Health over 3 weeks", "Off track", "On track"], ["W1", 3.0, 5.0], ["W3", None, 7.0],
    ]  # fmt: skip
    chart = next(data for name, data in parts(path).items() if "/charts/" in name).decode()
    assert "<c:f>'_mso_charts Summary'!$B$2:$B$4</c:f>" in chart
    assert "<c:f>'_mso_charts Summary'!$A$2:$A$4</c:f>" in chart


def test_a_comment_and_a_rule_that_people_made_right_of_our_columns_stay(tmp_path: Path) -> None:
    from openpyxl.comments import Comment
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.worksheet.datavalidation import DataValidation

    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write())
    book: Any = openpyxl.load_workbook(path)
    sheet = book["Summary"]
    sheet["B5"].comment = Comment("why?", "Ana")
    sheet.conditional_formatting.add("F5:F9", CellIsRule("greaterThan", ["3"]))
    sheet.conditional_formatting.add("B5:F9", CellIsRule("lessThan", ["9"]))
    validation = DataValidation("list", '"yes,no"')
    validation.add("F5:F9")
    sheet.add_data_validation(validation)
    sheet.merge_cells("G5:H6")
    book.save(path)
    put(path, tab_write())
    assert faults(path) == []
    sheet = openpyxl.load_workbook(path)["Summary"]
    assert sheet["B5"].comment.text == "why?"
    areas = [str(area.sqref) for area in sheet.conditional_formatting]
    assert areas == ["F5:F9", "B5:B7", "A5:D7"]
    assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["F5:F9", "C4"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["G5:H6"]


def test_an_excel_table_that_somebody_laid_over_our_columns_goes_and_one_beside_them_stays(
    tmp_path: Path,
) -> None:
    from openpyxl.worksheet.table import Table

    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write(notes=[["Mine"], ["x"]]))
    book: Any = openpyxl.load_workbook(path)
    book["Summary"].add_table(Table(displayName="Over", ref="A4:D7"))
    book["Summary"].add_table(Table(displayName="Beside", ref="E4:E5"))
    book.save(path)
    put(path, tab_write(notes=[["Mine"], ["x"]]))
    assert faults(path) == []
    assert list(openpyxl.load_workbook(path)["Summary"].tables) == ["Beside"]


def test_names_of_other_sheets_keep_their_sheet(tmp_path: Path) -> None:
    path = xlsxwriter_book(tmp_path / "book.xlsx")
    put(path, tab_write(), tab_write(name="Gaps"))
    text = parts(path)["xl/workbook.xml"].decode()
    names = dict(
        re.findall(r'<definedName name="([^"]+" localSheetId="[0-9])"[^>]*>([^<]+)<', text)
    )
    assert names == {
        '_xlnm._FilterDatabase" localSheetId="0': "Projects!$A$1:$D$8",
        'Local" localSheetId="1': "'Actions &amp; more'!$A$1",
        '_xlnm.Print_Titles" localSheetId="3': "'Summary'!$4:$4",
        '_xlnm._FilterDatabase" localSheetId="3': "'Summary'!$A$4:$D$7",
        '_xlnm.Print_Titles" localSheetId="4': "'Gaps'!$4:$4",
        '_xlnm._FilterDatabase" localSheetId="4': "'Gaps'!$A$4:$D$7",
    }
    assert '<definedName name="Budget">Projects!$C$2:$C$8</definedName>' in text


def test_excel_is_asked_to_work_out_formulas_anew(tmp_path: Path) -> None:
    path = openpyxl_book(tmp_path / "book.xlsx")
    content = parts(path)
    content["xl/workbook.xml"] = re.sub(rb"<calcPr[^>]*/>", b"", content["xl/workbook.xml"])
    write_parts(path, content)
    put(path, tab_write())
    assert b'fullCalcOnLoad="1"' in parts(path)["xl/workbook.xml"]
    assert faults(path) == []


def test_a_workbook_without_styles_gets_them(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx", [("a",)])
    content = parts(path)
    del content["xl/styles.xml"]
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        content[name] = re.sub(
            rb"<(?:Override|Relationship) [^>]*styles[^>]*/>", b"", content[name]
        )
    write_parts(path, content)
    put(path, tab_write())
    assert faults(path) == []
    assert openpyxl.load_workbook(path)["Summary"]["C5"].number_format == "0%"


def test_dates_of_a_workbook_that_counts_from_1904_stand_for_the_same_days(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        book.add_worksheet("Actions")
    tab = put(path, tab_write()).our_tab("Summary")
    assert tab
    assert tab.cell(5, 4) == 46142.0
    assert "<v>44680</v>" in sheet_xml(path, "Summary")


def test_macros_stay_byte_for_byte(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsm")
    content = parts(path)
    content["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 macros"
    content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ).replace(b"</Types>", b'<Default Extension="bin" ContentType="application/vnd.ms-office.'
              b'vbaProject"/></Types>')  # fmt: skip
    write_parts(path, content)
    put(path, tab_write())
    assert parts(path)["xl/vbaProject.bin"] == b"\xd0\xcf\x11\xe0 macros"


def test_the_tab_on_top_stays_on_top_and_ours_are_not_selected_with_it(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    put(path, tab_write(), tab_write(name="Gaps"))
    book: Any = openpyxl.load_workbook(path)
    assert book.active.title == "Actions"
    assert [sheet.sheet_view.tabSelected for sheet in book] == [True, None, None]


def test_the_generation_counts_writes_and_the_snapshot_after_one_is_current(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx")
    book = open_book(path)
    base = book.read()
    for number in (1, 2, 3):
        state = ((f"event {number}", number, None, ""),)
        applied = book.apply(Changes("r", tabs=(tab_write(),), state_rows=state), base)
        assert applied.generation == number
        assert applied.after
        base, fresh = applied.after, book.read()
        assert (base.generation, base.fingerprint) == (fresh.generation, fresh.fingerprint)
        mine, theirs = base.our_tab("_mso_state"), fresh.our_tab("_mso_state")
        assert mine
        assert theirs
        assert [list(column) for column in mine.columns] == [list(c) for c in theirs.columns]
        assert (mine.sheet_id, mine.index, mine.hidden) == (theirs.sheet_id, theirs.index, True)
    assert (book.requests.read, book.requests.write) == (4, 3)
