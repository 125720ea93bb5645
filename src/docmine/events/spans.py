"""Where the subject of an act may begin and end: candidate positions and what a model sees of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from docmine.acts import Acts
from docmine.events.adjuncts import last_position
from docmine.events.candidates import Candidate
from docmine.events.phrases import is_good
from docmine.events.reading import APOSTROPHES, VERBAL, View
from docmine.events.signs import shape, tag_of
from docmine.events.words import cue

MAX_ENDS, MAX_LENGTH, MAX_STARTS = 28, 90, 90
BREAKS = frozenset(("DET", "PREP", "PUN", "CONJ", "THAT", "TO", "V", "VEN", "VING", "INF", "APO", "POSS", "BE", "HAVE", "MOD", "DO", "NEG",
                    "ADV", "SUB", "REL", "PRON"))  # fmt: skip
OPENS = frozenset(("N", "NUM", "VEN", "VING", "INF", "ADV", "DET", "PRON", "REL", "SUB", "V", "BE"))
STOPS = frozenset(("PREP", "PUN", "CONJ", "V", "BE", "HAVE", "MOD", "DO", "SUB", "REL", "THAT", "TO", "VEN", "ADV", "PRON", "NEG", "VING",
                   "DET", "INF", "APO"))  # fmt: skip
LINKERS = frozenset(("that", "que", "qu"))


@dataclass(frozen=True, eq=False)
class Start:
    """A position of a view where a subject may begin; `where` is `left`, `right`, `before1` … or `item`."""

    view: View
    at: int
    where: str
    rank: int  # how many candidate starts stand between it and the trigger

    @cached_property
    def index(self) -> int:
        """The token's index in the `Doc`."""
        return self.view.at[self.at]


def starts(candidate: Candidate) -> list[Start]:
    """All candidate starts: in the trigger's sentence on both sides, in the sentences before, in the items below."""
    view, trigger = candidate.view, candidate.trigger
    left, right = _positions(view, 0, trigger.start), _positions(view, trigger.end, len(view))
    found = [Start(view, p, "right", n) for n, p in enumerate(right[: MAX_STARTS // 2])]
    found += [Start(view, p, "left", n) for n, p in enumerate(reversed(left[-MAX_STARTS // 2 :]))]
    for n, earlier in enumerate(reversed(candidate.before[-3:]), 1):
        found += [Start(earlier, p, f"before{n}", m) for m, p in enumerate(_positions(earlier, earlier.own, len(earlier))[:20])]
    for item in candidate.items:
        found += [Start(item, p, "item", m) for m, p in enumerate(_positions(item, item.own, len(item))[:3])]
    return found


def _positions(view: View, start: int, end: int) -> list[int]:
    """Where a phrase or a clause may begin: after a word that closes or opens something, and at the beginning."""
    return [p for p in range(start, end) if _may_open(view, p, start)]


def _may_open(view: View, p: int, floor: int) -> bool:
    word = view.low[p]
    if (view.tags[p] not in OPENS and word not in "“«\"'‘(") or word in cue("articles", view.language):
        return False
    return p in (floor, view.own) or view.tags[p - 1] in BREAKS or view.low[p - 1] in cue("articles", view.language)


def ends(candidate: Candidate, start: Start) -> list[int]:
    """Candidate ends (positions, exclusive) for a start, nearest first."""
    view = start.view
    limit = min(last_position(view), start.at + MAX_LENGTH)
    if start.where == "left":
        limit = min(limit, candidate.trigger.start)
    if start.at < view.own:
        limit = min(limit, view.own)
    first = _after_verb(view, start, limit) if _is_content(candidate, start) else start.at + 1
    found = [p for p in range(first, limit) if _may_close(view, p)]
    if limit > start.at and limit not in found:
        found = [*found[: MAX_ENDS - 1], limit]
    return found[:MAX_ENDS]


def _is_content(candidate: Candidate, start: Start) -> bool:
    """Whether a clause is what is agreed: it stands behind the trigger, with no other verb between that could govern it."""
    if start.where != "right" or _opener(start.view, start) not in LINKERS:
        return False
    return not any(start.view.tags[p] in VERBAL for p in range(candidate.trigger.end, start.at))


def _after_verb(view: View, start: Start, limit: int) -> int:
    """Where a clause may end at the earliest: behind its first verb, if one is seen."""
    return next((p + 1 for p in range(start.at, limit) if view.tags[p] in VERBAL), start.at + 1)


def _may_close(view: View, p: int) -> bool:
    if view.tags[p - 1] in ("PREP", "DET", "APO", "CONJ", "TO", "THAT"):
        return False
    if view.tags[p - 1] == "PUN" and view.low[p - 1] not in "”»)\"'%]":
        return False
    return view.tags[p] in STOPS or (view.date[p] is not None and view.date[p - 1] is None)


def start_features(candidate: Candidate, start: Start, acts: Acts) -> list[str]:
    """What a model sees of a candidate start."""
    view, p, trigger = start.view, start.at, candidate.trigger
    side, voice = start.where, trigger.voice
    key = f"{side}&{voice}"
    rank = min(start.rank, 6)
    rule = _rule_at(candidate, start)
    head = _phrase_head(view, p)
    good = is_good(view, head, acts) if head >= 0 else False
    kind = tag_of(view, head) if head >= 0 and tag_of(view, head) in ("BODY", "DATE") else "good" if good else "other"
    found = [
        f"side={side}", f"key={key}", f"rank={key}&{rank}", f"rule={rule}", f"rule={rule}&{side}", f"rule={rule}&{key}",
        f"kind={kind}&{side}", f"kind={kind}&{key}&{min(rank, 2)}", f"kind={kind}&{rule[:7]}",
        f"prev={shape(view, p - 1)}&{side}", f"prev-t={tag_of(view, p - 1)}&{key}",
        f"prev2-t={tag_of(view, p - 2)} {tag_of(view, p - 1)}&{side}",
        f"prev2={shape(view, p - 2)} {shape(view, p - 1)}",
        f"own={shape(view, p)[:6]}", f"own-t={tag_of(view, p)}&{key}", f"next-t={tag_of(view, p)} {tag_of(view, p + 1)}&{side}",
        f"head={view.low[head][:7] if head >= 0 else ''}", f"first={p == view.own}&{key}",
        f"capital={view.doc[view.at[p]].text[0].isupper()}&{side}", f"status={candidate.features.status}&{key}&{min(rank, 2)}",
        f"form={candidate.features.kind}&{trigger.act}&{key}&{min(rank, 1)}",
        f"subjects={bool(candidate.subjects)}&{rule[:7]}&{key}",
    ]  # fmt: skip
    found += _between(candidate, start, key)
    found += _pointing(candidate, start, head)
    return found


PLURAL_WORDS = frozenset((
    "them", "they", "both", "these", "those", "all", "their", "were", "are", "have",
    "les", "ils", "elles", "ceux", "celles", "leur", "leurs", "ont", "sont", "seront", "furent", "étaient",
))  # fmt: skip


def _pointing(candidate: Candidate, start: Start, head: int) -> Iterator[str]:
    """What the words next to the trigger say of where its subject is: pronouns, relatives, agreement in number."""
    view, trigger, p = candidate.view, candidate.trigger, start.at
    side, rank, voice = start.where, min(start.rank, 3), trigger.voice
    group = trigger.group
    after, before = shape(view, trigger.end), shape(view, group.start - 1)
    yield f"after={after}&{side}&{rank}"
    yield f"after-t={tag_of(view, trigger.end)} {tag_of(view, trigger.end + 1)}&{side}&{voice}&{min(rank, 1)}"
    yield f"before={before}&{side}&{rank}"
    yield f"before-t={tag_of(view, group.start - 2)} {tag_of(view, group.start - 1)}&{side}&{voice}&{min(rank, 1)}"
    plural = head >= 0 and start.view.low[head].endswith(("s", "x", "a"))
    number = any(view.low[q] in PLURAL_WORDS for q in range(max(group.start - 1, 0), min(trigger.end + 2, len(view))))
    yield f"number={plural}&{number}&{side}&{voice}"
    told = candidate.story_subject is not None and candidate.story_subject.start == start.index
    yield f"story={told}&{side}&{bool(candidate.subjects)}"
    opens = p == start.view.own or (p == start.view.own + 1 and start.view.tags[p - 1] == "DET")
    yield f"opener={opens}&{side}&{voice}&{tag_of(view, group.start - 1)}"
    if side == "left":
        yield from _relative(view, p, group.start, voice)


def _relative(view: View, p: int, start: int, voice: str) -> Iterator[str]:
    """How the start lies to the relative or conjunction that opens the trigger's clause."""
    linker = next((q for q in range(start - 1, -1, -1) if view.tags[q] in ("REL", "THAT", "SUB") or view.low[q] in ";:"), -1)
    word = view.low[linker] if linker >= 0 else "none"
    nouns = sum(view.tags[q] in BREAKS and view.tags[q] != "DET" for q in range(p, linker)) if p < linker else -1
    yield f"linker={word}&{voice}&{min(nouns, 3)}"
    yield f"linker-t={view.tags[linker] if linker >= 0 else ''}&{voice}&{min(nouns, 3)}"
    verbs = sum(view.tags[q] in VERBAL for q in range(max(linker, p), start))
    yield f"linker-verbs={word}&{voice}&{p < linker}&{min(verbs, 2)}"


def _rule_at(candidate: Candidate, start: Start) -> str:
    for n, subject in enumerate(candidate.subjects):
        if subject.span.start == start.index:
            return f"{subject.rule}{min(n, 1)}"
    if any(s.span.start < start.index < s.span.end for s in candidate.subjects):
        return "inside"
    if candidate.story_subject is not None and candidate.story_subject.start == start.index:
        return "story"
    return "none" if candidate.subjects else "nothing"


def _phrase_head(view: View, p: int) -> int:
    """The last noun of the run that begins at `p` (French: the first)."""
    head = -1
    for q in range(p, min(p + 12, len(view))):
        if view.tags[q] == "N" and view.low[q].isalpha():
            head = q
            if view.language == "fr":
                break
        elif view.tags[q] not in ("N", "NUM", "GLUE", "POSS", "APO", "VEN", "ADV") and view.low[q] not in "“«\"'‘(":
            break
    return head


def _between(candidate: Candidate, start: Start, key: str) -> Iterator[str]:
    """What stands between the trigger and the start."""
    view, p, trigger = start.view, start.at, candidate.trigger
    if start.where == "right":
        span = range(trigger.end, p)
    elif start.where == "left":
        span = range(p, min(trigger.group.start, trigger.start))
        yield f"gap={max(-1, min(trigger.group.start - p, 30)) // 4}&{trigger.voice}"
    else:
        yield f"only-right={_remaining(candidate)}&{start.where}&{min(start.rank, 2)}"
        if start.where != "item":
            yield f"rank0={start.rank == 0}&{start.where}&{tag_of(candidate.view, candidate.trigger.group.start - 1)}"
            yield f"pron={shape(candidate.view, candidate.trigger.group.start - 1)}&{min(start.rank, 1)}"
            yield f"after={shape(candidate.view, candidate.trigger.end)}&{min(start.rank, 1)}"
            yield f"opening={shape(candidate.view, candidate.view.own)}&{min(start.rank, 1)}"
        return
    tags = [tag_of(view, q) for q in span]
    if len(tags) <= 6:
        yield f"tags={' '.join(tags)}&{key}"
        yield f"words={' '.join(shape(view, q) for q in span)}&{key}" if len(tags) <= 4 else "words=many"
    yield f"verbs={min(sum(one in VERBAL for one in tags), 3)}&{key}"
    yield f"commas={min(sum(view.low[q] == ',' for q in span), 3)}&{key}"
    yield f"preps={min(tags.count('PREP'), 4)}&{key}"
    yield f"signs={any(view.low[q] in ';:' for q in span)}&{key}"
    yield f"linkers={min(sum(one in ('SUB', 'REL', 'THAT') for one in tags), 2)}&{key}"
    yield f"length={min(len(tags) // 3, 9)}&{key}"
    yield f"conj={min(tags.count('CONJ'), 2)}&{key}"
    yield f"date={'DATE' in tags}&body={'BODY' in tags}&{key}"
    if start.where == "right":
        yield f"first-word={shape(view, trigger.end)}&{min(start.rank, 3)}"


def _remaining(candidate: Candidate) -> str:
    """Whether anything stands behind the trigger, and which pronoun before its verb group."""
    view, trigger = candidate.view, candidate.trigger
    return f"{trigger.voice} {tag_of(view, trigger.group.start - 1)} {tag_of(view, trigger.end)}"


def end_features(candidate: Candidate, start: Start, end: int, order: int, count: int) -> list[str]:
    """What a model sees of a candidate end, given the start: `order` of `count` from the nearest."""
    view = start.view
    inside = [tag_of(view, q) for q in range(start.at, end)]
    side = start.where if start.where in ("left", "right", "item") else "before"
    voice = candidate.trigger.voice
    clause = _is_clause(view, start)
    key = f"{side}&{clause}"
    following = tag_of(view, end)
    rule = _rule_end(candidate, start, end)
    own = view.low[end] if end < len(view) else "<>"
    after = " ".join(tag_of(view, end + n) for n in (0, 1, 2))
    verbs = sum(one in VERBAL for one in inside)
    return [
        f"rule={rule}", f"rule={rule}&{key}", f"rule={rule}&{voice}", f"next={shape(view, end)}&{key}", f"next-t={following}&{key}&{voice}",
        f"next3={after}&{key}", f"next2={shape(view, end)} {shape(view, end + 1)}", f"last={tag_of(view, end - 1)}&{following}",
        f"last-w={shape(view, end - 1)[:6]}", f"order={min(order, 6)}&{key}", f"order={min(order, 6)}&{following}&{key}",
        f"final={order == count - 1}&{key}",
        f"length={min((end - start.at) // 2, 12)}&{key}", f"verbs={min(verbs, 3)}&{key}", f"verbs={min(verbs, 2)}&{following}&{clause}",
        f"commas={min(sum(view.low[q] == ',' for q in range(start.at, end)), 3)}&{following}&{clause}",
        f"linkers={min(sum(one in ('SUB', 'REL', 'THAT') for one in inside), 2)}&{following}&{clause}",
        f"participle={'VEN' in inside or 'VING' in inside}&{following}&{clause}",
        f"adjoining={end == min(candidate.trigger.group.start, candidate.trigger.start)}&{side}&{voice}",
        f"balance={_balance(view, start.at, end)}", f"at={own}&{tag_of(view, end + 1)}&{clause}",
        f"comma={own == ','}&{shape(view, end + 1)}",
        f"date-inside={'DATE' in inside}&{key}", f"body-next={'BODY' in after}&{own}&{key}", f"date-next={'DATE' in after}&{own}&{key}",
        f"status={candidate.features.status}&{own if own in (',', 'if', 'once', 'provided', 'subject', 'pending') else following}",
    ]  # fmt: skip


def _is_clause(view: View, start: Start) -> bool:
    """Whether what begins here is a clause or an infinitive, not a noun phrase."""
    opener = _opener(view, start)
    return opener in LINKERS or opener == "to" or view.tag(start.at) == "INF"


def _opener(view: View, start: Start) -> str:
    """The word before a start and its article; `to` only where an infinitive follows."""
    p = start.at - 1
    while view.word(p) in cue("articles", view.language) or (view.language == "fr" and view.word(p) in APOSTROPHES):
        p -= 1
    return view.word(p) if view.tag(p) in ("THAT", "TO") or view.word(p) in LINKERS - {"that"} else ""


def _rule_end(candidate: Candidate, start: Start, end: int) -> str:
    last = start.view.at[end - 1] + 1
    for subject in candidate.subjects:
        if subject.span.end == last:
            return "both" if subject.span.start == start.index else "end"
        if subject.span.start == start.index:
            return "shorter" if last < subject.span.end else "longer"
    return "none"


def _balance(view: View, start: int, end: int) -> int:
    """Brackets and quotation marks left open (positive) or closed too often."""
    words = view.low[start:end]
    opened = sum(word in ("(", "“", "«", "[") for word in words) - sum(word in (")", "”", "»", "]") for word in words)
    return max(-2, min(opened, 2))
