"""A document beside what docmine says of it, as one HTML page that opens from disk and loads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docmine.pipeline import Reader

if TYPE_CHECKING:
    from docmine.pdf.images import PageImage
    from docmine.records import Record
    from docmine.source import Source

__all__ = ["view"]


def view(source: Source, *, vocabulary: str = "wco", models: str = "auto", password: str | None = None, reader: Reader = "auto") -> bytes:
    """The HTML page of an opened document. Raises SourceError, VocabularyError and ModelError."""
    import docmine

    record = docmine.load(vocabulary, models).annotate(source, password=password, reader=reader)
    return page_of(record, source, vocabulary=vocabulary, password=password)


def page_of(record: Record, source: Source, *, vocabulary: str = "wco", password: str | None = None) -> bytes:
    """The HTML page of a record and of the document it was made from. Raises SourceError and VocabularyError."""
    from docmine.view.document import document_page, ids
    from docmine.view.names import names_of
    from docmine.vocabulary import load

    images = _images(record, source, password) if source.media_type == "application/pdf" else iter(())
    return document_page(record, images, names_of(load(vocabulary), ids(record)))


def _images(record: Record, source: Source, password: str | None) -> Iterator[PageImage]:
    from docmine.pdf.images import page_images

    turned = {d.page for d in record.diagnostics if d.code == "page-turned" and d.page is not None}
    return page_images(source, password=password, turned=turned)
