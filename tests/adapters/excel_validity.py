"""What Excel would complain about in an .xlsx, as a list of sentences; empty = it opens as it is."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from mso_sheets.adapters.excel.cells import corners, place_of
from mso_sheets.adapters.excel.sheetpart import ORDER

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
Element = ElementTree.Element


def faults(path: Path) -> list[str]:
    """Everything wrong with the file, sorted."""
    return sorted(Checker(path).all())


class Checker:
    """One file, unpacked, and the rules that it must keep."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.bad_member = archive.testzip()
            self.names = archive.namelist()
            self.parts = {name: archive.read(name) for name in self.names}
        self.trees = {
            name: ElementTree.fromstring(data)
            for name, data in self.parts.items()
            if name.endswith((".xml", ".rels"))
        }
        self.workbook = self.trees["xl/workbook.xml"]
        self.relations = {
            name: list(self._relations(name))
            for name in ["", *self.parts]
            if not self._is_rels(name)
        }

    def all(self) -> Iterator[str]:
        yield from self.zip_faults()
        yield from self.type_faults()
        yield from self.relation_faults()
        yield from self.workbook_faults()
        yield from self.style_faults()
        yield from self.chain_faults()
        yield from self.table_faults()
        for title, part in self.sheets():
            yield from (f"{title}: {fault}" for fault in self.sheet_faults(part))
        for name in self.parts:
            if "/drawings/" in name and name.endswith(".xml"):
                yield from self.drawing_faults(name)

    @staticmethod
    def _is_rels(name: str) -> bool:
        return name.endswith(".rels")

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        folder, _, name = part.rpartition("/")
        rels = self.trees.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        for entry in rels if rels is not None else ():
            target = entry.attrib["Target"]
            if entry.get("TargetMode") == "External":
                target = ""
            else:
                target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            yield entry.attrib["Id"], entry.attrib["Type"].rpartition("/")[2], target

    def zip_faults(self) -> Iterator[str]:
        if self.bad_member:
            yield f"{self.bad_member} has a wrong checksum"
        yield from (f"{name} is there twice" for name in doubles(map(str.lower, self.names)))

    def type_faults(self) -> Iterator[str]:
        types = self.trees["[Content_Types].xml"]
        defaults = {e.attrib["Extension"].lower() for e in types if e.tag.endswith("Default")}
        overrides = [e.attrib["PartName"].lstrip("/") for e in types if e.tag.endswith("Override")]
        yield from (f"{name} has two types" for name in doubles(overrides))
        yield from (f"{n} has a type and is not there" for n in overrides if n not in self.parts)
        for name in self.parts:
            known = name in overrides or name.rpartition(".")[2].lower() in defaults
            if not known and name != "[Content_Types].xml":
                yield f"{name} has no type"

    def relation_faults(self) -> Iterator[str]:
        reached = {"[Content_Types].xml"} | {n for n in self.parts if self._is_rels(n)}
        for part, relations in self.relations.items():
            yield from (f"{part}: id {id_} twice" for id_ in doubles(r[0] for r in relations))
            for _, _, target in relations:
                reached.add(target)
                if target and target not in self.parts:
                    yield f"{part} leads to {target}, which is not there"
            used = set(
                re.findall(rb'\br:(?:id|embed|link|pict)="([^"]+)"', self.parts.get(part, b""))
            )
            known = {id_.encode() for id_, _, _ in relations}
            yield from (f"{part} uses {id_!r}, which leads nowhere" for id_ in used - known)
        for name in self.parts:
            if self._is_rels(name):
                owner = posixpath.join(
                    posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name)[:-5]
                )
                if owner and owner not in self.parts:
                    yield f"{name} belongs to no part"
            elif name not in reached:
                yield f"{name} is an orphan"

    def sheets(self) -> Iterator[tuple[str, str]]:
        targets = {id_: target for id_, kind, target in self.relations["xl/workbook.xml"]
                   if kind == "worksheet"}  # fmt: skip
        for entry in self.workbook.find(f"{MAIN}sheets") or ():
            if entry.attrib[f"{OFFICE}id"] in targets:
                yield entry.attrib["name"], targets[entry.attrib[f"{OFFICE}id"]]

    def workbook_faults(self) -> Iterator[str]:
        entries = list(self.workbook.find(f"{MAIN}sheets") or ())
        yield from (f"title {t} twice" for t in doubles(e.attrib["name"].lower() for e in entries))
        yield from (f"sheet id {i} twice" for i in doubles(e.attrib["sheetId"] for e in entries))
        yield from (
            f"title {e.attrib['name']} too long" for e in entries if len(e.attrib["name"]) > 31
        )
        names = list(self.workbook.find(f"{MAIN}definedNames") or ())
        keys = [(e.attrib["name"].lower(), e.get("localSheetId")) for e in names]
        yield from (f"name {key} twice" for key in doubles(keys))
        for entry in names:
            if int(entry.get("localSheetId", "0")) >= len(entries):
                yield f"name {entry.attrib['name']} belongs to no sheet"
        selected = [t for t, p in self.sheets() if b'tabSelected="1"' in self.parts[p]]
        if len(selected) > 1:
            yield f"{selected} are selected together"

    def _styles(self) -> Element:
        return next(self.trees[t] for _, kind, t in self.relations["xl/workbook.xml"]
                    if kind == "styles")  # fmt: skip

    def style_faults(self) -> Iterator[str]:
        styles = self._styles()
        sizes = {child.tag.removeprefix(MAIN): len(child) for child in styles}
        for child in styles:
            if child.get("count", str(len(child))) != str(len(child)):
                yield f"styles: {child.tag} counts {child.get('count')} of {len(child)}"
        pairs = {
            "fontId": "fonts",
            "fillId": "fills",
            "borderId": "borders",
            "xfId": "cellStyleXfs",
        }
        for xf in styles.find(f"{MAIN}cellXfs") or ():
            for attribute, section in pairs.items():
                if int(xf.get(attribute, "0")) >= max(sizes.get(section, 1), 1):
                    yield f"styles: {attribute} {xf.get(attribute)} is not there"
        formats = [e.attrib["numFmtId"] for e in styles.find(f"{MAIN}numFmts") or ()]
        yield from (f"styles: number format {id_} twice" for id_ in doubles(formats))

    def sheet_faults(self, part: str) -> Iterator[str]:
        sheet, styles = self.trees[part], self._styles()
        names = [child.tag.removeprefix(MAIN) for child in sheet if child.tag.startswith(MAIN)]
        places = [ORDER.index(name) for name in names]
        if places != sorted(places):
            yield f"elements out of order: {names}"
        formats = len(styles.find(f"{MAIN}cellXfs") or ())
        rules = len(styles.find(f"{MAIN}dxfs") or ())
        yield from self._row_faults(sheet, formats)
        for rule in sheet.iter(f"{MAIN}cfRule"):
            if int(rule.get("dxfId", "0")) >= max(rules, 1):
                yield f"rule format {rule.get('dxfId')} is not there"
        for name in ("dataValidations", "mergeCells", "tableParts", "hyperlinks"):
            found = sheet.find(f"{MAIN}{name}")
            if found is not None and found.get("count", str(len(found))) != str(len(found)):
                yield f"{name} counts wrong"
            if found is not None and not len(found):
                yield f"{name} is empty"
        links = [e.attrib["ref"] for e in sheet.iter(f"{MAIN}hyperlink")]
        yield from (f"two links in {ref}" for ref in doubles(links))
        for column in self._columns_twice(sheet):
            yield f"column {column} has two widths"

    @staticmethod
    def _columns_twice(sheet: Element) -> Iterator[int]:
        end = 0
        for column in sheet.iter(f"{MAIN}col"):
            if int(column.attrib["min"]) <= end:
                yield int(column.attrib["min"])
            end = int(column.attrib["max"])

    def _row_faults(self, sheet: Element, formats: int) -> Iterator[str]:
        strings = self._string_count()
        before = 0
        for row in sheet.iter(f"{MAIN}row"):
            number = int(row.get("r", before + 1))
            if number <= before:
                yield f"row {number} after row {before}"
            before, column_before = number, 0
            for cell in row.iter(f"{MAIN}c"):
                at, column = place_of(cell.attrib["r"])
                if at != number or column <= column_before:
                    yield f"cell {cell.attrib['r']} is out of place"
                column_before = column
                if int(cell.get("s", "0")) >= formats:
                    yield f"cell {cell.attrib['r']} has format {cell.get('s')}, which is not there"
                value = cell.find(f"{MAIN}v")
                if cell.get("t") == "s" and (value is None or int(value.text or -1) >= strings):
                    yield f"cell {cell.attrib['r']} shows a text that is not there"

    def _string_count(self) -> int:
        found = [t for _, kind, t in self.relations["xl/workbook.xml"] if kind == "sharedStrings"]
        return len(self.trees[found[0]].findall(f"{MAIN}si")) if found else 0

    def chain_faults(self) -> Iterator[str]:
        chain, sheet_id = self.trees.get("xl/calcChain.xml"), ""
        ids = {
            e.attrib["sheetId"]: e.attrib["name"] for e in self.workbook.find(f"{MAIN}sheets") or ()
        }
        by_title = dict(self.sheets())
        for entry in chain if chain is not None else ():
            sheet_id = entry.get("i", sheet_id)
            sheet = self.trees[by_title[ids[sheet_id]]]
            cells = {
                c.attrib["r"] for c in sheet.iter(f"{MAIN}c") if c.find(f"{MAIN}f") is not None
            }
            if entry.attrib["r"] not in cells:
                yield f"calcChain names {entry.attrib['r']} of {ids[sheet_id]}, no formula there"

    def table_faults(self) -> Iterator[str]:
        tables = [t for n, t in self.trees.items() if "/tables/" in n and not self._is_rels(n)]
        yield from (f"table id {id_} twice" for id_ in doubles(t.attrib["id"] for t in tables))
        for table in tables:
            own = table.find(f"{MAIN}autoFilter")
            if (
                own is not None
                and corners(own.attrib["ref"])[:2] != corners(table.attrib["ref"])[:2]
            ):
                yield f"the filter of table {table.get('name')} is elsewhere"

    def drawing_faults(self, name: str) -> Iterator[str]:
        ids = re.findall(rb'cNvPr\b[^>]*?\bid="([0-9]+)"', self.parts[name])
        yield from (f"{name}: shape {id_!r} twice" for id_ in doubles(ids) if id_ != b"0")


def doubles(values: Iterable[object]) -> list[object]:
    """What comes more than once."""
    return [value for value, count in Counter(values).items() if count > 1]
