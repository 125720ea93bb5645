"""What may stand between a verb and its object: adverbs, enclosed phrases, manner, a meeting, a date."""

from __future__ import annotations

from functools import cache

from docmine.events.reading import VERBAL, View
from docmine.events.words import cue


@cache
def _by_first_word(expressions: tuple[str, ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The expressions as tuples of words, by their first word."""
    table: dict[str, tuple[tuple[str, ...], ...]] = {}
    for expression in expressions:
        parts = tuple(expression.split())
        table[parts[0]] = (*table.get(parts[0], ()), parts)
    return table


def begins(view: View, p: int, expressions: tuple[str, ...]) -> str:
    """The expression whose words stand at `p`, empty if none does."""
    known = _by_first_word(expressions)
    if not 0 <= p < len(view.low) or view.low[p] not in known:  # as nearly always
        return ""
    return next((" ".join(parts) for parts in known[view.low[p]] if view.low[p : p + len(parts)] == parts), "")


def last_position(view: View) -> int:
    """Where the sentence ends, its closing signs and white space left out."""
    end = len(view)
    while end > 0 and (view.low[end - 1] in ".;,:" or view.low[end - 1].isspace()):
        end -= 1
    return end


def after_enclosed(view: View, p: int) -> int:
    """`that, despite Rule 20, Members …`: behind the comma that closes what one opened."""
    if view.word(p) != ",":
        return p
    return next((q + 1 for q in range(p + 1, min(p + 40, len(view))) if view.low[q] == ","), p + 1)


def skip_manner(view: View, p: int, *, clause: bool) -> int:
    """Over adverbs, enclosed phrases and `by acclamation`, `at its 36th Session`, `in principle` before the object."""
    start = p
    while p < len(view):
        if view.tags[p] in ("ADV", "NEG") or (view.low[p] == "ad" and view.word(p + 1) == "referendum"):
            p += 1
        elif view.low[p] == "," and (closing := _closing_comma(view, p)) > 0:
            p = closing + 1
        elif view.language == "fr" and view.low[p] == "le" and p + 1 < len(view) and view.date[p + 1] is not None:
            p = _mention_end(view, p + 1)
        elif p > start and view.date[p] is not None:
            p = _mention_end(view, p)
        elif view.tags[p] == "PREP" and (after := _after_adjunct(view, p, clause)) > 0:
            p = after
        else:
            break
    return p


def _mention_end(view: View, p: int) -> int:
    """The position behind the date that covers `p`."""
    mention = view.date[p]
    while p < len(view) and view.date[p] is mention:
        p += 1
    return p


def _closing_comma(view: View, p: int) -> int:
    """The comma that closes what `p` opens, if an object can begin after it; else -1."""
    if view.tag(p + 1) in ("CONJ", "REL"):
        return -1
    for q in range(p + 1, min(p + 45, len(view))):
        if view.low[q] in (";", ":"):
            return -1
        if view.low[q] == "," and all(view.tags[r] == "ADV" for r in range(p + 1, q)):
            return q
        if view.low[q] == "," and (
            view.tag(q + 1) in ("DET", "THAT", "NUM", "TO")
            or (view.tag(p + 1) == "PREP" and view.tag(q + 1) == "N")
            or view.word(q + 1) in ("on", "new", "que", "de", "d", "sur")
        ):
            return q
    return -1


def _after_adjunct(view: View, p: int, clause: bool) -> int:
    """The position after the adjunct that begins at `p`, if an object follows straight; else -1."""
    if clause and view.low[p] in cue("clause_links", view.language) and not meeting_near(view, p):
        return -1
    q = p + 1
    while q < len(view) and (
        view.tags[q] in ("N", "NUM", "GLUE", "APO") or (q == p + 1 and view.tags[q] == "DET") or (view.tags[q] == "PREP" and q < p + 8)
    ):
        q += 1
        if view.tag(q) in ("DET", "THAT") or (clause and view.tag(q) in ("TO",)) or view.word(q) in ("que", "qu"):
            return q
        if clause and view.word(q) in ("on", "upon") and view.tag(q - 1) != "PREP":
            return q
        if clause and view.word(q) in ("de", "d") and q < len(view) and view.body[q - 1] is not None:
            return q
        if view.word(q) == "," and (closing := _closing_comma(view, q)) > 0:
            return closing + 1
    return -1


def meeting_near(view: View, p: int) -> bool:
    """A meeting, a session or a date within the adjunct that begins at `p`."""
    if p + 1 < len(view) and view.date[p + 1] is not None:
        return True
    for q in range(p + 1, min(p + 10, len(view))):
        if view.low[q] in cue("meeting"):
            return True
        if view.tags[q] in VERBAL or view.low[q] in ",;:":
            return False
    return False
