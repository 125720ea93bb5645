"""Rows: what stands on one baseline in one column. The unit that the rest of layout works on."""

from __future__ import annotations

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
    text: str = ""
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
        self.text = " ".join(line.text for line in lines)
        self.x0 = lines[0].box.x0
        self.x1 = max(line.box.x1 for line in lines)
        self.top = min(line.box.top for line in lines)
        self.bottom = max(line.box.bottom for line in lines)
        longest = max(lines, key=lambda line: len(line.text))
        self.size = longest.size
        self.baseline = max(lines, key=attrgetter("size")).box.bottom
        letters = sum(len(line.text) for line in lines)
        self.bold = 2 * sum(len(line.text) for line in lines if line.bold) > letters
        self.italic = 2 * sum(len(line.text) for line in lines if line.italic) > letters

    @property
    def page(self) -> int:
        return self.lines[0].page

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
    for line in sorted(lines, key=lambda line: (line.box.bottom, line.box.x0)):
        home = next((group for group in reversed(groups[-3:]) if _same_baseline(group, line)), None)
        if home is None:
            groups.append([line])
        else:
            home.append(line)
    for group in groups:
        group.sort(key=lambda line: (line.box.x0, line.box.x1))
    return groups


def _same_baseline(group: Sequence[Line], line: Line) -> bool:
    first = group[0]
    if abs(_baseline(first) - _baseline(line)) > BASELINE_SHARE * max(first.size, line.size):
        return False
    return all(min(other.box.x1, line.box.x1) - max(other.box.x0, line.box.x0) <= 0.3 * min(line.size, other.size) for other in group[-8:])


def _baseline(line: Line) -> float:
    return line.box.bottom - DESCENT * line.size if line.box.bottom - line.box.top < 3 * line.size else line.box.bottom
