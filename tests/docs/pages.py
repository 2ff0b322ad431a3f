"""The hand-written and the generated pages, taken apart: blocks, commands, links, anchors."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in [
        *(ROOT / name for name in ("README.md", "SECURITY.md", "CHANGELOG.md")),
        *sorted((ROOT / "docs").glob("*.md")),
    ]
}
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
PLACEHOLDER = re.compile(r"[A-Z]+(\.\.\.)?|\.\.\.|…")


def blocks(page: str, kind: str) -> list[str]:
    """The fenced blocks of one language."""
    return [text for found, text in FENCE.findall(PAGES[page]) if found == kind]


def prose(page: str) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", PAGES[page])


def command_lines(page: str) -> Iterator[list[str]]:
    """The arguments of every `mso-sheets ...` in blocks and in `code`, without placeholders."""
    fenced = [text for kind, text in FENCE.findall(PAGES[page]) if kind in ("", "sh")]
    lines = [line for text in fenced for line in text.replace("\\\n", " ").splitlines()]
    inline = re.findall(r"`([^`\n]+)`", prose(page).replace("\\|", "|"))
    for line in [*lines, *map(_whole, inline)]:
        words = _words(line)
        for at in [n for n, word in enumerate(words) if word == "mso-sheets"]:
            arguments = words[at + 1 :]
            if _is_call(words[:at], arguments):
                yield arguments


def _whole(mention: str) -> str:
    """A command that is only named, as a call that is complete."""
    bare = mention.removesuffix(" COMMAND [ARGS]...")
    return f"{bare} --help" if re.fullmatch(r"mso-sheets [a-z]+", bare) else bare


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line.replace("[DIR]", "DIR"), True)
    except ValueError:
        return []


def _is_call(before: list[str], arguments: list[str]) -> bool:
    """Whether it is called there, and not the name of a folder, an image, a package or a unit."""
    if (before and before[0] not in ("docker", "sudo")) or "build" in before:
        return False
    return bool(arguments) and not PLACEHOLDER.fullmatch(arguments[0])


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", text), re.MULTILINE)
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower() for heading in headings]
    return {re.sub(r"[^\w\- ]", "", heading).strip().replace(" ", "-") for heading in plain}


def links(page: str) -> list[str]:
    """Where the links and pictures of a page lead."""
    found = LINK.findall(re.sub(r"`[^`\n]*`", "", prose(page)))
    return [first or second for first, second in found]
