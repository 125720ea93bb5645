"""Dates in figures: ISO, European and American order, months, and ranges of them (`28.02-03.03.2022`, `2012.10.03–04`)."""

from __future__ import annotations

import re

from docmine.dates.parts import Interval, Part, possible
from docmine.dates.reader import FIRST_YEAR, LAST_YEAR, Reader, century_of
from docmine.dates.tokens import TO_DIGITS

_DASH = r"[-\u2010-\u2015\u2212]"
_YMD = re.compile(r"(\d{4})([-./\u2010\u2011])(\d{1,2})\2(\d{1,2})(?!\d)")
_YMD_TAIL = re.compile(rf"\s?(?:/|{_DASH}|to|au)\s?(?:(\d{{1,2}})[-.](?=\d))?(\d{{1,2}})(?!\d)(?![-./]\d)")
_DMY = re.compile(r"(\d{1,2})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_DMY_RANGE = re.compile(
    rf"(\d{{1,2}})\.?(?:([./])(\d{{1,2}})\.?)?\s?(?:{_DASH}|to|au|and|et|&|/)\s?(\d{{1,2}})([./])(\d{{1,2}})\5(\d{{4}})(?!\d)"
)
_MY = re.compile(r"(\d{1,2})([-./])(\d{4})(?!\d)")
_YM = re.compile(r"(\d{4})(-)(\d{2})(?!\d)")
_TIME = re.compile(r"T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?")
_AMOUNT = re.compile(r"\d{1,3}(?:[,'\u2019\u202f]\d{3})+(?!\d)")
_JOINS = re.compile(rf"\s?(?:{_DASH}|[./&]|to|au|and|et)")  # what stands behind the first number of any form
_DATED = ("time_preposition", "the", "of")

Found = tuple[Part | Interval, int]


def read_numeric(reader: Reader, i: int) -> Found | None:
    """The numeric date that starts at token `i`, with the position after it; parts of codes are none."""
    start = reader.at(i).start
    if not _JOINS.match(reader.text, reader.at(i).end) or _coded_before(reader, i):
        return None
    for rule in (_year_first, _day_range, _day_first, _month_year, _year_month):
        found = rule(reader, start, i)
        if found is None or (_coded_after(reader.text, found[1]) and not _ranged_after(reader.text, found[1])):
            continue
        expression, end = found
        parts = (expression,) if isinstance(expression, Part) else (expression.first, expression.last)
        if all(part is None or possible(part) for part in parts):
            return expression, _token_after(reader, i, end)
    return None


_WORN = re.compile(r"[\dOoIlSB]{1,4}([-./])[\dOoIlSB]{1,2}\1[\dOoIlSB]{2,4}(?!\w)")


def read_worn(reader: Reader, i: int) -> Found | None:
    """A numeric date with letters for figures (`1O.05.2017`); the whole shape proves them."""
    start = reader.at(i).start
    match = _WORN.match(reader.text, start) if not _coded_before(reader, i) else None
    if match is None or not any(c.isdigit() for c in match.group()):
        return None
    figures = match.group().translate(TO_DIGITS)
    parts = [int(n) for n in re.split(r"[-./]", figures)]
    part = Part(parts[0], parts[1], parts[2]) if parts[0] > 31 else _ordered(parts[0], parts[1], parts[2])
    if not isinstance(part.year, int) or not FIRST_YEAR <= part.year <= LAST_YEAR or not possible(part):
        return None
    return part, _token_after(reader, i, match.end())


def is_amount(text: str, start: int) -> bool:
    """Whether a grouped number (`2,016`) starts there."""
    return _AMOUNT.match(text, start) is not None


def _coded_before(reader: Reader, i: int) -> bool:
    """Glued to a letter, digit, slash, dash, dot or colon before it: part of a code or a longer number."""
    start = reader.at(i).start
    before = reader.text[start - 1 : start]
    if before.isalnum() or before in ("_", ":", "\\", "#", "\u00a7"):
        return True
    if before in ("/", "-") and reader.get(i - 2, "digits") == 4:
        return False  # the second of two dates
    return before in ("/", "-", ".", ",") and reader.text[start - 2 : start - 1].isalnum() and start >= 2


def _coded_after(text: str, end: int) -> bool:
    after, beyond = text[end : end + 1], text[end + 1 : end + 2]
    return (
        after.isalnum() or after == "_" or (after in ("/", "-", ".", ":") and beyond.isalnum() and not (after == "." and beyond.isupper()))
    )


def _ranged_after(text: str, end: int) -> bool:
    """A second date behind a dash: `01/07/2016-30/06/2017`."""
    return text[end] in "-/" and any(form.match(text, end + 1) for form in (_DMY, _YMD, _MY))


def _token_after(reader: Reader, i: int, end: int) -> int:
    while i < reader.size and reader.tokens[i].start < end:
        i += 1
    return i


def _year_first(reader: Reader, start: int, i: int) -> tuple[Part | Interval, int] | None:
    """`2017-05-03`, `2017/05/03`, `2012.10.03–04`, `2019-10-28/2019-11-01`, with or without a time of day."""
    match = _YMD.match(reader.text, start)
    if match is None:
        return None
    first = Part(year=int(match[1]), month=int(match[3]), day=int(match[4]))
    end = match.end()
    if not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    if reader.text[end : end + 1] == "/":
        other = _YMD.match(reader.text, end + 1)
        if other is not None:
            return Interval(first, Part(year=int(other[1]), month=int(other[3]), day=int(other[4]))), other.end()
    tail = _YMD_TAIL.match(reader.text, end)
    if tail is not None and not reader.text[tail.end() : tail.end() + 1].isalpha():
        last = Part(year=first.year, month=int(tail[1]) if tail[1] else first.month, day=int(tail[2]))
        if possible(last) and ((last.month or 0), (last.day or 0)) > ((first.month or 0), (first.day or 0)):
            return Interval(first, last), tail.end()
    time = _TIME.match(reader.text, end)
    return first, time.end() if time else end


def _ordered(a: int, b: int, year: int) -> Part:
    """Day before month, unless only the other order is possible."""
    return Part(year=year, month=a, day=b) if b > 12 >= a else Part(year=year, month=b, day=a)


def _day_first(reader: Reader, start: int, i: int) -> tuple[Part | Interval, int] | None:
    """`29/10/2020`, `30.06.2018`, `3-5-2017`; a year of two digits only where both others have two and nothing else is likely."""
    match = _DMY.match(reader.text, start)
    if match is None or (" " in match.group() and match[2] != "."):
        return None
    if len(match[4]) == 4:
        year = int(match[4])
        return (_ordered(int(match[1]), int(match[3]), year), match.end()) if FIRST_YEAR <= year <= LAST_YEAR else None
    padded = len(match[1]) == len(match[3]) == 2
    dated = reader.has(i - 1, *_DATED) or reader.at(i - 1).raw == ":" or reader.at(i - 1).word == "date"
    if not padded or match[2] == "-" or not (match[2] == "/" or dated):
        return None
    return _ordered(int(match[1]), int(match[3]), century_of(int(match[4]))), match.end()


def _day_range(reader: Reader, start: int, i: int) -> tuple[Part | Interval, int] | None:
    """`03-05/09/2018`, `28.02-03.03.2022`, `27.-29.05.2019`, `29 et 30/10/2020`."""
    match = _DMY_RANGE.match(reader.text, start)
    if match is None or (match[2] is not None and match[2] != match[5]):
        return None
    last = Part(year=int(match[7]), month=int(match[6]), day=int(match[4]))
    month = int(match[3]) if match[3] else int(match[6])
    first = Part(year=int(match[7]) - (month > int(match[6])), month=month, day=int(match[1]))
    if match[3] is None and int(match[1]) >= int(match[4]):
        return None
    return Interval(first, last), match.end()


def _month_year(reader: Reader, start: int, i: int) -> tuple[Part | Interval, int] | None:
    """`11/2014`, `07.2012`, `07-2012`."""
    match = _MY.match(reader.text, start)
    if match is None or not 1 <= int(match[1]) <= 12 or not 1900 <= int(match[3]) <= 2100:
        return None
    if match[2] != "/" and (len(match[1]) < 2 or not reader.has(i - 1, *_DATED)):
        return None
    return (Part(year=int(match[3]), month=int(match[1])), match.end()) if _may_be_month(reader, i) else None


def _year_month(reader: Reader, start: int, i: int) -> tuple[Part | Interval, int] | None:
    """`2023-11`, but `2011-12` is two years."""
    match = _YM.match(reader.text, start)
    if match is None or not 1900 <= int(match[1]) <= 2100 or not 1 <= int(match[3]) <= 12:
        return None
    consecutive = (int(match[1]) + 1) % 100 == int(match[3])
    first, end = Part(year=int(match[1]), month=int(match[3])), match.end()
    other = _YM.match(reader.text, end + 1) if reader.text[end : end + 1] == "/" else None
    if other is not None and int(match[3]) and 1 <= int(other[3]) <= 12:
        return Interval(first, Part(year=int(other[1]), month=int(other[3]))), other.end()
    return None if consecutive or not _may_be_month(reader, i) else (first, end)


def _may_be_month(reader: Reader, i: int) -> bool:
    """Not the number of a document or resolution: `Resolution no. 2017-01`."""
    before = i - 1
    while reader.has(before, "dot") and reader.glued(before):
        before -= 1
    if reader.has(before, "numbered"):
        return False
    named = reader.capitalised(before) and reader.word_like(before)
    return not named or reader.has(before, "year_noun") or reader.at(before).word.endswith("ed")
