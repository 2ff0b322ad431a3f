"""Common verbs of tasks in English, by which a note that says what is to be done is known."""

from __future__ import annotations

import re
from itertools import pairwise

_WORDS = """
accept add address adjust adopt agree align analyse analyze announce answer apply approach
approve arrange ask assess assign attend audit benchmark block book brief bring build buy
calculate call cancel capture carry change chase check circulate clarify clean clear close
collate collect comment communicate compare compile complete compute confirm connect consider
consolidate contact contribute convert coordinate copy correct cost create cut decide define
delete deliver deploy describe design determine develop discuss distribute document draft drive
drop edit elaborate email engage ensure establish estimate evaluate examine exclude execute
expand explain explore export extend fetch figure file fill finalise finalize find finish fix
flag follow forward gather generate get give go grant handle help hire identify implement import
improve include increase inform initiate install integrate interview introduce investigate
invite issue join keep kick launch lead learn leave let liaise link list load localise localize
lock log look lower maintain make manage map mark measure meet merge migrate model monitor move
name negotiate note notify obtain open order organise organize outline own park pay perform pick
pilot pin ping plan post postpone prepare present print prioritise prioritize produce propose
prototype provide publish pull purchase push put raise reach read rebuild recommend reconcile
record recruit redesign reduce refine register release remind remove rename renew replace reply
report request rerun research reserve resolve respond restart retest retire return review revise
rewrite roll run sanity save scan schedule scope search secure select send set settle share ship
shortlist show sign simplify size sort speak specify split stand start state stop store
streamline structure study submit suggest summarise summarize support survey switch sync take
talk tell test thank track train transfer translate trial try turn type understand update
upgrade upload use validate verify visit wait walk warn watch work write
"""
VERBS = frozenset(_WORDS.split())


def has_verb(task: str) -> bool:
    """Whether an English task says what is to be done; tasks in other languages are not judged.

    A verb of a list of common ones counts anywhere, or any word after "to".
    """
    if not task.isascii():
        return True
    words = re.findall(r"[a-z]+", task.lower())
    infinitive = any(
        word == "to" and following not in ("the", "a", "an", "be", "our", "this")
        for word, following in pairwise(words)
    )
    return infinitive or any(word in VERBS or _root(word) in VERBS for word in words)


def _root(word: str) -> str:
    """`sends` -> send, `re-sends` aside; good enough to know a verb by."""
    return word[:-2] if word.endswith("es") and word[:-2] in VERBS else word.removesuffix("s")
