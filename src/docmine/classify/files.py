"""Model files: written, read and found.

A file is an `.npz` that holds no pickle: `header` (JSON), `features` (names, a line each) and the model's own arrays, all stored
uncompressed with fixed dates, so that the same model is the same bytes.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from docmine import __version__
from docmine.classify.boosted import BoostedModel
from docmine.classify.linear import LinearModel
from docmine.classify.model import Calibration, Kind, Method, Model
from docmine.errors import ModelError

FORMAT = 3
MAX_BYTES = 20_000_000  # of one file
RETRAIN = "train the models anew with `docmine train`"
ESTIMATORS: Mapping[str, type[Model]] = {kind.ESTIMATOR: kind for kind in (LinearModel, BoostedModel)}


def to_bytes(model: Model, scikit_learn: str) -> bytes:
    """The model's file; the same model gives the same bytes. `scikit_learn` is the version that trained it."""
    header = {
        "format": FORMAT,
        "name": model.name,
        "estimator": model.ESTIMATOR,
        "kind": model.kind,
        "classes": model.classes,
        "feature_set": model.feature_set,
        "calibration": {"method": model.calibration.method, "parameters": model.calibration.parameters},
        "prior": model.prior,
        "scikit_learn": scikit_learn,
        "docmine": __version__,
        "notes": dict(model.notes),
    }
    parts = {
        "header": _of_text(json.dumps(header, ensure_ascii=False, sort_keys=True)),
        "features": _of_text("\n".join(model.features)),
        **{name: np.ascontiguousarray(getattr(model, name), dtype=type_) for name, type_ in model.PARTS.items()},
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


def _of_text(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


@lru_cache(maxsize=32)
def load(file: Path, feature_set: str) -> Model:
    """The model in a file, whose features must be of the version `feature_set`.

    Raises ModelError if it is damaged, or was trained for another feature set or with another scikit-learn than is installed.
    """
    header, parts = _read(file)
    _check_versions(file, header, feature_set)
    try:
        estimator = ESTIMATORS[header["estimator"]]
        model = estimator(
            name=str(header["name"]),
            kind=header["kind"],
            classes=tuple(header["classes"]),
            features=tuple(filter(None, bytes(parts["features"]).decode("utf-8").split("\n"))),
            feature_set=feature_set,
            calibration=Calibration(header["calibration"]["method"], tuple(map(tuple, header["calibration"]["parameters"]))),
            prior=header["prior"],
            notes=header["notes"],
            **{name: np.asarray(parts[name], dtype=np.dtype(type_).newbyteorder("=")) for name, type_ in estimator.PARTS.items()},
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
        if not isinstance(header, dict) or "features" not in parts:
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


def _check_shape(model: Model) -> None:
    """ValueError if the parts do not fit together."""
    if model.kind not in get_args(Kind) or model.calibration.method not in get_args(Method):
        raise ValueError("unknown kind or calibration")
    least = 1 if model.kind == "multilabel" else 2
    if len(model.classes) < least or (model.kind == "binary" and len(model.classes) > 2):
        raise ValueError("a wrong number of classes")
    if model.prior is not None and not (isinstance(model.prior, float) and 0 < model.prior < 1):
        raise ValueError("a prior that is no probability")
    model.check()
    _check_calibration(model.calibration, model.outputs)


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
    inside = Path(__file__).parents[1] / "models"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "models"


def find(name: str, feature_set: str, folders: Sequence[Path]) -> Model | None:
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
