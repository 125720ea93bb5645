"""Who acts: the grammatical subject of an active trigger, the `by` phrase of a passive one, the meeting at which it was done."""

from __future__ import annotations

from spacy.tokens import Span

from docmine.acts import Acts
from docmine.events.actors import (
    NOBODY,
    ActorKind,
    Actors,
    before_relative,
    body_mentions,
    classify_ending,
    grammatical_subject,
    joined_bodies,
    possessor,
)
from docmine.events.groups import verb_group
from docmine.events.phrases import head_of
from docmine.events.reading import VERBAL, View, ahead, back
from docmine.events.triggers import Trigger
from docmine.events.words import cue

BY = {"en": ("by",), "fr": ("par",)}


def actors(view: View, trigger: Trigger, acts: Acts) -> Actors:
    """Who performs `trigger` as far as its own view says."""
    if trigger.voice in ("active", "infinitive", "gerund", "light") and not (trigger.voice == "infinitive" and trigger.group.be):
        found = _active(view, trigger, acts)
        if trigger.voice != "light" or (found.kind not in ("none", "other") and not _received(view, trigger)):
            return found
    return _agent(view, trigger, acts)


def _received(view: View, trigger: Trigger) -> bool:
    """`received the approval of the Council`: the verb's subject does not act."""
    verb = next((view.low[p] for p in range(max(trigger.start - 9, 0), trigger.start) if view.low[p] in trigger.form.light), "")
    return verb.startswith(("receiv", "obtain", "secure", "won", "win", "met", "meet", "recev", "reçu", "obten", "recueil"))


def _active(view: View, trigger: Trigger, acts: Acts) -> Actors:
    group = trigger.group
    start = group.start
    if trigger.voice == "active" and (found := before_relative(view, start, acts)).kind != "none":
        return found
    if view.language == "fr" and trigger.voice == "active" and _follows(view, trigger):
        q = ahead(view, trigger.end - 1, ("DET", "APO", "ADV"))
        return Actors("body", tuple(joined_bodies(view, q, len(view))))
    if (opener := _resolving(view, group.governor if group.to and group.governor >= 0 else trigger.start)).kind != "none":
        return opener
    if group.to and group.governor >= 0:
        return _controller(view, group.governor, acts)
    if view.language == "fr" and trigger.voice == "infinitive" and not group.modal:
        return _french_controller(view, start, acts)
    return grammatical_subject(view, start, acts)


def _french_controller(view: View, start: int, acts: Acts) -> Actors:
    """`a permis au Comité d'adopter`, `le Conseil a décidé d'adopter`, `le CTP est invité à : – approuver`."""
    p = back(view, start, ("APO", "PUN", "ADV", "NEG"))
    while p >= 0 and (view.low[p] in ("de", "d", "à", "pour", "afin") or view.tags[p] in ("APO", "PUN", "DET", "CONJ")):
        p -= 1
    if p >= 0 and view.body[p] is not None:
        return classify_ending(view, p + 1, acts)
    for q in range(p, max(p - 80, -1), -1):
        if view.tags[q] in VERBAL:
            return grammatical_subject(view, verb_group(view, q).start, acts)
    return NOBODY


def _resolving(view: View, verb: int) -> Actors:
    """`The Committee, Noting …, Approves`: a capitalised verb inside a sentence continues the body that opens it."""
    if verb <= view.own or view.tags[verb] not in ("V", "VEN", "N") or not view.text[verb][:1].isupper():
        return NOBODY
    if view.tag(verb - 1) not in ("PUN", "CONJ", "ADV"):
        return NOBODY
    p = ahead(view, -1, ("DET", "APO"))
    if p < len(view) and view.body[p] is not None and p <= 3:
        return Actors("body", tuple(joined_bodies(view, p, len(view))))
    return NOBODY


def _follows(view: View, trigger: Trigger) -> bool:
    """`que vient d'adopter le Conseil`, `qu'avait avalisée le Groupe`: a relative opens the verb group and a body follows it."""
    p = ahead(view, trigger.end - 1, ("DET", "APO", "ADV"))
    before = view.word(back(view, trigger.group.start, ("APO",)))
    return before in ("que", "qu") and p < len(view) and view.body[p] is not None and view.word(p - 1) in ("le", "la", "l", "’", "'")


def _controller(view: View, governor: int, acts: Acts) -> Actors:
    """Who is to act: `the Council | is invited to`, `invites the Council | to`, `the Council | decided to`."""
    if view.tags[governor] in ("N", "NUM") and view.body[governor] is not None:
        return classify_ending(view, governor + 1, acts)
    if view.tags[governor] == "N":
        return grammatical_subject(view, _verb_before(view, governor), acts)
    return grammatical_subject(view, verb_group(view, governor).start, acts)


def _verb_before(view: View, p: int) -> int:
    """The beginning of the nearest verb group before `p`."""
    for q in range(p, max(p - 30, -1), -1):
        if view.tags[q] in VERBAL or view.tags[q] in ("VEN", "INF"):
            return verb_group(view, q).start
    return p


def _agent(view: View, trigger: Trigger, acts: Acts) -> Actors:
    """After `by`; at a session of a body; the possessor or addressee of a nominal act."""
    for finder in (_by_phrase, _possessive, _recipient, _at_meeting):
        found = finder(view, trigger, acts)
        if found.kind != "none":
            return found
    return NOBODY


def _reach(view: View, trigger: Trigger) -> int:
    """How far right the words that belong to the trigger reach: to the next finite verb, sub-clause or semicolon."""
    for p in range(trigger.end, min(trigger.end + 60, len(view))):
        one = view.tags[p]
        if view.low[p] in (";", ":") or one in ("V", "MOD", "SUB", "REL", "THAT") or (one in ("BE", "HAVE")):
            return p
    return min(trigger.end + 60, len(view))


def _by_phrase(view: View, trigger: Trigger, acts: Acts) -> Actors:
    end = _reach(view, trigger)
    found: list[Span] = []
    other = ""
    for p in range(trigger.end, end):
        if view.low[p] not in BY[view.language] or (
            view.tag(p - 1) in ("VEN", "V") and p - 1 >= trigger.end and not _joined_to(view, trigger, p - 1)
        ):
            continue
        mentions, head = _by_whom(view, p, end)
        if mentions:
            found += mentions
        elif head and head not in cue("manner") and not found:
            other = other or head
    if found:
        return Actors("body", tuple(found))
    return _named(other, view, acts)


def _joined_to(view: View, trigger: Trigger, p: int) -> bool:
    """`developed and endorsed by`, seen from `developed`."""
    return p - trigger.end <= 2 and any(view.tags[q] == "CONJ" for q in range(trigger.end, p + 1))


def _named(head: str, view: View, acts: Acts) -> Actors:
    if not head:
        return NOBODY
    if head in acts.collectives[view.language]:
        return Actors("collective", (), head)
    organ: ActorKind = "organ" if head in acts.organs[view.language] else "other"
    return Actors("outsider" if head in acts.outsiders[view.language] else organ, (), head)


def _by_whom(view: View, p: int, end: int) -> tuple[list[Span], str]:
    """The bodies after `by` at `p`, or the head of what stands there instead."""
    q = ahead(view, p, ("DET", "APO", "ADV"))
    if q < end and view.body[q] is not None and not possessor(view, q, end):
        return joined_bodies(view, q, end), ""
    if view.tag(q) == "PUN" or q >= end or view.word(p - 1) == view.low[q]:
        return [], ""
    stop = q
    while stop < end and view.tags[stop] in ("N", "NUM", "GLUE", "POSS", "APO"):
        stop += 1
    head = head_of(view, q, stop)
    word = view.low[head] if head >= 0 else ""
    if word in cue("meeting") or word in ("members", "membres", "delegates", "délégués"):
        mentions = body_mentions(view, stop, min(stop + 8, end))
        return (mentions[:1], "") if mentions else ([], word)
    return [], word


def _possessive(view: View, trigger: Trigger, acts: Acts) -> Actors:
    """`the Council's approval`, `the approval of the Council`, `l'approbation du Conseil`."""
    if trigger.voice not in ("nominal", "light"):
        return NOBODY
    p = trigger.start - 1
    while p > 0 and view.tags[p] in ("N", "ADV") and view.body[p] is None and p > trigger.start - 4:
        p -= 1
    if view.tag(p) == "POSS" and (mention := view.body[p - 2] if p >= 2 else None) is not None:
        return Actors("body", (mention,))
    q = trigger.end
    if view.word(q) in ("of", "de", "du", "d", "from"):
        r = ahead(view, q, ("DET", "APO"))
        if r < len(view) and view.body[r] is not None and not _owns_more(view, r):
            return Actors("body", tuple(joined_bodies(view, r, len(view))))
    return NOBODY


def _owns_more(view: View, p: int) -> bool:
    """`approval of the Council's report`: the body only owns the object."""
    mention = view.body[p]
    assert mention is not None
    after = view.first(mention) + len(mention)
    return (view.tag(after) == "APO" and view.word(after + 1) == "s") or view.tag(after) == "N"


def _recipient(view: View, trigger: Trigger, acts: Acts) -> Actors:
    """`submitted to the Council for approval`: who receives it."""
    p = trigger.start - 1
    while p > 0 and view.tags[p] in ("N", "ADV", "DET", "CONJ", "APO") and view.body[p] is None:
        p -= 1
    if trigger.voice != "nominal" or view.word(p) not in ("for", "pour", "to", "de", "d"):
        return NOBODY
    for left, right in ((max(p - 25, 0), p), (trigger.end, min(trigger.end + 25, len(view)))):
        for q in range(left, right):
            if view.word(q) in ("to", "before", "à", "au", "aux", "devant") and (found := _first_body(view, q, right)):
                return Actors("body", tuple(found))
    return NOBODY


def _first_body(view: View, q: int, end: int) -> list[Span]:
    r = ahead(view, q, ("DET", "APO", "NUM", "PREP"))
    if r < end and view.body[r] is not None:
        return joined_bodies(view, r, end)
    near = list(body_mentions(view, q, min(q + 9, end)))
    return near[:1] if any(word in cue("meeting") for word in view.low[q : q + 6]) else []


def _at_meeting(view: View, trigger: Trigger, acts: Acts) -> Actors:
    """`adopted at the 36th Session of the EC`, `adopté lors de la 9e Conférence ministérielle`."""
    end = _reach(view, trigger)
    for p in range(trigger.end, end):
        if view.low[p] in ("at", "during", "in", "within") or (
            view.language == "fr" and view.low[p] in ("lors", "à", "au", "durant", "par", "pendant")
        ):
            limit = p + 2 if view.low[p] in ("in", "within") else p + 10
            found = [m for m in body_mentions(view, p, min(limit, end)) if m.label_ == "BODY"]
            if found and not any(view.tags[q] in ("VEN", "VING", "INF") for q in range(p, view.first(found[0]))):
                return Actors("body", (found[0],))
    return NOBODY
