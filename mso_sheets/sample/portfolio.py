"""The sample's twelve projects and their tasks, planned and as they really went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from mso_sheets.model.changes import NewTab
from mso_sheets.sample.dates import serial, workday
from mso_sheets.sample.grid import HEALTH, PRIORITY, STAGE, STATUS, Row, lines, tab
from mso_sheets.sample.team import full_name

# id | project | owner | team | market | stage | status | health | priority
#    | start, due, baseline due, last update (working days from the day) | pace | next step | blocker
_PROJECTS = """
PRJ-001|Performance ads launch in Brazil|Mei|Market Launches|BR|Execution|In progress|Green|High|-60,25,25,-2|1.0|Agency briefing in São Paulo|
PRJ-002|Video ads launch in Japan|Kenji|Market Launches|JP|Execution|In progress|Green|Critical|-70,12,6,-4|0.55|Sign the brand safety annex|Legal review of the annex
PRJ-003|Creator fund, phase two|Carlos|Creator Programmes|LATAM|Progress tracking|In progress|At risk|High|-90,20,14,-1|0.86|Second cohort payout|
PRJ-004|Seller incentive policy refresh|Priya|Policy and Incentives|Global|Design|In progress|Amber|High|-30,45,45,-3|0.8|Policy draft to finance|
PRJ-005|Annual revenue plan|Ben|Revenue Operations|Global|Execution|In progress|On track|Critical|-40,18,18,0|1.08|Lock market targets|
PRJ-006|Self-serve onboarding for small advertisers|-|Monetisation Strategy|Global|Execution|In progress|Off track|High|-80,5,-4,-6|0.55|Decide the scope of release one|No product owner since the re-organisation
PRJ-007|Live shopping ads pilot in the Gulf|Aisha|Market Launches|AE|Execution|In progress|🟢|Medium|-25,60,60,-1|1.0|Select twenty pilot sellers|
PRJ-008|Creator payout compliance in the EU|Jonas|Creator Programmes|DE|Execution|In progress|At risk|Critical|-55,30,24,-16|0.85|Tax form flow in test|
PRJ-009|Rebate calculation automation|Nikhil|Revenue Operations|Global|Review|In progress|On track|Medium|-100,3,3,-2|1.02|Sign-off by finance|
PRJ-010|Agency partner tiers|Chloe|Monetisation Strategy|FR|Design|On hold|On hold|Low|-45,50,35,-9|0.5|Wait for the revenue plan|
PRJ-011|Ad format simplification|Tom|Revenue Operations|Global|Closed|Complete|Complete|Medium|-120,-15,-18,-12|1.0||
PRJ-012|Search ads pricing test|David|Monetisation Strategy|US|Design|Not started|Not started|Medium|8,70,70,-5|1.0|Agree the test design|
"""  # noqa: E501
_TASKS = {
    "PRJ-001": """Market sizing and pricing memo@Ana*6; ^Launch playbook for agencies@Mei*4;
        Localise the ads manager@Omar*8; Sales enablement deck@Ana*3; !Legal clearance received@Mei*1;
        Soft launch with ten advertisers@Mei*6; Measurement and brand lift set-up@David*5;
        Incentive budget approved@Priya*2; Agency briefing tour@Mei*4; !Public launch@Mei*1;
        First month review@Grace*3""",
    "PRJ-002": """Inventory forecast for video slots@Kenji*6; Brand safety annex@Sofia*5;
        ^Rate card for video ads@Ana*4; Creative studio partnership@Kenji*6; !Annex signed@Kenji*1;
        Ad review staffing plan@Grace*4; Billing in yen@Nikhil*8; Beta with five brands@Kenji*6;
        !Launch decision@Mei*1; Public launch campaign@Kenji*5""",
    "PRJ-003": """Eligibility rules for cohort two@Carlos*4; Fund budget and caps@Ben*3;
        ^Creator handbook, Portuguese and Spanish@Lucia*6; Application portal opened@Jonas*5;
        !Cohort selected@Carlos*1; First payout@Jonas*3; Coaching sessions@Lucia*8;
        Mid-programme survey@Lucia*3; Second payout@Jonas*3; !Programme review@Carlos*1""",
    "PRJ-004": """Collect complaints on today's policy@Sofia*3; Benchmark of rival programmes@Elena*5;
        Model three incentive options@Priya*8; ^Policy draft@Priya*6; Finance review of the draft@Ben*3;
        Fraud controls for rebates@Elena*6; !Policy council approval@Priya*1; Seller communication@Sofia*4;
        Train account managers@Sofia*4; !Policy live@Priya*1""",
    "PRJ-005": """Baseline from last year's actuals@Grace*4; Market growth assumptions@Ana*5;
        Bottom-up plans by market@Mei*8; Incentive spend envelope@Priya*3; ^First plan on a page@Ben*3;
        !Leadership review one@Ben*1; Challenge sessions by market@Ben*5; Hiring and tooling costs@Tom*3;
        Lock market targets@Ben*2; !Plan approved@Ingrid*1""",
    "PRJ-006": """Journey map of sign-up@Chloe*4; Drop-off analysis@David*5; Help texts rewritten@Sam*4;
        Payment set-up in three steps@Nikhil*10; Identity check by partner@Elena*6; !Scope agreed@Ana*1;
        ^Onboarding e-mails@Sam*3; Test with fifty advertisers@Chloe*6; Support hand-over@Grace*3;
        !Release one@Ana*1""",
    "PRJ-007": """Pilot charter@Aisha*3; Seller shortlist@Omar*4; Live studio contract@Aisha*5;
        Ad formats for live streams@Tom*8; Arabic creative review guide@Omar*4; !Pilot sellers signed@Aisha*1;
        Training for hosts@Aisha*6; First live week@Omar*5; Mid-pilot reading@David*3; !Pilot decision@Mei*1""",
    "PRJ-008": """Map payout data flows@Jonas*5; Tax form requirements by country@Sofia*6;
        Vendor comparison for tax forms@Jonas*4; ^Tax form flow@Nikhil*10; Privacy assessment@Elena*5;
        !Vendor chosen@Jonas*1; Test payouts in Germany@Jonas*4; Test payouts in Spain@Lucia*4;
        Creator notice sent@Lucia*2; !Compliance sign-off@Priya*1""",
    "PRJ-009": """Catalogue of rebate rules@Tom*5; Rules engine prototype@Nikhil*10; Back-test@Grace*6;
        ^Exception report@Nikhil*4; Parallel run, month one@Grace*5; Parallel run, month two@Grace*5;
        !Audit walk-through@Tom*1; Retire the macro workbook@Nikhil*3; !Finance sign-off@Ben*1""",
    "PRJ-010": """Tier criteria@Chloe*4; Benefits by tier@Chloe*4; Agency interviews@Sam*5; Cost model@Ben*4;
        ^Partner agreement template@Sofia*4; !Tiers approved@Ana*1; Partner portal page@Tom*5;
        Account manager training@Chloe*3; !Tiers announced@Chloe*1""",
    "PRJ-011": """Usage of the nineteen formats@David*4; Keep or retire list@Tom*3; Advertiser notice@Sam*2;
        Migration of campaigns@Nikhil*12; !Old formats closed@Tom*1; Revenue effect measured@David*4;
        Sales deck updated@Tom*2; !Review held@Tom*1; Case written for the hub@Tom*2; Archive@Tom*1""",
    "PRJ-012": """Test hypothesis and size@David*4; Auction simulation@David*8; Choice of test markets@Ana*2;
        ^Experiment brief@David*3; !Go for test@Ana*1; Two-week ramp@David*6; Guardrail metrics@Grace*3;
        Mid-test reading@David*3; ^Result memo@David*4; !Pricing decision@Ana*1""",
}
_PROJECT_HEADERS = (
    "Project ID,Project,Lead,Sponsor,Team,Market,Objective,Stage,Status,Health,Priority,Start date,"
    "Due date,Baseline due date,Finished date,% complete,Weight,Last update,Next step,Blocker,"
    "Channel,Link,Notes"
)
_TASK_HEADERS = (
    "Task ID,Project ID,Task,Type,Owner,Team,Status,Start date,Due date,Baseline start,Baseline due,"
    "Completed date,Effort (days),% complete,Predecessors,Notes"
)
_TYPES = {"!": "Milestone", "^": "Deliverable"}


def projects(day: date) -> NewTab:
    """The Projects tab: on track, late, watermelon, stale, on hold, complete, not started."""
    return tab(
        "Projects", _PROJECT_HEADERS, [_project(cells, day) for cells in lines(_PROJECTS)],
        ("Start date", "Due date", "Baseline due date", "Finished date", "Last update"),
        {"Stage": STAGE, "Status": STATUS, "Health": HEALTH, "Priority": PRIORITY}, ("% complete",),
    )  # fmt: skip


def _project(cells: list[str], day: date) -> Row:
    key, name, owner, team, market, stage, status, health, priority, days, pace, step, blocker = (
        cells
    )
    start, due, baseline, update = (serial(workday(day, int(n))) for n in days.split(","))
    share = {"Complete": 1.0, "Not started": 0.0}.get(status)
    return {
        "Project ID": key, "Project": name, "Lead": full_name(owner) or None, "Sponsor": "Ingrid Solberg",
        "Team": team, "Market": market, "Stage": stage, "Status": status, "Health": health,
        "Objective": f"Grow ads revenue: {name[0].lower()}{name[1:]}", "Priority": priority,
        "Start date": start, "Due date": due, "Baseline due date": baseline,
        "Finished date": due if status == "Complete" else None,
        "% complete": share if share is not None else _typed_share(days, float(pace)),
        "Last update": update, "Next step": step or None, "Blocker": blocker or None,
        "Channel": "#mso-" + market.lower(), "Link": f"https://docs.example.com/projects/{key.lower()}",
    }  # fmt: skip


def _typed_share(days: str, pace: float) -> float | None:
    """What the owner typed: near the truth, too rosy for the slow ones."""
    start, due = (int(n) for n in days.split(",")[:2])
    share = -start / (due - start) * (pace if pace > 0.7 else 0.95)
    return round(min(0.98, share), 2)


def tasks(day: date, random: Random) -> NewTab:
    """The Tasks tab: 119 tasks and milestones in planned order, each after the one before it."""
    rows: list[Row] = []
    for cells in lines(_PROJECTS):
        start, _, baseline = (int(n) for n in cells[9].split(",")[:3])
        pace = 1 / float(cells[10])
        items = list(_items(_TASKS[cells[0]]))
        step = (baseline - start) / len(items)
        for place, (kind, name, owner, effort) in enumerate(items):
            row: Row = {
                "Task ID": f"TSK-{len(rows) + 1:03d}", "Project ID": cells[0], "Task": name, "Type": kind,
                "Owner": full_name(owner), "Team": cells[3], "Effort (days)": effort,
                "Predecessors": _before(rows, place),
            }  # fmt: skip
            begin = start + step * place + (1 if place else 0)
            finish = baseline if place + 1 == len(items) else start + step * (place + 1)
            row |= _progress(day, start, begin, finish, pace, cells[6], random)
            rows.append(row)
    return tab(
        "Tasks", _TASK_HEADERS, rows,
        ("Start date", "Due date", "Baseline start", "Baseline due", "Completed date"),
        {"Status": STATUS, "Type": ("Task", "Milestone", "Deliverable")}, ("% complete",),
    )  # fmt: skip


def _items(text: str) -> Iterator[tuple[str, str, str, float]]:
    for item in text.split(";"):
        name, rest = item.strip().split("@")
        owner, effort = rest.split("*")
        yield _TYPES.get(name[0], "Task"), name.lstrip("!^"), owner, float(effort)


def _before(rows: list[Row], place: int) -> str | None:
    """Each task waits for the one before it; every fourth for the two before it."""
    count = 0 if place == 0 else 2 if place % 4 == 3 else 1
    return ", ".join(str(row["Task ID"]) for row in rows[len(rows) - count :]) or None


def _progress(
    day: date, start: int, begin: float, finish: float, pace: float, status: str, random: Random
) -> Row:
    """Planned dates, and state and dates at this pace (1 = as planned, 2 = takes twice as long)."""
    begun, done = (
        round(start + (x - start) * pace) + random.choice((-1, 0, 0, 1)) for x in (begin, finish)
    )
    due = (
        round(finish + max(0.0, (done - finish) * 0.6))
        if pace > 1 and finish >= -3
        else round(finish)
    )
    started = begun if begun <= 0 else round(begin)
    row: Row = {
        "Baseline start": serial(workday(day, round(begin))),
        "Baseline due": serial(workday(day, round(finish))),
        "Start date": serial(workday(day, started)),
        "Due date": serial(workday(day, max(due, started))),
        "Status": "Not started", "% complete": 0.0,
    }  # fmt: skip
    if done <= -1 or status == "Complete":
        row |= {
            "Status": "Complete",
            "% complete": 1.0,
            "Completed date": serial(workday(day, min(-1, done))),
        }
    elif begun <= -1 and status == "In progress":
        share = round(max(0.1, min(0.9, -begun / max(1, done - begun))), 1)
        row |= {"Status": random.choice(("In progress", "WIP", "Doing")), "% complete": share}
    elif begun <= -1 and status == "On hold":
        row |= {"Status": "On hold", "% complete": 0.2}
    return row
