"""BODY and PACKAGE mentions: the vocabulary's names, acronyms the document defines, unknown names by their grammar, definite references.

Finding is pure (`find`); the component writes what was found. The values of definite references, of names that several organisations
use and of ambiguous acronyms are the links' business (`links`): here they have none, and `span._.rule` says what they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc

from docmine import bridge, classify
from docmine.classify import Model
from docmine.components import acronyms, mention_again, mention_signs, name_words
from docmine.components.doubtful import doubtful
from docmine.components.draft import Draft, Sighted
from docmine.components.name_grammar import Phrase
from docmine.components.names import Found, Intervals, Names, fold
from docmine.components.phrase_rules import of_phrase, parted
from docmine.components.survey import Passage, Seen, is_ambiguous, is_plausible, passages, pieces, survey
from docmine.vocabulary import Body, Package, Vocabulary, load

MODEL, AGAIN = NAMES = "mentions", "mentions-again"
# Confidence from which a mention is taken: what no rule made needs more, what one made less.
LEAST, LEAST_DOUBTED = 0.4, 0.5
# The same of all readings of a name together, and then of the likeliest.
TOGETHER, LEAST_SHARE = 0.7, 0.3

# Without a model: how sure a mention and its value are, by the rule that found it.
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


BESIDE = 8  # signs between a bare head and the body it is coordinated with


def drafts(part: Passage, seen: Seen, own: Names, vocabulary: Vocabulary) -> list[Draft]:
    """The mentions of one passage, in order and without overlap; definite references only by kinds that always mean a body."""
    known = [one for draft in _known(part, seen) for one in parted(part, draft, vocabulary)]
    merged = _merge(known, _defined(part, own, seen))
    out: list[Draft] = []
    for phrase in part.phrases:
        draft = of_phrase(part, phrase, _near(part, phrase, merged), seen, vocabulary)
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
    """Bodies that only this document knows. Behind an acronym that it defines a number is a session's (`SC 13`)."""
    numbered = (m for m in acronyms.NUMBERED.finditer(part.text.text) if m.start() < m.start("letters") or m["letters"] not in seen.defined)
    return [Draft(*m.span(), "context") for m in numbered] + [
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


def find(doc: Doc, vocabulary: Vocabulary, models: Mapping[str, Model]) -> list[list[Draft]]:
    """The mentions of each paragraph, offsets in its text: those the models are for, or without any those the rules do not doubt."""
    found = sighted(doc, vocabulary)
    if MODEL not in models:
        return joined(doc, [[d for d in row if not d.doubt] for row in found.rows])
    return joined(doc, decided(found, models))


def decided(found: Sighted, models: Mapping[str, Model]) -> list[list[Draft]]:
    """The drafts that the models take for mentions, with their confidence; of two that overlap the surer one."""
    confidences = models[MODEL].table(mention_signs.features(found))[:, 0].tolist()
    if AGAIN in models and confidences:
        confidences = models[AGAIN].table(mention_again.features(found, confidences))[:, 0].tolist()
    sure = iter(confidences)
    rows: list[list[Draft]] = []
    for row in found.rows:
        judged = [d if d.label != "BODY" else d._replace(confidence=round(next(sure), 3)) for d in row]
        kept: list[Draft] = []
        likeliest = _likeliest(judged)
        taken = (d for d in judged if d.confidence >= (LEAST_DOUBTED if d.doubt else LEAST) or d in likeliest)
        for draft in sorted(taken, key=lambda d: (-d.confidence, d.start)):
            if not any(d.start < draft.end and draft.start < d.end for d in kept):
                kept.append(draft)
        rows.append(sorted(kept, key=lambda d: d.start))
    return rows


def _likeliest(judged: list[Draft]) -> list[Draft]:
    """Of the readings of one name, which end at different words and share its probability, the likeliest, where together they are sure."""
    readings: dict[int, list[Draft]] = defaultdict(list)
    for draft in judged:
        if draft.phrase is not None and draft.label == "BODY":
            readings[draft.phrase.head].append(draft)
    found = []
    for group in readings.values():
        best = max(group, key=lambda d: d.confidence)
        if best.confidence >= LEAST_SHARE and sum(d.confidence for d in group) >= TOGETHER:
            found.append(best)
    return found


def sighted(doc: Doc, vocabulary: Vocabulary) -> Sighted:
    """All that may be a mention in the paragraphs' passages."""
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
    rows = []
    for part, row in zip(inner, found, strict=True):
        told = [_doubted(part, d, row, text) for d in row]
        rows.append(sorted(told + doubtful(part, told), key=lambda d: (d.start, d.end)))
    return Sighted(inner, rows, seen)


def _doubted(part: Passage, draft: Draft, row: list[Draft], called: str) -> Draft:
    """The draft, with what speaks against it."""
    doubt = "inside" if _in_another_name(part, draft, row) else "unfounded" if _unfounded(draft, called) else ""
    return draft._replace(doubt=doubt) if doubt else draft


def joined(doc: Doc, rows: list[list[Draft]]) -> list[list[Draft]]:
    """The rows of a paragraph's pieces as one, with offsets in the paragraph."""
    out, following = [], iter(rows)
    for span in bridge.paragraphs(doc):
        row: list[Draft] = []
        for offset, _ in pieces(bridge.text_of(span)):
            row += [d._replace(start=d.start + offset, end=d.end + offset) if offset else d for d in next(following)]
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
        self.models: Mapping[str, Model] = {}

    def use(self, models: Mapping[str, Model]) -> None:
        """Decide by these models from now on (by name; others are not looked at), or by rules if the first is not among them."""
        self.models = models

    def __call__(self, doc: Doc) -> Doc:
        bridge.drop_mentions(doc, "BODY", "PACKAGE")
        for paragraph, row in zip(bridge.paragraphs(doc), find(doc, self.vocabulary, self.models), strict=True):
            for d in row:
                at = paragraph.start_char
                sure = CONFIDENCE[d.rule] if MODEL not in self.models or d.label != "BODY" else d.confidence
                bridge.add_mention(doc, at + d.start, at + d.end, d.label, d.value, sure, rule=d.rule)
        return doc


@Language.factory(
    "docmine_mentions", requires=["doc._.front"], assigns=["doc.spans"], default_config={"vocabulary": "wco", "models": "auto"}
)
def make(nlp: Language, name: str, vocabulary: str, models: str) -> Mentions:
    """The component; `vocabulary` is a name or a folder, `models` is `auto`, `none` (rules alone) or a folder."""
    component = Mentions(load(vocabulary))
    folders = classify.folders(models, component.vocabulary.folder)
    found = {name: classify.find(name, mention_signs.FEATURE_SET, folders) for name in NAMES}
    component.use({name: model for name, model in found.items() if model})
    return component
