"""Bytes of a PDF to pages of lines; the only place that names pypdfium2 or pdfplumber."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from docmine.errors import SourceError
from docmine.pdf.open import open_pdf
from docmine.pdf.signs import doubts
from docmine.source import Page, Problem, Source

Reader = Literal["auto", "fast", "thorough"]
MOST_REREAD = 25  # pages of a document that are read a second time; more would cost more than they bring


def read_pdf(source: Source, *, password: str | None = None, reader: Reader = "auto", max_pages: int | None = None) -> Iterator[Page]:
    """The document's pages one after the other; no page is held once the next is asked for.

    Raises `SourceError` (`empty`, `not-a-pdf`, `encrypted`, `wrong-password`, `damaged`, `no-pages`, `no-text`). A page that
    fails is a Page with a Problem. `auto` reads fast, and again thoroughly where measured signs say that the page looks wrong.
    """
    document = open_pdf(source, password)
    try:
        count = len(document) if max_pages is None else min(max_pages, len(document))
        pages = _thorough(source, password, count) if reader == "thorough" else _fast(source, document, password, count, reader)
        any_text = False
        for page in pages:
            any_text = any_text or bool(page.lines)
            yield page
        if not any_text:
            raise SourceError(f"{source.name}: no page has a text layer; run it through OCR first", code="no-text")
    finally:
        document.close()


def _thorough(source: Source, password: str | None, count: int) -> Iterator[Page]:
    from docmine.pdf.thorough import ThoroughReader

    thorough = ThoroughReader(source, password)
    try:
        for number in range(1, count + 1):
            yield thorough.page(number)
    finally:
        thorough.close()


def _fast(source: Source, document: object, password: str | None, count: int, reader: Reader) -> Iterator[Page]:
    from docmine.pdf.fast import FastReader

    fast = FastReader(document)
    again = 0
    for number in range(1, count + 1):
        page = fast.page(number)
        reason = doubts(page) if reader == "auto" and again < MOST_REREAD else None
        if reason is not None:
            again += 1
            page = _better(page, _again(source, password, number), reason)
        yield page


def _again(source: Source, password: str | None, number: int) -> Page | None:
    from docmine.pdf.thorough import ThoroughReader

    try:
        thorough = ThoroughReader(source, password)
    except SourceError:
        return None
    try:
        return thorough.page(number) if number <= len(thorough) else None
    finally:
        thorough.close()


def _better(page: Page, other: Page | None, reason: str) -> Page:
    """The second reading where it has none of the first's faults and not fewer words; a Problem says what was doubted."""
    taken = other is not None and other.lines and doubts(other) is None and _letters(other) >= 0.9 * _letters(page)
    chosen = other if taken and other is not None else page
    said = "read again by pdfplumber" if taken else "kept as read"
    problem = Problem("info" if taken else "warning", "page-doubtful", f"page {page.number}: {reason}; {said}", page.number)
    return replace(chosen, problems=(*page.problems, problem))


def _letters(page: Page) -> int:
    return sum(len(line.text) for line in page.lines)
