"""Who owns an action: names in notes resolved against the people who may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from mso_sheets.methods.notes_words import folded

COLLECTIVE = {
    "everyone": "Everyone", "everybody": "Everyone", "all": "Everyone", "team": "Team", "the team": "Team",
    "group": "Group", "the group": "Group", "wg": "WG", "chairs": "Chairs", "the chairs": "Chairs",
    "editors": "Editors", "the editors": "Editors", "all attendees": "Everyone", "alle": "Everyone",
    "tous": "Everyone", "todos": "Everyone", "tutti": "Everyone", "全員": "Everyone",
}  # fmt: skip
_VERBS_THAT_ARE_NAMES = frozenset(
    {"mark", "will", "rob", "bill", "grant", "pat", "drew", "chase", "josh", "may", "sue", "jack", "frank",
     "art", "dean", "hunter", "skip", "trace", "wade", "reed", "page", "ray", "dawn", "hope", "rich"}
)  # fmt: skip
_MODAL = re.compile(
    r"^(?:(?:to|will|shall|should|must|can|could|would|is\s+to|are\s+to|is\s+going\s+to|needs?\s+to|has\s+to|have\s+to|"
    r"agreed\s+to|volunteers?\s+to|volunteered\s+to|takes?|took|"
    r"soll|wird|muss|doit|va|debe|va\s+a|deve|vai|dovra|zal|moet|должен|должна)\b|['’]ll\b|(?:が|は))\s*",
    re.IGNORECASE,
)
_STOP = re.compile(r"^\s*(?:[:：|/→]|->|=>|[-–—](?=\s)|,(?=\s))\s*")
_JOIN = re.compile(r"^\s*(?:,|/|&|\+|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|、|和)\s*(?=[@\w])")
_ASIDE = re.compile(r"^\s*[(\[][^()\[\]]{1,40}[)\]](?=\s*(?:[:：–—-]|to\b|will\b))")
_WORD = re.compile(r"@?[^\W\d_][\w.'’-]*|@[\w.-]+")
_ENDS = re.compile(r"[(\[]\s*([^()\[\]]{1,80}?)\s*[)\]]\s*\.?\s*$")
_DASH_END = re.compile(r"\s(?:[-–—]+>?|=>|→)\s*(@?[\w.'’ ,&/-]{2,60}?)\s*\.?\s*$")
_LABEL = re.compile(
    r"[\s(,;.|–—-](?:owners?|assignees?|assigned to|responsible|lead|who)\s*[:=]?\s+@?([\w.'’ ,&/@-]{2,60}?)"
    r"(?=\s*(?:[.;|)]|,?\s+(?:due|by|deadline|when)\b|$))",
    re.I,
)
_AT = re.compile(r"(?<![\w.])@([\w][\w.-]*[\w]|\w)")
_SPLIT = re.compile(r"\s*(?:,|/|&|\+|;|\band\b|\bund\b|\bet\b|、)\s*")


class Names:
    """The people of a meeting; finds whom a name, a nick, a handle or initials mean.

    A short form that fits two people means nobody; who is in the room goes before the `others`.
    Names are given as "Ana Silva", or with handles and aliases as "Ana Silva (@asilva, Annie)".
    """

    def __init__(self, people: Iterable[str], others: Iterable[str] = ()) -> None:
        self._people = tuple(person for person in people if person.strip())
        self._others = tuple(person for person in others if person.strip())

    @cached_property
    def _known(self) -> dict[str, str]:
        known = {**_by_form(self._others), **_by_form(self._people)}
        return {form: name for form, name in known.items() if name}

    def resolve(self, words: str) -> str:
        """The person these words mean, "" when nobody or more than one."""
        clean = folded(words.strip().strip("@*_:.,;()[]"))
        clean = re.sub(r"['’]s$", "", clean)
        if found := self._known.get(clean):
            return found
        parts = [part for part in clean.split() if len(part.strip(".")) > 1]
        return self._known.get(f"{parts[0]} {parts[-1]}", "") if len(parts) > 1 else ""

    def several(self, words: str) -> tuple[str, ...]:
        """All people of a list; empty unless every part is somebody."""
        whole = self.resolve(words)
        if whole:
            return (whole,)
        parts = [part for part in _SPLIT.split(words) if part.strip()]
        found = [
            self.resolve(part) or COLLECTIVE.get(folded(part.strip("@ ")), "") for part in parts
        ]
        return tuple(dict.fromkeys(found)) if found and all(found) else ()

    def leading(self, text: str, loose: bool = False) -> tuple[tuple[str, ...], str]:
        """The people before `to`, `will` or a stop, and the rest of the words.

        `loose` accepts a name that is followed by its verb at once ("Ana explain the gap"), which is
        how people write after a mark.
        """
        owners: list[str] = []
        rest, certain = text, False
        while True:
            name, length, handle = self._first(rest)
            if not name:
                break
            owners.append(name)
            certain = certain or handle or length > 1
            end = _words_end(rest, length)
            rest = rest[end:]
            join = _JOIN.match(rest)
            if not join or not self._first(rest[join.end() :])[0]:
                break
            rest = rest[join.end() :]
        if not owners:
            return self._before_modal(text)
        rest = _ASIDE.sub("", rest)
        tail = rest.lstrip()
        if modal := _MODAL.match(tail):
            return tuple(dict.fromkeys(owners)), tail[modal.end() :].strip()
        if stop := _STOP.match(rest):
            return tuple(dict.fromkeys(owners)), rest[stop.end() :].strip()
        verb_like = folded(owners[-1]).split()[0] in _VERBS_THAT_ARE_NAMES and not certain
        if loose and (tail[:1].islower() or tail[:1] > "\u2fff") and not verb_like:
            return tuple(dict.fromkeys(owners)), tail
        return (), text

    def _first(self, text: str) -> tuple[str, int, bool]:
        """The longest run of words at the start that means somebody; how many words; by handle?"""
        words: list[str] = []
        place = 0
        while len(words) < 4 and (found := _WORD.match(text, place)):
            words.append(found[0])
            place = found.end()
            if not re.match(r"\s+(?=[@\w])", text[place:]):
                break
            place = len(text) - len(text[place:].lstrip())
        for count in range(len(words), 0, -1):
            phrase = " ".join(words[:count])
            name = self.resolve(phrase) or (
                COLLECTIVE.get(folded(phrase), "") if count <= 2 else ""
            )
            if name:
                return name, count, phrase.startswith("@")
        if words and words[0].startswith("@"):
            return words[0].strip("@."), 1, True
        return "", 0, False

    def _before_modal(self, text: str) -> tuple[tuple[str, ...], str]:
        """People in a list of which the first is a stranger: "Cat Herders and Ana to publish"."""
        found = re.match(r"^([A-Z@][^.:;]{1,60}?)\s+(?:to|will)\s+(?=[a-z])", text)
        if not found:
            return (), text
        names = [self.resolve(part) for part in _SPLIT.split(found[1])]
        owners = tuple(dict.fromkeys(name for name in names if name))
        return (owners, text[found.end() :]) if owners else ((), text)

    def trailing(self, text: str) -> tuple[tuple[str, ...], str]:
        """People at the end: "(Ana)", "(Ana, 12 March)", "- Ana", "Owner: Ana"; the words before."""
        for pattern in (_ENDS, _DASH_END, _LABEL):
            found = pattern.search(text)
            if not found:
                continue
            parts = [part for part in _SPLIT.split(found[1]) if part.strip()]
            names = [self.resolve(part) for part in parts]
            handles = [part.strip()[1:] for part in parts if part.strip().startswith("@")]
            owners = tuple(dict.fromkeys(name for name in names if name)) or tuple(handles)
            if owners and (names[0] or handles):
                return owners, text[: found.start()].rstrip(" -–—,;(")
        return (), text

    def mentioned(self, text: str) -> tuple[str, ...]:
        """The @names of a text, resolved where somebody is meant."""
        handles = _AT.findall(text)
        return tuple(dict.fromkeys(self.resolve(handle) or handle for handle in handles))


@lru_cache(maxsize=1024)
def _by_form(people: tuple[str, ...]) -> dict[str, str]:
    """Short form -> name, "" where it fits several; a full name always means its bearer."""
    known: dict[str, set[str]] = {}
    full: dict[str, str] = {}
    for entry in people:
        name = re.sub(r"\s*\([^)]*\)|\s*<[^>]*>", "", entry).strip() or entry.strip()
        full[folded(name)] = name
        inner = ",".join(re.findall(r"\(([^)]*)\)", entry))
        aliases = [alias.strip().lstrip("@") for alias in re.split(r"[,;]", inner)]
        for form in _forms(name, [alias for alias in aliases if alias]):
            known.setdefault(form, set()).add(name)
    return {
        form: next(iter(names)) if len(names) == 1 else "" for form, names in known.items()
    } | full


def _words_end(text: str, count: int) -> int:
    place = 0
    for _ in range(count):
        found = _WORD.search(text, place)
        place = found.end() if found else len(text)
    return place


def _forms(name: str, handles: Sequence[str]) -> set[str]:
    """Every short form of a name, folded: first, last, both, initials, the usual nicks."""
    words = [word.strip(".") for word in folded(name).replace("’", "'").split()]
    forms = {folded(name), *(folded(handle) for handle in handles)}
    if not words:
        return forms
    first, last = words[0], words[-1]
    if len(first) > 1:
        forms.add(first)
    if len(words) > 1:
        forms |= {first + joint + last for joint in ("", " ", ".", "_", "-")}
        forms |= {first + joint + last[0] for joint in ("", " ")}
        forms |= {first[0] + joint + last for joint in ("", " ", ". ")}
        if len(last) > 2:
            forms.add(last)
        forms.add("".join(word[0] for word in words))
    forms |= {f"{first} {word}" for word in words[1:]}
    return forms
