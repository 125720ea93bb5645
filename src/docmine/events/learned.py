"""Endorsements decided by trained models: which candidates are acts, how far they have come, on what, by whom and when."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from spacy.tokens import Doc, Span

from docmine.acts import Acts
from docmine.bridge import Event
from docmine.classify import Array, Model, Sign, link, logit
from docmine.events import arguments, company, consensus, further, signs, spans
from docmine.events.candidates import Candidate
from docmine.events.company import Act, Scene
from docmine.events.consensus import Option
from docmine.events.find import NamedPackage, named_packages, package_of
from docmine.events.spans import Start

KEEP, STATUS, START, END, FURTHER, BODY, DATE, SURE, BODY_AGAIN, DATE_AGAIN = NAMES = (
    "event-keep", "event-status", "event-start", "event-end", "event-further", "event-body", "event-date",
    "event-sure", "event-body-again", "event-date-again",
)  # fmt: skip
DECIDERS = NAMES[:7]  # by which claims are made; the others learn from claims
LEAST = 0.3  # a trigger less probable than this is not looked at further; of 73 such in 47 papers none became an endorsement
SURE_ENOUGH = 0.48  # the confidence that an endorsement must have: F1 is the same from .42 to .48, and fewer are wrong
LIST_SHARE = 0.5  # how probable the items of a list together must be, beside the best other start
ITEM_END = 0.9  # how sure the end of a list's item is
FURTHER_SURE = 0.33  # how probable a further object must be
CONCEIVABLE = 0.02  # how probable a start must be for its object to be compared with others
POSSIBLE = 0.001  # the same of its start beside all rivals, to be looked at
AT_ONCE = 64  # endorsements whose arguments are decided together


@dataclass(frozen=True, slots=True)
class Deciders:
    """The models that make claims, and the first look at their arguments."""

    keep: Model
    status: Model
    start: Model
    end: Model
    further: Model
    body: Model
    date: Model

    @staticmethod
    def named(models: Mapping[str, Model]) -> Deciders:
        """The models by name, as training has them before the others are learnt."""
        return Deciders(*(models[name] for name in DECIDERS))


@dataclass(frozen=True, slots=True)
class Models(Deciders):
    """All models of endorsements: how sure a claim is, and the second look at its arguments."""

    sure: Model
    body_again: Model
    date_again: Model

    @staticmethod
    def of(models: Mapping[str, Model]) -> Models | None:
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
            self._ends[start] = ends, list(spans.end_features(self.candidate, start, ends))
        return self._ends[start]

    def looked_at(self) -> Iterator[list[Any]]:
        """All rows of signs, as far as they were made."""
        yield self.signs
        yield from self.start_features
        for _, rows in self._ends.values():
            yield from rows


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


def claims(found: Iterable[Sheet], models: Deciders) -> Iterator[Claim]:
    """What the models hold possible, one claim a trigger and object."""
    for sheet in found:
        kept = models.keep.probability(sheet.signs)
        if kept >= LEAST:
            yield from _claims(sheet, kept, models)


def _claims(sheet: Sheet, kept: float, models: Deciders) -> list[Claim]:
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


def subjects(sheet: Sheet, models: Deciders) -> list[Reading]:
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


def _only(sheet: Sheet, scores: Array, models: Deciders) -> Reading | None:
    """The one object of an act."""
    options: list[Option] = []
    for n in map(int, scores.argsort()[::-1]):
        if (options and scores[n] < CONCEIVABLE) or any(option.probability >= consensus.SETTLED for option in options):
            break
        options += _options(sheet, n, float(scores[n]), models)
    return _reading(options)


def _further(sheet: Sheet, scores: Array, best: int, models: Deciders) -> dict[int, float]:
    """The starts of other objects of the act, beside the best, and how probable each is."""
    known = sheet.starts[best]
    others = [n for n, start in enumerate(sheet.starts) if scores[n] >= POSSIBLE and further.may_pair(known, start)]
    signs_of = further.PairSigns(sheet.candidate, sheet.acts).of
    rows = [signs_of(known, sheet.starts[n]) for n in others]
    found = dict(zip(others, models.further.of_signs(rows).tolist(), strict=True))
    return {n: probability for n, probability in found.items() if probability >= FURTHER_SURE}


def _with_rival(readings: Sequence[Reading | None], sheet: Sheet, scores: Array) -> list[Reading]:
    """The readings, each with how probable the best start outside all of them is."""
    found = [reading for reading in readings if reading is not None]
    taken = {index for reading in found for index in range(reading.span.start, reading.span.end)}
    rival = max((p for start, p in zip(sheet.starts, scores.tolist(), strict=True) if start.index not in taken), default=0.0)
    return [replace(reading, rival=rival) for reading in found]


def _listed(sheet: Sheet, scores: Array) -> list[Reading]:
    """The items of a list that the rules see, all of them, unless another start is far more probable than they are together."""
    items = {subject.span.start: subject.span for subject in sheet.candidate.subjects if subject.rule == "list"}
    inside = np.array([start.index in items for start in sheet.starts])
    total = float(scores[inside].sum())
    if len(items) < 2 or total < LIST_SHARE * scores[~inside].max(initial=0.0):
        return []
    return _with_rival([Reading(span, min(total, 1.0), ITEM_END, min(total, 1.0), listed=True) for span in items.values()], sheet, scores)


def shares(model: Model, rows: Sequence[Sequence[Sign]]) -> Array:
    """How probable each of several rivals is; they sum to 1."""
    found: Array = link(model.sums(rows).reshape(1, -1), "multinomial")[0]
    return found


def _options(sheet: Sheet, n: int, probability: float, models: Deciders, before: Start | None = None) -> list[Option]:
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
    named = named_packages(doc)
    acts = (arguments.look(act, models.body, models.date) for act in _sure(claims(found, models), models))
    together = company.scenes(acts)
    made: list[Event] = []
    while scenes := list(islice(together, AT_ONCE)):
        made += _events(doc, named, scenes, models)
    return tuple(made)


def _sure(found: Iterable[Claim], models: Models) -> Iterator[Act]:
    """The claims that are sure enough."""
    for claim in found:
        confidence = models.sure.probability(claim.features)
        if confidence >= SURE_ENOUGH:
            yield act_of(claim, confidence)


def _events(doc: Doc, named: Sequence[NamedPackage], scenes: Sequence[Scene], models: Models) -> Iterator[Event]:
    """Acts with all their arguments."""
    acting = arguments.bodies(scenes, models.body_again)
    dates = arguments.dates(scenes, models.date_again)
    for scene, bodies, date in zip(scenes, acting, dates, strict=True):
        candidate, subject, status, confidence = scene.look.act
        yield Event(
            act=candidate.trigger.act,
            status=status,
            trigger=candidate.span,
            subject=subject,
            agents=arguments.agents(candidate, bodies),
            bodies=tuple(body.value for body in bodies if body.value),
            date=date,
            sessions=candidate.sessions,
            package=package_of(doc, named, candidate, subject),
            confidence=confidence,
            reasons=candidate.reasons,
        )


def act_of(claim: Claim, confidence: float = 1.0) -> Act:
    """What its arguments are asked for."""
    return Act(claim.sheet.candidate, claim.reading.span, claim.status, confidence)
