"""Months in languages that have no lexicon here (`3 de mayo de 2017`, `17. Oktober 2018`), through dateparser.

It is asked for one short word at a time, only where that word stands between a day and a year; it is imported then.
"""

from __future__ import annotations

import datetime
from functools import lru_cache

from docmine.dates.lexicon import fold

_LANGUAGES = ["es", "pt", "it", "de", "nl", "pl", "ru", "sv"]
_SHORTEST, _LONGEST = 4, 12  # letters; shorter words are prepositions and the like in some language
# How the months of these languages begin, without accents: dateparser takes half a second to say that `audits` is none.
_BEGINNINGS = frozenset(
    "abr apr ago aug cze dec dez dic ene feb fev gen giu gru jan jul jun kwi lip lis lug lut maa mag mai maj mar may nov oct okt ott out"
    " paz sep set sie sty wrz авг апр дек июл июн мар ноя окт сен фев янв".split()
)
# A fixed base and strict parsing: nothing may come from today's date.
_SETTINGS = {"DATE_ORDER": "DMY", "RELATIVE_BASE": datetime.datetime(2000, 1, 1), "STRICT_PARSING": True, "PREFER_DAY_OF_MONTH": "first"}


@lru_cache(maxsize=4096)
def other_month(word: str) -> int | None:
    """The number of a month named in another language; `None` for any other word."""
    if not (_SHORTEST <= len(word) <= _LONGEST and word.isalpha() and fold(word)[:3] in _BEGINNINGS):
        return None
    import dateparser

    found = dateparser.parse(f"2 {word} 2000", languages=_LANGUAGES, settings=_SETTINGS)
    return found.month if found is not None and (found.year, found.day) == (2000, 2) else None
