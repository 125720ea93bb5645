"""One date of a series: a day, month, year, part of a year, decade or century, as complete as it stands.

`Fragments.at(i)` tries the rules in order and remembers the answer, so that a text is read in linear time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from docmine.dates.lexicon import Unit
from docmine.dates.numeric import read_numeric, read_worn
from docmine.dates.parts import Interval, Part, Year, possible
from docmine.dates.reader import Reader, century_of

_CODES = {Unit.QUARTER: (33, 4), Unit.HALF: (40, 2)}
_DAYS_JOINED = ("dash", "slash", "dot")


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a rule read from token `i` to before token `j`; `rule` names it."""

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


class Fragments:
    """The fragments of one text by the token they start at."""

    def __init__(self, reader: Reader) -> None:
        self._r = reader
        self._known: dict[int, Fragment | None] = {}
        number = (self._numeric, self._day_month, self._first_months, self._year_first, self._year, self._day)
        order = (self._named_part, self._first_months, self._decade_of_century, self._century)
        # The rules to try, by the role that lets a token begin them.
        self._rules: tuple[tuple[str, tuple[Callable[[int], Fragment | None], ...]], ...] = (
            ("ord", (self._day_month, *order)),
            ("num", number),
            ("slip", number),
            ("weekday", (self._weekday_led,)),
            ("position", (self._positioned,)),
            ("sub", (self._short_part,)),
            ("century", (self._decade,)),
            ("decade", (self._decade,)),
            ("season", (self._season,)),
            ("month", (self._month_day, self._month)),
            ("unit", (self._decade, self._month)),
            ("card", (self._first_months,)),
        )

    def at(self, i: int) -> Fragment | None:
        """The fragment that starts at token `i`, if any."""
        if i not in self._known:
            self._known[i] = None  # a rule that asks for its own start finds nothing
            self._known[i] = self._read(i)
        return self._known[i]

    def barren(self, first: int, last: int) -> None:
        """Remember that the numbers from one token to another lead to no month, so that none of them is tried again."""
        for i in range(first, last):
            self._known[i] = None

    def _read(self, i: int) -> Fragment | None:
        roles = self._r.at(i).roles
        if "start" not in roles:
            return None
        for role, rules in self._rules:
            if role not in roles:
                continue
            for rule in rules:
                found = rule(i)
                if found is not None and (found.part is None or possible(found.part)):
                    return found
        return None

    def _numeric(self, i: int) -> Fragment | None:
        found = read_numeric(self._r, i) if self._r.has(i, "num") else None
        found = found or (read_worn(self._r, i) if self._r.has(i, "slip", "num") else None)
        return None if found is None else Fragment(found[0], i, found[1], "numeric")

    def _weekday_led(self, i: int) -> Fragment | None:
        """`Wednesday, 3 May 2017`, `Wed. 3`."""
        weekday = self._r.get(i, "weekday")
        if weekday is None:
            return None
        j = self._r.skip(i + 1, "dot") if self._r.has(i, "abbreviated") else i + 1
        j = self._r.skip_all(j, "comma", "the", most=2)
        found = self._day_month(j) or self._month_day(j) or self._numeric(j) or self._day(j)
        if found is None or found.part is None or found.part.day is None:
            return None
        return Fragment(replace(found.part, weekday=weekday), i, found.j, found.rule)

    # Days and months

    def _day(self, i: int) -> Fragment | None:
        found = self._r.day(i)
        return None if found is None else Fragment(Part(day=found[0]), i, found[1], "day")

    def _day_month(self, i: int) -> Fragment | None:
        """`3 May 2017`, `3rd of May`, `3-May-2017`, `3.V.2017`, `the first of July 2016`."""
        day = self._r.day(i) or self._ordinal_day(i)
        if day is None:
            return None
        number, j = day
        if self._r.get(j, "unit") == Unit.DAY and self._r.has(j + 1, "of"):  # `this 14th day of June`
            j += 1
        joined = self._r.has(j, *_DAYS_JOINED) and self._r.glued(j)
        j = self._r.skip_all(j, *_DAYS_JOINED, "of", most=2)
        month = self._r.month(j)
        if month is None:
            return self._worn(i, number, j)
        year = self._year_after(month[1], joined)
        if year is None and self._doubtful(i, j):
            return None
        end, value = (month[1], None) if year is None else (year[1], year[0])
        if year is None and self._r.at(end - 1).roles.get("dot") and not self._r.has(end - 2, "abbreviated"):
            end -= 1
        return Fragment(Part(year=value, month=month[0], day=number), i, end, "day-month")

    def _doubtful(self, day: int, month: int) -> bool:
        """Without a year a scanning slip proves nothing, and `may` is a verb."""
        raw = self._r.at(month).raw
        lower = raw.islower() and self._r.has(month, "ambiguous_months")
        return self._r.has(day, "slip") or self._r.has(month, "slipped", "foreign") or lower

    def _ordinal_day(self, i: int) -> tuple[int, int] | None:
        """`first` in `first of July`, `premier` in `premier juillet`."""
        number = self._r.get(i, "ord")
        if number is None or not 1 <= number <= 31 or self._r.has(i, "roman"):
            return None
        if self._r.language == "en":
            return (number, i + 1) if self._r.at(i + 1).word == "of" and self._r.has(i + 2, "month") else None
        return (1, i + 1) if number == 1 and self._r.has(i + 1, "month") else None

    def _worn(self, i: int, day: int, j: int) -> Fragment | None:
        """A damaged or Roman month between a day and a year."""
        month = self._r.worn_month(j)
        if month is None:
            return None
        after = self._r.skip_all(month[1], "dot", "dash", "slash", most=1)
        year = self._r.year_number(after)
        return Fragment(Part(year=year[0], month=month[0], day=day), i, year[1], "worn-month") if year else None

    def _year_after(self, j: int, joined: bool) -> tuple[Year, int] | None:
        """The year after a day and month; `7-Mar-19` and `20 16` too."""
        if joined:
            k = self._r.skip(j, *_DAYS_JOINED)
            year, digits = self._r.get(k, "num"), self._r.get(k, "digits")
            if k > j and year is not None and digits == 2:
                return century_of(year), k + 1
        else:
            k = j
        if self._r.has(j, "dash", "slash") and self._r.glued(j) and self._r.glued(j + 1):
            k = j + 1
        return self._r.year_number(k) or self._r.year(j) or self._r.torn_year(j)

    def _month_day(self, i: int) -> Fragment | None:
        """American order: `May 3, 2017`, `May 3rd`. Not in French."""
        month = self._r.month(i) if self._r.language == "en" else None
        day = self._r.day(self._r.skip(month[1], "the")) if month else None
        if month is None or day is None or self._r.has(month[1], "slip") or not self._r.capitalised(i):
            return None
        year = self._r.year(day[1])
        if year is None and self._r.has(i, "foreign"):
            return None
        if year is None and (self._r.has(day[1], "month", "percent") or self._r.word_like(day[1]) and not self._r.has(i, "ordinal")):
            return None
        return Fragment(Part(year=year[0] if year else None, month=month[0], day=day[0]), i, year[1] if year else day[1], "month-day")

    def _month(self, i: int) -> Fragment | None:
        """`May 2017`, `May, 2017`, `the month of May 2017`, and `May` alone."""
        j = i + 2 if self._r.get(i, "unit") == Unit.MONTH and self._r.has(i + 1, "of") else i
        month = self._r.month(j)
        if month is None:
            return None
        k = month[1]
        k = k + 1 if self._r.has(k, "dash", "slash") and self._r.glued(k) and self._r.glued(k + 1) and self._r.year_number(k + 1) else k
        year = self._r.year_number(k) or self._r.year(month[1])
        if year is None:
            alone = not self._r.has(j, "slipped", "foreign") and self._r.capitalised(j) or self._r.language == "fr" and not self._r.has(j, "foreign")
            return Fragment(Part(month=month[0]), i, month[1], "month") if alone and not self._r.has(j, "abbreviated") else self._short_month(i, j, month)
        pair = self._r.pair(year[0], year[1]) if isinstance(year[0], int) else None
        if pair is not None:
            return None
        return Fragment(Part(year=year[0], month=month[0]), i, year[1], "month-year")

    def _short_month(self, i: int, j: int, month: tuple[int, int]) -> Fragment | None:
        """An abbreviated month alone stands only in a series that gives the year (`Jan-Mar 2017`)."""
        if self._r.has(j, "foreign", "slipped") or not self._r.capitalised(j) and self._r.language == "en":
            return None
        return Fragment(Part(month=month[0]), i, month[1], "short-month")

    # Years

    def _year(self, i: int) -> Fragment | None:
        """A bare year; whether it is one is for the guards to say."""
        found = self._r.year_number(i)
        return None if found is None else Fragment(Part(year=found[0]), i, found[1], "slipped-year" if self._r.has(i, "slip") else "year")

    def _year_first(self, i: int) -> Fragment | None:
        """`2016-Q4`, `2016 third quarter`, `2017 March 3`, `2016/17`."""
        year = self._r.year_number(i)
        if year is None:
            return None
        j = self._r.skip(year[1], "dash", "slash", "comma")
        code = self._r.get(j, "sub")
        if code is not None and not self._r.has(j, "sub_year"):
            return Fragment(Part(year=year[0], code=code), i, j + 1, "year-quarter")
        month = self._r.month(j)
        day = self._r.day(self._r.skip(month[1], "dash")) if month else None
        if month and day and not self._r.has(day[1], "month") and not self._r.year(day[1]):
            return Fragment(Part(year=year[0], month=month[0], day=day[0]), i, day[1], "year-month-day")
        pair = self._r.pair(year[0], year[1])
        return Fragment(Interval(Part(year=year[0]), Part(year=pair[0])), i, pair[1], "year-pair") if pair else None

    def _decade(self, i: int) -> Fragment | None:
        """`1990s`, `the nineties`, `the '90s`, `années 1990`, `années 90`."""
        century = self._r.get(i, "century")
        if century is not None:
            return Fragment(Part(block=f"{century}XX"), i, i + 1, "century")
        decade = self._r.get(i, "decade")
        if decade is not None:
            led = self._r.has(i - 1, "the", "position", "quote") or self._r.has(i - 1, "dash", "and", "to")
            short = self._r.get(i, "short") == 1 or self._r.at(i).raw.isalpha()
            return Fragment(Part(block=f"{decade}X"), i, i + 1, "decade") if led or not short else None
        number = self._r.get(i + 1, "num")
        unit = self._r.get(i, "unit")
        named = unit == Unit.DECADE or unit == Unit.YEAR and self._r.language == "fr" and self._r.at(i).word.endswith("s")
        if not named or number is None or number % 10:
            return None
        digits = self._r.get(i + 1, "digits")
        if digits == 2 or digits == 4 and not self._r.has(i + 2, "to", "dash"):
            full = number if digits == 4 else number + (1900 if number >= 20 else 2000)
            return Fragment(Part(block=f"{full // 10}X"), i, i + 2, "decade")
        return None

    def _decade_of_century(self, i: int) -> Fragment | None:
        """`the first decade of the 21st century`."""
        number = self._r.get(i, "ord")
        if number is None or not 1 <= number <= 10 or self._r.get(i + 1, "unit") != Unit.DECADE:
            return None
        found = self._century(self._r.skip_all(i + 2, "of", "the", most=2))
        block = found.part.block if found and found.part else None
        return Fragment(Part(block=f"{block[:2]}{number - 1}X"), i, found.j, "decade") if found and block else None

    def _century(self, i: int) -> Fragment | None:
        """`nineteenth century`, `19th century`, `XIXe siècle`, `18th and 19th centuries`."""
        first = self._r.get(i, "ord")
        if first is None or not 1 <= first <= 21:
            return None
        j = self._r.skip(i + 1, "dash")
        last = first
        if self._r.has(j, "and", "to") and self._r.get(self._r.skip(j + 1, "the"), "ord"):
            j = self._r.skip(j + 1, "the")
            last = self._r.get(j, "ord") or first
            j += 1
        if self._r.get(j, "unit") != Unit.CENTURY or not first <= last <= 21:
            return None
        parts = Part(block=f"{first - 1:02}XX"), Part(block=f"{last - 1:02}XX")
        return Fragment(parts[0] if first == last else Interval(*parts), i, j + 1, "century")

    # Parts of a year

    def _short_part(self, i: int) -> Fragment | None:
        """`Q1`, `Q2 of 2016`, `H1 2019`, `T3 2016` (French), `2016Q4`."""
        code = self._r.get(i, "sub")
        if code is None or self._r.get(i, "french") and self._r.language != "fr":
            return None
        own = self._r.get(i, "sub_year")
        if own is not None:
            return Fragment(Part(year=own, code=code), i, i + 1, "quarter")
        j = self._r.skip(i + 1, "slash", "dash") if self._r.year_number(i + 2) else i + 1
        year = self._r.year(j)
        if year is None:
            return Fragment(Part(code=code), i, i + 1, "bare-quarter")
        return Fragment(Part(year=year[0], code=code), i, year[1], "quarter")

    def _named_part(self, i: int) -> Fragment | None:
        """`first half of 2016`, `first and second quarters of 2022`, `deuxième trimestre 2017`, `second half of this year`."""
        numbers, j = self._ordinals(i)
        unit = Unit(self._r.get(j, "unit") or Unit.DAY)
        if not numbers or unit not in _CODES:
            return None
        base, most = _CODES[unit]
        codes = [base + (most if number == -1 else number) - 1 for number in numbers]
        if any(not base <= code < base + most for code in codes) or codes != sorted(codes):
            return None
        found = self._r.years(j + 1)
        return None if found is None else self._of_year(codes, found, i)

    def _of_year(self, codes: list[int], found: tuple[Part | Interval, int], i: int) -> Fragment | None:
        whole, end = found
        if isinstance(whole, Interval):  # a financial year over two calendar years: which months is not said
            return Fragment(whole, i, self._r.skip(self._r.skip(end, "fiscal"), "year_words"), "fiscal-part")
        first, last = (Part(year=whole.year, code=code) for code in (codes[0], codes[-1]))
        return Fragment(first if len(codes) == 1 else Interval(first, last), i, end, "part-of-year")

    def _ordinals(self, i: int) -> tuple[list[int], int]:
        """`first`, `first and second`, `first to third` as their numbers."""
        first = self._r.get(i, "ord")
        if first is None:
            return [], i
        numbers, j = [first], i + 1
        while self._r.has(j, "and", "to", "comma", "or", "dash") and len(numbers) < 4:
            k = self._r.skip(j, "comma") if self._r.has(j + 1, "and") else j
            k = self._r.skip(k + 1, "the")
            number = self._r.get(k, "ord")
            if number is None:
                break
            numbers.append(number)
            j = k + 1
        return numbers, j

    def _first_months(self, i: int) -> Fragment | None:
        """`first three months of 2017`, `last two quarters of 2016`, `premiers mois`: whole months are counted, weeks and days
        only tell the place in the month or year."""
        order = self._r.get(i, "ord")
        count, j = self._r.get(i + 1, "card") or self._r.get(i + 1, "num"), i + 2
        if count is None and self._r.language == "fr" and (order := self._r.get(i + 1, "ord")) in (1, -1):
            count = self._r.get(i, "card") or self._r.get(i, "num")
        if count is None:
            return self._week_of(i)
        unit = self._r.get(j, "unit")
        length = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6}.get(Unit(unit) if unit else Unit.DAY)
        if order not in (1, -1) or length is None or not 1 <= count * length <= 12:
            return None
        year = self._r.year(j + 1)
        if year is None:
            return None
        first, last = (1, count * length) if order == 1 else (13 - count * length, 12)
        return Fragment(Interval(Part(year=year[0], month=first), Part(year=year[0], month=last)), i, year[1], "first-months")

    def _week_of(self, i: int) -> Fragment | None:
        """`first week of March 2017`, `première quinzaine de mai`: as the month, never more precise than the text."""
        if not self._r.has(i, "ord") or self._r.get(i + 1, "unit") not in (Unit.WEEK, Unit.FORTNIGHT, Unit.DAY, Unit.MONTH, Unit.WEEKEND, Unit.HALF):
            return None
        return self._inside(i, i + 2) if self._r.has(i + 2, "of") else None

    def _positioned(self, i: int) -> Fragment | None:
        """`early 2019`, `mid-2019`, `end of June`, `early to mid-2017`, `fin de l'année 2018`."""
        if not self._r.has(i, "position"):
            return None
        j = i + 1
        k = self._r.skip(j, "dash")
        if self._r.has(k, "to", "and", "or", "slash") and self._r.has(k + 1, "position"):
            j = k + 2
        elif self._r.has(k - 1, "dash") and self._r.has(k, "position"):
            j = k + 1
        return self._inside(i, j)

    def _inside(self, i: int, j: int) -> Fragment | None:
        """What a word of position stands before, `j` being after that word."""
        j = self._r.skip_all(j, "of", "the", "dash", most=3)
        if self._r.has(j, "year_words") and self._decade(j) is None and self._r.year_number(self._r.skip(j + 1, "fiscal")):
            j = self._r.skip(j + 1, "fiscal")
        found = None if self._r.has(j, "position") else self.at(j)
        if found is None or found.part is not None and found.part.day is not None or found.rule in ("short-month", "bare-quarter"):
            return None
        return Fragment(found.expression, i, found.j, "positioned")

    def _season(self, i: int) -> Fragment | None:
        """`spring 2020`, `winter of 2012/13`: a winter over two years has the first one's number."""
        code = self._r.get(i, "season")
        if code is None:
            return None
        found = self._r.years(i + 1)
        if found is None:
            return Fragment(Part(code=code), i, i + 1, "bare-season")
        whole, end = found
        first = whole.first if isinstance(whole, Interval) else whole
        return Fragment(Part(year=first.year if first else None, code=code), i, end, "season")
