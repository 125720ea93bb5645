"""Input that is not made for people: what is odd is said, time and memory are bounded, the rest of the paper is whole."""

from __future__ import annotations

import time
import tracemalloc
from dataclasses import dataclass

import pytest
from made_paper import ENGLISH, counted, laid, numbered, numbers
from made_pdf import Text

from docmine.layout import lay_out
from docmine.pdf import read_pdf
from docmine.source import Layout, Source


@dataclass(frozen=True)
class Sheet:
    """A page's content stream as it is, with its media box and resources."""

    content: str | None
    box: str = "0 0 595 842"
    resources: str = ""


def text(y: float, words: str, *, x: float = 72, size: float = 10) -> str:
    return f"BT /F {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET"


PLAIN = Sheet("\n".join(text(740 - 40 * i, f"{i + 1}. {words}", size=8) for i, words in enumerate(ENGLISH)))


def raw(*sheets: Sheet, extra: str = "<< >>") -> Layout:
    """The layout of a PDF of these pages; object 4 is `extra`."""
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(sheets)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>"]
    objects += ["<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>", extra]
    for i, sheet in enumerate(sheets):
        contents = "" if sheet.content is None else f"/Contents {6 + 2 * i} 0 R"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{sheet.box}] /Resources << /Font << /F 3 0 R >> {sheet.resources} >> {contents} >>"
        )
        objects.append(f"<< /Length {len(sheet.content or '')} >>\nstream\n{sheet.content or ''}\nendstream")
    body = "%PDF-1.4\n" + "\n".join(f"{n} 0 obj\n{thing}\nendobj" for n, thing in enumerate(objects, 1))
    data = f"{body}\ntrailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n%%EOF\n".encode("cp1252")
    return lay_out(read_pdf(Source("paper.pdf", data, "0" * 64, "application/pdf")))


def codes(layout: Layout) -> set[str]:
    return {problem.code for problem in layout.problems}


def test_a_page_of_20000_points_is_read_as_any_other() -> None:
    """Its paragraphs go on from those of the page before."""
    huge = Sheet("\n".join(text(19_000 - 40 * i, f"{i + 5}. {words}", x=9_000) for i, words in enumerate(ENGLISH)), "0 0 20000 20000")
    assert numbers(raw(PLAIN, huge)) == counted([*ENGLISH, *ENGLISH])


@pytest.mark.parametrize("spread", ["rows", "one place"])
def test_a_hundred_thousand_runs_leave_the_other_pages_whole(spread: str) -> None:
    """A page that is a drawing made of words is read in bounded time and memory."""
    at = (lambda i: (20 + 5 * (i % 110), 830 - 0.8 * (i // 110))) if spread == "rows" else (lambda i: (100, 400))
    drawing = Sheet("\n".join(text(at(i)[1], "ab", x=at(i)[0], size=1) for i in range(100_000)))
    start = time.process_time()
    layout = raw(PLAIN, drawing)
    assert time.process_time() - start < 60
    assert numbers(layout) == counted(ENGLISH)
    assert ("page-crowded" in codes(layout)) == (spread == "rows")


@pytest.mark.parametrize("pixels", [(31_623, 31_623), (1_000_000_000, 1), (2_147_483_647, 2_147_483_647)])
def test_a_picture_that_claims_a_thousand_million_pixels_is_not_drawn(pixels: tuple[int, int]) -> None:
    """Three bytes that say they are a gigabyte cost neither its memory nor its time."""
    width, height = pixels
    head = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 3"
    scan = Sheet("q 500 0 0 700 40 40 cm /I Do Q", resources="/XObject << /I 4 0 R >>")
    tracemalloc.start()
    start = time.process_time()
    layout = raw(PLAIN, scan, extra=f"<< {head} >>\nstream\nabc\nendstream")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - start < 5
    assert peak < 100_000_000
    assert numbers(layout) == counted(ENGLISH)
    [problem] = layout.problems
    assert (problem.code, problem.level, problem.page) == ("picture-too-large", "warning", 2)


def test_text_outside_the_page_is_told_and_the_rest_is_whole() -> None:
    """Much of it is a doubt; a few words beyond the edge change nothing."""
    few = Sheet(f"{PLAIN.content}\n{text(300, 'far', x=5_000)}\n{text(-300, 'below')}")
    assert numbers(raw(few)) == counted(ENGLISH)
    much = Sheet("\n".join(text(400 - 20 * i, words, x=-5_000) for i, words in enumerate(ENGLISH)))
    layout = raw(PLAIN, much)
    assert numbers(layout) == counted(ENGLISH)
    assert codes(layout) & {"page-doubtful", "page-ocr", "page-needs-ocr"}


@pytest.mark.parametrize("box", ["0 0 595 842", "0 0 0 0", "595 842 0 0"])
def test_a_page_without_content_or_with_an_odd_box_breaks_nothing(box: str) -> None:
    """Paragraphs go on over a page on which nothing stands."""
    more = Sheet("\n".join(text(740 - 40 * i, f"{i + 5}. {words}", size=8) for i, words in enumerate(ENGLISH)), box)
    assert numbers(raw(PLAIN, Sheet(None), more)) == counted([*ENGLISH, *ENGLISH])


def test_letters_of_any_size_leave_the_text_whole() -> None:
    """Type a thousand times too large or too small is no reason to lose the rest."""
    odd = [Text(72, 700, "Huge", 90_000), Text(72, 720, "tiny words", 0.001)]
    assert numbers(laid([*numbered(), *odd])) == counted(ENGLISH)


def test_many_rows_of_dots_cost_little() -> None:
    """Thousands of rows that lead to numbers which do not count up are looked at once."""
    rows = [f"Contents {n % 7} {'.' * 30} {10_000 - n}" for n in range(9_000)]
    from docmine.text import read_text

    source = Source("a.txt", "\n".join(rows).encode(), "0" * 64, "text/plain")
    start = time.process_time()
    lay_out(read_text(source))
    assert time.process_time() - start < 15
