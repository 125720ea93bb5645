"""Who acted and when, decided by models for many acts at once: a first look at each body and date by itself, a second beside its rivals
and the acts around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from spacy.tokens import Span

from docmine.classify import Model
from docmine.events import again, partners
from docmine.events.candidates import Candidate
from docmine.events.company import Act, Look, Row, Scene
from docmine.events.partners import Partner, Place
from docmine.events.story import body_key

SURE = 0.45  # how probable a body, or a date, must be


def look(act: Act, body: Model, date: Model) -> Look:
    """An act with the bodies and dates near, and how probable the first models make each."""
    candidate, subject = act.candidate, act.subject
    bodies, dates = partners.bodies(candidate), partners.dates(candidate)
    of_bodies = _odds(body, (partners.body_features(candidate, partner, bodies, subject) for partner in bodies))
    of_dates = _odds(date, (partners.date_features(candidate, place, len(dates), subject) for place in dates))
    return Look(act, bodies, dates, of_bodies, of_dates)


def _odds(model: Model, rows: Iterable[Sequence[str]]) -> list[float]:
    return [float(p) for p in model.table(rows)[:, 0]]


def bodies(scenes: Sequence[Scene], second: Model) -> list[list[Partner]]:
    """The bodies that are likely to act, in order of place."""
    scores = _scores([again.body_rows(scene) for scene in scenes], second)
    return [
        [partner for partner, score in zip(scene.look.bodies, row, strict=True) if score >= SURE]
        for scene, row in zip(scenes, scores, strict=True)
    ]


def dates(scenes: Sequence[Scene], second: Model) -> list[Span | None]:
    """When each happened, if a date near says so likely enough."""
    scores = _scores([again.date_rows(scene) for scene in scenes], second)
    return [_likeliest(list(zip(scene.look.dates, row, strict=True))) for scene, row in zip(scenes, scores, strict=True)]


def _scores(rows: Sequence[Sequence[Row]], model: Model) -> Iterator[list[float]]:
    """How probable each row of each act is; one table for all is much faster than one an act."""
    every = iter(model.table(chain.from_iterable(rows))[:, 0].tolist())
    return ([next(every) for _ in row] for row in rows)


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
