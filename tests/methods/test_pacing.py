"""April 2026 has 22 working days, Monday to Friday; the 14th is the 10th of them."""

from __future__ import annotations

import numpy as np
import pytest

from mso_sheets.methods.calendar import WorkingCalendar
from mso_sheets.methods.pacing import by_plan, by_season, pace

START, END = np.array(["2026-04-01"], "datetime64[s]"), np.array(["2026-04-30"], "datetime64[s]")


def test_pace_counts_working_days_up_to_and_including_today() -> None:
    found = pace([40.0], [100.0], START, END, np.datetime64("2026-04-14"), WorkingCalendar())
    assert found.elapsed[0] == pytest.approx(10 / 22)
    assert found.left[0] == 12
    assert found.now[0] == pytest.approx(4.0)
    assert found.needed[0] == pytest.approx(60 / 12)
    assert found.forecast[0] == pytest.approx(88.0)


def test_on_the_last_day_no_pace_is_needed_any_more() -> None:
    found = pace([40.0], [100.0], START, END, np.datetime64("2026-04-30"), WorkingCalendar())
    assert found.left[0] == 0
    assert np.isnan(found.needed[0])
    assert found.forecast[0] == pytest.approx(40.0)


@pytest.mark.parametrize("today", ["2026-03-31", "2026-05-01"])
def test_a_period_that_does_not_run_has_no_pace(today: str) -> None:
    found = pace([40.0], [100.0], START, END, np.datetime64(today), WorkingCalendar())
    assert np.isnan([found.elapsed[0], found.now[0], found.needed[0], found.forecast[0]]).all()


def test_holidays_are_no_working_days() -> None:
    from datetime import date

    easter = WorkingCalendar(holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
    found = pace([40.0], [100.0], START, END, np.datetime64("2026-04-14"), easter)
    assert found.elapsed[0] == pytest.approx(8 / 20)


def test_the_plans_own_phasing_scales_the_rest_of_the_plan() -> None:
    found = by_plan(to_date=90, planned_to_date=100, planned_total=400)
    assert (found.forecast, found.basis) == (360, "the plan's own phasing")
    assert np.isnan(by_plan(90, 0, 400).forecast)


def test_two_earlier_years_give_a_seasonal_forecast_with_a_band() -> None:
    found = by_season(to_date=60, earlier_shares=[0.20, 0.30])
    assert found.forecast == pytest.approx(240)
    assert [found.low, found.high] == pytest.approx([200, 300])
    assert np.isnan(by_season(60, [0.25]).forecast), "one year is no season"
