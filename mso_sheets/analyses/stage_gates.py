"""Stage gates: what a project must have by its stage, and what it lacks.

What each stage asks for is data (`stage_gates` in the settings): a project must meet its own stage's
gate and those of all stages before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods.covering import Covering, covering
from mso_sheets.methods.portfolio import Projects, projects_of, texts
from mso_sheets.methods.wording import counted, listed
from mso_sheets.model.result import Figure, Gap, Result, ResultColumn
from mso_sheets.model.table import Table, Tables
from mso_sheets.settings.models import StageGate

TITLE = "Stage gates"
READS = ("projects",)
ALSO_READS = ("tasks", "risks", "kpis", "knowledge", "actions")
STAGES = ("Design", "Execution", "Progress tracking", "Review", "Closed")
COLUMNS = (
    ResultColumn("key", "Missing", "key", 30),
    ResultColumn("project", "Project", "text", 9),
    ResultColumn("project_name", "Name", "text", 24),
    ResultColumn("stage", "Stage", "text", 14),
    ResultColumn("gate", "Asked for by", "text", 14),
    ResultColumn("missing", "Missing", "text", 26),
    ResultColumn("how", "How to close it", "long", 36),
    ResultColumn("owner", "Owner", "person", 14),
    ResultColumn("link", "Row", "link", 8),
)


@dataclass(frozen=True, slots=True)
class _Need:
    """One thing that a gate asks for: for each project whether it is there; `how` to get it.

    `only_here`: asked for while in that stage, no more in later ones.
    """

    gate: str
    what: str
    how: str
    met: Sequence[bool]
    only_here: bool = False


def analyse(tables: Tables, context: Context) -> Result:
    """One row a thing that a project in some stage lacks."""
    table = tables["projects"]
    projects = projects_of(table.frame)
    needs, unchecked = _needs(projects, table, tables, context.rules.stage_gates)
    frame = _frame(projects, needs, context)
    actions = tables.get("actions")
    action_for = covering(actions.frame if actions else None)
    return Result(
        name="stage_gates",
        title=TITLE,
        frame=frame,
        columns=COLUMNS,
        figures=_figures(frame, projects),
        notes=tuple(_notes(projects, unchecked)),
        gaps=tuple(_gaps(frame, action_for)),
    )


def _needs(
    projects: Projects, table: Table, tables: Tables, gates: Mapping[str, StageGate]
) -> tuple[list[_Need], list[str]]:
    """All that gates ask for, and what cannot be checked because the workbook has no place for it."""
    needs: list[_Need] = []
    unchecked: list[str] = []
    for stage, gate in gates.items():
        for header in (*gate.fields, *gate.current):
            field = _field(table, header)
            if not field or not table.has(field):
                unchecked.append(f"{header} (no such column)")
                continue
            filled = _filled(table.frame[field]).tolist()
            how = f"Fill in {header} on {table.tab}"
            needs.append(_Need(stage, header, how, filled, header in gate.current))
        for name in gate.tables:
            needs += _rows_need(projects, tables.get(name), name, stage, unchecked)
        for wanted in gate.documents:
            needs += _document_need(projects, tables.get("knowledge"), wanted, stage, unchecked)
    return needs, unchecked


def _field(table: Table, header: str) -> str:
    wanted = header.casefold()
    found = (c.field for c in table.schema.columns if wanted in (c.header.casefold(), c.field))
    return next(found, "")


def _filled(column: pd.Series[Any]) -> pd.Series[bool]:
    """Whether each cell says anything: missing values, blank text and empty lists do not."""
    said = [not isinstance(cell, tuple | str) or bool("".join(cell).strip()) for cell in column]
    return column.notna() & pd.Series(said, index=column.index, dtype="bool")


def _rows_need(
    projects: Projects, table: Table | None, name: str, stage: str, unchecked: list[str]
) -> list[_Need]:
    if table is None or not table.has("project_id"):
        unchecked.append(f"{name} (no such tab, or it has no Project ID)")
        return []
    named = set(projects.places(texts(table.frame["project_id"])).tolist())
    met = [place in named for place in range(len(projects.ids))]
    how = f"Add at least one row for it on {table.tab}"
    return [_Need(stage, f"rows on {table.tab}", how, met)]


def _document_need(
    projects: Projects, table: Table | None, wanted: str, stage: str, unchecked: list[str]
) -> list[_Need]:
    if table is None or not table.has("project_id"):
        unchecked.append(f"{wanted} (no Knowledge tab, or it has no Project ID)")
        return []
    kinds = [kind.strip().casefold() for kind in wanted.split(" or ")]
    of_kind = table.frame["type"].str.casefold().isin(kinds)
    named = set(projects.places(texts(table.frame.loc[of_kind, "project_id"])).tolist())
    met = [place in named for place in range(len(projects.ids))]
    how = f"Write a {wanted.lower()} for it on {table.tab}, with its Project ID"
    return [_Need(stage, wanted, how, met)]


def _frame(projects: Projects, needs: Sequence[_Need], context: Context) -> pd.DataFrame:
    stages, owners = _stages(projects), texts(projects.frame["owner"])
    rows = projects.frame.index.tolist()
    found = []
    for place, key in enumerate(projects.keys):
        for need in needs:
            if not need.met[place] and _asked(need, stages[place]):
                name = "-".join(need.what.casefold().split())
                found.append(
                    {
                        "key": f"stage-gate/{key}/{name}",
                        "project": key,
                        "project_name": projects.names[place],
                        "stage": stages[place],
                        "gate": need.gate,
                        "missing": need.what,
                        "how": need.how,
                        "owner": owners[place],
                        "link": context.row_link("projects", rows[place]),
                    }
                )
    names = [*(column.field for column in COLUMNS)]
    table = pd.DataFrame(found, columns=names)
    return table.drop_duplicates("key").reset_index(drop=True)


def _stages(projects: Projects) -> list[str]:
    """Each project's stage: Closed once it is complete; "" where it has none or is cancelled."""
    stages, status = texts(projects.frame["stage"]), texts(projects.frame["status"])
    known: list[str] = np.where(np.isin(stages, STAGES), stages, "").tolist()
    over = {"Complete": "Closed", "Cancelled": ""}
    return [over.get(word, stage) for word, stage in zip(status.tolist(), known, strict=True)]


def _asked(need: _Need, stage: str) -> bool:
    if stage not in STAGES or need.gate not in STAGES:
        return False
    if need.only_here:
        return need.gate == stage
    return STAGES.index(need.gate) <= STAGES.index(stage)


def _figures(frame: pd.DataFrame, projects: Projects) -> tuple[Figure, ...]:
    staged = sum(bool(stage) for stage in _stages(projects))
    lacking = int(frame["project"].nunique())
    return (
        Figure("Missing at gates", len(frame)),
        Figure(
            "Projects lacking something",
            lacking,
            basis=f"of {counted(staged, 'project')} with a stage",
        ),
    )


def _notes(projects: Projects, unchecked: Sequence[str]) -> Iterator[str]:
    yield "A project must meet the gate of its stage and of every stage before it"
    status = texts(projects.frame["status"]).tolist()
    known = zip(projects.keys, _stages(projects), status, strict=True)
    unstaged = [key for key, stage, word in known if not stage and word != "Cancelled"]
    if unstaged:
        yield f"Not checked, no stage: {listed(unstaged)}"
    if unchecked:
        yield f"Not checked: {listed(list(dict.fromkeys(unchecked)))}"


def _gaps(frame: pd.DataFrame, action_for: Covering) -> Iterator[Gap]:
    for row in frame.to_dict("records"):
        behind = STAGES.index(row["stage"]) - STAGES.index(row["gate"])
        yield Gap(
            key=row["key"],
            kind="stage gate",
            what=f"{row['project']} {row['project_name']} lacks {row['missing']}",
            evidence=f"in {row['stage']}; {row['gate']} asks for it",
            owner=row["owner"],
            close_by=row["how"],
            project=row["project"],
            action=action_for(row["key"]),
            size=float(1 + behind),
            link=row["link"],
        )
