"""Rows: what stands on one baseline in one column, in reading order. The unit that the rest of layout works on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from statistics import median

from docmine.source import Line, Page, Rule

BASELINE_SHARE = 0.35  # em: as in the readers
DESCENT = 0.2  # em
LEAST_COLUMN_LINES = 5
COLUMN_FILL = 0.55  # of a column's width that its middle line must fill; cells and hanging numbers fill less


@dataclass(slots=True, eq=False)
class Row:
    """Lines that share a baseline and a column. `left` and `right` are the margins of the column, in points."""

    lines: tuple[Line, ...]
    left: float = 0.0
    right: float = 0.0
    column: int = 0  # 0 over the whole width, else 1, 2 … from the left
    underlined: bool = False
    boxed: bool = False
    text: str = ""
    x0: float = field(init=False)
    x1: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)
    size: float = field(init=False)
    bold: bool = field(init=False)
    italic: bool = field(init=False)

    def __post_init__(self) -> None:
        lines = self.lines
        self.text = " ".join(line.text for line in lines)
        self.x0 = lines[0].box.x0
        self.x1 = max(line.box.x1 for line in lines)
        self.top = min(line.box.top for line in lines)
        self.bottom = max(line.box.bottom for line in lines)
        longest = max(lines, key=lambda line: len(line.text))
        self.size = longest.size
        letters = sum(len(line.text) for line in lines)
        self.bold = 2 * sum(len(line.text) for line in lines if line.bold) > letters
        self.italic = 2 * sum(len(line.text) for line in lines if line.italic) > letters

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def baseline(self) -> float:
        return max(self.lines, key=attrgetter("size")).box.bottom

    @property
    def width(self) -> float:
        return self.x1 - self.x0


def baseline_rows(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines grouped by baseline over the whole width, from top to bottom, each group from left to right."""
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.box.bottom, line.box.x0)):
        home = next((group for group in reversed(groups[-3:]) if _same_baseline(group, line)), None)
        if home is None:
            groups.append([line])
        else:
            home.append(line)
    for group in groups:
        group.sort(key=lambda line: (line.box.x0, line.box.x1))
    return groups


def _same_baseline(group: Sequence[Line], line: Line) -> bool:
    first = group[0]
    if abs(_baseline(first) - _baseline(line)) > BASELINE_SHARE * max(first.size, line.size):
        return False
    return all(min(other.box.x1, line.box.x1) - max(other.box.x0, line.box.x0) <= 0.3 * line.size for other in group[-60:])


def _baseline(line: Line) -> float:
    return line.box.bottom - DESCENT * line.size if line.box.bottom - line.box.top < 3 * line.size else line.box.bottom


def reading_order(lines: Sequence[Line], page: Page) -> list[Row]:
    """The page's rows as a person reads them: whole-width parts from top to bottom, columns one after the other."""
    if not lines:
        return []
    ordered = sorted(lines, key=lambda line: (line.box.top, line.box.x0))
    split = _gutter(ordered, page)
    rows: list[Row] = []
    if split is None:
        rows = _rows_of(ordered, 0)
    else:
        for band in _bands(ordered, split):
            if _is_columned(band, split):
                rows += _rows_of([line for line in band if line.box.x1 <= split + 1], 1)
                rows += _rows_of([line for line in band if line.box.x1 > split + 1], 2)
            else:
                rows += _rows_of(band, 0)
    _note_underlines(rows, page.rules)
    return rows


def _rows_of(lines: Sequence[Line], column: int) -> list[Row]:
    rows = [Row(tuple(group), column=column) for group in baseline_rows(lines)]
    left, right = _margins(rows)
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


def _gutter(lines: Sequence[Line], page: Page) -> float | None:
    """Where the right column begins, less a little; None where the page has one column."""
    starts: dict[int, int] = {}
    for line in lines:
        if 0.35 * page.width < line.box.x0 < 0.7 * page.width:
            starts[round(line.box.x0 / 3)] = starts.get(round(line.box.x0 / 3), 0) + 1
    for place in sorted(starts, key=lambda place: (-starts[place], place))[:4]:
        split = 3 * place - 4.0
        if starts[place] >= LEAST_COLUMN_LINES and any(_is_columned(band, split) for band in _bands(lines, split)):
            return split
    return None


def _bands(lines: Sequence[Line], split: float) -> list[list[Line]]:
    """The lines parted where something runs across the gutter: alternately whole-width bands and bands left free by it."""
    bands: list[list[Line]] = []
    across_before: bool | None = None
    for line in lines:
        across = line.box.x0 < split - 2 and line.box.x1 > split + 3
        if across != across_before:
            bands.append([])
        bands[-1].append(line)
        across_before = across
    return _settled(bands, split)


def _settled(bands: list[list[Line]], split: float) -> list[list[Line]]:
    """Free bands too short to be columns are given back to the whole-width bands around them."""
    merged: list[list[Line]] = []
    was_columned = False
    for band in bands:
        columned = _is_columned(band, split)
        if merged and not columned and not was_columned:
            merged[-1] += band
        else:
            merged.append(band)
        was_columned = columned
    return merged


def _is_columned(band: Sequence[Line], split: float) -> bool:
    """Whether running text stands on both sides: enough lines that fill their side's width, so neither cells nor numbers."""
    if any(line.box.x0 < split - 2 and line.box.x1 > split + 3 for line in band):
        return False
    left = [line for line in band if line.box.x1 <= split + 1]
    right = [line for line in band if line.box.x1 > split + 1]
    return _fills(left, min((line.box.x0 for line in left), default=0.0), split) and _fills(right, split, max((line.box.x1 for line in right), default=0.0))


def _fills(lines: Sequence[Line], x0: float, x1: float) -> bool:
    if len(lines) < LEAST_COLUMN_LINES or x1 - x0 < 60:
        return False
    widths = [sum(line.box.x1 - line.box.x0 for line in group) for group in baseline_rows(lines)]
    return len(widths) >= LEAST_COLUMN_LINES and median(widths) > COLUMN_FILL * (x1 - x0)


def _note_underlines(rows: Sequence[Row], rules: Sequence[Rule]) -> None:
    level = sorted((rule.box for rule in rules if rule.box.bottom - rule.box.top <= 2.0), key=attrgetter("top"))
    if not level or len(level) > 400:
        return
    for row in rows:
        under = [box for box in level if -0.3 * row.size < box.top - (row.bottom - DESCENT * row.size) < 0.35 * row.size]
        covered = sum(max(0.0, min(box.x1, row.x1) - max(box.x0, row.x0)) for box in under)
        reach = max((box.x1 for box in under), default=0.0) - min((box.x0 for box in under), default=0.0)
        row.underlined = covered > 0.6 * row.width and reach < row.width + 2 * row.size
