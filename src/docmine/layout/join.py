"""Lines to the text of a block: one run of words, and for each line the place its words have in it.

Words broken at a line's end are joined, white space is folded, ligatures are expanded, characters composed (NFC).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from docmine.layout.spaces import mend
from docmine.source import Line, Piece

LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st", "\u00ad": None}
)
LIGATURE = re.compile("[\ufb00-\ufb06\u00ad]")
PLAIN_WORD = re.compile(r"[a-z]+(?:[-'][a-z]+)*")  # the same in small letters without accents
WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011'’][^\W\d_]+)*")
LAST_PART = re.compile(r"([^\W\d_]{1,60})[-\u2010\u2011\u00ad]$")
FIRST_PART = re.compile(r"[^\W\d_]{1,60}")
HYPHENS = ("-", "\u2010", "\u2011", "\u00ad")
BREAK = re.compile(r"\w[-\u2010\u2011\u00ad]$")
STOPS = (".", ",")
FULL = 35  # characters
SLASHED = re.compile(r"\w/$")  # behind which a row ends within a name or a symbol (`UN/` `CEFACT`)
LEAST_BROKEN = 0.03  # of the full lines end in a hyphen where words are broken; where none are, one or two in a hundred do (`Co-`)
Part = tuple[Line, int, int]  # a line and the range of its text that belongs to the block


class Words:
    """The words of a document, folded, and whether it breaks words at all: what tells a hyphen that belongs to a word from one that only
    broke it."""

    def __init__(self, lines: Iterable[Line]) -> None:
        words: list[str] = []
        others: list[str] = []
        full = broken = 0
        before = ""
        for line in lines:
            text = line.text
            full += len(text) >= FULL
            broken += _is_broken(before) and text[:1].islower()
            before = text
            # The first and the last word of a line may be parts of broken ones.
            if text.isascii():
                words += PLAIN_WORD.findall(text.lower())[1:-1]
            else:
                others += WORD.findall(text)[1:-1]
        self._seen = Counter(words)
        self._seen.update(_folded("\n".join(others)).split("\n") if others else ())
        self._breaks = broken >= LEAST_BROKEN * full

    def count(self, word: str) -> int:
        return self._seen.get(word.casefold(), 0)

    def have_any(self, words: Iterable[str]) -> bool:
        return not self._seen.keys().isdisjoint(map(str.casefold, words))

    def keeps_hyphen(self, first: str, second: str) -> bool:
        """Whether `first-` at a line's end and `second` after it are a word with a hyphen (`Sub-Committee`)."""
        whole, hyphened = self.count(first + second), self.count(f"{first}-{second}")
        if whole != hyphened:
            return hyphened > whole
        if not self._breaks:
            return True
        if second[:1].isupper() or (first.isupper() and len(first) > 1):
            return True
        return self.count(first) > 0 and self.count(second) > 0 and not (len(first) < 4 or len(second) < 4) and _free(first)


def _is_broken(text: str) -> bool:
    """Whether a text may end in the midst of a word."""
    return text.endswith(HYPHENS) and BREAK.search(text[-3:]) is not None


def _folded(text: str) -> str:
    return text.replace("\u2010", "-").replace("\u2011", "-").casefold()


def _free(first: str) -> bool:
    """Whether a beginning can stand as a word of its own before a hyphen; syllables that only begin words cannot."""
    return first.casefold() not in {"con", "com", "pro", "tion", "inter", "trans"}


def clean(text: str) -> str:
    """Ligatures expanded, soft hyphens dropped, white space folded, composed."""
    if text.isascii():
        return " ".join(text.split())
    if LIGATURE.search(text):
        text = text.translate(LIGATURES)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def join(parts: Sequence[Part], words: Words) -> tuple[str, tuple[Piece, ...]]:
    """The parts' text in order, and where each part's words stand in it."""
    text = ""
    pieces: list[Piece] = []
    for line, start, end in parts:
        raw = line.text[start:end]
        own = mend(clean(raw), words)
        behind_mark = own.startswith(STOPS) and bool(pieces) and pieces[-1].line is line  # `as agreed 1/.` without its mark
        if own and text and not behind_mark:
            text, own_start = _meet(text, own, words)
        else:
            own_start = len(text)
        text += own
        pieces.append(Piece(line, own_start, len(text), start, end))
    return _settle(text, pieces)


def _meet(text: str, following: str, words: Words) -> tuple[str, int]:
    """The text so far, ready to have `following` put after it."""
    if not _is_broken(text):
        if (text[-1] in "/\u2013" and _in_address(text)) or (SLASHED.search(text[-2:]) and following[:1].isalnum()):
            return text, len(text)
        return text + " ", len(text) + 1
    if _in_address(text):
        return text, len(text)
    first, second = LAST_PART.search(text[-62:]), FIRST_PART.match(following)
    if first is None or second is None:
        return (text, len(text)) if following[:1].isalnum() else (text + " ", len(text) + 1)
    if second.group().casefold() in {"and", "or", "et", "ou", "to"}:  # `short- and long-term`
        return text + " ", len(text) + 1
    if words.keeps_hyphen(first.group(1), second.group()):
        return text, len(text)
    return text[:-1], len(text) - 1


def _in_address(text: str) -> bool:
    last = text[-300:].rsplit(" ", 1)[-1]
    return "://" in last or last.lstrip("(<[").startswith("www.")


def _settle(text: str, pieces: list[Piece]) -> tuple[str, tuple[Piece, ...]]:
    """A piece whose line-end hyphen was undone ends before it."""
    settled = [
        Piece(piece.line, piece.start, min(piece.end, following.start), piece.line_start, piece.line_end)
        if following.start < piece.end
        else piece
        for piece, following in itertools.pairwise(pieces)
    ]
    return text, tuple(settled + pieces[-1:])
