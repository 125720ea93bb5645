"""Rows: what stands on one baseline in one column. The unit that the rest of layout works on."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING

from docmine.source import Line

if TYPE_CHECKING:
    from docmine.layout.tables import Table

BASELINE_SHARE = 0.35  # em: as in the readers
DESCENT = 0.2  # em
UNEVEN = 0.2  # of a size


@dataclass(slots=True, eq=False)
class Row:
    """Lines that share a baseline and a column. `left` and `right` are the margins of the column, in points."""

    lines: tuple[Line, ...]
    left: float = 0.0
    right: float = 0.0
    column: int = 0  # 0 over the whole width, else 1, 2 … from the left
    facing: bool = False  # its column is one of two languages side by side
    underlined: bool = False
    flush: bool = False  # begins where many rows do, so is not set in the middle
    table: Table | None = None  # the row stands for a whole table
    frame: int = 0  # the box drawn around the row, counted from 1 on its page; 0 for none
    aside: bool = False  # a short remark or number in the margin right of the text; it follows the row that it stands beside
    text: str = field(init=False)
    page: int = field(init=False)
    x0: float = field(init=False)
    x1: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)
    size: float = field(init=False)
    bold: bool = field(init=False)
    italic: bool = field(init=False)
    baseline: float = field(init=False)  # that of the largest line; a constant below the true one

    def __post_init__(self) -> None:
        lines = self.lines
        first = lines[0]
        self.page, self.x0, self.top, self.x1, self.bottom = first.box
        self.text, self.size, self.bold, self.italic, self.baseline = first.text, first.size, first.bold, first.italic, self.bottom
        if len(lines) == 1:
            return
        self.text = " ".join([line.text for line in lines])
        self.x1 = max([line.box.x1 for line in lines])
        self.top = min([line.box.top for line in lines])
        self.bottom = max([line.box.bottom for line in lines])
        self.size = max(lines, key=lambda line: len(line.text)).size
        self.baseline = max(lines, key=attrgetter("size")).box.bottom
        letters = sum([len(line.text) for line in lines])
        self.bold = 2 * sum([len(line.text) for line in lines if line.bold]) > letters
        self.italic = 2 * sum([len(line.text) for line in lines if line.italic]) > letters

    @property
    def width(self) -> float:
        return self.x1 - self.x0


def even_sizes(rows: Sequence[Row]) -> None:
    """Gives rows of about their usual size just that, on the baseline that most of their words share: character recognition guesses
    the box of each word."""
    if not rows:
        return
    usual = median(row.size for row in rows)
    for row in rows:
        if abs(row.size - usual) < UNEVEN * usual:
            row.size = usual
            feet = [word.box.bottom - DESCENT * word.size for line in row.lines for word in line.words]
            if feet:
                row.baseline = median(feet) + DESCENT * usual


def baseline_rows(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines grouped by baseline over the whole width, from top to bottom, each group from left to right."""
    groups: list[list[Line]] = []
    nearest: deque[tuple[float, float, list[Line]]] = deque(maxlen=3)  # the groups right above, each with its baseline and size
    for line in sorted(lines, key=_foot):
        foot, size = _baseline(line), line.size
        for level, other, group in nearest:
            if abs(level - foot) <= BASELINE_SHARE * (other if other > size else size) and _lies_beside(group, line):
                group.append(line)
                break
        else:
            group = [line]
            groups.append(group)
            nearest.appendleft((foot, size, group))
    for group in groups:
        if len(group) > 1:
            group.sort(key=_left)
    return groups


def _lies_beside(group: Sequence[Line], line: Line) -> bool:
    """Whether a line lies over none of the group's last ones."""
    x0, x1, size = line.box.x0, line.box.x1, line.size
    return not any(min(other.box.x1, x1) - max(other.box.x0, x0) > 0.3 * min(size, other.size) for other in group[-8:])


def _baseline(line: Line) -> float:
    bottom, size = line.box.bottom, line.size
    return bottom - DESCENT * size if bottom - line.box.top < 3 * size else bottom


_foot, _left = attrgetter("box.bottom", "box.x0"), attrgetter("box.x0", "box.x1")
