"""Measured signs that a page was not read well."""

from __future__ import annotations

from docmine.source import Line, Page

LEAST_LETTERS = 40  # fewer say nothing about a page
MOST_LETTERS = 12_000  # more would take the thorough reader minutes
MOST_ODD = 0.08  # share of characters that no text has
MOST_OUTSIDE = 0.3
MOST_LOOSE = 0.5


def doubts(page: Page) -> str | None:
    """Why the page's reading looks wrong, None where it does not. A page without text is none of it: that asks for OCR."""
    letters = sum(len(line.text) for line in page.lines)
    if not LEAST_LETTERS <= letters <= MOST_LETTERS:
        return None
    odd = sum(_is_odd(char) for line in page.lines for char in line.text if not char.isascii())
    if odd > MOST_ODD * letters:
        return "its fonts do not say which letters they show"
    if sum(len(line.text) for line in page.lines if _is_outside(line, page)) > MOST_OUTSIDE * letters:
        return "much of its text lies outside the page"
    words = [word for line in page.lines for word in line.text.split()]
    if sum(len(word) == 1 and word.isalpha() for word in words) > MOST_LOOSE * len(words):
        return "its letters stand apart"
    return None


def _is_odd(char: str) -> bool:
    """Characters that fonts without a map to Unicode give: replacement marks, private use, controls."""
    code = ord(char)
    return code == 0xFFFD or 0xE000 <= code <= 0xF8FF or 0x80 <= code < 0xA0


def _is_outside(line: Line, page: Page) -> bool:
    box = line.box
    return box.x1 < 0 or box.x0 > page.width or box.bottom < 0 or box.top > page.height
