"""What stands to the left of a passive or reduced trigger: the subject of its clause, or the phrase that it qualifies."""

from __future__ import annotations

from docmine.acts import Acts
from docmine.events.adjuncts import begins
from docmine.events.groups import verb_group
from docmine.events.objects import Extent, nominal_object, objects
from docmine.events.phrases import CLOSER_OF, Phrase, phrase_before, phrases, skip_back, strip_article, trim
from docmine.events.reading import VERBAL, View, ahead, back
from docmine.events.tags import main_finite_before
from docmine.events.triggers import Trigger, inverted_be
from docmine.events.words import expressions

INTRO = frozenset(("PREP", "SUB", "VING", "ADV", "TO", "VEN", "HAVE"))


def reduced_subject(view: View, start: int, acts: Acts, depth: int = 0) -> list[Extent]:
    """The phrase that a participle at `start` qualifies; behind a comma the clause's subject; after `and` as the participle before."""
    before = back(view, start, ("ADV",))
    if view.word(before) in ("first", "last", "previously", "originally"):
        before -= 1
    listed = view.word(before) == "," and main_finite_before(view, before) and view.tag(before - 1) in ("VEN", "ADV", "N")
    if (view.tag(before) == "CONJ" or (listed and view.tag(before - 1) != "N")) and depth < 4:
        other = _participle_before(view, before)
        if other >= 0:
            group = verb_group(view, other)
            return _before_group(view, group.start, acts) if group.be else reduced_subject(view, group.start, acts, depth + 1)
    if view.word(before) in ("as", "que", "tel", "telle", "tels", "telles"):
        return as_extents(phrase_before(view, before, acts))
    if view.tag(before) == "SUB" or (before < view.own and main_finite_before(view, len(view))):
        return _after_comma(view, start)
    if view.word(before) == ":" and before > view.own:
        return _bare(view, view.own, before)
    if view.word(before) == ",":
        if not main_finite_before(view, before):
            return main_subject(view, before, acts)
        return as_extents(phrase_before(view, before, acts))
    return as_extents(phrase_before(view, start, acts))


def _bare(view: View, start: int, end: int) -> list[Extent]:
    """The words between two positions, trimmed."""
    start, end = trim(view, start, end)
    start = strip_article(view, start, end) if start < end else start
    return [Extent(start, end)] if start < end else []


def _before_group(view: View, start: int, acts: Acts) -> list[Extent]:
    """What stands before the verb group at `start`: a relative's antecedent, else the clause's subject."""
    if view.tag(start - 1) in ("REL", "THAT"):
        return as_extents(phrase_before(view, before_comma(view, start - 1), acts))
    return main_subject(view, start, acts) if view.tag(start - 1) != "PRON" else []


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


def as_extents(phrase: Phrase | None) -> list[Extent]:
    return [] if phrase is None else [Extent(phrase.start, phrase.end)]


def before_comma(view: View, p: int) -> int:
    """The end of the phrase that stands before `p`, one comma left out."""
    return p - 1 if view.word(p - 1) == "," else p


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
    if view.tag(end - 1) == "REL" or (view.tag(end - 1) == "THAT" and view.tag(end - 2) in ("N", "NUM", "PUN")):
        return as_extents(phrase_before(view, before_comma(view, end - 1), acts))
    if view.tag(end - 1) == "PRON" or (view.word(end - 2) == "the" and view.word(end - 1) == "latter"):
        return []
    if _inverted(view, trigger):
        return nominal_object(view, max(trigger.end, inverted_be(view, trigger.start) + 1), acts)
    return main_subject(view, end, acts)


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
    return first and (
        view.tag(trigger.end) == "BE" or (view.tag(trigger.group.start - 1) == "PUN" and view.tag(trigger.end) in ("DET", "N"))
    )


def main_subject(view: View, end: int, acts: Acts) -> list[Extent]:
    """The subject of a main clause that ends before the verb group at `end`."""
    start = clause_start(view, end)
    pieces = _segments(view, start, end)
    while len(pieces) > 1 and _introductory(view, pieces[0]):
        pieces = pieces[1:]
    if not pieces:
        return []
    if len(pieces) > 1 and _absolute(view, pieces):
        pieces = pieces[-1:]
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
        chain = one in VERBAL or (chain and one in ("ADV", "NEG", "VEN"))
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


def _absolute(view: View, pieces: list[tuple[int, int]]) -> bool:
    """`Two corrections having been made, the agenda …`: an absolute clause before the subject, which has an article of its own."""
    last = pieces[-1][0]
    if view.tags[last] != "DET" or any(view.tags[p] == "CONJ" for p in range(*pieces[-1])):
        return False
    return any(view.tags[p] in ("VING", *VERBAL) for p in range(*pieces[0]))


def _introductory(view: View, piece: tuple[int, int]) -> bool:
    """`In June 2015`, `Following its adoption`, `Moreover`, `At its 36th Session`."""
    first = piece[0]
    if view.low[first] in '“«"':
        return False
    while first < piece[1] and view.tags[first] in ("CONJ", "PUN", "APO"):
        first += 1
    if begins(view, first, expressions("terms", view.language)):
        return True
    return first >= piece[1] or view.tags[first] in INTRO or view.date[first] is not None


def _core_end(view: View, start: int, end: int) -> int:
    """A relative clause after the head noun is left out."""
    for p in range(start + 1, end):
        if view.tags[p] == "REL" or (view.language == "fr" and view.tags[p] == "SUB" and view.tags[p - 1] == "N"):
            return p
    return end


def _appended(view: View, piece: tuple[int, int]) -> bool:
    """A participle or `including …` after the comma belongs to the phrase."""
    first = piece[0]
    return view.tags[first] == "VEN" or view.word(first) in ("including", "comprising", "concerning", "containing", "together", "y")


def _after_intro(view: View, start: int, end: int) -> int:
    """Without an opening adverbial that no comma closes: `In June 2015 the Plan`."""
    p = start
    while p < end and view.tags[p] in ("ADV", "CONJ", "PUN", "NEG") and view.low[p] not in CLOSER_OF and view.low[p] != '"':
        p += 1
    if p < end and view.tags[p] == "PREP":
        for q in range(p + 1, end):
            if view.tags[q] == "DET" and q > p + 1 and view.tags[q - 1] in ("N", "NUM", "PUN"):
                return q
    return p
