"""A handover as Markdown: a summary, then a table a kind of thing, with a blank for who takes it."""

from __future__ import annotations

from datetime import date

import pandas as pd

from mso_sheets.methods.action_facts import day_words
from mso_sheets.methods.wording import counted
from mso_sheets.model.result import Link, Result

HEAD = ("ID", "What", "Role", "Status", "Next date", "Project", "Suggested taker")


def handover_page(result: Result, team: str, today: date) -> str:
    """The page of a handover result; its first figure is the person's name."""
    name = str(result.figures[0].value)
    lines = [f"# Handover: {name}", "", f"{_who(name, team)}, on {day_words(today)} {today.year}."]
    lines += ["", _counts(result, today), ""]
    for part, frame in result.frame.groupby("part", sort=False):
        lines += [f"## {part} ({len(frame)})", "", *_table(frame), ""]
    return "\n".join([*lines, *(f"_{note}._" for note in result.notes)]) + "\n"


def _who(name: str, team: str) -> str:
    return f"{name}, {team}" if team else name


def _counts(result: Result, today: date) -> str:
    if result.frame.empty:
        return "Nothing open is in this person's name."
    actions = result.frame[result.frame["part"] == "Actions"]
    late = int((actions["due"] < pd.Timestamp(today)).sum())
    overdue = f" {counted(late, 'action')} overdue." if late else ""
    parts = [
        f"{figure.name} {figure.value:.0f}"
        for figure in result.figures
        if isinstance(figure.value, float)
    ]
    return f"Holds: {', '.join(parts)}.{overdue}"


def _table(frame: pd.DataFrame) -> list[str]:
    lines = ["| " + " | ".join(HEAD) + " |", "|---" * len(HEAD) + "|"]
    for row in frame.to_dict("records"):
        due = "" if pd.isna(row["due"]) else f"{day_words(row['due'].date())} {row['due'].year}"
        words = [_cell(row[name]) for name in ("what", "role", "status")]
        cells = [_linked(row["key"], row["link"]), *words, due, _cell(row["project"]), ""]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _cell(text: str) -> str:
    """Text that stays in its cell and shows as typed."""
    return " ".join(str(text).split()).replace("\\", "\\\\").replace("|", "\\|")


def _linked(key: str, link: Link) -> str:
    label = _cell(key) or link.text or "row"
    return f"[{label}]({link.url})" if link.url.startswith("https://") else label
