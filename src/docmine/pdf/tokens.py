"""A page's characters to words: ranges of characters, with the row that PDFium put each in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import eq

HYPHENS = "\ufffe\x02"
ROW = re.compile(r"[^\n\ufffe\x02]+[\n\ufffe\x02]?|[\n\ufffe\x02]")  # a hyphen at a row's end has no line break after it
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
    characters = characters.replace("\0", " ")
    texts: list[str] = []
    rows: list[int] = []
    for row, words in enumerate(map(str.split, ROW.findall(characters))):
        texts += words
        rows += [row] * len(words)
    starts: list[int] = []
    ends: list[int] = []
    find, end = characters.find, 0
    for text in texts:
        start = find(text, end)  # nothing but white space stands before it
        end = start + len(text)
        starts.append(start)
        ends.append(end)
    if any(map(characters.__contains__, HYPHENS)):
        texts = [text[:-1] + "-" if text[-1] in HYPHENS else text for text in texts]
    glued = list(map(eq, starts, [-1, *ends]))  # only a hyphen parts words that touch
    found = Tokens(texts, starts, ends, rows, glued, cut)
    return _cleaned(found) if UNWANTED.search("".join(texts)) else found


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
