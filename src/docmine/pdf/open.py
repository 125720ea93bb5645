"""Opening a PDF's bytes, and saying plainly why they cannot be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docmine.errors import SourceError
from docmine.source import Source

if TYPE_CHECKING:
    import pypdfium2

HEADER_WITHIN = 1024  # bytes; readers accept junk before `%PDF-`, as mail gateways write some
PASSWORD_ERROR, SECURITY_ERROR = 4, 5  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY


def open_pdf(source: Source, password: str | None = None) -> pypdfium2.PdfDocument:
    """The opened document, to be closed by the caller.

    Raises `SourceError` (`empty`, `not-a-pdf`, `encrypted`, `wrong-password`, `damaged`, `no-pages`).
    """
    import pypdfium2

    check_header(source)
    try:
        document = pypdfium2.PdfDocument(source.data, password=password)
    except pypdfium2.PdfiumError as error:
        raise _why(source, error, password) from error
    if len(document) == 0:
        document.close()
        raise SourceError(f"{source.name}: the PDF has no pages; nothing can be read from it", code="no-pages")
    return document


def check_header(source: Source) -> None:
    """Raises `SourceError` (`empty`, `not-a-pdf`) where the bytes cannot be a PDF."""
    if not source.data:
        raise SourceError(f"{source.name}: the file is empty; fetch it again", code="empty")
    if b"%PDF-" not in source.data[:HEADER_WITHIN]:
        raise SourceError(f"{source.name}: not a PDF (it does not begin with %PDF-); give a PDF or a .txt file", code="not-a-pdf")


def _why(source: Source, error: Exception, password: str | None) -> SourceError:
    code = getattr(error, "err_code", None)
    if code in (PASSWORD_ERROR, SECURITY_ERROR) or "password" in str(error).lower():
        if password:
            return SourceError(f"{source.name}: the password does not open this PDF; check --password", code="wrong-password")
        return SourceError(f"{source.name}: the PDF is encrypted; give its password with --password", code="encrypted")
    if b"/Type" in source.data and b"/Count 0" in source.data and b"%%EOF" in source.data[-2048:]:
        return SourceError(f"{source.name}: the PDF has no pages; nothing can be read from it", code="no-pages")
    return SourceError(f"{source.name}: the PDF is damaged or cut short; fetch it again or repair it", code="damaged")
