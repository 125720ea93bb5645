"""What the grammar reads before it is placed: parts of dates that may lack a year, and what is built of them.

A `Part` is a day, month, year or part of a year as far as the text gives it. `Interval` and `Several` join parts; `Relative`
counts from the document's date. `edtf_of` prints a complete expression, or tells that it is not complete.
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace

from docmine.dates.edtf import SUBYEAR_MONTHS, DateValue, parse_edtf
from docmine.dates.lexicon import Unit


@dataclass(frozen=True, slots=True)
class YearRef:
    """A year told by its distance: `last year` (-1); `anaphoric` counts from the date last named, not from the document's."""

    offset: int
    anaphoric: bool = False


Year = int | YearRef


@dataclass(frozen=True, slots=True)
class Part:
    """One date as far as given. `code` is EDTF's part of a year (21-41), `block` a decade or century (`199X`)."""

    year: Year | None = None
    month: int | None = None
    day: int | None = None
    code: int | None = None
    block: str | None = None
    weekday: int | None = None

    @property
    def lacks_year(self) -> bool:
        return self.year is None and self.block is None

    @property
    def lacks_month(self) -> bool:
        """A day alone, to be completed by a month near it."""
        return self.day is not None and self.month is None


@dataclass(frozen=True, slots=True)
class Interval:
    """From the first day of one part to the last of another; `None` is an open end."""

    first: Part | None
    last: Part | None


@dataclass(frozen=True, slots=True)
class Several:
    """Parts and intervals that share a month or a year; `choice` for `or`."""

    items: tuple[Part | Interval, ...]
    choice: bool = False


@dataclass(frozen=True, slots=True)
class Relative:
    """A period counted from a date: `last week`, `three days ago`, `last June`, `next Friday`, `the 5th of next month`.

    With `month` or `weekday`, `offset` is the direction (-1 before, 0 the nearest in the same year or week, 1 after);
    `inclusive` lets the day itself be the weekday meant.
    """

    unit: Unit
    offset: int
    anaphoric: bool = False
    month: int | None = None
    weekday: int | None = None
    day: int | None = None
    code: int | None = None
    inclusive: bool = False


Expression = Part | Interval | Several | Relative


@dataclass(frozen=True, slots=True)
class Fragment:
    """One date of a series, read from token `i` to before token `j`; `rule` names what read it."""

    expression: Part | Interval
    i: int
    j: int
    rule: str

    @property
    def part(self) -> Part | None:
        return self.expression if isinstance(self.expression, Part) else None

    @property
    def complete(self) -> bool:
        """Whether it needs neither a month nor a year from its neighbours."""
        return isinstance(self.expression, Interval) or not (self.expression.lacks_year or self.expression.lacks_month)


def parts_of(expression: Expression) -> tuple[Part, ...]:
    """The parts an expression is made of, in the order of the text."""
    if isinstance(expression, Part):
        return (expression,)
    if isinstance(expression, Interval):
        return tuple(part for part in (expression.first, expression.last) if part is not None)
    if isinstance(expression, Several):
        return tuple(part for item in expression.items for part in parts_of(item))
    return ()


def map_parts(expression: Expression, change: Callable[[Part], Part]) -> Expression:
    """The same expression with each part changed."""
    if isinstance(expression, Part):
        return change(expression)
    if isinstance(expression, Interval):
        return Interval(*(None if part is None else change(part) for part in (expression.first, expression.last)))
    if isinstance(expression, Several):
        items = tuple(map_parts(item, change) for item in expression.items)
        return Several(tuple(item for item in items if isinstance(item, Part | Interval)), expression.choice)
    return expression


def lacks_year(expression: Expression) -> bool:
    return any(part.lacks_year for part in parts_of(expression))


def possible(part: Part) -> bool:
    """Whether the calendar has such a day; 29 February passes without a year."""
    if part.month is not None and not 1 <= part.month <= 12:
        return False
    if part.day is None:
        return True
    year = part.year if isinstance(part.year, int) else 2000
    return 1 <= part.day <= (monthrange(year, part.month)[1] if part.month else 31)


def weekday_fits(part: Part) -> bool:
    """Whether the named weekday is that of the day; true where one of them is not given."""
    if part.weekday is None or part.day is None or part.month is None or not isinstance(part.year, int):
        return True
    return datetime.date(part.year, part.month, part.day).weekday() == part.weekday


def with_year(expression: Expression, year: int) -> Expression:
    """The year given to the parts that lack one; an interval that would run backwards starts a year earlier or ends a year later."""
    if isinstance(expression, Interval) and expression.first is not None and expression.last is not None:
        return _spread(expression.first, expression.last, year)
    return map_parts(expression, lambda part: replace(part, year=year) if part.lacks_year else part)


def _spread(first: Part, last: Part, year: int) -> Interval:
    backwards = _place_in_year(first) > _place_in_year(last)
    if first.lacks_year and last.lacks_year:
        return Interval(replace(first, year=year), replace(last, year=year + backwards))
    if first.lacks_year:
        return Interval(replace(first, year=year - backwards), last)
    return Interval(first, replace(last, year=year + backwards)) if last.lacks_year else Interval(first, last)


def _place_in_year(part: Part) -> tuple[int, int]:
    month = SUBYEAR_MONTHS[part.code][0] if part.code else part.month or 0
    return month, part.day or 0


def value_of(expression: Expression, *, approximate: bool = False, before: bool = False) -> DateValue | None:
    """The value of an expression all of whose years are numbers; `None` if one lacks or the calendar has no such day."""
    text = edtf_of(expression, "~" if approximate else "")
    if text is None:
        return None
    try:
        return parse_edtf(f"../{text}" if before and "/" not in text and text[0] not in "{[" else text)
    except ValueError:
        return None


def edtf_of(expression: Expression, mark: str = "") -> str | None:
    """An expression as EDTF, each date followed by `mark`; `None` where a year is missing."""
    if isinstance(expression, Part):
        text = _part_edtf(expression)
        return None if text is None else text + mark
    if isinstance(expression, Interval):
        first = ".." if expression.first is None else _end_edtf(expression.first, 0)
        last = ".." if expression.last is None else _end_edtf(expression.last, 1)
        return None if first is None or last is None else f"{first}{mark}/{last}{mark}"
    if isinstance(expression, Several):
        return _several_edtf(expression, mark)
    return None


def _part_edtf(part: Part) -> str | None:
    if part.block is not None:
        return part.block
    if not isinstance(part.year, int):
        return None
    if part.code is not None:
        return f"{part.year:04}-{part.code}"
    month = "" if part.month is None else f"-{part.month:02}"
    return f"{part.year:04}{month}" + ("" if part.day is None else f"-{part.day:02}")


def _end_edtf(part: Part, side: int) -> str | None:
    """An interval's end: quarters and halves by their first or last month, since EDTF orders intervals by the calendar."""
    if part.code is None or part.code < 33 or not isinstance(part.year, int):
        return _part_edtf(part)
    first, months = SUBYEAR_MONTHS[part.code]
    return f"{part.year:04}-{first + side * (months - 1):02}"


def _several_edtf(several: Several, mark: str) -> str | None:
    items = [edtf_of(item, mark) for item in several.items]
    known = [item.replace("/", "..") for item in items if item is not None]
    if len(known) < len(items):
        return None
    left, right = "[]" if several.choice else "{}"
    return left + ",".join(known) + right


def follows(first: Part, second: Part) -> bool:
    """Whether one part is the next day, month or part of a year after another of its kind."""
    if first.code is not None or second.code is not None:
        return _code_follows(first, second)
    if first.month is None or second.month is None or first.year != second.year or (first.day is None) != (second.day is None):
        return False
    if first.day is None or second.day is None:
        return second.month == first.month + 1
    year = first.year if isinstance(first.year, int) else 2001
    try:
        next_day = datetime.date(year, first.month, first.day) + datetime.timedelta(days=1)
    except (ValueError, OverflowError):
        return False
    return (next_day.month, next_day.day) == (second.month, second.day)


def _code_follows(first: Part, second: Part) -> bool:
    if first.code is None or second.code is None or first.year != second.year:
        return False
    return second.code == first.code + 1 and first.code not in (24, 32, 36, 39)
