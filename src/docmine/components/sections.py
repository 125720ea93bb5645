"""The packages each paragraph belongs to: by its words, its sub-blocks, and the section it stands in.

`Evidence` is the seam for the trained classifier: the same signs, as numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from docmine import bridge
from docmine.components.names import fold
from docmine.vocabulary import Vocabulary, load

WORD = re.compile(r"[^\W\d_]+|\d+")
# What each sign is worth; a paragraph belongs to a package from THRESHOLD on, and the confidence grows with the sum.
MENTIONED, HEADING_NAMES, HEADING_TOPIC, TOPIC, NEIGHBOUR = 2.0, 2.5, 1.0, 0.6, 0.3
THRESHOLD = 1.0
MOST_TOPICS = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often a paragraph (its sub-blocks with it) shows signs of one package."""

    mentions: int = 0  # of the package itself
    topics: int = 0  # distinct topic phrases in the paragraph
    heading_mentions: int = 0  # headings above that name the package
    heading_topics: int = 0  # headings above that name a topic
    parent: bool = False  # the numbered paragraph it hangs under belongs to the package

    @property
    def weight(self) -> float:
        words = MENTIONED * min(self.mentions, 2) + TOPIC * min(self.topics, MOST_TOPICS)
        above = HEADING_NAMES * min(self.heading_mentions, 1) + HEADING_TOPIC * min(self.heading_topics, 1)
        return words + above + (THRESHOLD if self.parent else 0.0)


@lru_cache(maxsize=8)
def topic_table(vocabulary: Vocabulary) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word of a topic phrase (folded) to the phrases that begin with it and their packages; names of packages with them."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for package in vocabulary.packages:
        for phrase in (p for phrases in package.topics.values() for p in phrases):
            words = tuple(fold(word) for word in WORD.findall(phrase))
            table.setdefault(words[0], []).append((words, package.id))
    return {first: tuple(sorted(set(items), key=lambda item: (-len(item[0]), item))) for first, items in table.items()}


def topics(text: str, vocabulary: Vocabulary) -> Counter[str]:
    """How many distinct topic phrases of each package a text holds; the longest phrase at a word wins."""
    table = topic_table(vocabulary)
    words = [fold(word) for word in WORD.findall(text)]
    found: set[tuple[str, tuple[str, ...]]] = set()
    index = 0
    while index < len(words):
        hit = next((h for h in table.get(words[index], ()) if tuple(words[index : index + len(h[0])]) == h[0]), None)
        if hit:
            found.update((package, phrase) for phrase, package in table[words[index]] if phrase == hit[0])
        index += len(hit[0]) if hit else 1
    return Counter(package for package, _ in found)


def named(text: str, vocabulary: Vocabulary) -> set[str]:
    """Packages that a heading names."""
    from docmine.components.names import compiled
    from docmine.vocabulary import Package

    return {entry.id for hit in compiled(vocabulary).find(text) for entry in hit.entries if isinstance(entry, Package)}


def evidence(doc: Doc, span: Span, vocabulary: Vocabulary, parents: Mapping[str, tuple[str, ...]]) -> dict[str, Evidence]:
    """The signs of each package for a paragraph; `parents` holds the packages of the paragraphs decided so far."""
    place: bridge.Place = span._.place
    path = place.section.path if place.section else ()
    mentions = Counter(m._.value for m in bridge.mentions(doc, "PACKAGE") if span.start <= m.start < span.end)
    in_text = topics(span.text, vocabulary)
    above_named = Counter(p for title in path for p in named(title, vocabulary))
    above_topics = Counter(p for title in path[1:] for p in topics(title, vocabulary))
    inherited = parents.get(place.parent or "", ())
    return {
        p.id: Evidence(mentions[p.id], in_text[p.id], above_named[p.id], above_topics[p.id], p.id in inherited) for p in vocabulary.packages
    }


def decide(signs: Mapping[str, Evidence]) -> tuple[tuple[str, float], ...]:
    """The packages with weight enough, heaviest first; a heading that names one leaves out those only hinted at by topics."""
    weights = {id_: sign.weight for id_, sign in signs.items()}
    best = max(weights.values(), default=0.0)
    kept = [(id_, w) for id_, w in weights.items() if w >= THRESHOLD and w >= best / 2]
    return tuple((id_, round(w / (w + 1.0), 3)) for id_, w in sorted(kept, key=lambda item: -item[1]))


def assign(doc: Doc, vocabulary: Vocabulary) -> dict[str, tuple[tuple[str, float], ...]]:
    """Paragraph id to its packages with their confidence."""
    packages: dict[str, tuple[tuple[str, float], ...]] = {}
    if not vocabulary.packages:
        return packages
    decided: dict[str, tuple[str, ...]] = {}
    for span in bridge.paragraphs(doc):
        found = decide(evidence(doc, span, vocabulary, decided))
        id_ = span._.place.id
        packages[id_], decided[id_] = found, tuple(p for p, _ in found)
    return packages


@Language.factory(
    "docmine_sections", requires=["doc.spans"], assigns=["doc._.packages"], default_config={"vocabulary": "wco"}
)
def make(nlp: Language, name: str, vocabulary: str) -> Sections:
    return Sections(load(vocabulary))


class Sections:
    """Writes `doc._.packages`."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __call__(self, doc: Doc) -> Doc:
        doc._.packages = assign(doc, self.vocabulary)
        return doc
