"""Reference pages that are read out of the code: commands, problems, errors."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator

import click
from problem_rules import GROUPS
from source import Said, calls

from mso_sheets.cli import group

ROOMS: tuple[tuple[str, str], ...] = (
    ("Settings, jobs and templates", r"settings|home|jobfile|app|cli|digest|report|analyses"),
    ("Google Sheets", r"adapters\.google\w*"),
    ("An .xlsx", r"adapters\.excel\w*"),
    ("What a workbook holds", r"plan|tabs|tables"),
    ("Slack and the outbox", r"adapters\.(slack|outbox|pictures|deck)"),
    ("A fleet", r"fleet|worker"),
)
STRANGE = {*dir(builtins), "SecurityError", "SlowDownError"}
"""Errors that no person sees."""
OTHERS = {"_Known": 0, "SlackRefusal": 1, "ProtectedError": 1, "WrongError": 1}
"""Further callables that tell people something, and at which place the sentence stands."""


def commands_page() -> str:
    """Every command with every option, as `--help` tells them."""
    return "\n".join(_commands()) + "\n"


def _commands() -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield "`mso-sheets COMMAND --help` tells the same. Exit codes: 0 done, 1 something failed (the rest was"
    yield "done), 2 configuration or usage, 3 refused for safety."
    context = click.Context(group, info_name="mso-sheets")
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield from _command(f"mso-sheets {name}", command)
        if isinstance(command, click.Group):
            for inner, each in command.commands.items():
                yield from _command(f"mso-sheets {name} {inner}", each)


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    pieces = [piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]"]
    yield ""
    yield f"## `{' '.join([name, *pieces])}`"
    yield ""
    yield _flowing(command.help or "")
    records = [p.get_help_record(context) for p in command.params if isinstance(p, click.Option)]
    shown = [record for record in records if record and not record[0].startswith("--help")]
    if shown:
        yield ""
        yield "| option | does |"
        yield "|---|---|"
        yield from (f"| `{_cell(option)}` | {_cell(words)} |" for option, words in shown)


def _flowing(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.replace("\b", "").split("\n\n"))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")


def problems_page() -> str:
    """Every rule of Data quality: what it means and what to do."""
    return "\n".join(_problems()) + "\n"


def _problems() -> Iterator[str]:
    yield "# Problems"
    yield ""
    yield "What the tab Data quality lists, by its column *Rule*. Each line there names the cell, what stands"
    yield "in it, what was expected, and the fix for that very cell. Nothing is dropped in silence: a row is"
    yield "counted, or set aside with its reason. An *error* keeps a figure from being right, a *warning* may,"
    yield "a *question* asks whether a reading was the right one."
    for title, rules in GROUPS.items():
        yield ""
        yield f"## {title}"
        yield ""
        yield "| rule | it means | do |"
        yield "|---|---|---|"
        for rule, (means, do) in rules.items():
            yield f"| `{rule}` | {_cell(means)} | {_cell(do)} |"


def errors_page() -> str:
    """Every error with its remedy."""
    return "\n".join(_errors()) + "\n"


def _errors() -> Iterator[str]:
    yield "# Errors"
    yield ""
    yield "Every sentence that stops a run or a part of it, and what to do. What is only known then stands in"
    yield "‹ ›. `mso-sheets check` finds most of them before a run does."
    told = list(dict.fromkeys(pair for pair in map(_pair, errors()) if _says_something(pair)))
    for title, rooms in ROOMS:
        yield ""
        yield f"## {title}"
        yield ""
        yield "| it says | do |"
        yield "|---|---|"
        here = [pair for pair in told if re.match(rf"mso_sheets\.({rooms})\b", pair[0])]
        yield from dict.fromkeys(f"| {_cell(says)} | {_cell(do)} |" for _, says, do in sorted(here))


def errors() -> Iterator[Said]:
    """Every call that makes an error for people."""
    return calls(lambda name: name in OTHERS or (name.endswith("Error") and name not in STRANGE))


def _pair(said: Said) -> tuple[str, str, str]:
    """Room, sentence, remedy."""
    place = OTHERS.get(said.name, 0)
    sentence = said.argument(place, "message")
    remedy = said.argument(place + 1, "fix")
    if said.name == "ConflictError":
        remedy = "Nothing: it is read and planned again."
    if not remedy:
        sentence, _, remedy = sentence.strip().rpartition(". ")
        sentence += "."
    return said.module, _braces(sentence).strip(), _braces(remedy).removeprefix("‹fix› ")


def _braces(text: str) -> str:
    """The code's own places for values as this page writes them."""
    return re.sub(r"\{(\w+)\}", r"‹\1›", text)


def _says_something(pair: tuple[str, str, str]) -> bool:
    """Whether it has words of its own and does not just pass on another error's."""
    return pair[2] != "‹fix›" and len(re.sub(r"‹[^›]*›|\W", "", pair[1])) > 3
