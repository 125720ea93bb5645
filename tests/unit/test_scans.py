"""Pages without a text layer are read from their pictures, by the engine that the machine has."""

from __future__ import annotations

import difflib
import io
from pathlib import Path

import pikepdf
import pytest
from made_scan import scanned, with_layer

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


@pytest.fixture(scope="module")
def first_page(root: Path) -> bytes:
    """The paper's first page alone."""
    out = io.BytesIO()
    with pikepdf.open(root / "corpus" / f"{PAPER}.pdf") as document:
        del document.pages[1:]
        document.save(out)
    return out.getvalue()


def letters(pages: list[Page]) -> str:
    return "".join("".join(line.text.split()) for page in pages for line in page.lines)


def likeness(one: str, other: str) -> float:
    same = sum(block.size for block in difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    return same / max(len(one), len(other), 1)


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
    """At 200 dots an inch, a little tilted and noisy, fewer than one character in a hundred differs."""
    paper = letters(list(read_pdf(open_source(root / "corpus" / f"{PAPER}.pdf"))))
    seen = letters(list(read_pdf(open_source(scan, "scan.pdf"))))
    assert likeness(paper, seen) > 0.99


@needs_engine
def test_every_page_can_be_read_from_its_picture(root: Path) -> None:
    """`--reader scan` reads a page with a good text layer from its picture too, and gives the same kind of lines."""
    source = open_source(root / "corpus" / f"{PAPER}.pdf")
    fast = next(iter(read_pdf(source, max_pages=1, reader="fast")))
    seen = next(iter(read_pdf(source, max_pages=1, reader="scan")))
    assert seen.text_layer == "ocr"
    assert abs(len(seen.lines) - len(fast.lines)) <= 2
    assert all(line.words and 0 <= line.box.x0 < line.box.x1 <= seen.width for line in seen.lines)


@needs_engine
@pytest.mark.parametrize("garbled", [False, True])
def test_a_good_text_layer_is_used_and_a_bad_one_is_redone(first_page: bytes, garbled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that an OCR program laid under a page's picture are taken as they are; where they are none, the picture is read."""
    [paper] = read_pdf(open_source(first_page, "paper.pdf"))
    layered = with_layer(scanned(first_page, tilt=0.0), [word for line in paper.lines for word in line.words], garbled=garbled)
    asked: list[int] = []
    seen = ScanReader.page

    def page(self: ScanReader, number: int) -> Page:
        asked.append(number)
        return seen(self, number)

    monkeypatch.setattr(ScanReader, "page", page)
    [read] = read_pdf(open_source(layered, "layered.pdf"))
    assert read.text_layer == "ocr"
    assert asked == ([1] if garbled else [])
    assert likeness(letters([paper]), letters([read])) > (0.97 if garbled else 0.995)
    assert [problem.code for problem in read.problems] == (["page-ocr"] if garbled else [])


@needs_engine
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_laid_turned_on_the_glass_is_read_upright(first_page: bytes, quarters: int) -> None:
    """Pages scanned on their side or head give the paper's lines, on a page as a reader holds it, and say so."""
    [paper] = read_pdf(open_source(first_page, "paper.pdf"))
    [read] = read_pdf(open_source(scanned(first_page, quarters=quarters), "turned.pdf"))
    assert likeness(letters([paper]), letters([read])) > 0.97
    assert (read.width < read.height) == (paper.width < paper.height)
    assert "page-turned" in [problem.code for problem in read.problems]


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


def picture(tones: str, *, every: int = 1) -> bytes:
    """A PDF of one page that a picture covers, with a few words over it: `paper` with dark rows, or a `cover` of all tones; of the
    picture's pixels only one in `every` each way is kept."""
    import numpy as np
    from PIL import Image

    grey = np.tile(np.linspace(20, 235, 300, dtype=np.uint8), (400, 1)) if tones == "cover" else np.full((400, 300), 250, np.uint8)
    if tones == "paper":
        grey[40:360:20, 30:270] = 10
    grey = np.ascontiguousarray(grey[::every, ::every])
    height, width = grey.shape
    jpeg = io.BytesIO()
    Image.fromarray(grey).save(jpeg, "JPEG")
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(300, 400))
    image = pikepdf.Stream(document, jpeg.getvalue())
    image.update(
        pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=width, Height=height, BitsPerComponent=8,
                           ColorSpace=pikepdf.Name.DeviceGray, Filter=pikepdf.Name.DCTDecode)
    )  # fmt: skip
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image), Font=pikepdf.Dictionary(F=font))
    page.Contents = pikepdf.Stream(document, b"q 300 0 0 400 0 0 cm /Im Do Q BT /F 14 Tf 40 370 Td (Strategic Plan 2030) Tj ET")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@needs_engine
@pytest.mark.parametrize(("tones", "layer"), [("cover", "native"), ("paper", "ocr")])
def test_a_cover_is_not_read_from_its_picture(tones: str, layer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few words over a photograph are kept; over what looks like print on paper they are a stamp, and the picture is read."""
    asked: list[int] = []
    seen = ScanReader.page

    def page(self: ScanReader, number: int) -> Page:
        asked.append(number)
        return seen(self, number)

    monkeypatch.setattr(ScanReader, "page", page)
    list(read_pdf(open_source(picture(tones), f"{tones}.pdf")))
    assert bool(asked) == (layer == "ocr")


def test_a_picture_too_coarse_for_letters_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few words over a picture of 36 dots an inch stand on a cover: no letters can be read in it, whatever it shows."""
    monkeypatch.setattr("docmine.pdf.scans._drawn", None)
    page = next(iter(read_pdf(open_source(picture("paper", every=2), "coarse.pdf"))))
    assert page.text_layer == "native"
    assert [problem.code for problem in page.problems] == []
