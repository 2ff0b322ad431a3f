"""Risks and decisions: score, reviews that are overdue, and what each still lacks.

One row a risk, assumption, issue or dependency that is not closed, the highest score first, then the
decisions that lack something.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods.covering import Covering, covering
from mso_sheets.methods.portfolio import days, keys_of, texts
from mso_sheets.methods.wording import counted, working_days
from mso_sheets.model.result import Figure, Gap, Result, ResultColumn
from mso_sheets.model.table import Table, Tables

TITLE = "Risks and decisions"
READS: tuple[str, ...] = ()
ALSO_READS = ("risks", "decisions", "actions", "meetings")
COLUMNS = (
    ResultColumn("key", "ID", "key", 10),
    ResultColumn("kind", "Kind", "text", 12),
    ResultColumn("title", "What", "long", 40),
    ResultColumn("project", "Project", "text", 9),
    ResultColumn("owner", "Owner", "person", 14),
    ResultColumn("score", "Score", "number", 7),
    ResultColumn("status", "Status", "status", 12),
    ResultColumn("review", "Review", "date", 8),
    ResultColumn("days_overdue", "Review late", "days", 8),
    ResultColumn("lacks", "Lacks", "long", 30),
    ResultColumn("action", "Action", "text", 10),
    ResultColumn("link", "Row", "link", 8),
)
HIGH = 15
"""A score (probability x impact, 1-25) from which a risk counts as high."""
FIXES = {
    "no owner": "Write a name from People in Owner",
    "no response": "Write in Response what is done about it",
    "no action": "Add an action that names its ID",
    "no score": "Fill in Probability and Impact (1-5)",
    "review overdue": "Review it and set the next Review date",
    "nobody decided": "Write in Decided by who took it",
}
Floats = npt.NDArray[np.float64]


def analyse(tables: Tables, context: Context) -> Result:
    """Open risks by score, decisions that lack something, and gaps for both."""
    actions, risks, decisions = (tables.get(name) for name in ("actions", "risks", "decisions"))
    if risks is None and decisions is None:
        empty = pd.DataFrame({"key": pd.Series(dtype="str")})
        return Result("risks", TITLE, empty, unavailable="needs the tab for risks or decisions")
    action_for = covering(actions.frame if actions else None)
    rows = [
        *(_risks(risks, context, action_for, check_actions=actions is not None) if risks else ()),
        *(_decisions(decisions, context) if decisions else ()),
    ]
    frame = pd.DataFrame(rows, columns=[*(column.field for column in COLUMNS), "fixes"])
    frame = frame.sort_values("score", ascending=False, kind="stable", na_position="last")
    frame = frame.reset_index(drop=True)
    return Result(
        name="risks",
        title=TITLE,
        frame=frame,
        columns=COLUMNS,
        figures=_figures(frame, decisions),
        notes=tuple(_notes(risks, decisions)),
        gaps=tuple(_gaps(frame)),
    )


def _risks(
    table: Table, context: Context, action_for: Covering, *, check_actions: bool
) -> Iterator[Mapping[str, Any]]:
    frame = table.frame[texts(table.frame["status"]) != "Closed"]
    columns = {
        name: texts(frame[name]) for name in ("risk_id", "title", "owner", "response", "project_id")
    }
    kinds, status = texts(frame["type"]), texts(frame["status"])
    score = (frame["probability"] * frame["impact"]).to_numpy(dtype=np.float64)
    late = _late(columns["owner"], frame, context)
    keys = keys_of(columns["risk_id"].tolist(), columns["title"].tolist(), frame.index.to_numpy())
    for place, row in enumerate(frame.index.tolist()):
        identity = columns["risk_id"][place]
        action = action_for(identity) if identity else ""
        kind = kinds[place] or "Risk"
        needs_score = kind == "Risk" and (table.has("probability") or table.has("impact"))
        lacks = {
            "no owner": not columns["owner"][place],
            "no response": kind == "Risk"
            and table.has("response")
            and not columns["response"][place],
            "no action": kind == "Issue" and check_actions and not action,
            "no score": needs_score and bool(np.isnan(score[place])),
            "review overdue": late[place] > 0,
        }
        yield {
            "key": keys[place],
            "kind": kind,
            "title": columns["title"][place],
            "project": columns["project_id"][place],
            "owner": columns["owner"][place],
            "score": score[place],
            "status": status[place],
            "review": frame["review_date"].iloc[place],
            "days_overdue": late[place] if late[place] > 0 else np.nan,
            "action": action,
            "link": context.row_link("risks", row),
            **_lacking(lacks, float(late[place])),
        }


def _decisions(table: Table, context: Context) -> Iterator[Mapping[str, Any]]:
    """Decisions that stand (not superseded) and lack a decider, or are due for review."""
    frame = table.frame[texts(table.frame["status"]) != "Superseded"]
    titles, status, ids = (texts(frame[name]) for name in ("decision", "status", "decision_id"))
    deciders = [tuple(people) for people in frame["decided_by"]]
    owners = np.array([people[0] if people else "" for people in deciders], dtype=object)
    late = _late(owners, frame, context)
    keys = keys_of(ids.tolist(), titles.tolist(), frame.index.to_numpy())
    for place, row in enumerate(frame.index.tolist()):
        undecided = status[place] != "Proposed" and not deciders[place]
        lacks = {
            "nobody decided": undecided and table.has("decided_by"),
            "review overdue": late[place] > 0,
        }
        if any(lacks.values()):
            yield {
                "key": keys[place],
                "kind": "Decision",
                "title": titles[place],
                "project": "",
                "owner": owners[place],
                "score": np.nan,
                "status": status[place],
                "review": frame["review_date"].iloc[place],
                "days_overdue": late[place] if late[place] > 0 else np.nan,
                "action": "",
                "link": context.row_link("decisions", row),
                **_lacking(lacks, float(late[place])),
            }


def _late(owners: npt.NDArray[np.object_], frame: pd.DataFrame, context: Context) -> Floats:
    """Working days since the review date passed; 0 where it has not, or there is none."""
    return np.nan_to_num(
        context.calendars.days_late(owners, days(frame["review_date"]), context.today)
    )


def _lacking(lacks: Mapping[str, bool], late: float) -> dict[str, str]:
    """In words what is lacking, and how to mend it."""
    names = [name for name, holds in lacks.items() if holds]
    said = [f"review {working_days(late)} overdue" if n == "review overdue" else n for n in names]
    return {"lacks": ", ".join(said), "fixes": "; ".join(FIXES[name] for name in names)}


def _figures(frame: pd.DataFrame, decisions: Table | None) -> tuple[Figure, ...]:
    risks = frame[frame["kind"] != "Decision"]
    superseded = 0
    if decisions is not None:
        superseded = int((texts(decisions.frame["status"]) == "Superseded").sum())
    return (
        Figure("Open risks and issues", len(risks)),
        Figure(
            f"Score {HIGH} or more", int((risks["score"] >= HIGH).sum()), basis=f"of {len(risks)}"
        ),
        Figure("Reviews overdue", int(frame["days_overdue"].notna().sum())),
        Figure("Without an owner", int((risks["owner"] == "").sum()), basis=f"of {len(risks)}"),
        Figure("Decisions superseded", superseded, basis="kept, not counted as standing"),
    )


def _notes(risks: Table | None, decisions: Table | None) -> Iterator[str]:
    yield "Score = probability x impact, each 1-5"
    if risks is not None:
        closed = int((texts(risks.frame["status"]) == "Closed").sum())
        yield f"{counted(closed, 'closed row')} of {len(risks.frame)} on {risks.tab} left out"
    if decisions is not None:
        yield f"{counted(len(decisions.frame), 'decision')} read; only those that lack something are listed"


def _gaps(frame: pd.DataFrame) -> Iterator[Gap]:
    for row in frame[frame["lacks"] != ""].to_dict("records"):
        score = 0.0 if pd.isna(row["score"]) else float(row["score"])
        told = f"{row['status'] or 'no status'}, score {score:.0f}" if score else row["status"]
        yield Gap(
            key=f"risk/{row['key']}",
            kind="risk",
            what=f"{row['kind']} {row['key']} {row['title']}".strip(),
            evidence=f"{row['lacks']} ({told})" if told else row["lacks"],
            owner=row["owner"],
            close_by=row["fixes"],
            project=row["project"],
            action=row["action"],
            size=score,
            link=row["link"],
        )
