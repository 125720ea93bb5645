"""What a passage has told so far: who acted, on what, and when their meetings were."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Span

from docmine.bridge import Front
from docmine.events import times
from docmine.events.reading import VERBAL, View, back
from docmine.events.triggers import Trigger
from docmine.events.views import Passage
from docmine.events.words import cue


@dataclass(slots=True)
class Story:
    """What the passage has told so far: the last thing acted on, the last bodies that acted, when their meetings were."""

    front: Front
    report: bool
    subject: Span | None = None
    actors: tuple[Span, ...] = ()
    topic: tuple[Span, ...] = ()
    meetings: dict[str, tuple[Span | None, tuple[int, ...]]] = field(default_factory=dict)
    views: list[View] = field(default_factory=list)
    unread: list[Passage] = field(default_factory=list)  # in which nothing is decided: read only if something is behind them

    def own_date(self, view: View, trigger: Trigger) -> bool:
        """Whether the dates of the view lie in the paper's own meeting."""
        if self.front.meeting is None:
            return False
        parts = self.front.meeting[1].edtf.split("/")
        first, last = parts[0], parts[-1]
        values = [str(m._.value) for m in view.date if m is not None and m._.value]
        return any(first[:10] <= value[:10] <= last[:10] for value in values)

    def enter(self, passage: Passage) -> None:
        """A new numbered paragraph forgets what the last one told; what hangs under it does not."""
        if passage.place.parent is None and passage.lead is None:
            self.subject, self.actors, self.topic, self.meetings = None, (), (), {}
            self.views, self.unread = [], []


def is_report(front: Front) -> bool:
    """Whether the paper tells what its own meeting did (a report, minutes, resolutions), not what awaits it."""
    words = {word.strip(",.:()").lower() for word in (front.title or "").split()[:8]}
    if words & cue("report_words"):
        return True
    if front.date is not None and front.meeting is not None:
        return bool(front.date[1].edtf[:10] >= front.meeting[1].edtf[:10])
    return front.date is None and front.meeting is not None


def body_key(mention: Span) -> str:
    """What names a body within a document: its id, else its words."""
    return str(mention._.value or mention.text.lower())


def body_ids(mentions: tuple[Span, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m._.value for m in mentions if m._.value))


def catch_up(story: Story) -> None:
    """What the passages tell that were left unread."""
    for passage in story.unread:
        for view in passage.views:
            remember(view, story)
    story.unread = []


MEETS = frozenset(("session", "sessions", "meeting", "meetings", "réunion", "réunions", "met", "réuni", "réunie", "held"))


def remember(view: View, story: Story) -> None:
    """Meetings that the view tells (`at the 36th Session of the EC in March 2017`), and the last bodies that acted."""
    story.views = [*story.views[-2:], view]
    if topic := opening_body(view):
        story.topic = topic
    for p in range(view.own, len(view)):
        if view.low[p] in MEETS:
            _remember_meeting(view, p, story)


def opening_body(view: View) -> tuple[Span, ...]:
    """The body that the sentence is about: the first one before its first finite verb that no preposition governs."""
    for p in range(view.own, len(view)):
        if view.tags[p] in VERBAL:
            break
        mention = view.body[p]
        if mention is not None and mention.start == view.at[p] and view.tag(back(view, p, ("DET", "APO"))) not in ("PREP", "TO"):
            return (mention,)
    return ()


def _remember_meeting(view: View, p: int, story: Story) -> None:
    near = range(max(p - 12, view.own), min(p + 14, len(view)))
    bodies = [view.body[q] for q in near if view.body[q] is not None] or list(opening_body(view))
    dates = [view.date[q] for q in range(max(p - 3, view.own), min(p + 14, len(view))) if view.date[q] is not None]
    numbers = times.sessions(view, p - 1, p + 1)
    for body in bodies[:1] if len({body_key(b) for b in bodies if b is not None}) == 1 else bodies[-1:]:
        if body is not None and (dates or numbers):
            story.meetings[body_key(body)] = (dates[0] if dates else None, numbers)
