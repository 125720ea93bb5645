"""Tables, ruled and unruled, as rows of cells."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docmine.layout.grids import Grid, cells_of
from docmine.layout.marks import Mark, follows, is_mark, number_of, read_marks
from docmine.source import Line

LEAST_ROWS = 3
CELL_GAP = 1.2  # em between the cells of a row where no line parts them
LEAST_TEXT, LONG_TEXT = 60, 100  # characters of a paragraph in a cell; the second where every row has a remark too
REGULAR = 0.8  # of a register's numbers, that count by one, and of its texts, that are their rows' longest
ALIGNED = 0.6  # em: starts (or ends) of cells of one column differ by less
Cell = list[Line]


@dataclass(slots=True, eq=False)
class Table:
    """Rows of cells; each cell holds its lines from top to bottom. `told` are the cells' texts where no line ends parts them."""

    rows: list[list[Cell]]
    told: tuple[tuple[str, ...], ...] = ()

    @property
    def lines(self) -> list[Line]:
        return [line for row in self.rows for cell in row for line in cell]

    @property
    def columns(self) -> int:
        return max(len(row) for row in self.rows)

    def texts(self) -> tuple[tuple[str, ...], ...]:
        return self.told or tuple(tuple(" ".join(line.text for line in cell) for cell in row) for row in self.rows)


def ruled_tables(lines: Sequence[Line], grids: Iterable[Grid]) -> list[Table]:
    """The tables in grids, from top to bottom; a line is in at most one."""
    tables: list[Table] = []
    taken: set[int] = set()
    for grid in grids:
        inside = [line for line in lines if id(line) not in taken and grid.holds(line.box)]
        rows = cells_of(grid, inside)
        if (register := _register_column(rows)) is not None:
            rows = _register_head(rows, register)
            if not rows:
                continue
            inside = [line for row in rows for cell in row for line in cell]
        filled = {column for row in rows for column, cell in enumerate(row) if cell}
        if len(filled) < 2 or (register is None and not _is_table(rows)):
            continue
        keep = sorted(filled)
        tables.append(Table([[row[column] for column in keep] for row in rows]))
        taken |= {id(line) for line in inside}
    return tables


def _is_table(rows: Sequence[Sequence[Cell]]) -> bool:
    return len(rows) > 1 and not (_is_numbered_text(rows) or _is_facing(rows) or _is_form(rows))


def _register_column(rows: Sequence[Sequence[Cell]]) -> int | None:
    """The column with the numbers of a register's decisions: a word's or a body's (`HSSC11/04`), which count up, beside long texts; what
    else a row says of its decision (its item, who acts and when) makes no table of it."""
    for column in range(len(rows[0]) - 1) if len(rows) > 1 else ():
        if not any(_letters(row[column + 1]) > LEAST_TEXT for row in rows):
            continue  # most tables end here
        numbered = [(row, mark) for row in rows if (mark := _unit(row[column])) is not None]
        if len(numbered) < 2 or 2 * len(numbered) <= sum(len(list(filter(None, row))) > 1 for row in rows):
            continue
        texts = [row[column + 1] for row, _ in numbered]
        steps = [follows(before.value, after.value) for (_, before), (_, after) in itertools.pairwise(numbered)]
        long = sum(_letters(text) > LEAST_TEXT for text in texts)
        longest = sum(_letters(row[column + 1]) == max(map(_letters, row)) for row, _ in numbered)
        if all(texts) and 2 * long >= len(texts) and longest >= REGULAR * len(texts) and sum(steps) >= REGULAR * len(steps):
            return column
    return None


def _register_head(rows: Sequence[list[Cell]], column: int) -> list[list[Cell]]:
    """The rows with the names of a register's columns: what fills cells above its first number."""
    first = next(index for index, row in enumerate(rows) if _unit(row[column]) is not None)
    return [row for row in rows[:first] if len(list(filter(None, row))) > 2]


def _unit(cell: Cell) -> Mark | None:
    """The number of a decision that a cell holds and nothing else."""
    if len(cell) != 1:
        return None
    return next((mark for mark in read_marks(cell[0].text) if mark.family == "unit" and mark.end >= len(cell[0].text)), None)


def _is_numbered_text(rows: Sequence[Sequence[Cell]]) -> bool:
    """Paragraphs set in a table: the number in one cell, the text or a heading in the next, at most a remark (`Action: AB`) behind it."""
    filled = [[cell for cell in row if cell] for row in rows]
    marked = [[_letters(cell) for cell in row[1:]] for row in filled if 2 <= len(row) <= 3 and _is_mark(row[0]) and not _is_title(row)]
    titles = sum(_is_title(row) for row in filled)
    long = LEAST_TEXT
    if 2 * sum(len(cells) > 1 for cells in marked) > len(marked):
        # A remark in most rows is a column of a table, unless these are minutes: long texts, numbered under their items (`4.2`).
        if 2 * sum("." in row[0][0].text.rstrip(".") for row in filled if _is_mark(row[0])) < len(marked):
            return False
        long = LONG_TEXT
    texts = [cells for cells in marked if cells[0] > long and sum(cells[1:]) < 0.3 * cells[0]]
    return 2 * len(marked) > len(filled) - titles and 2 * len(texts) >= len(marked) > 0


def _is_title(row: Sequence[Cell]) -> bool:
    """A number and a short heading in bold."""
    return len(row) == 2 and _is_mark(row[0]) and len(row[1]) == 1 and row[1][0].bold


def numbered_cells(lines: Sequence[Line], grids: Iterable[Grid]) -> list[list[Cell]]:
    """Where paragraphs are set in tables: the filled cells of each of their rows, the number's first, the text's second, then remarks."""
    found: list[list[Cell]] = []
    for grid in grids:
        rows = cells_of(grid, [line for line in lines if grid.holds(line.box)])
        if (column := _register_column(rows)) is not None:
            numbered = [row for row in rows if _unit(row[column]) is not None]
            found += [[*row[column : column + 2], *filter(None, (*row[:column], *row[column + 2 :]))] for row in numbered]
        elif len(rows) > 1 and _is_numbered_text(rows):
            filled = ([cell for cell in row if cell] for row in rows)
            found += [row if len(row) == 3 else row[:2] for row in filled if len(row) > 1 and _is_mark(row[0])]
    return found


def _is_facing(rows: Sequence[Sequence[Cell]]) -> bool:
    """Two languages side by side: both halves of most rows begin with the same number."""
    filled = [[cell for cell in row if cell] for row in rows]
    faced = [row for row in filled if len(row) in (2, 4) and _label(row[0]) is not None and _label(row[0]) == _label(row[len(row) // 2])]
    return len(faced) >= 2 and 2 * len(faced) > len(filled)


def _label(cell: Cell) -> str | None:
    mark = number_of(cell[0].text)
    return mark.label if mark else None


def _letters(cell: Cell) -> int:
    return sum(len(line.text) for line in cell)


def _is_mark(cell: Cell) -> bool:
    return len(cell) == 1 and is_mark(cell[0].text)


def _is_form(rows: Sequence[Sequence[Cell]]) -> bool:
    """A frame around running text: nearly all its words in cells of many lines."""
    longest = max((len(cell) for row in rows for cell in row), default=0)
    return longest > 25


def unruled_tables(groups: Sequence[Sequence[Line]]) -> list[Table]:
    """The tables of one column of a page that only alignment shows: `groups` of lines whose parts stand under one another."""
    tables: list[Table] = []
    run: list[Sequence[Line]] = []
    columns: list[tuple[float, float]] = []
    before: Sequence[Line] = []
    for group in [*groups, []]:
        if _fits(group, columns) or (run and _continues(group, run[-1], columns)):
            run.append(group)
            columns = _widened(columns, group)
            continue
        tables += _table_of(run, columns)
        run, columns = ([group], _spans(group)) if _is_cells(group) else ([], [])
        if run and before and _heads(before, group, columns):
            run.insert(0, before)
        before = group
    return tables


def _heads(before: Sequence[Line], group: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether the row above is the first row of a heading of several, set over one of the columns alone."""
    pitch = group[0].box.bottom - before[0].box.bottom
    same = all(line.bold == group[0].bold and line.italic == group[0].italic for line in before)
    return same and pitch < 1.4 * group[0].size and len(before) < len(columns) and all((_column(line, columns) or 0) > 0 for line in before)


def _spans(group: Sequence[Line]) -> list[tuple[float, float]]:
    return [(line.box.x0, line.box.x1) for line in group]


def _is_cells(group: Sequence[Line]) -> bool:
    """Whether a row is made of parts set well apart, and is no number with its text."""
    if len(group) < 2 or len(group) > 30 or (len(group) == 2 and _is_mark([group[0]])):
        return False
    gaps = [b.box.x0 - a.box.x1 for a, b in itertools.pairwise(group)]
    return min(gaps) > CELL_GAP * group[0].size and all(len(line.text) < 90 for line in group)


def _fits(group: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    if not columns or not _is_cells(group):
        return False
    return (
        len(group) >= 2
        and all(_column(line, columns) is not None for line in group)
        and len({_column(line, columns) for line in group}) == len(group)
    )


def _column(line: Line, columns: Sequence[tuple[float, float]]) -> int | None:
    """The column whose left edge, right edge or middle the line shares."""
    slack = ALIGNED * line.size
    x0, x1 = line.box.x0, line.box.x1
    for index, (left, right) in enumerate(columns):
        if abs(x0 - left) < slack or abs(x1 - right) < slack or (abs(x0 + x1 - left - right) < 2 * slack):
            others = [c for i, c in enumerate(columns) if i != index]
            if all(min(x1, b) - max(x0, a) <= slack for a, b in others):
                return index
    return None


def _continues(group: Sequence[Line], before: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a row only goes on in some cells of the row before: tight under it, in columns other than the first."""
    if not group or not columns:
        return False
    pitch = group[0].box.bottom - before[0].box.bottom
    found = [_column(line, columns) for line in group]
    return pitch < 1.5 * group[0].size and all(index is not None and index > 0 for index in found)


def _widened(columns: list[tuple[float, float]], group: Sequence[Line]) -> list[tuple[float, float]]:
    wide = list(columns)
    for line in group:
        index = _column(line, columns)
        if index is not None:
            left, right = wide[index]
            wide[index] = (min(left, line.box.x0), max(right, line.box.x1))
    return wide


def _table_of(run: Sequence[Sequence[Line]], columns: Sequence[tuple[float, float]]) -> list[Table]:
    rows: list[list[Cell]] = []
    for group in run:
        whole = _is_cells(group) and _column(group[0], columns) == 0
        if whole or not rows:
            rows.append([[] for _ in columns])
        for line in group:
            rows[-1][_column(line, columns) or 0].append(line)
    least = LEAST_ROWS if len(columns) > 2 else LEAST_ROWS + 1 if len(run) == len(rows) else LEAST_ROWS
    return [Table(rows)] if len(rows) >= least else []
