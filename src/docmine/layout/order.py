"""The reading order of a page: whole-width parts from top to bottom, columns one after the other, tables in their place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter

from docmine.layout.asides import keywords, part_asides, part_side_heads, sidebars
from docmine.layout.columns import Gutters, regions
from docmine.layout.facing import facing_split
from docmine.layout.grids import connected, find_frames, find_grids
from docmine.layout.rows import DESCENT, Row, baseline_rows
from docmine.layout.tables import Table, numbered_cells, ruled_tables, unruled_tables
from docmine.source import Box, Line, Page, Rule

MOST_LINES = 4_000  # of a page; one with more is a drawing, in which columns and tables are not sought


def reading_order(lines: Sequence[Line], page: Page, gutters: Gutters = ()) -> list[Row]:
    """The page's rows as a person reads them: whole-width parts from top to bottom, columns one after the other.

    `gutters` are where the columns after the first began on pages before: there a few lines are enough to be columns again.
    """
    if not lines:
        return []
    if len(lines) > MOST_LINES:
        return _rows_of(baseline_rows(lines), 0)
    drawn = connected(page.rules)
    grids, frames = find_grids(drawn), find_frames(drawn, page.number)
    ruled = ruled_tables(lines, grids)
    taken = {id(line) for table in ruled for line in table.lines}
    ordered = sorted((line for line in lines if id(line) not in taken), key=attrgetter("box.top", "box.x0"))
    cells = numbered_cells(ordered, grids)
    remarks = [(remark, row[1][-1]) for row in cells for remark in row[2:]] + sidebars(ordered, frames, page.width) + keywords(ordered)
    apart = {id(line) for remark, _ in remarks for line in remark}
    ordered = [line for line in ordered if id(line) not in apart]
    rows: list[Row] = []
    groups = baseline_rows(ordered)
    facing = facing_split(groups, page.width, gutters[0] if len(gutters) == 1 else None)
    for region, column in regions(ordered, page, gutters, facing):
        whole = len(region) == len(ordered)
        rows += _region_rows(region, groups if whole else baseline_rows(region), column)
    if facing is not None:
        for row in rows:
            row.facing = row.column > 0
    rows = _lifted(rows, [(row[0][0], row[1][0]) for row in cells])
    rows = _with_remarks(rows, remarks)
    for table in ruled:
        _place_table(rows, table)
    _note_underlines([row for row in rows if row.table is None], page.rules)
    _note_frames(rows, frames)
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


def _note_frames(rows: Sequence[Row], frames: Sequence[Box]) -> None:
    """Tells each row the box drawn around it; a box around nearly everything is the page's edge."""
    for number, frame in enumerate(frames, 1):
        inside = [row for row in rows if _is_inside(row, frame)]
        if len(inside) < 0.8 * len(rows):
            for row in inside:
                row.frame = number


def _is_inside(row: Row, frame: Box) -> bool:
    return frame.x0 <= row.x0 and row.x1 <= frame.x1 and frame.top <= (row.top + row.bottom) / 2 <= frame.bottom


def _region_rows(lines: Iterable[Line], groups: Sequence[Sequence[Line]], column: int) -> list[Row]:
    tables = unruled_tables(groups)
    if not tables:
        return _rows_of(groups, column)
    taken = {id(line) for table in tables for line in table.lines}
    rows = _rows_of(baseline_rows(line for line in lines if id(line) not in taken), column)
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


def _rows_of(groups: Iterable[Sequence[Line]], column: int) -> list[Row]:
    rows = [Row(tuple(group), column=column) for group in groups]
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


def _note_underlines(rows: Sequence[Row], rules: Sequence[Rule]) -> None:
    level = sorted((rule.box for rule in rules if rule.box.bottom - rule.box.top <= 2.0), key=attrgetter("top"))
    if not level or len(level) > 400:
        return
    tops = [box.top for box in level]
    for row in rows:
        near = level[bisect_left(tops, row.bottom - row.size - 1.0) : bisect_right(tops, row.bottom + row.size + 1.0)]
        under = [box for box in near if -0.3 * row.size < box.top - (row.bottom - DESCENT * row.size) < 0.35 * row.size]
        if not under:
            continue
        covered = sum(max(0.0, min(box.x1, row.x1) - max(box.x0, row.x0)) for box in under)
        reach = max(box.x1 for box in under) - min(box.x0 for box in under)
        row.underlined = covered > 0.6 * row.width and reach < row.width + 2 * row.size
