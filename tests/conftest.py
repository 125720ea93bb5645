"""What the tests share: where the project and the reference material are, one loaded pipeline, documents made of a few words."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.tokens import Doc

import docmine
from docmine import bridge
from docmine.pipeline import Pipeline
from docmine.source import Block, FrontMatter, Layout, Source

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The team's reference material; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("DOCMINE_SHARED", ROOT.parent / "shared"))
    if not (folder / "reference").is_dir():
        pytest.skip("the team's reference material is not here (set DOCMINE_SHARED)")
    return folder


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """The shipped pipeline, loaded once."""
    return docmine.load()


@pytest.fixture(scope="session")
def read(pipeline: Pipeline) -> Callable[..., Doc]:
    """Makes an annotated `Doc` of paragraphs given as strings (`(number, text)` for numbered ones)."""

    def make(*paragraphs: str | tuple[str, str], front: str = "") -> Doc:
        blocks = [Block("paragraph", p) if isinstance(p, str) else Block("paragraph", p[1], number=p[0]) for p in paragraphs]
        layout = Layout(tuple(blocks), FrontMatter(text=front))
        doc = bridge.build(pipeline.nlp.vocab, Source("made.txt", b"", "0" * 64, "text/plain"), layout)
        for _, component in pipeline.nlp.pipeline:
            doc = component(doc)
        return doc

    return make
