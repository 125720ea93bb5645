"""What speaks for a package in a paragraph: the vocabulary's names and topic phrases, headings, neighbours, and words.

Two readers use the same signs: the rules weigh a few of them (`Evidence.weight`), the trained model all (`package_features`). Neither
names a package: which words belong to which package is the vocabulary's to say, so a model serves any vocabulary. What else the words
of a paragraph tell of the packages of one vocabulary is a model's of its own (`package_words`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from spacy.tokens import Doc, Span

from docmine import bridge
from docmine.components.names import compiled, fold
from docmine.components.organisation import home, in_field, principal
from docmine.vocabulary import Package, Vocabulary, read_yaml

FEATURE_SET = "5"
Scores = Mapping[str, Mapping[str, float]]  # passage id to package id to probability
WORD = re.compile(r"[^\W\d_]{1,40}|\d{1,12}")
# What each sign is worth to the rules; a paragraph belongs to a package from THRESHOLD on, and the confidence grows with the sum.
MENTIONED, HEADING_NAMES, HEADING_TOPIC, TOPIC = 2.0, 2.5, 1.0, 0.6
THRESHOLD = 1.0
MOST_TOPICS = 3
UNKNOWN = ""
MOST_WORDS = 600  # of a paragraph that are read


class Evidence(NamedTuple):
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
    """First word of a topic phrase (folded) to the phrases that begin with it and their packages, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for package in vocabulary.packages:
        for phrase in (p for phrases in package.topics.values() for p in phrases):
            words = tuple(fold(word) for word in WORD.findall(phrase))
            if words:
                table.setdefault(words[0], []).append((words, package.id))
    return {first: tuple(sorted(set(items), key=lambda item: (-len(item[0]), item))) for first, items in table.items()}


@lru_cache(maxsize=4096)
def topics(text: str, vocabulary: Vocabulary) -> Counter[str]:
    """How many distinct topic phrases of each package a text holds; the longest phrase at a word wins."""
    return _topics([fold(word) for word in WORD.findall(text)], vocabulary)


def _topics(words: list[str], vocabulary: Vocabulary) -> Counter[str]:
    """The same of a text's folded words."""
    table = topic_table(vocabulary)
    found: set[tuple[str, tuple[str, ...]]] = set()
    after = 0
    for index in [index for index, word in enumerate(words) if word in table]:
        if index < after:
            continue
        opened = table[words[index]]
        hit = next((phrase for phrase, _ in opened if tuple(words[index : index + len(phrase)]) == phrase), None)
        if hit:
            found.update((package, phrase) for phrase, package in opened if phrase == hit)
            after = index + len(hit)
    return Counter([package for package, _ in found])


@lru_cache(maxsize=1)
def _procedure() -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of `procedure.yml`: whole ones, and beginnings."""
    lists: dict[str, list[str]] = read_yaml(Path(__file__).with_name("procedure.yml"))
    entries = [word.replace("-", "") for words in lists.values() for word in words]
    return frozenset(w for w in entries if w[-1] != "*"), tuple(sorted(w[:-1] for w in entries if w[-1] == "*"))


@lru_cache(maxsize=65536)
def procedural(word: str) -> bool:
    """Whether a folded word speaks of a meeting itself."""
    whole, beginnings = _procedure()
    return word in whole or word.startswith(beginnings)


@lru_cache(maxsize=4096)
def named(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Packages that a heading names."""
    return frozenset(entry.id for hit in compiled(vocabulary).find(text) for entry in hit.entries if isinstance(entry, Package))


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph as packages see it."""

    id: str
    words: tuple[str, ...]
    mentions: Counter[str]
    topics: Counter[str]
    path: tuple[str, ...]  # titles above, the document's own first
    parent: str | None
    kind: str
    numbered: bool
    bodies: tuple[str, ...] = ()  # named in it
    body_topics: Counter[str] = field(default_factory=Counter)  # topics in those bodies' names


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as packages see it."""

    passages: tuple[Passage, ...]
    title: str
    at_home: bool  # a paper of the vocabulary's own organisation
    body: str | None
    body_topics: Counter[str]  # topics that the issuing body's own names hold
    mentions: Counter[str]  # of packages, in all paragraphs


def paper(doc: Doc, vocabulary: Vocabulary) -> Paper:
    """The document's passages with what they say of packages."""
    spans = bridge.paragraphs(doc)
    packages, bodies = _by_paragraph(doc, "PACKAGE", "BODY")
    passages = tuple(_passage(*of_one, vocabulary) for of_one in zip(spans, packages, bodies, strict=True))
    front: bridge.Front = doc._.front
    organisation = home(front, summed(bodies), vocabulary)
    return Paper(
        passages,
        front.title or "",
        organisation == principal(vocabulary) if organisation is not None else in_field(front.body_name or "", vocabulary),
        front.body,
        body_topics((front.body,) if front.body else (), vocabulary),
        summed(packages),
    )


def _by_paragraph(doc: Doc, *labels: str) -> Iterator[list[Counter[str]]]:
    """Which ids of each kind every paragraph mentions, and how often; `UNKNOWN` for what the vocabulary lacks."""
    found = [[(mention.label_, mention._.value or UNKNOWN) for mention in row] for row in bridge.mentions_by_paragraph(doc, *labels)]
    return ([Counter([id_ for kind, id_ in row if kind == label]) for row in found] for label in labels)


def summed(counts: Iterable[Counter[str]]) -> Counter[str]:
    """The sum of several counts."""
    found: Counter[str] = Counter()
    for count in filter(None, counts):
        found.update(count)
    return found


@lru_cache(maxsize=1024)
def body_topics(bodies: tuple[str, ...], vocabulary: Vocabulary) -> Counter[str]:
    """How many of the bodies have a name that holds a topic phrase of each package."""
    found: Counter[str] = Counter()
    for body in map(vocabulary.body, bodies):
        if body is not None:
            found.update({package for name in (*body.names, *body.local) for package in topics(name, vocabulary)})
    return found


def _passage(span: Span, packages: Counter[str], bodies: Counter[str], vocabulary: Vocabulary) -> Passage:
    place: bridge.Place = span._.place
    text = place.block.text
    printed = WORD.findall(text)
    whole = [fold(word) for word in printed]
    words = tuple([word for word, shown in zip(whole, printed[:MOST_WORDS], strict=False) if not shown[0].isdigit()])
    path = place.section.path if place.section else ()
    named_ = tuple(sorted(bodies.keys() - {UNKNOWN}))
    return Passage(
        place.id, words, packages, _topics(whole, vocabulary), path, place.parent,
        place.block.role, place.block.number is not None, named_, body_topics(named_, vocabulary),
    )  # fmt: skip


def evidence(passage: Passage, package: str, vocabulary: Vocabulary, inherited: bool) -> Evidence:
    """The signs that the rules weigh; `inherited` says whether the paragraph's parent belongs to the package."""
    above = of_headings(passage.path, package, vocabulary)
    return above._replace(mentions=passage.mentions[package], topics=passage.topics[package], parent=inherited)


def of_headings(path: tuple[str, ...], package: str, vocabulary: Vocabulary) -> Evidence:
    """What the headings above show of a package."""
    return Evidence(
        heading_mentions=sum(package in named(title, vocabulary) for title in path),
        heading_topics=sum(topics(title, vocabulary)[package] > 0 for title in path[1:]),
    )


def is_headed(path: tuple[str, ...], package: str, vocabulary: Vocabulary) -> bool:
    """Whether the last heading above names the package."""
    return any(package in named(title, vocabulary) for title in path[-1:])
