"""What the trained model sees of a paragraph and a package: all that speaks for the one belonging to the other.

A row is made of what the passage shows, of what is the same for its whole section and of signs that many pairs share, each worked out
once. No feature names a package, so that a model serves any vocabulary.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from docmine.components.names import fold
from docmine.components.package_signs import WORD, Evidence, Paper, Passage, named, of_headings, procedural, summed, topics
from docmine.vocabulary import Vocabulary

OF_SIGNS = ("topics>=1", "others>=1", "share")
OF_TEXT = ("no-topics", "procedure", "heading-procedure", *OF_SIGNS)
OF_PLACE = (
    *("last-heading-topic", "last-heading-names", "heading-topic-other", "section-share"),
    *("paper-share", "paper-leads", "body-topic", "title-topic"),
)
CROSSED = {(of_text, of_place): f"{of_text}+{of_place}" for of_text in OF_TEXT for of_place in OF_PLACE}
DENSITIES = (0.2, 0.4, 0.6, 0.8)  # shares of a paper's paragraphs that hold a topic of any package
STEPS = (1, 2, 3, 5)  # of topics


def features(found: Paper, vocabulary: Vocabulary) -> Iterator[dict[str, dict[str, float]]]:
    """For each passage, package id to the features of the pair."""
    index = {passage.id: passage for passage in found.passages}
    places = _of_places(found, vocabulary)
    for n, passage in enumerate(found.passages):
        beside = [p for p in (*found.passages[max(0, n - 1) : n], *found.passages[n + 1 : n + 2]) if p.path == passage.path]
        parent = index.get(passage.parent or "")
        near, above = _told(beside), _told([parent] if parent is not None else [])
        of_any = _of_any(passage, parent is not None)
        texts, total = [(name, of_any[name]) for name in OF_TEXT if name in of_any], passage.topics.total()
        rows = {}
        for package, place in places[passage.path].items():
            signs = _of_signs(package, passage, total, near, above, place.headings)
            crossed = _crossed([*texts, *[(name, signs[name]) for name in OF_SIGNS if name in signs]], place.signs)
            rows[package] = {**of_any, **place.row, **signs, **crossed}
        yield rows


class _Place(NamedTuple):
    """What all passages of a section have in common for one package."""

    row: dict[str, float]
    signs: list[tuple[str, float]]  # of the row, those that say more together with what a passage shows
    headings: Evidence  # what the headings above show


def _of_places(found: Paper, vocabulary: Vocabulary) -> dict[tuple[str, ...], dict[str, _Place]]:
    """For each section, by the titles above it, each package's features that all its passages have."""
    sections: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for passage in found.passages:
        sections[passage.path].append(passage)
    of_paper, whole = dict.fromkeys(_of_paper(found), 1.0), _topics_of(found.passages)
    rows: dict[tuple[str, ...], dict[str, _Place]] = defaultdict(dict)
    for path, inside in sections.items():
        here, of_path, titles = _topics_of(inside), _of_path(path), _titles(path, found, vocabulary)
        for package in (package.id for package in vocabulary.packages):
            of_place = _of_place(package, titles, found)
            row = of_paper | of_path | of_place | _share(package, "paper", whole) | _share(package, "section", here)
            signs = [(name, row[name]) for name in OF_PLACE if name in row]
            crossed = _crossed([(name, of_path[name]) for name in OF_TEXT if name in of_path], signs)
            rows[path][package] = _Place(row | crossed, signs, of_headings(path, package, vocabulary))
    return rows


def _crossed(texts: Sequence[tuple[str, float]], places: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Pairs of signs that say more together."""
    return {CROSSED[name, place]: own * value for name, own in texts for place, value in places}


def _of_paper(found: Paper) -> Iterator[str]:
    """What the whole document says of whether its paragraphs belong to packages at all."""
    yield "home" if found.at_home else "away"
    if found.mentions:
        yield "paper-names-packages"
    dense = sum(bool(p.topics) for p in found.passages) / max(1, len(found.passages))
    yield from (f"paper-topics>={share}" for share in DENSITIES if dense >= share)


def _of_any(passage: Passage, hangs: bool) -> dict[str, float]:
    """What a passage shows that is the same for every package; `hangs` says whether it has a parent."""
    words = sum(map(procedural, passage.words))
    row = {f"procedure>={n}": 1.0 for n in (1, 2, 4) if words >= n} | {"procedure": words / max(8, len(passage.words))}
    row[f"kind:{passage.kind}"] = 1.0
    flags = {"no-topics": not passage.topics, "numbered": passage.numbered, "short": len(passage.words) < 12, "hangs": hangs}
    return row | {name: 1.0 for name, flag in flags.items() if flag}


def _of_path(path: tuple[str, ...]) -> dict[str, float]:
    """What the headings above show that is the same for every package."""
    flags = {"heading-procedure": any(procedural(fold(w)) for t in path[-1:] for w in WORD.findall(t)), "no-heading": len(path) < 2}
    return {name: 1.0 for name, flag in flags.items() if flag}


class _Told(NamedTuple):
    """The packages that some passages or titles name, and those whose topics they hold."""

    names: frozenset[str]
    topics: frozenset[str]


def _told(passages: Sequence[Passage]) -> _Told:
    return _Told(frozenset().union(*(p.mentions for p in passages)), frozenset().union(*(p.topics for p in passages)))


class _Titles(NamedTuple):
    """What the titles above a section's passages say."""

    whole: _Told  # that of the document too
    above: _Told  # without it
    last: _Told
    top: _Told  # the document's own, as found in front and as a heading


def _titles(path: tuple[str, ...], found: Paper, vocabulary: Vocabulary) -> _Titles:
    def told(titles: Sequence[str]) -> _Told:
        names, about = ([of_one(title, vocabulary) for title in titles] for of_one in (named, topics))
        return _Told(frozenset().union(*names), frozenset().union(*about))

    return _Titles(told(path), told(path[1:]), told(path[-1:]), told((found.title, *path[:1])))


def _of_place(package: str, titles: _Titles, found: Paper) -> dict[str, float]:
    """Signs of the headings above, of the title and of the issuing body: the same for all passages of a section."""
    whole, above, last, top = titles
    flags = {
        "heading-names": package in whole.names,
        "heading-names-other": _others(above.names, package),
        "heading-topic": package in above.topics,
        "heading-topic-other": _others(above.topics, package),
        "last-heading-names": package in last.names,
        "last-heading-topic": package in last.topics,
        "title-names": package in top.names,
        "title-topic": package in top.topics,
        "title-topic-other": _others(top.topics, package),
        "body-topic": package in found.body_topics,
        "body-topic-other": _others(found.body_topics, package),
    }
    return {name: 1.0 for name, flag in flags.items() if flag}


def _others(packages: Collection[str], package: str) -> bool:
    """Whether any other package is among these."""
    return len(packages) > (package in packages)


def _of_signs(package: str, passage: Passage, total: int, near: _Told, above: _Told, headings: Evidence) -> Mapping[str, float]:
    """Signs that mean the same for every package; `total` is how many topics of all packages the passage holds."""
    mentions, topics_, bodies = passage.mentions.get(package, 0), passage.topics.get(package, 0), passage.body_topics
    near_topic, above_topic, body = package in near.topics, package in above.topics, package in bodies
    shown = (
        len(passage.mentions) > (mentions > 0), package in near.names, near_topic, len(near.topics) > near_topic,
        above_topic, package in above.names, len(above.topics) > above_topic, body, len(bodies) > body,
    )  # fmt: skip
    return _row_of_signs(mentions, topics_, total, headings, shown)


SHOWN = (
    "other-mentioned", "near-mentioned", "near-topic", "near-topic-other",
    "parent-topic", "parent-mentioned", "parent-topic-other", "names-body-of-topic", "names-body-of-other",
)  # fmt: skip


@lru_cache(maxsize=4096)
def _row_of_signs(mentions: int, topics_: int, total: int, headings: Evidence, shown: tuple[bool, ...]) -> Mapping[str, float]:
    """The features by which the same signs are told, wherever they are; most passages show few."""
    row = {f"topics>={n}": 1.0 for n in STEPS if topics_ >= n} | {f"others>={n}": 1.0 for n in STEPS if total - topics_ >= n}
    row["share"] = topics_ / max(1, total)
    row["weight"] = min(headings._replace(mentions=mentions, topics=topics_).weight, 6.0) / 3.0
    if mentions:
        row["mentioned"] = 1.0
    return row | dict.fromkeys(compress(SHOWN, shown), 1.0)


def _topics_of(passages: Iterable[Passage]) -> Counter[str]:
    return summed(count for passage in passages for count in (passage.topics, passage.body_topics))


def _share(package: str, name: str, seen: Counter[str]) -> dict[str, float]:
    """How much of a stretch's topics are of one package, and whether it leads there."""
    row = {f"{name}-share": seen[package] / max(5, seen.total())}
    if seen[package] and seen[package] == max(seen.values()):
        row[f"{name}-leads"] = 1.0
    return row
