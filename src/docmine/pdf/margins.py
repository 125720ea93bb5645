"""Marks that hang in the margin (`1.`, `(a)`, bullets): found by their ink where lost, read a second time beside their text.

Tesseract garbles or drops a short word that a wide gap parts from the rest of its row (`is` for `1.`); set near to it the word is
read well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from docmine.pdf.engines import Engine, Seen
from docmine.pdf.scans import Grey, Ink

SURE_ENOUGH = 90.0  # of 100; a mark that is surer is not read again
MOST_WIDE, LEAST_GAP = 2.8, 0.9  # heights of a row: of what hangs, and of the gap behind it
FAR = 7.0  # heights of a row between a mark and its text
LEAST_INK = 12  # pixels of a mark; less is dirt
LOST = "°"  # what stands for a mark that the engine did not see; its shape or a second reading tells what it is
WITH = 3  # words of the text that help
PAD = 0.4  # heights of a row, around what is cut out
SPACE = 0.5
MARK = re.compile(r"[\[(]?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-z]|[ivx]{1,5}|[A-Z]|[IVX]{1,5})[.)\]]{0,2}|[•–—-]")

NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,3})(\.?)")


class Row(NamedTuple):
    """A row of the engine's, parted where a mark hangs; most rows have none."""

    mark: tuple[Seen, ...]
    text: tuple[Seen, ...]


def read_margins(seen: Sequence[Seen], grey: Grey, ink: Ink, engine: Engine, resolution: int) -> list[Seen]:
    """The words, with lost and doubtful marks that open rows as a second reading gives them, where it is surer and gives a mark."""
    rows = _joined([parted(tuple(words)) for _, words in groupby(seen, attrgetter("row"))])
    rows = [row if row.mark else _with_lost(row, seen, ink) for row in rows]
    lost = {index for index, row in enumerate(rows) if row.mark and row.mark[0].text == LOST}
    doubtful = [index for index, row in enumerate(rows) if _doubtful(row.mark)]
    if doubtful:
        paper = int(np.median(grey[::4, ::4]))
        strips = [_strip(rows[index], grey, paper) for index in doubtful]
        again = engine.rows(_stacked([strip for strip, _ in strips], paper), resolution)
        top = 0.0
        for index, (strip, end) in zip(doubtful, strips, strict=True):
            bottom = top + strip.shape[0]
            mark = [word for word in again if top <= (word.top + word.bottom) / 2 < bottom and (word.x0 + word.x1) / 2 < end]
            rows[index] = _better(rows[index], mark)
            top = bottom
        _set_stops(rows, set(doubtful))
    rows = [Row((), row.text) if index in lost and _is_dirt(index, rows) else row for index, row in enumerate(rows)]
    return [word for row in rows for word in (*row.mark, *row.text)]


def parted(words: tuple[Seen, ...]) -> Row:
    """The row with its mark: its first words where they are short and well apart from the rest."""
    for count, (word, after) in enumerate(pairwise(words[:4]), 1):
        height = max(word.bottom - word.top, after.bottom - after.top)
        if word.x1 - words[0].x0 > MOST_WIDE * height:
            break
        if after.x0 - word.x1 >= LEAST_GAP * height:
            return Row(words[:count], words[count:])
    return Row((), words)


def _joined(rows: Sequence[Row]) -> list[Row]:
    """The rows, those of a lone short word put before the text beside it: engines take a column of numbers for a block of its own."""
    lone = {index for index, row in enumerate(rows) if not row.mark and len(row.text) == 1}
    homes: dict[int, int] = {}
    for index in lone:
        beside = (
            other for other, row in enumerate(rows) if other not in lone and not row.mark and _is_beside(rows[index].text[0], row.text[0])
        )
        home = min(beside, key=lambda other: rows[other].text[0].x0, default=None)
        if home is not None and home not in homes.values():
            homes[index] = home
    marks = {home: rows[index].text[0]._replace(row=rows[home].text[0].row) for index, home in homes.items()}
    return [Row((marks[index],), row.text) if index in marks else row for index, row in enumerate(rows) if index not in homes]


def _is_beside(word: Seen, text: Seen) -> bool:
    """Whether a short word stands before a text's first on its level."""
    height = max(word.bottom - word.top, text.bottom - text.top)
    level = min(word.bottom, text.bottom) - max(word.top, text.top) > 0.5 * height
    return level and word.x1 - word.x0 <= MOST_WIDE * height and LEAST_GAP * height <= text.x0 - word.x1 <= FAR * height


def _with_lost(row: Row, seen: Sequence[Seen], ink: Ink) -> Row:
    """The row with a mark where ink that no word covers stands before it."""
    first = row.text[0]
    height = first.bottom - first.top
    top, bottom = max(round(first.top - 0.1 * height), 0), round(first.bottom)
    left, right = max(round(first.x0 - FAR * height), 0), round(first.x0 - LEAST_GAP * height)
    columns = np.nonzero(ink[top:bottom, left : max(right, left)].any(axis=0))[0]
    if not len(columns):
        return row
    # The ink nearest to the text: it ends where a gap as wide as the row is high comes.
    gaps = np.nonzero(np.diff(columns) > height)[0]
    x0, x1 = left + int(columns[gaps[-1] + 1 if len(gaps) else 0]), left + int(columns[-1]) + 1
    part = ink[top:bottom, x0:x1]
    lines = np.nonzero(part.any(axis=1))[0]
    if x0 - left < 2 or x1 - x0 > MOST_WIDE * height or int(part.sum()) < LEAST_INK or len(lines) < 3:
        return row
    y0, y1 = top + int(lines[0]), top + int(lines[-1]) + 1
    if any(word.x0 < x1 and x0 < word.x1 and word.top < y1 and y0 < word.bottom for word in seen):
        return row
    return Row((Seen(LOST, x0, y0, x1, y1, first.row, 0.0),), row.text)


def _doubtful(mark: Sequence[Seen]) -> bool:
    text = "".join(word.text for word in mark)
    return bool(mark) and (_sure(mark) < SURE_ENOUGH or (text[0].isdigit() and not MARK.fullmatch(text)))


def _sure(words: Iterable[Seen]) -> float:
    return min((word.confidence for word in words), default=0.0)


def _better(row: Row, again: Sequence[Seen]) -> Row:
    text = "".join(word.text for word in again)
    if not MARK.fullmatch(text) or _sure(again) <= _sure(row.mark):
        return row
    whole = row.mark[0]._replace(
        text=text,
        top=min(word.top for word in row.mark),
        x1=row.mark[-1].x1,
        bottom=max(word.bottom for word in row.mark),
        confidence=_sure(again),
    )
    return Row((whole,), row.text)


def _is_dirt(index: int, rows: Sequence[Row]) -> bool:
    """Whether ink before a row is no mark: no number, no letter with a bracket or stop, and no other mark stands below or above it."""
    mark = rows[index].mark[0]
    if any(map(str.isdigit, mark.text)) or (mark.text[-1:] in ".)]" and len(mark.text) > 1):
        return False
    near = 0.5 * (mark.bottom - mark.top)
    return not any(abs(row.mark[0].x0 - mark.x0) <= near for other, row in enumerate(rows) if row.mark and other != index)


def _set_stops(rows: list[Row], doubtful: set[int]) -> None:
    """Ends the doubtful numbers as the page's sure ones of as many levels end: with a stop or without."""
    numbers = {index: match for index, row in enumerate(rows) if len(row.mark) == 1 and (match := NUMBER.fullmatch(row.mark[0].text))}
    for index in doubtful & numbers.keys():
        levels, mark = numbers[index][1].count("."), rows[index].mark[0]
        ends = {match[2] for other, match in numbers.items() if other not in doubtful and match[1].count(".") == levels}
        if len(ends) == 1:
            rows[index] = Row((mark._replace(text=numbers[index][1] + ends.pop()),), rows[index].text)


def _strip(row: Row, grey: Grey, paper: int) -> tuple[Grey, float]:
    """The mark and the next words, cut out and set near each other; and where the mark ends in it."""
    text = row.text[:1]
    for before, after in pairwise(row.text[:WITH]):
        if after.x0 - before.x1 > 1.5 * (before.bottom - before.top):  # another column
            break
        text = (*text, after)
    words = (*row.mark, *text)
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    pad = round(PAD * (bottom - top))
    level = slice(max(round(top) - pad // 2, 0), round(bottom) + pad // 2)
    first = grey[level, max(round(row.mark[0].x0) - pad // 2, 0) : round(row.mark[-1].x1) + pad // 2]
    rest = grey[level, max(round(text[0].x0) - pad // 3, 0) : round(text[-1].x1) + pad // 3]
    blank = np.full((first.shape[0], round(SPACE * (bottom - top))), paper, dtype=np.uint8)
    strip = np.hstack([blank, first, blank, rest, blank])
    margin = np.full((pad, strip.shape[1]), paper, dtype=np.uint8)
    return np.vstack([margin, strip, margin]), blank.shape[1] * 1.5 + first.shape[1]


def _stacked(strips: Sequence[Grey], paper: int) -> Grey:
    width = max(strip.shape[1] for strip in strips)
    return np.vstack([np.pad(strip, ((0, 0), (0, width - strip.shape[1])), constant_values=paper) for strip in strips])
