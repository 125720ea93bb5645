"""Damaged documents go up the ladder, pages are counted twice, and what a person sees of a batch is true."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from docmine.batch import reading
from docmine.batch.access import Item
from docmine.batch.inputs import find
from docmine.batch.progress import Plain
from docmine.errors import SourceError
from docmine.intake import source_of
from docmine.pipeline import Pipeline
from docmine.records import Record

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from hostile import HAND_MADE, one_page

TEXT = "1. The Policy Commission endorsed the Action Plan in July 2016.\n"


def read(pipeline: Pipeline, data: bytes, pages: int = 100) -> Record:
    watch = reading.Watch(pages, time.monotonic() + 60, lambda _: None, lambda: None)
    return reading.annotate(pipeline, source_of(data, "made.pdf", ".pdf"), "auto", None, watch)


def codes(record: Record) -> dict[str, str]:
    return {d.code: d.message for d in record.diagnostics}


@pytest.mark.parametrize(("name", "how"), [("no-table", "pikepdf"), ("no-root", "pdfplumber")])
def test_a_damaged_file_is_mended(pipeline: Pipeline, name: str, how: str) -> None:
    """Where PDFium gives up, the file saved again, or the other reader, gives the words; a diagnostic says how."""
    record = read(pipeline, HAND_MADE[name]())
    assert "Council" in record.paragraphs[0].text
    assert how in codes(record)["repaired"]


def test_packed_objects_are_written_out(pipeline: Pipeline) -> None:
    """A PDF with its page tree in an object stream, cut before its table: the words are there, and a diagnostic says how."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(one_page())) as document:
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    whole = out.getvalue()
    assert b"/ObjStm" in whole
    assert b"/Catalog" not in whole
    record = read(pipeline, whole[: whole.rindex(b"obj\n<<", 0, whole.rindex(b"/XRef"))])
    assert "Council" in record.paragraphs[0].text
    assert "packed objects" in codes(record)["repaired"]


def test_pages_without_a_tree_are_a_partial_record(pipeline: Pipeline) -> None:
    """The catalogue and the page tree are lost: the pages that are left are read, and nobody is told that they are all."""
    from docmine.batch.worker import status_of

    left = one_page().partition(b"3 0 obj")
    record = read(pipeline, b"%PDF-1.7\n" + left[1] + left[2].partition(b"xref")[0])
    assert "Council" in record.paragraphs[0].text
    assert "others may be lost" in codes(record)["pages-missing"]
    assert status_of(record) == "partial"


def test_remains_without_words_are_damaged_not_textless(pipeline: Pipeline) -> None:
    """A page is left of a torn file, its words are not: the reason is the damage, not that nobody tried OCR."""
    with pytest.raises(SourceError) as caught:
        read(pipeline, b"%PDF-1.7\n3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Leng")
    assert caught.value.code == "damaged"


def test_what_nothing_mends_is_damaged(pipeline: Pipeline) -> None:
    """The first reader's reason, by name."""
    with pytest.raises(SourceError) as caught:
        read(pipeline, b"%PDF-1.7\n%%EOF\n")
    assert caught.value.code == "damaged"


def test_pages_that_a_reader_does_not_see_are_told(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """pikepdf counts three pages, no rung reads more than one: the record is partial and says so."""
    from docmine.batch.worker import status_of

    assert reading.count_pages(source_of(one_page(), "made.pdf", ".pdf"), None) == 1
    monkeypatch.setattr(reading, "count_pages", lambda source, password: 3)
    record = read(pipeline, one_page())
    assert codes(record)["pages-missing"].startswith("1 of 3 pages can be read")
    assert status_of(record) == "partial"


def test_a_limit_of_pages_is_told(pipeline: Pipeline) -> None:
    """Two of 3,000 pages, and the record says what set the number."""
    record = read(pipeline, HAND_MADE["one-page-many-times"](), pages=2)
    assert record.source.pages == 2
    assert codes(record)["pages-left-out"] == "2 of 3000 pages were read, up to the limit of pages"


def test_inputs_are_found_in_order(tmp_path: Path) -> None:
    """Folders, globs, named files of any suffix, members of archives; hidden and other files are left out; links go in no circle."""
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("b/2.pdf", "b/1.txt", "b/c/3.PDF", "b/no.doc", "b/.hidden.pdf", "a.dat"):
        (tmp_path / name).write_text("x")
    (tmp_path / "b" / "loop").symlink_to(tmp_path / "b")
    names = ["b/1.txt", "b/2.pdf", "b/c/3.PDF"]
    assert list(find([str(tmp_path / "b")])) == [Item(f"{tmp_path}/{name}") for name in names]
    assert list(find([f"{tmp_path}/*.dat"])) == [Item(f"{tmp_path}/a.dat")]
    assert list(find([f"{tmp_path}/b/**/*.PDF"])) == [Item(f"{tmp_path}/b/c/3.PDF")]
    assert list(find(["-"], [f"{tmp_path}/x.zip!/in/a.pdf\n"])) == [Item(f"{tmp_path}/x.zip", "in/a.pdf")]
    assert list(find([f"file://{tmp_path}/b"])) == [Item(f"file://{tmp_path}/{name}") for name in names]


def test_progress_in_plain_lines() -> None:
    """Where there is no terminal: now and then a line with documents, failures, speed and time left."""
    said: list[str] = []
    progress = Plain(10, said.append, every=0.0)
    progress(5, 1, 20)
    assert re.fullmatch(r"5 of 10 documents, 1 failed, [\d.]+ pages/s, \d+ min left", said[0])


def test_progress_on_a_terminal(tmp_path: Path) -> None:
    """A bar with documents, failures and pages/s on standard error; nothing on standard output; a summary at the end."""
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(TEXT * (n + 1))
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "docmine.cli", "batch", str(tmp_path), "-o", str(tmp_path / "out")]
    process = subprocess.Popen(command, stderr=theirs, stdout=subprocess.PIPE, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"})
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the terminal's end
            break
        if not piece:
            break
        seen += piece
    assert process.wait(60) == 0
    assert process.stdout is not None
    assert process.stdout.read() == b""
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode())
    assert re.search(r"[123]/3 0 failed [\d.]+ pages/s", shown), shown
    assert "3 inputs, 3 different documents" in shown
