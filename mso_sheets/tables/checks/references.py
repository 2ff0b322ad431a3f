"""Ids that name a row elsewhere: the project of a task, the SOP of a step, what a task waits for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from mso_sheets.model.table import Column, Table
from mso_sheets.tables.findings import Finding

LABELS: Mapping[str, str] = {
    "projects": "project",
    "workflow_steps": "workflow",
    "knowledge": "title",
}
"""Table -> the name that people write in place of its id."""
_LAG = re.compile(
    r"(?i)(.*?\d\w*?)\s*(?:(?:fs|ss|ff|sf)|(?=\s*[+-]))\s*(?:[+-]\s*\d+(?:[.,]\d+)?\s*[a-z]*)?"
)
LIKE = 75.0


@dataclass(frozen=True)
class Ids:
    """What may stand in a reference: ids as their own table writes them; folded name -> id."""

    known: frozenset[str]
    ordered: Sequence[str]
    named: Mapping[str, str]

    @cached_property
    def folded(self) -> Mapping[str, str]:
        """Folded id -> id; made only when some text is no id as it stands."""
        return {_fold(value): value for value in reversed(self.ordered)}

    def find(self, text: str) -> str:
        """The id that a text means by its id or its exact name; empty when none."""
        if text in self.known:
            return text
        key = _fold(text)
        return self.folded.get(key) or self.named.get(key, "")

    def near(self, text: str) -> str:
        """The id most like an unknown one, for a hint."""
        choices = list(self.folded)
        near = process.extractOne(_fold(text), choices, scorer=fuzz.ratio, score_cutoff=LIKE)
        return self.folded[near[0]] if near else ""


def ids_of(table: Table) -> Ids:
    """The ids of a table; a name counts only where it belongs to one id."""
    ids = table.frame[table.schema.id_field].dropna()
    every = ids.unique().tolist()
    label = LABELS.get(table.name, "")
    named: dict[str, str] = {}
    if label and table.has(label):
        pairs = (
            table.frame.loc[ids.index, [table.schema.id_field, label]].dropna().drop_duplicates()
        )
        keys = pairs[label].map(_fold)
        single = pairs[~keys.duplicated(keep=False)]
        named = {_fold(name): key for key, name in single.itertuples(index=False)}
    return Ids(frozenset(every), every, named)


def resolve_references(
    table: Table, others: Mapping[str, Table]
) -> tuple[dict[str, pd.Series], list[Finding]]:
    """Reference columns in the spelling of the table they point to, and what points nowhere."""
    columns: dict[str, pd.Series] = {}
    findings: list[Finding] = []
    for column in table.schema.columns:
        target = others.get(column.refers_to)
        if target is None or not table.has(column.field):
            continue
        if not target.has(target.schema.id_field):
            continue
        ids = ids_of(target)
        if column.kind == "references":
            columns[column.field], found = _many(table, column, ids)
        else:
            columns[column.field], found = _single(table, column, ids)
        findings += _unknown(found, column, target, ids)
        findings += _itself(table, column, columns[column.field])
    return columns, findings


def _single(table: Table, column: Column, ids: Ids) -> tuple[pd.Series, dict[str, list[int]]]:
    values = table.frame[column.field]
    meant = {text: ids.find(text) for text in values.dropna().unique()}
    unknown = [text for text, found in meant.items() if not found]
    rows = values.isin(unknown)
    lost: dict[str, list[int]] = {}
    for row, text in values[rows].items():
        lost.setdefault(str(text), []).append(int(str(row)))
    changed = {text: found for text, found in meant.items() if found and found != text}
    return (values.replace(changed).astype("str") if changed else values), lost


def _many(table: Table, column: Column, ids: Ids) -> tuple[pd.Series, dict[str, list[int]]]:
    lost: dict[str, list[int]] = {}
    out = table.frame[column.field].to_numpy(copy=True)
    rows = table.frame.index
    for place in np.flatnonzero(out.astype(bool)).tolist():
        texts = out[place]
        if ids.known.issuperset(texts):
            continue
        out[place] = tuple(_spelled(text, ids) for text in texts)
        for text in texts:
            if not ids.find(text) and not ids.find(bare(text)):
                lost.setdefault(text, []).append(int(rows[place]))
    return pd.Series(out, index=rows, dtype="object"), lost


def _spelled(text: str, ids: Ids) -> str:
    whole = ids.find(text)
    if whole:
        return whole
    stem = bare(text)
    found = ids.find(stem)
    return found + text[len(stem) :] if found else text


def bare(text: str) -> str:
    """A predecessor without its link type and lag: "TSK-3FS+2d" -> "TSK-3"."""
    match = _LAG.fullmatch(text.strip())
    return match.group(1) if match else text


def _unknown(
    lost: Mapping[str, Sequence[int]], column: Column, target: Table, ids: Ids
) -> Iterator[Finding]:
    header = target.schema.column(target.schema.id_field).header
    for text, rows in lost.items():
        near = ids.near(bare(text))
        hint = f"Did you mean {near}? " if near else ""
        yield Finding(
            rule="reference-unknown",
            field=column.field,
            rows=rows,
            values=[text] * len(rows),
            expected=f"no row of {target.schema.tab} has the {header} '{text}'",
            fix=f"{hint}Type an id that stands in {target.tab}, or add the row there.",
        )


def _itself(table: Table, column: Column, values: pd.Series) -> Iterable[Finding]:
    if column.refers_to != table.name or column.kind != "references":
        return
    own = table.frame[table.schema.id_field].tolist()
    cells = values.to_numpy()
    places = np.flatnonzero(cells.astype(bool)).tolist()
    wrong = [n for n in places if any(_names(text, own[n]) for text in cells[n])]
    if wrong:
        rows = [int(values.index[n]) for n in wrong]
        yield Finding(
            rule="reference-to-itself",
            field=column.field,
            rows=rows,
            values=[str(own[n]) for n in wrong],
            expected="the row waits for itself",
            fix=f"Take its own id out of {column.header}.",
        )


def _names(text: str, own: object) -> bool:
    return isinstance(own, str) and text.startswith(own) and bare(text) == own


def _fold(text: str) -> str:
    return " ".join(str(text).casefold().split())
