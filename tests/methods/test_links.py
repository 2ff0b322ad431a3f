"""Predecessors as people write them, and root blockers."""

from __future__ import annotations

import numpy as np
import pytest

from mso_sheets.methods.dependencies import Links, blocking, held_up, read_links


def edges(links: Links) -> list[tuple[int, int, float]]:
    return sorted(zip(links.before.tolist(), links.after.tolist(), links.lag.tolist(), strict=True))


@pytest.mark.parametrize(
    ("text", "lag"),
    [
        ("T-1", 0),
        ("t-1", 0),
        (" T-1 ", 0),
        ("T-1FS", 0),
        ("T-1 FS+2d", 2),
        ("T-1 +3", 3),
        ("T-1 (FS + 4 days)", 4),
        ("T-1FS-1d", -1),
        ("T-1 FS+1.5 wd", 1.5),
    ],
)
def test_a_predecessor_is_read_with_its_lag(text: str, lag: float) -> None:
    assert edges(read_links(["T-1", "T-2"], [0, 0], [(), (text,)])) == [(0, 1, lag)]


def test_kinds_other_than_finish_to_start_are_refused_aloud() -> None:
    links = read_links(["T-1", "T-2"], [0, 0], [(), ("T-1 SS+2d",)])
    assert edges(links) == []
    assert links.refused == ((1, "T-1 SS+2d", "SS"),)


def test_a_name_that_nobody_has_is_told_with_its_row() -> None:
    links = read_links(["T-1", "T-2"], [0, 0], [(), ("T-9", "T-1")])
    assert links.unknown == ((1, "T-9"),)
    assert edges(links) == [(0, 1, 0)]


def test_a_name_is_looked_for_in_its_own_project_first() -> None:
    links = read_links(["1", "1", "2"], [0, 1, 1], [(), (), ("1",)])
    assert edges(links) == [(1, 2, 0)]


def test_the_same_predecessor_twice_is_one_edge_with_the_longer_lag() -> None:
    links = read_links(["A", "B"], [0, 0], [(), ("A +1", "A +5", "A")])
    assert edges(links) == [(0, 1, 5)]


def test_an_id_that_ends_like_a_lag_is_still_an_id() -> None:
    links = read_links(["A-1", "A", "B"], [0, 0, 0], [(), (), ("A-1",)])
    assert edges(links) == [(0, 2, 0)]


def links_of(*pairs: tuple[int, int]) -> Links:
    before, after = (np.array([pair[end] for pair in pairs], dtype=np.int64) for end in (0, 1))
    return Links(before, after, np.zeros(len(pairs)))


def test_the_root_is_the_unfinished_one_that_drives_the_chain() -> None:
    # 0 is done; 1 -> 3 -> 4 and 2 -> 3, 2 ends later than 1.
    links = links_of((0, 1), (1, 3), (2, 3), (3, 4))
    unfinished = np.array([False, True, True, True, True])
    finish = np.array([1.0, 5.0, 9.0, 10.0, 11.0])
    found = blocking(links, unfinished, finish)
    assert found.blocked.tolist() == [False, False, False, True, True]
    assert found.root.tolist() == [-1, -1, -1, 2, 2]
    held = held_up(links, unfinished, finish, np.array([1.0, 1.0, 1.0, 4.0, 2.0]))
    assert held.count.tolist() == [0, 2, 2, 1, 0]
    assert held.is_root.tolist() == [False, True, True, False, False]
    assert held.weight.tolist() == [0, 6, 6, 0, 0]


def test_what_hangs_in_or_below_a_cycle_has_no_root() -> None:
    # 0 and 1 wait for each other, 2 for 1.
    links, unknown = links_of((0, 1), (1, 0), (1, 2)), np.full(3, np.nan)
    found = blocking(links, np.ones(3, dtype=bool), unknown)
    assert found.blocked.all()
    assert found.root.tolist() == [-1, -1, -1]
    assert not held_up(links, np.ones(3, dtype=bool), unknown, np.ones(3)).is_root.any()


def test_a_diamond_counts_each_blocked_task_once() -> None:
    links, unfinished = links_of((0, 1), (0, 2), (1, 3), (2, 3)), np.ones(4, dtype=bool)
    finish = np.array([1.0, 2.0, 3.0, 4.0])
    held = held_up(links, unfinished, finish, np.ones(4))
    assert (held.count[0], held.weight[0]) == (3, 3)
    assert blocking(links, unfinished, finish).root.tolist() == [-1, 0, 0, 0]


def test_of_blockers_that_end_together_the_first_drives() -> None:
    links = links_of((1, 2), (0, 2))
    found = blocking(links, np.ones(3, dtype=bool), np.array([4.0, 4.0, 5.0]))
    assert found.root.tolist() == [-1, -1, 0]
