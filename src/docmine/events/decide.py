"""The decision by rules: is a candidate an endorsement, and how sure are we of it."""

from __future__ import annotations

from docmine.events.candidates import Features
from docmine.events.words import cue

POSSESSIVE = frozenset(("its", "their", "son", "sa", "leur"))


PURPOSE_ONLY = frozenset(("nominal", "light"))


def decide(features: Features, has_subject: bool) -> tuple[bool, float, tuple[str, ...]]:
    """Whether the candidate is kept, its confidence in 0…1 and the names of the rules that spoke."""
    if not has_subject:
        return False, 0.0, ("no-subject",)
    for rule in (_no_act, _by_actor, _without_actor):
        verdict = rule(features)
        if verdict is not None:
            keep, name = verdict
            return keep, _confidence(features) if keep else 0.0, (name,)
    return False, 0.0, ("undecided",)


def _no_act(features: Features) -> tuple[bool, str] | None:
    """Forms that share only the shape."""
    if features.voice in ("adjective", "bare"):
        return False, features.voice
    if features.advice and features.actor != "body":
        return False, "advice"
    if features.modal == "may" or features.governor in cue("powers"):
        return False, "power"
    if features.generic and features.actor != "body" and features.act in ("accept", "confirm", "adopt", "approve"):
        return False, "habit"
    if features.actor == "outsider":
        return False, "outsider"
    if features.quoted or (features.determiner in cue("any") and (features.voice != "passive" or features.status != "declined")):
        return False, "quoted-or-any"
    if features.pending and features.actor not in ("body", "members", "organ", "pronoun") and features.status != "conditional":
        return False, "pending"
    if features.act == "confirm" and features.clause and (features.secretariat or features.actor in ("collective", "members")):
        return False, "statement"
    if features.act == "agree" and features.after in ("with", "avec") and (not features.good_head or features.voice == "reduced"):
        return False, "agrees-with-someone"
    return None


def _by_actor(features: Features) -> tuple[bool, str] | None:
    """A body acts; a pronoun stands for one; members act in their meeting."""
    if features.actor in ("body", "members"):
        return True, "body-acts"
    if features.actor == "organ":
        return (
            features.good_head or features.clause or features.determined or features.by_antecedent or features.act == "agree",
            "organ-acts",
        )
    if features.actor == "pronoun":
        return features.known_pronoun or features.good_head or features.clause or features.by_antecedent, "pronoun-acts"
    if features.actor == "collective":
        return features.act == "agree" or (features.good_head and features.determined) or features.by_antecedent, "members-act"
    if features.actor == "other":
        return features.voice in ("passive", "reduced") and features.good_head, "other-acts"
    return None


def _without_actor(features: Features) -> tuple[bool, str]:
    """Nobody is named: what is acted on must be such as bodies act on."""
    if features.voice == "passive":
        return True, "agentless-passive"
    if features.voice == "reduced":
        good = features.good_head and features.subject_head not in ("measure", "measures", "mesure", "mesures")
        return (
            good
            and (
                features.dated
                or features.session
                or features.after in ("at", "in", "during", "on", "upon", "lors", "à", "en")
                or features.elliptic
            )
        ) or (features.before == "," and features.act != "accept"), "reduced"
    if features.voice == "nominal":
        if features.by_antecedent:
            return features.status == "planned" or features.before in POSSESSIVE, "nominal-antecedent"
        return features.status == "planned" or (
            features.good_head and (features.dated or features.session or features.before in ("the", "of", "’", "'", "la"))
        ), "nominal"
    if features.voice == "light":
        return True, "light"
    if features.voice == "active":
        return features.opens or features.in_list or (
            (features.clause or features.good_head)
            and features.before
            not in (
                "having",
                "ayant",
            )
        ), "resolution-style"
    if features.voice == "infinitive":
        return features.in_list and features.good_head, "listed-infinitive"
    return False, "gerund"


def _confidence(features: Features) -> float:
    """Higher where several signs agree."""
    score = 0.45
    score += 0.2 * (features.actor == "body")
    score += 0.12 * features.good_head + 0.08 * features.clause
    score += 0.08 * (features.dated or features.session)
    score += 0.08 * (features.voice in ("active", "passive"))
    score -= 0.1 * (features.status != "done") + 0.08 * features.by_antecedent + 0.08 * (features.voice in PURPOSE_ONLY)
    return round(min(max(score, 0.05), 0.98), 3)
