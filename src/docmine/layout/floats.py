"""Sentences that a table, its caption or a page's head that nothing tells as such stands in the midst of."""

from __future__ import annotations

from collections.abc import Sequence

from docmine.layout.drafts import Draft
from docmine.layout.flow import LOWER, ends_early, is_terminal, same_style

MOST_BETWEEN = 3  # drafts
MOST_ROWS = 2  # of a caption or a page's head
LEAST = 40  # characters of a row that breaks off in the midst of a sentence
ALIGNED = 0.5  # em


def join_parted(drafts: list[Draft]) -> list[Draft]:
    """The drafts, each with the rest of its sentence: `… others had been` / Table 1 / `left out.`"""
    gone: set[int] = set()
    for index, draft in enumerate(drafts):
        if id(draft) not in gone and _breaks_off(draft):
            rest = _rest(draft, drafts[index + 1 : index + 2 + MOST_BETWEEN])
            if rest is not None:
                draft.rows += rest.rows
                gone.add(id(rest))
    return [draft for draft in drafts if id(draft) not in gone]


def _breaks_off(draft: Draft) -> bool:
    row = draft.last
    return row.table is None and len(row.text) >= LEAST and not row.aside and row.text[-1:] not in ":;" and not is_terminal(row.text)


def _rest(draft: Draft, following: Sequence[Draft]) -> Draft | None:
    """What goes on with the draft's last row, behind a table or over a page's end."""
    before = draft.last
    for count, other in enumerate(following):
        row = other.first
        if row.table is not None:
            continue
        if other.mark is not None:
            return None
        if count and LOWER.match(row.text) and same_style(before, row) and row.italic == before.italic and not ends_early(before, row):
            over = row.page != before.page or row.column != before.column or any(one.first.table is not None for one in following[:count])
            shift = (row.x0 - row.left) - (before.x0 - before.left)
            if over and (abs(shift) < ALIGNED * row.size or len(draft.rows) == 1):
                return other
        if len(other.rows) > MOST_ROWS:
            return None
    return None
