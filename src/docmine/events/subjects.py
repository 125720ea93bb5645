"""What an act is on: candidates for the subject of a trigger, in the order in which the rules prefer them."""

from __future__ import annotations

from docmine.acts import Acts
from docmine.events.objects import MEETING, Extent, nominal_object, objects, skip_manner
from docmine.events.phrases import Phrase, head_of, is_good, phrase_before, phrases, skip_back, strip_article, trim
from docmine.events.reading import AUX, VERBAL, View, ahead, back, has_finite, main_finite_before
from docmine.events.triggers import Trigger, inverted_be, verb_group

PRONOUNS = {
    "en": frozenset("it they this these them the-latter which that those both".split()),
    "fr": frozenset("il elle ils elles ceci celui celle ceux celles l les le la en qui lequel laquelle".split()),
}
POSSESSIVES = {"en": frozenset(("its", "their")), "fr": frozenset(("son", "sa", "ses", "leur", "leurs"))}
INTRO = frozenset(("PREP", "SUB", "VING", "ADV", "TO", "VEN", "HAVE"))


def subjects(view: View, trigger: Trigger, acts: Acts) -> list[Extent]:
    """Extents of what is acted on, empty where only a pronoun or nothing stands in the view."""
    if trigger.voice in ("active", "infinitive", "gerund"):
        if trigger.group.be and trigger.voice == "infinitive":
            return passive_subject(view, trigger, acts)
        return _active(view, trigger, acts)
    if trigger.voice == "passive":
        return passive_subject(view, trigger, acts)
    if trigger.voice == "reduced":
        return reduced_subject(view, trigger.group.start, acts)
    if trigger.voice == "light":
        return _light(view, trigger, acts)
    return nominal_subject(view, trigger, acts) if trigger.voice == "nominal" else []


def reduced_subject(view: View, start: int, acts: Acts, depth: int = 0) -> list[Extent]:
    """The phrase that a participle at `start` qualifies; behind a comma the clause's subject; after `and` as the participle before."""
    before = back(view, start, ("ADV",))
    if view.word(before) in ("first", "last", "previously", "originally"):
        before -= 1
    listed = view.word(before) == "," and main_finite_before(view, before) and view.tag(before - 1) in ("VEN", "ADV", "N")
    if (view.tag(before) == "CONJ" or listed and view.tag(before - 1) != "N") and depth < 4:
        other = _participle_before(view, before)
        if other >= 0:
            group = verb_group(view, other)
            return _main_subject(view, group.start, acts) if group.be else reduced_subject(view, group.start, acts, depth + 1)
    if view.word(before) in ("as", "que", "tel", "telle", "tels", "telles"):
        return _phrase(phrase_before(view, before, acts))
    if view.tag(before) == "SUB":
        return _after_comma(view, start)
    if view.word(before) == ",":
        if not main_finite_before(view, before):
            return _main_subject(view, before, acts)
        return _phrase(phrase_before(view, before, acts))
    return _phrase(phrase_before(view, start, acts))


def _participle_before(view: View, p: int) -> int:
    """The nearest participle before the conjunction at `p`, -1 if a finite verb or a sign comes first."""
    for q in range(p - 1, max(p - 60, -1), -1):
        if view.tags[q] == "VEN":
            return q
        if view.tags[q] in ("V", "SUB", "THAT") or view.low[q] in ";:":
            return -1
    return -1


def _after_comma(view: View, start: int) -> list[Extent]:
    """`Once approved by the Commission, the lease …`: the subject of the main clause."""
    for q in range(start, min(start + 40, len(view))):
        if view.low[q] == "," and view.tag(q + 1) in ("DET", "N"):
            found = phrases(view, q + 1, len(view))
            return [Extent(found[0].start, found[0].end)] if found and view.body[found[0].head] is None else []
    return []


def _phrase(phrase: Phrase | None) -> list[Extent]:
    return [] if phrase is None else [Extent(phrase.start, phrase.end)]


def _before_comma(view: View, p: int) -> int:
    """The end of the phrase that stands before `p`, one comma left out."""
    return p - 1 if view.word(p - 1) == "," else p


def _active(view: View, trigger: Trigger, acts: Acts) -> list[Extent]:
    """The object; in `the plan which the Council endorsed` the antecedent."""
    if trigger.group.clitic and view.language == "fr" and not trigger.form.clause:
        found = objects(view, trigger, acts)
        return found if view.word(trigger.group.start) in ("en", "y", "se", "s") and view.tag(trigger.end) == "DET" else []
    antecedent = relative_antecedent(view, trigger, acts)
    if antecedent:
        return antecedent
    found = objects(view, trigger, acts)
    return found if not found or view.tag(found[0].start) != "PRON" else []


def relative_antecedent(view: View, trigger: Trigger, acts: Acts) -> list[Extent]:
    """`the Guidelines, which the Committee subsequently adopted`: nothing follows the verb, a relative opens its clause."""
    p = ahead(view, trigger.end - 1, ("ADV",))
    p = skip_manner(view, p, clause=False)
    if view.tag(p) in ("THAT", "NUM") or view.tag(p) in ("N", "DET") and view.tag(p - 1) != "PUN" and not _inverted_actor(view, p):
        return []
    for q in range(trigger.group.start - 1, max(trigger.group.start - 25, -1), -1):
        word, one = view.low[q], view.tags[q]
        if word in (";", ":") or one in VERBAL and one != "BE":
            break
        if one in ("REL", "THAT") and word not in ("who", "whom", "qui", "whose") or word in ("que", "qu") and view.language == "fr":
            end = q - 1 if view.tag(q - 1) in ("PREP", "TO") else q
            return _phrase(phrase_before(view, _before_comma(view, end), acts))
    return []


def _inverted_actor(view: View, p: int) -> bool:
    """`qu'avait avalisée le Groupe de travail`, `which approved the Council`: in French the body may follow its verb."""
    q = ahead(view, p - 1, ("DET", "APO"))
    return view.language == "fr" and q < len(view) and view.body[q] is not None


def passive_subject(view: View, trigger: Trigger, acts: Acts) -> list[Extent]:
    """The phrase before the verb group; behind `that`, `which` the antecedent; after `it was agreed` what follows."""
    end = trigger.group.start
    if trigger.group.to and trigger.group.governor >= 0:
        end = min(end, verb_group(view, trigger.group.governor).start)
    after = ahead(view, trigger.end - 1, ("ADV",))
    if view.word(end - 1) in ("it", "il", "there") and trigger.form.clause and _clause_after(view, trigger):
        return objects(view, trigger, acts)
    if view.tag(end - 1) == "CONJ" and (other := _verb_joined(view, end - 1)) >= 0:
        end = other
    if trigger.form.clause and (view.tag(after) == "THAT" or view.word(after) in ("que", "qu")):
        return objects(view, trigger, acts)
    if view.tag(end - 1) == "REL" or view.tag(end - 1) == "THAT" and view.tag(end - 2) in ("N", "NUM", "PUN"):
        return _phrase(phrase_before(view, _before_comma(view, end - 1), acts))
    if view.tag(end - 1) == "PRON" or view.word(end - 2) == "the" and view.word(end - 1) == "latter":
        return []
    if _inverted(view, trigger):
        return nominal_object(view, max(trigger.end, inverted_be(view, trigger.start) + 1), acts)
    return _main_subject(view, end, acts)


def _clause_after(view: View, trigger: Trigger) -> bool:
    for p in range(trigger.end, min(trigger.end + 45, len(view))):
        if view.tags[p] in ("THAT", "TO") or view.low[p] in ("que", "qu", "de", "d", "on", "upon"):
            return True
        if view.tags[p] in VERBAL:
            return False
    return False


def _verb_joined(view: View, p: int) -> int:
    """The beginning of the main verb group that the conjunction at `p` joins a further verb to, -1 if there is none."""
    for q in range(p - 1, -1, -1):
        if view.low[q] in ";:":
            return -1
        if view.tags[q] in VERBAL and view.tag(q - 1) not in VERBAL and main_finite_before(view, q + 1) and not main_finite_before(view, q):
            return verb_group(view, q).start
    return -1


def _inverted(view: View, trigger: Trigger) -> bool:
    """`Also endorsed was the Memorandum`, `Ont été adoptés : …`, `Approved were …`."""
    first = trigger.group.start <= view.own + 1
    if first and inverted_be(view, trigger.start) >= 0:
        return True
    return first and (view.tag(trigger.end) == "BE" or view.tag(trigger.group.start - 1) == "PUN" and view.tag(trigger.end) in ("DET", "N"))


def _main_subject(view: View, end: int, acts: Acts) -> list[Extent]:
    """The subject of a main clause that ends before the verb group at `end`."""
    start = clause_start(view, end)
    pieces = _segments(view, start, end)
    while len(pieces) > 1 and _introductory(view, pieces[0]):
        pieces = pieces[1:]
    if not pieces:
        return []
    first, last = pieces[0][0], _core_end(view, *pieces[0])
    for piece in pieces[1:]:
        if last == piece[0] - 1 and _appended(view, piece):
            last = piece[1]
        else:
            break
    first = _after_intro(view, first, last)
    first, last = trim(view, first, last)
    first = strip_article(view, first, last) if first < last else first
    return [Extent(first, last)] if first < last else []


def clause_start(view: View, end: int) -> int:
    """Where the clause whose verb group begins at `end` starts."""
    p = end - 1
    owed = 0  # finite verbs met on the way whose own relative or conjunction is still to come
    chain = False
    while p >= 0:
        p = skip_back(view, p)
        one = view.tags[p]
        if view.low[p] in (";", ":"):
            return p + 1
        if one in VERBAL:
            owed += not chain
        elif one in ("SUB", "REL", "THAT") and view.tag(ahead(view, p, ("ADV",))) not in ("VEN", "PREP"):
            if not owed:
                return p + 1
            owed -= 1
        elif one == "CONJ" and not owed and main_finite_before(view, p) and _opens_clause(view, p):
            return p + 1
        chain = one in VERBAL or chain and one in ("ADV", "NEG", "VEN")
        p -= 1
    return 0


def _opens_clause(view: View, p: int) -> bool:
    """A conjunction after a sign, or before a phrase with an article of its own, while the verb before it had its complement."""
    if view.date[p - 1] is not None and p + 1 < len(view) and view.date[p + 1] is not None:
        return False
    return view.word(p - 1) == "," or view.word(p) in ("but", "mais") or view.tag(p + 1) in ("DET", "N", "NUM")


def _segments(view: View, start: int, end: int) -> list[tuple[int, int]]:
    """The pieces between commas, brackets kept whole."""
    pieces, at, p = [], start, start
    depth = 0
    while p < end:
        depth += (view.low[p] in "([“«") - (view.low[p] in ")]”»")
        if view.low[p] == "," and depth <= 0:
            pieces.append((at, p))
            at = p + 1
        p += 1
    pieces.append((at, end))
    return [piece for piece in pieces if piece[0] < piece[1]]


def _introductory(view: View, piece: tuple[int, int]) -> bool:
    """`In June 2015`, `Following its adoption`, `Moreover`, `At its 36th Session`."""
    first = piece[0]
    while first < piece[1] and view.tags[first] in ("CONJ", "PUN", "APO"):
        first += 1
    return first >= piece[1] or view.tags[first] in INTRO or view.date[first] is not None


def _core_end(view: View, start: int, end: int) -> int:
    """A relative clause after the head noun is left out."""
    for p in range(start + 1, end):
        if view.tags[p] == "REL" or view.language == "fr" and view.tags[p] == "SUB" and view.tags[p - 1] == "N":
            return p
    return end


def _appended(view: View, piece: tuple[int, int]) -> bool:
    """A participle or `including …` after the comma belongs to the phrase."""
    first = piece[0]
    return view.tags[first] == "VEN" or view.word(first) in ("including", "comprising", "concerning", "containing", "together", "y")


def _after_intro(view: View, start: int, end: int) -> int:
    """Without an opening adverbial that no comma closes: `In June 2015 the Plan`."""
    p = start
    while p < end and view.tags[p] in ("ADV", "CONJ", "PUN", "NEG"):
        p += 1
    if p < end and view.tags[p] == "PREP":
        for q in range(p + 1, end):
            if view.tags[q] == "DET" and q > p + 1 and view.tags[q - 1] in ("N", "NUM", "PUN"):
                return q
    return p


def _light(view: View, trigger: Trigger, acts: Acts) -> list[Extent]:
    """After the noun's preposition; else, where the verb received approval, the verb's subject."""
    p = trigger.end
    while p < len(view) and view.tags[p] in ("ADV", *AUX, "VEN", "V") and p < trigger.end + 5:
        p += 1
    p = skip_manner(view, p, clause=True)
    p = _over_agent(view, p)
    links = trigger.form.light_links | trigger.form.links
    if view.word(p) in links or trigger.form.act == "agree" and view.tag(p) == "THAT":
        q = ahead(view, p, ("APO",)) if view.word(p) not in ("du", "des", "au", "aux") else p + 1
        return nominal_object(view, q, acts)
    if trigger.group.start < trigger.start:
        return _main_subject(view, trigger.group.start, acts) if view.tag(trigger.group.start - 1) not in ("PRON", "REL") else []
    return []


def _over_agent(view: View, p: int) -> int:
    """Over `by the Council`, `of the Council`, `du Conseil` and a date, if the noun's link follows later."""
    if view.word(p) in ("by", "of", "par", "de", "du", "in", "at", "en"):
        for q in range(p + 1, min(p + 14, len(view))):
            if view.tags[q] in VERBAL or view.low[q] in ",;:":
                return p
            if view.word(q) in ("to", "for", "on", "à", "au", "aux", "sur") and (view.body[q - 1] is not None or view.date[q - 1] is not None):
                return q
    return p


def nominal_subject(view: View, trigger: Trigger, acts: Acts) -> list[Extent]:
    """`the adoption of X`, `the Council's approval of X`, `approval by the Council of X`, `X submitted for approval`."""
    p = _over_agent_of(view, _over_enclosed(view, trigger.end))
    if view.word(p) in trigger.form.links or view.word(p) in ("du", "des") and "de" in trigger.form.links:
        q = ahead(view, p, ("APO",)) if view.word(p) not in ("du", "des") else p + 1
        if q < len(view) and view.body[q if view.tag(q) != "DET" else q + 1 if q + 1 < len(view) else q] is not None and view.language == "fr":
            return _purpose_subject(view, trigger, acts)
        return nominal_object(view, q, acts)
    return _purpose_subject(view, trigger, acts)


def _over_enclosed(view: View, p: int) -> int:
    """`The adoption, by the Board, of the strategy`: behind what commas enclose, if the noun's link follows."""
    if view.word(p) != ",":
        return p
    for q in range(p + 1, min(p + 25, len(view))):
        if view.low[q] == "," and view.word(q + 1) in ("of", "de", "du", "des", "d"):
            return q + 1
        if view.tags[q] in VERBAL or view.low[q] in ";:":
            break
    return p


def _over_agent_of(view: View, p: int) -> int:
    """`approval by the Council of the plan`: over the agent."""
    if view.word(p) in ("by", "par"):
        q = ahead(view, p, ("DET", "APO"))
        while q < len(view) and view.body[q] is not None:
            q += 1
        if view.word(q) in ("of", "de", "du", "des", "d"):
            return q
    return p


def _purpose_subject(view: View, trigger: Trigger, acts: Acts) -> list[Extent]:
    """For `submitted to the Council for approval`, `subject to approval`, `following its adoption`: what the clause is about."""
    p = trigger.start
    if view.word(p - 1) in POSSESSIVES[view.language] and (forward := _following_clause(view, trigger, acts)):
        return forward
    verb = _verb_left(view, p)
    if verb < 0:
        return _topic(view, 0, p, acts)
    group_start = back(view, verb + 1, ("V", "VEN", "INF", "ADV", "NEG", "TO", *AUX)) + 1
    if any(view.tags[q] == "BE" for q in range(group_start, verb + 1)) or view.tags[verb] == "BE":
        if view.tag(group_start - 1) in ("PRON",):
            return []
        if view.tag(group_start - 1) in ("REL", "THAT"):
            return _phrase(phrase_before(view, _before_comma(view, group_start - 1), acts))
        return [e for e in _main_subject(view, group_start, acts) if not _is_body(view, e)]
    if view.tags[verb] == "VEN":
        return _phrase(phrase_before(view, _before_comma(view, group_start), acts))
    return _topic(view, verb + 1, p, acts) or _first_phrase(view, verb + 1, p) or [e for e in _main_subject(view, group_start, acts) if not _is_body(view, e)]


def _following_clause(view: View, trigger: Trigger, acts: Acts) -> list[Extent]:
    """`Following its endorsement by the Council in June 2015, the Plan was published`."""
    if has_finite(view, trigger.start):
        return []
    for q in range(trigger.end, min(trigger.end + 40, len(view))):
        if view.tags[q] in VERBAL or view.low[q] in ";:":
            return []
        if view.low[q] == "," and view.tag(q + 1) in ("DET", "N"):
            found = phrases(view, q + 1, len(view))
            return [Extent(found[0].start, found[0].end)] if found and view.body[found[0].head] is None else []
    return []


def _verb_left(view: View, p: int) -> int:
    """The nearest verb or participle before `p` in the same clause, -1 if there is none."""
    for q in range(p - 1, max(p - 45, -1), -1):
        if view.low[q] in ";:":
            return -1
        if view.tags[q] in ("V", "VEN", "INF", "BE", "VING") and view.body[q] is None:
            return q
    return -1


def _first_phrase(view: View, start: int, end: int) -> list[Extent]:
    """The object straight behind a verb, whatever its head, unless it is a body or a date."""
    found = [f for f in phrases(view, start, end) if f.start - start <= 2]
    if found and view.body[found[0].head] is None and view.date[found[0].head] is None and view.tag(found[0].start - 1) != "PREP":
        return [Extent(found[0].start, found[0].end)]
    return []


def _topic(view: View, start: int, end: int, acts: Acts) -> list[Extent]:
    """The first phrase between `start` and `end` that may be acted on and is no body."""
    for phrase in phrases(view, start, end):
        if is_good(view, phrase.head, acts) and view.body[phrase.head] is None and view.low[phrase.head] not in MEETING:
            return [Extent(phrase.start, phrase.end)]
    return []


def _is_body(view: View, extent: Extent) -> bool:
    head = head_of(view, extent.start, extent.end)
    return head >= 0 and view.body[head] is not None


def wants_antecedent(view: View, trigger: Trigger) -> bool:
    """Whether a pronoun or possessive of the view stands for what is acted on."""
    if trigger.voice == "nominal":
        return True
    after = ahead(view, trigger.end - 1, ("ADV", "TO", "PREP"))
    if trigger.form.clause and view.tag(after) == "PRON" and view.word(after) not in ("who", "what", "themselves"):
        return True
    if trigger.voice in ("passive", "light"):
        return view.tag(trigger.group.start - 1) in ("PRON", "REL", "CONJ", "PUN") or view.word(trigger.group.start - 1) in ("latter",)
    if trigger.group.clitic:
        return True
    return view.tag(ahead(view, trigger.end - 1, ("ADV",))) == "PRON"


DEMONSTRATIVES = {
    "en": frozenset("this these that those such said same latter".split()),
    "fr": frozenset("ce cet cette ces ledit ladite lesdits lesdites dernier dernière".split()),
}


def is_demonstrative(view: View, extent: Extent) -> bool:
    """`this mandate`, `cette version`: a short phrase that points back to a fuller one."""
    before = {view.word(extent.start), view.word(extent.start - 1)}
    return extent.end - extent.start <= 4 and not extent.clause and bool(before & DEMONSTRATIVES[view.language])


def same_head(view: View, head: str, before: int) -> Extent | None:
    """The last phrase of the view before a position whose head is `head` and which says more than the head."""
    for phrase in reversed(phrases(view, view.own, before)):
        if view.low[phrase.head] == head and phrase.end - phrase.start > 1 and view.tag(phrase.start) != "DET":
            return Extent(phrase.start, phrase.end)
    return None


def antecedent(view: View, acts: Acts, before: int | None = None) -> Extent | None:
    """The phrase of `view` that a later pronoun most likely means: the first that may be acted on, not a body."""
    end = len(view) if before is None else before
    found = _topic(view, view.own, end, acts)
    if found:
        return found[0]
    for phrase in phrases(view, view.own, end):
        word = view.low[phrase.head]
        known = acts.outsiders[view.language] | acts.organs[view.language] | MEETING
        if view.tag(phrase.start - 1) in ("PUN", "DET", "SUB", "THAT") and view.body[phrase.head] is None and view.date[phrase.head] is None and word not in known:
            return Extent(phrase.start, phrase.end)
    return None
