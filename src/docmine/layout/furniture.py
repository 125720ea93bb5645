"""Running heads, footers and page numbers: known by place and repetition, kept apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from docmine.layout.marks import DASHES, number_of, read_marks
from docmine.layout.rows import baseline_rows
from docmine.packed import pack
from docmine.source import Line, Page

EDGE_ROWS = 6  # rows from the top and from the bottom that may be furniture
EDGE_SHARE = 0.17  # of the page's height
NEIGHBOURS = 6  # pages before and after that a running head is looked for on
SAME_PLACE = 9.0  # points
MOST_BESIDE = 12  # characters of a page's number beside a symbol
LEVEL = 2.0  # points that the parts of running heads may differ in height
MOST_BETWEEN = 2  # rows between a symbol and its page's number
LEAST_SHARED = 5  # letters
SLANT = 2.2  # times the size of its letters that a line must be high, and wide
ANNEX = re.compile(  # what stands before the symbol over an annex
    r"(?:annexe?|appendix|appendice)\b(?:\s(?!to\b|au\b)[\w/.-]{1,5})?(?:\s(?:to|au)\b(?:\sdoc(?:ument)?\b\.?)?)?", re.IGNORECASE
)
PARTS = re.compile(r"\s[-–—|·•/]\s")  # between the parts of a running head
NUMBERS = re.compile(r"\d{1,9}")
PAGE_NUMBER = re.compile(
    r"(?:[-–—./|•*\[( ]{0,4})(?:pages?|p\.|seite|página)?\s{0,3}(?P<n>\d{1,4}|[ivxlc]{1,7})\s{0,3}"
    r"(?:(?:/|of|de|sur|von|-|–)\s{0,3}\d{1,4})?(?:\s{0,3}[-–—./|•*\]) ]{0,4})",
    re.IGNORECASE,
)
PAGE_BESIDE = re.compile(  # a page's number behind a running head, or before it
    r"\s{1,4}(?:[-–—|/]\s?)?(?:page\s)?\d{1,4}(?:\s?[-–—|])?$|^(?:[-–—]\s?)?\d{1,4}\s?[-–—|]?\s{1,4}(?=[A-Z])",
    re.IGNORECASE,
)
LEGAL = re.compile(r"©|\bcopyright\b|all rights reserved|tous droits (?:de \w+ )?réservés", re.IGNORECASE)
NAMED_PAGE = re.compile(
    r"\b(?:page|p\.)\s{0,2}\d{1,4}(?:\s?(?:/|of|de|sur)\s?\d{1,4}|\s?/\s?[^\W\d_]{4,12})?$|^(?:page|p\.)\s{0,2}\d{1,4}\b",
    re.IGNORECASE,
)
CONTINUED = re.compile(r"(?:\.\s?){2,4}/(?:\.\s?){0,3}|/\s?(?:\.\s?){2,3}|\(?(?:continued|suite)\)?", re.IGNORECASE)
FILE_NAME = re.compile(r"\b[A-Z]:\\\w|\S\.(?:docx?|wpd|rtf|odt)\b", re.IGNORECASE)
JOB_NUMBER = re.compile(r"[A-Z]{2}\.\d{2}-\d{4,6}(?:\s?\(?[A-Z]\)?)?|\*\d{5,9}\*|\d{2}-\d{5}(?:\s?\([A-Z]\))?")


@dataclass(frozen=True, slots=True)
class _EdgeRow:
    page: int
    order: int  # counted from the edge, 0 is outermost
    at_top: bool
    place: float  # distance from the page's edge
    text: str
    lines: tuple[Line, ...]
    gap: float  # to the next row inwards
    size: float
    key: str  # the letters alone: counters differ from page to page
    numbers: tuple[int, ...]


def find_furniture(pages: Sequence[Page], known: Set[int]) -> set[int]:
    """The `id()`s of the lines that are furniture; `known` are some found before, which are looked at no more."""
    known = known | {id(line) for page in pages for line in page.lines if _is_slanted(line)}
    edges = [row for page in pages for row in _edge_rows(page, known)]
    ornaments = {index for index, row in enumerate(edges) if not any(char.isascii() and char.isalnum() for char in row.text)}
    repeated = _repeated(edges) | _shared(edges)
    said = _said(pages)
    found = repeated | _page_numbers(edges, len(pages)) | _boilerplate(edges) | _named_before(edges, pages, said) | ornaments
    chosen = _contiguous(edges, found | _above_page_numbers(edges, found) | _above_annexes(edges, found, said))
    return {id(line) for index, row in enumerate(edges) if index in chosen for line in row.lines} | known


def _is_slanted(line: Line) -> bool:
    """A stamp or watermark: words that run neither level nor upright."""
    box = line.box
    extent = min(box.bottom - box.top, box.x1 - box.x0)
    if extent <= SLANT * line.size:
        return False  # as nearly all lines, by the size of most of their letters
    return extent > SLANT * (pack(line).largest if line.words else line.size) > 0


def _stands_free(text: str, number: int) -> bool:
    """Whether the number is a token of its own, as a page's is; `Decision 3/CMP.14` counts something else."""
    return str(number) in re.split(r"[\s|.\-–—]+", text) or bool(re.search(rf"\b{number}\s?/\s?\d+$|\d\w?/{number}(?!\S)", text))


def _edge_rows(page: Page, known: Set[int]) -> list[_EdgeRow]:
    groups = baseline_rows(line for line in page.lines if id(line) not in known)
    found: list[_EdgeRow] = []
    for at_top in (True, False):
        ordered = groups if at_top else groups[::-1]
        for order, group in enumerate(ordered[:EDGE_ROWS]):
            edge = min([line.box.top for line in group]) if at_top else page.height - max([line.box.bottom for line in group])
            if edge > EDGE_SHARE * page.height:
                break
            inner = ordered[order + 1] if order + 1 < len(ordered) else None
            gap = _distance(group, inner) if inner else page.height
            text = " ".join([line.text for line in group])
            key = "".join(filter(str.isalpha, text)).casefold()
            numbers = tuple(map(int, NUMBERS.findall(text[:400])))
            size = max([line.size for line in group])
            found.append(_EdgeRow(page.number, order, at_top, edge, text, tuple(group), gap, size, key, numbers))
    return found


def _distance(group: Sequence[Line], other: Sequence[Line]) -> float:
    a, b = (group, other) if group[0].box.bottom <= other[0].box.bottom else (other, group)
    return min([line.box.top for line in b]) - max([line.box.bottom for line in a])


def _repeated(edges: Sequence[_EdgeRow]) -> set[int]:
    """Rows whose letters stand at the same place on two pages or more, and whose numbers stay or count pages."""
    groups: dict[tuple[bool, str, int], list[int]] = defaultdict(list)
    for index, row in enumerate(edges):
        if row.key:
            groups[row.at_top, row.key, len(row.numbers)].append(index)
    recurring = {
        index
        for indices in groups.values()
        for place, index in enumerate(indices)
        if any(_recurs(edges[index], edges[other]) for other in indices[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1])
    }
    # Text of the body may recur too (a resolution's opening words); furniture, of one row or more, is set off from what follows it.
    chosen: set[int] = set()
    for index in sorted(recurring, reverse=True):
        row = edges[index]
        if row.gap > 0.55 * row.size or row.order > 0 or len(row.text) < 60 or index + 1 in chosen:
            chosen.add(index)
    return chosen


def _recurs(row: _EdgeRow, other: _EdgeRow) -> bool:
    if row.page == other.page or abs(row.place - other.place) > SAME_PLACE:
        return False
    step = other.page - row.page
    if row.numbers != other.numbers and _is_counted(row.text) and _label(row.text) != _label(other.text):
        return False  # `Resolution 6` over a page and `Resolution 7` over the next
    return all(b == a or (b - a == step and _stands_free(row.text, a)) for a, b in zip(row.numbers, other.numbers, strict=False))


def _label(text: str) -> str:
    """The number that a row begins with, as printed."""
    return next((mark.printed for mark in read_marks(text)), "")


def _shared(edges: Sequence[_EdgeRow]) -> set[int]:
    """Outermost rows of which a part stands at the same height over another page too: running heads that change sides, or that
    differ on left and right pages."""
    homes: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for index, row in enumerate(edges):
        if row.order == 0 and row.gap > 0.8 * row.size and not _is_counted(row.text):
            for part in {"".join(filter(str.isalpha, line.text)).casefold() for line in row.lines}:
                if len(part) >= LEAST_SHARED:
                    homes[row.at_top, part].append(index)
    return {
        index
        for indices in homes.values()
        for before, after in pairwise(indices)
        if edges[before].page != edges[after].page and abs(edges[before].place - edges[after].place) < LEVEL
        for index in (before, after)
    }


def _named_before(edges: Sequence[_EdgeRow], pages: Sequence[Page], said: Set[str]) -> set[int]:
    """Running heads of a document too short for them to recur: what its first page has `said` in its upper half, the symbol above all,
    alone or beside a page number."""
    if not pages:
        return set()
    first = pages[0]
    chosen = set()
    for index, row in enumerate(edges):
        above = row.page == first.number and row.at_top
        if above or row.order > 1 or row.gap < 0.5 * row.size or _begins_with_figure(row.text):
            continue
        bare, whole = PAGE_BESIDE.sub("", row.text), _bare(row.text)
        joined = PARTS.split(whole)
        named = whole in said or (len(joined) > 1 and all(part in said for part in joined))
        later = row.page != first.number
        named = later and named and any(map(str.isdigit, whole))
        beside = later and row.order == 0 and row.gap > 0.8 * row.size and _names_beside(row, said)
        if named or beside or (bare != row.text and _bare(bare) in said):
            chosen.add(index)
    return chosen


def _said(pages: Sequence[Page]) -> set[str]:
    """The short lines in the upper half of the first page."""
    return {_bare(line.text) for page in pages[:1] for line in page.lines if line.box.top < 0.5 * page.height and len(line.text) < 80}


def _above_annexes(edges: Sequence[_EdgeRow], found: Set[int], said: Set[str]) -> set[int]:
    """Running heads of annexes, which may have one page each: `Annex II to Doc. AB12` in one row or more over the title `ANNEX II`, the
    symbol being one that the first page has said or that stands over other pages."""
    known = said | {_bare(line.text) for index in found for line in edges[index].lines if edges[index].at_top}
    chosen: set[int] = set()
    for index, row in enumerate(edges):
        below = edges[index + 1] if index + 1 < len(edges) else row
        if not ANNEX.match(below.text) or not row.at_top or below.order != row.order + 1 or row.gap < 0.5 * row.size:
            continue
        head = range(index - row.order, index + 1)
        parts = [(line.text, _bare(ANNEX.sub("", line.text))) for i in head for line in edges[i].lines]
        annexed = any(ANNEX.match(text) for text, _ in parts)
        if annexed and any(part in known for _, part in parts) and all(part in known or len(part) < 6 for _, part in parts):
            chosen.update(head)
    return chosen


def _above_page_numbers(edges: Sequence[_EdgeRow], found: Set[int]) -> set[int]:
    """What stands between a running head and the page's number in a row of its own below it: `AB 12/3`, `ANNEX 1`, `Page 2`."""
    chosen: set[int] = set()
    heads = {line.text for index in found for line in edges[index].lines}  # on other pages at another height, perhaps
    for index, row in enumerate(edges):
        first = index - row.order
        if row.at_top and 0 < row.order <= MOST_BETWEEN + 1 and NAMED_PAGE.fullmatch(row.text) and edges[first].text in heads:
            head = edges[first : index + 1]
            aligned = all(abs(other.lines[0].box.x0 - row.lines[0].box.x0) < LEVEL and len(other.lines) == 1 for other in head)
            if aligned and row.gap > max(other.gap for other in head[:-1]):
                chosen |= set(range(first, index + 1))
    return chosen


def _names_beside(row: _EdgeRow, said: Set[str]) -> bool:
    """Whether a part of a row is a symbol that the first page says, and what else stands there is too short for text: a page's number that
    was not recognised."""
    symbols = [line for line in row.lines if any(map(str.isdigit, line.text)) and _bare(line.text) in said]
    return len(symbols) == 1 and sum(len(line.text) for line in row.lines) - len(symbols[0].text) < MOST_BESIDE


def _begins_with_figure(text: str) -> bool:
    """Whether a row may be a numbered heading, which an agenda on the first page names before."""
    return number_of(text) is not None and not PAGE_NUMBER.fullmatch(text)


def _bare(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_counted(text: str) -> bool:
    """Whether a row begins with the number of a paragraph or a unit, which may count as pages do."""
    return any(mark.family == "unit" or (mark.family == "arabic" and mark.sure) for mark in read_marks(text)) and not PAGE_NUMBER.fullmatch(
        text
    )


def _contiguous(edges: Sequence[_EdgeRow], chosen: set[int]) -> set[int]:
    """Only what is furniture from the edge inwards without a break; text may recur at one place by chance."""
    kept: set[int] = set()
    expected: dict[tuple[int, bool], int] = {}
    for index, row in enumerate(edges):
        side = (row.page, row.at_top)
        if index in chosen and expected.get(side, 0) == row.order:
            kept.add(index)
            expected[side] = row.order + 1
    # A long row set tight to the text belongs to it.
    return {index for index in kept if index + 1 in kept or edges[index].gap > 0.5 * edges[index].size or len(edges[index].text) < 50}


def _page_numbers(edges: Sequence[_EdgeRow], pages: int) -> set[int]:
    """Rows that are a page number and nothing else, counting with the pages; in a short document, standing apart at the edge."""
    shifts: dict[int, list[int]] = defaultdict(list)
    alone: set[int] = set()
    numbered: set[tuple[int, bool]] = set()
    for index, row in enumerate(edges):
        match = PAGE_NUMBER.fullmatch(row.text)
        if match is not None and (row.page, row.at_top) in numbered:
            continue  # a page has one number at an edge: a second is a paragraph's, parted from its text
        if match is not None:
            numbered.add((row.page, row.at_top))
        beside = _number_beside(row)
        if beside is not None:
            shifts[beside - row.page].append(index)
        if match is None:
            if row.order == 0 and NAMED_PAGE.search(row.text) and row.gap > 0.5 * row.size and len(row.text) < 90:
                alone.add(index)
            if row.order <= 2 and (CONTINUED.fullmatch(row.text) or _is_job_number(row) or _is_file_name(row)):
                alone.add(index)
            continue
        shown = match["n"]
        if not shown.isdigit():
            if row.order == 0 and row.gap > row.size:
                alone.add(index)
            continue
        shifts[int(shown) - row.page].append(index)
        if row.order == 0 and row.gap > 0.8 * row.size and (pages < 3 or int(shown) == row.page):
            alone.add(index)
    counting = {index for indices in shifts.values() if len({edges[i].page for i in indices}) >= 2 for index in indices}
    return alone | counting


def _is_job_number(row: _EdgeRow) -> bool:
    parts = [line.text for line in row.lines]
    return any(JOB_NUMBER.fullmatch(part) for part in parts) and all(
        JOB_NUMBER.fullmatch(part) or PAGE_NUMBER.fullmatch(part) for part in parts
    )


def _is_file_name(row: _EdgeRow) -> bool:
    """The name of the file, and when it was printed."""
    return len(row.text) < 120 and row.gap > 0.5 * row.size and bool(FILE_NAME.search(row.text))


def _number_beside(row: _EdgeRow) -> int | None:
    """A number before or after a running title or symbol: `NS0453E1b 3`, `2 Summary Report`, `11.320 - 2 -`."""
    if row.order > 1 or row.gap < 0.8 * row.size or len(row.text) > 120:
        return None
    words = [word for word in row.text.split() if word not in DASHES]
    if len(words) < 2:
        return None
    numbers = [int(word) for word in (words[0], words[-1]) if word.isdecimal() and len(word) < 5]
    return min(numbers, key=lambda number: abs(number - row.page), default=None)


def _boilerplate(edges: Sequence[_EdgeRow]) -> set[int]:
    """Copyright lines at the foot, with the small rows that go on from them."""
    chosen: set[int] = set()
    for index, row in enumerate(edges):
        if not row.at_top and LEGAL.search(row.text):
            chosen.add(index)
            chosen |= {i for i, other in enumerate(edges) if other.page == row.page and not other.at_top and other.order < row.order}
    return chosen
