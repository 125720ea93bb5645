"""A candidate: one trigger with its typed features and its scored arguments, before it is decided upon."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Span

from docmine.acts import Acts
from docmine.events.actors import ActorKind
from docmine.events.reading import View
from docmine.events.triggers import Trigger, Voice


@dataclass(frozen=True, slots=True)
class Features:
    """What a decision may look at; every field is a plain value, so that a classifier can take them as they are."""

    act: str
    kind: str  # base, third, past, ing or noun
    voice: Voice
    advice: bool  # a form that is an act only of a named body
    language: str
    status: str
    actor: ActorKind
    actor_head: str
    subject_head: str
    good_head: bool
    subject_length: int
    clause: bool
    determined: bool  # the subject has an article or another determiner
    known_pronoun: bool  # the acting pronoun stands for a body that the passage named
    by_antecedent: bool
    dated: bool
    session: bool
    determiner: str  # the word before the subject's first
    pending: bool  # in a clause that `until` or `before` opens
    quoted: bool  # inside quotation marks
    secretariat: bool  # the acting body is a secretariat
    modal: str
    negated: bool
    governor: str
    before: str
    after: str
    role: str
    in_list: bool
    report: bool
    generic: bool  # a present passive that tells a habit (`are accepted`)
    elliptic: bool  # no finite verb in the sentence (`Agenda adopted with one change`)
    opens: bool  # the trigger opens its sentence


@dataclass(frozen=True, slots=True)
class Subject:
    """A span that may be what is acted on, and how sure the rules are of it (0…1)."""

    span: Span
    score: float
    rule: str


@dataclass(slots=True)
class Candidate:
    """One trigger with all that was found for it. `subjects` are alternatives only where `rule` says so: objects of their own
    in a list or joined by `and` are one group, and each is an endorsement."""

    view: View
    trigger: Trigger
    features: Features
    subjects: tuple[Subject, ...]
    agents: tuple[Span, ...]
    bodies: tuple[str, ...]
    dates: tuple[tuple[float, Span], ...]
    sessions: tuple[int, ...]
    before: tuple[View, ...] = ()  # the passage's sentences before, the nearest last
    items: tuple[View, ...] = ()  # the opening sentences of the list items that the trigger's paragraph introduces
    story_subject: Span | None = None  # what the passage last acted on
    topic: tuple[Span, ...] = ()  # the bodies that the sentence before is about
    keep: bool = False
    confidence: float = 0.0
    reasons: tuple[str, ...] = field(default=())

    @property
    def span(self) -> Span:
        """The trigger's words."""
        return self.view.span(self.trigger.start, self.trigger.end)


def head_word(view: View, head: int) -> str:
    """The lower-case head, empty for none."""
    return view.low[head] if head >= 0 else ""


def is_quoted(view: View, p: int) -> bool:
    """Whether a quotation that opened before `p` is still open."""
    before = view.low[max(p - 30, 0) : p]
    return before.count("“") > before.count("”") or before.count("«") > before.count("»") or before.count('"') % 2 == 1


def in_pending_clause(view: View, p: int) -> bool:
    """Whether `until`, `before` or their French kin opens the clause in which `p` stands."""
    for q in range(p - 1, max(p - 14, -1), -1):
        if view.low[q] in (",", ";", ":"):
            return False
        if view.low[q] in ("until", "till", "before", "unless", "once", "avant"):
            return True
    return False


def is_generic(view: View, trigger: Trigger, acts: Acts) -> bool:
    """A present passive without a perfect: `are accepted by`, `is approved each year`."""
    if trigger.voice != "passive" or trigger.group.have or trigger.group.modal:
        return False
    return (
        any(view.low[p] in ("is", "are", "est", "sont") for p in range(trigger.group.start, trigger.start))
        and not any(view.low[p] in ("été", "been") for p in range(trigger.group.start, trigger.start))
        and view.language == "en"
    )
