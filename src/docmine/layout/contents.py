"""Tables of contents: rows that lead to a page, by dots or by a number at the right edge, put together to one table a page.

Their items are no paragraphs and no headings, and what they name (`Approval of the report`) was not done there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from docmine.layout.rows import Row
from docmine.layout.tables import Table
from docmine.source import Line

TITLE = re.compile(
    r"(?:(?:table|list) of )?contents?|table (?:des|de) mati[èe]res|sommaire|index"
    r"|list of (?:annexe?s|appendices|tables|figures)|liste des (?:annexes|appendices|tableaux|figures)",
    re.IGNORECASE,
)
EDGES = " :.*-–—"  # signs around a title
AGAIN = re.compile(r"\(?(?:continued|cont[’'.]?d?\.?|suite)\)?\s{0,3}$", re.IGNORECASE)
PAGE_HEAD = re.compile(r"\s{1,3}pages?\.?$", re.IGNORECASE)
COLUMN_HEAD = re.compile(r"(?:(?:pages?|para(?:graph|graphe)?s?\.?|nos?\.?|n[°o]s?|item|point|§{1,2}|[/–-])\s*){1,4}", re.IGNORECASE)
LEADERS = re.compile(r"\s{0,3}(?:(?:[.·_]\s?){5,}|(?:…\s?){2,})\s{0,3}")
PAGE = re.compile(r"(?:p(?:age|\.)?\s?)?(?P<n>\d{1,4}|[ivxlc]{1,7}|[A-Z]{1,3}[-/.]\d{1,3})(?:\s?[-–—]\s?\d{1,4})?", re.IGNORECASE)
PARAGRAPHS = re.compile(r"\d{1,4}(?:\s?[-–]\s?\d{1,4})?\s(?=\d)")  # which may stand before the page: `12 - 16 5`
LEAST = 3  # items
LEAST_LEADERS = 5  # dots that lead to a page
LONGEST_TITLE = 60  # characters
LEAST_DOTS = 4
MOST_BETWEEN = 3  # rows between two items: an item's first lines, a heading among the items
FAR = 2.0  # em between an item and its page where no dots lead there
RIGHT = 2.5  # em that page numbers at the right edge may differ


def gather_contents(rows: Sequence[Row]) -> list[Row]:
    """The rows, those of each table of contents put together to one table a page."""
    gathered: list[Row] = []
    at = 0
    for start, end in _extents(rows):
        gathered += rows[at:start]
        gathered += _tables(rows[start:end])
        at = end
    return [*gathered, *rows[at:]]


def _extents(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """First row and end of each table of contents; its title stays outside."""
    index = 0
    while index < len(rows):
        titled = _is_title(rows[index])
        if not titled and not _leads(rows[index]):
            index += 1
            continue
        first = index + titled
        items = _items(rows, first, titled=titled)
        if not _is_contents(rows, items):
            index = items[-1] + 1 if items else index + 1
            continue
        yield first, items[-1] + 1
        index = items[-1] + 1


def _is_title(row: Row) -> bool:
    """Whether a row is the title of a table of contents and nothing else, but for the head of the pages' column."""
    if row.table is not None or len(row.text) >= LONGEST_TITLE or not TITLE.match(row.text.lstrip(EDGES)):
        return False
    return bool(TITLE.fullmatch(AGAIN.sub("", PAGE_HEAD.sub("", row.text)).strip(EDGES)))


def _items(rows: Sequence[Row], first: int, *, titled: bool) -> list[int]:
    """The rows from `first` on that lead to a page; without a title, only dots show that they do."""
    items: list[int] = []
    right: float | None = None
    for index in range(first, len(rows)):
        row = rows[index]
        if _leads(row) or (titled and _ends_in_page(row) and (right is None or abs(row.x1 - right) < RIGHT * row.size)):
            items.append(index)
            right = row.x1
        elif index - (items[-1] if items else first - 1) > MOST_BETWEEN or _is_sentence(row):
            break
    return items


def _is_contents(rows: Sequence[Row], items: Sequence[int]) -> bool:
    """Whether enough rows lead to pages, and the pages mostly count up."""
    pages = [page for index in items for page in _pages(rows[index])]
    if len(pages) < LEAST:
        return False
    numbers = [int(page) for page in pages if page.isdecimal()]
    down = sum(b < a for a, b in pairwise(numbers))
    return 4 * down <= len(pages)


def _leads(row: Row) -> bool:
    """Whether dots lead from the row's words to a page."""
    if row.table is not None:
        return False
    text = row.text
    if "…" not in text and text.count(".") + text.count("·") + text.count("_") < LEAST_LEADERS:
        return False  # by far most rows
    match = LEADERS.search(text, 1)
    return match is not None and bool(PAGE.fullmatch(row.text[match.end() :].strip()))


def _ends_in_page(row: Row) -> bool:
    """Whether a page's number stands at the end of a row, well apart from its words; of a table, in most of its rows."""
    if row.table is not None:
        ends = [next(filter(None, reversed(cells)), "") for cells in row.table.texts()]
        return 4 * sum(bool(PAGE.fullmatch(PARAGRAPHS.sub("", end))) for end in ends) >= 3 * len(ends)
    *items, page = row.lines
    while len(items) > 1 and not any(map(str.isalpha, items[-1].text)):
        page = items.pop()  # the paragraphs' numbers, between words and page
    if not items or not any(map(str.isalpha, items[-1].text)):
        return False
    return page.box.x0 - items[-1].box.x1 > FAR * page.size and bool(PAGE.fullmatch(row.lines[-1].text))


def _pages(row: Row) -> list[str]:
    if row.table is not None:
        return [cells[-1] for cells in row.table.texts()]
    return [_cells(row)[-1]]


def _is_sentence(row: Row) -> bool:
    return row.table is not None or (row.text.endswith((".", ";")) and not LEADERS.search(row.text) and len(row.text) > 60)


def _tables(rows: Sequence[Row]) -> Iterator[Row]:
    """One table for each page's rows."""
    start = 0
    for index in range(1, len(rows) + 1):
        if index == len(rows) or rows[index].page != rows[start].page:
            yield _table(rows[start:index])
            start = index


def _table(rows: Sequence[Row]) -> Row:
    told: list[tuple[str, ...]] = []
    waiting: list[str] = []
    lines: list[Line] = []
    for row in rows:
        lines += row.lines
        if row.table is not None:
            told += [_item_and_ends(cells) for cells in row.table.texts()]
        elif _leads(row) or _ends_in_page(row):
            first, *rest = _cells(row)
            told.append((" ".join([*waiting, first]), *rest))
            waiting = []
        elif COLUMN_HEAD.fullmatch(row.text) and not waiting:
            told.append(("", *(line.text for line in row.lines)))
        else:
            waiting.append(row.text)
    if waiting:
        told.append((" ".join(waiting), ""))
    width = max(map(len, told))
    table = Table([[list(lines)]], told=tuple(_widened(cells, width) for cells in told))
    whole = Row(tuple(lines), table=table, column=rows[0].column)
    whole.left, whole.right = rows[0].left, rows[0].right
    return whole


def _widened(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """The cells, the empty ones before the page."""
    return (*cells[:-1], *[""] * (width - len(cells)), cells[-1])


def _cells(row: Row) -> tuple[str, ...]:
    """What a row names and the page, without the dots between them; `12-14` of paragraphs before the page is a cell too."""
    match = LEADERS.search(row.text, 1)
    if match is not None and PAGE.fullmatch(row.text[match.end() :].strip()):
        return row.text[: match.start()].strip(), row.text[match.end() :].strip()
    return _item_and_ends([line.text for line in row.lines])


def _item_and_ends(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells, those with the item's number and words joined to one."""
    ends = len(cells) - 1
    while ends > 1 and not any(map(str.isalpha, cells[ends - 1])):
        ends -= 1
    return _without_leaders(" ".join(filter(None, cells[:ends]))), *cells[ends:]


def _without_leaders(text: str) -> str:
    bare = text.rstrip(" .·_…")
    return bare if len(text) - len(bare) >= LEAST_DOTS else text
