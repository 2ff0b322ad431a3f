from __future__ import annotations

import math
import random
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mso_sheets.analyses.kpis import analyse
from mso_sheets.model.cells import Cell
from mso_sheets.model.result import Result
from mso_sheets.settings.models import KpiRules
from tests.analyses.insight_world import KPI_HEADER, monthly, row_of, world_of
from tests.making import Rows, settings_of
from tests.oracle.insight import kpi_totals


def kpis(markdown: str | Rows, today: date = date(2026, 4, 14)) -> Result:
    return analyse(*world_of(today, kpis=markdown))


MARKETS = """
    | KPI ID | KPI     | Market | Unit | Direction        | Period     | Target | Actual | Owner |
    | K-1    | Revenue | DE     | EUR  | Higher is better | 2026-03-31 | 100    | 80     | Ana   |
    | K-1    | Revenue | FR     | EUR  | Higher is better | 2026-03-31 | 200    | 190    | Ben   |
    | K-1    | Revenue | UK     | EUR  | Higher is better | 2026-03-31 | 50     | 55     | Ana   |
    | K-2    | Churn   | DE     | %    | Lower is better  | 2026-03-31 | 4%     | 5%     | Ana   |
    | K-2    | Churn   | FR     | %    | Lower is better  | 2026-03-31 | 4%     | 3%     | Ben   |
"""


def test_gap_and_attainment_of_each_market_and_of_the_sum() -> None:
    result = kpis(MARKETS)
    germany = row_of(result, key="K-1/DE/2026-03-31")
    assert (germany["gap"], germany["attainment"], germany["judgement"]) == (
        -20,
        0.8,
        "short by 20%",
    )
    whole = row_of(result, kpi="Revenue", market="all lines")
    assert (whole["target"], whole["actual"], whole["gap"]) == (350, 325, -25)
    assert whole["attainment"] == pytest.approx(325 / 350), (
        "the ratio of sums, not the mean of ratios"
    )


def test_lower_is_better_turns_the_judgement_and_not_the_numbers() -> None:
    result = kpis(MARKETS)
    worse, better = (row_of(result, key=f"K-2/{m}/2026-03-31") for m in ("DE", "FR"))
    assert worse["gap"] == pytest.approx(0.01)
    assert worse["judgement"] == "short by 25%"
    assert better["judgement"] == "met"


def test_rates_are_never_summed() -> None:
    result = kpis(MARKETS)
    assert not ((result.frame["kpi"] == "Churn") & (result.frame["market"] == "all lines")).any()
    assert any("Not added over lines" in note and "Churn" in note for note in result.notes)


def test_units_are_never_mixed() -> None:
    result = kpis(
        """
        | KPI ID | KPI     | Market | Unit | Period     | Target | Actual |
        | K-1    | Revenue | DE     | EUR  | 2026-03-31 | 100    | 80     |
        | K-1    | Revenue | FR     | EUR  | 2026-03-31 | 200    | 190    |
        | K-1    | Revenue | US     | USD  | 2026-03-31 | 900    | 900    |
        """
    )
    assert row_of(result, market="all lines")["target"] == 300
    assert [problem.rule for problem in result.problems] == ["kpi-units-mixed"]


def test_a_total_row_of_the_sheet_is_not_one_more_market() -> None:
    result = kpis(
        """
        | KPI ID | KPI     | Market | Unit | Period     | Target | Actual |
        | K-1    | Revenue | DE     | EUR  | 2026-03-31 | 100    | 80     |
        | K-1    | Revenue | FR     | EUR  | 2026-03-31 | 200    | 190    |
        | K-1    | Revenue | Total  | EUR  | 2026-03-31 | 300    | 275    |
        """
    )
    assert row_of(result, market="all lines")["actual"] == 270
    problem = result.problems[0]
    assert (problem.rule, problem.cells, problem.severity) == (
        "kpi-total-differs",
        "G4",
        "question",
    )
    assert problem.fix.startswith("Correct the total")


@pytest.mark.parametrize("target", ["0", "-50"])
def test_no_percentage_of_a_target_of_zero_or_less(target: str) -> None:
    result = kpis(
        f"""
        | KPI ID | KPI    | Period     | Target   | Actual |
        | K-1    | Profit | 2026-03-31 | {target} | -60    |
        """
    )
    row = row_of(result, kpi="Profit")
    assert math.isnan(row["attainment"])
    assert row["gap"] == -60 - float(target)
    assert row["judgement"].startswith("short")


def test_every_row_of_the_sheet_is_listed_and_says_what_it_lacks() -> None:
    result = kpis(
        """
        | KPI ID | KPI     | Unit | Period     | Target | Actual |
        | K-1    | Revenue | EUR  | 2026-02-28 | 100    | 100    |
        | K-1    | Revenue | EUR  | 2026-03-31 | 100    |        |
        | K-1    | Revenue | EUR  | 2026-12-31 | 100    |        |
        | K-1    | Revenue | EUR  |            | 100    | 100    |
        | K-1    | Revenue | EUR  | 2026-01-31 |        | 100    |
        | K-1    | Revenue | EUR  | 2026-02-28 | 100    | 100    |
        """
    )
    words = dict(zip(result.frame["key"], result.frame["judgement"], strict=True))
    assert words == {
        "K-1/2026-02-28": "met",
        "K-1/2026-02-28 #2": "stands twice, not counted",
        "K-1/2026-03-31": "no actual yet",
        "K-1/2026-12-31": "not due",
        "K-1/no period": "no period",
        "K-1/2026-01-31": "no target",
    }
    assert result.frame["key"].is_unique


def test_a_running_period_is_judged_by_its_pace_on_working_days() -> None:
    sheet = """
        | KPI ID | KPI     | Unit | Period     | Target | Actual |
        | K-1    | Revenue | EUR  | 2026-03-31 | 100    | 100    |
        | K-1    | Revenue | EUR  | 2026-04-30 | 100    | 40     |
    """
    row = row_of(kpis(sheet), key="K-1/2026-04-30")
    assert row["forecast"] == pytest.approx(40 / 10 * 22)
    assert row["pace_needed"] == pytest.approx(60 / 12)
    assert row["judgement"] == "behind pace: heads for 12% short"
    assert (
        row_of(kpis(sheet, date(2026, 4, 3)), key="K-1/2026-04-30")["judgement"]
        == "too early to say"
    )
    assert (
        row_of(kpis(sheet, date(2026, 5, 1)), key="K-1/2026-04-30")["judgement"] == "short by 60%"
    )


def test_a_rate_has_no_pace() -> None:
    row = row_of(
        kpis(
            """
            | KPI ID | KPI        | Unit | Period     | Target | Actual |
            | K-1    | Conversion | %    | 2026-04-30 | 50%    | 40%    |
            """
        ),
        kpi="Conversion",
    )
    assert math.isnan(row["pace_needed"])
    assert row["judgement"] == "short by 20%"


def test_contributions_and_shares_stand_beside_the_lines() -> None:
    result = kpis(MARKETS)
    parts = result.frame.set_index("key")["contribution"]
    assert parts["K-1/DE/2026-03-31"] == -20
    assert parts[["K-1/DE/2026-03-31", "K-1/FR/2026-03-31", "K-1/UK/2026-03-31"]].sum() == -25
    assert row_of(result, key="K-1/DE/2026-03-31")["share"] == pytest.approx(0.8)
    assert math.isnan(row_of(result, key="K-1/UK/2026-03-31")["share"]), "it narrows the gap"


AMOUNT = st.floats(min_value=0, max_value=1e7, allow_nan=False)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(AMOUNT, AMOUNT), min_size=2, max_size=12))
def test_contributions_add_up_to_the_gap_of_the_total_to_the_cent(
    lines: list[tuple[float, float]],
) -> None:
    rows: list[list[Cell]] = [KPI_HEADER]
    for place, (target, actual) in enumerate(lines):
        rows += monthly("Revenue", [target], [actual], market=f"M{place}", unit="EUR")
    frame = kpis(rows).frame
    total = frame.loc[frame["market"] == "all lines", "gap"].iloc[0]
    cents = [round(part * 100) for part in frame["contribution"].dropna()]
    assert len(cents) == len(lines)
    assert abs(sum(cents) - total * 100) <= 0.5 + 1e-3


@pytest.mark.parametrize("seed", range(5))
def test_totals_equal_the_plain_oracle(seed: int) -> None:
    draw = random.Random(seed)
    rows: list[list[Cell]] = [KPI_HEADER]
    plain: list[tuple[str, str, float | None, float | None]] = []
    for kpi in ("Revenue", "Orders"):
        for market in "ABCDE":
            for row in monthly(
                kpi,
                [draw.choice([None, draw.randint(1, 999) * 1.0]) for _ in range(4)],
                [draw.choice([None, draw.randint(1, 999) * 1.0]) for _ in range(4)],
                market=market,
                unit="EUR",
            ):
                rows.append(row)
                target, actual = (None if x is None else float(x) for x in row[7:])
                plain.append((kpi, str(row[6]), target, actual))
    frame = kpis(rows).frame
    found = frame[frame["market"] == "all lines"]
    expected = {key: sums for key, sums in kpi_totals(plain).items() if plain_lines(plain, key) > 1}
    assert len(found) == len(expected)
    assert sorted(found["gap"]) == pytest.approx(sorted(gap for _, _, gap in expected.values()))


def plain_lines(
    rows: list[tuple[str, str, float | None, float | None]], key: tuple[str, str]
) -> int:
    return sum(1 for kpi, period, t, a in rows if (kpi, period) == key and None not in (t, a))


def test_price_volume_and_mix_stand_beside_revenue_with_the_convention() -> None:
    """The two products of truth/price_volume_mix (freemathhelp.com, Storch123)."""
    result = kpis(
        """
        | KPI ID | KPI     | Product | Unit | Period     | Target | Actual |
        | K-1    | Price   | ABC     | EUR  | 2026-03-31 | 1.2    | 1.1    |
        | K-1    | Price   | DEF     | EUR  | 2026-03-31 | 0.8    | 1      |
        | K-2    | Units   | ABC     | pcs  | 2026-03-31 | 50     | 60     |
        | K-2    | Units   | DEF     | pcs  | 2026-03-31 | 40     | 50     |
        | K-3    | Revenue | ABC     | EUR  | 2026-03-31 | 60     | 66     |
        | K-3    | Revenue | DEF     | EUR  | 2026-03-31 | 32     | 50     |
        """
    )
    assert (
        row_of(result, key="K-3/ABC/2026-03-31")["drivers"]
        == "price -6.00, volume 13.33, mix -1.33"
    )
    total = row_of(result, kpi="Revenue", market="all lines")
    assert total["drivers"] == "price 4.00, volume 20.44, mix -0.44"
    assert row_of(result, key="K-1/ABC/2026-03-31")["drivers"] == ""
    assert any("price at actual units" in note for note in result.notes)
    assert not ((result.frame["kpi"] == "Price") & (result.frame["market"] == "all lines")).any()


def test_a_price_a_thousand_is_scaled_by_the_revenue() -> None:
    result = kpis(
        """
        | KPI ID | KPI         | Market | Unit | Period     | Target | Actual |
        | K-1    | CPM         | DE     | EUR  | 2026-03-31 | 2      | 3      |
        | K-2    | Impressions | DE     |      | 2026-03-31 | 50000  | 60000  |
        | K-3    | Ads revenue | DE     | EUR  | 2026-03-31 | 100    | 180    |
        """
    )
    row = row_of(result, kpi="Ads revenue")
    assert row["drivers"] == "price 60.00, volume 20.00, mix 0.00"


def test_only_signals_are_called_signals() -> None:
    steady = [100.0, 102.0] * 12
    result = kpis([KPI_HEADER, *monthly("Revenue", [100.0] * 25, [*steady, 140.0], unit="EUR")])
    words = result.frame.set_index("key")["signal"]
    assert words["K-1/2026-03-31"] == "signal: above its limits"
    assert (words.drop("K-1/2026-03-31") == "noise").all()
    assert [f.value for f in result.figures if f.name == "Signals"] == [1]


def test_a_rising_plan_that_is_kept_is_no_signal() -> None:
    plan = [100.0 * 1.05**n for n in range(30)]
    actual = [p * (1.01 if n % 2 else 0.99) for n, p in enumerate(plan)]
    words = kpis([KPI_HEADER, *monthly("Revenue", plan, actual, unit="EUR")]).frame["signal"]
    assert set(words) == {"noise"}


def test_few_points_are_not_judged_and_some_are_provisional() -> None:
    few = kpis([KPI_HEADER, *monthly("Revenue", [100.0] * 4, [90.0, 95.0, 92.0, 400.0])])
    assert set(few.frame["signal"]) == {"too few points (n=4)"}
    some = kpis([KPI_HEADER, *monthly("Revenue", [100.0] * 8, [99.0, 101.0] * 4)])
    assert set(some.frame["signal"]) == {"noise (provisional, n=8)"}


def test_a_season_is_taken_out_before_signals_are_sought() -> None:
    season = np.array([10.0, 0, 0, 0, 0, 40, 60, 40, 0, 0, 0, -10])
    noise = np.random.default_rng(3).normal(0, 1, 36)
    actual = (200 + np.tile(season, 3) + noise).round(2)
    words = kpis([KPI_HEADER, *monthly("Sales", [200.0] * 36, actual.tolist(), unit="EUR")]).frame[
        "signal"
    ]
    assert (words == "noise").mean() > 0.9


@pytest.mark.parametrize(
    ("wrong", "slip"), [(1010.0, "x10"), (101_000.0, "x1000"), (1.0, "/100"), (-101.0, "sign")]
)
def test_a_slip_of_the_unit_is_asked_about_and_not_changed(wrong: float, slip: str) -> None:
    values = [100.0, 102.0, 99.0, 101.0, wrong, 100.0, 103.0, 98.0]
    result = kpis([KPI_HEADER, *monthly("Revenue", [100.0] * 8, values)])
    problem = result.problems[0]
    assert (problem.rule, problem.cells, problem.value) == ("kpi-unit-slip", "I6", wrong)
    assert slip in problem.expected
    assert problem.severity == "question"
    assert wrong in result.frame["actual"].tolist()


def test_how_far_a_value_must_lie_apart_to_be_asked_about_is_a_setting() -> None:
    values = [100.0, 102.0, 99.0, 101.0, 1010.0, 100.0, 103.0, 98.0]
    sheet = [KPI_HEADER, *monthly("Revenue", [100.0] * 8, values)]
    patient = settings_of(kpi=KpiRules(outlier_z=1_000))
    assert not analyse(*world_of(rules=patient, kpis=sheet)).problems
    assert analyse(*world_of(rules=settings_of(), kpis=sheet)).problems


def test_a_steep_rise_is_no_slip() -> None:
    values = [1.0, 1.1, 1.0, 1.2, 1.1, 9.5, 10.0, 10.5]
    assert not kpis([KPI_HEADER, *monthly("Revenue", [None] * 8, values)]).problems


def test_target_and_actual_exchanged_are_asked_about() -> None:
    targets = [100.0, 101.0, 99.0, 60.0, 100.0, 100.0, 102.0]
    actuals = [60.0, 61.0, 59.0, 100.0, 62.0, 60.0, 61.0]
    rules = {p.rule for p in kpis([KPI_HEADER, *monthly("Revenue", targets, actuals)]).problems}
    assert "kpi-swapped" in rules


def test_a_kpi_without_direction_that_sounds_like_a_cost_is_asked_about() -> None:
    result = kpis(
        """
        | KPI ID | KPI        | Period     | Target | Actual |
        | K-1    | Complaints | 2026-03-31 | 10     | 20     |
        | K-2    | Revenue    | 2026-03-31 | 10     | 20     |
        """
    )
    assert [(p.rule, p.record) for p in result.problems] == [("kpi-direction-unclear", "K-1")]


def test_the_year_is_forecast_by_the_plans_phasing() -> None:
    plan = [10.0] * 6 + [20.0] * 6
    rows = [KPI_HEADER, *monthly("Revenue", plan, [*[9.0] * 6, *[None] * 6], unit="EUR")]
    months = [f"2026-{n:02d}-28" for n in range(1, 13)]
    for row, month in zip(rows[1:], months, strict=True):
        row[6] = (date.fromisoformat(month) - date(1899, 12, 30)).days * 1.0
    result = kpis(rows, date(2026, 7, 6))
    text = row_of(result, key="K-1/2026-06-30")["outlook"]
    assert (
        text == "heads for 162 of 180 by the plan's own phasing; needs 21 in each of 6 periods left"
    )


def test_two_full_years_give_the_seasonal_share_with_a_band() -> None:
    year_a, year_b = [10.0] * 6 + [10.0] * 6, [10.0] * 6 + [30.0] * 6
    rows: list[list[Cell]] = [list(KPI_HEADER)]
    days = [date(2024 + n // 12, n % 12 + 1, 28) for n in range(36)]
    actuals = [*year_a, *year_b, *[12.0] * 6, *[None] * 6]
    for day, actual in zip(days, actuals, strict=True):
        rows.append(
            [
                "K-1",
                "Revenue",
                None,
                None,
                "EUR",
                None,
                float((day - date(1899, 12, 30)).days),
                20.0,
                actual,
            ]
        )
    text = row_of(kpis(rows, date(2026, 7, 6)), key="K-1/2026-06-30")["outlook"]
    assert text.startswith(
        "heads for 192 (144 to 288) of 240 by the seasonal share of 2 earlier years"
    )


def test_a_gap_names_its_size_evidence_owner_and_way_to_close() -> None:
    result = kpis(MARKETS)
    gap = next(gap for gap in result.gaps if "DE" in gap.what and "Revenue" in gap.what)
    assert gap.kind == "kpi"
    assert gap.what == "Revenue DE: short by 20% in Mar 2026"
    assert gap.evidence == "actual 80 against target 100; too few points (n=1)"
    assert (gap.owner, gap.link.text) == ("Ana", "row 2")
    assert gap.size == pytest.approx(0.2)
    assert len({gap.key for gap in result.gaps}) == len(result.gaps)


def test_a_gap_below_the_threshold_is_none() -> None:
    sheet = """
        | KPI ID | KPI     | Period     | Target | Actual |
        | K-1    | Revenue | 2026-03-31 | 100    | 97     |
    """
    assert len(kpis(sheet).gaps) == 1
    rules = settings_of(kpi={"minimum_gap": 0.05})
    assert not analyse(*world_of(rules=rules, kpis=sheet)).gaps


def test_a_missing_actual_is_asked_for_ten_days_after_the_period() -> None:
    sheet = """
        | KPI ID | KPI     | Period     | Target | Actual | Owner |
        | K-1    | Revenue | 2026-02-28 | 100    | 100    | Ana   |
        | K-1    | Revenue | 2026-03-31 | 100    |        | Ana   |
    """
    assert not kpis(sheet, date(2026, 4, 10)).gaps
    gap = kpis(sheet, date(2026, 4, 14)).gaps[0]
    assert (gap.what, gap.close_by, gap.owner) == (
        "Revenue: no actual for Mar 2026",
        "Type the actual.",
        "Ana",
    )


def test_an_empty_sheet_gives_an_empty_tab() -> None:
    result = kpis("| KPI ID | KPI | Period | Target | Actual |")
    assert result.frame.empty
    assert list(result.frame.columns) == [column.field for column in result.columns]


def test_the_frame_has_the_declared_columns_with_the_key_first() -> None:
    result = kpis(MARKETS)
    assert list(result.frame.columns) == [column.field for column in result.columns]
    assert result.frame.columns[0] == "key"


def test_a_sheet_of_targets_alone_is_listed_and_judged_by_nothing() -> None:
    result = kpis([KPI_HEADER, *monthly("Revenue", [100.0, 100.0], [None, None], unit="EUR")])
    assert set(result.frame["judgement"]) == {"no actual yet"}
    assert not result.frame["signal"].any()
