"""What `the Committee` stands for: values for definite references, names that several organisations use, and ambiguous acronyms.

Each such mention gets its candidates (`choices`). The rules follow the guidelines: the body last named in the same passage that fits,
else the issuing body, else the only one of its kind in the organisation whose paper it is, else nobody. A trained model says how
far to trust that choice, by its signs and its rivals' (`link_signs`). Models that choose themselves, with the rules' choice among their
signs, were measured on the same folds: they did no better (`models/README.md`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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


class Mention(NamedTuple):
    """What is asked of a mention's span, asked once: spaCy's spans take longer to ask than their mentions to settle."""

    span: Span
    text: str
    rule: str
    value: str | None
    opens: bool  # its sentence begins with it, or with its article
    place: bridge.Place
    at: int  # where it begins in its paragraph's text

    @property
    def bracketed(self) -> bool:
        """Whether it stands behind a bracket that opens."""
        return self.place.block.text[max(self.at - 2, 0) : self.at].removesuffix(" ").endswith("(")

    @property
    def called(self) -> str | None:
        """What it says that its body is called from there on."""
        text, end = self.place.block.text, self.at + len(self.text)
        return acronyms.alias(text, end + 1 if text.startswith(" ", end) else end)


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

    def __init__(self, doc: Doc, mentions: Iterable[Mention], vocabulary: Vocabulary) -> None:
        self.vocabulary, self.words = vocabulary, words_by_id(vocabulary)
        named = Counter([mention.value or UNLISTED for mention in mentions if mention.value or mention.rule in CLEAR_RULES])
        self.home, self.principal = home(doc._.front, named, vocabulary), principal(vocabulary)
        self.ours = self.home is not None and self.home == self.principal
        self.issuer: str | None = doc._.front.body
        self.nobodys = self.home is None and self.issuer is None and doc._.front.body_name is None
        self.named: list[Antecedent] = []
        self.values: set[str] = set()
        self.aliases: dict[str, Antecedent] = {}
        self.expansions: dict[str, tuple[str, frozenset[str]]] = {}
        self.times: Counter[str | frozenset[str]] = Counter()  # by what `_identity` says
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

    def antecedent(self, mention: Mention, value: str | None, source: str) -> Antecedent:
        body, place, start = self.vocabulary.body(value), mention.place, mention.span.start
        section = place.section.id if place.section else None
        unit = place.parent or place.id
        if body is not None:
            sort = sort_of(mention.text)
            kind = sort.kind if sort is not None and source == "named" else body.kind
            return Antecedent(body.id, kind, self.words[body.id or ""], start, unit, section, source, mention.opens)
        kind, said = self.expansions.get(fold(mention.text)) or self._unlisted(mention.text) or _as_written(mention.text)
        return Antecedent(None, kind, said, start, unit, section, source, mention.opens)

    def _unlisted(self, text: str) -> tuple[str, frozenset[str]] | None:
        """Kind and words of a body that the vocabulary knows by name only."""
        hits = compiled(self.vocabulary).find(text)
        entry = hits[0].entries[0] if len(hits) == 1 else None
        return (entry.kind, words_of(entry)) if isinstance(entry, Body) and entry.id is None else None

    def note(self, mention: Mention, value: str | None, source: str = "named") -> None:
        """Remember a body that was named, `value` if the vocabulary has it, and what an acronym in brackets after it abbreviates."""
        found = self.antecedent(mention, value, source)
        if self.named and value is None and mention.bracketed and not found.kind:
            before = self.named[-1]
            if before.value is None and before.kind:
                self.expansions[fold(mention.text)] = before.kind, before.words
                found = self.antecedent(mention, value, source)
        self.named.append(found)
        self.times[_identity(found)] += 1
        if found.value is not None:
            self.values.add(found.value)
        if called := mention.called:
            self.aliases[fold(called)] = found._replace(source="alias")

    def candidates(self, mention: Mention) -> tuple[Candidate, ...]:
        """The bodies a mention may mean, nearest first, then the issuing body, then others of its organisation."""
        sort = sort_of(mention.text)
        if sort is None:
            return ()
        called = self.aliases.get(fold(mention.text))
        fitting = [(n, a) for n, a in enumerate([*reversed(self.named[-LOOK_BACK:]), *self.brought]) if fits(sort, a)]
        if called is not None:
            fitting.insert(0, (0, called))
        return self._candidates(sort, fitting, mention.place) if fitting else ()

    def _candidates(self, sort: Sort, fitting: Iterable[tuple[int, Antecedent]], place: bridge.Place) -> tuple[Candidate, ...]:
        """How antecedents, each with its distance, stand to a mention; as plain values in their order, since there are thousands."""
        unit, section = place.parent or place.id, place.section.id if place.section else None
        modifiers, telling, headed, ours, times = len(sort.modifiers), sort.kind in TELLING, self._headings(place), self.ours, self.times
        return tuple(
            [
                Candidate(
                    a.value, a.source, a.passage == unit, a.start >= 0 and a.section == section, distance,
                    modifiers, ours, telling, times[_identity(a)], a.opens, a.value in headed,
                )
                for distance, a in fitting
            ]
        )  # fmt: skip

    def _headings(self, place: bridge.Place) -> frozenset[str]:
        """The bodies that the headings above a place name."""
        path = place.section.path if place.section else ()
        if path not in self.headed:
            hits = [hit for title in path for hit in compiled(self.vocabulary).find(title[:500])]
            self.headed[path] = frozenset(entry.id for hit in hits for entry in hit.entries if isinstance(entry, Body) and entry.id)
        return self.headed[path]


def rank_by_rule(candidates: Sequence[Candidate]) -> Candidate | None:
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
    mentions = _mentions(doc)
    scene = Scene(doc, mentions, vocabulary)
    for mention in mentions:
        span, value = mention.span, mention.value
        if (mention.rule in OPEN_RULES and value is None) or span._.open:
            span._.open = True
            yield _settled(mention, scene, model)
            value = span._.value
        scene.note(mention, value, "referred" if mention.rule == "definite" else "named")


def _settled(mention: Mention, scene: Scene, model: Model | None) -> Choice:
    """The choice for one open mention."""
    found, by_rule = _rivals(mention, scene)
    if model is None:
        return Choice(mention.span, found, by_rule, _sureness(by_rule))
    return Choice(mention.span, found, by_rule, model.probability(link_signs.features(found, by_rule, mention.rule)))


def _rivals(mention: Mention, scene: Scene) -> tuple[tuple[Candidate, ...], Candidate]:
    """All that a mention may mean, nobody among them, and what the rules choose."""
    rule, sort = mention.rule, sort_of(mention.text)
    known = _by_name(mention, scene) if rule in ("local", "ambiguous") else None
    called = () if known is None else (Candidate(known, "called", ours=scene.ours, modifiers=len(sort.modifiers) if sort else 1),)
    found = scene.candidates(mention)
    if rule == "grammar":
        found = tuple(c for c in found if c.value is not None)
    if rule == "ambiguous" or (known is not None and sort is not None and sort.modifiers):
        chosen = called[0] if called else None
    else:
        chosen = rank_by_rule(found)
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


def _identity(a: Antecedent) -> str | frozenset[str]:
    """What two antecedents that are one body have in common."""
    return a.words if a.value is None else a.value


def _as_written(text: str) -> tuple[str, frozenset[str]]:
    """Kind and words of a body that nobody lists."""
    sort = sort_of(text)
    return sort.kind if sort else "", frozenset(word.key for word in words(text))


# `General Assembly of the International Bureau …`: somebody else's, but `of the United Nations`.
NEAR_OWNER = 8  # characters before the owner's name
OWNER = re.compile(r" (?:of|de|du) (?:the |l['’]|la )?[A-Z][a-z]{2,40} [A-Z]")


def _by_name(mention: Mention, scene: Scene) -> str | None:
    """The entry that a local name or an ambiguous acronym means here: named before, or of the paper's own organisation."""
    names = compiled(scene.vocabulary)
    span, hits = mention.span, names.find(mention.text)
    entries = [e for e in hits[0].entries if isinstance(e, Body)] if hits else []
    after = span.doc[span.end : span.end + 12].text
    if OWNER.match(" " + after):
        owners = [e.id for hit in names.find(after)[:1] if hit.start <= NEAR_OWNER for e in hit.entries if isinstance(e, Body)]
        return next((e.id for e in entries if e.id and scene.vocabulary.root(e.id) in owners), None)
    named = scene.values
    sort = sort_of(mention.text)
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


def _mentions(doc: Doc) -> list[Mention]:
    """The mentions of bodies, in order of place."""
    found: list[Mention] = []
    opening = (doc.to_array("SENT_START") == 1).tolist()  # `span.sent` walks back through a sentence without end
    for paragraph, spans in zip(bridge.paragraphs(doc), bridge.mentions_by_paragraph(doc, "BODY"), strict=True):
        if not spans:
            continue
        place: bridge.Place = paragraph._.place
        text, before = place.block.text, paragraph.start_char
        for span in spans:
            about, start, at = span._, span.start, span.start_char - before
            opens = start == 0 or opening[start] or opening[start - 1]
            found.append(Mention(span, text[at : span.end_char - before], about.rule, about.value, opens, place, at))
    return found


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
