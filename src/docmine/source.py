"""What is read off the page, before any language is looked at.

Frozen dataclasses and tuples that import nothing. Lengths are PDF points (1/72 inch); the origin is the page's top left corner as a
person sees it (rotation and crop box applied), `top` < `bottom`. Pages count from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Level = Literal["info", "warning", "error"]
Kind = Literal["paragraph", "list_item", "table", "footnote"]
Role = Literal["paragraph", "list_item", "table", "footnote", "heading", "title", "furniture"]
TextLayer = Literal["native", "ocr", "mixed"]


class Box(NamedTuple):
    """A rectangle on one page. (A tuple: a page has a thousand, and a frozen dataclass takes three times as long to make.)"""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Word(NamedTuple):
    """A run of characters without white space and without a change of style."""

    text: str
    box: Box
    size: float
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand on one baseline and belong together, left to right.

    `text` is the words' texts joined by single spaces (no space where two words touch, as at a change of style inside a word),
    so that a character offset in `text` leads back to a word and its box.
    """

    text: str
    box: Box
    size: float
    bold: bool
    italic: bool = False
    words: Sequence[Word] = ()

    @property
    def page(self) -> int:
        return self.box.page


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line or the edge of a filled or stroked rectangle."""

    box: Box


@dataclass(frozen=True, slots=True)
class Problem:
    """What limited the reading of a document without ending it."""

    level: Level
    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size and its lines in the order in which the reader met them (layout finds the reading order)."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...] = ()
    text_layer: TextLayer = "native"
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the record keeps of a page besides its words."""

    number: int
    text_layer: TextLayer


class Piece(NamedTuple):
    """Part of a line in a block: `block.text[start:end]` is `line.text[line_start:line_end]` up to folded white space and a
    hyphen that was undone. A line may lend pieces to two blocks only where a heading and a paragraph share it."""

    line: Line
    start: int
    end: int
    line_start: int
    line_end: int


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A mark that pointed to a note and is left out of the text: before which character it stood, and the note's block."""

    at: int
    mark: str
    note: int | None = None  # index of the footnote's block; None where no note has that mark


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table, footnote, heading, title line or piece of furniture, in reading order."""

    role: Role
    text: str
    pieces: tuple[Piece, ...] = ()
    number: str | None = None  # numbered paragraphs: the printed number without its final punctuation
    mark: str | None = None  # list items: the printed bullet or `(a)`; headings: the printed number
    level: int = 0  # headings: 1 is the highest
    parent: int | None = None  # index of the numbered block it hangs under
    section: int | None = None  # index of the heading block it stands under
    rows: tuple[tuple[str, ...], ...] = ()  # tables
    unit: str | None = None  # numbered units: the number with its word as printed (`Resolution no. 2017-01`)
    notes: tuple[NoteMark, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the first page says of the whole document, as printed; `None` or empty where it does not."""

    symbol: str | None = None
    title: str | None = None
    agenda_item: str | None = None
    text: str = ""  # all the words of the title block and of the first page's furniture, a line a row
    opening: str = ""  # the words before the first numbered paragraph, headings too, a line a row


@dataclass(frozen=True, slots=True)
class Layout:
    """A document taken apart: every line of every page lies in exactly one block."""

    blocks: tuple[Block, ...]
    front: FrontMatter = FrontMatter()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document's bytes as they came."""

    name: str
    data: bytes = field(repr=False)
    sha256: str
    media_type: Literal["application/pdf", "text/plain"]
