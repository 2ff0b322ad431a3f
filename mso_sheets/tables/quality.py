"""Problems as the Data quality tab shows them, and how clean each table and each owner's rows are.

A score is the share of cells without a problem: 1 - cells with problems / (rows used x columns
present), questions left out, never below 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mso_sheets.model.table import Problem, Table, Tables
from mso_sheets.tables.findings import FOLD_FROM

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "key", "tab", "cell", "header", "value", "rule", "wrong", "fix", "owner", "severity", "count",
    "blocks", "link",
)  # fmt: skip
ORDER = {"error": 0, "question": 1, "warning": 2}
READING = (
    "boolean-", "cell-", "choice-", "date-", "number-", "percent-", "period-", "person-",
    "placeholder", "id-digits", "id-checkbox", "reference-unreadable", "reference-other-way",
)  # fmt: skip
"""Rules of single cells: their `expected` says what was looked for, not what is wrong."""
FACTS = frozenset({"date-in-the-future"})


def quality_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """One line a problem, the worst first, what has one cause in one line, each key once."""
    import pandas as pd

    lines = [_line(problem) for problem in _ordered(folded(problems))]
    frame = pd.DataFrame(lines, columns=list(COLUMNS))
    return frame.drop_duplicates("key", ignore_index=True)


def folded(problems: Iterable[Problem]) -> list[Problem]:
    """Problems that differ in their row alone become one, from six on; the others stay."""
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        groups.setdefault(_cause(problem), []).append(problem)
    out: list[Problem] = []
    for group in groups.values():
        out += [_together(group)] if len(group) >= FOLD_FROM else group
    return out


def _cause(problem: Problem) -> tuple[str, ...]:
    value = "" if problem.value is None else str(problem.value)
    own = problem.cells if problem.count > 1 or not problem.row else ""
    return (problem.table, problem.tab, problem.header, problem.rule, problem.fix, value, own)


def _together(group: Sequence[Problem]) -> Problem:
    first = min(group, key=lambda problem: problem.row)
    last = max(group, key=lambda problem: problem.row)
    owners = Counter(problem.owner for problem in group)
    cells = f"{first.cells}:{last.cells}" if ":" not in first.cells else first.cells
    return replace(
        first,
        cells=cells,
        count=len(group),
        record="",
        owner=first.owner if len(owners) == 1 else "",
        owners=tuple((owner, n) for owner, n in owners.most_common() if owner),
        link=first.link.removesuffix(first.cells) + cells,
    )


def _ordered(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda p: (ORDER[p.severity], p.tab, p.row, p.column, p.rule))


def _line(problem: Problem) -> tuple[str | float | bool | None, ...]:
    people = problem.owner or ", ".join(f"{owner} ({n})" for owner, n in problem.owners[:3])
    return (
        problem.key, problem.tab, problem.cells, problem.header, problem.value, problem.rule,
        what_is_wrong(problem), problem.fix, people, problem.severity, problem.count,
        problem.blocks, problem.link,
    )  # fmt: skip


def what_is_wrong(problem: Problem) -> str:
    """A clause for people: "expected one date", "Due date is before Start date"."""
    reading = problem.rule.startswith(READING) and problem.rule not in FACTS
    said = f"expected {problem.expected}" if reading else problem.expected
    return f"{said} ({problem.count} cells)" if problem.count > 1 else said


def table_scores(tables: Tables) -> pd.DataFrame:
    """A line a table: key, tab, rows used, cells, cells with problems, score 0..1 (1 when empty)."""
    import pandas as pd

    lines = []
    for name, table in tables.found.items():
        cells = len(table.frame) * len(table.places)
        bad = sum(p.count for p in tables.problems if p.table == name and _counts(p))
        lines.append((name, table.tab, len(table.frame), cells, bad, _score(bad, cells)))
    return pd.DataFrame(lines, columns=["key", "tab", "rows", "cells", "problems", "score"])


def owner_scores(tables: Tables) -> pd.DataFrame:
    """A line an owner, the worst score first: key, rows, cells, cells with problems, score 0..1."""
    import pandas as pd

    rows: Counter[str] = Counter()
    cells: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    for table in tables.found.values():
        for owner, count in _owned(table).items():
            rows[owner] += count
            cells[owner] += count * len(table.places)
    for problem in tables.problems:
        if _counts(problem):
            for owner, count in problem.owners or ((problem.owner, problem.count),):
                bad[owner] += count
    lines = [(o, rows[o], cells[o], bad[o], _score(bad[o], cells[o])) for o in rows]
    frame = pd.DataFrame(lines, columns=["key", "rows", "cells", "problems", "score"])
    return frame.sort_values(
        ["score", "problems", "key"], ascending=[True, False, True], ignore_index=True
    )


def _owned(table: Table) -> dict[str, int]:
    if not table.has("owner"):
        return {}
    return {str(k): int(n) for k, n in table.frame["owner"].dropna().value_counts().items()}


def _counts(problem: Problem) -> bool:
    return problem.severity != "question" and problem.row > 0 and problem.column > 0


def _score(bad: int, cells: int) -> float:
    return max(0.0, 1 - bad / cells) if cells else 1.0
