"""A text file for node_exporter's textfile collector, replaced in one step.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

PREFIX = "mso_sheets"
Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Family:
    """One metric: its name without the prefix, what it is, and its samples."""

    name: str
    kind: Literal["gauge", "counter", "histogram"]
    words: str
    samples: list[tuple[str, Labels, float]] = field(default_factory=list)
    """Suffix of the name, labels, value."""

    def add(self, number: float, suffix: str = "", **labels: str) -> None:
        """One more sample."""
        self.samples.append((suffix, labels, number))

    @property
    def full_name(self) -> str:
        """As Prometheus knows it."""
        return f"{PREFIX}_{self.name}"


def write_metrics(path: Path, families: Iterable[Family]) -> None:
    """Replaces the file; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_text(exposition(families), "utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def exposition(families: Iterable[Family]) -> str:
    """The text format, every metric with its help and type."""
    return "".join(f"{line}\n" for family in families for line in _lines(family))


def _lines(family: Family) -> Iterator[str]:
    yield f"# HELP {family.full_name} {family.words}"
    yield f"# TYPE {family.full_name} {family.kind}"
    for suffix, labels, number in family.samples:
        told = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
        yield f"{family.full_name}{suffix}{{{told}}} {number}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
