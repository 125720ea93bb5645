"""Makes an archive of small documents, each different, from the words of the annotated corpus; the same seed makes the same bytes."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
PARAGRAPHS = (3, 8)  # in a document, at least and at most
LONGEST = 600  # characters of a paragraph
TEXT_SHARE = 0.2  # of the documents are plain text
BROKEN = 50  # one document in so many is a PDF cut short


def make_archive(folder: Path, documents: int, seed: int = 6) -> None:
    """Writes so many documents into the folder, in subfolders of a hundred; every fiftieth cannot be read."""
    chance = random.Random(seed)
    words = _paragraphs()
    for number in range(documents):
        place = folder / f"{number // 100:03d}"
        place.mkdir(parents=True, exist_ok=True)
        chosen = chance.sample(words, chance.randint(*PARAGRAPHS))
        numbered = [f"{i}. {text}" for i, text in enumerate(chosen, 1)]
        heading = f"Paper {number} of the archive"
        if chance.random() < TEXT_SHARE and number % BROKEN != BROKEN - 1:
            (place / f"paper-{number:05d}.txt").write_text("\n\n".join([heading, *numbered]) + "\n", "utf-8")
        else:
            data = _pdf(heading, numbered)
            torn = b"%PDF-1.4\n% " + heading.encode() + data[9:400]
            (place / f"paper-{number:05d}.pdf").write_bytes(torn if number % BROKEN == BROKEN - 1 else data)


def _paragraphs() -> list[str]:
    found = {
        " ".join(paragraph["text"].split())[:LONGEST]
        for file in sorted((ROOT / "annotations").glob("*.json"))
        for paragraph in json.loads(file.read_text("utf-8")).get("paragraphs", ())
    }
    return sorted(text for text in found if len(text) > 40 and text.isprintable())


def _pdf(heading: str, paragraphs: list[str]) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    styles = getSampleStyleSheet()
    out = io.BytesIO()
    flow = [Paragraph(escape(heading), styles["Heading1"])]
    for text in paragraphs:
        flow += [Paragraph(escape(text), styles["BodyText"]), Spacer(1, 8)]
    SimpleDocTemplate(out, invariant=1).build(flow)
    return out.getvalue()


def documents(folder: Path) -> Iterator[Path]:
    """The archive's files in order."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file())
