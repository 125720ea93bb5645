"""The annotated corpus holds together, and a broken annotation is named."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from docmine import annotated
from docmine.annotated import Annotation
from docmine.errors import AnnotationError
from docmine.vocabulary import load


@pytest.fixture(scope="module")
def corpus(root: Path) -> list[Annotation]:
    """Every annotated record, read once: reading checks that every offset quotes its text and that every id is known."""
    return annotated.read_all(root / "annotations", load())


def test_every_annotation_quotes_its_text(root: Path, corpus: list[Annotation]) -> None:
    """Every offset of every annotation quotes its text, every id is known, and every PDF is the one that was annotated."""
    assert len(corpus) >= 60
    for annotation in corpus:
        data = (root / "corpus" / annotation.source.name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == annotation.source.sha256


def test_the_corpus_is_as_large_and_varied_as_promised(corpus: list[Annotation]) -> None:
    """Sixty documents, 1,500 numbered paragraphs, 900 endorsements, 700 hard negatives, ten French, ten of other organisations."""
    assert sum(p.number is not None for a in corpus for p in a.paragraphs) >= 1500
    assert sum(len(a.endorsements) for a in corpus) >= 900
    assert sum(len(a.negatives) for a in corpus) >= 700
    assert sum(a.document.language == "fr" for a in corpus) >= 10
    assert len({a.organisation for a in corpus}) >= 10
    assert sum(a.organisation == "wco" for a in corpus) >= 40
    assert all(a.hard for a in corpus)


def test_unseen_papers_are_learnt_from_nowhere(root: Path) -> None:
    """What is kept to judge by is no part of the corpus."""
    unseen, seen = ({file.stem for file in (root / folder).glob("*.json")} for folder in ("annotations/unseen", "annotations"))
    assert len(unseen) >= 9
    assert not unseen & seen


def test_annotations_are_what_the_marked_texts_say(root: Path) -> None:
    """The marked texts, the PDFs and the annotated records agree."""
    done = subprocess.run(
        [sys.executable, str(root / "corpus/make/build.py"), "--check"], capture_output=True, text=True, check=False, timeout=300
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (('"text":"Council"', '"text":"Counsel"'), "does not stand at"),
        (('"value":"wco/council"', '"value":"wco/counsel"'), "unknown BODY"),
        (('"label":"BODY"', '"label":"ORGAN"'), "label"),
    ],
)
def test_a_broken_annotation_is_named(change: tuple[str, str], complaint: str, root: Path, tmp_path: Path) -> None:
    """A quote that does not match, an unknown id and an unknown label are each told with the file's name."""
    text = (root / "annotations/cen-1996-council-report.json").read_text("utf-8")
    assert change[0] in text
    file = tmp_path / "broken.json"
    file.write_text(text.replace(*change, 1), "utf-8")
    with pytest.raises(AnnotationError, match=r"broken\.json") as caught:
        annotated.read(file, load())
    assert complaint in str(caught.value)


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    """No annotations at all is an error, not a score of nothing."""
    with pytest.raises(AnnotationError, match="holds no annotated records"):
        annotated.read_all(tmp_path)
