"""In what way a case differs from the path that is nearest to it: classes that people can act upon."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz.distance import Indel

from mso_sheets.methods.conformance import Alignment

Codes = npt.NDArray[np.int64]

SIGNS = 0x110000
"""More letters there are not."""


def deviations(
    variants: Sequence[str], paths: Sequence[str], alignment: Alignment, mapped: str
) -> pd.DataFrame:
    """A row a variant, class and step: variant (position), letter, kind.

    Kinds: "skipped" (on the nearest path, missing in the case), "repeated" (more often than on it),
    "extra" (mapped, but not on the nearest path), "unmapped" (not on the map at all), "out of order"
    (there, but elsewhere). `mapped`: the letters of all mapped steps.
    """
    places = np.flatnonzero(alignment.distance > 0)
    words = [variants[place] for place in places.tolist()]
    nearest = alignment.path[places]
    done = _counts(words)
    planned = _counts(paths)
    surplus = _surplus(done, planned, nearest, mapped)
    skipped = _skipped(done, planned, nearest)
    moved = _out_of_order(words, paths, nearest, _common(done, planned, nearest))
    found = pd.concat([surplus, skipped, moved], ignore_index=True)
    found["variant"] = places[found["variant"].to_numpy(dtype=np.int64)]
    found["letter"] = [chr(sign) for sign in found["sign"]]
    return found[["variant", "letter", "kind"]].sort_values(
        "variant", kind="stable", ignore_index=True
    )


def _counts(words: Sequence[str]) -> pd.DataFrame:
    """How often each letter stands in each word: word (position), sign (its number), count."""
    signs = np.frombuffer("".join(words).encode("utf-32-le"), dtype="<u4").astype(np.int64)
    word = np.repeat(np.arange(len(words)), [len(text) for text in words])
    keys, count = np.unique(word * SIGNS + signs, return_counts=True)
    return pd.DataFrame({"word": keys // SIGNS, "sign": keys % SIGNS, "count": count})


def _look_up(table: pd.DataFrame, word: Codes, sign: Codes) -> Codes:
    """The count of a letter in a word of `_counts`, 0 where it does not stand there."""
    keys = (table["word"] * SIGNS + table["sign"]).to_numpy(dtype=np.int64)
    wanted = word * SIGNS + sign
    place = np.minimum(np.searchsorted(keys, wanted), max(keys.size - 1, 0))
    if not keys.size:
        return np.zeros(wanted.shape, dtype=np.int64)
    return np.where(keys[place] == wanted, table["count"].to_numpy()[place], 0).astype(np.int64)


def _surplus(
    done: pd.DataFrame, planned: pd.DataFrame, nearest: Codes, mapped: str
) -> pd.DataFrame:
    word, sign = done["word"].to_numpy(), done["sign"].to_numpy()
    wanted = _look_up(planned, nearest[word], sign)
    known = np.isin(sign, [ord(letter) for letter in mapped])
    kind = np.where(~known, "unmapped", np.where(wanted == 0, "extra", "repeated"))
    more = ~known | (done["count"].to_numpy() > wanted)
    return pd.DataFrame({"variant": word[more], "sign": sign[more], "kind": kind[more]})


def _skipped(done: pd.DataFrame, planned: pd.DataFrame, nearest: Codes) -> pd.DataFrame:
    asked = pd.DataFrame({"variant": np.arange(nearest.size), "word": nearest}).merge(
        planned, on="word"
    )
    variant, sign = asked["variant"].to_numpy(), asked["sign"].to_numpy()
    less = _look_up(done, variant, sign) < asked["count"].to_numpy()
    return pd.DataFrame({"variant": variant[less], "sign": sign[less], "kind": "skipped"})


def _common(done: pd.DataFrame, planned: pd.DataFrame, nearest: Codes) -> Codes:
    """How many letters each word shares with its path, order apart."""
    word = done["word"].to_numpy()
    wanted = _look_up(planned, nearest[word], done["sign"].to_numpy())
    shared = np.minimum(done["count"].to_numpy(), wanted)
    return np.bincount(word, shared, minlength=nearest.size).astype(np.int64)


def _out_of_order(
    words: Sequence[str], paths: Sequence[str], nearest: Codes, common: Codes
) -> pd.DataFrame:
    """Letters that had to be taken out in one place and put in at another."""
    rows: list[tuple[int, int]] = []
    for place, word in enumerate(words):
        path = paths[int(nearest[place])]
        if 2 * int(common[place]) > len(word) + len(path) - Indel.distance(word, path):
            rows += [(place, ord(sign)) for sign in _moved(word, path)]
    frame = pd.DataFrame(rows, columns=["variant", "sign"], dtype=np.int64)
    return frame.assign(kind="out of order")


def _moved(word: str, path: str) -> list[str]:
    removed: set[str] = set()
    added: set[str] = set()
    for tag, source, target in Indel.editops(word, path).as_list():
        if tag == "delete":
            removed.add(word[int(source)])
        else:
            added.add(path[int(target)])
    return sorted(removed & added)
