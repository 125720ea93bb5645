"""All candidates of a document, with their arguments, and the endorsements that the rules keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Span

from docmine import bridge
from docmine.acts import Acts, load_acts
from docmine.bridge import Event
from docmine.events import subjects as subject_rules
from docmine.events import times
from docmine.events.actors import Actors
from docmine.events.agents import actors
from docmine.events.candidates import Candidate, Features, Subject, head_word, in_pending_clause, is_generic, is_quoted
from docmine.events.decide import decide
from docmine.events.lists import item_objects
from docmine.events.objects import Extent
from docmine.events.phrases import head_of, is_good
from docmine.events.reading import VERBAL, View, ahead, back, marks
from docmine.events.status import status
from docmine.events.story import Story, body_ids, body_key, catch_up, is_report, opening_body, remember
from docmine.events.triggers import Trigger, find_triggers
from docmine.events.views import Passage, passages, with_following
from docmine.events.words import cue

MAX_ITEMS = 30


def candidates(doc: Doc, vocabulary: str = "wco") -> list[Candidate]:
    """Every candidate of `doc` in order of place, decided upon by the rules (`keep`, `confidence`, `reasons`)."""
    return list(each_candidate(doc, vocabulary))


def each_candidate(doc: Doc, vocabulary: str = "wco") -> Iterator[Candidate]:
    """The candidates one after the other, for who need not keep them."""
    acts = load_acts(vocabulary)
    known = marks(doc)
    story = Story(doc._.front, is_report(doc._.front))
    for passage, following in with_following(passages(doc, known)):
        story.enter(passage)
        if not passage.has_any(acts.words):
            story.unread.append(passage)
            continue
        catch_up(story)
        below = tuple(item for item in following if item.lead == passage.index)
        for view in passage.views:
            items = below if view is passage.views[-1] else ()
            for trigger in find_triggers(view, acts):
                if trigger.start >= view.own:
                    yield _candidate(view, trigger, below, items, story, acts)
            remember(view, story)


def _candidate(view: View, trigger: Trigger, below: Sequence[Passage], items: Sequence[Passage], story: Story, acts: Acts) -> Candidate:
    extents = subject_rules.subjects(view, trigger, acts)
    own = [Subject(view.span(e.start, e.end), 0.8, "grammar") for e in extents if e.start >= view.own]
    listed = item_objects(view, trigger, extents, below)
    subjects = tuple(listed) or tuple(own) or _antecedent(view, trigger, story, acts)
    if len(own) == 1 and not listed and subject_rules.is_demonstrative(view, extents[0]):
        subjects = _fuller(view, extents[0], story) or subjects
    who = actors(view, trigger, acts)
    dates = times.dates(view, trigger, extents)
    stage = status(view, trigger)
    sessions = times.sessions(view, *_around(view, trigger, extents))
    agents, bodies = _bodies(who, story, view, trigger, stage, bool(dates))
    if not dates and stage in ("done", "declined", "conditional"):
        dates, sessions = _meeting_of(tuple(body_key(m) for m in agents) or bodies, story, dates, sessions)
    features = _features(view, trigger, extents, subjects, who, stage, story, bool(dates), bool(sessions), acts)
    keep, confidence, reasons = decide(features, bool(subjects))
    candidate = Candidate(
        view, trigger, features, subjects, agents, bodies, tuple(dates), sessions,
        tuple(story.views), tuple(item.views[0] for item in items[:MAX_ITEMS] if item.views),
        story.subject, story.topic, keep, confidence, reasons,
    )  # fmt: skip
    if keep:
        story.subject = subjects[0].span
        if agents:
            story.actors = agents
    return candidate


def _fuller(view: View, extent: Extent, story: Story) -> tuple[Subject, ...]:
    """The phrase that `this mandate` points back to, in this sentence or those before."""
    head = head_of(view, extent.start, extent.end)
    if head < 0:
        return ()
    for earlier, before in ((view, extent.start), *((v, len(v)) for v in reversed(story.views))):
        found = subject_rules.same_head(earlier, view.low[head], before)
        if found is not None:
            return (Subject(earlier.span(found.start, found.end), 0.6, "demonstrative"),)
    return ()


def _antecedent(view: View, trigger: Trigger, story: Story, acts: Acts) -> tuple[Subject, ...]:
    """What a pronoun stands for: the thing last acted on, else what the sentence before was about."""
    if not subject_rules.wants_antecedent(view, trigger):
        return ()
    same = subject_rules.antecedent(view, acts, trigger.group.start if trigger.voice != "nominal" else trigger.start)
    if trigger.voice == "nominal" and same is not None and same.start >= view.own:
        return (Subject(view.span(same.start, same.end), 0.5, "antecedent"),)
    if story.subject is not None:
        return (Subject(story.subject, 0.6, "antecedent"),)
    for earlier in reversed(story.views):
        found = subject_rules.antecedent(earlier, acts)
        if found is not None:
            return (Subject(earlier.span(found.start, found.end), 0.5, "antecedent"),)
    if same is not None and same.start >= view.own:
        return (Subject(view.span(same.start, same.end), 0.4, "antecedent"),)
    return ()


def _around(view: View, trigger: Trigger, extents: list[Extent]) -> tuple[int, int]:
    """The part of the view in which a session belongs to the act: its clause, the object left out."""
    start, end = trigger.group.start, trigger.end
    while start > 0 and view.low[start - 1] not in (";", ":") and view.tags[start - 1] not in ("THAT",):
        start -= 1
    if trigger.voice in ("reduced", "nominal"):
        start = trigger.start
    for extent in extents:
        if extent.start <= end:
            continue
        end = extent.start
        if extent.end < len(view):
            end = max(end, extent.end)
            return (max(start, 0), end) if times.sessions(view, start, extent.start) else (extent.end, _clause_stop(view, extent.end))
    return start, max(end, _clause_stop(view, trigger.end))


def _clause_stop(view: View, p: int) -> int:
    while p < len(view) and view.low[p] not in (";", ":") and view.tags[p] not in ("V", "MOD", "SUB", "REL", "THAT"):
        p += 1
    return p


def _bodies(who: Actors, story: Story, view: View, trigger: Trigger, stage: str, dated: bool) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """The mentions that act and the ids of all who act; the paper's own body where its meeting acts without being named."""
    if who.mentions:
        return who.mentions, body_ids(who.mentions)
    told = _told(who, story, view, trigger)
    if who.kind == "pronoun" and told:
        return told, body_ids(told)
    if who.kind == "collective" and story.report and story.front.body is not None:
        return (), (story.front.body,)
    if who.kind in ("none", "organ") and (who.kind == "none" or who.head in cue("meeting")):
        if _own_meeting(story, view, trigger, stage, dated) and story.front.body is not None:
            return (), (story.front.body,)
        return told, body_ids(told)
    return (), ()


def _told(who: Actors, story: Story, view: View, trigger: Trigger) -> tuple[Span, ...]:
    """The bodies that a pronoun or silence means: `the latter` the last one named, else what this sentence or the last is about."""
    if who.head in ("celui", "celle", "latter", "ci"):
        before = [m for p in range(trigger.start) if (m := view.body[p]) is not None and m.start == view.at[p]]
        return tuple(before[-1:]) or story.topic
    here = opening_body(view)
    if here and 0 <= view.first(here[0]) < trigger.group.start:
        return here
    return story.topic or story.actors


def _own_meeting(story: Story, view: View, trigger: Trigger, stage: str, dated: bool) -> bool:
    """Whether an act that names nobody is the paper's own meeting's: told in a report, in no earlier time and of no other date."""
    earlier = trigger.group.have and any(view.low[p] in ("had", "avait", "avaient") for p in range(trigger.group.start, trigger.start))
    if trigger.voice == "reduced" or stage == "planned":
        return trigger.voice == "reduced" and stage != "planned" and not dated and not any(one in VERBAL for one in view.tags)
    return story.report and not earlier and not (dated and not story.own_date(view, trigger))


def _meeting_of(
    bodies: tuple[str, ...], story: Story, dates: list[tuple[float, Span]], sessions: tuple[int, ...]
) -> tuple[list[tuple[float, Span]], tuple[int, ...]]:
    """The date and session of the meeting that the passage said the acting body held."""
    for body in bodies:
        if body in story.meetings and not (body == story.front.body and story.report):
            date, numbers = story.meetings[body]
            return [(0.4, date)] if date is not None else dates, sessions or numbers
    return dates, sessions


def _features(
    view: View, trigger: Trigger, extents: list[Extent], subjects: tuple[Subject, ...], who: Actors, stage: str, story: Story,
    dated: bool, session: bool, acts: Acts,
) -> Features:  # fmt: skip
    extent = extents[0] if extents else None
    head = head_of(view, extent.start, extent.end) if extent is not None else -1
    governor = trigger.group.governor
    return Features(
        act=trigger.act,
        kind=trigger.form.kind,
        voice=trigger.voice,
        advice=trigger.form.advice,
        language=view.language,
        status=stage,
        actor=who.kind,
        actor_head=who.head,
        subject_head=head_word(view, head),
        good_head=is_good(view, head, acts) or _any_good(view, extent, acts),
        subject_length=len(subjects[0].span) if subjects else 0,
        clause=extent.clause if extent is not None else False,
        determined=extent is not None and view.tag(extent.start - 1) == "DET",
        known_pronoun=who.kind == "pronoun" and bool(story.topic or story.actors),
        by_antecedent=bool(subjects) and subjects[0].rule == "antecedent",
        dated=dated,
        session=session,
        determiner=view.word(extent.start - 1)
        if extent is not None and view.tag(extent.start) != "DET"
        else view.word(extent.start)
        if extent is not None
        else "",
        pending=in_pending_clause(view, trigger.group.start),
        quoted=is_quoted(view, trigger.start),
        secretariat=any("secr" in body_key(m).rsplit("/", 1)[-1].lower() for m in who.mentions),
        modal=trigger.group.modal,
        negated=trigger.group.negated,
        governor=view.word(governor) if governor >= 0 else "",
        before=view.word(trigger.start - 1),
        after=view.word(ahead(view, trigger.end - 1, ("ADV",))),
        role=view.place.block.role,
        in_list=view.own > 0,
        report=story.report,
        generic=is_generic(view, trigger, acts),
        elliptic=not any(one in VERBAL for one in view.tags[view.own :]),
        opens=back(view, trigger.start, ("ADV", "PUN", "NUM")) < 0,
    )


def _any_good(view: View, extent: Extent | None, acts: Acts) -> bool:
    """A compound whose head the lexicon lacks but one of whose nouns it has, or a capitalised title."""
    if extent is None:
        return False
    head = head_of(view, extent.start, extent.end)
    return head >= 0 and view.text[head][:1].isupper() and view.body[head] is None and head > view.own


def endorsements(doc: Doc, found: Iterable[Candidate]) -> tuple[Event, ...]:
    """The candidates kept, one event an object."""
    named = named_packages(doc)
    events = [_event(doc, named, candidate, subject) for candidate in found if candidate.keep for subject in candidate.subjects]
    return tuple(events)


def _event(doc: Doc, named: Sequence[NamedPackage], candidate: Candidate, subject: Subject) -> Event:
    date = candidate.dates[0][1] if candidate.dates else None
    return Event(
        act=candidate.trigger.act,
        status=candidate.features.status,
        trigger=candidate.span,
        subject=subject.span,
        agents=candidate.agents,
        bodies=candidate.bodies,
        date=date,
        sessions=candidate.sessions,
        package=package_of(doc, named, candidate, subject.span),
        confidence=candidate.confidence,
        reasons=candidate.reasons,
    )


NamedPackage = tuple[int, str]  # the first token of a mention, and the id of its package


def named_packages(doc: Doc) -> list[NamedPackage]:
    """Where the document names packages."""
    return [(mention.start, str(mention._.value)) for mention in bridge.mentions(doc, "PACKAGE") if mention._.value]


def package_of(doc: Doc, named: Sequence[NamedPackage], candidate: Candidate, subject: Span) -> str | None:
    """The package that the subject names first, else the one its paragraph belongs to, or else leans to; `named` is all that
    `named_packages` finds."""
    first, end = subject.start, subject.end
    for start, package in named:
        if first <= start < end:
            return package
    place = candidate.view.place
    paragraphs = [id_ for id_ in (place.id, place.parent) if id_]
    for id_ in paragraphs:
        scored: tuple[tuple[str, float], ...] = tuple(doc._.packages.get(id_, ()))
        if scored:
            return str(max(scored, key=lambda pair: float(pair[1]))[0])
    return next((str(doc._.leanings[id_]) for id_ in paragraphs if id_ in doc._.leanings), None)
