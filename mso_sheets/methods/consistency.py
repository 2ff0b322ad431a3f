"""Small inconsistencies of a register: missing fields, mixed version forms, odd tags, weak links."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz

from mso_sheets.tables.folding import fold

FORMS = (
    ("v1.2", re.compile(r"v(?:er(?:sion)?)?\.?\s*\d+(?:\.\d+)*", re.IGNORECASE)),
    ("1.2", re.compile(r"\d{1,3}(?:\.\d+)*")),
    (
        "2026-04-14",
        re.compile(r"(?:19|20)\d\d[-./]?\d{0,2}[-./]?\d{0,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}"),
    ),
    ("rev B", re.compile(r"r(?:ev(?:ision)?)?\.?\s*[a-z0-9]+", re.IGNORECASE)),
)
NEAR_TAG = 85
COMMON = 3
NOT_LINKS = frozenset(
    {"here", "link", "doc", "click here", "tbd", "n a", "na", "none", "hier", "aqui", "ici"}
)


def version_form(version: str) -> str:
    """Which way of writing versions this is ("v1.2", "1.2", a date, "rev B", "other"); "" for none."""
    text = version.strip()
    if not text:
        return ""
    return next((name for name, pattern in FORMS if pattern.fullmatch(text)), "other")


def odd_versions(versions: Mapping[str, str]) -> dict[str, str]:
    """Key -> what is odd, for versions written otherwise than most are."""
    forms = {key: version_form(version) for key, version in versions.items()}
    counts = Counter(form for form in forms.values() if form)
    if len(counts) < 2:
        return {}
    usual, most = counts.most_common(1)[0]
    if most <= counts.total() / 2:
        return {}
    return {
        key: f"version {versions[key]} is not written like the usual {usual}"
        for key, form in forms.items()
        if form and form != usual
    }


def split_tags(text: str) -> tuple[str, ...]:
    """Tags of a cell: parted by comma, semicolon, bar or line break, with # left out."""
    parts = (part.strip().lstrip("#").strip() for part in re.split(r"[,;|\n]", text))
    return tuple(part for part in parts if part)


def odd_tags(tags: Mapping[str, Sequence[str]], known: Iterable[str]) -> dict[str, str]:
    """Key -> which tags nobody knows; without a list, rare tags that look like common ones."""
    allowed = {fold(tag) for tag in known}
    counts = Counter(fold(tag) for mine in tags.values() for tag in mine)
    common = [tag for tag, count in counts.items() if count >= COMMON]
    found = defaultdict(list)
    for key, mine in tags.items():
        for tag in mine:
            word = fold(tag)
            if allowed and word not in allowed:
                found[key].append(f"tag {tag} is not on the list")
            elif not allowed and counts[word] == 1:
                near = next((c for c in common if fuzz.ratio(word, c) >= NEAR_TAG), "")
                if near:
                    found[key].append(f"tag {tag} looks like {near}")
    return {key: "; ".join(words) for key, words in found.items()}


def weak_link(link: str) -> str:
    """What is wrong with a link's text; "" when it is https."""
    text = link.strip()
    if not text:
        return "no link"
    if fold(text) in NOT_LINKS or ("." not in text and "/" not in text):
        return f"link says '{text}' and leads nowhere"
    return "" if text.lower().startswith("https://") else "link is not https"
