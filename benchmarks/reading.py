"""Speed of docmine beside pdfplumber's words, on the same files in the same run.

    python benchmarks/reading.py FILE.pdf...      (default: the corpus)

Prints pages a CPU second and the ratio to pdfplumber; a ratio carries from machine to machine, a figure does not.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

import docmine
from docmine.intake import open_source
from docmine.layout import lay_out
from docmine.pdf import read_pdf

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


def words(file: Path) -> int:
    """pdfplumber: every word with font and size; returns the pages."""
    with pdfplumber.open(file) as pdf:
        for page in pdf.pages:
            page.extract_words(extra_attrs=["fontname", "size"])
            page.close()
        return len(pdf.pages)


def reading(file: Path) -> int:
    return sum(1 for _ in read_pdf(open_source(file)))


def layout(file: Path) -> int:
    pages = list(read_pdf(open_source(file)))
    lay_out(pages)
    return len(pages)


def whole(file: Path) -> int:
    return docmine.load().annotate(file).source.pages


def pages_per_second(work: Callable[[Path], int], files: list[Path]) -> float:
    before = time.process_time()
    pages = sum(map(work, files))
    return pages / (time.process_time() - before)


def main() -> None:
    files = [Path(name) for name in sys.argv[1:]] or sorted(CORPUS.glob("*.pdf"))
    whole(files[0])  # models and vocabulary are loaded once, before the clock runs
    base = pages_per_second(words, files)
    print(f"{'pdfplumber extract_words':32} {base:7.1f} pages/CPU-s    1.0")
    for name, work in (("docmine reading", reading), ("docmine reading and layout", layout), ("docmine end to end", whole)):
        rate = pages_per_second(work, files)
        print(f"{name:32} {rate:7.1f} pages/CPU-s  {rate / base:5.1f}")


if __name__ == "__main__":
    main()
