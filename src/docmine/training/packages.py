"""Training the models that say which packages a paragraph belongs to.

An example is a pair (paragraph, package): yes or no; for the words it is a paragraph with its packages. The second pass learns on
probabilities that models trained without that document gave, as it will meet them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from docmine.classify import Array, Model
from docmine.components import package_features, package_words
from docmine.components import package_signs as signs
from docmine.components.package_neighbours import Neighbours
from docmine.components.package_signs import Paper, Scores
from docmine.components.sections import FIRST, SECOND, TREES, WORDS, Models, assign
from docmine.training.boost import ENOUGH, boost
from docmine.training.examples import Example
from docmine.training.fit import NO, YES, Row, Settings, fit, fit_and_judge
from docmine.vocabulary import Vocabulary

FIRST_PASS = Settings(c=0.3)
WORD_PASS = Settings(c=3.0, min_documents=8)
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
    for (span, truth), found in zip(example.paragraphs(), package_features.features(paper, vocabulary), strict=True):
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


def learn(lessons: Sequence[Lesson], vocabulary: Vocabulary) -> dict[str, Model]:
    """The models by name; none if the documents have next to no packages to learn from."""
    found = annotated_for_packages(lessons)
    rows = [row for part in found for row in part.rows]
    if sum(row.label == YES for row in rows) <= RARE * len(rows):
        return {}
    first, by_signs = fit_and_judge(FIRST, "binary", rows, feature_set=signs.FEATURE_SET, settings=FIRST_PASS, classes=(NO, YES))
    worded = word_rows(found)
    words, by_words = None, np.zeros((len(worded), 0))
    if any(row.label for row in worded):
        words, by_words = fit_and_judge(WORDS, "multilabel", worded, feature_set=signs.FEATURE_SET, settings=WORD_PASS)
    again = second_rows(found, vocabulary, by_signs, words, by_words)
    second = fit(SECOND, "binary", again, feature_set=signs.FEATURE_SET, settings=SECOND_PASS, classes=(NO, YES))
    models = {FIRST: first, SECOND: second} | ({WORDS: words} if words else {})
    if len(again) >= ENOUGH:
        models[TREES] = boost(TREES, again, feature_set=signs.FEATURE_SET, calibrated=True)
    return models


def word_rows(found: Sequence[Lesson]) -> list[Row]:
    """Each passage's words, with its packages; a package of a single passage is left out."""
    count = Counter(package.id for part in found for _, truth in part.example.paragraphs() for package in truth.packages)
    return [
        Row(words, frozenset(p.id for p in truth.packages if count[p.id] > 1), part.example.name)
        for part in found
        for words, (_, truth) in zip(package_words.features(part.paper), part.example.paragraphs(), strict=True)
    ]


def second_rows(found: Sequence[Lesson], vocabulary: Vocabulary, by_signs: Array, words: Model | None, by_words: Array) -> list[Row]:
    """The same pairs with second-pass features, from what models that had not seen the document made probable: by the signs (a pair
    each), by the words (passages × classes of `words`)."""
    packages = [package.id for package in vocabulary.packages]
    known = words.classes if words else ()
    out: list[Row] = []
    at = 0
    for part in found:
        passages = part.paper.passages
        values = by_signs.reshape(-1, len(packages))[at : at + len(passages)]
        signed: Scores = {p.id: dict(zip(packages, map(float, v), strict=True)) for p, v in zip(passages, values, strict=True)}
        told = package_words.spread(part.paper, known, by_words[at : at + len(passages)], signed)
        columns = Neighbours(part.paper, vocabulary).rows(signed, told)
        features = (row for passage in zip(*columns, strict=True) for row in passage)
        out += [replace(row, features=again) for row, again in zip(part.rows, features, strict=True)]
        at += len(passages)
    return out


def claims(models: Mapping[str, Model], lessons: Sequence[Lesson], vocabulary: Vocabulary) -> list[tuple[float, bool]]:
    """Every package that the models give a paragraph, with their confidence, and whether it is right."""
    chosen = Models.of(models)
    if chosen is None:
        return []
    found = []
    for lesson in annotated_for_packages(lessons):
        given = assign(lesson.paper, vocabulary, chosen)
        for span, truth in lesson.example.paragraphs():
            right = {package.id for package in truth.packages}
            found += [(confidence, id_ in right) for id_, confidence in given[span._.place.id]]
    return found
