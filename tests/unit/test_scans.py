"""Pages without a text layer are read from their pictures, by the engine that the machine has."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from made_scan import scanned

from docmine import pipeline as pipelines
from docmine.errors import SourceError
from docmine.intake import open_source
from docmine.pdf import engines, read_pdf
from docmine.pdf.ocr import ScanReader
from docmine.pdf.open import open_pdf
from docmine.pipeline import Pipeline
from docmine.source import Page

PAPER = "ptc-2012-intersessional-developments"
needs_engine = pytest.mark.skipif(engines.find_engine() is None, reason="no engine reads pictures here: apt-get install tesseract-ocr")


@pytest.fixture(scope="module")
def scan(root: Path) -> bytes:
    return scanned((root / "corpus" / f"{PAPER}.pdf").read_bytes())


def letters(pages: list[Page]) -> str:
    return "".join("".join(line.text.split()) for page in pages for line in page.lines)


@needs_engine
def test_a_scan_says_what_the_paper_says(root: Path, scan: bytes, pipeline: Pipeline) -> None:
    """Numbered paragraphs, endorsements and places of a scan are those of the paper; it is told to be one."""
    paper = pipeline.annotate(root / "corpus" / f"{PAPER}.pdf")
    record = pipeline.annotate(scan, name="scan.pdf")
    assert record.source.text_layer == "ocr"
    assert [p.number for p in record.paragraphs if p.number] == [p.number for p in paper.paragraphs if p.number]
    told = {(e.act, e.status, e.bodies) for e in paper.endorsements}
    assert len(told & {(e.act, e.status, e.bodies) for e in record.endorsements}) >= 0.8 * len(told)
    first, other = paper.paragraphs[0].regions[0], record.paragraphs[0].regions[0]
    assert abs(first.x0 - other.x0) < 12
    assert abs(first.top - other.top) < 12


@needs_engine
def test_few_characters_are_misread(root: Path, scan: bytes) -> None:
    """At 200 dots an inch, a little tilted and noisy, fewer than two characters in a hundred differ."""
    paper = letters(list(read_pdf(open_source(root / "corpus" / f"{PAPER}.pdf"))))
    seen = letters(list(read_pdf(open_source(scan, "scan.pdf"))))
    same = sum(block.size for block in difflib.SequenceMatcher(None, paper, seen, autojunk=False).get_matching_blocks())
    assert 1 - same / max(len(paper), len(seen)) < 0.02


@needs_engine
def test_every_page_can_be_read_from_its_picture(root: Path) -> None:
    """`--reader scan` reads a page with a good text layer from its picture too, and gives the same kind of lines."""
    source = open_source(root / "corpus" / f"{PAPER}.pdf")
    fast = next(iter(read_pdf(source, max_pages=1, reader="fast")))
    seen = next(iter(read_pdf(source, max_pages=1, reader="scan")))
    assert seen.text_layer == "ocr"
    assert abs(len(seen.lines) - len(fast.lines)) <= 2
    assert all(line.words and 0 <= line.box.x0 < line.box.x1 <= seen.width for line in seen.lines)


def test_without_an_engine_a_scan_says_what_to_install(scan: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing reads pictures, the one line names the program and the extra."""
    monkeypatch.setattr("docmine.pdf.ocr.find_engine", lambda: None)
    with pytest.raises(SourceError, match=r"scan\.pdf: .*apt install tesseract-ocr.*docmine\[ocr\]") as told:
        list(pipelines.read_pages(open_source(scan, "scan.pdf")))
    assert told.value.code == "no-text"


class Failing:
    """An engine that takes too long on every page."""

    name = "failing"

    def read(self, grey: object, resolution: int) -> list[engines.Seen]:
        raise engines.EngineError("took longer than 120 s")

    def turn(self, grey: object, resolution: int) -> int:
        return 0


def test_a_page_that_the_engine_cannot_read_is_told(scan: bytes) -> None:
    """A failing engine costs the page, which says so, not the document."""
    source = open_source(scan, "scan.pdf")
    page = ScanReader(source, open_pdf(source, None), Failing()).page(1)
    assert page.lines == ()
    assert [(p.level, p.page) for p in page.problems] == [("error", 1)]
    assert "took longer" in page.problems[0].message
