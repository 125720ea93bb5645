"""What speaks for each year that a date without one may have: how far it would lie from the document's day and from the dates around, and
what the verbs say. A trained model weighs it (`docmine.components.dates`)."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from docmine.dates.edtf import DateValue
from docmine.dates.parts import Expression, parts_of, value_of, weekday_fits, with_year
from docmine.dates.years import Clock, Known

FEATURE_SET = "1"
_DAYS = (-730, -545, -365, -300, -240, -180, -120, -60, -15, 0, 15, 60, 120, 180, 240, 300, 365, 545, 730)
_MOST = 3  # years, and sentences, beyond which two are equally far


@dataclass(frozen=True, slots=True)
class Dated:
    """A date around: where and when, how many sentences away, and the word before it (`the accounts for 1972`)."""

    known: Known
    sentences: int
    word: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known beside a date without a year: the two dates before it, the nearest first, and the next that stands by itself."""

    clock: Clock
    tense: int
    behind: tuple[Dated, ...]
    ahead: Dated | None


@dataclass(frozen=True, slots=True)
class Option:
    """A value that the date would have with one year, and what speaks for it."""

    value: DateValue
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undated:
    """A date without a year at `text[start:end]`, with the values that it may have."""

    start: int
    end: int
    options: tuple[Option, ...]


Weigh = Callable[[Undated], Sequence[float]]  # how probable each option is, in their order


def options(expression: Expression, scene: Scene, *, approximate: bool, before: bool) -> tuple[Option, ...]:
    """The expression with the years of the document and of the dates around, one more and one less."""
    around = (*scene.behind, *([scene.ahead] if scene.ahead else ()))
    base = {day.year for one in around for day in (one.known.start, one.known.end)}
    if scene.clock.anchor is not None:
        base.add(scene.clock.anchor.year)
    found = []
    for year in sorted({y + step for y in base for step in (-1, 0, 1) if 0 < y + step < 9999}):
        full = with_year(expression, year)
        plain, value = value_of(full), value_of(full, approximate=approximate, before=before)
        if plain is not None and value is not None and plain.start and plain.end:
            days = datetime.date.fromisoformat(plain.start), datetime.date.fromisoformat(plain.end)
            fits = all(weekday_fits(part) for part in parts_of(full))
            found.append(Option(value, tuple(dict.fromkeys(_signs(year, days, scene, fits)))))
    return tuple(found)


Days = tuple[datetime.date, datetime.date]


def _signs(year: int, days: Days, scene: Scene, fits: bool) -> Iterator[str]:
    clock, tense = scene.clock, scene.tense
    if not fits:
        yield "weekday"
    side = "?"
    if clock.anchor is not None:
        side = _side(days, clock.anchor)
        away = f"{_bucket(_distance(days, clock.anchor))}"
        yield from (f"document={away}", f"document={away}&{tense}", f"document-years={_years(year, clock.anchor)}&{tense}")
    if clock.written is not None:
        yield f"written={_bucket(_distance(days, clock.written))}&{tense}"
        if clock.anchor is not None:
            yield f"written-years={_years(year, clock.written)}&{_years(year, clock.anchor)}"
    if not scene.behind:
        yield f"first={_years(year, clock.anchor)}&{tense}"
    for place, one in zip(("last", "before-last"), scene.behind, strict=False):
        yield from _beside(place, year, days, one, clock)
    if len(scene.behind) == 1:
        yield f"second={_years(year, clock.anchor)}"
    if scene.ahead is not None:
        yield from _beside("next" if scene.ahead.sentences == 0 else "later", year, days, scene.ahead, clock)
    if clock.anchor is not None and scene.behind:
        last = scene.behind[0]
        yield f"year={year == clock.anchor.year}&{year == last.known.start.year}&{min(last.sentences, 2)}&{side}&{tense}"


def _beside(place: str, year: int, days: Days, one: Dated, clock: Clock) -> Iterator[str]:
    """How the year lies beside that of a date around; of those less near only this."""
    known, sentences = one.known, min(one.sentences, _MOST)
    years, far = _years(year, known.start), _years(known.start.year, clock.anchor)
    yield f"{place}={years}&{sentences}"
    yield f"{place}={years}&{sentences}&far={far}"
    if place in ("before-last", "later"):
        return
    elsewhere = min(sentences, 1)
    side, word = _side(days, known.start, known.end), one.word if known.precision == "year" else ""
    yield f"{place}={years}&{side}&{min(sentences, 2)}"
    yield f"{place}={years}&{side}&{elsewhere}&{known.precision == 'year'}&far={far}"
    yield f"{place}={years}&{elsewhere}&{known.precision == 'year'}&{word}"
    yield f"{place}-days={_bucket(_distance(days, known.start, known.end))}&{elsewhere}"


def _years(year: int, day: datetime.date | None) -> int:
    return 0 if day is None else max(-_MOST, min(_MOST, year - day.year))


def _bucket(days: int) -> int:
    return bisect_left(_DAYS, days)


def _distance(days: Days, first: datetime.date, last: datetime.date | None = None) -> int:
    """Days from a date around to what would be meant: negative before it, 0 where they touch."""
    start, end = days
    last = last or first
    return (start - last).days if start > last else (end - first).days if end < first else 0


def _side(days: Days, first: datetime.date, last: datetime.date | None = None) -> str:
    away = _distance(days, first, last)
    return "within" if away == 0 else "after" if away > 0 else "before"
