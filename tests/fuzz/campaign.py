"""Many mutated workbooks: no exception, sums tie out, problems lead on.

    python -m tests.fuzz.campaign [WORKBOOKS] [FIRST_SEED]

Prints what was read and every seed that failed; exits with 1 when one did. `make fuzz` runs 10,000.
"""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from random import Random
from typing import Any

from mso_sheets.model.cells import Snapshot
from mso_sheets.settings.models import WorkbookSettings
from mso_sheets.tables.adopt import propose
from mso_sheets.tables.reading import needs_reread, read_tables
from mso_sheets.tables.registry import SCHEMAS
from tests.fuzz.invariants import check
from tests.fuzz.mutations import mutated_tabs
from tests.making import TODAY, settings_of, shipped_vocabulary, snapshot_of

LOCALES = ("en_GB", "en_US", "de_DE", "fr_FR", "es_ES", "pt_BR", "zh_CN", "ja_JP", "")


def one(seed: int) -> Counter[str]:
    """Reads one mutated workbook and checks it; returns what was counted."""
    draw = Random(seed)
    snapshot = snapshot_of(mutated_tabs(draw), locale=draw.choice(LOCALES))
    rules = settings_of(tables=_settings(draw)) if seed % 3 == 0 else settings_of()
    known = {f"{name}.owner": f"{draw.randrange(9)}:Owner" for name in SCHEMAS}
    before = {name: draw.randrange(9) for name in SCHEMAS} if seed % 4 == 0 else {}
    tables = read_tables(
        snapshot, rules, shipped_vocabulary(), TODAY, known=known, last_rows=before
    )
    check(tables, snapshot)
    needs_reread(snapshot)
    if seed % 10 == 0:
        _adopt(snapshot, rules)
    counts: Counter[str] = Counter(
        workbooks=1, tables=len(tables.found), refused=len(tables.refused)
    )
    counts["problems"] += len(tables.problems)
    counts["rows"] += sum(table.accounting.read for table in tables.found.values())
    return counts


def _settings(draw: Random) -> dict[str, dict[str, Any]]:
    """What a team may write for its tables, sensible or not."""
    name, other = draw.sample(list(SCHEMAS), 2)
    word = draw.choice(("Owner", "Status", "Deadline", "x"))
    return {
        name: {"ignore_hidden": True, "header_row": draw.randrange(1, 9)},
        other: {"tab": draw.choice(("Actions", "Nowhere")), "columns": {"Owner": (word,)}},
    }


def _adopt(snapshot: Snapshot, rules: WorkbookSettings) -> None:
    proposal = propose(snapshot, shipped_vocabulary(), rules)
    assert all(0 <= table.confidence <= 1 for table in proposal.tables)
    assert all(0 <= c.confidence <= 1 for table in proposal.tables for c in table.columns)
    assert len({table.tab for table in proposal.tables}) == len(proposal.tables)


def main(workbooks: int = 10_000, first: int = 0) -> int:
    """Runs the campaign; 0 when every workbook held."""
    counts: Counter[str] = Counter()
    failed: list[int] = []
    for seed in range(first, first + workbooks):
        try:
            counts += one(seed)
        except Exception:
            failed.append(seed)
            if len(failed) <= 5:
                sys.stderr.write(f"seed {seed}\n{traceback.format_exc()}\n")
    told = ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items()))
    sys.stdout.write(f"{told}; {len(failed)} failed {failed[:20]}\n")
    return int(bool(failed))


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*numbers))
