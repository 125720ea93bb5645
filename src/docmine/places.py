"""From characters back to the page: the boxes of a block's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docmine.packed import pack
from docmine.source import Block, Box, Piece


def regions(block: Block) -> tuple[Box, ...]:
    """The block's rectangles in reading order: one a page, or one a column where it runs over columns."""
    return _merged(piece.line.box for piece in block.pieces)


def boxes(block: Block, start: int, end: int) -> tuple[Box, ...]:
    """The rectangles of the words in `block.text[start:end]`, one a line; empty for text input."""
    found = (box for piece in block.pieces if piece.start < end and start < piece.end for box in _word_boxes(piece, start, end))
    return tuple(_joined(list(boxes_)) for boxes_ in _by_line(found))


def _word_boxes(piece: Piece, start: int, end: int) -> Iterator[Box]:
    """Boxes of the words of one line that lie in the block's characters `start` to `end`.

    The line's and the block's text differ only by folded white space or an undone hyphen, so offsets are moved in proportion.
    """
    scale = (piece.line_end - piece.line_start) / max(1, piece.end - piece.start)
    first = piece.line_start + (max(start, piece.start) - piece.start) * scale
    last = piece.line_start + (min(end, piece.end) - piece.start) * scale
    return pack(piece.line).boxes(first + 0.5, last - 0.5)


def _by_line(boxes_: Iterable[Box]) -> Iterator[list[Box]]:
    """Runs of boxes that stand on one line."""
    run: list[Box] = []
    for box in boxes_:
        if run and (box.page != run[-1].page or box.top >= run[-1].bottom or box.bottom <= run[-1].top or box.x0 < run[-1].x0):
            yield run
            run = []
        run.append(box)
    if run:
        yield run


def _merged(boxes_: Iterable[Box]) -> tuple[Box, ...]:
    """Boxes joined as long as they follow one another down one page and share a column."""
    runs: list[list[Box]] = []
    for box in boxes_:
        if runs and _follows(runs[-1][-1], box):
            runs[-1].append(box)
        else:
            runs.append([box])
    return tuple(_joined(run) for run in runs)


def _follows(last: Box, box: Box) -> bool:
    beside = box.top < last.bottom and last.top < box.bottom
    below = box.top >= last.top and box.x0 < last.x1 and last.x0 < box.x1
    return last.page == box.page and (below or beside)


def _joined(run: list[Box]) -> Box:
    if len(run) == 1:
        return run[0]
    pages, x0s, tops, x1s, bottoms = zip(*run, strict=True)
    return Box(pages[0], min(x0s), min(tops), max(x1s), max(bottoms))
