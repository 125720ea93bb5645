"""Two languages that face each other: the same numbers stand beside one another, each before its own text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from docmine.layout.flow import is_terminal
from docmine.layout.marks import Mark, number_of
from docmine.layout.rows import Row
from docmine.source import Line

LEAST_PAIRS = 3
SAME_X = 3.0  # points
NEAR = 12.0  # points


def facing_split(groups: Iterable[Sequence[Line]], width: float, known: float | None = None) -> float | None:
    """Where the right language begins, less a little; None where no numbers face each other. `groups` are a page's lines by baseline,
    `known` is where it did on pages before: there one pair is enough."""
    starts: Counter[int] = Counter()
    labels: dict[int, list[str]] = {}
    for group in groups:
        number = _number(group, 0) if len(group) > 1 else None
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
    """The rows of pages in reading order, what goes on from a page's column of one of two facing languages put before the other's."""
    parts: list[list[Row]] = []  # whole-width rows, a left column, a right column … of page after page
    for page in pages:
        columns = [list(group) for _, group in groupby(page, key=lambda row: row.column if row.facing else 0)]
        if len(parts) > 1 and [part[0].column for part in (*parts[-2:], *columns[:2])] == [1, 2, 1, 2]:
            for before, after in zip(parts[-2:], columns[:2], strict=True):
                _go_on(before, after)
        parts += [column for column in columns if column]
    return [row for part in parts for row in part]


def _go_on(before: list[Row], after: list[Row]) -> None:
    """Moves the rows that end a page's last paragraph to it from the next page's column."""
    while after and not is_terminal(before[-1].text) and _number(after[0].lines, 0) is None:
        before.append(after.pop(0))


def _number(group: Sequence[Line], index: int) -> Mark | None:
    """The number that a line begins with, if words stand behind it."""
    mark = number_of(group[index].text)
    if mark is None:
        return None
    behind = group[index].text[mark.end :] + (group[index + 1].text if index + 1 < len(group) else "")
    return mark if sum(map(str.isalpha, behind)) > 3 else None
