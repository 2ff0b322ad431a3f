from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest

from mso_sheets.methods.ladder import Thresholds, levels, told

DAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Somebody:
    manager: str = ""
    delegate: str = ""
    leave_to: date | None = None
    active: bool = True

    def on_leave(self, day: date) -> bool:
        return self.leave_to is not None and day <= self.leave_to


AWAY = date(2026, 11, 27)
PEOPLE = {
    "Ana": Somebody("Lea"),
    "Lea": Somebody("Max"),
    "Max": Somebody(),
    "Ben": Somebody("Lea", "Ana", AWAY),
    "Cem": Somebody("Lea", "", AWAY),
    "Eva": Somebody("Lea", active=False),
    "Ring": Somebody("Gnir", "Gnir", AWAY),
    "Gnir": Somebody("Ring", "Ring", AWAY),
}


@pytest.mark.parametrize(
    ("late", "high", "moved", "level"),
    [
        (0, False, 0, 0), (2, False, 0, 0), (3, False, 0, 1), (6, False, 0, 1), (7, False, 0, 2),
        (0, True, 0, 0), (1, True, 0, 1), (3, True, 0, 2),
        (1, False, 2, 1), (0, False, 5, 0), (-3, True, 2, 0),
    ],
)  # fmt: skip
def test_levels_by_working_days_late_and_priority(
    late: float, high: bool, moved: int, level: int
) -> None:
    found = levels(np.array([late], float), np.array([high]), np.array([moved]), Thresholds())
    assert found.tolist() == [level]


def test_an_item_without_a_date_climbs_no_ladder() -> None:
    assert levels(np.array([np.nan]), np.array([True]), np.array([9]), Thresholds()).tolist() == [0]


@pytest.mark.parametrize(
    ("owner", "lead", "level", "names", "words"),
    [
        ("Ana", "", 0, ("Ana",), "owner"),
        ("Ana", "", 1, ("Ana", "Lea"), "owner and lead Lea"),
        ("Ana", "", 2, ("Ana", "Lea", "Max"), "owner, lead Lea and manager Max"),
        ("Ana", "Ana", 1, ("Ana", "Lea"), "owner and lead Lea"),
        ("Max", "", 2, ("Max",), "owner"),
        ("Ben", "", 0, ("Ana",), "delegate Ana (owner on leave until Fri 27 Nov)"),
        ("Cem", "", 0, (), "paused: owner on leave until Fri 27 Nov"),
        ("Cem", "", 1, ("Lea",), "paused: owner on leave until Fri 27 Nov and lead Lea"),
        ("Ana", "Ben", 1, ("Ana", "Lea"), "owner and lead Lea"),
        ("Lea", "Ben", 1, ("Lea", "Ana"), "owner and lead Ana"),
        ("Eva", "", 1, ("Lea",), "owner has left and lead Lea"),
        ("Ana", "Eva", 1, ("Ana", "Lea"), "owner and lead Lea"),
        ("", "Lea", 0, ("Lea",), "lead Lea"),
        ("", "", 2, (), ""),
        ("Nobody known", "", 2, ("Nobody known",), "owner"),
        ("Ring", "", 2, (), "paused: owner on leave until Fri 27 Nov"),
    ],
)
def test_who_is_told(owner: str, lead: str, level: int, names: tuple[str, ...], words: str) -> None:
    found = told(owner, lead, level, PEOPLE, DAY)
    assert (found.names, found.words) == (names, words)


def test_nobody_is_told_twice() -> None:
    for owner in PEOPLE:
        for lead in ("", *PEOPLE):
            names = told(owner, lead, 2, PEOPLE, DAY).names
            assert len(names) == len(set(names)) <= 3
