"""Mentions to values: years that the text leaves out, and dates counted from the document's or from one named before."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from docmine.dates.counting import at_meeting, counted, years_counted
from docmine.dates.edtf import DateValue
from docmine.dates.lexicon import Unit
from docmine.dates.parts import Expression, Relative, Several, YearRef, lacks_year, parts_of, value_of
from docmine.dates.reader import Reader
from docmine.dates.series import Mention
from docmine.dates.tense import ends_sentence, same_sentence, tense_at
from docmine.dates.year_signs import Dated, Scene, Undated, Weigh, options
from docmine.dates.years import Clock, Known, dated

# Days that a date may cover from which another is counted in that unit: no `day before` is counted from a year.
_LONGEST = {
    **dict.fromkeys((Unit.DAY, Unit.WEEK, Unit.WEEKEND, Unit.FORTNIGHT), 14),
    **dict.fromkeys((Unit.MONTH, Unit.QUARTER, Unit.HALF), 31),
    **dict.fromkeys((Unit.YEAR, Unit.DECADE, Unit.CENTURY), 366),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention's value, `None` where nothing places it, and how sure its year is."""

    value: DateValue | None
    sureness: float = 1.0


def place(reader: Reader, mentions: Sequence[Mention], clock: Clock, weigh: Weigh | None = None) -> list[Placed]:
    """A value for each mention. Dates that stand by themselves are placed first; `weigh` chooses the year of one that has none."""
    placed = [Placed(_standing(mention)) for mention in mentions]
    text = _Text(reader, clock, weigh, _known(mentions, placed)[::-1])
    for n, mention in enumerate(mentions):
        text.come_to(mention)
        if placed[n].value is None:
            placed[n] = text.placed(mention)
            text.behind += _known([mention], [placed[n]])
    return placed


def _standing(mention: Mention) -> DateValue | None:
    return value_of(mention.expression, approximate=mention.approximate, before=mention.before)


def _known(mentions: Iterable[Mention], placed: Iterable[Placed]) -> list[Known]:
    """The placed dates that fix a year: those that cover at most one."""
    found = []
    for mention, value in zip(mentions, (one.value for one in placed), strict=True):
        if value is not None and value.start and value.end and value.precision not in ("decade", "century"):
            start, end = datetime.date.fromisoformat(value.start), datetime.date.fromisoformat(value.end)
            if (end - start).days <= 366:
                found.append(Known(mention.i, start, end, value.precision))
    return found


@dataclass
class _Text:
    """A text on the way through its mentions: the dates known behind the one at hand, and those ahead that stand by themselves (the next
    one last)."""

    reader: Reader
    clock: Clock
    weigh: Weigh | None
    ahead: list[Known]
    behind: list[Known] = field(default_factory=list)

    def come_to(self, mention: Mention) -> None:
        while self.ahead and self.ahead[-1].i <= mention.i:
            self.behind.append(self.ahead.pop())

    def placed(self, mention: Mention) -> Placed:
        expression: Expression | None
        near = self._near(mention)
        if isinstance(mention.expression, Relative):
            sitting = at_meeting(mention.expression, self.clock) if mention.rule == "weekday" else None
            expression = sitting or counted(mention.expression, near, self.clock)
        else:
            expression = years_counted(mention.expression, near, self.clock)
        if expression is not None and lacks_year(expression):
            if chosen := self._weighed(mention, expression):
                return chosen
            before = near is not None and near.i < mention.i
            expression = dated(expression, self.clock, near, before=before, tense=self._tense(mention))
        return Placed(None if expression is None else value_of(expression, approximate=mention.approximate, before=mention.before))

    def _near(self, mention: Mention) -> Known | None:
        """The date that a mention is counted from or heeds: `the following month` the last one before that tells a month; else one of the
        same sentence, one further off only where the document has no day."""
        if fixes_nothing(mention.expression):
            longest = _LONGEST[mention.expression.unit if isinstance(mention.expression, Relative) else Unit.YEAR]
            if told := next((known for known in reversed(self.behind) if (known.end - known.start).days < longest), None):
                return told
        near = self.behind[-1] if self.behind else self.ahead[-1] if self.ahead else None
        if near is None or self.clock.anchor is None or same_sentence(self.reader, near.i, mention.i):
            return near
        return None

    def _tense(self, mention: Mention) -> int:
        return tense_at(self.reader, mention.i, mention.j) if self.clock.anchor is not None else 0

    def _weighed(self, mention: Mention, expression: Expression) -> Placed | None:
        """The value with the year that weighs most."""
        if self.weigh is None:
            return None
        scene = Scene(self.clock, self._tense(mention), *self._around(mention))
        rivals = options(expression, scene, approximate=mention.approximate, before=mention.before)
        if not rivals:
            return None
        start, end = self.reader.at(mention.i).start, self.reader.at(mention.j - 1).end
        shares = self.weigh(Undated(start, end, rivals))
        best = max(range(len(rivals)), key=lambda n: shares[n])
        return Placed(rivals[best].value, shares[best])

    def _around(self, mention: Mention) -> tuple[tuple[Dated, ...], Dated | None]:
        behind = tuple(self._seen_from(mention, one) for one in self.behind[:-3:-1])
        return behind, self._seen_from(mention, self.ahead[-1]) if self.ahead else None

    def _seen_from(self, mention: Mention, known: Known) -> Dated:
        sentences = abs(self._sentences[mention.i] - self._sentences[known.i])
        return Dated(known, sentences, self.reader.at(known.i - 1).word)

    @cached_property
    def _sentences(self) -> list[int]:
        """For each token, how many sentences end before it."""
        return [0, *accumulate(ends_sentence(self.reader, k) for k in range(self.reader.size))]


def fixes_nothing(expression: Expression) -> bool:
    """Whether an expression is only counted from a date named before it (`the following year`)."""
    if isinstance(expression, Relative):
        return expression.anaphoric
    if isinstance(expression, Several):
        return False
    return any(isinstance(part.year, YearRef) and part.year.anaphoric for part in parts_of(expression))
