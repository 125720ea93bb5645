"""What holds for every paper of the corpus as it is read from its PDF: no line is lost, and the title page is read rightly.

The papers are thousands, so each is read once, for all tests of this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from lost_lines import astray, invented

from docmine import annotated
from docmine.bridge import Front
from docmine.components.front import front_of
from docmine.intake import open_source
from docmine.layout import lay_out
from docmine.pipeline import read_pages
from docmine.vocabulary import load


@dataclass(frozen=True, slots=True)
class Paper:
    """What is asked of a paper: what its layout lost or made up, and what it says of itself."""

    wrong: list[str]
    front: Front


@pytest.fixture(scope="module")
def papers(root: Path) -> dict[str, Paper]:
    """Every paper of the corpus by its name."""
    return {file.stem: paper(file) for file in sorted((root / "corpus").glob("*.pdf"))}


def paper(file: Path) -> Paper:
    read = list(read_pages(open_source(file)))
    layout = lay_out(read)
    texts = [block.text for block in layout.blocks if block.role in ("paragraph", "list_item", "table", "footnote") and block.text]
    return Paper([*astray(read, layout), *invented(layout)], front_of(layout.front, texts, load("wco")))


def test_every_line_of_every_paper_lies_in_exactly_one_block(papers: dict[str, Paper]) -> None:
    """What the reader gives of a paper is all in its blocks, and each block's words are in its lines."""
    assert papers
    assert {name: paper.wrong for name, paper in papers.items() if paper.wrong} == {}


def test_front_matter_of_the_corpus(root: Path, papers: dict[str, Paper]) -> None:
    """On the annotated corpus every field stays at what was measured when the test was written."""
    wrong: dict[str, list[str]] = {"symbol": [], "agenda_item": [], "body": [], "sessions": [], "date": [], "meeting": []}
    files = sorted((root / "annotations").glob("*.json"))
    for file in files:
        truth, found = annotated.read(file).document, papers[file.stem].front
        dates = {name: value[1].edtf if value else None for name, value in (("date", found.date), ("meeting", found.meeting))}
        for name, names in wrong.items():
            want = getattr(truth, name)
            have = dates[name] if name in dates else getattr(found, name)
            if (want.edtf if name in dates and want else want) != have:
                names.append(file.stem)
    shares = {name: 1 - len(names) / len(files) for name, names in wrong.items()}
    assert min(shares.values()) >= 0.96, {name: names for name, names in wrong.items() if names}
