"""Peak memory of one long document: does it grow with the number of pages, and by how much.

    python benchmarks/memory.py [PAGES...]      (default: 100 1000)

The document is the corpus's own papers, one after the other. Each size runs in a process of its own; the first line is the models and a
paper of three pages.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
SHORT = CORPUS / "ptc-2012-intersessional-developments.pdf"
ANNOTATE = "import sys, docmine; from pathlib import Path; docmine.load().annotate(Path(sys.argv[1]))"


def made(pages: int, file: Path) -> int:
    """Write a document of so many pages, or of all that the corpus has; how many it has."""
    whole = pypdfium2.PdfDocument.new()
    for paper in sorted(CORPUS.glob("*.pdf")):
        if len(whole) >= pages:
            break
        with pypdfium2.PdfDocument(paper) as part:
            whole.import_pages(part, list(range(min(len(part), pages - len(whole)))))
    whole.save(file)
    return len(whole)


def peak(file: Path) -> float:
    """Peak resident memory in MB (of 10^6 bytes) of a process that annotates the file."""
    running = subprocess.Popen([sys.executable, "-c", ANNOTATE, file])
    _, status, usage = os.wait4(running.pid, 0)
    if status:
        raise SystemExit(f"{file}: could not be annotated")
    return usage.ru_maxrss * 1024 / 1e6


def main(sizes: list[int]) -> None:
    least = peak(SHORT)
    print(f"models and a short paper  {least:6.0f} MB")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "long.pdf"
            pages = made(size, file)
            whole = peak(file)
            print(f"{pages:5} pages  {whole:6.0f} MB, {whole - least:6.0f} above")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [100, 1000])
