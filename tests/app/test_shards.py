"""Shares of the workbooks: each in exactly one, whatever comes or goes."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mso_sheets.app.shards import of_shard
from mso_sheets.app.targets import Target
from mso_sheets.errors import ConfigError
from mso_sheets.settings.models import WorkbookSettings


def targets(names: set[str]) -> list[Target]:
    return [Target(name, WorkbookSettings(spreadsheet="x.xlsx")) for name in names]


@given(st.sets(st.text(min_size=1), max_size=40), st.integers(1, 12))
def test_every_workbook_is_in_exactly_one_share(names: set[str], count: int) -> None:
    shares = [of_shard(targets(names), f"{n}/{count}") for n in range(1, count + 1)]
    assert Counter(each.name for share in shares for each in share) == dict.fromkeys(names, 1)


@given(st.sets(st.text(min_size=1), max_size=20), st.text(min_size=1), st.integers(1, 8))
def test_a_workbook_that_comes_moves_no_other(names: set[str], new: str, count: int) -> None:
    for number in range(1, count + 1):
        before = {each.name for each in of_shard(targets(names - {new}), f"{number}/{count}")}
        after = {each.name for each in of_shard(targets(names | {new}), f"{number}/{count}")}
        assert after - {new} == before


def test_shares_of_many_workbooks_are_about_even_and_stay_as_they_are() -> None:
    many = targets({f"book-{n}" for n in range(10_000)})
    sizes = [len(of_shard(many, f"{n}/8")) for n in range(1, 9)]
    assert min(sizes) > 1_150
    assert max(sizes) < 1_350
    # Another release must not move them: two launchers may run different ones.
    for name, share in {"emea": "1/4", "apac": "3/4", "amer": "4/4"}.items():
        assert of_shard(targets({name}), share)


def test_without_a_share_all_are_run() -> None:
    assert len(of_shard(targets({"a", "b"}), "")) == 2


@pytest.mark.parametrize(
    "nonsense",
    ["0/4", "5/4", "1", "1/", "/4", "a/b", "1/0", "-1/4", "1/4/4", "²/4", " 1/4", "1.5/4"],
)
def test_nonsense_is_refused_with_the_remedy(nonsense: str) -> None:
    with pytest.raises(ConfigError) as told:
        of_shard(targets({"a"}), nonsense)
    assert told.value.message == f"--shard {nonsense} is not I/N."
    assert "--shard 2/8" in told.value.fix
