"""History: what changed since the last run, and all that changed before, from the state's rows.

An event is packed as `["a", table, record, {field: value}]` (seen first), `["c", table, record,
field, before, after, by]` (changed) or `["r", table, record]` (gone), many to a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd

from mso_sheets.model.history import History
from mso_sheets.model.state import StateRow, packed
from mso_sheets.model.table import Table, Tables

Values = dict[tuple[str, str, str], Any]
"""(table, record, field) -> the value that was last seen."""

MOST_TRACKED = 20_000
"""Records of one table whose changes are followed: a first run writes all of them into the state."""

NOTHING: Mapping[tuple[str, str], Mapping[str, Any]] = MappingProxyType({})
COLUMNS = ["day", "at", "table", "record", "field", "before", "after", "kind", "by"]
KINDS = {"a": "added", "c": "changed", "r": "removed"}


def fold(rows: Sequence[StateRow]) -> History:
    """All events of the state as one frame, oldest first, with the marks beside them."""
    events = [line for row in rows if row.kind == "events" for line in _expanded(row)]
    frame = pd.DataFrame(events, columns=COLUMNS)
    frame["day"] = pd.to_datetime(frame["day"]).astype("datetime64[s]")
    marks = {row.key: str(row.data) for row in rows if row.kind == "mark"}
    runs = [row for row in rows if row.kind == "events"]
    started = date.fromisoformat(runs[0].key) if runs else None
    digest = marks.get("last_digest")
    return History(frame, started, date.fromisoformat(digest) if digest else None, marks)


def _expanded(row: StateRow) -> Iterable[tuple[Any, ...]]:
    for event in row.data:
        kind, table, record = event[0], event[1], event[2]
        if kind == "a":
            for name, value in event[3].items():
                yield (row.key, row.at, table, record, name, None, value, "added", "")
        elif kind == "c":
            yield (row.key, row.at, table, record, *event[3:6], "changed", event[6])
        else:
            yield (row.key, row.at, table, record, "", None, None, "removed", "")


def last_seen(rows: Sequence[StateRow]) -> dict[tuple[str, str], dict[str, Any]]:
    """(table, record) -> field -> the value that was last seen, of records that were not removed."""
    known: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        if row.kind != "events":
            continue
        for event in row.data:
            record = (event[1], event[2])
            if event[0] == "a":
                known[record] = dict(event[3])
            elif event[0] == "c":
                known.setdefault(record, {})[event[3]] = event[5]
            else:
                known.pop(record, None)
    return known


def current_values(
    tables: Tables,
    computed: Mapping[str, str],
    before: Mapping[tuple[str, str], Mapping[str, Any]] = NOTHING,
) -> dict[tuple[str, str], dict[str, Any]]:
    """(table, record) -> tracked field -> value now; `computed` adds projects' computed health.

    Of a table with more than `MOST_TRACKED` records those in `before` stay, and the first of the
    others fill up: sorting a sheet changes nothing.
    """
    known: dict[tuple[str, str], dict[str, Any]] = {}
    for table in tables.found.values():
        known.update(_tracked(table, before))
    for project, health in computed.items():
        if ("projects", project) in known:
            known["projects", project]["computed_health"] = health
    return known


def untracked(tables: Tables) -> tuple[str, ...]:
    """A sentence for each table of which not every record is followed."""
    return tuple(
        f"{table.tab} has {len(table.frame):,} rows; changes of {MOST_TRACKED:,} of them are followed. "
        "Move closed rows to another tab to have all that are left followed."
        for table in tables.found.values()
        if len(table.frame) > MOST_TRACKED and any(c.tracked for c in table.schema.columns)
    )


def _tracked(
    table: Table, before: Mapping[tuple[str, str], Mapping[str, Any]]
) -> dict[tuple[str, str], dict[str, Any]]:
    fields = [c.field for c in table.schema.columns if c.tracked and table.has(c.field)]
    identity = table.schema.id_field
    if not fields or not identity or identity not in table.frame:
        return {}
    frame = table.frame
    keep = frame[identity].notna() & (frame[identity] != "")
    if "duplicate" in frame:
        keep &= ~frame["duplicate"].astype(bool)
    frame = _bounded(frame[[identity, *fields]][keep], identity, table.name, before)
    plain = [_plain(frame[name]) for name in fields]
    return {
        (table.name, str(record)): dict(zip(fields, values, strict=True))
        for record, *values in zip(frame[identity], *plain, strict=True)
    }


def _bounded(
    frame: pd.DataFrame,
    identity: str,
    table: str,
    before: Mapping[tuple[str, str], Mapping[str, Any]],
) -> pd.DataFrame:
    if len(frame) <= MOST_TRACKED:
        return frame
    known = frame[identity].isin([record for name, record in before if name == table])
    return pd.concat([frame[known], frame[~known]]).head(MOST_TRACKED)


def _plain(series: pd.Series[Any]) -> list[Any]:
    """JSON-able values: dates as ISO text, missing as None."""
    if pd.api.types.is_datetime64_any_dtype(series):
        text = series.dt.strftime("%Y-%m-%d")
        return [None if pd.isna(value) else value for value in text]
    return [
        None if pd.isna(value) else (value.item() if hasattr(value, "item") else value)
        for value in series
    ]


def differences(
    before: Mapping[tuple[str, str], Mapping[str, Any]],
    now: Mapping[tuple[str, str], Mapping[str, Any]],
    watched: Iterable[str],
) -> list[list[Any]]:
    """The packed events that lead from `before` to `now`.

    Only tables in `watched` (those read whole this time) can lose records.
    """
    events: list[list[Any]] = []
    for (table, record), values in now.items():
        old = before.get((table, record))
        if old is None:
            events.append(["a", table, record, {k: v for k, v in values.items() if v is not None}])
            continue
        for name, value in values.items():
            if old.get(name) != value:
                events.append(["c", table, record, name, old.get(name), value, ""])
    whole = set(watched)
    gone = [key for key in before if key not in now and key[0] in whole]
    events.extend(["r", table, record] for table, record in gone)
    return events


def event_rows(events: Sequence[Any], day: date, at: str, run: str) -> list[StateRow]:
    """The state rows that hold these events."""
    return [StateRow("events", day.isoformat(), at, run, group) for group in packed(events)]


def compacted(rows: Sequence[StateRow], keep_since: date) -> list[StateRow]:
    """The same history in fewer rows.

    Kept for ever: first values, due-date moves of records that still exist, marks' last values.
    Other changes before `keep_since` are folded into the first values; records gone before it, and
    ledger entries older than it, are dropped.
    """
    old = [row for row in rows if row.kind == "events" and row.key < keep_since.isoformat()]
    new = [row for row in rows if row.kind == "events" and row.key >= keep_since.isoformat()]
    facts = {(row.kind, row.key): row for row in rows if row.kind in {"mark", "run", "book"}}
    ledger = [row for row in rows if row.kind not in {"events", "mark", "run", "book"}]
    recent = [row for row in ledger if row.at[:10] >= keep_since.isoformat()]
    return [*facts.values(), *_folded(old), *new, *recent]


def _folded(old: Sequence[StateRow]) -> list[StateRow]:
    alive = last_seen(old)
    first: dict[tuple[str, str], dict[str, Any]] = {}
    born: dict[tuple[str, str], StateRow] = {}
    moves: dict[tuple[str, str], list[tuple[StateRow, list[Any]]]] = {}
    for row in old:
        for event in row.data:
            key = (event[1], event[2])
            if event[0] == "a":
                first[key], born[key] = dict(event[3]), row
                moves[key] = []
            elif event[0] == "c" and "due" in str(event[3]):
                moves.setdefault(key, []).append((row, event))
            elif event[0] == "c":
                first.setdefault(key, {})[event[3]] = event[5]
                born.setdefault(key, row)
    by_row: dict[tuple[str, str, str], list[Any]] = {}
    for key in alive:
        if key in born:
            birth = born[key]
            by_row.setdefault((birth.key, birth.at, birth.run), []).append(["a", *key, first[key]])
        for moved, event in moves.get(key, []):
            by_row.setdefault((moved.key, moved.at, moved.run), []).append(event)
    return [
        StateRow("events", day, at, run, group)
        for (day, at, run), events in sorted(by_row.items())
        for group in packed(events)
    ]
