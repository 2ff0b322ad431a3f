from __future__ import annotations

from mso_sheets.methods.keys import kept_apart, unique_keys
from mso_sheets.model.result import Gap


def test_the_second_of_a_kind_gets_a_number_and_the_first_keeps_its_key() -> None:
    assert unique_keys(["A", "B", "A", "A"]) == ["A", "B", "A #2", "A #3"]


def test_gaps_with_one_key_are_kept_apart_and_otherwise_left_alone() -> None:
    gaps = [Gap("k", "kpi", what, "") for what in ("one", "two")]
    apart = kept_apart(gaps)
    assert [(gap.key, gap.what) for gap in apart] == [("k", "one"), ("k #2", "two")]
    assert apart[0] is gaps[0]
