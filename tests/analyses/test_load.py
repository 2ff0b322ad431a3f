from __future__ import annotations

from datetime import date

from mso_sheets.analyses import load
from mso_sheets.model.result import Result
from tests.analyses.people_world import MONDAY, sample_world, world_of

PEOPLE = """
    | Name       | Working days | Leave from | Leave to   |
    | Ana Silva  | Mon-Fri      |            |            |
    | Ben Okafor | Mon-Fri      | 2026-11-23 | 2026-11-27 |
    | Cem Aydin  | Mon-Thu      |            |            |
"""


def load_of(lines: str, tasks: str = "| Task ID | Task |") -> Result:
    header = "| Action ID | Action | Owner | Due date | Status |\n"
    tables, context = world_of(MONDAY, actions=header + lines, people=PEOPLE, tasks=tasks)
    return load.analyse(tables, context)


def weeks(result: Result) -> list[tuple[str, date, int, int, int]]:
    frame = result.frame
    return [
        (str(owner), week.date(), int(items), int(cap), int(over))
        for owner, week, items, cap, over in zip(
            frame["owner"], frame["week"], frame["items"], frame["cap"], frame["over"], strict=True
        )
    ]


def test_overdue_and_due_items_fall_into_their_week_and_clashes_come_first() -> None:
    lines = "".join(
        f"| A-{n} | Send {n} | Ana Silva | 2026-12-0{n} | Open |\n" for n in range(1, 5)
    )
    lines += "".join(
        f"| B-{n} | Send {n} | Ana Silva | 2026-11-{n} | Open |\n" for n in range(18, 26)
    )
    assert weeks(load_of(lines)) == [
        ("Ana Silva", MONDAY, 8, 5, 3),
        ("Ana Silva", date(2026, 11, 30), 4, 5, 0),
    ]


def test_leave_and_part_time_lower_the_cap() -> None:
    result = load_of(
        "| A-1 | Send | Ben Okafor | 2026-11-25 | Open |\n| A-2 | Send | Cem Aydin |"
        " 2026-11-25 | Open |"
    )
    assert weeks(result) == [("Ben Okafor", MONDAY, 1, 0, 1), ("Cem Aydin", MONDAY, 1, 4, 0)]
    assert result.more["clashes"]["owner"].tolist() == ["Ben Okafor"]
    assert result.figures[0].value == 1


def test_what_clashes_is_named_and_the_rest_counted() -> None:
    lines = "".join(
        f"| A-{n} | Send draft {n} | Ana Silva | 2026-11-24 | Open |\n" for n in range(1, 9)
    )
    what = load_of(lines).frame["what"][0]
    assert what.startswith("A-1 Send draft 1, A-2 Send draft 2")
    assert what.endswith("and 2 more")


def test_tasks_count_too_and_closed_undated_or_unowned_items_do_not() -> None:
    tasks = """
        | Task ID | Project ID | Task | Owner     | Due date   | Status      |
        | T-1     | P-1        | Dig  | Ana Silva | 2026-11-24 | In progress |
        | T-2     | P-1        | Dig  | Ana Silva | 2026-11-24 | Complete    |
    """
    result = load_of(
        "| A-1 | Send | Ana Silva | | Open |\n| A-2 | Send | | 2026-11-24 | Open |\n"
        "| A-3 | Send | Ana Silva | 2026-11-24 | Done |",
        tasks=tasks,
    )
    assert weeks(result) == [("Ana Silva", MONDAY, 1, 5, 0)]
    assert result.frame["open"].tolist() == [2]


def test_the_sample_has_somebody_on_leave_with_work_due() -> None:
    clashes = load.analyse(*sample_world()).more["clashes"]
    assert "Chloé Dubois" in clashes["owner"].tolist()
    assert (clashes["over"] == clashes["items"] - clashes["cap"]).all()
