"""Drafts to the blocks that leave layout, with their text and the place of every line in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from docmine.layout.drafts import Draft
from docmine.layout.join import Part, Words, join
from docmine.layout.notes import SLASHED
from docmine.layout.references import link_notes
from docmine.packed import pack
from docmine.source import Block, Line, Piece, Word

NOTE_MARK = re.compile(r"[(\[]?(?:\d{1,3}|[*†‡]{1,3}|[a-z])(?:[,;]\s?(?:\d{1,3}|[*†‡a-z]))*[)\].,;]?")
SLASHED_WORD = re.compile(r"(?P<mark>\d{1,3}/)[.,;:]?")
NONE: frozenset[str] = frozenset()
SMALL = 0.8  # times the line's size: no note mark is larger
ORDINAL = re.compile(r"(?:\d|(?<!\w)[IVXLC]{1,7})e[.,;]?$|(?<!\w)[nN]o[.,;]?$")
UNIT_BEFORE = re.compile(r"(?:^|\d|[\s(/·])(?:k?m|cm|mm|dm|10|ft|in|s|x)$")


def to_blocks(drafts: Sequence[Draft], asides: Sequence[Draft], words: Words) -> tuple[Block, ...]:
    """The blocks in reading order; what stands aside comes after the text of its page."""
    ordered = _in_order(drafts, asides)
    index = {id(draft): place for place, draft in enumerate(ordered)}
    slashed: dict[int, set[str]] = {}  # marks by page
    for draft in asides:
        if draft.role == "footnote" and draft.mark is not None and (mark := SLASHED.match(draft.first.text)):
            slashed.setdefault(draft.first.page, set()).add(mark.group())
    return link_notes([_block(draft, index, words, slashed) for draft in ordered])


def _in_order(drafts: Sequence[Draft], asides: Sequence[Draft]) -> list[Draft]:
    waiting = sorted(asides, key=lambda draft: draft.first.page)
    ordered: list[Draft] = []
    for draft in drafts:
        page = draft.label.page if draft.label is not None else draft.first.page
        while waiting and waiting[0].first.page < page:
            ordered.append(waiting.pop(0))
        ordered.append(draft)
    return ordered + waiting


def _block(draft: Draft, index: dict[int, int], words: Words, slashed: Mapping[int, Set[str]]) -> Block:
    text, pieces = join(_parts(draft, slashed), words)
    labels = tuple(Piece(line, 0, 0, len(line.text), len(line.text)) for line in draft.label.lines) if draft.label is not None else ()
    return Block(
        role=draft.role,
        text=text,
        pieces=labels + pieces,
        number=draft.number,
        mark=_mark(draft),
        level=draft.level if draft.role == "heading" else 0,
        parent=index[id(draft.parent)] if draft.parent is not None else None,
        section=index[id(draft.section)] if draft.section is not None else None,
        rows=draft.cells,
        unit=draft.mark.printed if draft.number is not None and draft.mark is not None and draft.mark.family == "unit" else None,
    )


def _without_note_marks(line: Line, start: int, slashed: Set[str]) -> list[Part]:
    """The line's text from `start` on, without the raised numbers and stars that point to notes, and the marks that stand on the line
    as they do before the page's notes (`1/`)."""
    if pack(line).smallest > SMALL * line.size and not (slashed and "/" in line.text):
        return [(line, start, len(line.text))]
    parts: list[Part] = []
    at = 0
    for before, word in zip((None, *line.words), line.words, strict=False):
        found = line.text.find(word.text, at)
        at = found + len(word.text)
        if found < start:
            continue
        mark = SLASHED_WORD.fullmatch(word.text) if slashed else None
        if mark and mark["mark"] in slashed:
            at = found + mark.end("mark")
        elif before is None or not is_note_mark(before, word, line):
            continue
        parts.append((line, start, found))
        start = at
    parts.append((line, start, len(line.text)))
    return parts


def is_note_mark(before: Word, word: Word, line: Line) -> bool:
    if word.size > SMALL * line.size or not NOTE_MARK.fullmatch(word.text):
        return False
    raised = word.box.bottom - 0.2 * word.size < line.box.bottom - 0.2 * line.size - 0.15 * line.size
    # A power stands after a unit or a number: `km2`, `10` raised to `6`; the ending of an ordinal after a number: `54e`, `nº`.
    return raised and not UNIT_BEFORE.search(before.text) and not ORDINAL.search(before.text + word.text)


def _mark(draft: Draft) -> str | None:
    if draft.mark is None or draft.number is not None:
        return None
    return draft.mark.printed


def _parts(draft: Draft, slashed: Mapping[int, Set[str]]) -> list[Part]:
    """The lines in order, the mark left out; a heading keeps its number, as printed."""
    keeps_mark = draft.role in ("heading", "title", "furniture") and draft.mark is not None and draft.mark.family != "bullet"
    skip = 0 if keeps_mark else draft.drop_first
    parts: list[Part] = []
    for row in draft.rows:
        marks = slashed.get(row.page, NONE) if slashed and draft.role != "footnote" else NONE
        for line in row.lines:
            cut = min(skip, len(line.text))
            parts += _without_note_marks(line, cut, marks)
            skip = max(0, skip - len(line.text) - 1)
        skip = 0
    return parts
