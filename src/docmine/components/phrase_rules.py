"""What a phrase of the grammar of names is: a body by name, a definite reference, or no body. Pure functions."""

from __future__ import annotations

import re
from bisect import bisect_left

from docmine.components import name_words
from docmine.components.draft import Draft
from docmine.components.lexicon import lexicon
from docmine.components.name_grammar import Phrase
from docmine.components.names import fold, words
from docmine.components.organisation import principal
from docmine.components.survey import Passage, Seen
from docmine.vocabulary import Body, Vocabulary


def of_phrase(part: Passage, phrase: Phrase, known: list[Draft], seen: Seen, vocabulary: Vocabulary) -> Draft | None:
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
    phrase = _without_owner(part, phrase, inner, vocabulary)
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


def _without_owner(part: Passage, phrase: Phrase, inner: list[Draft], vocabulary: Vocabulary) -> Phrase:
    """`Council of the WCO`, `Comité des règles d'origine de l'OMC` are two mentions; a French head alone is one with its owner
    (`Commission de la CEDEAO`), unless the vocabulary has it as the owner's organ."""
    run, text = part.text.run, part.text.text
    for owner in inner:
        cut = OF.search(text, run[phrase.head_end].end, owner.start)
        if owner.end != run[phrase.last].end or not cut or owner.label != "BODY" or not owner.entries:
            continue
        shorter = phrase._replace(last=max(i for i in range(phrase.head_end, phrase.last) if run[i].end <= cut.start()))
        if not (part.text.french and shorter.bare) or _organ(owner.entries[0].id, text[run[phrase.first].start : cut.start()], vocabulary):
            return shorter
    return phrase


def parted(part: Passage, draft: Draft, vocabulary: Vocabulary) -> list[Draft]:
    """A known name; where its own organisation stands in it behind `of` (`Council of the World Customs Organization`), both."""
    owner, text = vocabulary.body(principal(vocabulary)), part.text.text
    if owner is None or draft.rule != "name" or draft.entries[0] is owner:
        return [draft]
    for name in (*owner.names, *owner.acronyms):
        start = draft.end - len(name)
        cut = OF.search(text, draft.start, start) if start > draft.start and fold(text[start : draft.end]) == fold(name) else None
        if cut:
            return [draft._replace(end=cut.start(), rule="owned"), Draft(start, draft.end, "name", (owner,), value=owner.id)]
    return [draft]


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


EVENTS = frozenset(("conference", "meeting"))  # which are organs only where their name says so
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
    if phrase.kind in EVENTS:
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
