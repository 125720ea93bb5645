"""Signs of whether a draft is a mention of a body: the rule that made it, its words, what stands around it, and what becomes of it
elsewhere in the document. No feature is a name, so a model serves documents whose bodies nobody has listed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from docmine.components import name_words
from docmine.components.draft import Draft, Sighted
from docmine.components.lexicon import lexicon
from docmine.components.name_grammar import Phrase
from docmine.components.name_words import Text
from docmine.components.names import fold
from docmine.components.survey import Passage
from docmine.sessions import ordinal_words

FEATURE_SET = "3"
ACTED = frozenset(fold(word) for word in lexicon("acted"))
SPOKEN = lexicon("spoken")
GENERIC = lexicon("generic")
SIGNS = re.compile(r"[^()/,.:;“”\"«»-]")  # all that says nothing
REPEATED = ("before", "after", "speaks", "acts", "all", "often")
SIDE = 3  # words before and after that are looked at
SMALL_WORDS = name_words.CLOSED | name_words.TITLES | lexicon("modals") | lexicon("thing")


@dataclass(frozen=True, slots=True)
class _Around:
    """The folded words before and after a draft, nearest first, and the signs between."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    gap_before: str
    gap_after: str
    opens: bool


def features(found: Sighted) -> Iterator[dict[str, float]]:
    """The signs of each BODY draft, in the order of the document."""
    around = [[_around(part, d) for d in row] for part, row in zip(found.parts, found.rows, strict=True)]
    whole = _Whole(found, around)
    for part, row, near in zip(found.parts, found.rows, around, strict=True):
        for draft, side in zip(row, near, strict=True):
            if draft.label == "BODY":
                yield _crossed(dict.fromkeys((*_own(part, draft), *_beside(side), *whole.signs(part, draft)), 1.0), draft)


def _around(part: Passage, draft: Draft) -> _Around:
    run, text = part.text.run, part.text.text
    first = bisect_left(run, draft.start, key=lambda word: word.start)
    past = bisect_left(run, draft.end, key=lambda word: word.start)
    before = tuple(run[i].key for i in range(first - 1, max(-1, first - 1 - SIDE), -1))
    after = tuple(run[i].key for i in range(past, min(len(run), past + SIDE)))
    gap_before = text[run[first - 1].end if first else 0 : draft.start]
    gap_after = text[draft.end : run[past].start if past < len(run) else len(text)]
    return _Around(before, after, gap_before, gap_after, first == 0 or bool(re.search(r"[.!?:;•]", gap_before)))


def _own(part: Passage, draft: Draft) -> Iterator[str]:
    """What the draft is by itself."""
    text = part.text.text[draft.start : draft.end]
    how = f"{draft.rule}:{draft.doubt}"
    yield f"how:{how}"
    yield f"how:{how}:{'fr' if part.text.french else 'en'}"
    yield f"known:{bool(draft.entries)}"
    if any(entry.id for entry in draft.entries):
        yield "has-id"
    phrase = draft.phrase
    if phrase is None:
        yield from _letters(text)
        return
    determiner = phrase.determiner or "none"
    kind = "indefinite" if determiner in name_words.INDEFINITE else "none" if determiner == "none" else "definite"
    yield from (f"kind:{phrase.kind}", f"noun:{phrase.noun}", f"determiner:{kind}", f"determiner:{kind}:{how}")
    yield f"noun:{phrase.noun}:{'bare' if phrase.bare else 'full'}:{kind}"
    left, right = phrase.head - phrase.first, phrase.last - phrase.head_end
    yield from (f"left:{min(left, 3)}", f"right:{min(right, 3)}", f"strong:{phrase.kind in name_words.STRONG}:{left > 0}:{right > 0}")
    told = [part.text.run[i] for i in (*range(phrase.first, phrase.head), *range(phrase.head_end + 1, phrase.last + 1))]
    if told and all(w.key in GENERIC or w.key in name_words.CLOSED for w in told):
        yield "generic"
    yield f"capitals:{min(3, sum(w.text[0].isupper() for w in told))}"
    if phrase.first < phrase.head and not part.text.run[phrase.first].text[0].isupper():
        yield "small-first"
    if phrase.first < phrase.head and part.text.run[phrase.first].text.lower() in ordinal_words():
        yield f"ordinal:{phrase.kind}"
    if part.text.french:
        yield from _extent(part.text, phrase, draft.doubt)


def _extent(text: Text, phrase: Phrase, doubt: str) -> Iterator[str]:
    """How a French name begins behind its head, how it ends, and how the words behind it go on."""
    opener, last, following = text.key(phrase.head_end + 1), text.key(phrase.last), text.key(phrase.last + 1)
    small = following in SMALL_WORDS
    joined = bool(name_words.TIGHT.fullmatch(text.gap(phrase.last + 1)))
    yield from (f"goes-on:{following[-3:] if not small else following}:{joined}", f"goes-on:{doubt}:{small}:{joined}:{phrase.bare}")
    if joined and small:
        yield f"goes-on:{phrase.noun}:{following}:{phrase.bare}"
        yield f"goes-on-to:{text.key(phrase.last + 2)[-3:]}"
    if phrase.last > phrase.head_end:
        before, second = text.key(phrase.last - 1), text.key(phrase.head_end + 2)
        told = second if second in SMALL_WORDS else second[-4:] if phrase.head_end + 2 == phrase.last else ""
        yield from (f"opener:{opener}:{told}", f"opener:{phrase.noun}:{opener}:{second in SMALL_WORDS}")
        yield from (f"opener:{opener if opener in SMALL_WORDS else 'word'}:{phrase.noun}", f"end:{last[-3:]}", f"end:{last[-4:]}")
        yield from (f"end-after:{before if before in SMALL_WORDS else 'word'}:{last[-2:]}", f"end:{doubt}:{last[-2:]}")
        yield f"end-capital:{text.run[phrase.last].capital}:{doubt}"


def _letters(text: str) -> Iterator[str]:
    """How an acronym looks."""
    yield f"length:{min(len(text), 8)}"
    shape = re.sub(r"[A-ZÀ-Ý]+", "A", re.sub(r"[a-zà-ÿ]+", "a", re.sub(r"\d+", "9", text)))
    yield f"shape:{shape[:6]}"


def _beside(side: _Around) -> Iterator[str]:
    """What stands before and after."""
    before, after = (side.before or ("^",))[0], (side.after or ("$",))[0]
    yield f"before:{before if before in SMALL_WORDS or before in SPOKEN else 'word'}"
    yield f"after:{_class(after)}"
    yield f"gap-before:{SIGNS.sub('', side.gap_before)[-1:]}"
    yield f"gap-after:{SIGNS.sub('', side.gap_after)[:1]}"
    if side.opens:
        yield "opens"
    yield from (f"speaks:{word}" for word in side.before if word in SPOKEN)
    if not side.gap_after.strip() and after in ACTED:
        yield "acts"
    if not side.gap_after.strip() and any(word in ACTED for word in side.after[1:]):
        yield "acts-soon"


def _class(word: str) -> str:
    """A small word itself; of others the sort."""
    if word in SMALL_WORDS:
        return word
    if word.isdigit():
        return "number"
    return "acts" if word in ACTED else "ends-ed" if word.endswith("ed") else "word"


def _crossed(row: dict[str, float], draft: Draft) -> dict[str, float]:
    """The row, with the doubted drafts' signs again by their doubt: what tells a body of one sort tells little of another."""
    if draft.doubt:
        row |= {f"{draft.doubt}&{name}": 1.0 for name in list(row) if name.startswith(REPEATED)}
    return row


class _Whole:
    """What becomes of the same words all over the document."""

    def __init__(self, found: Sighted, around: list[list[_Around]]) -> None:
        self.times: Counter[str] = Counter()
        self.the: Counter[str] = Counter()
        self.acts: Counter[str] = Counter()
        self.bracketed: Counter[str] = Counter()
        for part, row, near in zip(found.parts, found.rows, around, strict=True):
            for draft, side in zip(row, near, strict=True):
                key = part.text.text[draft.start : draft.end]
                self.times[key] += 1
                self.the[key] += (side.before or ("",))[0] in name_words.DETERMINERS
                self.acts[key] += bool(side.after) and side.after[0] in ACTED and not side.gap_after.strip()
                self.bracketed[key] += side.gap_before.endswith("(") and side.gap_after.startswith(")")

    def signs(self, part: Passage, draft: Draft) -> Iterator[str]:
        key = part.text.text[draft.start : draft.end]
        times = self.times[key]
        yield f"often:{1 if times == 1 else 2 if times < 4 else 4 if times < 10 else 10}"
        yield f"all-the:{round(2 * self.the[key] / times)}"
        if self.acts[key]:
            yield "all-acts"
        if self.bracketed[key]:
            yield "all-bracketed"
