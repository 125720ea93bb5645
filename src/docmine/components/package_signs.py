"""What speaks for a package in a paragraph: the vocabulary's names and topic phrases, headings, neighbours, and words.

Two readers use the same signs: the rules weigh a few of them (`Evidence.weight`), the trained model all (`features`). No feature names
a package: which words belong to which package is the vocabulary's to say, so a model serves any vocabulary. What else the words of a
paragraph tell of the packages of one vocabulary is a model's of its own (`package_words`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

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
CROSSED = tuple(
    (f"{of_text}+{of_place}", of_text, of_place)
    for of_text in ("no-topics", "topics>=1", "others>=1", "procedure", "heading-procedure", "share")
    for of_place in (
        *("last-heading-topic", "last-heading-names", "heading-topic-other", "section-share"),
        *("paper-share", "paper-leads", "body-topic", "title-topic"),
    )
)
DENSITIES = (0.2, 0.4, 0.6, 0.8)  # shares of a paper's paragraphs that hold a topic of any package
MOST_WORDS = 600  # of a paragraph that are read


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
    passages = tuple(_passage(span, packages[n], bodies[n], vocabulary) for n, span in enumerate(spans))
    front: bridge.Front = doc._.front
    organisation = home(front, sum(bodies.values(), Counter()), vocabulary)
    return Paper(
        passages,
        front.title or "",
        organisation == principal(vocabulary) if organisation is not None else in_field(front.body_name or "", vocabulary),
        front.body,
        body_topics((front.body,) if front.body else (), vocabulary),
        sum(packages.values(), Counter()),
    )


def _by_paragraph(doc: Doc, label: str) -> dict[int, Counter[str]]:
    """Which ids each paragraph (by its place) mentions, and how often; `UNKNOWN` for what the vocabulary lacks."""
    owner = {token: n for n, span in enumerate(bridge.paragraphs(doc)) for token in range(span.start, span.end)}
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for mention in bridge.mentions(doc, label):
        found[owner[mention.start]][mention._.value or UNKNOWN] += 1
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
    words = tuple([fold(word) for word in WORD.findall(text)[:MOST_WORDS] if not word[0].isdigit()])
    path = place.section.path if place.section else ()
    named_ = tuple(sorted(bodies.keys() - {UNKNOWN}))
    return Passage(
        place.id, words, packages, topics(text, vocabulary), path, place.parent,
        place.block.role, place.block.number is not None, named_, body_topics(named_, vocabulary),
    )  # fmt: skip


def evidence(passage: Passage, package: str, vocabulary: Vocabulary, inherited: bool) -> Evidence:
    """The signs that the rules weigh; `inherited` says whether the paragraph's parent belongs to the package."""
    return Evidence(
        mentions=passage.mentions[package],
        topics=passage.topics[package],
        heading_mentions=sum(package in named(title, vocabulary) for title in passage.path),
        heading_topics=sum(topics(title, vocabulary)[package] > 0 for title in passage.path[1:]),
        parent=inherited,
    )


def features(found: Paper, vocabulary: Vocabulary) -> Iterator[dict[str, dict[str, float]]]:
    """For each passage, package id to the features of the pair."""
    index = {passage.id: passage for passage in found.passages}
    of_paper = dict.fromkeys(_of_paper(found), 1.0)
    stretches = {path: _topics_of(p for p in found.passages if p.path == path) for path in {p.path for p in found.passages}}
    places = {(path, package.id): _of_place(package.id, path, found, vocabulary) for path in stretches for package in vocabulary.packages}
    whole = _topics_of(found.passages)
    for n, passage in enumerate(found.passages):
        near = [p for p in (*found.passages[max(0, n - 1) : n], *found.passages[n + 1 : n + 2]) if p.path == passage.path]
        parent = index.get(passage.parent or "")
        of_any = _of_any(passage)
        yield {
            package.id: _crossed(
                of_paper
                | of_any
                | places[passage.path, package.id]
                | _of_signs(package.id, passage, near, parent, vocabulary)
                | _share(package.id, "paper", whole)
                | _share(package.id, "section", stretches[passage.path])
            )
            for package in vocabulary.packages
        }


def _crossed(row: dict[str, float]) -> dict[str, float]:
    """The row with pairs of signs that say more together."""
    return row | {name: row[a] * row[b] for name, a, b in CROSSED if a in row and b in row}


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
    flags = {
        "no-topics": not passage.topics,
        "heading-procedure": any(procedural(fold(w)) for t in passage.path[-1:] for w in WORD.findall(t)),
        "no-heading": len(passage.path) < 2,
        f"kind:{passage.kind}": True,
        "numbered": passage.numbered,
        "short": len(passage.words) < 12,
    }
    return row | {name: 1.0 for name, flag in flags.items() if flag}


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


def _of_signs(package: str, passage: Passage, near: Sequence[Passage], parent: Passage | None, vocabulary: Vocabulary) -> dict[str, float]:
    """Signs that mean the same for every package."""
    own = evidence(passage, package, vocabulary, False)
    others = passage.topics.total() - own.topics
    row = {f"topics>={n}": 1.0 for n in (1, 2, 3, 5) if own.topics >= n}
    row |= {f"others>={n}": 1.0 for n in (1, 2, 3, 5) if others >= n}
    row["share"] = own.topics / max(1, passage.topics.total())
    row["weight"] = min(own.weight, 6.0) / 3.0
    flags = {
        "mentioned": own.mentions,
        "other-mentioned": passage.mentions.total() - own.mentions,
        "near-mentioned": any(p.mentions[package] for p in near),
        "near-topic": any(p.topics[package] for p in near),
        "near-topic-other": any(p.topics.total() > p.topics[package] for p in near),
        "parent-topic": parent is not None and parent.topics[package] > 0,
        "parent-mentioned": parent is not None and parent.mentions[package] > 0,
        "parent-topic-other": parent is not None and parent.topics.total() > parent.topics[package],
        "names-body-of-topic": passage.body_topics[package],
        "names-body-of-other": passage.body_topics.total() > passage.body_topics[package],
        "hangs": parent is not None,
    }
    row |= {name: 1.0 for name, flag in flags.items() if flag}
    return row


def _topics_of(passages: Iterable[Passage]) -> Counter[str]:
    return sum((p.topics + p.body_topics for p in passages), Counter())


def _share(package: str, name: str, seen: Counter[str]) -> dict[str, float]:
    """How much of a stretch's topics are of one package, and whether it leads there."""
    row = {f"{name}-share": seen[package] / max(5, seen.total())}
    if seen[package] and seen[package] == max(seen.values()):
        row[f"{name}-leads"] = 1.0
    return row


def is_headed(passage: Passage, package: str, vocabulary: Vocabulary) -> bool:
    """Whether the last heading above names the package."""
    return any(package in named(title, vocabulary) for title in passage.path[-1:])


def smoothed(found: Paper, first: Scores, words: Scores, package: str, vocabulary: Vocabulary) -> Iterator[dict[str, float]]:
    """Second-pass features of each passage for one package, from what the first pass and the words make probable."""
    by_signs, by_words = _around(found, first, package), _around(found, words, package)
    for n, (passage, signs, words_) in enumerate(zip(found.passages, by_signs, by_words, strict=True)):
        headed = is_headed(passage, package, vocabulary)
        yield {
            **signs,
            **{f"words-{name}": value for name, value in words_.items()},
            "hangs": float(passage.parent is not None),
            "first": float(n < 3 and not headed),  # a paper opens with procedure, but where a heading names the package
            "headed": float(headed),
        }


def _around(found: Paper, scores: Scores, package: str) -> Iterator[dict[str, float]]:
    """How probable a package is in each passage, in those around it, and in all."""
    values = [scores[p.id][package] for p in found.passages]
    mean, peak = sum(values) / max(1, len(values)), max(values, default=0.0)
    by_section: dict[tuple[str, ...], list[float]] = defaultdict(list)
    children: dict[str, list[float]] = defaultdict(list)
    for passage, value in zip(found.passages, values, strict=True):
        by_section[passage.path].append(value)
        children[passage.parent or ""].append(value)
    any_package = sum(max(scores[p.id].values()) for p in found.passages) / max(1, len(values))
    for n, passage in enumerate(found.passages):
        inside, below = by_section[passage.path], children.get(passage.id, [])
        rest = [v for other, v in scores[passage.id].items() if other != package]
        yield {
            "own": values[n],
            "own-squared": values[n] ** 2,
            "before": values[n - 1] if n else 0.0,
            "after": values[n + 1] if n + 1 < len(values) else 0.0,
            "parent": scores[passage.parent][package] if passage.parent is not None and passage.parent in scores else values[n],
            "children": sum(below) / len(below) if below else values[n],
            "section": (sum(inside) - values[n]) / (len(inside) - 1) if len(inside) > 1 else mean,
            "paper": mean,
            "paper-peak": peak,
            "paper-any": any_package,
            "best-other": max(rest, default=0.0),
        }
