"""What speaks for a package in a paragraph: the vocabulary's names and topic phrases, headings, neighbours, and words.

Two readers use the same signs: the rules weigh a few of them (`Evidence.weight`), the trained model all (`features`). No feature names
a package: which words belong to which package is the vocabulary's to say, so a model serves any vocabulary. What else the words of a
paragraph tell of the packages of one vocabulary is a model's of its own (`package_words`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
OF_TEXT = ("no-topics", "topics>=1", "others>=1", "procedure", "heading-procedure", "share")
OF_PLACE = (
    *("last-heading-topic", "last-heading-names", "heading-topic-other", "section-share"),
    *("paper-share", "paper-leads", "body-topic", "title-topic"),
)
CROSSED = {(of_text, of_place): f"{of_text}+{of_place}" for of_text in OF_TEXT for of_place in OF_PLACE}
DENSITIES = (0.2, 0.4, 0.6, 0.8)  # shares of a paper's paragraphs that hold a topic of any package
STEPS = (1, 2, 3, 5)  # of topics
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
    packages, bodies = _by_paragraph(doc, "PACKAGE"), _by_paragraph(doc, "BODY")
    passages = tuple(_passage(*of_one, vocabulary) for of_one in zip(spans, packages, bodies, strict=True))
    front: bridge.Front = doc._.front
    organisation = home(front, _all(bodies), vocabulary)
    return Paper(
        passages,
        front.title or "",
        organisation == principal(vocabulary) if organisation is not None else in_field(front.body_name or "", vocabulary),
        front.body,
        body_topics((front.body,) if front.body else (), vocabulary),
        _all(packages),
    )


def _by_paragraph(doc: Doc, label: str) -> list[Counter[str]]:
    """Which ids each paragraph mentions, and how often; `UNKNOWN` for what the vocabulary lacks."""
    return [Counter([mention._.value or UNKNOWN for mention in row]) for row in bridge.mentions_by_paragraph(doc, label)]


def _all(counts: Iterable[Counter[str]]) -> Counter[str]:
    """The sum of several counts."""
    found: Counter[str] = Counter()
    for count in counts:
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
    above = _headings(passage.path, package, vocabulary)
    return above._replace(mentions=passage.mentions[package], topics=passage.topics[package], parent=inherited)


def _headings(path: tuple[str, ...], package: str, vocabulary: Vocabulary) -> Evidence:
    """What the headings above show of a package."""
    return Evidence(
        heading_mentions=sum(package in named(title, vocabulary) for title in path),
        heading_topics=sum(topics(title, vocabulary)[package] > 0 for title in path[1:]),
    )


def features(found: Paper, vocabulary: Vocabulary) -> Iterator[dict[str, dict[str, float]]]:
    """For each passage, package id to the features of the pair."""
    index = {passage.id: passage for passage in found.passages}
    places = _of_places(found, vocabulary)
    for n, passage in enumerate(found.passages):
        near = _near([p for p in (*found.passages[max(0, n - 1) : n], *found.passages[n + 1 : n + 2]) if p.path == passage.path])
        parent = index.get(passage.parent or "")
        of_any = _of_any(passage)
        yield {
            package: _crossed({**of_any, **of_place, **_of_signs(package, passage, near, parent, headings)})
            for package, (of_place, headings) in places[passage.path].items()
        }


def _of_places(found: Paper, vocabulary: Vocabulary) -> dict[tuple[str, ...], dict[str, tuple[dict[str, float], Evidence]]]:
    """For each section, by the titles above it, and each package: the features that all passages of the section have, and what its
    headings show."""
    sections: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for passage in found.passages:
        sections[passage.path].append(passage)
    of_paper, whole = dict.fromkeys(_of_paper(found), 1.0), _topics_of(found.passages)
    rows: dict[tuple[str, ...], dict[str, tuple[dict[str, float], Evidence]]] = {}
    for path, inside in sections.items():
        here, of_path = _topics_of(inside), _of_path(path)
        rows[path] = {
            package.id: (
                of_paper
                | of_path
                | _of_place(package.id, path, found, vocabulary)
                | _share(package.id, "paper", whole)
                | _share(package.id, "section", here),
                _headings(path, package.id, vocabulary),
            )
            for package in vocabulary.packages
        }
    return rows


def _crossed(row: dict[str, float]) -> dict[str, float]:
    """The row with pairs of signs that say more together."""
    places = [(name, row[name]) for name in OF_PLACE if name in row]
    return row | {CROSSED[name, place]: row[name] * value for name in OF_TEXT if name in row for place, value in places}


def _of_paper(found: Paper) -> Iterator[str]:
    """What the whole document says of whether its paragraphs belong to packages at all."""
    yield "home" if found.at_home else "away"
    if found.mentions:
        yield "paper-names-packages"
    dense = sum(bool(p.topics) for p in found.passages) / max(1, len(found.passages))
    yield from (f"paper-topics>={share}" for share in DENSITIES if dense >= share)


def _of_any(passage: Passage) -> dict[str, float]:
    """What a passage shows that is the same for every package."""
    words = sum(map(procedural, passage.words))
    row = {f"procedure>={n}": 1.0 for n in (1, 2, 4) if words >= n} | {"procedure": words / max(8, len(passage.words))}
    row[f"kind:{passage.kind}"] = 1.0
    flags = {"no-topics": not passage.topics, "numbered": passage.numbered, "short": len(passage.words) < 12}
    return row | {name: 1.0 for name, flag in flags.items() if flag}


def _of_path(path: tuple[str, ...]) -> dict[str, float]:
    """What the headings above show that is the same for every package."""
    flags = {"heading-procedure": any(procedural(fold(w)) for t in path[-1:] for w in WORD.findall(t)), "no-heading": len(path) < 2}
    return {name: 1.0 for name, flag in flags.items() if flag}


def _of_place(package: str, path: tuple[str, ...], found: Paper, vocabulary: Vocabulary) -> dict[str, float]:
    """Signs of the headings above, of the title and of the issuing body: the same for all passages of a section."""
    above, last, titles = path[1:], path[-1:], (found.title, *path[:1])
    flags = {
        "heading-names": any(package in named(t, vocabulary) for t in path),
        "heading-names-other": any(named(t, vocabulary) - {package} for t in above),
        "heading-topic": any(topics(t, vocabulary)[package] for t in above),
        "heading-topic-other": any(topics(t, vocabulary).total() > topics(t, vocabulary)[package] for t in above),
        "last-heading-names": any(package in named(t, vocabulary) for t in last),
        "last-heading-topic": any(topics(t, vocabulary)[package] for t in last),
        "title-names": any(package in named(t, vocabulary) for t in titles),
        "title-topic": any(topics(t, vocabulary)[package] for t in titles),
        "title-topic-other": any(topics(t, vocabulary).total() > topics(t, vocabulary)[package] for t in titles),
        "body-topic": found.body_topics[package],
        "body-topic-other": found.body_topics.total() > found.body_topics[package],
    }
    return {name: 1.0 for name, flag in flags.items() if flag}


class _Near(NamedTuple):
    """The packages that the passages before and after one mention, and those whose topics they hold."""

    mentions: frozenset[str]
    topics: frozenset[str]


def _near(passages: Sequence[Passage]) -> _Near:
    return _Near(frozenset().union(*(p.mentions for p in passages)), frozenset().union(*(p.topics for p in passages)))


def _of_signs(package: str, passage: Passage, near: _Near, parent: Passage | None, headings: Evidence) -> dict[str, float]:
    """Signs that mean the same for every package."""
    mentions, topics_, total = passage.mentions.get(package, 0), passage.topics.get(package, 0), passage.topics.total()
    own, others = Evidence(mentions, topics_, headings.heading_mentions, headings.heading_topics), total - topics_
    row = {f"topics>={n}": 1.0 for n in STEPS if topics_ >= n}
    row |= {f"others>={n}": 1.0 for n in STEPS if others >= n}
    row["share"] = topics_ / max(1, total)
    row["weight"] = min(own.weight, 6.0) / 3.0
    flags = {
        "mentioned": mentions,
        "other-mentioned": _others(passage.mentions, package),
        "near-mentioned": package in near.mentions,
        "near-topic": package in near.topics,
        "near-topic-other": _others(near.topics, package),
        "parent-topic": parent is not None and package in parent.topics,
        "parent-mentioned": parent is not None and package in parent.mentions,
        "parent-topic-other": parent is not None and _others(parent.topics, package),
        "names-body-of-topic": package in passage.body_topics,
        "names-body-of-other": _others(passage.body_topics, package),
        "hangs": parent is not None,
    }
    row |= {name: 1.0 for name, flag in flags.items() if flag}
    return row


def _others(packages: Collection[str], package: str) -> bool:
    """Whether any other package is among these."""
    return len(packages) > (package in packages)


def _topics_of(passages: Iterable[Passage]) -> Counter[str]:
    return _all(count for passage in passages for count in (passage.topics, passage.body_topics))


def _share(package: str, name: str, seen: Counter[str]) -> dict[str, float]:
    """How much of a stretch's topics are of one package, and whether it leads there."""
    row = {f"{name}-share": seen[package] / max(5, seen.total())}
    if seen[package] and seen[package] == max(seen.values()):
        row[f"{name}-leads"] = 1.0
    return row


def is_headed(path: tuple[str, ...], package: str, vocabulary: Vocabulary) -> bool:
    """Whether the last heading above names the package."""
    return any(package in named(title, vocabulary) for title in path[-1:])
