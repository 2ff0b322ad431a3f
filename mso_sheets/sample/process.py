"""The sample's six workflows, the log of their cases, and the improvements proposed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from mso_sheets.model.changes import NewTab
from mso_sheets.sample.dates import serial, workday
from mso_sheets.sample.grid import Row, lines, tab
from mso_sheets.sample.team import full_name

# "# id | workflow | cases", then step | role | owner | team | SLA | process h | wait h | a week | SOP | pain
_WORKFLOWS = """
# WF-001|Advertiser incentive request|27
Request received|Account manager|Grace|Revenue Operations|8|0.3|1|14|SOP-001|
Eligibility check|Policy analyst|Elena|Policy and Incentives|16|0.7|5|14|SOP-002|Looks up three systems
Finance approval|Finance partner|Ben|Revenue Operations|24|0.4|20|14|SOP-003|Waits for one approver
Credit booked|Operations|Nikhil|Revenue Operations|8|0.3|3|14||
Advertiser told|Account manager|Grace|Revenue Operations|8|0.2|2|14||
# WF-002|Creator payout|24
Payout file built|Programme manager|Jonas|Creator Programmes|16|2|4|6|SOP-004|
Tax data check|Policy analyst|Sofia|Policy and Incentives|24|1.5|12|6|SOP-005|Missing tax numbers
Approval|Programme lead|Carlos|Creator Programmes|24|0.3|9|6|SOP-004|
Bank transfer|Operations|Nikhil|Revenue Operations|24|0.5|8|6||
Failures re-sent|Programme manager|Jonas|Creator Programmes|40|1|6|6||Same nine creators each time
# WF-003|Market launch readiness|10
Launch brief|Launch manager|Mei|Market Launches|40|4|8|1|SOP-006|
Legal review|Legal partner||Legal|80|3|60|1||Nobody knows the queue
Localisation|Launch manager|Omar|Market Launches|80|12|10|1|SOP-007|
Sales enablement|Strategy|Ana|Monetisation Strategy|40|4|8|1||
Go or no go|Launch manager|Mei|Market Launches|16|1|6|1|SOP-006|
# WF-004|Rebate calculation|25
Data pull|Analyst|Grace|Revenue Operations|8|1|2|5|SOP-008|
Rules applied|Analyst|Nikhil|Revenue Operations|16|2.5|3|5|SOP-008|Macro breaks on new sellers
Exception review|Analyst|Tom|Revenue Operations|16|1.2|9|5||
Finance sign-off|Finance partner|Ben|Revenue Operations|24|0.3|14|5|SOP-003|
# WF-005|Ad policy exception|24
Exception asked|Account manager|Grace|Revenue Operations|8|0.2|2|8|SOP-009|
Risk note written|Policy analyst|Elena|Policy and Incentives|24|1|10|8|SOP-009|
Council decision|Policy lead|Priya|Policy and Incentives|40|0.5|26|8||Council meets once a week
Decision logged|Policy analyst|Sofia|Policy and Incentives|8|0.2|1|8||
# WF-006|New agency onboarding|20
Agency form|Strategy|Chloe|Monetisation Strategy|16|0.3|3|3||
Credit check|Finance partner|Ben|Revenue Operations|40|0.5|22|3|SOP-010|
Contract|Policy analyst|Sofia|Policy and Incentives|40|1.5|18|3||
Account set-up|Operations|Nikhil|Revenue Operations|16|1|6|3|SOP-011|
First campaign review|Strategy|Sam|Monetisation Strategy|40|1|8|3||
"""
# workflow | step | gap | cause | proposal | impact, effort | owner | status | action | metric | figures | on
_IMPROVEMENTS = """
WF-001|3|One approver for every request|No delegation|Auto-approve below 500 USD|5,2|Ben|Implemented||Wait for approval (h)|20,6,7.5|-6
WF-001|2|Three systems for one check|Data in three places|One eligibility view|4,4|Elena|Approved|ACT-0038|Check time (h)|0.7,0.3,|
WF-002|2|Tax numbers missing|Not asked at sign-up|Ask at sign-up|5,1|Sofia|Implemented|ACT-0071|Failed payouts (%)|22,8,21|-10
WF-002|5|Same creators fail again|No block after failure|Hold until data is complete|3,1|Jonas|In progress|ACT-0029|Repeat failures|9,2,|
WF-003|2|Queue at legal unknown|No intake|Intake form and weekly slot|4,2|Mei|Proposed||Legal wait (h)|60,30,|
WF-004|2|Macro breaks on new sellers|Hand-made lists|Rules engine|5,4|Nikhil|Implemented|ACT-0076|Reruns a month|6,1,1|-4
WF-004|4|Sign-off waits|Batch on Thursdays|Daily sign-off slot|3,1|Ben|Proposed||Sign-off wait (h)|14,6,|
WF-005|3|Council weekly|Fixed agenda|Small cases by e-mail|4,2|Priya|Approved||Decision wait (h)|26,12,|
WF-006|2|Credit check slow|One person|Second approver|3,2|Ben|Implemented||Credit wait (h)|22,10,|-45
WF-006|5|Review often skipped|No reminder|Calendar hold at set-up|2,1|Sam|Rejected||Reviews held (%)|60,90,|
"""  # noqa: E501
_STEP_HEADERS = (
    "Workflow ID,Workflow,Step no.,Step,Role,Owner,Team,Input,Output,Next steps,SLA (hours),"
    "Process time (h),Wait time (h),Volume a week,SOP ID,Pain point"
)


def _workflows() -> Iterator[tuple[str, str, int, list[list[str]]]]:
    for block in _WORKFLOWS.strip().split("# ")[1:]:
        head, *steps = lines(block)
        yield head[0], head[1], int(head[2]), steps


def workflow_steps() -> NewTab:
    """The Workflow steps tab; one step has no owner, several no SOP."""
    rows: list[Row] = []
    for key, name, _, steps in _workflows():
        for number, (step, role, owner, team, sla, work, wait, volume, sop, pain) in enumerate(
            steps, 1
        ):
            rows.append({
                "Workflow ID": key, "Workflow": name, "Step no.": number, "Step": step, "Role": role,
                "Owner": full_name(owner) if owner else None, "Team": team,
                "Input": steps[number - 2][0] if number > 1 else "Request",
                "Output": f"{step}: done" if number % 5 else None,
                "Next steps": str(number + 1) if number < len(steps) else None,
                "SLA (hours)": float(sla), "Process time (h)": float(work), "Wait time (h)": float(wait),
                "Volume a week": float(volume), "SOP ID": sop or None, "Pain point": pain or None,
            })  # fmt: skip
    return tab("Workflow steps", _STEP_HEADERS, rows)


def step_log(day: date, random: Random) -> NewTab:
    """The Step log tab: some 600 rows with rework, skipped and unmapped steps, waits and open cases."""
    rows: list[Row] = []
    for key, _, count, steps in _workflows():
        for case in range(1, count + 1):
            rows += _case(
                key, f"{key[-3:]}-{case:04d}", steps, day, -62 + case * 60 // count, random
            )
    rows.sort(key=lambda row: (float(row["Started"] or 0), str(row["Case ID"])))
    headers = "Workflow ID,Case ID,Step,Started,Finished,Person"
    return tab("Step log", headers, rows, ("Started", "Finished"))


def _case(
    key: str, case: str, steps: list[list[str]], day: date, begin: int, random: Random
) -> list[Row]:
    """One case in eight-hour days from 09:00; what would lie after the day is left unfinished."""
    clock = begin * 8 + random.uniform(0, 7)
    rows: list[Row] = []
    for step in _path(steps, random):
        work, wait = (float(step[n]) for n in (5, 6))
        start = clock + wait * random.lognormvariate(-0.1, 0.6)
        clock = start + work * random.lognormvariate(0, 0.4)
        if start >= 0:
            break
        rows.append({
            "Workflow ID": key, "Case ID": case, "Step": step[0], "Started": _moment(day, start),
            "Finished": _moment(day, clock) if clock < 0 else None,
            "Person": full_name(step[2]) if step[2] else "Legal desk",
        })  # fmt: skip
    return rows


def _path(steps: list[list[str]], random: Random) -> list[list[str]]:
    """The mapped path, sometimes with a step twice, one left out, or one that no map knows."""
    path = list(steps)
    habit = random.random()
    place = random.randrange(1, len(steps) - 1)
    if habit < 0.16:
        path[place + 1 : place + 1] = [path[place - 1], path[place]]
    elif habit < 0.26:
        del path[place]
    elif habit < 0.32:
        path.insert(place + 1, ["Chased by e-mail", *path[place][1:]])
    return path


def _moment(day: date, hours: float) -> float:
    days, rest = divmod(hours, 8)
    return serial(workday(day, int(days)), 9 + rest)


def improvements(day: date) -> NewTab:
    """The Improvements tab: proven, without effect, not measured, without an action."""
    rows: list[Row] = []
    for number, cells in enumerate(lines(_IMPROVEMENTS), 1):
        key, step, gap, cause, proposal, scores, owner, status, action, metric, figures, on = cells
        impact, effort = scores.split(",")
        baseline, target, actual = (float(x) if x else None for x in figures.split(","))
        rows.append({
            "Improvement ID": f"IMP-{number:03d}", "Workflow ID": key, "Step no.": int(step), "Gap": gap,
            "Root cause": cause, "Proposal": proposal, "Impact": int(impact), "Effort": int(effort),
            "Owner": full_name(owner), "Status": status, "Action ID": action or None, "Metric": metric,
            "Baseline": baseline, "Target": target, "Actual": actual,
            "Measured on": serial(workday(day, int(on))) if on and actual is not None else None,
        })  # fmt: skip
    return tab(
        "Improvements",
        "Improvement ID,Workflow ID,Step no.,Gap,Root cause,Proposal,Impact,Effort,Owner,Status,Action ID,"
        "Metric,Baseline,Target,Actual,Measured on", rows, ("Measured on",),
        {"Status": ("Proposed", "Approved", "In progress", "Implemented", "Verified", "Rejected")},
    )  # fmt: skip
