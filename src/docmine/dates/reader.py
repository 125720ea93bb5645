"""A view of the tokens that rules read from: roles by position, slots for days, months and years.

Each slot returns what it read and the position after it, or `None`; positions beyond the end have no roles.
"""

from __future__ import annotations

from docmine.dates.fallback import other_month
from docmine.dates.lexicon import Lexicon, Roles, Unit, repaired_month
from docmine.dates.parts import Interval, Part, Year, YearRef
from docmine.dates.tokens import Token, roman

_NONE: Roles = {}
_END = Token(0, 0, "", "", _NONE)
_MARGIN = [_END] * 40  # no rule looks further beyond an end; behind the last token they serve negative positions too
FIRST_YEAR, LAST_YEAR = 1000, 2199


class Reader:
    """The tokens of one text in one language."""

    __slots__ = ("language", "lexicon", "size", "text", "tokens")

    def __init__(self, text: str, tokens: list[Token], lexicon: Lexicon) -> None:
        self.text = text
        self.size = len(tokens)
        self.tokens = tokens + _MARGIN
        self.lexicon = lexicon
        self.language = lexicon.language

    def at(self, i: int) -> Token:
        return self.tokens[i]

    def has(self, i: int, *roles: str) -> bool:
        own = self.tokens[i].roles
        if own:
            for role in roles:
                if role in own:
                    return True
        return False

    def get(self, i: int, role: str) -> int | None:
        return self.tokens[i].roles.get(role)

    def glued(self, i: int) -> bool:
        """Whether token `i` touches the one before it."""
        return 0 < i < self.size and self.tokens[i - 1].end == self.tokens[i].start

    def skip(self, i: int, *roles: str) -> int:
        """The position after one optional token with one of the roles."""
        return i + 1 if self.has(i, *roles) else i

    def skip_all(self, i: int, *roles: str, most: int = 3) -> int:
        for _ in range(most):
            if not self.has(i, *roles):
                break
            i += 1
        return i

    def is_word(self, i: int) -> bool:
        return self.at(i).raw[:1].isalpha()

    def capitalised(self, i: int) -> bool:
        return self.at(i).raw[:1].isupper()

    def word_like(self, i: int) -> bool:
        """A word that the lexicon does not know as part of dates."""
        return self.is_word(i) and not self.has(
            i, "time_preposition", "and", "or", "to", "the", "of", "approx_after", "after", "determiner"
        )

    def skip_back_to_word(self, i: int) -> int:
        """The position before token `i`, past a full stop that abbreviates the word before it."""
        return i - 2 if self.has(i - 1, "dot") and self.glued(i - 1) else i - 1

    # Slots

    def day(self, i: int) -> tuple[int, int] | None:
        """A day's number 1-31: `3`, `03`, `3rd`, and with a scanning slip `l5`."""
        token = self.at(i)
        number = token.roles.get("num", token.roles.get("slip"))
        if number is None or not 1 <= number <= 31 or self._numeral(i) or token.roles.get("digits", len(token.raw)) > 2:
            return None
        if self.has(i + 1, "hours") or self.at(i - 1).word == "h":
            return None
        return number, i + 1

    def _numeral(self, i: int) -> bool:
        """Letters that number the word before them (`Annex II`), rather than damaged figures."""
        if not self.at(i).raw.isalpha() or "slip" not in self.at(i).roles:
            return False
        return self.has(i - 1, "numbered") or (self.capitalised(i - 1) and not self.has(i - 1, "time_preposition", "weekday", "the"))

    def month(self, i: int) -> tuple[int, int] | None:
        """A month's name, with the full stop of an abbreviation."""
        number = self.get(i, "month")
        if number is None:
            return None
        dotted = self.has(i, "abbreviated") and self.has(i + 1, "dot") and self.glued(i + 1)
        return number, i + 1 + dotted

    def worn_month(self, i: int) -> tuple[int, int] | None:
        """A month's name with a slip or in Roman numerals; the caller must prove it by a day and a year around it."""
        token = self.at(i)
        if not token.raw.isalpha():
            return None
        numeral = roman(token.word) if token.raw.isupper() else None
        if numeral is not None and numeral <= 12:
            return numeral, i + 1
        if token.roles or not 4 <= len(token.word) <= 12:
            return None
        number = repaired_month(token.word, self.language)
        if number is None and self._between_day_and_year(i):
            number = other_month(token.raw.lower())
        return None if number is None else (number, i + 1)

    def _between_day_and_year(self, i: int) -> bool:
        """`3 de mayo de 2017`, `17. Oktober 2018`: the day may end in a full stop, small words may join."""
        before = i - 2 if self.has(i - 1, "dot", "of", "of_abroad") else i - 1
        return self.day(before) is not None and self.year_number(self.skip(i + 1, "of", "of_abroad")) is not None

    def year_number(self, i: int) -> tuple[int, int] | None:
        """Four digits that can be a year: `2017`, with a slip `2O17`."""
        token = self.at(i)
        number = token.roles.get("num", token.roles.get("slip"))
        if number is None or not FIRST_YEAR <= number <= LAST_YEAR or "ordinal" in token.roles or self.has(i + 1, "hours"):
            return None
        return number, i + 1

    def short_year(self, i: int) -> tuple[int, int] | None:
        """`'17`: two digits after an apostrophe."""
        number = self.get(i + 1, "num")
        if not self.has(i, "quote") or not self.glued(i + 1) or number is None or self.get(i + 1, "digits") != 2:
            return None
        return century_of(number), i + 2

    def torn_year(self, i: int) -> tuple[int, int] | None:
        """`20 17`: a year that scanning took apart; only after a day and a month."""
        head, tail = self.at(i), self.at(i + 1)
        if (
            head.raw not in ("19", "20")
            or tail.roles.get("digits") != 2
            or tail.start - head.end != 1
            or self.has(i + 2, "dot", "month", "comma")
        ):
            return None
        return int(head.raw + tail.raw), i + 2

    def year_reference(self, i: int) -> tuple[YearRef, int] | None:
        """`this year`, `the previous year`, `l'année dernière`, `de la même année`."""
        i = self.skip(i, "the")
        for role in ("deictic", "anaphor"):
            offset = self.get(i, role)
            if offset is None:
                continue
            j = self.skip(i + 1, "fiscal")
            if self.get(j, "unit") == Unit.YEAR:
                return YearRef(offset, role == "anaphor"), j + 1
        return self._year_reference_after(i)

    def _year_reference_after(self, i: int) -> tuple[YearRef, int] | None:
        if self.get(i, "unit") != Unit.YEAR:
            return None
        j = self.skip(i + 1, "fiscal")
        for role in ("deictic_after", "anaphor_after"):
            offset = self.get(j, role)
            if offset is not None and self.language != "en":
                return YearRef(offset, role == "anaphor_after"), j + 1
        return None

    def year(self, i: int) -> tuple[Year, int] | None:
        """A year after what it belongs to, with the words that may join them: `of 2017`, `, 2017`, `of the year 2017`, `of last year`."""
        j = self.skip(i, "comma") if not self.has(i, "of") else i
        j = self.skip_all(j, "of", "the", most=3)
        reference = self.year_reference(j) or (self.year_reference(j - 1) if j > i and self.has(j - 1, "the") else None)
        if reference is not None:
            return reference
        if self.has(j, "fiscal") and self.has(j + 1, "year_words"):
            j += 1
        if self.has(j, "year_words"):
            j = self.skip_all(j + 1, "of", "fiscal", most=2)
        return self.year_number(j) or self.short_year(j)

    def years(self, i: int) -> tuple[Part | Interval, int] | None:
        """A year as `year` reads it, or a pair `2016/17` as an interval."""
        found = self.year(i)
        if found is None:
            return None
        year, j = found
        pair = self.pair(year, j) if isinstance(year, int) else None
        if pair is None:
            return Part(year=year), j
        return Interval(Part(year=year), Part(year=pair[0])), pair[1]

    def pair(self, first: int, j: int) -> tuple[int, int] | None:
        """The second year of `2016/17`, `2016-2017` after the first, at `j`; spaces only around a dash between full years."""
        if not self.has(j, "slash", "dash"):
            return None
        number, digits = self.get(j + 1, "num"), self.get(j + 1, "digits")
        if number is None or digits not in (2, 4):
            return None
        tight = self.glued(j) and self.glued(j + 1)
        if digits == 2:
            number += first - first % 100 + (100 if number < first % 100 else 0)
        consecutive = number == first + 1
        if not first < number <= min(first + 60, LAST_YEAR) or (not tight and digits == 2):
            return None
        if digits == 2 and not consecutive and (self.has(j, "slash") or number % 100 <= 12):
            return None
        return number, j + 2


def century_of(number: int) -> int:
    """A two-digit year in full: 70-99 in the 1900s, 00-69 in the 2000s."""
    return number + (1900 if number >= 70 else 2000)
