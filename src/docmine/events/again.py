"""A second look at who acted and when: each body and date beside its rivals, by how probable the first look made them all, here and for
the acts around.

The first models see one partner at a time by many signs; these see few numbers, but all that is known of the others too.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span

from docmine.classify import logit
from docmine.events import company, partners
from docmine.events.candidates import Candidate
from docmine.events.company import Row, Scene
from docmine.events.partners import Partner, Place


def body_rows(scene: Scene) -> list[Row]:
    """What the second model sees of each body near."""
    candidate, subject, status, _ = scene.look.act
    everyone, first = scene.look.bodies, scene.look.of_bodies
    shared = _of_act(candidate, status) | {"bodies": float(len(everyone))}
    return [
        shared
        | _beside(first, n)
        | _of_body(partner)
        | _of_place(candidate, next(iter(partner.places), None), subject)
        | company.body_row(scene, partner)
        for n, partner in enumerate(everyone)
    ]


def date_rows(scene: Scene) -> list[Row]:
    """The same of each date."""
    candidate, subject, status, _ = scene.look.act
    dates, first = scene.look.dates, scene.look.of_dates
    shared = _of_act(candidate, status) | {"dates": float(len(dates))}
    return [
        shared | _beside(first, n) | _of_date(candidate, place) | _of_place(candidate, place, subject) | company.date_row(scene, place)
        for n, place in enumerate(dates)
    ]


def _of_act(candidate: Candidate, status: str) -> Row:
    f = candidate.features
    return {
        f"act={f.act}": 1.0, f"kind={f.kind}": 1.0, f"voice={f.voice}": 1.0, f"actor={f.actor}": 1.0, f"status={status}": 1.0,
        f"rule-status={f.status}": 1.0, "report": float(f.report), "dated": float(f.dated), "clause": float(f.clause),
        "in-list": float(f.in_list), "subject-length": float(f.subject_length), "opens": float(f.opens), "elliptic": float(f.elliptic),
    }  # fmt: skip


def _beside(first: Sequence[float], n: int) -> Row:
    """How probable this one is, and the others."""
    others = [*first[:n], *first[n + 1 :]]
    return {
        "first": logit(first[n]),
        "best-other": logit(max(others, default=0.0)),
        "others": sum(others),
        "rank": float(sum(other > first[n] for other in others)),
    }


def _of_body(partner: Partner) -> Row:
    return {
        f"rule={partner.rule}": 1.0,
        "own": float(partner.own),
        "known": float(partner.value is not None),
        "topic": float(partner.topic),
        "places": float(len(partner.places)),
        "named": float(any(place.back == 0 for place in partner.places)),
    }


def _of_date(candidate: Candidate, place: Place) -> Row:
    scored, first = partners.of_rules(candidate, place)
    front, value = candidate.view.doc._.front, str(place.mention._.value or "")
    return {
        "rule": scored,
        "rule-first": float(first),
        "grain": float(len(value)),
        "meeting": float(partners.in_meeting(front, value)),
        f"paper={partners.later(front, value)}": 1.0,
    }


def _of_place(candidate: Candidate, place: Place | None, subject: Span) -> Row:
    """Where the nearest mention stands, if there is one."""
    if place is None:
        return {"back": -1.0}
    row: Row = {"back": float(place.back), "order": float(place.rank)}
    if place.back == 0:
        side, distance = partners.side_of(candidate, place)
        inside = subject.start <= place.mention.start < subject.end
        row |= {f"side={side}": 1.0, "distance": float(distance), "inside": float(inside)}
    return row
