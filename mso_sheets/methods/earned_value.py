"""Earned value: what the work done was worth against plan and cost, and where the cost will end.

Source: PMI Practice Standard for Earned Value Management; EIA-748. Schedule figures of this method
degrade as a late project ends (SPI goes to 1 whatever the delay): use `earned_schedule` for time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """The figures of one project at one moment, in the units of the inputs; ratios without unit.

    None = undefined; `reasons` says why, by the figure's name.
    """

    sv: float
    spi: float | None
    cv: float | None = None
    cpi: float | None = None
    eac_cpi: float | None = None
    """BAC / CPI: the rest goes as expensively as what is done."""
    eac_atypical: float | None = None
    """AC + BAC - EV: the rest goes as planned."""
    eac_combined: float | None = None
    """AC + (BAC - EV) / (CPI * SPI): both cost and schedule press on the rest."""
    etc: float | None = None
    """Still to be spent, by `eac_cpi`."""
    vac: float | None = None
    """BAC - `eac_cpi`: negative = over budget at the end."""
    tcpi_bac: float | None = None
    """(BAC - EV) / (BAC - AC): how well the rest must be done to end within budget."""
    reasons: Mapping[str, str] = field(default_factory=dict)


def earned_value(
    pv: float, ev: float, ac: float | None = None, bac: float | None = None
) -> EarnedValue:
    """Planned, earned and actual value to date, and the budget at completion -> all figures.

    Without `ac` only the schedule figures, without `bac` no forecasts. ValueError on negative input.
    """
    given = {"PV": pv, "EV": ev, "AC": ac, "BAC": bac}
    below = [name for name, value in given.items() if value is not None and not value >= 0]
    if below:
        raise ValueError(f"{' and '.join(below)} must be 0 or more; correct the amounts.")
    reasons: dict[str, str] = {}
    spi = _ratio(ev, pv, "spi", "nothing was planned by this date", reasons)
    if ac is None:
        return EarnedValue(ev - pv, spi, reasons=reasons | {"cpi": "there are no costs"})
    cpi = _ratio(ev, ac, "cpi", "nothing was spent by this date", reasons)
    if bac is None:
        reasons["eac_cpi"] = "there is no budget at completion"
        return EarnedValue(ev - pv, spi, ev - ac, cpi, reasons=reasons)
    left = bac - ev
    eac = _ratio(bac, cpi, "eac_cpi", "CPI is 0 or undefined", reasons)
    pace = None if cpi is None or spi is None else cpi * spi
    rest = _ratio(left, pace, "eac_combined", "CPI or SPI is 0 or undefined", reasons)
    return EarnedValue(
        sv=ev - pv,
        spi=spi,
        cv=ev - ac,
        cpi=cpi,
        eac_cpi=eac,
        eac_atypical=ac + left,
        eac_combined=None if rest is None else ac + rest,
        etc=None if eac is None else eac - ac,
        vac=None if eac is None else bac - eac,
        tcpi_bac=_ratio(left, bac - ac, "tcpi_bac", "the whole budget is spent", reasons),
        reasons=reasons,
    )


def _ratio(
    above: float, below: float | None, name: str, why: str, reasons: dict[str, str]
) -> float | None:
    if below is None or below == 0:
        reasons[name] = why
        return None
    return above / below
