"""What a section keeps, what goes to the thread, and that nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mso_sheets.digest.dialect import Part, plain
from mso_sheets.digest.fold import fold, items_of
from mso_sheets.model.message import Group, Item, Section, Span


def part_of(sizes: list[int], more: str = "") -> Part:
    groups = tuple(
        Group(
            (Span(f"P{number}"), Span(f" · {size}")),
            tuple(Item((Span(f"P{number}.{n}"),)) for n in range(size)),
        )
        for number, size in enumerate(sizes)
    )
    return Part(Section("Overdue", groups), more)


@given(
    st.lists(st.integers(min_value=1, max_value=30), min_size=1, max_size=20),
    st.integers(min_value=1, max_value=10),
    st.integers(min_value=1, max_value=10),
)
def test_every_item_is_in_the_message_or_the_thread_once(
    sizes: list[int], lines: int, person: int
) -> None:
    part = part_of(sizes)
    kept, rest = fold(part, lines, person)
    shown = items_of(kept) + (items_of(rest) if rest else [])
    assert sorted(map(repr, shown)) == sorted(map(repr, items_of(part.section)))
    assert len(items_of(kept)) <= lines + 1
    assert all(len(group.items) <= person + 1 for group in kept.groups)


def test_the_worst_lines_stay_and_the_rest_is_announced() -> None:
    kept, rest = fold(part_of([6, 2, 3], "{count} more in the thread: {people}"), 6, 4)
    assert rest is not None
    assert [len(group.items) for group in kept.groups] == [4, 2]
    assert plain(kept.lines[-1]) == "5 more in the thread: P2 3"
    assert rest.title == "Overdue, continued"
    assert [plain(group.heading) for group in rest.groups] == ["P0 · 6", "P2 · 3"]


def test_one_line_too_many_stays_rather_than_a_line_that_says_so() -> None:
    kept, rest = fold(part_of([9]), 8, 8)
    assert rest is None
    assert len(items_of(kept)) == 9


def test_without_hidden_people_the_announcement_names_none() -> None:
    kept, _ = fold(part_of([9], "{count} more in the thread: {people}"), 4, 4)
    assert plain(kept.lines[-1]) == "5 more in the thread"


def test_the_limit_a_person_is_for_people_and_not_for_plain_lists() -> None:
    lines = tuple(Item((Span(str(number)),)) for number in range(8))
    plain_list = Part(Section("Asks", (Group((), lines),)))
    assert fold(plain_list, 8, 4) == (plain_list.section, None)
    kept, _ = fold(Part(Section("Overdue", (Group((Span("Ana"),), lines),))), 8, 4)
    assert len(items_of(kept)) == 4
