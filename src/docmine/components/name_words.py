"""A paragraph as words, and what kinds of words there are for the grammar of names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from docmine.components.lexicon import heads, lexicon
from docmine.components.names import Word, fold

# Head nouns, folded and joined, by kind. Those of WEAK kinds also name places, firms and events: they need more words around them.
HEADS = heads()
LONGEST_HEAD = 4
STRONG = frozenset(
    {
        *("council", "commission", "committee", "sub-committee", "secretariat", "assembly", "board", "panel"),
        *("working group", "working party", "expert group", "task force"),
    }
)
# Heads by which `the X` alone may stand for a body, besides those of strong kinds.
ALONE = lexicon("alone")
DETERMINERS = lexicon("determiners")
INDEFINITE = lexicon("indefinite")
CLOSED = DETERMINERS | INDEFINITE | lexicon("closed")
# Capitalised words that stand before or after a body's name and are no part of it.
TITLES = lexicon("titles")
MONTHS = lexicon("months")
SPACE = re.compile(r"[ \u00a0\n\t\u202f]{1,2}")
TIGHT = re.compile(r"[ \u00a0]?[-\u2010\u2011/'\u2019][ \u00a0]?|[.]|[ \u00a0\n\t\u202f]{1,2}")
LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph's words with the signs between them, and whether French is its language."""

    text: str
    run: tuple[Word, ...]
    french: bool
    shouts: bool = False  # all in capitals, which then say nothing

    def gap(self, i: int) -> str:
        """What stands between word i-1 and word i."""
        return self.text[self.run[i - 1].end : self.run[i].start] if 0 < i < len(self.run) else "\n\n"

    def key(self, i: int) -> str:
        return self.run[i].key if 0 <= i < len(self.run) else ""

    def opens_sentence(self, i: int) -> bool:
        return i == 0 or bool(re.search(r"[.!?:;•]|[-–—] ", self.gap(i)))


HEAD_BEGINNINGS = frozenset(noun[:length] for noun in HEADS for length in range(1, len(noun) + 1))


def may_be_heads(text: Text) -> list[int]:
    """Where a head noun may begin, by its first word."""
    return [i for i, word in enumerate(text.run) if word.key in HEAD_BEGINNINGS]


@lru_cache(maxsize=4096)
def head_kind(noun: str) -> str | None:
    return HEADS.get(noun)


def head_at(text: Text, i: int) -> tuple[int, str] | None:
    """The longest head noun that begins at word i: its last word and its folded form."""
    joined, best = "", None
    for j in range(i, min(i + LONGEST_HEAD, len(text.run))):
        if j > i and not TIGHT.fullmatch(text.gap(j)):
            break
        joined += text.run[j].key
        if joined not in HEAD_BEGINNINGS:
            break
        if joined in HEADS:
            best = j, joined
    return best


def is_capital(word: Word) -> bool:
    """A capital at or near the beginning (`eATA`)."""
    return any(sign.isupper() for sign in word.text[:3])


def is_stop(text: Text, i: int) -> bool:
    """Whether word i cannot be part of a body's name."""
    word = text.run[i]
    if word.key in TITLES or word.key in MONTHS or len(word.text) > 40:
        return True
    return word.key in CLOSED and not (word.text.isupper() and len(word.text) > 1 and not text.shouts)


def organ_head(text: Text, k: int) -> bool:
    """Whether a head of another body begins at word k; `Union`, `Communauté` may belong to this one's name."""
    head = head_at(text, k)
    return head is not None and HEADS[head[1]] != "organization"


def small_heads(texts: list[str]) -> frozenset[str]:
    """Nouns that this document writes small where it means the body (`the panel agreed`): often so, and never with a capital."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(fold(noun) if noun.islower() else noun.lower() + "!" for noun in SMALL_USE.findall(text))
    return frozenset(noun for noun, times in counts.items() if times >= SMALL_TIMES and not counts[noun + "!"])


SMALL_USE = re.compile(r"\b(?:the|le|la|du|au) ([Pp]anel|[Cc]ommittee|[Cc]ommission|[Cc]ouncil|[Bb]oard|[Cc]omité|[Cc]onseil)\b")
SMALL_TIMES = 3


SHORT = re.compile(r"[^\W\d_]{1,5}")
FRENCH = frozenset(("le", "la", "les", "du", "des", "et", "une", "dans", "que", "aux", "par", "l", "d"))
ENGLISH = frozenset(("the", "of", "and", "to", "by", "that", "with", "was"))


def reads_french(text: str) -> bool:
    """Whether a paragraph's small words are French rather than English."""
    return sum(map(_speaks_french, SHORT.findall(text[:2000]))) > 0


@lru_cache(maxsize=16384)
def _speaks_french(word: str) -> int:
    """1 for a small word of French, -1 for one of English, 0 for all others."""
    key = fold(word)
    return (key in FRENCH) - (key in ENGLISH)
