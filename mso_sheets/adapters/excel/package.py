"""An .xlsx as a package of parts (ECMA-376 part 2): parts, their types and relationships.

Parts that nobody changes are never unpacked; they leave as the bytes they came as.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from itertools import count, islice

from mso_sheets.adapters.excel import archive, markup
from mso_sheets.adapters.excel.relations import (
    EMPTY_RELATIONS,
    Relation,
    entry_of,
    relation_of,
    relations_part,
)
from mso_sheets.errors import WorkbookError

_TYPES = "[Content_Types].xml"
_STRICT = b"http://purl.oclc.org/ooxml/"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_KINDS = re.compile(r"(sheet|template)\.(main|macroEnabled\.main)\+xml$")
_STARTS_OF_XML = (b"<", b"\xef", b"\xff", b"\xfe")


def refuse_other_formats(data: bytes) -> None:
    """Raises WorkbookError for .xls, encrypted and .ods files, each with its remedy."""
    if data.startswith(_OLE):
        what = "protected by a password" if _ENCRYPTED in data else "an old .xls"
        raise WorkbookError(
            f"The file is {what}; it cannot be read.",
            "Open it in Excel, remove the password if it has one, and save it as .xlsx.",
        )
    if data[30:38] == b"mimetype":
        raise WorkbookError(
            "The file is an OpenDocument spreadsheet, not an .xlsx.", "Save it as .xlsx."
        )


class Package:
    """The parts of one workbook, changed in memory and written out again as bytes."""

    def __init__(self, data: bytes) -> None:
        refuse_other_formats(data)
        self._members = {member.name: member for member in archive.read_members(data)}
        self._by_folded = {name.lower(): name for name in self._members}
        self._changed: dict[str, bytes] = {}
        self._checked: set[str] = set()
        self._cache: dict[str, bytes] = {}
        self._reachable = self.reachable()
        self.workbook = self._find_workbook()

    def _find_workbook(self) -> str:
        main = next((r.target for r in self.relations("") if r.kind == "officeDocument"), "")
        if not main or not self.has(main) or not self.has(_TYPES):
            raise WorkbookError(
                "The file holds no Excel workbook.", "Open it in Excel and save it as .xlsx."
            )
        if not _KINDS.search(self.content_type(main)):
            raise WorkbookError(
                "The file is not an .xlsx or .xlsm workbook (perhaps an .xlsb).",
                "Open it in Excel and save it as .xlsx.",
            )
        if _STRICT in self.part(main)[:4000]:
            raise WorkbookError(
                "The file is a Strict Open XML Spreadsheet, which is not supported.",
                'Save it as "Excel Workbook (.xlsx)", without Strict.',
            )
        return main

    def _name(self, name: str) -> str:
        """The part's name as the zip spells it; part names ignore case."""
        return self._by_folded.get(name.lower(), name)

    def has(self, name: str) -> bool:
        """Whether the part is there."""
        return name.lower() in self._by_folded

    def names(self) -> list[str]:
        """All parts, in the order of the zip."""
        return list(self._by_folded.values())

    def part(self, name: str, *, keep: bool = True) -> bytes:
        """A part's content; XML comes in UTF-8. WorkbookError when it is missing.

        `keep` = False does not hold on to the content (large parts that are looked at once).
        """
        name = self._name(name)
        found = self._changed.get(name, self._cache.get(name))
        if found is not None:
            return found
        if name not in self._members:
            raise WorkbookError(
                f"The workbook is damaged: its part {name} is missing.",
                "Open it in Excel or LibreOffice, save it again as .xlsx, and run again.",
            )
        content = archive.expand(self._members[name])
        if content[:1] in _STARTS_OF_XML:
            content = markup.to_utf8(content)
        if keep:
            self._cache[name] = content
        return content

    def put(
        self, name: str, content: bytes, content_type: str = "", *, checked: bool = False
    ) -> None:
        """Adds or replaces a part. A new one needs its type, unless the extension has a default.

        `checked` says that what is new in it is known to be well-formed (large parts).
        """
        name = self._name(name)
        if self.has(name) and content == self.part(name):
            return
        self._by_folded[name.lower()] = name
        self._changed[name] = content
        self._checked.discard(name)
        if checked:
            self._checked.add(name)
        if content_type:
            self._declare_type(name, content_type)

    def remove(self, name: str) -> None:
        """Takes out a part, its relationships and its entry among the types."""
        for part in (self._name(name), self._name(relations_part(name))):
            self._by_folded.pop(part.lower(), None)
            self._changed.pop(part, None)
            self._members.pop(part, None)
            self._cache.pop(part, None)
        types = self.part(_TYPES)
        gone = (name, relations_part(name))
        entries = [e for e in markup.parse(types).all("Override") if _names_part(e, *gone)]
        if entries:
            self.put(_TYPES, markup.splice(types, [(e.start, e.end, b"") for e in entries]))

    def fresh(self, pattern: str) -> str:
        """The first free part name of a pattern such as `xl/charts/msoChart{}.xml`."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def content_type(self, name: str) -> str:
        """The declared type of a part, empty when there is none."""
        root = markup.parse(self.part(_TYPES))
        for entry in root.all("Override"):
            if _names_part(entry, name):
                return entry.attributes.get("ContentType", "")
        extension = name.rpartition(".")[2].lower()
        return next((e.attributes.get("ContentType", "") for e in root.all("Default")
                     if e.attributes.get("Extension", "").lower() == extension), "")  # fmt: skip

    def _declare_type(self, name: str, content_type: str) -> None:
        if self.content_type(name) == content_type:
            return
        types = self.part(_TYPES)
        root = markup.parse(types)
        entry = markup.start_tag(
            f"{root.prefix}Override",
            {"PartName": f"/{name}", "ContentType": content_type}, empty=True,
        )  # fmt: skip
        self.put(_TYPES, markup.append_child(types, root, entry))

    def declare_default(self, extension: str, content_type: str) -> None:
        """Declares the type of all parts with this extension, unless it has one."""
        types = self.part(_TYPES)
        root = markup.parse(types)
        known = {e.attributes.get("Extension", "").lower() for e in root.all("Default")}
        if extension not in known:
            attributes = {"Extension": extension, "ContentType": content_type}
            entry = markup.start_tag(f"{root.prefix}Default", attributes, empty=True)
            self.put(_TYPES, types[: root.inner] + entry + types[root.inner :])

    def relations(self, part: str) -> list[Relation]:
        """The relationships of a part (of the package itself for an empty name)."""
        name = relations_part(part)
        if not self.has(name):
            return []
        folder = posixpath.dirname(part)
        return [relation_of(e, folder) for e in markup.parse(self.part(name)).all("Relationship")]

    def related(self, part: str, kind: str) -> str:
        """The target of a part's first relationship of this kind, empty when it has none."""
        return next((r.target for r in self.relations(part) if r.kind == kind), "")

    def relate(self, part: str, kind: str, target: str) -> str:
        """Adds a relationship to another part and returns its new id. `kind` is the short type."""
        return self.relate_all(part, [Relation("", kind, target)])[0]

    def relate_all(self, part: str, wanted: Sequence[Relation]) -> list[str]:
        """Adds relationships (their ids are ignored) and returns the new ids, in order."""
        name = relations_part(part)
        present = self.part(name) if self.has(name) else EMPTY_RELATIONS
        root = markup.parse(present)
        taken = {e.attributes.get("Id", "") for e in root.all("Relationship")}
        free = (f"rId{n}" for n in count(1) if f"rId{n}" not in taken)
        ids = list(islice(free, len(wanted)))
        entries = [entry_of(root.prefix, id_, part, r) for id_, r in zip(ids, wanted, strict=True)]
        self.put(name, markup.append_child(present, root, b"".join(entries)))
        return ids

    def unrelate(self, part: str, ids: Iterable[str]) -> None:
        """Takes out relationships of a part."""
        name, gone = relations_part(part), set(ids)
        if not gone or not self.has(name):
            return
        present = self.part(name)
        entries = markup.parse(present).all("Relationship")
        edits = [(e.start, e.end, b"") for e in entries if e.attributes.get("Id") in gone]
        self.put(name, markup.splice(present, edits))

    def reachable(self) -> set[str]:
        """The parts that relationships lead to, from the package down; names in lower case."""
        seen: set[str] = set()
        waiting = [""]
        while waiting:
            for relation in self.relations(waiting.pop()):
                target = relation.target.lower()
                if not relation.external and target not in seen and self.has(target):
                    seen.add(target)
                    waiting.append(self._name(target))
        return seen

    def drop_orphans(self) -> None:
        """Removes what was reachable when the package was opened and no longer is."""
        for name in sorted(self._reachable - self.reachable()):
            self.remove(self._name(name))

    def to_bytes(self) -> bytes:
        """The package as a zip: untouched members as they were stored, in their order.

        Raises:
            WorkbookError: a part that was made here is not well-formed.
        """
        for name, content in self._changed.items():
            if name.endswith((".xml", ".rels", ".vml")) and name not in self._checked:
                markup.check(content, name)
        return archive.write_members(
            archive.pack(name, self._changed[name])
            if name in self._changed
            else self._members[name]
            for name in self.names()
        )


def _names_part(entry: markup.Element, *names: str) -> bool:
    named = entry.attributes.get("PartName", "").lstrip("/").lower()
    return named in {name.lower() for name in names}
