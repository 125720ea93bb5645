"""What stands to the right of an active trigger: the object, where it ends, and whether it is one or several."""

from __future__ import annotations

from dataclasses import dataclass

from docmine.acts import Acts
from docmine.events.adjuncts import after_enclosed, begins, last_position, meeting_near, skip_manner
from docmine.events.groups import CLITICS
from docmine.events.phrases import head_of, is_good, skip_ahead, strip_article, trim
from docmine.events.reading import AUX, VERBAL, View, ahead
from docmine.events.triggers import Trigger
from docmine.events.words import cue, expressions

MAX_OBJECT = 250  # tokens


@dataclass(frozen=True, slots=True)
class Extent:
    """Positions of an object (half-open, article left out) and whether it is a clause (`that …`, `to …`)."""

    start: int
    end: int
    clause: bool = False


def objects(view: View, trigger: Trigger, acts: Acts) -> list[Extent]:
    """What an active trigger acts on: nothing, one object, or several that are joined but each have an article."""
    start, clause = _object_start(view, trigger)
    end = min(last_position(view), start + MAX_OBJECT)
    if start >= end:
        return []
    if clause:
        return _clauses(view, start, end, trigger)
    return split(view, _bounded(view, start, _object_end(view, start, end), clause=False), acts)


def _clauses(view: View, start: int, end: int, trigger: Trigger) -> list[Extent]:
    """The clause at `start`, and those joined to it that repeat its conjunction (`that …; that …`, `that … and that …`)."""
    found: list[Extent] = []
    p = start
    while p < end and len(found) < 30:
        stop = _clause_end(view, p, end, trigger)
        found += _bounded(view, p, stop, clause=True)
        q = ahead(view, stop - 1, ("CONJ", "PUN"))
        if (
            not (
                (view.tag(start - 1) == "THAT" and view.tag(q) == "THAT")
                or (view.tag(start - 1) == "SUB" and view.word(q) in ("que", "qu"))
            )
            or q >= end
        ):
            break
        p = q + 1
    return found


def nominal_object(view: View, start: int, acts: Acts) -> list[Extent]:
    """The object that begins at `start`, after a noun's preposition."""
    end = min(last_position(view), start + MAX_OBJECT)
    return split(view, _bounded(view, start, _object_end(view, start, end, nominal=True), clause=False), acts) if start < end else []


def _bounded(view: View, start: int, end: int, *, clause: bool) -> list[Extent]:
    start, end = trim(view, start, end)
    start = strip_article(view, start, end) if start < end else start
    if start >= end or (not clause and view.tags[start] in ("PREP", "TO", "SUB")):
        return []
    return [Extent(start, end, clause)]


def _object_start(view: View, trigger: Trigger) -> tuple[int, bool]:
    """The object's first position, and whether it is a clause."""
    p = skip_manner(view, trigger.end, clause=trigger.form.clause)
    if view.tag(p) == "THAT" and (view.tag(p + 1) != "PUN" or view.word(p + 1) == ","):
        return after_enclosed(view, p + 1), True
    if view.language == "fr" and view.word(p) in ("que", "qu"):
        return after_enclosed(view, p + 1), True
    if trigger.form.clause and view.word(p) in ("who", "whether", "how", "what", "where", "when", "si", "comment"):
        return p, True
    if trigger.form.clause and view.word(p) in cue("clause_links", view.language):
        q = ahead(view, p, ("APO", "ADV", "NEG"))
        return q, view.tag(q) == "INF" or (view.language == "fr" and _french_infinitive(view, q))
    if view.word(p) == "to" and view.tag(p + 1) == "INF":
        return p + 1, True
    return p, False


def _french_infinitive(view: View, p: int) -> bool:
    """An infinitive at `p`, or behind the pronoun there (`d'en saisir`, `de le rebaptiser`)."""
    q = ahead(view, p, ("APO",)) if view.word(p) in CLITICS else p
    return view.word(q).endswith(("er", "ir", "oir", "re")) and view.tag(q) in ("N", "INF") and view.text[q][0].islower()


def _object_end(view: View, start: int, end: int, *, nominal: bool = False) -> int:
    """Where a noun phrase that begins at `start` ends with all its own modifiers."""
    p, verbs, inside = start, False, False
    while p < end:
        if (jump := skip_ahead(view, p)) > p:
            p = min(jump + 1, end)
            continue
        if _object_stops(view, p, start, verbs, inside, nominal):
            return p
        one = view.tags[p]
        if one in ("REL", "THAT") and p > start:
            inside = True
        verbs = verbs or one in ("VEN", "INF", "VING", "V")
        p += 1
    return end


def _object_stops(view: View, p: int, start: int, verbs: bool, inside: bool, nominal: bool) -> bool:
    word, one = view.low[p], view.tags[p]
    if word in (";", ":") or begins(view, p, expressions("terms", view.language)):
        return True
    if p == start:
        return False
    if word == ",":
        return _comma_stops(view, p, inside)
    if one == "CONJ":
        return _verb_follows(view, p, inside)
    if one == "SUB" or (
        one in VERBAL
        and not inside
        and not (one == "BE" and view.tag(p - 1) == "TO")
        and not (one == "V" and view.tag(p - 1) == "N" and view.tag(p + 1) == "PREP")
    ):
        return True
    if nominal and word in ("by", "par") and not verbs:
        return True
    return not verbs and not inside and _adverbial(view, p)


def _comma_stops(view: View, p: int, inside: bool) -> bool:
    """A comma ends the object unless a further member of it, or a phrase that qualifies it, follows."""
    if view.word(p + 1) in ("«", "“", '"') or begins(view, p + 1, expressions("goes_on", view.language)) or _encloses(view, p):
        return False
    following = view.tag(ahead(view, p, ("APO",)))
    if following in ("DET", "N", "NUM") and not inside:
        return not _enumeration(view, p)
    return True


def _encloses(view: View, p: int) -> bool:
    """`the extension, for a term of two years, of the appointment`: the object goes on behind the next comma."""
    for q in range(p + 1, min(p + 20, len(view))):
        if view.low[q] == ",":
            return view.word(q + 1) in ("of", "de", "du", "des", "d")
        if view.tags[q] in VERBAL or view.tags[q] in ("REL", "SUB", "THAT") or view.low[q] in ";:":
            return False
    return False


def _enumeration(view: View, p: int) -> bool:
    """`modalities, work programme and functions`: nouns up to a conjunction that no verb follows."""
    for q in range(p + 1, min(p + 25, len(view))):
        one = view.tags[q]
        if one == "CONJ":
            return not _verb_follows(view, q, inside=False)
        if one in VERBAL or one in ("SUB", "REL", "THAT", "VEN", "VING") or view.low[q] in ";:":
            return False
    return False


def _verb_follows(view: View, p: int, inside: bool) -> bool:
    """Whether a further act, not a further noun, follows the conjunction at `p`."""
    q = ahead(view, p, ("ADV", "NEG", "APO"))
    one = view.tag(q)
    if view.language == "fr" and _infinitive_joined(view, q):
        return True
    if (
        view.language == "fr"
        and view.word(q) in ("en", "y", "se", "lui", "leur")
        and view.tag(q + 1) in ("N", "V")
        and view.date[q + 1] is None
    ):
        return view.text[q + 1][0].islower()
    if (
        view.language == "fr"
        and view.word(q) in ("en", "l", "les", "le", "la", "se", "s")
        and view.tag(ahead(view, q, ("APO", "NEG"))) in ("HAVE", "BE", "V")
    ):
        return True
    if one in ("HAVE", "BE", "MOD", "DO", "V", "PRON", "SUB", "THAT", "TO"):
        return True
    if one == "VEN" and view.word(q + 1) == "," and view.word(p) in ("and", "but"):
        return True
    if one == "VEN":
        return view.tag(ahead(view, q, ("ADV",))) in ("DET", "N", "NUM", "THAT") or view.language == "fr"
    if one == "INF":
        return True
    if one in ("DET", "N"):
        return not inside and _clause_follows(view, q)
    return False


def _infinitive_joined(view: View, q: int) -> bool:
    """`… et d'approuver le programme`, `… et approuver les directives`."""
    r = ahead(view, q, ("APO",)) if view.word(q) in ("d", "de", "à") else q
    word = view.word(r)
    return (
        len(word) > 4
        and word.endswith(("er", "ir", "oir"))
        and view.tag(r) in ("N", "INF")
        and view.tag(r + 1) in ("DET", "PUN", "PREP", "ADV")
    )


def _clause_follows(view: View, q: int) -> bool:
    """Whether what begins at `q` is a clause of its own: a finite verb before the next sign, no relative before it."""
    for r in range(q, min(q + 18, len(view))):
        one = view.tags[r]
        if one in VERBAL:
            return True
        if one in ("REL", "THAT", "SUB", "PUN", "VEN"):
            return False
    return False


def _adverbial(view: View, p: int) -> bool:
    """A date or a meeting that says when the body acts begins at `p`."""
    if view.low[p] not in cue("time_preps", view.language):
        return view.date[p] is not None and view.language == "fr" and view.low[p - 1] == "le" and view.tag(p - 2) != "PREP"
    q = ahead(view, p, ("DET", "APO"))
    if q < len(view) and view.date[q] is not None:
        return not (view.language == "fr" and view.low[p] in ("du", "à"))
    if view.low[p] in ("at", "during", "lors", "durant") or (view.language == "fr" and view.low[p] in ("à", "en")):
        return meeting_near(view, p)
    return view.word(p + 1) in ("principle", "full", "substance")


def _clause_end(view: View, start: int, end: int, trigger: Trigger) -> int:
    """Where a `that` or `to` clause ends: at a further act of the same actor, or at the terms of the act."""
    for p in range(start + 1, end):
        word, one = view.low[p], view.tags[p]
        if word in (";", ":") or begins(view, p, expressions("clause_terms", view.language)):
            return p
        if word == "," and (
            (view.tag(p + 1) in ("SUB", "VING") and view.word(p + 1) not in ("whether", "including")) or view.word(p + 1) == "but"
        ):
            return p
        if one == "CONJ" and (_act_follows(view, p) or (view.tag(start - 1) == "THAT" and view.tag(p + 1) == "THAT")):
            return p
        if (
            one == "CONJ"
            and view.language == "fr"
            and view.word(start - 1) in ("que", "qu")
            and view.word(p + 1) in ("que", "qu")
            and view.word(p) == "et"
        ):
            return p
    return end


def _act_follows(view: View, p: int) -> bool:
    """A finite verb with its object straight after the conjunction at `p`: what the actor does next."""
    q = ahead(view, p, ("ADV", "NEG"))
    if view.word(q) == "," and (closing := next((r for r in range(q + 1, min(q + 18, len(view))) if view.low[r] == ","), -1)) > 0:
        q = closing + 1
    if view.tag(q) == "V" and view.text[q][0].islower():
        return view.tag(ahead(view, q, ("ADV",))) in ("DET", "THAT", "N", "TO", "NUM", "PREP")
    if view.tag(q) == "HAVE":
        return True
    return view.language == "fr" and view.tag(ahead(view, q, ("APO",))) == "HAVE"


def split(view: View, found: list[Extent], acts: Acts) -> list[Extent]:
    """Joined objects that each have an article and a head of their own are several."""
    if len(found) != 1 or found[0].clause:
        return found
    whole, parts, at = found[0], [], found[0].start
    p = whole.start
    while p < whole.end:
        p = max(p, skip_ahead(view, p))
        if p < whole.end and _splits(view, at, p, whole.end, acts):
            parts += _bounded(view, at, p, clause=False)
            at = p + 1
        p += 1
    return parts + _bounded(view, at, whole.end, clause=False)


def _splits(view: View, start: int, p: int, end: int, acts: Acts) -> bool:
    if view.tags[p] != "CONJ" or view.word(p) not in ("and", "et", "as", "que", "with") or view.tag(p + 1) == "CONJ":
        return False
    q = p + 1
    if view.word(q) not in cue("articles", view.language) or view.word(q) in ("de", "d"):
        return False
    if any(view.tags[r] in ("VEN", "INF", "REL", "THAT", "V") or view.tags[r] in AUX or view.low[r] == "between" for r in range(start, p)):
        return False
    if q + 1 < len(view) and view.body[q + 1] is not None:
        return False
    return is_good(view, head_of(view, start, p), acts) and is_good(view, head_of(view, q, end), acts)
