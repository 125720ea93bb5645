"""Opening an input: bytes, name, hash and kind, and one clear line where that fails."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from docmine.errors import SourceError
from docmine.source import Source

MAX_BYTES = 512 * 1024 * 1024
PDF_MAGIC_WITHIN = 1024  # readers accept `%PDF-` anywhere in the first kilobyte (PDF 32000-1, implementation note 13)


def open_source(document: str | Path | bytes, name: str | None = None) -> Source:
    """The document's bytes with their name, hash and kind.

    A path must end in `.pdf` or `.txt`; `-` and bytes are told apart by their first bytes. Raises SourceError.
    """
    if isinstance(document, bytes):
        return source_of(document, name or "document", "")
    if str(document) == "-":
        return source_of(sys.stdin.buffer.read(MAX_BYTES + 1), name or "-", "")
    path = Path(document)
    return source_of(_read(path), name or path.name, path.suffix.lower())


def _read(path: Path) -> bytes:
    shown = str(path)
    if path.is_dir():
        raise SourceError(f"{shown}: is a folder; name one .pdf or .txt file in it", code="directory")
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise SourceError(f"{shown}: no such file; check the path", code="missing") from None
    except PermissionError:
        raise SourceError(f"{shown}: may not be read; check its permissions", code="forbidden") from None
    except OSError as error:
        raise SourceError(f"{shown}: cannot be read ({error.strerror or error}); check the path", code="unreadable") from None


def source_of(data: bytes, name: str, suffix: str) -> Source:
    """The document whose bytes are at hand; `suffix` (`.pdf`, `.txt`, or empty) says what its name promises. Raises SourceError."""
    if not data:
        raise SourceError(f"{name}: is empty (0 bytes); get a complete copy", code="empty")
    if len(data) > MAX_BYTES:
        raise SourceError(f"{name}: is larger than {MAX_BYTES // 2**20} MiB; split it", code="too-large")
    sha256 = hashlib.sha256(data).hexdigest()
    is_pdf = b"%PDF-" in data[:PDF_MAGIC_WITHIN]
    if is_pdf:
        return Source(name, data, sha256, "application/pdf")
    if suffix == ".pdf":
        raise SourceError(f"{name}: is not a PDF (it lacks the `%PDF-` mark); rename it or get a proper copy", code="not-a-pdf")
    if suffix not in ("", ".txt"):
        raise SourceError(f"{name}: is neither .pdf nor .txt; convert it to one of them", code="unknown-type")
    return Source(name, data, sha256, "text/plain")
