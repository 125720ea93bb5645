"""The bodies of a document in the order in which they are named, and which of them a later mention may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile
from typing import NamedTuple

from spacy.tokens import Doc, Span

from docmine import bridge
from docmine.components import acronyms
from docmine.components.complements import OPEN_EN
from docmine.components.complements_fr import OPEN_FR
from docmine.components.lexicon import lexicon
from docmine.components.link_signs import Candidate
from docmine.components.name_words import CLOSED, HEADS, Text, head_at
from docmine.components.names import compiled, fold, words
from docmine.components.organisation import UNLISTED, home, principal
from docmine.vocabulary import Body, Vocabulary

TELLING = frozenset({"commission", "assembly", "organization", "conference", "board", "panel"})
MANNERS = lexicon("manners")
OWNERS = ("organization", "")  # kinds of what has organs
LOOK_BACK = 100  # mentions before one that are candidates
CLEAR_RULES = ("name", "acronym", "context", "defined", "grammar")  # that name a body, whether or not the vocabulary has it


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
    if sort.noun == PLENARY and antecedent.source == "issuing":
        return True
    if sort.modifiers and sort.modifiers.isdisjoint(MANNERS) and not antecedent.words.isdisjoint(MANNERS):
        return False
    if sort.kind in ("committee", "sub-committee", "council", "secretariat"):
        return antecedent.kind == sort.kind
    if sort.noun in ("group", "groupe"):
        return "group" in antecedent.kind or sort.noun in antecedent.words
    if sort.noun == "groupedetravail":  # of either kind in French
        return antecedent.kind in ("working group", "working party")
    if sort.noun in ("organization", "organisation"):
        return antecedent.kind == "organization" and (antecedent.source == "home" or sort.noun in antecedent.words)
    return antecedent.kind == sort.kind if sort.noun in KIND_NOUNS.get(sort.kind, ()) else sort.noun in _joined(antecedent.words, sort.noun)


PLENARY = "plenary"  # of a body: itself, all its members together
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
        self.masthead: str | None = doc._.front.masthead
        self.nobodys = self.home is None and self.issuer is None and doc._.front.body_name is None
        self.named: list[Antecedent] = []
        self.unlisted: dict[tuple[str, frozenset[str]], Antecedent] = {}  # those of them that the vocabulary lacks, each once
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
        """The issuing body first; the others only of the vocabulary's own organisation, since of no other it lists all, and the one at the
        head of the page."""
        known = (self.issuer, self.home, self.masthead)
        members = [b for b in self.vocabulary.members(self.home) if self.ours or b.id in known] if self.home else []
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
        else:
            self.unlisted.setdefault((found.kind, found.words), found)
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

    def last_named(self, mention: Mention) -> Antecedent | None:
        """The body last named in a mention's passage."""
        return next(self._here(mention), None)

    def last_owner(self, mention: Mention) -> Antecedent | None:
        """The organisation last named there, whether or not the vocabulary has it; an acronym that it lacks may be one."""
        here = self._here(mention)
        return next((a for a in here if a.kind in OWNERS or (a.value and self.vocabulary.root(a.value) == a.value)), None)

    def shares(self, body: Body) -> bool:
        """Whether a body's name says that the paper's organisation is one of those that have it together (`WCO/UPU Contact Committee`)."""
        own = self.vocabulary.body(self.home)
        return own is not None and any(word.key in words_of(body) for acronym in own.acronyms for word in words(acronym))

    def has_unlisted(self, sort: Sort, mention: Mention | None = None) -> bool:
        """Whether the paper brings or has named a body of that sort that the vocabulary lacks; in the passage of `mention`, if given."""
        named = self._here(mention) if mention is not None else islice(reversed(self.unlisted.values()), LOOK_BACK)
        return any(a.value is None and fits(sort, a) for a in (*self.brought, *named))

    def _here(self, mention: Mention) -> Iterator[Antecedent]:
        """The bodies named in a mention's passage before it, the nearest first."""
        unit = mention.place.parent or mention.place.id
        return takewhile(lambda a: a.passage == unit, reversed(self.named[-LOOK_BACK:]))

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


def _identity(a: Antecedent) -> str | frozenset[str]:
    """What two antecedents that are one body have in common."""
    return a.words if a.value is None else a.value


def _as_written(text: str) -> tuple[str, frozenset[str]]:
    """Kind and words of a body that nobody lists."""
    sort = sort_of(text)
    return sort.kind if sort else "", frozenset(word.key for word in words(text))


def mentions_of(doc: Doc) -> list[Mention]:
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
