"""Noun phrases in a tagged view: where they begin, where their own modifiers end, and what their head is."""

from __future__ import annotations

from dataclasses import dataclass

from docmine.acts import Acts
from docmine.events.reading import AUX, View, ahead
from docmine.events.words import cue

NOMINAL = frozenset(("N", "NUM", "GLUE", "POSS", "APO"))


OPENER_OF = {")": "(", "]": "[", "”": "“", "»": "«"}


CLOSER_OF = {v: k for k, v in OPENER_OF.items()}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase (positions, half-open, article left out) and its head's position."""

    start: int
    end: int
    head: int


def strip_article(view: View, start: int, end: int) -> int:
    """The first position after the article and the apostrophe that belongs to it."""
    while start < end - 1 and (view.low[start] in cue("articles", view.language) or view.tags[start] == "APO"):
        start += 1
    return start


def trim(view: View, start: int, end: int) -> tuple[int, int]:
    """Without signs, adverbs and conjunctions at its ends; a bracket that was opened inside stays."""
    while start < end and ((view.tags[start] == "PUN" and view.low[start] not in CLOSER_OF) or view.tags[start] in ("CONJ", "APO")):
        start += 1
    while end > start + 1 and view.tags[end - 1] == "ADV":
        end -= 1
    while end > start and (view.tags[end - 1] in ("PUN", "CONJ", "APO", "PREP", "TO") and not _closes(view, start, end - 1)):
        end -= 1
    return start, end


def _closes(view: View, start: int, p: int) -> bool:
    opener = OPENER_OF.get(view.low[p])
    if view.low[p] == '"':
        return '"' in view.low[start:p]
    return opener is not None and opener in view.low[start:p]


def head_of(view: View, start: int, end: int) -> int:
    """The head noun's position: English, the last noun before the first preposition or participle; French, the first noun."""
    last = -1
    for p in range(start, end):
        one = view.tags[p]
        if one == "N" and view.low[p].isalpha():
            last = p
            if view.language == "fr":
                return p
        elif last >= 0 and (one in ("PREP", "TO", "VEN", "V", "REL", "THAT", "PUN", "VING") or one in AUX):
            break
    return last


def singular(word: str) -> str:
    """The word without its plural ending."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith(("s", "x")) and len(word) > 3 else word


def is_good(view: View, p: int, acts: Acts) -> bool:
    """Whether the noun at `p` heads what bodies act on."""
    if p < 0:
        return False
    heads = acts.heads.get(view.language, frozenset())
    return view.low[p] in heads or singular(view.low[p]) in heads


def skip_back(view: View, p: int) -> int:
    """From a closing bracket or quotation mark to the position of its opener (at most 60 tokens back), else `p`."""
    opener = OPENER_OF.get(view.low[p])
    if opener is None:
        return p
    for q in range(p - 1, max(p - 60, -1), -1):
        if view.low[q] == opener:
            return q
    return p


def skip_ahead(view: View, p: int) -> int:
    """From an opening bracket or quotation mark to its closer, else `p`."""
    closer = CLOSER_OF.get(view.low[p])
    if closer is None:
        return p
    for q in range(p + 1, min(p + 80, len(view))):
        if view.low[q] == closer:
            return q
    return p


def phrase_before(view: View, end: int, acts: Acts, floor: int = 0) -> Phrase | None:
    """The noun phrase that ends at `end`, as far left as its own modifiers reach.

    Of the starts that prepositions offer (`progress on | the Plan for | Phase III`) the leftmost whose head may be acted on
    wins, else the one nearest to `end`.
    """
    starts = _starts_before(view, end, floor)
    for start in reversed(starts):
        head = head_of(view, start, end)
        if is_good(view, head, acts):
            return Phrase(start, end, head)
    if not starts:
        return None
    start = starts[0]
    return Phrase(start, end, head_of(view, start, end))


def _starts_before(view: View, end: int, floor: int) -> list[int]:
    """Possible beginnings of the phrase that ends at `end`, nearest first."""
    starts: list[int] = []
    p = end - 1
    while p >= floor:
        p = max(skip_back(view, p), floor)
        if not _inside(view, p, end):
            break
        if view.tags[p] in ("PREP", "TO", "VEN") and p + 1 < end:
            _offer(view, starts, p + 1, end)
        if view.tags[p] == "PREP" and view.low[p] not in cue("own_preps", view.language):
            return starts
        p -= 1
    _offer(view, starts, p + 1, end)
    return starts


def _offer(view: View, starts: list[int], start: int, end: int) -> None:
    start, _ = trim(view, start, end)
    start = strip_article(view, start, end)
    if start < end and (not starts or start < starts[-1]) and view.tags[start] not in ("PREP", "TO"):
        starts.append(start)


def _inside(view: View, p: int, end: int) -> bool:
    """Whether the token at `p` may lie in a noun phrase that goes on to its right."""
    one = view.tags[p]
    if one in NOMINAL or one in ("DET", "PREP", "TO") or view.low[p] in CLOSER_OF or view.low[p] in '"“”':
        return True
    if one == "CONJ":
        return p > 0 and view.tags[p - 1] in ("N", "NUM") and view.low[p] in ("and", "or", "et", "ou", "&")
    return one == "VEN" and view.tag(p + 1) in ("PREP", "TO") and p > 0 and view.tags[p - 1] in ("N", "PUN")


def phrases(view: View, start: int, end: int) -> list[Phrase]:
    """The noun phrases between `start` and `end`, left to right, each with its `of`, `for`, `on` … modifiers."""
    found: list[Phrase] = []
    p = start
    while p < end:
        if view.tags[p] in ("DET", "N", "NUM"):
            q = _run(view, p, end)
            first = strip_article(view, p, q)
            head = head_of(view, first, q)
            if head >= 0:
                found.append(Phrase(first, q, head))
            p = q
        else:
            p += 1
    return found


def _run(view: View, p: int, end: int) -> int:
    """Where the phrase that begins at `p` ends, prepositional modifiers included."""
    q = p
    while q < end:
        one = view.tags[q]
        if (
            one in NOMINAL
            or one == "DET"
            or (
                one == "PREP"
                and view.low[q] in cue("own_preps", view.language)
                and view.tag(ahead(view, q, ("APO",))) in ("N", "DET", "NUM")
            )
            or (one == "TO" and q > p and view.tag(q - 1) in ("N", "NUM") and view.tag(q + 1) in ("DET", "N", "NUM"))
        ):
            q += 1
        elif (
            one == "VEN"
            and view.tag(q - 1) == "N"
            and view.tag(q + 1) == "PREP"
            and view.tag(ahead(view, q + 1, ("APO",))) in ("N", "DET", "NUM")
        ):
            q += 2
        elif skip_ahead(view, q) > q:
            q = skip_ahead(view, q) + 1
        else:
            break
    return q
