"""Training the model that says how far to trust what `the Committee` was taken for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docmine import bridge
from docmine.classify import Model
from docmine.components import link_signs
from docmine.components.links import MODEL, Choice, choices
from docmine.training.examples import Example
from docmine.training.fit import NO, YES, Lesson, Row, Settings, fit
from docmine.vocabulary import Vocabulary

SETTINGS = Settings(c=0.1)


def study(example: Example, vocabulary: Vocabulary) -> Lesson:
    """What a document teaches: a row for each reference that the rules settle."""
    found = references(example, vocabulary)
    return Lesson(example, tuple(_row(example, choice, right) for choice, right in found))


def _row(example: Example, choice: Choice, right: bool) -> Row:
    features = link_signs.features(choice.candidates, choice.chosen, choice.span._.rule)
    return Row(features, YES if right else NO, example.name, f"{example.name}.json")


def references(example: Example, vocabulary: Vocabulary, model: Model | None = None) -> Iterator[tuple[Choice, bool]]:
    """The document's references that are annotated, settled anew in order, and whether each rightly."""
    truth = example.places("BODY")
    for span in bridge.mentions(example.doc, "BODY"):
        if span._.open:
            span._.value = None
    for choice in choices(example.doc, vocabulary, model):
        choice.span._.value = choice.chosen.value
        place = choice.span.start_char, choice.span.end_char
        if place in truth:
            yield choice, choice.chosen.value == truth[place]


def learn(lessons: Sequence[Lesson], _vocabulary: Vocabulary) -> dict[str, Model]:
    """The model by name; none if no document has references settled both rightly and wrongly."""
    rows = [row for lesson in lessons for row in lesson.rows]
    if min(sum(row.label == label for row in rows) for label in (YES, NO)) < LEAST:
        return {}
    return {MODEL: fit(MODEL, "binary", rows, feature_set=link_signs.FEATURE_SET, settings=SETTINGS, classes=(NO, YES))}


LEAST = 5  # of either kind; fewer say nothing of trust


def claims(models: Mapping[str, Model], lessons: Sequence[Lesson], vocabulary: Vocabulary) -> list[tuple[float, bool]]:
    """Every reference, how surely it was settled, and whether rightly."""
    if MODEL not in models:
        return []
    found = [told for lesson in lessons for told in references(lesson.example, vocabulary, models[MODEL])]
    return [(choice.sureness, right) for choice, right in found]
