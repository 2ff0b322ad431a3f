"""What the workflows ask people to do: complete maps, keep to them or change them, serve late cases."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.analyses.workflow_proposals import Review
from mso_sheets.analyses.workflow_rows import title_of
from mso_sheets.methods.conformity import Conformity
from mso_sheets.methods.proportions import share_text
from mso_sheets.methods.records import records
from mso_sheets.methods.wording import counted
from mso_sheets.methods.workflow_faults import structure_faults
from mso_sheets.methods.workflow_map import WorkflowMap
from mso_sheets.model.result import Gap, Link

DEVIATION_SHARE = 0.10
FEWEST_CASES = 3
CLOSING = {
    "skipped": "Agree whether the step is needed: take it off the map, or remind those who skip it.",
    "repeated": "Find out what sends cases back, and check it a step earlier.",
    "extra": "Draw the arrow on the map, or stop the detour.",
    "unmapped": "Put the step on the map, or agree that it shall not happen.",
    "out of order": "Agree on the order, and change the map or the practice.",
}


def structure_gaps(review: Review, context: Context) -> list[Gap]:
    """One gap a step with something missing or wrong on the map; one a workflow without a map."""
    gaps = []
    for drawn in review.mined.maps.values():
        faults = structure_faults(drawn, review.present)
        gaps += [_structure_gap(drawn, n, texts, context) for n, texts in faults.items() if texts]
    unmapped = set(review.mined.log.steps["workflow"]) - set(review.mined.maps)
    counts = review.mined.cases["workflow"].value_counts()
    return gaps + [
        Gap(
            key=f"workflow/{name}/no-map",
            kind="workflow",
            what=f"{name} is worked ({counted(int(counts[name]), 'case')} in the log) and has no map",
            evidence=f"from {review.mined.source}",
            close_by="Write its steps into Workflow steps.",
            size=float(counts[name]),
        )
        for name in sorted(unmapped)
        if review.present
    ]


def _structure_gap(drawn: WorkflowMap, place: int, texts: list[str], context: Context) -> Gap:
    step = drawn.steps[place]
    return Gap(
        key=f"workflow/{drawn.workflow}/{step.number}/{step.name}",
        kind="workflow",
        what=f"{drawn.name}, step {step.number} {step.name}: {'; '.join(texts)}",
        evidence=f"Workflow steps, {counted(len(drawn.steps), 'step')} in {drawn.workflow}",
        owner=step.owner,
        close_by="Complete the step's row, or correct its Next steps.",
        size=float(len(texts)) + (0.5 if "SOP" in texts[0] else 0.0),
        link=context.row_link("workflow_steps", step.row),
    )


def conformance_gaps(review: Review, context: Context) -> list[Gap]:
    """Deviations that touch at least a tenth and three of a workflow's cases, and wrong teams."""
    gaps = []
    for workflow, found in review.mined.conformities.items():
        if found.cases.size < review.minimum_n:
            continue
        often = found.found[
            (found.found["share"] >= DEVIATION_SHARE) & (found.found["cases"] >= FEWEST_CASES)
        ]
        drawn = review.mined.maps[workflow]
        gaps += [_deviation_gap(drawn, row, found, context) for row in records(often)]
    return gaps + _wrong_team_gaps(review, context)


def _deviation_gap(
    drawn: WorkflowMap, row: dict[str, Any], found: Conformity, context: Context
) -> Gap:
    step = drawn.steps[row["position"]] if row["position"] >= 0 else None
    more = row["hours_more"]
    days = (
        ""
        if pd.isna(more)
        else f"; those cases take {abs(more):.1f} h {'more' if more > 0 else 'less'} in the median"
    )
    share = share_text(row["cases"], found.cases.size, context.rules.kpi.small_n)
    return Gap(
        key=f"conformance/{drawn.workflow}/{row['step']}/{row['kind']}",
        kind="conformance",
        what=f"{drawn.name}: {row['step']} is {row['kind']} in {row['cases']} of {found.cases.size} cases",
        evidence=f"{share} against the nearest mapped path{days}",
        owner=step.owner if step else "",
        close_by=CLOSING[row["kind"]],
        size=float(row["share"]),
        link=context.row_link("workflow_steps", step.row) if step else Link(""),
    )


def _wrong_team_gaps(review: Review, context: Context) -> list[Gap]:
    """Steps done by people of another team than the map says, where both are known."""
    table = wrong_teams(review, context)
    by = table.groupby(["workflow", "position"])
    counts = pd.DataFrame({"runs": by.size(), "wrong": by["wrong"].sum()})
    others = table[table["wrong"]].groupby(["workflow", "position"])["team"]
    counts["teams"] = others.agg(lambda teams: ", ".join(sorted(set(teams))))
    gaps = []
    for row in records(counts.reset_index()):
        if row["wrong"] >= max(FEWEST_CASES, DEVIATION_SHARE * row["runs"]):
            drawn = review.mined.maps[row["workflow"]]
            gaps.append(_wrong_team_gap(drawn, row, context))
    return gaps


def _wrong_team_gap(drawn: WorkflowMap, row: dict[str, Any], context: Context) -> Gap:
    step = drawn.steps[int(row["position"])]
    share = share_text(row["wrong"], row["runs"], context.rules.kpi.small_n)
    return Gap(
        key=f"conformance/{drawn.workflow}/{step.name}/wrong-role",
        kind="conformance",
        what=f"{drawn.name}: {step.name} is done by another team than {step.team}",
        evidence=f"{share} of its runs, by people of {row['teams']}",
        owner=step.owner,
        close_by="Change the team on the map, or hand the step back.",
        size=row["wrong"] / row["runs"],
        link=context.row_link("workflow_steps", step.row),
    )


def wrong_teams(review: Review, context: Context) -> pd.DataFrame:
    """A row a run of a step whose mapped team and whose person's team are known: wrong or not."""
    log, mined = review.mined.log, review.mined
    place = np.full(len(log.steps), -1, dtype=np.int64)
    asked = np.full(len(log.steps), "", dtype=object)
    for workflow, known in mined.positions.items():
        for code, position in known.items():
            place[code] = position
            asked[code] = mined.maps[workflow].steps[position].team
    team = {name: person.team for name, person in context.people.items()}
    teams = np.array([*(team.get(str(name), "") for name in log.persons), ""], dtype=object)
    runs = np.flatnonzero((asked[log.step] != "") & (teams[log.person] != ""))
    codes, did = log.step[runs], teams[log.person[runs]]
    folded = [{str(text): str(text).casefold() for text in names} for names in (asked, teams)]
    wrong = [folded[0][a] != folded[1][b] for a, b in zip(asked[codes], did, strict=True)]
    return pd.DataFrame(
        {
            "workflow": log.steps["workflow"].to_numpy()[codes],
            "position": place[codes],
            "team": did,
            "wrong": np.array(wrong, dtype=np.bool_),
        }
    )


def sla_gaps(review: Review, context: Context) -> list[Gap]:
    """One gap a step at which running cases are past the service level now."""
    by = review.late.groupby(["workflow", "position"], sort=False)
    oldest = by.first().assign(count=by.size()).reset_index()
    return [_sla_gap(review, row, context) for row in records(oldest)]


def _sla_gap(review: Review, row: dict[str, Any], context: Context) -> Gap:
    drawn = review.mined.maps[row["workflow"]]
    step = drawn.steps[row["position"]]
    case = review.mined.cases["case"].iloc[row["case"]]
    since = f"{pd.Timestamp(row['since']):%-d %b %H:%M}"
    return Gap(
        key=f"sla/{drawn.workflow}/{step.name}",
        kind="sla",
        what=f"{drawn.name}: {counted(row['count'], 'case')} past the service level at {step.name}",
        evidence=f"{step.sla:g} working hours allowed; oldest: case {case}, there since {since}",
        owner=step.owner,
        close_by=f"Finish or hand on case {case} first; log it as finished.",
        size=float(row["count"]),
        link=context.row_link("workflow_steps", step.row),
    )


def maps_frame(review: Review, drawings: dict[str, str]) -> pd.DataFrame:
    """The drawings for the tab and the report: workflow id, workflow, mermaid."""
    names = list(drawings)
    return pd.DataFrame(
        {
            "workflow_id": pd.Series(names, dtype="str"),
            "workflow": pd.Series([title_of(review.mined, name) for name in names], dtype="str"),
            "mermaid": pd.Series([drawings[name] for name in names], dtype="str"),
        }
    )
