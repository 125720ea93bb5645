"""What holds for any page whatever."""

from __future__ import annotations

import os
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lost_lines import astray, invented

from docmine.errors import SourceError
from docmine.layout import lay_out
from docmine.layout.join import clean
from docmine.layout.marks import follows, read_marks, roman
from docmine.pdf import read_pdf
from docmine.source import Box, Line, Page, Rule, Source, Word

TEXTS = st.one_of(
    st.sampled_from(
        [
            "1. The Committee met.",
            "2.",
            "(a) one thing;",
            "• Origin issues",
            "Revenue Package",
            "AGENDA",
            "- 3 -",
            "Page 2 of 4",
            "Resolution 2017-01",
            "Decision 3",
            "4.1.1 Text",
            "and so on with trans-",
            "parent rules and the like that fill a line of the page to its end",
            "____________",
            "2016. A year",
            "ANNEX",
            "12",
            "fiﬁ",
            "Distr.: General",
            "(Item IV on the Agenda)",
            "too ls",
            "1 See note.",
            "of the Customs Co-operation Council, which",
        ]
    ),
    st.text(st.characters(blacklist_categories=("Cs", "Zs", "Cc", "Zl", "Zp")), min_size=1, max_size=30),
)


@st.composite
def lines(draw: st.DrawFn, number: int) -> Line:
    text = " ".join(draw(TEXTS).split()) or "x"
    x, y = draw(st.sampled_from([36.0, 72.0, 108.0, 300.0, 320.0])), draw(st.integers(2, 68)) * 12.0
    size, bold = draw(st.sampled_from([8.0, 10.0, 14.0])), draw(st.booleans())
    words, at = [], x
    for part in text.split(" "):
        words.append(Word(part, Box(number, at, y - 0.8 * size, at + 5.0 * len(part), y + 0.2 * size), size, bold))
        at += 5.0 * len(part) + 5
    return Line(text, Box(number, x, y - 0.8 * size, at - 5, y + 0.2 * size), size, bold, draw(st.booleans()), tuple(words))


@st.composite
def pages(draw: st.DrawFn) -> list[Page]:
    made = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        rules = draw(st.lists(st.builds(lambda x, y, w: Rule(Box(number, x, y, x + w, y)), *[st.integers(0, 500)] * 3), max_size=6))  # noqa: B023
        made.append(Page(number, 595, 842, tuple(draw(st.lists(lines(number), max_size=25))), tuple(rules)))
    return made


@given(pages())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_line_lies_in_exactly_one_block(made: list[Page]) -> None:
    """Nothing on a page is lost and nothing is told twice."""
    assert not astray(made, lay_out(made))


ROOT = Path(__file__).resolve().parents[2]
REAL = Path(os.environ.get("DOCMINE_SHARED", ROOT.parent / "shared")) / "reference" / "real"


def _read(paper: Path) -> list[Page]:
    """The paper's pages as they are without OCR: a scan has none."""
    try:
        return list(read_pdf(Source(paper.name, paper.read_bytes(), "0" * 64, "application/pdf"), reader="fast"))
    except SourceError as error:
        if error.code != "no-text":
            raise
        return []


def test_every_line_of_every_real_paper_lies_in_exactly_one_block() -> None:
    """What the reader gives of a paper is all in its blocks, and each block's words are in its lines."""
    papers = sorted(REAL.glob("*.pdf"))
    if not papers:
        pytest.skip("these papers are not here (set DOCMINE_SHARED)")
    wrong: dict[str, list[str]] = {}
    for paper in papers:
        read = _read(paper)
        layout = lay_out(read)
        if lost := [*astray(read, layout), *invented(layout)]:
            wrong[paper.name] = lost
    assert not wrong


@given(pages())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_pieces_lead_back_to_their_lines(made: list[Page]) -> None:
    """A piece's words in the block are its words in the line, up to spaces and an undone hyphen; texts are clean."""
    for block in lay_out(made).blocks:
        assert block.text == unicodedata.normalize("NFC", block.text)
        assert "  " not in block.text
        for piece in block.pieces:
            there = clean(piece.line.text[piece.line_start : piece.line_end]).replace(" ", "")
            here = block.text[piece.start : piece.end].replace(" ", "")
            assert here in (there, there[:-1], "")


@given(pages())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_parents_are_numbered_and_sections_are_headings(made: list[Page]) -> None:
    """Blocks point to blocks of the kind they say, and the same pages give the same layout."""
    layout = lay_out(made)
    for index, block in enumerate(layout.blocks):
        assert block.parent is None or (layout.blocks[block.parent].number is not None and block.parent != index)
        assert block.section is None or layout.blocks[block.section].role == "heading"
        assert (block.level > 0) == (block.role == "heading")
        assert block.number is None or block.role == "paragraph"
    assert layout == lay_out(made)


@given(st.integers(1, 3000))
def test_roman_numbers_are_read(number: int) -> None:
    """Every number written in roman numerals is read back, small letters too."""
    rest, written = number, ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    ):
        written += letters * (rest // value)
        rest %= value
    assert roman(written) == (number if len(written) <= 8 else 0)
    assert roman(written.lower()) == roman(written)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=4).map(tuple))
def test_a_number_is_followed_by_one_of_each_depth(number: tuple[int, ...]) -> None:
    """The next number counts the last part up, opens a deeper level or goes back to an outer one; no number follows itself."""
    assert follows(number, (*number[:-1], number[-1] + 1))
    assert follows(number, (*number, 1))
    assert follows(number, (number[0] + 1,))
    assert not follows(number, number)


def test_hostile_lines_cost_little() -> None:
    """Long runs of digits, dots, spaces and letters are read in linear time."""
    start = time.process_time()
    for text in (
        "1" * 200_000,
        "1." * 100_000,
        "(" * 200_000,
        "I" * 200_000,
        "A/" * 100_000,
        "a " * 100_000,
        "- " * 100_000,
        "Resolution " * 20_000,
    ):
        read_marks(text)
        line = Line(text, Box(1, 72, 100, 500, 110), 10.0, False)
        lay_out([Page(1, 595, 842, (line, Line("Title", Box(1, 72, 60, 100, 70), 10.0, True)))])
    assert time.process_time() - start < 20
