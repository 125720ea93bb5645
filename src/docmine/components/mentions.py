"""BODY and PACKAGE mentions: the vocabulary's names, acronyms the document defines, unknown names by their grammar, definite references.

Finding is pure (`find`); the component writes what was found. The values of definite references, of names that several organisations
use and of ambiguous acronyms are the links' business (`links`): here they have none, and `span._.rule` says what they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from spacy.language import Language
from spacy.tokens import Doc

from docmine import bridge
from docmine.components import acronyms, name_grammar
from docmine.components.name_grammar import Phrase, Text
from docmine.components.names import Found, Names, Word, compiled, fold, inside, masked, words
from docmine.components.organisation import home, principal
from docmine.vocabulary import Body, Package, Vocabulary, load

# How sure a mention and its value are, by the rule that found it.
CONFIDENCE = {
    "name": 0.99, "acronym": 0.97, "owned": 0.93, "local": 0.93, "defined": 0.93, "ambiguous": 0.85, "grammar": 0.75, "definite": 0.85, "context": 0.7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """A mention before it is written: offsets in its paragraph's text, the rule that found it, the entries it may mean."""

    start: int
    end: int
    rule: str
    entries: tuple[Body | Package, ...] = ()
    phrase: Phrase | None = None
    label: str = "BODY"
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of the document (paragraph, heading or the front page's words) with what was seen in it."""

    text: Text
    known: list[Found]
    phrases: list[Phrase]
    hidden: list[tuple[int, int]]


@dataclass(slots=True)
class Seen:
    """What the document as a whole says: its own acronyms (letters to entries, empty for a body the vocabulary lacks; None for
    what is no body), and which entries it names in full or by a clear acronym, how often."""

    defined: dict[str, tuple[Body | Package, ...] | None] = field(default_factory=dict)
    named: Counter[str] = field(default_factory=Counter)
    packages: set[str] = field(default_factory=set)
    roots: dict[str, str | None] = field(default_factory=dict)
    home: str | None = None  # the organisation whose paper it is
    principal: str | None = None  # the organisation whose vocabulary it is


def passage(text: str, names: Names, french: bool) -> Passage:
    run = words(text)
    parsed = Text(text, run, french or name_grammar.reads_french(text))
    return Passage(parsed, names.find(text, run), name_grammar.phrases(parsed), masked(text))


def passages(doc: Doc, vocabulary: Vocabulary) -> tuple[list[Passage], list[Passage]]:
    """The paragraphs' passages, in order, and those of what stands around them (front page, headings)."""
    names, french = compiled(vocabulary), doc._.front.language == "fr"
    inner = [passage(span.text, names, french) for span in bridge.paragraphs(doc)]
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
            if len(found.entries) == 1 and found.entries[0].id and found.how in ("name", "acronym") and not _ambiguous(found):
                seen.named[found.entries[0].id] += 1
            if found.how == "package":
                seen.named.update(e.id for e in found.entries if e.id)
                seen.packages.update(e.id for e in found.entries if e.id)
        for short, entries in _definitions(part):
            _define(seen, own, short, entries)
    seen.home = home(front, {id: n for id, n in seen.named.items() if id in seen.roots}, vocabulary)
    for short in _acting(inner, seen, own):
        _define(seen, own, short, (Body(None, "organization", acronyms=(short,)),))
    return seen, own


def _define(seen: Seen, own: Names, short: str, entries: tuple[Body | Package, ...] | None) -> None:
    """The first definition of an acronym holds; one that names a body goes before one that does not."""
    key = acronyms.letters(short)
    if seen.defined.get(key) is None and (entries or key not in seen.defined):
        seen.defined[key] = entries
        for entry in entries or ():
            if isinstance(entry, Body):
                own.add(Body(entry.id, entry.kind, entry.names if entry.id is None else (), acronyms=(short,)))


def _definitions(part: Passage) -> Iterator[tuple[str, tuple[Body | Package, ...] | None]]:
    """Acronyms in brackets, each with the entries its name stands for; None where the name is no body's."""
    text = part.text.text
    spelled = {d.end: d for d in acronyms.definitions(text, part.text.run)}
    for short, opens, _ in acronyms.brackets(text):
        end = len(text[:opens].rstrip())
        definition = spelled.get(end)
        named = next((f for f in part.known if f.end == end and f.how != "acronym"), None)
        if named is not None and (definition is not None or _shares_letters(short, text[named.start : named.end])):
            if definition is None or named.start <= definition.start:
                yield short, named.entries
                continue
        phrase = _phrase_before(part, definition.start if definition else end, end)
        if phrase is not None and (definition or not phrase.bare and short.isupper() and 2 < len(short) < 9 or _shares_letters(short, text[part.text.run[phrase.first].start : end])):
            start = min(part.text.run[phrase.first].start, definition.start if definition else end)
            yield short, (Body(None, phrase.kind, (text[start:end],), acronyms=(short,)),)
        elif definition is not None:
            yield short, None


# Bodies that go by numbers: `ISO/TC 154`, `SC.3/WP.3`, `WG 1`.
NUMBERED = re.compile(
    r"(?<![\w/.-])(?:(?:ISO/IEC|ISO|IEC|CEN|UN/CEFACT)[ /])?(?:JTC|TC|SC|WG|WP|GE|GRE|TBG|SWG)[ .]?\d{1,3}(?:[/ ](?:SC|WG|TC|WP|GE)[ .]?\d{1,3}){0,3}(?![\w/-])"
)


def _phrase_before(part: Passage, start: int, end: int) -> Phrase | None:
    """The phrase whose head lies in or before `start`..`end` and that no other sign parts from the end."""
    run = part.text.run
    for phrase in part.phrases:
        head = run[phrase.head]
        if run[phrase.last].end == end and not phrase.bare or start <= head.start < end:
            return phrase
    return None


def _shares_letters(short: str, name: str) -> bool:
    """Whether half of an acronym's letters, the first among them, are initials of a name."""
    initials = [word.key[0] for word in words(name)]
    target = fold(acronyms.letters(short))
    shared = sum((Counter(initials) & Counter(target)).values())
    return bool(target) and target[0] in initials and 2 * shared >= len(target)


ACTED = (
    "agreed|decided|approved|adopted|endorsed|requested|recommended|invited|noted|welcomed|informed|stressed|emphasi[sz]ed|reported|concluded|"
    "expressed|acknowledged|instructed|thanked|took note|urged|encouraged|mandated|met"
)
ACTING = re.compile(
    rf"(?<![\w/.-])(?P<a>[A-Z][A-Z0-9]{{1,9}}(?:[-/.][A-Z0-9]{{1,8}}){{0,2}})(?= (?:also |further |then |had |has |have )?(?:{ACTED})\b| [Ss]ecretariat\b| Council\b)"
    r"|(?:[Ss]essions?|[Mm]eetings?|[Mm]embers|Chair\w{0,6}|Secretariat|Bureau) of (?:the )?(?P<b>[A-Z][A-Z0-9]{1,9}(?:[-/.][A-Z0-9]{1,8}){0,4})(?![\w/-])"
    r"|(?:[Ss]ession|[Rr]éunion|[Mm]embres|Président\w{0,2}|Secrétariat) (?:de la |du |de l['’])(?P<c>[A-Z][A-Z0-9]{1,9}(?:[-/.][A-Z0-9]{1,8}){0,4})(?![\w/-])"
)


def _acting(inner: list[Passage], seen: Seen, own: Names) -> Iterator[str]:
    """Acronyms nobody defined that act or sit as bodies do (`The INCB noted`, `the 5th Session of the CIML`)."""
    for part in inner:
        if part.text.text.isupper():
            continue
        taken = [(f.start, f.end) for f in part.known] + part.hidden
        for match in ACTING.finditer(part.text.text):
            group = match.lastgroup or "a"
            short = match[group]
            if short not in own.acronyms and acronyms.letters(short) not in seen.defined and not inside(*match.span(group), taken):
                yield short


def _ambiguous(found: Found) -> bool:
    return found.how == "acronym" and any(found.key in {re.sub(r"[\W_]", "", a) for a in entry.ambiguous} for entry in found.entries)


def drafts(part: Passage, seen: Seen, own: Names, vocabulary: Vocabulary) -> list[Draft]:
    """The mentions of one passage, in order and without overlap; definite references only by kinds that always mean a body."""
    merged = _merge(_known(part, seen), _defined(part, own, seen))
    out: list[Draft] = []
    for phrase in part.phrases:
        draft = _of_phrase(part, phrase, merged, vocabulary)
        if draft is not None:
            merged = [d for d in merged if not (d.start < draft.end and draft.start < d.end)]
            out.append(draft)
    return sorted(out + merged, key=lambda d: (d.start, -d.end))


def _known(part: Passage, seen: Seen) -> list[Draft]:
    out = []
    for found in part.known:
        entries, rule = found.entries, found.how
        if rule == "acronym" and found.key in seen.defined:
            own = seen.defined[found.key]
            if own is None:
                continue
            entries, rule = own, "defined"
        label = "PACKAGE" if isinstance(entries[0], Package) else "BODY"
        if rule == "acronym" and _ambiguous(found) and not _plausible(part, found, seen):
            continue
        if rule == "acronym" and _ambiguous(found):
            rule = "ambiguous"
        value = entries[0].id if rule in ("name", "acronym", "defined", "package") or label == "PACKAGE" else None
        out.append(Draft(found.start, found.end, rule if rule != "package" else "name", entries, None, label, value))
    return out


def _plausible(part: Passage, found: Found, seen: Seen) -> bool:
    """Whether an ambiguous acronym can be a body or package here: its name stands elsewhere in the paper, or the paper is its
    organisation's; never after `a`, and never in a line all in capitals."""
    run = part.text.run
    at = next(i for i, word in enumerate(run) if word.start == found.start)
    if part.text.key(at - 1) in ("a", "an", "per", "un", "une") or part.text.text.isupper() and len(part.text.text) > 12:
        return False
    if any(entry.id in seen.named for entry in found.entries):
        return True
    if any(isinstance(entry, Package) for entry in found.entries):
        return seen.home == seen.principal and (part.text.key(at + 1) in ("action", "phase") or bool(seen.packages))
    roots = {seen.roots.get(entry.id or "") for entry in found.entries}
    return seen.home in roots or seen.home == seen.principal and len(found.key) > 2 or len(found.key) > 3


def _defined(part: Passage, own: Names, seen: Seen) -> list[Draft]:
    """Bodies that only this document knows."""
    return [Draft(*m.span(), "context") for m in NUMBERED.finditer(part.text.text)] + [
        Draft(f.start, f.end, "defined" if f.entries[0].names or f.entries[0].id else "context", f.entries, value=f.entries[0].id)
        for f in own.find(part.text.text, part.text.run)
    ]


def _merge(first: list[Draft], second: list[Draft]) -> list[Draft]:
    """Both without overlap; the longer of two wins, then the first."""
    out: list[Draft] = []
    for draft in sorted([*first, *second], key=lambda d: (d.start - d.end, d.rule == "context")):
        if not inside(draft.start, draft.end, [(d.start, d.end) for d in out]):
            out.append(draft)
    return sorted(out, key=lambda d: d.start)


def _of_phrase(part: Passage, phrase: Phrase, known: list[Draft], vocabulary: Vocabulary) -> Draft | None:
    """What a phrase is, given the known names in it; None where they say it all or it is no body."""
    run = part.text.run
    start, end = run[phrase.first].start, run[phrase.last].end
    text_end = end
    if inside(start, end, part.hidden):
        return None
    inner = [d for d in known if d.start < end and start < d.end]
    if any(d.start <= start and d.end >= end for d in inner) or any(d.start < start or d.end > end for d in inner):
        return None
    if any(d.label == "PACKAGE" for d in inner):
        return None
    if phrase.bare:
        return Draft(start, end, "definite", phrase=phrase) if _stands_alone(part, phrase, known) else None
    phrase = _without_owner(part, phrase, inner)
    end = run[phrase.last].end
    owned = _owned(part, phrase, [d for d in known if d.start < text_end and start < d.end], vocabulary)
    if owned is not None:
        return owned
    if phrase.bare:
        return Draft(start, end, "definite", phrase=phrase) if _stands_alone(part, phrase, known) else None
    core = next((d for d in inner if d.start <= run[phrase.head].start and d.end >= run[phrase.head_end].end), None)
    if core is not None and core.rule == "name" and core.end == end and len(words(part.text.text[core.start : core.end])) > 2:
        return None
    if not _is_name(part, phrase):
        return None
    return Draft(start, end, "grammar", phrase=phrase)


OF = re.compile(r"\s(?:of|de|du|des|d['\u2019])(?:\s(?:the|la))?(?:\sl['\u2019])?\s?$")


def _without_owner(part: Passage, phrase: Phrase, inner: list[Draft]) -> Phrase:
    """English `Council of the WCO` is two mentions; French `Comité … de l'OMC` one."""
    run, text = part.text.run, part.text.text
    for owner in inner:
        cut = OF.search(text, run[phrase.head_end].end, owner.start)
        if owner.end == run[phrase.last].end and cut and owner.label == "BODY" and _is_organisation(owner) and not part.text.french:
            last = max(i for i in range(phrase.head_end, phrase.last) if run[i].end <= cut.start())
            return replace(phrase, last=last)
    return phrase


def _is_organisation(draft: Draft) -> bool:
    """Whether a known name is one of an organisation as a whole, not of an organ."""
    return bool(draft.entries) and isinstance(draft.entries[0], Body) and draft.entries[0].parent is None and draft.rule != "grammar"


def _owned(part: Passage, phrase: Phrase, near: list[Draft], vocabulary: Vocabulary) -> Draft | None:
    """`WCO Secretariat`, `Council of the WCO`, `Comité … de l'OMC`: an organisation before or after the rest of the name."""
    run, text = part.text.run, part.text.text
    start, end = run[phrase.first].start, run[phrase.last].end
    for owner in near:
        if not _is_organisation(owner):
            continue
        rest = ""
        if owner.start == start and owner.end <= run[phrase.head].start:
            rest = text[owner.end : end]
        elif owner.start > run[phrase.head_end].start and (cut := OF.search(text, run[phrase.head_end].end, owner.start)):
            rest = text[start : cut.start()]
        if not rest:
            continue
        body = _organ(owner.entries[0].id, rest, vocabulary)
        if body is not None:
            return Draft(start, end, "owned", (body,), phrase, value=body.id)
        if len(words(rest)) == phrase.head_end - phrase.head + 1:
            return Draft(start, end, "owned", owner.entries, phrase)
    return None


def _organ(root: str | None, name: str, vocabulary: Vocabulary) -> Body | None:
    """The organ of an organisation that has this name."""
    if root is None:
        return None
    target = "".join(word.key for word in words(name))
    for body in vocabulary.members(root):
        if any(target == "".join(word.key for word in words(n)) for n in (*body.local, *body.names)):
            return body
    return None


GENERIC = frozenset(
    "national customs tax local central regional competent other public private government governmental international foreign border police fiscal "
    "nationale nationales douaniere douanier douanes fiscale fiscales locale centrale regionale competente interne global annual new world".split()
)
DECIDERS = frozenset("parties heads ministers directors states chefs ministres etats directeurs plenipotentiaries plenipotentiaires".split())
DECIDING = frozenset("ministerial general diplomatic plenipotentiary ministerielle generale diplomatique".split())


def _is_name(part: Passage, phrase: Phrase) -> bool:
    """Whether a phrase with more than its head names one body."""
    run = part.text.run
    before = [run[i] for i in range(phrase.first, phrase.head)]
    after = [run[i] for i in range(phrase.head_end + 1, phrase.last + 1)]
    telling = [w for w in (*before, *after) if w.key not in GENERIC and w.key not in name_grammar.CLOSED]
    indefinite = phrase.determiner in name_grammar.INDEFINITE
    if phrase.kind == "conference":
        return bool({w.key for w in (*before, *after[:1])} & DECIDING) or bool({w.key for w in after} & DECIDERS)
    if phrase.kind in name_grammar.STRONG:
        return bool(telling) and not (indefinite and not any(w.capital for w in after)) or bool(before) and phrase.determiner in name_grammar.DETERMINERS
    if not telling or indefinite and not (phrase.kind == "group" and any(w.capital for w in after)):
        return False
    if phrase.noun in ("federation", "confederation", "network", "reseau", "partnership", "fund", "fonds", "unit") and len(telling) < 2:
        return bool(after)
    if part.text.opens_sentence(phrase.first) and len(before) == 1 and not after:
        return before[0].text.isupper()
    return True


ALWAYS_BARE = frozenset("council committee secretariat commission conseil comite subcommittee".split())
THING = frozenset("room rooms hall chamber directive regulation regulations building centre center".split())


def _stands_alone(part: Passage, phrase: Phrase, known: list[Draft]) -> bool:
    """Whether a bare head stands for a body: after a determiner, beside another body, or by a noun that needs none."""
    text, run = part.text, part.text.run
    following = phrase.last + 1
    if following < len(run) and name_grammar.SPACE.fullmatch(text.gap(following)) and run[following].key in THING:
        return False
    if phrase.kind not in name_grammar.STRONG and phrase.noun not in name_grammar.ALONE and phrase.kind != "conference":
        return False
    if phrase.determiner in name_grammar.DETERMINERS:
        return True
    if phrase.determiner or phrase.noun not in ALWAYS_BARE:
        return False
    start, end = run[phrase.first].start, run[phrase.last].end
    beside = any(re.fullmatch(r",? (?:and|or|et|ou) |/|, ", text.text[d.end : start] if d.end <= start else text.text[end : d.start]) for d in known)
    after_preposition = text.key(phrase.first - 1) in ("by", "to", "of", "from", "in", "at", "par", "de", "au")
    return beside or after_preposition or text.opens_sentence(phrase.first)


def find(doc: Doc, vocabulary: Vocabulary) -> list[list[Draft]]:
    """The mentions of each paragraph, offsets in its text."""
    inner, around = passages(doc, vocabulary)
    seen, own = survey(inner, around, doc._.front, vocabulary)
    found = [drafts(part, seen, own, vocabulary) for part in inner]
    return [_checked(part, row, seen, vocabulary) for part, row in zip(inner, found, strict=True)]


def _checked(part: Passage, row: list[Draft], seen: Seen, vocabulary: Vocabulary) -> list[Draft]:
    """Without what only looks like a mention."""
    return [d for d in row if not _in_another_name(part, d, row)]


def _in_another_name(part: Passage, draft: Draft, row: list[Draft]) -> bool:
    """`WTO Trade Facilitation Agreement`, `WCO Web site`: an organisation's name before another capitalised word."""
    if draft.rule not in ("acronym", "name", "context", "defined", "ambiguous") or draft.label != "BODY":
        return False
    match = re.compile(r"[ \u00a0]([A-Z]\w{0,30})").match(part.text.text, draft.end)
    if match is None or any(d.start == match.start(1) for d in row):
        return False
    if fold(match[1]) in name_grammar.MONTHS or match[1].isupper():
        return False
    organ = bool(draft.entries) and isinstance(draft.entries[0], Body) and draft.entries[0].parent is not None
    return not (organ and fold(match[1]) in name_grammar.TITLES - {"meeting", "meetings"})


class Mentions:
    """Adds BODY and PACKAGE mentions; `span._.rule` names the rule, `span._.entries` stays with the links."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __call__(self, doc: Doc) -> Doc:
        for paragraph, row in zip(bridge.paragraphs(doc), find(doc, self.vocabulary), strict=True):
            for d in row:
                at = paragraph.start_char
                bridge.add_mention(doc, at + d.start, at + d.end, d.label, d.value, CONFIDENCE[d.rule], rule=d.rule)
        return doc


@Language.factory("docmine_mentions", requires=["doc._.front"], assigns=["doc.spans"], default_config={"vocabulary": "wco"})
def make(nlp: Language, name: str, vocabulary: str) -> Mentions:
    """The component; `vocabulary` is a name or a folder."""
    return Mentions(load(vocabulary))
