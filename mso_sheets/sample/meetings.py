"""The sample's twenty-five meetings: six series, notes in the habits of six note takers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from mso_sheets.model.changes import NewTab
from mso_sheets.sample.dates import in_words, serial, workday
from mso_sheets.sample.grid import Row, tab
from mso_sheets.sample.team import full_name

# key | title | project of the row | projects it covers | chair | note taker | attendees
_SERIES = {
    "LR": (
        "Weekly launch review",
        "001",
        "001 002 007",
        "Mei",
        "Omar",
        "Mei Omar Kenji Aisha Ana David",
    ),
    "IP": (
        "Incentive policy working group",
        "004",
        "004",
        "Priya",
        "Sofia",
        "Priya Sofia Elena Ben",
    ),
    "CP": (
        "Creator programme sync",
        "003",
        "003 008",
        "Carlos",
        "Lucia",
        "Carlos Jonas Lucia Sofia Nikhil",
    ),
    "RP": (
        "Revenue plan checkpoint",
        "005",
        "005 009",
        "Ben",
        "Grace",
        "Ben Grace Ana Mei Tom Nikhil",
    ),
    "ON": ("Onboarding stand-up", "006", "006 010", "Chloe", "Sam", "Chloe Sam Nikhil Elena"),
    "BR": (
        "Monetisation business review",
        "",
        "011 012",
        "Ingrid",
        "Tom",
        "Ingrid Ana Ben Mei Carlos Priya",
    ),
}
# "# series, working days from the day", then notes; "= " a decision, "> " the Actions column.
_NOTES = """
# LR -37
Brazil: sizing memo reads well, upside mostly in retail and food delivery.
Japan: trade body wants the brand safety annex before any beta.
ACTION: Ana to share the market sizing model
ACTION: Kenji to compare notes with the trade body by {+5}
= Brazil goes first, Japan follows six weeks later (Mei)
# LR -32
Soft launch list has ten names, two are agencies.
> - Mei: write the launch playbook
> - Omar: localise the ads manager
# LR -27
Ads manager labels overflow in Portuguese on small screens.
ACTION: Omar to fix the Portuguese labels in the ads manager by {+8}
ACTION: Kenji to book the creative studio for the shoot
= Beta in Japan is limited to five brands (Mei)
# LR -22
Annex: legal sent fourteen comments, three are hard.
Kenji: I hope we can settle them by phone.
ACTION: Sofia, Kenji to resolve legal's comments on the annex
# LR -17
Gulf pilot charter accepted, seller list starts next week.
David asked whether brand lift is worth the money for a soft launch. It is, once.
ACTION: David to set up the brand lift study with the research partner by {+12}
= Pilot in the Gulf runs with twenty sellers (Aisha)
# LR -12
Japan slipped again: the annex is still unsigned and the beta depends on it.
Billing in yen loses fractions; finance noticed before the customers did.
ACTION: Nikhil to switch billing to yen without rounding losses
ACTION: Kenji to agree the beta rate card with five brands by {+3}
= Public launch in Brazil keeps its date
# LR -7
Carried over from last week: annex (Kenji), billing in yen (Nikhil).
Agencies in São Paulo ask for one price list, not four.
ACTION: Mei to send the pricing memo to the Brazil sales leads
# LR -2
Soft launch: eight of ten advertisers live, average spend above plan.
Japan reports green but the beta has not begun. We need a straight answer.
ACTION: Mei to decide whether the launch date holds by {+4}
ACTION: Kenji to post the beta schedule in the launch channel
ACTION: review staffing to be looked at
= Two more ad reviewers are hired for Japan (Mei)
# IP -34
Read through the complaints: late rebates, unclear caps, gift cards nobody wanted.
## Action items
- Sofia: interview six account managers
- Elena: collect last year's exception list
= The refresh covers rebates, coupons and credits, no cash (Priya)
# IP -24
Rival programmes pay less but pay on time.
## Action items
- Elena: finish the benchmark of rival incentive programmes by {+10}
- Priya: agree the scope of the refresh
# IP -14
Three options on the table: A flat, B capped monthly, C tiered.
## Action items
- Priya: model the cost of option B with a monthly cap
- Ben: review fraud exposure of rebates above 5%
= Option A is dropped (Priya)
# IP -4
Option B wins on cost, C on fairness. Fraud controls decide.
## Action items
- Priya: send the policy draft to finance by {+2}
- Sofia: sort the seller complaints by cause
- Elena: ask legal about gift card rules in Italy
= Draft goes to finance with option B (policy council)
# CP -28
Cohort two: 412 applications, 40 places. Handbook late in Spanish.
- [x] @Lucia clean the creator contact list
- [ ] @Jonas reconcile first payout failures by {+6}
# CP -18
Payout failures: nine of forty, all missing tax numbers.
- [ ] @Jonas get three vendor quotes
- [ ] @Lucia translate the creator handbook's tax chapter by {+12}
= Payouts without a tax number wait, none is refused (Carlos)
# CP -8
Vendor two is cheapest, vendor three knows Austria. Privacy has questions on both.
- [ ] @Jonas choose the tax form vendor by {+3}
- [ ] @Sofia list tax form rules for Austria and Switzerland
# CP -3
Winners chosen, two appeals.
- [ ] @Carlos publish the cohort two winners by {+1}
- [ ] @Jonas start the second payout file
- [ ] @Elena deliver the privacy assessment
= Appeals are heard once, in writing (Carlos)
# RP -31
Plan calendar agreed. Market leads want fewer tabs.
Next steps:
* Ben to write the plan's calendar
* Grace to fix the currency table of the plan
# RP -21
Growth assumption for Germany is out of line with the last quarter.
Next steps:
* Ana to compare last year's plan with actuals
= One currency table for everybody (Ben)
# RP -11
Rebate engine: parallel run shows three differences.
| Action | Owner | Due |
|---|---|---|
| Explain three differences in the parallel run | Grace | {+10} |
| Walk the auditors through the exception report | Tom | {+9} |
# RP -6
Bottom-up plans in for four of six markets.
Next steps:
* Ben to send plan assumptions to all market leads by {+5}
* Mei to return the bottom-up plan for the Gulf
= Incentive spend is planned as a share of revenue, 6% at most (Ben)
# RP -1
Germany is down again and it is not the season. The plan must say so.
AI: Ana explain the growth assumption for Germany, {+1}
AI: Grace load the actuals of last month into the plan
AI: Priya agree the incentive envelope with Ben by {+5}
# ON -15
Half of the sign-ups stop at payment. Nobody owns the product since the re-organisation.
TODO(Nikhil): cut the payment set-up to three steps
TODO(Sam): rewrite the payment help texts
Elena will ask the identity partner again.
= Release one has no invoicing
# ON -5
# BR -30
Revenue above plan in four markets, creators ahead, onboarding behind.
Format clean-up done: nineteen formats became seven, no revenue lost.
> Action on Tom: write the case for the knowledge hub
= Nineteen ad formats become seven (Ingrid)
# BR -10
Germany: first month that cannot be explained by holidays.
Tiers for agencies wait for the revenue plan.
> Action on Ana: name a product owner for onboarding
> Action on David: propose a pricing test for search ads by {+15}
= Agency partner tiers are on hold until the plan is approved (Ingrid)
= Search ads get a pricing test next quarter (Ana)
"""
_HEADERS = (
    "Meeting ID,Date,Meeting,Project ID,Chair,Note taker,Attendees,Discussion,Decisions,Actions,"
    "Notes link"
)


@dataclass(frozen=True, slots=True)
class Minutes:
    """One meeting: its series, when it was (working days from the day), and its three texts."""

    series: str
    offset: int
    discussion: list[str] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)


def _read() -> Iterator[Minutes]:
    minutes = Minutes("", 0)
    for line in _NOTES.strip().splitlines():
        if line.startswith("# "):
            if minutes.series:
                yield minutes
            series, offset = line[2:].split()
            minutes = Minutes(series, int(offset))
        elif line[:2] in ("= ", "> "):
            (minutes.decisions if line[0] == "=" else minutes.actions).append(line[2:])
        else:
            minutes.discussion.append(line)
    yield minutes


def meetings_held() -> list[tuple[str, Minutes]]:
    """All meetings with their ids, oldest first."""
    ordered = sorted(_read(), key=lambda minutes: (minutes.offset, minutes.series))
    return [(f"MTG-{number:03d}", minutes) for number, minutes in enumerate(ordered, start=1)]


def meeting_before(project: str, offset: int) -> str | None:
    """The id of the last meeting on a project ("001") up to `offset`, None when there was none."""
    held = [
        key
        for key, minutes in meetings_held()
        if project in _SERIES[minutes.series][2].split() and minutes.offset <= offset
    ]
    return held[-1] if held else None


def meetings(day: date) -> NewTab:
    """The Meetings tab; one past meeting has no notes at all."""
    rows = [_row(key, minutes, day) for key, minutes in meetings_held()]
    return tab("Meetings", _HEADERS, rows, ("Date",))


def _row(key: str, minutes: Minutes, day: date) -> Row:
    title, project, _, chair, taker, people = _SERIES[minutes.series]
    held = workday(day, minutes.offset)

    def text(lines: list[str]) -> str | None:
        words = re.sub(
            r"\{\+(\d+)\}", lambda m: in_words(workday(held, int(m[1]))), "\n".join(lines)
        )
        return words or None

    return {
        "Meeting ID": key, "Date": serial(held), "Meeting": title,
        "Project ID": f"PRJ-{project}" if project else None,
        "Chair": full_name(chair), "Note taker": full_name(taker),
        "Attendees": ", ".join(full_name(name) for name in people.split()),
        "Discussion": text(minutes.discussion), "Decisions": text(minutes.decisions),
        "Actions": text(minutes.actions),
        "Notes link": f"https://docs.example.com/notes/{key.lower()}" if minutes.discussion else None,
    }  # fmt: skip


def decisions(day: date) -> NewTab:
    """The Decisions tab, drawn from the meetings' notes; some have nobody who decided."""
    rows: list[Row] = []
    for key, minutes in meetings_held():
        for line in minutes.decisions:
            found = re.fullmatch(r"(.*?)(?: \(([^)]+)\))?", line)
            words, who = found.groups() if found else (line, None)
            number = len(rows) + 1
            rows.append({
                "Decision ID": f"DEC-{number:03d}", "Date": serial(workday(day, minutes.offset)),
                "Decision": words, "Meeting ID": key,
                "Decided by": full_name(who) if who and " " not in who else who,
                "Rationale": "See the notes" if number % 3 else None,
                "Review date": serial(workday(day, minutes.offset + 30)) if number % 4 == 0 else None,
                "Status": "Proposed" if number % 7 == 0 else "Superseded" if number == 2 else "Agreed",
            })  # fmt: skip
    headers = "Decision ID,Date,Decision,Decided by,Meeting ID,Rationale,Review date,Status"
    return tab("Decisions", headers, rows, ("Date", "Review date"),
               {"Status": ("Proposed", "Agreed", "Superseded")})  # fmt: skip
