"""A whole log against the maps of its workflows: who fits, which steps are skipped, moved, unmapped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from mso_sheets.methods.conformance import align, allowed_paths, forgive_walks
from mso_sheets.methods.deviations import deviations
from mso_sheets.methods.event_log import FIRST_LETTER, EventLog, letter
from mso_sheets.methods.workflow_map import WorkflowMap

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Conformity:
    """One workflow. `fitness`: a case each, in the order of `cases` (positions in the frame of cases).

    `found`: a row a step and kind of deviation with cases, share, hours_more (median hours of those
    cases minus that of the others; NaN without both). `positions`: log step code -> map position.
    """

    workflow: str
    cases: Codes
    fitness: Floats
    found: pd.DataFrame
    positions: Mapping[int, int]

    @property
    def fitting(self) -> int:
        """Cases that keep to an allowed path exactly."""
        return int((self.fitness > 1 - 1e-9).sum())


def positions_of(log: EventLog, drawn: WorkflowMap) -> dict[int, int]:
    """Log step code -> position on the map, by the step's name or number."""
    mine = log.steps[log.steps["workflow"] == drawn.workflow]
    named = zip(mine.index.tolist(), mine["step"], strict=True)
    found = {int(code): drawn.position(str(name)) for code, name in named}
    return {code: place for code, place in found.items() if place is not None}


def conformity(log: EventLog, cases: pd.DataFrame, drawn: WorkflowMap) -> Conformity:
    """How the cases of one workflow keep to its map."""
    positions = positions_of(log, drawn)
    letters = _letters(positions, drawn, len(log.steps))
    mine = np.flatnonzero((cases["workflow"] == drawn.workflow).to_numpy())
    same = _one_letter_a_step(positions, letters)
    words = [word.translate(same) for word in cases["variant"].to_numpy()[mine]]
    variant, unique = pd.factorize(pd.Series(words, dtype="object"))
    variants = [str(word) for word in unique]
    paths = ["".join(letters[n] for n in way) for way in allowed_paths(drawn)]
    alignment = forgive_walks(align(variants, paths), variants, drawn, letters)
    found = deviations(variants, paths, alignment, "".join(letters))
    table = _counted(found, variant, cases["hours"].to_numpy()[mine])
    table["step"] = [_name(sign, letters, drawn, log) for sign in table["letter"]]
    table["position"] = [letters.index(s) if s in letters else -1 for s in table["letter"]]
    table["share"] = table["cases"] / max(mine.size, 1)
    return Conformity(drawn.workflow, mine, alignment.fitness[variant], table, positions)


def _letters(positions: Mapping[int, int], drawn: WorkflowMap, size: int) -> list[str]:
    """A letter for each step of the map: its step's in the log, or one that the log does not use."""
    letters = [letter(size + place) for place in range(len(drawn.steps))]
    for code, place in sorted(positions.items(), reverse=True):
        letters[place] = letter(code)
    return letters


def _one_letter_a_step(positions: Mapping[int, int], letters: list[str]) -> dict[int, str]:
    """Two log steps that mean one step of the map ("3" and "Check") get one letter."""
    return {FIRST_LETTER + code: letters[place] for code, place in positions.items()}


def _counted(found: pd.DataFrame, variant: Codes, hours: Floats) -> pd.DataFrame:
    rows = []
    for (sign, kind), places in found.groupby(["letter", "kind"], sort=False)["variant"]:
        hit = np.isin(variant, places.to_numpy())
        rows.append((sign, kind, int(hit.sum()), _median(hours[hit]) - _median(hours[~hit])))
    frame = pd.DataFrame(rows, columns=["letter", "kind", "cases", "hours_more"])
    return frame.sort_values("cases", ascending=False, kind="stable", ignore_index=True)


def _median(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if known.size else float("nan")


def _name(sign: str, letters: list[str], drawn: WorkflowMap, log: EventLog) -> str:
    if sign in letters:
        return drawn.steps[letters.index(sign)].name
    return str(log.steps["step"].iloc[ord(sign) - FIRST_LETTER])
