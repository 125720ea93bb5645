"""The thorough reader: pdfplumber, slower by some sixteen times, for pages whose fast reading looks wrong.

It takes the words from the page's drawing operations by another path than PDFium, so that what one of them loses the other may have.
"""

from __future__ import annotations

import io
import itertools
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from docmine.errors import SourceError
from docmine.pdf.drawn import SHORTEST_RULE
from docmine.pdf.fast import BOLD, ITALIC, unreadable
from docmine.pdf.frames import upright
from docmine.pdf.lines import make_lines
from docmine.pdf.runs import DESCENT, Run
from docmine.pdf.tokens import UNWANTED
from docmine.source import Box, Page, Rule, Source, Word

if TYPE_CHECKING:
    import pdfplumber

WORD_SETTINGS: dict[str, Any] = {
    "x_tolerance": 1.5,
    "y_tolerance": 2.0,
    "use_text_flow": False,
    "keep_blank_chars": False,
    "extra_attrs": ["fontname", "size", "upright"],
}
MOST_CHARACTERS = 60_000  # a page; beyond it pdfplumber takes minutes


class ThoroughReader:
    """Reads one document, a page at a time; holds no page once it is read."""

    def __init__(self, source: Source, password: str | None = None) -> None:
        import pdfplumber

        try:
            self._document: pdfplumber.PDF = pdfplumber.open(io.BytesIO(source.data), password=password or "")
        except Exception as error:  # pdfminer raises whatever the damage leads it to, RecursionError and KeyError too
            raise SourceError(f"{source.name}: pdfplumber cannot open this PDF; leave --reader at auto", code="damaged") from error

    def __len__(self) -> int:
        return len(self._document.pages)

    def close(self) -> None:
        with suppress(Exception):  # it goes over the pages once more, and meets the damage again
            self._document.close()

    def page(self, number: int) -> Page:
        """The page of that number, counted from 1; a page that cannot be read is empty and carries a Problem."""
        try:
            page = self._document.pages[number - 1]
            try:
                return _read(page, number)
            finally:
                page.close()
        except Exception:  # as above: no type tells a page that only its own damage has broken
            return Page(number, 0.0, 0.0, (), problems=(unreadable(number),))


def _read(page: Any, number: int) -> Page:
    x, top, x1, bottom = page.cropbox or page.bbox  # its words are placed in the media box
    if len(page.chars) > MOST_CHARACTERS:
        return Page(number, x1 - x, bottom - top, (), problems=(unreadable(number),))
    runs = [_run(word, number, x, top, index) for index, word in enumerate(page.extract_words(**WORD_SETTINGS))]
    _glue(runs)
    rules = [
        Rule(Box(number, edge["x0"] - x, edge["top"] - top, edge["x1"] - x, edge["bottom"] - top))
        for edge in page.edges
        if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= SHORTEST_RULE
    ]
    width, height, runs, rules, turned = upright(number, x1 - x, bottom - top, [run for run in runs if run.word.text], rules)
    return Page(number, width, height, make_lines(runs), tuple(rules), problems=turned)


def _run(word: dict[str, Any], number: int, x: float, top: float, index: int) -> Run:
    size = round(float(word["size"]), 2)
    name = str(word["fontname"]).rpartition("+")[2]
    # pdfplumber's bottom is the font's descent; the baseline is what rows are made by.
    bottom = word["bottom"] - top
    box = Box(number, word["x0"] - x, bottom - size if word["upright"] else word["top"] - top, word["x1"] - x, bottom)
    text = UNWANTED.sub("", word["text"])
    return Run(
        Word(text, box, size, bool(BOLD.search(name)), bool(ITALIC.search(name))),
        _row(bottom - DESCENT * size),
        angle=0 if word["upright"] else 90,
    )


def _row(baseline: float) -> int:
    """Words within a point of one baseline share a row; `make_lines` merges what falls on two sides of a boundary."""
    return round(baseline / 2.0)


def _glue(runs: list[Run]) -> None:
    """Marks the words that touch the word before them: a change of style inside a word."""
    for before, run in itertools.pairwise(runs):
        gap = run.word.box.x0 - before.word.box.x1
        run.glued = run.row == before.row and -0.5 * run.word.size < gap < 0.1 * run.word.size
