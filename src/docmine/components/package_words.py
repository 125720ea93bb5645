"""The words of a paragraph, of its section and of its paper, as a model of a vocabulary's own packages sees them.

The signs of `package_signs` name no package and so serve any vocabulary; the words here teach what the packages of one vocabulary are
about beyond its topic phrases. A vocabulary whose packages the model does not know is read without.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from docmine.classify import Array, Model
from docmine.components.names import fold
from docmine.components.package_signs import WORD, Paper, Scores

STEM = 6  # letters by which a word is known: endings say nothing of the subject
AROUND = 0.7  # how much the words above, those of the section and those of the paper each count beside the paragraph's own

Bag = dict[str, float]


def features(paper: Paper) -> Iterator[Bag]:
    """Of each passage all its words: its own, those of the headings above, of its section and of the paper."""
    found = _Stems(paper)
    around = {path: _above(path) | _of_section(stems) for path, stems in found.sections.items()}
    whole = _of_paper(found)
    return (_own(stems) | around[passage.path] | whole for passage, stems in zip(paper.passages, found.own, strict=True))


def scores(paper: Paper, model: Model) -> Array:
    """What a linear model makes of `features` (passages × outputs); the words that passages share are weighed once, and no bag is kept."""

    def score(bag: Bag) -> Array:
        found: Array = model.scores([bag])[0]
        return found

    found = _Stems(paper)
    above = {path: _above(path) for path in found.sections}
    around = {path: score(_of_section(stems)) for path, stems in found.sections.items()}
    shared = score(_of_paper(found)) - 2 * score({})
    passages = zip(paper.passages, found.own, strict=True)
    return np.array([score(_own(stems) | above[passage.path]) + around[passage.path] + shared for passage, stems in passages])


class _Stems:
    """The stems of each passage, and of each section by the titles above it."""

    def __init__(self, paper: Paper) -> None:
        self.own = [_stems(passage.words) for passage in paper.passages]
        self.sections: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for passage, stems in zip(paper.passages, self.own, strict=True):
            self.sections[passage.path] |= stems


def _stems(words: Iterable[str]) -> set[str]:
    return {word[:STEM] for word in words}


def _own(stems: Iterable[str]) -> Bag:
    return _bag("w", stems, 1.0)


def _of_section(stems: Iterable[str]) -> Bag:
    return _bag("s", stems, AROUND)


def _of_paper(found: _Stems) -> Bag:
    return _bag("p", set().union(*found.sections.values()), AROUND)


def _above(path: tuple[str, ...]) -> Bag:
    """The words of the headings above, the document's own title left out."""
    return _bag("h", _stems(fold(word) for title in path[1:] for word in WORD.findall(title) if not word[0].isdigit()), AROUND)


def _bag(name: str, stems: Iterable[str], length: float) -> Bag:
    """Every word once, with equal values whose squares sum to the square of `length`."""
    found = [f"{name}={stem}" for stem in sorted(stems)]
    return dict.fromkeys(found, length / math.sqrt(len(found))) if found else {}


def opinions(paper: Paper, model: Model, first: Scores) -> Scores:
    """How probable each package is by the words; `first` for a package that the model does not know."""
    return spread(paper, model.classes, model.calibration.apply(scores(paper, model), model.kind), first)


def spread(paper: Paper, classes: tuple[str, ...], table: Array, first: Scores) -> Scores:
    """A table (passages × classes) by passage and package; `first` for a package that is no class."""
    known = {package: n for n, package in enumerate(classes)}
    return {
        passage.id: {package: float(row[known[package]]) if package in known else p for package, p in first[passage.id].items()}
        for passage, row in zip(paper.passages, table, strict=True)
    }
