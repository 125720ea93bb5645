"""Is it right? The shipped pipeline on the annotated corpus, against the figures it had when last looked at by a person.

`python tests/golden/accept.py` writes both kinds of golden anew, after somebody has read what `docmine evaluate --against` lists.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docmine import evaluate
from docmine.pipeline import Pipeline
from docmine.table import render

HERE = Path(__file__).parent
TOLERANCE = 0.005  # of F1: less than the corpus can tell apart, more than one document's bad luck
# Every how manieth paper of each folder: of those that models and rules have seen, a sixth tells as much in a sixth of the time.
FOLDERS = {"annotations": 6, "annotations/unseen": 1, "annotations/layouts": 1}
SHOWN = ("ptc-2012-intersessional-developments", "fr-ctp-intersession-2014", "int-unece-sc3-2012")


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_figure_falls(folder: str, pipeline: Pipeline, root: Path) -> None:
    """No F1 on the corpus, or on the papers that nothing is learnt from, lies more than the tolerance below the accepted one."""
    before = evaluate.load(HERE / f"{Path(folder).name}.json")
    outcome = evaluate.evaluate(root / folder, pipeline.annotate, every=FOLDERS[folder])
    assert evaluate.fallen(outcome, before, TOLERANCE) == []


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_changed_unseen(name: str, pipeline: Pipeline, root: Path) -> None:
    """Did it change? The table of a document is the one that was last accepted."""
    golden = (HERE / f"{name}.txt").read_text("utf-8")
    assert render(pipeline.annotate(root / "corpus" / f"{name}.pdf"), width=100) == golden


def test_the_readme_shows_what_comes_out(pipeline: Pipeline, root: Path) -> None:
    """The README's sample is the first endorsement of the paper that it names."""
    shown = json.loads((root / "README.md").read_text("utf-8").split("```json\n")[1].split("```")[0])
    record = json.loads(pipeline.annotate(root / "corpus/ptc-2012-intersessional-developments.pdf").to_json())
    assert shown == record["endorsements"][0]
