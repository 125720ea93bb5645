"""Two languages that face each other: the same numbers stand beside one another, each before its own text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from docmine.layout.marks import Mark, number_of
from docmine.layout.rows import Row, baseline_rows
from docmine.source import Line

LEAST_PAIRS = 3
SAME_X = 3.0  # points
NEAR = 12.0  # points


def facing_split(lines: Sequence[Line], width: float, known: float | None = None) -> float | None:
    """Where the right language begins, less a little; None where no numbers face each other. `known` is where it did on pages before:
    there one pair is enough."""
    starts: Counter[int] = Counter()
    labels: dict[int, list[str]] = {}
    for group in baseline_rows(lines):
        number = _number(group, 0)
        if number is None:
            continue
        for index in range(1, len(group)):
            again = _number(group, index)
            if again is not None and again.label == number.label and again.style == number.style and group[index].box.x0 > 0.3 * width:
                starts[round(group[index].box.x0 / SAME_X)] += 1
                labels.setdefault(round(group[index].box.x0 / SAME_X), []).append(number.label)
    place = max(starts, key=lambda place: (starts[place], -place), default=None)
    if place is None:
        return None
    least = 1 if known is not None and abs(SAME_X * place - known) < NEAR else LEAST_PAIRS
    if starts[place] < least or any(a == b for a, b in pairwise(labels[place])):
        return None
    return SAME_X * place - SAME_X - 1.0


def in_languages(pages: Iterable[Sequence[Row]]) -> list[Row]:
    """The rows of pages in reading order, each of two facing languages on from page to page as long as nothing stands across them."""
    rows: list[Row] = []
    right: list[Row] = []  # the right language's, waiting for the end of the left's
    for page in pages:
        across = max((index for index, row in enumerate(page) if not row.facing), default=-1)
        for index, row in enumerate(page):
            if right and not row.facing:
                rows += right
                right = []
            if index > across and row.column == 2:
                right.append(row)
            else:
                rows.append(row)
    return rows + right


def _number(group: Sequence[Line], index: int) -> Mark | None:
    """The number that a line begins with, if words stand behind it."""
    mark = number_of(group[index].text)
    if mark is None:
        return None
    behind = group[index].text[mark.end :] + (group[index + 1].text if index + 1 < len(group) else "")
    return mark if sum(map(str.isalpha, behind)) > 3 else None
