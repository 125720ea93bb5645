"""The reading order of a page: whole-width parts from top to bottom, columns one after the other, tables in their place."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from operator import attrgetter
from statistics import median

from docmine.layout.asides import keywords, part_asides, part_side_heads, sidebars
from docmine.layout.facing import facing_split
from docmine.layout.grids import find_frames
from docmine.layout.marks import is_mark
from docmine.layout.rows import DESCENT, Row, baseline_rows
from docmine.layout.tables import Table, numbered_cells, ruled_tables, unruled_tables
from docmine.source import Box, Line, Page, Rule

MOST_LINES = 4_000  # of a page; one with more is a drawing, in which columns and tables are not sought
LEAST_COLUMN_LINES = 5
LEAST_IN_COLUMNED = 2  # on a page that has columns, under a heading across them
LONGEST_MARK = 8  # characters: what is longer is text
FEW_LETTERS = 4  # a heading has more; a number set apart from its text has none
COLUMN_FILL = 0.55  # of a column's width that its middle line must fill; cells and hanging numbers fill less
FULL = 0.85  # of a column's width and the gutter beside it


def reading_order(lines: Sequence[Line], page: Page, gutter: float | None = None) -> list[Row]:
    """The page's rows as a person reads them: whole-width parts from top to bottom, columns one after the other.

    `gutter` is where the right column began on pages before: there a few lines are enough to be columns again.
    """
    if not lines:
        return []
    if len(lines) > MOST_LINES:
        return _rows_of(lines, 0)
    ruled = ruled_tables(lines, page.rules)
    taken = {id(line) for table in ruled for line in table.lines}
    ordered = sorted((line for line in lines if id(line) not in taken), key=lambda line: (line.box.top, line.box.x0))
    cells = numbered_cells(ordered, page.rules)
    remarks = [(row[2], row[1][-1]) for row in cells if len(row) == 3] + sidebars(ordered, page.rules, page.width) + keywords(ordered)
    apart = {id(line) for remark, _ in remarks for line in remark}
    ordered = [line for line in ordered if id(line) not in apart]
    rows: list[Row] = []
    facing = facing_split(ordered, page.width, gutter)
    for region, column in _regions(ordered, page, gutter, facing):
        rows += _region_rows(region, column)
    if facing is not None:
        for row in rows:
            row.facing = row.column > 0
    rows = _lifted(rows, [(row[0][0], row[1][0]) for row in cells])
    rows = _with_remarks(rows, remarks)
    for table in ruled:
        _place_table(rows, table)
    _note_underlines([row for row in rows if row.table is None], page.rules)
    _note_frames(rows, page.rules)
    return rows


def _with_remarks(rows: Sequence[Row], remarks: Sequence[tuple[Sequence[Line], Line]]) -> list[Row]:
    """The rows, each remark as rows of its own behind the one that holds the line beside it."""
    behind: dict[int, list[Line]] = {}
    for remark, beside in remarks:
        behind.setdefault(id(beside), []).extend(remark)
    found: list[Row] = []
    for row in rows:
        asides = [line for own in row.lines for line in behind.pop(id(own), ())]
        found += [row, *(Row((line,), row.left, row.right, row.column, aside=True) for line in asides)]
    return found + [Row((line,)) for lines in behind.values() for line in lines]


def _lifted(rows: Sequence[Row], numbers: Sequence[tuple[Line, Line]]) -> list[Row]:
    """The rows, each number that is set in the middle of its cell's height lifted to the first row of the text beside it."""
    home = {id(line): row for row in rows for line in row.lines}
    moves = [(number, text) for number, text in numbers if _may_move(home.get(id(number)), home.get(id(text)))]
    if not moves:
        return list(rows)
    moved = {id(number) for number, _ in moves}
    before = {id(home[id(text)]): number for number, text in moves}
    lifted: list[Row] = []
    for row in rows:
        left = tuple(line for line in row.lines if id(line) not in moved)
        if not left:
            continue
        kept = row if len(left) == len(row.lines) else Row(left, row.left, row.right, row.column)
        lifted.append(_numbered(kept, before[id(row)]) if id(row) in before else kept)
    return lifted


def _numbered(row: Row, number: Line) -> Row:
    """The row with a number before it that does not stand on its baseline."""
    whole = Row((number, *row.lines), row.left, row.right, row.column)
    whole.top, whole.bottom, whole.baseline = row.top, row.bottom, row.baseline
    return whole


def _may_move(number: Row | None, text: Row | None) -> bool:
    return number is not None and text is not None and number is not text and number.table is None and text.table is None


def _note_frames(rows: Sequence[Row], rules: Sequence[Rule]) -> None:
    """Tells each row the box drawn around it; a box around nearly everything is the page's edge."""
    for number, frame in enumerate(find_frames(rules), 1):
        inside = [row for row in rows if _is_inside(row, frame)]
        if len(inside) < 0.8 * len(rows):
            for row in inside:
                row.frame = number


def _is_inside(row: Row, frame: Box) -> bool:
    return frame.x0 <= row.x0 and row.x1 <= frame.x1 and frame.top <= (row.top + row.bottom) / 2 <= frame.bottom


def _regions(lines: Sequence[Line], page: Page, gutter: float | None, facing: float | None) -> Iterator[tuple[Sequence[Line], int]]:
    """The parts of the page in reading order, each with the number of its column (0: the whole width)."""
    split = _gutter(lines, page, gutter) if facing is None else facing
    if split is None:
        yield lines, 0
        return
    for band in _bands(lines, split, LEAST_IN_COLUMNED) if facing is None else _free_bands(lines, split):
        if _is_columned(band, split, LEAST_IN_COLUMNED) or (facing is not None and _leaves_free(band, split)):
            yield [line for line in band if line.box.x1 <= split + 1], 1
            yield [line for line in band if line.box.x1 > split + 1], 2
        else:
            yield band, 0


def _region_rows(lines: Sequence[Line], column: int) -> list[Row]:
    tables = unruled_tables(lines)
    taken = {id(line) for table in tables for line in table.lines}
    rows = _rows_of([line for line in lines if id(line) not in taken], column)
    for table in tables:
        _place_table(rows, table, column)
    return rows


def _place_table(rows: list[Row], table: Table, column: int = 0) -> None:
    """Puts the table among the rows, before the first row of its column that stands below it."""
    whole = Row(tuple(table.lines), table=table, column=column)
    middle = (whole.x0 + whole.x1) / 2
    columns = {row.column: row for row in rows}
    whole.column = column or next((c for c, row in columns.items() if c and row.left <= middle <= row.right), 0)
    whole.left, whole.right = whole.x0, whole.x1
    beside = [index for index, row in enumerate(rows) if row.column in (0, whole.column) or not whole.column]
    at = next((index for index in beside if rows[index].top > whole.top), beside[-1] + 1 if beside else 0)
    rows.insert(at, whole)


def _rows_of(lines: Sequence[Line], column: int) -> list[Row]:
    rows = [Row(tuple(group), column=column) for group in baseline_rows(lines)]
    rows = part_asides(part_side_heads(rows))
    left, right = _margins([row for row in rows if not row.aside])
    for row in rows:
        row.left, row.right = left, right
    return rows


def _margins(rows: Sequence[Row]) -> tuple[float, float]:
    """The column's margins: the leftmost start, and the right edge that the long rows reach."""
    if not rows:
        return 0.0, 0.0
    left = min(row.x0 for row in rows)
    ends = sorted(row.x1 for row in rows if len(row.text) > 20) or sorted(row.x1 for row in rows)
    # A single row that sticks out (a wide table, a long address) is not the margin.
    return left, ends[int(0.9 * (len(ends) - 1))] if len(ends) > 4 else ends[-1]


def _gutter(lines: Sequence[Line], page: Page, known: float | None) -> float | None:
    """Where the right column begins, less a little; None where the page has one column. `known` is the gutter of pages before."""
    starts: dict[int, int] = {}
    for line in lines:
        if 0.35 * page.width < line.box.x0 < 0.7 * page.width:
            starts[round(line.box.x0 / 3)] = starts.get(round(line.box.x0 / 3), 0) + 1
    often = [place for place in sorted(starts, key=lambda place: (-starts[place], place))[:4] if starts[place] >= LEAST_COLUMN_LINES]
    splits = [split for place in often for split in (3 * place - 4.0,) if any(_is_columned(band, split) for band in _bands(lines, split))]
    if splits:
        return _before_numbers(lines, min(splits, key=lambda split: sum(_crosses(line, split) for line in lines)))
    if known is not None and any(_is_columned(band, known, LEAST_IN_COLUMNED) for band in _bands(lines, known, LEAST_IN_COLUMNED)):
        return known
    return None


def _before_numbers(lines: Sequence[Line], split: float) -> float:
    """The gutter moved before the numbers that hang left of the right column's text."""
    left = [line for line in lines if line.box.x1 <= split + 1]
    edge = max((line.box.x1 for line in left if len(line.text) > LONGEST_MARK), default=split)
    hanging = [line.box.x0 for line in left if line.box.x0 > edge and is_mark(line.text)]
    return min(hanging, default=split + 1.0) - 1.0


def gutter_of(rows: Sequence[Row]) -> float | None:
    """Where the right column of a page's rows begins, less a little; None where they stand in one column."""
    left = max((row.x1 for row in rows if row.column == 1 and row.table is None), default=math.inf)
    right = min((row.x0 for row in rows if row.column == 2 and row.table is None), default=0.0)
    return right - 1.0 if left < right else None


def _bands(lines: Sequence[Line], split: float, least: int = LEAST_COLUMN_LINES) -> list[list[Line]]:
    """The bands of the page, those that are too short to be columns given back to the whole-width bands around them."""
    return _settled(_free_bands(lines, split, _headings_across(lines, split)), split, least)


def _headings_across(lines: Sequence[Line], split: float) -> set[int]:
    """The `id()`s of headings that belong to both columns, though they are too short to reach the gutter: nothing stands beside them,
    and below them both columns begin on one level."""
    size = median(line.size for line in lines)
    left = [line for line in lines if line.box.x1 <= split + 1]
    right = [line for line in lines if line.box.x0 > split - 2]
    left_tops, right_tops = [line.box.top for line in left], [line.box.top for line in right]
    right_ends = list(itertools.accumulate((line.box.bottom for line in right), max))
    found: set[int] = set()
    for line in reversed(left):
        if not (line.bold or line.size > 1.1 * size) or sum(map(str.isalpha, line.text)) < FEW_LETTERS:
            continue
        end = line.box.bottom - 0.3 * line.size
        after, next_to = bisect_right(left_tops, end), bisect_right(right_ends, line.box.top)
        if after == len(left) or next_to == len(right) or right_tops[next_to] < end:
            continue
        below, beside = left[after], right_tops[next_to]
        free = beside - right_ends[next_to - 1] if next_to else math.inf
        heads = below.bold or below.size > 1.1 * size  # a heading of the column alone, with its own space above it
        level = abs(beside - below.box.top) < (1.5 if heads else 0.3) * size
        if free > 1.6 * line.size and (level or (id(below) in found and beside > below.box.top)):
            found.add(id(line))
    return found


def _free_bands(lines: Sequence[Line], split: float, headings: Collection[int] = ()) -> list[list[Line]]:
    """The lines parted where something runs across the gutter: alternately whole-width bands and bands left free by it."""
    bands: list[list[Line]] = []
    across_before: bool | None = None
    for line in lines:
        across = _crosses(line, split) or id(line) in headings
        if across != across_before:
            bands.append([])
        bands[-1].append(line)
        across_before = across
    for band, following in itertools.pairwise(bands):
        if _crosses(following[0], split) and _is_columned(band, split, LEAST_IN_COLUMNED):
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


def _settled(bands: list[list[Line]], split: float, least: int) -> list[list[Line]]:
    """Free bands too short to be columns are given back to the whole-width bands around them."""
    merged: list[list[Line]] = []
    was_columned = False
    for band in bands:
        columned = _is_columned(band, split, least)
        if merged and not columned and not was_columned:
            merged[-1] += band
        else:
            merged.append(band)
        was_columned = columned
    return merged


def _is_columned(band: Sequence[Line], split: float, least: int = LEAST_COLUMN_LINES) -> bool:
    """Whether running text stands on both sides: enough lines that fill their side's width, so neither cells nor numbers."""
    if any(_crosses(line, split) for line in band):
        return False
    left = [line for line in band if line.box.x1 <= split + 1]
    right = [line for line in band if line.box.x1 > split + 1]
    return _fills(left, min((line.box.x0 for line in left), default=0.0), split, least) and _fills(
        right, split, max((line.box.x1 for line in right), default=0.0), least
    )


def _fills(lines: Sequence[Line], x0: float, x1: float, least: int) -> bool:
    if len(lines) < least or x1 - x0 < 60:
        return False
    shares = [sum(line.box.x1 - line.box.x0 for line in group) / (x1 - x0) for group in baseline_rows(lines)]
    if len(shares) < least:
        return False
    full = sum(share > FULL for share in shares)  # where a page ends, half of its few rows may end a paragraph
    return median(shares) > COLUMN_FILL or (least == LEAST_IN_COLUMNED and full >= least and 3 * full >= len(shares))


def _note_underlines(rows: Sequence[Row], rules: Sequence[Rule]) -> None:
    level = sorted((rule.box for rule in rules if rule.box.bottom - rule.box.top <= 2.0), key=attrgetter("top"))
    if not level or len(level) > 400:
        return
    for row in rows:
        under = [box for box in level if -0.3 * row.size < box.top - (row.bottom - DESCENT * row.size) < 0.35 * row.size]
        covered = sum(max(0.0, min(box.x1, row.x1) - max(box.x0, row.x0)) for box in under)
        reach = max((box.x1 for box in under), default=0.0) - min((box.x0 for box in under), default=0.0)
        row.underlined = covered > 0.6 * row.width and reach < row.width + 2 * row.size
