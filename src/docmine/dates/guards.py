"""What only looks like a date: numbers, titles, names and verbs, told by the words around them."""

from __future__ import annotations

from docmine.dates.numeric import is_amount
from docmine.dates.parts import Interval, Part, Several, parts_of
from docmine.dates.reader import Reader
from docmine.dates.series import Mention, glued_before

_CURRENCY = frozenset("$\u20ac\u00a3%\u2030\u00b0")


def is_date(reader: Reader, mention: Mention) -> bool:
    """Whether the words around a mention let it be a date."""
    if mention.years_only:
        return _years(reader, mention)
    if mention.rule in ("month", "short-month"):
        return _bare_month(reader, mention)
    if mention.rule in ("bare-season", "bare-quarter"):
        return _bare_part(reader, mention)
    if reader.has(mention.i, "num") and reader.has(mention.i, "digits") and _numbered(reader, mention):
        return False
    parts = parts_of(mention.expression)
    if isinstance(mention.expression, Interval | Several) and all(part.lacks_year for part in parts):
        return not any(reader.has(k, "ambiguous_months") for k in range(mention.i, mention.j)) or _month_ends_well(reader, mention)
    if mention.rule in ("day-month", "month-day") and all(part.lacks_year for part in parts):
        return _month_ends_well(reader, mention)
    return True


def _numbered(reader: Reader, mention: Mention) -> bool:
    """`Form 1.2.2016`, `Sections 3-5 May`, `FL-0123`; a day with month and year in words needs no such care."""
    if mention.rule in ("day-month", "worn-month", "month-day") and not all(p.lacks_year for p in parts_of(mention.expression)):
        return False
    before = mention.i - 1
    if reader.has(before, "dot") and reader.glued(before):
        before -= 1
    return reader.has(before, "numbered") and mention.rule != "quarter"


def _month_ends_well(reader: Reader, mention: Mention) -> bool:
    """A day and `May` without a year, before a verb: `3-5 May be skipped`."""
    if reader.at(mention.j - 1).word == "may" and reader.has(mention.j, "modal_after"):
        return False
    before = mention.i - 1
    return not reader.has(before, "numbered", "each")


# Bare months, seasons, quarters


def _bare_month(reader: Reader, mention: Mention) -> bool:
    """`in June`, `the March meeting`; not `Ms. April Reyes`, `may`, `every June`."""
    if mention.rule == "short-month":
        return False
    i, j = mention.i, mention.j
    before = reader.skip_back_to_word(i)
    if reader.has(before, "title", "each") or (reader.is_word(j) and reader.has(j, "modal_after") and reader.at(i).word == "may"):
        return False
    if reader.language == "en" and not reader.capitalised(i):
        return False
    if (
        reader.language == "fr"
        and reader.capitalised(i)
        and reader.at(i - 1).raw not in ("", ".", "(", ":")
        and not reader.at(i).raw.isupper()
    ):
        return False
    if (
        reader.capitalised(j)
        and not reader.has(j, "time_preposition", "and", "or", "of", "to")
        and reader.at(i).roles.get("ambiguous_months")
    ):
        return False
    led = reader.has(i - 1, "time_preposition", "the", "determiner", "position", "of", "to", "between", "before", "deictic", "anaphor")
    if reader.has(i, "ambiguous_months"):
        return led and not (reader.has(i - 1, "and", "or", "for", "to", "of") and reader.capitalised(j))
    return led or reader.at(i - 1).raw in ("(", "")


def _bare_part(reader: Reader, mention: Mention) -> bool:
    """`in the spring`, `au printemps`; not `seals spring open`. Quarters without a year stand only in series."""
    if mention.rule == "bare-quarter" or (
        reader.at(mention.i).word == "ete" and reader.at(mention.i).raw != reader.at(mention.i).raw.lower()
    ):
        return False
    first = mention.i - 1
    led = (reader.has(first, "the") and reader.has(first - 1, "time_preposition", "of")) or reader.at(first).word in ("in", "au", "en")
    return led and not reader.is_word(mention.j)


# Bare years


def _years(reader: Reader, mention: Mention) -> bool:
    i, j = mention.i, mention.j
    if glued_before(reader, i) or _glued_after(reader, j) or is_amount(reader.text, reader.at(i).start):
        return False
    if _measured(reader, i, j) or _named(reader, i, j) or _titled(reader, i, j):
        return False
    if mention.rule == "slipped-year":
        return reader.has(i - 1, "time_preposition", "year_noun", "year_words")
    return _led(reader, i, j, mention)


def _glued_after(reader: Reader, j: int) -> bool:
    """`2016/B`, `2008:1`, `2019_084`, `2016-01`, `2017.5`."""
    if not reader.glued(j):
        return False
    sign = reader.at(j)
    if reader.is_word(j) or sign.raw in _CURRENCY or reader.has(j, "num"):
        return True
    beyond = reader.at(j + 1)
    if not reader.glued(j + 1) or not beyond.raw[:1].isalnum():
        return False
    return sign.raw in (":", "_") or (reader.has(j, "slash", "dash", "dot", "comma") and "num" in beyond.roles) or "slash" in sign.roles


def _measured(reader: Reader, i: int, j: int) -> bool:
    """An amount, a count, a page: `USD 2000`, `2016 responses`, `pages 2010-2015`, `over 2000 participants`."""
    before = reader.skip_back_to_word(i)
    if reader.at(i - 1).raw in _CURRENCY or reader.at(j).raw in _CURRENCY or reader.has(before, "numbered"):
        return True
    if reader.has(i - 1, "num", "long", "code") or reader.has(j, "num", "long", "code"):
        return True
    if reader.has(i - 1, "amount_before") and reader.word_like(j):
        return True
    if reader.at(i - 1).word in ("of", "de") and reader.has(i - 2, "amount_before"):
        return True
    dated = reader.has(i - 1, "time_preposition", "determiner") and not reader.has(i - 1, "approx", "or", "to")
    counted = reader.has(j, "counted") and not reader.has(i - 1, "determiner")
    return counted and not (dated and reader.at(i - 1).word in ("in", "en", "since", "depuis", "during"))


def _named(reader: Reader, i: int, j: int) -> bool:
    """A year after a capitalised name without a comma: `HS 2017`, `Horizon 2020`; `In 2016` begins a sentence."""
    before = reader.at(i - 1)
    if (
        (reader.has(i - 1, "instrument_after") and reader.capitalised(i - 1))
        or reader.has(i - 1, "negated")
        or (reader.has(i - 1, "dash") and reader.glued(i))
    ):
        return not reader.has(i - 2, "position") or not reader.has(i - 1, "dash")
    if not before.raw[:1].isupper():
        return False
    return not reader.has(
        i - 1,
        "time_preposition",
        "determiner",
        "year_noun",
        "year_words",
        "the",
        "to",
        "approx",
        "before",
        "after",
        "position",
        "between",
        "fiscal",
        "title_of_date",
    )


def _titled(reader: Reader, i: int, j: int) -> bool:
    """A year before a title: `the 2030 Agenda`, `the 2002 Revised Recommendation`."""
    if (reader.has(i - 1, "comma") or reader.at(i - 1).raw == "(") and reader.has(i - 2, "titled_after") and reader.capitalised(i - 2):
        return True
    for k in range(j, j + 4):
        if not reader.capitalised(k):
            return False
        if reader.has(k, "titled_after"):
            return True
    return False


def _led(reader: Reader, i: int, j: int, mention: Mention) -> bool:
    """Something before or after the year that lets it be one."""
    parts = [part for part in parts_of(mention.expression) if isinstance(part.year, int)]
    modern = all(1900 <= part.year <= 2100 for part in parts if isinstance(part.year, int))
    lead = reader.has(i - 1, "time_preposition", "year_noun", "year_words", "fiscal", "before", "after", "between", "approx", "position")
    if not modern:
        return reader.at(i - 1).word in ("in", "since", "en", "depuis", "of", "year", "annee", "before", "avant", "circa", "around", "vers")
    if lead or reader.has(i - 1, "determiner", "the", "to", "and", "or", "of"):
        return True
    if isinstance(mention.expression, Interval) and isinstance(mention.expression.last, Part):
        return not reader.has(i - 1, "num")
    if reader.has(i - 1, "comma") and (reader.is_word(i - 2) or reader.has(i - 2, "num")):
        return not reader.word_like(j) or reader.has(j, "and", "time_preposition")
    return (
        reader.at(i - 1).raw in ("(", "[", "", ":", ";", "\u00a9")
        or reader.has(i - 1, "dash")
        or (not reader.word_like(j) and not reader.has(i - 1, "deictic"))
    )
