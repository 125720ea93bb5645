"""What only looks like a date: numbers, titles, names and verbs, told by the words around them."""

from __future__ import annotations

from docmine.dates.numeric import is_amount
from docmine.dates.parts import Interval, Part, parts_of
from docmine.dates.reader import Reader
from docmine.dates.series import Mention, glued_before

_CURRENCY = frozenset("$\u20ac\u00a3%\u2030\u00b0")
_OPENERS = ("", "(", "[", ":", ";", "\u00a9")  # signs, or nothing, that a bare year may follow
_LEADS_YEAR = ("time_preposition", "year_noun", "year_words", "fiscal", "before", "after", "between", "approx", "position")
_LEADS_ANY = ("determiner", "the", "to", "and", "or", "of")
_LEADS_MONTH = ("time_preposition", "determiner", "position", "before", "between", "deictic", "anaphor", "the", "of", "to")
_OLD_YEAR_LEADS = frozenset("in since en depuis of year annee before avant circa around vers l' dès des".split())


def is_date(reader: Reader, mention: Mention) -> bool:
    """Whether the words around a mention let it be a date."""
    if mention.years_only:
        return _years(reader, mention)
    if mention.rule in ("month", "short-month"):
        return _bare_month(reader, mention)
    if mention.rule in ("bare-season", "bare-quarter", "bare-part"):
        return _bare_part(reader, mention)
    undated = all(part.lacks_year for part in parts_of(mention.expression))
    if reader.has(mention.i, "digits") and _numbered(reader, mention, undated):
        return False
    return not undated or _undated(reader, mention)


def _numbered(reader: Reader, mention: Mention, undated: bool) -> bool:
    """`Form 1.2.2016`, `Sections 3-5 May`, `FL-0123`; a day with month and year in words needs no such care."""
    if mention.rule in ("day-month", "worn-month", "month-day") and not undated:
        return False
    return reader.has(reader.skip_back_to_word(mention.i), "numbered") and mention.rule != "quarter"


def _undated(reader: Reader, mention: Mention) -> bool:
    """Days and months without a year: not `3-5 May be skipped`, `every 3 May`, `EC-89/DEC.1`, `C-8/DEC.16`."""
    if reader.has(mention.i, "digits") and glued_before(reader, mention.i):
        return False
    if reader.at(mention.j - 1).word == "may" and reader.has(mention.j, "modal_after"):
        return False
    if reader.has(mention.i, "month") and reader.glued(mention.i) and reader.has(mention.i - 1, "slash", "dash", "dot"):
        return False
    return not reader.has(mention.i - 1, "numbered", "each")


# Bare months, seasons, quarters


def _bare_month(reader: Reader, mention: Mention) -> bool:
    """`in June`, `the March meeting`, `(June)`; not `Ms. April Reyes`, `may`, `every June`."""
    i, j = mention.i, mention.j
    if mention.rule == "short-month" or reader.has(reader.skip_back_to_word(i), "title", "each"):
        return False
    if not _month_case(reader, i) or (reader.at(i).word == "may" and reader.has(j, "modal_after")):
        return False
    if reader.has(i, "unit"):  # `the month of May`
        return True
    led = reader.has(i - 1, *_LEADS_MONTH) or (reader.at(i - 1).raw == "(" and reader.at(j).raw in (")", ",", ";"))
    if reader.has(i, "ambiguous_months"):
        return led and not _name_follows(reader, i, j)
    return led or reader.at(i - 1).raw in ("(", "")


def _month_case(reader: Reader, i: int) -> bool:
    """English months have a capital; French ones none, but at a sentence's start (`le Champ de Mars`)."""
    if reader.language == "en" or reader.has(i, "unit"):
        return reader.capitalised(i) or reader.has(i, "unit")
    return not reader.capitalised(i) or reader.at(i).raw.isupper() or reader.at(i - 1).raw in ("", ".", "(", ":")


def _name_follows(reader: Reader, i: int, j: int) -> bool:
    """`April Reyes`, `and August Jansen`."""
    if not reader.capitalised(j):
        return False
    return not reader.has(j, "time_preposition", "and", "or", "of", "to") or reader.has(i - 1, "and", "or", "to", "of")


def _bare_part(reader: Reader, mention: Mention) -> bool:
    """`in the spring`, `au printemps`, `in the second quarter`; not `seals spring open`, `the second half of the text`."""
    first, word = reader.at(mention.i), reader.at(mention.i - 1)
    if mention.rule == "bare-quarter" or (first.word == "ete" and first.raw != first.raw.lower()):
        return False
    if reader.has(mention.i - 2, "each") or (reader.has(mention.j, "genitive") and reader.language == "en"):
        return False
    the = reader.has(mention.i - 1, "the")
    led = the and (reader.has(mention.i - 2, "time_preposition", "before") or word.raw[-1:] in "'\u2019")
    return led or word.word in ("in", "au", "en", "before") or (the and word.word == "du" and mention.rule == "bare-part")


# Bare years


def _years(reader: Reader, mention: Mention) -> bool:
    i, j = mention.i, mention.j
    if glued_before(reader, i) or _glued_after(reader, j) or is_amount(reader.text, reader.at(i).start):
        return False
    if isinstance(mention.expression, Interval) and reader.has(i - 1, "between"):
        return not reader.has(j, "counted")
    if _measured(reader, i, j) or _named(reader, i) or _titled(reader, i, j):
        return False
    if mention.rule == "slipped-year":
        return reader.has(i - 1, "time_preposition", "year_noun", "year_words")
    return _led(reader, i, j, mention)


def _glued_after(reader: Reader, j: int) -> bool:
    """`2016/B`, `2008:1`, `2019_084`, `2016-01`, `2015-II`, `2017.5`."""
    if not reader.glued(j):
        return False
    sign = reader.at(j)
    if reader.is_word(j) or sign.raw in _CURRENCY or reader.has(j, "num"):
        return True
    beyond = reader.at(j + 1)
    if not reader.glued(j + 1) or not beyond.raw[:1].isalnum():
        return False
    if sign.raw in (":", "_", "/") or (reader.has(j, "dash") and beyond.raw.isupper()):
        return True
    return reader.has(j, "dash", "dot", "comma") and "num" in beyond.roles


def _measured(reader: Reader, i: int, j: int) -> bool:
    """An amount, a count, a page: `USD 2000`, `2016 responses`, `pages 2010-2015`, `over 2000 participants`."""
    plainly_in = reader.at(i - 1).word in ("in", "en", "since", "depuis", "during")
    if reader.at(i - 1).raw in _CURRENCY or reader.at(j).raw in _CURRENCY or reader.has(reader.skip_back_to_word(i), "numbered"):
        return True
    if reader.has(i - 1, "num", "long", "code") or (reader.has(j, "num", "long", "code") and not plainly_in):
        return True
    if reader.has(i - 1, "amount_before") and reader.word_like(j):
        return True
    if reader.at(i - 1).word in ("of", "de") and reader.has(i - 2, "amount_before"):
        return True
    return reader.has(j, "counted") and not reader.has(i - 1, "determiner") and not plainly_in


def _named(reader: Reader, i: int) -> bool:
    """A year after a capitalised name without a comma: `HS 2017`, `Horizon 2020`; in a symbol: `COM(2016) 85`. `In 2016` is none."""
    if reader.at(i - 1).raw == "(" and reader.glued(i - 1) and reader.at(i - 2).raw.isupper():
        return True
    if reader.has(i - 1, "dash") and reader.glued(i):
        return not reader.has(i - 2, "position")
    if reader.has(i - 1, "negated") or (reader.has(i - 1, "instrument_after") and reader.capitalised(i - 1)):
        return True
    return reader.capitalised(i - 1) and not reader.has(i - 1, *_LEADS_YEAR, "determiner", "the", "to")


def _titled(reader: Reader, i: int, j: int) -> bool:
    """A year that belongs to a title: `the 2030 Agenda`, `the 2002 Revised Recommendation`, `the TIR Convention, 1975`."""
    aside = reader.has(i - 1, "comma") or reader.at(i - 1).raw == "("
    if aside and reader.has(i - 2, "titled_after") and reader.capitalised(i - 2):
        return True
    for k in range(j, j + 4):
        if not reader.capitalised(k):
            return False
        if reader.has(k, "titled_after"):
            return True
    return False


def _led(reader: Reader, i: int, j: int, mention: Mention) -> bool:
    """Something before or after the year that lets it be one; years before 1900 need a plain preposition."""
    before = reader.at(i - 1)
    if any(isinstance(part.year, int) and not 1900 <= part.year <= 2100 for part in parts_of(mention.expression)):
        return before.word in _OLD_YEAR_LEADS
    if reader.has(i - 1, *_LEADS_YEAR, *_LEADS_ANY):
        return True
    if isinstance(mention.expression, Interval) and isinstance(mention.expression.last, Part):
        return not reader.has(i - 1, "num")
    if reader.has(i - 1, "comma") and (reader.is_word(i - 2) or reader.has(i - 2, "num")):
        return not reader.word_like(j) or reader.has(j, "and", "time_preposition")
    if before.raw in _OPENERS or reader.has(i - 1, "dash"):
        return True
    return not reader.word_like(j) and not reader.has(i - 1, "deictic")
