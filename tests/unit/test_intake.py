"""Opening an input: each way it can fail is one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest

from docmine.errors import SourceError
from docmine.intake import open_source


def failing(path: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        open_source(path)
    assert str(path.name) in str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A path that leads nowhere says so."""
    assert failing(tmp_path / "none.pdf").code == "missing"


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    """A folder is no document."""
    assert failing(tmp_path).code == "directory"


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    """Zero bytes are no document."""
    (tmp_path / "empty.pdf").write_bytes(b"")
    assert failing(tmp_path / "empty.pdf").code == "empty"


def test_what_is_called_pdf_and_is_none_is_refused(tmp_path: Path) -> None:
    """The `%PDF-` mark decides, not the name."""
    (tmp_path / "letter.pdf").write_bytes(b"PK\x03\x04 a word document")
    assert failing(tmp_path / "letter.pdf").code == "not-a-pdf"


def test_other_kinds_of_file_are_refused(tmp_path: Path) -> None:
    """Only .pdf and .txt are read."""
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04")
    assert failing(tmp_path / "a.docx").code == "unknown-type"


def test_bytes_are_told_apart_by_their_beginning() -> None:
    """Bytes with the PDF mark are a PDF, others text."""
    assert open_source(b"%PDF-1.7 ...").media_type == "application/pdf"
    assert open_source(b"1. The Council met.", "x").media_type == "text/plain"
