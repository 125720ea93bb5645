"""Papers for layout tests: numbered paragraphs in English and French set on PDF pages, read and laid out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from made_pdf import Stroke, Text, paragraph, write_pdf

from docmine.layout import lay_out
from docmine.pdf import read_pdf
from docmine.source import Block, Layout, Source

ENGLISH = (
    "The Committee took note of the report submitted by the Secretariat and thanked the delegations that had contributed to the work.",
    "Several delegations expressed support for the proposal and asked that the comments made in writing be reflected in the draft text.",
    "The Chairperson recalled the decision taken at the previous session and invited the delegates to examine the document.",
    "The Committee approved the draft guidelines, as amended, and agreed to forward them to the Council for endorsement in June.",
)
FRENCH = (
    "Le Comité a pris note du rapport présenté par le Secrétariat et a remercié les délégations ayant contribué aux travaux menés.",
    "Plusieurs délégations ont appuyé la proposition et ont demandé que les observations écrites soient reprises dans le projet de texte.",
    "Le Président a rappelé la décision prise à la session précédente et a invité les délégués à examiner le document en détail.",
    "Le Comité a approuvé le projet de lignes directrices, tel que modifié, et est convenu de le transmettre au Conseil en juin.",
)
Sheet = list[Text | Stroke]


def numbered(
    texts: Sequence[str] = ENGLISH, *, x: float = 72, y: float = 90, first: int = 1, tab: float = 36, pitch: float = 12, **style: object
) -> Sheet:
    """Paragraphs with their numbers in the margin."""
    sheet: Sheet = []
    for number, text in enumerate(texts, first):
        lines = paragraph(x + tab, y, text, pitch=pitch, **style)  # type: ignore[arg-type]
        sheet += [Text(x, y, f"{number}.", lines[0].size, lines[0].font), *lines]
        y = lines[-1].y + 1.7 * pitch
    return sheet


def bottom(sheet: Sheet) -> float:
    return max(thing.y for thing in sheet if isinstance(thing, Text))


def frame(x0: float, top: float, x1: float, low: float) -> Sheet:
    return [Stroke(x0, top, x1, top), Stroke(x0, low, x1, low), Stroke(x0, top, x0, low), Stroke(x1, top, x1, low)]


def source(data: bytes) -> Source:
    return Source("paper.pdf", data, hashlib.sha256(data).hexdigest(), "application/pdf")


def laid(*pages: Iterable[Text | Stroke], **options: object) -> Layout:
    """The layout of a PDF with these pages."""
    return lay_out(read_pdf(source(write_pdf(pages, **options))))  # type: ignore[arg-type]


def numbers(layout: Layout) -> list[tuple[str, str]]:
    return [(block.number, block.text) for block in layout.blocks if block.number]


def of_role(layout: Layout, role: str) -> list[Block]:
    return [block for block in layout.blocks if block.role == role]


def counted(texts: Sequence[str], first: int = 1) -> list[tuple[str, str]]:
    """What `numbers` gives for paragraphs that are read right."""
    return [(str(number), text) for number, text in enumerate(texts, first)]
