"""Which of the numbers that rows begin with are numbers of paragraphs: told by the sequence that they make.

A year, a number in a wrapped line or a quantity fits no sequence; a list inside a paragraph makes one of its own, which the outer one
goes on after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from docmine.layout.marks import Mark, follows, opens

MOST_SKIPPED = 4  # numbers that may be missing in a sequence (lost in the PDF) before it counts as another
X_SLACK = 1.0  # em


@dataclass(slots=True)
class Candidate:
    """A row that begins with what may be a mark."""

    row: int  # index
    readings: tuple[Mark, ...]
    x: float  # from the column's left margin, points
    size: float
    bold: bool
    strong: bool  # the row begins a paragraph by other signs too
    alone: bool  # the mark stands in a run of its own
    after_stop: bool  # the row before ends a sentence
    column: int = 0
    after_pause: bool = False  # the row before ends with a comma or the like
    name_like: bool = False  # an initial and a name (`J. Smith`)


@dataclass(slots=True, eq=False)
class Chain:
    """Marks of one shape that count up."""

    family: str
    style: str
    members: list[tuple[Candidate, Mark]] = field(default_factory=list)

    @property
    def last(self) -> tuple[Candidate, Mark]:
        return self.members[-1]

    @property
    def first_row(self) -> int:
        return self.members[0][0].row

    @property
    def last_row(self) -> int:
        return self.last[0].row


def find_chains(candidates: Sequence[Candidate]) -> list[Chain]:
    """The sequences among the candidates; a candidate in none is no mark."""
    chains: list[Chain] = []
    open_chains: dict[tuple[str, str], list[Chain]] = {}
    for candidate in candidates:
        placed = _placed(candidate, open_chains)
        if placed is not None:
            chain, mark = placed
            if not chain.members:
                chains.append(chain)
                open_chains.setdefault((chain.family, chain.style), []).append(chain)
                del open_chains[chain.family, chain.style][:-12]
            chain.members.append((candidate, mark))
    return [chain for chain in chains if _holds(chain)]


def _placed(candidate: Candidate, open_chains: dict[tuple[str, str], list[Chain]]) -> tuple[Chain, Mark] | None:
    # Where languages face each other, each column counts for itself.
    for fit in (_next_in_column, _next_exactly, _next_in_type, _next_loosely):
        for mark in candidate.readings:
            for chain in reversed(open_chains.get((mark.family, mark.style), [])):
                if fit(chain, candidate, mark):
                    return chain, mark
    if not (candidate.strong or candidate.alone or _opens_list(candidate)):
        return None
    for mark in candidate.readings:
        if opens(mark.value):
            return Chain(mark.family, mark.style), mark
    for mark in candidate.readings:
        for chain in reversed(open_chains.get((mark.family, mark.style), [])):
            if _after_gap(chain, candidate, mark):
                return chain, mark
    mark = candidate.readings[0]
    return Chain(mark.family, mark.style), mark


def _opens_list(candidate: Candidate) -> bool:
    """`(a)` at a row's start after a comma or colon: the first of a list set without white space."""
    first = candidate.readings[0]
    return (candidate.after_pause or candidate.after_stop) and first.style.endswith(")") and opens(first.value)


def _aligned(chain: Chain, candidate: Candidate) -> bool:
    # Right-aligned numbers shift by a digit's width; deeper decimals may stand further in.
    before = chain.last[0]
    slack = X_SLACK * max(candidate.size, 8.0) * (4 if chain.family == "decimal" else 1)
    return abs(before.x - candidate.x) <= slack


def _next_exactly(chain: Chain, candidate: Candidate, mark: Mark) -> bool:
    before, last = chain.last
    if not follows(last.value, mark.value) or not _aligned(chain, candidate):
        return False
    if chain.family != "decimal" and before.bold != candidate.bold:
        return False
    return candidate.strong or candidate.alone or (mark.sure and candidate.after_stop)


def _next_in_column(chain: Chain, candidate: Candidate, mark: Mark) -> bool:
    return chain.last[0].column == candidate.column and _next_exactly(chain, candidate, mark)


def _next_in_type(chain: Chain, candidate: Candidate, mark: Mark) -> bool:
    """Whether a bold row goes on, over a gap, from bold rows set flush with it: a heading of which one before is missing (`1.` `2.` `4.`)
    does not follow the plain paragraph `3.` above it."""
    if not candidate.bold or chain.family != "arabic" or not (candidate.strong or candidate.alone):
        return False
    return mark.value > chain.last[1].value and _after_gap(chain, candidate, mark)


def _next_loosely(chain: Chain, candidate: Candidate, mark: Mark) -> bool:
    return follows(chain.last[1].value, mark.value) and (candidate.strong or candidate.alone)


def _after_gap(chain: Chain, candidate: Candidate, mark: Mark) -> bool:
    before, last = chain.last
    if not _aligned(chain, candidate) or before.bold != candidate.bold or len(last.value) != len(mark.value) or not mark.sure:
        return False
    return last.value[:-1] == mark.value[:-1] and 0 <= mark.value[-1] - last.value[-1] <= MOST_SKIPPED + 1


def _holds(chain: Chain) -> bool:
    """Whether a sequence is one: two that follow, or a first that nothing follows."""
    first = chain.members[0][1]
    if chain.family == "arabic" and first.value[0] >= 1900:  # years in wrapped lines repeat; numbers of paragraphs count
        return len({mark.value for _, mark in chain.members}) >= 3
    if not first.sure and chain.family != "decimal":
        return len(chain.members) >= 3 or (len(chain.members) == 2 and all(member.alone for member, _ in chain.members))
    if chain.family in ("letter", "roman") and _names_people(chain):
        return False
    if len(chain.members) >= 2:
        return True
    if not (chain.members[0][0].strong or chain.members[0][0].alone):
        return False
    return opens(first.value) or (chain.members[0][0].strong and chain.family in ("letter", "roman"))


def _names_people(chain: Chain) -> bool:
    """Whether letters are initials or titles (`M. Dupont`, `M. Durand`): before names, and they do not count up."""
    named = sum(member.name_like for member, _ in chain.members)
    if len(chain.members) == 1:
        return named == 1 and not chain.last[0].bold  # `B. Introduction` in bold
    steps = [follows(before.value, after.value) for (_, before), (_, after) in pairwise(chain.members)]
    return 2 * named > len(chain.members) and 2 * sum(steps) <= len(steps)
