"""Model files and what they compute."""

from __future__ import annotations

import io
import json
import math
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmine import classify
from docmine.classify import Kind, LinearModel, Model, adjusted, linear
from docmine.errors import ModelError
from docmine.training.calibration import calibrate
from docmine.training.fit import Row, Settings, estimator_of, fit, targets

WORDS = "endorse adopt note welcome draft plan committee council report agenda".split()
LABELS: dict[Kind, list[str]] = {"binary": ["no", "yes"], "multinomial": ["a", "b", "c"], "multilabel": ["x", "y", "z"]}


def made(kind: Kind, count: int = 120) -> list[Row]:
    """Rows whose labels lean on their words, from twelve documents."""
    chance = random.Random(7)
    rows = []
    for n in range(count):
        label = chance.choice(LABELS[kind])
        words = [*chance.sample(WORDS, 4), f"{label}{chance.randint(1, 3)}" if chance.random() < 0.8 else "noise"]
        labels: str | frozenset[str] = label
        if kind == "multilabel":
            labels = frozenset(c for c in LABELS[kind] if c == label or chance.random() < 0.2)
        rows.append(Row({word: round(chance.uniform(0.2, 2.0), 3) for word in words}, labels, f"document-{n % 12:02}", f"p{n}"))
    return rows


@pytest.mark.parametrize("kind", ["binary", "multilabel"])
def test_even_rows_are_scored_alike(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of one value, told by the places of their features, have the scores of the same rows by name; empty ones, and many, too."""
    monkeypatch.setattr(linear, "AT_ONCE", 2)
    model = fit("made", kind, made(kind), feature_set="1", settings=Settings(min_documents=1))
    rows = [((0, 3, 2), 0.5), ((), 0.7), ((1,), 2.0), ((), 1.0), ((4, 0), -1.0)]
    assert np.allclose(model.even_scores(rows), Model.even_scores(model, rows))
    assert model.even_scores([]).shape == (0, model.outputs)


@pytest.mark.parametrize("kind", ["binary", "multinomial", "multilabel"])
def test_columns_weigh_what_rows_weigh(kind: Kind) -> None:
    """A table with a column a feature has the very scores of its rows by name; columns that the model does not know count nothing."""
    rows = [row.features for row in made(kind)]
    model = fit("made", kind, made(kind), feature_set="1", settings=Settings(calibration="none", min_documents=1))
    names = sorted({name for row in rows for name in row} | {"unheard"})
    table = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    assert np.allclose(model.columns_scores(names, table), model.scores(rows), rtol=0, atol=1e-12)
    assert np.array_equal(model.of_columns(names, table), model.table(dict(zip(names, row, strict=True)) for row in table.tolist()))


@pytest.mark.parametrize("kind", ["binary", "multinomial", "multilabel"])
def test_probabilities_are_scikit_learns(kind: Kind) -> None:
    """Read back from its file, a model says to a millionth what scikit-learn's predict_proba says."""
    rows = made(kind)
    settings = Settings(calibration="none", min_documents=1)
    model = fit("made", kind, rows, feature_set="1", settings=settings)
    table = reloaded(model).table([row.features for row in rows])
    from sklearn.feature_extraction import DictVectorizer

    matrix = DictVectorizer().fit_transform([dict(row.features) for row in rows])
    wanted = targets(kind, rows, model.classes)
    if kind == "multinomial":
        theirs = estimator_of(settings).fit(matrix, wanted.argmax(axis=1)).predict_proba(matrix)
    else:
        theirs = np.column_stack([estimator_of(settings).fit(matrix, column).predict_proba(matrix)[:, 1] for column in wanted.T])
    assert np.abs(table - theirs).max() < 1e-6


def test_platt_is_scikit_learns() -> None:
    """A calibrated probability is that of a logistic regression on the scores."""
    rows = made("binary")
    wanted = targets("binary", rows, ("no", "yes"))
    scores = wanted + np.random.default_rng(1).normal(size=wanted.shape)
    from sklearn.linear_model import LogisticRegression

    theirs = LogisticRegression(C=1e3, max_iter=1000, tol=1e-12).fit(scores, wanted[:, 0]).predict_proba(scores)[:, 1]
    ours = calibrate("platt", scores, wanted, "binary").apply(scores, "binary")[:, 0]
    assert np.abs(ours - theirs).max() < 1e-6


@pytest.mark.parametrize("method", ["temperature", "platt", "isotonic"])
@pytest.mark.parametrize("kind", ["binary", "multinomial", "multilabel"])
def test_calibrated_probabilities_are_probabilities(kind: Kind, method: str) -> None:
    """Every calibration gives numbers from 0 to 1; those of a multinomial model sum to 1; a file keeps them."""
    rows = made(kind)
    model = fit("made", kind, rows, feature_set="1", settings=Settings(calibration=method))  # type: ignore[arg-type]
    table = model.table([row.features for row in rows])
    assert table.min() >= 0
    assert table.max() <= 1
    if kind == "multinomial":
        assert np.allclose(table.sum(axis=1), 1)
    assert np.array_equal(reloaded(model).table([row.features for row in rows]), table)


def test_features_may_be_names_alone() -> None:
    """A set of names is a row of ones; names that the model does not know count nothing."""
    model = small()
    assert model.probability({"a": 1.0}) == model.probability(["a", "never seen"])
    assert model.probability([]) == pytest.approx(1 / (1 + np.exp(0.5)))
    assert model.best({"a": 2.0}) == ("yes", model.probabilities({"a": 2.0})["yes"])


def test_signs_beyond_those_kept_at_hand_weigh_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many signs a paper has, few are held, and each has its weight."""
    monkeypatch.setattr(linear, "MOST_KNOWN", 2)
    weights = linear._Weights({f"a={n}": n / 2 for n in range(9)})
    assert [weights["a", n] for n in (*range(9), 0, 9)] == [n / 2 for n in range(9)] + [0.0, 0.0]
    assert len(weights) <= 2


def test_same_model_same_bytes() -> None:
    """Trained twice on the same rows in another order of features, a model is the same file."""
    rows = made("multinomial")
    turned = [replace(row, features=dict(reversed(row.features.items()))) for row in rows]
    first, second = (classify.to_bytes(fit("made", "multinomial", r, feature_set="1"), "1.0") for r in (rows, turned))
    assert first == second


def test_no_pickle_inside() -> None:
    """Every part of a model file is plain numbers: it can be read with pickle forbidden, and nothing in it is compressed."""
    with zipfile.ZipFile(io.BytesIO(classify.to_bytes(small(), "1.0"))) as archive:
        for info in archive.infolist():
            assert info.compress_type == zipfile.ZIP_STORED
            array = np.lib.format.read_array(io.BytesIO(archive.read(info)), allow_pickle=False)
            assert array.dtype != object


def damaged(data: bytes) -> bytes:
    return data[: len(data) // 2]


def bit_turned(data: bytes) -> bytes:
    return data[:300] + bytes([data[300] ^ 1]) + data[301:]


def with_header(**changes: Any) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {i.filename: np.lib.format.read_array(io.BytesIO(archive.read(i)), allow_pickle=False) for i in archive.infolist()}
        header = json.loads(bytes(parts["header.npy"])) | changes
        parts["header.npy"] = np.frombuffer(json.dumps(header).encode(), dtype=np.uint8)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, array in parts.items():
                member = io.BytesIO()
                np.lib.format.write_array(member, array, allow_pickle=False)
                archive.writestr(name, member.getvalue())
        return out.getvalue()

    return change


def compressed(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as other:
        for info in archive.infolist():
            other.writestr(info.filename, archive.read(info))
    return out.getvalue()


def pickled(data: bytes) -> bytes:
    out = io.BytesIO()
    np.savez(out, header=np.array([{"format": 1}], dtype=object), features=np.zeros(1), weights=np.zeros(1), bias=np.zeros(1))
    return out.getvalue()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (damaged, "not a whole model file"),
        (bit_turned, "not a whole model file"),
        (compressed, "not a whole model file"),
        (pickled, "not a whole model file"),
        (lambda data: b"", "not a whole model file"),
        (lambda data: b"\x80\x04K\x01.", "not a whole model file"),
        (with_header(format=99), "format 99"),
        (with_header(feature_set="0"), "version '0'"),
        (with_header(scikit_learn="0.1.2"), "trained with scikit-learn 0.1.2"),
        (with_header(kind="forest"), "not a whole model file"),
        (with_header(estimator="forest"), "not a whole model file"),
        (with_header(estimator="boosted"), "not a whole model file"),
        (with_header(classes=["one"], kind="multinomial"), "not a whole model file"),
        (with_header(calibration={"method": "platt", "parameters": [[1.0]]}), "not a whole model file"),
        (with_header(calibration={"method": "platt", "parameters": [["a", "b"]]}), "not a whole model file"),
        (with_header(calibration=None), "not a whole model file"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, spoil: Callable[[bytes], bytes], says: str) -> None:
    """A damaged file, or one of another format, feature set or scikit-learn, is refused in one line that says how to get a good one."""
    file = tmp_path / "made.npz"
    file.write_bytes(spoil(classify.to_bytes(small(), version("scikit-learn"))))
    with pytest.raises(ModelError) as error:
        classify.load(file, "1")
    assert says in str(error.value)
    assert "docmine train" in str(error.value)
    assert "\n" not in str(error.value)


def test_no_byte_can_be_changed_unnoticed() -> None:
    """Whichever byte of a member's content is changed, the file is refused or says the same as before."""
    good = classify.to_bytes(small(), version("scikit-learn"))
    for at in range(0, len(good), 7):
        spoilt = good[:at] + bytes([good[at] ^ 0x10]) + good[at + 1 :]
        try:
            model = reloaded_bytes(spoilt)
        except ModelError:
            continue
        assert model.probability({"a": 1.0}) == small().probability({"a": 1.0})


def test_shipped_models_are_small_and_quick(root: Path) -> None:
    """All models that come with docmine are read in under 0.3 s and take less than 20 MB."""
    files = sorted(classify.shipped().glob("*.npz"))
    assert files
    assert sum(file.stat().st_size for file in files) < 20_000_000
    sets = [json.loads(bytes(np.load(file)["header"]))["feature_set"] for file in files]
    classify.load.cache_clear()
    start = time.perf_counter()
    for file, feature_set in zip(files, sets, strict=True):
        classify.load(file, feature_set)
    assert time.perf_counter() - start < 0.3


def test_annotating_imports_no_scikit_learn(root: Path, tmp_path: Path) -> None:
    """A document is annotated with the trained models and without scikit-learn."""
    (tmp_path / "paper.txt").write_text("1. The Permanent Technical Committee endorsed the Guidelines on transit.\n", "utf-8")
    code = (
        "import sys, docmine; record = docmine.annotate(sys.argv[1]); assert docmine.load().nlp.get_pipe('docmine_sections').models; "
        "print([m for m in sys.modules if m.split('.')[0] in ('sklearn', 'joblib')])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "paper.txt")], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_folder_of_models(tmp_path: Path) -> None:
    """`none` means no models, a folder is that folder, and a folder that is not there is refused."""
    assert classify.folders("none", tmp_path) == []
    assert classify.folders(str(tmp_path), tmp_path) == [tmp_path]
    assert classify.folders("auto", tmp_path)[0] == tmp_path / "models"
    assert classify.find("absent", "1", [tmp_path]) is None
    with pytest.raises(ModelError, match="no such folder"):
        classify.folders(str(tmp_path / "nowhere"), tmp_path)


def small() -> LinearModel:
    return LinearModel("made", "binary", ("no", "yes"), ("a", "b"), "1", np.array([[2.0, -1.0]]), np.array([-0.5]))


def reloaded_bytes(data: bytes) -> Model:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.npz"
        file.write_bytes(data)
        classify.load.cache_clear()
        return classify.load(file, "1")


def reloaded(model: Model) -> Model:
    return reloaded_bytes(classify.to_bytes(model, version("scikit-learn")))


def test_a_frequent_class_is_believed_where_it_is_frequent() -> None:
    """Doubtful examples follow the rest of their document where that has many; alone, and where there are few, they are as they were."""
    alone = adjusted(np.array([0.4]), 0.1, 100.0)
    among = adjusted(np.array([0.4] + [0.95] * 60), 0.1, 100.0)
    rare = adjusted(np.array([0.4] + [0.001] * 200), 0.1, 100.0)
    assert 0.4 <= alone[0] < 0.42
    assert math.isclose(rare[0], 0.4)
    assert among[0] > 0.6


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=40), st.floats(0.01, 0.99), st.floats(1.0, 500.0))
def test_adjusted_probabilities_keep_their_order(values: list[float], prior: float, weight: float) -> None:
    """They stay probabilities, and none overtakes another."""
    found = adjusted(np.array(values), prior, weight)
    assert ((found >= 0) & (found <= 1)).all()
    assert (np.diff(found[np.argsort(values, kind="stable")]) >= -1e-12).all()
