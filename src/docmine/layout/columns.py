"""The columns of a page: where their gutters are, and the parts of the page that each column's lines make."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from docmine.layout.marks import is_mark
from docmine.layout.rows import Row, baseline_rows
from docmine.source import Line, Page

LEAST_COLUMN_LINES = 5
LEAST_IN_COLUMNED = 2  # on a page that has columns, under a heading across them
NARROWEST = 0.12  # of the page's width: one of several columns is wider
LONGEST_MARK = 8  # characters: what is longer is text
FEW_LETTERS = 4  # a heading has more; a number set apart from its text has none
COLUMN_FILL = 0.55  # of a column's width that its middle line must fill; cells and hanging numbers fill less
NARROW_FILL = 0.75  # the same where there are more than two columns, whose text breaks more often than the cells of a table
FULL = 0.85  # of a column's width and the gutter beside it
MOST_COLUMNS = 6
SHEET = 1.2  # times its height: a page of that width may be a sheet of two small pages
Gutters = tuple[float, ...]  # where each column after the first begins, less a little, from the left


@dataclass(slots=True)
class Column:
    """The lines of a column from top to bottom, where each begins, and how far down the column is filled behind each."""

    lines: list[Line]
    tops: list[float] = field(init=False)
    ends: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.tops = [line.box.top for line in self.lines]
        self.ends = list(itertools.accumulate((line.box.bottom for line in self.lines), max))


def regions(lines: Sequence[Line], page: Page, known: Gutters, facing: float | None) -> Iterator[tuple[Sequence[Line], int]]:
    """The parts of the page in reading order, each with the number of its column (0: the whole width)."""
    if facing is None:
        yield from _columns(lines, _gutters(lines, page, known))
        return
    for band in _free_bands(lines, (facing,)):
        if _leaves_free(band, facing):
            yield [line for line in band if line.box.x1 <= facing + 1], 1
            yield [line for line in band if line.box.x1 > facing + 1], 2
        else:
            yield band, 0


def _columns(lines: Sequence[Line], gutters: Gutters, first: int = 0) -> Iterator[tuple[Sequence[Line], int]]:
    """The parts of what stands in some of the columns, the `first` and those behind it: parted at the gutter that the least runs across,
    then each side at its own, so that a heading or a table across some of the columns leaves the others whole."""
    gutters, first = _between(lines, gutters, first)
    if not gutters:
        if lines:
            yield lines, first
        return
    at = min(range(len(gutters)), key=lambda index: sum(_crosses(line, gutters[index]) for line in lines))
    split, start = gutters[at], max(first, 1)
    headings = () if first else _headings_across(lines, gutters)
    free = _free_bands(lines, gutters, at, headings)
    bands = _settled(free, [_is_columned(band, gutters, at, LEAST_IN_COLUMNED) or _goes_on_right(band, split) for band in free])
    for band, columned in bands:
        if columned or (len(bands) == 1 and _leaves_free(band, split)):
            yield from _columns([line for line in band if line.box.x1 <= split + 1], gutters[:at], start)
            yield from _columns([line for line in band if line.box.x1 > split + 1], gutters[at + 1 :], start + at + 1)
        else:
            yield band, 0


def _goes_on_right(band: Sequence[Line], split: float) -> bool:
    """Whether the right column holds running text that begins where the column does, though little stands left of it, as where a table
    fills the left column."""
    right = [line for line in band if line.box.x1 > split + 1]
    end = max((line.box.x1 for line in right), default=0.0)
    return _leaves_free(band, split) and _fills(right, split, end, LEAST_COLUMN_LINES, NARROW_FILL)


def _between(lines: Sequence[Line], gutters: Gutters, first: int) -> tuple[Gutters, int]:
    """The gutters that have lines on both sides, and the column that the lines begin in."""
    if not first:
        return gutters, first
    left = min((line.box.x1 for line in lines), default=0.0)
    right = max((line.box.x0 for line in lines), default=0.0)
    before = sum(split + 1 < left for split in gutters)
    return tuple(split for split in gutters[before:] if split - 2 < right), first + before


def _gutters(lines: Sequence[Line], page: Page, known: Gutters) -> Gutters:
    """Where each column after the first begins, less a little; none where the page has one column. `known` are those of pages before."""
    several = _several_gutters(lines, page.width)
    if several:
        return several
    if len(known) > 1 and any(_filled_columns(band, known, LEAST_IN_COLUMNED, COLUMN_FILL) > 1 for band in _open_bands(lines, known)):
        return known
    starts: dict[int, int] = {}
    for line in lines:
        if 0.35 * page.width < line.box.x0 < 0.7 * page.width:
            starts[round(line.box.x0 / 3)] = starts.get(round(line.box.x0 / 3), 0) + 1
    often = sorted((place for place in starts if starts[place] >= LEAST_COLUMN_LINES), key=lambda place: (-starts[place], place))[:4]
    places = [3 * place - 4.0 for place in often]
    splits = [split for split in places if _any_columned(lines, split)]
    if splits:
        return (_before_numbers(lines, min(splits, key=lambda split: sum(_crosses(line, split) for line in lines))),)
    if len(known) == 1 and _any_columned(lines, known[0], LEAST_IN_COLUMNED):
        return known
    if len(known) == 1 and any(_goes_on_left(band, known[0]) for band in _open_bands(lines, known)):
        return known
    return _fold(lines, page)


def _goes_on_left(band: Sequence[Line], split: float) -> bool:
    """Whether the left column holds running text and the right one begins where it did on the pages before, though little stands in it, as
    where a paper ends."""
    left, right = [line for line in band if line.box.x1 <= split + 1], [line for line in band if line.box.x1 > split + 1]
    start = min((line.box.x0 for line in left), default=0.0)
    begins = bool(right) and abs(min(line.box.x0 for line in right) - split) < 3
    return begins and _fills(left, start, split, LEAST_COLUMN_LINES, NARROW_FILL)


def _fold(lines: Sequence[Line], page: Page) -> Gutters:
    """Where a sheet of two small pages is folded, one of which holds running text and the other little, as a title."""
    if page.width < SHEET * page.height:
        return ()
    middle = page.width / 2
    sides = [line for line in lines if line.box.x1 < middle], [line for line in lines if line.box.x0 > middle]
    if not all(sides) or len(lines) > sum(map(len, sides)):
        return ()
    # Cells of a table stand on the baselines of those beside them.
    level = sum(group[0].box.x1 < middle < group[-1].box.x0 for group in baseline_rows(lines))
    edges = ((min(line.box.x0 for line in side), max(line.box.x1 for line in side)) for side in sides)
    text = any(_fills(side, *edge, LEAST_COLUMN_LINES, NARROW_FILL) for side, edge in zip(sides, edges, strict=True))
    return (min(line.box.x0 for line in sides[1]) - 1.0,) if text and 2 * level <= min(map(len, sides)) else ()


def _several_gutters(lines: Sequence[Line], width: float) -> Gutters:
    """The gutters of a page of three columns or more, each of which holds running text."""
    starts = Counter(round(line.box.x0 / 3) for line in lines if line.box.x1 - line.box.x0 > NARROWEST * width)
    found: list[tuple[int, int, float]] = []
    for place, times in starts.most_common(MOST_COLUMNS):
        split = 3 * place - 4.0
        if times < LEAST_COLUMN_LINES or split <= NARROWEST * width:
            continue
        across = sum([_crosses(line, split) for line in lines])
        if across < times:
            found.append((across, -times, split))
    splits: list[float] = []
    for _, _, split in sorted(found):
        if all(abs(split - other) > NARROWEST * width for other in splits):
            splits.append(split)
    whole = tuple(sorted(splits))
    fewer = (tuple(other for other in whole if other != split) for split in whole) if len(whole) > 2 else ()
    for gutters in (whole, *fewer):
        if len(gutters) > 1 and any(_are_full(band, gutters) for band in _open_bands(lines, gutters)):
            return tuple(_before_numbers(lines, split) for split in gutters)
    return ()


def _open_bands(lines: Sequence[Line], gutters: Gutters) -> Iterator[list[Line]]:
    """What stands where nothing runs across any of the gutters."""
    for across, band in itertools.groupby(lines, key=lambda line: any(_crosses(line, split) for split in gutters)):
        if not across:
            yield list(band)


def _are_full(band: Sequence[Line], gutters: Gutters) -> bool:
    """Whether all of several columns hold running text, and it fills all but one, in which a table or list may stand."""
    return _filled_columns(band, gutters, LEAST_COLUMN_LINES, COLUMN_FILL) > len(gutters) and _filled_columns(
        band, gutters, LEAST_COLUMN_LINES, NARROW_FILL
    ) >= len(gutters)


def _before_numbers(lines: Sequence[Line], split: float) -> float:
    """The gutter moved before the numbers that hang left of the right column's text."""
    left = [line for line in lines if line.box.x1 <= split + 1]
    edge = max((line.box.x1 for line in left if len(line.text) > LONGEST_MARK), default=split)
    hanging = [line.box.x0 for line in left if line.box.x0 > edge and is_mark(line.text)]
    return min(hanging, default=split + 1.0) - 1.0


def gutters_of(rows: Sequence[Row]) -> Gutters:
    """Where the columns after the first of a page's rows begin, less a little; none where they stand in one column or have no gutter."""
    lefts: dict[int, float] = {}
    rights: dict[int, float] = {}
    for row in rows:
        if row.column and row.table is None:
            lefts[row.column] = min(lefts.get(row.column, math.inf), row.x0)
            rights[row.column] = max(rights.get(row.column, 0.0), row.x1)
    order = sorted(lefts)
    if any(rights[before] >= lefts[column] for before, column in itertools.pairwise(order)):
        return ()
    return tuple(lefts[column] - 1.0 for column in order[1:])


def _any_columned(lines: Sequence[Line], split: float, least: int = LEAST_COLUMN_LINES) -> bool:
    """Whether a page of two columns holds running text in both somewhere."""
    bands = _free_bands(lines, (split,), headings=_headings_across(lines, (split,)))
    return any(_is_columned(band, (split,), 0, least) for band in bands)


def _headings_across(lines: Sequence[Line], gutters: Gutters) -> set[int]:
    """The `id()`s of headings that belong to all columns, though they are too short to reach a gutter, as they begin at the left or stand
    in the middle column: nothing stands beside them, and below them the columns begin on one level."""
    size = median(line.size for line in lines)
    columns = [Column([line for line in lines if left - 2 < line.box.x0 and line.box.x1 <= right + 1]) for left, right in _sides(gutters)]
    found: set[int] = set()
    for own in {0, len(gutters) // 2} if len(gutters) % 2 == 0 else {0}:
        others = [column for index, column in enumerate(columns) if index != own]
        for line in reversed(columns[own].lines):
            display = (line.bold or line.size > 1.1 * size) and sum(map(str.isalpha, line.text)) >= FEW_LETTERS
            if display and _heads_all(line, columns[own], others, size, found):
                found.add(id(line))
    return found


def _heads_all(line: Line, own: Column, others: Sequence[Column], size: float, found: Collection[int]) -> bool:
    """Whether the other columns leave room for a heading, and go on below it on the level on which its own does."""
    end = line.box.bottom - 0.3 * line.size
    after = bisect_right(own.tops, end)
    if after == len(own.lines):
        return False
    below = own.lines[after]
    heads = below.bold or below.size > 1.1 * size  # a heading of the column alone, with its own space above it
    met = False
    for column in others:
        next_to = bisect_right(column.ends, line.box.top)
        if next_to == len(column.lines):
            continue
        beside = column.tops[next_to]
        free = beside - column.ends[next_to - 1] if next_to else math.inf
        level = abs(beside - below.box.top) < (1.5 if heads else 0.3) * size
        if beside < end or free <= 1.6 * line.size or not (level or (id(below) in found and beside > below.box.top)):
            return False
        met = True
    return met


def _free_bands(lines: Sequence[Line], gutters: Gutters, at: int = 0, headings: Collection[int] = ()) -> list[list[Line]]:
    """The lines parted where something runs across one of the gutters: alternately whole-width bands and bands left free by it."""
    split = gutters[at]
    bands: list[list[Line]] = []
    across_before: bool | None = None
    for line in lines:
        across = _crosses(line, split) or id(line) in headings
        if across != across_before:
            bands.append([])
        bands[-1].append(line)
        across_before = across
    for band, following in itertools.pairwise(bands):
        if _crosses(following[0], split) and _is_columned(band, gutters, at, LEAST_IN_COLUMNED):
            _hand_down(band, following, split)
    return [band for band in bands if band]


def _hand_down(band: list[Line], following: list[Line], split: float) -> None:
    """Moves what ends the left column, but belongs to the whole-width text below it: a number beside that, and a heading above."""
    across = following[0]
    right = max((line.box.bottom for line in band if line.box.x1 > split + 1), default=0.0)
    while len(band) > 1 and band[-1].box.bottom > right:
        line, before = band[-1], band[-2]
        beside = line.box.bottom > across.box.top + 0.5 * across.size
        heads = (line.bold and not across.bold) or line.size > 1.1 * across.size
        if not beside and not (heads and line.box.top - before.box.bottom > 0.5 * line.size):
            return
        following.insert(0, band.pop())


def _crosses(line: Line, split: float) -> bool:
    return line.box.x0 < split - 2 and line.box.x1 > split - 1


def _leaves_free(band: Sequence[Line], split: float) -> bool:
    """Whether something stands on both sides of the gutter and nothing across it."""
    return not any(_crosses(line, split) for line in band) and len({line.box.x1 > split + 1 for line in band}) == 2


def _settled(bands: Sequence[list[Line]], columned: Sequence[bool]) -> list[tuple[list[Line], bool]]:
    """The bands, each with whether it is columned; free bands too short to be columns are given back to the whole-width ones around."""
    merged: list[tuple[list[Line], bool]] = []
    for band, is_columned in zip(bands, columned, strict=True):
        if merged and not is_columned and not merged[-1][1]:
            merged[-1][0].extend(band)
        else:
            merged.append((band, is_columned))
    return merged


def _is_columned(band: Sequence[Line], gutters: Gutters, at: int = 0, least: int = LEAST_COLUMN_LINES) -> bool:
    """Whether nothing runs across one of the gutters, something stands on both its sides, and two columns hold running text."""
    if not _leaves_free(band, gutters[at]):
        return False
    if _filled_columns(band, gutters, least, COLUMN_FILL) > 1:
        return True
    # A table of contents or a list of members may stand in the left column before the right one begins.
    top = min(line.box.top for line in band if line.box.x1 > gutters[at] + 1)
    level = [line for line in band if line.box.bottom > top]
    return len(level) < len(band) and _filled_columns(level, gutters, LEAST_COLUMN_LINES, NARROW_FILL) > 1


def _filled_columns(band: Sequence[Line], gutters: Gutters, least: int, fill: float) -> int:
    """How many columns hold running text: enough lines that fill the column's width, so neither cells nor numbers."""
    filled = 0
    for left, right in _sides(gutters):
        lines = [line for line in band if left + 1 < line.box.x1 <= right + 1]
        x0 = min((line.box.x0 for line in lines), default=0.0) if left == -math.inf else left
        x1 = max((line.box.x1 for line in lines), default=0.0) if right == math.inf else right
        filled += _fills(lines, x0, x1, least, fill)
    return filled


def _sides(gutters: Gutters) -> Iterable[tuple[float, float]]:
    """From where to where each column reaches."""
    return itertools.pairwise((-math.inf, *gutters, math.inf))


def _fills(lines: Sequence[Line], x0: float, x1: float, least: int, fill: float) -> bool:
    if len(lines) < least or x1 - x0 < 60:
        return False
    shares = [sum(line.box.x1 - line.box.x0 for line in group) / (x1 - x0) for group in baseline_rows(lines)]
    if len(shares) < least:
        return False
    full = sum(share > FULL for share in shares)  # where a page ends, half of its few rows may end a paragraph
    return median(shares) > fill or (least == LEAST_IN_COLUMNED and full >= least and 3 * full >= len(shares))
