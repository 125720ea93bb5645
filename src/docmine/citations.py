"""How a person cites a place in a paper: `PC0345E1a, Annex II, para. 12 (a)`.

The symbol (or the title, or the file's name), the annex, the paragraph's number, the item's mark. Places that would share a citation are
told apart by the heading they stand under, then by their page, then by counting; so the same paper always gives the same citations, and
no two paragraphs of it share one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from docmine.source import Block

LONGEST_TITLE = 80  # characters of a title in a citation
WORDS = {
    "en": {"paragraph": "para.", "sub": "sub-para.", "item": "item", "table": "table", "note": "note", "text": "unnumbered para."},
    "fr": {"paragraph": "par.", "sub": "al.", "item": "point", "table": "tableau", "note": "note", "text": "par. non numéroté"},
}
ANNEX = re.compile(
    r"(?P<word>annex(?:e|ure)?|appendix|appendice|attachment|enclosure|addendum|pièce jointe)\b"
    r"(?:\s{1,3}(?P<number>(?:n[°o]\.?\s?)?(?:\d{1,3}|[IVXLC]{1,7}|[A-Z])\b))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation is made from: the block, the index of the paragraph it hangs under, and the titles above it from the top down."""

    block: Block
    parent: int | None
    path: tuple[str, ...] = ()


def cite(paper: str, places: Sequence[Cited], language: str) -> list[str]:
    """A citation for each of a paper's paragraphs; `paper` is its symbol, title or name."""
    words = WORDS.get(language, WORDS["en"])
    parts = _parts(places, words)
    annexes = [_annex(place.path) for place in places]
    titles = _titles_that_tell_apart(places, [*zip(annexes, parts, strict=True)])
    found = [", ".join(filter(None, (annex, title, part))) for annex, title, part in zip(annexes, titles, parts, strict=True)]
    name = shortened(paper)
    return [f"{name}, {one}" if name else one for one in _made_unique(found, places)]


def shortened(title: str) -> str:
    """A title of at most 80 characters, cut between words."""
    text = " ".join(title.split())
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def _parts(places: Sequence[Cited], words: dict[str, str]) -> list[str]:
    """The place within its annex: `para. 12`, `para. 12 (a)`, `Resolution 2017-01`, `para. 12, table 1`, `note 3`."""
    parts: list[str] = []
    counts: Counter[tuple[str, str]] = Counter()
    open_items: dict[str, list[tuple[str, str]]] = defaultdict(list)  # by parent: the styles and marks of the items that are open
    for place in places:
        block = place.block
        above = parts[place.parent] if place.parent is not None and place.parent < len(parts) else ""
        if block.number is not None:
            parts.append(block.unit or f"{words['paragraph']} {block.number}")
            open_items.pop(parts[-1], None)
        elif block.role == "list_item" and _is_counted(block.mark):
            parts.append(_joined(above, _item(block.mark or "", open_items[above])))
        elif block.role == "footnote" and block.mark:
            parts.append(f"{words['note']} {block.mark}")
        else:
            kind = {"table": "table", "list_item": "item", "footnote": "note"}.get(block.role, "sub" if above else "text")
            counts[above, kind] += 1
            parts.append(", ".join(filter(None, (above, f"{words[kind]} {counts[above, kind]}"))))
    return parts


def _joined(above: str, items: str) -> str:
    return f"{above} {items}" if above else items


def _is_counted(mark: str | None) -> bool:
    return mark is not None and any(map(str.isalnum, mark)) and len(mark) < 12


def _item(mark: str, opened: list[tuple[str, str]]) -> str:
    """The item's mark behind those of the items that it stands in: `(a)(ii)`."""
    bare = mark.strip("().[] ")
    style = _style(bare, opened)
    while any(style == other for other, _ in opened) and opened[-1][0] != style:
        opened.pop()
    if opened and opened[-1][0] == style:
        opened.pop()
    opened.append((style, bare))
    return "".join(f"({shown})" for _, shown in opened[-4:])


def _style(bare: str, opened: Sequence[tuple[str, str]]) -> str:
    """`1`, `a`, `A`, `i` or `I`; a letter that is a roman number too goes on with what is open."""
    if bare[:1].isdigit():
        return "1" + "." * bare.count(".")
    case = "a" if bare.islower() else "A"
    if bare.lower().strip("ivxlc"):
        return case
    roman = "i" if bare.islower() else "I"
    last = next((shown for style, shown in reversed(opened) if style == case), None)
    goes_on = last is not None and len(last) == len(bare) == 1 and ord(bare) == ord(last) + 1
    return case if goes_on and bare.lower() != "i" else case if goes_on and (not opened or opened[-1][1].lower() == "h") else roman


def _annex(path: Sequence[str]) -> str:
    """The innermost annex among the titles above, as printed."""
    for title in reversed(path):
        found = ANNEX.match(title)
        if found and (found["number"] or len(title) < 14):
            return found.group()
    return ""


def _titles_that_tell_apart(places: Sequence[Cited], cited: Sequence[tuple[str, str]]) -> list[str]:
    """For paragraphs whose numbers recur, the highest title above each that tells them apart; else nothing."""
    titles = [""] * len(places)
    same: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, key in enumerate(cited):
        same[key].append(index)
    for indices in same.values():
        depth = _telling_depth([places[index].path for index in indices]) if len(indices) > 1 else None
        for index in indices if depth is not None else ():
            title = places[index].path[depth] if depth is not None and depth < len(places[index].path) else ""
            titles[index] = f"“{shortened(title)}”" if title else ""
    return titles


def _telling_depth(paths: Sequence[tuple[str, ...]]) -> int | None:
    """How far down the titles must be followed for them all to differ; where they never do, where most differ."""
    spread = [len({path[depth] if depth < len(path) else "" for path in paths}) for depth in range(max(map(len, paths)))]
    most = max(spread, default=1)
    return spread.index(most) if most > 1 else None


def _made_unique(found: Sequence[str], places: Sequence[Cited]) -> list[str]:
    """What still is the same gets its page, then a count."""
    times = Counter(found)
    paged = [f"{one}, p. {_page(place)}" if times[one] > 1 and _page(place) else one for one, place in zip(found, places, strict=True)]
    times, seen = Counter(paged), Counter[str]()
    unique: list[str] = []
    for one in paged:
        seen[one] += 1
        unique.append(f"{one} [{seen[one]}]" if times[one] > 1 else one)
    return unique


def _page(place: Cited) -> int | None:
    return next((piece.line.page for piece in place.block.pieces if piece.line.words), None)
