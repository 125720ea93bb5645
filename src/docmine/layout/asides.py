"""What stands in the margins beside the text, parted from the rows that it stands beside: headings and keywords at the left, short
remarks and numbers (`Action: AB`, `(12)`) at the right, boxes at either side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from docmine.layout.marks import is_mark, read_marks
from docmine.layout.rows import Row, baseline_rows
from docmine.source import Box, Line

LONGEST = 24  # characters of a remark
FULL = 45  # characters of a row that shows where the text ends
NEAR = 12  # rows above and below that must leave the margin free
APART = 0.8  # em
LEAST_TEXT = 4  # rows that begin where the text does
LEAST_KEYWORDS = 3  # in the left margin; fewer may be anything
NARROW = 0.4  # of the page's width: a box in the margin is narrower
LONGEST_BOX = 400  # characters in it
SMALLER = 0.92  # times the text's size, or italic: a keyword
SET_IN = 2.0  # em that a paragraph's first row is set in at most
TIME = re.compile(r"\d{1,2}\s?[h:.]\s?\d{2}")  # at which minutes say that something happened
RAGGED = 4.0  # em that a full row may end before the margin


def sidebars(lines: Sequence[Line], frames: Iterable[Box], width: float) -> list[tuple[list[Line], Line]]:
    """What stands in frames in the margins of a page of that width, each with the last line of the text beside it."""
    found: list[tuple[list[Line], Line]] = []
    for frame in frames:
        inside = [line for line in lines if _meets(line.box, frame)]
        long = frame.x1 - frame.x0 > NARROW * width or sum(len(line.text) for line in inside) > LONGEST_BOX
        if long or not inside or (len(inside) == 1 and is_mark(inside[0].text)):  # a number set in a box of its own is one
            continue
        outside = [line for line in lines if len(line.text) > LONGEST and not _meets(line.box, frame)]
        beside = [line for line in outside if line.box.top < frame.bottom and frame.top < line.box.bottom]
        own_column = any(frame.x0 - 5 < line.box.x0 and line.box.x1 < frame.x1 + 5 for line in outside)
        if beside and not own_column and all(line.box.x0 > frame.x1 - 2 or line.box.x1 < frame.x0 + 2 for line in beside):
            found.append((inside, max(beside, key=lambda line: line.box.bottom)))
    return found


def _meets(box: Box, frame: Box) -> bool:
    return frame.x0 <= (box.x0 + box.x1) / 2 <= frame.x1 and frame.top <= (box.top + box.bottom) / 2 <= frame.bottom


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


def part_side_heads(rows: Sequence[Row]) -> list[Row]:
    """The rows of one column, each bold heading in the left margin in rows of its own before the text that it stands beside."""
    start = _text_start(rows)
    if start is None:
        return list(rows)
    parted: list[Row] = []
    head: Row | None = None
    for row in rows:
        if not _is_side_head(row, start):
            parted.append(row)
            continue
        before, head = head, Row(row.lines[:1], column=row.column)
        if before is not None and _goes_on(before, head):  # a heading of several rows stays together
            parted.insert(parted.index(before) + 1, head)
        else:
            parted.insert(len(parted) - (len(row.lines) == 1 and len(parted) > 0 and _is_level(parted[-1], head)), head)
        if len(row.lines) > 1:
            parted.append(Row(row.lines[1:], column=row.column))
    return parted


def _goes_on(head: Row, row: Row) -> bool:
    """Whether a row is the next of a heading."""
    flush = min(abs(head.x0 - row.x0), abs(head.x1 - row.x1)) < 1.0
    return flush and abs(head.size - row.size) < 0.5 and row.top - head.bottom < 0.6 * row.size


def _is_level(row: Row, head: Row) -> bool:
    """Whether a heading in the margin, in its own smaller type, begins beside a row and not below it."""
    return row.x0 > head.x1 and head.top < row.bottom - 0.2 * head.size


def keywords(lines: Sequence[Line]) -> list[tuple[list[Line], Line]]:
    """The keywords in a margin left of the text and its numbers, each with the line of the text that it stands beside."""
    start = _usual_start(lines)
    left = [line for line in lines if start is not None and line.box.x1 < start and not line.bold]
    if start is None or not left:
        return []
    groups = baseline_rows(lines)
    beside = {index for index, group in enumerate(groups) if _has_keyword(group, start)}
    least = 1 if all(_is_distinct(groups[index]) for index in beside) else LEAST_KEYWORDS
    column = sum(len(line.text) > LONGEST for line in left)  # where much stands, text does
    if len(beside) < max(least, column / 2) or len(left) < least:
        return []
    limit = max(groups[index][0].box.x1 for index in beside)
    found: list[tuple[list[Line], Line]] = []
    for index, group in enumerate(groups):
        if index - 1 in beside and index in beside and _is_second_row(found[-1][0][-1], group[0]):
            found[-1][0].append(group[0])
        elif index in beside:
            found.append((group[:1], group[-1]))
        elif len(group) == 1 and group[0].box.x1 <= limit and not group[0].bold and found and index - 1 in beside:
            found[-1][0].append(group[0])  # a keyword's second row
    return found


def _has_keyword(group: Sequence[Line], start: float) -> bool:
    """Small or italic words that end well before the text or its number begins; small and italic ones may stand beside the first row of a
    paragraph that is set in."""
    first, *rest = group
    if not rest or first.bold or len(first.text) > 2 * LONGEST or is_mark(first.text):
        return False
    text = _after_mark(rest)[0]
    unlike = (first.italic and not text.italic) or first.size < SMALLER * text.size
    set_in = text.box.x0 - start
    begins = -2.0 < set_in < (SET_IN * text.size if _is_distinct(group) else 2.0)
    return unlike and begins and first.box.x1 < rest[0].box.x0 - APART * first.size


def _is_distinct(group: Sequence[Line]) -> bool:
    """Whether a row begins with words that are both smaller than its text and italic, or with a smaller time of day."""
    first, last = group[0], group[-1]
    return first.size < SMALLER * last.size and ((first.italic and not last.italic) or TIME.fullmatch(first.text) is not None)


def _is_second_row(before: Line, line: Line) -> bool:
    """Whether a keyword's row goes on from the one right above, at the left or right edge of the margin."""
    flush = min(abs(before.box.x0 - line.box.x0), abs(before.box.x1 - line.box.x1)) < 1.0
    return flush and line.box.top - before.box.bottom < 0.6 * line.size


def _text_start(rows: Sequence[Row]) -> float | None:
    """Where the text begins, if bold words stand left of it and nothing else does."""
    usual = _usual_start(row.lines[-1] for row in rows)
    if usual is None:
        return None
    heads = [index for index, row in enumerate(rows) if _is_side_head(row, usual)]
    return usual if any(len(rows[index].lines) > 1 or (index and _is_level(rows[index - 1], rows[index])) for index in heads) else None


def _usual_start(lines: Iterable[Line]) -> float | None:
    """Where most full lines begin; None where few are full."""
    starts = Counter([round(line.box.x0) for line in lines if len(line.text) >= FULL])
    usual, times = max(starts.items(), key=lambda pair: (pair[1], -pair[0]), default=(0, 0))
    return float(usual) if times >= LEAST_TEXT else None


def _is_side_head(row: Row, start: float) -> bool:
    """A bold part that ends well before the text begins; what follows it on the row is plain text, behind its number or not, and one of
    the two begins where the text does."""
    first, *rest = row.lines
    if not first.bold or len(first.text) > 2 * LONGEST or first.box.x1 > start - APART * first.size:
        return False
    if is_mark(first.text):
        return False  # a number beside its paragraph
    if not rest:
        return True
    text = _after_mark(rest)
    begins = min(abs(part.box.x0 - start) for part in (rest[0], text[0]))
    return begins < 2.0 and not text[0].bold and len(text) == 1


def _after_mark(lines: Sequence[Line]) -> Sequence[Line]:
    """What stands behind a number, or all if there is none."""
    return lines[1:] if len(lines) > 1 and is_mark(lines[0].text) else lines
