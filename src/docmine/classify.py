"""Trained linear models at run time: features to probabilities with numpy alone.

A model is trained by scikit-learn (`docmine.training`) and written down as plain numbers: the names of its features, a weight for
each, a bias, and the parameters of its calibration. Importing scikit-learn costs more than reading a paper, so nothing here does.

The file is an `.npz` that holds no pickle: `header` (JSON), `features` (names, a line each), `weights` and `bias`, all stored
uncompressed with fixed dates, so that the same model is the same bytes.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from docmine import __version__
from docmine.errors import ModelError

FORMAT = 1
MAX_BYTES = 20_000_000  # of one file
MOST_KNOWN = 20_000  # signs whose weights are kept at hand
RETRAIN = "train the models anew with `docmine train`"

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


def link(scores: Array, kind: Kind) -> Array:
    """Uncalibrated probabilities: a softmax over a multinomial model's outputs, a sigmoid of each output otherwise."""
    if kind != "multinomial":
        return sigmoid(scores)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float64)


def name_of(sign: Sign) -> str:
    """The name of a sign in a model: that of `("rank", "left", 3)` is `rank=left&3`."""
    return f"{sign[0]}={'&'.join(map(str, sign[1:]))}"


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
class LinearModel:
    """Weights of named features for each output: one output a class, but a single one (of the second class) for a binary model.

    `feature_set` names the version of the code that makes its features; `notes` is data for people (thresholds, data hash, figures).
    """

    name: str
    kind: Kind
    classes: tuple[str, ...]
    features: tuple[str, ...]
    weights: Array  # outputs × features
    bias: Array  # outputs
    feature_set: str
    calibration: Calibration = Calibration()
    notes: Mapping[str, Any] = field(default_factory=dict)

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
        found = [self._score(row if isinstance(row, Mapping) else dict.fromkeys(row, 1.0)) for row in rows]
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

    @cached_property
    def _of_signs(self) -> _Weights:
        return _Weights(self._only)

    def sums(self, rows: Iterable[Sequence[Sign]]) -> Array:
        """The scores (one a row) that a model with one output gives to rows of signs. No sign may stand twice in a row, and each value
        must be of the same type wherever its sign occurs (`True` and `1` are equal, their names are not)."""
        weight, bias = self._of_signs.__getitem__, self._only_bias
        return np.array([math.fsum(map(weight, row)) + bias for row in rows], dtype=np.float64)

    def _score(self, row: Features) -> Array:
        columns = self.columns
        known = [name for name in row if name in columns]
        if not known:
            return self.bias
        values = np.array([row[name] for name in known])
        return np.asarray(values @ self._by_feature[[columns[name] for name in known]] + self.bias, dtype=np.float64)

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


def to_bytes(model: LinearModel, scikit_learn: str) -> bytes:
    """The model's file; the same model gives the same bytes. `scikit_learn` is the version that trained it."""
    header = {
        "format": FORMAT,
        "name": model.name,
        "kind": model.kind,
        "classes": model.classes,
        "feature_set": model.feature_set,
        "calibration": {"method": model.calibration.method, "parameters": model.calibration.parameters},
        "scikit_learn": scikit_learn,
        "docmine": __version__,
        "notes": dict(model.notes),
    }
    parts = {
        "header": _of_text(json.dumps(header, ensure_ascii=False, sort_keys=True)),
        "features": _of_text("\n".join(model.features)),
        "weights": np.ascontiguousarray(model.weights, dtype="<f8"),
        "bias": np.ascontiguousarray(model.bias, dtype="<f8"),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, array in parts.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, array, allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            archive.writestr(info, member.getvalue())
    return out.getvalue()


def save(model: LinearModel, file: Path, scikit_learn: str) -> None:
    """Write the model's file, whole or not at all."""
    from docmine.writing import write_atomically

    write_atomically(file, to_bytes(model, scikit_learn))


def _of_text(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


@lru_cache(maxsize=32)
def load(file: Path, feature_set: str) -> LinearModel:
    """The model in a file, whose features must be of the version `feature_set`.

    Raises ModelError if it is damaged, or was trained for another feature set or with another scikit-learn than is installed.
    """
    header, parts = _read(file)
    _check_versions(file, header, feature_set)
    try:
        model = LinearModel(
            name=str(header["name"]),
            kind=header["kind"],
            classes=tuple(header["classes"]),
            features=tuple(filter(None, bytes(parts["features"]).decode("utf-8").split("\n"))),
            weights=np.asarray(parts["weights"], dtype=np.float64),
            bias=np.asarray(parts["bias"], dtype=np.float64),
            feature_set=feature_set,
            calibration=Calibration(header["calibration"]["method"], tuple(map(tuple, header["calibration"]["parameters"]))),
            notes=header["notes"],
        )
        _check_shape(model)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(file, error) from None
    return model


def _read(file: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    parts: dict[str, NDArray[Any]] = {}
    try:
        if file.stat().st_size > MAX_BYTES:
            raise ValueError("too large")
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                if info.compress_type != zipfile.ZIP_STORED or info.file_size > MAX_BYTES:
                    raise ValueError("not stored as it should be")  # what is not compressed cannot unpack to more than it is
                parts[info.filename.removesuffix(".npy")] = np.lib.format.read_array(
                    io.BytesIO(archive.read(info)), allow_pickle=False, max_header_size=1000
                )
        header = json.loads(bytes(parts["header"]))
        if not isinstance(header, dict) or not {"features", "weights", "bias"} <= parts.keys():
            raise ValueError("incomplete")
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, EOFError, SyntaxError, NotImplementedError, RecursionError) as error:
        raise _damaged(file, error) from None
    return header, parts


def _damaged(file: Path, error: Exception) -> ModelError:
    reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
    return ModelError(f"{file}: is not a whole model file ({reason}); {RETRAIN}")


def _check_versions(file: Path, header: Mapping[str, Any], feature_set: str) -> None:
    installed = version("scikit-learn")
    if header.get("format") != FORMAT:
        raise ModelError(f"{file}: is of format {header.get('format')!r}, this docmine reads format {FORMAT}; {RETRAIN}")
    if header.get("feature_set") != feature_set:
        raise ModelError(f"{file}: has features of version {header.get('feature_set')!r}, this docmine makes {feature_set!r}; {RETRAIN}")
    if _minor(str(header.get("scikit_learn"))) != _minor(installed):
        raise ModelError(f"{file}: was trained with scikit-learn {header.get('scikit_learn')}, {installed} is installed; {RETRAIN}")


def _minor(release: str) -> list[str]:
    return release.split(".")[:2]


def _check_shape(model: LinearModel) -> None:
    """ValueError if the parts do not fit together."""
    outputs = 1 if model.kind == "binary" else len(model.classes)
    if model.kind not in get_args(Kind) or model.calibration.method not in get_args(Method):
        raise ValueError("unknown kind or calibration")
    least = 1 if model.kind == "multilabel" else 2
    if len(model.classes) < least or (model.kind == "binary" and len(model.classes) > 2):
        raise ValueError("a wrong number of classes")
    if model.weights.shape != (outputs, len(model.features)) or model.bias.shape != (outputs,):
        raise ValueError("its parts do not fit together")
    if not (np.isfinite(model.weights).all() and np.isfinite(model.bias).all()):
        raise ValueError("weights that are no numbers")
    _check_calibration(model.calibration, outputs)


def _check_calibration(calibration: Calibration, outputs: int) -> None:
    sizes = {"none": (0, 0), "temperature": (1, 1), "platt": (outputs, 2), "isotonic": (outputs, None)}
    count, length = sizes[calibration.method]
    fits = len(calibration.parameters) == count and all(
        len(p) == length if length is not None else len(p) >= 2 and len(p) % 2 == 0 for p in calibration.parameters
    )
    numbers = [number for parameters in calibration.parameters for number in parameters]
    if not fits or not all(isinstance(n, (int, float)) and np.isfinite(n) for n in numbers):
        raise ValueError("its calibration does not fit")


def shipped() -> Path:
    """Where the models that come with docmine lie: in the installed package, or at the top of the project's own folder."""
    inside = Path(__file__).parent / "models"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "models"


def find(name: str, feature_set: str, folders: Sequence[Path]) -> LinearModel | None:
    """The model `name` of the first folder that has it; None if none does. Raises ModelError for one that cannot be used."""
    for folder in folders:
        file = folder / f"{name}.npz"
        if file.is_file():
            return load(file, feature_set)
    return None


def folders(models: str, vocabulary_folder: Path) -> list[Path]:
    """Where to look for models: `models` is `auto` (the vocabulary's own folder `models`, then docmine's), `none`, or a folder.

    Raises ModelError for a folder that is not there.
    """
    if models == "none":
        return []
    if models == "auto":
        return [vocabulary_folder / "models", shipped()]
    if not Path(models).is_dir():
        raise ModelError(f"{models}: no such folder of models; make it with `docmine train --out {models}`")
    return [Path(models)]
