"""A risk's score that people compute beside ours: it must be probability times impact."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from mso_sheets.model.cells import RawTab
from mso_sheets.model.table import Table
from mso_sheets.tables.findings import Finding
from mso_sheets.tables.naming import squash
from mso_sheets.tables.records import cells_of
from mso_sheets.tables.sighting import Match

SCORES = frozenset(
    squash(word)
    for word in (
        "Score", "Risk score", "Risk rating", "Rating", "P x I", "PxI", "P*I", "Exposure",
        "Puntuación", "Pontuação", "Cotation", "Criticité", "Risikowert", "Risikozahl",
        "风险值", "风险评分", "スコア", "リスクスコア",
    )
)  # fmt: skip


def wrong_scores(table: Table, tab: RawTab, match: Match) -> Iterator[Finding]:
    """Rows whose own score differs from probability x impact."""
    if table.name != "risks" or not (table.has("probability") and table.has("impact")):
        return
    place = next((c for c, text in match.extras.items() if squash(text) in SCORES), 0)
    if not place or table.frame.empty:
        return
    cells = cells_of(tab, place, [int(row) for row in table.frame.index])
    score = pd.Series(
        [c if isinstance(c, float) else np.nan for c in cells], index=table.frame.index
    )
    product = table.frame["probability"] * table.frame["impact"]
    wrong = score.notna() & product.notna() & ~np.isclose(score, product)
    header = match.line.shown(place)
    impacts = dict(zip(table.frame.index, table.frame["impact"].tolist(), strict=True))
    for row in table.frame.index[wrong]:
        yield Finding(
            rule="score-differs",
            field="impact",
            rows=[int(row)],
            values=[impacts[row]],
            expected=f"{header} says {score.at[row]:g}, probability x impact is {product.at[row]:g}",
            fix=f"Mend {header}, Probability or Impact so that they agree.",
            severity="warning",
        )
