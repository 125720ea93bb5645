"""What a document as a whole says of the bodies it names: its own acronyms, and whose paper it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from docmine import bridge
from docmine.components import acronyms, name_grammar, name_words
from docmine.components.lexicon import lexicon
from docmine.components.name_grammar import Phrase
from docmine.components.name_words import Text
from docmine.components.names import Found, Intervals, Names, compiled, fold, masked, words
from docmine.components.organisation import UNLISTED, home, principal
from docmine.vocabulary import Body, Package, Vocabulary


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of the document (paragraph, heading or the front page's words) with what was seen in it."""

    text: Text
    known: list[Found]
    phrases: list[Phrase]
    hidden: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Seen:
    """What the document as a whole says: its own acronyms (letters to entries, empty for a body the vocabulary lacks; None for
    what is no body), and which entries it names in full or by a clear acronym, how often."""

    defined: dict[str, tuple[Body | Package, ...] | None] = field(default_factory=dict)
    named: Counter[str] = field(default_factory=Counter)
    conference_acts: bool = False  # whether a conference decides here, as an organ does, and is not only an event
    packages: set[str] = field(default_factory=set)
    roots: dict[str, str | None] = field(default_factory=dict)
    home: str | None = None  # the organisation whose paper it is
    principal: str | None = None  # the organisation whose vocabulary it is


def passage(text: str, names: Names, french: bool, small: frozenset[str] = frozenset()) -> Passage:
    run = words(text)
    parsed = Text(text, run, french or name_words.reads_french(text), text.isupper())
    return Passage(parsed, names.find(text, run), name_grammar.phrases(parsed, small), masked(text))


LONGEST_PASSAGE = 5_000  # signs; a longer paragraph is read in pieces, so that time stays linear whatever the input


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """A paragraph in passages of bounded length, cut at white space, each with its offset."""
    start = 0
    while len(text) - start > LONGEST_PASSAGE:
        cut = max(text.rfind(sign, start, start + LONGEST_PASSAGE) for sign in " \n\t")
        cut = cut + 1 if cut > start else start + LONGEST_PASSAGE
        yield start, text[start:cut]
        start = cut
    yield start, text[start:]


def passages(doc: Doc, vocabulary: Vocabulary) -> tuple[list[Passage], list[Passage]]:
    """The paragraphs' passages (all `pieces`, in order), and those of what stands around them (front page, headings)."""
    names, french = compiled(vocabulary), doc._.front.language == "fr"
    texts = [piece for span in bridge.paragraphs(doc) for _, piece in pieces(bridge.text_of(span))]
    small = name_words.small_heads(texts)
    inner = [passage(text, names, french, small) for text in texts]
    layout = doc._.layout
    around = [heading.title for heading in doc._.headings]
    if layout is not None:
        around += [line for line in (layout.front.text + "\n" + layout.front.opening).split("\n") if line.strip()]
    return inner, [passage(text[:2000], names, french) for text in around]


def survey(inner: list[Passage], around: list[Passage], front: bridge.Front, vocabulary: Vocabulary) -> tuple[Seen, Names]:
    """What the document defines and names; the bodies it defines itself as names of their own."""
    seen, own = Seen(roots={b.id: vocabulary.root(b.id) for b in vocabulary.bodies if b.id}, principal=principal(vocabulary)), Names()
    for part in (*around, *inner):
        for found in part.known:
            if len(found.entries) == 1 and found.entries[0].id and found.how in ("name", "acronym") and not is_ambiguous(found):
                seen.named[found.entries[0].id] += 1
            if found.how == "package":
                seen.named.update(e.id for e in found.entries if e.id)
                seen.packages.update(e.id for e in found.entries if e.id)
        for short, entries in _definitions(part):
            _define(seen, own, short, entries)
    seen.conference_acts = any("Conf" in part.text.text and CONFERENCE_ACTING.search(part.text.text) for part in inner)
    listed = {id: n for id, n in seen.named.items() if id in seen.roots}
    seen.home = home(front, listed | {UNLISTED: sum(_unlisted(part) for part in inner)}, vocabulary)
    for short in _acting(inner, seen, own):
        _define(seen, own, short, (Body(None, "organization", acronyms=(short,)),))
    return seen, own


def _unlisted(part: Passage) -> int:
    """How many bodies a passage names in full that the vocabulary lacks."""
    known, run = Intervals((f.start, f.end) for f in part.known), part.text.run
    return sum(not p.bare and not known.touch(run[p.first].start, run[p.last].end) for p in part.phrases)


def _define(seen: Seen, own: Names, short: str, entries: tuple[Body | Package, ...] | None) -> None:
    """The first definition of an acronym holds; one that names a body goes before one that does not."""
    key = acronyms.letters(short)
    if seen.defined.get(key) is None and (entries or key not in seen.defined):
        seen.defined[key] = entries
        for entry in entries or ():
            if isinstance(entry, Body):
                own.add(Body(entry.id, entry.kind, entry.names if entry.id is None else (), acronyms=(short,)))


def _definitions(part: Passage) -> Iterator[tuple[str, tuple[Body | Package, ...] | None]]:
    """Acronyms in brackets, each with the entries its name stands for; None where the name is no body's. One that the vocabulary knows for
    certain is not told anew by a name that it does not abbreviate (`API-PNR Contact Committee (WCO, IATA)`)."""
    text = part.text.text
    certain = {f.start for f in part.known if f.how == "acronym" and not is_ambiguous(f)}
    named_at = {f.end: f for f in part.known if f.how != "acronym"}
    spelled = {d.end: d for d in acronyms.definitions(text, part.text.run)}
    for short, opens, begins in acronyms.brackets(text):
        end = len(text[:opens].rstrip())
        definition = spelled.get(end)
        named = named_at.get(end)
        if named is not None and _defines(named, definition, short, text):
            yield short, named.entries
            continue
        if definition is None and begins in certain:
            continue
        phrase = _phrase_before(part, definition.start if definition else end, end)
        if phrase is not None and (
            definition
            or (not phrase.bare and short.isupper() and 2 < len(short) < 9)
            or _shares_letters(short, text[part.text.run[phrase.first].start : end])
        ):
            start = min(part.text.run[phrase.first].start, definition.start if definition else end)
            yield short, (Body(None, phrase.kind, (text[start:end],), acronyms=(short,)),)
        elif definition is not None:
            yield short, None


def _defines(named: Found, definition: acronyms.Definition | None, short: str, text: str) -> bool:
    """Whether a known name before a bracket is what the bracket abbreviates."""
    if definition is not None:
        return named.start <= definition.start
    return _shares_letters(short, text[named.start : named.end])


def _phrase_before(part: Passage, start: int, end: int) -> Phrase | None:
    """The phrase whose head lies in or before `start`..`end` and that no other sign parts from the end."""
    run = part.text.run
    for phrase in part.phrases:
        head = run[phrase.head]
        if (run[phrase.last].end == end and not phrase.bare) or start <= head.start < end:
            return phrase
    return None


def _shares_letters(short: str, name: str) -> bool:
    """Whether half of an acronym's letters, the first among them, are initials of a name."""
    initials = [word.key[0] for word in words(name)]
    target = fold(acronyms.letters(short))
    shared = sum((Counter(initials) & Counter(target)).values())
    return bool(target) and target[0] in initials and 2 * shared >= len(target)


ACTED = "|".join(sorted(lexicon("acted")))
ADVERB = "(?:also |further |then |had |has |have |a |prend |took |takes )?"
SHORT = r"[A-Z][A-Z0-9]{1,9}(?:[-/.][A-Z0-9]{1,8}){0,4}"
CAPITALS = re.compile(r"[A-Z][A-Z0-9]")  # what no text is without that ACTING finds anything in
ACTING = re.compile(
    r"(?=[A-Zmrs])(?:"  # few letters are any of these: looked at first, they spare most of the search
    rf"(?<![\w/.-])(?P<a>{SHORT})(?= {ADVERB}(?:{ACTED})\b| [Ss]ecretariat\b| Council\b)"
    rf"|(?:[Ss]essions?|[Mm]eetings?|[Mm]embers|Chair\w{{0,6}}|Secretariat|Bureau) of (?:the )?(?P<b>{SHORT})(?![\w/-])"
    rf"|(?:[Ss]ession|[Rr]éunion|[Mm]embres|Président\w{{0,2}}|Secrétariat) (?:de la |du |de l['’])(?P<c>{SHORT})(?![\w/-]))"
)


DECIDED = (
    "agreed|decided|approved|adopted|endorsed|accepted|agrees|decides|approves|adopts|endorses|"
    "adopté|approuvé|décidé|adopte|approuve|décide"
)
CONFERENCE_ACTING = re.compile(rf"\b(?:Conference|Conférence) (?:also |had |has |a |avait )?(?:{DECIDED})\b")


LEAST_WORD = 5  # letters; shorter acronyms are words of all kinds (`WHO`)


def _acting(inner: list[Passage], seen: Seen, own: Names) -> Iterator[str]:
    """Acronyms nobody defined that act or sit as bodies do (`The INCB noted`, `the 5th Session of the CIML`); a word in capitals that
    the paper has in small letters too (`the CHAIRMAN agreed`) is none."""
    written = {word.text for part in inner for word in part.text.run}
    for part in inner:
        if part.text.shouts or not CAPITALS.search(part.text.text):
            continue
        acting = list(ACTING.finditer(part.text.text))
        if not acting:
            continue
        numbered = [match.span() for match in acronyms.NUMBERED.finditer(part.text.text)]
        taken = Intervals([*((f.start, f.end) for f in part.known), *part.hidden, *numbered])
        for match in acting:
            group = match.lastgroup or "a"
            short = match[group]
            if len(short) >= LEAST_WORD and not written.isdisjoint((short.lower(), short.capitalize())):
                continue
            if short not in own.acronyms and acronyms.letters(short) not in seen.defined and not taken.touch(*match.span(group)):
                yield short


def is_ambiguous(found: Found) -> bool:
    return found.how == "acronym" and any(found.key in {re.sub(r"[\W_]", "", a) for a in entry.ambiguous} for entry in found.entries)


def is_plausible(part: Passage, found: Found, seen: Seen) -> bool:
    """Whether an ambiguous acronym can be a body or package here: its name stands elsewhere in the paper, or the paper is its
    organisation's; never after `a`, and never in a line all in capitals."""
    run = part.text.run
    at = bisect_left(run, found.start, key=lambda word: word.start)
    if part.text.key(at - 1) in ("a", "an", "per", "un", "une") or (part.text.shouts and len(part.text.text) > 12):
        return False
    if any(entry.id in seen.named for entry in found.entries):
        return True
    if any(isinstance(entry, Package) for entry in found.entries):
        return seen.home == seen.principal and (part.text.key(at + 1) in ("action", "phase") or bool(seen.packages))
    roots = {seen.roots.get(entry.id or "") for entry in found.entries}
    return seen.home in roots or (seen.home == seen.principal and len(found.key) > 2) or len(found.key) > 3
