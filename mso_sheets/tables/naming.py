"""Which header text may mean which column: contract names, aliases of all languages, settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from mso_sheets.model.table import Column, TableSchema
from mso_sheets.model.vocabulary import Vocabulary
from mso_sheets.settings.models import WorkbookSettings
from mso_sheets.tables.folding import fold
from mso_sheets.tables.loose_headers import Loose, worth_loosening
from mso_sheets.tables.registry import SCHEMAS

SETTINGS, CONTRACT, OWN_ALIAS, SHARED_ALIAS, LOOSE = 0, 1, 2, 3, 4
"""How sure a match is, the surest first: named in settings, our own name, a table's alias, any's;
last, what is known without its "of the" or without the table's own word before or behind it."""

UNITS: Mapping[str, str] = {
    "hours": "h", "hour": "h", "hrs": "h", "hr": "h", "h": "h", "std": "h", "stunden": "h",
    "heures": "h", "horas": "h", "小时": "h", "時間": "h",
    "days": "d", "day": "d", "d": "d", "tage": "d", "tag": "d", "jours": "d", "dias": "d",
    "天": "d", "日": "d", "人日": "d", "person days": "d", "pt": "d", "工作日": "d",
    "weeks": "w", "week": "w", "wks": "w", "wochen": "w", "semaines": "w", "semanas": "w",
    "周": "w", "週": "w", "minutes": "m", "minute": "m", "mins": "m", "min": "m", "minuten": "m",
    "minutos": "m", "分": "m", "months": "mo", "month": "mo", "monate": "mo", "mois": "mo",
    "meses": "mo", "月": "mo", "years": "y", "jahre": "y", "ans": "y", "anos": "y",
}  # fmt: skip
"""Folded unit word -> unit. A header in another unit than ours is another quantity."""

HINTS = frozenset(
    fold(word)
    for word in (
        "required", "mandatory", "optional", "if any", "free text", "text", "date", "dropdown",
        "yes/no", "number", "name", "drop down", "dropdown list", "select", "pick one", "auto number",
        "percent", "link", "formula", "automatic",
        "Pflichtfeld", "Pflicht", "obligatorio", "opcional", "obligatoire",
        "facultatif", "obrigatório", "必填", "选填", "必須", "任意", "see list", "unique", "auto",
    )
)  # fmt: skip
_DATE_HINT = re.compile(r"[dmyjtahsn年月日]{1,4}( ?[dmyjtahsn年月日]{1,4}){1,5}")
_BRACKETS = re.compile(r"[(\[（【〔<]([^()\[\]（）【】〔〕<>]{1,60})[)\]）】〕>]")
_WORTH_A_LOOK = re.compile(r"[%％(\[（【〔</|／｜\n]")
_PARTS = re.compile(r"\s*[/|\n／｜]\s*")


def squash(text: str) -> str:
    """The key that headers are compared by: folded, without spaces ("Due_date" = "duedate")."""
    return fold(text).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Naming:
    """Keys of one table: squashed header -> (rank, field), and each field's own spellings."""

    schema: TableSchema
    keys: Mapping[str, tuple[int, str]]
    loose: Loose = field(default_factory=Loose)

    def match(self, header: str) -> tuple[int, str] | None:
        """(rank, field) that `header` means, exactly or with its unit or hint left out."""
        for key in _spellings(header):
            found = self.keys.get(key)
            if found:
                return found
        return (
            self._without_bracket(header)
            or self._in_two_languages(header)
            or self._unit(header)
            or self.loosely(header)
        )

    def loosely(self, header: str) -> tuple[int, str] | None:
        """What a header means once "of the" and the table's own word are left out."""
        found = self.loose.field(header)
        return (LOOSE, found) if found else None

    def candidates(self, fields: Iterable[str]) -> Iterator[tuple[str, str]]:
        """(squashed spelling, field) of the given fields, the contract's spelling first."""
        wanted = set(fields)
        for key, (_, name) in sorted(self.keys.items(), key=lambda item: item[1][0]):
            if name in wanted:
                yield key, name

    def nearly(self, header: str) -> str:
        """The field that a header would be without what its brackets say ("Effort (hours)")."""
        bracket = _BRACKETS.search(header)
        outer = header[: bracket.start()] + " " + header[bracket.end() :] if bracket else ""
        found = self._plain(outer) if bracket and fold(outer) else None
        return found[1] if found else ""

    def _without_bracket(self, header: str) -> tuple[int, str] | None:
        bracket = _BRACKETS.search(header)
        if not bracket:
            return None
        inner, outer = bracket.group(1), header[: bracket.start()] + " " + header[bracket.end() :]
        found = self._plain(outer)
        if not found or not fold(outer):
            return None
        return found if self._says_nothing_else(inner, self.schema.column(found[1])) else None

    def _plain(self, header: str) -> tuple[int, str] | None:
        return next((self.keys[key] for key in _spellings(header) if key in self.keys), None)

    def _says_nothing_else(self, inner: str, column: Column) -> bool:
        folded = fold(inner)
        if not folded or folded in HINTS:
            return True
        if folded == "percent" or re.fullmatch(r"\d+ (to )?\d+( percent)?", folded):
            return column.kind in {"percent", "number"}
        if folded in UNITS:
            return unit_of(column) == UNITS[folded]
        if column.kind == "date" and _DATE_HINT.fullmatch(folded):
            return True
        same = self._plain(inner)
        return bool(same and same[1] == column.field)

    def _in_two_languages(self, header: str) -> tuple[int, str] | None:
        parts = [part for part in _PARTS.split(header.strip()) if fold(part)]
        if len(parts) < 2:
            return None
        found = [self._plain(part) for part in parts]
        fields = {match[1] for match in found if match}
        said = [part for part, match in zip(parts, found, strict=True) if not match]
        if len(fields) != 1:
            return None
        column = self.schema.column(next(iter(fields)))
        if all(self._says_nothing_else(part, column) for part in said):
            return min(match for match in found if match)
        return None

    def _unit(self, header: str) -> tuple[int, str] | None:
        words = fold(header).split()
        for cut in (1, 2):
            unit = UNITS.get(words[-1]) if len(words) > cut else None
            found = self.keys.get("".join(words[:-cut])) if unit else None
            if (
                found
                and unit_of(self.schema.column(found[1])) == unit
                and (cut == 1 or words[-2] in _IN)
            ):
                return found
        return None


_IN = frozenset({"in", "en", "em", "as"})


def _spellings(header: str) -> Iterator[str]:
    key = squash(header)
    yield key
    for core in (key.removeprefix("percent"), key.removesuffix("percent")):
        if core not in {key, ""}:
            yield core
            yield f"percent{core}"


def says_how(text: str) -> bool:
    """Whether a text tells how to fill a cell: "required", "free text", "dd/mm/yyyy"."""
    folded = fold(text)
    return folded in HINTS or (len(folded) > 3 and bool(_DATE_HINT.fullmatch(folded)))


def unit_of(column: Column) -> str:
    """The unit that a column of the contract is in ("d", "h"), empty when it has none."""
    bracket = _BRACKETS.search(column.header)
    return UNITS.get(fold(bracket.group(1)), "") if bracket else ""


@lru_cache(maxsize=64)
def _shipped(vocabulary: Vocabulary, table: str) -> Mapping[str, tuple[int, str]]:
    schema = SCHEMAS[table]
    keys: dict[str, tuple[int, str]] = {}
    own, shared = vocabulary.headers.get(table, {}), vocabulary.shared
    for rank, words in ((CONTRACT, None), (OWN_ALIAS, own), (SHARED_ALIAS, shared)):
        for column in schema.columns:
            known = (
                (column.header, *column.aliases) if words is None else words.get(column.field, ())
            )
            for word in known:
                keys.setdefault(squash(word), (rank, column.field))
    return keys


def naming_of(schema: TableSchema, vocabulary: Vocabulary, rules: WorkbookSettings) -> Naming:
    """The keys of one table with the workbook's own aliases on top."""
    keys = dict(_shipped(vocabulary, schema.name))
    settings = rules.tables.get(schema.name)
    if settings:
        for name, words in settings.columns.items():
            field = field_named(schema, name)
            keys |= {squash(word): (SETTINGS, field) for word in words} if field else {}
    return Naming(schema, keys, _loosened(vocabulary, schema.name))


@lru_cache(maxsize=64)
def _loosened(vocabulary: Vocabulary, table: str) -> Loose:
    schema = SCHEMAS[table]
    own, shared = vocabulary.headers.get(table, {}), vocabulary.shared
    common = {
        word: column.field
        for column in schema.columns
        for word in (column.header, *column.aliases, *shared.get(column.field, ()))
    }
    special = {word: name for name, words in own.items() for word in words}
    named = next((c for c in schema.columns if c.kind == "text"), schema.columns[0])
    nouns = (named.header, *own.get(named.field, ()))
    return Loose.of(special, common, nouns, {schema.id_field, named.field})


def field_named(schema: TableSchema, name: str) -> str:
    """The field that a settings file means by a header ("Due date", "due_date"); "" when unknown."""
    key = squash(name)
    return next((c.field for c in schema.columns if key in (squash(c.header), squash(c.field))), "")


class _Second:
    """Headers that count when no surer one is there."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.lists
        self.naming = frozenset(map(squash, words.get("naming_headers", ())))
        self.describing = frozenset(map(squash, words.get("describing_headers", ())))
        self.weak = frozenset(map(squash, words.get("weak_headers", ())))
        self.numbering = frozenset(map(squash, words.get("numbering_headers", ())))

    def generic(self, key: str) -> int:
        weak = 2 if key in self.describing else int(key in self.naming)
        return weak or 3 * (key in self.weak)


class Namings:
    """The keys of all tables at once; what a header text may mean is worked out once a text."""

    LONGEST = 60

    def __init__(self, vocabulary: Vocabulary, rules: WorkbookSettings) -> None:
        self.tables = {
            name: naming_of(schema, vocabulary, rules) for name, schema in SCHEMAS.items()
        }
        self._known = {key for naming in self.tables.values() for key in naming.keys}
        self._seen: dict[str, Mapping[str, tuple[int, str]]] = {}
        self._second = _Second(vocabulary)

    def generic(self, header: str) -> int:
        """How little a header says of what its column holds, from 0.

        0 "Task", 1 "Title", 2 "Description", 3 what any surer header of the same meaning puts aside.
        """
        return self._second.generic(squash(header))

    def may_number(self, header: str) -> bool:
        """Whether a header beside a surer name of the record may be that of its number ("Item")."""
        return squash(header) in self._second.numbering

    def meanings(self, header: str) -> Mapping[str, tuple[int, str]]:
        """Table -> (rank, field) for every table that knows this header."""
        found = self._seen.get(header)
        if found is None:
            found = self._seen[header] = self._look_up(header)
        return found

    def _look_up(self, header: str) -> Mapping[str, tuple[int, str]]:
        if len(header) > self.LONGEST:
            return {}
        odd = _WORTH_A_LOOK.search(header) or fold(header).split(" ")[-1] in UNITS
        if not odd and squash(header) not in self._known:
            return self._loosely(header) if worth_loosening(header) else {}
        if not odd:  # nothing to leave out: it is known as it stands or not at all
            keys = [*_spellings(header)]
            hits = {
                name: next((naming.keys[key] for key in keys if key in naming.keys), None)
                for name, naming in self.tables.items()
            }
            return {name: hit for name, hit in hits.items() if hit}
        matches = {name: naming.match(header) for name, naming in self.tables.items()}
        return {name: match for name, match in matches.items() if match}

    def _loosely(self, header: str) -> Mapping[str, tuple[int, str]]:
        hits = {name: naming.loosely(header) for name, naming in self.tables.items()}
        return {name: hit for name, hit in hits.items() if hit}
