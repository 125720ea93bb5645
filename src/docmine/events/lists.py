"""A verb whose objects are the items of a list: bullets below its paragraph, `(i) …; (ii) …` after its colon, or `(a) … and (b) …`
in its own sentence."""

from __future__ import annotations

from collections.abc import Sequence

from docmine.events.candidates import Subject
from docmine.events.objects import Extent
from docmine.events.phrases import strip_article, trim
from docmine.events.reading import VERBAL, View
from docmine.events.triggers import Trigger
from docmine.events.views import Passage
from docmine.events.words import cue

# What printed marks count in, from the first.
MARKS = (tuple("abcdefghijklmnop"), ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"), tuple(map(str, range(1, 17))))


def item_objects(view: View, trigger: Trigger, extents: list[Extent], below: Sequence[Passage]) -> list[Subject]:
    """One subject an item where the trigger's object is the list that follows, in its sentence or `below` its paragraph; empty where
    it is not."""
    if len(marked := _marked(view, trigger)) > 1:
        return marked
    if not _announces(view, trigger, extents):
        return []
    inline = _inline(view, trigger)
    if inline:
        return inline
    clause = trigger.form.clause
    return [subject for passage in below if (subject := _of_item(passage, clause=clause)) is not None]


def _marked(view: View, trigger: Trigger) -> list[Subject]:
    """Items that printed marks open right after the verb: `agreed to (a) revise the text, and (b) publish it`."""
    if trigger.voice not in ("active", "infinitive", "gerund"):
        return []
    found = [p for p in range(trigger.end, len(view) - 2) if view.low[p] == "(" and view.low[p + 2] == ")"]
    kinds = [kind for kind in MARKS if found and view.low[found[0] + 1] == kind[0]]
    if not kinds or found[0] > trigger.end + 3 or any(view.tags[q] in VERBAL for q in range(trigger.end, found[0])):
        return []
    at = [p for p, mark in zip(found, kinds[0], strict=False) if view.low[p + 1] == mark]
    parts = zip(at, [*at[1:], len(view)], strict=True)
    subjects = [_subject(view, _behind_opener(view, p + 3, end, clause=trigger.form.clause), _without_join(view, end)) for p, end in parts]
    return [subject for subject in subjects if subject is not None]


def _without_join(view: View, end: int) -> int:
    """Without `, and` or `;` before the next mark."""
    while view.tag(end - 1) in ("CONJ", "PUN") and view.low[end - 1] not in ")”»":
        end -= 1
    return end


def _behind_opener(view: View, start: int, end: int, *, clause: bool) -> int:
    """Behind the `to` or `that` of an item, where the verb takes clauses."""
    return start + 1 if clause and start + 1 < end and view.tags[start] in ("TO", "THAT") else start


def _announces(view: View, trigger: Trigger, extents: list[Extent]) -> bool:
    """Whether a colon that opens a list follows the trigger and its object, with no verb between."""
    colon = next((p for p in range(trigger.end, len(view)) if view.low[p] == ":"), -1)
    if colon < 0 or any(view.tags[p] in VERBAL for p in range(trigger.end, colon)):
        return False
    between = view.low[trigger.end : colon]
    if trigger.voice in ("passive", "reduced") and extents:
        return bool(set(view.low[extents[0].start : extents[0].end]) & cue("list_openers"))
    if not extents:
        return True
    return (
        len(between) <= 3
        or bool(set(between[-3:]) & cue("list_openers"))
        or (bool(extents) and bool(set(between[: extents[0].end - trigger.end]) & cue("list_openers")))
    )


def _inline(view: View, trigger: Trigger) -> list[Subject]:
    """Items between semicolons after the colon."""
    colon = next(p for p in range(trigger.end, len(view)) if view.low[p] == ":")
    parts, at = [], colon + 1
    for p in range(colon + 1, len(view) + 1):
        if p == len(view) or view.low[p] == ";":
            parts.append((at, p))
            at = p + 1
    subjects = [_subject(view, *_without_mark(view, *part)) for part in parts]
    return [subject for subject in subjects if subject is not None]


def _without_mark(view: View, start: int, end: int) -> tuple[int, int]:
    """Without `and` and a printed mark `(i)`."""
    while start < end and view.tags[start] in ("CONJ", "PUN") and view.low[start] != "(":
        start += 1
    if start + 2 < end and view.low[start] == "(" and view.low[start + 2] == ")":
        start += 3
    elif start + 1 < end and view.low[start + 1] == ")" and len(view.low[start]) < 4:
        start += 2
    return start, end


def _subject(view: View, start: int, end: int) -> Subject | None:
    start, end = trim(view, start, end)
    while end > start and view.low[end - 1] in (".", ";"):
        end -= 1
    start = strip_article(view, start, end) if start < end else start
    return Subject(view.span(start, end), 0.8, "list") if view.own <= start < end else None


def _of_item(passage: Passage, *, clause: bool) -> Subject | None:
    """An item's words up to its own end, unless it is a clause of its own and the verb does not take one (`agreed: to meet`)."""
    view = passage.views[0]
    end = next((p for p in range(view.own, len(view)) if view.low[p] == ";"), len(view))
    start, end = _without_mark(view, view.own, end)
    start = _behind_opener(view, start, end, clause=clause)
    if start >= end or (start == view.own and _opens_with_verb(view, start)):
        return None
    return _subject(view, start, end)


def _opens_with_verb(view: View, p: int) -> bool:
    """`approves the text`, `agreed to meet`, `prend note des …`: the item is a clause with a verb of its own, no object."""
    one, following = view.tags[p], view.tag(p + 1)
    if one in VERBAL or one in ("INF", "TO"):
        return True
    if view.body[p] is not None or one not in ("N", "VEN") or not view.low[p].isalpha():
        return False
    if view.language == "fr":  # after a noun stands `de` or `sur`, not a bare article
        return one == "N" and view.word(p + 1) in cue("bare_articles", "fr") and view.text[p][0].islower()
    return (view.low[p].endswith(("s", "ed")) and following in ("DET", "THAT", "PRON", "POSS")) or (one == "VEN" and following == "TO")
