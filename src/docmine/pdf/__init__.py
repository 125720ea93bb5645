"""Bytes of a PDF to pages of lines; the only place that names pypdfium2 or pdfplumber."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from docmine.errors import SourceError
from docmine.pdf.open import open_pdf
from docmine.source import Page, Source

Reader = Literal["auto", "fast", "thorough"]


def read_pdf(source: Source, *, password: str | None = None, reader: Reader = "auto", max_pages: int | None = None) -> Iterator[Page]:
    """The document's pages one after the other; no page is held once the next is asked for.

    Raises `SourceError` (`empty`, `not-a-pdf`, `encrypted`, `wrong-password`, `damaged`, `no-pages`, `no-text`). A page that
    fails is a Page with a Problem.
    """
    from docmine.pdf.fast import FastReader

    document = open_pdf(source, password)
    try:
        fast = FastReader(document)
        count = len(document) if max_pages is None else min(max_pages, len(document))
        any_text = False
        for number in range(1, count + 1):
            page = fast.page(number)
            any_text = any_text or bool(page.lines)
            yield page
        if not any_text:
            raise SourceError(f"{source.name}: no page has a text layer; run it through OCR first", code="no-text")
    finally:
        document.close()
