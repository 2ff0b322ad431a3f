"""KPI gaps: every KPI and period against its target, what it adds to the whole, signal or noise.

Sums are taken before ratios; rates are never summed and units never mixed. A row "all lines" stands
for a KPI over its markets and products, and its lines' contributions add up to its gap to the cent.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.analyses.kpi_gaps import kpi_gaps, kpi_problem
from mso_sheets.methods import contribution, kpi_rows
from mso_sheets.methods.doubts import doubts
from mso_sheets.methods.drivers import PARTS, drivers
from mso_sheets.methods.keys import kept_apart, unique_keys
from mso_sheets.methods.measures import measures, period_labels, totals
from mso_sheets.methods.outlook import outlook
from mso_sheets.methods.signals import signals
from mso_sheets.model.result import Figure, Result, ResultColumn
from mso_sheets.model.table import Table, Tables

READS = ("kpis",)
TITLE = "KPI gaps"
ALL_LINES = "all lines"

COLUMNS = (
    ResultColumn("key", "Key", "key", 22),
    ResultColumn("kpi", "KPI", "text", 24),
    ResultColumn("market", "Market", "text", 10),
    ResultColumn("product", "Product", "text", 12),
    ResultColumn("period", "Period", "text", 10),
    ResultColumn("target", "Target", "number", 11),
    ResultColumn("actual", "Actual", "number", 11),
    ResultColumn("gap", "Gap", "number", 10),
    ResultColumn("attainment", "Actual / target", "percent", 10),
    ResultColumn("judgement", "Judgement", "text", 20),
    ResultColumn("contribution", "Part of the total gap", "number", 12),
    ResultColumn("share", "Share of it", "percent", 8),
    ResultColumn("pace_needed", "Pace needed a working day", "number", 12),
    ResultColumn("forecast", "Heads for", "number", 11),
    ResultColumn("signal", "Signal or noise", "text", 26),
    ResultColumn("drivers", "Price, volume, mix", "text", 26),
    ResultColumn("outlook", "Year", "text", 28),
    ResultColumn("unit", "Unit", "text", 8),
    ResultColumn("owner", "Owner", "person", 12),
    ResultColumn("link", "Source", "link", 8),
)


def analyse(tables: Tables, context: Context) -> Result:
    """The KPI gaps of every row, with totals over lines."""
    table = tables["kpis"]
    if table.frame.empty:
        nothing = pd.DataFrame({column.field: pd.Series(dtype="str") for column in COLUMNS})
        return Result("kpis", TITLE, nothing, COLUMNS, notes=(f"{table.tab} has no rows yet.",))
    rules, today = context.rules.kpi, pd.Timestamp(context.today)
    found = measures(table.frame)
    rows = pd.concat([found, _total_rows(found)])
    judged = signals(rows, rules.provisional_points, rules.baseline_points)
    rows = rows.join(judged[["word", "signal", "kind"]])
    rows = kpi_rows.with_pace(rows, today, context.calendars.team)
    rows = kpi_rows.with_contribution(rows)
    rows["judgement"] = kpi_rows.judgements(rows, today, rules.minimum_gap, rules.early_share)
    rows["latest"] = kpi_rows.latest(rows, today)
    rows["short"] = kpi_rows.shortfall(rows, rules.early_share)
    rows["period_label"] = period_labels(rows["ends"], rows["grain"])
    years, split = outlook(rows, today), drivers(found)
    frame = _frame(rows, years, split, context)
    return Result(
        name="kpis",
        title=TITLE,
        frame=frame,
        columns=COLUMNS,
        figures=_figures(rows, rules.minimum_gap),
        notes=_notes(rows, table),
        gaps=kept_apart(kpi_gaps(rows, context)),
        problems=tuple(
            kpi_problem(doubt, table, found) for doubt in doubts(found, rules.outlier_z)
        ),
        more={
            "series": _series(rows, judged),
            "price_volume_mix": split,
            "outlook": years.reset_index(),
        },
    )


def _total_rows(found: pd.DataFrame) -> pd.DataFrame:
    """Rows over all lines of a family, below the sheet's own rows; their index is negative."""
    sums = totals(found)
    sums.index = pd.RangeIndex(-len(sums), 0)
    nothing = pd.Series(pd.NA, index=sums.index, dtype="str")
    return sums.assign(
        series=sums["family"] + "|" + ALL_LINES, market=pd.Series(ALL_LINES, sums.index, dtype="str"),
        total=True, complete=True, repeated=False, summable=True,
        kpi_id=nothing, product=nothing, owner=nothing, project_id=nothing,
    )  # fmt: skip


def _frame(
    rows: pd.DataFrame, years: pd.DataFrame, split: pd.DataFrame, context: Context
) -> pd.DataFrame:
    order = _order(rows)
    rows = rows.loc[order]
    frame = pd.DataFrame(
        {
            "key": _keys(rows),
            **{name: _text(rows[name]) for name in ("kpi", "market", "product")},
            "period": rows["period_label"],
            **{name: rows[name] for name in ("target", "actual", "gap", "attainment", "judgement")},
            **{name: rows[name] for name in ("contribution", "share", "pace_needed")},
            "forecast": rows["forecast"].where(rows["running"]),
            "signal": _text(rows["word"]),
            "drivers": _drivers_text(rows, split),
            "outlook": _outlook_text(rows, years),
            **{name: _text(rows[name]) for name in ("unit", "owner")},
            "link": [context.row_link("kpis", max(int(row), 0)) for row in rows.index],
        }
    )
    return frame.reset_index(drop=True)


def _order(rows: pd.DataFrame) -> pd.Index:
    """Latest period of each series first, the furthest short on top; then back in time."""
    keys = pd.DataFrame(
        {
            "first": ~rows["latest"],
            "signal": ~rows["signal"].fillna(False).astype("bool") & rows["latest"],
            "ends": -rows["ends"].astype("int64").where(~rows["latest"] & rows["ends"].notna(), 0),
            "short": rows["short"].fillna(np.inf),
            "series": rows["series"],
        }
    )
    return keys.sort_values(["first", "ends", "short", "signal", "series"], kind="stable").index


def _keys(rows: pd.DataFrame) -> pd.Series:
    day = rows["ends"].dt.strftime("%Y-%m-%d").fillna("no period")
    name = rows["kpi_id"].where(rows["kpi_id"].notna(), rows["kpi"]).fillna("?").astype("str")
    parts = name + "/" + _text(rows["market"]) + "/" + _text(rows["product"]) + "/" + day
    keys = parts.str.replace(r"/+", "/", regex=True)
    return pd.Series(unique_keys(keys), index=keys.index, dtype="object")


def _text(column: pd.Series) -> pd.Series:
    words: pd.Series = column.astype("object").where(column.notna(), "").astype("str")
    return words


def _drivers_text(rows: pd.DataFrame, split: pd.DataFrame) -> pd.Series:
    """Price, volume and mix beside revenue lines and their total."""
    if split.empty:
        return pd.Series("", index=rows.index, dtype="object")
    whole = split.assign(market_key=ALL_LINES, product_key="")
    keys = ["family", "ends", "market_key", "product_key"]
    parts = pd.concat([split, whole]).groupby(keys)[PARTS].sum()
    words = {at: drivers_words(part) for at, part in parts.iterrows()}
    market = rows["market_key"].where(rows.index >= 0, ALL_LINES)
    places = zip(rows["family"], rows["ends"], market, rows["product_key"].fillna(""), strict=True)
    given = [words.get(place, "") for place in places]
    own = ~(rows["repeated"] | (rows["total"] & (rows.index >= 0)))
    return pd.Series(given, index=rows.index, dtype="object").where(own, "")


def drivers_words(parts: pd.Series) -> str:
    """The parts that are not zero; price, volume and mix always."""
    shown = [name for name in PARTS if name in ("price", "volume", "mix") or parts[name]]
    return ", ".join(f"{name} {parts[name]:,.2f}" for name in shown)


def _outlook_text(rows: pd.DataFrame, years: pd.DataFrame) -> pd.Series:
    words = {str(name): _outlook_words(year) for name, year in years.iterrows()}
    told = zip(rows["series"], rows["latest"], strict=True)
    given = [words.get(str(series), "") if latest else "" for series, latest in told]
    return pd.Series(given, index=rows.index, dtype="object")


def _outlook_words(year: pd.Series) -> str:
    band = f" ({year['low']:,.4g} to {year['high']:,.4g})" if year["high"] > year["low"] else ""
    return (
        f"heads for {year['forecast']:,.4g}{band} of {year['planned_year']:,.4g} by {year['basis']}; "
        f"needs {year['needed']:,.4g} in each of {year['left']:.0f} periods left"
    )


def _figures(rows: pd.DataFrame, minimum_gap: float) -> tuple[Figure, ...]:
    lines = rows[rows["latest"] & ~rows["total"]]
    judged = lines[lines["short"].notna()]
    short = judged[judged["short"] < -minimum_gap]
    signal = lines[lines["signal"].fillna(False).astype("bool")]
    return (
        Figure("Short of target", len(short), basis=f"latest period of {len(judged)} KPI series"),
        Figure("On target", len(judged) - len(short), basis=f"of {len(judged)} KPI series"),
        Figure(
            "Signals",
            len(signal),
            basis=f"of {len(lines)} series; the rest is noise or too few points",
        ),
        Figure(
            "Actuals missing",
            int(rows["judgement"].eq("no actual yet").sum()),
            basis="periods that have ended",
        ),
    )


def _notes(rows: pd.DataFrame, table: Table) -> tuple[str, ...]:
    sheet = rows[rows.index >= 0]
    judged = int(sheet["gap"].notna().sum())
    silent = int(sheet["direction"].isna().sum())
    rates = sorted({str(name) for name in sheet.loc[~sheet["summable"], "kpi"].dropna()})
    notes = [
        f"{judged} of {len(sheet)} rows of {table.tab} have a target and an actual; "
        "the others are listed without a gap.",
        "Gap = actual - target; no percentage of a target of zero or less; sums before ratios.",
        "Signals: XmR limits (mean +/- 2.66 x mean moving range of the first 20 points) of actual / target; "
        "a point outside, 8 in a row on one side, 7 rising or falling, 2 of 3 near a limit.",
        f"Price, volume and mix: {contribution.CONVENTION}.",
    ]
    if rates:
        notes.append(
            f"Not added over lines, since they are rates or times: {', '.join(rates[:8])}."
        )
    if silent:
        notes.append(f"{silent} rows without a direction are read as Higher is better.")
    return tuple(notes)


def _series(rows: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """For charts: each judged point with its limits, in order."""
    names = rows[["series", "kpi", "market", "product", "ends", "actual", "target"]]
    points = names.join(judged.drop(columns="signal")).join(rows[["signal"]])
    return points[points["value"].notna()].sort_values(["series", "ends"]).reset_index(drop=True)
