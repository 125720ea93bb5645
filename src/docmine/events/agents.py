"""Who acts: the grammatical subject of an active trigger, the `by` phrase of a passive one, the meeting at which it was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Span

from docmine.acts import Acts
from docmine.events.objects import MEETING
from docmine.events.phrases import head_of, phrases, skip_back
from docmine.events.reading import AUX, VERBAL, View, ahead, back
from docmine.events.triggers import Trigger, verb_group

ActorKind = Literal["body", "organ", "members", "collective", "outsider", "pronoun", "other", "none"]
BY = {"en": ("by",), "fr": ("par",)}
SEVERAL = frozenset("several some many most two three four five certain other few plusieurs certains certaines quelques deux trois these ces".split())
MANNER = frozenset(
    """consensus acclamation majority vote correspondence acclaim ballot unanimity majorité vote correspondance procedure show way means virtue
    écrit conséquent voix mail e courrier lettre tacite ailleurs exemple rapport suite letter email fax circular default written common""".split()
)
OBJECT_CONTROL = frozenset(
    """invited asked requested urged invite invites ask asks request requests urge urges recommended recommends called authorized authorised
    encouraged encourages instructed allow allowed enable enabled leave left inviter invité invités invite prié prie demandé chargé""".split()
)


@dataclass(frozen=True, slots=True)
class Actors:
    """The mentions that act and what kind of actor the grammar shows; `head` is the acting noun."""

    kind: ActorKind
    mentions: tuple[Span, ...] = ()
    head: str = ""


NOBODY = Actors("none")


def actors(view: View, trigger: Trigger, acts: Acts) -> Actors:
    """Who performs `trigger` as far as its own view says."""
    if trigger.voice in ("active", "infinitive", "gerund", "light") and not (trigger.voice == "infinitive" and trigger.group.be):
        found = _active(view, trigger, acts)
        if trigger.voice != "light" or found.kind not in ("none", "other") and not _received(view, trigger):
            return found
    return _agent(view, trigger, acts)


def _received(view: View, trigger: Trigger) -> bool:
    """`received the approval of the Council`: the verb's subject does not act."""
    verb = next((view.low[p] for p in range(max(trigger.start - 9, 0), trigger.start) if view.low[p] in trigger.form.light), "")
    return verb.startswith(("receiv", "obtain", "secure", "won", "win", "met", "meet", "recev", "reçu", "obten", "recueil"))


def _active(view: View, trigger: Trigger, acts: Acts) -> Actors:
    group = trigger.group
    start = group.start
    if trigger.voice == "active" and (found := _before_relative(view, start, acts)).kind != "none":
        return found
    if view.language == "fr" and trigger.voice == "active" and _follows(view, trigger):
        q = ahead(view, trigger.end - 1, ("DET", "APO", "ADV"))
        return Actors("body", tuple(_joined_bodies(view, q, len(view))))
    if (opener := _resolving(view, group.governor if group.to and group.governor >= 0 else trigger.start)).kind != "none":
        return opener
    if group.to and group.governor >= 0:
        return _controller(view, group.governor, acts)
    return grammatical_subject(view, start, acts)


def _resolving(view: View, verb: int) -> Actors:
    """`The Committee, Noting …, Approves`: a capitalised verb inside a sentence continues the body that opens it."""
    if verb <= view.own or view.tags[verb] not in ("V", "VEN", "N") or not view.doc[view.at[verb]].text[:1].isupper():
        return NOBODY
    if view.tag(verb - 1) not in ("PUN", "CONJ", "ADV"):
        return NOBODY
    p = ahead(view, -1, ("DET", "APO"))
    if p < len(view) and view.body[p] is not None and p <= 3:
        return Actors("body", tuple(_joined_bodies(view, p, len(view))))
    return NOBODY


def _follows(view: View, trigger: Trigger) -> bool:
    """`que vient d'adopter le Conseil`, `qu'avait avalisée le Groupe`: a relative opens the verb group and a body follows it."""
    p = ahead(view, trigger.end - 1, ("DET", "APO", "ADV"))
    before = view.word(back(view, trigger.group.start, ("APO",)))
    return before in ("que", "qu") and p < len(view) and view.body[p] is not None and view.word(p - 1) in ("le", "la", "l", "’", "'")


def _before_relative(view: View, start: int, acts: Acts) -> Actors:
    """`the Council, which adopted …`: the antecedent of a relative that is the verb's subject."""
    while start > 1 and (view.date[start - 1] is not None or view.tags[start - 1] in ("PREP", "ADV") and view.date[start] is not None):
        start -= 1
    if view.tag(start - 1) not in ("REL", "THAT") or view.word(start - 1) in ("dont", "whose"):
        return NOBODY
    end = start - 2 if view.word(start - 2) == "," else start - 1
    return _classify_ending(view, end, acts)


def _controller(view: View, governor: int, acts: Acts) -> Actors:
    """Who is to act: `the Council | is invited to`, `invites the Council | to`, `the Council | decided to`."""
    if view.tags[governor] in ("N", "NUM") and view.body[governor] is not None:
        return _classify_ending(view, governor + 1, acts)
    if view.tags[governor] == "N":
        return grammatical_subject(view, _verb_before(view, governor), acts)
    return grammatical_subject(view, verb_group(view, governor).start, acts)


def _verb_before(view: View, p: int) -> int:
    """The beginning of the nearest verb group before `p`."""
    for q in range(p, max(p - 30, -1), -1):
        if view.tags[q] in VERBAL or view.tags[q] in ("VEN", "INF"):
            return verb_group(view, q).start
    return p


def grammatical_subject(view: View, start: int, acts: Acts, depth: int = 0) -> Actors:
    """The subject of the verb group that begins at `start`."""
    end = start
    if view.tag(end - 1) in ("CONJ",) or view.word(end - 1) == "," and view.tag(end - 2) == "CONJ":
        return _coordinated(view, end, acts, depth)
    if view.word(end - 1) in ("il", "it", "there") and _impersonal(view, end):
        return NOBODY
    if view.tag(end - 1) == "PRON":
        return Actors("outsider" if view.word(end - 1) in acts.outsiders[view.language] and view.word(end - 1) in ("he", "she", "we", "i", "nous") else "pronoun", (), view.word(end - 1))
    if view.word(end - 1) == ",":
        return _over_comma(view, end, acts, depth)
    if end <= 0 or view.word(end - 1) in (";", ":", "(", "–", "-"):
        return _coordinated(view, end, acts, depth) if end > 1 and view.word(end - 1) in (";", ":") else NOBODY
    return _classify_ending(view, end, acts)


def _impersonal(view: View, start: int) -> bool:
    """`il est convenu de`, `il a été décidé`: nobody acts."""
    return view.language == "fr" and any(view.low[p] in ("été", "convenu", "dégagé") for p in range(start, min(start + 6, len(view)))) and any(
        view.tags[p] == "BE" for p in range(start, min(start + 5, len(view)))
    )


def _coordinated(view: View, end: int, acts: Acts, depth: int) -> Actors:
    """The subject of the verb that this one is joined to."""
    second = NOBODY
    for q in range(end - 2, -1, -1):
        if depth > 5:
            break
        if view.tags[q] in VERBAL and not _in_relative(view, q):
            found = grammatical_subject(view, verb_group(view, q).start, acts, depth + 1)
            if found.kind in ("body", "organ", "members", "collective", "pronoun"):
                return found
            second = second if second.kind != "none" else found
    return second


def _in_relative(view: View, q: int) -> bool:
    """Whether the verb at `q` belongs to a relative clause (`the draft which the PTC had prepared`) or a `that` clause."""
    for r in range(q - 1, max(q - 12, -1), -1):
        if view.tags[r] in ("REL",):
            return True
        if view.low[r] in (",", ";", ":") or view.tags[r] in ("VERBAL", "SUB"):
            return False
    return False


def _over_comma(view: View, end: int, acts: Acts, depth: int) -> Actors:
    """`The Council, having considered …, approved`: the phrase before the enclosed words; else the clause's first phrase."""
    for q in range(end - 2, max(end - 70, -1), -1):
        if view.low[q] in (";", ":"):
            break
        if view.low[q] == "," and view.tag(q - 1) == "CONJ":
            return _coordinated(view, q, acts, depth)
        if view.low[q] == "," and (found := _classify_ending(view, q, acts)).kind in ("body", "organ", "members", "collective", "outsider"):
            if _begins_clause(view, q, found):
                return found
    if view.tag(end - 2) in ("V", "VEN") or any(view.tags[q] in VERBAL for q in range(max(end - 40, 0), end)):
        return _coordinated(view, end, acts, depth)
    return NOBODY


def _begins_clause(view: View, end: int, found: Actors) -> bool:
    """Whether the phrase that ends at `end` opens its clause."""
    start = min((view.first(m) for m in found.mentions if view.first(m) >= 0), default=end - 1)
    q = back(view, start, ("DET", "ADV", "N", "GLUE", "NUM", "APO", "POSS"))
    for _ in range(3):
        if view.tag(q) == "PREP":
            q = back(view, q, ("DET", "ADV", "N", "GLUE", "NUM", "APO", "POSS"))
    return view.tag(q) in ("PUN", "CONJ", "THAT", "SUB", "REL")


def _classify_ending(view: View, end: int, acts: Acts) -> Actors:
    """The actor whose phrase ends at `end` (`the Chairman of the Council`, `Members of the PTC`, `the 45th Session`)."""
    start = _subject_start(view, end)
    found = phrases(view, start, end)
    if not found:
        return Actors("pronoun", (), view.word(end - 1)) if view.tag(end - 1) == "PRON" else NOBODY
    first = found[0]
    run = [m for m in _mentions(view, first.start, end)]
    head = view.low[first.head]
    if view.body[first.head] is not None and not _possessor(view, first.head, end):
        return Actors("body", tuple(m for m in run if _acting(view, m, first.start)), head)
    if head in MEETING and run:
        return Actors("body", tuple(run[:1]), head)
    several = view.tags[first.start] == "NUM" or view.low[first.start - 1] in SEVERAL or view.low[first.start] in SEVERAL
    if head in acts.collectives[view.language] and not several and (run or end - first.start <= 2):
        return Actors("members", tuple(run), head) if run else Actors("collective", (), head)
    if head in acts.outsiders[view.language]:
        return Actors("outsider", (), head)
    if head in ("celui", "celle", "ceux", "celles", "ci", "latter", "former"):
        return Actors("pronoun", (), head)
    return Actors("organ" if head in acts.organs[view.language] else "other", (), head)


def _possessor(view: View, p: int, end: int) -> bool:
    """`the Council's officers`: the mention at `p` only owns the acting noun."""
    mention = view.body[p]
    assert mention is not None
    after = view.first(mention) + len(mention)
    return after < end and view.word(after + 1) == "s" and view.tag(after) == "APO"


def _acting(view: View, mention: Span, start: int) -> bool:
    """The first mention of a phrase, and those joined to it, act; those behind a preposition do not."""
    p = view.first(mention)
    q = back(view, p, ("DET", "APO"))
    return p <= start + 2 or view.tag(q) in ("CONJ", "PUN") or view.word(q) in ("and", "et", ",", "(")


def _mentions(view: View, start: int, end: int) -> list[Span]:
    """Body mentions that begin in the range, in order; an acronym in brackets after its own name is left out."""
    found: list[Span] = []
    for p in range(max(start, 0), min(end, len(view))):
        mention = view.body[p]
        if mention is not None and mention.start == view.at[p] and not (found and _gloss(view, p, found[-1], mention)):
            found.append(mention)
    return found


def _gloss(view: View, p: int, before: Span, mention: Span) -> bool:
    """`Permanent Technical Committee (PTC)`: the second mention only repeats the first."""
    same = before._.value == mention._.value
    return same and view.word(p - 1) == "(" and view.at[p] - before.end <= 2


def _subject_start(view: View, end: int) -> int:
    """How far left the subject that ends at `end` may reach."""
    p = end - 1
    while p >= 0:
        p = skip_back(view, p)
        one = view.tags[p]
        if one == "PREP" and view.low[p] in ("until", "till", "before", "after", "since"):
            return p + 1
        if one in ("PUN", "SUB", "THAT", "REL", "PRON", "V", "INF", "VING", "TO") and view.low[p] not in "()[]" or one in AUX:
            if not (view.low[p] == "," and _list_comma(view, p, end)):
                return p + 1
        if one == "CONJ" and not _joins_actors(view, p):
            return p + 1
        p -= 1
    return 0


def _list_comma(view: View, p: int, end: int) -> bool:
    """`the PTC, the EC and the CBC`: a comma between bodies."""
    q = ahead(view, p, ("DET", "APO"))
    return view.body[p - 1] is not None and q < end and view.body[q] is not None and any(view.tags[r] == "CONJ" for r in range(q, end))


def _joins_actors(view: View, p: int) -> bool:
    q = ahead(view, p, ("DET", "APO", "ADV", "PREP"))
    return q < len(view) and view.body[q] is not None and p > 0 and (view.body[p - 1] is not None or view.low[p - 1] == ")")


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
        if view.low[p] in (";", ":") or one in ("V", "MOD", "SUB", "REL", "THAT") or one in ("BE", "HAVE") and not _same_chain(view, p):
            return p
    return min(trigger.end + 60, len(view))


def _same_chain(view: View, p: int) -> bool:
    """`adopted in June and was approved`: an auxiliary after a conjunction starts a new act; any other ends the phrase too."""
    return False


def _by_phrase(view: View, trigger: Trigger, acts: Acts) -> Actors:
    end = _reach(view, trigger)
    found: list[Span] = []
    other = ""
    for p in range(trigger.end, end):
        if view.low[p] not in BY[view.language] or view.tag(p - 1) in ("VEN", "V") and p - 1 >= trigger.end and not _joined_to(view, trigger, p - 1):
            continue
        mentions, head = _by_whom(view, p, end)
        if mentions:
            found += mentions
        elif head and head not in MANNER and not found:
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
    organ = "organ" if head in acts.organs[view.language] else "other"
    return Actors("outsider" if head in acts.outsiders[view.language] else organ, (), head)


def _by_whom(view: View, p: int, end: int) -> tuple[list[Span], str]:
    """The bodies after `by` at `p`, or the head of what stands there instead."""
    q = ahead(view, p, ("DET", "APO", "ADV"))
    if q < end and view.body[q] is not None and not _possessor(view, q, end):
        return _joined_bodies(view, q, end), ""
    if view.tag(q) == "PUN" or q >= end or view.word(p - 1) == view.low[q]:
        return [], ""
    stop = q
    while stop < end and view.tags[stop] in ("N", "NUM", "GLUE", "POSS", "APO"):
        stop += 1
    head = head_of(view, q, stop)
    word = view.low[head] if head >= 0 else ""
    if word in MEETING or word in ("members", "membres", "delegates", "délégués"):
        mentions = _mentions(view, stop, min(stop + 8, end))
        return (mentions[:1], "") if mentions else ([], word)
    return [], word


def _joined_bodies(view: View, q: int, end: int) -> list[Span]:
    """The body at `q` and those joined to it by commas and conjunctions."""
    found = _mentions(view, q, q + 1)
    p = q + 1
    while p < end:
        mention = view.body[p]
        if mention is not None and mention.start == view.at[p]:
            if not _gloss(view, p, found[-1], mention) and view.tag(back(view, p, ("DET", "APO", "ADV", "PREP"))) in ("CONJ", "PUN"):
                found.append(mention)
        elif mention is None and view.tags[p] not in ("DET", "CONJ", "APO", "ADV") and view.low[p] not in (",", "(", ")"):
            break
        p += 1
    return found


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
            return Actors("body", tuple(_joined_bodies(view, r, len(view))))
    return NOBODY


def _owns_more(view: View, p: int) -> bool:
    """`approval of the Council's report`: the body only owns the object."""
    mention = view.body[p]
    assert mention is not None
    after = view.first(mention) + len(mention)
    return view.tag(after) == "APO" and view.word(after + 1) == "s" or view.tag(after) == "N"


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
        return _joined_bodies(view, r, end)
    near = [m for m in _mentions(view, q, min(q + 9, end))]
    return near[:1] if any(word in MEETING for word in view.low[q : q + 6]) else []


def _at_meeting(view: View, trigger: Trigger, acts: Acts) -> Actors:
    """`adopted at the 36th Session of the EC`, `adopté lors de la 9e Conférence ministérielle`."""
    end = _reach(view, trigger)
    for p in range(trigger.end, end):
        if view.low[p] in ("at", "during", "in", "within") or view.language == "fr" and view.low[p] in ("lors", "à", "au", "durant", "par", "pendant"):
            limit = p + 2 if view.low[p] in ("in", "within") else p + 10
            found = [m for m in _mentions(view, p, min(limit, end)) if m.label_ == "BODY"]
            if found and not any(view.tags[q] in ("VEN", "VING", "INF") for q in range(p, view.first(found[0]))):
                return Actors("body", (found[0],))
    return NOBODY
