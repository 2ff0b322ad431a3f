"""Names of people as links: to their e-mail, else to a direct message in Slack."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mso_sheets.model.result import Link, Report
from mso_sheets.model.tab import TabContent, TabValue
from mso_sheets.tabs.values import LateRows

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
"""Stricter than mail allows: what else an address may hold could add to the link."""
MEMBER = re.compile(r"[UW][A-Z0-9]{5,20}")
# https://docs.slack.dev/interactivity/deep-linking
SLACK = "https://slack.com/app_redirect?channel="


def linked(content: TabContent, report: Report) -> LateRows:
    """The rows with the names in columns of people as links, where People says how to reach them."""
    places = [at for at, column in enumerate(content.columns) if column.kind == "person"]
    known = addresses(report) if places else {}
    rows = content.rows

    def make(part: slice) -> list[list[TabValue]]:
        return [_with_links(row, places, known) for row in rows[part]]

    return LateRows(len(rows), make)


def addresses(report: Report) -> dict[str, str]:
    """Name -> address of everybody in People who is active and can be reached."""
    people = report.tables.get("people")
    if people is None:
        return {}
    frame = people.frame
    wanted = [
        frame[field].tolist() if field in frame else [None] * len(frame)
        for field in ("name", "email", "slack_id", "active")
    ]
    found = {
        str(name): _address(email, member)
        for name, email, member, active in zip(*wanted, strict=True)
        if active is not False
    }
    return {name: address for name, address in found.items() if address}


def _address(email: object, member: object) -> str:
    if isinstance(email, str) and EMAIL.fullmatch(email):
        return f"mailto:{email}"
    if isinstance(member, str) and MEMBER.fullmatch(member):
        return SLACK + member
    return ""


def _with_links(
    row: Sequence[TabValue], places: list[int], known: Mapping[str, str]
) -> list[TabValue]:
    shown = list(row)
    for at in places:
        name = shown[at]
        if isinstance(name, str) and name in known:
            shown[at] = Link(name, known[name])
    return shown
