"""The sample's people and days off."""

from __future__ import annotations

from datetime import date

from mso_sheets.model.changes import NewTab
from mso_sheets.sample.dates import serial, workday
from mso_sheets.sample.grid import YES_NO, Row, lines, tab

_PEOPLE = """
Ingrid Solberg|Leadership||Europe/London|Mon-Fri|GB|Ingrid, IS|
Ana Silva|Monetisation Strategy|Ingrid Solberg|Europe/Lisbon|Mon-Fri|PT|Ana, A. Silva|
Ben Okafor|Revenue Operations|Ingrid Solberg|Europe/London|Mon-Fri|GB|Ben, B. Okafor|
Mei Lin Tan|Market Launches|Ingrid Solberg|Asia/Singapore|Mon-Fri|SG|Mei, Mei Lin|
Carlos Mendes|Creator Programmes|Ingrid Solberg|America/Sao_Paulo|Mon-Fri|BR|Carlos|
Priya Raman|Policy and Incentives|Ingrid Solberg|Europe/London|Mon-Fri|GB|Priya, P Raman|
Jonas Weber|Creator Programmes|Carlos Mendes|Europe/Berlin|Mon-Fri|DE|Jonas|
Aisha Rahman|Market Launches|Mei Lin Tan|Asia/Riyadh|Sun-Thu|SA|Aisha|
Tom Whitfield|Revenue Operations|Ben Okafor|Europe/London|Mon-Fri|GB|Tom, T. Whitfield|
Chloé Dubois|Monetisation Strategy|Ana Silva|Europe/Paris|Mon-Fri|FR|Chloe, Chloé|-3,4,Ana Silva
Kenji Mori|Market Launches|Mei Lin Tan|Asia/Tokyo|Mon-Fri|JP|Kenji|
Sofia Rossi|Policy and Incentives|Priya Raman|Europe/Rome|Mon-Fri|IT|Sofia|
David Kim|Monetisation Strategy|Ana Silva|America/Los_Angeles|Mon-Fri|US|David, DK|
Lucía Fernández|Creator Programmes|Carlos Mendes|Europe/Madrid|Mon-Fri|ES|Lucia, Lucía|
Omar Haddad|Market Launches|Mei Lin Tan|Asia/Dubai|Mon-Fri|AE|Omar|
Grace Mwangi|Revenue Operations|Ben Okafor|Africa/Nairobi|Mon-Fri|KE|Grace|8,17,Tom Whitfield
Nikhil Shah|Revenue Operations|Ben Okafor|Asia/Kolkata|Mon-Fri|IN|Nikhil, Nik|
Elena Petrova|Policy and Incentives|Priya Raman|Europe/Sofia|Mon-Thu|BG|Elena|
Marta Nowak|Creator Programmes|Carlos Mendes|Europe/Warsaw|Mon-Fri|PL|Marta|left
Sam Taylor|Monetisation Strategy|Ana Silva|Europe/London|Mon-Fri|GB|Sam|
"""
_PLAIN = str.maketrans("éíáñ", "eian")
_HEADERS = (
    "Name,Email,Slack ID,Aliases,Team,Manager,Time zone,Working days,Country,"
    "Leave from,Leave to,Delegate,Active"
)


def _first_names() -> dict[str, str]:
    return {row[6].split(",")[0]: row[0] for row in lines(_PEOPLE)}


FULL_NAME = _first_names()
"""First name as the other tables write it ("Mei") -> the name in People ("Mei Lin Tan")."""


def full_name(first: str) -> str:
    """The full name of a first name; `-` is nobody."""
    return "" if first == "-" else FULL_NAME[first]


def people(day: date) -> NewTab:
    """The People tab: managers, aliases, zones, one Sun-Thu and one Mon-Thu week, leave, a leaver."""
    rows = [_person(number, cells, day) for number, cells in enumerate(lines(_PEOPLE))]
    return tab(
        "People", _HEADERS, rows, dates=("Leave from", "Leave to"), choices={"Active": YES_NO}
    )


def _person(number: int, cells: list[str], day: date) -> Row:
    name, team, manager, zone, week, country, aliases, leave = cells
    row: Row = {
        "Name": name,
        "Email": name.lower().translate(_PLAIN).replace(" ", ".") + "@example.com",
        "Slack ID": f"U0MSO{number:04d}" if name != "Elena Petrova" else None,
        "Aliases": aliases,
        "Team": team,
        "Manager": manager or None,
        "Time zone": zone,
        "Working days": week,
        "Country": country,
        "Active": "no" if leave == "left" else "yes",
    }
    if "," in leave:
        first, last, delegate = leave.split(",")
        row["Leave from"] = serial(workday(day, int(first)))
        row["Leave to"] = serial(workday(day, int(last)))
        row["Delegate"] = delegate
    return row


def holidays(day: date) -> NewTab:
    """The Holidays tab: two days off, one public holiday on which the team works after all."""
    named = ((-6, "Company wellbeing day", "", ""), (11, "Office move", "GB", ""),
             (24, "Company shutdown", "", ""), (33, "Launch weekend cover", "BR", "yes"))  # fmt: skip
    rows: list[Row] = [
        {"Date": serial(workday(day, count)), "Name": name, "Region": region, "Working": working}
        for count, name, region, working in named
    ]
    return tab("Holidays", "Date,Name,Region,Working", rows, ("Date",), {"Working": YES_NO})
