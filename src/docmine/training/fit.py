"""Fitting a linear model with scikit-learn and taking its numbers out.

rows = [Row({"word": 1.0}, "yes", "document-1", "document-1.json: paragraph p3"), ...]
model = fit("event-keep", "binary", rows, feature_set="1", settings=Settings(c=0.3))
model.probability({"word": 1.0})
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from sys import intern
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from docmine.classify import Array, Kind, LinearModel, Method, Model
from docmine.errors import AnnotationError
from docmine.training.examples import Example
from docmine.training.folds import deal

NO, YES = "no", "yes"
INNER_FOLDS = 5
DIGITS = 7  # of a weight that are kept: far below any effect, and far above what machines differ in, where a fit comes close enough
CLOSE = 1e-12  # the largest slope that is left where a fit ends


class Present(Mapping[str, float]):
    """Features that are there, each of value one, in a fraction of the room of a dict: there are millions of such rows."""

    __slots__ = ("_names",)

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(map(intern, dict.fromkeys(names)))

    def __getitem__(self, name: str) -> float:
        if name in self._names:
            return 1.0
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def items(self) -> ItemsView[str, float]:
        """As of any mapping, without a search for each."""
        return dict.fromkeys(self._names, 1.0).items()


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
class Lesson:
    """A document and the rows that it teaches."""

    example: Example
    rows: tuple[Row, ...]


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
) -> Model:
    """A calibrated model. `classes` fixes the order (for a binary model: no, yes); otherwise they are sorted.

    Calibration is learnt on scores that models trained without that document gave. Raises AnnotationError if there are no rows,
    or a class has a single example.
    """
    table, model = _uncalibrated(name, kind, rows, feature_set, settings, classes)
    return model if settings.calibration == "none" else _calibrated(model, table, _held_out(kind, table, settings), settings)


def fit_and_judge(
    name: str, kind: Kind, rows: Sequence[Row], *, feature_set: str, settings: Settings, classes: Sequence[str] = ()
) -> tuple[Model, Array]:
    """The same model, and how probable (rows × outputs) models trained without a row's document make its labels."""
    table, model = _uncalibrated(name, kind, rows, feature_set, settings, classes)
    scores = _held_out(kind, table, settings)
    model = _calibrated(model, table, scores, settings)
    return model, model.calibration.apply(scores, kind)


def _uncalibrated(
    name: str, kind: Kind, rows: Sequence[Row], feature_set: str, settings: Settings, classes: Sequence[str]
) -> tuple[Table, LinearModel]:
    wanted = _classes(kind, rows, classes)
    table = Table.of(rows, targets(kind, rows, wanted))
    weights, bias, features = _fit(kind, table, np.arange(len(rows)), settings)
    prior = share(rows, wanted[1]) if kind == "binary" else None
    return table, LinearModel(name, kind, wanted, features, feature_set, weights.round(DIGITS), bias.round(DIGITS), prior=prior)


def _calibrated(model: LinearModel, table: Table, scores: Array, settings: Settings) -> LinearModel:
    from docmine.training.calibration import calibrate

    return replace(model, calibration=calibrate(settings.calibration, scores, table.targets, model.kind))


def _held_out(kind: Kind, table: Table, settings: Settings) -> Array:
    found = np.zeros(table.targets.shape, dtype=np.float64)
    for part in deal(list(table.documents), INNER_FOLDS):
        inside = np.isin(table.documents, part)
        held, rest = np.flatnonzero(inside), np.flatnonzero(~inside)
        if len(rest):
            weights, bias, features = _fit(kind, table, rest, settings)
            columns = [table.columns[name] for name in features]
            found[held] = table.matrix[held][:, columns] @ weights.T + bias
    return found


def targets(kind: Kind, rows: Sequence[Row], classes: Sequence[str]) -> NDArray[np.int64]:
    """1 where a row has an output's class (rows × outputs); a binary model's one output is its second class."""
    outputs = classes[1:] if kind == "binary" else classes
    return np.array([[int(c in row.labels) for c in outputs] for row in rows], dtype=np.int64).reshape(len(rows), len(outputs))


def share(rows: Sequence[Row], label: str) -> float:
    """How frequent a class is."""
    return round(sum(label in row.labels for row in rows) / len(rows), DIGITS)


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
        only = ", ".join(classes) or "without a label"
        raise AnnotationError(f"{rows[0].where or rows[0].document}: all examples are {only}; annotate others too")
    return classes


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as one sparse matrix, from which folds are cut."""

    matrix: Any  # rows × features
    targets: NDArray[np.int64]  # rows × outputs
    documents: NDArray[np.str_]  # of each row
    features: tuple[str, ...]
    columns: dict[str, int]
    spread: Any  # documents × features: 1 where a feature occurs
    order: dict[str, int]  # document to its row in `spread`

    @staticmethod
    def of(rows: Sequence[Row], wanted: NDArray[np.int64]) -> Table:
        names = tuple(sorted({name for row in rows for name, value in row.features.items() if value and "\n" not in name}))
        columns = {name: n for n, name in enumerate(names)}
        matrix = _matrix(rows, columns)
        order = {name: n for n, name in enumerate(sorted({row.document for row in rows}))}
        return Table(matrix, wanted, np.array([row.document for row in rows]), names, columns, _spread_of(matrix, rows, order), order)

    def common(self, rows: NDArray[np.intp], least: int) -> NDArray[np.intp]:
        """Columns of the features that occur in `least` documents of these rows (in all, if there are fewer)."""
        inside = sorted({self.order[name] for name in self.documents[rows]})
        seen = np.asarray(self.spread[inside].sum(axis=0)).ravel()
        return np.flatnonzero(seen >= min(least, len(inside)))


def _spread_of(matrix: Any, rows: Sequence[Row], order: Mapping[str, int]) -> Any:
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

    owners = np.array([order[row.document] for row in rows])
    gather = csr_matrix((np.ones(len(rows)), (owners, np.arange(len(rows)))), shape=(len(order), len(rows)))
    total = gather @ abs(matrix)
    total.data = (total.data > 0).astype(np.float64)
    return total


def _matrix(rows: Sequence[Row], columns: Mapping[str, int]) -> Any:
    from scipy.sparse import csr_matrix

    values: list[float] = []
    at: list[int] = []
    ends = [0]
    for row in rows:
        known = sorted((columns[name], value) for name, value in row.features.items() if name in columns)
        at += [column for column, _ in known]
        values += [value for _, value in known]
        ends.append(len(at))
    return csr_matrix((np.array(values, dtype=np.float64), at, ends), shape=(len(rows), len(columns)))


def _fit(kind: Kind, table: Table, rows: NDArray[np.intp], settings: Settings) -> tuple[Array, Array, tuple[str, ...]]:
    """Weights (outputs × features), bias (outputs) and the names of the features, learnt from these rows."""
    columns = table.common(rows, settings.min_documents)
    matrix, wanted = table.matrix[rows][:, columns], table.targets[rows]
    with one_thread():
        if kind == "multinomial":
            weights, bias = _solve(matrix, wanted.argmax(axis=1), settings, wanted.shape[1])
        else:
            parts = [_solve(matrix, wanted[:, n], settings, 2) for n in range(wanted.shape[1])]
            weights, bias = np.vstack([w for w, _ in parts]), np.concatenate([b for _, b in parts])
    return weights, bias, tuple(table.features[n] for n in columns)


def _solve(matrix: Any, target: NDArray[np.int64], settings: Settings, classes: int) -> tuple[Array, Array]:
    """Weights (outputs × features) and bias (outputs); a class that this part of the data lacks is never chosen."""
    present = np.unique(target)
    outputs = 1 if classes == 2 else classes
    if len(present) == 1:
        return np.zeros((outputs, matrix.shape[1])), _certain(int(present[0]), classes)
    estimator = settled(estimator_of(settings), matrix, target)
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

    # Newton's method: others end where the likelihood hardly changes, which is elsewhere on a machine that sums in another order.
    return LogisticRegression(C=settings.c, class_weight=weight, solver="newton-cg", max_iter=200, tol=CLOSE)


def settled(estimator: Any, matrix: Any, target: NDArray[np.int64]) -> Any:
    """The estimator, fitted. With few rows its end is so near that no step brings nearer; that is no fault to warn of."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*line search")
        return estimator.fit(matrix, target)


def one_thread() -> Any:
    """Sums in one order, so that the same data give the same bits."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    return threadpool_limits(limits=1)
