"""What a layout lost, told twice or made up of the lines that a reader gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from docmine.source import Layout, Page


def astray(read: Sequence[Page], layout: Layout) -> list[str]:
    """The lines that stand in no block or in several, and those in blocks that no page has."""
    homes = Counter(identity for block in layout.blocks for identity in {id(piece.line) for piece in block.pieces})
    wrong = [line.text for page in read for line in page.lines if homes.pop(id(line), 0) != 1]
    return [*wrong, *(f"a line of no page ({identity})" for identity in homes)]


def invented(layout: Layout) -> list[str]:
    """The texts of blocks that no line of a page has."""
    return [block.text for block in layout.blocks if not block.pieces and block.text]
