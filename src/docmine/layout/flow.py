"""Where one paragraph ends and the next begins, told by white space, indentation, style and line ends."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from docmine.layout.rows import Row

WIDE_GAP = 1.3  # times the usual distance of baselines; a wider one parts paragraphs
CLOSE = 1.2  # times the usual distance; rows of one paragraph
SPACED = 1.2  # times the distance of three even rows of a paragraph
INDENT = 0.8  # em
LARGE = 1.15  # times the size of the text
TERMINAL = re.compile(r"(?:[!?:;…]|(?<!\d)\.|\.(?!\d))[\"'”’»)\]\d*†]{0,4}$")
LOWER = re.compile(r"[\"'“‘«(\[]{0,2}(?:[a-zà-öø-ÿ&]|°C\b|%)")  # how a row begins that goes on with a sentence
GOES_ON = re.compile(r"[\"'“‘«(\[]{0,2}[a-zà-öø-ÿ&\d°%]|\((?!\w{1,4}[).])")  # the same where no white space speaks against it
OPEN = re.compile(
    r"(?:^|[\s’'])(?:of|on|for|the|and|or|to|in|by|with|from|at|de|du|des|la|le|les|et|ou|sur|pour|par|aux?|dans|en|à)$", re.IGNORECASE
)
ANOTHER = re.compile(r"[,;]\s(?:and|or|et|ou)$")  # a list's last item stands on the next row
BRACKETED = re.compile(r"\((?:[^()]|\([^()]{0,20}\)){0,80}(?:\)|$)")
ITEM_NAMED = re.compile(r"(?:agenda\s)?(?:item|point)s?\s.{1,50}:$", re.IGNORECASE)  # its title stands on the next row
SMALL_LETTERS = re.compile(r"[a-z]+")
LINK = re.compile(r"(?:https?://|www\.)\S{0,400}$")


LEAST_PITCH = 0.1  # points; a damaged page may set text in size 0


@dataclass(slots=True)
class Measure:
    """What is usual in a document: the size of its text, and the distance of baselines for each size, in points."""

    size: float
    pitches: dict[int, float] = field(default_factory=dict)
    rights: dict[int, float] = field(default_factory=dict)  # by column
    spaced: bool = False  # white space parts the numbered paragraphs

    def pitch(self, row: Row) -> float:
        return max(self.pitches.get(round(row.size), 1.2 * row.size), LEAST_PITCH)


def measure(rows: Sequence[Row]) -> Measure:
    """The measure of a document's rows."""
    distances: defaultdict[int, Counter[float]] = defaultdict(Counter)
    for before, row in itertools.pairwise(rows):
        step = row.baseline - before.baseline
        if same_column(before, row) and abs(before.size - row.size) < 0.5 and 0.8 * row.size < step < 4 * row.size:
            distances[round(row.size)][round(step * 2) / 2] += 1
    pitches = {key: _usual(counts) for key, counts in distances.items() if sum(counts.values()) >= 4}
    return Measure(usual_size(rows), pitches, _rights(rows))


def usual_size(rows: Iterable[Row]) -> float:
    """The size of most of the rows' letters, to half a point."""
    letters: dict[float, int] = {}
    for row in rows:
        size = round(row.size * 2) / 2
        letters[size] = letters.get(size, 0) + len(row.text)
    return max(letters, key=lambda size: (letters[size], size), default=10.0)


def _usual(counts: Counter[float]) -> float:
    """The smallest common distance: paragraphs of one row each must not make their gaps the pitch."""
    total = sum(counts.values())
    near = {step: sum(counts[other] for other in counts if abs(other - step) <= 0.5) for step in counts}
    return min(step for step in counts if near[step] >= 0.15 * total)


def _rights(rows: Sequence[Row]) -> dict[int, float]:
    ends: dict[int, list[float]] = {}
    for row in rows:
        if len(row.text) > 30:
            ends.setdefault(row.column, []).append(row.x1)
    return {column: sorted(xs)[int(0.9 * (len(xs) - 1))] for column, xs in ends.items()}


def same_column(before: Row, row: Row) -> bool:
    return before.page == row.page and before.column == row.column and row.baseline > before.baseline - 0.5 * row.size


def is_spaced(rows: Sequence[Row], starts: Sequence[int], usual: Measure) -> bool:
    """Whether white space stands above nearly all of the rows that begin a numbered paragraph below another row."""
    below = [index for index in starts if index and same_column(rows[index - 1], rows[index])]
    wide = [i for i in below if rows[i].baseline - rows[i - 1].baseline > WIDE_GAP * usual.pitch(rows[i])]
    return len(below) >= 4 and len(wide) >= 0.9 * len(below)


def set_local_margins(rows: Sequence[Row], usual: Measure) -> None:
    """Gives each row the right margin of the rows around it, so that an indented quotation counts as full lines."""
    places = [(row.column, round(row.x0)) for row in rows]
    edges = Counter([place for row, place in zip(rows, places, strict=True) if row.table is None])
    many = max(5, len(rows) // 40)
    often = {(column, x0) for column, x0 in set(places) if edges[column, x0] + edges[column, x0 - 1] + edges[column, x0 + 1] >= many}
    for row, place in zip(rows, places, strict=True):
        row.flush = place in often
    start = 0
    for index in range(1, len(rows) + 1):
        if index < len(rows) and _runs_on(rows[index - 1], rows[index], usual):
            continue
        _set_margin(rows[start:index], usual)
        start = index


def _runs_on(before: Row, row: Row, usual: Measure) -> bool:
    if before.table is not None or row.table is not None or not same_column(before, row) or abs(before.size - row.size) > 0.6:
        return False
    return row.baseline - before.baseline < WIDE_GAP * usual.pitch(row)


def _set_margin(group: Sequence[Row], usual: Measure) -> None:
    column_right = max(group[0].right, 0.0)
    known = usual.rights.get(group[0].column, column_right)
    if column_right < known and column_right > 0 and len(group) < 3:
        column_right = known
    ends = sorted(row.x1 for row in group)
    # Three or more rows that reach one edge have that edge for margin; fewer say nothing.
    edge = ends[-1]
    reaching = sum(edge - end < 1.2 * group[0].size for end in ends)
    local = edge if reaching >= max(3, 0.5 * len(ends)) else max(column_right, edge)
    for row in group:
        row.right = local


def first_word_width(row: Row) -> float:
    line = row.lines[0]
    if line.words:
        box = line.words[0].box
        return box.x1 - box.x0
    return len(line.text.split(" ", 1)[0]) * 0.5 * row.size


def ends_early(row: Row, following: Row) -> bool:
    """Whether the next row's first word would have found room at the row's end: a paragraph's last line."""
    room = row.right - row.x1
    return (
        room > row.size
        and room > first_word_width(following) + 1.0 * row.size
        and not (LINK.search(row.text[-400:]) and room < 0.5 * (row.right - row.left))
    )


def is_terminal(text: str) -> bool:
    return not text[-1:].isalpha() and bool(TERMINAL.search(text[-8:]))


def is_centred(row: Row, slack: float = 1.2) -> bool:
    """Whether a row that does not fill its column stands in the middle of it."""
    if row.flush:
        return False
    width = row.right - row.left
    middle = (row.left + row.right) / 2
    return row.width < 0.85 * width and row.x0 - row.left > 2 * row.size and abs((row.x0 + row.x1) / 2 - middle) < slack * row.size


def stands_right(row: Row) -> bool:
    """Whether a row stands at the right edge of its column."""
    return row.x0 - row.left > 0.45 * (row.right - row.left) and row.x1 > row.right - row.size


def same_style(before: Row, row: Row) -> bool:
    return abs(before.size - row.size) <= 0.08 * max(before.size, row.size) and before.bold == row.bold


def is_caps(text: str) -> bool:
    if 10 * len("".join(SMALL_LETTERS.findall(text, 0, 20 + len(text) // 8))) > len(text):
        return False  # which the beginning of most texts tells
    letters = sum(map(str.isalpha, text))
    return letters >= 3 and sum(map(str.isupper, text)) >= 0.9 * letters


@dataclass(slots=True)
class Paragraphing:
    """The rows of the paragraph being gathered, and where its text begins in its first row."""

    rows: list[Row]
    text_x: float  # where the words after the mark begin; the first row's start where there is no mark
    marked: bool
    number_alone: bool = False  # nothing but the mark stands on the first row

    def begins_new(self, row: Row, usual: Measure) -> bool:
        """Whether the row, itself without a mark, begins a paragraph of its own."""
        before = self.rows[-1]
        if before.frame != row.frame and not self._runs_through(row, usual):
            return True
        if not same_column(before, row):
            return self._new_after_break(row)
        step = (row.baseline - before.baseline) / usual.pitch(row)
        if step < 0.3:
            return True
        begins = (LOWER if step > WIDE_GAP else GOES_ON).match(row.text)
        terminal = is_terminal(before.text)
        flows = not terminal and (begins is not None or _broken(before.text) or bool(OPEN.search(before.text[-8:])))
        if step > WIDE_GAP:
            long = len(before.text) > 40 or not ends_early(before, row)
            return not (flows and long and step < 2.6 and same_style(before, row))
        if before.italic != row.italic and step > 1.12 and not flows and ends_early(before, row):
            return True
        if not same_style(before, row):
            ends = not terminal and step < CLOSE and is_terminal(row.text)  # `… appear as` / `ANNEX 5.` in bold: no title
            return not ((flows or ends) and abs(before.size - row.size) < 0.08 * row.size and not ends_early(before, row))
        if (is_centred(before) and is_centred(row)) or _share_axis(before, row, usual):
            ends = before.underlined and not row.underlined  # a title ends with its line: `(Docs. 12 and 13)` below it is none of it
            return ends or terminal or not _same_case(before.text, row.text) or self._is_set_off(row)
        if not flows and len(before.text) > 8 and is_caps(before.text) and not is_caps(row.text) and ends_early(before, row):
            return True
        if step < CLOSE and len(self.rows) == 1 and ITEM_NAMED.match(before.text) and _same_case(before.text, row.text):
            return False
        if self._indent_breaks(row, flows) or (terminal and row.text[:1].isupper() and self._is_spaced_off(row)):
            return True
        if row.size > LARGE * usual.size and step < CLOSE and not terminal:
            return False  # a title over several rows, however they are broken
        if step > CLOSE and before.text.endswith(":") and row.text[:1].isupper():
            return True
        if usual.spaced and before.right - before.x1 < 0.2 * (before.right - before.left):
            return False  # a ragged line: a paragraph would be set off
        return ends_early(before, row) and not flows and not self._goes_on_loosely(before, row)

    def _runs_through(self, row: Row, usual: Measure) -> bool:
        """Whether the text takes no notice of a box's edge: the bars of listing paper, which colour some rows and not the next."""
        before = self.rows[-1]
        aligned = min(abs(row.x0 - x) for x in (before.x0, self.text_x)) < 0.5 * row.size
        close = row.baseline - before.baseline < CLOSE * usual.pitch(row)
        return aligned and close and same_column(before, row) and same_style(before, row)

    def _is_set_off(self, row: Row) -> bool:
        """Whether a row stands farther from a title's rows than they do from one another."""
        rows = self.rows[-2:]
        return len(rows) == 2 and row.baseline - rows[1].baseline > WIDE_GAP * (rows[1].baseline - rows[0].baseline) > 0

    def _is_spaced_off(self, row: Row) -> bool:
        """Whether a row stands farther from the ones before than they do from one another, be it less than usual between paragraphs."""
        rows = self.rows[-3:]
        steps = [below.baseline - above.baseline for above, below in itertools.pairwise(rows)]
        return len(rows) == 3 and 0 < max(steps) < 1.08 * min(steps) and row.baseline - rows[-1].baseline > SPACED * max(steps)

    def _indent_breaks(self, row: Row, flows: bool) -> bool:
        before, em = self.rows[-1], row.size
        if len(self.rows) == 1:
            if self.marked:
                back = row.x0 < before.x0 - INDENT * em and row.x0 > row.left + em and not flows
                return row.x0 > self.text_x + INDENT * em or (back and (is_terminal(before.text) or ends_early(before, row)))
            hangs = len(before.lines) == 2 and abs(row.x0 - before.lines[1].box.x0) < 0.5 * em  # a title beside its number
            return row.x0 > before.x0 + INDENT * em and not flows and not hangs
        shift = row.x0 - before.x0
        return abs(shift) > INDENT * em and not flows

    def _goes_on_loosely(self, before: Row, row: Row) -> bool:
        """A title set narrower than the text, or text wrapped by hand: a long line that ends nothing."""
        return not is_terminal(before.text) and not before.text.endswith(",") and before.x1 - before.left > 0.6 * (row.right - row.left)

    def _new_after_break(self, row: Row) -> bool:
        """The same over a page's or a column's end, where white space says nothing."""
        before = self.rows[-1]
        if not same_style(before, row) or before.underlined != row.underlined:
            return True
        if not is_terminal(before.text):
            return ends_early(before, row) and not LOWER.match(row.text)
        if ends_early(before, row) or before.italic != row.italic:
            return True
        indent = (row.x0 - row.left) - (before.x0 - before.left)
        return abs(indent) > INDENT * row.size if len(self.rows) > 1 else indent > INDENT * row.size


def _share_axis(before: Row, row: Row, usual: Measure) -> bool:
    """Whether two rows of display type stand centred on one another, though one fills the width."""
    middles = abs((before.x0 + before.x1) - (row.x0 + row.x1)) / 2
    if abs(before.x0 - row.x0) <= row.size or middles >= row.size:
        return False
    return (before.bold and row.bold) or row.size > LARGE * usual.size or (is_caps(before.text) and is_caps(row.text))


def _same_case(before: str, row: str) -> bool:
    """Whether both are in capitals or neither is, but for what stands in brackets (`(Agenda Item 2)`)."""
    plain = [BRACKETED.sub("", text) for text in (before, row)]
    return not any(map(str.isalpha, plain[1])) or is_caps(plain[0]) == is_caps(plain[1])


def _broken(text: str) -> bool:
    return len(text) > 1 and text[-1] in "-\u2010\u2011\u00ad" and text[-2].isalnum()
