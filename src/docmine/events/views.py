"""Views of a document: each sentence, and each list item joined to the words that introduce its list."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Doc, Span

from docmine import bridge
from docmine.events.reading import Marks, Tokens, View, language_of
from docmine.events.tags import tag

TELLING = 200  # tokens of a paragraph that tell its language
LOOK_AHEAD = 60  # passages after one, among which are the items of its list
MAX_TOKENS = 500  # a longer sentence is read in pieces, so that no text costs more than linear time


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its sentences as views; `lead` is the index of the paragraph that introduces it as a list item."""

    index: int
    span: Span
    views: tuple[View, ...]
    lead: int | None


def with_items(passages: Iterable[Passage]) -> Iterator[tuple[Passage, tuple[Passage, ...]]]:
    """Each passage with those after it that it introduces; no more of the document is held than looking ahead takes."""
    coming, near = iter(passages), deque[Passage]()
    near.extend(islice(coming, LOOK_AHEAD))
    while near:
        passage = near.popleft()
        near.extend(islice(coming, 1))
        yield passage, tuple(item for item in near if item.lead == passage.index)


def passages(doc: Doc, marks: Marks) -> Iterator[Passage]:
    """All paragraphs of `doc` that hold running text, in order (tables are left out)."""
    spans = bridge.paragraphs(doc)
    leads: dict[int, int] = {}
    tokens = Tokens.of(doc)
    for index, span in enumerate(spans):
        if span._.place.block.role == "table":
            continue
        lead = _lead(spans, index, leads)
        if lead is not None:
            leads[index] = lead
        views = tuple(_views(doc, tokens, spans, index, lead, marks))
        yield Passage(index, span, views, lead)


def _lead(spans: list[Span], index: int, leads: dict[int, int]) -> int | None:
    """The paragraph whose last words open the list that this one is an item of."""
    block = spans[index]._.place.block
    if (block.number is not None and block.role != "list_item") or index == 0:
        return None
    before = spans[index - 1]
    if _opens_list(before):
        return index - 1
    if index - 1 in leads and block.role == "list_item" and before._.place.block.role == "list_item":
        return leads[index - 1]
    return None


def _opens_list(span: Span) -> bool:
    """A paragraph that ends with a colon (or a dash after one) introduces what follows."""
    return bridge.text_of(span).rstrip(" –—-").endswith(":")


def _views(doc: Doc, tokens: Tokens, spans: list[Span], index: int, lead: int | None, marks: Marks) -> Iterator[View]:
    span = spans[index]
    language = language_of(tokens.low[span.start : min(span.end, span.start + TELLING)], doc._.front.language)
    before = sentence_tokens(tokens, spans[lead])[-1] if lead is not None else []
    for number, sentence in enumerate(sentence_tokens(tokens, span)):
        prefix = before[-MAX_TOKENS:] if number == 0 else []
        for at in range(0, len(sentence), MAX_TOKENS) or [0]:
            head = prefix if at == 0 else []
            yield make_view(doc, tokens, [*head, *sentence[at : at + MAX_TOKENS]], len(head), language, index, marks)


def sentence_tokens(tokens: Tokens, span: Span) -> list[list[int]]:
    """Token indices of the paragraph's sentences, white space left out."""
    found: list[list[int]] = []
    for i in range(span.start, span.end):
        if tokens.opening[i] or not found:
            found.append([])
        if not tokens.text[i].isspace():
            found[-1].append(i)
    return [sentence for sentence in found if sentence] or [[]]


def make_view(doc: Doc, tokens: Tokens, indices: list[int], own: int, language: str, paragraph: int, marks: Marks) -> View:
    """The view of the tokens `indices`, tagged; `own` is the position at which the sentence itself begins."""
    text = tuple([tokens.text[i] for i in indices])
    last = next((n for n in range(len(text) - 1, -1, -1) if text[n].isalnum()), -1)
    low = [tokens.low[i] for i in indices]
    for n, word in enumerate(text):
        if word in INNER and _inner_sign(tokens, indices[n], n > last):
            low[n] = "·"
    view = View(doc, tuple(indices), text, tuple(low), language, paragraph, own)
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
