"""Truth: public worked cases of price, volume and mix, named in the file."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mso_sheets.methods.contribution import add_up, price_volume_mix, shares_of_gap

CASES = json.loads((Path(__file__).parent.parent / "truth/price_volume_mix/cases.json").read_text())
AMOUNT = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)
POSITIVE = st.floats(min_value=0, max_value=1e6, allow_nan=False)


def test_two_products_split_as_in_the_published_case() -> None:
    lines, published = CASES[0]["inputs"], CASES[0]["published"]
    found = price_volume_mix(
        [line["bud_price"] for line in lines],
        [line["bud_units"] for line in lines],
        [line["act_price"] for line in lines],
        [line["act_units"] for line in lines],
    )
    for place, line in enumerate(lines):
        for part in ("price", "volume", "mix", "total"):
            assert getattr(found, part)[place] == pytest.approx(
                published[line["p"]][part], abs=0.05
            )
    for part in ("price", "volume", "mix", "total"):
        assert getattr(found, part).sum() == pytest.approx(published["Total"][part], abs=0.05)


def test_one_product_splits_as_in_the_published_case() -> None:
    case = CASES[1]
    given_ = case["inputs"]
    found = price_volume_mix(
        [given_["plan_price"]], [given_["plan_units"]], [given_["act_price"]], [given_["act_units"]]
    )
    assert found.price[0] == pytest.approx(case["published"]["price"], abs=0.01)
    assert found.volume[0] == pytest.approx(case["published"]["volume"], abs=0.01)
    assert found.mix[0] == pytest.approx(0, abs=0.01)
    assert found.total[0] == pytest.approx(case["published"]["total"], abs=0.01)


def test_new_and_dropped_lines_stand_apart() -> None:
    found = price_volume_mix([10, 5, 0], [100, 20, 0], [10, 0, 7], [100, 0, 3])
    assert found.new.tolist() == [0, 0, 21]
    assert found.dropped.tolist() == [0, -100, 0]
    assert (found.price + found.volume + found.mix).tolist() == [0, 0, 0]


@given(st.lists(st.tuples(POSITIVE, POSITIVE, POSITIVE, POSITIVE), max_size=20))
def test_price_volume_mix_new_and_dropped_add_up_to_the_whole_gap(
    lines: list[tuple[float, float, float, float]],
) -> None:
    bp, bu, ap, au = np.array(lines or [(0.0, 0.0, 0.0, 0.0)]).T
    found = price_volume_mix(bp, bu, ap, au)
    expected = ap * au - bp * bu
    # Floats are exact to a share of the largest number that takes part, the planned value included.
    scale = max(1.0, float(np.abs(ap * au).max() + np.abs(bp * (bu + au.sum())).max()))
    assert np.allclose(found.total, expected, atol=1e-9 * scale, rtol=0)


@given(st.lists(st.tuples(st.sampled_from("ABC"), AMOUNT), min_size=1, max_size=40))
def test_contributions_of_each_group_add_up_to_the_cent(lines: list[tuple[str, float]]) -> None:
    groups = pd.Series([name for name, _ in lines])
    parts = pd.Series([amount for _, amount in lines])
    rounded = add_up(parts, groups)
    for name in set(groups):
        mine = rounded[groups == name]
        cents = sum(round(part * 100) for part in mine)
        exact = math.fsum(part * 100 for part in parts[groups == name])
        assert abs(cents - exact) <= 0.5 + 1e-3
        assert (mine - parts[groups == name]).abs().max() <= 0.01 + 1e-6


def test_missing_parts_stay_missing() -> None:
    rounded = add_up(pd.Series([0.335, np.nan, 0.335, 0.33]), pd.Series(["A"] * 4))
    assert rounded.dropna().sum() == pytest.approx(1.0)
    assert np.isnan(rounded[1])


def test_a_share_of_the_gap_needs_the_same_sign_and_no_more_than_the_whole() -> None:
    assert shares_of_gap([-60, -40]).tolist() == [0.6, 0.4]
    mixed = shares_of_gap([-50, 30, -80])
    assert mixed[0] == 0.5
    assert np.isnan(mixed[1])
    assert mixed[2] == 0.8
    assert np.isnan(shares_of_gap([-150, 50])[0]), "more than the whole gap is no share of it"
    assert np.isnan(shares_of_gap([10, -10])).all()
