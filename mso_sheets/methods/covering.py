"""Which open action covers a gap: one whose text names the gap's key or the record it is about."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from mso_sheets.methods.portfolio import texts

NAME = re.compile(r"[^\s,;:()\[\]\"']*[\d/][^\s,;:()\[\]\"']*")
"""Words with a digit or a slash, without the marks around them."""
FIELDS = ("action", "definition_of_done", "notes", "waiting_on")
CLOSED = ("Complete", "Cancelled")
Covering = Callable[..., str]


def covering(actions: pd.DataFrame | None) -> Covering:
    """The Actions table's frame -> a function of names that gives the ID of the action naming one.

    The first name that any open action holds as a whole word wins; "" where none does. The texts are
    read when the first name is asked for.
    """
    named: dict[str, str] | None = None

    def action_for(*names: str) -> str:
        nonlocal named
        if named is None:
            named = {} if actions is None else _named(actions)
        return next((named[n.casefold()] for n in names if n.casefold() in named), "")

    return action_for


def _named(actions: pd.DataFrame) -> dict[str, str]:
    """Every word of open actions that could be the name of a record -> the first action with it."""
    still = actions[~actions["status"].isin(CLOSED)]
    ids = texts(still["action_id"]).tolist()
    named: dict[str, str] = {}
    for field in FIELDS:
        for identity, text in zip(ids, texts(still[field]).tolist(), strict=True):
            for word in NAME.findall(text) if text and identity else ():
                named.setdefault(word.rstrip(".-").casefold(), identity)
    return named
