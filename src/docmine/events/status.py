"""How far an act has come: done, planned, conditional or declined, from the verb group, its governor and the clause's terms."""

from __future__ import annotations

from docmine.events.adjuncts import begins
from docmine.events.reading import View, ahead, back
from docmine.events.triggers import Trigger
from docmine.events.words import cue, expressions

FUTURE_FR = ("ra", "ront", "rait", "raient")


def status(view: View, trigger: Trigger) -> str:
    """`done`, `planned`, `conditional` or `declined`."""
    if _declined(view, trigger):
        return "declined"
    if _conditional(view, trigger):
        return "conditional"
    if _planned(view, trigger):
        return "conditional" if _trailing_condition(view, trigger) or _hangs_on_condition(view, trigger) else "planned"
    return "done"


def _trailing_condition(view: View, trigger: Trigger) -> bool:
    """`will be approved if the names are verified`."""
    for p in range(trigger.end, len(view)):
        if view.low[p] == ";" or (view.tags[p] == "CONJ" and view.word(p + 1) == ","):
            return False
        if (
            begins(view, p, ("if", "unless", "once", "as soon as", "provided", "si", "dès que", "dès lors", "à moins"))
            and view.tag(p + 1) != "PREP"
        ):
            return True
    return False


def _hangs_on_condition(view: View, trigger: Trigger) -> bool:
    """`If the group agrees, the text will go to the Council for approval`: a clause before the act says on what it hangs."""
    for p in range(view.own, trigger.group.start):
        if begins(view, p, expressions("open_conditions", view.language)) and (p == view.own or view.tags[p - 1] in ("PUN", "CONJ")):
            return view.tag(p + 1) != "VEN" and any(view.low[q] == "," for q in range(p, trigger.group.start))
    return False


def _declined(view: View, trigger: Trigger) -> bool:
    group = trigger.group
    if group.negated or _negated_right(view, trigger):
        return not (
            group.negated
            and view.language == "en"
            and any(view.low[p] == "until" for p in range(trigger.end, min(trigger.end + 4, len(view))))
        )
    if group.to and group.governor >= 0:
        word = view.low[group.governor]
        return (
            word in cue("unable")
            or (word in ("able", "position") and _negated_left(view, group.governor))
            or _negated_left(view, group.governor)
        )
    if trigger.voice == "light":
        return any(view.low[p] in ("no", "not", "aucun", "aucune") for p in range(max(group.start - 1, 0), trigger.start)) or any(
            view.low[p] in cue("unable") for p in range(max(group.start - 3, 0), group.start + 1)
        )
    before = back(view, trigger.start, ("ADV", "APO"))
    if trigger.voice in ("gerund", "infinitive") and view.word(before) in ("without", "sans"):
        return True
    if trigger.voice == "nominal":
        before = back(view, trigger.start, ("ADV", "DET", "N"))
    return view.word(before) in cue("unable")


def _negated_left(view: View, p: int) -> bool:
    return any(view.tags[q] == "NEG" for q in range(max(p - 4, 0), p + 1))


def _negated_right(view: View, trigger: Trigger) -> bool:
    """`agreed not to`: what is agreed is negative, the act is done; `no X was adopted` is declined."""
    if trigger.voice != "passive":
        return False
    p = trigger.group.start - 1
    while p >= 0 and view.tags[p] not in ("PUN", "V", "SUB", "CONJ") and trigger.group.start - p < 25:
        if view.low[p] in ("no", "neither", "none", "aucun", "aucune"):
            return True
        p -= 1
    return False


def _conditional(view: View, trigger: Trigger) -> bool:
    """A term that binds this act stands behind it in the same clause, or a conditional clause holds it."""
    for p in range(trigger.end, len(view)):
        if view.low[p] == ";" or (view.tags[p] == "CONJ" and view.tag(ahead(view, p, ("ADV",))) in ("V", "HAVE", "BE", "MOD", "VEN")):
            break
        found = begins(view, p, expressions("conditions", view.language))
        if found and not ((found == "provided" and view.tag(p + 1) in ("PREP", "TO")) or view.tag(p + 1) == "for"):
            return True
    if begins(view, view.own, ("subject to", "sous réserve", "on condition", "à condition")):
        return any(view.low[p] == "," for p in range(view.own, trigger.group.start)) and not any(
            view.low[p] == ";" for p in range(trigger.start)
        )
    return _opening_condition(view, trigger)


def _opening_condition(view: View, trigger: Trigger) -> bool:
    """`once approved by`, `if the Council agrees`, `should the text be adopted`: nothing finite between opener and trigger."""
    for p in range(trigger.group.start - 1, max(trigger.group.start - 25, -1), -1):
        if view.low[p] in (";", ":", ",") or view.tags[p] in ("V", "THAT"):
            return False
        if view.low[p] == "if" and view.tag(p + 1) not in ("DET", "PRON", "N") and p + 1 < trigger.group.start:
            return False
        if begins(view, p, ("once", "if", "unless", "subject to", "une fois", "si", "sous réserve", "dès que", "as soon as")):
            return True
        if view.low[p] == "should" and (p == view.own or view.low[p - 1] == ","):
            return True
    return False


def _planned(view: View, trigger: Trigger) -> bool:
    group = trigger.group
    if trigger.voice in ("nominal",):
        return _planned_noun(view, trigger)
    if group.to:
        return _planned_infinitive(view, trigger)
    if trigger.voice == "active" and not group.have and _not_yet(view, group.start):
        return True
    if group.modal == "do":
        return False
    if group.modal in cue("future") and group.modal not in ("could", "can"):
        return True
    if trigger.form.kind == "base" and trigger.voice == "active":
        return any(view.tags[p] == "THAT" for p in range(max(group.start - 20, 0), group.start))
    if view.language == "fr" and (
        view.low[trigger.start].endswith(FUTURE_FR)
        or any(
            view.low[p] in ("sera", "seront", "serait", "seraient", "aura", "auront", "soit", "soient")
            for p in range(group.start, trigger.start)
        )
    ):
        return True
    if trigger.voice == "infinitive":
        return not _french_done(view, trigger)
    if trigger.voice == "gerund":
        return view.word(trigger.start - 1) in ("to", "before", "of", "for", "en")
    return False


def _not_yet(view: View, start: int) -> bool:
    """`until the Council adopts`, `before it approves`."""
    for p in range(start - 1, max(start - 12, -1), -1):
        if view.tags[p] in ("PUN", "V", "BE", "HAVE", "MOD"):
            return False
        if view.low[p] in ("until", "till", "before"):
            return True
    return False


def _french_done(view: View, trigger: Trigger) -> bool:
    """`a décidé d'adopter`, `décide d'approuver`, `a pu adopter`."""
    return any(view.low[p] in cue("done_governors") for p in range(max(trigger.group.start - 5, 0), trigger.start))


def _planned_infinitive(view: View, trigger: Trigger) -> bool:
    governor = trigger.group.governor
    if governor < 0:
        return True
    word = view.low[governor]
    if word in cue("done_governors") and word not in ("was", "were", "had"):
        return False
    return not any(
        view.low[p] in ("decided", "agreed", "resolved", "decides", "agrees", "resolves") for p in range(max(governor - 3, 0), governor)
    )


def _planned_noun(view: View, trigger: Trigger) -> bool:
    for q in range(max(trigger.start - 10, 0), trigger.start):
        found = begins(view, q, expressions("purpose", view.language))
        between = range(q + len(found.split()), trigger.start)
        if found and all(view.tags[p] in ("DET", "N", "APO", "CONJ", "ADV", "POSS", "GLUE", "PRON", "INF") for p in between):
            return True
    return any(view.low[q] in cue("not_done_noun") for q in range(max(trigger.start - 14, 0), trigger.start)) or any(
        view.tags[q] == "MOD" for q in range(trigger.end, min(trigger.end + 3, len(view)))
    )
