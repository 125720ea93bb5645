"""Fitting gradient-boosted trees with scikit-learn and taking their numbers out.

rows = [Row({"own": 0.7, "before": 0.1}, "yes", "document-1"), ...]
model = boost("packages-trees", rows, feature_set="1")
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docmine.classify import Array, BoostedModel
from docmine.training.fit import INNER_FOLDS, NO, YES, Row, one_thread, share
from docmine.training.folds import deal


@dataclass(frozen=True, slots=True)
class Growth:
    """How many trees, how deep, how much each adds, of how many rows a leaf is made at least (fewer where there are few rows), and what
    share of the features, drawn anew, each split may choose from."""

    trees: int = 200
    depth: int = 6
    rate: float = 0.06
    leaf: int = 60
    features: float = 0.3


DIGITS = 9  # of a leaf that are kept: hundreds of trees add up
ENOUGH = 2_000  # rows; of fewer, trees learn what happens to tell them apart, where a linear model weighs all signs together
FEWEST_LEAVES = 20  # that rows are enough for all the same


def boost(name: str, rows: Sequence[Row], *, feature_set: str, growth: Growth = Growth(), calibrated: bool = False) -> BoostedModel:
    """A model of `no` and `yes`; the rows must hold both. `calibrated`: by Platt's method, on scores that models trained without the
    document gave."""
    names = tuple(sorted({feature for row in rows for feature in row.features}))
    table = np.array([[row.features.get(feature, 0.0) for feature in names] for row in rows], dtype=np.float64)
    right = np.array([row.label == YES for row in rows], dtype=np.int64)
    model = replace(_grown(name, names, table, right, feature_set, growth), prior=share(rows, YES))
    if not calibrated:
        return model
    from docmine.training.calibration import calibrate

    held = np.zeros((len(rows), 1))
    documents = np.array([row.document for row in rows])
    for part in deal(list(documents), INNER_FOLDS):
        inside = np.isin(documents, part)
        if len(np.unique(right[~inside])) == 2:
            held[inside, 0] = _grown(name, names, table[~inside], right[~inside], feature_set, growth).of_table(table[inside])
    return replace(model, calibration=calibrate("platt", held, right.reshape(-1, 1), "binary"))


def _grown(name: str, names: tuple[str, ...], table: Array, right: NDArray[np.int64], feature_set: str, growth: Growth) -> BoostedModel:
    from sklearn.ensemble import HistGradientBoostingClassifier

    estimator = HistGradientBoostingClassifier(
        max_iter=growth.trees,
        max_depth=growth.depth,
        max_leaf_nodes=2**growth.depth,
        learning_rate=growth.rate,
        min_samples_leaf=max(1, min(growth.leaf, len(right) // FEWEST_LEAVES)),
        l2_regularization=2.0,
        max_features=growth.features,
        early_stopping=False,
        random_state=0,
    )
    with one_thread():
        estimator.fit(table, right)
    # scikit-learn has no public way to its histogram trees; a test proves that the numbers say what it says.
    trees = [_level(predictor.nodes, growth.depth) for (predictor,) in estimator._predictors]
    splits, thresholds, leaves = (np.array(part) for part in zip(*trees, strict=True))
    bias = np.asarray(estimator._baseline_prediction, dtype=np.float64).reshape(1)
    return BoostedModel(name, "binary", (NO, YES), names, feature_set, splits, thresholds, leaves.round(DIGITS), bias.round(DIGITS))


def _level(nodes: Any, depth: int) -> tuple[NDArray[np.int16], Array, Array]:
    """A tree's splits, thresholds and leaves, level by level; a leaf above the last level hands its value down to the left."""
    inner = 2**depth - 1
    splits, thresholds = np.zeros(inner, dtype=np.int16), np.full(inner, np.inf)
    leaves = np.zeros(2**depth)
    open_ = [(0, 0)]  # a node of scikit-learn's, and its place here
    while open_:
        n, at = open_.pop()
        node = nodes[n]
        if at >= inner:
            leaves[at - inner] = node["value"]
        elif node["is_leaf"]:
            open_.append((n, 2 * at + 1))
        else:
            splits[at], thresholds[at] = node["feature_idx"], node["num_threshold"]
            open_ += [(int(node["left"]), 2 * at + 1), (int(node["right"]), 2 * at + 2)]
    return splits, thresholds, leaves
