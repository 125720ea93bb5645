"""Numbers that count the rows of a page in its margin (`5`, `10`, `15`), as drafts and bills have: no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from docmine.layout.rows import baseline_rows
from docmine.source import Line, Page

LONGEST = 3  # figures
BARE = re.compile(rf"\d{{1,{LONGEST}}}")
ALIGNED = 1.5  # points
STEPS = (1, 2, 5, 10)
FEWEST = 3  # numbers of a page that count by more than one
FEWEST_SINGLE = 8  # that count by one, as paragraphs do
PASSED = 0.6  # of the rows between numbers that count by more than one: in a table of ages each row has its number
REGULAR = 0.8  # of the steps between numbers, and of the rows beside numbers that count by one
GOING_ON = 0.3  # of these rows, that go on in the middle of a sentence: paragraphs begin with capitals


class _Column(NamedTuple):
    """Where such numbers stand: on which side they are flush, where, and by how much they count."""

    flush: Callable[[Line], float]
    place: float
    step: int


def _left(line: Line) -> float:
    return line.box.x0


def _right(line: Line) -> float:
    return line.box.x1


def line_numbers(pages: Sequence[Page]) -> set[int]:
    """The `id()`s of the lines that count rows; a page with few is told by those with more."""
    bare = [[line for line in page.lines if len(line.text) <= LONGEST and BARE.fullmatch(line.text)] for page in pages]
    columns = [column for page, lines in zip(pages, bare, strict=True) if len(lines) >= FEWEST for column in _columns(lines, page)]
    return {
        id(line)
        for flush, place, step in columns
        for lines in bare
        for line in lines
        if abs(flush(line) - place) <= ALIGNED and int(line.text) % step == 0
    }


def _columns(lines: Sequence[Line], page: Page) -> Iterator[_Column]:
    for flush in (_right, _left):
        for group in _aligned(lines, flush):
            ordered = sorted(group, key=lambda line: line.box.top)
            steps = Counter(int(b.text) - int(a.text) for a, b in pairwise(ordered))
            step, times = max(steps.items(), key=lambda pair: pair[1])
            if step in STEPS and times >= REGULAR * steps.total() and _counts_rows(ordered, step, page):
                yield _Column(flush, flush(ordered[0]), step)


def _aligned(lines: Sequence[Line], flush: Callable[[Line], float]) -> Iterator[list[Line]]:
    """The groups of enough lines that are flush on one side."""
    group: list[Line] = []
    for line in sorted(lines, key=flush):
        if group and flush(line) - flush(group[-1]) > ALIGNED:
            if len(group) >= FEWEST:
                yield group
            group = []
        group.append(line)
    if len(group) >= FEWEST:
        yield group


def _counts_rows(numbers: Sequence[Line], step: int, page: Page) -> bool:
    """Whether numbers count rows and nothing else: no text crosses their column; by one, nearly every row has one."""
    own, top, bottom = {id(line) for line in numbers}, numbers[0].box.top, numbers[-1].box.bottom
    x0, x1 = min(line.box.x0 for line in numbers), max(line.box.x1 for line in numbers)
    rows = [row for row in baseline_rows(page.lines) if any(top <= line.box.bottom and line.box.top <= bottom for line in row)]
    others = [line for row in rows for line in row if id(line) not in own]
    if not others or any(line.box.x0 < x1 and x0 < line.box.x1 for line in others):
        return False
    if step > 1:
        return all(int(line.text) % step == 0 for line in numbers) and len(rows) > PASSED * step * (len(numbers) - 1)
    longest = [max((line for line in row if id(line) not in own), key=lambda line: len(line.text), default=None) for row in rows]
    beside = sum(any(id(line) in own for line in row) for row in rows)
    going_on = sum(line is not None and line.text[:1].islower() for line in longest)
    return len(numbers) >= FEWEST_SINGLE and beside >= REGULAR * len(rows) and going_on >= GOING_ON * len(rows)
