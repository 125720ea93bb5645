"""Plain text as pages of lines, as a typewriter would have set them.

A text file has no geometry, so one is made up that says what its white space says: every character is as wide as the others, every
line one pitch below the one before, an empty line a gap. Layout then reads it like any other page. Lengths are in points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docmine.errors import SourceError
from docmine.packed import packed
from docmine.source import Box, Line, Page, Source, Word

SIZE = 10.0
ADVANCE = 6.0  # a character's width
PITCH = 12.0  # from one line to the next
MARGIN = 72.0
TAB = 8  # columns
MAX_LINE = 100_000  # characters; no line of a document made for people is as long
COLUMN_GAP = 5  # spaces inside a line that set its parts apart, as between a number and its text or two cells
NEW_LINE = re.compile(r"\r\n?|\n|\x0b|\x85|\u2028|\u2029")
PART = re.compile(rf"\S+(?:\s{{1,{COLUMN_GAP - 1}}}\S+)*")
WORD = re.compile(r"\S+")


def read_text(source: Source) -> Iterator[Page]:
    """The text's pages, which form feeds part.

    Raises `SourceError` (`empty`, `not-utf8`, `nul-bytes`, `line-too-long`, `no-text`).
    """
    text = _decoded(source)
    for number, part in enumerate(_pages(text), 1):
        yield _page(part, number)


def _decoded(source: Source) -> str:
    if not source.data:
        raise SourceError(f"{source.name}: the file is empty; fetch it again", code="empty")
    if b"\0" in source.data:
        raise SourceError(f"{source.name}: not a text (it has NUL bytes); give UTF-8 text or a PDF", code="nul-bytes")
    try:
        text = source.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{source.name}: not UTF-8 text (byte {error.start}); convert it, for instance with iconv -t UTF-8"
        raise SourceError(message, code="not-utf8") from error
    if not text.strip():
        raise SourceError(f"{source.name}: the file has no words in it", code="no-text")
    longest = max(map(len, NEW_LINE.split(text)))
    if longest > MAX_LINE:
        message = f"{source.name}: a line has {longest} characters (at most {MAX_LINE}); break the text into lines"
        raise SourceError(message, code="line-too-long")
    return text


def _pages(text: str) -> list[str]:
    pages = text.split("\f")
    return pages[:-1] if len(pages) > 1 and not pages[-1].strip() else pages


def _page(text: str, number: int) -> Page:
    rows = [row.expandtabs(TAB) for row in NEW_LINE.split(text)]
    lines = [line for index, row in enumerate(rows) for line in _lines(row, MARGIN + index * PITCH, number)]
    width = max((line.box.x1 for line in lines), default=0.0) + MARGIN
    return Page(number, width, 2 * MARGIN + len(rows) * PITCH, tuple(lines))


def _lines(row: str, top: float, number: int) -> Iterator[Line]:
    for part in PART.finditer(row):
        words = tuple(
            Word(found.group(), _box(number, part.start() + found.start(), part.start() + found.end(), top), SIZE)
            for found in WORD.finditer(part.group())
        )
        box = _box(number, part.start(), part.end(), top)
        yield packed(Line(" ".join(word.text for word in words), box, SIZE, bold=False, words=words))


def _box(number: int, start: int, end: int, top: float) -> Box:
    return Box(number, MARGIN + start * ADVANCE, top, MARGIN + end * ADVANCE, top + SIZE)
