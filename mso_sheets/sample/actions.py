"""The sample's ninety actions, told in one line each."""

from __future__ import annotations

from datetime import date
from random import Random

from mso_sheets.model.changes import NewTab
from mso_sheets.sample.dates import serial, workday
from mso_sheets.sample.grid import PRIORITY, STATUS, Row, tab
from mso_sheets.sample.meetings import meeting_before
from mso_sheets.sample.team import full_name

# owner, state, project number, priority, action. State: C5 closed 5 working days ago, O7 overdue by 7,
# F3 due in 3 (F0 today), N no date, S5 snoozed for 5, B4 blocked and 4 late, P2 to be reviewed, X cancelled.
_ACTIONS = """
Mei O7 001 H Send the pricing memo to the Brazil sales leads
Ana O4 001 M Confirm the agency list for the briefing tour
Omar O2 001 M Fix the Portuguese labels in the ads manager
Priya F1 001 H Release the launch incentive budget for Brazil
David F3 001 M Set up the brand lift study with the research partner
Mei F6 001 L Draft the public launch post
Grace F12 001 M Prepare the first month review template
Omar C3 001 M Collect screenshots of the localised sign-up
Mei C8 001 H Close legal questions on data retention in Brazil
Ana C14 001 L Share the market sizing model
Kenji O12 002 C Get the brand safety annex signed by the agency trade body
Kenji O9 002 H Agree the beta rate card with five brands
Sofia B6 002 H Resolve legal's comments on the annex
Nikhil O5 002 H Switch billing to yen without rounding losses
Grace O3 002 M Hire two ad reviewers who read Japanese
Kenji F0 002 M Post the beta schedule in the launch channel
Mei F2 002 C Decide whether the launch date holds
Ana C6 002 M Compare video rate cards of three rivals
Kenji C11 002 M Book the creative studio for the shoot
Kenji N 002 M Find a backup for the trade body contact
Carlos O1 003 M Publish the cohort two winners
Jonas F0 003 H Start the second payout file
Lucia O6 003 M Translate the creator handbook's tax chapter
Ben F4 003 M Confirm the fund cap for next quarter
Lucia F5 003 L Send the mid-programme survey
Carlos C2 003 M Thank the coaching hosts
Lucia C9 003 M Clean the creator contact list
Marta O22 003 M Close the cohort one feedback report
Jonas C13 003 M Reconcile first payout failures
Carlos S5 003 L Plan the creator meet-up in Bogotá
Priya O3 004 H Send the policy draft to finance
Elena O8 004 M Finish the benchmark of rival incentive programmes
Sofia F2 004 M Sort the seller complaints by cause
Priya F7 004 H Model the cost of option B with a monthly cap
Ben F8 004 M Review fraud exposure of rebates above 5%
Elena N 004 L Ask legal about gift card rules in Italy
Sofia C4 004 M Interview six account managers
Priya C10 004 M Agree the scope of the refresh
Elena C16 004 L Collect last year's exception list
Sofia S8 004 L Update the glossary of incentive terms
Ben O1 005 C Send plan assumptions to all market leads
Ana F0 005 H Explain the growth assumption for Germany
Grace F1 005 H Load the actuals of last month into the plan
Mei F3 005 H Return the bottom-up plan for the Gulf
Priya F4 005 M Agree the incentive envelope with Ben
Tom F6 005 M Cost the new reporting tool
Ben C1 005 C Book the leadership review
Grace C3 005 M Fix the currency table of the plan
Ben C7 005 M Write the plan's calendar
Ana C12 005 M Compare last year's plan with actuals
Tom X 005 L Print the plan as a booklet
- O15 006 H Name a product owner for onboarding
Chloe O10 006 H Recruit fifty advertisers for the test
Sam O13 006 M Rewrite the payment help texts
Nikhil O4 006 H Cut the payment set-up to three steps
Elena O18 006 M Answer the identity partner's contract questions
Ana F1 006 C Decide the scope of release one
David C5 006 M Split drop-off by device
Sam C10 006 L List all onboarding e-mails
- N 006 M Decide who answers advertiser support questions
Chloe O2 006 M Map where sign-up sends people back
Aisha F2 007 M Sign the live studio contract
Omar F3 007 M Shortlist forty sellers for the pilot
Tom F9 007 M Specify the live overlay format
Omar C2 007 L Translate the pilot charter
Aisha C6 007 M Present the pilot charter to the Gulf team
Mei F14 007 M Set the pilot's stop rule
Jonas O11 008 C Choose the tax form vendor
Nikhil B3 008 H Connect the tax form flow to payouts
Sofia O5 008 H List tax form rules for Austria and Switzerland
Elena F1 008 H Deliver the privacy assessment
Lucia F10 008 M Draft the creator notice in Spanish
Jonas C4 008 M Get three vendor quotes
Jonas N 008 M Clarify who pays bank fees
Priya P2 008 M Check the compliance sign-off list
Nikhil F0 009 M Retire the rebate macro workbook
Grace O1 009 M Explain three differences in the parallel run
Ben F2 009 H Sign off the rebate engine
Tom C1 009 M Walk the auditors through the exception report
Grace C8 009 M Back-test last year's rebates
Nikhil C15 009 M Write the rules catalogue
Chloe S12 010 L Draft benefits for gold agencies
Sam O20 010 L Write up the agency interviews
Chloe F18 010 L Ask finance for the cost model
Tom C12 011 M Hold the review of the format clean-up
David C14 011 M Measure the revenue effect of fewer formats
Sam O65 011 L Remove the old format names from the help centre
David F5 012 M Write the test hypothesis for search pricing
Ana F11 012 M Pick the test markets
Grace F13 012 L List guardrail metrics for the pricing test
"""
_HEADERS = (
    "Action ID,Action,Owner,Deadline,Status,Priority,Project ID,Meeting ID,Date raised,Waiting on,"
    "Definition of done,Snooze until,Snooze reason,Closed date,Notes"
)
_PRIORITIES = {name[0]: name for name in PRIORITY}
_OPEN = ("Not started", "Open", "In progress", "To do", "In progress")


def actions(day: date, random: Random) -> NewTab:
    """The Actions tab, in the order of the projects; due dates stand under the header *Deadline*."""
    rows = []
    for number, line in enumerate(_ACTIONS.strip().splitlines(), start=1):
        owner, state, project, priority, text = line.split(" ", 4)
        row: Row = {
            "Action ID": f"ACT-{number:04d}", "Action": text, "Owner": full_name(owner) or None,
            "Priority": _PRIORITIES[priority], "Project ID": f"PRJ-{project}",
        }  # fmt: skip
        rows.append(row | _state(state[0], int(state[1:] or 0), project, day, random))
    return tab(
        "Actions", _HEADERS, rows,
        ("Deadline", "Date raised", "Snooze until", "Closed date"), {"Status": STATUS, "Priority": PRIORITY},
    )  # fmt: skip


def _state(letter: str, count: int, project: str, day: date, random: Random) -> Row:
    closed = -count if letter in "CX" else 0
    due = {"F": count, "C": closed + random.choice((-4, -2, 0, 0, 1, 3)), "S": -2, "X": -9}.get(
        letter, -count
    )
    raised = min(due, 0, closed or 0) - random.randint(4, 12)
    row: Row = {
        "Deadline": None if letter == "N" else serial(workday(day, due)),
        "Date raised": serial(workday(day, raised)),
        "Meeting ID": meeting_before(project, raised),
        "Status": random.choice(_OPEN),
    }
    if letter == "C":
        row |= {
            "Status": random.choice(("Done", "Complete")),
            "Closed date": serial(workday(day, closed)),
        }
    elif letter == "S":
        row |= {
            "Snooze until": serial(workday(day, count)),
            "Snooze reason": "Waits for the revenue plan",
        }
    elif letter == "B":
        row |= {"Status": "Blocked", "Waiting on": "Legal"}
    elif letter in "PX":
        row["Status"] = "Pending review" if letter == "P" else "Cancelled"
    return row
