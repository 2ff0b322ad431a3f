"""Tables in notes: which column holds the action, who owns it, by when, in what state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mso_sheets.methods import notes_words as words
from mso_sheets.methods.notes_words import folded


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of actions, as written."""

    text: str
    owner: str
    due: str
    kind: words.Section
    raw: str


_RULER = re.compile(r"^:?-+:?$")
_NUMBERED = re.compile(r"^[\w.#-]*\d[\w.#-]*$")


def action_rows(cells: Sequence[tuple[str, ...]], section: words.Section) -> Iterator[Row]:
    """The rows of a table if its header says that it holds actions; nothing otherwise."""
    rows = [
        row
        for row in cells
        if not all(_RULER.match(cell.replace(" ", "")) or not cell for cell in row)
    ]
    if len(rows) < 2:
        return
    header = [folded(cell).strip(" :*#?") for cell in rows[0]]
    what = _place(header, words.TABLE_ACTION)
    who, due = _place(header, words.TABLE_OWNER), _place(header, words.TABLE_DUE)
    state, kind = _place(header, words.TABLE_STATE), _place(header, words.TABLE_KIND)
    detail = _place(header, words.TABLE_TEXT)
    named = what >= 0 and re.match(r"^(?:new )?actions?\b|^to-?\s?do|^task", header[what])
    if what == who:
        who = -1
    listed = section in ("actions", "carried")
    if not (
        listed or kind >= 0 or (what >= 0 and (who >= 0 or due >= 0)) or (named and detail >= 0)
    ):
        return
    text = _text_column(rows[1:], what, detail)
    if text < 0 and listed and (who >= 0 or due >= 0):
        text = next((n for n in range(len(header)) if n not in (who, due, state, kind)), -1)
    if text < 0:
        return
    for row in rows[1:]:
        yield Row(
            _cell(row, text),
            _cell(row, who),
            _cell(row, due),
            _kind(row, kind, state, section),
            " | ".join(row),
        )


def _place(header: Sequence[str], pattern: re.Pattern[str]) -> int:
    return next((place for place, cell in enumerate(header) if pattern.match(cell)), -1)


def _text_column(rows: Sequence[tuple[str, ...]], what: int, detail: int) -> int:
    """The column of words: an "Action item" column that holds only numbers has them in the next."""
    if what >= 0 and all(_NUMBERED.match(_cell(row, what)) or not _cell(row, what) for row in rows):
        return detail if detail >= 0 else what + 1
    return what if what >= 0 else detail


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if 0 <= place < len(row) else ""


def _kind(row: Sequence[str], kind: int, state: int, section: words.Section) -> words.Section:
    word = folded(_cell(row, kind))
    if kind >= 0 and not re.match(r"^(?:a|t|ai|action|task|todo)\b", word):
        return "decisions" if word.startswith("d") else "other"
    if re.match(
        r"^(?:done|complete|closed|finished|cancel|dropped|yes|x|✅|✔|☑|erledigt|fait|hecho|feito)",
        folded(_cell(row, state)),
    ):
        return "carried"
    return "carried" if section == "carried" else "actions"
