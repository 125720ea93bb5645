"""Months in languages that have no lexicon here (`3 de mayo de 2017`, `17. Oktober 2018`), through dateparser.

It is asked for one short word at a time, only where that word stands between a day and a year; it is imported then.
"""

from __future__ import annotations

import datetime
from functools import lru_cache

_LANGUAGES = ["es", "pt", "it", "de", "nl", "pl", "ru", "sv"]
_SHORTEST, _LONGEST = 4, 12  # letters; shorter words are prepositions and the like in some language
# A fixed base and strict parsing: nothing may come from today's date.
_SETTINGS = {"DATE_ORDER": "DMY", "RELATIVE_BASE": datetime.datetime(2000, 1, 1), "STRICT_PARSING": True, "PREFER_DAY_OF_MONTH": "first"}


@lru_cache(maxsize=4096)
def other_month(word: str) -> int | None:
    """The number of a month named in another language; `None` for any other word."""
    if not (_SHORTEST <= len(word) <= _LONGEST and word.isalpha()):
        return None
    import dateparser

    found = dateparser.parse(f"2 {word} 2000", languages=_LANGUAGES, settings=_SETTINGS)
    return found.month if found is not None and (found.year, found.day) == (2000, 2) else None
