"""Sentence boundaries inside paragraphs, English and French.

A full stop ends a sentence unless it belongs to an abbreviation, an initial, a number or an enumeration mark; a sentence
never crosses a paragraph, and a semicolon never ends one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import yaml
from spacy.language import Language
from spacy.tokens import Doc, Span

from docmine import bridge

# A candidate end: the stop, closing signs, white space, and the first sign of what follows.
END = re.compile(r"(?P<stop>[.!?…]{1,3})(?P<close>[)\]”\"’'»\s]{0,3}?)\s{1,3}(?P<open>[(\[“\"‘'«•–-]{0,3}\s?)(?P<next>\w)")
BEFORE = re.compile(r"([^\W_]{1,30}(?:\.[^\W_]{1,3}){0,4})$")


@cache
def _words(name: str) -> frozenset[str]:
    """A list of `sentences.yml`: `titles`, `references`, `months` or `openers`."""
    table = yaml.safe_load(files("docmine.components").joinpath("sentences.yml").read_text("utf-8"))
    return frozenset(table[name].split())


def sentence_starts(text: str) -> list[int]:
    """Offsets of `text` at which a sentence begins; the first is 0."""
    return [0, *_inner_starts(text)]


def _inner_starts(text: str) -> Iterator[int]:
    for match in END.finditer(text):
        if _ends(text, match):
            yield match.start("open") if match["open"].strip() else match.start("next")


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether the stop found closes a sentence."""
    following = match["next"]
    if following.islower() and match["stop"] != "…":
        return False
    if match["stop"][0] != "." or match["close"].strip():
        return True
    before = BEFORE.search(text, max(0, match.start() - 50), match.start())
    if before is None:
        return bool(text[: match.start()].strip())
    return not _abbreviated(text, before, match)


def _abbreviated(text: str, before: re.Match[str], match: re.Match[str]) -> bool:
    word = before[1].lower()
    after = re.match(r"\w{1,20}", text[match.start("next") :])
    plain = after is not None and after[0].lower() in _words("openers")
    if word in _words("titles"):
        return True
    if word in _words("references"):
        return match["next"].isdigit() or not plain
    if word in _words("months"):
        return match["next"].isdigit()
    if _is_mark(text, before):
        return True
    return ((len(word) == 1 and word.isalpha()) or "." in word) and not plain


def _is_mark(text: str, before: re.Match[str]) -> bool:
    """An enumeration mark at the paragraph's beginning or after a sign that opens an item: `3.`, `IV.`, `: a.`"""
    lead = text[: before.start()].rstrip()
    short = (before[1].isdigit() and len(before[1]) <= 3) or len(before[1]) == 1 or re.fullmatch(r"[IVXLC]{1,6}", before[1]) is not None
    return short and (not lead or lead[-1] in ":;.(")


def paragraph_starts(paragraph: Span, offsets: Sequence[int]) -> Iterator[int]:
    """Token indices of the `Doc` at which sentences of `paragraph` begin; `offsets` are where the tokens begin in the text."""
    yield paragraph.start
    for at in _inner_starts(bridge.text_of(paragraph)):
        offset = paragraph.start_char + at
        token = bisect_left(offsets, offset, paragraph.start, paragraph.end)
        if token < paragraph.end and offsets[token] == offset:
            yield token


class Sentences:
    """Writes `token.is_sent_start` for every token."""

    def __call__(self, doc: Doc) -> Doc:
        offsets = doc.to_array("IDX").tolist()
        starts = {i for paragraph in bridge.paragraphs(doc) for i in paragraph_starts(paragraph, offsets)}
        values = np.full(len(doc), -1, dtype=np.int64)
        values[sorted(starts | {0}) if len(doc) else []] = 1
        # One call for all: setting `is_sent_start` token by token costs the square of the document's length.
        array: Any = values.astype(np.uint64)
        return doc.from_array(["SENT_START"], array)


@Language.factory("docmine_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    """The component; it takes no options."""
    return Sentences()
