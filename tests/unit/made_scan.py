"""Scans made of PDFs: each page drawn, tilted a little, speckled, and put into a PDF as nothing but a picture."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
from PIL import Image


def scanned(pdf: bytes, *, dots: int = 200, tilt: float = 0.4, noise: float = 8.0, seed: int = 7) -> bytes:
    """A scan of a PDF: `dots` an inch, tilted by `tilt` degrees, grey noise of that standard deviation; the same for the same seed."""
    chance = np.random.default_rng(seed)
    pages = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        grey = page.render(scale=dots / 72, grayscale=True).to_pil()
        grey = grey.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=255)
        signs = np.asarray(grey, dtype=np.float32) + chance.normal(0.0, noise, (grey.height, grey.width))
        pages.append(Image.fromarray(np.clip(signs, 0, 255).astype(np.uint8)))
    document.close()
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=dots, save_all=True, append_images=pages[1:])
    return out.getvalue()
