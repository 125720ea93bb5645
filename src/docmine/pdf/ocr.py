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
from docmine.pdf.lines import make_lines
from docmine.pdf.margins import parted, read_margins
from docmine.pdf.repair import repair
from docmine.pdf.runs import DESCENT, Run
from docmine.pdf.scans import Ink, Scan, ink_of, render, stroke, without_rules
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
LEAST_WORD = 3  # letters of a word that is no speck though the engine is not sure of it
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
        seen, sheet, turned = self._upright(_Sheet(scan), number)
        scan = sheet.scan
        seen = read_margins(seen, sheet.grey, sheet.ink, self._engine, round(scan.dots * 72))
        rules = tuple(Rule(Box(number, *edges)) for edges in sheet.edges)
        rows = [_Row(words, scan, sheet.ink) for words in _by_row(seen) if words]
        for row in rows:
            self._letters[row.size] += sum(len(word.text) for word in row.seen)
        self._settle(rows)
        runs = [run for row in rows for run in row.runs(number)]
        lines = tuple(_on_page(line, scan) for line in make_lines(repair(runs)))
        return Page(number, scan.width, scan.height, lines, rules, "ocr", turned)

    def _upright(self, sheet: _Sheet, number: int) -> tuple[list[Seen], _Sheet, tuple[Problem, ...]]:
        """The words, and the picture they were read on: turned, where it lay on its side or its head."""
        resolution = round(sheet.scan.dots * 72)
        seen = _without_specks(self._engine.read(sheet.grey, resolution))
        if _sureness(seen) >= UNREADABLE and not _on_side(seen):
            return seen, sheet, ()
        quarters = self._engine.turn(sheet.scan.grey, resolution)
        if not quarters:
            return seen, sheet, ()
        other = _Sheet(sheet.scan.turned(quarters))
        again = _without_specks(self._engine.read(other.grey, resolution))
        if _sureness(again) <= _sureness(seen) and not _on_side(seen):
            return seen, sheet, ()
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


class _Sheet:
    """A scan as the engine is given it, without ruling lines; and its ink, and where the lines were."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.grey, self.ink, self.edges = without_rules(scan.grey, ink_of(scan.grey), scan.dots)


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
            bullet = index == 0 and self._is_bullet(word)
            if not bullet and word.confidence < DOUBTFUL and not any(map(str.isalnum, word.text)):
                continue
            text = "•" if bullet else word.text
            box = Box(page, word.x0 / self._dots, bottom - self.size, word.x1 / self._dots, bottom)
            yield Run(Word(text, box, self.size, self.bold), word.row)

    def _is_bullet(self, word: Seen) -> bool:
        """A sign that engines take for a letter or a star, but that hangs over the baseline, as wide as high."""
        em = self.size * self._dots
        width, height = word.x1 - word.x0, word.bottom - word.top
        hangs = self.baseline - word.bottom > 0.07 * em
        return len(word.text) == 1 and word.text not in "'’\"“”‘*" and hangs and height < 0.5 * em and 0.6 * height < width < 1.6 * height


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
    kept: list[Seen] = []
    for row in _by_row(seen):
        opens = len(parted(tuple(row)).mark)
        kept += [word for place, word in enumerate(row) if not _is_speck(word, row, opens=place < opens)]
    return kept


def _is_speck(word: Seen, row: Sequence[Seen], *, opens: bool) -> bool:
    if not any(map(str.isalnum, word.text)):
        return word.confidence < DOUBTFUL and not (opens and len(word.text) == 1)  # a bullet, told by its shape later
    if word.confidence > 5.0:
        return False
    # Tesseract is not sure at all of words such as `d'unités`, and of marks in the margin; dirt does not stand among sure words.
    letters = sum(map(str.isalpha, word.text))
    sure = sum(other.confidence > UNREADABLE for other in row)
    return not ((letters >= LEAST_WORD and 2 * letters >= len(word.text)) or opens) or sure <= len(row) / 2


def _sureness(seen: Sequence[Seen]) -> float:
    letters = sum(len(word.text) for word in seen)
    return sum(word.confidence * len(word.text) for word in seen) / letters if letters else 0.0


def _on_side(seen: Sequence[Seen]) -> bool:
    """Whether rows run up or down the page: long words are then higher than wide (engines read parts of such pages)."""
    long = [word for word in seen if len(word.text) > LEAST_WORD]
    return 2 * sum(word.bottom - word.top > word.x1 - word.x0 for word in long) > len(long)


def _on_page(line: Line, scan: Scan) -> Line:
    """The line with its words where they are on the page as it lies."""
    if not scan.angle:
        return line
    return replace(line, words=tuple(word._replace(box=scan.on_page(word.box)) for word in line.words))


def _failed(number: int, why: str) -> Problem:
    return Problem("error", "page-unreadable", f"page {number} cannot be read from its picture: {why}; the rest of the document is", number)
