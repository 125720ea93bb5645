"""Scoring says what the team's own scorer says, and what was gained and lost."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from docmine import evaluate, gold, scoring
from docmine.errors import SourceError
from docmine.pipeline import Pipeline
from docmine.records import Record


def test_figures_are_those_of_the_reference_scorer(shared: Path, pipeline: Pipeline, tmp_path: Path) -> None:
    """On the seed and on the real papers every count is the reference scorer's."""
    spec = importlib.util.spec_from_file_location("score", shared / "tools/score.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    for folder in ("seed", "real"):
        records, score = tmp_path / folder, scoring.Score()
        records.mkdir()
        for truth in gold.read(shared / "reference" / folder):
            file = evaluate.find_document(truth.name, shared / "reference" / folder)
            record = _annotated(pipeline, file)
            if record is not None:
                (records / f"{truth.name}.json").write_text(record.to_json(), "utf-8")
            score.add(truth, record)
        tally, _ = reference.score(shared / "reference" / folder, records)
        ours = {name: (t.right, t.extra, t.missed) for name, t in score.tallies.items()}
        assert ours == {name: (t.tp, t.fp, t.fn) for name, t in tally.items()}


def _annotated(pipeline: Pipeline, file: Path) -> Record | None:
    try:
        return pipeline.annotate(file)
    except SourceError:
        return None


@pytest.mark.parametrize(
    ("given", "folded"),
    [
        ("The Council", "council"),
        ("  “Policy\u00a0Commission”. ", "policy commission"),
        ("Sub- Committee", "sub-committee"),
        ("le Comité", "comité"),
        ("14–16 March 2018", "14-16 march 2018"),
        ("théâtre", "théâtre"),
    ],
)
def test_fold_drops_what_does_not_count(given: str, folded: str) -> None:
    """Case, spaces, dashes, quotation marks and a leading article do not count; accents and words do."""
    assert scoring.fold(given) == folded


@pytest.mark.parametrize(
    ("value", "folded"),
    [("1953/..", "1953"), ("../2001", "2001"), ("2012~", "2012"), ("{1999-02-22,1999-02-26}", "1999-02-22/1999-02-26"), (None, None)],
)
def test_fold_edtf_drops_open_ends_and_qualifiers(value: str | None, folded: str | None) -> None:
    """`1953/..` counts as `1953`, a set as its outer interval."""
    assert scoring.fold_edtf(value) == folded


def test_changes_name_what_was_gained_and_lost() -> None:
    """An item that was missed and is found is gained; the reverse is lost; a new extra is named."""
    before = evaluate.Outcome({}, {"a": ["DATE 'x' x1"]}, {"a": []})
    now = evaluate.Outcome({}, {"a": ["DATE 'y' x1"]}, {"a": ["BODY extra 'z' x1"]})
    assert list(evaluate.changes(now, before)) == ["a: gained DATE 'y' x1", "a: lost DATE 'x' x1", "a: new BODY extra 'z' x1"]


def test_fallen_figures_are_told_beyond_the_tolerance() -> None:
    """A fall within the tolerance passes; one beyond it is named with both figures."""
    before = evaluate.Outcome({"DATE": {"f1": 0.9}, "BODY": {"f1": 0.9}}, {}, {})
    now = evaluate.Outcome({"DATE": {"f1": 0.895}, "BODY": {"f1": 0.8}}, {}, {})
    assert evaluate.fallen(now, before, 0.01) == ["BODY: F1 0.800 is more than 0.010 below 0.900"]


def test_an_outcome_survives_writing_and_reading(tmp_path: Path) -> None:
    """What `--out` writes, `--against` reads."""
    outcome = evaluate.Outcome({"DATE": {"f1": 1.0}}, {"a": ["x"]}, {"a": []})
    file = tmp_path / "result.json"
    file.write_text(outcome.to_json(), "utf-8")
    assert evaluate.load(file) == outcome
    assert json.loads(file.read_text("utf-8"))["docmine"]


def test_every_third_document_is_judged(root: Path) -> None:
    """With `every`, the first document in order of name and each third after it are judged, and no other is read."""
    folder = root / "annotations/unseen"
    read: list[str] = []

    def unread(file: Path) -> Record:
        read.append(file.stem)
        raise SourceError(f"{file}: not read")

    evaluate.evaluate(folder, unread, every=3)
    assert read == sorted(file.stem for file in folder.glob("*.json"))[::3]
