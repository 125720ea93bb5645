"""One act, several objects: whether what begins at one place is acted on beside what begins at another.

Starts are rivals, of which the likeliest is chosen; objects joined by `and`, commas or a repeated `that` are not, so pairs of starts
have a model of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from docmine.acts import Acts
from docmine.classify import Sign
from docmine.events.candidates import Candidate
from docmine.events.reading import VERBAL, View, back
from docmine.events.signs import LINKERS, kinds, shape, tag_of
from docmine.events.spans import CONTENT, Start, seen_at, speaks_of_several

MOST_WORDS = 60  # between the two
SIDES = ("right", "left", "item")


def may_pair(one: Start, other: Start) -> bool:
    """Whether the two can be objects of one act: on one side of the trigger, not too far from each other."""
    if one.where != other.where or one.where not in SIDES or one.index == other.index:
        return False
    return one.view is not other.view or abs(one.at - other.at) <= MOST_WORDS


class PairSigns:
    """What a model sees of the pairs of starts of one candidate."""

    def __init__(self, candidate: Candidate, acts: Acts) -> None:
        self.acts, self.act, self.voice = acts, candidate.trigger.act, candidate.trigger.voice
        self.rules = {subject.span.start: subject.rule for subject in reversed(candidate.subjects)}
        self.plural = speaks_of_several(candidate)

    def of(self, known: Start, other: Start) -> list[Sign]:
        """All signs that hold for `other` as a further object of the act on `known`."""
        first, second = (known, other) if known.index < other.index else (other, known)
        order = "behind" if second is other else "before"
        side = f"{known.where}&{self.voice}"
        rules = f"{self.rules.get(known.index, 'none')}&{self.rules.get(other.index, 'none')}"
        one, two = seen_at(first.view, first.at, self.acts), seen_at(second.view, second.at, self.acts)
        (opening, _), (also, joint) = _joint(first.view, first.at), _joint(second.view, second.at)
        openers, same, number = f"{opening}&{also}", opening == also, self.plural
        found: list[Sign] = [
            ("order", order, side), ("rules", rules), ("rules", rules, side), ("openers", openers), ("openers", openers, joint),
            ("joint", joint), ("joint", joint, side), ("kinds", one.kind, two.kind), ("kinds", one.kind, two.kind, joint),
            ("same", same, joint, bool(also)), ("number", number, side, joint), ("number", number, side, same),
            ("plural", one.plural, two.plural), ("tags", one.tag, two.tag), ("capital", one.capital, two.capital),
            ("before", one.before, two.before), ("ranks", min(known.rank, 4), order), ("act", self.act, openers),
            ("prev2", two.words_before),
        ]  # fmt: skip
        if first.view is second.view:
            found += _between(first.view, first.at, second.at, joint)
            found += _behind(second.view, second.at, joint, side)
        return found


def _joint(view: View, p: int) -> tuple[str, str]:
    """How what begins at `p` is joined to what stands before: the word that opens it (`that`, `to`, `de`; none for a bare phrase),
    and the conjunction or sign before that."""
    q = back(view, p, ("DET", "POSS", "APO"))
    opening = view.word(q) if tag_of(view, q) in ("THAT", "TO", "PREP") or view.word(q) in CONTENT else ""
    if opening:
        q = back(view, q, ("APO",))
    if tag_of(view, q) == "CONJ":
        return opening, f"{',' if view.word(q - 1) == ',' else ''}{view.word(q)}"
    return opening, view.word(q) if tag_of(view, q) == "PUN" else tag_of(view, q)


def _between(view: View, first: int, second: int, joint: str) -> Iterator[Sign]:
    """What stands between the two."""
    tags, low = kinds(view).tags[first:second], view.low[first:second]
    conj, verbs = min(tags.count("CONJ"), 3), min(sum(map(VERBAL.__contains__, tags)), 3)
    linkers = min(sum(map(LINKERS.__contains__, tags)), 2)
    yield "conj", conj, joint
    yield "verbs", verbs, joint
    yield "verbs", f"{verbs}&linkers={linkers}"
    yield "linkers", linkers, joint
    yield "commas", min(low.count(","), 4), joint
    yield "preps", min(tags.count("PREP"), 4), joint
    yield "participles", min(tags.count("VEN") + tags.count("VING"), 2), joint
    yield "colon", f"{':' in low}&semicolon={';' in low}", joint
    yield "length", min(len(tags) // 2, 15), joint
    yield "open", low.count("(") > low.count(")")
    yield "date", f"{'DATE' in tags}&body={'BODY' in tags}", joint
    if len(tags) <= 8:
        yield "tags", " ".join(tags)
    last_prep = next((p for p in range(second - 1, first - 1, -1) if tag_of(view, p) == "PREP"), -1)
    yield "prep", shape(view, last_prep) if last_prep >= 0 else "", joint


FOLLOWING = VERBAL | {"CONJ", "PUN", "PREP"}


def _behind(view: View, p: int, joint: str, side: str) -> Iterator[Sign]:
    """What stands behind the beginning of the second: whether a verb of its own follows."""
    for n in (1, 2, 3):
        yield f"next{n}", tag_of(view, p + n), joint
    following = next((tag for tag in kinds(view).tags[p : p + 12] if tag in FOLLOWING), "")
    yield "following", following, joint, side
    yield "own", shape(view, p)[:6], joint
