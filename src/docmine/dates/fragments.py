"""One date of a series, as complete as it stands: which rules to try where, and dates behind a weekday or a word of position.

`Fragments.at(i)` tries the rules in order and remembers the answer, so that a text is read in linear time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from docmine.dates.days import read_day, read_day_month, read_figures, read_month, read_month_day, read_year, read_year_first
from docmine.dates.lexicon import Unit
from docmine.dates.parts import Fragment, possible
from docmine.dates.periods import (
    read_century,
    read_decade,
    read_decade_of_century,
    read_first_months,
    read_named_part,
    read_season,
    read_short_part,
)
from docmine.dates.reader import Reader

Rule = Callable[[Reader, int], Fragment | None]

_NUMBER: tuple[Rule, ...] = (read_figures, read_day_month, read_first_months, read_year_first, read_year, read_day)
_DAYS: tuple[Rule, ...] = (read_day_month, read_month_day, read_figures, read_day)
_BARE = ("short-month", "bare-quarter", "bare-part", "bare-season")
_WITHIN = (Unit.WEEK, Unit.FORTNIGHT, Unit.DAY, Unit.MONTH, Unit.WEEKEND, Unit.HALF)
# The rules to try, by the role that lets a token begin them.
_RULES: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("ord", (read_day_month, read_named_part, read_first_months, read_decade_of_century, read_century)),
    ("num", _NUMBER),
    ("slip", _NUMBER),
    ("sub", (read_short_part,)),
    ("century", (read_century,)),
    ("decade", (read_decade,)),
    ("season", (read_season,)),
    ("month", (read_month_day, read_month)),
    ("unit", (read_decade, read_month)),
    ("card", (read_first_months,)),
)


class Fragments:
    """The fragments of one text by the token they start at."""

    def __init__(self, reader: Reader) -> None:
        self._r = reader
        self._known: dict[int, Fragment | None] = {}

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
        if "weekday" in roles:
            return self._weekday_led(i)
        for role, rules in _RULES:
            if role not in roles:
                continue
            for rule in rules:
                found = rule(self._r, i)
                if found is not None and (found.part is None or possible(found.part)):
                    return found
            if role == "ord" and (within := self._week_of(i)) is not None:
                return within
        return self._positioned(i)

    def _weekday_led(self, i: int) -> Fragment | None:
        """`Wednesday, 3 May 2017`, `Wed. 3`."""
        weekday = self._r.get(i, "weekday")
        if weekday is None:
            return None
        j = self._r.skip(i + 1, "dot") if self._r.has(i, "abbreviated") else i + 1
        j = self._r.skip_all(j, "comma", "the", most=2)
        found = next((one for rule in _DAYS if (one := rule(self._r, j)) is not None), None)
        if found is None or found.part is None or found.part.day is None:
            return None
        return Fragment(replace(found.part, weekday=weekday), i, found.j, found.rule)

    def _week_of(self, i: int) -> Fragment | None:
        """`first week of March 2017`, `première quinzaine de mai`: as the month, never more precise than the text."""
        led = self._r.has(i, "ord") and self._r.get(i + 1, "unit") in _WITHIN
        return self._inside(i, i + 2) if led and self._r.has(i + 2, "of") else None

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
        j = self._r.skip_all(j, "genitive", "the", "dash", most=3)
        if self._r.has(j, "year_words") and read_decade(self._r, j) is None and self._r.year_number(self._r.skip(j + 1, "fiscal")):
            j = self._r.skip(j + 1, "fiscal")
        found = None if self._r.has(j, "position") else self.at(j)
        if found is None or (found.part is not None and found.part.day is not None) or found.rule in _BARE:
            return None
        return Fragment(found.expression, i, found.j, "positioned")
