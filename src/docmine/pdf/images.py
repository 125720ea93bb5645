"""Pages as pictures for a reader: grey, sharp enough to read, small enough to travel inside one HTML file."""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from docmine.pdf.open import open_pdf
from docmine.source import Source

if TYPE_CHECKING:
    import pypdfium2
    from PIL.Image import Image

SCALE = 2.0  # pixels a point: 144 dpi
LONGEST = 2_000  # pixels of the longer side at most, whatever the page's size
GREYS = 16  # a printed page needs no more, and its PNG is half the size of a JPEG
PNG_ENOUGH = 160_000  # bytes: a larger PNG is a scan or a photograph, which JPEG packs better
MOST = 300_000  # bytes a page: five pages in base64 stay under 3 MB
SAMPLE = 400  # characters looked at to tell how a page was turned


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as seen; `width` and `height` in points, in the frame of the record's regions."""

    number: int
    width: float
    height: float
    media_type: Literal["image/png", "image/jpeg"]
    data: bytes


def page_images(source: Source, *, password: str | None = None, turned: Collection[int] = ()) -> Iterator[PageImage]:
    """The pages of a PDF, one after the other; a page that cannot be drawn is left out.

    `turned` numbers the pages that the reader turned upright (diagnostic `page-turned`). Raises SourceError.
    """
    import pypdfium2

    document = open_pdf(source, password)
    try:
        for number in range(1, len(document) + 1):
            try:
                yield _page_image(document[number - 1], number, number in turned)
            except (pypdfium2.PdfiumError, MemoryError):
                continue
    finally:
        document.close()


def _page_image(page: pypdfium2.PdfPage, number: int, turned: bool) -> PageImage:
    width, height = page.get_size()
    picture = page.render(scale=min(SCALE, LONGEST / max(width, height, 1)), grayscale=True).to_pil()
    angle = _angle(page) if turned else 0
    if angle:
        picture = picture.rotate(-angle, expand=True)  # Pillow turns anticlockwise
    if angle in (90, 270):
        width, height = height, width
    return PageImage(number, width, height, *_packed(picture))


def _angle(page: pypdfium2.PdfPage) -> int:
    """Degrees anticlockwise at which most of the page's characters run, as the page is shown."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    step = max(1, text.count_chars() // SAMPLE)
    angles = Counter(round(math.degrees(pdfium.FPDFText_GetCharAngle(text, at)) / 90) * 90 for at in range(0, text.count_chars(), step))
    most = max(angles, key=lambda angle: (angles[angle], -angle), default=0)
    return int(most - page.get_rotation()) % 360


def _packed(picture: Image) -> tuple[Literal["image/png", "image/jpeg"], bytes]:
    """The picture as a PNG of few greys, or as a JPEG where that is too large."""
    png = _png(picture)
    if len(png) <= PNG_ENOUGH:
        return "image/png", png
    jpeg = _jpeg(picture)
    return ("image/png", png) if len(png) <= min(len(jpeg), MOST) else ("image/jpeg", jpeg)


def _png(picture: Image) -> bytes:
    from PIL import Image

    step = 255 / (GREYS - 1)
    few = Image.frombytes("P", picture.size, picture.point([round(grey / step) for grey in range(256)]).tobytes())
    few.putpalette([round(n * step) for n in range(GREYS) for _ in range(3)])
    out = io.BytesIO()
    few.save(out, "PNG", bits=4)
    return out.getvalue()


def _jpeg(picture: Image) -> bytes:
    """As good as fits: first the quality falls, then the size."""
    for share, quality in ((1.0, 60), (0.8, 50), (0.6, 40), (0.5, 25)):
        out = io.BytesIO()
        picture.resize((max(1, int(picture.width * share)), max(1, int(picture.height * share)))).save(out, "JPEG", quality=quality)
        if out.tell() <= MOST:
            break
    return out.getvalue()
