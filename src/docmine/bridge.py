"""Paragraphs to one spaCy `Doc`; the only place that registers extensions.

The `Doc`'s text is the text of the document's paragraphs (headings and furniture stay outside), each followed by a blank line.
Layers, filled left to right by the components:

| layer | where | written by |
| --- | --- | --- |
| paragraphs | `doc.spans["paragraphs"]`, `span._.place` is a `Place` | `build` |
| sentences | `doc.sents` | `docmine_sentences` |
| front matter | `doc._.front`, a `Front` | `docmine_front` |
| dates | `doc.spans["mentions"]`, label `DATE`; `span._.value`, `span._.date` | `docmine_dates` |
| bodies, packages | `doc.spans["mentions"]`, label `BODY` or `PACKAGE`; `span._.value` | `docmine_mentions` |
| links | `span._.value` of definite references | `docmine_links` |
| paragraph packages | `doc._.packages`: paragraph id to ((package id, confidence), …) | `docmine_sections` |
| what acts of a paragraph without a package are likeliest on | `doc._.leanings`: paragraph id to package id | `docmine_sections` |
| endorsements | `doc._.events`, a tuple of `Event` | `docmine_events` |
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from docmine.dates import DateValue
from docmine.source import Block, Layout, Source

SEPARATOR = "\n\n"
NAMED_UNIT = re.compile(r"(?![IVXLC]{1,15}\b)[^\W\d_]{2}")  # two letters that are no roman number
# Letters, digits and signs apart, so that any mention begins and ends on a token (`2-6 March`, `l'année`, `30th`, `12May`); behind each
# but white space, the single space that may follow it.
TOKEN = re.compile(r"([^\W\d_]+|\d+|\s+|[\W_])((?<!\s) )?", re.S)


@dataclass(frozen=True, slots=True)
class Heading:
    """A section as the components see it; `path` holds the titles from the top down to its own."""

    id: str
    title: str
    level: int
    parent: str | None
    number: str | None
    path: tuple[str, ...]
    block: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands in its document."""

    id: str
    block: Block
    section: Heading | None
    parent: str | None  # id of the numbered paragraph it hangs under


@dataclass(frozen=True, slots=True)
class Front:
    """The document's own data, resolved: see `records.DocumentInfo`."""

    symbol: str | None = None
    title: str | None = None
    agenda_item: str | None = None
    body: str | None = None
    body_name: str | None = None  # as printed, for an issuing body that the vocabulary lacks
    masthead: str | None = None  # the body of the vocabulary, an organisation mostly, that the title page prints, or whose organ it names
    sessions: tuple[int, ...] = ()
    date: tuple[str, DateValue] | None = None  # as printed, value
    meeting: tuple[str, DateValue] | None = None
    place: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Event:
    """An endorsement: spans of the `Doc`, ids and values (see `records.Endorsement`)."""

    act: str
    status: str
    trigger: Span
    subject: Span
    agents: tuple[Span, ...] = ()
    bodies: tuple[str, ...] = ()
    date: Span | None = None
    sessions: tuple[int, ...] = ()
    package: str | None = None
    confidence: float = 0.5
    reasons: tuple[str, ...] = field(default=(), compare=False)  # names of the rules that made it, for `--explain` and tests


def register() -> None:
    """Make the extensions known to spaCy; harmless when done twice."""
    of_doc: dict[str, Any] = {"source": None, "layout": None, "headings": (), "front": Front()}
    of_doc |= {"packages": {}, "leanings": {}, "events": ()}
    of_span: dict[str, Any] = {"place": None, "value": None, "confidence": 0.0, "date": None, "rule": "", "open": False}
    for name, default in of_doc.items():
        Doc.set_extension(name, default=default, force=True)
    for name, default in of_span.items():
        Span.set_extension(name, default=default, force=True)


register()


def tokenize(vocab: Vocab, text: str) -> Doc:
    """A `Doc` whose text is `text` to the letter; a single space after a token is its white space, other white space is a token."""
    found = TOKEN.findall(text)
    return Doc(vocab, words=[word for word, _ in found], spaces=[space != "" for _, space in found])


def headings(layout: Layout) -> tuple[Heading, ...]:
    """The layout's headings as a tree, in order; ids `s1`, `s2` …"""
    found: list[Heading] = []
    open_: list[Heading] = []
    for index, block in enumerate(layout.blocks):
        if block.role != "heading":
            continue
        while open_ and open_[-1].level >= block.level:
            open_.pop()
        title = bare_title(block)
        path = (*(h.title for h in open_), title)
        heading = Heading(f"s{len(found) + 1}", title, block.level, open_[-1].id if open_ else None, block.mark, path, index)
        found.append(heading)
        open_.append(heading)
    return tuple(found)


def bare_title(block: Block) -> str:
    """A heading's words without the number or bullet it prints; a named unit (`Part 1 – Tools`, `Axis 2: Revenue`) stays whole."""
    text = block.text
    if block.mark and text.startswith(block.mark) and not NAMED_UNIT.search(block.mark):
        text = text[len(block.mark) :]
    return text.lstrip(" .):•–-\t") or block.text


def build(vocab: Vocab, source: Source, layout: Layout) -> Doc:
    """The document as a `Doc` with its paragraph spans."""
    sections = {h.block: h for h in headings(layout)}
    kept = [(i, b) for i, b in enumerate(layout.blocks) if b.role in ("paragraph", "list_item", "table", "footnote") and b.text]
    ids = {index: f"p{n}" for n, (index, _) in enumerate(kept, 1)}
    doc = tokenize(vocab, "".join(block.text + SEPARATOR for _, block in kept))
    spans, at = [], 0
    for index, block in kept:
        span = doc.char_span(at, at + len(block.text), label="PARAGRAPH")
        assert span is not None, "tokens end where paragraphs do"
        section = sections.get(block.section) if block.section is not None else None
        span._.place = Place(ids[index], block, section, ids.get(block.parent) if block.parent is not None else None)
        spans.append(span)
        at += len(block.text) + len(SEPARATOR)
    doc.spans["paragraphs"] = spans
    doc.spans["mentions"] = []
    doc._.source, doc._.layout, doc._.headings = source, layout, tuple(sections.values())
    return doc


def paragraphs(doc: Doc) -> list[Span]:
    """The paragraph spans, in reading order."""
    return list(doc.spans["paragraphs"])


def text_of(paragraph: Span) -> str:
    """A paragraph's text; `paragraph.text` is the same, joined again from its tokens."""
    text: str = paragraph._.place.block.text
    return text


def mentions(doc: Doc, *labels: str) -> list[Span]:
    """The mention spans with one of `labels` (all if none is given), in order of place."""
    wanted = {doc.vocab.strings[label] for label in labels}
    found = [span for span in doc.spans["mentions"] if not wanted or span.label in wanted]
    return sorted(found, key=lambda span: (span.start, -span.end))


def mentions_by_paragraph(doc: Doc, *labels: str) -> list[list[Span]]:
    """The mentions of each paragraph, in order of place; as many lists as there are paragraphs."""
    spans = paragraphs(doc)
    starts = [span.start for span in spans]
    found: list[list[Span]] = [[] for _ in spans]
    for mention in mentions(doc, *labels):
        found[bisect_right(starts, mention.start) - 1].append(mention)
    return found


def drop_mentions(doc: Doc, *labels: str) -> None:
    """Forget the mentions with one of `labels`: a component that decides anew leaves nothing of what it wrote before."""
    doc.spans["mentions"] = [span for span in doc.spans["mentions"] if span.label_ not in labels]


def add_mention(doc: Doc, start: int, end: int, label: str, value: str | None, confidence: float, **extra: Any) -> Span | None:
    """Write one mention (character offsets of the `Doc`); None if the offsets cut a token."""
    span = doc.char_span(start, end, label=label)
    if span is None:
        return None
    told = span._
    told.value, told.confidence = value, confidence
    for name, content in extra.items():
        told.set(name, content)
    doc.spans["mentions"].append(span)
    return span
