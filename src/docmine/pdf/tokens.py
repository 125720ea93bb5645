"""A page's characters to words: ranges of characters, with the row that PDFium put each in."""

from __future__ import annotations

import re
from dataclasses import dataclass

HYPHENS = "\ufffe\x02"
TOKEN = re.compile(r"[^\s\x00\ufffe\x02]*[\ufffe\x02]|[^\s\x00\ufffe\x02]+|\n")
UNWANTED = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]")


@dataclass(slots=True)
class Tokens:
    """The words of a page as ranges of its characters; parallel lists."""

    texts: list[str]
    starts: list[int]
    ends: list[int]  # half-open
    rows: list[int]
    glued: list[bool]
    cut: bool = False  # the page had more characters than are read


def find_tokens(characters: str, cut: bool) -> Tokens:
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    rows: list[int] = []
    glued: list[bool] = []
    row, reached = 0, -1
    for match in TOKEN.finditer(characters):
        token = match.group()
        if token == "\n":
            row += 1
            continue
        start, end = match.span()
        clean = token if token.isascii() and token.isprintable() else _cleaned(token)
        if clean:
            texts.append(clean)
            starts.append(start)
            ends.append(end)
            rows.append(row)
            glued.append(start == reached)
        reached = end
        if token[-1] in HYPHENS:
            row += 1
    return Tokens(texts, starts, ends, rows, glued, cut)


def _cleaned(token: str) -> str:
    """The token with PDFium's line-end hyphen as a hyphen, without characters that show nothing or steer a terminal."""
    hyphen = "-" if token[-1] in HYPHENS else ""
    return UNWANTED.sub("", token) + hyphen
