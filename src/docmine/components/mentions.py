"""BODY and PACKAGE mentions: the vocabulary's names, acronyms the document defines, unknown names by their grammar, definite references.

Finding is pure (`find`); the component writes what was found. The values of definite references, of names that several organisations
use and of ambiguous acronyms are the links' business (`links`): here they have none, and `span._.rule` says what they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from docmine import bridge
from docmine.components import name_words
from docmine.components.lexicon import lexicon
from docmine.components.name_grammar import Phrase
from docmine.components.names import Found, Intervals, Names, fold, words
from docmine.components.survey import Passage, Seen, is_ambiguous, is_plausible, passages, pieces, survey
from docmine.vocabulary import Body, Package, Vocabulary, load

# How sure a mention and its value are, by the rule that found it.
CONFIDENCE = {
    "name": 0.99,
    "acronym": 0.97,
    "owned": 0.93,
    "local": 0.93,
    "defined": 0.93,
    "ambiguous": 0.85,
    "definite": 0.85,
    "grammar": 0.75,
    "context": 0.7,
}


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


BESIDE = 8  # signs between a bare head and the body it is coordinated with

# Bodies that go by numbers: `ISO/TC 154`, `SC.3/WP.3`, `WG 1`.
NUMBERED = re.compile(
    r"(?<![\w/.-])(?:(?:ISO/IEC|ISO|IEC|CEN|UN/CEFACT)[ /])?(?:JTC|TC|SC|SG|WG|WP|GE|GRE|TBG|SWG)[ .]?\d{1,3}"
    r"(?:[/ ](?:SC|WG|TC|WP|GE)[ .]?\d{1,3}){0,3}(?![\w/-])"
)


def drafts(part: Passage, seen: Seen, own: Names, vocabulary: Vocabulary) -> list[Draft]:
    """The mentions of one passage, in order and without overlap; definite references only by kinds that always mean a body."""
    merged = _merge(_known(part, seen), _defined(part, own, seen))
    out: list[Draft] = []
    for phrase in part.phrases:
        draft = _of_phrase(part, phrase, _near(part, phrase, merged), seen, vocabulary)
        if draft is not None:
            out.append(draft)
    covered = Intervals((d.start, d.end) for d in out)
    return sorted(out + [d for d in merged if not covered.touch(d.start, d.end)], key=lambda d: (d.start, -d.end))


def _near(part: Passage, phrase: Phrase, known: list[Draft]) -> list[Draft]:
    """The known names that touch a phrase or stand beside it."""
    start, end = part.text.run[phrase.first].start - BESIDE, part.text.run[phrase.last].end + BESIDE
    first = bisect_left(known, start, key=lambda d: d.end)
    return known[first : bisect_left(known, end, key=lambda d: d.start)]


def _known(part: Passage, seen: Seen) -> list[Draft]:
    out = []
    for found in part.known:
        rule, entries = _reading(part, found, seen)
        if entries:
            label = "PACKAGE" if isinstance(entries[0], Package) else "BODY"
            value = None if label == "BODY" and rule in ("local", "ambiguous") else entries[0].id
            out.append(Draft(found.start, found.end, rule, entries, None, label, value))
    return out


def _reading(part: Passage, found: Found, seen: Seen) -> tuple[str, tuple[Body | Package, ...]]:
    """By which rule a place found names what; no entries where it names nothing."""
    if found.how == "acronym" and found.key in seen.defined:
        return "defined", seen.defined[found.key] or ()
    if found.how == "acronym" and is_ambiguous(found):
        return "ambiguous", found.entries if is_plausible(part, found, seen) else ()
    return "name" if found.how == "package" else found.how, found.entries


def _defined(part: Passage, own: Names, seen: Seen) -> list[Draft]:
    """Bodies that only this document knows."""
    return [Draft(*m.span(), "context") for m in NUMBERED.finditer(part.text.text)] + [
        Draft(f.start, f.end, "defined" if f.entries[0].names or f.entries[0].id else "context", f.entries, value=f.entries[0].id)
        for f in own.find(part.text.text, part.text.run)
    ]


def _merge(first: list[Draft], second: list[Draft]) -> list[Draft]:
    """Both without overlap; the longer of two wins, then the first."""
    out: list[Draft] = []
    taken = Intervals()
    for draft in sorted([*first, *second], key=lambda d: (d.start - d.end, d.rule == "context")):
        if not taken.touch(draft.start, draft.end):
            taken.add(draft.start, draft.end)
            out.append(draft)
    return sorted(out, key=lambda d: d.start)


def _of_phrase(part: Passage, phrase: Phrase, known: list[Draft], seen: Seen, vocabulary: Vocabulary) -> Draft | None:
    """What a phrase is, given the known names in it; None where they say it all or it is no body."""
    run = part.text.run
    start, end = run[phrase.first].start, run[phrase.last].end
    text_end = end
    if any(begin < end and start < stop for begin, stop in part.hidden):
        return None
    inner = [d for d in known if d.start < end and start < d.end]
    if any(d.start <= start and d.end >= end for d in inner) or any(d.start < start or d.end > end for d in inner):
        return None
    if any(d.label == "PACKAGE" for d in inner):
        return None
    if phrase.bare:
        return Draft(start, end, "definite", phrase=phrase) if _stands_alone(part, phrase, known, seen) else None
    phrase = _without_owner(part, phrase, inner)
    end = run[phrase.last].end
    owned = _owned(part, phrase, [d for d in known if d.start < text_end and start < d.end], vocabulary)
    if owned is not None:
        return owned
    if phrase.bare:
        return Draft(start, end, "definite", phrase=phrase) if _stands_alone(part, phrase, known, seen) else None
    core = next((d for d in inner if d.start <= run[phrase.head].start and d.end >= run[phrase.head_end].end), None)
    led = any(_is_organisation(d) and d.start == start for d in inner)
    if core is not None and core.rule == "name" and _whole(part, core, end, led):
        return None
    if not _is_name(part, phrase):
        return None
    return Draft(start, end, "grammar", phrase=phrase)


LONG_NAME = 3  # words from which on a known name needs nothing more to be whole


def _whole(part: Passage, core: Draft, end: int, led: bool) -> bool:
    """Whether a known name is all of the name: one of several words with more before it, or with `de l'Organisation …` after it;
    an organisation's with anything after it (`l'Union européenne des accords`)."""
    size = len(words(part.text.text[core.start : core.end]))
    if core.end == end:
        return not led and size >= LONG_NAME
    owner = OF.match(part.text.text, core.end) or re.match(r"\s(?:de|du|des|d)\b", part.text.text[core.end : core.end + 6])
    return bool(owner) and size > 1 and (size >= LONG_NAME or _is_organisation(core))


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


GENERIC = lexicon("generic")
DECIDERS = lexicon("deciders")
DECIDING = lexicon("deciding")


def _is_name(part: Passage, phrase: Phrase) -> bool:
    """Whether a phrase with more than its head names one body."""
    run = part.text.run
    before = [run[i] for i in range(phrase.first, phrase.head)]
    after = [run[i] for i in range(phrase.head_end + 1, phrase.last + 1)]
    telling = [w for w in (*before, *after) if w.key not in GENERIC and w.key not in name_words.CLOSED]
    indefinite = phrase.determiner in name_words.INDEFINITE
    if phrase.kind == "conference":
        return bool({w.key for w in (*before, *after[:1])} & DECIDING) or bool({w.key for w in after} & DECIDERS)
    if phrase.kind in name_words.STRONG:
        return (bool(telling) and not (indefinite and not any(w.capital for w in after))) or (
            bool(before or after) and phrase.determiner in name_words.DETERMINERS
        )
    if not telling or (indefinite and not (phrase.kind == "group" and any(w.capital for w in after))):
        return False
    if phrase.noun in ("federation", "confederation", "network", "reseau", "partnership", "fund", "fonds", "unit") and len(telling) < 2:
        return bool(after)
    if part.text.opens_sentence(phrase.first) and len(before) == 1 and not after:
        return before[0].text.isupper()
    return True


ALWAYS_BARE = lexicon("always_bare")
THING = lexicon("thing")


def _stands_alone(part: Passage, phrase: Phrase, known: list[Draft], seen: Seen) -> bool:
    """Whether a bare head stands for a body: after a determiner, beside another body, or by a noun that needs none."""
    text, run = part.text, part.text.run
    following = phrase.last + 1
    if following < len(run) and name_words.SPACE.fullmatch(text.gap(following)) and run[following].key in THING:
        return False
    if phrase.kind not in name_words.STRONG and phrase.noun not in name_words.ALONE and phrase.kind != "conference":
        return False
    if phrase.kind == "conference" and not seen.conference_acts and _after_an_event(part, phrase):
        return False
    if phrase.determiner in name_words.DETERMINERS:
        return True
    if phrase.determiner or phrase.noun not in ALWAYS_BARE:
        return False
    start, end = run[phrase.first].start, run[phrase.last].end
    beside = any(
        re.fullmatch(r",? (?:and|or|et|ou) |/|, ", text.text[d.end : start] if d.end <= start else text.text[end : d.start]) for d in known
    )
    after_preposition = text.key(phrase.first - 1) in ("by", "to", "of", "from", "in", "at", "par", "de", "au")
    return beside or after_preposition or text.opens_sentence(phrase.first)


def _after_an_event(part: Passage, phrase: Phrase) -> bool:
    """Whether the conference last named in the passage is an event and no organ (`the Global Origin Conference`)."""
    at = bisect_left(part.phrases, phrase.first, key=lambda p: p.first)
    earlier = next((p for p in reversed(part.phrases[:at]) if p.kind == "conference" and not p.bare), None)
    return earlier is not None and not _is_name(part, earlier)


def find(doc: Doc, vocabulary: Vocabulary) -> list[list[Draft]]:
    """The mentions of each paragraph, offsets in its text."""
    inner, around = passages(doc, vocabulary)
    seen, own = survey(inner, around, doc._.front, vocabulary)
    found = [drafts(part, seen, own, vocabulary) for part in inner]
    called = _called([*inner, *around], [*found, *(drafts(part, seen, own, vocabulary) for part in around)])
    for standing in (doc._.front.body, seen.home):
        body = vocabulary.body(standing)
        called += [fold(name) for name in (*body.names, *body.local)] if body else []
    called.append(fold(doc._.front.body_name or ""))
    if seen.conference_acts:
        called.append("conference")
    text = "\n".join(called)
    kept = [[d for d in row if not (_in_another_name(part, d, row) or _unfounded(d, text))] for part, row in zip(inner, found, strict=True)]
    return _joined(doc, kept)


def _joined(doc: Doc, rows: list[list[Draft]]) -> list[list[Draft]]:
    """The rows of a paragraph's pieces as one, with offsets in the paragraph."""
    out, following = [], iter(rows)
    for span in bridge.paragraphs(doc):
        row: list[Draft] = []
        for offset, _ in pieces(span.text):
            row += [replace(d, start=d.start + offset, end=d.end + offset) if offset else d for d in next(following)]
        out.append(row)
    return out


def _called(parts: list[Passage], rows: list[list[Draft]]) -> list[str]:
    """The folded names, as written and as known, of the bodies a document names."""
    out: list[str] = []
    for part, row in zip(parts, rows, strict=True):
        for draft in row:
            if draft.label == "BODY" and draft.rule != "definite":
                out.append(fold(part.text.text[draft.start : draft.end]))
                out += [fold(name) for entry in draft.entries for name in entry.names]
    return list(dict.fromkeys(out))


def _unfounded(draft: Draft, called: str) -> bool:
    """`the Fund`, `the Conference` where no body of that name is named anywhere: not a body, or not one we can tell."""
    phrase = draft.phrase
    if draft.rule != "definite" or phrase is None or phrase.kind in name_words.STRONG | {"group", "project team", "bureau", "assembly"}:
        return False
    if phrase.noun in ("organization", "organisation"):
        return False
    return phrase.noun not in called


FOLLOWING = re.compile(r"[ \u00a0]([A-Z]\w{0,30})")
STANDARD = re.compile(r"[ \u00a0]\d{3,6}\b")  # `ISO 9735`, `UN 3500`


def _in_another_name(part: Passage, draft: Draft, row: list[Draft]) -> bool:
    """`WTO Trade Facilitation Agreement`, `WCO Web site`: an organisation's name before another capitalised word."""
    if draft.rule not in ("acronym", "name", "context", "defined", "ambiguous") or draft.label != "BODY":
        return False
    if STANDARD.match(part.text.text, draft.end) and draft.rule != "defined":
        return True
    match = FOLLOWING.match(part.text.text, draft.end)
    if match is None or any(d.start == match.start(1) for d in row):
        return False
    if fold(match[1]) in name_words.MONTHS or match[1].isupper():
        return False
    organ = bool(draft.entries) and isinstance(draft.entries[0], Body) and draft.entries[0].parent is not None
    return not (organ and fold(match[1]) in name_words.TITLES - {"meeting", "meetings"})


class Mentions:
    """Adds BODY and PACKAGE mentions; `span._.rule` names the rule that found each."""

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
