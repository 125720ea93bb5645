"""Judging by what was never seen: documents are read from their PDFs, decided by models trained without them, and scored as records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from docmine import bridge, gold
from docmine.assemble import assemble
from docmine.evaluate import find_document
from docmine.gold import Gold
from docmine.intake import open_source
from docmine.layout import lay_out
from docmine.pipeline import read_pages
from docmine.scoring import Score
from docmine.source import PageFacts
from docmine.training.examples import Example, Notice
from docmine.training.folds import By, folds
from docmine.training.tasks import Claims, Decider, Models, Task
from docmine.vocabulary import Vocabulary

# The components that models change, and those that read what they write.
DECIDING = ("docmine_dates", "docmine_mentions", "docmine_links", "docmine_sections", "docmine_events")
FOLDS = 5
SHARES = (0.125, 0.25, 0.5, 1.0)  # of the documents, that a learning curve learns from

Lessons = Mapping[str, Mapping[str, Any]]  # by task and document


@dataclass(frozen=True, slots=True)
class Reading:
    """A document read from its PDF, with all layers but those of the deciding components, and what is true of it."""

    truth: Gold
    doc: Doc
    facts: tuple[PageFacts, ...]


@dataclass(slots=True)
class Outcome:
    """The scores of each variant (its name to its score), and what each task's models claimed of held-out documents."""

    scores: dict[str, Score] = field(default_factory=dict)
    claims: dict[str, Claims] = field(default_factory=dict)


def read(examples: Sequence[Example], folder: Path, corpus: Path | None, nlp: Language, notice: Notice | None = None) -> dict[str, Reading]:
    """Each example's document, by name. AnnotationError if one is missing, SourceError if one cannot be read."""
    found = {}
    for n, example in enumerate(examples):
        if notice:
            notice(example.name, n, len(examples))
        found[example.name] = _reading(example, find_document(example.name, folder, corpus), nlp)
    return found


def _reading(example: Example, file: Path, nlp: Language) -> Reading:
    source = open_source(file, None)
    pages = list(read_pages(source))
    doc = bridge.build(nlp.vocab, source, lay_out(iter(pages)))
    for name, component in nlp.pipeline:
        if name not in DECIDING:
            doc = component(doc)
    return Reading(gold.of_annotation(example.annotation), doc, tuple(PageFacts(p.number, p.text_layer) for p in pages))


def study(tasks: Sequence[Task[Any]], examples: Sequence[Example], vocabulary: Vocabulary) -> Lessons:
    """What each document teaches each task."""
    return {task.name: {example.name: task.study(example, vocabulary) for example in examples} for task in tasks}


def decide(reading: Reading, nlp: Language, models: Models, score: Score) -> None:
    """Let the deciding components decide by these models (by rules where there is none), and add the record to the score."""
    doc = reading.doc
    for name in DECIDING:
        component = nlp.get_pipe(name)
        if isinstance(component, Decider):
            component.use(models)
        doc = component(doc)
    score.add(reading.truth, assemble(doc, reading.facts))


def variants(tasks: Sequence[Task[Any]]) -> dict[str, tuple[Task[Any], ...]]:
    """What is compared: rules only, all models, and with several tasks each alone and all but each."""
    found: dict[str, tuple[Task[Any], ...]] = {"rules only": ()}
    if len(tasks) > 1:
        found |= {f"{task.name} only": (task,) for task in tasks}
    if len(tasks) > 2:
        found |= {f"all but {task.name}": tuple(t for t in tasks if t is not task) for task in tasks}
    return found | {"all models": tuple(tasks)}


def cross_validate(
    examples: Sequence[Example],
    readings: Mapping[str, Reading],
    lessons: Lessons,
    nlp: Language,
    vocabulary: Vocabulary,
    *,
    compared: Mapping[str, Sequence[Task[Any]]],
    by: By = "document",
    k: int = FOLDS,
    notice: Notice | None = None,
    learn_from: Callable[[list[Example]], list[Example]] = list,
) -> Outcome:
    """Every document decided once by models that had not seen it, for each variant (a name to the tasks whose models are on).

    `learn_from` may thin out what a fold trains on.
    """
    outcome = Outcome({name: Score() for name in compared})
    tasks = {task.name: task for group in compared.values() for task in group}
    parts = list(folds(examples, by, k))
    for n, (name, seen, held) in enumerate(parts):
        if notice:
            notice(f"held out by {by}: {name}", n, len(parts))
        taught = learn_from(seen)
        models = {}
        for task in tasks.values():
            own = lessons[task.name]
            models[task.name] = task.learn([own[e.name] for e in taught], vocabulary)
            claimed = task.claimed(models[task.name], [own[e.name] for e in held], vocabulary)
            outcome.claims[task.name] = outcome.claims.get(task.name, Claims()) + claimed
        for variant, group in compared.items():
            chosen = {name: model for task in group for name, model in models[task.name].items()}
            for example in held:
                decide(readings[example.name], nlp, chosen, outcome.scores[variant])
    return outcome


def learning_curve(
    examples: Sequence[Example],
    readings: Mapping[str, Reading],
    lessons: Lessons,
    nlp: Language,
    vocabulary: Vocabulary,
    tasks: Sequence[Task[Any]],
    *,
    whole: Score | None = None,
    notice: Notice | None = None,
) -> list[tuple[int, Score]]:
    """(documents learnt from in each fold, score by document), for growing shares of the documents; `whole` is the score of all if
    that is known."""
    found = []
    for share in SHARES:
        size = round(len(examples) * (1 - 1 / FOLDS) * share)
        if share == 1 and whole is not None:
            found.append((size, whole))
            continue
        thin = _thinner(share)
        compared = {"all models": tasks}
        outcome = cross_validate(examples, readings, lessons, nlp, vocabulary, compared=compared, notice=notice, learn_from=thin)
        found.append((size, outcome.scores["all models"]))
    return found


def _thinner(share: float) -> Callable[[list[Example]], list[Example]]:
    """Keeps that share of the examples, spread evenly over their names."""

    def thin(seen: list[Example]) -> list[Example]:
        ordered = sorted(seen, key=lambda e: e.name)
        count = max(1, round(len(ordered) * share))
        return [ordered[int(n * len(ordered) / count)] for n in range(count)]

    return thin
