from __future__ import annotations

import pandas as pd
import pytest

from mso_sheets.methods.measures import measures, period_labels
from tests.making import tables_of


def measured(markdown: str) -> pd.DataFrame:
    return measures(tables_of(kpis=markdown)["kpis"].frame)


def periods(*days: str) -> tuple[str, list[str]]:
    """The grain and labels of one KPI on these days."""
    rows = "\n".join(f"| K-1 | Orders | {day} | 1 | 1 |" for day in days)
    found = measured("| KPI ID | KPI | Period | Target | Actual |\n" + rows)
    return str(found["grain"].iloc[0]), period_labels(found["ends"], found["grain"]).tolist()


@pytest.mark.parametrize(
    ("days", "grain", "last"),
    [
        (("2026-01-31", "2026-02-28", "2026-03-31"), "month", "Mar 2026"),
        (("2026-01-01", "2026-02-01", "2026-03-01"), "month", "Mar 2026"),
        (("2025-09-30", "2025-12-31", "2026-03-31"), "quarter", "Q1 2026"),
        (("2026-01-01", "2026-04-01", "2026-07-01"), "quarter", "Q3 2026"),
        (("2024-12-31", "2025-12-31"), "year", "2025"),
        (("2026-03-02", "2026-03-09", "2026-03-16"), "week", "week to 22 Mar 2026"),
        (("2026-03-08", "2026-03-15", "2026-03-22"), "week", "week to 22 Mar 2026"),
        (("2026-03-02", "2026-03-03", "2026-03-04"), "day", "4 Mar 2026"),
        (("2026-03-31",), "month", "Mar 2026"),
        (("2026-01-31", "2026-03-31"), "month", "Mar 2026"),
        (("2025-08-31", "2026-03-31"), "month", "Mar 2026"),
    ],
)
def test_periods_are_as_long_as_they_are_apart(
    days: tuple[str, ...], grain: str, last: str
) -> None:
    found, labels = periods(*days)
    assert (found, labels[-1]) == (grain, last)
    assert len(set(labels)) == len(days)


@pytest.mark.parametrize(
    ("kpi", "unit", "summable", "flow"),
    [
        ("Revenue", "EUR", True, True),
        ("Active advertisers", "advertisers", True, False),
        ("Churn", "%", False, False),
        ("Margin", "EUR", True, True),
        ("Margin", "", False, False),
        ("Average price", "EUR", False, False),
        ("Payout time", "days", False, False),
        ("Leads", "per week", False, True),
        ("Orders", "", True, True),
        ("NPS", "", False, False),
    ],
)
def test_rates_levels_and_sums_are_told_apart(
    kpi: str, unit: str, summable: bool, flow: bool
) -> None:
    sheet = f"""
        | KPI ID | KPI   | Unit   | Period     | Target | Actual |
        | K-1    | {kpi} | {unit} | 2026-03-31 | 1      | 1      |
    """
    found = measured(sheet).iloc[0]
    assert (found["summable"], found["flow"]) == (summable, summable and flow)


def test_a_series_is_one_line_over_time_even_when_each_row_has_its_own_id() -> None:
    found = measured(
        """
        | KPI ID | KPI     | Market | Period     | Target | Actual |
        | K-1    | Revenue | DE     | 2026-02-28 | 1      | 1      |
        | K-2    | Revenue | DE     | 2026-03-31 | 1      | 1      |
        | K-3    | revenue | de     | 2026-04-30 | 1      | 1      |
        | K-4    | Revenue | FR     | 2026-04-30 | 1      | 1      |
        """
    )
    assert found["series"].nunique() == 2


def test_ids_tell_lines_apart_that_nothing_else_tells_apart() -> None:
    found = measured(
        """
        | KPI ID | KPI     | Period     | Target | Actual |
        | K-1    | Revenue | 2026-03-31 | 1      | 1      |
        | K-2    | Revenue | 2026-03-31 | 2      | 2      |
        """
    )
    assert found["series"].nunique() == 2
    assert not found["repeated"].any()


def test_subtotals_by_market_and_grand_totals_are_totals() -> None:
    found = measured(
        """
        | KPI ID | KPI     | Market | Product | Period     | Target | Actual |
        | K-1    | Revenue | DE     | A       | 2026-03-31 | 1      | 1      |
        | K-1    | Revenue | DE     | B       | 2026-03-31 | 1      | 1      |
        | K-1    | Revenue | DE     |         | 2026-03-31 | 2      | 2      |
        | K-1    | Revenue | FR     |         | 2026-03-31 | 5      | 5      |
        | K-1    | Revenue | Global | All     | 2026-03-31 | 7      | 7      |
        """
    )
    assert found["total"].tolist() == [False, False, True, False, True]
