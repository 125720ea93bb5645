"""Bytes of a PDF to pages of lines; the only place that names pypdfium2 or pdfplumber."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from docmine.errors import SourceError
from docmine.memory import LONG, give_back
from docmine.packed import packed
from docmine.pdf.open import open_pdf
from docmine.pdf.signs import FEW_LETTERS, INSTALL, MOST_PIXELS, PICTURE, PageSigns, asks_for_ocr, doubts, has_ocr_layer, strangeness
from docmine.source import Level, Page, Problem, Source

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

    from docmine.pdf.ocr import ScanReader

Reader = Literal["auto", "fast", "thorough", "scan"]
MOST_REREAD = 25  # pages of a document that pdfplumber reads a second time; more would cost more than they bring
CLEARLY_MORE = 1.3  # times the letters of a page's text that its picture must give to be preferred


def read_pdf(source: Source, *, password: str | None = None, reader: Reader = "auto", max_pages: int | None = None) -> Iterator[Page]:
    """The document's pages one after the other; no page is held once the next is asked for.

    Raises `SourceError` (`empty`, `not-a-pdf`, `encrypted`, `wrong-password`, `damaged`, `no-pages`, `no-text`, `no-ocr`). A page
    that fails is a Page with a Problem. `auto` reads fast, and again thoroughly or from the page's picture where measured signs
    say that it looks wrong; `scan` reads every page from its picture.
    """
    document = open_pdf(source, password)
    count = len(document) if max_pages is None else min(max_pages, len(document))
    try:
        any_text, layer = False, None
        for page in _readings(source, document, password, count, reader):
            any_text = any_text or bool(page.lines)
            layer = page.text_layer if page.lines or layer is None else layer
            if page.lines:
                yield replace(page, lines=tuple(map(packed, page.lines)))
            else:
                yield replace(page, text_layer=layer)  # a blank page has none of its own
        if not any_text:
            raise SourceError(f"{source.name}: no page has a text layer, and no picture gave one; {INSTALL}", code="no-text")
    finally:
        document.close()
        if count >= LONG:
            give_back()


def _readings(source: Source, document: PdfDocument, password: str | None, count: int, reader: Reader) -> Iterator[Page]:
    if reader == "thorough":
        return _thorough(source, password, count)
    if reader == "scan":
        return _scanned(source, document, count)
    return _fast(source, document, password, count, reader)


def _thorough(source: Source, password: str | None, count: int) -> Iterator[Page]:
    from docmine.pdf.thorough import ThoroughReader

    thorough = ThoroughReader(source, password)
    try:
        for number in range(1, count + 1):
            yield thorough.page(number)
    finally:
        thorough.close()


def _scanned(source: Source, document: PdfDocument, count: int) -> Iterator[Page]:
    from docmine.pdf.ocr import ScanReader

    return map(ScanReader(source, document).page, range(1, count + 1))


def _fast(source: Source, document: PdfDocument, password: str | None, count: int, reader: Reader) -> Iterator[Page]:
    from docmine.pdf.fast import FastReader

    fast = FastReader(document)
    second = _SecondReading(source, document, password)
    for number in range(1, count + 1):
        page = fast.page(number)
        if has_ocr_layer(fast.signs):
            page = replace(page, text_layer="ocr")
        yield second.of(page, fast.signs) if reader == "auto" else page


class _SecondReading:
    """Reads again the pages whose fast reading looks wrong; the readers are made when first needed."""

    def __init__(self, source: Source, document: PdfDocument, password: str | None) -> None:
        self._source, self._document, self._password = source, document, password
        self._again = 0
        self._scans: ScanReader | None = None
        self._no_engine = False

    def of(self, page: Page, signs: PageSigns) -> Page:
        """The page, or a better reading of it; a Problem says what was doubted and what came of it."""
        reason = asks_for_ocr(page, signs)
        if signs.pixels > MOST_PIXELS:
            return self._without_picture(page, reason or doubts(page), signs.pixels)
        if reason is not None and not (reason == FEW_LETTERS and self._is_cover(page.number, signs)):
            return self._from_picture(page, reason)
        reason = doubts(page)
        if reason is None or self._again >= MOST_REREAD:
            return page
        self._again += 1
        other = self._thorough(page.number)
        if other is not None and other.lines and doubts(other) is None and _letters(other) >= 0.9 * _letters(page):
            return _noted(other, page, "info", "page-doubtful", f"{reason}; read again by pdfplumber")
        return self._from_picture(page, reason)

    def _without_picture(self, page: Page, reason: str | None, pixels: int) -> Page:
        if reason is None:
            return page
        message = f"{reason}; its picture claims {pixels} pixels and is not drawn, so the page is kept as read"
        return _noted(page, page, "warning", "picture-too-large", message)

    def _is_cover(self, number: int, signs: PageSigns) -> bool:
        """Whether the page's few words stand on a picture that shows none: a photograph, a coloured cover."""
        if signs.fine < PICTURE:
            return True
        from docmine.pdf.scans import is_paper

        try:
            return not is_paper(self._document, number)
        except Exception:  # what cannot be drawn is told by the scan reader
            return False

    def _thorough(self, number: int) -> Page | None:
        from docmine.pdf.thorough import ThoroughReader

        try:
            thorough = ThoroughReader(self._source, self._password)
        except SourceError:
            return None
        try:
            return thorough.page(number) if number <= len(thorough) else None
        finally:
            thorough.close()

    def _from_picture(self, page: Page, reason: str) -> Page:
        reader = self._scan_reader()
        if reader is None:
            return _noted(page, page, "warning", "page-needs-ocr", f"{reason}; {INSTALL}")
        other = reader.page(page.number)
        clear = page.lines and (doubts(page) is not None or _strange(page) > _strange(other) + 0.02)
        if other.lines and (clear or _letters(other) >= CLEARLY_MORE * _letters(page)):
            return _noted(other, page, "info", "page-ocr", f"{reason}; read from its picture by {reader.engine}")
        problems = [problem for problem in other.problems if problem.level == "error"]
        kept = _noted(page, page, "info" if page.lines else "warning", "page-doubtful", f"{reason}; kept as read")
        return replace(kept, problems=(*problems, *kept.problems))

    def _scan_reader(self) -> ScanReader | None:
        if self._scans is None and not self._no_engine:
            from docmine.pdf.ocr import ScanReader

            try:
                self._scans = ScanReader(self._source, self._document)
            except SourceError:
                self._no_engine = True
        return self._scans


def _noted(page: Page, first: Page, level: Level, code: str, message: str) -> Page:
    """The page with what the first reading complained of, and a Problem more."""
    own = () if page is first else page.problems
    return replace(page, problems=(*first.problems, *own, Problem(level, code, f"page {page.number}: {message}", page.number)))


def _letters(page: Page) -> int:
    return sum(len(line.text) for line in page.lines)


def _strange(page: Page) -> float:
    return strangeness([word for line in page.lines for word in line.text.split()])
