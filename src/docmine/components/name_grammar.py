"""How bodies are called in English and French: `[Permanent] [Technical] COMMITTEE [on Customs Valuation]`.

A phrase is a head noun that says what kind of body it is, the capitalised words before it and the complement after it. A phrase
without either is a bare head (`the Committee`), which stands for a body named elsewhere. Pure functions on words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from docmine.components.complements import complement_end
from docmine.components.lexicon import lexicon
from docmine.components.name_words import (
    CLOSED,
    DETERMINERS,
    HEADS,
    INDEFINITE,
    LONGEST_NAME,
    SPACE,
    TIGHT,
    Text,
    head_at,
    is_capital,
    is_stop,
    may_be_heads,
)
from docmine.components.names import words

SMALL = frozenset({"secretariat"})  # UN papers write it so
LOWER_BEFORE = lexicon("lower_before")
MODALS = lexicon("modals")
STATES = lexicon("states")
LONGEST_SUBJECT = 4  # words in small letters after `on`


class Phrase(NamedTuple):
    """Words `first` to `last` (inclusive) of the text; the head is words `head` to `head_end`."""

    first: int
    head: int
    head_end: int
    last: int
    kind: str
    noun: str
    determiner: str = ""

    @property
    def bare(self) -> bool:
        return self.first == self.head and self.last == self.head_end


def phrases(text: Text, small: frozenset[str] = frozenset()) -> list[Phrase]:
    """The phrases of a text, left to right; heads in small letters only where `small` or custom allows them."""
    return list(_phrases(text.text, text.french, text.shouts, small))


@lru_cache(maxsize=1024)
def _phrases(text_: str, french: bool, shouts: bool, small: frozenset[str]) -> tuple[Phrase, ...]:
    """Several components ask for those of the same paragraph."""
    text = Text(text_, words(text_), french, shouts)
    out: list[Phrase] = []
    floor = 0
    for i in may_be_heads(text):
        head = head_at(text, i) if i >= floor else None
        if head is None or not (is_capital(text.run[i]) or (head[1] in small and text.key(i - 1) in DETERMINERS) or _small(text, i, *head)):
            continue
        phrase = _phrase(text, i, *head, floor=floor)
        phrase = _rehead(text, phrase)
        if "".join(word.key for word in text.run[phrase.first : phrase.last + 1]) not in STATES:
            out.append(phrase)
        floor = phrase.last + 1
    return tuple(out)


def phrase_at(text: Text, i: int, head_end: int, noun: str) -> Phrase:
    """The phrase of a head in small letters: `informal group on crew qualifications`."""
    phrase = _phrase(text, i, head_end, noun, floor=0)
    if phrase.last > head_end or text.key(head_end + 1) != "on" or text.french:
        return phrase
    last = head_end + 1
    while last - head_end <= LONGEST_SUBJECT and last + 1 < len(text.run) and _subject_word(text, last + 1):
        last += 1
    return phrase._replace(last=last) if last > head_end + 1 else phrase


def _subject_word(text: Text, k: int) -> bool:
    """A noun or adjective in small letters, as far as its form tells."""
    key = text.key(k)
    verb = key.endswith("ed") or key in MODALS
    return bool(SPACE.fullmatch(text.gap(k))) and key.isalpha() and key not in CLOSED and not verb and not is_stop(text, k)


def _small(text: Text, i: int, head_end: int, noun: str) -> bool:
    """Heads that count in small letters: `the secretariat`, `le groupe de travail sur les étalons`."""
    if text.key(i - 1) not in DETERMINERS:
        return False
    return noun in SMALL or (noun in ("groupedetravail", "groupedexperts", "equipespeciale") and text.key(head_end + 1) == "sur")


def _rehead(text: Text, phrase: Phrase) -> Phrase:
    """`Nordic Customs Administrative Council`: the head is the last head noun of an unbroken run of capitals."""
    if phrase.last != phrase.head_end or phrase.head_end - phrase.first > LONGEST_NAME:
        return phrase
    j = phrase.head_end + 1
    while j < min(len(text.run), phrase.head_end + 5) and SPACE.fullmatch(text.gap(j)) and is_capital(text.run[j]) and not is_stop(text, j):
        head = head_at(text, j)
        if head:
            longer = _phrase(text, j, *head, floor=phrase.first)
            return _rehead(
                text, Phrase(min(phrase.first, longer.first), j, head[0], longer.last, HEADS[head[1]], head[1], phrase.determiner)
            )
        j += 1
    return phrase


def _phrase(text: Text, i: int, head_end: int, noun: str, floor: int) -> Phrase:
    first = _premodifiers(text, i, floor)
    last = complement_end(text, head_end)
    if (
        first < i
        and not text.french
        and text.key(head_end + 1) == "of"
        and text.key(head_end + 2) == "the"
        and text.key(head_end + 3) != "parties"
    ):
        last = head_end  # `State Customs Committee of the Russian Federation`
    before = text.key(first - 1) if TIGHT.fullmatch(text.gap(first)) else ""
    return Phrase(first, i, head_end, last, HEADS[noun], noun, before if before in DETERMINERS | INDEFINITE else "")


def _premodifiers(text: Text, head: int, floor: int) -> int:
    """The first word of the run of capitalised words before a head."""
    first, j = head, head - 1
    while j >= floor and head - j < LONGEST_NAME and TIGHT.fullmatch(text.gap(j + 1)):
        word = text.run[j]
        if is_capital(word) and not is_stop(text, j) and not _possessive(text, j) and not _ordinal(text, j):
            first = j
        elif first == j + 1 and text.gap(j) == "-" and j > floor and is_capital(text.run[j - 1]):
            pass  # `Open-ended Working Group`
        elif word.text.isdigit() and j == first - 1 and first < head:
            break
        elif word.key in ("and", "et", "of", "for") and first == j + 1 and j > floor and _joins_left(text, j, floor):
            pass
        else:
            break
        if text.opens_sentence(j) and word.key in CLOSED:
            break
        j -= 1
    while first - 1 >= floor and text.key(first - 1) in LOWER_BEFORE and TIGHT.fullmatch(text.gap(first)):
        first -= 1
    return first


def _possessive(text: Text, j: int) -> bool:
    """`Members’ Council`, `the Board's Committee`: the owner is no part of the name; the cut-off `s` neither."""
    return (bool(re.match(r"s?['\u2019]|['\u2019]", text.gap(j + 1))) and text.key(j) not in ("d", "l")) or text.run[j].text == "s"


def _ordinal(text: Text, j: int) -> bool:
    return text.key(j) in ("th", "st", "nd", "rd", "eme", "e")


def _joins_left(text: Text, j: int, floor: int) -> bool:
    """`Trade and Environment Committee`: `and` after a capitalised word that is no head and follows `the`."""
    k = j - 1
    if (
        text.key(j) in ("of", "for")
        or not is_capital(text.run[k])
        or is_stop(text, k)
        or text.key(k) in HEADS
        or text.run[k].text.isupper()
    ):
        return False
    while k - 1 >= floor and is_capital(text.run[k - 1]) and not is_stop(text, k - 1) and SPACE.fullmatch(text.gap(k)):
        k -= 1
        if text.key(k) in HEADS:
            return False
    return text.key(k - 1) in DETERMINERS and SPACE.fullmatch(text.gap(k)) is not None
