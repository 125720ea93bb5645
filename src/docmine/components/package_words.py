"""The words of a paragraph, of its section and of its paper, as a model of a vocabulary's own packages sees them.

The signs of `package_signs` name no package and so serve any vocabulary; the words here teach what the packages of one vocabulary are
about beyond its topic phrases. A vocabulary whose packages the model does not know is read without.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import numpy as np

from docmine.classify import Array, Model
from docmine.components.names import fold
from docmine.components.package_signs import WORD, Paper, Passage, Scores

STEM = 6  # letters by which a word is known: endings say nothing of the subject
AROUND = 0.7  # how much the words above, those of the section and those of the paper each count beside the paragraph's own

Bag = dict[str, float]


def features(paper: Paper) -> Iterator[Bag]:
    """Of each passage all its words: its own, those of the headings above, of its section and of the paper."""
    sections = _sections(paper)
    around = {path: _of_section(words) for path, words in sections.items()}
    whole = _of_paper(sections)
    return (_own(passage) | around[passage.path] | whole for passage in paper.passages)


def scores(paper: Paper, model: Model) -> Array:
    """What a linear model makes of `features` (passages × outputs); the words that passages share are weighed once, and no bag is kept."""

    def score(bag: Bag) -> Array:
        found: Array = model.scores([bag])[0]
        return found

    sections = _sections(paper)
    around = {path: score(_of_section(words)) for path, words in sections.items()}
    shared = score(_of_paper(sections)) - 2 * score({})
    return np.array([score(_own(passage)) + around[passage.path] + shared for passage in paper.passages])


def _sections(paper: Paper) -> dict[tuple[str, ...], list[str]]:
    """The words of each section, by the titles above it."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for passage in paper.passages:
        found[passage.path] += passage.words
    return found


def _own(passage: Passage) -> Bag:
    return _bag("w", passage.words, 1.0) | _bag("h", _above(passage), AROUND)


def _of_section(words: Iterable[str]) -> Bag:
    return _bag("s", words, AROUND)


def _of_paper(sections: Mapping[tuple[str, ...], Iterable[str]]) -> Bag:
    return _bag("p", chain.from_iterable(sections.values()), AROUND)


def _above(passage: Passage) -> Iterator[str]:
    """The words of the headings above, the document's own title left out."""
    return (fold(word) for title in passage.path[1:] for word in WORD.findall(title) if not word[0].isdigit())


def _bag(name: str, words: Iterable[str], length: float) -> Bag:
    """Every word once, with equal values whose squares sum to the square of `length`."""
    found = {f"{name}={word[:STEM]}" for word in words}
    return dict.fromkeys(sorted(found), length / math.sqrt(len(found))) if found else {}


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
