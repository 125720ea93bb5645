"""Gradient-boosted decision trees at run time: what a linear model cannot say of a few numbers together, with numpy alone.

A tree of depth d has 2^d - 1 inner nodes, level by level (node n has the children 2n + 1 and 2n + 2), and 2^d leaves. One that is less
deep somewhere has nodes there whose threshold nothing exceeds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from docmine.classify.model import Array, Features, Model

AT_ONCE = 512  # rows; all trees are asked of them together, which takes a number for each row and tree


@dataclass(frozen=True, eq=False)
class BoostedModel(Model):
    """Trees whose leaves are summed; binary only. A feature that a row lacks is 0."""

    ESTIMATOR: ClassVar[str] = "boosted"
    PARTS: ClassVar[Mapping[str, str]] = {"splits": "<i2", "thresholds": "<f8", "leaves": "<f8", "bias": "<f8"}

    splits: NDArray[np.integer[Any]]  # trees × inner nodes: which feature
    thresholds: Array  # trees × inner nodes: to the right if the feature is greater
    leaves: Array  # trees × leaves
    bias: Array  # 1

    def scores(self, rows: Iterable[Features | Iterable[str]]) -> Array:
        """Rows × 1; a row is a mapping of names to values, or just names (value 1)."""
        values = ([row.get(name, 0.0) for name in self.features] for row in map(_valued, rows))
        found = [np.zeros(0)]
        while some := list(islice(values, AT_ONCE)):
            found.append(self.of_table(np.array(some, dtype=np.float64)))
        return np.concatenate(found).reshape(-1, 1)

    def columns_scores(self, names: Sequence[str], values: Array) -> Array:
        """See `Model.columns_scores`."""
        at = {name: n for n, name in enumerate(names)}
        table = np.zeros((len(values), len(self.features)))
        for n, name in enumerate(self.features):
            if name in at:
                table[:, n] = values[:, at[name]]
        found = [self.of_table(table[first : first + AT_ONCE]) for first in range(0, len(table), AT_ONCE)]
        return np.concatenate([np.zeros(0), *found]).reshape(-1, 1)

    def of_table(self, values: Array) -> Array:
        """The scores of a table (rows × features), one a row."""
        nodes, leaves, width = self.splits.shape[1], self.leaves.shape[1], values.shape[1]
        trees, rows = np.arange(len(self.splits)), np.arange(len(values))[:, np.newaxis] * width
        at = np.zeros((len(values), len(trees)), dtype=np.intp)
        for _ in range(self._depth):
            node = trees * nodes + at  # one index into all nodes of all trees: numpy takes by one several times as fast as by two
            at = 2 * at + 1 + (values.take(rows + self.splits.take(node)) > self.thresholds.take(node))
        return np.asarray(self.leaves.take(trees * leaves + at - nodes).sum(axis=1) + self.bias[0], dtype=np.float64)

    @property
    def _depth(self) -> int:
        return int(self.leaves.shape[1]).bit_length() - 1

    def check(self) -> None:
        """ValueError if the parts do not fit together."""
        shape = self.splits.shape
        if self.kind != "binary" or len(shape) != 2 or self.thresholds.shape != shape or self.bias.shape != (1,):
            raise ValueError("its parts do not fit together")
        if self.leaves.shape != (shape[0], shape[1] + 1) or self.leaves.shape[1] != 2**self._depth:
            raise ValueError("its parts do not fit together")
        if self.splits.size and not 0 <= self.splits.min() <= self.splits.max() < len(self.features):
            raise ValueError("a feature that it does not have")
        if np.isnan(self.thresholds).any() or not (np.isfinite(self.leaves).all() and np.isfinite(self.bias).all()):
            raise ValueError("numbers that are none")


def _valued(row: Features | Iterable[str]) -> Features:
    return row if isinstance(row, Mapping) else dict.fromkeys(row, 1.0)
