"""Workflow maps out of the rows of a steps table, and their drawing as Mermaid text."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from mso_sheets.methods.workflow_map import Step, WorkflowMap, make_map

_UNSAFE = str.maketrans(
    {'"': "'", "\n": " ", "[": "(", "]": ")", "{": "(", "}": ")", "|": "/", "`": "'", ";": ","}
)


def maps_of(steps: pd.DataFrame) -> dict[str, WorkflowMap]:
    """Workflow id -> map, in the sheet's order; rows without a workflow or a step are left out."""
    known = steps[steps["workflow_id"].notna() & (steps["step"].notna() | steps["step_no"].notna())]
    made = {}
    for workflow, rows in known.groupby("workflow_id", sort=False):
        names = rows["workflow"].dropna()
        name = str(names.iloc[0]) if len(names) else str(workflow)
        records = zip(rows.index.tolist(), rows.to_dict("records"), strict=True)
        drawn = [_step(int(row), {str(k): v for k, v in record.items()}) for row, record in records]
        made[str(workflow)] = make_map(str(workflow), name, drawn)
    return made


def mermaid(drawn: WorkflowMap, labels: Mapping[tuple[int, int], str] | None = None) -> str:
    """The map as Mermaid flowchart text; `labels` by (from, to) stand on the arrows.

    Syntax: https://mermaid.js.org/syntax/flowchart.html
    """
    said = labels or {}
    lines = ["flowchart LR"]
    for place, step in enumerate(drawn.steps):
        lines.append(f'  s{place}["{_label(step)}"]')
    for place, after in enumerate(drawn.follows):
        for target in after:
            text = said.get((place, target), "")
            arrow = f' -- "{_safe(text)}" --> ' if text else " --> "
            lines.append(f"  s{place}{arrow}s{target}")
    return "\n".join(lines)


def mermaid_of_edges(edges: pd.DataFrame, top: int = 20) -> str:
    """A workflow that nobody mapped, drawn from its log: the commonest hand-offs with their count."""
    kept = edges.sort_values("count", ascending=False, kind="stable").head(top)
    names = list(dict.fromkeys([*kept["from"], *kept["to"]]))
    places = {name: place for place, name in enumerate(names)}
    lines = ["flowchart LR", *(f'  s{n}["{_safe(str(name))}"]' for name, n in places.items())]
    rows = zip(kept["from"], kept["to"], kept["count"], strict=True)
    lines += [f'  s{places[a]} -- "{n}" --> s{places[b]}' for a, b, n in rows]
    return "\n".join(lines)


def one_line(drawing: str) -> str:
    """A drawing in one line, as Mermaid allows with semicolons: for a cell of a table."""
    return "; ".join(line.strip() for line in drawing.splitlines())


def _step(row: int, record: Mapping[str, Any]) -> Step:
    return Step(
        number=_text(record["step_no"]),
        name=_text(record["step"]) or f"Step {_text(record['step_no'])}",
        owner=_text(record["owner"]),
        role=_text(record["role"]),
        team=_text(record["team"]),
        input=_text(record["input"]),
        output=_text(record["output"]),
        sop=_text(record["sop_id"]),
        sla=_number(record["sla_hours"]),
        process=_number(record["process_time_h"]),
        wait=_number(record["wait_time_h"]),
        volume=_number(record["volume_a_week"]),
        pain=_text(record["pain_point"]),
        next=_next_steps(record["next_steps"]),
        row=row,
    )


def _next_steps(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, tuple | list) else (value,)
    texts = [_text(part) for part in parts]
    return tuple(
        text for part in texts for text in map(str.strip, re.split(r"[;,\n/]+", part)) if text
    )


def _label(step: Step) -> str:
    who = step.owner or step.role or step.team
    details = [who, f"SLA {step.sla:g} h" if step.sla > 0 else ""]
    second = " · ".join(_safe(text) for text in details if text)
    first = _safe(f"{step.number} {step.name}".strip())
    return f"{first}<br/>{second}" if second else first


def _safe(text: str) -> str:
    return text.replace("&", "and").replace("<", "(").replace(">", ")").translate(_UNSAFE)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not math.isnan(value) else math.nan
