"""The words of a paragraph, as a model of a vocabulary's own packages sees them.

The signs of `package_signs` name no package and so serve any vocabulary; the words here teach what the packages of one vocabulary are
about beyond its topic phrases. A vocabulary whose packages the model does not know is read without.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from docmine.classify import Array
from docmine.components.names import fold
from docmine.components.package_signs import WORD, Paper, Passage, Scores

HEADING_SHARE = 0.7  # how much the words above count beside those of the paragraph


def features(passage: Passage) -> dict[str, float]:
    """The distinct words of a passage, and those of the headings above; each of the two bags has a fixed length."""
    above = (fold(word) for title in passage.path[1:] for word in WORD.findall(title) if not word[0].isdigit())
    return _bag("w", passage.words, 1.0) | _bag("h", above, HEADING_SHARE)


def _bag(name: str, words: Iterable[str], length: float) -> dict[str, float]:
    """Every word once, with equal values whose squares sum to the square of `length`."""
    found = {f"{name}={word}" for word in words}
    return dict.fromkeys(sorted(found), length / math.sqrt(len(found))) if found else {}


def opinions(paper: Paper, classes: Sequence[str], table: Array, first: Scores) -> Scores:
    """How probable each package is by the words of each passage (`table`, passages × classes); `first` for a package that is no class."""
    known = {package: n for n, package in enumerate(classes)}
    return {
        passage.id: {package: float(row[known[package]]) if package in known else p for package, p in first[passage.id].items()}
        for passage, row in zip(paper.passages, table, strict=True)
    }
