"""Measured signs that a page was not read well: by which reader it is to be read again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docmine.source import Line, Page

# What to say where a page needs OCR and the machine has no engine.
INSTALL = "to read scans install Tesseract (apt install tesseract-ocr tesseract-ocr-fra), or pip install 'docmine[ocr]'"
LEAST_LETTERS = 40  # fewer say nothing about a page
MOST_LETTERS = 12_000  # more would take the thorough reader minutes
MOST_ODD = 0.08  # share of characters that no text has
MOST_OUTSIDE = 0.3
MOST_LOOSE = 0.5

PICTURE = 0.5  # share of the page that pictures cover: a scan
SOME_PICTURE = 0.25  # of a page without a word: a scan with white margins cut off
OUTLINES = 150  # paths on a page without a word: letters drawn as shapes
FINE = 50.0  # dots an inch: letters of a coarser picture cannot be read; shades and patterns are drawn so
FEW_LETTERS = "it is a picture with hardly any text"
STAMP = 250  # letters; fewer on a scan are a stamp, a page number or a cover's title
MOST_PIXELS = 200_000_000  # of a picture: A2 at 600 dots an inch; a larger one is not drawn, as PDFium would hold it whole
LAYER = 0.5  # share of words that are invisible: an OCR program's
# Words of three letters and more that no language writes so: 0 to 4 % in good layers, 12 % and more in bad ones.
MOST_STRANGE = 0.09
LEAST_WORDS = 30
MAYBE_WORD = re.compile(r"\S{3,40}")
EDGE_SIGNS = ".,;:!?()[]{}\"'“”‘’«»*…-–—/<>"
PLAIN_WORD = re.compile(r"[^\W\d_]{1,30}(?:[-'’./&–—][^\W\d_]{1,30}){0,6}(?:['’]?s|\(s\)|\(e\))?")
CODE = re.compile(r"[A-Z0-9](?=\D*\d)[\w./()\-–:,%°+]*|[\d.,:/()%\-–°$€£+ ]+(?:st|nd|rd|th|er|e|ème)?|(?>\S*?(?:@|//|www\.))\S*")
INNER_CAPITAL = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]")
NO_VOWEL = re.compile(r"[^aeiouyàâäéèêëîïôöùûüÿœæ\W\d_]{4,}", re.IGNORECASE)
ODD = re.compile(r"[\ufffd\ue000-\uf8ff\x80-\x9f]")  # what fonts without a map to Unicode give: replacement marks, private use, controls
REPEATED = re.compile(r"([^\W\d_])\1{2}")


@dataclass(frozen=True, slots=True)
class PageSigns:
    """What a page's drawing says of it: the share of it that pictures cover, its number of paths, the share of invisible words,
    the pixels that its largest picture claims to have, and the share of it that pictures cover which are fine enough to show letters."""

    picture: float = 0.0
    paths: int = 0
    hidden: float = 0.0
    pixels: int = 0
    fine: float = 0.0


def asks_for_ocr(page: Page, signs: PageSigns) -> str | None:
    """Why the page is to be read from its picture, None where its text will do or nothing is on it."""
    if not any(any(map(str.isalnum, line.text)) for line in page.lines):
        if signs.picture >= SOME_PICTURE:
            return "it is a picture without text"
        return "its letters are drawn as shapes" if signs.paths >= OUTLINES else None
    if signs.picture < PICTURE:
        return None
    if sum(sum(map(str.isalnum, line.text)) for line in page.lines) < STAMP:
        return FEW_LETTERS
    words = [word for line in page.lines for word in MAYBE_WORD.findall(line.text)]
    if len(words) >= LEAST_WORDS and strangeness(words) > MOST_STRANGE:
        return "the text under its picture is badly recognised"
    return None


def has_ocr_layer(signs: PageSigns) -> bool:
    """Whether an OCR program wrote the page's text: words that do not show, over a picture of the page."""
    return signs.picture >= PICTURE and signs.hidden >= LAYER


def strangeness(words: list[str]) -> float:
    """The share of words that no language writes so: signs or digits among letters, capitals inside, no vowel, a letter thrice."""
    return sum(map(_is_strange, words)) / max(1, len(words))


def _is_strange(word: str) -> bool:
    bare = word.strip(EDGE_SIGNS)
    if len(bare) < 3 or CODE.fullmatch(bare):
        return False
    if not PLAIN_WORD.fullmatch(bare) or REPEATED.search(bare):
        return True
    if bare.isupper():
        return False
    return bool(INNER_CAPITAL.search(bare.removeprefix("Mc"))) or bool(NO_VOWEL.fullmatch(bare))


def doubts(page: Page) -> str | None:
    """Why the page's reading looks wrong, None where it does not. A page without text is none of it: that asks for OCR."""
    letters = sum([len(line.text) for line in page.lines])
    if not LEAST_LETTERS <= letters <= MOST_LETTERS:
        return None
    odd = sum([len(ODD.findall(line.text)) for line in page.lines if not line.text.isascii()])
    if odd > MOST_ODD * letters:
        return "its fonts do not say which letters they show"
    if sum([len(line.text) for line in page.lines if _is_outside(line, page)]) > MOST_OUTSIDE * letters:
        return "much of its text lies outside the page"
    words = " ".join([line.text for line in page.lines]).split()
    most = MOST_LOOSE * len(words)
    if list(map(len, words)).count(1) > most and sum([len(word) == 1 and word.isalpha() for word in words]) > most:
        return "its letters stand apart"
    return None


def _is_outside(line: Line, page: Page) -> bool:
    box = line.box
    return box.x1 < 0 or box.x0 > page.width or box.bottom < 0 or box.top > page.height
