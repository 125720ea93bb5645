"""What a noun that tells an act is about: `the adoption of X`, `gave its approval to X`, `X submitted for approval`."""

from __future__ import annotations

from docmine.acts import Acts
from docmine.events.adjuncts import last_position, skip_manner
from docmine.events.objects import Extent, nominal_object
from docmine.events.passives import as_extents, before_comma, main_subject
from docmine.events.phrases import head_of, is_good, phrase_before, phrases
from docmine.events.reading import AUX, VERBAL, View, ahead, back
from docmine.events.tags import has_finite
from docmine.events.triggers import Trigger
from docmine.events.words import cue

POSSESSIVES = {"en": frozenset(("its", "their")), "fr": frozenset(("son", "sa", "ses", "leur", "leurs"))}


def light_subject(view: View, trigger: Trigger, acts: Acts) -> list[Extent]:
    """After the noun's preposition; else, where the verb received approval, the verb's subject."""
    p = trigger.end
    while p < len(view) and view.tags[p] in ("ADV", *AUX, "VEN", "V") and p < trigger.end + 5:
        p += 1
    p = skip_manner(view, p, clause=True)
    p = _over_agent(view, p)
    links = trigger.form.light_links | trigger.form.links
    if not links:  # `a fait sienne la proposition`: the verb's own object
        return nominal_object(view, p, acts) if view.tag(p) in ("DET", "N", "NUM") else []
    if view.word(p) in links or (trigger.form.act == "agree" and view.tag(p) == "THAT"):
        q = ahead(view, p, ("APO",)) if view.word(p) not in ("du", "des", "au", "aux") else p + 1
        if view.word(q) in ("who", "whether", "how", "what", "when", "where"):
            return [Extent(q, last_position(view), clause=True)]
        return nominal_object(view, q, acts)
    if trigger.group.start < trigger.start:
        return main_subject(view, trigger.group.start, acts) if view.tag(trigger.group.start - 1) not in ("PRON", "REL") else []
    return []


def _over_agent(view: View, p: int) -> int:
    """Over `by the Council`, `of the Council`, `du Conseil` and a date, if the noun's link follows later."""
    if view.word(p) in ("by", "of", "par", "de", "du", "in", "at", "en"):
        for q in range(p + 1, min(p + 14, len(view))):
            if view.tags[q] in VERBAL or view.low[q] in ",;:":
                return p
            if view.word(q) in ("to", "for", "on", "à", "au", "aux", "sur") and (
                view.body[q - 1] is not None or view.date[q - 1] is not None
            ):
                return q
    return p


def nominal_subject(view: View, trigger: Trigger, acts: Acts) -> list[Extent]:
    """`the adoption of X`, `the Council's approval of X`, `approval by the Council of X`, `X submitted for approval`."""
    p = _over_agent_of(view, _over_enclosed(view, trigger.end))
    if view.word(p) in trigger.form.links or (view.word(p) in ("du", "des") and "de" in trigger.form.links):
        q = ahead(view, p, ("APO",)) if view.word(p) not in ("du", "des") else p + 1
        if (
            q < len(view)
            and view.body[q if view.tag(q) != "DET" else q + 1 if q + 1 < len(view) else q] is not None
            and view.language == "fr"
        ):
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
        return topic_phrase(view, 0, p, acts)
    group_start = back(view, verb + 1, ("V", "VEN", "INF", "ADV", "NEG", "TO", *AUX)) + 1
    if any(view.tags[q] == "BE" for q in range(group_start, verb + 1)) or view.tags[verb] == "BE":
        if view.tag(group_start - 1) in ("PRON",):
            return []
        if view.tag(group_start - 1) in ("REL", "THAT"):
            return as_extents(phrase_before(view, before_comma(view, group_start - 1), acts))
        return [e for e in main_subject(view, group_start, acts) if not _is_body(view, e)]
    if view.tags[verb] == "VEN":
        return as_extents(phrase_before(view, before_comma(view, group_start), acts))
    return (
        topic_phrase(view, verb + 1, p, acts)
        or _first_phrase(view, verb + 1, p)
        or [e for e in main_subject(view, group_start, acts) if not _is_body(view, e)]
    )


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


def topic_phrase(view: View, start: int, end: int, acts: Acts) -> list[Extent]:
    """The first phrase between `start` and `end` that may be acted on and is no body."""
    for phrase in phrases(view, start, end):
        if is_good(view, phrase.head, acts) and view.body[phrase.head] is None and view.low[phrase.head] not in cue("meeting"):
            return [Extent(phrase.start, phrase.end)]
    return []


def _is_body(view: View, extent: Extent) -> bool:
    head = head_of(view, extent.start, extent.end)
    return head >= 0 and view.body[head] is not None
