"""Figures of records against gold: precision, recall and F1 of each layer, and every item found, missed or extra.

| figure | an item is right when |
| --- | --- |
| paragraph | a numbered paragraph has the gold's number, beginning and end |
| section | a heading has the gold's title (case, spaces and a printed number folded) |
| BODY, DATE, PACKAGE | a mention has the gold's label and words (case, spaces and a leading article folded) |
| …-value | a mention found carries the gold's value (a gold null is not counted) |
| para-package | a numbered paragraph belongs to the package |
| endorsement | act and status are the gold's and the subjects overlap (token F1 at least one half) |
| endorsement+ | and bodies, date and package are the gold's (a gold package null is not counted) |
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from docmine.gold import LABELS, Gold, GoldEndorsement, of_record
from docmine.records import Record

FIGURES = (
    *("paragraph", "section", "BODY", "BODY-value", "DATE", "DATE-value", "PACKAGE", "PACKAGE-value"),
    *("para-package", "endorsement", "endorsement+"),
)
SAME_SUBJECT = 0.5
STOP_WORDS = frozenset(["the", "a", "an", "of", "and", "to", "for", "in", "on", "its", "their", "de", "la", "le", "les", "des", "du", "et"])


@dataclass(slots=True)
class Tally:
    """Counts of one figure."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, right: int, extra: int, missed: int) -> None:
        self.right += right
        self.extra += extra
        self.missed += missed

    @property
    def precision(self) -> float | None:
        return self.right / (self.right + self.extra) if self.right + self.extra else None

    @property
    def recall(self) -> float | None:
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float | None:
        total = 2 * self.right + self.extra + self.missed
        return 2 * self.right / total if total else None


@dataclass(slots=True)
class Score:
    """Tallies by figure, and by document the lines that say what was right, missed or extra."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIGURES})
    right: dict[str, list[str]] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def add(self, gold: Gold, record: Record | None) -> None:
        """Count one document; a document without a record misses everything."""
        card = _Card(self.tallies, self.right.setdefault(gold.name, []), self.wrong.setdefault(gold.name, []))
        if record is None:
            card.wrong.append("no record")
        _paragraphs(gold, record, card)
        _sections(gold, record, card)
        _mentions(gold, record, card)
        _packages(gold, record, card)
        _endorsements(gold, record, card)


@dataclass(slots=True)
class _Card:
    tallies: dict[str, Tally]
    right: list[str]
    wrong: list[str]

    def multiset(self, name: str, want: Iterable[Hashable], have: Iterable[Hashable], optional: Iterable[Hashable] = ()) -> None:
        wanted, had = Counter(want), Counter(have)
        hits, missed = wanted & had, wanted - had
        extra = had - wanted
        extra.subtract({k: min(n, extra[k]) for k, n in Counter(optional).items() if k in extra})
        extra = +extra
        self.tallies[name].add(hits.total(), extra.total(), missed.total())
        self.right += [f"{name} {k!r} x{n}" for k, n in hits.items()]
        self.wrong += [f"{name} missed {k!r} x{n}" for k, n in missed.items()]
        self.wrong += [f"{name} extra {k!r} x{n}" for k, n in extra.items()]


def fold(text: str) -> str:
    """Text without the differences that do not count: case, spaces, dashes, quotation marks, a leading article, outer punctuation."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\u2010-\u2015]", "-", text).translate({0x2019: "'", 0x201C: '"', 0x201D: '"'})
    text = " ".join(text.split()).lower()
    text = re.sub(r"(?<=\w)- (?=\w)", "-", text)
    text = re.sub(r" ?- ?", "-", text)
    text = re.sub(r"^(?:the|le|la|les|l') ", "", text)
    return text.strip(" .,:;\"'()")


def fold_title(title: str) -> str:
    """A heading folded, without the number or bullet it prints."""
    title = re.sub(r"^[^\w(]+", "", fold(title))
    return re.sub(r"^(?:\d+(?:\.\d+)*[.)]?|[ivxlc]+[.)]|[a-z][.)]|\([a-z0-9]+\))\s+", "", title)


def fold_edtf(value: str | None) -> str | None:
    """An EDTF value without open ends and qualifiers; a set stands for its outer interval."""
    if not value:
        return value
    value = re.sub(r"^\.\./|/\.\.$|[~?%]", "", value)
    days = re.findall(r"[\dXx-]+", value)
    return f"{days[0]}/{days[-1]}" if value[:1] in "{[" and len(days) > 1 else value


def _letters(text: str) -> str:
    return re.sub(r"[^0-9a-z\u00e0-\u024f]+", "", fold(text))


def overlap(a: str, b: str) -> float:
    """F1 of two texts' words, function words left out."""
    first, second = (Counter(t for t in re.findall(r"\w+", fold(text)) if t not in STOP_WORDS) for text in (a, b))
    if not first or not second:
        return 0.0
    return 2 * (first & second).total() / (first.total() + second.total())


def _paragraphs(gold: Gold, record: Record | None, card: _Card) -> None:
    if gold.paragraphs is None:
        return
    have = [(p.number.strip(" .)("), _letters(p.text), p.text) for p in (record.paragraphs if record else ()) if p.number]
    for want in gold.paragraphs:
        starts, ends = _letters(want.starts), _letters(want.ends)
        hit = next((h for h in have if h[0] == want.number and h[1].startswith(starts) and h[1].endswith(ends)), None)
        line = f"{want.number}: {want.starts!r} … {want.ends!r}"
        if hit:
            have.remove(hit)
            card.right.append(f"paragraph {line}")
        else:
            card.wrong.append(f"paragraph missed {line}")
        card.tallies["paragraph"].add(int(bool(hit)), 0, int(not hit))
    card.tallies["paragraph"].add(0, len(have), 0)
    card.wrong += [f"paragraph extra {number}: {text[:40]!r} … {text[-30:]!r}" for number, _, text in have]


def _sections(gold: Gold, record: Record | None, card: _Card) -> None:
    if gold.sections is not None:
        card.multiset("section", map(fold_title, gold.sections), [fold_title(s.title) for s in (record.sections if record else ())])


def _mentions(gold: Gold, record: Record | None, card: _Card) -> None:
    mentions = [m for p in (record.paragraphs if record else ()) for m in p.mentions]
    for label in LABELS:
        if label not in gold.labels:
            continue
        norm: Callable[[str | None], str | None] = fold_edtf if label == "DATE" else lambda value: value
        want = [(fold(m.text), norm(m.value)) for m in gold.mentions if m.label == label]
        have = [(fold(m.text), norm(m.value)) for m in mentions if m.label == label]
        card.multiset(label, [t for t, _ in want], [t for t, _ in have], [fold(m.text) for m in gold.optional if m.label == label])
        _values(label, want, have, card)


def _values(label: str, want: Sequence[tuple[str, str | None]], have: Sequence[tuple[str, str | None]], card: _Card) -> None:
    for text in sorted({t for t, _ in want}):
        wanted: Counter[str | None] = Counter(v for t, v in want if t == text and v is not None)
        had: Counter[str | None] = Counter(v for t, v in have if t == text)
        count, right = min(wanted.total(), had.total()), (wanted & had).total()
        card.tallies[f"{label}-value"].add(min(right, count), max(0, count - right), 0)
        if right < count:
            card.wrong.append(f"{label}-value {text!r}: gold {dict(wanted)} record {dict(had)}")


def _packages(gold: Gold, record: Record | None, card: _Card) -> None:
    if not any(p.packages is not None for p in gold.paragraphs or ()):
        return
    want = [(p.number, k) for p in gold.paragraphs or () for k in p.packages or ()]
    have = [(p.number.strip(" .)("), k.id) for p in (record.paragraphs if record else ()) if p.number for k in p.packages]
    card.multiset("para-package", want, have)


def _same_fields(want: GoldEndorsement, have: GoldEndorsement) -> bool:
    same_package = want.package is None or want.package == have.package
    return want.bodies == have.bodies and fold_edtf(want.date) == fold_edtf(have.date) and same_package


def _pairs(want: Sequence[GoldEndorsement], have: Sequence[GoldEndorsement]) -> list[tuple[int, int]]:
    """Which gold endorsement goes with which of the record's: best pairs first, each used once."""
    ranked = []
    for i, w in enumerate(want):
        for j, h in enumerate(have):
            if (h.act, h.status) == (w.act, w.status) and (same := overlap(w.subject, h.subject)) >= SAME_SUBJECT:
                ranked.append((_same_fields(w, h) + (0.5 if w.bodies & h.bodies else 0), same, i, j))
    pairs: list[tuple[int, int]] = []
    for _, _, i, j in sorted(ranked, reverse=True):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def _endorsements(gold: Gold, record: Record | None, card: _Card) -> None:
    if gold.endorsements is None:
        return
    want, have = gold.endorsements, list(of_record(record)) if record else []
    pairs = _pairs(want, have)
    matched, taken = {i for i, _ in pairs}, {j for _, j in pairs}
    extra = [h for j, h in enumerate(have) if j not in taken and not _optional(gold, h)]
    whole = [(i, j) for i, j in pairs if _same_fields(want[i], have[j])]
    card.tallies["endorsement"].add(len(pairs), len(extra), len(want) - len(pairs))
    card.tallies["endorsement+"].add(len(whole), len(pairs) + len(extra) - len(whole), len(want) - len(whole))
    card.right += [f"endorsement {_line(want[i])}" for i, _ in pairs]
    card.right += [f"endorsement+ {_line(want[i])}" for i, _ in whole]
    card.wrong += [f"endorsement missed {_line(w)}" for i, w in enumerate(want) if i not in matched]
    card.wrong += [f"endorsement extra {_line(h)}" for h in extra]
    card.wrong += [f"endorsement+ gold {_fields(want[i])} record {_fields(have[j])}" for i, j in pairs if (i, j) not in whole]


def _optional(gold: Gold, have: GoldEndorsement) -> bool:
    return any(o.act == have.act and overlap(o.subject, have.subject) >= SAME_SUBJECT for o in gold.optional_endorsements)


def _line(e: GoldEndorsement) -> str:
    return f"{e.act} {e.status} {e.subject[:80]!r}"


def _fields(e: GoldEndorsement) -> str:
    return f"{e.subject[:50]!r} {sorted(e.bodies)} {e.date} {e.package}"
