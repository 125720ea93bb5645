"""Linear models at run time: weights of named features, with numpy alone. Importing scikit-learn costs more than reading a paper."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import ClassVar

import numpy as np

from docmine.classify.model import Array, Features, Model, Sign, name_of

MOST_KNOWN = 20_000  # signs whose weights are kept at hand
AT_ONCE = 512  # rows whose weights are summed together


class _Weights(dict[Sign, float]):
    """The weights of signs, each looked up by its name once: making the names of a paper's features takes longer than all that is
    done with them."""

    def __init__(self, by_name: Mapping[str, float]) -> None:
        super().__init__()
        self._by_name = by_name

    def __missing__(self, sign: Sign) -> float:
        if len(self) >= MOST_KNOWN:
            self.clear()
        weight = self[sign] = self._by_name.get(name_of(sign), 0.0)
        return weight


@dataclass(frozen=True, eq=False)
class LinearModel(Model):
    """A weight for each feature and output."""

    ESTIMATOR: ClassVar[str] = "linear"
    PARTS: ClassVar[Mapping[str, str]] = {"weights": "<f8", "bias": "<f8"}

    weights: Array  # outputs × features
    bias: Array  # outputs

    @cached_property
    def columns(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(self.features)}

    @cached_property
    def _by_feature(self) -> Array:
        return np.ascontiguousarray(self.weights.T)

    def scores(self, rows: Iterable[Features | Iterable[str]]) -> Array:
        """Rows × outputs; a row is a mapping of names to values, or just names (value 1). Unknown names count nothing."""
        if len(self.bias) == 1:
            return np.array([[self._single(row)] for row in rows], dtype=np.float64).reshape(-1, 1)
        found = [self._score(row) for row in rows]
        return np.array(found, dtype=np.float64).reshape(len(found), len(self.bias))

    @cached_property
    def _only(self) -> dict[str, float]:
        """The weights of a model with one output, by name."""
        return dict(zip(self.features, self.weights[0].tolist(), strict=True))

    @cached_property
    def _only_bias(self) -> float:
        return float(self.bias[0])

    def _single(self, row: Features | Iterable[str]) -> float:
        """The score of one row of a model with one output; plain floats are faster than arrays of some thirty numbers, and an exact
        sum does not depend on the order of the names."""
        weights = self._only
        if isinstance(row, Mapping):
            known = [weight * value for name, value in row.items() if (weight := weights.get(name))]
            return math.fsum(known) + self._only_bias
        return math.fsum(filter(None, map(weights.get, set(row)))) + self._only_bias

    def columns_scores(self, names: Sequence[str], values: Array) -> Array:
        """See `Model.columns_scores`."""
        if len(self.bias) > 1:
            return super().columns_scores(names, values)
        weighed = values * np.array([self._only.get(name, 0.0) for name in names])
        return np.array([[math.fsum(row) + self._only_bias] for row in weighed.tolist()], dtype=np.float64).reshape(-1, 1)

    def even_scores(self, rows: Iterable[tuple[Sequence[int], float]]) -> Array:
        """See `Model.even_scores`."""
        pairs, found = iter(rows), [np.zeros((0, len(self.bias)))]
        while some := list(islice(pairs, AT_ONCE)):
            sums, sizes = np.zeros((len(some), len(self.bias))), np.array([len(places) for places, _ in some])
            every, full = np.array([n for places, _ in some for n in places], dtype=np.intp), sizes > 0
            if full.any():
                sums[full] = np.add.reduceat(self._by_feature.take(every, axis=0), (sizes.cumsum() - sizes)[full])
            found.append(sums * np.array([[value] for _, value in some]) + self.bias)
        return np.concatenate(found)

    @cached_property
    def _of_signs(self) -> _Weights:
        return _Weights(self._only)

    def sums(self, rows: Iterable[Sequence[Sign]]) -> Array:
        """See `Model.sums`; here each value must be of the same type wherever its sign occurs (`True` and `1` are equal, their names
        are not)."""
        weight, bias = self._of_signs.__getitem__, self._only_bias
        return np.array([math.fsum(map(weight, row)) + bias for row in rows], dtype=np.float64)

    def _score(self, row: Features | Iterable[str]) -> Array:
        """The scores of one row."""
        places = list(map(self.columns.get, row if isinstance(row, Mapping) else dict.fromkeys(row)))
        known = [place for place in places if place is not None]
        if not known:
            return self.bias
        values = np.ones(len(known))
        if isinstance(row, Mapping):
            values = np.array([value for value, place in zip(row.values(), places, strict=True) if place is not None], dtype=np.float64)
        return np.asarray(values @ self._by_feature.take(known, axis=0) + self.bias, dtype=np.float64)

    def check(self) -> None:
        """ValueError if the parts do not fit together."""
        if self.weights.shape != (self.outputs, len(self.features)) or self.bias.shape != (self.outputs,):
            raise ValueError("its parts do not fit together")
        if not (np.isfinite(self.weights).all() and np.isfinite(self.bias).all()):
            raise ValueError("weights that are no numbers")
