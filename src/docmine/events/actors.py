"""The grammatical subject of a verb, and what kind of actor it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Span

from docmine.acts import Acts
from docmine.events.groups import verb_group
from docmine.events.phrases import phrases, skip_back
from docmine.events.reading import AUX, VERBAL, View, ahead, back
from docmine.events.words import cue

ActorKind = Literal["body", "organ", "members", "collective", "outsider", "pronoun", "other", "none"]


@dataclass(frozen=True, slots=True)
class Actors:
    """The mentions that act and what kind of actor the grammar shows; `head` is the acting noun."""

    kind: ActorKind
    mentions: tuple[Span, ...] = ()
    head: str = ""


NOBODY = Actors("none")


def before_relative(view: View, start: int, acts: Acts) -> Actors:
    """`the Council, which adopted …`: the antecedent of a relative that is the verb's subject."""
    while start > 1 and (view.date[start - 1] is not None or (view.tags[start - 1] in ("PREP", "ADV") and view.date[start] is not None)):
        start -= 1
    if view.tag(start - 1) not in ("REL", "THAT") or view.word(start - 1) in ("dont", "whose"):
        return NOBODY
    end = start - 2 if view.word(start - 2) == "," else start - 1
    return classify_ending(view, end, acts)


def grammatical_subject(view: View, start: int, acts: Acts, depth: int = 0) -> Actors:
    """The subject of the verb group that begins at `start`."""
    end = start
    if view.tag(end - 1) in ("CONJ",) or (view.word(end - 1) == "," and view.tag(end - 2) == "CONJ"):
        return _coordinated(view, end, acts, depth)
    if view.tag(end - 1) in ("REL", "THAT") and (found := before_relative(view, end, acts)).kind != "none":
        return found
    if view.word(end - 1) in ("il", "it", "there") and _impersonal(view, end):
        return NOBODY
    if view.tag(end - 1) == "PRON":
        return Actors(
            "outsider"
            if view.word(end - 1) in acts.outsiders[view.language] and view.word(end - 1) in ("he", "she", "we", "i", "nous")
            else "pronoun",
            (),
            view.word(end - 1),
        )
    if view.word(end - 1) == ",":
        return _over_comma(view, end, acts, depth)
    if end <= 0 or view.word(end - 1) in (";", ":", "(", "–", "-"):
        return _coordinated(view, end, acts, depth) if end > 1 and view.word(end - 1) in (";", ":") else NOBODY
    return classify_ending(view, end, acts)


def _impersonal(view: View, start: int) -> bool:
    """`il est convenu de`, `il a été décidé`: nobody acts."""
    return (
        view.language == "fr"
        and any(view.low[p] in ("été", "convenu", "dégagé") for p in range(start, min(start + 6, len(view))))
        and any(view.tags[p] == "BE" for p in range(start, min(start + 5, len(view))))
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
        if view.low[q] == ",":
            found = classify_ending(view, q, acts)
            if found.kind in ("body", "organ", "members", "collective", "outsider") and _begins_clause(view, q, found):
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


def classify_ending(view: View, end: int, acts: Acts) -> Actors:
    """The actor whose phrase ends at `end` (`the Chairman of the Council`, `Members of the PTC`, `the 45th Session`)."""
    start = _subject_start(view, end)
    found = phrases(view, start, end)
    if not found:
        return Actors("pronoun", (), view.word(end - 1)) if view.tag(end - 1) == "PRON" else NOBODY
    first = found[0]
    run = list(body_mentions(view, first.start, end))
    head = view.low[first.head]
    if view.body[first.head] is not None and not possessor(view, first.head, end):
        return Actors("body", tuple(m for m in run if _acting(view, m, first.start)), head)
    if head in cue("meeting") and run:
        return Actors("body", tuple(run[:1]), head)
    several = view.tags[first.start] == "NUM" or view.low[first.start - 1] in cue("several") or view.low[first.start] in cue("several")
    if head in acts.collectives[view.language] and not several and (run or end - first.start <= 2):
        return Actors("members", tuple(run), head) if run else Actors("collective", (), head)
    if head in acts.outsiders[view.language] or _is_state(view, first.head):
        return Actors("outsider", (), head)
    if head in ("celui", "celle", "ceux", "celles", "ci", "latter", "former"):
        return Actors("pronoun", (), head)
    return Actors("organ" if head in acts.organs[view.language] else "other", (), head)


def _is_state(view: View, p: int) -> bool:
    """Whether a State is named at `p`."""
    return view.low[p] in cue("states", view.language) and view.text[p][0].isupper()


def possessor(view: View, p: int, end: int) -> bool:
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


def body_mentions(view: View, start: int, end: int) -> list[Span]:
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
        closing = (one in ("PUN", "SUB", "THAT", "REL", "PRON", "V", "INF", "VING", "TO") and view.low[p] not in "()[]") or one in AUX
        if closing and not (view.low[p] == "," and _list_comma(view, p, end)):
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


def joined_bodies(view: View, q: int, end: int) -> list[Span]:
    """The body at `q` and those joined to it by commas and conjunctions."""
    found = body_mentions(view, q, q + 1)
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
