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
from docmine.components.package_signs import WORD, Paper, Passage, Scores

STEM = 6  # letters by which a word is known: endings say nothing of the subject
AROUND = 0.7  # how much the words above, those of the section and those of the paper each count beside the paragraph's own

Bag = dict[str, float]


def features(paper: Paper) -> Iterator[Bag]:
    """Of each passage all its words: its own, those of the headings above, of its section and of the paper."""
    return (own | section | whole for own, section, whole in _bags(paper))


def scores(paper: Paper, model: Model) -> Array:
    """What a linear model makes of `features` (passages × outputs); the bags that passages share are weighed once."""
    known: dict[int, Array] = {}

    def score(bag: Bag) -> Array:
        if id(bag) not in known:
            known[id(bag)] = model.scores([bag])[0]
        return known[id(bag)]

    rows = list(_bags(paper))
    nothing = model.scores([{}])[0]
    return np.array([score(own) + score(section) + score(whole) - 2 * nothing for own, section, whole in rows])


def _bags(paper: Paper) -> Iterator[tuple[Bag, Bag, Bag]]:
    """Of each passage its own bag, that of its section and that of the paper; the latter two are the same object for all in them."""
    sections: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for passage in paper.passages:
        sections[passage.path] += passage.words
    of_section = {path: _bag("s", words, AROUND) for path, words in sections.items()}
    whole = _bag("p", (word for words in sections.values() for word in words), AROUND)
    for passage in paper.passages:
        yield _bag("w", passage.words, 1.0) | _bag("h", _above(passage), AROUND), of_section[passage.path], whole


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
