"""Workbooks as people have them, made by other programs, and tabs of ours to put into them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mso_sheets.adapters.excel import ExcelWorkbook
from mso_sheets.model.cells import Cell, Snapshot
from mso_sheets.model.changes import Changes, GridValue, TabWrite
from mso_sheets.model.result import Figure
from mso_sheets.model.tab import Chart, Series, TabColumn, TabContent

NOW = datetime(2026, 4, 14, 9, 0)
DATA = Path(__file__).parent / "data"
COLUMNS = (
    TabColumn("Project", "key", 10),
    TabColumn("Health", "health", 14),
    TabColumn("Done", "percent", 7, "Weighted by effort"),
    TabColumn("Due", "date", 12),
)
ROWS: tuple[tuple[GridValue, ...], ...] = (
    ("PRJ-1", "■ Off track", 0.38, 46142.0),
    ("PRJ-2", "▲ At risk", 0.71, 46164.0),
    ("PRJ-3", "● On track", 0.9, 46142.0),
)
CHART = Chart(
    "health", "Health over 3 weeks", "stacked-column", ("W1", "W2", "W3"),
    (Series("Off track", (3, 2, None), "#D55E00"), Series("On track", (5, 6, 7))),
)  # fmt: skip


def open_book(path: Path) -> ExcelWorkbook:
    """The workbook at `path` with a clock that stands still."""
    return ExcelWorkbook(path, "emea", "Europe/London", "en_GB", lambda: NOW)


def put(path: Path, *writes: TabWrite, **changes: Any) -> Snapshot:
    """Reads the workbook, writes these tabs, and reads it again."""
    book = open_book(path)
    book.apply(Changes("8f3a", tabs=writes, **changes), book.read())
    return book.read()


def tab_write(
    rows: Sequence[Sequence[GridValue]] = ROWS,
    *,
    name: str = "Summary",
    columns: tuple[TabColumn, ...] = COLUMNS,
    notes: Sequence[Sequence[Cell]] = (),
    charts: tuple[Chart, ...] = (),
    figures: Mapping[str, float] | None = None,
    footer: str = "",
) -> TabWrite:
    """A tab as the core hands it over: title, freshness, figures, an empty row, header, rows."""
    shown = tuple(Figure(label, value) for label, value in (figures or {}).items())
    content = TabContent(name, f"{name} of EMEA", "Updated 09:00", columns, rows, shown, charts,
                         footer=footer)  # fmt: skip
    head: list[list[GridValue]] = [[content.title], [content.freshness]]
    if shown:
        head += [[figure.name for figure in shown], [figure.value for figure in shown]]
    head += [[], [column.label for column in columns]]
    tail = [[footer]] if footer else []
    grid = [_padded(row, len(columns)) for row in [*head, *rows, *tail]]
    return TabWrite(content, grid, len(head), notes)


def _padded(row: Sequence[GridValue], width: int) -> list[GridValue]:
    return [*row, *([None] * (width - len(row)))]


def parts(path: Path) -> dict[str, bytes]:
    """Every member of the zip, unpacked."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def stored(path: Path) -> dict[str, bytes]:
    """Every member of the zip as its compressed bytes stand in the file."""
    data = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {}
        for info in archive.infolist():
            name, extra = struct.unpack_from("<2H", data, info.header_offset + 26)
            start = info.header_offset + 30 + name + extra
            members[info.filename] = data[start : start + info.compress_size]
        return members


def edit_part(path: Path, name: str, old: str, new: str) -> None:
    """Changes text in one part, as a hand in the file would; `old` must be there."""
    content = parts(path)
    text = content[name].decode()
    assert old in text, (name, old)
    content[name] = text.replace(old, new).encode()
    write_parts(path, content)


def write_parts(path: Path, content: Mapping[str, bytes]) -> None:
    """Writes a zip of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)


def sheet_part(path: Path, title: str) -> str:
    """The name of the part that holds the sheet of this title."""
    from mso_sheets.adapters.excel import book
    from mso_sheets.adapters.excel.package import Package

    return next(s.part for s in book.sheets(Package(path.read_bytes())) if s.title == title)


def sheet_xml(path: Path, title: str) -> str:
    """The XML of the sheet of this title."""
    return parts(path)[sheet_part(path, title)].decode()


def plain_book(path: Path, rows: Sequence[Sequence[Any]] = (("Action ID", "Action"),)) -> Path:
    """One tab, Actions, with these rows."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Actions")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value, day if isinstance(value, date) else None)
    return path


def picture() -> bytes:
    """A PNG of one red pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        tail = struct.pack(">L", zlib.crc32(kind + body))
        return struct.pack(">L", len(body)) + kind + body + tail

    header = chunk(b"IHDR", struct.pack(">2L5B", 1, 1, 8, 2, 0, 0, 0))
    pixel = chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00"))
    return b"\x89PNG\r\n\x1a\n" + header + pixel + chunk(b"IEND", b"")


def xlsxwriter_book(path: Path) -> Path:
    """What Excel people use: formulas, charts, sparklines, bars, tables, shapes, comments, names."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Projects")
        other = book.add_worksheet("Actions & more")
        money = book.add_format({"num_format": "€#,##0.00", "font_name": "Arial"})
        sheet.write_row(0, 0, ["Project ID", "Project", "Budget", "Spent"])
        for row in range(1, 8):
            sheet.write_row(row, 0, [f"PRJ-{row}", f"Launch {row}"])
            sheet.write_row(row, 2, [row * 1000.5, row * 400], money)
        sheet.write_formula("F1", "=SUM(C2:C8)", None, 28014)
        sheet.add_sparkline("G2", {"range": "Projects!C2:D2"})
        sheet.conditional_format("C2:C8", {"type": "data_bar", "data_bar_2010": True})
        sheet.conditional_format("D2:D8", {"type": "3_color_scale"})
        sheet.write_comment("B2", "Ana: moved to May", {"author": "Ana"})
        sheet.insert_image("I2", "dot.png", {"image_data": io.BytesIO(picture())})
        sheet.insert_textbox("I8", "Read me first")
        chart: Any = book.add_chart({"type": "pie"})
        chart.add_series({"categories": "=Projects!$A$2:$A$8", "values": "=Projects!$C$2:$C$8"})
        sheet.insert_chart("I12", chart)
        sheet.autofilter("A1:D8")
        other.add_table("A1:C4", {"data": [["ACT-1", "Send", 3], ["ACT-2", "Ask", 4]],
            "columns": [{"header": "Action ID"}, {"header": "Action"}, {"header": "Days"}]})  # fmt: skip
        other.data_validation("C2:C9", {"validate": "list", "source": ["1", "2"]})
        other.merge_range("E2:F3", "Merged")
        book.define_name("Budget", "=Projects!$C$2:$C$8")
        book.define_name("'Actions & more'!Local", "='Actions & more'!$A$1")
        book.add_chartsheet("Picture").set_chart(_line(book))
    return path


def _line(book: Any) -> Any:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Projects!$D$2:$D$8"})
    return chart


def openpyxl_book(path: Path) -> Path:
    """What a script of the team made with openpyxl: absolute part names, comments, a table."""
    from openpyxl import Workbook
    from openpyxl.chart import BarChart, Reference
    from openpyxl.comments import Comment
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.table import Table

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Tasks"
    sheet.append(["Task ID", "Task", "Days", "Due"])
    for row in range(1, 6):
        sheet.append([f"T-{row}", "Draft <policy> & send", row, date(2026, 4, row)])
    sheet["F1"] = "=SUM(C2:C6)"
    sheet["A1"].font = Font(bold=True, name="Verdana")
    sheet["B2"].comment = Comment("Ben says so", "Ben")
    sheet["B3"].hyperlink = "https://example.com/?a=1&b=2"
    red = PatternFill("solid", fgColor="FFC7CE")
    sheet.conditional_formatting.add("C2:C6", CellIsRule("greaterThan", ["3"], fill=red))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=6), titles_from_data=True)
    sheet.add_chart(chart, "H2")
    sheet.add_table(Table(displayName="TaskList", ref="A1:D6"))
    book.create_sheet("Hidden one").sheet_state = "hidden"
    book.defined_names["Days"] = DefinedName("Days", attr_text="Tasks!$C$2:$C$6")
    book.save(path)
    return path


def rich_book(path: Path) -> Path:
    """The XlsxWriter book with what only Excel writes: a pivot, a calculation chain, custom XML."""
    xlsxwriter_book(path)
    content = parts(path)
    content["xl/calcChain.xml"] = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<calcChain xmlns='
        b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="F1" i="1"/></calcChain>'
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    content["xl/pivotCache/pivotCacheDefinition1.xml"] = (
        f'<pivotCacheDefinition xmlns="{main}" saveData="0" refreshOnLoad="1" recordCount="0">'
        '<cacheSource type="worksheet"><worksheetSource ref="A1:B8" sheet="Projects"/>'
        '</cacheSource><cacheFields count="2"><cacheField name="Project ID"><sharedItems/>'
        '</cacheField><cacheField name="Project"><sharedItems/></cacheField></cacheFields>'
        "</pivotCacheDefinition>"
    ).encode()
    content["customXml/item1.xml"] = b"<properties><team>EMEA</team></properties>"
    write_parts(path, content)
    _declare(path, "xl/calcChain.xml", "calcChain")
    _declare(path, "xl/pivotCache/pivotCacheDefinition1.xml", "pivotCacheDefinition")
    edit_part(path, "[Content_Types].xml", "</Types>", '<Override PartName="/customXml/item1.xml" '
              'ContentType="application/xml"/></Types>')  # fmt: skip
    edit_part(path, "_rels/.rels", "</Relationships>", '<Relationship Id="rIdX" Type="http://'
              'schemas.openxmlformats.org/officeDocument/2006/relationships/customXml" '
              'Target="customXml/item1.xml"/></Relationships>')  # fmt: skip
    edit_part(path, "xl/workbook.xml", "</workbook>", '<pivotCaches><pivotCache cacheId="7" '
              'r:id="rIdpivotCacheDefinition"/></pivotCaches></workbook>')  # fmt: skip
    return path


def _declare(path: Path, name: str, kind: str) -> None:
    """Gives the workbook a relationship to a part, and the part its type."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    target = name.removeprefix("xl/")
    edit_part(path, "xl/_rels/workbook.xml.rels", "</Relationships>", f'<Relationship Id="rId{kind}"'
              f' Type="{office}/{kind}" Target="{target}"/></Relationships>')  # fmt: skip
    edit_part(path, "[Content_Types].xml", "</Types>",
              f'<Override PartName="/{name}" ContentType="{types}.{kind}+xml"/></Types>')  # fmt: skip


def with_prefixes(path: Path) -> Path:
    """The same workbook as some generators write it: every tag of the main namespace prefixed."""
    import re

    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    content = parts(path)
    for name, data in content.items():
        if main in data:
            prefixed = re.sub(rb"<(/?)([A-Za-z]\w*)(?=[\s/>])", rb"<\1x:\2", data)
            content[name] = prefixed.replace(main, main.replace(b"xmlns=", b"xmlns:x="))
    write_parts(path, content)
    return path
