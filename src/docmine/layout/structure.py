"""What hangs under what: units with their text, sub-blocks with their paragraph, everything with its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docmine.layout.drafts import Draft
from docmine.layout.flow import OPEN, is_terminal
from docmine.layout.marks import Mark
from docmine.layout.rows import Row

TITLE_WORDS = 14
SENTENCE_END = re.compile(r"[.!?][”»\"’)]{0,2}$")
OPENING = re.compile(r"(?:(?:the|les?|la)\s|l['’]\s?)[^\W\d_][\w'’-]{0,30}(?:\s[^\W\d_][\w'’-]{0,30}){0,7}$", re.IGNORECASE)  # of a text
LEAST_TEXT = 3  # words behind a title
REFERENCE = re.compile(r"^[\[(]|\b(?:agenda|ordre du jour|item|point)\b", re.IGNORECASE)


def gather_units(drafts: list[Draft]) -> list[Draft]:
    """Units (`Resolution no. 2017-01`) with their label's row emptied into them and the paragraphs after it as their text."""
    gathered: list[Draft] = []
    unit: Draft | None = None
    for draft in drafts:
        if unit is not None and unit.first.frame and draft.first.frame != unit.first.frame:
            unit = None  # what a box holds ends with it
        if draft.number is not None and draft.mark is not None and draft.mark.family == "unit":
            unit, rest = _open_unit(draft)
            gathered += [*rest, unit]
        elif unit is not None and draft.role == "heading" and not unit.rows:
            gathered.insert(len(gathered) - 1, draft)
        elif unit is not None and _goes_on(unit, draft):
            unit.rows += draft.rows
        else:
            if draft.role != "footnote":
                unit = None
            gathered.append(draft)
    return gathered


def _goes_on(unit: Draft, draft: Draft) -> bool:
    """Whether a paragraph is more of the unit's text: its sentence is not yet at an end (`The Committee,` … `Approves the agenda.`)."""
    plain = draft.role == "paragraph" and draft.number is None and draft.mark is None and not draft.first.aside
    return plain and unit.label is not None and not (unit.rows and (SENTENCE_END.search(unit.text) or _is_title(unit.text, draft.text)))


def _is_title(text: str, following: str) -> bool:
    """Whether a unit's first words are its title (`Agenda and credentials`), not the opening of what it decides (`The Committee`)."""
    short = not text.endswith((",", ":", ";", "–", "—", "-")) and not OPEN.search(text) and 0 < len(text.split()) <= TITLE_WORDS
    opened = following.endswith((",", ":")) or len(following.split()) > LEAST_TEXT
    return short and not OPENING.match(text) and following[:1].isupper() and opened


def _open_unit(draft: Draft) -> tuple[Draft, list[Draft]]:
    """The unit, and what its label's row holds besides: a title or a reference to the agenda."""
    first, mark = draft.first, draft.mark
    assert mark is not None
    rest = first.text[len(mark.printed) :].strip(" :–—.-")
    titled = first.lines[0].words[-1:] and first.lines[0].words[-1].italic and not is_terminal(rest) and len(rest.split()) <= TITLE_WORDS
    inline = rest and not first.bold and len(first.lines) == 1
    if inline and titled and len(draft.rows) == 1:
        return draft, [_title_beside(draft, mark)]
    if inline:
        draft.drop_first += len(first.text[draft.drop_first :]) - len(first.text[draft.drop_first :].lstrip(" :–—.-"))
        return draft, []
    draft.label = Row(first.lines[:1], first.left, first.right, first.column)
    draft.rows, draft.drop_first = draft.rows[1:], 0
    others = first.lines[1:]
    if not others:
        return draft, []
    row = Row(others, first.left, first.right, first.column)
    beside = draft.rows and abs(draft.rows[0].x0 - row.x0) < row.size  # label and text stand side by side
    runs_on = draft.rows and row.x1 > first.right - row.size and not is_terminal(row.text)  # the text begins in the label's row
    whole = not draft.rows and is_terminal(row.text)  # a sentence of one row
    if not row.bold and (row.text.endswith((",", ":")) or beside or runs_on or whole):
        draft.rows = [row, *draft.rows]
        return draft, []
    role = "paragraph" if REFERENCE.search(row.text) else "heading"
    return draft, [Draft([row], role="heading" if role == "heading" else "list_item")]


def _title_beside(draft: Draft, mark: Mark) -> Draft:
    """Empties a label's row (`Resolution 2017-01 – Appointment of experts`, the title in italics) into the unit's label and a heading."""
    line = draft.first.lines[0]
    draft.label = Row((line,), draft.first.left, draft.first.right, draft.first.column)
    row = Row((line,), draft.first.left, draft.first.right, draft.first.column)
    cut = len(line.text) - len(line.text[len(mark.printed) :].lstrip(" :–—.-"))
    draft.rows, draft.drop_first = [], 0
    return Draft([row], role="heading", drop_first=cut)


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
