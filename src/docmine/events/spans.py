"""Where the subject of an act may begin and end: candidate positions and what a model sees of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from docmine.acts import Acts
from docmine.classify import Sign
from docmine.events.adjuncts import last_position
from docmine.events.candidates import Candidate
from docmine.events.phrases import is_good
from docmine.events.reading import APOSTROPHES, AUX, VERBAL, Seen, View
from docmine.events.signs import LINKERS, around, kinds, linker_among, shape, tag_of
from docmine.events.triggers import Trigger
from docmine.events.words import cue

MAX_LENGTH, MAX_ENDS = 90, 16
MAX_RIGHT, MAX_LEFT = 16, 24  # starts, nearest first
MAX_BEFORE = (12, 6, 2)  # the same of each sentence before, the last first; of 5,487 annotated ones 5 are further off
BREAKS = frozenset(("DET", "PREP", "PUN", "CONJ", "THAT", "TO", "V", "VEN", "VING", "INF", "APO", "POSS", "BE", "HAVE", "MOD", "DO", "NEG",
                    "ADV", "SUB", "REL", "PRON"))  # fmt: skip
OPENS = frozenset(("N", "NUM", "VEN", "VING", "INF", "ADV", "DET", "PRON", "SUB", "V", "BE"))
FINITE = frozenset(("V", "BE"))  # what opens a subject only where it is none: behind an article (a noun that looks like a verb) or `to`
STOPS = frozenset(("PREP", "PUN", "CONJ", "V", "BE", "HAVE", "MOD", "DO", "SUB", "REL", "THAT", "TO", "VEN", "ADV", "PRON", "NEG", "VING",
                   "DET", "INF", "APO"))  # fmt: skip
UNCLOSED = frozenset(("PREP", "DET", "APO", "CONJ", "TO", "THAT", "SUB", "REL"))  # behind which nothing ends
QUOTES = '“«"‘('  # and brackets, with which a title may begin
CONTENT = frozenset(("that", "que", "qu"))  # what opens a clause that is itself agreed


@dataclass(eq=False, slots=True)
class Start:
    """A position of a view where a subject may begin; `where` is `left`, `right`, `before1` … or `item`."""

    view: View
    at: int
    where: str
    rank: int  # how many candidate starts stand between it and the trigger
    index: int = field(init=False)  # the token's in the `Doc`

    def __post_init__(self) -> None:
        self.index = self.view.at[self.at]


def starts(candidate: Candidate) -> list[Start]:
    """All candidate starts: in the trigger's sentence on both sides, in the sentences before, in the items below."""
    view, trigger = candidate.view, candidate.trigger
    found = [Start(view, p, "right", n) for n, p in enumerate(_positions(view, range(trigger.end, len(view)), MAX_RIGHT))]
    found += [Start(view, p, "left", n) for n, p in enumerate(_positions(view, range(trigger.start - 1, -1, -1), MAX_LEFT))]
    for n, (earlier, most) in enumerate(zip(reversed(candidate.before[-len(MAX_BEFORE) :]), MAX_BEFORE, strict=False), 1):
        own = range(earlier.own, len(earlier))
        found += [Start(earlier, p, f"before{n}", m) for m, p in enumerate(_positions(earlier, own, most))]
    for item in candidate.items:
        found += [Start(item, p, "item", m) for m, p in enumerate(_positions(item, range(item.own, len(item)), 3))]
    return found


def _positions(view: View, among: range, most: int) -> Iterator[int]:
    """Where a phrase or a clause may begin: after a word that closes or opens something, and at the beginning."""
    articles, first = cue("articles", view.language), min(among, default=0)
    return islice((p for p in among if _may_open(view, p, first, articles)), most)


def _may_open(view: View, p: int, floor: int, articles: frozenset[str]) -> bool:
    word, tag, before = view.low[p], view.tags[p], view.tag(p - 1)
    if (tag not in OPENS and word not in QUOTES) or word in articles:
        return False
    if (tag in FINITE and before not in ("DET", "APO", "TO")) or (before in AUX and tag not in ("N", "NUM", "DET")):
        return False  # the verbs of a clause, and what follows an auxiliary
    return p in (floor, view.own) or view.tags[p - 1] in BREAKS or view.low[p - 1] in articles


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
    if start.where != "right" or _opener(start.view, start) not in CONTENT:
        return False
    return not any(start.view.tags[p] in VERBAL for p in range(candidate.trigger.end, start.at))


def _after_verb(view: View, start: Start, limit: int) -> int:
    """Where a clause may end at the earliest: behind its first verb, if one is seen."""
    return next((p + 1 for p in range(start.at, limit) if view.tags[p] in VERBAL), start.at + 1)


def _may_close(view: View, p: int) -> bool:
    if view.tags[p] not in STOPS and (view.date[p] is None or view.date[p - 1] is not None):
        return False
    before = view.tags[p - 1]
    if before in UNCLOSED:
        return False
    if (before in AUX or before == "NEG") and view.tags[p] != "PUN":
        return False  # no subject ends at `was`, but the text may stay `as it is`
    if before == "PUN" and view.low[p - 1] not in "”»)\"'%]":
        return False
    inside = view.text[p][0].isalnum() and view.text[p - 1][-1].isalnum() and not view.doc[view.at[p - 1]].whitespace_  # `Annex 1A`
    return not inside


PLURAL_WORDS = frozenset((
    "them", "they", "both", "these", "those", "all", "their", "were", "are", "have",
    "les", "ils", "elles", "ceux", "celles", "leur", "leurs", "ont", "sont", "seront", "furent", "étaient",
))  # fmt: skip


def speaks_of_several(candidate: Candidate) -> bool:
    """Whether words about the trigger say that it has several subjects (`were adopted`, `adopted them`)."""
    view, trigger = candidate.view, candidate.trigger
    return not PLURAL_WORDS.isdisjoint(view.low[max(trigger.group.start - 1, 0) : trigger.end + 2])


class StartSigns:
    """What a model sees of the candidate starts of one candidate.

    What is the same for many starts is worked out once: what a place shows by itself is kept with its view (a sentence is looked at
    from every trigger in and after it), what the trigger shows is kept by side and rank.
    """

    def __init__(self, candidate: Candidate, acts: Acts) -> None:
        self.candidate, self.acts = candidate, acts
        self.rules: dict[int, str] = {}
        for n, subject in enumerate(candidate.subjects):
            self.rules.setdefault(subject.span.start, f"{subject.rule}{min(n, 1)}")
        self.extents = [(subject.span.start, subject.span.end) for subject in candidate.subjects]
        self.story = candidate.story_subject.start if candidate.story_subject is not None else -1
        view, before, end = candidate.view, candidate.trigger.group.start - 1, candidate.trigger.end
        self.before, self.after = shape(view, before), shape(view, end)
        self.tag_before, self.tag_after = tag_of(view, before), tag_of(view, end)
        self.plural = speaks_of_several(candidate)
        self.linker = linker_among(view, range(candidate.trigger.group.start - 1, -1, -1))  # what opens the trigger's clause
        self._of_trigger: dict[tuple[str, int], tuple[Sign, ...]] = {}

    def of(self, start: Start) -> list[Sign]:
        """All signs that hold for a start."""
        view, p, side = start.view, start.at, start.where
        key = f"{side}&{self.candidate.trigger.voice}"
        place = seen_at(view, p, self.acts)
        rank, subjects = min(start.rank, 6), bool(self.extents)
        of_trigger = self._of_trigger.get((side, min(rank, 3)))
        if of_trigger is None:
            of_trigger = self._of_trigger[side, min(rank, 3)] = self._trigger_signs(side, min(rank, 3), key)
        rule, kind, before, opens = self._rule_at(start), place.kind, place.tag_before, p == view.own
        found: list[Sign] = [
            *of_trigger, *place.signs,
            ("rank", key, rank), ("rule", rule), ("rule", rule, side), ("rule", rule, key),
            ("kind", kind, side), ("kind", kind, key, min(rank, 2)), ("kind", kind, rule[:7]),
            ("prev", place.before, side), ("prev-t", before, key), ("prev2-t", place.tags_before, side),
            ("own-t", place.tag, key), ("next-t", place.tags_after, side), ("first", opens, key),
            ("capital", place.capital, side), ("subjects", subjects, rule[:7], key),
            ("number", place.plural, self.plural, key), ("story", self.story == start.index, side, subjects),
            ("opener", opens or (p == view.own + 1 and view.tags[p - 1] == "DET"), key, self.tag_before),
            *self._between(start, key),
        ]  # fmt: skip
        if side == "left":
            found += _relative(view, p, self.linker, self.candidate.trigger)
        return found

    def _rule_at(self, start: Start) -> str:
        index = start.index
        if index in self.rules:
            return self.rules[index]
        if any(first < index < end for first, end in self.extents):
            return "inside"
        if index == self.story:
            return "story"
        return "none" if self.extents else "nothing"

    def _trigger_signs(self, side: str, rank: int, key: str) -> tuple[Sign, ...]:
        """What is the same for all starts of one side and rank; the words next to the trigger say where its subject is."""
        view, trigger, features, near = self.candidate.view, self.candidate.trigger, self.candidate.features, min(rank, 1)
        return (
            ("side", side), ("key", key), ("status", features.status, key, min(rank, 2)),
            ("form", features.kind, trigger.act, key, near),
            ("after", self.after, side, rank), ("after-t", f"{self.tag_after} {tag_of(view, trigger.end + 1)}", key, near),
            ("before", self.before, side, rank),
            ("before-t", f"{tag_of(view, trigger.group.start - 2)} {self.tag_before}", key, near),
        )  # fmt: skip

    def _between(self, start: Start, key: str) -> list[Sign]:
        """What stands between the trigger and the start."""
        view, p, side, trigger = start.view, start.at, start.where, self.candidate.trigger
        if side not in ("right", "left"):
            return list(self._elsewhere(side, start.rank))
        if side == "right":
            first, end = trigger.end, p
            near: Sign = ("first-word", self.after, min(start.rank, 3))
        else:
            first, end = p, min(trigger.group.start, trigger.start)
            near = ("gap", max(-1, min(trigger.group.start - p, 30)) // 4, trigger.voice)
        tags, low = kinds(view).tags[first:end], view.low[first : max(first, end)]
        found: list[Sign] = [
            near,
            ("verbs", min(sum(map(VERBAL.__contains__, tags)), 3), key), ("commas", min(low.count(","), 3), key),
            ("preps", min(tags.count("PREP"), 4), key), ("signs", ";" in low or ":" in low, key),
            ("linkers", min(sum(map(LINKERS.__contains__, tags)), 2), key), ("length", min(len(tags) // 3, 9), key),
            ("conj", min(tags.count("CONJ"), 2), key), ("date", f"{'DATE' in tags}&body={'BODY' in tags}", key),
        ]  # fmt: skip
        if len(tags) <= 6:
            words: Sign = ("words", " ".join(kinds(view).shapes[first:end]), key) if len(tags) <= 4 else ("words", "many")
            found += [("tags", " ".join(tags), key), words]
        return found

    def _elsewhere(self, side: str, rank: int) -> Iterator[Sign]:
        """What the trigger's sentence says of a subject outside of it: whether anything stands behind the trigger, and which pronoun
        before its verb group."""
        view, near = self.candidate.view, min(rank, 1)
        yield "only-right", f"{self.candidate.trigger.voice} {self.tag_before} {self.tag_after}", side, min(rank, 2)
        if side != "item":
            yield "rank0", rank == 0, side, self.tag_before
            yield "pron", self.before, near
            yield "after", self.after, near
            yield "opening", shape(view, view.own), near


def seen_at(view: View, p: int, acts: Acts) -> Seen:
    """What a place shows by itself; kept with its view."""
    return view.seen.get(p) or view.seen.setdefault(p, _look(view, p, acts))


def _look(view: View, p: int, acts: Acts) -> Seen:
    head = _phrase_head(view, p)
    shapes, tags = kinds(view)
    before2, before, own = around(shapes, p - 2, 3)
    tag_before2, tag_before, tag, tag_after = around(tags, p - 2, 4)
    words_before = f"{before2} {before}"
    named = head >= 0 and tags[head] in ("BODY", "DATE")
    return Seen(
        kind=tags[head] if named else "good" if is_good(view, head, acts) else "other",
        plural=head >= 0 and view.low[head].endswith(("s", "x", "a")),
        capital=view.text[p][0].isupper(),
        before=before,
        words_before=words_before,
        tag=tag,
        tag_before=tag_before,
        tags_before=f"{tag_before2} {tag_before}",
        tags_after=f"{tag} {tag_after}",
        signs=(("prev2", words_before), ("own", own[:6]), ("head", view.low[head][:7] if head >= 0 else "")),
    )


def _relative(view: View, p: int, linker: int, trigger: Trigger) -> Iterator[Sign]:
    """How the start lies to what opens the trigger's clause."""
    voice = trigger.voice
    word = view.low[linker] if linker >= 0 else "none"
    nouns = sum(view.tags[q] in BREAKS and view.tags[q] != "DET" for q in range(p, linker)) if p < linker else -1
    yield "linker", word, voice, min(nouns, 3)
    yield "linker-t", view.tags[linker] if linker >= 0 else "", voice, min(nouns, 3)
    verbs = sum(view.tags[q] in VERBAL for q in range(max(linker, p), trigger.group.start))
    yield "linker-verbs", word, voice, p < linker, min(verbs, 2)


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


def end_features(candidate: Candidate, start: Start, ends: Sequence[int]) -> Iterator[list[Sign]]:
    """What a model sees of each of the candidate ends of a start, nearest first."""
    view, at, voice, status = start.view, start.at, candidate.trigger.voice, candidate.features.status
    side = start.where if start.where in ("left", "right", "item") else "before"
    clause = _is_clause(view, start)
    key = f"{side}&{clause}"
    adjoined = min(candidate.trigger.group.start, candidate.trigger.start)
    verbs = commas = linkers = open_ = 0
    participle = dated = False
    shapes, every_tag = kinds(view)
    for order, end in enumerate(ends):
        tags, words = every_tag[at:end], view.low[at:end]
        verbs += sum(map(VERBAL.__contains__, tags))
        linkers += sum(map(LINKERS.__contains__, tags))
        commas += words.count(",")
        open_ += _left_open(words)
        participle, dated = participle or "VEN" in tags or "VING" in tags, dated or "DATE" in tags
        at = end  # what is told of the words up to here is kept
        (last_tag, following, second, third), (last, one, other) = around(every_tag, end - 1, 4), around(shapes, end - 1, 3)
        own = view.low[end] if end < len(view) else "<>"
        after, rule, place = f"{following} {second} {third}", _rule_end(candidate, start, end), min(order, 6)
        yield [
            ("rule", rule), ("rule", rule, key), ("rule", rule, voice), ("next", one, key), ("next-t", following, key, voice),
            ("next3", after, key), ("next2", f"{one} {other}"), ("last", last_tag, following), ("last-w", last[:6]),
            ("order", place, key), ("order", place, following, key), ("final", order == len(ends) - 1, key),
            ("length", min((end - start.at) // 2, 12), key), ("verbs", min(verbs, 3), key), ("verbs", min(verbs, 2), following, clause),
            ("commas", min(commas, 3), following, clause), ("linkers", min(linkers, 2), following, clause),
            ("participle", participle, following, clause), ("adjoining", end == adjoined, side, voice),
            ("balance", max(-2, min(open_, 2))), ("at", own, second, clause), ("comma", own == ",", other),
            ("date-inside", dated, key), ("body-next", "BODY" in after, own, key), ("date-next", "DATE" in after, own, key),
            ("status", status, own if own in TERMS else following),
        ]  # fmt: skip


TERMS = frozenset((",", "if", "once", "provided", "subject", "pending"))


def _is_clause(view: View, start: Start) -> bool:
    """Whether what begins here is a clause or an infinitive, not a noun phrase."""
    opener = _opener(view, start)
    return opener in CONTENT or opener == "to" or view.tag(start.at) == "INF"


def _opener(view: View, start: Start) -> str:
    """The word before a start and its article; `to` only where an infinitive follows."""
    p = start.at - 1
    while view.word(p) in cue("articles", view.language) or (view.language == "fr" and view.word(p) in APOSTROPHES):
        p -= 1
    return view.word(p) if view.tag(p) in ("THAT", "TO") or view.word(p) in CONTENT - {"that"} else ""


def _rule_end(candidate: Candidate, start: Start, end: int) -> str:
    last = start.view.at[end - 1] + 1
    for subject in candidate.subjects:
        if subject.span.end == last:
            return "both" if subject.span.start == start.index else "end"
        if subject.span.start == start.index:
            return "shorter" if last < subject.span.end else "longer"
    return "none"


ENCLOSING = frozenset("()“”«»[]")


def _left_open(words: tuple[str, ...]) -> int:
    """Brackets and quotation marks left open, less those closed too often."""
    if ENCLOSING.isdisjoint(words):
        return 0
    return sum(map(words.count, ("(", "“", "«", "["))) - sum(map(words.count, (")", "”", "»", "]")))
