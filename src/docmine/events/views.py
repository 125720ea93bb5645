"""Views of a document: each sentence, and each list item joined to the words that introduce its list."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from spacy.tokens import Doc, Span

from docmine import bridge
from docmine.bridge import Place
from docmine.events.reading import Marks, Tokens, View, language_of
from docmine.events.tags import tag

TELLING = 200  # tokens of a paragraph that tell its language
LOOK_AHEAD = 60  # passages after one, among which are the items of its list
MAX_TOKENS = 500  # a longer sentence is read in pieces, so that no text costs more than linear time


@dataclass(frozen=True, slots=True)
class Text:
    """What views are made of."""

    doc: Doc
    spans: list[Span]  # the paragraphs
    tokens: Tokens
    marks: Marks
    language: str  # the document's


@dataclass(frozen=True, eq=False)
class Passage:
    """A paragraph; `lead` is the index of the paragraph that introduces it as a list item."""

    text: Text
    index: int
    place: Place
    lead: int | None

    @cached_property
    def views(self) -> tuple[View, ...]:
        """Its sentences, made when they are first asked for: in most paragraphs nothing is decided, nor near them."""
        return tuple(_views(self))

    def has_any(self, words: frozenset[str]) -> bool:
        """Whether one of the words stands in it or in the paragraph that introduces it."""
        spans = [self.text.spans[index] for index in (self.index, self.lead) if index is not None]
        return any(not words.isdisjoint(self.text.tokens.low[span.start : span.end]) for span in spans)


def with_following(passages: Iterable[Passage]) -> Iterator[tuple[Passage, Sequence[Passage]]]:
    """Each passage with those after it; no more of the document is held than looking ahead takes."""
    coming, near = iter(passages), deque[Passage]()
    near.extend(islice(coming, LOOK_AHEAD))
    while near:
        passage = near.popleft()
        near.extend(islice(coming, 1))
        yield passage, near


def passages(doc: Doc, marks: Marks) -> Iterator[Passage]:
    """All paragraphs of `doc` that hold running text, in order (tables are left out)."""
    text = Text(doc, bridge.paragraphs(doc), Tokens.of(doc), marks, doc._.front.language)
    places: list[Place] = [span._.place for span in text.spans]
    leads: dict[int, int] = {}
    for index, place in enumerate(places):
        if place.block.role == "table":
            continue
        lead = _lead(places, index, leads)
        if lead is not None:
            leads[index] = lead
        yield Passage(text, index, place, lead)


def _lead(places: list[Place], index: int, leads: dict[int, int]) -> int | None:
    """The paragraph whose last words open the list that this one is an item of."""
    block = places[index].block
    if (block.number is not None and block.role != "list_item") or index == 0:
        return None
    before = places[index - 1].block
    if _opens_list(before.text):
        return index - 1
    if index - 1 in leads and block.role == "list_item" and before.role == "list_item":
        return leads[index - 1]
    return None


def _opens_list(text: str) -> bool:
    """A paragraph that ends with a colon (or a dash after one) introduces what follows."""
    return text.rstrip(" –—-").endswith(":")


def _views(passage: Passage) -> Iterator[View]:
    text, tokens, span = passage.text, passage.text.tokens, passage.text.spans[passage.index]
    language = language_of(tokens.low[span.start : min(span.end, span.start + TELLING)], text.language)
    before = sentence_tokens(tokens, text.spans[passage.lead])[-1] if passage.lead is not None else []
    for number, sentence in enumerate(sentence_tokens(tokens, span)):
        prefix = before[-MAX_TOKENS:] if number == 0 else []
        for at in range(0, len(sentence), MAX_TOKENS) or [0]:
            head = prefix if at == 0 else []
            yield make_view(passage, [*head, *sentence[at : at + MAX_TOKENS]], len(head), language)


def sentence_tokens(tokens: Tokens, span: Span) -> list[list[int]]:
    """Token indices of the paragraph's sentences, white space left out."""
    found: list[list[int]] = []
    for i in range(span.start, span.end):
        if tokens.opening[i] or not found:
            found.append([])
        if not tokens.text[i].isspace():
            found[-1].append(i)
    return [sentence for sentence in found if sentence] or [[]]


def make_view(passage: Passage, indices: list[int], own: int, language: str) -> View:
    """The view of the tokens `indices`, tagged; `own` is the position at which the sentence itself begins."""
    tokens, marks = passage.text.tokens, passage.text.marks
    printed = tuple([tokens.text[i] for i in indices])
    last = next((n for n in range(len(printed) - 1, -1, -1) if printed[n].isalnum()), -1)
    low = [tokens.low[i] for i in indices]
    for n, word in enumerate(printed):
        if word in INNER and _inner_sign(tokens, indices[n], n > last):
            low[n] = "·"
    view = View(passage.text.doc, tuple(indices), printed, tuple(low), language, passage.index, passage.place, own)
    view.body = [marks.body.get(i) for i in indices]
    view.date = [marks.date.get(i) for i in indices]
    view.tags = tag(view)
    return view


INNER = frozenset((".", ":", ","))


def _inner_sign(tokens: Tokens, i: int, closing: bool) -> bool:
    """A sign inside a number or an abbreviation (`R 111:2004`, `15,000`, `Doc. 40`), none of the sentence's own."""
    if tokens.text[i] == ".":
        return not closing
    if not 0 < i < len(tokens.text) - 1:
        return False
    return not tokens.loose[i] and not tokens.loose[i - 1] and tokens.text[i + 1].isdigit()
