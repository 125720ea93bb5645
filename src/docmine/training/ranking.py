"""Fitting a linear model that chooses one of several: a conditional logit, the likelihood of the right one among its rivals.

The model's scores mean something only beside those of the same group: a softmax over a group gives probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docmine.classify import Array, LinearModel, Model
from docmine.errors import AnnotationError
from docmine.training.fit import DIGITS, NO, YES, Row, Table, one_thread, targets

ROUNDS = 60  # of Newton's method; some fifteen are enough
CLOSE = 1e-10  # how far a weight still moves on the average in the last


@dataclass(frozen=True, slots=True)
class Choice:
    """One group of rivals, of which those labelled `yes` are right."""

    rows: tuple[Row, ...]


def fit_choice(name: str, choices: Sequence[Choice], *, feature_set: str, c: float, min_documents: int = 2) -> Model:
    """A model that scores rivals. Groups without a right one teach nothing.

    Raises AnnotationError if no group has one.
    """
    useful = [choice for choice in choices if any(row.label == YES for row in choice.rows)]
    rows = [row for choice in useful for row in choice.rows]
    if not rows:
        raise AnnotationError("there is nothing to learn from: no annotated act has a subject among its candidates; annotate some")
    table = Table.of(rows, targets("binary", rows, (NO, YES)))
    columns = table.common(np.arange(len(rows)), min_documents)
    wanted = table.targets[:, 0].astype(np.float64)
    groups = np.repeat(np.arange(len(useful)), [len(choice.rows) for choice in useful])
    wanted /= np.bincount(groups, wanted)[groups]
    with one_thread():
        weights = _solve(table.matrix[:, columns], groups, wanted, c).round(DIGITS)
    names = tuple(table.features[n] for n in columns)
    return LinearModel(name, "binary", (NO, YES), names, feature_set, weights.reshape(1, -1), np.zeros(1))


def _solve(matrix: Any, groups: NDArray[np.intp], wanted: Array, c: float) -> Array:
    """The weights that make what is wanted most likely, held small by `c` (as scikit-learn's C). Newton's method comes so near to them that
    every machine finds the same, whatever order it sums in."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    starts = np.flatnonzero(np.diff(groups, prepend=-1))

    def shares_by(weights: Array) -> Array:
        scores = matrix @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[groups])
        return np.asarray(powers / np.add.reduceat(powers, starts)[groups], dtype=np.float64)

    def loss(weights: Array) -> tuple[float, Array]:
        shares = shares_by(weights)
        likelihood = float(wanted @ np.log(np.maximum(shares, 1e-12)))
        return 0.5 / c * float(weights @ weights) - likelihood, weights / c + matrix.T @ (shares - wanted)

    def curvature(weights: Array, direction: Array) -> Array:
        shares, along = shares_by(weights), matrix @ direction
        mean = np.add.reduceat(shares * along, starts)[groups]
        return np.asarray(direction / c + matrix.T @ (shares * (along - mean)), dtype=np.float64)

    options = {"maxiter": ROUNDS, "xtol": CLOSE}
    found = minimize(loss, np.zeros(matrix.shape[1]), jac=True, hessp=curvature, method="Newton-CG", options=options)
    return np.asarray(found.x, dtype=np.float64)
