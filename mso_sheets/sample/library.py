"""The sample's forty knowledge resources and its register of risks."""

from __future__ import annotations

from datetime import date, timedelta

from mso_sheets.model.changes import NewTab
from mso_sheets.sample.dates import serial, workday
from mso_sheets.sample.grid import KNOWLEDGE, Row, lines, tab
from mso_sheets.sample.team import full_name

# id | type | title | owner/verifier | version | status | days since verified | interval | tags | belongs to
_RESOURCES = """
SOP-001|SOP|Handling an advertiser incentive request|Grace/Ben|2.1|Verified|40|180|incentives, sales|WF-001
SOP-002|SOP|Checking incentive eligibility|Elena/Priya|1.4|Verified|170|180|incentives, policy|WF-001
SOP-003|SOP|Finance approval of credits and rebates|Ben/Grace|3.0|Verified|230|180|finance, incentives|WF-001
SOP-004|SOP|Building and approving the payout file|Jonas/Carlos|2.0|Verified|60|180|creators, payouts|WF-002
SOP-005|SOP|Checking creator tax data|Marta/Marta|v1|Verified|410|180|creators, tax|WF-002
SOP-006|SOP|Market launch checklist|Mei/Ana|4.2|Verified|20|180|launch|WF-003
SOP-007|SOP|Localising the ads manager|Omar/Mei|1.0|Verified|150|180|launch, localisation|WF-003
SOP-008|SOP|Monthly rebate calculation|Nikhil/Tom|2.3|Verified|300|180|rebates, finance|WF-004
SOP-009|SOP|Asking for an ad policy exception|Elena/Priya|1.1|Verified|90|180|policy|WF-005
SOP-010|SOP|Agency credit check|Ben/|1.0|Verified||180|agencies, finance|WF-006
SOP-011|SOP|Setting up an agency account|Nikhil/Chloe|1.2|Draft||180|agencies|WF-006
SOP-012|SOP|Setting up an agency account (new)|Sam/Chloe|1.0|Verified|75|180|agencies|
GDL-001|Guideline|Pricing a new ad format|Ana/David|2.0|Verified|100|180|pricing, launch|PRJ-001
GDL-002|Guideline|Writing a launch brief|Mei/Ana|1.3|Verified|30|180|launch|PRJ-007
GDL-003|Guideline|Naming campaigns and markets|Tom/Grace|1|Verified|520|180|naming|
GDL-004|Guideline|Reading an experiment|David/Ana|1.5|Verified|15|180|experiments, analysis|PRJ-012
GDL-005|Guideline|Talking to creators about money|Lucia/Carlos|1.0|Verified|172|180|creators|PRJ-003
GDL-006|Guideline|How to price a new ad format|Sam/|0.9|Draft||180|pricing|
POL-001|Policy|Advertiser incentive policy|Priya/Ben|5.0|Verified|350|365|incentives, policy|PRJ-004
POL-002|Policy|Brand safety for video ads|Sofia/Priya|2.0|Verified|45|365|policy, video|PRJ-002
POL-003|Policy|Creator payout and tax policy|Jonas/Priya|1.0|Verified|380|365|creators, tax|PRJ-008
POL-004|Policy|Gift cards and prizes|Elena/Priya|1.2|Archived|700|365|incentives|
TPL-001|Template|Launch brief template|Mei/Omar|3.1|Verified|50|90|launch, template|PRJ-001
TPL-002|Template|Revenue plan on a page|Ben/Grace|2.0|Verified|35|90|planning, template|PRJ-005
TPL-003|Template|Meeting notes with actions|Sam/Ana|1.1|Verified|10|90|meetings, template|
TPL-004|Template|Experiment brief|David/Ana|1.4|Verified|120|90|experiments, template|PRJ-012
TPL-005|Template|Partner agreement|Sofia/|1.0|Draft||90|agencies, template|PRJ-010
BP-001|Best practice|Soft launch with ten advertisers first|Mei/Ana|1.0|Verified|25|180|launch, lessons|PRJ-001
BP-002|Best practice|One currency table for every plan|Grace/Ben|1.0|Verified|65|180|planning, finance|PRJ-005
BP-003|Best practice|Ask for tax numbers at sign-up|Sofia/Jonas|1.0|Verified|12|180|creators, tax, lessons|PRJ-008
BP-004|Best practice|Agency interviews in pairs|Chloe/Sam|1.0|Verified|88|90|agencies|PRJ-010
CAS-001|Case|How nineteen ad formats became seven|Tom/Ana|1.0|Verified|14|365|formats, lessons|PRJ-011
CAS-002|Case|Why the first creator fund paid late|Jonas/Carlos|1.0|Verified|200|365|creators, payouts, lessons|PRJ-003
CAS-003|Case|Search ads launch in Mexico|Mei/Ana|1.0|Verified|330|365|launch, search, lessons|
CAS-004|Case|Rebates that were paid twice|Nikhil/Tom|1.0|Verified|240|365|rebates, lessons|PRJ-009
CAS-005|Case|Launch of search ads in Mexico|Ana/|1.0|Draft||365|launch, search|
FAQ-001|FAQ|Where is my incentive credit?|Grace/Elena|6|Verified|70|90|incentives, sales|WF-001
FAQ-002|FAQ|Why was my payout refused?|Lucia/Jonas|2|Verified|95|90|creators, payouts|WF-002
FAQ-003|FAQ|Who approves what|-/|1|Verified|600||finance|
FAQ-004|FAQ|Which markets can run video ads?|Kenji/Mei|1.2|Verified|28|90|video, launch|PRJ-002
"""  # noqa: E501
# type | title | project | probability | impact | owner | response | days to review | status
_RISKS = """
Risk|Annex stays unsigned and the beta slips past the season|PRJ-002|4|5|Kenji|Escalate to the trade body's chair|-5|Open
Risk|Agencies read the new price list as a price rise|PRJ-001|3|3|Ana|Brief the ten largest in person|6|Open
Risk|Rebates above 5% invite fraud|PRJ-004|3|4|Elena||12|Open
Risk|Tax vendor cannot cover Austria in time|PRJ-008|3|5|Jonas|Second vendor on call|-12|Mitigating
Risk|Plan rests on one growth assumption for Germany|PRJ-005|4|4|Ana|Plan a low case|3|Open
Risk|Pilot sellers leave before the first live week|PRJ-007|2|3|Aisha|Sign thirty for twenty places|9|Open
Risk|Second cohort feels unfair to those turned down|PRJ-003|2|2|Lucia|Publish the criteria|20|Open
Risk|Pricing test leaks to advertisers|PRJ-012|2|4||Small markets, short test|30|Open
Assumption|Yen billing needs no new licence|PRJ-002|2|4|Nikhil|Ask the tax adviser|-2|Open
Assumption|Finance keeps two people on rebates until the end of the year|PRJ-009|2|3|Ben||4|Open
Issue|Half of the sign-ups stop at payment|PRJ-006|5|5|Chloe|Three-step payment set-up|-1|Open
Issue|Nobody owns the onboarding product|PRJ-006|5|4|||-8|Open
Issue|Privacy assessment is late|PRJ-008|4|3|Elena|Extra reviewer|1|Open
Dependency|Agency tiers wait for the revenue plan|PRJ-010|3|2|Chloe|Accept|15|Open
Dependency|Brazil launch needs the localised ads manager|PRJ-001|2|4|Omar|Weekly check|5|Mitigating
Risk|Old format names confuse the help centre|PRJ-011|1|2|Sam|Accept|-40|Closed
"""  # noqa: E501
_KNOWLEDGE_HEADERS = (
    "Doc ID,Title,Type,Owner,Verifier,Version,Status,Last verified,Review interval (days),Tags,Link,"
    "Summary,Workflow ID,Project ID"
)


def knowledge(day: date) -> NewTab:
    """The Knowledge tab: fresh, due soon, stale, orphaned, ownerless, twice written, lessons, cases."""
    rows = [_resource(cells, day) for cells in lines(_RESOURCES)]
    states = ("Draft", "In review", "Verified", "Needs review", "Archived")
    return tab(
        "Knowledge",
        _KNOWLEDGE_HEADERS,
        rows,
        ("Last verified",),
        {"Type": KNOWLEDGE, "Status": states},
    )


def _resource(cells: list[str], day: date) -> Row:
    key, kind, title, people, version, status, age, interval, tags, belongs = cells
    owner, verifier = people.split("/")
    return {
        "Doc ID": key, "Title": title, "Type": kind, "Owner": full_name(owner) or None,
        "Verifier": full_name(verifier) if verifier else None, "Version": version, "Status": status,
        "Last verified": serial(day - timedelta(days=int(age))) if age else None,
        "Review interval (days)": float(interval) if interval else None, "Tags": tags,
        "Link": f"https://docs.example.com/hub/{key.lower()}" if key != "BP-004" else None,
        "Summary": f"{kind} on {tags.replace(', ', ' and ')}: {title[0].lower()}{title[1:]}.",
        "Workflow ID": belongs if belongs.startswith("WF") else None,
        "Project ID": belongs if belongs.startswith("PRJ") else None,
    }  # fmt: skip


def risks(day: date) -> NewTab:
    """The Risks tab: reviews overdue, risks without owner or response."""
    rows: list[Row] = []
    for number, cells in enumerate(lines(_RISKS), 1):
        kind, title, project, probability, impact, owner, response, review, status = cells
        rows.append({
            "Risk ID": f"RSK-{number:03d}", "Type": kind, "Title": title, "Project ID": project,
            "Probability": int(probability), "Impact": int(impact),
            "Owner": full_name(owner) if owner else None, "Response": response or None,
            "Review date": serial(workday(day, int(review))), "Status": status,
        })  # fmt: skip
    headers = "Risk ID,Type,Title,Project ID,Probability,Impact,Owner,Response,Review date,Status"
    return tab(
        "Risks", headers, rows, ("Review date",),
        {"Type": ("Risk", "Assumption", "Issue", "Dependency"),
         "Status": ("Open", "Mitigating", "Closed", "Occurred")},
    )  # fmt: skip
