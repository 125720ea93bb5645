"""Citations, and footnotes linked to the marks that point to them."""

from __future__ import annotations

from made_pdf import Stroke, Text, write_pdf

import docmine
from docmine.citations import Cited, cite
from docmine.source import Block


def paragraph(number: str, *path: str, unit: str | None = None) -> Cited:
    return Cited(Block("paragraph", "text", number=number, unit=unit), None, path)


def item(mark: str | None, parent: int, role: str = "list_item") -> Cited:
    return Cited(Block(role, "text", mark=mark), parent)  # type: ignore[arg-type]


def test_a_citation_names_paper_annex_paragraph_and_item() -> None:
    """As people write it: `PC0345E1a, Annex II, para. 1`, `para. 2 (a)(ii)`."""
    places = [
        paragraph("1", "Report"),
        paragraph("2", "Report"),
        item("(a)", 1),
        item("(i)", 1),
        item("(ii)", 1),
        item("(b)", 1),
        item("•", 1),
        item(None, 1, "table"),
        paragraph("1", "Report", "Annex II – Guidelines"),
        paragraph("3", unit="Decision 3"),
    ]
    assert [one.removeprefix("PC0345E1a, ") for one in cite("PC0345E1a", places, "en")] == [
        "para. 1",
        "para. 2",
        "para. 2 (a)",
        "para. 2 (a)(i)",
        "para. 2 (a)(ii)",
        "para. 2 (b)",
        "para. 2, item 1",
        "para. 2, table 1",
        "Annex II, para. 1",
        "Decision 3",
    ]


def test_no_two_paragraphs_share_a_citation() -> None:
    """Numbers that recur are told apart by the heading above them, else by counting."""
    places = [paragraph("1", "Paper", "Budget"), paragraph("1", "Paper", "Audit"), paragraph("7"), paragraph("7")]
    assert cite("X/1", places, "fr") == ["X/1, “Budget”, par. 1", "X/1, “Audit”, par. 1", "X/1, par. 7 [1]", "X/1, par. 7 [2]"]


def test_a_footnote_is_kept_and_linked_to_its_mark() -> None:
    """The raised mark leaves the text, and tells where it stood and which note it points to."""
    body = [
        Text(72, 100, "1. The Committee adopted the report of the working group"),
        Text(330, 96, "1", size=6),
        Text(336, 100, "and thanked its chair."),
        Text(72, 130, "2. It agreed to meet again in the following year, at the same place and time."),
        Text(72, 160, "3. It then closed the meeting with thanks to the interpreters and to the host."),
        Stroke(72, 740, 200, 740),
        Text(72, 752, "1", size=5),
        Text(77, 755, "Document 12 of 3 May 2005.", size=7.5),
    ]
    record = docmine.annotate(write_pdf([body]), name="paper.pdf")
    first = record.paragraphs[0]
    (note,) = first.notes
    target = next(p for p in record.paragraphs if p.id == note.note)
    assert (note.mark, target.kind, target.text) == ("1", "footnote", "Document 12 of 3 May 2005.")
    assert first.text[: note.at].endswith("working group")
    assert target.citation.endswith("note 1")
