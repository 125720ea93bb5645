"""Mentions to values: years that the text leaves out, and dates counted from the document's or from one named before."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from docmine.dates.counting import at_meeting, counted, years_counted
from docmine.dates.edtf import DateValue
from docmine.dates.parts import Expression, Relative, Several, YearRef, lacks_year, parts_of, value_of
from docmine.dates.reader import Reader
from docmine.dates.series import Mention
from docmine.dates.tense import same_sentence, tense_at
from docmine.dates.years import Clock, Known, dated


def place(reader: Reader, mentions: Sequence[Mention], clock: Clock) -> list[DateValue | None]:
    """A value for each mention, `None` where nothing places it. Dates that stand by themselves are placed first."""
    values: list[DateValue | None] = [_standing(mention) for mention in mentions]
    ahead = _known(mentions, values)[::-1]  # the next ones after the mention at hand come last
    behind: Known | None = None
    for n, mention in enumerate(mentions):
        while ahead and ahead[-1].i <= mention.i:
            behind = ahead.pop()
        if values[n] is None:
            near = behind or (ahead[-1] if ahead else None)
            values[n] = _placed(reader, mention, near, clock)
            for one in _known([mention], [values[n]]):
                behind = one
    return values


def _standing(mention: Mention) -> DateValue | None:
    return value_of(mention.expression, approximate=mention.approximate, before=mention.before)


def _known(mentions: Iterable[Mention], values: Iterable[DateValue | None]) -> list[Known]:
    """The placed dates that fix a year: those that cover at most one."""
    found = []
    for mention, value in zip(mentions, values, strict=True):
        if value is not None and value.start and value.end and value.precision not in ("decade", "century"):
            start, end = datetime.date.fromisoformat(value.start), datetime.date.fromisoformat(value.end)
            if (end - start).days <= 366:
                found.append(Known(mention.i, start, end))
    return found


def _placed(reader: Reader, mention: Mention, near: Known | None, clock: Clock) -> DateValue | None:
    """A date of the same sentence counts; one further off only where the document has no day."""
    expression: Expression | None
    near = near if near is not None and (clock.anchor is None or same_sentence(reader, near.i, mention.i)) else None
    if isinstance(mention.expression, Relative):
        sitting = at_meeting(mention.expression, clock) if mention.rule == "weekday" else None
        expression = sitting or counted(mention.expression, near, clock)
    else:
        expression = years_counted(mention.expression, near, clock)
    if expression is not None and lacks_year(expression):
        expression = _with_year(reader, mention, expression, near, clock)
    return None if expression is None else value_of(expression, approximate=mention.approximate, before=mention.before)


def _with_year(reader: Reader, mention: Mention, expression: Expression, near: Known | None, clock: Clock) -> Expression | None:
    tense = tense_at(reader, mention.i, mention.j) if clock.anchor is not None else 0
    return dated(expression, clock, near, before=near is not None and near.i < mention.i, tense=tense)


def fixes_nothing(expression: Expression) -> bool:
    """Whether an expression is only counted from a date named before it (`the following year`)."""
    if isinstance(expression, Relative):
        return expression.anaphoric
    if isinstance(expression, Several):
        return False
    return any(isinstance(part.year, YearRef) and part.year.anaphoric for part in parts_of(expression))
