"""Text to dates: tokens, the grammar at each place a date can start, guards, and the values."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace

from docmine.dates.edtf import DateValue
from docmine.dates.fragments import Fragments
from docmine.dates.guards import is_date
from docmine.dates.lexicon import LANGUAGES, Roles, load_lexicon
from docmine.dates.parts import Interval, Several, parts_of, weekday_fits
from docmine.dates.place import Placed, fixes_nothing, place
from docmine.dates.reader import Reader
from docmine.dates.relative import read_relative
from docmine.dates.series import Mention, glued_before, read_series
from docmine.dates.tokens import tokenize
from docmine.dates.year_signs import Weigh
from docmine.dates.years import Clock

# How sure the grammar is of each rule; what is not named is 0.97.
_CONFIDENCE = {
    "year": 0.9,
    "year-pair": 0.9,
    "slipped-year": 0.6,
    "worn-month": 0.7,
    "month": 0.8,
    "bare-season": 0.6,
    "bare-part": 0.6,
    "apart": 0.7,
    "weekday": 0.6,
    "relative": 0.9,
    "relative-year": 0.9,
    "ago": 0.9,
    "current": 0.7,
    "positioned": 0.95,
}

_SERIES_REACH = 60  # tokens from the first day of the longest series to its month
# Roles of words that need a word of time right after them.
_LEADING = {"card", "deictic", "anaphor", "ord", "ago", "determiner", "amount_before", "past", "future", "modal_after", "to", "start"}
# The shape of every date in figures that begins with a short number.
_FIGURES = re.compile(r"[\dOoIlSB]{1,2}(?:[^\dOoIlSB]{1,6}[\dOoIlSB]{1,2}){0,3}[-./]\s?[\dOoIlSB]{2,4}")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date in a text at `text[start:end]` (code points). `value` is `None` for a date that nothing places (a bare `June`)."""

    start: int
    end: int
    text: str
    value: DateValue | None
    confidence: float


def find_dates(
    text: str,
    language: str = "en",
    *,
    anchor: datetime.date | None = None,
    year: int | None = None,
    until: datetime.date | None = None,
    written: datetime.date | None = None,
    weigh: Weigh | None = None,
) -> list[DateSpan]:
    """The dates of a text, in order, none overlapping.

    `language` is `en` or `fr` (another code reads as English). `anchor` is the day of the document or meeting, for relative
    dates and missing years; `year` serves where only the year is known. `until` is the last day of a meeting that begins with `anchor`,
    `written` the document's own day beside it. `weigh` chooses missing years; without it rules do.
    """
    clock = Clock(anchor, year, until, written)
    spans, foreign = _find(text, language, clock, weigh)
    for other in LANGUAGES:
        if foreign and other != language[:2].lower():
            spans = _merged(spans, _find(text, other, clock, weigh)[0])
    return spans


def _find(text: str, language: str, clock: Clock, weigh: Weigh | None) -> tuple[list[DateSpan], bool]:
    """The dates by one language's grammar, and whether a month of another language was among them."""
    lexicon = load_lexicon(language)
    tokens = tokenize(text, lexicon)
    reader = Reader(text, tokens, lexicon)
    mentions = _mentions(reader)
    placed = place(reader, mentions, clock, weigh)
    foreign = any(reader.has(k, "foreign") for mention in mentions for k in range(mention.i, mention.j))
    pairs = zip(mentions, placed, strict=True)
    return [_span(reader, mention, one) for mention, one in pairs if one.value is not None or _worth_telling(mention)], foreign


def _worth_telling(mention: Mention) -> bool:
    """Whether a mention that nothing places is one: `last year` is, `the end of the year` in a standing rule is not."""
    return mention.rule not in ("current", "bare-season", "bare-part", "weekday", "apart") and not fixes_nothing(mention.expression)


def _mentions(reader: Reader) -> list[Mention]:
    starts = [i for i, token in enumerate(reader.tokens[: reader.size]) if "start" in token.roles]
    if not starts:
        return []
    fragments, near = Fragments(reader), _near_months(reader)
    mentions: list[Mention] = []
    after = 0
    for i in starts:
        if i < after or _idle(reader, near, i):
            continue
        found, after = _mention_at(reader, fragments, i)
        if found is not None:
            mentions.append(found)
    return mentions


def _near_months(reader: Reader) -> bytearray:
    """Marks the tokens that can belong to a series with a month in it, in words or Roman figures."""
    near = bytearray(reader.size + _SERIES_REACH)
    mark = b"\x01" * (_SERIES_REACH + 4)
    before: Roles = {}
    for i, token in enumerate(reader.tokens[: reader.size]):
        roles = token.roles
        if "month" in roles or (before and not roles and token.raw.isalpha() and _worn(reader, i)):
            first = max(0, i - _SERIES_REACH)
            near[first : i + 4] = mark[: i + 4 - first]
        before = roles
    return near


def _worn(reader: Reader, i: int) -> bool:
    """Whether an unknown word stands where a damaged or Roman month would: after a day or what joins it to one."""
    return reader.has(i - 1, "num", "slip", "dot", "dash", "slash", "of", "of_abroad") and reader.worn_month(i) is not None


def _idle(reader: Reader, near: bytearray, i: int) -> bool:
    """Whether a short number or a word such as `this` or `first` leads to no date; most are told apart here, cheaply."""
    own, after = reader.tokens[i].roles, reader.tokens[i + 1].roles
    if own.keys() <= _LEADING:
        return not after
    if (own.get("digits", 4) > 3 and "slip" not in own) or "ord" in own:
        return False
    if near[i]:
        return "num" in after
    return not ("unit" in after or "of" in after or _FIGURES.match(reader.text, reader.tokens[i].start))


def _mention_at(reader: Reader, fragments: Fragments, i: int) -> tuple[Mention | None, int]:
    """The date that begins at token `i` and the position to go on from."""
    if reader.has(i, "approx", "before"):
        found = _approximate(reader, fragments, i) if reader.has(i, "approx") else _before(reader, fragments, i)
        return found, found.j if found else i + 1
    series, relative = read_series(reader, fragments, i), read_relative(reader, i)
    if relative is not None and _outdone(reader, fragments, relative):
        return None, i + 1
    found = _longer(_accepted(reader, series), relative)
    if found is not None:
        found = _finished(reader, found)
        return found, found.j
    # A refused range of years (`pages 2010 to 2015`) is left behind whole.
    return None, series.j if series is not None and series.years_only else i + 1


def _outdone(reader: Reader, fragments: Fragments, relative: Mention) -> bool:
    """`this Tuesday, the 4th of April 2017`: a full date begins inside and reaches further."""
    inner = read_series(reader, fragments, relative.i + 1)
    return inner is not None and inner.j > relative.j and inner.i < relative.j and is_date(reader, inner)


def _longer(one: Mention | None, other: Mention | None) -> Mention | None:
    if one is None or other is None:
        return one or other
    return other if other.j > one.j else one


def _accepted(reader: Reader, mention: Mention | None) -> Mention | None:
    return mention if mention is not None and is_date(reader, mention) else None


def _approximate(reader: Reader, fragments: Fragments, i: int) -> Mention | None:
    """`circa 1955`, `around 12 May 2017`, `vers 2012`, `c. 1955`."""
    j = reader.skip(i + 1, "dot")
    j = reader.skip_all(j, "the", "of", "year_words", most=3)
    found = _accepted(reader, read_series(reader, fragments, j)) or read_relative(reader, j)
    if (
        found is None
        or found.rule in ("positioned", "weekday")
        or (found.years_only and reader.word_like(found.j) and reader.at(found.j).word.endswith("s"))
    ):
        return None
    return replace(_finished(reader, found), i=i, approximate=True)


def _before(reader: Reader, fragments: Fragments, i: int) -> Mention | None:
    """`before 2001`: the word makes the value, so it belongs to the span; not `two weeks before`, `not before`."""
    if reader.has(i - 1, "unit", "denial"):
        return None
    j = reader.skip_all(i + 1, "the", "of", most=2)
    readings = (_accepted(reader, read_series(reader, fragments, j)), read_relative(reader, j))
    found = max((reading for reading in readings if reading is not None), key=lambda reading: reading.j, default=None)
    if found is None or isinstance(found.expression, Interval | Several) or found.rule == "weekday":
        return None
    if found.years_only and j > i + 1:  # `before the 2020 meeting`
        return None
    return replace(_finished(reader, found), i=i, before=True)


def _finished(reader: Reader, mention: Mention) -> Mention:
    """The leading article left out, words that belong to the end taken in."""
    i = mention.i
    while i < mention.j - 1 and reader.has(i, "the") and not reader.has(i, "position", "unit"):
        i += 1
    if mention.rule in ("relative", "relative-year") and reader.has(i - 1, "the") and reader.at(i - 1).raw[-1:] in "'\u2019":
        i -= 1  # `l'année dernière`: the elided article is part of the word
    if reader.has(mention.j, "approx_after"):
        return replace(mention, i=i, j=mention.j + 1, approximate=True)
    return replace(mention, i=i)


def _span(reader: Reader, mention: Mention, placed: Placed) -> DateSpan:
    start, end = reader.at(mention.i).start, reader.at(mention.j - 1).end
    confidence = _CONFIDENCE.get(mention.rule, 0.97)
    if any(reader.has(k, "slip", "slipped") for k in range(mention.i, mention.j)):
        confidence -= 0.2
    if not all(weekday_fits(part) for part in parts_of(mention.expression)) or glued_before(reader, mention.i):
        confidence -= 0.2
    if placed.value is None:
        confidence -= 0.2
    return DateSpan(start, end, reader.text[start:end], placed.value, round(confidence * placed.sureness, 2))


def _merged(own: list[DateSpan], other: list[DateSpan]) -> list[DateSpan]:
    """Both readings, the longer one where they overlap, the first where they are equal."""
    kept: list[DateSpan] = []
    for span in sorted([*own, *other], key=lambda s: s.start):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.end - span.start > kept[-1].end - kept[-1].start:
            kept[-1] = span
    return kept
