"""Reading an untrusted document so that no page is lost in silence: a ladder of repairs, a second count, an early stop.

The ladder: as it is; saved again by pikepdf, which rebuilds a broken structure; by the thorough reader; put together from the
objects that are whole. pikepdf also counts the pages, since a reader may see fewer than there are and report no error.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from docmine.errors import SourceError
from docmine.pipeline import Reader
from docmine.source import Page, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Generator

    from docmine.pdf.thorough import ThoroughReader
    from docmine.pipeline import Pipeline
    from docmine.records import Record

Way = Reader | Literal["alone"]
ALONE: Literal["alone"] = "alone"  # pdfplumber, without PDFium to open the file or to look at its pages
MENDABLE = frozenset({"damaged", "empty", "no-pages"})


class FewerPages(Exception):
    """A reader ended before the pages that the other one counts."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Ends a reading early: after `pages` (`why` says what set their number), or the first page that ends after `until` (monotonic
    seconds); `tell` hears of each page, `done` when the last is read."""

    pages: int
    until: float
    tell: Callable[[int], None]
    done: Callable[[], None]
    why: str = "the limit of pages"


@dataclass(frozen=True, slots=True)
class Rung:
    """One way to read a document. Only a `last` one may end with fewer pages than there are; of one that is `guessed` a failure says
    nothing of the document."""

    source: Source
    reader: Way
    note: Problem | None = None
    last: bool = False
    guessed: bool = False


def annotate(pipeline: Pipeline, source: Source, reader: Way, password: str | None, watch: Watch) -> Record:
    """The record, by the first rung of the ladder that holds. Raises the first rung's SourceError if none does."""
    if source.media_type == "text/plain":
        return _climb(pipeline, Rung(source, "auto", last=True), None, watch, 1 + source.data.count(b"\f"))
    expected = count_pages(source, password)
    first: SourceError | None = None
    for rung in _ladder(source, reader, password):
        try:
            return _climb(pipeline, rung, password, watch, expected)
        except FewerPages:
            continue
        except SourceError as found:
            error = _torn(source) if found.code == "no-text" and expected is None else found
            if first is None or (error.code not in MENDABLE and not rung.guessed):
                first = error
            if first.code not in MENDABLE:
                break
    assert first is not None, "the last rung accepts fewer pages"
    raise first


def _torn(source: Source) -> SourceError:
    """Where pikepdf cannot open a file, that its pages have no words is no word about OCR."""
    return SourceError(f"{source.name}: the PDF is damaged and no words are left in it; get a proper copy", code="damaged")


def _ladder(source: Source, reader: Way, password: str | None) -> Iterator[Rung]:
    if reader == ALONE:
        yield Rung(source, ALONE, _repaired("another reader broke down on it, and it was read by pdfplumber alone"), last=True)
        return
    yield Rung(source, reader)
    saved = save_again(source, password)
    if saved is not None:
        yield Rung(saved, reader, _repaired("its structure was rebuilt by pikepdf"), last=True)
    yield Rung(source, ALONE, _repaired("it was read by pdfplumber alone"))
    if saved is None and (put_together := _put_together(source)) is not None:
        rebuilt, whole = put_together
        missing = Problem("error", "pages-missing", "the file is damaged; these pages were found in it, and others may be lost")
        yield Rung(rebuilt, reader, _repaired("its packed objects were written out") if whole else missing, last=True, guessed=True)
    yield Rung(source, reader, last=True)


def _repaired(how: str) -> Problem:
    return Problem("warning", "repaired", f"the file is damaged; {how}")


def _climb(pipeline: Pipeline, rung: Rung, password: str | None, watch: Watch, expected: int | None) -> Record:
    from docmine.pipeline import read_pages

    pages = _alone(rung.source, password) if rung.reader == ALONE else read_pages(rung.source, password=password, reader=rung.reader)
    return pipeline.annotate_pages(rung.source, _watched(pages, rung, watch, expected))


def _alone(source: Source, password: str | None) -> Iterator[Page]:
    """The pages as pdfplumber reads them, which needs no PDFium to open the file. Raises SourceError."""
    from docmine.pdf.thorough import ThoroughReader

    thorough, words = ThoroughReader(source, password), False
    try:
        for number in range(1, _length(thorough, source) + 1):
            page = thorough.page(number)
            words = words or bool(page.lines)
            yield page
    finally:
        thorough.close()
    if not words:
        raise SourceError(f"{source.name}: the PDF is damaged beyond reading; get a proper copy", code="damaged")


def _length(thorough: ThoroughReader, source: Source) -> int:
    try:
        return len(thorough)
    except Exception as error:  # pdfminer looks for the pages only now, and raises whatever the damage leads it to
        raise SourceError(f"{source.name}: pdfplumber finds no pages; get a proper copy", code="damaged") from error


def _watched(pages: Iterator[Page], rung: Rung, watch: Watch, expected: int | None) -> Generator[Page]:
    """The pages up to where the watch ends them; the first and last carry what is to be said of the whole. Raises FewerPages."""
    held: Page | None = None
    count, why = 0, ""
    with closing(pages):  # type: ignore[type-var]
        for page in pages:
            if held is not None:
                yield held
            held = page if count or rung.note is None else replace(page, problems=(rung.note, *page.problems))
            count += 1
            watch.tell(count)
            why = _stop(watch, count, expected)
            if why:
                break
    problem = _left_out(count, expected, why)
    if problem is not None and not why and not rung.last:
        raise FewerPages
    if held is not None:
        yield held if problem is None else replace(held, problems=(*held.problems, problem))
    watch.done()


def _stop(watch: Watch, count: int, expected: int | None) -> str:
    if expected is not None and expected <= count:
        return ""
    if count >= watch.pages:
        return watch.why
    return "the limit of time" if time.monotonic() > watch.until else ""


def _left_out(count: int, expected: int | None, why: str) -> Problem | None:
    of = "" if expected is None else f" of {expected}"
    if why:
        return Problem("error", "pages-left-out", f"{count}{of} pages were read, up to {why}", count)
    if expected is not None and count < expected:
        return Problem("error", "pages-missing", f"{count}{of} pages can be read; the others are damaged", count)
    return None


def count_pages(source: Source, password: str | None) -> int | None:
    """How many pages pikepdf sees; None if it cannot open the document."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(source.data), password=password or "") as document:
            return len(document.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError, pikepdf.DataDecodingError, ValueError, TypeError, OSError, RuntimeError):
        return None


def _put_together(source: Source) -> tuple[Source, bool] | None:
    """The document as `salvage` finds it and pikepdf writes it, and whether its own page tree was there."""
    from docmine.batch.salvage import rebuild

    found = rebuild(source.data)
    saved = None if found is None else save_again(replace(source, data=found[0]), None)
    return None if found is None or saved is None else (saved, found[1])


def save_again(source: Source, password: str | None) -> Source | None:
    """The document as pikepdf writes it; None if it cannot. The hash stays that of the bytes that came."""
    import pikepdf

    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(source.data), password=password or "") as document:
            document.save(out)
    except (pikepdf.PdfError, pikepdf.PasswordError, pikepdf.DataDecodingError, ValueError, TypeError, OSError, RuntimeError):
        return None
    return replace(source, data=out.getvalue())
