"""The acts around an act, with what the first look made of each: `adopted the plan in May and approved the budget` has one date for two
acts, and what a body did next is told without its name."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from spacy.tokens import Span

from docmine.classify import logit
from docmine.events.candidates import Candidate
from docmine.events.partners import Partner, Place

NEAR = 4  # acts to either side that an act is seen beside
APART = 3.0  # paragraphs, beyond which two acts are far from each other
Row = dict[str, float]
Odds = Mapping[Hashable, float]  # how probable each partner is, by its key


class Act(NamedTuple):
    """An act whose arguments are asked for, and how sure it is."""

    candidate: Candidate
    subject: Span
    status: str
    confidence: float = 1.0


@dataclass(frozen=True)
class Look:
    """An act, the bodies and dates near it, and how probable the first models made each, in the same order."""

    act: Act
    bodies: Sequence[Partner]
    dates: Sequence[Place]
    of_bodies: Sequence[float]
    of_dates: Sequence[float]

    @cached_property
    def body_odds(self) -> Odds:
        return {partner.key: p for partner, p in zip(self.bodies, self.of_bodies, strict=True)}

    @cached_property
    def date_odds(self) -> Odds:
        return {place.mention.start: p for place, p in zip(self.dates, self.of_dates, strict=True)}


class Scene(NamedTuple):
    """An act's look, and those around it, each side with the nearest first."""

    look: Look
    before: Sequence[Look]
    behind: Sequence[Look]


def scenes(looks: Iterable[Look]) -> Iterator[Scene]:
    """Each look among its neighbours; no more are kept than a scene needs."""
    window: list[Look | None] = [None] * (NEAR + 1)  # what was, and what comes next
    for new in chain(looks, [None] * NEAR):
        window = [*window[-2 * NEAR :], new]
        own = window[-NEAR - 1]
        if own is not None:
            behind = [look for look in window[-NEAR:] if look is not None]
            before = [look for look in window[-NEAR - 2 :: -1] if look is not None]
            yield Scene(own, before, behind)


def body_row(scene: Scene, partner: Partner) -> Row:
    """How probable the body is for the acts around."""
    return _row(scene, partner.key, lambda look: look.body_odds)


def date_row(scene: Scene, place: Place) -> Row:
    """How probable the date is for the acts around."""
    return _row(scene, place.mention.start, lambda look: look.date_odds)


def _row(scene: Scene, key: Hashable, odds_of: Callable[[Look], Odds]) -> Row:
    """What the acts around make of a partner, `key`: the next one on either side, those of the same sentence, those of the same trigger."""
    own = scene.look.act
    row: Row = {}
    for side, looks in (("before", scene.before), ("behind", scene.behind)):
        if looks:
            row |= {f"{side}-{name}": value for name, value in _beside(own, looks[0].act, odds_of(looks[0]), key).items()}
    around = [(look.act, odds_of(look)) for look in (*scene.before, *scene.behind)]
    together = [odds[key] for act, odds in around if _same_sentence(own, act) and key in odds]
    listed = [odds.get(key, 0.0) for act, odds in around if act.candidate is own.candidate]
    return row | {
        "sentence": float(len(together)),
        "sentence-best": logit(max(together, default=0.0)),
        "trigger": float(len(listed)),
        "trigger-mean": logit(sum(listed) / len(listed) if listed else 0.0),
    }


def _beside(own: Act, other: Act, odds: Odds, key: Hashable) -> Row:
    """The next act on one side: how near it is to this one, how probable the partner is for it, and how probable its best one."""
    best = max(odds.values(), default=0.0)
    return {
        "apart": min(abs(float(own.candidate.view.paragraph - other.candidate.view.paragraph)), APART),
        "sentence": float(_same_sentence(own, other)),
        "trigger": float(own.candidate is other.candidate),
        "act": float(own.candidate.trigger.act == other.candidate.trigger.act),
        "status": float(own.status == other.status),
        "voice": float(own.candidate.features.voice == other.candidate.features.voice),
        "subject": float(own.subject.start == other.subject.start),
        "near": float(key in odds),
        "own": logit(odds.get(key, 0.0)),
        "best": logit(best),
        "is-best": float(key in odds and odds[key] == best),
    }


def _same_sentence(one: Act, other: Act) -> bool:
    return one.candidate.view.at[-1] == other.candidate.view.at[-1]
