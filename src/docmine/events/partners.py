"""Who may act and when: the bodies and dates around a trigger, and what a model sees of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span

from docmine.bridge import Front
from docmine.events.candidates import Candidate
from docmine.events.reading import VERBAL, Said, View
from docmine.events.signs import shape, tag_of
from docmine.events.story import body_key

MEETING = frozenset((
    "met", "meeting", "meetings", "session", "sessions", "held", "sat", "convened", "assembled", "conference",
    "réunion", "réunions", "réuni", "réunie", "réunis", "séance", "tenu", "tenue", "siégé", "conférence",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A mention in a view: `back` sentences before the trigger's (0 for its own), at position `at`, the `rank`-th on its side."""

    mention: Span
    view: View
    at: int
    back: int
    rank: int


@dataclass(slots=True)
class Partner:
    """A body that may act, by id or words, with all its mentions near; `own` is the body whose paper it is."""

    key: str
    value: str | None
    own: bool
    rule: str  # what the rules hold of it: `agent` or `body` if it acts by name or unnamed, `other` if another does, or `nobody`
    topic: bool  # the sentence before is about it
    places: list[Place] = field(default_factory=list)


def bodies(candidate: Candidate) -> list[Partner]:
    """Every body near, the paper's own among them, nearest first."""
    own = candidate.view.doc._.front.body
    agents, topic = set(map(body_key, candidate.agents)), set(map(body_key, candidate.topic))
    others = "other" if candidate.agents or candidate.bodies else "nobody"

    def partner(key: str, value: str | None) -> Partner:
        rule = "agent" if key in agents else "body" if key in candidate.bodies else others
        return Partner(key, value, bool(own) and key == own, rule, key in topic)

    found: dict[str, Partner] = {}
    for place in _places(candidate, "body"):
        key = body_key(place.mention)
        if key not in found:
            found[key] = partner(key, place.mention._.value)
        found[key].places.append(place)
    if own and own not in found:
        found[own] = partner(own, own)
    return list(found.values())


def dates(candidate: Candidate) -> list[Place]:
    """Every date near, nearest first."""
    return list(_places(candidate, "date"))


def _places(candidate: Candidate, layer: str) -> Iterator[Place]:
    """Mentions of the trigger's sentence outwards from it, then of the sentences before."""
    view, start, end = candidate.view, candidate.trigger.start, candidate.trigger.end
    for positions in (range(start - 1, -1, -1), range(end, len(view))):
        yield from _of_side(view, positions, layer, 0)
    for back, earlier in enumerate(reversed(candidate.before[-3:]), 1):
        yield from _of_side(earlier, range(earlier.own, len(earlier)), layer, back)


def _of_side(view: View, positions: range, layer: str, back: int) -> Iterator[Place]:
    table = view.body if layer == "body" else view.date
    rank = 0
    for p in positions:
        mention = table[p]
        if mention is not None and mention.start == view.at[p]:
            yield Place(mention, view, p, back, rank)
            rank += 1


def body_features(candidate: Candidate, partner: Partner, everyone: list[Partner], subject: Span | None) -> list[str]:
    """What a model sees of a body that may act."""
    f = candidate.features
    rule, topic = partner.rule, partner.topic
    report = f"{partner.own}&{f.report}"
    named = any(p.back == 0 for p in partner.places)
    pronoun = f.actor_head if f.actor == "pronoun" else ""
    found = [
        f"rule={rule}", f"rule={rule}&{f.actor}", f"rule={rule}&{f.voice}", f"rule={rule}&{f.status}&{partner.own}",
        f"own={report}", f"own={report}&{f.actor}&{f.voice}", f"own={report}&{f.actor}&{f.status}", f"own={report}&rule={rule}",
        f"own={report}&{f.actor_head}", f"own={report}&named={named}&{rule}", f"own={report}&dated={f.dated}&{f.actor}",
        f"own={report}&others={min(len(everyone) - 1, 3)}&{named}", f"own={report}&{f.kind}&{f.in_list}&{f.opens}",
        f"known={partner.value is not None}", f"topic={topic}&{f.actor}&{rule}",
        f"named={named}&{f.voice}&{partner.own}", f"pronoun={pronoun}&{named}&{topic}",
        f"body-kind={partner.key.rsplit('/', 1)[-1][:14]}", f"act={f.act}&{partner.own}",
    ]  # fmt: skip
    if not partner.places:
        found.append(f"silent&{f.actor}&{f.voice}&{f.report}&{len(everyone) == 1}")
    for place in partner.places[:4]:
        found += _body_place(candidate, place, subject)
    return found


def _body_place(candidate: Candidate, place: Place, subject: Span | None) -> Iterator[str]:
    f = candidate.features
    if place.back:
        yield f"back={place.back}&{min(place.rank, 2)}"
        yield f"back={place.back}&{min(place.rank, 2)}&{f.actor}&{f.voice}"
        return
    inside = subject is not None and subject.start <= place.mention.start < subject.end
    side, distance = side_of(candidate, place)
    key = f"{side}&{f.voice}"
    yield f"inside={inside}&{side}"
    yield f"at={key}&{min(place.rank, 3)}&{inside}"
    yield f"distance={key}&{min(distance // 3, 6)}"
    yield from _surroundings(candidate, place, key)
    yield from _way(candidate, place, side, subject)


def side_of(candidate: Candidate, place: Place) -> tuple[str, int]:
    """On which side of the trigger a mention of its sentence stands, and how many tokens from it."""
    trigger = candidate.trigger
    if place.at < trigger.start:
        return "left", trigger.start - place.at
    return "right", place.at - trigger.end


def _surroundings(candidate: Candidate, place: Place, key: str) -> Iterator[str]:
    """The words before the mention (its article left out) and behind it, and what stands between it and the trigger."""
    view, p, trigger = place.view, place.at, candidate.trigger
    q = p - 1
    while q >= 0 and view.tags[q] in ("DET", "APO", "NUM"):
        q -= 1
    stop = p + len(place.mention)
    yield f"prev={shape(view, q)}&{key}"
    yield f"prev={shape(view, q - 1)} {shape(view, q)}&{key[:4]}"
    yield f"prev-t={tag_of(view, q)}&{key}"
    yield f"next={shape(view, stop)}&{key}"
    yield f"next2={tag_of(view, stop)} {tag_of(view, stop + 1)}&{key}"
    between = range(stop, trigger.start) if p < trigger.start else range(trigger.end, max(q, trigger.end))
    tags = [tag_of(view, r) for r in between]
    yield f"verbs={min(sum(one in VERBAL for one in tags), 3)}&{key}"
    yield f"clauses={min(sum(one in ('SUB', 'REL', 'THAT') for one in tags), 2)}&{key}"
    yield f"signs={any(view.low[r] in ';:' for r in between)}&commas={min(sum(view.low[r] == ',' for r in between), 2)}&{key}"
    if len(tags) <= 5:
        yield f"tags={' '.join(tags)}&{key}"
    yield f"first={p <= view.own + 1}&{key}"


def date_features(candidate: Candidate, place: Place, count: int, subject: Span | None) -> list[str]:
    """What a model sees of a date that may say when the act was done."""
    f = candidate.features
    scored, first = of_rules(candidate, place)
    rule = f"{first}&{int(scored * 10)}"
    value = str(place.mention._.value or "")
    front = candidate.view.doc._.front
    found = [
        f"rule={rule}", f"rule={rule}&{f.voice}", f"rule={rule}&{f.status}", f"first={first}&{bool(candidate.dates)}&back={place.back}",
        f"back={place.back}&{min(place.rank, 2)}&{f.voice}", f"back={place.back}&{f.status}", f"count={min(count, 4)}&{first}",
        f"grain={min(len(value), 12)}&{'/' in value}", f"paper={front.date is not None and front.date[1].edtf == value}&{f.status}",
        f"meeting={in_meeting(front, value)}&{f.status}&{f.report}",
        f"future={later(front, value)}&{f.status}",
    ]  # fmt: skip
    if place.back:
        found += [f"back={place.back}&{f.actor}&{f.by_antecedent}&{bool(candidate.bodies)}", *_told_before(candidate, place)]
        return found
    inside = subject is not None and subject.start <= place.mention.start < subject.end
    side, distance = side_of(candidate, place)
    key = f"{side}&{f.voice}"
    found += [
        f"inside={inside}&{side}", f"inside={inside}&{side}&{shape(place.view, place.at - 1)}",
        f"at={key}&{min(place.rank, 3)}&{inside}", f"distance={key}&{min(distance // 3, 6)}",
    ]  # fmt: skip
    stop = subject is not None and subject.end == place.mention.start - 1
    return [*found, f"adjoins={stop}&{side}", *_surroundings(candidate, place, key), *_way(candidate, place, side, subject)]


WHOLE = frozenset(("subject", "N", "NUM", "BODY", "DATE"))  # of which a run counts as one
SMALL = frozenset(("DET", "APO", "POSS"))  # left out
TOLD = frozenset(("PREP", "CONJ", "PUN", "SUB", "REL", "THAT", "TO", "ADV"))  # whose own words tell
LONGEST_WAY, LONGEST_GAP = 8, 6


def _way(candidate: Candidate, place: Place, side: str, subject: Span | None) -> Iterator[str]:
    """What lies between the trigger and a mention of its sentence, the subject as one word: `approved the plan at its session in May` has
    the same way to `May` as `approved the report on all the rest at its session in May`."""
    view, trigger = place.view, candidate.trigger
    first, end = (place.at + len(place.mention), trigger.start) if side == "left" else (trigger.end, place.at)
    tags: list[str] = []
    words: list[str] = []
    verbs = commas = 0
    for p in range(first, end):
        inside = subject is not None and subject.start <= view.at[p] < subject.end
        tag = "subject" if inside else tag_of(view, p)
        if tag in SMALL:
            continue
        verbs += tag in VERBAL
        commas += not inside and view.low[p] == ","
        if tags[-1:] != [tag] or tag not in WHOLE:
            tags.append(tag)
            words.append(shape(view, p) if tag in TOLD else tag)
    key = f"{side}&{candidate.features.voice}&{_lies(candidate, place, tags, subject)}"
    yield f"way-verbs={min(verbs, 3)}&{key}"
    yield f"way-commas={min(commas, 3)}&{key}"
    yield f"way={' '.join(tags) if len(tags) <= LONGEST_WAY else 'long'}&{key}"
    yield f"way-words={' '.join(words) if len(words) < LONGEST_WAY else 'long'}&{side}"
    yield f"way-near={' '.join(words[:3] if side == 'left' else words[-3:])}&{key}"
    if "subject" in tags:
        gap = words[: tags.index("subject")] if side == "left" else words[len(tags) - tags[::-1].index("subject") :]
        yield f"way-gap={' '.join(gap) if len(gap) <= LONGEST_GAP else 'long'}&{key}"


def _lies(candidate: Candidate, place: Place, tags: Sequence[str], subject: Span | None) -> str:
    """Where the subject lies: between trigger and mention, in another sentence, or to which side of the trigger."""
    view = place.view
    if "subject" in tags:
        return "between"
    if subject is None or subject.end <= view.at[0] or subject.start > view.at[-1]:
        return "elsewhere"
    return "before" if subject.start < view.at[candidate.trigger.start] else "behind"


def _told_before(candidate: Candidate, place: Place) -> Iterator[str]:
    """What a sentence before says with its date: whether of a meeting of the body that acts, and how."""
    view, p, f, told, own = place.view, place.at, candidate.features, _said(place.view), _said(candidate.view).dated
    acting = not told.bodies.isdisjoint((*candidate.bodies, *map(body_key, candidate.agents)))
    meets = "acting" if acting else "other" if told.bodies else "nobody"
    key = f"{place.back}&{meets}"
    yield f"prev={shape(view, p - 1)}&back"
    yield f"prev={shape(view, p - 2)} {shape(view, p - 1)}&{meets}"
    yield f"meets={key}"
    yield f"meets={key}&{f.actor}&{f.report}"
    yield f"meets={key}&{f.determiner}&{f.voice}"
    yield f"meeting={bool(told.meeting)}&{key}&{f.status}"
    yield f"meeting={told.meeting}&{meets}&own={own}"
    yield f"own={own}&{key}&{f.status}"
    yield f"opens={p <= view.own + 2}&{meets}&{min(place.rank, 1)}"
    yield f"act-there={told.participle}&{meets}&{f.actor}"
    yield f"pronoun={f.actor_head if f.actor == 'pronoun' else ''}&{key}"


def _said(view: View) -> Said:
    """What a view's sentence says as a whole, worked out once."""
    if view.said is None:
        view.said = Said(
            frozenset(body_key(mention) for mention in view.body if mention is not None),
            next((word for word in view.low if word in MEETING), ""),
            "VEN" in view.tags[view.own :],
            any(mention is not None for mention in view.date),
        )
    return view.said


def of_rules(candidate: Candidate, place: Place) -> tuple[float, bool]:
    """How sure the rules are of a date, and whether it is their choice."""
    scored = next((score for score, mention in candidate.dates if mention.start == place.mention.start), 0.0)
    return scored, bool(candidate.dates) and candidate.dates[0][1].start == place.mention.start


def in_meeting(front: Front, value: str) -> bool:
    """Whether the date lies in the month of the paper's own meeting."""
    return front.meeting is not None and front.meeting[1].edtf[:7] == value[:7]


def later(front: Front, value: str) -> str:
    """Whether the date lies behind the paper's own."""
    paper = front.date[1].edtf if front.date else ""
    if not paper or not value:
        return "?"
    size = min(len(paper), len(value), 7)
    return "later" if value[:size] > paper[:size] else "same" if value[:size] == paper[:size] else "earlier"
