"""Training the models that say which packages a paragraph belongs to.

An example is a pair (paragraph, package): yes or no. The second pass learns on first-pass probabilities that models trained without
that document gave, as it will meet them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from docmine.classify import Array, LinearModel
from docmine.components import package_signs as signs
from docmine.components.package_signs import Paper
from docmine.components.sections import FIRST, SECOND, Models, assign
from docmine.training.examples import Example
from docmine.training.fit import NO, YES, Row, Settings, fit, held_out_scores
from docmine.vocabulary import Vocabulary

FIRST_PASS = Settings(c=0.3)
SECOND_PASS = Settings(c=0.1)
RARE = 0.02  # of the pairs: where fewer are right, models learn to say no to all, and the vocabulary's own topics know more


@dataclass(frozen=True, slots=True)
class Lesson:
    """A document's pairs, passage by passage and package by package, with the paper that they come from."""

    example: Example
    paper: Paper
    rows: tuple[Row, ...]


def study(example: Example, vocabulary: Vocabulary) -> Lesson:
    """What a document teaches: all its pairs."""
    paper = signs.paper(example.doc, vocabulary)
    rows = []
    for (span, truth), found in zip(example.paragraphs(), signs.features(paper, vocabulary), strict=True):
        right = {package.id for package in truth.packages}
        rows += [Row(row, YES if id_ in right else NO, example.name, example.where(span)) for id_, row in found.items()]
    return Lesson(example, paper, tuple(rows))


def annotated_for_packages(lessons: Sequence[Lesson]) -> list[Lesson]:
    """The lessons that tell something of packages. A paper without a single one, of an organisation that has them in others, is
    older than the packages or nobody looked for them; one of an organisation that never has any tells that such papers have none."""
    examples = [lesson.example for lesson in lessons]
    bearing = {e.name for e in examples if any(p.packages for p in e.annotation.paragraphs)}
    having = {e.organisation for e in examples if e.name in bearing}
    return [n for n in lessons if n.example.name in bearing or n.example.organisation not in having]


def learn(lessons: Sequence[Lesson], vocabulary: Vocabulary) -> dict[str, LinearModel]:
    """The two models by name; none if the documents have next to no packages to learn from."""
    found = annotated_for_packages(lessons)
    rows = [row for part in found for row in part.rows]
    if sum(row.label == YES for row in rows) <= RARE * len(rows):
        return {}
    first = fit(FIRST, "binary", rows, feature_set=signs.FEATURE_SET, settings=FIRST_PASS, classes=(NO, YES))
    again = second_rows(found, rows, first, vocabulary)
    second = fit(SECOND, "binary", again, feature_set=signs.FEATURE_SET, settings=SECOND_PASS, classes=(NO, YES))
    return {FIRST: first, SECOND: second}


def second_rows(found: Sequence[Lesson], rows: Sequence[Row], first: LinearModel, vocabulary: Vocabulary) -> list[Row]:
    """The same pairs with second-pass features, from first-pass probabilities of models that had not seen the document."""
    packages = [package.id for package in vocabulary.packages]
    scores = held_out_scores("binary", rows, settings=FIRST_PASS, classes=(NO, YES))
    held_out = first.calibration.apply(scores, "binary")[:, 0]
    out: list[Row] = []
    at = 0
    for part in found:
        values = held_out[at : at + len(part.rows)].reshape(len(part.paper.passages), len(packages))
        out += _smoothed(part, values, packages, vocabulary)
        at += len(part.rows)
    return out


def _smoothed(part: Lesson, values: Array, packages: Sequence[str], vocabulary: Vocabulary) -> list[Row]:
    first = {p.id: dict(zip(packages, map(float, v), strict=True)) for p, v in zip(part.paper.passages, values, strict=True)}
    columns = [list(signs.smoothed(part.paper, first, package, vocabulary)) for package in packages]
    rows = np.arange(len(part.rows)).reshape(values.shape)
    return [
        Row(columns[k][n], part.rows[int(rows[n, k])].label, part.rows[int(rows[n, k])].document, part.rows[int(rows[n, k])].where)
        for n in range(values.shape[0])
        for k in range(values.shape[1])
    ]


def claims(models: Mapping[str, LinearModel], lessons: Sequence[Lesson], vocabulary: Vocabulary) -> list[tuple[float, bool]]:
    """Every package that the models give a paragraph, with their confidence, and whether it is right."""
    if not {FIRST, SECOND} <= models.keys():
        return []
    chosen = Models(models[FIRST], models[SECOND])
    found = []
    for lesson in annotated_for_packages(lessons):
        given = assign(lesson.paper, vocabulary, chosen)
        for span, truth in lesson.example.paragraphs():
            right = {package.id for package in truth.packages}
            found += [(confidence, id_ in right) for id_, confidence in given[span._.place.id]]
    return found
