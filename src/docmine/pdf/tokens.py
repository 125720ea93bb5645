"""A page's characters to words: ranges of characters, with the row that PDFium put each in."""

from __future__ import annotations

import re
from dataclasses import dataclass

HYPHENS = "\ufffe\x02"
ROW_END = re.compile(r"[\n\ufffe\x02]")  # a hyphen at a row's end has no line break after it
TOKEN = re.compile(r"[^\s\x00]+")
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
    found = Tokens([], [], [], [], [], cut)
    first, reached = 0, -1
    for row, last in enumerate([*(match.end() for match in ROW_END.finditer(characters)), len(characters)]):
        spans = [match.span() for match in TOKEN.finditer(characters, first, last)]
        first = last
        if not spans:
            continue
        found.texts += [characters[start:end] for start, end in spans]
        found.starts += [start for start, _ in spans]
        found.ends += [end for _, end in spans]
        found.rows += [row] * len(spans)
        found.glued += [spans[0][0] == reached] + [False] * (len(spans) - 1)
        reached = spans[-1][1]
        if characters[last - 1] in HYPHENS:
            found.texts[-1] = found.texts[-1][:-1] + "-"
    return _cleaned(found) if UNWANTED.search("".join(found.texts)) else found


def _cleaned(tokens: Tokens) -> Tokens:
    """The tokens without characters that show nothing or steer a terminal; those that are nothing else are left out."""
    texts = [UNWANTED.sub("", text) for text in tokens.texts]
    kept = [index for index, text in enumerate(texts) if text]
    return Tokens(
        [texts[index] for index in kept],
        [tokens.starts[index] for index in kept],
        [tokens.ends[index] for index in kept],
        [tokens.rows[index] for index in kept],
        [tokens.glued[index] for index in kept],
        tokens.cut,
    )
