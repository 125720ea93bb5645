"""Sentences that a table, its caption or a page's head that nothing tells as such stands in the midst of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from docmine.layout.drafts import Draft
from docmine.layout.flow import ends_early, is_terminal, same_style
from docmine.layout.rows import Row

MOST_BETWEEN = 3  # drafts
MOST_ROWS = 2  # of a caption or a page's head
LEAST = 40  # characters of a row that breaks off in the midst of a sentence
ALIGNED = 0.5  # em


def join_parted(drafts: list[Draft]) -> list[Draft]:
    """The drafts, each with the rest of its sentence: `… others had been` / Table 1 / `left out.`"""
    # What begins with a small letter is looked for first: there is little of it.
    rests = [index for index, draft in enumerate(drafts) if draft.mark is None and draft.rows[0].text[:1].islower()]
    for index in rests:
        begun = _begun(drafts, index)
        if begun is not None:
            begun.rows += drafts[index].rows
            drafts[index].rows.clear()
    return [draft for draft in drafts if draft.rows or draft.label is not None] if rests else drafts


def _begun(drafts: Sequence[Draft], index: int) -> Draft | None:
    """What a draft goes on with, behind a table or over a page's or column's end; the farthest, as a caption breaks off too."""
    row = drafts[index].first
    found: Draft | None = None
    table = False
    near = [draft for draft in drafts[max(0, index - MOST_BETWEEN - 1) : index] if draft.rows]
    for between, draft in pairwise(reversed(near)) if row.table is None else ():
        if between.first.table is None and (between.mark is not None or len(between.rows) > MOST_ROWS):
            break
        before, table = draft.last, table or between.first.table is not None
        over = table or row.page != before.page or row.column != before.column
        if over and _breaks_off(before) and same_style(before, row) and row.italic == before.italic and not ends_early(before, row):
            shift = (row.x0 - row.left) - (before.x0 - before.left)
            if abs(shift) < ALIGNED * row.size or len(draft.rows) == 1:
                found = draft
    return found


def _breaks_off(row: Row) -> bool:
    text = row.text
    return text[-1:] not in ".:;" and len(text) >= LEAST and row.table is None and not row.aside and not is_terminal(text)
