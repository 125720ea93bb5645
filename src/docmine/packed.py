"""The words of a line in a quarter of the memory, for lines that have left their reader and wait until somebody asks for their words.

An archive's long document has half a million words; as objects they would take more room than all that is found in them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import repeat
from struct import Struct
from typing import NamedTuple, overload

from docmine.source import Box, Line, Word

ROW = Struct("<5d2IB")  # x0, top, x1, bottom, size; the place in the line's text; bold and italic
BOLD, ITALIC = 1, 2


class Columns(NamedTuple):
    """Words of one page, a tuple for each thing told of them."""

    texts: Sequence[str]
    page: int
    x0s: Sequence[float]
    tops: Sequence[float]
    x1s: Sequence[float]
    bottoms: Sequence[float]
    sizes: Sequence[float]
    bold: Sequence[bool]
    italic: Sequence[bool]


def columns(words: Sequence[Word]) -> Columns:
    if not words:
        return Columns((), 0, (), (), (), (), (), (), ())
    texts, boxes, sizes, bold, italic = zip(*words, strict=True)
    pages, x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return Columns(texts, pages[0], x0s, tops, x1s, bottoms, sizes, bold, italic)


class PackedWords(Sequence[Word]):
    """Words as bytes; each is made anew when it is asked for. `smallest` and `largest` are the least and the most of their sizes (infinite
    and 0 for no words), `any_bold` whether one is bold: most lines need to be asked no more than that."""

    __slots__ = ("_page", "_rows", "_text", "any_bold", "largest", "smallest")

    def __init__(self, text: str, words: Columns, starts: Sequence[int], ends: Sequence[int]) -> None:
        """`starts` and `ends` are the places of the words in the line's text."""
        self._text, self._page = text, words.page
        sizes, self.any_bold = words.sizes, True in words.bold
        styles: Iterable[int] = repeat(0)
        if self.any_bold or True in words.italic:
            styles = [BOLD * bold + ITALIC * italic for bold, italic in zip(words.bold, words.italic, strict=True)]
        self._rows = b"".join(map(ROW.pack, words.x0s, words.tops, words.x1s, words.bottoms, sizes, starts, ends, styles))
        self.smallest, self.largest = min(sizes, default=math.inf), max(sizes, default=0.0)

    def __len__(self) -> int:
        return len(self._rows) // ROW.size

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Word, ...]: ...
    def __getitem__(self, index: int | slice) -> Word | tuple[Word, ...]:
        if isinstance(index, slice):
            return tuple(self)[index]
        at = range(len(self))[index]
        return self._word(*ROW.unpack_from(self._rows, at * ROW.size))

    def __iter__(self) -> Iterator[Word]:
        return (self._word(*row) for row in ROW.iter_unpack(self._rows))

    def _word(self, x0: float, top: float, x1: float, bottom: float, size: float, start: int, end: int, style: int) -> Word:
        return Word(self._text[start:end], Box(self._page, x0, top, x1, bottom), size, bool(style & BOLD), bool(style & ITALIC))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def starts(self) -> Iterator[tuple[float, int]]:
        """Where each word begins: in points from the page's left, and in the line's text."""
        return ((x0, start) for x0, _, _, _, _, start, _, _ in ROW.iter_unpack(self._rows))

    def weights(self) -> Iterator[tuple[str, bool]]:
        """Each word's text, and whether it is bold."""
        return ((self._text[start:end], bool(style & BOLD)) for _, _, _, _, _, start, end, style in ROW.iter_unpack(self._rows))

    def boxes(self, first: float, last: float) -> Iterator[Box]:
        """The boxes of the words between two places of the line's text."""
        for x0, top, x1, bottom, _, start, end, _ in ROW.iter_unpack(self._rows):
            if start < last and first < end:
                yield Box(self._page, x0, top, x1, bottom)


def pack(line: Line) -> PackedWords:
    """The words of a line that its text holds, in order."""
    if isinstance(line.words, PackedWords):
        return line.words
    words: list[Word] = []
    starts: list[int] = []
    at = 0
    for word in line.words:
        start = line.text.find(word.text, at)
        if start >= 0:
            at = start + len(word.text)
            words.append(word)
            starts.append(start)
    return PackedWords(line.text, columns(words), starts, [start + len(word.text) for start, word in zip(starts, words, strict=True)])


def packed(line: Line) -> Line:
    """The line with its words packed."""
    return line if isinstance(line.words, PackedWords) else replace(line, words=pack(line))
