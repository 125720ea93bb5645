"""Fitting a linear model with scikit-learn and taking its numbers out.

    rows = [Row({"word": 1.0}, "yes", "document-1", "document-1.json: paragraph p3"), ...]
    model = fit("event-keep", "binary", rows, feature_set="1", settings=Settings(c=0.3))
    model.probability({"word": 1.0})
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from docmine.classify import Array, Calibration, Kind, LinearModel, Method
from docmine.errors import AnnotationError
from docmine.training.folds import deal

NO, YES = "no", "yes"
INNER_FOLDS = 5
DIGITS = 9  # of a weight that are kept: far below any effect, and the same on every machine


@dataclass(frozen=True, slots=True)
class Row:
    """One example: its features, its label (labels, for a multi-label model), the document it comes from (never split between
    folds), and the file and paragraph that an error message names."""

    features: Mapping[str, float]
    label: str | frozenset[str]
    document: str
    where: str = ""

    @property
    def labels(self) -> frozenset[str]:
        return self.label if isinstance(self.label, frozenset) else frozenset((self.label,))


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen: the estimator, how freely it fits (`c`), in how many documents a feature must occur, class weights."""

    estimator: Literal["logistic", "svm"] = "logistic"
    c: float = 1.0
    min_documents: int = 2
    balanced: bool = False
    calibration: Method = "platt"


def fit(
    name: str,
    kind: Kind,
    rows: Sequence[Row],
    *,
    feature_set: str,
    settings: Settings = Settings(),
    classes: Sequence[str] = (),
    notes: Mapping[str, Any] | None = None,
) -> LinearModel:
    """A calibrated model. `classes` fixes the order (for a binary model: no, yes); otherwise they are sorted.

    Calibration is learnt on scores that models trained without that document gave. Raises AnnotationError if there are no rows,
    or a class has a single example.
    """
    wanted = _classes(kind, rows, classes)
    model = _fit(name, kind, rows, wanted, feature_set, settings)
    if settings.calibration != "none":
        from docmine.training.calibration import calibrate

        scores = out_of_fold(rows, lambda part: _fit(name, kind, part, wanted, feature_set, settings).scores, outputs=len(model.bias))
        model = replace(model, calibration=calibrate(settings.calibration, scores, targets(kind, rows, wanted), kind))
    return replace(model, notes=dict(notes or {}))


def out_of_fold(
    rows: Sequence[Row], train: Callable[[Sequence[Row]], Callable[[list[Mapping[str, float]]], Array]], outputs: int, k: int = INNER_FOLDS
) -> Array:
    """For each row (rows × outputs) what a function made by `train` from the other documents' rows says of it."""
    found = np.zeros((len(rows), outputs))
    for part in deal([row.document for row in rows], k):
        held = [n for n, row in enumerate(rows) if row.document in set(part)]
        rest = [row for row in rows if row.document not in set(part)]
        if rest:
            found[held] = train(rest)([dict(rows[n].features) for n in held])
    return found


def targets(kind: Kind, rows: Sequence[Row], classes: Sequence[str]) -> NDArray[np.int64]:
    """1 where a row has an output's class (rows × outputs); a binary model's one output is its second class."""
    outputs = classes[1:] if kind == "binary" else classes
    return np.array([[int(c in row.labels) for c in outputs] for row in rows], dtype=np.int64).reshape(len(rows), len(outputs))


def _classes(kind: Kind, rows: Sequence[Row], wanted: Sequence[str]) -> tuple[str, ...]:
    """The classes that have examples, checked."""
    if not rows:
        raise AnnotationError("there is nothing to learn from: no annotated paragraph has an example; annotate some")
    where: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for label in row.labels:
            where[label].append(row.where or row.document)
    for label in sorted(where):
        if len(where[label]) == 1:
            raise AnnotationError(f"{where[label][0]}: the only example of {label!r}; annotate more of them or leave it out")
    classes = tuple(c for c in wanted if c in where) if wanted else tuple(sorted(where))
    if len(classes) < (1 if kind == "multilabel" else 2):
        raise AnnotationError(f"{rows[0].where or rows[0].document}: all examples are {', '.join(classes) or 'without a label'}; annotate others too")
    return classes


def _fit(name: str, kind: Kind, rows: Sequence[Row], classes: tuple[str, ...], feature_set: str, settings: Settings) -> LinearModel:
    features = _features(rows, settings.min_documents)
    matrix = _matrix(rows, features)
    wanted = targets(kind, rows, classes)
    with _one_thread():
        if kind == "multinomial":
            weights, bias = _solve(matrix, wanted.argmax(axis=1), settings, len(classes))
        else:
            parts = [_solve(matrix, wanted[:, n], settings, 2) for n in range(wanted.shape[1])]
            weights, bias = np.vstack([w for w, _ in parts]), np.concatenate([b for _, b in parts])
    return LinearModel(name, kind, classes, features, weights.round(DIGITS), bias.round(DIGITS), feature_set)


def _features(rows: Sequence[Row], min_documents: int) -> tuple[str, ...]:
    """Names that occur in documents enough, sorted."""
    seen: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name, value in row.features.items():
            if value:
                seen[name].add(row.document)
    least = min(min_documents, len({row.document for row in rows}))
    return tuple(sorted(name for name, documents in seen.items() if len(documents) >= least and "\n" not in name))


def _matrix(rows: Sequence[Row], features: Sequence[str]) -> Any:
    from scipy.sparse import csr_matrix

    columns = {name: n for n, name in enumerate(features)}
    values, at, ends = [], [], [0]
    for row in rows:
        known = sorted((columns[name], value) for name, value in row.features.items() if name in columns)
        at += [column for column, _ in known]
        values += [value for _, value in known]
        ends.append(len(at))
    return csr_matrix((np.array(values, dtype=np.float64), at, ends), shape=(len(rows), len(features)))


def _solve(matrix: Any, target: NDArray[np.int64], settings: Settings, classes: int) -> tuple[Array, Array]:
    """Weights (outputs × features) and bias (outputs); a class that this part of the data lacks is never chosen."""
    present = np.unique(target)
    outputs = 1 if classes == 2 else classes
    if len(present) == 1:
        return np.zeros((outputs, matrix.shape[1])), _certain(int(present[0]), classes)
    estimator = estimator_of(settings)
    estimator.fit(matrix, target)
    return _spread(estimator.coef_, estimator.intercept_, present, classes)


def _certain(present: int, classes: int) -> Array:
    if classes == 2:
        return np.array([8.0 if present else -8.0])
    return np.where(np.arange(classes) == present, 8.0, -8.0).astype(np.float64)


def _spread(weights: Array, bias: Array, present: NDArray[np.int64], classes: int) -> tuple[Array, Array]:
    """A solver's outputs moved to the places of their classes."""
    if classes == 2:
        return np.asarray(weights, dtype=np.float64), np.asarray(bias, dtype=np.float64)
    if len(present) == 2:  # the solver's one output is the log odds of the second
        weights, bias = np.vstack([-weights / 2, weights / 2]), np.array([-bias[0] / 2, bias[0] / 2])
    all_weights, all_bias = np.zeros((classes, weights.shape[1])), np.full(classes, -20.0)
    all_weights[present], all_bias[present] = weights, bias
    return all_weights, all_bias


def estimator_of(settings: Settings) -> Any:
    """The scikit-learn estimator that the settings name, not fitted."""
    weight = "balanced" if settings.balanced else None
    if settings.estimator == "svm":
        from sklearn.svm import LinearSVC

        return LinearSVC(C=settings.c, class_weight=weight, random_state=0, max_iter=20_000)
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=settings.c, class_weight=weight, max_iter=3000, tol=1e-6)


def _one_thread() -> Any:
    """Sums in one order, so that the same data give the same bits."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(limits=1)


def counts(rows: Sequence[Row]) -> Counter[str]:
    """How often each label occurs."""
    return Counter(label for row in rows for label in row.labels)


def documents(rows: Sequence[Row]) -> Iterator[str]:
    """The documents that rows come from, each once, sorted."""
    yield from sorted({row.document for row in rows})
