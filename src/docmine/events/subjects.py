"""What an act is on: candidates for the subject of a trigger, in the order in which the rules prefer them."""

from __future__ import annotations

from docmine.acts import Acts
from docmine.events.adjuncts import skip_manner
from docmine.events.nominals import light_subject, nominal_subject, topic_phrase
from docmine.events.objects import Extent, objects
from docmine.events.passives import as_extents, before_comma, passive_subject, reduced_subject
from docmine.events.phrases import phrase_before, phrases
from docmine.events.reading import VERBAL, View, ahead, back
from docmine.events.triggers import Trigger
from docmine.events.words import cue


def subjects(view: View, trigger: Trigger, acts: Acts) -> list[Extent]:
    """Extents of what is acted on, empty where only a pronoun or nothing stands in the view."""
    return [extent for extent in _by_voice(view, trigger, acts) if extent.clause or not _empty(view, extent)]


def _empty(view: View, extent: Extent) -> bool:
    """Only pronouns, quantifiers and little words (`all of which`, `these`)."""
    return all(
        view.low[p] in cue("quantifiers") or view.tags[p] in ("PRON", "DET", "PREP", "PUN", "APO", "SUB", "REL")
        for p in range(extent.start, extent.end)
    )


def _by_voice(view: View, trigger: Trigger, acts: Acts) -> list[Extent]:
    if trigger.voice in ("active", "infinitive", "gerund"):
        if trigger.group.be and trigger.voice == "infinitive":
            return passive_subject(view, trigger, acts)
        return _active(view, trigger, acts)
    if trigger.voice == "passive":
        return passive_subject(view, trigger, acts)
    if trigger.voice == "reduced":
        return reduced_subject(view, trigger.group.start, acts)
    if trigger.voice == "light":
        return light_subject(view, trigger, acts) or ([] if trigger.form.light_links else relative_antecedent(view, trigger, acts))
    return nominal_subject(view, trigger, acts) if trigger.voice == "nominal" else []


def relative_antecedent(view: View, trigger: Trigger, acts: Acts) -> list[Extent]:
    """`the Guidelines, which the Committee subsequently adopted`: nothing follows the verb, a relative opens its clause."""
    p = ahead(view, trigger.end - 1, ("ADV",))
    p = skip_manner(view, p, clause=False)
    if view.tag(p) in ("THAT", "NUM") or (view.tag(p) in ("N", "DET") and view.tag(p - 1) != "PUN" and not _inverted_actor(view, p)):
        return []
    for q in range(trigger.group.start - 1, max(trigger.group.start - 25, -1), -1):
        word, one = view.low[q], view.tags[q]
        if word in (";", ":") or (one in VERBAL and one != "BE"):
            break
        if (one in ("REL", "THAT") and word not in ("who", "whom", "qui", "whose")) or (word in ("que", "qu") and view.language == "fr"):
            end = q - 1 if view.tag(q - 1) in ("PREP", "TO") else q
            return as_extents(phrase_before(view, before_comma(view, end), acts))
    return []


def _inverted_actor(view: View, p: int) -> bool:
    """`qu'avait avalisée le Groupe de travail`, `which approved the Council`: in French the body may follow its verb."""
    q = ahead(view, p - 1, ("DET", "APO"))
    return view.language == "fr" and q < len(view) and view.body[q] is not None


def wants_antecedent(view: View, trigger: Trigger) -> bool:
    """Whether a pronoun or possessive of the view stands for what is acted on."""
    if trigger.voice == "nominal":
        return True
    after = ahead(view, trigger.end - 1, ("ADV", "TO", "PREP"))
    if trigger.form.clause and view.tag(after) == "PRON" and view.word(after) not in ("who", "what", "themselves"):
        return True
    if trigger.voice in ("passive", "light"):
        return True
    if trigger.voice == "reduced":
        return view.tag(back(view, trigger.group.start, ("ADV",))) == "SUB" or trigger.group.start <= view.own
    if trigger.group.clitic:
        return True
    return view.tag(ahead(view, trigger.end - 1, ("ADV",))) == "PRON"


def is_demonstrative(view: View, extent: Extent) -> bool:
    """`this mandate`, `cette version`: a short phrase that points back to a fuller one."""
    before = {view.word(extent.start), view.word(extent.start - 1)}
    return extent.end - extent.start <= 4 and not extent.clause and bool(before & cue("demonstratives", view.language))


def same_head(view: View, head: str, before: int) -> Extent | None:
    """The last phrase of the view before a position whose head is `head` and which says more than the head."""
    for phrase in reversed(phrases(view, view.own, before)):
        if view.low[phrase.head] == head and phrase.end - phrase.start > 1 and view.tag(phrase.start) != "DET":
            return Extent(phrase.start, phrase.end)
    return None


def antecedent(view: View, acts: Acts, before: int | None = None) -> Extent | None:
    """The phrase of `view` that a later pronoun most likely means: the first that may be acted on, not a body."""
    end = len(view) if before is None else before
    found = topic_phrase(view, view.own, end, acts)
    if found:
        return found[0]
    for phrase in phrases(view, view.own, end):
        word = view.low[phrase.head]
        known = acts.outsiders[view.language] | acts.organs[view.language] | cue("meeting")
        if (
            view.tag(phrase.start - 1) in ("PUN", "DET", "SUB", "THAT")
            and view.body[phrase.head] is None
            and view.date[phrase.head] is None
            and word not in known
        ):
            return Extent(phrase.start, phrase.end)
    return None


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
