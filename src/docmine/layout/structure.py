"""What hangs under what: units with their text, sub-blocks with their paragraph, everything with its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docmine.layout.drafts import Draft
from docmine.layout.rows import Row

REFERENCE = re.compile(r"^[\[(]|\b(?:agenda|ordre du jour|item|point)\b", re.IGNORECASE)


def gather_units(drafts: list[Draft]) -> list[Draft]:
    """Units (`Resolution no. 2017-01`) with their label's row emptied into them and the paragraphs after it as their text."""
    gathered: list[Draft] = []
    unit: Draft | None = None
    for draft in drafts:
        if draft.number is not None and draft.mark is not None and draft.mark.family == "unit":
            unit, rest = _open_unit(draft)
            gathered += [*rest, unit]
        elif unit is not None and draft.role == "heading" and not unit.rows:
            gathered.insert(len(gathered) - 1, draft)
        elif unit is not None and unit.label is not None and draft.role == "paragraph" and draft.number is None and draft.mark is None:
            unit.rows += draft.rows
        else:
            if draft.role != "footnote":
                unit = None
            gathered.append(draft)
    return gathered


def _open_unit(draft: Draft) -> tuple[Draft, list[Draft]]:
    """The unit, and what its label's row holds besides: a title or a reference to the agenda."""
    first, mark = draft.first, draft.mark
    assert mark is not None
    rest = first.text[len(mark.printed) :].strip(" :–—.-")
    inline = rest and not first.bold and len(first.lines) == 1
    if inline:
        draft.drop_first += len(first.text[draft.drop_first :]) - len(first.text[draft.drop_first :].lstrip(" :–—.-"))
        return draft, []
    draft.label = Row(first.lines[:1], first.left, first.right, first.column)
    draft.rows, draft.drop_first = draft.rows[1:], 0
    others = first.lines[1:]
    if not others:
        return draft, []
    row = Row(others, first.left, first.right, first.column)
    role = "paragraph" if REFERENCE.search(row.text) else "heading"
    return draft, [Draft([row], role="heading" if role == "heading" else "list_item")]


def hang(drafts: Sequence[Draft]) -> None:
    """Sets each draft's section and parent."""
    section: Draft | None = None
    numbered: Draft | None = None
    for draft in drafts:
        if draft.role == "furniture":
            continue
        if draft.role == "heading":
            if numbered is not None and not _is_below(draft, numbered.section):
                numbered = None
            section = draft
            continue
        draft.section = section
        if draft.number is not None:
            numbered = draft
        elif draft.role in ("paragraph", "list_item", "table"):
            draft.parent = numbered


def _is_below(heading: Draft, section: Draft | None) -> bool:
    return section is not None and heading.level > section.level
