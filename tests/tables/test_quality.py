"""The Data quality tab: one line a cause, stable keys, a score per table and per owner."""

from __future__ import annotations

import pytest

from mso_sheets.tables.quality import COLUMNS, folded, owner_scores, quality_frame, table_scores
from tests.making import read, tables_of

ACTIONS = """
| Action ID | Action | Owner | Due date   | Status |
| A1        | Call   | Ana   | 31/02/2026 | Open   |
| A2        | Write  | Ben   | 2026-04-20 | Wibble |
| A3        | Send   | Ben   | 2026-04-20 | Open   |
| A4        | Ask    |       | 2026-04-20 | Open   |
"""


def test_a_line_says_where_what_why_and_how_to_mend_it() -> None:
    frame = quality_frame(tables_of(actions=ACTIONS).problems)
    assert tuple(frame.columns) == COLUMNS
    line = frame[frame["cell"] == "D2"].iloc[0]
    assert line["tab"] == "Actions"
    assert line["header"] == "Due date"
    assert line["value"] == "31/02/2026"
    assert "February" in line["wrong"]
    assert line["fix"].endswith(".")
    assert line["owner"] == "Ana"
    assert line["severity"] == "error"
    assert line["count"] == 1
    assert line["blocks"] == "lateness of A1"
    assert line["link"].endswith("#gid=1&range=D2")


def test_errors_stand_before_questions_and_warnings() -> None:
    frame = quality_frame(
        tables_of(
            people="| Name |\n| Grace Mwangi |",
            actions="""
            | Action ID | Action | Owner         | Due date   | Status |
            |           | Call   | Grace Mwangi  | 2026-04-20 | Open   |
            | A2        | Write  | Gracee Mwangi | 2026-04-20 | Open   |
            | A3        | Write  | Grace Mwangi  | soon       | Open   |
            """,
        ).problems
    )
    assert frame["severity"].tolist() == ["error", "question", "warning"]


def test_keys_stay_when_rows_are_sorted() -> None:
    lines = ACTIONS.strip().splitlines()
    upside_down = "\n".join([lines[0], *reversed(lines[1:])])
    before, after = (quality_frame(tables_of(actions=a).problems) for a in (ACTIONS, upside_down))
    assert set(before["key"]) == set(after["key"])


def test_a_mended_cell_drops_off() -> None:
    mended = ACTIONS.replace("31/02/2026", "2026-02-28")
    before, after = (quality_frame(tables_of(actions=a).problems) for a in (ACTIONS, mended))
    assert set(before["key"]) - set(after["key"]) == {"actions/A1/Due date/date-impossible"}


def test_many_blank_ids_are_one_line_here_though_each_may_be_minted() -> None:
    rows = "".join("| | Call | Ana | 2026-04-20 | Open |\n" for _ in range(40))
    problems = read(
        {"Actions": "| Action ID | Action | Owner | Due date | Status |\n" + rows}
    ).problems
    assert len(problems) == 40
    [line] = folded(problems)
    assert (line.count, line.cells, line.owner) == (40, "A2:A41", "Ana")
    assert line.link.endswith("range=A2:A41")


def test_folding_twice_changes_nothing() -> None:
    once = folded(tables_of(actions=ACTIONS).problems)
    assert folded(once) == once


def test_the_score_of_a_table_is_its_share_of_cells_without_problems() -> None:
    scores = table_scores(tables_of(actions=ACTIONS)).set_index("key")
    assert scores.loc["actions", "cells"] == 20
    assert scores.loc["actions", "problems"] == 3
    assert scores.loc["actions", "score"] == pytest.approx(0.85)


def test_the_score_of_an_owner_counts_their_rows_alone() -> None:
    scores = owner_scores(tables_of(actions=ACTIONS)).set_index("key")
    assert scores.loc["Ana"].to_dict() == {"rows": 1, "cells": 5, "problems": 1, "score": 0.8}
    assert scores.loc["Ben"].to_dict() == {"rows": 2, "cells": 10, "problems": 1, "score": 0.9}
    assert list(scores.index) == ["Ana", "Ben"]


def test_an_owner_keeps_their_share_of_what_was_folded() -> None:
    rows = "".join(f"| A{n} | x | {'Ana' if n % 3 else 'Ben'} | | Open |\n" for n in range(9))
    tables = read({"Actions": "| Action ID | Action | Owner | Due date | Status |\n" + rows})
    scores = owner_scores(tables).set_index("key")
    assert scores["problems"].to_dict() == {"Ana": 6, "Ben": 3}


def test_an_empty_table_is_clean() -> None:
    scores = table_scores(read({"People": "| Name | Email |"}))
    assert scores["score"].tolist() == [1.0]
    assert owner_scores(read({"People": "| Name | Email |"})).empty
