"""From characters back to boxes."""

from __future__ import annotations

from docmine import places
from docmine.source import Block, Box, Line, Piece, Word


def line(text: str, page: int, top: float, x0: float = 72.0) -> Line:
    words, at = [], x0
    for token in text.split(" "):
        width = 6.0 * len(token)
        words.append(Word(token, Box(page, at, top, at + width, top + 12), 12.0))
        at += width + 6.0
    return Line(text, Box(page, x0, top, at - 6.0, top + 12), 12.0, False, False, tuple(words))


def block(*lines: Line) -> Block:
    pieces, at = [], 0
    for one in lines:
        pieces.append(Piece(one, at, at + len(one.text), 0, len(one.text)))
        at += len(one.text) + 1
    return Block("paragraph", " ".join(one.text for one in lines), tuple(pieces))


def test_words_resolve_to_their_own_boxes() -> None:
    """A span in the second line has the box of exactly its words there."""
    it = block(line("The Council met", 1, 100), line("and endorsed the Plan", 1, 114))
    start = it.text.index("endorsed")
    assert places.boxes(it, start, start + len("endorsed the")) == (Box(1, 72 + 24, 114, 72 + 24 + 48 + 6 + 18, 126),)


def test_a_span_over_a_line_end_has_a_box_on_each_line() -> None:
    """`met and` gives two boxes, one a line."""
    it = block(line("The Council met", 1, 100), line("and endorsed the Plan", 1, 114))
    start = it.text.index("met")
    assert [b.top for b in places.boxes(it, start, start + len("met and"))] == [100, 114]


def test_a_paragraph_over_a_page_break_has_a_region_on_each_page() -> None:
    """Lines on pages 1 and 2 give two regions, the first as tall as its lines."""
    it = block(line("one", 1, 100), line("two", 1, 114), line("three", 2, 80))
    assert [(b.page, b.top, b.bottom) for b in places.regions(it)] == [(1, 100, 126), (2, 80, 92)]


def test_a_paragraph_over_two_columns_has_a_region_in_each() -> None:
    """A jump up and to the right begins a new region."""
    it = block(line("one", 1, 700), line("two", 1, 100, x0=320.0))
    assert len(places.regions(it)) == 2
