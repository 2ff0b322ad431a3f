"""Our formats appended to the user's `styles.xml`: theirs keep their numbers, ours get new ones.

What is there already (from an earlier run) is used again, so that the part does not grow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mso_sheets.adapters.excel import markup
from mso_sheets.adapters.excel.markup import Element
from mso_sheets.adapters.excel.package import Package
from mso_sheets.errors import WorkbookError

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip
MOST_FORMATS = 64_000
"""Excel's limit of cell formats: https://support.microsoft.com/office/1672b34d"""

_FIRST_CUSTOM_FORMAT = 164
_SHORT_DATE = 14
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_DATE_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|General')
_DEFAULTS = {
    "fonts": b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>',
    "fills": b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>',
    "borders": b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border>'
    b"</borders>",
    "cellStyleXfs": b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    b"</cellStyleXfs>",
    "cellXfs": b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    b"</cellXfs>",
    "cellStyles": b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    b"</cellStyles>",
}
_EMPTY = markup.DECLARATION + f'<styleSheet xmlns="{markup.MAIN}"></styleSheet>'.encode()

Canonical = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class StyleMap:
    """Where our formats ended up: number in the scratch workbook -> number in the user's."""

    cells: Mapping[int, int]
    differentials: Mapping[int, int]


def styles_part(package: Package) -> str:
    """The package's styles part; made when it has none."""
    name = package.related(package.workbook, "styles")
    if name and package.has(name):
        return name
    name = "xl/styles.xml"
    if package.has(name):
        name = package.fresh("xl/msoStyles{}.xml")
    package.put(name, _EMPTY, CONTENT_TYPE)
    package.relate(package.workbook, "styles", name)
    return name


def adopt(package: Package, scratch: bytes) -> StyleMap:
    """Adds what the scratch workbook's styles define to the package's and tells the new numbers."""
    part = styles_part(package)
    data, ours = _with_defaults(package.part(part)), markup.parse(scratch)
    data, formats = _adopt_number_formats(data, _number_formats(ours))
    numbers = {"numFmtId": formats}
    for section, attribute in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
        data, numbers[attribute] = _merge(data, section, _children(ours, section, scratch))
    data, cells = _merge(data, "cellXfs", _cell_formats(ours, scratch, numbers))
    data, rules = _rule_formats(data, _children(ours, "dxfs", scratch))
    data, differentials = _merge(data, "dxfs", rules)
    package.put(part, data)
    if max(cells.values(), default=0) >= MOST_FORMATS:
        raise WorkbookError(
            f"The workbook already has the {MOST_FORMATS:,} cell formats that Excel allows.",
            "Clear formats that are not needed (Excel: Home, Cell Styles), save, and run again.",
        )
    return StyleMap({**cells, 0: 0}, differentials)


def _with_defaults(data: bytes) -> bytes:
    root = markup.parse(data)
    for name in [name for name in _DEFAULTS if root.find(name) is None]:
        data = markup.place(data, name, _DEFAULTS[name], ORDER)
    return data


def _children(root: Element, section: str, data: bytes) -> list[bytes]:
    found = root.find(section)
    return [child.bytes_of(data) for child in found.children] if found else []


def _canonical(element: Element) -> Canonical:
    return (
        element.name,
        tuple(sorted(element.attributes.items())),
        tuple(_canonical(child) for child in element.children),
    )


def _merge(data: bytes, section: str, wanted: Sequence[bytes]) -> tuple[bytes, dict[int, int]]:
    """`data` with the wanted elements in a section, each once, and their numbers there."""
    root = markup.parse(data)
    found = root.find(section)
    known: dict[Canonical, int] = {}
    size = len(found.children) if found else 0
    for number, child in enumerate(found.children if found else []):
        known.setdefault(_canonical(child), number)
    numbers: dict[int, int] = {}
    new: list[bytes] = []
    for number, fragment in enumerate(wanted):
        key = _canonical(markup.parse(fragment))
        if key not in known:
            known[key] = size + len(new)
            new.append(markup.prefixed(fragment, root.prefix))
        numbers[number] = known[key]
    return _appended(data, section, new), numbers


def _appended(data: bytes, section: str, new: Sequence[bytes]) -> bytes:
    if not new:
        return data
    root = markup.parse(data)
    found = root.find(section)
    if found is None:
        fragment = f"<{section}></{section}>".encode()
        data = markup.place(data, section, fragment, ORDER)
        found = markup.parse(data).find(section) or root
    size = len(found.children) + len(new)
    data = markup.append_child(data, found, b"".join(new))
    found = markup.parse(data).find(section) or root
    return markup.with_attributes(data, found, {"count": str(size)})


def _adopt_number_formats(data: bytes, ours: Mapping[int, str]) -> tuple[bytes, dict[int, int]]:
    """`data` with these number formats (number -> code) and their numbers there."""
    root = markup.parse(data)
    theirs = _number_formats(root)
    by_code = {code: id_ for id_, code in theirs.items()}
    free = max([_FIRST_CUSTOM_FORMAT - 1, *theirs]) + 1
    new: list[bytes] = []
    numbers = {}
    for id_, code in ours.items():
        if code not in by_code:
            by_code[code] = free + len(new)
            attributes = {"numFmtId": str(by_code[code]), "formatCode": code}
            new.append(markup.start_tag(f"{root.prefix}numFmt", attributes, empty=True))
        numbers[id_] = by_code[code]
    return _appended(data, "numFmts", new), numbers


def _rule_formats(data: bytes, fragments: Sequence[bytes]) -> tuple[bytes, list[bytes]]:
    """Formats of conditional rules, their number formats numbered as the user's styles have them."""
    rules = []
    for fragment in fragments:
        own = markup.parse(fragment).find("numFmt")
        if own is None:
            rules.append(fragment)
            continue
        code = own.attributes.get("formatCode", "")
        data, numbers = _adopt_number_formats(data, {0: code})
        changed = {"numFmtId": str(numbers[0])}
        rules.append(markup.with_attributes(fragment, own, changed))
    return data, rules


def _number_formats(root: Element) -> dict[int, str]:
    found = root.find("numFmts")
    return {
        int(e.attributes["numFmtId"]): e.attributes.get("formatCode", "")
        for e in (found.children if found else [])
    }


def _cell_formats(
    ours: Element, scratch: bytes, numbers: Mapping[str, Mapping[int, int]]
) -> list[bytes]:
    """The scratch's cell formats with the numbers of the user's fonts, fills and so on."""
    section = ours.find("cellXfs")
    fragments = []
    for xf in section.children if section else []:
        changes: dict[str, str | None] = {"xfId": "0"}
        for attribute, mapped in numbers.items():
            number = int(xf.attributes.get(attribute, "0"))
            changes[attribute] = str(mapped.get(number, number))
        own = xf.bytes_of(scratch)
        fragments.append(markup.with_attributes(own, markup.parse(own), changes))
    return fragments


def is_date(data: bytes, number: int) -> bool:
    """Whether cells of format `number` show their value as a date or time."""
    root = markup.parse(data)
    section = root.find("cellXfs")
    if section is None or not 0 <= number < len(section.children):
        return False
    id_ = int(section.children[number].attributes.get("numFmtId", "0"))
    code = _NOT_DATE_LETTERS.sub("", _number_formats(root).get(id_, ""))
    return id_ in _BUILT_IN_DATES or bool(re.search("[dmyhs]", code, re.IGNORECASE))


def dated(package: Package, number: int) -> int:
    """A format like `number` that shows a short date in the reader's own order; made if need be."""
    part = styles_part(package)
    data = _with_defaults(package.part(part))
    if is_date(data, number):
        return number
    section = markup.parse(data).find("cellXfs")
    formats = section.children if section else []
    own = formats[number if number < len(formats) else 0].bytes_of(data)
    changes = {"numFmtId": str(_SHORT_DATE), "applyNumberFormat": "1"}
    plain = _unprefixed(markup.with_attributes(own, markup.parse(own), changes))
    data, numbers = _merge(data, "cellXfs", [plain])
    package.put(part, data)
    return numbers[0]


def _unprefixed(fragment: bytes) -> bytes:
    return re.sub(rb"<(/?)\w+:(\w+)(?=[\s/>])", rb"<\1\2", fragment)
