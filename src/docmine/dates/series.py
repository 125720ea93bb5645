"""Fragments to mentions: ranges and lists whose members share a month or a year (`10-14 and 17-21 September 2018`).

A chain of fragments and connectors is read as far as it goes, what a fragment lacks is taken from its neighbour, and the chain
is cut where two dates stand on their own.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

from docmine.dates.fragments import Fragments
from docmine.dates.parts import Expression, Fragment, Interval, Part, Several, Year, follows, possible, value_of, with_year
from docmine.dates.reader import Reader

_LONGEST_CHAIN = 14  # fragments in one mention


@dataclass(frozen=True, slots=True)
class Mention:
    """A date as read, not yet placed: tokens `i` to before `j`, the rule that found it, and what surrounds its value."""

    expression: Expression
    i: int
    j: int
    rule: str
    approximate: bool = False
    before: bool = False
    years_only: bool = False


@dataclass(slots=True)
class _Link:
    """A fragment in a chain: its part as completed, the connector before it, and whether it hangs on a neighbour."""

    fragment: Fragment
    connector: str = ""
    part: Part | Interval = field(default_factory=Part)
    leans: bool = False  # took its month or year from the next one
    leant: bool = False  # took it from the one before


def read_series(reader: Reader, fragments: Fragments, i: int) -> Mention | None:
    """The mention that starts at token `i`: a single date, or a range or list with it."""
    first = fragments.at(i)
    if first is None:
        return None
    read = _chain(reader, fragments, first)
    chain = _trimmed(reader, read)
    if not chain:
        fragments.barren(read[0].fragment.i, read[-1].fragment.i)
        return None
    _complete(chain)
    group = _group(chain)
    expression = _expression(group)
    if expression is None or (value_of(with_year(expression, 2000)) is None and _numbers_only(expression)):
        group = group[-1:] if len(group) > 1 and group[-1].fragment.complete else []
        expression = group[0].part if group else None
    if expression is None:
        return None
    return _mention(reader, group, expression)


def _numbers_only(expression: Expression) -> bool:
    """No year in it is relative, so that its value can be tried."""
    parts = [expression] if isinstance(expression, Part) else []
    if isinstance(expression, Interval):
        parts = [part for part in (expression.first, expression.last) if part is not None]
    if isinstance(expression, Several):
        return all(_numbers_only(item) for item in expression.items)
    return all(part.year is None or isinstance(part.year, int) for part in parts)


# Reading the chain


def _chain(reader: Reader, fragments: Fragments, first: Fragment) -> list[_Link]:
    chain = [_Link(first)]
    between = reader.has(reader.skip(first.i - 1, "the") - 1 if reader.has(first.i - 1, "the") else first.i - 1, "between")
    if reader.has(first.i - 1, "the") and reader.has(first.i - 2, "between"):
        between = True
    while len(chain) < _LONGEST_CHAIN:
        found = _connector(reader, chain[-1].fragment.j)
        if found is None:
            break
        kind, j = found
        if between and kind == "and" and len(chain) == 1:
            kind = "to"
        following = _next_fragment(reader, fragments, chain, kind, j)
        if following is None:
            break
        chain.append(_Link(following, kind))
    return chain


def _connector(reader: Reader, j: int) -> tuple[str, int] | None:
    """`to`, `and`, `or` or a comma at token `j`, with the position after it and after an article."""
    j = _past_aside(reader, j)
    comma = reader.has(j, "comma")
    k = j + 1 if comma else j
    kind = next((role for role in ("to", "and", "or") if reader.has(k, role)), None)
    if kind is None and reader.has(k, "dash", "slash"):
        kind = "to"
    if kind is None:
        return ("and", reader.skip(k, "the")) if comma else None
    if kind == "and" and reader.has(k + 1, "slash") and reader.has(k + 2, "or"):  # and/or
        k += 2
    return kind, reader.skip(k + 1, "the")


def _moved(reader: Reader, i: int) -> bool:
    """`postponed from May 2016 to June 2017`: two dates."""
    return reader.at(i - 1).word in ("from", "de", "du", "d", "des") and any(reader.has(k, "moved") for k in range(i - 5, i))


def _past_aside(reader: Reader, j: int) -> int:
    """The position after `(p.m.)` or `(Monday)`, if a connector follows it."""
    if reader.at(j).raw != "(":
        return j
    for k in range(j + 1, j + 7):
        if reader.at(k).raw == ")":
            return k + 1 if reader.has(k + 1, "to", "and", "or", "comma", "dash") else j
    return j


def _next_fragment(reader: Reader, fragments: Fragments, chain: list[_Link], kind: str, j: int) -> Fragment | None:
    """The fragment after a connector, if the two can belong together."""
    following = fragments.at(j)
    last = chain[-1].fragment
    if following is None:
        return None
    if following.rule == "year" and last.part is not None and last.part.month is not None and last.part.lacks_year:
        return None  # `in March and 2017`
    if last.rule == "day" and following.rule in ("year", "year-pair", "positioned"):
        return None
    if last.rule == "day" and following.part is not None and following.part.day is None:
        return None  # `chapters 4 and 5 to January 2015`
    if last.rule == "year" and following.rule != "year" and reader.language == "fr" and not reader.has(last.i - 1, "of", "after"):
        return None  # `l'édition 2025 au printemps`
    if last.rule in ("year", "year-pair", "slipped-year") and following.rule not in (
        "year",
        "year-pair",
        "positioned",
        "season",
        "quarter",
        "part-of-year",
        "month-year",
    ):
        return None  # `2016 to 3`
    if kind == "to":
        moved = (
            last.complete
            and reader.has(chain[0].fragment.i - 1, "after", "of", "the")
            and any(reader.has(k, "moved") for k in range(chain[0].fragment.i - 5, chain[0].fragment.i))
        )
        return None if moved else following
    years = last.rule == following.rule == "year" and kind == "or"
    american = last.rule == "month-day" and following.rule == "day" and not last.complete
    block = last.part is not None and last.part.block is not None
    return following if years or american or (not last.complete and not block) else None


def _trimmed(reader: Reader, chain: list[_Link]) -> list[_Link]:
    """Without days at the end that no month follows, and without numbers at the start that belong to other words."""
    american = chain[0].fragment.rule == "month-day" and len(chain) > 1
    while chain and not american and _dangling(chain):
        chain = chain[:-1]
    if american:
        chain = _american(reader, chain)
    while len(chain) > 1 and chain[0].fragment.rule == "day" and not _day_may_start(reader, chain):
        chain = chain[1:]
    return chain


def _dangling(chain: list[_Link]) -> bool:
    part = chain[-1].fragment.part
    if part is None:
        return False
    return part.lacks_month or (len(chain) > 1 and chain[-1].fragment.rule in ("bare-season", "bare-quarter", "bare-part"))


def _american(reader: Reader, chain: list[_Link]) -> list[_Link]:
    """`March 3-5, 2017`: days after the first take its month, and the year may follow the last one."""
    month = chain[0].fragment.part.month if chain[0].fragment.part else None
    kept = [chain[0]]
    for link in chain[1:]:
        part = link.fragment.part
        if part is None or link.fragment.rule != "day":
            kept.append(link)
            break
        year = reader.year(link.fragment.j)
        numbered: Year | None = year[0] if year else None
        if year is None and reader.word_like(link.fragment.j) and link.connector != "to":
            break
        fragment = replace(
            link.fragment, expression=replace(part, month=month, year=numbered), j=year[1] if year else link.fragment.j, rule="month-day"
        )
        kept.append(_Link(fragment, link.connector, leant=True))
        if year is not None:
            break
    return kept


def _day_may_start(reader: Reader, chain: list[_Link]) -> bool:
    """Not `Annex 2, 5 May 2017` nor `paragraph 3, 4 May`: the first number belongs to the word before it."""
    i = chain[0].fragment.i
    if reader.has(i - 1, "numbered") or (reader.has(i - 1, "dot") and reader.has(i - 2, "numbered")) or glued_before(reader, i):
        return False
    commas_only = chain[1].connector == "and" and reader.has(chain[0].fragment.j, "comma")
    joined = any(link.connector != "and" or not reader.has(link.fragment.i - 1, "comma", "the") for link in chain[1:])
    return not commas_only or joined or reader.has(i - 1, "time_preposition", "the", "determiner")


def glued_before(reader: Reader, i: int) -> bool:
    """Whether a number is the rest of a code or decimal: `FL-0123`, `9.30`."""
    if not reader.glued(i):
        return False
    if reader.has(i - 1, "dash", "slash", "dot", "comma") or reader.at(i - 1).raw in (
        ":",
        "_",
        "#",
        "\u00a7",
        "$",
        "\u20ac",
        "\u00a3",
        "=",
    ):
        return (reader.glued(i - 1) and reader.at(i - 2).raw[-1:].isalnum()) or reader.at(i - 1).raw in (
            "#",
            "$",
            "\u20ac",
            "\u00a3",
            "\u00a7",
        )
    return reader.at(i - 1).raw[-1:].isalnum()


# Completing and cutting it


def _complete(chain: list[_Link]) -> None:
    """Give each part the month and year it shares with the next one, or a range's end the year of its start."""
    month: int | None = None
    year: Year | None = None
    for link in reversed(chain):
        part = link.fragment.expression
        if isinstance(part, Interval):
            first = part.first
            month, year = None, first.year if first else None
        else:
            filled = _filled(part, month, year)
            link.leans = filled != part
            month, year, part = filled.month, filled.year, filled
        link.part = part
    for before, after in itertools.pairwise(chain):
        _lean_back(before, after)
    _turn_years(chain)


def _filled(part: Part, month: int | None, year: Year | None) -> Part:
    if part.lacks_month and month is not None:
        return replace(part, month=month, year=year)
    shares = part.lacks_year and not part.lacks_month
    return replace(part, year=year) if shares and year is not None else part


def _lean_back(before: _Link, after: _Link) -> None:
    """`1 July 2016 to 30 June`: the end takes the year of the start, or the next one."""
    if after.connector != "to" or not isinstance(before.part, Part) or not isinstance(after.part, Part):
        return
    if after.part.lacks_year and not before.part.lacks_year and isinstance(before.part.year, int):
        joined = with_year(Interval(before.part, after.part), before.part.year)
        if isinstance(joined, Interval) and joined.last is not None:
            after.part, after.leant = joined.last, True


def _turn_years(chain: list[_Link]) -> None:
    """`28 December - 3 January 2017` starts in 2016."""
    for before, after in itertools.pairwise(chain):
        own = before.fragment.part
        if after.connector != "to" or not before.leans or own is None or own.lacks_month:
            continue
        if isinstance(before.part, Part) and isinstance(after.part, Part) and isinstance(after.part.year, int):
            joined = with_year(Interval(replace(before.part, year=None), after.part), after.part.year)
            if isinstance(joined, Interval) and joined.first is not None:
                before.part = joined.first


def _group(chain: list[_Link]) -> list[_Link]:
    """The chain up to the first place where two dates stand on their own."""
    for k in range(1, len(chain)):
        if not _tied(chain[k - 1], chain[k]):
            return chain[:k]
    return chain


def _tied(left: _Link, right: _Link) -> bool:
    return right.connector in ("to", "or") or left.leans or right.leant


def _expression(group: list[_Link]) -> Expression | None:
    """Ranges first, then the list of them: adjacent single dates are an interval, others a set."""
    items: list[Part | Interval] = []
    for link in group:
        if link.connector == "to" and items:
            joined = _range(items.pop(), link.part)
            if joined is None:
                return None
            items.append(joined)
        else:
            items.append(link.part)
    if any(isinstance(item, Part) and not possible(item) for item in items):
        return None
    if len(items) == 1:
        return items[0]
    choice = any(link.connector == "or" for link in group)
    parts = [item for item in items if isinstance(item, Part)]
    if not choice and len(parts) == len(items) and all(follows(a, b) for a, b in itertools.pairwise(parts)):
        return Interval(parts[0], parts[-1])
    return Several(tuple(items), choice)


def _range(left: Part | Interval, right: Part | Interval) -> Interval | None:
    first = left.first if isinstance(left, Interval) else left
    last = right.last if isinstance(right, Interval) else right
    return None if first is None or last is None or not possible(first) or not possible(last) else Interval(first, last)


def _mention(reader: Reader, group: list[_Link], expression: Expression) -> Mention:
    i, j = group[0].fragment.i, group[-1].fragment.j
    rules = {link.fragment.rule for link in group}
    years_only = rules <= {"year", "year-pair", "slipped-year"}
    rule = group[0].fragment.rule if len(group) == 1 else "range" if isinstance(expression, Interval) else "list"
    return Mention(expression, i, j, rule, years_only=years_only)
