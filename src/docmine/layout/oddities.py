"""What the numbers of the paragraphs leave unexplained: gaps, repeats, restarts, two languages that count beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docmine.layout.drafts import Draft
from docmine.layout.sequence import Chain
from docmine.source import Level, Problem


def numbering_problems(drafts: Sequence[Draft]) -> Iterator[Problem]:
    """The problems in the order of the paragraphs; a language that faces another counts for itself."""
    numbered = [draft for draft in drafts if draft.number is not None and draft.mark is not None and draft.chain is not None]
    rights = _facing(numbered)
    faced = {id(draft) for right in rights for draft in right}
    yield from map(_twice, rights)
    yield from _oddities([draft for draft in numbered if id(draft) not in faced])
    yield from _oddities([draft for draft in numbered if id(draft) in faced])


def _oddities(numbered: Sequence[Draft]) -> Iterator[Problem]:
    last: dict[tuple[str, str], tuple[int, ...]] = {}
    home: Draft | None = None
    for draft in numbered:
        assert draft.mark is not None
        assert draft.number is not None
        key, value = (draft.mark.family, draft.mark.style), draft.mark.value
        before = last.get(key)
        last[key] = value
        if before is None or len(before) != len(value) or before[:-1] != value[:-1]:
            home = draft.section
            continue
        under = draft.section if draft.section is not home else None
        problem = _oddity(before[-1], value[-1], draft.number, under.text if under is not None else "")
        home = draft.section
        if problem:
            yield Problem(*problem, page=draft.first.page)


def _oddity(before: int, now: int, number: str, heading: str) -> tuple[Level, str, str] | None:
    """Level, code and message of what is odd; `heading` is the title under which the number stands, if a new one explains it."""
    under = f" under “{heading[:80]}”" if heading else ""
    if now == before and not number[-1:].isdigit():
        return None  # `16A`, `10 bis`: put in between
    if now == before:
        return "warning", "numbering-duplicate", f"paragraph {number} occurs twice in a row"
    if now == 1:
        return "info", "numbering-restart", f"numbering begins anew{under} after paragraph {before}"
    if now > before + 1:
        return "warning", "numbering-gap", f"paragraph {number} follows paragraph {before}"
    if now < before:
        return "warning", "numbering-restart", f"numbering goes back to {number}{under} after paragraph {before}"
    return None


def _facing(numbered: Sequence[Draft]) -> list[list[Draft]]:
    """The sequences in the right column that count the same numbers as one in the left column of the same pages."""
    chains: dict[Chain, list[Draft]] = {}
    for draft in numbered:
        if draft.chain is not None:
            chains.setdefault(draft.chain, []).append(draft)
    lefts, rights = ([members for members in chains.values() if all(draft.first.column == side for draft in members)] for side in (1, 2))
    return [right for right in rights if any(_count_the_same(left, right) for left in lefts)]


def _count_the_same(left: Sequence[Draft], right: Sequence[Draft]) -> bool:
    placed = {(draft.first.page, draft.number) for draft in left}
    shared = sum((draft.first.page, draft.number) in placed for draft in right)
    return shared >= 2 and 2 * shared > max(len(left), len(right))


def _twice(right: Sequence[Draft]) -> Problem:
    message = f"paragraphs {right[0].number} to {right[-1].number} are numbered twice, in columns side by side; both are kept"
    return Problem("info", "numbering-duplicate", message, right[0].first.page)
