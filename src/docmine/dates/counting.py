"""Dates counted from another: `last week`, `two years ago`, `next June`, `the following month`."""

from __future__ import annotations

import datetime
from dataclasses import replace

from docmine.dates.edtf import SUBYEAR_MONTHS
from docmine.dates.lexicon import Unit
from docmine.dates.parts import Expression, Interval, Part, Relative, YearRef, lacks_year, map_parts, parts_of
from docmine.dates.years import Clock, Known


def years_counted(expression: Expression, near: Known | None, clock: Clock) -> Expression | None:
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


def counted(relative: Relative, near: Known | None, clock: Clock) -> Expression | None:
    day = near.start if relative.anaphoric and near is not None else clock.anchor
    if relative.anaphoric and near is None and (relative.offset == 0 or relative.unit is Unit.DAY):
        return None
    if day is None:
        return _month_of_year(relative, clock)
    try:
        if relative.month is not None:
            return _named_month(relative, day)
        if relative.weekday is not None:
            return _weekday(relative.weekday, relative.offset, day + datetime.timedelta(days=relative.inclusive))
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


def at_meeting(relative: Relative, clock: Clock) -> Part | None:
    """The day of the meeting that has this name, if only one has: reports tell of Tuesday when they mean the meeting's."""
    weekday = relative.weekday
    if weekday is None or clock.anchor is None or clock.until is None or not 0 <= (clock.until - clock.anchor).days < 7:
        return None
    day = clock.anchor + datetime.timedelta(days=(weekday - clock.anchor.weekday()) % 7)
    return _day(day) if day <= clock.until else None


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
