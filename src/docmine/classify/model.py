"""What all trained models have in common: features in, calibrated probabilities out."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["binary", "multinomial", "multilabel"]
Method = Literal["none", "temperature", "platt", "isotonic"]
Features = Mapping[str, float]
Sign = tuple[str | int, ...]  # a feature as the values that its name joins
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How scores become probabilities that mean what they say; `parameters` has one tuple an output.

    | method | parameters of an output | probability |
    | --- | --- | --- |
    | none | – | link(score) |
    | temperature | (t,) shared by all | link(score / t) |
    | platt | (a, b) | sigmoid(a · score + b) |
    | isotonic | (x…, y…) | link(score), moved along the line through the points (x, y) |
    """

    method: Method = "none"
    parameters: tuple[tuple[float, ...], ...] = ()

    def apply(self, scores: Array, kind: Kind) -> Array:
        """Probabilities of `scores` (rows × outputs), in the same shape; those of a multinomial model sum to 1."""
        if self.method == "temperature":
            return link(scores / self.parameters[0][0], kind)
        if self.method == "none":
            return link(scores, kind)
        if self.method == "platt":
            slope, shift = np.array(self.parameters).T
            found = sigmoid(scores * slope + shift)
        else:
            raw = link(scores, kind)
            found = np.column_stack([_along(raw[:, n], points) for n, points in enumerate(self.parameters)])
        return found / np.maximum(found.sum(axis=1, keepdims=True), 1e-12) if kind == "multinomial" else found


def _along(raw: Array, points: tuple[float, ...]) -> Array:
    half = len(points) // 2
    return np.asarray(np.interp(raw, points[:half], points[half:]), dtype=np.float64)


def sigmoid(scores: Array) -> Array:
    """The logistic function, without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * scores)), dtype=np.float64)


def logits(p: Array) -> Array:
    """Log odds, bounded."""
    p = np.clip(p, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(p / (1 - p)), dtype=np.float64)


def logit(p: float) -> float:
    """The same of one probability."""
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def link(scores: Array, kind: Kind) -> Array:
    """Uncalibrated probabilities: a softmax over a multinomial model's outputs, a sigmoid of each output otherwise."""
    if kind != "multinomial":
        return sigmoid(scores)
    powers = np.exp(scores - np.maximum.reduce(scores, axis=1, keepdims=True))
    return np.asarray(powers / np.add.reduce(powers, axis=1, keepdims=True), dtype=np.float64)


def name_of(sign: Sign) -> str:
    """The name of a sign in a model: that of `("rank", "left", 3)` is `rank=left&3`."""
    return _pattern(len(sign)) % sign


@cache
def _pattern(size: int) -> str:
    return "%s=" + "&".join(["%s"] * (size - 1))


@dataclass(frozen=True, eq=False)
class Model(ABC):
    """Named features to scores: one output a class, but a single one (of the second class) for a binary model.

    `feature_set` names the version of the code that makes its features; `prior` is how frequent the second class of a binary model was in
    what it learnt from, where that is told; `notes` is data for people (thresholds, data hash, figures).
    """

    ESTIMATOR: ClassVar[str]  # what the file calls it
    PARTS: ClassVar[Mapping[str, str]]  # the arrays that it is made of, with their types in the file

    name: str
    kind: Kind
    classes: tuple[str, ...]
    features: tuple[str, ...]
    feature_set: str
    calibration: Calibration = field(default=Calibration(), kw_only=True)
    prior: float | None = field(default=None, kw_only=True)
    notes: Mapping[str, Any] = field(default_factory=dict, kw_only=True)

    @property
    def outputs(self) -> int:
        """How many scores a row has."""
        return 1 if self.kind == "binary" else len(self.classes)

    @abstractmethod
    def scores(self, rows: Iterable[Features | Iterable[str]]) -> Array:
        """Rows × outputs; a row is a mapping of names to values, or just names (value 1). Unknown names count nothing."""

    @abstractmethod
    def check(self) -> None:
        """ValueError if the parts do not fit together."""

    def sums(self, rows: Iterable[Sequence[Sign]]) -> Array:
        """The scores (one a row) that a model with one output gives to rows of signs. No sign may stand twice in a row."""
        return self.scores(map(name_of, row) for row in rows)[:, 0]

    def of_signs(self, rows: Iterable[Sequence[Sign]]) -> Array:
        """Calibrated probabilities of such rows."""
        return self.calibration.apply(self.sums(rows).reshape(-1, 1), self.kind)[:, 0]

    def columns_scores(self, names: Sequence[str], values: Array) -> Array:
        """The scores of a table (rows × `names`) whose columns are features; see `scores`."""
        return self.scores(dict(zip(names, row, strict=True)) for row in values.tolist())

    def even_scores(self, rows: Iterable[tuple[Sequence[int], float]]) -> Array:
        """The scores of rows (rows × outputs) that have the same value for some features, told by their places in `features`; no place
        may stand twice in a row."""
        return self.scores(dict.fromkeys([self.features[n] for n in places], value) for places, value in rows)

    def of_columns(self, names: Sequence[str], values: Array) -> Array:
        """Calibrated probabilities of such a table, rows × outputs."""
        return self.calibration.apply(self.columns_scores(names, values), self.kind)

    def table(self, rows: Iterable[Features | Iterable[str]]) -> Array:
        """Calibrated probabilities, rows × outputs."""
        return self.calibration.apply(self.scores(rows), self.kind)

    def probabilities(self, row: Features | Iterable[str]) -> dict[str, float]:
        """The probability of each class for one row."""
        found = self.table([row])[0]
        if self.kind == "binary":
            return {self.classes[0]: 1.0 - float(found[0]), self.classes[1]: float(found[0])}
        return dict(zip(self.classes, map(float, found), strict=True))

    def probability(self, row: Features | Iterable[str]) -> float:
        """For a binary model: how probable the second class is."""
        return float(self.table([row])[0, 0])

    def best(self, row: Features | Iterable[str]) -> tuple[str, float]:
        """The most probable class and its probability; the first of equals."""
        found = self.probabilities(row)
        name = max(found, key=lambda key: found[key])
        return name, found[name]
