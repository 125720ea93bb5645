"""Days, months and years as single dates: `3 May 2017`, `May 3, 2017`, `3-May-17`, `May 2017`, `2017 March 3`, `30.06.2018`."""

from __future__ import annotations

from docmine.dates.lexicon import Unit
from docmine.dates.numeric import read_numeric, read_worn
from docmine.dates.parts import Fragment, Interval, Part, Year
from docmine.dates.reader import Reader, century_of

_DAYS_JOINED = ("dash", "slash", "dot")


def read_figures(reader: Reader, i: int) -> Fragment | None:
    """`30.06.2018`, `2012.10.03-04`, and with letters for figures `3O.06.2018`."""
    found = read_numeric(reader, i) if reader.has(i, "num") else None
    found = found or (read_worn(reader, i) if reader.has(i, "slip", "num") else None)
    return None if found is None else Fragment(found[0], i, found[1], "numeric")


def read_day(reader: Reader, i: int) -> Fragment | None:
    """A day's number alone; a series has to give it a month."""
    found = reader.day(i)
    return None if found is None else Fragment(Part(day=found[0]), i, found[1], "day")


def read_day_month(reader: Reader, i: int) -> Fragment | None:
    """`3 May 2017`, `3rd of May`, `3-May-2017`, `3.V.2017`, `the first of July 2016`."""
    day = reader.day(i) or _ordinal_day(reader, i)
    if day is None:
        return None
    number, j = day
    if reader.get(j, "unit") == Unit.DAY and reader.has(j + 1, "of"):  # `this 14th day of June`
        j += 1
    joined = reader.has(j, *_DAYS_JOINED) and reader.glued(j)
    j = reader.skip_all(j, *_DAYS_JOINED, "genitive", "of_abroad", most=2)
    month = reader.month(j)
    if month is None:
        return _worn(reader, i, number, j)
    year = _year_after(reader, month[1], joined)
    if year is None and _doubtful(reader, i, j):
        return None
    end, value = (month[1], None) if year is None else (year[1], year[0])
    if year is None and reader.at(end - 1).roles.get("dot") and not reader.has(end - 2, "abbreviated"):
        end -= 1
    return Fragment(Part(year=value, month=month[0], day=number), i, end, "day-month")


def _doubtful(reader: Reader, day: int, month: int) -> bool:
    """Without a year a scanning slip proves nothing, and `may` is a verb."""
    raw = reader.at(month).raw
    lower = raw.islower() and reader.has(month, "ambiguous_months")
    return reader.has(day, "slip") or reader.has(month, "slipped", "foreign") or lower


def _ordinal_day(reader: Reader, i: int) -> tuple[int, int] | None:
    """`first` in `first of July`, `premier` in `premier juillet`."""
    number = reader.get(i, "ord")
    if number is None or not 1 <= number <= 31 or reader.has(i, "roman"):
        return None
    if reader.language == "en":
        return (number, i + 1) if reader.at(i + 1).word == "of" and reader.has(i + 2, "month") else None
    return (1, i + 1) if number == 1 and reader.has(i + 1, "month") else None


def _worn(reader: Reader, i: int, day: int, j: int) -> Fragment | None:
    """A damaged or Roman month between a day and a year."""
    month = reader.worn_month(j)
    if month is None:
        return None
    after = reader.skip_all(month[1], "dot", "dash", "slash", "of", "of_abroad", most=1)
    year = reader.year_number(after)
    return Fragment(Part(year=year[0], month=month[0], day=day), i, year[1], "worn-month") if year else None


def _year_after(reader: Reader, j: int, joined: bool) -> tuple[Year, int] | None:
    """The year after a day and month; `7-Mar-19` and `20 16` too."""
    if joined:
        k = reader.skip(j, *_DAYS_JOINED)
        year, digits = reader.get(k, "num"), reader.get(k, "digits")
        if k > j and year is not None and digits == 2:
            return century_of(year), k + 1
    else:
        k = j
    if reader.has(j, "dash", "slash") and reader.glued(j) and reader.glued(j + 1):
        k = j + 1
    return reader.year_number(k) or reader.year(j) or reader.torn_year(j)


def read_month_day(reader: Reader, i: int) -> Fragment | None:
    """American order: `May 3, 2017`, `May 3rd`. Not in French."""
    month = reader.month(i) if reader.language == "en" else None
    day = reader.day(reader.skip(month[1], "the")) if month else None
    if month is None or day is None or reader.has(month[1], "slip") or not reader.capitalised(i):
        return None
    year = reader.year(day[1])
    if year is None and reader.has(i, "foreign"):
        return None
    if year is None and (reader.has(day[1], "month") or (reader.word_like(day[1]) and not reader.has(day[1] - 1, "ordinal"))):
        return None
    return Fragment(Part(year=year[0] if year else None, month=month[0], day=day[0]), i, year[1] if year else day[1], "month-day")


def read_month(reader: Reader, i: int) -> Fragment | None:
    """`May 2017`, `May, 2017`, `the month of May 2017`, and `May` alone."""
    j = i + 2 if reader.get(i, "unit") == Unit.MONTH and reader.has(i + 1, "of") else i
    month = reader.month(j)
    if month is None:
        return None
    k = month[1]
    k = k + 1 if reader.has(k, "dash", "slash") and reader.glued(k) and reader.glued(k + 1) and reader.year_number(k + 1) else k
    year = reader.year_number(k) or reader.year(month[1])
    if year is None:
        return _month_alone(reader, i, j, month)
    if isinstance(year[0], int) and reader.pair(year[0], year[1]) is not None:
        return None
    return Fragment(Part(year=year[0], month=month[0]), i, year[1], "month-year")


def _month_alone(reader: Reader, i: int, j: int, month: tuple[int, int]) -> Fragment | None:
    """A month without a year; an abbreviated one stands only in a series that gives the year (`Jan-Mar 2017`)."""
    if reader.has(j, "foreign", "slipped") or (reader.language == "en" and not reader.capitalised(j)):
        return None
    return Fragment(Part(month=month[0]), i, month[1], "short-month" if reader.has(j, "abbreviated") else "month")


def read_year(reader: Reader, i: int) -> Fragment | None:
    """A bare year; whether it is one is for the guards to say."""
    found = reader.year_number(i)
    return None if found is None else Fragment(Part(year=found[0]), i, found[1], "slipped-year" if reader.has(i, "slip") else "year")


def read_year_first(reader: Reader, i: int) -> Fragment | None:
    """`2016-Q4`, `2016 third quarter`, `2017 March 3`, `2016/17`."""
    year = reader.year_number(i)
    if year is None:
        return None
    j = reader.skip(year[1], "dash", "slash", "comma")
    code = reader.get(j, "sub")
    if code is not None and not reader.has(j, "sub_year"):
        return Fragment(Part(year=year[0], code=code), i, j + 1, "year-quarter")
    month = reader.month(j)
    day = reader.day(reader.skip(month[1], "dash")) if month else None
    if month and day and not reader.has(day[1], "month") and not reader.year(day[1]):
        return Fragment(Part(year=year[0], month=month[0], day=day[0]), i, day[1], "year-month-day")
    pair = reader.pair(year[0], year[1])
    return Fragment(Interval(Part(year=year[0]), Part(year=pair[0])), i, pair[1], "year-pair") if pair else None
