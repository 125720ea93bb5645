"""Tables drawn with ruling lines: from a page's rules to grids of cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docmine.source import Box, Line, Rule

TOUCH = 3.0  # points: lines nearer than that meet
MOST_RULES = 1_500  # a page with more is a drawing
Edge = tuple[float, float, float, float]  # a rule's left, top, right and bottom


@dataclass(frozen=True, slots=True)
class Grid:
    """The edges of rows and columns, ascending, in points."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]

    def holds(self, box: Box) -> bool:
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        return self.xs[0] - TOUCH <= x <= self.xs[-1] + TOUCH and self.ys[0] - TOUCH <= y <= self.ys[-1] + TOUCH

    def cell(self, box: Box) -> tuple[int, int]:
        """Row and column of the cell that the box begins in."""
        y = (box.top + box.bottom) / 2
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        column = min(max(bisect_right(self.xs, box.x0 + 1.0) - 1, 0), len(self.xs) - 2)
        return row, column


def find_grids(groups: Iterable[Sequence[Edge]]) -> list[Grid]:
    """The grids of two columns and two rows or more that groups of rules draw."""
    grids = []
    for group in groups:
        xs = _merged(x0 for x0, top, x1, bottom in group if bottom - top > x1 - x0)
        ys = _merged(top for _, top, _, _ in (box for box in group if box[2] - box[0] >= box[3] - box[1]))
        if (len(xs) >= 3 and len(ys) >= 3) or (len(xs) >= 3 and len(ys) == 2 and len(group) > 6):
            grids.append(Grid(xs, ys))
    return sorted(grids, key=lambda grid: grid.ys[0])


def find_frames(groups: Iterable[Sequence[Edge]], page: int) -> list[Box]:
    """The boxes on a page that groups of rules draw with four edges and nothing inside, from top to bottom."""
    frames = []
    for group in groups:
        level = [box for box in group if box[2] - box[0] >= box[3] - box[1]]
        xs = _merged(x for x0, top, x1, bottom in group if bottom - top > x1 - x0 for x in (x0, x1))
        ys = _merged(y for _, top, _, bottom in level for y in (top, bottom))
        if len(group) >= 4 and len(xs) == 2 and len(ys) == 2:
            frames.append(Box(page, xs[0], ys[0], xs[1], ys[1]))
    return sorted(frames, key=lambda frame: (frame.top, frame.x0))


def _merged(values: Iterable[float]) -> tuple[float, ...]:
    merged: list[float] = []
    for value in sorted(values):
        if not merged or value - merged[-1] > TOUCH:
            merged.append(value)
    return tuple(merged)


def connected(rules: Iterable[Rule]) -> list[list[Edge]]:
    """The rules grouped so that those that touch are together. None of a drawing."""
    boxes = sorted({(r.box.x0, r.box.top, r.box.x1, r.box.bottom) for r in rules})
    if len(boxes) > MOST_RULES:
        return []
    home = list(range(len(boxes)))

    def root(index: int) -> int:
        while home[index] != index:
            home[index] = home[home[index]]
            index = home[index]
        return index

    for i, (ax0, atop, ax1, abottom) in enumerate(boxes):
        for j in range(i + 1, len(boxes)):
            bx0, btop, bx1, bbottom = boxes[j]
            if bx0 > ax1 + TOUCH:
                break  # sorted by the left edge
            if btop <= abottom + TOUCH and atop <= bbottom + TOUCH and bx1 >= ax0 - TOUCH:
                home[root(j)] = root(i)
    groups: dict[int, list[Edge]] = {}
    for index, box in enumerate(boxes):
        groups.setdefault(root(index), []).append(box)
    return list(groups.values())


def cells_of(grid: Grid, lines: Sequence[Line]) -> list[list[list[Line]]]:
    """The lines in the grid's cells, row by row, each cell's from top to bottom; rows without any left out."""
    rows: list[list[list[Line]]] = [[[] for _ in grid.xs[1:]] for _ in grid.ys[1:]]
    for line in sorted(lines, key=lambda line: (line.box.top, line.box.x0)):
        row, column = grid.cell(line.box)
        rows[row][column].append(line)
    return [row for row in rows if any(row)]
