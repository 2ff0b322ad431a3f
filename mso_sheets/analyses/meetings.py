"""Meetings: what recent notes lack, and the next agenda of every series.

Recent is eight weeks. An action that stands in Actions is cared for there and not linted here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods.action_facts import action_facts, day_words, days, texts
from mso_sheets.methods.agendas import PARTS, Point, Series, points, series_held
from mso_sheets.methods.noted_actions import known_as, noted_actions
from mso_sheets.methods.notes_lint import Flaw, lint_notes
from mso_sheets.methods.notes_words import folded
from mso_sheets.model.result import Figure, Gap, Result, ResultColumn
from mso_sheets.model.table import Tables

TITLE = "Meetings"
READS = ("meetings",)
ALSO_READS = ("actions", "decisions", "people")
RECENT = timedelta(weeks=8)
COLUMNS = (
    ResultColumn("key", "Note", "key", 18),
    ResultColumn("meeting", "Meeting", "text", 26),
    ResultColumn("date", "Held", "date", 9),
    ResultColumn("rule", "Lacks", "text", 20),
    ResultColumn("problem", "What", "long", 50),
    ResultColumn("fix", "How to mend it", "long", 30),
    ResultColumn("owner", "Who", "person", 14),
    ResultColumn("link", "Row", "link", 7),
)


def analyse(tables: Tables, context: Context) -> Result:
    """One row a flaw of a note, latest meeting first.

    `more["agenda"]`: the lines of each series' next agenda (series, part, key, what, owner, due, link);
    `more["agendas"]`: one row a series with the whole block as Markdown (series, chair, last, next, text).
    """
    table, actions, people = tables["meetings"], tables.get("actions"), tables.get("people")
    noted = noted_actions(table.frame, people.frame if people else None)
    known = known_as(noted, table.frame, actions.frame if actions else None)
    since = context.today - RECENT
    flaws = list(
        lint_notes(
            table.frame,
            noted,
            known,
            _decided(tables),
            context.calendars.team,
            context.today,
            since,
        )
    )
    frame = _frame(flaws, table.frame, context)
    lines, blocks = _agendas(tables, context)
    count = frame["rule"].value_counts()
    return Result(
        name="meetings",
        title=TITLE,
        frame=frame,
        columns=COLUMNS,
        figures=(
            Figure("Notes to mend", float(len(frame)), basis="8 weeks"),
            Figure("Meetings without notes", float(count.get("no notes", 0))),
            Figure("Decisions without decider", float(count.get("decision without decider", 0))),
        ),
        gaps=tuple(_gaps(frame)),
        more={"agenda": lines, "agendas": blocks},
    )


def _decided(tables: Tables) -> list[str]:
    """Wordings of the decisions whose decider is on record."""
    table = tables.get("decisions")
    if table is None:
        return []
    words = texts(table.frame["decision"])
    return [folded(text) for text, who in zip(words, table.frame["decided_by"], strict=True) if who]


def _frame(flaws: Sequence[Flaw], meetings: pd.DataFrame, context: Context) -> pd.DataFrame:
    ids, titles, held = (
        texts(meetings["meeting_id"]),
        texts(meetings["meeting"]),
        days(meetings["date"]),
    )
    takers, chairs = texts(meetings["note_taker"]), texts(meetings["chair"])
    rows = meetings.index.to_numpy()
    frame = pd.DataFrame(
        {
            "key": [
                f"{ids[flaw.place] or day_words(held[flaw.place])}/{flaw.name}" for flaw in flaws
            ],
            "meeting": [f"{titles[flaw.place]}, {day_words(held[flaw.place])}" for flaw in flaws],
            "date": pd.Series([held[flaw.place] for flaw in flaws], dtype="datetime64[s]"),
            "rule": [flaw.rule for flaw in flaws],
            "problem": [flaw.problem for flaw in flaws],
            "fix": [flaw.fix for flaw in flaws],
            "owner": [takers[flaw.place] or chairs[flaw.place] for flaw in flaws],
            "link": [context.row_link("meetings", int(rows[flaw.place])) for flaw in flaws],
            "meeting_id": [ids[flaw.place] for flaw in flaws],
        }
    ).drop_duplicates("key")
    return frame.sort_values("date", ascending=False, kind="stable", ignore_index=True)


def _gaps(frame: pd.DataFrame) -> Iterator[Gap]:
    """One gap a meeting, with all that its notes lack."""
    for _, part in frame.groupby("meeting", sort=False):
        first = part.iloc[0]
        key = first["meeting_id"] or first["meeting"]
        yield Gap(
            key=f"meeting/{key}",
            kind="meeting",
            what=f"Notes of {first['meeting']}",
            evidence="; ".join(part["problem"].head(3)) + (" …" if len(part) > 3 else ""),
            owner=first["owner"],
            close_by="; ".join(dict.fromkeys(part["fix"])),
            size=float(len(part)),
            link=first["link"],
        )


def _agendas(tables: Tables, context: Context) -> tuple[pd.DataFrame, pd.DataFrame]:
    actions, decisions = tables.get("actions"), tables.get("decisions")
    facts = action_facts(actions.frame, context.history) if actions else None
    lines, blocks = [], []
    for series in series_held(tables["meetings"].frame, context.today, context.today - RECENT):
        found = points(series, facts, decisions.frame if decisions else None, context.today)
        lines += [
            (series.title, p.part, p.key, p.what, p.owner, p.due, context.row_link(p.table, p.row))
            for p in found
        ]
        blocks.append(
            (series.title, series.chair, series.last, series.next, agenda_markdown(series, found))
        )
    agenda = pd.DataFrame(lines, columns=["series", "part", "key", "what", "owner", "due", "link"])
    whole = pd.DataFrame(blocks, columns=["series", "chair", "last", "next", "text"])
    agenda["due"] = pd.to_datetime(agenda["due"]).astype("datetime64[s]")
    return agenda, whole


def agenda_markdown(series: Series, found: Sequence[Point]) -> str:
    """The agenda block of a series, to paste into the next invitation."""
    head = f"## {series.title}" + (f", {day_words(series.next)}" if series.next else ", next time")
    lines = [head, f"Last held {day_words(series.last)}."]
    for part in PARTS:
        mine = [point for point in found if point.part == part]
        if mine:
            lines += ["", f"### {part} ({len(mine)})", *(_line(point) for point in mine)]
    return "\n".join(lines if found else [*lines, "", "Nothing open."])


def _line(point: Point) -> str:
    due = f"due {day_words(point.due)}" if point.due else ""
    tail = ", ".join(filter(None, [point.owner or "nobody", due, point.key]))
    return f"- {point.what} ({tail})"
