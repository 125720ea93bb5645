"""Training the model that says which drafts are mentions of bodies, with confidence that means what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docmine.classify import Model
from docmine.components import mention_signs
from docmine.components.mentions import MODEL, decided, joined, sighted
from docmine.components.survey import pieces
from docmine.records import Paragraph
from docmine.training.examples import Example
from docmine.training.fit import NO, YES, Lesson, Row, Settings, fit
from docmine.vocabulary import Vocabulary

SETTINGS = Settings(c=1.0)


def study(example: Example, vocabulary: Vocabulary) -> Lesson:
    """What a document teaches."""
    return Lesson(example, tuple(rows(example, vocabulary)))


def rows(example: Example, vocabulary: Vocabulary) -> list[Row]:
    """All drafts of a document, each right if an annotated body has its place; optional ones teach nothing."""
    found = sighted(example.doc, vocabulary)
    signs = mention_signs.features(found)
    optional = {m.text for m in example.annotation.optional if m.label == "BODY"}
    out: list[Row] = []
    passages = iter(zip(found.parts, found.rows, strict=True))
    for span, truth in example.paragraphs():
        right = places(truth)
        for offset, _ in pieces(span.text):
            part, row = next(passages)
            for draft in (d for d in row if d.label == "BODY"):
                sign = next(signs)
                place = draft.start + offset, draft.end + offset
                if place in right or part.text.text[draft.start : draft.end] not in optional:
                    out.append(Row(sign, YES if place in right else NO, example.name, example.where(span)))
    return out


def places(truth: Paragraph) -> set[tuple[int, int]]:
    """Where a paragraph's annotated bodies stand."""
    return {(m.start, m.end) for m in truth.mentions if m.label == "BODY"}


def learn(lessons: Sequence[Lesson], _vocabulary: Vocabulary) -> dict[str, Model]:
    """The model by name; none if no document has a body."""
    found = [row for lesson in lessons for row in lesson.rows]
    if len({row.label for row in found}) < 2:
        return {}
    return {MODEL: fit(MODEL, "binary", found, feature_set=mention_signs.FEATURE_SET, settings=SETTINGS, classes=(NO, YES))}


def claims(models: Mapping[str, Model], lessons: Sequence[Lesson], vocabulary: Vocabulary) -> list[tuple[float, bool]]:
    """Every body that the model finds, with its confidence, and whether it is right."""
    if MODEL not in models:
        return []
    found = []
    for example in (lesson.example for lesson in lessons):
        given = joined(example.doc, decided(sighted(example.doc, vocabulary), models[MODEL]))
        optional = {m.text for m in example.annotation.optional if m.label == "BODY"}
        for (span, truth), row in zip(example.paragraphs(), given, strict=True):
            right = places(truth)
            bodies = [d for d in row if d.label == "BODY"]
            judged = [d for d in bodies if (d.start, d.end) in right or span.text[d.start : d.end] not in optional]
            found += [(d.confidence, (d.start, d.end) in right) for d in judged]
    return found
