"""Engines that read pictures: Tesseract where the system has it, RapidOCR (the extra `ocr`) where not.

On our scans Tesseract reads several times as fast and keeps the spaces (`benchmarks/scans.py`). Both give the
words of a picture with their boxes in pixels.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, Protocol

from docmine.pdf.scans import Grey

TIME_LIMIT = 120.0  # seconds a page
LANGUAGES = ("eng", "fra")
# Small words of one language and not of the other, as they are read in either.
SMALL_WORDS = {
    "eng": frozenset("the of and to for by with that was were from its this had been at which it".split()),
    "fra": frozenset("le la les de des du et en un une au aux par pour que dans sur qui est il ce sont".split()),
}
LEAST_TOLD = 6  # small words that tell a page's language
BOTH = 0.25  # share of the small words that makes a page one of two languages
WORD_LEVEL = "5"  # of Tesseract's table
WHOLE_PAGE, ONE_BLOCK = "3", "6"  # its ways to part a page
SURE = 100.0


class Seen(NamedTuple):
    """A word that an engine saw: its box in pixels, the row it put it in, and how sure it is (0 to 100)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    row: int
    confidence: float


class Engine(Protocol):
    """What reads a picture; raises `EngineError` where it cannot."""

    name: str

    def read(self, grey: Grey, resolution: int) -> list[Seen]: ...

    def rows(self, grey: Grey, resolution: int) -> list[Seen]:
        """As `read`, of a picture that is known to be rows of words one below the other."""

    def turn(self, grey: Grey, resolution: int) -> int:
        """Right angles, clockwise, that would set the picture upright."""


class EngineError(Exception):
    """The engine failed or took too long; its text says which."""


def find_engine() -> Engine | None:
    """The engine this machine has, None where it has none."""
    if shutil.which("tesseract"):
        languages = _languages()
        if languages:
            return Tesseract(languages)
    return find_rapid()


@cache
def _languages() -> tuple[str, ...]:
    try:
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=20, check=True).stdout.decode().split()
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(language for language in LANGUAGES if language in listed)


class Tesseract:
    """The program, fed through pipes: it leaves no file."""

    name = "tesseract"

    def __init__(self, languages: Sequence[str]) -> None:
        self._languages = tuple(languages)
        self._usual: str | None = None  # the language that the pages so far told

    def read(self, grey: Grey, resolution: int) -> list[Seen]:
        """The words, read in the page's own language: one reads better than two at once, and in two thirds of the time.

        A page is read in that of the page before, and again where its small words are another's.
        """
        tried = self._usual or self._languages[0]
        seen = self._words(grey, resolution, tried)
        language = _language_of(seen, self._languages) or self._usual or "+".join(self._languages)
        if language in self._languages:
            self._usual = language
        return seen if language == tried else self._words(grey, resolution, language)

    def rows(self, grey: Grey, resolution: int) -> list[Seen]:
        return self._words(grey, resolution, self._usual or "+".join(self._languages), ONE_BLOCK)

    def _words(self, grey: Grey, resolution: int, languages: str, mode: str = WHOLE_PAGE) -> list[Seen]:
        return list(_words(self._run(grey, resolution, "-l", languages, "--psm", mode, "tsv")))

    def turn(self, grey: Grey, resolution: int) -> int:
        try:
            said = self._run(grey, resolution, "--psm", "0")
        except EngineError:  # too few letters, or the language data for it is missing
            return 0
        values = dict(line.split(": ", 1) for line in said.splitlines() if ": " in line)
        sure = float(values.get("Orientation confidence", "0")) > 2.0
        return int(values.get("Rotate", "0")) // 90 if sure else 0

    def _run(self, grey: Grey, resolution: int, *options: str) -> str:
        height, width = grey.shape
        picture = b"P5 %d %d 255\n" % (width, height) + grey.tobytes()
        command = ["tesseract", "stdin", "stdout", "--dpi", str(resolution), *options]
        # One thread: more cost CPU time and gain little, and batches run a process a core.
        environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
        try:
            done = subprocess.run(command, input=picture, capture_output=True, timeout=TIME_LIMIT, env=environment, check=False)
        except subprocess.TimeoutExpired as error:
            raise EngineError(f"Tesseract took longer than {TIME_LIMIT:.0f} s") from error
        except OSError as error:
            raise EngineError(f"Tesseract cannot be run ({error.strerror})") from error
        if done.returncode:
            raise EngineError(f"Tesseract ended with status {done.returncode}")
        return done.stdout.decode("utf-8", "replace")


def _language_of(seen: Sequence[Seen], languages: Sequence[str]) -> str | None:
    """The language that the page's small words are of; all languages where they are of several, None where there are hardly any."""
    words = [word.text.strip(".,;:()").casefold() for word in seen]
    counts = {language: sum(word in SMALL_WORDS[language] for word in words) for language in languages}
    total = sum(counts.values())
    if total < LEAST_TOLD:
        return None
    most = max(languages, key=lambda language: counts[language])
    return most if counts[most] > (1 - BOTH) * total else "+".join(languages)


def _words(table: str) -> Iterator[Seen]:
    """The words of Tesseract's table; a row is a block's, paragraph's and line's number together."""
    rows: dict[tuple[str, ...], int] = {}
    for line in table.splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) != 12 or cells[0] != WORD_LEVEL or not cells[11].strip():
            continue
        left, top, width, height = map(int, cells[6:10])
        row = rows.setdefault(tuple(cells[2:5]), len(rows))
        yield Seen(cells[11].strip(), left, top, left + width, top + height, row, float(cells[10]))


@cache
def find_rapid() -> Engine | None:
    """RapidOCR, None where the extra `ocr` is not installed."""
    try:
        import rapidocr  # noqa: F401
    except ImportError:
        return None
    return RapidOCR()


class RapidOCR:
    """The package, with the models in its wheel; loaded once."""

    name = "rapidocr"

    def __init__(self) -> None:
        self._model: Any = None

    def read(self, grey: Grey, resolution: int) -> list[Seen]:
        try:
            found = self._loaded()(grey, return_word_box=True, use_cls=False)
        except Exception as error:  # it raises what onnxruntime and OpenCV raise
            raise EngineError("RapidOCR failed") from error
        if found.txts is None:
            return []
        return list(_rapid_words(found))

    def rows(self, grey: Grey, resolution: int) -> list[Seen]:
        return self.read(grey, resolution)

    def turn(self, grey: Grey, resolution: int) -> int:
        return 0

    def _loaded(self) -> Any:
        if self._model is None:
            import logging

            from rapidocr import RapidOCR as Model

            logging.getLogger("RapidOCR").setLevel(logging.ERROR)
            self._model = Model(params={"Global.log_level": "error"})
        return self._model


def _rapid_words(found: Any) -> Iterator[Seen]:
    """RapidOCR's lines cut at their spaces, each word as wide as its share of the line's characters."""
    for row, (text, corners, score) in enumerate(zip(found.txts, found.boxes, found.scores, strict=True)):
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
        advance = (x1 - x0) / max(len(text), 1)
        at = 0
        for part in text.split():
            start = text.index(part, at)
            at = start + len(part)
            yield Seen(part, x0 + start * advance, top, x0 + at * advance, bottom, row, SURE * float(score))
