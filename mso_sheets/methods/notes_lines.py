"""Notes as lines with a shape: indent, bullet, checkbox, heading, table cells, speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

HEADING_LABEL = 7
"""The level of bold lines and of labels that end in a colon, below every markdown heading."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of notes. `text` is free of markdown, `raw` is as written; `indent` in columns.

    `heading` is 0 or a level (1-6 markdown, 7 label); `box` is "", "open" or "done"; `cells` are the
    cells of a table row; `speaker` is who speaks; `struck` when the whole line is crossed out.
    """

    raw: str
    text: str
    indent: int = 0
    bullet: bool = False
    box: str = ""
    heading: int = 0
    cells: tuple[str, ...] = ()
    speaker: str = ""
    quoted: bool = False
    struck: bool = False
    ordered: bool = False

    @property
    def said(self) -> str:
        """The words of an item, with the name in bold that it began with."""
        return f"{self.speaker}: {self.text}" if self.speaker else self.text

    @property
    def blank(self) -> bool:
        """Nothing but space."""
        return not self.text and not self.cells


_BULLET = re.compile(
    r"^(?:(?:[-*+•◦▪‣–—·●○■❑→⇒►▶»]|[-=]{1,2}>)|(?P<order>\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]))\s+(?=\S)|^・\s*(?=\S)"
)
_RULER = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$")
_BOX = re.compile(r"^(?:\[(?P<mark>[ xX✓✔-]?)\](?!\()|(?P<open>[☐□])|(?P<done>[☑☒✅✔]))\s*")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_WIKI_HEADING = re.compile(r"^(={2,6})\s*(\S.*?)\s*\1$")
_WIKI_BOLD = re.compile(r"'{3}(?=\S)(.+?)(?<=\S)'{3}")
_WIKI_NESTED = re.compile(r"^(\*{2,5})\s+(?=\S)(?!.*\*\*)")
_RULE = re.compile(r"^(?:={3,}|-{3,}|\*{3,}|_{3,})$")
_IRC = re.compile(
    r"^(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s*(?:Z|UTC|GMT)?\s*)?<\s*[@+%]?(?P<nick>[\w|\\^`{}\[\]-]+)>\s*"
)
_CLOCK = re.compile(r"^\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s+[-–]?\s*(?=\S)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(\s*<?([^()\s>]*)>?[^()]*\)")
_STRUCK = re.compile(r"~~(.+?)~~")
_EMPHASIS = (
    re.compile(r"(\*\*\*|\*\*|__)(?=\S)(.+?)(?<=\S)\1"),
    re.compile(r"(?<![\w*])(\*)(?=[^\s*])([^*]+?)(?<=[^\s*])\1(?![\w*])"),
    re.compile(r"(?<!\w)(_)(?=[^\s_])([^_]+?)(?<=[^\s_])\1(?!\w)"),
)
_BOLD_SPEAKER = re.compile(
    r"^(\*{1,2}|_{1,2})(?P<name>[^*_:：]{2,60}?)\s*(?:[:：]\s*\1|\1\s*(?:[:：]|[-–—](?=\s)))\s*"
)
_BOTS = re.compile(
    r"^(?:trackbot|rrsagent|zakim|ghurlbot|agendabot|scribejs|gb|[\w-]*bot)$", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FENCE = re.compile(r"^\s*(?:```|~~~)")


def plain(text: str) -> str:
    """The words without markdown: emphasis, code marks and links taken off."""
    text = _LINK.sub(lambda m: m[1] if m[1].strip() else m[2], text)
    text = _STRUCK.sub(r"\1", text).replace("`", "")
    for pattern in _EMPHASIS:
        text = pattern.sub(r"\2", text)
    return " ".join(text.replace("\\_", "_").split()).strip()


def read_lines(text: str) -> list[Line]:
    """The lines of notes, wrapped ones joined, code blocks, comments and chat robots left out."""
    text = _COMMENT.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " "))
    raws = list(_outside_fences(text.split("\n")))
    tables = _bare_table_rows(raws)
    raws = _tabbed_as_tables(raws)
    shaped = [_shape(f"| {raw.strip()} |" if n in tables else raw) for n, raw in enumerate(raws)]
    kept = [line for line in shaped if not _BOTS.match(line.speaker)]
    return _joined(_underlined(kept))


def _bare_table_rows(raws: Sequence[str]) -> set[int]:
    """Rows of markdown tables that are written without the outer pipes."""
    rows: set[int] = set()
    for place, raw in enumerate(raws):
        if (
            place
            and _RULER.match(raw)
            and not raw.strip().startswith("|")
            and "|" in raws[place - 1]
        ):
            end = next((n for n in range(place, len(raws)) if "|" not in raws[n]), len(raws))
            rows |= set(range(place - 1, end))
    return rows


def _tabbed_as_tables(raws: Sequence[str]) -> list[str]:
    """Tables pasted from a spreadsheet: lines in a row with as many tabs, two or more, between words."""
    counts = [raw.strip().count("\t") if re.search(r"\S\t+\S", raw) else 0 for raw in raws]
    alike = [0, *counts, 0]
    return [
        f"| {raw.strip().replace(chr(9), ' | ')} |"
        if count > 1 and count in (alike[n], alike[n + 2])
        else raw
        for n, (raw, count) in enumerate(zip(raws, counts, strict=True))
    ]


def _outside_fences(lines: Sequence[str]) -> Iterator[str]:
    inside = False
    for line in lines:
        if _FENCE.match(line):
            inside = not inside
        elif not inside:
            yield line


def _shape(raw: str) -> Line:
    expanded = _WIKI_BOLD.sub(r"**\1**", raw.expandtabs(4))
    body = expanded.strip()
    indent = len(expanded) - len(expanded.lstrip())
    if body.startswith("|") and body.count("|") > 1:
        cells = tuple(plain(_BREAK.sub(" ", cell)) for cell in body.strip("|").split("|"))
        return Line(raw, "", indent, cells=cells)
    quoted = body.startswith(">")
    body = _BREAK.sub(" ", body.lstrip("> ")) if quoted else _BREAK.sub(" ", body)
    if nested := _WIKI_NESTED.match(body):
        indent, body = indent + 2 * len(nested[1]) - 2, body[len(nested[1]) - 1 :]
    found = _HEADING.match(body) or _WIKI_HEADING.match(body)
    if found:
        return Line(raw, plain(found[2]), indent, heading=len(found[1]), quoted=quoted)
    if _RULE.match(body):
        return Line(raw, "", indent)
    chat = _IRC.match(body)
    body = body[chat.end() :] if chat else _CLOCK.sub("", body)
    bullet = _BULLET.match(body)
    stripped = body[bullet.end() :] if bullet else body
    box = _BOX.match(stripped)
    state = ""
    if box:
        state = "done" if box["done"] or (box["mark"] or "").strip() else "open"
    words = stripped[box.end() :] if box else stripped
    struck = bool(re.fullmatch(r"~~.+~~[.\s]*", words))
    bold = re.fullmatch(r"(\*\*|__)([^*_]+)\1\s*[:：]?", words)
    speaker, words = _speaker(words, chat["nick"] if chat else "")
    level = HEADING_LABEL if bold and not speaker and not box else 0
    return Line(
        raw, plain(words), indent, bullet=stripped != body or bool(box), box=state, heading=level,
        speaker=speaker, quoted=quoted, struck=struck,
        ordered=bool(bullet and bullet["order"]),
    )  # fmt: skip


def _speaker(words: str, nick: str) -> tuple[str, str]:
    """Who speaks, by a chat nick or a name in bold before a colon, and what is said."""
    found = _BOLD_SPEAKER.match(words)
    if found and words[found.end() :].strip() and _is_name(found["name"]):
        return plain(found["name"]), words[found.end() :]
    return nick, words


def _is_name(words: str) -> bool:
    return bool(
        re.fullmatch(r"[^\W\d_a-z][\w.'’-]*(?:\s+[\w.'’()@-]+){0,4}", words)
    ) and not re.match(
        r"(?i)(?:action|ai|todo|to-do|next|decision|resolved|resolution|follow|task|status|note|owner|due)\b",
        words,
    )


def _underlined(lines: Sequence[Line]) -> list[Line]:
    """Setext headings: a line of text over a rule of `=` or `-`."""
    out: list[Line] = []
    for line in lines:
        rule = re.fullmatch(r"(=|-){3,}", line.raw.strip())
        if rule and out and out[-1].text and not out[-1].bullet and len(out[-1].text) <= 80:
            out[-1] = replace(out[-1], heading=1 if rule[1] == "=" else 2)
        else:
            out.append(line)
    return out


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Lines with their continuations: indented below a bullet, or a long line that runs on."""
    out: list[Line] = []
    for line in lines:
        if out and _continues(out[-1], line):
            last = out[-1]
            out[-1] = replace(
                last, raw=f"{last.raw} {line.raw.strip()}", text=f"{last.text} {line.text}"
            )
        else:
            out.append(line)
    return out


_MARKED = re.compile(
    r"^(?:action|ai\b|todo|to-do|next step|decision|resolved|status)", re.IGNORECASE
)


def _continues(last: Line, line: Line) -> bool:
    whole = last.text and line.text and not (last.heading or line.heading or last.cells)
    if (
        not whole
        or line.bullet
        or line.speaker
        or line.quoted != last.quoted
        or _MARKED.match(line.text)
    ):
        return False
    if line.text.startswith(("…", "...")):
        return bool(last.speaker) and not _MARKED.match(last.text)
    if last.text.endswith((":", "：")):
        return False
    if last.bullet and line.indent > last.indent:
        return True
    runs_on = (
        len(last.text) >= 60 and not last.text.endswith((".", "!", "?")) and line.text[:1].islower()
    )
    return runs_on and line.indent >= last.indent
