"""Writes small PDFs for tests: text at places, in the standard fonts, with rules, rotation, crop box or encryption."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FONTS = {"regular": "Helvetica", "bold": "Helvetica-Bold", "italic": "Helvetica-Oblique", "typewriter": "Courier"}


@dataclass(frozen=True)
class Text:
    """Words at a place; `x` from the left, `y` the baseline from the top, in points."""

    x: float
    y: float
    words: str
    size: float = 10
    font: str = "regular"
    turned: bool = False


@dataclass(frozen=True)
class Stroke:
    """A line from one point to another."""

    x0: float
    y0: float
    x1: float
    y1: float


def write_pdf(
    pages: Sequence[Iterable[Text | Stroke]],
    *,
    width: float = 595,
    height: float = 842,
    extra: str = "",
) -> bytes:
    """The bytes of a PDF with these pages; `extra` goes into each page's dictionary (`/Rotate 90`)."""
    names = list(FONTS)
    fonts = " ".join(f"/{name} {3 + i} 0 R" for i, name in enumerate(names))
    first = 3 + len(names)
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
    objects += [f"<< /Type /Font /Subtype /Type1 /BaseFont /{FONTS[name]} /Encoding /WinAnsiEncoding >>" for name in names]
    for i, things in enumerate(pages):
        content = "\n".join(_operators(thing, height) for thing in things)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] {extra} "
            f"/Resources << /Font << {fonts} >> >> /Contents {first + 2 * i + 1} 0 R >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    return _file(objects)


def _operators(thing: Text | Stroke, height: float) -> str:
    if isinstance(thing, Stroke):
        return f"0.5 w {thing.x0} {height - thing.y0} m {thing.x1} {height - thing.y1} l S"
    words = thing.words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    matrix = f"0 1 -1 0 {thing.x} {height - thing.y}" if thing.turned else f"1 0 0 1 {thing.x} {height - thing.y}"
    return f"BT /{thing.font} {thing.size} Tf {matrix} Tm ({words}) Tj ET"


def _file(objects: Sequence[str]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def paragraph(
    x: float, y: float, words: str, *, first: float | None = None, width: int = 80, pitch: float = 12, **style: object
) -> list[Text]:
    """Words set in lines of about `width` characters; `first` is where the first line begins if not at `x`."""
    lines, line = [], ""
    for word in words.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    lines.append(line)
    return [Text(x if i or first is None else first, y + i * pitch, line, **style) for i, line in enumerate(lines)]  # type: ignore[arg-type]
