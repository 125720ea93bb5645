"""How well scans are read: papers of the corpus drawn at 200 dots an inch, tilted and speckled, beside the papers themselves.

    python benchmarks/scans.py [--engine tesseract|rapidocr] [NAME...]     (default: every engine of this machine, a sample of the corpus)

For each engine: characters misread (of the text without white space), endorsement F1 on scans and on the papers, and
seconds a page.
"""

from __future__ import annotations

import argparse
import difflib
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/unit"))

from made_scan import scanned

import docmine
from docmine import annotated, gold, scoring
from docmine.intake import open_source
from docmine.pdf import engines, read_pdf
from docmine.pdf.ocr import ScanReader
from docmine.pdf.open import open_pdf
from docmine.source import Page

SAMPLE = (
    "ptc-2012-intersessional-developments", "plain-ptc-report-2017", "fr-ctp-intersession-2014", "plain-conseil-administration-2010",
    "int-unece-sc3-2012", "cen-2018-policy-commission-revenue-package", "int-imo-msc-2003", "plain-fisheries-report-2007",
)  # fmt: skip


def misread(paper: list[Page], scan: list[Page]) -> tuple[int, int]:
    """Characters that differ, and characters in all."""
    one, other = ("".join("".join(line.text.split()) for page in pages for line in page.lines) for pages in (paper, scan))
    same = sum(block.size for block in difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    return max(len(one), len(other)) - same, len(one)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*", metavar="NAME")
    asked.add_argument("--engine", choices=("tesseract", "rapidocr"))
    options = asked.parse_args()
    names = options.names or SAMPLE
    pipeline = docmine.load()
    here = {engine.name: engine for engine in (engines.find_engine(), engines.find_rapid()) if engine is not None}
    found = [engine for engine in here.values() if options.engine in (None, engine.name)]
    if not found:
        sys.exit(f"this machine does not have {options.engine or 'an engine'}")
    native = scoring.Score()
    scores = {engine.name: scoring.Score() for engine in found}
    counts = {engine.name: [0, 0, 0.0, 0] for engine in found}
    for name in names:
        truth = gold.of_annotation(annotated.read(ROOT / "annotations" / f"{name}.json"))
        paper = open_source(ROOT / "corpus" / f"{name}.pdf")
        pages = list(read_pdf(paper))
        native.add(truth, pipeline.annotate_pages(paper, iter(pages)))
        scan = open_source(scanned(paper.data), f"{name}.pdf")
        for engine in found:
            begin = time.perf_counter()
            reader = ScanReader(scan, open_pdf(scan, None), engine)
            seen = [reader.page(number) for number in range(1, len(pages) + 1)]
            tally = counts[engine.name]
            wrong, letters = misread(pages, seen)
            tally[0] += wrong
            tally[1] += letters
            tally[2] += time.perf_counter() - begin
            tally[3] += len(pages)
            scores[engine.name].add(truth, pipeline.annotate_pages(scan, iter(seen)))
    print(f"{len(names)} papers, endorsement F1 on the papers themselves {native.tallies['endorsement'].f1:.3f}")
    for name, (wrong, letters, seconds, count) in counts.items():
        paragraphs, endorsements = (scores[name].tallies[figure].f1 or 0.0 for figure in ("paragraph", "endorsement"))
        found_right = f"paragraph {paragraphs:.3f}  endorsement {endorsements:.3f}"
        print(f"{name:10} misread {wrong / letters:.2%}  {found_right}  {seconds / count:.1f} s a page")


if __name__ == "__main__":
    main()
