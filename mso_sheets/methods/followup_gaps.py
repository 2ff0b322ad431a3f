"""Gaps of follow-ups: escalated, carried, often moved or abandoned; without an owner; without a date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from mso_sheets.methods.open_actions import is_carried
from mso_sheets.methods.wording import shortened
from mso_sheets.model.result import Gap, Link
from mso_sheets.settings.models import FollowupRules


def followup_gaps(frame: pd.DataFrame, rules: FollowupRules, left: frozenset[str]) -> Iterator[Gap]:
    """The gaps of a follow-ups frame, at most one of a kind an action; `left`: people who have left.

    A gap's key names its kind and its action, so it stays the same over runs.
    """
    awake = frame["stage"] != "snoozed"
    odd = (frame["owner"] == "") | ~frame["owner_known"] | frame["owner"].isin(left)
    for row in _rows(frame[odd]):
        yield _gap(
            "ownership", row, _owner_evidence(row, left), "put somebody of People in Owner", 2
        )
    for row in _rows(frame[frame["due"].isna()]):
        yield _gap("dates", row, row.why, "agree a due date", 1)
    moved = (frame["moved"] >= rules.moves_before_escalation) & (rules.moves_before_escalation > 0)
    carried = is_carried(frame["stage"], frame["carried"])
    stuck = (frame["level"] > 0) | carried | moved | frame["abandoned"]
    for row in _rows(frame[stuck & awake]):
        late = 0.0 if pd.isna(row.days_late) else max(0.0, float(row.days_late))
        yield _gap("follow-up", row, row.why, _way_out(row), late + row.carried + row.moved)


class _Row(NamedTuple):
    """What a gap needs of a follow-up."""

    key: str
    action: str
    owner: str
    due: Any
    days_late: float
    stage: str
    moved: int
    why: str
    clears: str
    cells: str
    project: str
    carried: int
    abandoned: bool
    link: Link


def _rows(frame: pd.DataFrame) -> Iterator[_Row]:
    columns = [frame[name].to_numpy(dtype=object).tolist() for name in _Row._fields]
    return (_Row(*values) for values in zip(*columns, strict=True))


def _owner_evidence(row: _Row, left: frozenset[str]) -> str:
    if not row.owner:
        return row.why if row.stage == "no owner" else "No owner"
    return f"{row.owner} has left" if row.owner in left else f"{row.owner} is not in People"


def _way_out(row: _Row) -> str:
    if row.abandoned:
        return "cancel it, or give it a new date and an owner who wants it"
    if is_carried(row.stage, row.carried):
        return "close it, carry it on purpose with a new date, or escalate it"
    return f"{row.clears} ({row.cells})"


def _gap(kind: str, row: _Row, evidence: str, close_by: str, size: float) -> Gap:
    return Gap(
        key=f"{kind}/{row.key}",
        kind=kind,
        what=shortened(row.action, 80),
        evidence=evidence,
        owner=row.owner,
        close_by=close_by,
        project=row.project,
        action=row.key,
        size=size,
        link=row.link,
    )
