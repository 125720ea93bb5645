"""Pages for people: a document beside what docmine says of it, and an archive at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docmine.errors import SourceError
from docmine.pipeline import Reader

if TYPE_CHECKING:
    from docmine.pdf.images import PageImage
    from docmine.records import Record
    from docmine.source import Source

__all__ = ["report", "view"]


def view(
    file: str, *, document: Path | None = None, vocabulary: str = "wco", password: str | None = None, reader: Reader = "auto"
) -> bytes:
    """The HTML page of a document (`.pdf`, `.txt`, `-`), or of a record (`.json`) whose PDF is `document` or lies beside it.

    Raises SourceError and VocabularyError.
    """
    from docmine.view.document import document_page, ids
    from docmine.view.names import names_of
    from docmine.vocabulary import load

    record, source, notices = _recorded(Path(file), document) if file.endswith(".json") else _annotated(file, vocabulary, password, reader)
    images = _images(record, source, password) if source is not None else iter(())
    return document_page(record, images, names_of(load(vocabulary), ids(record)), notices)


def report(paths: Sequence[Path], *, out: Path | None = None, view_links: str | None = None, vocabulary: str = "wco") -> bytes:
    """The HTML page of an archive: records in files or folders, see `docmine.view.reading`.

    Documents link to `view_links` + NAME.html; without it to those that lie beside `out` or beside the records. Raises SourceError
    and VocabularyError.
    """
    from docmine.view.reading import read_failures, read_records
    from docmine.view.report import report_page
    from docmine.vocabulary import load

    folders = [out.parent if out else Path(), *(path if path.is_dir() else path.parent for path in paths)]
    return report_page(read_records(paths), read_failures(paths), load(vocabulary), _linker(folders, view_links))


def _annotated(file: str, vocabulary: str, password: str | None, reader: Reader) -> tuple[Record, Source | None, list[str]]:
    import docmine
    from docmine.intake import open_source

    source = open_source(file)
    record = docmine.load(vocabulary).annotate(source.data, name=source.name, password=password, reader=reader)
    return record, source if source.media_type == "application/pdf" else None, []


def _recorded(file: Path, document: Path | None) -> tuple[Record, Source | None, list[str]]:
    from docmine.intake import open_source
    from docmine.view.reading import read_record

    record = read_record(file)
    if record.source.media_type != "application/pdf":
        return record, None, []
    near = [document] if document else [file.with_name(Path(record.source.name).name), file.with_suffix(".pdf")]
    found = next((path for path in near if path.is_file()), None)
    if found is None:
        if document:
            raise SourceError(f"{document}: no such file; check the path", code="missing")
        return record, None, [f"No page pictures: {record.source.name} does not lie beside the record."]
    source = open_source(found)
    if source.sha256 != record.source.sha256:
        return record, None, [f"No page pictures: {found.name} is another file than the one this record was made from."]
    return record, source, []


def _images(record: Record, source: Source, password: str | None) -> Iterator[PageImage]:
    from docmine.pdf.images import page_images

    turned = {d.page for d in record.diagnostics if d.code == "page-turned" and d.page is not None}
    return page_images(source, password=password, turned=turned)
