"""What `the Committee` stands for: values for definite references, names that several organisations use, and ambiguous acronyms.

Each such mention gets its candidates (`choices`). The rules follow the guidelines: the body last named in the same passage that fits,
else the issuing body, else the only one of its kind in the organisation whose paper it is, else nobody. A trained model says how
far to trust that choice, by its signs and its rivals' (`link_signs`). Models that choose themselves, with the rules' choice among their
signs, were measured on the same folds: they did no better (`models/README.md`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from docmine import bridge, classify
from docmine.classify import Model
from docmine.components import acronyms, link_signs
from docmine.components.complements import OPEN_EN
from docmine.components.complements_fr import OPEN_FR
from docmine.components.lexicon import lexicon
from docmine.components.link_signs import NOBODY, Candidate
from docmine.components.name_words import CLOSED, HEADS, Text, head_at
from docmine.components.names import compiled, fold, words
from docmine.components.organisation import UNLISTED, home, principal
from docmine.vocabulary import Body, Vocabulary, load

MODEL = "links"
TELLING = frozenset({"commission", "assembly", "organization", "conference", "board", "panel"})
MANNERS = lexicon("manners")
LOOK_BACK = 100  # mentions before one that are candidates
ALIAS_REACH = 60  # tokens after a name in which it may be given another
CLEAR_RULES = ("name", "acronym", "context", "defined", "grammar")  # that name a body, whether or not the vocabulary has it
OPEN_RULES = ("definite", "local", "ambiguous", "grammar")


@dataclass(frozen=True, slots=True)
class Sort:
    """What a mention says of the body it means: its head noun and kind, and the words before and after the head."""

    noun: str
    kind: str
    modifiers: frozenset[str]


class Antecedent(NamedTuple):
    """A body that a later mention may stand for; `words` are the folded words of all its names."""

    value: str | None
    kind: str
    words: frozenset[str]
    start: int  # token of the mention; -1 for one that the paper brings along
    passage: str
    section: str | None
    source: str  # "named", "referred", "issuing", "home"
    opens: bool = False  # its sentence begins with it


@lru_cache(maxsize=4096)
def sort_of(text: str) -> Sort | None:
    """The head noun of a mention's text and what else it says; None if it has no head (an acronym)."""
    run = words(text)
    parsed = Text(text, run, False)
    best: tuple[int, int, str] | None = None
    for i in range(len(run)):
        head = head_at(parsed, i)
        if head and (best is None or i > best[1]):
            best = i, head[0], head[1]
        if best is not None and i > best[1] and run[i].key in CLOSED | OPEN_EN | OPEN_FR:
            break
    if best is None:
        return None
    rest = frozenset(w.key for j, w in enumerate(run) if not best[0] <= j <= best[1] and w.key not in CLOSED)
    return Sort(best[2], HEADS[best[2]], rest)


@lru_cache(maxsize=4096)
def words_of(body: Body) -> frozenset[str]:
    """The folded words of a body's names in all languages, and its acronyms."""
    return frozenset(word.key for name in (*body.names, *body.local, *body.acronyms) for word in words(name))


@lru_cache(maxsize=16)
def words_by_id(vocabulary: Vocabulary) -> Mapping[str, frozenset[str]]:
    """The same of all bodies of a vocabulary; to find a body's by its id takes less than to compare bodies."""
    return {body.id: words_of(body) for body in vocabulary.bodies if body.id}


def fits(sort: Sort, antecedent: Antecedent) -> bool:
    """Whether a body can be meant: it is of the kind said, and its names have all the words said. `Committee on Customs Valuation` is not
    the Technical Committee on it."""
    if not sort.modifiers <= antecedent.words:
        return False
    if sort.modifiers and sort.modifiers.isdisjoint(MANNERS) and not antecedent.words.isdisjoint(MANNERS):
        return False
    if sort.kind in ("committee", "sub-committee", "council", "secretariat"):
        return antecedent.kind == sort.kind
    if sort.noun in ("group", "groupe"):
        return "group" in antecedent.kind
    if sort.noun in ("organization", "organisation"):
        return antecedent.kind == "organization" and (antecedent.source == "home" or sort.noun in antecedent.words)
    return antecedent.kind == sort.kind if sort.noun in KIND_NOUNS.get(sort.kind, ()) else sort.noun in _joined(antecedent.words, sort.noun)


# Nouns that say a kind in full; others of a kind (`Fund`, `Chamber`, `Union`) must be in the body's own name.
KIND_NOUNS = {
    "commission": ("commission",),
    "working group": ("workinggroup", "groupedetravail"),
    "working party": ("workingparty",),
    "project team": ("projectteam",),
    "expert group": ("expertgroup", "expertsgroup", "groupedexperts"),
    "task force": ("taskforce",),
    "conference": ("conference",),
    "assembly": ("assembly", "assemblee"),
    "board": ("board",),
    "bureau": ("bureau",),
    "panel": ("panel",),
}


def _joined(names: frozenset[str], noun: str) -> tuple[str, ...]:
    """The noun, if a body's names have it (or all parts of a noun of several words)."""
    if noun in names or (noun in ("group", "groupe") and names & {"group", "groupe"}):
        return (noun,)
    return (noun,) if any(noun.startswith(a) and noun[len(a) :] in names for a in names) else ()


class Scene:
    """A document's bodies in the order in which they are named, with what the paper brings along."""

    def __init__(self, doc: Doc, vocabulary: Vocabulary) -> None:
        self.vocabulary, self.words = vocabulary, words_by_id(vocabulary)
        values = [(about.value, about.rule) for about in (span._ for span in bridge.mentions(doc, "BODY"))]
        named = Counter([value or UNLISTED for value, rule in values if value or rule in CLEAR_RULES])
        self.home, self.principal = home(doc._.front, named, vocabulary), principal(vocabulary)
        self.ours = self.home is not None and self.home == self.principal
        self.issuer: str | None = doc._.front.body
        self.nobodys = self.home is None and self.issuer is None and doc._.front.body_name is None
        self.named: list[Antecedent] = []
        self.values: set[str] = set()
        self.aliases: dict[str, Antecedent] = {}
        self.expansions: dict[str, tuple[str, frozenset[str]]] = {}
        self.times: Counter[tuple[str | None, frozenset[str]]] = Counter()
        self.headed: dict[tuple[str, ...], frozenset[str]] = {}
        self.brought = [self._standing(body, "issuing" if body.id == self.issuer else "home") for body in self._own_bodies()]
        if self.issuer is None and doc._.front.body_name:
            said = sort_of(doc._.front.body_name)
            names = frozenset(word.key for word in words(doc._.front.body_name))
            self.brought.insert(0, Antecedent(None, said.kind if said else "", names, -1, "", None, "issuing"))

    def _own_bodies(self) -> list[Body]:
        """The issuing body first; the others only of the vocabulary's own organisation, since of no other it lists all."""
        members = [b for b in self.vocabulary.members(self.home) if self.ours or b.id in (self.issuer, self.home)] if self.home else []
        return sorted(members, key=lambda b: b.id != self.issuer)

    def _standing(self, body: Body, source: str) -> Antecedent:
        return Antecedent(body.id, body.kind, self.words[body.id or ""], -1, "", None, source)

    def antecedent(self, span: Span, place: bridge.Place, source: str) -> Antecedent:
        body = self.vocabulary.body(span._.value)
        section = place.section.id if place.section else None
        unit = place.parent or place.id
        if body is not None:
            sort = sort_of(span.text)
            kind = sort.kind if sort is not None and source == "named" else body.kind
            return Antecedent(body.id, kind, self.words[body.id or ""], span.start, unit, section, source, _opens(span))
        kind, said = self.expansions.get(fold(span.text)) or self._unlisted(span) or _as_written(span)
        return Antecedent(None, kind, said, span.start, unit, section, source, _opens(span))

    def _unlisted(self, span: Span) -> tuple[str, frozenset[str]] | None:
        """Kind and words of a body that the vocabulary knows by name only."""
        hits = compiled(self.vocabulary).find(span.text)
        entry = hits[0].entries[0] if len(hits) == 1 else None
        return (entry.kind, words_of(entry)) if isinstance(entry, Body) and entry.id is None else None

    def note(self, span: Span, place: bridge.Place, source: str = "named") -> None:
        """Remember a body that was named, and what an acronym in brackets after it abbreviates."""
        found = self.antecedent(span, place, source)
        if self.named and span._.value is None and span.start - 1 >= 0 and span.doc[span.start - 1].text == "(" and not found.kind:
            before = self.named[-1]
            if before.value is None and before.kind:
                self.expansions[fold(span.text)] = before.kind, before.words
                found = self.antecedent(span, place, source)
        self.named.append(found)
        self.times[_identity(found)] += 1
        if found.value is not None:
            self.values.add(found.value)
        opens = span.doc[span.end : span.end + 2].text.lstrip()[:1] in ("(", ",")  # as most do not, which saves reading on
        called = acronyms.alias(span.doc[span.end : span.end + ALIAS_REACH].text, 0) if opens else None
        if called:
            self.aliases[fold(called)] = found._replace(source="alias")

    def candidates(self, span: Span, place: bridge.Place) -> tuple[Candidate, ...]:
        """The bodies a mention may mean, nearest first, then the issuing body, then others of its organisation."""
        sort = sort_of(span.text)
        if sort is None:
            return ()
        called = self.aliases.get(fold(span.text))
        fitting = [(n, a) for n, a in enumerate([*reversed(self.named[-LOOK_BACK:]), *self.brought]) if fits(sort, a)]
        if called is not None:
            fitting.insert(0, (0, called))
        return tuple(self._candidate(sort, a, place, distance) for distance, a in fitting)

    def _candidate(self, sort: Sort, a: Antecedent, place: bridge.Place, distance: int) -> Candidate:
        unit, section = place.parent or place.id, place.section.id if place.section else None
        return Candidate(
            value=a.value,
            source=a.source,
            same_passage=a.passage == unit,
            same_section=a.start >= 0 and a.section == section,
            distance=distance,
            modifiers=len(sort.modifiers),
            ours=self.ours,
            telling=sort.kind in TELLING,
            times=self.times[_identity(a)],
            subject=a.opens,
            headed=a.value is not None and a.value in self._headings(place),
        )

    def _headings(self, place: bridge.Place) -> frozenset[str]:
        """The bodies that the headings above a place name."""
        path = place.section.path if place.section else ()
        if path not in self.headed:
            hits = [hit for title in path for hit in compiled(self.vocabulary).find(title[:500])]
            self.headed[path] = frozenset(entry.id for hit in hits for entry in hit.entries if isinstance(entry, Body) and entry.id)
        return self.headed[path]


def rank_by_rule(span: Span, candidates: Sequence[Candidate]) -> Candidate | None:
    """The guidelines' order; None where nobody fits or several of the organisation's bodies do equally."""
    tests: tuple[Callable[[Candidate], bool], ...] = (
        lambda c: c.source == "alias",
        lambda c: c.same_passage and c.source in ("named", "referred"),
        lambda c: c.source == "issuing",
    )
    for test in tests:
        for candidate in candidates:
            if test(candidate):
                return candidate
    own = [c for c in candidates if c.source == "home"]
    if len(own) == 1:
        return own[0]
    named = [c for c in candidates if c.source in ("named", "referred")]
    if len({c.value for c in named}) == 1 or (named and named[0].ours):
        return named[0] if named[0].ours or named[0].telling else None
    return None


class Links:
    """Sets `span._.value` and `span._.confidence` of the BODY mentions that `docmine_mentions` left open."""

    def __init__(self, vocabulary: Vocabulary, model: Model | None = None) -> None:
        self.vocabulary, self.model = vocabulary, model

    def use(self, models: Mapping[str, Model]) -> None:
        """Decide by the model of that name from now on, or by rules if it is not among them."""
        self.model = models.get(MODEL)

    def __call__(self, doc: Doc) -> Doc:
        for choice in choices(doc, self.vocabulary, self.model):
            about = choice.span._
            about.value = choice.chosen.value
            about.confidence = round(about.confidence * choice.sureness, 3)
        return doc


@dataclass(frozen=True, slots=True)
class Choice:
    """An open mention, the candidates for it, the one chosen, and how surely."""

    span: Span
    candidates: tuple[Candidate, ...]
    chosen: Candidate
    sureness: float


def choices(doc: Doc, vocabulary: Vocabulary, model: Model | None) -> Iterator[Choice]:
    """The open mentions in order, each settled by the rules and judged by the model; what is chosen must be written before the next
    is asked for, since later mentions look back on it."""
    scene, places = Scene(doc, vocabulary), _places(doc)
    for span in bridge.mentions(doc, "BODY"):
        place, about = places[span.start], span._
        rule = about.rule
        about.open = open_ = about.open or (rule in OPEN_RULES and about.value is None)
        if open_:
            yield _settled(span, place, scene, model)
        scene.note(span, place, "referred" if rule == "definite" else "named")


def _settled(span: Span, place: bridge.Place, scene: Scene, model: Model | None) -> Choice:
    """The choice for one open mention."""
    found, by_rule = _rivals(span, place, scene)
    if model is None:
        return Choice(span, found, by_rule, _sureness(by_rule))
    return Choice(span, found, by_rule, model.probability(link_signs.features(found, by_rule, span._.rule)))


def _rivals(span: Span, place: bridge.Place, scene: Scene) -> tuple[tuple[Candidate, ...], Candidate]:
    """All that a mention may mean, nobody among them, and what the rules choose."""
    known = _by_name(span, scene) if span._.rule in ("local", "ambiguous") else None
    sort = sort_of(span.text)
    called = () if known is None else (Candidate(known, "called", ours=scene.ours, modifiers=len(sort.modifiers) if sort else 1),)
    found = scene.candidates(span, place)
    if span._.rule == "grammar":
        found = tuple(c for c in found if c.value is not None)
    if span._.rule == "ambiguous" or (known is not None and sort is not None and sort.modifiers):
        chosen = called[0] if called else None
    else:
        chosen = rank_by_rule(span, found)
        if called and (chosen is None or chosen.value is None):
            chosen = called[0]
    return (*called, *found, NOBODY), chosen or NOBODY


def _sureness(chosen: Candidate) -> float:
    """How often such a choice of the rules is right, by eye on the annotated papers."""
    if chosen is NOBODY:
        return 0.6
    if chosen.source in ("issuing", "alias", "called"):
        return 0.93
    return 0.9 if chosen.same_passage else 0.8 if chosen.source == "home" else 0.7


def _identity(a: Antecedent) -> tuple[str | None, frozenset[str]]:
    """What two antecedents that are one body have in common."""
    return (a.value, frozenset()) if a.value is not None else (None, a.words)


def _opens(span: Span) -> bool:
    """Whether a mention, with its article, begins its sentence."""
    doc, start = span.doc, span.start  # `span.sent` walks back through a sentence without end
    return start == 0 or bool(doc[start].is_sent_start) or bool(doc[start - 1].is_sent_start)


def _as_written(span: Span) -> tuple[str, frozenset[str]]:
    """Kind and words of a body that nobody lists."""
    sort = sort_of(span.text)
    return sort.kind if sort else "", frozenset(word.key for word in words(span.text))


# `General Assembly of the International Bureau …`: somebody else's, but `of the United Nations`.
NEAR_OWNER = 8  # characters before the owner's name
OWNER = re.compile(r" (?:of|de|du) (?:the |l['’]|la )?[A-Z][a-z]{2,40} [A-Z]")


def _by_name(span: Span, scene: Scene) -> str | None:
    """The entry that a local name or an ambiguous acronym means here: named before, or of the paper's own organisation."""
    names = compiled(scene.vocabulary)
    hits = names.find(span.text)
    entries = [e for e in hits[0].entries if isinstance(e, Body)] if hits else []
    after = span.doc[span.end : span.end + 12].text
    if OWNER.match(" " + after):
        owners = [e.id for hit in names.find(after)[:1] if hit.start <= NEAR_OWNER for e in hit.entries if isinstance(e, Body)]
        return next((e.id for e in entries if e.id and scene.vocabulary.root(e.id) in owners), None)
    named = scene.values
    sort = sort_of(span.text)
    if sort is not None and not sort.modifiers:  # `Secretariat`, `Council`: every organisation has one
        own = next((e for e in entries if scene.home is not None and scene.vocabulary.root(e.id) == scene.home), None)
        if own is None and scene.nobodys:  # the one named in full; a secretariat it has itself
            own = next((e for e in entries if e.id in named and sort.kind != "secretariat"), None)
        return own.id if own else None
    for entry in entries:
        if entry.id in named:
            return entry.id
    for entry in entries:
        if scene.home is not None and scene.vocabulary.root(entry.id) == scene.home:
            return entry.id
    if scene.home == scene.principal and len(entries) == 1:
        return entries[0].id
    roots = {scene.vocabulary.root(value) for value in scene.values}
    near = [e for e in entries if scene.vocabulary.root(e.id) in roots]
    return near[0].id if len(near) == 1 else None


def _places(doc: Doc) -> dict[int, bridge.Place]:
    return {i: place for span in bridge.paragraphs(doc) for place in (span._.place,) for i in range(span.start, span.end)}


@Language.factory(
    "docmine_links",
    requires=["doc.spans", "doc._.front"],
    assigns=["doc.spans"],
    default_config={"vocabulary": "wco", "models": "auto"},
)
def make(nlp: Language, name: str, vocabulary: str, models: str) -> Links:
    """The component; `vocabulary` is a name or a folder, `models` is `auto`, `none` (rules alone) or a folder."""
    component = Links(load(vocabulary))
    found = classify.find(MODEL, link_signs.FEATURE_SET, classify.folders(models, component.vocabulary.folder))
    component.use({MODEL: found} if found else {})
    return component
