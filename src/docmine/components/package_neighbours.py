"""The second look at a paragraph's packages: what the first made probable in it, in those around it and in the whole paper.

Features are columns of a table, not rows by name: what they are made of is the same for many passages, and is worked out once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from docmine.classify import Array
from docmine.components.package_signs import Paper, Scores, is_headed
from docmine.vocabulary import Vocabulary

OWN = ("own", "own-squared", "before", "after", "parent", "children", "section", "paper", "paper-peak", "paper-any", "best-other")
NAMES = (*OWN, *(f"words-{name}" for name in OWN), "hangs", "first", "headed")
OPENING = 3  # passages; a paper opens with procedure, but where a heading names the package


class Neighbours:
    """Which passages of a paper stand around which, by their place in it."""

    def __init__(self, paper: Paper, vocabulary: Vocabulary) -> None:
        self.paper, self.vocabulary = paper, vocabulary
        at = {passage.id: n for n, passage in enumerate(paper.passages)}
        self.parents = [at.get(passage.parent or "", n) for n, passage in enumerate(paper.passages)]
        self.children: dict[int, list[int]] = defaultdict(list)
        self.sections: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for n, passage in enumerate(paper.passages):
            self.sections[passage.path].append(n)
            if passage.parent in at:
                self.children[at[passage.parent]].append(n)

    def tables(self, first: Scores, words: Scores) -> Iterator[Array]:
        """For each package what the columns `NAMES` hold of each passage, from what the first pass and the words make probable."""
        signs, told = _Opinions(self, first), _Opinions(self, words)
        hangs = [float(passage.parent is not None) for passage in self.paper.passages]
        for package in self.vocabulary.packages:
            heading = {path: float(is_headed(path, package.id, self.vocabulary)) for path in self.sections}
            headed = [heading[passage.path] for passage in self.paper.passages]
            first_ones = [float(n < OPENING and not named) for n, named in enumerate(headed)]
            columns = [*signs.columns(package.id), *told.columns(package.id), hangs, first_ones, headed]
            yield np.array(columns, dtype=np.float64).T

    def rows(self, first: Scores, words: Scores) -> Iterator[Iterator[dict[str, float]]]:
        """The same, each passage by the names of the features."""
        return ((dict(zip(NAMES, row, strict=True)) for row in table.tolist()) for table in self.tables(first, words))


class _Opinions:
    """What is probable in each passage, as its neighbours see it."""

    def __init__(self, around: Neighbours, scores: Scores) -> None:
        self.around, self.size = around, len(around.paper.passages)
        self.rows = [scores[passage.id] for passage in around.paper.passages]
        self.two_best = [sorted((0.0, 0.0, *row.values()))[-2:] for row in self.rows]
        self.any_package = sum(best for _, best in self.two_best) / max(1, self.size)

    def columns(self, package: str) -> Iterator[list[float]]:
        """How probable a package is in each passage, in those around it, and in all: the columns `OWN`."""
        values, children = [row[package] for row in self.rows], self.around.children
        mean = sum(values) / max(1, self.size)
        yield values
        yield [value**2 for value in values]
        yield [0.0, *values[:-1]]
        yield [*values[1:], 0.0]
        yield [values[parent] for parent in self.around.parents]
        yield [sum([values[k] for k in children[n]]) / len(children[n]) if n in children else value for n, value in enumerate(values)]
        yield self._of_sections(values, mean)
        yield [mean] * self.size
        yield [max(values, default=0.0)] * self.size
        yield [self.any_package] * self.size
        yield [second if value == best else best for value, (second, best) in zip(values, self.two_best, strict=True)]

    def _of_sections(self, values: list[float], mean: float) -> list[float]:
        """How probable a package is in the rest of each passage's section; in the whole paper, if it is alone there."""
        found = [mean] * self.size
        for inside in self.around.sections.values():
            total = sum([values[k] for k in inside])
            if len(inside) > 1:
                for k in inside:
                    found[k] = (total - values[k]) / (len(inside) - 1)
        return found
