"""Mentions to values: years that the text leaves out, and dates counted from the document's or from one named before."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from docmine.dates.edtf import SUBYEAR_MONTHS, DateValue
from docmine.dates.lexicon import Unit
from docmine.dates.parts import (
    Expression,
    Interval,
    Part,
    Relative,
    Several,
    YearRef,
    lacks_year,
    map_parts,
    parts_of,
    value_of,
    weekday_fits,
    with_year,
)
from docmine.dates.reader import Reader
from docmine.dates.series import Mention
from docmine.dates.tense import FUTURE, PAST, tense_at


@dataclass(frozen=True, slots=True)
class Known:
    """A date of the same text that is placed: its token and its days."""

    i: int
    start: datetime.date
    end: datetime.date


@dataclass(frozen=True, slots=True)
class Clock:
    """What a text's dates may be counted from: the day of the document or meeting, or only its year."""

    anchor: datetime.date | None
    year: int | None


def place(reader: Reader, mentions: Sequence[Mention], clock: Clock) -> list[DateValue | None]:
    """A value for each mention, `None` where nothing places it. Dates that stand by themselves are placed first."""
    values: list[DateValue | None] = [_standing(mention) for mention in mentions]
    ahead = _known(mentions, values)[::-1]  # the next ones after the mention at hand come last
    behind: Known | None = None
    for n, mention in enumerate(mentions):
        while ahead and ahead[-1].i <= mention.i:
            behind = ahead.pop()
        if values[n] is None:
            near = behind or (ahead[-1] if ahead else None)
            values[n] = _placed(reader, mention, near, clock)
            behind = (_known([mention], [values[n]]) or [behind])[0]
    return values


def _standing(mention: Mention) -> DateValue | None:
    return value_of(mention.expression, approximate=mention.approximate, before=mention.before)


def _known(mentions: Iterable[Mention], values: Iterable[DateValue | None]) -> list[Known]:
    """The placed dates that fix a year: those that cover at most one."""
    found = []
    for mention, value in zip(mentions, values, strict=True):
        if value is not None and value.start and value.end and value.precision not in ("decade", "century"):
            start, end = datetime.date.fromisoformat(value.start), datetime.date.fromisoformat(value.end)
            if (end - start).days <= 366:
                found.append(Known(mention.i, start, end))
    return found


def _placed(reader: Reader, mention: Mention, near: Known | None, clock: Clock) -> DateValue | None:
    expression: Expression | None
    if isinstance(mention.expression, Relative):
        expression = _counted(mention.expression, near, clock)
    else:
        expression = _years_counted(mention.expression, near, clock)
    if expression is not None and lacks_year(expression):
        expression = _dated(reader, mention, expression, near, clock)
    return None if expression is None else value_of(expression, approximate=mention.approximate, before=mention.before)


# Years that are left out


def _dated(reader: Reader, mention: Mention, expression: Expression, near: Known | None, clock: Clock) -> Expression | None:
    """The year by a date in the same text, then by the document's day, each with what the verbs say; then by the year given."""
    if near is None and clock.anchor is None:
        return None if clock.year is None else with_year(expression, clock.year)
    tense = tense_at(reader, mention.i, mention.j)
    if near is not None:
        origin, year = near.start, near.start.year if near.i < mention.i else near.end.year
        if clock.anchor is not None and tense == FUTURE and clock.anchor > near.end:
            return _by_day(expression, clock.anchor, tense)
        following = tense == FUTURE and near.i < mention.i
        return _by_day(expression, origin, FUTURE) if following else with_year(expression, year)
    return None if clock.anchor is None else _by_day(expression, clock.anchor, tense)


def _by_day(expression: Expression, day: datetime.date, tense: int) -> Expression | None:
    """The latest date before a day, the earliest after it, or the nearest; a weekday that fits only one year decides."""
    candidates = [with_year(expression, year) for year in (day.year - 1, day.year, day.year + 1) if 0 < year < 9999]
    fitting = [one for one in candidates if all(weekday_fits(part) for part in parts_of(one))]
    dated = [(one, value) for one in fitting or candidates if (value := value_of(one)) is not None and value.start and value.end]
    ahead = [one for one, value in dated if value.end and value.end >= day.isoformat()]
    behind = [one for one, value in dated if value.start and value.start <= day.isoformat() and _over(value, day)]
    if tense == FUTURE and ahead:
        return ahead[0]
    if tense == PAST and behind:
        return behind[-1]
    return min(dated, key=lambda pair: _distance(pair[1], day))[0] if dated else None


def _over(value: DateValue, day: datetime.date) -> bool:
    """Whether a period that has begun can be told in the past: a range only when its last month has come."""
    return value.precision != "interval" or (value.end or "")[:7] <= day.isoformat()[:7]


def _distance(value: DateValue, day: datetime.date) -> int:
    start, end = datetime.date.fromisoformat(value.start or ""), datetime.date.fromisoformat(value.end or "")
    return max((start - day).days, (day - end).days, 0)


# Dates counted from another


def _years_counted(expression: Expression, near: Known | None, clock: Clock) -> Expression | None:
    def fixed(part: Part) -> Part:
        if not isinstance(part.year, YearRef):
            return part
        base = _base_year(part.year, near, clock)
        return replace(part, year=None if base is None else base + part.year.offset)

    if not any(isinstance(part.year, YearRef) for part in parts_of(expression)):
        return expression
    changed = map_parts(expression, fixed)
    return None if lacks_year(changed) else changed


def _base_year(reference: YearRef, near: Known | None, clock: Clock) -> int | None:
    if reference.anaphoric and near is not None:
        return near.start.year
    if reference.anaphoric and reference.offset == 0:
        return None
    return clock.anchor.year if clock.anchor is not None else clock.year


def _counted(relative: Relative, near: Known | None, clock: Clock) -> Expression | None:
    day = near.start if relative.anaphoric and near is not None else clock.anchor
    if relative.anaphoric and near is None and (relative.offset == 0 or relative.unit is Unit.DAY):
        return None
    if day is None:
        return _month_of_year(relative, clock)
    try:
        if relative.month is not None:
            return _named_month(relative, day)
        if relative.weekday is not None:
            return _weekday(relative.weekday, relative.offset, day)
        if relative.code is not None:
            return _season(relative.code, relative.offset, day)
        return _unit(relative, day)
    except (OverflowError, ValueError):
        return None


def _month_of_year(relative: Relative, clock: Clock) -> Expression | None:
    """With only the document's year known, `this June` can be placed, `last week` not."""
    if clock.year is None or relative.month is None or relative.offset != 0:
        return None
    return Part(year=clock.year, month=relative.month, day=relative.day)


def _named_month(relative: Relative, day: datetime.date) -> Part:
    month = relative.month or day.month
    if relative.day is not None and month == day.month:
        passed = relative.day < day.day
        year = day.year - (relative.offset < 0 and not passed) + (relative.offset > 0 and passed)
    else:
        year = day.year - (relative.offset < 0 and month >= day.month) + (relative.offset > 0 and month <= day.month)
    return Part(year=year, month=month, day=relative.day)


def _weekday(weekday: int, offset: int, day: datetime.date) -> Part:
    ahead = (weekday - day.weekday()) % 7
    if offset == 0:
        ahead = weekday - day.weekday()
    elif offset > 0:
        ahead = ahead or 7
    else:
        ahead = ahead - 7
    return _day(day + datetime.timedelta(days=ahead))


def _season(code: int, offset: int, day: datetime.date) -> Part:
    first, months = SUBYEAR_MONTHS[code]
    year = day.year
    if offset < 0 and (day.year, day.month) < (year, first + months):
        year -= 1
    if offset > 0 and day.month >= first:
        year += 1
    return Part(year=year, code=code)


def _unit(relative: Relative, day: datetime.date) -> Expression | None:
    offset = relative.offset
    if relative.unit is Unit.DAY:
        return _day(day + datetime.timedelta(days=offset))
    if relative.unit in (Unit.WEEK, Unit.FORTNIGHT, Unit.WEEKEND):
        return _week(relative.unit, offset, day)
    if relative.unit is Unit.MONTH:
        months = day.year * 12 + day.month - 1 + offset
        return Part(year=months // 12, month=months % 12 + 1, day=relative.day)
    if relative.unit is Unit.QUARTER:
        quarters = day.year * 4 + (day.month - 1) // 3 + offset
        return Part(year=quarters // 4, code=33 + quarters % 4)
    if relative.unit is Unit.YEAR:
        return Part(year=day.year + offset)
    digits = {Unit.DECADE: 1, Unit.CENTURY: 2}.get(relative.unit)
    if digits is None:
        return None
    return Part(block=f"{day.year // 10**digits + offset:0{4 - digits}}" + "X" * digits)


def _week(unit: Unit, offset: int, day: datetime.date) -> Interval:
    """Monday to Sunday; a weekend is Saturday and Sunday."""
    weeks = offset * (2 if unit is Unit.FORTNIGHT else 1)
    monday = day - datetime.timedelta(days=day.weekday()) + datetime.timedelta(weeks=weeks)
    first = 5 if unit is Unit.WEEKEND else 0
    return Interval(_day(monday + datetime.timedelta(days=first)), _day(monday + datetime.timedelta(days=6)))


def _day(day: datetime.date) -> Part:
    return Part(year=day.year, month=day.month, day=day.day)


def fixes_nothing(expression: Expression) -> bool:
    """Whether an expression is only counted from a date named before it (`the following year`)."""
    if isinstance(expression, Relative):
        return expression.anaphoric
    if isinstance(expression, Several):
        return False
    return any(isinstance(part.year, YearRef) and part.year.anaphoric for part in parts_of(expression))
