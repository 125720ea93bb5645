"""Scans made of PDFs: each page drawn, tilted a little, speckled, and put into a PDF as nothing but a picture."""

from __future__ import annotations

import io
from collections.abc import Iterable

import numpy as np
import pikepdf
import pypdfium2
from PIL import Image

from docmine.source import Word

GARBLED = str.maketrans("aeiorst", "4¢|0F5+")


def scanned(pdf: bytes, *, dots: int = 200, tilt: float = 0.4, noise: float = 8.0, quarters: int = 0, seed: int = 7) -> bytes:
    """A scan of a PDF: `dots` an inch, tilted by `tilt` degrees, grey noise of that standard deviation, and laid on the glass turned
    clockwise by so many right angles; the same for the same seed."""
    chance = np.random.default_rng(seed)
    pages = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        grey = page.render(scale=dots / 72, grayscale=True).to_pil()
        grey = grey.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=255)
        signs = np.asarray(grey, dtype=np.float32) + chance.normal(0.0, noise, (grey.height, grey.width))
        pages.append(Image.fromarray(np.rot90(np.clip(signs, 0, 255).astype(np.uint8), -quarters)))
    document.close()
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=dots, save_all=True, append_images=pages[1:])
    return out.getvalue()


def with_layer(scan: bytes, words: Iterable[Word], *, garbled: bool = False) -> bytes:
    """A scan of one page with the text that an OCR program lays under it, invisible: the words where they stand, or misread."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan)) as document:
        page = document.pages[0]
        height = float(page.mediabox[3])
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica, Encoding=pikepdf.Name.WinAnsiEncoding
        )
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.Layer)
        shown = []
        for word in words:
            text = word.text.translate(GARBLED) if garbled else word.text
            literal = text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            place = (
                f"BT 3 Tr 80 Tz /Layer {word.size:.1f} Tf {word.box.x0:.1f} {height - word.box.bottom + 0.2 * word.size:.1f} Td ".encode()
            )
            shown.append(place + b"(" + literal + b" ) Tj ET")
        page.contents_add(b"\n".join(shown))
        document.save(out)
    return out.getvalue()
