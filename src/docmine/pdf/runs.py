"""Words as a reader meets them. Lengths are points from the page's top left corner."""

from __future__ import annotations

from dataclasses import dataclass

from docmine.source import Word

DESCENT = 0.2  # em below the baseline; fonts' own boxes are not comparable with each other


@dataclass(slots=True)
class Run:
    """A word, the row its reader put it in, and whether it touches the word before it in that row."""

    word: Word
    row: int
    glued: bool = False
    angle: int = 0  # degrees, counter-clockwise, as seen on the page; lines are only sought among runs of one angle


def baseline(run: Run) -> float:
    """Where the word stands."""
    return run.word.box.bottom - DESCENT * run.word.size
