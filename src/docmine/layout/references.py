"""Which footnote a raised mark in the text points to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from docmine.source import Block, NoteMark

CARRIERS = ("paragraph", "list_item", "table", "heading", "title")


def link_notes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, each with the note marks that stand in it and the index of the note that each points to."""
    notes: dict[str, list[int]] = {}
    for index, block in enumerate(blocks):
        if block.role == "footnote" and block.mark:
            notes.setdefault(block.mark, []).append(index)
    return tuple(_with_marks(block, blocks, notes) if block.role in CARRIERS else block for block in blocks)


def _with_marks(block: Block, blocks: Sequence[Block], notes: dict[str, list[int]]) -> Block:
    marks = tuple(NoteMark(at, mark, _note(notes.get(mark, ()), blocks, page)) for at, mark, page in _marks(block))
    return replace(block, notes=marks) if marks else block


def _marks(block: Block) -> Iterator[tuple[int, str, int]]:
    """Offset, mark and page of the raised marks that were left out of the text: where the pieces of one line leave a gap."""
    for before, after in pairwise(block.pieces):
        if before.line is after.line and before.line_end < after.line_start:
            for mark in before.line.text[before.line_end : after.line_start].replace(";", ",").split(","):
                if shown := mark.strip(" ()[]./"):
                    yield before.end, shown, before.line.page


def _note(indices: Sequence[int], blocks: Sequence[Block], page: int) -> int | None:
    """The note on the mark's own page, else the only one (notes at the end of a document); else None."""
    near = [index for index in indices if blocks[index].pieces and blocks[index].pieces[0].line.page == page]
    if near:
        return near[0]
    return indices[0] if len(indices) == 1 else None
