"""Accept today's output as golden: run by a person who has read the changes, never by a test.

    python tests/golden/accept.py [--anew FOLDER...]

No figure that fell is accepted, but of a folder that holds other papers than before (`--anew annotations`): the commit must say what
its old papers have now.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import docmine
from docmine import evaluate
from docmine.table import render

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def main() -> None:
    sys.path.insert(0, str(HERE))
    from test_accuracy import FOLDERS, SHOWN, TOLERANCE

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--anew", nargs="+", default=[], choices=FOLDERS, metavar="FOLDER", help="a folder that holds other papers now")
    anew = parser.parse_args().anew
    pipeline = docmine.load()
    for folder, every in FOLDERS.items():
        outcome = evaluate.evaluate(ROOT / folder, pipeline.annotate, every=every)
        summary = evaluate.Outcome(outcome.figures, {}, {})  # the lists are long, and `--against` can be given a full result
        golden = HERE / f"{Path(folder).name}.json"
        if folder not in anew and (fallen := evaluate.fallen(outcome, evaluate.load(golden), TOLERANCE)):
            sys.exit("\n".join((f"{folder}: not accepted; mend what made it fall", *fallen)))
        golden.write_text(summary.to_json(), "utf-8")
        print("\n".join((folder, *evaluate.table(outcome))))
    for name in SHOWN:
        (HERE / f"{name}.txt").write_text(render(pipeline.annotate(ROOT / "corpus" / f"{name}.pdf"), width=100), "utf-8")


if __name__ == "__main__":
    main()
