"""Spaces that a PDF put inside words or lost between them, mended where the document's own words prove it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Protocol

PAIR = re.compile(r"(?<![\w'’-])([^\W\d_]{1,20}) ([^\W\d_]{1,20})(?![\w'’\u2010\u2011-])")
CODE = re.compile(r"\b([A-Z]{2,5}) (\.\d{1,4})\b")  # `WP .30`
RUN_ON = re.compile(r"\b([a-zà-ÿ]{2,20})([A-ZÀ-Þ][a-zà-ÿ]{2,20})\b")  # `theCommittee`
INNER_CAPITAL = re.compile(r"[A-ZÀ-Þ](?<=[a-zà-ÿ].)")  # a capital right behind a small letter
SMALL = frozenset(
    [
        "a",
        "an",
        "as",
        "at",
        "au",
        "be",
        "by",
        "ce",
        "da",
        "de",
        "do",
        "du",
        "el",
        "en",
        "es",
        "et",
        "go",
        "he",
        "i",
        "if",
        "in",
        "is",
        "it",
        "la",
        "le",
        "me",
        "my",
        "ne",
        "no",
        "of",
        "on",
        "or",
        "ou",
        "se",
        "si",
        "so",
        "te",
        "to",
        "tu",
        "un",
        "up",
        "us",
        "we",
    ]
)
Count = Callable[[str], int]


class Words(Protocol):
    """The words of a document."""

    def count(self, word: str) -> int:
        """How often a word stands in it."""

    def have_any(self, words: Iterable[str]) -> bool:
        """Whether one of the words stands in it."""


def mend(text: str, words: Words) -> str:
    """The text with such spaces put right; `words` are the document's (those inside its lines)."""
    if " ." in text:
        text = CODE.sub(r"\1\2", text)
    if INNER_CAPITAL.search(text):
        text = RUN_ON.sub(lambda match: _parted(match, words.count), text)
    wholes = [first + second.rstrip(".,;:!?)”’»") for first, second in pairwise(text.split(" ")) if second[:1].islower()]
    if not words.have_any(wholes):
        return text  # by far most lines
    at = 0
    while match := PAIR.search(text, at):
        if _is_one_word(match[1], match[2], words.count):
            text = text[: match.end(1)] + text[match.start(2) :]
            at = match.start()
        else:
            at = match.start(2)
    return text


def _is_one_word(first: str, second: str, count: Count) -> bool:
    """`too ls`: the whole is a word of the document, a part is none and no small word either."""
    if not second.islower() or len(first) + len(second) < 4 or count(first + second) < 1:
        return False
    if first.casefold() in SMALL or second in SMALL:
        return False
    strange = [part for part in (first, second) if count(part) <= 1]
    return len(strange) == 2 or any(len(part) <= 3 for part in strange)


def _parted(match: re.Match[str], count: Count) -> str:
    whole, first, second = match[0], match[1], match[2]
    if count(whole) <= 1 and count(first) >= 3 and count(second) >= 2:
        return f"{first} {second}"
    return whole
