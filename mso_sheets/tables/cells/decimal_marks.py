"""Point or comma: the decimal mark that a column of number texts shows, or its locale has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mso_sheets.tables.cells.number_text import Mark, Number

_POINT_LANGUAGES = frozenset(
    {"en", "zh", "ja", "ko", "th", "he", "iw", "hi", "ms", "fil", "sw", "cy", "ga"}
)
_POINT_LOCALES = frozenset(
    {"es_MX", "es_US", "es_PR", "es_DO", "es_GT", "es_HN", "es_NI", "es_PA", "es_PE", "es_SV"}
    | {"de_CH", "de_LI", "it_CH", "es_419"}
)
_UNDECIDED_LOCALES = frozenset({"en_ZA", "fr_CH", "es", "ar", "fa", "ur"})


def decimal_mark(locale: str) -> Mark:
    """The decimal mark of a locale ("de_DE" or "de"); "" where it is unknown or not all agree."""
    name = locale.split(".", maxsplit=1)[0].replace("-", "_")
    language = name.split("_")[0].lower()
    if not language or name in _UNDECIDED_LOCALES or language in ("ar", "fa", "ur"):
        return ""
    return "." if language in _POINT_LANGUAGES or name in _POINT_LOCALES else ","


@dataclass(frozen=True, slots=True)
class Marking:
    """The column's decimal mark, "" when nothing decides, what decided, and the locale against it."""

    mark: Mark
    evidence: str = ""
    against: str = ""


def decide_mark(
    found: Iterable[tuple[str, Number | None]], locale: str, shown: Mapping[Mark, Sequence[str]]
) -> Marking:
    """The decimal mark from the texts that prove one (`shown`: samples of more) and the locale.

    One text against the locale may be a slip, and makes what is open a problem; two prove it.
    """
    proofs: dict[Mark, list[str]] = {mark: list(texts) for mark, texts in shown.items()}
    is_open = False
    for text, number in found:
        if number and number.proves:
            proofs.setdefault(number.proves, []).append(text)
        is_open = is_open or bool(number and number.other is not None)
    usual = decimal_mark(locale)
    name = {".": "point", ",": "comma"}
    if len(proofs) == 2:
        return Marking(
            "", f"two decimal marks in one column: '{proofs['.'][0]}', '{proofs[','][0]}'"
        )
    if proofs:
        mark, texts = next(iter(proofs.items()))
        against = bool(usual) and usual != mark
        sure = not against or len(texts) > 1
        told = f"decimal {name[mark]}, as '{texts[0]}' shows"
        told += (
            f", although the workbook's locale {locale} has the {name[usual]}" if against else ""
        )
        return Marking(mark if sure else "", told, locale if against else "")
    told = f"decimal {name[usual]} by the workbook's locale {locale}" if usual and is_open else ""
    return Marking(usual, told)
