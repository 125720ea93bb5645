"""Trees: that they say what scikit-learn's say, that a file keeps them, and that a spoilt one is refused."""

from __future__ import annotations

import random
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from docmine import classify
from docmine.classify import BoostedModel, name_of
from docmine.errors import ModelError
from docmine.training import boost as boosting
from docmine.training.boost import Growth, boost
from docmine.training.fit import Row

NAMES = ("a", "b", "c")


def made(count: int = 600) -> list[Row]:
    """Rows that are right where just one of two numbers is large: nothing that a weighted sum could say. Some lack a number."""
    chance = random.Random(3)
    rows = []
    for n in range(count):
        values = {name: chance.uniform(-1, 1) for name in NAMES if chance.random() < 0.9}
        right = (values.get("a", 0.0) > 0.2) != (values.get("b", 0.0) > -0.1)
        rows.append(Row(values, "yes" if right != (chance.random() < 0.05) else "no", f"document-{n % 12}"))
    return rows


@pytest.mark.parametrize("depth", [1, 3, 5])
def test_scores_are_scikit_learns(depth: int) -> None:
    """For any row, one at a split's very threshold too, the score is what scikit-learn's estimator decides by."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    rows = made()
    table = np.array([[row.features.get(name, 0.0) for name in NAMES] for row in rows])
    theirs = HistGradientBoostingClassifier(
        max_iter=20, max_depth=depth, max_leaf_nodes=2**depth, learning_rate=0.1, min_samples_leaf=30, l2_regularization=2.0,
        early_stopping=False, random_state=0,
    ).fit(table, [row.label == "yes" for row in rows])  # fmt: skip
    ours = boost("made", rows, feature_set="1", growth=Growth(trees=20, depth=depth, rate=0.1, leaf=40, features=1.0))
    edges = [dict.fromkeys(NAMES, float(t)) for t in np.unique(ours.thresholds) if np.isfinite(t)]
    asked = [*(row.features for row in rows), *edges]
    wanted = theirs.decision_function([[row.get(name, 0.0) for name in NAMES] for row in asked])
    assert len(edges) > 3
    assert np.abs(ours.scores(asked)[:, 0] - wanted).max() < 1e-6


def test_trees_say_what_weights_cannot() -> None:
    """The rows are told apart; a feature that is asked for nowhere changes nothing, names alone are a row of ones."""
    rows = made()
    model = boost("made", rows, feature_set="1")
    right = [model.probability(row.features) > 0.5 for row in rows]
    assert np.mean([guess == (row.label == "yes") for guess, row in zip(right, rows, strict=True)]) > 0.9
    assert model.probability({"a": 1.0, "z": 9.0}) == model.probability(["a"])
    assert model.table([]).shape == (0, 1)


def test_signs_are_asked_by_their_names() -> None:
    """A row of signs scores what the row of their names does, as with a linear model."""
    rows = [Row({f"rank=left&{n % 3}": 1.0}, "yes" if n % 3 else "no", f"document-{n}") for n in range(90)]
    model = boost("made", rows, feature_set="1")
    asked = [("rank", "left", n) for n in range(4)]
    assert model.sums([[sign] for sign in asked]).tolist() == model.scores([[name_of(sign)] for sign in asked])[:, 0].tolist()
    assert len(set(model.sums([[asked[0]], [asked[1]]]))) == 2


def test_a_file_keeps_it(tmp_path: Path) -> None:
    """Written and read, a calibrated model says the same; trained twice it is the same bytes."""
    first, second = (boost("made", made(), feature_set="1", calibrated=True) for _ in range(2))
    data = classify.to_bytes(first, version("scikit-learn"))
    assert data == classify.to_bytes(second, version("scikit-learn"))
    file = tmp_path / "made.npz"
    file.write_bytes(data)
    found = classify.load(file, "1")
    rows = [row.features for row in made()]
    assert isinstance(found, BoostedModel)
    assert first.calibration.method == "platt"
    assert np.array_equal(found.table(rows), first.table(rows))


def test_few_rows_still_make_leaves() -> None:
    """Leaves hold fewer rows where there are few, so that a small corpus teaches something."""
    rows = [Row({"a": float(n % 2)}, "yes" if n % 2 else "no", f"document-{n}") for n in range(40)]
    model = boost("made", rows, feature_set="1", calibrated=True)
    assert model.probability({"a": 1.0}) > 0.8 > 0.2 > model.probability({"a": 0.0})


def test_what_does_not_fit_together_is_refused(tmp_path: Path) -> None:
    """A feature that is not there, leaves of another number than the splits have, and numbers that are none are no model."""
    good = boost("made", made(), feature_set="1", growth=Growth(trees=3, depth=2))
    spoilt = [
        replace(good, splits=good.splits + len(NAMES)),
        replace(good, splits=good.splits - 9),
        replace(good, leaves=good.leaves[:, :3]),
        replace(good, leaves=good.leaves * np.nan),
        replace(good, thresholds=good.thresholds[:, :2]),
        replace(good, thresholds=good.thresholds * np.nan),
        replace(good, bias=np.zeros(2)),
        replace(good, kind="multilabel"),
    ]
    for n, model in enumerate(spoilt):
        file = tmp_path / f"{n}.npz"
        file.write_bytes(classify.to_bytes(model, version("scikit-learn")))
        with pytest.raises(ModelError, match="not a whole model file"):
            classify.load(file, "1")


def test_held_out_folds_of_one_class_are_no_error() -> None:
    """Where all that is right stands in one document, the folds without it teach nothing, and calibration copes."""
    rows = [Row({"a": float(n)}, "yes" if n < 5 else "no", "one" if n < 5 else f"document-{n}") for n in range(60)]
    assert boost("made", rows, feature_set="1", calibrated=True).table([{"a": 1.0}]).shape == (1, 1)


def test_leaves_above_the_last_level() -> None:
    """A tree that stops early says so on every path that goes on below it."""
    kinds = [("value", "f8"), ("is_leaf", "?"), ("feature_idx", "i4"), ("num_threshold", "f8"), ("left", "i4"), ("right", "i4")]
    nodes = np.array([(0, False, 1, 0.5, 1, 2), (-1, True, 0, 0, 0, 0), (2, True, 0, 0, 0, 0)], dtype=kinds)
    splits, thresholds, leaves = boosting._level(nodes, 2)
    model = BoostedModel(
        "made", "binary", ("no", "yes"), ("a", "b"), "1", *(p[np.newaxis] for p in (splits, thresholds, leaves)), np.zeros(1)
    )
    model.check()
    assert model.scores([{"b": 0.5}, {"b": 0.6}, {"a": 9.0}])[:, 0].tolist() == [-1.0, 2.0, -1.0]
    columns = np.array([[9.0, 0.5], [9.0, 0.6], [9.0, 0.0]])  # of features of which the model has one
    assert model.columns_scores(("c", "b"), columns)[:, 0].tolist() == model.scores([{"b": 0.5}, {"b": 0.6}, {}])[:, 0].tolist()
    assert model.columns_scores(("c", "b"), columns[:0]).shape == (0, 1)
