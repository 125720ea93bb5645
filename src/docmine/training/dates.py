"""Training the model that chooses the year of a date that has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docmine.classify import Model
from docmine.components.dates import MODEL, dates_of, weigher
from docmine.dates import FEATURE_SET, Option, Undated
from docmine.records import Paragraph
from docmine.scoring import fold_edtf
from docmine.training.examples import Example, front
from docmine.training.fit import NO, YES, Present, Row
from docmine.training.ranking import Choice, fit_choice
from docmine.vocabulary import Vocabulary

C = 0.1
LEAST_DOCUMENTS = 4  # in which a feature must occur
LEAST = 20  # dates without a year, below which they teach nothing


@dataclass(frozen=True, slots=True)
class Lesson:
    """A document, and each date of it without a year that is annotated, with which of its options is right."""

    name: str
    dates: tuple[tuple[Undated, tuple[bool, ...]], ...]


def study(example: Example, _vocabulary: Vocabulary) -> Lesson:
    """What a document teaches."""
    seen: list[tuple[Undated, tuple[bool, ...]]] = []
    about = front(example.annotation)
    for paragraph in example.annotation.paragraphs:
        if paragraph.text:
            told = _Annotated(paragraph)
            dates_of(paragraph.text, about, told)
            seen += told.seen
    return Lesson(example.name, tuple(seen))


class _Annotated:
    """Chooses the annotated year, so that the dates behind see it as known, and notes what there was to choose from."""

    def __init__(self, paragraph: Paragraph) -> None:
        self.truth = [mention for mention in paragraph.mentions if mention.label == "DATE" and mention.value is not None]
        self.seen: list[tuple[Undated, tuple[bool, ...]]] = []

    def __call__(self, date: Undated) -> list[float]:
        value = next((m.value for m in self.truth if m.start < date.end and date.start < m.end), None)
        right = tuple(value is not None and fold_edtf(option.value.edtf) == fold_edtf(value) for option in date.options)
        if any(right):
            self.seen.append((date, right))
        return list(map(float, right))


def _row(option: Option, right: bool, name: str) -> Row:
    return Row(Present(option.signs), YES if right else NO, name)


def learn(lessons: Sequence[Lesson], _vocabulary: Vocabulary) -> dict[str, Model]:
    """The model by name; none where there is too little to learn from."""
    choices = [
        Choice(tuple(_row(option, is_right, one.name) for option, is_right in zip(date.options, right, strict=True)))
        for one in lessons
        for date, right in one.dates
    ]
    if len(choices) < LEAST:
        return {}
    return {MODEL: fit_choice(MODEL, choices, feature_set=FEATURE_SET, c=C, min_documents=min(LEAST_DOCUMENTS, len(lessons)))}


def claims(models: Mapping[str, Model], lessons: Sequence[Lesson], _vocabulary: Vocabulary) -> list[tuple[float, bool]]:
    """Every date without a year, how surely its year was chosen, and whether rightly."""
    if MODEL not in models:
        return []
    weigh = weigher(models[MODEL])
    return [max(zip(weigh(date), right, strict=True)) for one in lessons for date, right in one.dates]
