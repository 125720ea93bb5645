"""Endorsements decided by trained models: which candidates are acts, how far they have come, on what, by whom and when."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from spacy.tokens import Doc, Span

from docmine.acts import Acts
from docmine.bridge import Event
from docmine.classify import Array, LinearModel, Sign, link
from docmine.events import consensus, further, partners, signs, spans
from docmine.events.candidates import Candidate, Subject
from docmine.events.consensus import Option
from docmine.events.find import NamedPackage, named_packages, package_of
from docmine.events.partners import Partner, Place
from docmine.events.spans import Start
from docmine.events.story import body_key

KEEP, STATUS, START, END, FURTHER, BODY, DATE, SURE = NAMES = (
    "event-keep", "event-status", "event-start", "event-end", "event-further", "event-body", "event-date", "event-sure",
)  # fmt: skip
LEAST = 0.3  # a trigger less probable than this is not looked at further; of 73 such in 47 papers none became an endorsement
SURE_ENOUGH = 0.42  # the confidence that an endorsement must have
LIST_SHARE = 0.5  # how probable the items of a list together must be, beside the best other start
ITEM_END = 0.9  # how sure the end of a list's item is
FURTHER_SURE = 0.35  # how probable a further object must be
CONCEIVABLE = 0.02  # how probable a start must be for its object to be compared with others
POSSIBLE = 0.001  # the same of its start beside all rivals, to be looked at
BODY_SURE, DATE_SURE = 0.5, 0.47  # how probable a body, and a date, must be
NAMED_SURE = 0.25  # the same of a body that the rules name, where no other is sure enough


@dataclass(frozen=True, slots=True)
class Models:
    """All models of endorsements."""

    keep: LinearModel
    status: LinearModel
    start: LinearModel
    end: LinearModel
    further: LinearModel
    body: LinearModel
    date: LinearModel
    sure: LinearModel | None = None

    @staticmethod
    def of(models: Mapping[str, LinearModel]) -> Models | None:
        """The models by name; None if one is missing."""
        return Models(*(models[name] for name in NAMES)) if models.keys() >= set(NAMES) else None


@dataclass(eq=False)
class Sheet:
    """A candidate with everything that the models look at, made once."""

    candidate: Candidate
    acts: Acts
    _ends: dict[Start, tuple[list[int], list[list[Sign]]]] = field(default_factory=dict)

    @cached_property
    def signs(self) -> list[str]:
        return signs.of_candidate(self.candidate, self.acts)

    @cached_property
    def starts(self) -> list[Start]:
        return spans.starts(self.candidate)

    @cached_property
    def start_features(self) -> list[list[Sign]]:
        signs_of = spans.StartSigns(self.candidate, self.acts).of
        return [signs_of(start) for start in self.starts]

    def ends(self, start: Start) -> tuple[list[int], list[list[Sign]]]:
        """The candidate ends of a start, with the features of each."""
        if start not in self._ends:
            ends = spans.ends(self.candidate, start)
            self._ends[start] = ends, [spans.end_features(self.candidate, start, e, n, len(ends)) for n, e in enumerate(ends)]
        return self._ends[start]


@dataclass(frozen=True, slots=True)
class Reading:
    """A subject that the models see: its span, how probable its beginning and its end are, and the best beginning outside of it."""

    span: Span
    start: float
    end: float
    agreed: float  # the same of all readings of this object together
    rival: float = 0.0
    listed: bool = False  # an item of a list; `start` is then how probable all items together are


@dataclass(frozen=True, slots=True)
class Claim:
    """An endorsement before its confidence is known: `features` are what that is worked out from."""

    sheet: Sheet
    reading: Reading
    status: str
    features: dict[str, float]


def sheets(candidates: Iterable[Candidate], acts: Acts) -> Iterator[Sheet]:
    return (Sheet(candidate, acts) for candidate in candidates)


def claims(found: Iterable[Sheet], models: Models) -> Iterator[Claim]:
    """What the models hold possible, one claim a trigger and object."""
    for sheet in found:
        kept = models.keep.probability(sheet.signs)
        if kept >= LEAST:
            yield from _claims(sheet, kept, models)


def _claims(sheet: Sheet, kept: float, models: Models) -> list[Claim]:
    readings = subjects(sheet, models)
    if not readings:
        return []
    statuses = models.status.probabilities(sheet.signs)
    status = max(statuses, key=lambda name: statuses[name])
    others = max(p for name, p in statuses.items() if name != status)
    features = _sureness(sheet, kept, statuses[status], others)
    right = kept * statuses[status]
    return [
        Claim(sheet, reading, status, features | _of_reading(sheet, reading, n, readings) | {"all": logit(right * reading.agreed)})
        for n, reading in enumerate(readings)
    ]


def logit(p: float) -> float:
    """Log odds, bounded."""
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def _sureness(sheet: Sheet, kept: float, status: float, second: float) -> dict[str, float]:
    f = sheet.candidate.features
    return {
        "keep": logit(kept), "status": logit(status), "margin": math.log((status + 1e-4) / (second + 1e-4)),
        f"voice={f.voice}": 1.0, f"act={f.act}": 1.0, f"rule={sheet.candidate.keep}": 1.0,
        f"rule-sure={int(sheet.candidate.confidence * 5)}": 1.0,
    }  # fmt: skip


def _of_reading(sheet: Sheet, reading: Reading, order: int, readings: Sequence[Reading]) -> dict[str, float]:
    rules = sheet.candidate.subjects
    same = any(s.span.start == reading.span.start and s.span.end == reading.span.end for s in rules)
    together = reading.start if reading.listed else min(sum(one.start for one in readings), 1.0)
    overlaps = any(s.span.start < reading.span.end and reading.span.start < s.span.end for s in rules)
    return {
        "start": logit(reading.start), "end": logit(reading.end), "several": float(len(readings) > 1),
        f"order={'list' if reading.listed else min(order, 2)}": 1.0,
        "rival": logit(reading.rival), "same": float(same), "overlaps": float(overlaps), "long": math.log(len(reading.span)),
        "single": float(len(reading.span) == 1), "together": logit(together), "listed": float(reading.listed),
        "agreed": logit(reading.agreed),
    }  # fmt: skip


def subjects(sheet: Sheet, models: Models) -> list[Reading]:
    """What is acted on: the items of a list, or what begins at the likeliest start and at those that are objects beside it, each ending
    before the next begins."""
    if not sheet.starts:
        return []
    scores = shares(models.start, sheet.start_features)
    if listed := _listed(sheet, scores):
        return listed
    best = int(scores.argmax())
    objects = {best: 1.0, **_further(sheet, scores, best, models)}
    if len(objects) == 1:
        return _with_rival([_only(sheet, scores, models)], sheet, scores)
    total = min(float(scores[list(objects)].sum()), 1.0)
    order = sorted(objects, key=lambda n: sheet.starts[n].index)
    found = {}
    for n, following in zip(order, [*order[1:], None], strict=True):
        before = sheet.starts[following] if following is not None else None
        found[n] = _reading(_options(sheet, n, total * objects[n], models, before))
    return _with_rival([found[n] for n in objects], sheet, scores)


def _only(sheet: Sheet, scores: Array, models: Models) -> Reading | None:
    """The one object of an act."""
    options: list[Option] = []
    for n in map(int, scores.argsort()[::-1]):
        if (options and scores[n] < CONCEIVABLE) or any(option.probability >= consensus.SETTLED for option in options):
            break
        options += _options(sheet, n, float(scores[n]), models)
    return _reading(options)


def _further(sheet: Sheet, scores: Array, best: int, models: Models) -> dict[int, float]:
    """The starts of other objects of the act, beside the best, and how probable each is."""
    known = sheet.starts[best]
    others = [n for n, start in enumerate(sheet.starts) if scores[n] >= POSSIBLE and further.may_pair(known, start)]
    signs_of = further.PairSigns(sheet.candidate, sheet.acts).of
    rows = [signs_of(known, sheet.starts[n]) for n in others]
    found = dict(zip(others, map(float, models.further.table(rows)[:, 0]), strict=True))
    return {n: probability for n, probability in found.items() if probability >= FURTHER_SURE}


def _with_rival(readings: Sequence[Reading | None], sheet: Sheet, scores: Array) -> list[Reading]:
    """The readings, each with how probable the best start outside all of them is."""
    found = [reading for reading in readings if reading is not None]
    outside = (p for start, p in zip(sheet.starts, scores, strict=True) if not any(r.span.start <= start.index < r.span.end for r in found))
    rival = float(max(outside, default=0.0))
    return [replace(reading, rival=rival) for reading in found]


def _listed(sheet: Sheet, scores: Array) -> list[Reading]:
    """The items of a list that the rules see, all of them, unless another start is far more probable than they are together."""
    items = {subject.span.start: subject.span for subject in sheet.candidate.subjects if subject.rule == "list"}
    inside = np.array([start.index in items for start in sheet.starts])
    total = float(scores[inside].sum())
    if len(items) < 2 or total < LIST_SHARE * scores[~inside].max(initial=0.0):
        return []
    return _with_rival([Reading(span, min(total, 1.0), ITEM_END, min(total, 1.0), listed=True) for span in items.values()], sheet, scores)


def shares(model: LinearModel, rows: Sequence[Sequence[Sign]]) -> Array:
    """How probable each of several rivals is; they sum to 1."""
    found: Array = link(model.sums(rows).reshape(1, -1), "multinomial")[0]
    return found


def _options(sheet: Sheet, n: int, probability: float, models: Models, before: Start | None = None) -> list[Option]:
    """What may be an object from the start `n` on, which has that probability; it must end before another object's start."""
    start = sheet.starts[n]
    ends, features = sheet.ends(start)
    if before is not None and before.view is start.view:
        ends = [end for end in ends if end < before.at]
        features = features[: len(ends)]
    if not ends:
        return []
    return [Option(start, end, probability, float(p)) for end, p in zip(ends, shares(models.end, features), strict=True)]


def _reading(options: Iterable[Option]) -> Reading | None:
    """The reading that most of what is probable agrees with."""
    best = consensus.chosen(options)
    if best is None:
        return None
    option, agreed = best
    return Reading(option.start.view.span(option.start.at, option.end), option.of_start, option.of_end, agreed)


def events(doc: Doc, found: Iterable[Sheet], models: Models) -> tuple[Event, ...]:
    """The endorsements of a document, surest enough, in order of place. No sheet is kept: what the models see of all the candidates
    takes more memory than the document."""
    assert models.sure is not None
    named, made = named_packages(doc), []
    for claim in claims(found, models):
        confidence = models.sure.probability(claim.features)
        if confidence >= SURE_ENOUGH:
            made.append(event(doc, named, claim, confidence, models))
    return tuple(made)


def event(doc: Doc, named: Sequence[NamedPackage], claim: Claim, confidence: float, models: Models) -> Event:
    """A claim with all its arguments."""
    candidate, subject = claim.sheet.candidate, claim.reading.span
    acting = acting_bodies(candidate, subject, models)
    date = date_of(candidate, subject, models)
    return Event(
        act=candidate.trigger.act,
        status=claim.status,
        trigger=candidate.span,
        subject=subject,
        agents=tuple(agent for partner in acting for agent in agents_of(candidate, partner)),
        bodies=tuple(partner.value for partner in acting if partner.value),
        date=date,
        sessions=candidate.sessions,
        package=package_of(doc, named, candidate, Subject(subject, claim.reading.start, "model")),
        confidence=min(max(confidence, 0.0), 1.0),
        reasons=candidate.reasons,
    )


def acting_bodies(candidate: Candidate, subject: Span, models: Models) -> list[Partner]:
    """The bodies that are likely to act, in order of place; where none is, the likeliest that the rules see acting."""
    everyone = partners.bodies(candidate)
    if not everyone:
        return []
    scores = models.body.table(partners.body_features(candidate, partner, everyone, subject) for partner in everyone)[:, 0]
    scored = list(zip(everyone, map(float, scores), strict=True))
    if sure := [partner for partner, score in scored if score >= BODY_SURE]:
        return sure
    named = [(score, n) for n, (partner, score) in enumerate(scored) if score >= NAMED_SURE and partners.is_named(candidate, partner)]
    return [everyone[max(named)[1]]] if named else []


def agents_of(candidate: Candidate, partner: Partner) -> list[Span]:
    """The mention that names an acting body: the one that the rules see acting, else the nearest in the trigger's sentence."""
    named = [mention for mention in candidate.agents if body_key(mention) == partner.key]
    return named[:1] or [place.mention for place in partner.places if place.back == 0][:1]


def date_of(candidate: Candidate, subject: Span, models: Models) -> Span | None:
    """When it happened, if a date near says so likely enough."""
    found: list[Place] = partners.dates(candidate)
    if not found:
        return None
    scores = models.date.table(partners.date_features(candidate, place, len(found), subject) for place in found)[:, 0]
    best = int(scores.argmax())
    return found[best].mention if scores[best] >= DATE_SURE else None


def without_sure(models: Mapping[str, LinearModel]) -> Models:
    """Models that make claims but do not know how sure they are (as training needs them)."""
    return Models(*(models[name] for name in NAMES[:-1]))
