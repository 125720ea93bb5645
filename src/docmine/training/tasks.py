"""What is trained: each task makes the models of one component. Add a task here and every command and report knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from docmine.classify import Array, LinearModel
from docmine.training import events, links, mentions, packages
from docmine.training.examples import Example
from docmine.vocabulary import Vocabulary

Models = Mapping[str, LinearModel]


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
class Task:
    """`train` makes models (by name) from examples; `claims` says what they claim of others; `figures` are those it should lift."""

    name: str
    figures: tuple[str, ...]
    train: Callable[[Sequence[Example], Vocabulary], dict[str, LinearModel]]
    claims: Callable[[Models, Sequence[Example], Vocabulary], list[tuple[float, bool]]]

    def claimed(self, models: Models, examples: Sequence[Example], vocabulary: Vocabulary) -> Claims:
        """`claims` as arrays."""
        found = self.claims(models, examples, vocabulary)
        return Claims(np.array([c for c, _ in found], dtype=np.float64), np.array([r for _, r in found], dtype=bool))


PACKAGES = Task("packages", ("para-package",), packages.train, packages.claims)
MENTIONS = Task("mentions", ("BODY",), mentions.train, mentions.claims)
LINKS = Task("links", ("BODY-value",), links.train, links.claims)
EVENTS = Task("endorsements", ("endorsement", "endorsement+"), events.train, events.claims)
TASKS: tuple[Task, ...] = (MENTIONS, LINKS, PACKAGES, EVENTS)


def train(tasks: Sequence[Task], examples: Sequence[Example], vocabulary: Vocabulary) -> dict[str, LinearModel]:
    """The models of all tasks, by name."""
    return {name: model for task in tasks for name, model in task.train(examples, vocabulary).items()}
