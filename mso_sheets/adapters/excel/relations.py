"""Relationships between parts: `xl/_rels/workbook.xml.rels` and its like (ECMA-376 part 2, 8.3)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from mso_sheets.adapters.excel import markup

_RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
EMPTY_RELATIONS = (
    markup.DECLARATION + f'<Relationships xmlns="{_RELATIONSHIP}"></Relationships>'.encode()
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: its id, short type ("worksheet"), and resolved target."""

    id: str
    kind: str
    target: str
    external: bool = False


def relations_part(part: str) -> str:
    """Where a part's relationships are kept: `xl/_rels/workbook.xml.rels`."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def relation_of(element: markup.Element, folder: str) -> Relation:
    """A relationship from its element; targets are resolved from the part's folder."""
    attributes = element.attributes
    external = attributes.get("TargetMode") == "External"
    target = attributes.get("Target", "")
    if not external:
        target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
    kind = attributes.get("Type", "").rpartition("/")[2]
    return Relation(attributes.get("Id", ""), kind, target, external)


def entry_of(prefix: str, id_: str, part: str, relation: Relation) -> bytes:
    """The element of a relationship of `part`; targets are written relative to its folder."""
    folder = posixpath.dirname(part) or "."
    inside = relation.target if relation.external else posixpath.relpath(relation.target, folder)
    attributes = {"Id": id_, "Type": _RELATION_TYPE + relation.kind, "Target": inside}
    if relation.external:
        attributes["TargetMode"] = "External"
    return markup.start_tag(f"{prefix}Relationship", attributes, empty=True)
