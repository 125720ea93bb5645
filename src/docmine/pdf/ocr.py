"""The scan reader: pages as pictures, read by an engine, given as the same lines that the other readers give.

A line's box is on the straightened page, so that rows are level for layout; its words' boxes are on the page as it lies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from docmine.errors import SourceError
from docmine.pdf.engines import Engine, EngineError, Seen, find_engine
from docmine.pdf.repair import repair
from docmine.pdf.runs import DESCENT, Run, make_lines
from docmine.pdf.scans import Ink, Scan, ink_of, render, ruling_lines, stroke
from docmine.pdf.signs import INSTALL
from docmine.source import Box, Line, Page, Problem, Rule, Source, Word

if TYPE_CHECKING:
    import pypdfium2

# Heights of letters in ems, about the same in the faces that papers are set in.
CAP, SMALL_LETTER, TAIL, COMMA = 0.69, 0.48, 0.21, 0.13
TALL = frozenset("bdfhklt0123456789'\"’“”!?/&%()[]|§†ßéèêëàâîïôöùûüç") | frozenset(map(chr, range(65, 91))) | frozenset("ÀÂÇÉÈÊËÎÏÔÖÙÛÜ")
DEEP = frozenset("gjpqyQç()[]|§/")
SAME_SIZE = 0.12  # sizes are measured that well; nearer ones are taken for one
BOLDER = 1.28  # times the usual width of strokes
DOUBTFUL = 40.0  # of 100; signs without a letter that are less sure are specks
UNREADABLE = 55.0  # of 100; a page read with less lies on its side, if it can be read at all


class ScanReader:
    """Reads the pictures of one opened document's pages. Raises `SourceError` (`no-ocr`) where the machine has no engine."""

    def __init__(self, source: Source, document: pypdfium2.PdfDocument, engine: Engine | None = None) -> None:
        found = engine or find_engine()
        if found is None:
            raise SourceError(f"{source.name}: scans cannot be read here; {INSTALL}", code="no-ocr")
        self._engine = found
        self.engine = found.name
        self._document = document
        self._letters: Counter[float] = Counter()  # letters of each size so far, so that pages agree on the usual one

    def page(self, number: int) -> Page:
        """The page of that number, counted from 1; a page that cannot be read is empty and carries a Problem."""
        try:
            scan = render(self._document, number)
        except Exception:  # PDFium, memory and the picture's own damage have no common type
            return Page(number, 0.0, 0.0, (), text_layer="ocr", problems=(_failed(number, "it cannot be drawn"),))
        try:
            return self._read(scan, number)
        except EngineError as error:
            return Page(number, scan.width, scan.height, (), text_layer="ocr", problems=(_failed(number, str(error)),))

    def _read(self, scan: Scan, number: int) -> Page:
        seen, scan, turned = self._upright(scan, number)
        ink = ink_of(scan.grey)
        rules = tuple(Rule(Box(number, *edges)) for edges in ruling_lines(ink, scan.dots))
        rows = [_Row(words, scan, ink) for words in _by_row(seen) if words]
        for row in rows:
            self._letters[row.size] += sum(len(word.text) for word in row.seen)
        self._settle(rows)
        runs = [run for row in rows for run in row.runs(number)]
        lines = tuple(_on_page(line, scan) for line in make_lines(repair(runs)))
        return Page(number, scan.width, scan.height, lines, rules, "ocr", turned)

    def _upright(self, scan: Scan, number: int) -> tuple[list[Seen], Scan, tuple[Problem, ...]]:
        """The words, and the picture they were read on: turned, where it lay on its side or its head."""
        resolution = round(scan.dots * 72)
        seen = _without_specks(self._engine.read(scan.grey, resolution))
        if _sureness(seen) >= UNREADABLE:
            return seen, scan, ()
        quarters = self._engine.turn(scan.grey, resolution)
        if not quarters:
            return seen, scan, ()
        other = scan.turned(quarters)
        again = _without_specks(self._engine.read(other.grey, resolution))
        if _sureness(again) <= _sureness(seen):
            return seen, scan, ()
        message = f"page {number} was scanned turned; places are given on the page turned upright"
        return again, other, (Problem("info", "page-turned", message, number),)

    def _settle(self, rows: Sequence[_Row]) -> None:
        """Gives rows the document's usual size, or their page's, where they are as near to it as sizes can be measured."""
        usual = max(self._letters, key=lambda size: (_near(self._letters, size), size), default=0.0)
        strokes = sorted(row.weight for row in rows if row.weight)
        for row in rows:
            if abs(row.size - usual) <= SAME_SIZE * usual:
                row.size = usual
            row.bold = bool(strokes) and row.weight > BOLDER * median(strokes)


def _near(letters: Counter[float], size: float) -> int:
    return sum(count for other, count in letters.items() if abs(other - size) <= 0.05 * size)


class _Row:
    """The words of one row of the engine's: their common size and baseline, in points, and how heavy their strokes are."""

    def __init__(self, seen: Sequence[Seen], scan: Scan, ink: Ink) -> None:
        self.seen = seen
        self._dots = scan.dots
        measured = [(word.bottom - word.top) / (_above(word.text) + _below(word.text)) for word in seen for _ in word.text if _tells(word)]
        self.size = round(2 * median(measured or [1.2 * (word.bottom - word.top) for word in seen]) / scan.dots) / 2 or 1.0
        em = self.size * scan.dots
        baselines = [word.bottom - _below(word.text) * em for word in seen if _tells(word)]
        self.baseline = median(baselines or [word.bottom for word in seen])
        strokes = [
            (stroke(ink, int(w.x0), int(w.top), int(w.x1), int(w.bottom)), len(w.text))
            for w in seen
            if w.text.isalpha() and len(w.text) > 1
        ]
        letters = sum(length for _, length in strokes)
        self.weight = sum(width * length for width, length in strokes) / letters / em if letters else 0.0
        self.bold = False

    def runs(self, page: int) -> Iterable[Run]:
        bottom = self.baseline / self._dots + DESCENT * self.size
        for index, word in enumerate(self.seen):
            text = "•" if index == 0 and self._is_bullet(word) else word.text
            box = Box(page, word.x0 / self._dots, bottom - self.size, word.x1 / self._dots, bottom)
            yield Run(Word(text, box, self.size, self.bold), word.row)

    def _is_bullet(self, word: Seen) -> bool:
        """A sign that engines take for a letter or a star, but that hangs over the baseline, as wide as high."""
        em = self.size * self._dots
        width, height = word.x1 - word.x0, word.bottom - word.top
        hangs = self.baseline - word.bottom > 0.07 * em
        return len(word.text) == 1 and word.text not in "'’\"“”‘°*" and hangs and height < 0.5 * em and 0.6 * height < width < 1.6 * height


def _tells(word: Seen) -> bool:
    """Whether a word's height tells its size: letters and digits do."""
    return any(map(str.isalnum, word.text)) and word.confidence > DOUBTFUL


def _above(text: str) -> float:
    return CAP if not TALL.isdisjoint(text) else SMALL_LETTER + (0.1 if "i" in text or "j" in text else 0.0)


def _below(text: str) -> float:
    return TAIL if not DEEP.isdisjoint(text) else COMMA if "," in text or ";" in text else 0.0


def _by_row(seen: Iterable[Seen]) -> Iterable[list[Seen]]:
    rows: dict[int, list[Seen]] = {}
    for word in seen:
        rows.setdefault(word.row, []).append(word)
    return rows.values()


def _without_specks(seen: Sequence[Seen]) -> list[Seen]:
    """The words without what dirt, margins and pictures make an engine see."""
    return [word for word in seen if word.confidence >= DOUBTFUL or (any(map(str.isalnum, word.text)) and word.confidence > 5.0)]


def _sureness(seen: Sequence[Seen]) -> float:
    letters = sum(len(word.text) for word in seen)
    return sum(word.confidence * len(word.text) for word in seen) / letters if letters else 0.0


def _on_page(line: Line, scan: Scan) -> Line:
    """The line with its words where they are on the page as it lies."""
    if not scan.angle:
        return line
    return replace(line, words=tuple(replace(word, box=scan.on_page(word.box)) for word in line.words))


def _failed(number: int, why: str) -> Problem:
    return Problem("error", "page-unreadable", f"page {number} cannot be read from its picture: {why}; the rest of the document is", number)
