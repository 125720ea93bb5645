"""The year of a date that has none: by a dated mention in the same sentence, by the document's day, by what the verbs say.

These rules decide where no model does (`year_signs`)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from docmine.dates.parts import Expression, parts_of, value_of, weekday_fits, with_year

# Days that count against a candidate, added to its distance from the origin; fitted on the annotated corpus.
_AGAINST_TENSE = 60
_AGAINST_VERB = 345  # `will`, `was held`
_BEFORE_NEIGHBOUR = 60  # a narrative goes forward
_WRONG_WEEKDAY = 2000
_FAR = 500  # days between a date in the sentence and the document's: then the sentence is about another time


@dataclass(frozen=True, slots=True)
class Known:
    """A date of the same text that is placed: its token, its days, how precise it is."""

    i: int
    start: datetime.date
    end: datetime.date
    precision: str


@dataclass(frozen=True, slots=True)
class Clock:
    """What a text's dates may be counted from: the day of the document or meeting, or only its year; a meeting's last day; the document's
    own day."""

    anchor: datetime.date | None
    year: int | None
    until: datetime.date | None = None
    written: datetime.date | None = None


def dated(expression: Expression, clock: Clock, near: Known | None, *, before: bool, tense: int) -> Expression | None:
    """The expression with the likeliest year, `None` where nothing tells.

    `near` is the date of the same text that is to be heeded, `before` whether it stands before the expression; `tense` is -1
    for the past, 1 for the future, doubled where a verb says it.
    """
    if clock.anchor is None and near is None:
        return None if clock.year is None else with_year(expression, clock.year)
    base = {day.year for day in (clock.anchor, near.start if near else None) if day is not None}
    candidates = [with_year(expression, year) for year in sorted({y + step for y in base for step in (-1, 0, 1)}) if 0 < year < 9999]
    costs = [(cost, n) for n, one in enumerate(candidates) if (cost := _cost(one, clock.anchor, near, before, tense)) is not None]
    return candidates[min(costs)[1]] if costs else None


def _cost(candidate: Expression, anchor: datetime.date | None, near: Known | None, before: bool, tense: int) -> int | None:
    value = value_of(candidate)
    if value is None or value.start is None or value.end is None:
        return None
    start, end = datetime.date.fromisoformat(value.start), datetime.date.fromisoformat(value.end)
    cost = 0 if all(weekday_fits(part) for part in parts_of(candidate)) else _WRONG_WEEKDAY
    if near is not None:
        cost += _distance(start, end, near.start) + (_BEFORE_NEIGHBOUR if before and end < near.start else 0)
    if anchor is None or (near is not None and abs((near.start - anchor).days) > _FAR):
        return cost
    over = start if value.precision != "interval" else end - datetime.timedelta(days=31)
    against = (tense > 0 and end < anchor) or (tense < 0 and over > anchor)
    return cost + _distance(start, end, anchor) + (0 if not against else _AGAINST_VERB if abs(tense) > 1 else _AGAINST_TENSE)


def _distance(start: datetime.date, end: datetime.date, day: datetime.date) -> int:
    return max((start - day).days, (day - end).days, 0)
