"""The workbook part: its sheets, defined names, our markers and the generation.

Our tabs are marked by hidden defined names that cover their whole sheet
(`_mso_tab.Follow.2Dups` -> `'Follow-ups'!$1:$1048576`): Excel and LibreOffice keep such names when
they save, and rewrite them when a tab is renamed, moved, or loses rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mso_sheets.adapters.excel import markup
from mso_sheets.adapters.excel.package import Package
from mso_sheets.errors import RefusedError

ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize",
    "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
LONGEST_TITLE = 31
STATE = "_mso_state"

_DAYS_TO_1904 = 1_462
_MARKER = "_mso_tab."
_GENERATION = "_mso_generation"
_SHOWN = ("_xlnm.Print_Titles",)
_WHOLE_SHEET = "$1:$1048576"
_TITLE = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!\[\]]+))!")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

LocalName = tuple[str, int | None]
"""A defined name and the index of the sheet that it is local to."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One entry of the workbook's list of sheets; `index` counts from 0 over all kinds."""

    title: str
    sheet_id: int
    part: str
    kind: str
    index: int
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A defined name as written; `local` is the index of its sheet, None for the whole workbook."""

    name: str
    text: str
    local: int | None = None
    hidden: bool = False


def sheets(package: Package) -> tuple[Sheet, ...]:
    """The sheets in the order of their tabs; chart and dialog sheets included."""
    root = markup.parse(package.part(package.workbook))
    parts = {r.id: r for r in package.relations(package.workbook)}
    listed = root.find("sheets")
    return tuple(
        Sheet(
            entry.attributes["name"],
            int(entry.attributes["sheetId"]),
            parts[entry.relation].target,
            parts[entry.relation].kind,
            index,
            entry.attributes.get("state", "visible") != "visible",
        )
        for index, entry in enumerate(listed.children if listed else [])
        if entry.relation in parts
    )


def quoted(title: str) -> str:
    """A title as formulas name it: `'Follow-ups'`."""
    return "'" + title.replace("'", "''") + "'"


def add_sheet(package: Package, title: str, part: str, *, hidden: bool = False) -> Sheet:
    """Lists a sheet part, which must be there already, as the last tab.

    Raises:
        RefusedError: a sheet of this title exists (titles ignore case), or Excel forbids it.
    """
    present = sheets(package)
    if any(sheet.title.casefold() == title.casefold() for sheet in present):
        raise RefusedError(
            f'A tab called "{title}" exists already and was not made by MSO Sheets.',
            "Rename that tab, or delete it if nobody needs it, and run again.",
        )
    if _FORBIDDEN.search(title) or not 0 < len(title) <= LONGEST_TITLE:
        raise RefusedError(
            f'Excel does not allow a tab called "{title}".',
            f"Choose a name of at most {LONGEST_TITLE} characters without [ ] : * ? / \\",
        )
    number = max((sheet.sheet_id for sheet in present), default=0) + 1
    relation = package.relate(package.workbook, "worksheet", part)
    data = package.part(package.workbook)
    root = markup.parse(data)
    listed = root.find("sheets") or root
    attributes = {"xmlns:r": markup.RELATIONS, "name": title, "sheetId": str(number)}
    attributes |= {"state": "hidden"} if hidden else {}
    entry = markup.start_tag(f"{listed.prefix}sheet", attributes | {"r:id": relation}, empty=True)
    package.put(package.workbook, markup.append_child(data, listed, entry))
    return Sheet(title, number, part, "worksheet", len(present), hidden)


def defined_names(package: Package) -> tuple[DefinedName, ...]:
    """All defined names."""
    listed = markup.parse(package.part(package.workbook)).find("definedNames")
    return tuple(
        DefinedName(e.attributes.get("name", ""), e.text.strip(), _local(e), _is_true(e, "hidden"))
        for e in (listed.children if listed else [])
    )


def _is_true(entry: markup.Element, name: str) -> bool:
    return entry.attributes.get(name) in ("1", "true")


def _local(entry: markup.Element) -> int | None:
    index = entry.attributes.get("localSheetId")
    return None if index is None else int(index)


def set_names(package: Package, wanted: Mapping[LocalName, str]) -> None:
    """Adds or replaces hidden defined names; those that exist with the same text stay as they are."""
    present = {
        (n.name.casefold(), n.local): n.text
        for n in defined_names(package)
        if n.hidden or n.name in _SHOWN
    }
    changed = {
        (name, local): text
        for (name, local), text in wanted.items()
        if present.get((name.casefold(), local)) != text
    }
    if not changed:
        return
    gone = {(name.casefold(), local) for name, local in changed}
    data = package.part(package.workbook)
    root = markup.parse(data)
    listed = root.find("definedNames")
    kept = [
        e.bytes_of(data)
        for e in (listed.children if listed else [])
        if (e.attributes.get("name", "").casefold(), _local(e)) not in gone
    ]
    new = [_name_xml(name, local, text) for (name, local), text in changed.items()]
    body = b"".join([*kept, *(markup.prefixed(entry, root.prefix) for entry in new)])
    tag = f"{root.prefix}definedNames".encode()
    data = markup.place(data, "definedNames", b"", ORDER)
    package.put(
        package.workbook,
        markup.insert(data, "definedNames", b"<" + tag + b">" + body + b"</" + tag + b">", ORDER),
    )


def _name_xml(name: str, local: int | None, text: str) -> bytes:
    attributes = {"name": name} | ({} if local is None else {"localSheetId": str(local)})
    hidden = {} if name in _SHOWN else {"hidden": "1"}
    return (
        markup.start_tag("definedName", attributes | hidden)
        + markup.escape(text).encode()
        + b"</definedName>"
    )


def marked(package: Package) -> dict[str, Sheet]:
    """Our tabs by the name in their marker. Copies of a tab carry no marker of their own."""
    by_title = {sheet.title.casefold(): sheet for sheet in sheets(package)}
    found: dict[str, Sheet] = {}
    for name in defined_names(package):
        if name.local is None and name.name.startswith(_MARKER):
            title = _TITLE.match(name.text)
            plain = (title[1].replace("''", "'") if title[1] else title[2]) if title else ""
            if plain.casefold() in by_title:
                found[_decoded(name.name.removeprefix(_MARKER))] = by_title[plain.casefold()]
    return found


def marker(our_name: str, title: str) -> dict[LocalName, str]:
    """The defined name that marks the tab `title` as ours."""
    return {(_MARKER + _encoded(our_name), None): f"{quoted(title)}!{_WHOLE_SHEET}"}


def _encoded(text: str) -> str:
    plain = (c if c.isascii() and c.isalnum() else _hex(c) for c in text)
    return "".join(plain)


def _hex(letter: str) -> str:
    return "".join(f".{byte:02X}" for byte in letter.encode())


def _decoded(text: str) -> str:
    raw = re.sub(rb"\.([0-9A-Fa-f]{2})", lambda m: bytes.fromhex(m[1].decode()), text.encode())
    return raw.decode("utf-8", "replace")


def generation(package: Package) -> int:
    """The number of our last write, 0 when there was none."""
    texts = (n.text for n in defined_names(package) if n.name == _GENERATION and n.local is None)
    return next((int(float(text)) for text in texts if text.replace(".", "", 1).isdigit()), 0)


def set_generation(package: Package, number: int) -> None:
    """Stores the number of this write."""
    set_names(package, {(_GENERATION, None): str(number)})


def date_offset(package: Package) -> int:
    """Days by which this workbook's dates count less: 1,462 where they start in 1904, else 0."""
    properties = markup.parse(package.part(package.workbook)).find("workbookPr")
    from_1904 = properties is not None and _is_true(properties, "date1904")
    return _DAYS_TO_1904 if from_1904 else 0


def recalculate_on_opening(package: Package) -> None:
    """Asks Excel to work out formulas anew: those that look at what we wrote hold old values."""
    data = package.part(package.workbook)
    present = markup.parse(data).find("calcPr")
    if present is None:
        data = markup.place(data, "calcPr", b'<calcPr fullCalcOnLoad="1"/>', ORDER)
    elif not _is_true(present, "fullCalcOnLoad"):
        data = markup.with_attributes(data, present, {"fullCalcOnLoad": "1"})
    package.put(package.workbook, data)
