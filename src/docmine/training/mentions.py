"""Training the models that say which drafts are mentions of bodies, with confidence that means what it says.

The second look learns on confidences that models trained without that document gave, as it will meet them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from docmine.classify import Model
from docmine.components import mention_again, mention_signs
from docmine.components.mentions import AGAIN, MODEL, decided, joined, sighted
from docmine.components.survey import pieces
from docmine.records import Paragraph
from docmine.training.boost import ENOUGH, boost
from docmine.training.examples import Example
from docmine.training.fit import NO, YES, Lesson, Row, Settings, fit_and_judge
from docmine.vocabulary import Vocabulary

SETTINGS = Settings(c=1.0)
EITHER = "either"  # neither right nor wrong: it teaches nothing


def study(example: Example, vocabulary: Vocabulary) -> Lesson:
    """What a document teaches."""
    return Lesson(example, tuple(rows(example, vocabulary)))


def rows(example: Example, vocabulary: Vocabulary) -> list[Row]:
    """All drafts of a document, each right if an annotated body has its place."""
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
                label = YES if place in right else EITHER if part.text.text[draft.start : draft.end] in optional else NO
                out.append(Row(sign, label, example.name, example.where(span)))
    return out


def places(truth: Paragraph) -> set[tuple[int, int]]:
    """Where a paragraph's annotated bodies stand."""
    return {(m.start, m.end) for m in truth.mentions if m.label == "BODY"}


def learn(lessons: Sequence[Lesson], vocabulary: Vocabulary) -> dict[str, Model]:
    """The models by name; none if no document has a body."""
    taught = [row for lesson in lessons for row in lesson.rows if row.label != EITHER]
    if len({row.label for row in taught}) < 2:
        return {}
    model, judged = fit_and_judge(MODEL, "binary", taught, feature_set=mention_signs.FEATURE_SET, settings=SETTINGS, classes=(NO, YES))
    models = {MODEL: model}
    if len(taught) >= ENOUGH:
        rows = again_rows(lessons, vocabulary, model, judged[:, 0].tolist())
        models[AGAIN] = boost(AGAIN, rows, feature_set=mention_signs.FEATURE_SET, calibrated=True)
    return models


def again_rows(lessons: Sequence[Lesson], vocabulary: Vocabulary, model: Model, judged: Sequence[float]) -> list[Row]:
    """The rows of the second look; `judged` are the confidences of all rows that teach, in order."""
    out: list[Row] = []
    sure = iter(judged)
    for lesson in lessons:
        confidences = [next(sure) if row.label != EITHER else float(model.table([row.features])[0, 0]) for row in lesson.rows]
        signs = mention_again.features(sighted(lesson.example.doc, vocabulary), confidences)
        out += [replace(row, features=sign) for row, sign in zip(lesson.rows, signs, strict=True) if row.label != EITHER]
    return out


def claims(models: Mapping[str, Model], lessons: Sequence[Lesson], vocabulary: Vocabulary) -> list[tuple[float, bool]]:
    """Every body that the model finds, with its confidence, and whether it is right."""
    if MODEL not in models:
        return []
    found = []
    for example in (lesson.example for lesson in lessons):
        given = joined(example.doc, decided(sighted(example.doc, vocabulary), models))
        optional = {m.text for m in example.annotation.optional if m.label == "BODY"}
        for (span, truth), row in zip(example.paragraphs(), given, strict=True):
            right = places(truth)
            bodies = [d for d in row if d.label == "BODY"]
            judged = [d for d in bodies if (d.start, d.end) in right or span.text[d.start : d.end] not in optional]
            found += [(d.confidence, (d.start, d.end) in right) for d in judged]
    return found
