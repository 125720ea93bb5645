"""What a model sees of a candidate: the rules' own features, the words and shapes around the trigger, the place in the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from docmine.acts import Acts
from docmine.bridge import Heading
from docmine.events.adjuncts import begins
from docmine.events.candidates import Candidate, Features
from docmine.events.reading import VERBAL, Kinds, View
from docmine.events.triggers import Trigger
from docmine.events.words import expressions

FEATURE_SET = "events-3"
NEAR, FAR, WIDE = 4, 14, 40
PAIRS = (
    ("voice", "actor"), ("voice", "good_head"), ("voice", "status"), ("voice", "act"), ("act", "actor"), ("act", "after"),
    ("kind", "before"),
    ("voice", "before"), ("voice", "after"), ("actor", "good_head"), ("actor", "status"), ("voice", "language"), ("act", "subject_head"),
    ("voice", "determiner"), ("actor", "report"), ("voice", "report"), ("modal", "negated"), ("act", "actor_head"),
)  # fmt: skip
SINGLE = tuple(field.name for field in fields(Features) if field.name != "subject_length")


def of_candidate(candidate: Candidate, acts: Acts) -> list[str]:
    """The names of all features that hold for a candidate."""
    found = [*_of_rules(candidate), *_windows(candidate), *_clause(candidate), *_terms(candidate)]
    return [*found, *_document(candidate), *_before(candidate, acts)]


def _of_rules(candidate: Candidate) -> Iterator[str]:
    features = candidate.features
    for name in SINGLE:
        yield f"{name}={getattr(features, name)}"
    for one, other in PAIRS:
        yield f"{one}={getattr(features, one)}&{other}={getattr(features, other)}"
    yield f"length={min(features.subject_length, 8)}"
    yield f"keep={candidate.keep}"
    yield f"reason={candidate.reasons[0] if candidate.reasons else ''}&{candidate.keep}&{features.voice}"
    yield f"sure={int(candidate.confidence * 10)}"
    yield f"subjects={min(len(candidate.subjects), 3)}"
    yield f"rule={candidate.subjects[0].rule if candidate.subjects else ''}&{features.voice}"
    yield f"bodies={bool(candidate.bodies)}&{bool(candidate.agents)}"


def kinds(view: View) -> Kinds:
    """All tokens' shapes and tags (see `shape`, `tag_of`), worked out once; the view's tags must be settled."""
    if view.kinds is None:
        shapes = ["<NUM>" if tag == "NUM" else word for word, tag in zip(view.low, view.tags, strict=True)]
        view.kinds = Kinds(shapes, view.tags.copy())
        for layer, kind in ((view.date, "DATE"), (view.body, "BODY")):
            for p, mention in enumerate(layer):
                if mention is not None:
                    view.kinds.shapes[p], view.kinds.tags[p] = f"<{kind}>", kind
    return view.kinds


def shape(view: View, p: int) -> str:
    """A token as a word that generalises: mentions, numbers and names by their kind, else its lower-case form."""
    found = (view.kinds or kinds(view)).shapes
    return found[p] if 0 <= p < len(found) else "<>"


def tag_of(view: View, p: int) -> str:
    """The tag at `p`, mentions by their kind."""
    found = (view.kinds or kinds(view)).tags
    return found[p] if 0 <= p < len(found) else "<>"


def around(seen: list[str], first: int, count: int) -> list[str]:
    """So many shapes or tags of a view from a position on, as `shape` and `tag_of` give them one by one."""
    found = seen[max(first, 0) : first + count]
    if len(found) == count:
        return found
    before = ["<>"] * -first
    return [*before, *found, *["<>"] * (count - len(before) - len(found))]


def _windows(candidate: Candidate) -> Iterator[str]:
    """Words and tags at fixed distances, short runs of them, and the words further off as two bags."""
    view, start, end = candidate.view, candidate.trigger.start, candidate.trigger.end
    yield f"trigger={view.low[start]}"
    for n in range(1, NEAR + 1):
        yield f"w-{n}={shape(view, start - n)}"
        yield f"w+{n}={shape(view, end - 1 + n)}"
        yield f"t-{n}={tag_of(view, start - n)}"
        yield f"t+{n}={tag_of(view, end - 1 + n)}"
    yield f"w-2-1={shape(view, start - 2)} {shape(view, start - 1)}"
    yield f"w+1+2={shape(view, end)} {shape(view, end + 1)}"
    yield f"t-3-1={' '.join(tag_of(view, start - n) for n in (3, 2, 1))}"
    yield f"t+1+3={' '.join(tag_of(view, end - 1 + n) for n in (1, 2, 3))}"
    yield f"t-1+1={tag_of(view, start - 1)} {tag_of(view, end)}&{candidate.features.voice}"
    shapes = kinds(view).shapes
    for word in shapes[max(start - FAR, 0) : start]:
        yield f"L={_stem(word)}"
    for word in shapes[end : end + FAR]:
        yield f"R={_stem(word)}"


def _terms(candidate: Candidate) -> Iterator[str]:
    """What conditions, refuses or puts off an act: terms on both sides, the preposition of a noun, words further off."""
    view, trigger = candidate.view, candidate.trigger
    voice = candidate.features.voice
    yield f"noun-prep={_preposition(view, trigger.start)}&{voice}"
    yield from _conditions(view, trigger)
    shapes = kinds(view).shapes
    for word in shapes[max(trigger.start - WIDE, 0) : max(trigger.start - FAR, 0)]:
        yield f"LL={_stem(word)}"
    for word in shapes[trigger.end + FAR : trigger.end + WIDE]:
        yield f"RR={_stem(word)}"
    near = view.low[max(trigger.group.start - 5, 0) : trigger.start]
    yield f"no={any(word in NEGATIVE for word in near)}&{voice}"
    for word in near:
        yield f"near={word}&{voice}"


def _conditions(view: View, trigger: Trigger) -> Iterator[str]:
    """Expressions that open a condition, behind the trigger (each once) and before it."""
    opened = set()
    for p in range(trigger.end, len(view)):
        found = begins(view, p, expressions("conditions", view.language))
        if found and found not in opened:
            opened.add(found)
            verbs = sum(view.tags[q] in VERBAL for q in range(trigger.end, p))
            joined = any(view.tags[q] == "CONJ" for q in range(trigger.end, p))
            yield f"term={found}&{min(verbs, 2)}"
            yield f"term&{min(verbs, 2)}&{min((p - trigger.end) // 8, 4)}&joined={joined}"
    for p in range(view.own, trigger.group.start):
        found = begins(view, p, expressions("open_conditions", view.language))
        if found:
            yield f"opening-term={found}&{p == view.own}&{min(sum(view.low[q] == ',' for q in range(p, trigger.start)), 2)}"


NEGATIVE = frozenset((
    "no", "not", "none", "neither", "nor", "without", "never", "cannot", "aucun", "aucune", "sans", "pas", "ni", "faute", "non",
))  # fmt: skip


def _preposition(view: View, p: int) -> str:
    """The preposition or verb before a noun, its article, owner and adjectives left out."""
    for q in range(p - 1, max(p - 9, -1), -1):
        if view.tags[q] in ("PREP", "TO", "V", "VEN", "VING", "INF", "BE", "HAVE", "MOD", "SUB", "PUN", "CONJ"):
            return view.low[q]
    return "none"


def _stem(word: str) -> str:
    return word[:6]


def _clause(candidate: Candidate) -> Iterator[str]:
    """The verbs, conjunctions and signs between the trigger and its clause's ends, the opening words, the other triggers near."""
    view, start, end = candidate.view, candidate.trigger.start, candidate.trigger.end
    group = candidate.trigger.group
    yield f"opening={shape(view, view.own)}"
    yield f"opening2={shape(view, view.own)} {shape(view, view.own + 1)}"
    for p in range(group.start, start):
        yield f"group={view.low[p]}"
    yield f"group-={shape(view, group.start - 1)}"
    yield f"group--={shape(view, group.start - 2)} {shape(view, group.start - 1)}"
    yield f"group-t={tag_of(view, group.start - 2)} {tag_of(view, group.start - 1)}"
    verbs = [p for p in range(group.start - 1, -1, -1) if view.tags[p] in VERBAL or view.tags[p] in ("VEN", "INF", "VING")]
    yield f"verb-={view.low[verbs[0]] if verbs else ''}"
    yield f"verb-t={view.tags[verbs[0]] if verbs else ''}&{candidate.features.voice}"
    following = next((p for p in range(end, len(view)) if view.tags[p] in VERBAL), -1)
    yield f"verb+={view.low[following] if following >= 0 else ''}"
    linker = linker_among(view, range(group.start - 1, -1, -1))
    yield f"linker={view.low[linker] if linker >= 0 else ''}"
    linking = linker_among(view, range(end, len(view)))
    yield f"linking={view.low[linking] if linking >= 0 else ''}"
    yield f"body-={_nearest(view, range(start - 1, -1, -1))}"
    yield f"body+={_nearest(view, range(end, len(view)))}"
    yield f"size={min(len(view) // 10, 6)}"
    yield f"at={min(4 * start // max(len(view), 1), 3)}"
    yield f"quoted-word={view.word(start - 1) in '“«(' and view.word(end) in '”»)'}"
    yield f"capital={view.text[start][0].isupper()}&{start == view.own}"


LINKERS = frozenset(("SUB", "REL", "THAT"))


def linker_among(view: View, positions: range) -> int:
    """The first relative, conjunction or sign at which another clause begins; -1 for none."""
    return next((p for p in positions if view.tags[p] in LINKERS or view.low[p] in ";:"), -1)


def _nearest(view: View, positions: range) -> str:
    for n, p in enumerate(positions):
        mention = view.body[p]
        if mention is not None:
            return f"{'known' if mention._.value else 'unknown'}{min(n // 4, 4)}"
    return "none"


def _document(candidate: Candidate) -> Iterator[str]:
    place, front = candidate.view.place, candidate.view.doc._.front
    for word in _heading_words(place.section):
        yield f"H={word}"
    for word in (front.title or "").lower().split()[:12]:
        yield f"T={_stem(word)}"
    yield f"numbered={place.block.number is not None}&{place.block.role}"
    yield f"front={front.body is not None}&{bool(front.sessions)}"
    yield f"items={bool(candidate.items)}&{candidate.features.voice}"


def _heading_words(section: Heading | None) -> list[str]:
    return [_stem(word) for word in section.title.lower().split()[:10] if word.isalpha()] if section is not None else []


def _before(candidate: Candidate, acts: Acts) -> Iterator[str]:
    """The sentence before, and what its acts were."""
    yield f"sentences={min(len(candidate.before), 3)}"
    if candidate.before:
        view = candidate.before[-1]
        yield f"before-opening={shape(view, view.own)} {shape(view, view.own + 1)}"
        yield f"before-act={any((view.language, word) in acts.forms for word in view.low)}"
    yield f"story={candidate.story_subject is not None}&{candidate.features.voice}&{candidate.features.subject_length == 0}"
    yield f"topic={bool(candidate.topic)}&{candidate.features.actor}"
