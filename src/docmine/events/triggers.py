"""Candidate triggers: every form that may tell an act, with the verb group it stands in and the voice that follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from docmine.acts import Acts, Form
from docmine.events.reading import AUX, View, ahead, back

Voice = Literal["active", "infinitive", "gerund", "passive", "reduced", "nominal", "light", "adjective"]
CLITICS = frozenset("l le la les en y se s m lui leur nous vous".split())
BE_INFINITIVE = frozenset(("be", "been", "être", "été", "being"))


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


@dataclass(frozen=True, slots=True)
class Trigger:
    """A form at `start`…`end` (positions, half-open) of a view that may tell `form.act`."""

    form: Form
    start: int
    end: int
    voice: Voice
    group: Group

    @property
    def act(self) -> str:
        return self.form.act


def find_triggers(view: View, acts: Acts) -> Iterator[Trigger]:
    """All triggers of a view, left to right; generous: what is none is for the decision to say."""
    for p, word in enumerate(view.low):
        if view.body[p] is not None:
            continue
        for form in acts.forms.get((view.language, word), ()):
            trigger = _trigger(view, p, form)
            if trigger is not None:
                yield trigger
                break


def _trigger(view: View, p: int, form: Form) -> Trigger | None:
    if form.kind == "noun":
        return _noun(view, p, form)
    _fix_tag(view, p, form)
    group = verb_group(view, p)
    voice = _voice(view, p, form, group)
    return None if voice is None else Trigger(form, p, p + 1, voice, group)


def _fix_tag(view: View, p: int, form: Form) -> None:
    """An act's own forms are verbs whatever the tagger thought of them."""
    if form.kind == "third" and view.tags[p] == "N":
        view.tags[p] = "V" if view.tag(p - 1) not in ("DET", "PREP", "POSS", "APO") or view.word(p - 2) in CLITICS else "N"
    if form.kind == "base" and view.tags[p] == "N" and _infinitive_place(view, p):
        view.tags[p] = "INF"


def _infinitive_place(view: View, p: int) -> bool:
    """A base form after `to`, a modal or a list's colon; in French any infinitive form is one."""
    if view.language == "fr":
        return True
    q = back(view, p, ("ADV", "NEG"))
    return view.tag(q) in ("TO", "MOD", "DO", "PUN", "INF", "CONJ")


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
    if view.language == "fr" and (one == "APO" or word in CLITICS and _before_verb(view, q, group)):
        return replace(group, start=q, clitic=group.clitic or word in CLITICS), q - 1
    if word == ",":
        opening = _opening_comma(view, q)
        return None if opening < 0 else (group, opening - 1)
    if word == ":" and q < view.own:
        return group, q - 1
    return None


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
    if p >= 0 and (view.low[p] in (";", ",", ":", ")") or view.tags[p] == "CONJ"):
        return listed_governor(view, p)
    return p


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
    return group.start == q + 1 or view.tag(q + 1) == "APO" and group.start <= q + 2


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
    if q < 1 or not (view.tags[q] == "CONJ" or view.low[q] == "," and view.tag(q - 1) in ("V", "VEN", "INF")):
        return group
    other = back(view, q, ("ADV",) if view.tags[q] == "CONJ" else ("ADV", "PUN"))
    if view.tag(back(view, other, ("ADV",))) in ("PREP", "SUB") and view.word(other - 1) in ("than", "as"):
        return group
    if other < 0 or view.tags[other] not in ("V", "VEN", "INF") or view.tags[other] == "INF" and view.tags[p] != "INF":
        return group
    found = verb_group(view, other, depth + 1)
    return replace(found, joined=other if found.joined < 0 else found.joined, start=min(found.start, other))


def _voice(view: View, p: int, form: Form, group: Group) -> Voice | None:
    if form.kind == "past":
        return _past_voice(view, p, form, group)
    if form.kind == "third":
        return "active" if view.tags[p] == "V" else None
    if form.kind == "ing":
        return "gerund" if view.tag(p - 1) not in ("DET",) else None
    if view.tags[p] == "INF" or group.to or group.modal:
        return "infinitive"
    return "active" if view.tag(p + 1) in ("DET", "THAT") and view.tag(p - 1) in ("N", "PRON") else None


def _past_voice(view: View, p: int, form: Form, group: Group) -> Voice:
    if group.be and not form.be:
        return "passive"
    if back(view, p, ("ADV",)) in (view.own - 1, -1) and inverted_be(view, p) >= 0:
        return "passive"
    if group.have or form.be and group.be:
        return "passive" if form.be and group.be and group.have else "active"
    if view.own and back(view, p, ("ADV", "PUN", "NUM")) < view.own and view.tag(ahead(view, p, ("ADV",))) != "PUN" and view.word(p + 1) != "by":
        return "active"
    if view.tags[p] == "N":
        return "adjective"
    if view.language == "en" and form.clause and _agreeing(view, p, group):
        return "active"
    return "active" if view.tags[p] == "V" else "reduced"


def inverted_be(view: View, p: int) -> int:
    """`Also adopted, after amendment, were the following`: the position of the auxiliary behind the participle, else -1."""
    q = p + 1
    if view.word(q) == ",":
        q = next((r + 1 for r in range(q + 1, min(q + 20, len(view))) if view.low[r] == ","), q)
    return q if view.tag(q) == "BE" else -1


def _agreeing(view: View, p: int, group: Group) -> bool:
    """`The Committee agreed, on a proposal by …, that`; `Members agreed on`: an intransitive past after its subject."""
    q = ahead(view, p, ("ADV",))
    if view.word(q) in ("by",) or view.tag(p - 1) in ("DET",):
        return False
    if view.word(q) == "," and _comma_clause(view, q):
        return True
    return view.tag(q) in ("THAT", "TO") or view.body[group.start - 1] is not None if group.start else view.tag(q) in ("THAT", "TO")


def _comma_clause(view: View, p: int) -> bool:
    """`agreed, in general, to`: what the comma at `p` opens closes before `that`, `to` or `on`."""
    for q in range(p + 1, min(p + 25, len(view))):
        if view.low[q] == ",":
            return view.tag(q + 1) in ("THAT", "TO") or view.word(q + 1) in ("on", "upon")
        if view.tags[q] in AUX or view.low[q] in ";:":
            return False
    return False


def _noun(view: View, p: int, form: Form) -> Trigger | None:
    """A noun that tells an act, with the light verb that makes it one (`gave its approval`, `agreement was reached`)."""
    verb = _light_verb(view, p, form)
    if verb >= 0:
        group = verb_group(view, verb)
        return Trigger(form, p, p + 1, "light", replace(group, start=min(group.start, verb), negated=group.negated or _missing(view, p)))
    if form.only_light and not _missing(view, p):
        return None
    return Trigger(form, p, p + 1, "nominal", Group(p, negated=_missing(view, p)))


def _missing(view: View, p: int) -> bool:
    """`no agreement`, `there being no consensus`, `aucun accord`, `absence of agreement`."""
    return view.word(p - 1) in ("no", "aucun", "aucune") or view.word(p - 2) in ("lack", "absence", "faute")


def _light_verb(view: View, p: int, form: Form) -> int:
    """The position of the light verb that governs the noun at `p`, -1 if there is none."""
    for q in range(p - 1, max(p - 9, -1), -1):
        if view.low[q] in form.light:
            return q
        if view.low[q] in (";", ":", ".") or view.tags[q] in ("SUB", "REL", "THAT", "VEN", "VING") or view.body[q] is not None:
            break
    q = ahead(view, p, ("ADV", "NEG", *AUX))
    if q < len(view) and q > p + 1 and view.low[q] in form.light:
        return q
    return -1
