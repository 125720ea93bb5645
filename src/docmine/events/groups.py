"""The verb group that ends with a verb: its auxiliaries, its negation, and the word that an infinitive depends on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from docmine.events.reading import AUX, View, ahead, back
from docmine.events.words import cue

CLITICS = frozenset(["l", "le", "la", "les", "en", "y", "se", "s", "m", "lui", "leur", "nous", "vous"])


@dataclass(frozen=True, slots=True)
class Group:
    """The verb group that ends with a trigger: its first position, what its auxiliaries say, and the word before `to`."""

    start: int
    be: bool = False
    have: bool = False
    modal: str = ""
    negated: bool = False
    to: bool = False
    governor: int = -1
    joined: int = -1
    clitic: bool = False


def verb_group(view: View, p: int, depth: int = 0) -> Group:
    """The group that ends at `p`, auxiliaries, adverbs and what commas enclose between them included."""
    group, q = Group(p), p - 1
    while q >= 0 and p - q < 60:
        step = _step(view, q, group)
        if step is None:
            break
        group, q = step
        if group.to:
            break
    if view.tags[p] == "INF" and view.language == "en" and not (group.be or group.have or group.modal or group.to):
        governor = listed_governor(view, group.start)
        if governor >= 0:
            return replace(group, to=True, governor=governor)
    if depth < 4 and not (group.be or group.have or group.modal or group.to):
        return _join(view, p, group, q, depth)
    return group


def _step(view: View, q: int, group: Group) -> tuple[Group, int] | None:
    """One token further left, None where the group ends."""
    word, one = view.low[q], view.tags[q]
    if one in ("ADV", "NEG"):
        return replace(group, start=q, negated=group.negated or one == "NEG"), q - 1
    if one in AUX:
        return _with_auxiliary(group, one, word, q), q - 1
    if one == "TO":
        return replace(group, start=q, to=True, governor=_governor(view, q)), q - 1
    if one == "VEN" and word in cue("deemed"):
        return replace(group, start=q), q - 1
    if one in ("N", "NUM") and q < view.own + len(view) and (auxiliary := _before_adjunct(view, q)) >= 0:
        return group, auxiliary
    if view.language == "fr" and (one == "APO" or (word in CLITICS and _before_verb(view, q, group))):
        return replace(group, start=q, clitic=group.clitic or word in CLITICS), q - 1
    if word == ",":
        opening = _opening_comma(view, q)
        return None if opening < 0 else (group, opening - 1)
    if word == ":" and q < view.own:
        return group, q - 1
    return None


def _before_adjunct(view: View, q: int) -> int:
    """`had in November 2010 approved`: the position of `had`, if what ends at `q` is a preposition's phrase behind it; else -1."""
    for k in range(q, max(q - 8, 0), -1):
        if view.tags[k] == "PREP" and view.tag(k - 1) == "HAVE":
            return k - 1
        if view.tags[k] not in ("N", "NUM", "DET", "PREP", "GLUE"):
            return -1
    return -1


def _with_auxiliary(group: Group, one: str, word: str, q: int) -> Group:
    if one == "BE":
        return replace(group, start=q, be=True)
    if one == "HAVE":
        return replace(group, start=q, have=True)
    if one == "MOD":
        return replace(group, start=q, modal=word)
    return replace(group, start=q, modal=group.modal or "do")


def _governor(view: View, q: int) -> int:
    """The word that `to` (at `q`) depends on; `to note …; to endorse …` and list items share the first one's."""
    p = back(view, q, ("ADV", "NEG"))
    if view.word(p) == "," and (opening := _short_enclosure(view, p)) >= 0:
        return opening
    if p >= 0 and (view.low[p] in (";", ",", ":", ")") or view.tags[p] == "CONJ"):
        return listed_governor(view, p)
    return p


def _short_enclosure(view: View, q: int) -> int:
    """`declined, however, to`: the word before the few words that two commas enclose, else -1."""
    for k in range(q - 1, max(q - 6, 0), -1):
        if view.low[k] == ",":
            return k - 1 if view.tags[k - 1] in ("V", "VEN") else -1
        if view.tags[k] in AUX or view.tags[k] in ("INF", "V"):
            return -1
    return -1


def listed_governor(view: View, p: int) -> int:
    """The word before the first `to` of a series of infinitives that goes on at `p`; else the word before the list's colon."""
    for q in range(p, max(p - 150, -1), -1):
        if q < p and view.tags[q] == "TO" and (view.tag(ahead(view, q, ("ADV",))) == "INF" or view.word(q + 1) in (":", "(")):
            r = back(view, q, ("ADV", "NEG"))
            if r >= 0 and view.low[r] not in (";", ",", ":", ")") and view.tags[r] != "CONJ":
                return r
        if view.low[q] == ":" and view.tag(r := back(view, q, ("ADV", "PUN"))) in ("VEN", "V"):
            return r
    return -1


def _before_verb(view: View, q: int, group: Group) -> bool:
    return group.start == q + 1 or (view.tag(q + 1) == "APO" and group.start <= q + 2)


def _opening_comma(view: View, q: int) -> int:
    """Where the phrase that the comma at `q` closes was opened, if an auxiliary stands before it; else -1."""
    for k in range(q - 1, max(q - 40, 0), -1):
        if view.low[k] in (";", ":"):
            return -1
        if view.low[k] == "," and view.tag(back(view, k, ("ADV", "NEG"))) in AUX | {"TO"}:
            return k
    return -1


def _join(view: View, p: int, group: Group, q: int, depth: int) -> Group:
    """`was read and adopted`, `developed and endorsed`: the auxiliaries of the verb before."""
    if q < 1 or not (view.tags[q] == "CONJ" or (view.low[q] == "," and view.tag(q - 1) in ("V", "VEN", "INF"))):
        return group
    other = back(view, q, ("ADV",) if view.tags[q] == "CONJ" else ("ADV", "PUN"))
    if view.tag(back(view, other, ("ADV",))) in ("PREP", "SUB") and view.word(other - 1) in ("than", "as"):
        return group
    if other < 0 or view.tags[other] not in ("V", "VEN", "INF") or (view.tags[other] == "INF" and view.tags[p] != "INF"):
        return group
    found = verb_group(view, other, depth + 1)
    return replace(found, joined=other if found.joined < 0 else found.joined, start=min(found.start, other))
