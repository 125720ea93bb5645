"""A record and the pages it was read from, as one HTML page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from docmine import __version__
from docmine.pdf.images import PageImage
from docmine.records import Record
from docmine.view.names import Name
from docmine.view.pages import blob, page

SCRIPTS = ("dom.js", "text.js", "cards.js", "sheets.js", "filters.js", "document.js")


def document_page(record: Record, images: Iterable[PageImage] = (), names: Mapping[str, Name] | None = None) -> bytes:
    """The page; `names` are those of the record's ids. A PDF's page without a picture keeps its place, and says so."""
    pictures = list(images)
    return page(
        "docmine.view",
        "document.html",
        title=record.document.title or record.document.symbol or record.source.name,
        styles=("base.css", "document.css"),
        scripts=SCRIPTS,
        data={
            "record": record.model_dump(mode="json"),
            "names": dict(names or {}),
            "sheets": [{"number": p.number, "width": round(p.width, 2), "height": round(p.height, 2)} for p in pictures],
            "docmine": __version__,
        },
        blobs=(blob(f"sheet-{p.number}", p.media_type, p.data) for p in pictures),
    )


def ids(record: Record) -> Iterator[str]:
    """Every body and package id a record holds."""
    yield from filter(None, (record.document.body, *(e.package for e in record.endorsements)))
    for event in record.endorsements:
        yield from event.bodies
    for paragraph in record.paragraphs:
        yield from (scored.id for scored in paragraph.packages)
        yield from (m.value for m in paragraph.mentions if m.value and m.label != "DATE")
