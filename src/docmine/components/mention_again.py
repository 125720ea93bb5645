"""The second look at what may be a mention of a body: how sure the first was of it, of the same words elsewhere in the document, and of
what overlaps it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from docmine.classify import logits
from docmine.components.draft import Draft, Sighted

NONE = -9.0  # log odds that stand where there is nothing to be sure of


def features(found: Sighted, confidences: Sequence[float]) -> Iterator[dict[str, float]]:
    """The signs of each BODY draft, in the order of the document; `confidences` are those of the first look, in the same order."""
    odds = logits(np.clip(np.array(confidences, dtype=np.float64), 1e-6, 1 - 1e-6)).tolist()
    rows = [[draft for draft in row if draft.label == "BODY"] for row in found.rows]
    texts = [part.text.text[draft.start : draft.end] for part, row in zip(found.parts, rows, strict=True) for draft in row]
    by_text: dict[str, list[float]] = defaultdict(list)
    for text, sure in zip(texts, odds, strict=True):
        by_text[text].append(sure)
    same = {text: _Same.of(places) for text, places in by_text.items()}
    paper, at = sum(odds) / max(1, len(odds)), 0
    for row in rows:
        here = odds[at : at + len(row)]
        for n, (draft, sure) in enumerate(zip(row, here, strict=True)):
            text = texts[at + n]
            yield {**_own(draft, text, sure), "paper": paper, **same[text].beside(sure), **_overlapping(row, here, n)}
        at += len(row)


def _own(draft: Draft, text: str, sure: float) -> dict[str, float]:
    row = {f"rule:{draft.rule}": 1.0, f"doubt:{draft.doubt}": 1.0, "own": sure, "letters": len(text), "spaces": text.count(" ")}
    flags = {"capitals": text.isupper(), "capital": text[:1].isupper(), "phrase": draft.phrase is not None}
    return row | {name: 1.0 for name, flag in flags.items() if flag}


class _Same(NamedTuple):
    """How sure the first look was of the same words in all their places (log odds)."""

    places: int
    total: float
    first: float
    share: float  # of the places, those more likely a mention than not
    highest: tuple[float, ...]  # two, or the one there is
    lowest: tuple[float, ...]

    @staticmethod
    def of(odds: Sequence[float]) -> _Same:
        ordered = sorted(odds)
        likely = sum(sure > 0 for sure in odds) / len(odds)
        return _Same(len(odds), sum(odds), odds[0], likely, tuple(ordered[:-3:-1]), tuple(ordered[:2]))

    def beside(self, sure: float) -> dict[str, float]:
        """What is told of one place by the others; by itself, if there is no other."""
        row = {"times": float(self.places - 1), "first": self.first, "share": self.share}
        if self.places == 1:
            return row | {"others": sure, "most": sure, "least": sure}
        most, least = self.highest[sure == self.highest[0]], self.lowest[sure == self.lowest[0]]
        return row | {"others": (self.total - sure) / (self.places - 1), "most": most, "least": least}


def _overlapping(row: Sequence[Draft], odds: Sequence[float], n: int) -> dict[str, float]:
    """How sure it was of longer and of shorter readings of these words."""
    one = row[n]
    touching = [
        (d.end - d.start, sure)
        for m, (d, sure) in enumerate(zip(row, odds, strict=True))
        if m != n and d.start < one.end and one.start < d.end
    ]
    longer = max((sure for length, sure in touching if length > one.end - one.start), default=NONE)
    shorter = max((sure for length, sure in touching if length <= one.end - one.start), default=NONE)
    return {"overlaps": float(len(touching)), "longer": longer, "shorter": shorter}
