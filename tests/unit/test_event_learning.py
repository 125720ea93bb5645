"""What the annotated corpus teaches of endorsements: that learning beats the rules, and that nearly every annotated act is met.

Papers evenly spread over the corpus are studied, once for all tests of this file.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from docmine import annotated, vocabulary
from docmine.events import learned
from docmine.pipeline import Pipeline
from docmine.training import events as training
from docmine.training.events import Lesson
from docmine.training.examples import example

EVERY = 16  # of more than two thousand annotated papers: on every twelfth or twenty-fourth, too, both figures lie well above what is asked


@pytest.fixture(scope="module")
def lessons(root: Path) -> list[Lesson]:
    """What every sixteenth annotated paper teaches."""
    wco = vocabulary.load("wco")
    nlp = Pipeline(models="none").nlp
    files = sorted((root / "annotations").glob("*.json"))[::EVERY]
    return [training.study(example(annotated.read(file, wco), nlp), wco) for file in files]


def test_models_beat_the_rules_on_unseen_documents(lessons: list[Lesson]) -> None:
    """Trained on half of some annotated documents, the trigger model tells acts from others in the rest better than the rules do,
    by at least two points of F1."""
    model = training.train_deciders(lessons[::2])[learned.KEEP]
    right = np.array([bool(truths) for one in lessons[1::2] for truths in one.truths])
    held = [sheet for one in lessons[1::2] for sheet in one.sheets]
    by_rules = np.array([sheet.candidate.keep for sheet in held])
    by_model = model.table(sheet.signs for sheet in held)[:, 0] >= 0.5
    assert f1(by_model, right) >= f1(by_rules, right) + 0.02


def f1(found: np.ndarray, right: np.ndarray) -> float:
    return float(2 * (found & right).sum() / (found.sum() + right.sum()))


def test_alignment(lessons: list[Lesson]) -> None:
    """Nearly every annotated act has a candidate: recall of triggers is 0.99 or more."""
    found = sum(len(truths) for one in lessons for truths in one.truths)
    assert found / (found + sum(len(one.lost) for one in lessons)) >= 0.99
