"""Candidate triggers: every form that may tell an act, with the verb group it stands in and the voice that follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from docmine.acts import Acts, Form
from docmine.events.groups import CLITICS, Group, verb_group
from docmine.events.reading import AUX, LANGUAGES, VERBAL, View, ahead, back
from docmine.events.words import cue

Voice = Literal["active", "infinitive", "gerund", "passive", "reduced", "nominal", "light", "adjective", "bare"]

BEHIND_TITLES = frozenset(("by", "at", "on", "par"))  # of what a title says `Adopted by …` of


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
    told = [p for p, word in enumerate(view.low) if word in acts.words]
    for p in told:
        for form in _forms(view, p, acts):
            if form.kind != "noun":
                _fix_tag(view, p, form)
    for p in told:
        if forms := _forms(view, p, acts):
            form = _told_by(view, p, forms)
            if form.kind != "past" or not _is_mark(view, p):
                yield _trigger(view, p, form)


def _is_mark(view: View, p: int) -> bool:
    """Whether a participle is a mark that the page sets beside its text (`Adopted`): a block by itself, like the cell of a table,
    or fallen into the middle of a sentence."""
    if all(tag in ("PUN", "NUM") for q, tag in enumerate(view.tags) if q != p and q >= view.own):
        return view.own == 0
    inside = p > view.own and view.text[p - 1][-1:].isalnum() and not view.text[p - 1][:1].isupper()
    return inside and view.text[p].istitle() and view.word(p + 1) not in BEHIND_TITLES


def _forms(view: View, p: int, acts: Acts) -> tuple[Form, ...]:
    """The forms at `p`; a word that its paragraph's language lacks may be quoted from the other one."""
    word = view.low[p]
    if view.body[p] is not None or (word in cue("reflexive_only", view.language) and not _reflexive(view, p)):
        return ()
    for language in (view.language, *LANGUAGES):
        if found := acts.forms.get((language, word)):
            return found
    return ()


def _reflexive(view: View, p: int) -> bool:
    """`s’est par ailleurs accordé`, `n’avait pu s’entendre`: what `accordé un délai` is not."""
    return any(word in ("s", "se", "nous") for word in view.low[max(p - 7, 0) : p])


def _trigger(view: View, p: int, form: Form) -> Trigger:
    if form.kind == "noun":
        return _noun(view, p, form)
    group = verb_group(view, p)
    return Trigger(form, p, p + 1, _voice(view, p, form, group), group)


def _told_by(view: View, p: int, forms: tuple[Form, ...]) -> Form:
    """Which of the forms that a word may be it is: a participle behind an auxiliary (`a souscrit`), else the first (`souscrit à`)."""
    past = [form for form in forms if form.kind == "past"]
    if not past or len(past) == len(forms):
        return forms[0]
    group = verb_group(view, p)
    return past[0] if group.have or group.be else forms[0]


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


def _voice(view: View, p: int, form: Form, group: Group) -> Voice:
    if form.kind == "past":
        return _past_voice(view, p, form, group)
    if form.kind == "third":
        return "active" if view.tags[p] == "V" else "bare"
    if form.kind == "ing":
        return "gerund" if view.tag(p - 1) not in ("DET",) else "bare"
    if view.tags[p] == "INF" or group.to or group.modal:
        return "infinitive"
    return "active" if view.tag(p + 1) in ("DET", "THAT") and view.tag(p - 1) in ("N", "PRON") else "bare"


def _past_voice(view: View, p: int, form: Form, group: Group) -> Voice:
    if group.be and not form.be:
        return "passive"
    if back(view, p, ("ADV",)) in (view.own - 1, -1) and inverted_be(view, p) >= 0:
        return "passive"
    if group.have or (form.be and group.be):
        return "passive" if form.be and group.be and group.have else "active"
    after = ahead(view, p, ("ADV",))
    if (
        view.own
        and back(view, p, ("ADV", "PUN", "NUM")) < view.own
        and (view.tag(after) != "PUN" or view.word(after) == ",")
        and view.word(p + 1) != "by"
    ):
        return "active"
    before = back(view, p, ("ADV",))
    if (
        view.language == "en"
        and (view.tag(before) == "CONJ" or (before >= 0 and view.body[before] is not None))
        and _enclosed_object(view, after)
    ):
        return "active"
    if view.tags[p] == "N":
        return "adjective"
    if view.language == "en" and form.clause and _agreeing(view, p, group):
        return "active"
    return "active" if view.tags[p] == "V" else "reduced"


def _enclosed_object(view: View, p: int) -> bool:
    """`adopted, on the last evening, the new factors`: a comma at `p`, and behind the one that closes it an article."""
    if view.word(p) != ",":
        return False
    for q in range(p + 1, min(p + 30, len(view))):
        if view.low[q] == ",":
            return view.tag(q + 1) in ("DET", "NUM", "THAT") or view.word(q + 1) in ("criteria", "new")
        if view.tags[q] in AUX or view.low[q] in ";:" or view.tags[q] == "REL":
            return False
    return False


def inverted_be(view: View, p: int) -> int:
    """`Also adopted, after amendment, were the following`: the position of the auxiliary behind the participle, else -1."""
    q = p + 1
    if view.word(q) == ",":
        q = next((r + 1 for r in range(q + 1, min(q + 20, len(view))) if view.low[r] == ","), q)
    if view.word(q) in ("by", "par"):
        q = next((r for r in range(q, min(q + 15, len(view))) if view.tags[r] in (*AUX, "V", "VEN", "PUN")), q)
    return q if view.tag(q) == "BE" else -1


def _agreeing(view: View, p: int, group: Group) -> bool:
    """`The Committee agreed, on a proposal by …, that`; `Members agreed on`: an intransitive past after its subject."""
    q = ahead(view, p, ("ADV",))
    if view.word(q) in ("by",) or view.tag(p - 1) in ("DET",):
        return False
    if view.word(q) == "," and _comma_clause(view, q):
        return True
    if view.word(q) in ("on", "upon") and view.tag(group.start - 1) == "N" and not _other_verb(view, q):
        return True
    return view.tag(q) in ("THAT", "TO") or view.body[group.start - 1] is not None if group.start else view.tag(q) in ("THAT", "TO")


def _other_verb(view: View, p: int) -> bool:
    """Whether a finite verb follows in the same clause: `the measures agreed on last year were few`."""
    for q in range(p, len(view)):
        if view.tags[q] in ("REL", "THAT", "SUB", "PUN", "CONJ"):
            return False
        if view.tags[q] in VERBAL:
            return True
    return False


def _comma_clause(view: View, p: int) -> bool:
    """`agreed, in general, to`: what the comma at `p` opens closes before `that`, `to` or `on`."""
    for q in range(p + 1, min(p + 25, len(view))):
        if view.low[q] == ",":
            return view.tag(q + 1) in ("THAT", "TO") or view.word(q + 1) in ("on", "upon")
        if view.tags[q] in AUX or view.low[q] in ";:":
            return False
    return False


def _noun(view: View, p: int, form: Form) -> Trigger:
    """A noun that tells an act, with the light verb that makes it one (`gave its approval`, `agreement was reached`)."""
    verb = _light_verb(view, p, form)
    if verb >= 0:
        group = verb_group(view, verb)
        return Trigger(form, p, p + 1, "light", replace(group, start=min(group.start, verb), negated=group.negated or _missing(view, p)))
    voice: Voice = "bare" if form.only_light and not _missing(view, p) else "nominal"
    return Trigger(form, p, p + 1, voice, Group(p, negated=_missing(view, p)))


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
