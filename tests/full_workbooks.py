"""Workbooks full of people's work, of several kinds, as titles and rows; both backends make them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mso_sheets.model.cells import Cell

Rows = Sequence[Sequence[Cell]]
ACTIONS: Rows = [
    ["Action ID", "Action", "Owner", "Due date", "Status", "Our own column"],
    ["ACT-1", "Send the draft", "Ana", "2026-04-20", "Open", "ask again"],
    [None, "Book the room", "Ben", "2026-04-14", "Open", "=1+1"],
]
SIMILAR: Mapping[str, Rows] = {
    "Projects 2024": [["Name", "Result"], ["Harbour", "done"], ["Tunnel", "dropped"]],
    "Old actions": [["What", "Who"], ["Call the bank", "Ana"]],
    "People (archive)": [["Left in", "Who"], [2024.0, "Carl"]],
    "My Tasks": [["Shopping"], ["Milk"]],
    "actions": ACTIONS,
    "KPIs - draft, do not use": [["Idea"], ["Count smiles"]],
}
TITLES: Mapping[str, Rows] = {
    "Projects": [["Photos of the year"], ["=IMAGE(1)"], ["see the drive"]],
    "TASKS": [["Tasks are in the other tool"], ["ask Ben"]],
    "Meetings": [],
    "Summary": [["The team's own summary"], ["All well", 3.0]],
    "Run log": [["Morning run", "km"], ["Monday", 5.2]],
    "READ ME": [["How we work"], ["Be kind"]],
    "People": [["Name", "Email"], ["Ana", "ana@example.com"]],
}
GERMAN: Mapping[str, Rows] = {
    "Übersicht": [["Stand", "2026-04-14"]],
    "Projekte": [
        ["Portfolio EMEA", None, None, None],
        ["Projekt-ID", "Projekt", "Verantwortlich", "Fällig am"],
        ["PRJ-1", "Hafen", "Jürgen", "20.04.2026"],
        ["Summe", None, None, None],
    ],
    "Maßnahmen": [
        ["Maßnahmen-ID", "Maßnahme", "Verantwortlich", "Fällig am", "Status"],
        ["M-1", "Entwurf schicken", "Jürgen", "20.04.2026", "Offen"],
    ],
    "Ideen": [["Idee"], ["=SUMME(1;2)"]],
}
JAPANESE: Mapping[str, Rows] = {
    "プロジェクト": [
        ["プロジェクトID", "プロジェクト名", "担当者", "期限"],
        ["PRJ-1", "港", "佐藤", "2026/04/20"],
    ],
    "メモ": [["自由に"], ["書く"]],
}
DEEP: Mapping[str, Rows] = {
    "Actions": [
        ["Steering group, all actions since 2019"],
        [],
        *ACTIONS,
        *([f"ACT-{n}", f"Old thing {n}", "Ana", "2025-01-07", "Done", None] for n in range(5, 300)),
        [],
        ["Legend: red is late"],
    ],
    "Decisions": [["Decision ID", "Decision"], ["D-1", "Go"]],
    "Notes": [["free", "text"], [1.0, "=A2*2"], [True, None]],
}
ONLY_A_TITLE: Mapping[str, Rows] = {"read me": [["Nothing here yet"]]}
KINDS: Mapping[str, Mapping[str, Rows]] = {
    "similar names": SIMILAR,
    "our titles, not our tabs": TITLES,
    "German": GERMAN,
    "Japanese": JAPANESE,
    "deep and old": DEEP,
    "a read me of their own": ONLY_A_TITLE,
}


def listed(said: str, verb: str) -> list[str]:
    """The titles that `init` said it made, or would make."""
    lines = (line.strip() for line in said.splitlines())
    return [line.split(f" {verb}: ")[0] for line in lines if f" {verb}: " in line]
