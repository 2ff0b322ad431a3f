"""The slip ledger: first promises, moves, and moves made when the date had passed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mso_sheets.methods.calendar import WorkingCalendar
from mso_sheets.methods.slips import rebaselines, slip_ledger


def events(*rows: tuple[str, str, str | None, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["record", "day", "before", "after"])
    frame["day"] = pd.to_datetime(frame["day"]).astype("datetime64[s]")
    return frame.astype({"before": "object", "after": "object"})


def of(ledger: pd.DataFrame, record: str) -> dict[str, Any]:
    return {str(name): value for name, value in ledger.to_dict("index")[record].items()}


def test_the_first_promise_is_kept_whatever_moves_after() -> None:
    ledger = slip_ledger(
        events(
            ("T-1", "2026-03-01", None, "2026-03-20"),
            ("T-1", "2026-03-10", "2026-03-20", "2026-03-27"),
            ("T-1", "2026-04-01", "2026-03-27", "2026-04-10"),
            ("T-2", "2026-03-01", None, "2026-03-20"),
        )
    )
    first = of(ledger, "T-1")
    assert str(first["first"].date()) == "2026-03-20"
    assert str(first["last"].date()) == "2026-04-10"
    assert first["moves"] == 2
    assert first["retroactive"] == 1
    assert str(first["last_move"].date()) == "2026-04-01"
    assert of(ledger, "T-2")["moves"] == 0
    assert pd.isna(of(ledger, "T-2")["last_move"])


def test_a_move_on_the_day_itself_is_not_yet_after_the_fact() -> None:
    ledger = slip_ledger(
        events(
            ("T-1", "2026-03-20", "2026-03-20", "2026-03-27"),
            ("T-2", "2026-03-21", "2026-03-20", "2026-03-27"),
        )
    )
    assert ledger["retroactive"].to_dict() == {"T-1": 0, "T-2": 1}


def test_a_date_that_came_late_or_was_cleared_is_no_move() -> None:
    ledger = slip_ledger(
        events(
            ("T-1", "2026-03-02", None, "2026-03-20"),
            ("T-1", "2026-03-03", "2026-03-20", None),
            ("T-1", "2026-03-04", None, "2026-04-20"),
        )
    )
    assert of(ledger, "T-1")["moves"] == 0
    assert str(of(ledger, "T-1")["first"].date()) == "2026-03-20"
    assert str(of(ledger, "T-1")["last"].date()) == "2026-04-20"


def test_a_move_seen_first_still_tells_the_older_promise() -> None:
    ledger = slip_ledger(events(("T-1", "2026-03-02", "2026-03-20", "2026-04-20")))
    assert str(of(ledger, "T-1")["first"].date()) == "2026-03-20"
    assert of(ledger, "T-1")["moves"] == 1


def test_no_events_make_an_empty_ledger() -> None:
    assert slip_ledger(events()).empty


def test_dates_that_move_together_are_a_new_plan() -> None:
    moves = events(
        *[(f"T-{n}", "2026-03-10", "2026-03-20", "2026-03-27") for n in range(4)],
        ("T-9", "2026-03-11", "2026-03-20", "2026-03-23"),
    )
    group_of = pd.Series({**{f"T-{n}": "P" for n in range(4)}, "T-9": "Q"})
    found = rebaselines(moves, group_of, pd.Series({"P": 9, "Q": 1}), WorkingCalendar())
    assert found.to_dict("records") == [
        {
            "group": "P",
            "day": pd.Timestamp("2026-03-10"),
            "rows": 4,
            "open": 9,
            "days": 5.0,
            "common": True,
        }
    ]
