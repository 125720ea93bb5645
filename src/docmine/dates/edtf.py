"""EDTF (ISO 8601-2, levels 1 and 2 as far as dates of committee papers need it): strings to days covered, and back.

`parse_edtf` is the one place that knows what a string covers; the grammar writes strings and has them read here.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_SINGLE = re.compile(r"[~?%]?(?P<year>\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-(?P<second>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?[~?%]?", re.ASCII)
_LONGEST = 400  # characters; a set of forty days has 440: longer input is refused unread
_OPEN = ("..", "")

# Code -> first month and number of months (21-24 seasons, 25-32 seasons by hemisphere, 33-36 quarters, 37-39 thirds, 40-41 halves).
_SEASON_START = {21: 3, 22: 6, 23: 9, 24: 12, 25: 3, 26: 6, 27: 9, 28: 12, 29: 9, 30: 12, 31: 3, 32: 6}
SUBYEAR_MONTHS: dict[int, tuple[int, int]] = {
    **{code: (month, 3) for code, month in _SEASON_START.items()},
    **{33 + i: (1 + 3 * i, 3) for i in range(4)},
    **{37 + i: (1 + 4 * i, 4) for i in range(3)},
    **{40 + i: (1 + 6 * i, 6) for i in range(2)},
}


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date as EDTF, with the days it covers.

    `start` and `end` are ISO days, `None` where the value is open or no year places it. `precision` is one of day, month,
    quarter, half, season, year, interval, decade, century; anything with two ends or several members is an interval.
    """

    edtf: str
    start: str | None
    end: str | None
    precision: str


class _Span(NamedTuple):
    start: str | None
    end: str | None
    precision: str


@lru_cache(maxsize=4096)
def parse_edtf(edtf: str) -> DateValue:
    """The value of an EDTF string without a time of day; `ValueError` if it is not valid."""
    if len(edtf) > _LONGEST:
        raise ValueError(f"EDTF string of {len(edtf)} characters")
    if edtf[:1] in "{[" and edtf[-1:] == {"{": "}", "[": "]"}.get(edtf[:1]):
        span = _members(edtf[1:-1])
    elif "/" in edtf:
        span = _interval(edtf, "/")
    else:
        span = _single(edtf)
    return DateValue(edtf, *span)


def _members(inner: str) -> _Span:
    """Days from the first to the last member of a set; a member may be a range `a..b`."""
    spans = [_interval(item, "..") if ".." in item else _single(item) for item in inner.split(",")]
    starts = [span.start for span in spans]
    ends = [span.end for span in spans]
    start = min((s for s in starts if s is not None), default=None) if None not in starts else None
    end = max((e for e in ends if e is not None), default=None) if None not in ends else None
    return _Span(start, end, "interval")


def _interval(text: str, separator: str) -> _Span:
    if separator == "..":
        left, _, right = text.partition("..")
    else:
        left, _, right = text.partition("/")
    if left in _OPEN and right in _OPEN:
        raise ValueError(f"an interval with no end: {text!r}")
    start = None if left in _OPEN else _single(left).start
    end = None if right in _OPEN else _single(right).end
    if start is not None and end is not None and start > end:
        raise ValueError(f"interval ends before it starts: {text!r}")
    return _Span(start, end, "interval")


def _single(text: str) -> _Span:
    match = _SINGLE.fullmatch(text)
    if match is None:
        raise ValueError(f"not EDTF: {text!r}")
    year, second, day = match["year"], match["second"], match["day"]
    if second is None:
        return _year(year)
    if second == "XX":
        if day not in (None, "XX"):
            raise ValueError(f"a day without a month: {text!r}")
        return _Span(_year(year).start, _year(year).end, "month" if day is None else "day")
    number = int(second)
    if number > 12:
        if day is not None:
            raise ValueError(f"a day in a part of a year: {text!r}")
        return _subyear(year, number)
    return _month(year, number) if day is None else _day(year, number, day)


def _year(year: str) -> _Span:
    if year == "XXXX":
        return _Span(None, None, "year")
    precision = {0: "year", 1: "decade", 2: "century"}[year.count("X")]
    if year in ("0000", "000X", "00XX"):
        raise ValueError("the year 0 is out of range")
    return _Span(f"{year.replace('X', '0')}-01-01", f"{year.replace('X', '9')}-12-31", precision)


def _fixed(year: str) -> int | None:
    """The year as a number; `None` where it has unknown digits."""
    if "X" in year:
        return None
    if year == "0000":
        raise ValueError("the year 0 is out of range")
    return int(year)


def _subyear(year: str, code: int) -> _Span:
    if code not in SUBYEAR_MONTHS:
        raise ValueError(f"no part of a year has the code {code}")
    precision = "season" if code < 33 else "quarter" if code < 37 else "interval" if code < 40 else "half"
    number = _fixed(year)
    if number is None:
        return _Span(None, None, precision)
    first, months = SUBYEAR_MONTHS[code]
    last = first + months - 1
    end_year, end_month = (number, last) if last <= 12 else (number + 1, last - 12)
    return _Span(f"{year}-{first:02}-01", _last_day(end_year, end_month), precision)


def _month(year: str, month: int) -> _Span:
    if not month >= 1:
        raise ValueError("the month 00")
    number = _fixed(year)
    if number is None:
        return _Span(None, None, "month")
    return _Span(f"{year}-{month:02}-01", _last_day(number, month), "month")


def _day(year: str, month: int, day: str) -> _Span:
    if day == "XX":
        whole = _month(year, month)
        return _Span(whole.start, whole.end, "day")
    number = _fixed(year)
    iso = datetime.date(number if number is not None else 2000, month, int(day)).isoformat()
    return _Span(None, None, "day") if number is None else _Span(iso, iso, "day")


def _last_day(year: int, month: int) -> str:
    if year > 9999:
        raise ValueError(f"the year {year} is out of range")
    return f"{year:04}-{month:02}-{monthrange(year, month)[1]:02}"
