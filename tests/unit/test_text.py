"""Plain text as pages of lines."""

from __future__ import annotations

import time

import pytest

from docmine.errors import SourceError
from docmine.source import Page, Source
from docmine.text import MAX_LINE, read_text


def pages(data: bytes) -> list[Page]:
    return list(read_text(Source("note.txt", data, "0" * 64, "text/plain")))


def code(data: bytes) -> str:
    with pytest.raises(SourceError, match=r"^note\.txt: ") as caught:
        pages(data)
    return caught.value.code


def test_indentation_and_empty_lines_become_places() -> None:
    """What is indented begins further right; an empty line leaves a gap."""
    [page] = pages(b"Title\n\n    1.      The Committee met.\n")
    title, number, words = page.lines
    assert number.box.x0 - title.box.x0 == pytest.approx(4 * 6)
    assert number.box.top - title.box.top == pytest.approx(24)
    assert (number.text, words.text) == ("1.", "The Committee met.")
    assert all(line.box.x1 <= page.width and line.box.bottom <= page.height for line in page.lines)


def test_form_feeds_part_pages() -> None:
    """A form feed begins a new page; one at the end begins none."""
    assert [page.number for page in pages(b"one\ftwo\fthree\n\f\n")] == [1, 2, 3]


def test_a_byte_order_mark_is_no_text() -> None:
    """UTF-8 with a byte order mark reads like without."""
    assert pages(b"\xef\xbb\xbfR\xc3\xa9union")[0].lines[0].text == "Réunion"


def test_what_is_no_text_is_said_plainly() -> None:
    """Wrong encodings, NUL bytes, nothing at all and endless lines have each a code."""
    assert code(b"R\xe9union") == "not-utf8"
    assert code(b"a\0b") == "nul-bytes"
    assert code(b"") == "empty"
    assert code(b" \n \n") == "no-text"
    start = time.process_time()
    assert code(b"word " * 1_000_000) == "line-too-long"
    assert time.process_time() - start < 3


def test_the_longest_line_allowed_is_read_in_bounded_time() -> None:
    """A line just under the limit costs little."""
    start = time.process_time()
    assert pages(b"ab " * (MAX_LINE // 3))[0].lines
    assert time.process_time() - start < 3
