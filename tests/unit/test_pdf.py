"""Reading PDFs: what is on the page, where it is, and what is said of files that cannot be read."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest
from made_pdf import Stroke, Text, paragraph, write_pdf

from docmine.errors import SourceError
from docmine.pdf import Reader, read_pdf
from docmine.source import Page, Source

WORDS = "The Committee adopted the Agenda and thanked the Secretariat for the documents that it had prepared in good time."


def source(data: bytes, name: str = "paper.pdf") -> Source:
    return Source(name, data, hashlib.sha256(data).hexdigest(), "application/pdf")


def pages(data: bytes, **options: object) -> list[Page]:
    return list(read_pdf(source(data), **options))  # type: ignore[arg-type]


def code(data: bytes, **options: object) -> tuple[str, str]:
    with pytest.raises(SourceError) as caught:
        pages(data, **options)
    return caught.value.code, str(caught.value)


def outcome(data: bytes) -> str:
    try:
        pages(data)
    except SourceError as error:
        return error.code
    return "read"


@pytest.mark.parametrize("reader", ["fast", "thorough"])
def test_words_come_with_place_size_and_style(reader: Reader) -> None:
    """A word's box begins where it was set and hangs on its baseline; size and bold are the font's."""
    [page] = pages(write_pdf([[Text(72, 100, "Revenue Package", 14, "bold"), Text(72, 130, "Introduction", 10, "italic")]]), reader=reader)
    first, second = page.lines
    assert (first.text, first.bold, first.italic, first.size) == ("Revenue Package", True, False, 14)
    assert (second.text, second.bold, second.italic) == ("Introduction", False, True)
    assert first.box.x0 == pytest.approx(72, abs=1.5)
    assert first.box.top < 100 < first.box.bottom
    assert [word.text for word in first.words] == ["Revenue", "Package"]


@pytest.mark.parametrize("reader", ["fast", "thorough"])
def test_boxes_lie_in_their_page_when_it_is_rotated_or_cropped(reader: Reader) -> None:
    """A page turned by /Rotate or cut by /CropBox is given as a person sees it."""
    body = [paragraph(100, 200, WORDS)]
    sideways = [[Text(200 + 12 * i, 700, WORDS[:60], turned=True) for i in range(5)]]
    [turned] = pages(write_pdf(sideways, extra="/Rotate 90"), reader=reader)
    assert (round(turned.width), round(turned.height)) == (842, 595)
    [cropped] = pages(write_pdf(body, extra="/CropBox [50 50 545 792]"), reader=reader)
    assert (round(cropped.width), round(cropped.height)) == (495, 742)
    assert cropped.lines[0].box.x0 == pytest.approx(50, abs=2)
    for page in (turned, cropped):
        for line in page.lines:
            assert 0 <= line.box.x0 < line.box.x1 <= page.width
            assert 0 <= line.box.top < line.box.bottom <= page.height


def test_a_page_printed_sideways_is_turned_upright_and_says_so() -> None:
    """Text that all runs up the sheet is read along its lines."""
    [page] = pages(write_pdf([[Text(100 + 14 * i, 700, f"Row {i} of a wide table", turned=True) for i in range(6)]]), reader="fast")
    assert [line.text for line in page.lines] == [f"Row {i} of a wide table" for i in range(6)]
    assert [problem.code for problem in page.problems] == ["page-turned"]


def test_both_readers_find_the_same_lines(shared: Path) -> None:
    """On real pages the two readers agree on nearly every line."""
    for name in ("p18_wcpfc2", "p24_wmo_ipet_mi3"):
        data = (shared / "reference" / "real" / f"{name}.pdf").read_bytes()
        fast, thorough = (pages(data, reader=reader, max_pages=2) for reader in ("fast", "thorough"))
        one, other = ([line.text for page in read for line in page.lines] for read in (fast, thorough))
        assert len(set(one) & set(other)) >= 0.98 * len(set(one))


def test_the_same_bytes_read_twice_are_equal() -> None:
    """Reading has no state and no chance in it."""
    data = write_pdf([paragraph(72, 100, WORDS), paragraph(72, 100, WORDS[::-1])])
    assert pages(data) == pages(data)


def test_columns_and_tabs_are_lines_of_their_own() -> None:
    """Words that stand on one baseline in two columns are two lines."""
    [page] = pages(
        write_pdf([[Text(72, 100 + 12 * i, "left column text"), Text(320, 100 + 12 * i, "right column text")] for i in range(1)])
    )
    assert [line.text for line in page.lines] == ["left column text", "right column text"]


def test_a_figure_raised_high_stays_with_its_word() -> None:
    """The mark of a note is on the row of its word, though not on its baseline; small letters, as in a formula, are a row of their own."""
    found = [
        pages(write_pdf([[Text(72, 100, "Competent Authorities"), Text(172, 96, sign, size=6)]]), reader="thorough")[0] for sign in "1k"
    ]
    assert [len(page.lines) for page in found] == [1, 2]


def test_letters_set_apart_are_one_word() -> None:
    """A heading set as `B U D G E T` is read as BUDGET."""
    [page] = pages(
        write_pdf(
            [
                [Text(200 + 14 * i, 100, letter) for i, letter in enumerate("BUDGET")],
            ]
        )
    )
    assert "BUDGET" in " ".join(line.text for line in page.lines).replace(" ", "")


def test_rules_are_found() -> None:
    """A drawn line is a rule with its place."""
    [page] = pages(write_pdf([[Text(72, 100, WORDS[:60]), Stroke(72, 120, 300, 120)]]))
    [rule] = page.rules
    assert (rule.box.x0, rule.box.x1) == pytest.approx((72, 300), abs=1)
    assert rule.box.top == pytest.approx(120, abs=1)


def test_what_is_no_pdf_is_said_plainly() -> None:
    """Each unreadable file gives one line that begins with its name and a code."""
    good = write_pdf([paragraph(72, 100, WORDS)])
    cases = {
        "empty": b"",
        "not-a-pdf": b"PK\x03\x04 a zip file",
        "damaged": b"%PDF-1.4\n" + bytes(range(256)),
        "no-pages": write_pdf([]),
        "no-text": write_pdf([[Stroke(72, 100, 300, 100)]]),
    }
    for wanted, data in cases.items():
        found, message = code(data)
        assert found == wanted
        assert message.startswith("paper.pdf: ")
        assert "\n" not in message
    assert pages(good)


def test_a_truncated_file_is_damaged_or_read_but_never_a_traceback() -> None:
    """A file cut anywhere is read as far as it goes or refused with a code."""
    data = write_pdf([paragraph(72, 100, WORDS)])
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        assert outcome(data[: int(len(data) * share)]) in ("read", "damaged", "no-pages", "no-text")


def test_encrypted_files_ask_for_their_password() -> None:
    """Without a password, with a wrong one and with the right one."""
    pikepdf = pytest.importorskip("pikepdf")
    import io

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(write_pdf([paragraph(72, 100, WORDS)]))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="secret"))
    assert code(out.getvalue())[0] == "encrypted"
    assert code(out.getvalue(), password="guess")[0] == "wrong-password"
    assert pages(out.getvalue(), password="secret")[0].lines
    assert pages(out.getvalue(), password="secret", reader="thorough")[0].lines


def test_a_page_that_fails_is_a_problem_and_not_the_end() -> None:
    """A page whose object is missing leaves the rest whole."""
    data = write_pdf([paragraph(72, 100, WORDS), paragraph(72, 100, "A second page with words."), paragraph(72, 100, "A third.")])
    broken = data.replace(b"/Kids [7 0 R 9 0 R 11 0 R]", b"/Kids [7 0 R 99 0 R 11 0 R]".ljust(len(b"/Kids [7 0 R 9 0 R 11 0 R]")))
    found = pages(broken)
    assert [bool(page.lines) for page in found if not page.problems].count(True) == 2


@pytest.mark.parametrize("reader", ["auto", "fast"])
def test_pathological_pages_take_bounded_time(reader: Reader) -> None:
    """A page of 40,000 tiny runs and one of 20,000 points are read in seconds."""
    tiny = [Text(20 + (i % 200) * 2.7, 20 + (i // 200) * 4, "x", 2) for i in range(40_000)]
    huge = write_pdf([paragraph(72, 19_000, WORDS)], width=20_000, height=20_000)
    start = time.process_time()
    assert pages(write_pdf([tiny]), reader=reader)[0].lines
    assert pages(huge, reader=reader)[0].lines[0].text.startswith("The Committee")
    assert time.process_time() - start < 12


def test_only_as_many_pages_are_read_as_asked_for() -> None:
    """`max_pages` ends the reading early."""
    assert len(pages(write_pdf([paragraph(72, 100, WORDS)] * 5), max_pages=2)) == 2
