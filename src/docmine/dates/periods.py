"""Parts of a year, decades and centuries: `first half of 2016`, `Q3 2017`, `winter of 2012/13`, `the 1990s`, `XIXe siècle`."""

from __future__ import annotations

from docmine.dates.lexicon import Unit
from docmine.dates.parts import Fragment, Interval, Part
from docmine.dates.reader import Reader

_CODES = {Unit.QUARTER: (33, 4), Unit.HALF: (40, 2)}


def read_decade(reader: Reader, i: int) -> Fragment | None:
    """`1990s`, `the nineties`, `the '90s`, `années 1990`, `années 90`."""
    decade = reader.get(i, "decade")
    if decade is not None:
        led = reader.has(i - 1, "the", "position", "quote") or reader.has(i - 1, "dash", "and", "to")
        short = reader.get(i, "short") == 1 or reader.at(i).raw.isalpha()
        return Fragment(Part(block=f"{decade}X"), i, i + 1, "decade") if led or not short else None
    number = reader.get(i + 1, "num")
    unit = reader.get(i, "unit")
    named = unit == Unit.DECADE or (unit == Unit.YEAR and reader.language == "fr" and reader.at(i).word.endswith("s"))
    if not named or number is None or number % 10:
        return None
    digits = reader.get(i + 1, "digits")
    if digits == 2 or (digits == 4 and not reader.has(i + 2, "to", "dash")):
        full = number if digits == 4 else number + (1900 if number >= 20 else 2000)
        return Fragment(Part(block=f"{full // 10}X"), i, i + 2, "decade")
    return None


def read_decade_of_century(reader: Reader, i: int) -> Fragment | None:
    """`the first decade of the 21st century`."""
    number = reader.get(i, "ord")
    if number is None or not 1 <= number <= 10 or reader.get(i + 1, "unit") != Unit.DECADE:
        return None
    found = read_century(reader, reader.skip_all(i + 2, "of", "the", most=2))
    block = found.part.block if found and found.part else None
    return Fragment(Part(block=f"{block[:2]}{number - 1}X"), i, found.j, "decade") if found and block else None


def read_century(reader: Reader, i: int) -> Fragment | None:
    """`nineteenth century`, `19th century`, `XIXe siècle`, `18th and 19th centuries`."""
    hundreds = reader.get(i, "century")
    if hundreds is not None:
        return Fragment(Part(block=f"{hundreds}XX"), i, i + 1, "century")
    first = reader.get(i, "ord")
    if first is None or not 1 <= first <= 21:
        return None
    j = reader.skip(i + 1, "dash")
    last = first
    if reader.has(j, "and", "to") and reader.get(reader.skip(j + 1, "the"), "ord"):
        j = reader.skip(j + 1, "the")
        last = reader.get(j, "ord") or first
        j += 1
    if reader.get(j, "unit") != Unit.CENTURY or not first <= last <= 21:
        return None
    parts = Part(block=f"{first - 1:02}XX"), Part(block=f"{last - 1:02}XX")
    return Fragment(parts[0] if first == last else Interval(*parts), i, j + 1, "century")


def read_short_part(reader: Reader, i: int) -> Fragment | None:
    """`Q1`, `Q2 of 2016`, `H1 2019`, `T3 2016` (French), `2016Q4`."""
    code = reader.get(i, "sub")
    if code is None or (reader.get(i, "french") and reader.language != "fr"):
        return None
    own = reader.get(i, "sub_year")
    if own is not None:
        return Fragment(Part(year=own, code=code), i, i + 1, "quarter")
    j = reader.skip(i + 1, "slash", "dash") if reader.year_number(i + 2) else i + 1
    year = reader.year(j)
    if year is None:
        return Fragment(Part(code=code), i, i + 1, "bare-quarter")
    return Fragment(Part(year=year[0], code=code), i, year[1], "quarter")


def read_named_part(reader: Reader, i: int) -> Fragment | None:
    """`first half of 2016`, `first and second quarters of 2022`, `deuxième trimestre 2017`, `second half of this year`."""
    numbers, j = _ordinals(reader, i)
    unit = Unit(reader.get(j, "unit") or Unit.DAY)
    if not numbers or unit not in _CODES:
        return None
    base, most = _CODES[unit]
    codes = [base + (most if number == -1 else number) - 1 for number in numbers]
    if any(not base <= code < base + most for code in codes) or codes != sorted(codes):
        return None
    found = reader.years(j + 1)
    if found is not None:
        return _of_year(reader, codes, found, i)
    end = _of_the_year(reader, j + 1)
    counted = reader.has(i, "deictic") and not reader.has(i - 1, "the")  # `last quarter` counts from the document's day
    if len(codes) > 1 or counted or (end == j + 1 and reader.has(end, "genitive")):
        return None
    return Fragment(Part(code=codes[0]), i, end, "bare-part")


def _of_year(reader: Reader, codes: list[int], found: tuple[Part | Interval, int], i: int) -> Fragment | None:
    whole, end = found
    if isinstance(whole, Interval):  # a financial year over two calendar years: which months is not said
        return Fragment(whole, i, reader.skip(reader.skip(end, "fiscal"), "year_words"), "fiscal-part")
    first, last = (Part(year=whole.year, code=code) for code in (codes[0], codes[-1]))
    return Fragment(first if len(codes) == 1 else Interval(first, last), i, end, "part-of-year")


def _of_the_year(reader: Reader, j: int) -> int:
    """The position after `of the year` at `j`."""
    k = reader.skip_all(j, "of", "the", most=3)
    return k + 1 if k > j and reader.get(k, "unit") == Unit.YEAR and not reader.at(k).word.endswith("s") else j


def _ordinals(reader: Reader, i: int) -> tuple[list[int], int]:
    """`first`, `first and second`, `first to third` as their numbers."""
    first = reader.get(i, "ord")
    if first is None:
        return [], i
    numbers, j = [first], i + 1
    while reader.has(j, "and", "to", "comma", "or", "dash") and len(numbers) < 4:
        k = reader.skip(j, "comma") if reader.has(j + 1, "and") else j
        k = reader.skip(k + 1, "the")
        number = reader.get(k, "ord")
        if number is None:
            break
        numbers.append(number)
        j = k + 1
    return numbers, j


def read_first_months(reader: Reader, i: int) -> Fragment | None:
    """`first three months of 2017`, `last two quarters of 2016`, `trois premiers mois de 2017`."""
    order = reader.get(i, "ord")
    count, j = reader.get(i + 1, "card") or reader.get(i + 1, "num"), i + 2
    if count is None and reader.language == "fr" and (order := reader.get(i + 1, "ord")) in (1, -1):
        count = reader.get(i, "card") or reader.get(i, "num")
    if count is None:
        return None
    unit = reader.get(j, "unit")
    length = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6}.get(Unit(unit) if unit else Unit.DAY)
    if order not in (1, -1) or length is None or not 1 <= count * length <= 12:
        return None
    year = reader.year(j + 1)
    if year is None:
        return None
    first, last = (1, count * length) if order == 1 else (13 - count * length, 12)
    return Fragment(Interval(Part(year=year[0], month=first), Part(year=year[0], month=last)), i, year[1], "first-months")


def read_season(reader: Reader, i: int) -> Fragment | None:
    """`spring 2020`, `winter of 2012/13`: a winter over two years has the first one's number."""
    code = reader.get(i, "season")
    if code is None:
        return None
    found = reader.years(i + 1)
    if found is None:
        return Fragment(Part(code=code), i, i + 1, "bare-season")
    whole, end = found
    first = whole.first if isinstance(whole, Interval) else whole
    return Fragment(Part(year=first.year if first else None, code=code), i, end, "season")
