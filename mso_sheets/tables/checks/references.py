"""Ids that name a row elsewhere: the project of a task, the SOP of a step, what a task waits for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
MOST_HINTS = 20
"""So many unknown ids are compared with all known ones; that takes time."""


class Ids:
    """What may stand in a reference to one table; each part is made when it is first needed."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.ids = table.frame[table.schema.id_field]

    @cached_property
    def known(self) -> frozenset[str]:
        """The ids as their own table writes them."""
        return frozenset(self.ids.dropna().tolist())

    @cached_property
    def folded(self) -> Mapping[str, str]:
        """Folded id -> id, the first spelling of each."""
        return {_fold(value): value for value in reversed(self.ids.dropna().unique().tolist())}

    @cached_property
    def named(self) -> Mapping[str, str]:
        """Folded name -> id, for names that belong to one id."""
        label = LABELS.get(self.table.name, "")
        if not label or not self.table.has(label):
            return {}
        pairs = self.table.frame[[self.table.schema.id_field, label]].dropna().drop_duplicates()
        names = pairs[label].map(_fold)
        single = pairs[~names.duplicated(keep=False)]
        return {_fold(name): key for key, name in single.itertuples(index=False)}

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


class References:
    """Resolves the reference columns of all tables against each other."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.tables = tables
        self._ids: dict[str, Ids] = {}

    def ids(self, name: str) -> Ids | None:
        """The ids of a table, None when it is not there or has no id column."""
        table = self.tables.get(name)
        if table is None or not table.has(table.schema.id_field):
            return None
        if name not in self._ids:
            self._ids[name] = Ids(table)
        return self._ids[name]

    def resolve(self, table: Table) -> tuple[dict[str, pd.Series], list[Finding]]:
        """Reference columns in the spelling of the table they point to, and what points nowhere."""
        columns: dict[str, pd.Series] = {}
        findings: list[Finding] = []
        for column in table.schema.columns:
            ids = self.ids(column.refers_to) if table.has(column.field) else None
            if ids is None:
                continue
            resolve = _many if column.kind == "references" else _single
            values, lost = resolve(table, column, ids)
            columns |= {} if values is None else {column.field: values}
            findings += _unknown(lost, column, ids)
            findings += _itself(table, column)
        return columns, findings


Resolved = tuple["pd.Series | None", dict[str, list[int]]]
"""The column where its spelling changed, else None; unknown text -> its sheet rows."""


def _single(table: Table, column: Column, ids: Ids) -> Resolved:
    values = table.frame[column.field]
    codes, texts = pd.factorize(values)
    meant = [ids.find(text) for text in texts]
    rows = table.frame.index
    lost = {
        text: rows[codes == code].tolist()
        for code, (text, found) in enumerate(zip(texts, meant, strict=True))
        if not found
    }
    spelled = [found or text for text, found in zip(texts, meant, strict=True)]
    if spelled == list(texts):
        return None, lost
    new = pd.Series([*spelled, None], dtype="str").take(codes % (len(spelled) + 1))
    return new.set_axis(rows), lost


def _many(table: Table, column: Column, ids: Ids) -> Resolved:
    lost: dict[str, list[int]] = {}
    out = table.frame[column.field].to_numpy(copy=True)
    rows = table.frame.index
    changed = False
    for place in np.flatnonzero(out.astype(bool)).tolist():
        texts = out[place]
        if ids.known.issuperset(texts):
            continue
        out[place] = tuple(_spelled(text, ids) for text in texts)
        changed = changed or out[place] != texts
        for text in texts:
            if not ids.find(text) and not ids.find(bare(text)):
                lost.setdefault(text, []).append(int(rows[place]))
    return (pd.Series(out, index=rows, dtype="object") if changed else None), lost


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


def _unknown(lost: Mapping[str, Sequence[int]], column: Column, ids: Ids) -> Iterator[Finding]:
    target = ids.table
    header = target.schema.column(target.schema.id_field).header
    nowhere = f"no row of {target.schema.tab} has the {header}"
    fix = f"Type an id that stands in {target.tab}, or add the row there."
    for number, (text, rows) in enumerate(lost.items()):
        near = ids.near(bare(text)) if number < MOST_HINTS else ""
        yield Finding(
            rule="reference-unknown",
            field=column.field,
            rows=rows,
            values=[text] * len(rows),
            expected=f"{nowhere} '{text}'",
            fix=f"Did you mean {near}? {fix}" if near else fix,
        )


def _itself(table: Table, column: Column) -> Iterable[Finding]:
    if column.refers_to != table.name or column.kind != "references":
        return
    cells = table.frame[column.field].to_numpy()
    places = np.flatnonzero(cells.astype(bool))
    own = table.frame[table.schema.id_field].iloc[places].tolist()
    pairs = zip(places.tolist(), own, strict=True)
    wrong = [(n, name) for n, name in pairs if any(_names(text, name) for text in cells[n])]
    if wrong:
        yield Finding(
            rule="reference-to-itself",
            field=column.field,
            rows=[int(table.frame.index[n]) for n, _ in wrong],
            values=[str(name) for _, name in wrong],
            expected="the row waits for itself",
            fix=f"Take its own id out of {column.header}.",
        )


def _names(text: str, own: object) -> bool:
    return isinstance(own, str) and text.startswith(own) and bare(text) == own


def _fold(text: str) -> str:
    return " ".join(str(text).casefold().split())
