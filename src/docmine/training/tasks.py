"""What is trained: each task makes the models of one component. Add a task here and every command and report knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from docmine.classify import Array, Model
from docmine.training import dates, events, links, mentions, packages
from docmine.training.examples import Example
from docmine.vocabulary import Vocabulary

Models = Mapping[str, Model]
L = TypeVar("L")  # what a task studies in a document


@runtime_checkable
class Decider(Protocol):
    """A component that decides by models, if it is given them, else by rules."""

    def use(self, models: Models) -> None: ...


@dataclass(frozen=True, slots=True)
class Claims:
    """What models claimed of held-out documents: how sure they were, and whether each claim was right."""

    confidence: Array = field(default_factory=lambda: np.zeros(0))
    right: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def __add__(self, other: Claims) -> Claims:
        return Claims(np.concatenate([self.confidence, other.confidence]), np.concatenate([self.right, other.right]))


@dataclass(frozen=True, slots=True)
class Task(Generic[L]):
    """`study` says what a document teaches, once for all folds; `learn` makes models (by name) of such lessons; `claims` says what
    models claim of others; `figures` are those they should lift."""

    name: str
    figures: tuple[str, ...]
    study: Callable[[Example, Vocabulary], L]
    learn: Callable[[Sequence[L], Vocabulary], dict[str, Model]]
    claims: Callable[[Models, Sequence[L], Vocabulary], list[tuple[float, bool]]]

    def train(self, examples: Sequence[Example], vocabulary: Vocabulary) -> dict[str, Model]:
        """The models by name, from examples."""
        return self.learn([self.study(example, vocabulary) for example in examples], vocabulary)

    def claimed(self, models: Models, lessons: Sequence[L], vocabulary: Vocabulary) -> Claims:
        """`claims` as arrays."""
        found = self.claims(models, lessons, vocabulary)
        return Claims(np.array([c for c, _ in found], dtype=np.float64), np.array([r for _, r in found], dtype=bool))


DATES = Task("dates", ("DATE-value",), dates.study, dates.learn, dates.claims)
PACKAGES = Task("packages", ("para-package",), packages.study, packages.learn, packages.claims)
MENTIONS = Task("mentions", ("BODY",), mentions.study, mentions.learn, mentions.claims)
LINKS = Task("links", ("BODY-value",), links.study, links.learn, links.claims)
EVENTS = Task("endorsements", ("endorsement", "endorsement+"), events.study, events.learn, events.claims)
TASKS: tuple[Task[Any], ...] = (DATES, MENTIONS, LINKS, PACKAGES, EVENTS)
