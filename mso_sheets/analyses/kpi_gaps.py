"""What the KPI sheet asks people to do: close gaps, type actuals, check cells that look mistyped."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mso_sheets.analyses.context import Context
from mso_sheets.methods import kpi_rows
from mso_sheets.methods.doubts import Doubt
from mso_sheets.model.cells import a1
from mso_sheets.model.result import Gap
from mso_sheets.model.table import Problem, Table

FIXES = {
    "unit-slip": "Check the digits and the unit; type the value again if it slipped.",
    "swapped": "Check whether target and actual stand in each other's column.",
    "total-differs": "Correct the total or its lines, or delete the total: it is computed anyway.",
    "units-mixed": "Give the KPI one unit, or one name for each unit.",
    "direction-unclear": "Fill in Direction with Higher is better or Lower is better.",
}
EXPECTED = {
    "unit-slip": "a value like those around it",
    "swapped": "the target in Target and the actual in Actual",
    "total-differs": "the sum of its lines",
    "units-mixed": "one unit a KPI",
    "direction-unclear": "Higher is better or Lower is better",
}


def kpi_gaps(rows: pd.DataFrame, context: Context) -> tuple[Gap, ...]:
    """A gap for each series that is short in its latest period or lacks an actual.

    `rows` with latest, short, judgement, word and period_label filled in.
    """
    rules, today = context.rules.kpi, pd.Timestamp(context.today)
    lines = rows[rows["latest"] & ~rows["total"] & (rows["short"] < -rules.minimum_gap)]
    short = [_short_gap(row, line, context) for row, line in _records(lines)]
    missing = kpi_rows.overdue_actuals(rows, today)
    return (*short, *(_missing_gap(row, line, context) for row, line in _records(missing)))


def _records(rows: pd.DataFrame) -> list[tuple[int, dict[str, Any]]]:
    return [
        (int(row), {str(name): value for name, value in line.items()})
        for row, line in zip(rows.index.tolist(), rows.to_dict("records"), strict=True)
    ]


def _short_gap(row: int, line: dict[str, Any], context: Context) -> Gap:
    pace = ""
    if line["running"]:
        pace = (
            f"Needs {line['pace_needed']:,.4g} a working day for {line['days_left']:.0f} days, "
            f"now {line['pace_now']:,.4g}."
        )
    return Gap(
        key=series_key(line["series"]),
        kind="kpi",
        what=f"{_name(line)}: {line['judgement']} in {line['period_label']}",
        evidence=f"actual {line['actual']:,.6g} against target {line['target']:,.6g}; {line['word']}",
        owner=_plain(line["owner"]),
        close_by=pace or "Agree an action with an owner and a date, or explain the gap beside it.",
        project=_plain(line["project_id"]),
        size=float(-line["short"]),
        link=context.row_link("kpis", row),
    )


def _missing_gap(row: int, line: dict[str, Any], context: Context) -> Gap:
    return Gap(
        key=f"{series_key(line['series'])}/no-actual",
        kind="kpi",
        what=f"{_name(line)}: no actual for {line['period_label']}",
        evidence=f"the period ended on {line['ends']:%-d %b %Y}; target {line['target']:,.6g}",
        owner=_plain(line["owner"]),
        close_by="Type the actual.",
        project=_plain(line["project_id"]),
        link=context.row_link("kpis", row),
    )


def series_key(series: str) -> str:
    """A gap's key: stable while the KPI, unit, market, product and project are."""
    return "kpi/" + "/".join(part for part in series.split("|") if part)


def _name(line: dict[str, Any]) -> str:
    return " ".join(
        part for part in (_plain(line[f]) for f in ("kpi", "market", "product")) if part
    )


def kpi_problem(doubt: Doubt, table: Table, found: pd.DataFrame) -> Problem:
    """A doubt about a cell as a question with its address."""
    place = table.places.get(doubt.field, 0)
    owner, record = found.at[doubt.row, "owner"], found.at[doubt.row, "kpi_id"]
    return Problem(
        rule=f"kpi-{doubt.rule}",
        table="kpis",
        tab=table.tab,
        cells=a1(doubt.row, place) if place else f"{doubt.row}:{doubt.row}",
        header=table.headers.get(doubt.field, ""),
        value=doubt.value,
        expected=f"{EXPECTED[doubt.rule]}; {doubt.words}",
        fix=FIXES[doubt.rule],
        severity="question",
        row=doubt.row,
        column=place,
        owner=_plain(owner),
        record=_plain(record),
        blocks="totals and signals of this KPI",
    )


def _plain(value: object) -> str:
    return value if isinstance(value, str) else ""
