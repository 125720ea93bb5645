"""Speed of docmine beside other readers, on the same files in one run and one process (pdftotext is its own program).

    python benchmarks/reading.py FILE.pdf...      (default: the corpus)

Prints pages a CPU second and the ratio to pdfplumber; a ratio carries from machine to machine, a figure does not. Each file goes to
all in turn, so that a machine whose own speed changes meanwhile changes it for all, and to docmine as a whole first: what it remembers
of a file is no help.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pdfplumber
import pypdfium2

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


def pdfminer(file: Path) -> int:
    from pdfminer.high_level import extract_pages

    return sum(1 for _ in extract_pages(file))


def pypdf(file: Path) -> int:
    from pypdf import PdfReader

    return len([page.extract_text() for page in PdfReader(file).pages])


def pdfium_text(file: Path) -> int:
    document = pypdfium2.PdfDocument(file)
    try:
        for page in document:
            page.get_textpage().get_text_bounded()
        return len(document)
    finally:
        document.close()


def pdftotext(file: Path) -> int:
    subprocess.run(["pdftotext", "-bbox-layout", str(file), "/dev/null"], check=True)
    return reading_pages(file)


def reading_pages(file: Path) -> int:
    document = pypdfium2.PdfDocument(file)
    try:
        return len(document)
    finally:
        document.close()


def others() -> list[tuple[str, Callable[[Path], int]]]:
    """The peers that this machine has."""
    found: list[tuple[str, Callable[[Path], int]]] = [("pdfminer.six", pdfminer), ("pypdfium2 text", pdfium_text)]
    if find_spec("pypdf"):
        found.append(("pypdf text", pypdf))
    if shutil.which("pdftotext"):
        found.append(("pdftotext -bbox-layout", pdftotext))
    return found


def cpu_seconds() -> float:
    """Of this process and the programs it ran."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    first, *corpus = sorted(CORPUS.glob("*.pdf"))
    files = parser.parse_args().files or corpus
    whole(first)  # models and vocabulary are loaded once, before the clock runs
    works = [
        ("pdfplumber extract_words", words),
        ("docmine end to end", whole),
        ("docmine reading and layout", layout),
        ("docmine reading", reading),
        *others(),
    ]
    seconds = dict.fromkeys((name for name, _ in works), 0.0)
    pages = 0
    for file in files:
        for name, work in works:
            before = cpu_seconds()
            read = work(file)
            seconds[name] += cpu_seconds() - before
        pages += read
    base = seconds["pdfplumber extract_words"]
    for name, spent in seconds.items():
        print(f"{name:32} {pages / spent:7.1f} pages/CPU-s  {base / spent:5.1f}")


if __name__ == "__main__":
    main()
