"""What in a KPI sheet is more likely a slip of typing than news: asked about, never changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mso_sheets.methods.measures import looks_like_cost
from mso_sheets.methods.robust import MINIMUM, THRESHOLD, grouped_z, likely_slip, likely_swap

TOLERANCE = 0.005
"""How far a total row may be from the sum of its lines."""
NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about one cell: its row (of the frame's index), field, value, and what is odd."""

    row: int
    field: str
    rule: str
    value: float | str | None
    words: str


def doubts(found: pd.DataFrame, threshold: float = THRESHOLD) -> list[Doubt]:
    """What to ask people about; `found` as `measures` makes it, `threshold` a modified z.

    Rules: "unit-slip", "swapped", "total-differs", "units-mixed", "direction-unclear".
    """
    return [
        *_slips(found, "actual", threshold),
        *_slips(found, "target", threshold),
        *_swaps(found),
        *_totals(found),
        *_units(found),
        *_directions(found),
    ]


def _slips(found: pd.DataFrame, field: str, threshold: float) -> list[Doubt]:
    """Outliers of their series that a factor of 10, 100, 1000 or a minus sign explains.

    The factor must fit the neighbours in time as well, so that a steep rise is no slip.
    """
    ordered = found[found[field].notna() & ~found["repeated"] & found["ends"].notna()]
    ordered = ordered.sort_values(["series", "ends"])
    values, series = ordered[field], ordered["series"]
    z = grouped_z(values, series)
    usual = values.groupby(series).transform("median")
    asked = []
    for place in np.flatnonzero(np.abs(np.nan_to_num(z.to_numpy())) > threshold).tolist():
        value, middle = float(values.iloc[place]), float(usual.iloc[place])
        slip = likely_slip(value, middle)
        if slip and slip == likely_slip(value, _beside(values, series, place), tolerance=0.5):
            words = f"{slip} of the usual {middle:,.6g}" if slip != "sign" else "the sign is turned"
            asked.append(Doubt(int(ordered.index[place]), field, "unit-slip", value, words))
    return asked


def _beside(values: pd.Series, series: pd.Series, place: int) -> float:
    """The middle of the two values before and the two after in the same series."""
    near = [n for n in range(place - NEIGHBOURS, place + NEIGHBOURS + 1) if n != place]
    same = [n for n in near if 0 <= n < len(values) and series.iloc[n] == series.iloc[place]]
    return float(np.median([float(values.iloc[n]) for n in same])) if same else float("nan")


def _swaps(found: pd.DataFrame) -> list[Doubt]:
    lines = found[found["complete"]]
    by = lines.groupby("series")
    target, actual = by["target"].transform("median"), by["actual"].transform("median")
    many = by["actual"].transform("size") >= MINIMUM
    apart = many & ((target / actual.where(actual != 0) - 1).abs() > 0.4)
    columns = [lines["target"], lines["actual"], target, actual]
    given = np.column_stack([column.to_numpy(dtype=np.float64) for column in columns])
    return [
        Doubt(
            int(lines.index[place]),
            "actual",
            "swapped",
            float(given[place, 1]),
            f"target {given[place, 0]:,.6g} and actual {given[place, 1]:,.6g} look exchanged",
        )
        for place in np.flatnonzero(apart.to_numpy(dtype=bool)).tolist()
        if likely_swap(*(float(number) for number in given[place]))
    ]


def _totals(found: pd.DataFrame) -> list[Doubt]:
    """Totals of all, or of one market over its products, that are not the sum of their lines."""
    sums = found[found["summable"] & ~found["repeated"] & found["ends"].notna()]
    lines, sheet = sums[~sums["total"]], sums[sums["total"] & sums["product_key"].eq("")]
    whole = sheet["market_key"].eq("")
    return [
        doubt
        for field in ("target", "actual")
        for keys, part in (
            (["family", "ends"], sheet[whole]),
            (["family", "ends", "market_key"], sheet[~whole]),
        )
        for doubt in _unlike_sum(part, lines, keys, field)
    ]


def _unlike_sum(
    sheet: pd.DataFrame, lines: pd.DataFrame, keys: list[str], field: str
) -> list[Doubt]:
    if sheet.empty or lines.empty:
        return []
    by = lines.groupby(keys)[field]
    whole = by.sum().where((by.count() == by.size()) & (by.size() > 1))
    due = whole.reindex(pd.MultiIndex.from_frame(sheet[keys])).to_numpy()
    given = sheet[field].to_numpy(dtype=np.float64)
    wrong = np.abs(given - due) > TOLERANCE * np.maximum(np.abs(due), 1e-12)
    return [
        Doubt(
            int(sheet.index[place]),
            field,
            "total-differs",
            float(given[place]),
            f"the lines beside it add up to {due[place]:,.6g}",
        )
        for place in np.flatnonzero(wrong).tolist()
    ]


def _units(found: pd.DataFrame) -> list[Doubt]:
    """KPIs of one name in several units, told at the first row of the rarest unit."""
    name, unit = found["family"].str.split("|").str[0], found["unit"].fillna("")
    counts = pd.DataFrame({"name": name, "unit": unit}).value_counts(sort=False).reset_index()
    asked = []
    for kpi, mine in counts[counts.duplicated("name", keep=False)].groupby("name", sort=False):
        rarest = str(mine.sort_values("count", kind="stable")["unit"].iloc[0])
        rows = found.index[((name == kpi) & (unit == rarest)).to_numpy(dtype=bool)]
        said = ", ".join(str(text) or "no unit" for text in mine["unit"])
        words = f"this KPI is given in {said}; they are not added"
        asked.append(Doubt(int(rows[0]), "unit", "units-mixed", rarest or None, words))
    return asked


def _directions(found: pd.DataFrame) -> list[Doubt]:
    """KPIs without a direction whose name sounds as if less were better, once each."""
    silent = found[found["direction"].isna() & found["kpi"].notna()]
    first = silent[~silent.duplicated("family")]
    words = "read as Higher is better, though the name sounds as if less were better"
    rows = zip(first.index.tolist(), first["kpi"], strict=True)
    return [
        Doubt(int(row), "direction", "direction-unclear", None, words)
        for row, kpi in rows
        if looks_like_cost(str(kpi))
    ]
