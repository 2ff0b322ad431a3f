"""Price, volume and mix out of a KPI sheet: lines that have a price, units and, if any, a revenue.

Rows are paired by market, product and period. Where a revenue KPI is there too, its ratio to price x
units gives the scale (a CPM counts a thousand); a line without a steady ratio is left out.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from mso_sheets.methods.contribution import price_volume_mix
from mso_sheets.tables.folding import fold

PRICE_WORDS = frozenset({"price", "asp", "arpu", "aov", "cpm", "precio", "preis", "prix", "preço"})
VOLUME_WORDS = frozenset(
    {"units", "volume", "quantity", "qty", "orders", "impressions", "transactions", "pieces"}
)
REVENUE_WORDS = frozenset({"revenue", "revenues", "sales", "turnover", "gmv", "umsatz", "ventas"})
KEYS = ["market_key", "product_key", "ends"]
PARTS = ["price", "volume", "mix", "new", "dropped"]
STEADY = 0.02


def drivers(found: pd.DataFrame) -> pd.DataFrame:
    """A row a line and period: market, product, ends, starts, grain, family, the parts, their total.

    The parts are price, volume, mix, new and dropped. `found` as `measures` makes it; empty where price
    and units do not stand side by side. `family` is the revenue's, "" where there is none.
    """
    lines = found[found["complete"] & ~found["total"]]
    roles = {word: _role(word) for word in lines["kpi"].unique()}
    lines = lines.assign(role=lines["kpi"].map(roles))
    price, units = _one_a_line(lines, "price"), _one_a_line(lines, "volume")
    pairs = price.merge(units, on=KEYS, suffixes=("_price", "_units"))
    if pairs.empty:
        return pd.DataFrame(columns=[*KEYS, "market", "product", "family", *PARTS, "total"])
    revenue = _one_a_line(lines, "revenue")[[*KEYS, "family", "target", "actual"]]
    pairs = pairs.merge(revenue, on=KEYS, how="left")
    pairs["family"] = pairs["family"].fillna("")
    pairs["scale"] = _scale(pairs)
    split = [_split(part) for _, part in pairs.groupby(["family", "ends"], sort=True)]
    return pd.concat(split, ignore_index=True)


def _split(pairs: pd.DataFrame) -> pd.DataFrame:
    scale = pairs["scale"].to_numpy()
    parts = price_volume_mix(
        pairs["target_price"] * scale,
        pairs["target_units"],
        pairs["actual_price"] * scale,
        pairs["actual_units"],
    )
    named = {name: getattr(parts, name) for name in (*PARTS, "total")}
    keys = pairs[[*KEYS, "market_price", "product_price", "family", "starts_price", "grain_price"]]
    return keys.rename(columns=lambda name: name.removesuffix("_price")).assign(**named)


def _role(kpi: str) -> str:
    words = set(fold(str(kpi)).split())
    if words & PRICE_WORDS:
        return "price"
    if words & VOLUME_WORDS:
        return "volume"
    return "revenue" if words & REVENUE_WORDS else ""


def _one_a_line(lines: pd.DataFrame, role: str) -> pd.DataFrame:
    """Rows of a role, only where a line has exactly one of them."""
    mine = lines[lines["role"] == role]
    return mine[~mine.duplicated(KEYS, keep=False)]


def _scale(pairs: pd.DataFrame) -> pd.Series:
    """Revenue / (price x units) where it is steady in the family, 1 where there is no revenue."""
    product = pairs["actual_price"] * pairs["actual_units"]
    ratio = pairs["actual"] / product.where(product != 0)
    usual = ratio.groupby(pairs["family"]).transform("median")
    steady = ((ratio / usual - 1).abs() <= STEADY).groupby(pairs["family"]).transform("mean") > 0.8
    return usual.where(steady & usual.notna(), np.where(pairs["family"] == "", 1.0, usual)).fillna(
        1.0
    )
