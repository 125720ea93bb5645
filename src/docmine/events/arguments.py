"""Who acted and when, decided by models for many acts at once: a first look at each body and date by itself, a second beside its rivals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from spacy.tokens import Span

from docmine.classify import Model
from docmine.events import again, partners
from docmine.events.again import Row
from docmine.events.candidates import Candidate
from docmine.events.partners import Partner, Place
from docmine.events.story import body_key

SURE = 0.45  # how probable a body, or a date, must be
NAMED_SURE = 0.25  # the same of a body that the rules name, where no other is sure enough


class Act(NamedTuple):
    """An act whose arguments are asked for, and how sure it is."""

    candidate: Candidate
    subject: Span
    status: str
    confidence: float = 1.0


def bodies(acts: Sequence[Act], first: Model, second: Model) -> list[list[Partner]]:
    """The bodies that are likely to act, in order of place; where none is, the likeliest that the rules see acting."""
    near = [partners.bodies(act.candidate) for act in acts]
    scores = _scores([body_rows(act, everyone, first) for act, everyone in zip(acts, near, strict=True)], second)
    return [_acting(list(zip(everyone, row, strict=True))) for everyone, row in zip(near, scores, strict=True)]


def dates(acts: Sequence[Act], first: Model, second: Model) -> list[Span | None]:
    """When each happened, if a date near says so likely enough."""
    near = [partners.dates(act.candidate) for act in acts]
    scores = _scores([date_rows(act, places, first) for act, places in zip(acts, near, strict=True)], second)
    return [_likeliest(list(zip(places, row, strict=True))) for places, row in zip(near, scores, strict=True)]


def body_rows(act: Act, everyone: list[Partner], first: Model) -> list[Row]:
    """What the second model sees of each body."""
    if not everyone:
        return []
    table = first.table(partners.body_features(act.candidate, partner, everyone, act.subject) for partner in everyone)
    return again.body_rows(act.candidate, everyone, table[:, 0].tolist(), act.subject, act.status)


def date_rows(act: Act, places: list[Place], first: Model) -> list[Row]:
    """What the second model sees of each date."""
    if not places:
        return []
    table = first.table(partners.date_features(act.candidate, place, len(places), act.subject) for place in places)
    return again.date_rows(act.candidate, places, table[:, 0].tolist(), act.subject, act.status)


def _scores(rows: Sequence[Sequence[Row]], model: Model) -> Iterator[list[float]]:
    """How probable each row of each act is; one table for all is much faster than one an act."""
    every = iter(model.table(chain.from_iterable(rows))[:, 0].tolist())
    return ([next(every) for _ in row] for row in rows)


def _acting(scored: Sequence[tuple[Partner, float]]) -> list[Partner]:
    if sure := [partner for partner, score in scored if score >= SURE]:
        return sure
    named = [(score, n) for n, (partner, score) in enumerate(scored) if score >= NAMED_SURE and partners.is_named(partner)]
    return [scored[max(named)[1]][0]] if named else []


def _likeliest(scored: Sequence[tuple[Place, float]]) -> Span | None:
    place, score = max(scored, key=lambda pair: pair[1], default=(None, 0.0))
    return place.mention if place is not None and score >= SURE else None


def agents(candidate: Candidate, acting: Sequence[Partner]) -> tuple[Span, ...]:
    """The mention that names each acting body: the one that the rules see acting, else the nearest in the trigger's sentence."""
    found: list[Span] = []
    for partner in acting:
        named = [mention for mention in candidate.agents if body_key(mention) == partner.key]
        found += named[:1] or [place.mention for place in partner.places if place.back == 0][:1]
    return tuple(found)
