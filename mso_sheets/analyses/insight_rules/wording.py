"""The sentences, as templates: a rule fills in the numbers, the words stand here."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "kpi-contributor": "{line} explains {share} of the {kpi} gap to plan ({part} of {gap} {unit}, {period}, "
    "{lines}){drivers}. {signal}",
    "kpi-signal": "{name} is {where} in {period}: {value} where {usual} is usual ({judgement}, {n} periods).",
    "kpi-streak": "{name} has missed its target {count} periods in a row up to {period}, "
    "by {average} on average.",
    "kpi-year": "{name} heads for {forecast}{band} of the {planned} planned for {year}: {done} in {periods} "
    "periods, {share} of what was planned by now. It needs {needed} in each of the {left} left.",
    "kpi-pace": "{name} heads for {forecast} of {target} in {period}: {actual} after {elapsed} of the "
    "working days. It needs {needed} a working day for {left}, now {now}.",
    "bottleneck": "{share} of all waiting in {workflow} is from {step} ({hours} of {total} h, "
    "median {median} h, P85 {p85} h, {period}, {count} hand-offs of {kinds} kinds).",
    "rework": "{step} in {workflow} is done more than once in {share}: {extra}{hours}, {period}.",
    "deviation": "{step} is {kind} in {share} of the cases of {workflow} ({period}){more}.",
    "service-level": "{late} of {due} runs of {step} in {workflow} were later than {sla} working hours: "
    "{share}, {period}{now}.",
    "lead-time": "Cases of {workflow} that ended in the {period} took {hours} h in the median, "
    "where {usual} h is usual ({n} cases, {weeks} weeks before).",
    "closing": "{count} closed in the {period}, where {usual} is usual ({weeks} weeks before).",
    "punctuality": "{group}: {share} of actions were on time against {rest} elsewhere ({period}).",
    "improvement": "{name} {verb}: {words}.",
    "stale-in-use": "{count} that active projects use {are} past review: {examples} "
    "({n} live resources, {period}).",
    "trust": "{share} of {n} live resources are verified, the target is {target} ({period}); "
    "{group} has {group_share} of {group_n}.",
}


def sentence(rule: str, **parts: object) -> str:
    """The sentence of a rule with its parts filled in, without doubled or hanging spaces."""
    return " ".join(SENTENCES[rule].format(**parts).split()).replace(" ,", ",")


def number(value: float) -> str:
    """A figure as people say it: 1.2 M, 84.5 k, 2,072, 0.471."""
    size = abs(value)
    if size >= 1_000_000:
        return f"{value / 1_000_000:,.3g} M"
    if size >= 100_000:
        return f"{value / 1_000:,.4g} k"
    if size >= 100 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def signed(value: float) -> str:
    """A difference: +12, -397."""
    return f"+{number(value)}" if value > 0 else number(value)


def strength(size: float, certainty: float) -> float:
    """How loud an insight is, 0 to 1: half by size (1 = as large as the whole), half by certainty."""
    return 0.5 * min(max(size, 0.0), 1.0) + 0.5 * min(max(certainty, 0.0), 1.0)


def by_chance(rate: float, looked_at: int, what: str = "series") -> str:
    """How many such sentences noise alone would bring among those looked at."""
    expected = rate * looked_at
    shown = (
        f"about {expected:.0f}"
        if expected >= 1.5
        else "about 1"
        if expected >= 0.75
        else "fewer than 1"
    )
    return f"Could be chance: of {looked_at} {what} watched, {shown} would look like this by noise alone."
