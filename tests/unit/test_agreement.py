"""Agreement of two annotations: what counts as the same, and that the second annotation is there and whole."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from docmine import annotated
from docmine.gold import GoldEndorsement
from docmine.vocabulary import load


@pytest.fixture(scope="module")
def agreement() -> ModuleType:
    """The command `annotations/agreement.py` as a module."""
    spec = importlib.util.spec_from_file_location("agreement", Path(__file__).parents[2] / "annotations/agreement.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["agreement"] = module
    spec.loader.exec_module(module)
    return module


def seen(act: str, status: str, subject: str, date: str | None = None) -> GoldEndorsement:
    return GoldEndorsement(act=act, status=status, subject=subject, bodies=frozenset({"wco/ptc"}), date=date, package=None)


def test_an_endorsement_is_matched_whatever_its_act_and_status(agreement: ModuleType) -> None:
    """Two readers who differ in act and status saw the same endorsement; the fields say in what they differ."""
    first, second = [seen("agree", "done", "Transit Guidelines")], [seen("approve", "planned", "draft Transit Guidelines", "2018-03")]
    assert agreement.pairs(first, second) == [(0, 0)]
    same = agreement.agreed_fields(first[0], second[0])
    assert same == {"act": False, "status": False, "subject": False, "bodies": True, "date": False, "package": True}
    assert agreement.pairs(first, [seen("agree", "done", "scale of contributions")]) == []


def test_an_annotation_agrees_with_itself(agreement: ModuleType, root: Path, tmp_path: Path) -> None:
    """A document against its own copy: everything the same, no difference told."""
    shutil.copy(root / "annotations/cen-2024-council-decisions.json", tmp_path)
    score, fields, matched, lines = agreement.compare(root / "annotations", tmp_path)
    assert score.tallies["BODY"].f1 == score.tallies["endorsement+"].f1 == 1
    assert set(fields.values()) == {matched}
    assert lines == []


def test_the_second_annotation_is_of_eight_documents_and_quotes_its_text(root: Path) -> None:
    """At least eight documents were annotated twice, each on the same text."""
    second = annotated.read_all(root / "annotations/second", load())
    assert len(second) >= 8
    for annotation in second:
        first = annotated.read(root / "annotations" / annotation.source.name.replace(".pdf", ".json"))
        assert [p.text for p in first.paragraphs] == [p.text for p in annotation.paragraphs]
