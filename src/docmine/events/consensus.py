"""Which of several possible subjects to take: the one that what is probable agrees with most, be it by other words than the likeliest.

A long subject and the same without its last words are two readings of one object, and split its probability; another object that is
likelier than either of them is still less likely than both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from docmine.events.spans import Start

MOST = 12  # possible subjects that are compared, likeliest first
SAME = 0.5  # share of words from which on two readings are of one object
OWN = 0.5  # what a reading's own probability counts beside that of all that agree with it
SETTLED = (1 + OWN) / (1 + 2 * OWN)  # so probable that no other reading can be chosen
EMPTY = frozenset(("DET", "PREP", "CONJ", "PUN", "APO", "POSS", "TO"))


@dataclass(eq=False)
class Option:
    """A possible subject: from a start to the position `end` (exclusive), and how probable both are."""

    start: Start
    end: int
    of_start: float
    of_end: float

    @property
    def probability(self) -> float:
        return self.of_start * self.of_end

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that tell what it is."""
        view, own = self.start.view, slice(self.start.at, self.end)
        return frozenset([word for word, tag in zip(view.low[own], view.tags[own], strict=True) if tag not in EMPTY])


def chosen(options: Iterable[Option]) -> tuple[Option, float] | None:
    """The option that is agreed with most, and how probable those are that agree with it; None if there is none."""
    likeliest = sorted(options, key=lambda option: -option.probability)[:MOST]
    if not likeliest:
        return None
    agreed = _agreed(likeliest)
    best = max(range(len(likeliest)), key=lambda n: agreed[n] + OWN * likeliest[n].probability)
    return likeliest[best], min(agreed[best], 1.0)


def _agreed(options: Sequence[Option]) -> list[float]:
    """How probable those are together that agree with each."""
    agreeing = [[n] for n in range(len(options))]
    for (n, one), (m, other) in combinations(enumerate(options), 2):
        if _overlap(one.words, other.words) >= SAME:
            agreeing[n].append(m)
            agreeing[m].append(n)
    return [sum(options[n].probability for n in sorted(others)) for others in agreeing]


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """F1 of two sets of words."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
