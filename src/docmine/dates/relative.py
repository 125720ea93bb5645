"""Dates told from the day of writing: `last week`, `two years ago`, `next March`, `vendredi dernier`, `le 5 du mois prochain`."""

from __future__ import annotations

from collections.abc import Callable

from docmine.dates.lexicon import Unit
from docmine.dates.parts import Part, Relative, YearRef
from docmine.dates.reader import Reader
from docmine.dates.series import Mention
from docmine.dates.tense import tense_at

_LONGEST_AGO = 400  # units


def read_relative(reader: Reader, i: int) -> Mention | None:
    """The relative date that starts at token `i`."""
    roles = reader.at(i).roles
    for role, rules in _RULES:
        if role in roles:
            for rule in rules:
                found = rule(reader, i)
                if found is not None:
                    return found
    return None


def _pointed(reader: Reader, i: int) -> Mention | None:
    """`last week`, `the previous year`, `next Friday`, `this summer`, `cette semaine`."""
    j = reader.skip(i, "the")
    j = j + 1 if reader.get(j, "deictic") == 0 and reader.get(j + 1, "deictic") else j  # `this coming Monday`
    for role in ("deictic", "anaphor"):
        offset = reader.get(j, role)
        if offset is not None:
            return _noun(reader, i, reader.skip(j + 1, "fiscal"), offset, anaphoric=role == "anaphor")
    return None


def _noun(reader: Reader, i: int, k: int, offset: int, *, anaphoric: bool) -> Mention | None:
    unit = reader.get(k, "unit")
    if (unit is not None and not reader.at(k).word.endswith("s")) or (unit is not None and reader.at(k).word in ("mois",)):
        return _period(reader, i, k, Unit(unit or Unit.DAY), offset, anaphoric=anaphoric)
    month = reader.month(k)
    if month is not None and reader.capitalised(k) and reader.year(month[1]) is None:
        return Mention(Relative(Unit.MONTH, offset, anaphoric, month=month[0]), i, month[1], "relative")
    if anaphoric:
        return None
    weekday, season = reader.get(k, "weekday"), reader.get(k, "season")
    if weekday is not None and (reader.capitalised(k) or reader.language == "fr") and not reader.has(k, "abbreviated"):
        return Mention(Relative(Unit.DAY, offset, weekday=weekday), i, k + 1, "relative")
    if season is not None and reader.year(k + 1) is None:
        return Mention(Relative(Unit.QUARTER, offset, code=season), i, k + 1, "relative")
    return None


def _period(reader: Reader, i: int, k: int, unit: Unit, offset: int, *, anaphoric: bool) -> Mention | None:
    """A named unit; `last quarter of 2016` and `this half of the hall` are none."""
    if unit in (Unit.HALF, Unit.FORTNIGHT) or (reader.at(k + 1).word in ("of", "de", "d") and unit != Unit.YEAR):
        return None
    if unit is Unit.DAY and (not anaphoric or (offset == 0 and reader.language == "fr")):
        return None
    k = _french_tail(reader, k + 1)
    if unit is Unit.YEAR:
        return Mention(Part(year=YearRef(offset, anaphoric)), i, k, "relative-year")
    return Mention(Relative(unit, offset, anaphoric), i, k, "relative")


def _french_tail(reader: Reader, k: int) -> int:
    """`ce mois-ci`."""
    return k + 2 if reader.has(k, "dash") and reader.at(k + 1).word == "ci" else k


def _pointed_after(reader: Reader, i: int) -> Mention | None:
    """`la semaine dernière`, `lundi prochain`, `mars dernier`, `l'été dernier`, `14 May last`."""
    j = reader.skip(i, "the")
    j = j + 2 if reader.get(j, "unit") == Unit.MONTH and reader.has(j + 1, "of") and reader.has(j + 2, "month") else j
    day = reader.day(j) if reader.day(j) and reader.has(j + 1, "month") else None
    k = day[1] if day else j
    month, weekday = reader.month(k), reader.get(k, "weekday")
    season, unit = reader.get(k, "season"), reader.get(k, "unit")
    if month is None and weekday is None and season is None and (unit is None or reader.language == "en"):
        return None
    end = month[1] if month else k + 1
    end = reader.skip(end, "fiscal")
    found = _direction(reader, end)
    if found is None or (reader.language == "en" and reader.is_word(end + 1) and not reader.has(end + 1, "and", "of", "time_preposition")):
        return None
    offset, anaphoric = found
    if month is not None:
        return Mention(Relative(Unit.MONTH, offset, anaphoric, month=month[0], day=day[0] if day else None), i, end + 1, "relative")
    if weekday is not None:
        return Mention(Relative(Unit.DAY, offset, anaphoric, weekday=weekday), k, end + 1, "relative")
    if season is not None:
        return Mention(Relative(Unit.QUARTER, offset, anaphoric, code=season), i, end + 1, "relative")
    return _period(reader, i, end - 1, Unit(unit or Unit.DAY), offset, anaphoric=anaphoric) and _moved(
        reader, i, end, Unit(unit or Unit.DAY), offset, anaphoric
    )


def _moved(reader: Reader, i: int, end: int, unit: Unit, offset: int, anaphoric: bool) -> Mention | None:
    if unit is Unit.YEAR:
        return Mention(Part(year=YearRef(offset, anaphoric)), i, end + 1, "relative-year")
    return Mention(Relative(unit, offset, anaphoric), i, end + 1, "relative")


def _direction(reader: Reader, k: int) -> tuple[int, bool] | None:
    for role in ("deictic_after", "anaphor_after"):
        offset = reader.get(k, role)
        if offset is not None:
            return offset, role == "anaphor_after"
    return None


def _today(reader: Reader, i: int) -> Mention | None:
    """`today`, `the day before yesterday`; not `today's world`."""
    j = reader.skip(i, "the")
    offset = reader.get(j, "today")
    if offset is None or (reader.has(j + 1, "quote") and reader.glued(j + 1) and reader.language == "en"):
        return None
    if offset == 0 and not _said_of_a_day(reader, i, j + 1):
        return None
    return Mention(Relative(Unit.DAY, offset), i, j + 1, "relative")


def _said_of_a_day(reader: Reader, i: int, j: int) -> bool:
    """`uploaded today`, not `are today classified`, `even today`: nowadays."""
    if reader.at(i - 1).word in ("even", "are", "is", "meme") or reader.has(j, "num"):
        return False
    return not reader.is_word(j) or reader.has(j, "time_preposition", "and", "or", "of")


def _eve(reader: Reader, i: int) -> Mention | None:
    """`la veille`, `le lendemain`, where a date was named; not `la veille de la réunion`."""
    offset = reader.get(i, "eve")
    if offset is None or reader.has(i + 1, "of", "the") or not reader.has(i - 1, "the"):
        return None
    return Mention(Relative(Unit.DAY, offset, anaphoric=True), i, i + 1, "relative")


def _apart(reader: Reader, i: int) -> Mention | None:
    """`two weeks later`, `six months earlier`, `the week before`, `un an plus tôt`: counted from the date last named."""
    counted = reader.get(i, "card") or reader.get(i, "num")
    j = i + 1 if counted else i
    unit = reader.get(j, "unit")
    direction = -1 if reader.has(j + 1, "back") else 1 if reader.has(j + 1, "forth") else 0
    if unit is None or unit in (Unit.DECADE, Unit.CENTURY) or not direction or not 0 < (counted or 1) <= _LONGEST_AGO:
        return None
    if reader.at(j + 2).word in ("than", "que") or (counted is None and not reader.has(i - 1, "the")):
        return None
    if not reader.has(j + 1, "apart") and (reader.is_word(j + 2) or reader.has(j + 2, "num")):
        return None  # `two weeks before the session`
    return Mention(Relative(Unit(unit), direction * (counted or 1), anaphoric=True), i, j + 2, "apart")


def _ago(reader: Reader, i: int) -> Mention | None:
    """`two years ago`, `10 days ago`, `il y a deux ans`, `dans deux ans`."""
    j = i + 1 if reader.has(i, "ago") else i
    k = reader.skip(j, "approx")
    count = reader.get(k, "card") or reader.get(k, "num")
    unit = reader.get(k + 1, "unit")
    if count is None or unit is None or not 0 < count <= _LONGEST_AGO:
        return None
    end = k + 2 if j > i else k + 3
    if j == i and not reader.has(k + 2, "ago"):
        return None
    return Mention(Relative(Unit(unit), -count), i, end, "ago", approximate=k > j)


def _hence(reader: Reader, i: int) -> Mention | None:
    """`two weeks from now`, `two weeks' time`, `dans deux semaines`."""
    j = i + 1 if reader.has(i, "hence_before") else i
    count, unit = reader.get(j, "card") or reader.get(j, "num"), reader.get(j + 1, "unit")
    if count is None or unit is None or not 0 < count <= _LONGEST_AGO:
        return None
    k = reader.skip(j + 2, "quote")
    if j == i and not reader.has(k, "hence"):
        return None
    return Mention(Relative(Unit(unit), count), i, k + 1 if j == i else j + 2, "ago")


def _weekday_alone(reader: Reader, i: int) -> Mention | None:
    """`on Monday`: the one before or after the document's day, as the verb says."""
    weekday = reader.get(i, "weekday")
    if weekday is None or reader.has(i, "abbreviated") or not reader.has(i - 1, "time_preposition", "the") or reader.has(i - 1, "each"):
        return None
    told_past = tense_at(reader, i, i + 1) < 0
    return Mention(Relative(Unit.DAY, -1 if told_past else 1, weekday=weekday, inclusive=told_past), i, i + 1, "weekday")


def _day_of_month(reader: Reader, i: int) -> Mention | None:
    """`the 5th of next month`, `le 15 de ce mois`, `15 du mois prochain`."""
    day = reader.day(i)
    if day is None or not reader.has(day[1], "of"):
        return None
    j = reader.skip(day[1], "of")
    found = _pointed(reader, j) or _pointed_after(reader, j)
    if found is None or not isinstance(found.expression, Relative) or found.expression.unit is not Unit.MONTH or found.expression.month:
        return None
    target = found.expression
    return Mention(Relative(Unit.MONTH, target.offset, target.anaphoric, day=day[0]), i, found.j, "relative")


def _positioned(reader: Reader, i: int) -> Mention | None:
    """`early next year`, `end of this month`, `later this year`, `fin de l'année`: as the period itself."""
    if not reader.has(i, "position"):
        return None
    j = reader.skip_all(i + 1, "of", "dash", most=2)
    found = _pointed(reader, j) or _pointed_after(reader, j)
    if found is None and reader.has(i + 1, "of"):
        found = _current(reader, j)
    return None if found is None else Mention(found.expression, i, found.j, "positioned")


def _current(reader: Reader, j: int) -> Mention | None:
    """`the end of the year`: the one in which the text was written."""
    k = reader.skip(j, "the")
    unit = reader.get(k, "unit")
    article = k > j or reader.has(j - 1, "the") or (reader.at(j - 1).raw[-1:] in "'\u2019" and reader.language == "fr")
    if not article or unit not in (Unit.YEAR, Unit.MONTH) or (reader.at(k).word.endswith("s") and reader.at(k).word != "mois"):
        return None
    if reader.has(k + 1, "of") or reader.has(k + 1, "num", "month"):
        return None
    expression = Part(year=YearRef(0)) if unit == Unit.YEAR else Relative(Unit.MONTH, 0)
    return Mention(expression, j, k + 1, "current")


_COUNTED = (_ago, _hence, _apart)
# The rules to try, by the role that lets a token begin them.
_RULES: tuple[tuple[str, tuple[Callable[[Reader, int], Mention | None], ...]], ...] = (
    ("num", (_day_of_month, _pointed_after, *_COUNTED)),
    ("card", _COUNTED),
    ("ago", (_ago,)),
    ("hence_before", (_hence,)),
    ("deictic", (_pointed,)),
    ("anaphor", (_pointed,)),
    ("position", (_positioned,)),
    ("today", (_today,)),
    ("weekday", (_pointed_after, _weekday_alone)),
    ("month", (_pointed_after,)),
    ("season", (_pointed_after,)),
    ("unit", (_pointed_after, _apart)),
    ("eve", (_eve,)),
)
