"""Accept today's output as golden: run by a person who has read the changes, never by a test."""

from __future__ import annotations

import sys
from pathlib import Path

import docmine
from docmine import evaluate
from docmine.table import render

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def main() -> None:
    sys.path.insert(0, str(HERE))
    from test_accuracy import SHOWN

    pipeline = docmine.load()
    outcome = evaluate.evaluate(ROOT / "annotations", pipeline.annotate)
    summary = evaluate.Outcome(outcome.figures, {}, {})  # the lists are long, and `--against` can be given a full result
    (HERE / "accuracy.json").write_text(summary.to_json(), "utf-8")
    for name in SHOWN:
        (HERE / f"{name}.txt").write_text(render(pipeline.annotate(ROOT / "corpus" / f"{name}.pdf"), width=100), "utf-8")
    print("\n".join(evaluate.table(outcome)))


if __name__ == "__main__":
    main()
