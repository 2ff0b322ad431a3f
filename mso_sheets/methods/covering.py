"""Which open action covers a gap: one whose text names the gap's key or the record it is about."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from mso_sheets.methods.portfolio import texts

BETWEEN = re.compile(r"[\s,;:()\[\]\"']+")
FIELDS = ("action", "definition_of_done", "notes", "waiting_on")
CLOSED = ("Complete", "Cancelled")
Covering = Callable[..., str]


def covering(actions: pd.DataFrame | None) -> Covering:
    """The Actions table's frame -> a function of names that gives the ID of the action naming one.

    The first name that any open action holds as a whole word wins; "" where none does.
    """
    named: dict[str, str] = {}
    if actions is not None:
        still = actions[~actions["status"].isin(CLOSED)]
        ids = texts(still["action_id"]).tolist()
        for field in FIELDS:
            for identity, text in zip(ids, texts(still[field]).tolist(), strict=True):
                for name in _names(text) if text and identity else ():
                    named.setdefault(name, identity)

    def action_for(*names: str) -> str:
        return next((named[n.casefold()] for n in names if n.casefold() in named), "")

    return action_for


def _names(text: str) -> set[str]:
    """Words that could be the name of a record: those with a digit or a slash."""
    words = (word.rstrip(".-").casefold() for word in BETWEEN.split(text))
    return {word for word in words if "/" in word or any(sign.isdigit() for sign in word)}
