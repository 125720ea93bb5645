"""The words of a paragraph, of its section and of its paper, as a model of a vocabulary's own packages sees them.

The signs of `package_signs` name no package and so serve any vocabulary; the words here teach what the packages of one vocabulary are
about beyond its topic phrases. A vocabulary whose packages the model does not know is read without.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

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
    around = {path: _bag("h", _titled(path), AROUND) | _bag("s", stems, AROUND) for path, stems in found.sections.items()}
    whole = _bag("p", found.whole, AROUND)
    return (_bag("w", stems, 1.0) | around[passage.path] | whole for passage, stems in zip(paper.passages, found.own, strict=True))


def scores(paper: Paper, model: Model) -> Array:
    """What a linear model makes of `features` (passages × outputs); the words that passages share are weighed once, and no bag is kept."""
    found, columns = _Stems(paper), _columns(model)

    def weigh(name: str, bags: Iterable[set[str]], length: float) -> Array:
        known = columns[name]
        return model.even_scores(([n for n in map(known.get, stems) if n is not None], _value(stems, length)) for stems in bags)

    around = weigh("s", found.sections.values(), AROUND) + weigh("h", map(_titled, found.sections), AROUND)
    shared = around + weigh("p", [found.whole], AROUND) - 3 * model.even_scores([((), 0.0)])  # what a model gives to no words at all
    at = {path: n for n, path in enumerate(found.sections)}
    return np.asarray(weigh("w", found.own, 1.0) + shared[[at[passage.path] for passage in paper.passages]], dtype=np.float64)


@lru_cache(maxsize=4)
def _columns(model: Model) -> dict[str, dict[str, int]]:
    """Which features of a model the stems are, by the name of the bag."""
    columns: dict[str, dict[str, int]] = {name: {} for name in "wshp"}
    for n, feature in enumerate(model.features):
        columns[feature[0]][feature[2:]] = n
    return columns


class _Stems:
    """The stems of each passage, and of each section by the titles above it."""

    def __init__(self, paper: Paper) -> None:
        self.own = [_stems(passage.words) for passage in paper.passages]
        self.sections: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for passage, stems in zip(paper.passages, self.own, strict=True):
            self.sections[passage.path] |= stems

    @property
    def whole(self) -> set[str]:
        """Those of the paper."""
        return set().union(*self.own)


def _stems(words: Iterable[str]) -> set[str]:
    return {word[:STEM] for word in words}


def _titled(path: tuple[str, ...]) -> set[str]:
    """The stems of the headings above, the document's own title left out."""
    return _stems(fold(word) for title in path[1:] for word in WORD.findall(title) if not word[0].isdigit())


def _bag(name: str, stems: set[str], length: float) -> Bag:
    """Every word once, with equal values whose squares sum to the square of `length`."""
    return dict.fromkeys([f"{name}={stem}" for stem in sorted(stems)], _value(stems, length))


def _value(stems: set[str], length: float) -> float:
    return length / math.sqrt(len(stems)) if stems else 0.0


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
