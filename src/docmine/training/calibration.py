"""Confidence that means what it says: calibration learnt on held-out scores, and the figures that judge it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docmine.classify import Array, Calibration, Kind, Method, link
from docmine.training.fit import CLOSE, DIGITS, settled

TEMPERATURES = np.exp(np.linspace(np.log(0.2), np.log(8.0), 400))
EDGE = 1e-6
BINS = 10


def calibrate(method: Method, scores: Array, targets: NDArray[np.int64], kind: Kind) -> Calibration:
    """The calibration of that method that fits held-out `scores` (rows × outputs) best; `targets` is 1 where an output is right."""
    if method == "temperature":
        return Calibration(method, ((_temperature(scores, targets, kind),),))
    if method == "platt":
        return Calibration(method, tuple(_platt(scores[:, n], targets[:, n]) for n in range(scores.shape[1])))
    if method == "isotonic":
        raw = link(scores, kind)
        return Calibration(method, tuple(_isotonic(raw[:, n], targets[:, n]) for n in range(scores.shape[1])))
    return Calibration()


def _temperature(scores: Array, targets: NDArray[np.int64], kind: Kind) -> float:
    """The temperature with the least log loss."""
    losses = [_log_loss(link(scores / float(t), kind), targets, kind) for t in TEMPERATURES]
    return round(float(TEMPERATURES[int(np.argmin(losses))]), DIGITS)


def _log_loss(found: Array, targets: NDArray[np.int64], kind: Kind) -> float:
    clear = np.clip(found, EDGE, 1 - EDGE)
    loss = -(targets * np.log(clear)).sum()
    return float(loss if kind == "multinomial" else loss - ((1 - targets) * np.log(1 - clear)).sum())


def _platt(scores: Array, target: NDArray[np.int64]) -> tuple[float, float]:
    if len(np.unique(target)) < 2:
        return (1.0, 0.0)
    from sklearn.linear_model import LogisticRegression

    fitted = settled(LogisticRegression(C=1e3, solver="newton-cg", max_iter=200, tol=CLOSE), scores.reshape(-1, 1), target)
    slope, shift = round(float(fitted.coef_[0, 0]), DIGITS), round(float(fitted.intercept_[0]), DIGITS)
    return (slope, shift) if slope > 0 else (1.0, 0.0)  # never turn the order round


def _isotonic(raw: Array, target: NDArray[np.int64]) -> tuple[float, ...]:
    from sklearn.isotonic import IsotonicRegression

    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(raw, target)
    xs, ys = fitted.X_thresholds_.round(DIGITS), fitted.y_thresholds_.round(DIGITS)
    return (*map(float, xs), *map(float, ys))


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims of about one confidence: how many, how confident on average, and what share was right."""

    count: int
    confidence: float
    right: float


def reliability(confidences: Array, right: NDArray[np.bool_], bins: int = BINS) -> list[Bin]:
    """Claims in bins of equal width, empty ones left out."""
    which = np.minimum((confidences * bins).astype(int), bins - 1)
    found = []
    for n in range(bins):
        inside = which == n
        if inside.any():
            found.append(Bin(int(inside.sum()), float(confidences[inside].mean()), float(right[inside].mean())))
    return found


def expected_calibration_error(confidences: Array, right: NDArray[np.bool_], bins: int = BINS) -> float:
    """The mean distance between confidence and share right, over all claims."""
    total = max(1, len(confidences))
    return sum(b.count * abs(b.confidence - b.right) for b in reliability(confidences, right, bins)) / total


def coverage(confidences: Array, right: NDArray[np.bool_]) -> list[tuple[float, float, float]]:
    """(confidence, share of the claims at least that confident, share of those that are wrong), most confident first."""
    order = np.argsort(-confidences, kind="stable")
    wrong = np.cumsum(~right[order])
    counts = np.arange(1, len(order) + 1)
    ordered = confidences[order]
    last = np.append(ordered[1:] != ordered[:-1], True) if len(ordered) else np.array([], dtype=bool)
    return [(float(ordered[n]), float(counts[n] / len(order)), float(wrong[n] / counts[n])) for n in np.flatnonzero(last)]


def precision_at(confidences: Array, right: NDArray[np.bool_], least: float) -> tuple[float | None, int]:
    """Share right of the claims with confidence of `least` or more (None if there is none), and how many they are."""
    inside = confidences >= least
    return (float(right[inside].mean()) if inside.any() else None), int(inside.sum())
