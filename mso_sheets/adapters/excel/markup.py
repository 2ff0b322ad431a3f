"""XML parts as bytes with the places of their elements: one element is replaced, no other byte."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

from mso_sheets.errors import WorkbookError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_START_TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_PLAIN_TAG = re.compile(rb"<(/?)([A-Za-z_][\w.-]*)(?=[\s/>])")
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding=["']([\w.-]+)["']""")
_ATTRIBUTE_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;",
                      "\r": "&#13;", "\t": "&#9;"}  # fmt: skip


@dataclass(slots=True)
class Element:
    """One element and its places in the bytes: `start` of its tag, `inner`, `close` tag, `end`."""

    tag: str
    attributes: dict[str, str]
    start: int
    inner: int
    close: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)
    text: str = ""

    @property
    def name(self) -> str:
        """The tag without its prefix."""
        return self.tag.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The tag's prefix with its colon, empty for the default namespace."""
        return self.tag[: -len(self.name)]

    @property
    def relation(self) -> str:
        """The relationship id that the element carries (`r:id`), whatever the prefix; or empty."""
        return next((v for k, v in self.attributes.items() if k.endswith(":id")), "")

    def find(self, name: str) -> Element | None:
        """The first child of this local name."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> list[Element]:
        """The children of this local name."""
        return [child for child in self.children if child.name == name]

    def bytes_of(self, data: bytes) -> bytes:
        """The element as written."""
        return data[self.start : self.end]


def to_utf8(data: bytes) -> bytes:
    """The same XML in UTF-8. Parts in other encodings are legal, if rare."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16")
    else:
        found = _ENCODING.match(data[:200])
        if not found or found[1].lower() in (b"utf-8", b"us-ascii"):
            return data.removeprefix(b"\xef\xbb\xbf")
        text = data.decode(found[1].decode())
    return re.sub(r'encoding=["\'][\w.-]+["\']', 'encoding="UTF-8"', text, count=1).encode()


@lru_cache(maxsize=32)
def parse(data: bytes) -> Element:
    """The tree of a part in UTF-8, with byte places. Meant for small parts; nobody changes a tree.

    Raises:
        WorkbookError: the part is not well-formed, or carries a DTD (no spreadsheet needs one).
    """
    if b"<!DOCTYPE" in data:
        raise _damaged("it declares a document type")
    top = Element("", {}, 0, 0)
    open_elements = [top]
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        place = parser.CurrentByteIndex
        matched = _START_TAG.match(data, place)
        element = Element(tag, attributes, place, matched.end() if matched else place)
        open_elements[-1].children.append(element)
        open_elements.append(element)

    def end(_tag: str) -> None:
        element = open_elements.pop()
        place = parser.CurrentByteIndex
        empty = data[element.inner - 2 : element.inner] == b"/>"
        element.close = element.inner if empty else place
        element.end = element.inner if empty else data.index(b">", place) + 1

    def characters(text: str) -> None:
        open_elements[-1].text += text

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _damaged(str(error)) from error
    return top.children[0]


def check(data: bytes, part: str) -> None:
    """Raises WorkbookError when a part that we made is not well-formed."""
    try:
        expat.ParserCreate("UTF-8").Parse(data, True)
    except expat.ExpatError as error:
        raise WorkbookError(
            f"The part {part} could not be built ({error}); nothing was written.",
            "Please report this with the job's name.",
        ) from error


def _damaged(why: str) -> WorkbookError:
    return WorkbookError(
        f"The workbook is damaged: {why}.",
        "Open it in Excel or LibreOffice, save it again as .xlsx, and run again.",
    )


def escape(text: str) -> str:
    """Text as an attribute's value."""
    return "".join(_ATTRIBUTE_ESCAPES.get(letter, letter) for letter in text)


def start_tag(tag: str, attributes: Mapping[str, str], *, empty: bool = False) -> bytes:
    """A start tag from its parts."""
    pairs = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{tag}{pairs}{'/' if empty else ''}>".encode()


def with_attributes(data: bytes, element: Element, changes: Mapping[str, str | None]) -> bytes:
    """`data` with attributes of one element set, or dropped where the value is None."""
    merged = {**element.attributes, **changes}
    kept = {key: value for key, value in merged.items() if value is not None}
    empty = data[element.inner - 2 : element.inner] == b"/>"
    tag = start_tag(element.tag, kept, empty=empty)
    return data[: element.start] + tag + data[element.inner :]


def splice(data: bytes, edits: Iterable[tuple[int, int, bytes]]) -> bytes:
    """`data` with each `[start, end)` replaced; the places must not overlap."""
    pieces, done = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [data[done:start], new]
        done = end
    return b"".join([*pieces, data[done:]])


def append_child(data: bytes, element: Element, fragment: bytes) -> bytes:
    """`data` with `fragment` as the last child of `element`, which may have been empty."""
    if element.close == element.inner and data[element.inner - 2 : element.inner] == b"/>":
        opened = data[element.start : element.inner - 2] + b">" + fragment
        return splice(data, [(element.start, element.end, opened + f"</{element.tag}>".encode())])
    return data[: element.close] + fragment + data[element.close :]


def prefixed(fragment: bytes, prefix: str) -> bytes:
    """`fragment` with `prefix` put before every tag that has none."""
    if not prefix:
        return fragment
    return _PLAIN_TAG.sub(rb"<\1" + prefix.encode() + rb"\2", fragment)


def place(
    data: bytes,
    name: str,
    fragment: bytes,
    order: Sequence[str],
    keep: Callable[[Element], bool] = lambda _: False,
) -> bytes:
    """`data` with the root's children called `name` replaced by `fragment`.

    `order` is the sequence that the schema demands of the root's children; `keep` spares some of
    the present ones. The fragment is written without prefixes and gets the root's.
    """
    root = parse(data)
    edits = [(child.start, child.end, b"") for child in root.all(name) if not keep(child)]
    bare = splice(data, edits)
    return insert(bare, name, prefixed(fragment, root.prefix), order)


def insert(data: bytes, name: str, fragment: bytes, order: Sequence[str]) -> bytes:
    """`data` with `fragment`, as it is, put where the schema wants the root's children `name`."""
    root = parse(data)
    later = set(order[order.index(name) + 1 :])
    spot = next((child.start for child in root.children if child.name in later), root.close)
    return splice(data, [(spot, spot, fragment)])


def declare(data: bytes, prefix: str, namespace: str) -> bytes:
    """`data` whose root declares `xmlns:prefix`, as fragments written elsewhere rely on it."""
    root = parse(data)
    if root.attributes.get(f"xmlns:{prefix}") == namespace:
        return data
    return with_attributes(data, root, {f"xmlns:{prefix}": namespace})
