"""Coarse tags of a view's tokens, without a model: closed classes and endings give a tag, neighbours settle a participle.

`DET PREP CONJ SUB REL PRON BE HAVE MOD DO NEG ADV TO THAT V VEN VING INF NUM POSS APO GLUE PUN N`; `V` is a finite verb, `VEN` a
participle that is passive or reduced, `INF` an infinitive, `N` all else (nouns, names and adjectives).
"""

from __future__ import annotations

import re
from functools import lru_cache

from docmine.events.reading import APOSTROPHES, VERBAL, View, ahead, back
from docmine.events.words import Words, cue, words


def tag(view: View) -> list[str]:
    """Coarse tags of the view's tokens."""
    view.tags = [of_form(word, view.language) for word in view.low]
    _settle_forms(view)
    _join_words(view, words(view.language))
    for p, one in enumerate(view.tags):
        if one == "ED?":
            view.tags[p] = settle_participle(view, p)
        elif one == "ING?":
            view.tags[p] = "N" if view.tag(p - 1) in ("DET", "POSS") else "VING"
        elif one == "N" and p and view.tags[p - 1] in BEFORE_BASE and _infinitive(view, p):
            view.tags[p] = "INF"
    return view.tags


BEFORE_BASE = frozenset(("MOD", "DO", "TO", "ADV", "NEG"))  # what an English infinitive may follow
JOINED = {  # by their first words
    "ainsi": (("ainsi", "que"), ("ainsi", "qu")),
    "as": (("as", "well", "as"),),
    "together": (("together", "with"),),
}


def _join_words(view: View, lexicon: Words) -> None:
    """`as well as`, `ainsi que` are conjunctions, `in principle` is an adverb; a listed verb after an article is a noun."""
    for p, word in enumerate(view.low):
        for parts in lexicon.adverbials.get(word, ()):
            if view.low[p : p + len(parts)] == parts:
                view.tags[p : p + len(parts)] = ["ADV"] * len(parts)
        for expression in JOINED.get(word, ()):
            if view.low[p : p + len(expression)] == expression:
                view.tags[p : p + len(expression)] = ["CONJ"] * len(expression)
    french = view.language == "fr"
    for p, one in enumerate(view.tags):
        if french and one == "N" and p and _simple_past(view, p):
            view.tags[p] = "V"
        if view.tags[p] == "V" and p and (view.tags[p - 1] in ("DET", "POSS") or (view.tags[p - 1] == "PREP" and french)):
            view.tags[p] = "N"


def _simple_past(view: View, p: int) -> bool:
    """A French passé simple by its ending, after its subject or a pronoun: `le Conseil décida`, `il nota`."""
    word = view.low[p]
    if view.body[p] is not None or not word.endswith(("a", "èrent", "irent", "urent")) or len(word) < 5 or not view.text[p][0].islower():
        return False
    return view.body[p - 1] is not None or view.tags[p - 1] in ("PRON", "REL", "NEG") or view.low[p - 1] in ("se", "en", "y", ",")


def _infinitive(view: View, p: int) -> bool:
    """An English base form after `to`, a modal or `do` (adverbs between)."""
    if view.language != "en" or not view.text[p][0].islower() or view.body[p] is not None:
        return False
    q = back(view, p, ("ADV", "NEG"))
    if view.tag(q) in ("MOD", "DO"):
        return q >= p - 3
    return view.tag(q) == "TO" and view.word(q - 1) not in cue("to_noun")


def settle_participle(view: View, p: int) -> str:
    """`V`, `VEN` or `N` (an adjective) for a form that may be any of them."""
    left, right = back(view, p, ("ADV", "NEG", "APO")), ahead(view, p, ("ADV",))
    before, after = view.tag(left), view.tag(right)
    if before == "HAVE":
        return "V"
    if before == "BE":
        return "VEN"
    if view.language == "fr":
        return _settle_french(view, p, before)
    if before in ("DET", "POSS", "NUM") or (before == "PREP" and after == "N"):
        return "N"
    if before == "CONJ":
        return _settle_joined(view, left, after)
    return _settle_english(view, left, before, right, after)


def _settle_french(view: View, p: int, before: str) -> str:
    """French has no bare past participle as a finite verb: what has no auxiliary is reduced."""
    if before != "CONJ":
        return "VEN"
    if view.tag(p - 2) in ("V", "VEN"):
        return view.tag(p - 2)
    return "V" if view.tag(p + 1) == "DET" and has_finite(view, p - 1) else "VEN"


def _settle_joined(view: View, left: int, after: str) -> str:
    """After `and`: as the verb it is joined to, else finite before an object."""
    other = view.tag(left - 1)
    if other in ("V", "VEN"):
        return other
    return "V" if after in ("DET", "NUM", "THAT", "PRON", "N", "TO") else "VEN"


def _settle_english(view: View, left: int, before: str, right: int, after: str) -> str:
    subject = view.body[left] is not None and _no_preposition(view, left) if left >= 0 else False
    if view.word(right) == "by" and not (subject and view.word(right + 1) in ("acclamation", "consensus", "correspondence", "majority")):
        return "VEN"
    if before == "REL" and view.word(left) == "whose":
        return "N"
    if (
        after in ("DET", "PRON", "THAT", "NUM", "POSS")
        or before in ("PRON", "REL")
        or (subject and after not in ("PUN", "N"))
        or (subject and _object_of(view, left, right))
    ):
        return "V"
    if before == "N" and after == "N":
        return "V" if view.body[left] is not None or not has_finite(view, left) else "N"
    return "VEN"


def _object_of(view: View, left: int, right: int) -> bool:
    """The body before the verb stands in a relative (`which the Council adopted,`), or a list follows (`approved:`)."""
    mention = view.body[left]
    assert mention is not None
    return view.word(right) == ":" or view.tag(back(view, view.first(mention), ("DET",))) in ("REL", "THAT")


def _no_preposition(view: View, p: int) -> bool:
    """Whether the body whose mention covers `p` is no preposition's object."""
    mention = view.body[p]
    assert mention is not None
    q = back(view, view.first(mention), ("DET",))
    return view.tag(q) not in ("PREP", "TO", "VEN") or view.word(q) in ("after", "before", "since", "until")


def main_finite_before(view: View, p: int) -> bool:
    """Whether a finite verb that is in no relative or sub-clause stands before `p`, behind the last colon or semicolon."""
    pending = 0
    chain = found = False
    for q in range(p):
        one = view.tags[q]
        if one in ("REL", "SUB", "THAT"):
            pending += 1
        if one in VERBAL and not chain:
            found = found or not pending
            pending -= pending > 0
        chain = one in VERBAL or (chain and one in ("ADV", "NEG", "VEN"))
        if view.low[q] in (";", ":"):
            pending, found = 0, False
    return found


def has_finite(view: View, p: int) -> bool:
    """Whether a finite verb stands between the clause's beginning and `p`."""
    q = p
    while q >= 0 and view.low[q] not in (";", ":"):
        if view.tags[q] in VERBAL:
            return True
        if view.tags[q] in ("SUB", "REL"):
            return False
        q -= 1
    return False


@lru_cache(maxsize=65536)
def of_form(word: str, language: str) -> str:
    """The tag that a lower-case word's own form gives; `ED?` for what may be a participle or a past, `ING?` and `INF?` for what may be a
    gerund or an infinitive."""
    if not word[0].isalnum():
        return "GLUE" if word == "·" else "APO" if word in APOSTROPHES else "GLUE" if word in "-‑/&" else "PUN"
    if word[0].isdigit():
        return "NUM"
    lexicon = words(language)
    if language == "en" and word in ("to", "that"):
        return word.upper()
    if word in lexicon.irregular:
        return "ED?"
    return lexicon.tag_of.get(word) or (_english(word, lexicon) if language == "en" else _french(word, lexicon))


def _english(word: str, lexicon: Words) -> str:
    if word.endswith("ed") and len(word) > 3 and word not in lexicon.not_participle:
        return "ED?"
    if word.endswith("ing") and len(word) > 4 and word not in lexicon.not_gerund:
        return "ING?"
    if word.endswith("ly") and len(word) > 4 and word not in lexicon.not_adverb:
        return "ADV"
    return "N"


def _french(word: str, lexicon: Words) -> str:
    if re.fullmatch(r"\w{2,25}(?:é|ée|és|ées)", word) and word not in lexicon.not_participle:
        return "ED?"
    if word.endswith("ant") and len(word) > 5 and word not in lexicon.not_gerund:
        return "ING?"
    if word.endswith("ment") and len(word) > 7 and word not in lexicon.not_adverb:
        return "ADV"
    return "INF?" if re.fullmatch(r"\w{3,20}(?:er|ir|oir|re)", word) else "N"


UNCOMPOUNDED = frozenset(("NUM", "PUN", "GLUE", "APO", "TO", "THAT"))


def _settle_forms(view: View) -> None:
    """What the words beside them, and mentions, make of the tags of forms."""
    english, tags = view.language == "en", view.tags
    for p, word in enumerate(view.low):
        if word in ("-", "‑"):  # parts of a hyphened compound (`follow-up`, `sous-comité`)
            for q in (p - 1, p + 1):
                if 0 <= q < len(tags) and tags[q] not in UNCOMPOUNDED:
                    tags[q] = "N"
    for p, one in enumerate(tags):
        if one == "THAT" and _determines(view, p):
            tags[p] = "DET"
        elif one == "INF?":
            tags[p] = "INF" if view.word(p - 1) in INFINITIVE_LEADS else "N"
        elif english and view.low[p] == "s" and p and view.low[p - 1] in APOSTROPHES:
            tags[p] = "POSS"
        if view.body[p] is not None or view.date[p] is not None:
            tags[p] = "N"


def _determines(view: View, p: int) -> bool:
    """`by that Committee`, `at that Session`: a determiner, not a conjunction."""
    before = view.word(p - 1)
    return before in ("on", "under", "about", "since", "of", "at", "by", "to", "for", "in", "from", "with") or (
        p + 1 < len(view) and view.body[p + 1] is not None and before != "agreed"
    )


INFINITIVE_LEADS = frozenset(["à", "de", "d", "pour", "l", "les", "le", "la", "en", "y", "se", "s", "ne", "pas", "afin"])
