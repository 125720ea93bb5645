"""Short remarks and numbers in the margin right of the text (`Action: AB`, `(12)`), parted from the rows that they stand beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docmine.layout.marks import read_marks
from docmine.layout.rows import Row
from docmine.source import Line

LONGEST = 24  # characters of a remark
FULL = 45  # characters of a row that shows where the text ends
NEAR = 12  # rows above and below that must leave the margin free
APART = 0.8  # em
RAGGED = 4.0  # em that a full row may end before the margin


def part_asides(rows: Sequence[Row]) -> list[Row]:
    """The rows of one column, each remark in the right margin a row of its own behind the one that it stands beside."""
    beside = {index for index, row in enumerate(rows) if _is_beside(rows, index, row)}
    if not beside:
        return list(rows)
    return [part for index, row in enumerate(rows) for part in (_parted(row) if index in beside else [row])]


def _is_beside(rows: Sequence[Row], index: int, row: Row) -> bool:
    """Whether the last part of a row stands in a margin that the rows around leave free, and most have nothing in."""
    remark = row.lines[-1]
    if len(row.lines) < 2 or len(remark.text) > LONGEST or row.lines[-2].text.endswith(("..", ". .", "…")):
        return False
    limit = remark.box.x0 - APART * remark.size
    near = [*_leaving(rows, range(index - 1, index - NEAR, -1), limit), row, *_leaving(rows, range(index + 1, index + NEAR), limit)]
    texts = [_text(other, limit) for other in near]
    edge = max((text.box.x1 for text in texts), default=0.0)
    full = [text for text in texts if len(text.text) >= FULL and edge - text.box.x1 < RAGGED * text.size]
    others = sum(other.lines[-1].box.x0 > limit for other in near)
    if len(full) < 2 or 2 * others > len(near) + 1:
        return False  # cells of a table, or page numbers of a contents page
    return row.lines[-2] in full or (_is_number(remark) and full[0].box.x1 < limit)


def _leaving(rows: Sequence[Row], indices: range, limit: float) -> Iterator[Row]:
    """The rows in sequence whose text leaves the margin free."""
    for index in indices:
        if not 0 <= index < len(rows) or _text(rows[index], limit).box.x1 > limit:
            return
        yield rows[index]


def _text(row: Row, limit: float) -> Line:
    """The last part of a row that begins before the margin."""
    return next((line for line in reversed(row.lines) if line.box.x0 <= limit), row.lines[0])


def _is_number(line: Line) -> bool:
    return any(mark.end >= len(line.text) and mark.sure for mark in read_marks(line.text))


def _parted(row: Row) -> list[Row]:
    return [Row(row.lines[:-1], column=row.column), Row(row.lines[-1:], column=row.column, aside=True)]
