"""Runs put together to lines: what a line is, is decided here once for all readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain, pairwise
from operator import add, attrgetter

from docmine.packed import PackedWords, columns
from docmine.pdf.initials import beside_initials, take_initials
from docmine.pdf.runs import Run, baseline
from docmine.source import Box, Line, Word

SPLIT_GAP = 1.0  # em: a wider gap ends a line (columns, tabs, cells); layout joins what belongs together after all
GUTTER_GAP = 0.55  # em: a narrower gap does too, where many rows leave the same strip of the page white
MORE_THAN_SPACE = 1.4  # times the page's usual gap between words: typewriters' spaces are as wide as a gutter
RAISED, RAISED_SHARE = 0.7, 0.45  # times the size of the text; em that a mark so small may stand above its baseline
NOTE_SIGNS = "0123456789,*†‡"
BASELINE_SHARE = 0.35  # em: baselines that near are one row, so that a raised mark stays with its word
MOST_GAPS = 30  # in a row; a row with more is no row of columns
LEAST_SPACED = 5  # single letters in a line that make it a line set with spaces between its letters
MOST_ALONE = 0.8  # of a line's words are single letters where it is all set so
MOST_TIMES = 6.0  # that a size counts of a smaller one beside it; an initial is three to four times as large as the text
NUMBER_GAP = 0.5  # em: more than a space between thousands
GLUE_GAP = 0.1  # em: nearer than that, two runs touch


@dataclass(slots=True)
class _Row:
    """Runs on one baseline; `gaps` are where each but the last ends and where the next begins, told once the runs are in order."""

    baseline: float
    size: float
    runs: list[Run]
    gaps: list[tuple[float, float]] = field(default_factory=list)

    def put_in_order(self) -> None:
        self.runs.sort(key=_left)
        self.gaps = [(before.word.box.x1, run.word.box.x0) for before, run in pairwise(self.runs)]


_left = attrgetter("word.box.x0")


def make_lines(runs: Sequence[Run]) -> tuple[Line, ...]:
    """Lines of the runs, those of each angle together, in the order of their rows from top to bottom."""
    level = [run for run in runs if run.angle == 0]
    lines = _level_lines(level)
    if len(level) < len(runs):
        lines += _turned_lines([run for run in runs if run.angle])
    return tuple(lines)


def _level_lines(runs: Sequence[Run]) -> list[Line]:
    runs, initials = take_initials(runs)
    rows = _rows(runs)
    for row in rows:
        row.put_in_order()
    least = _least_gutter(rows)
    gutters = _gutters(rows, least)
    lines = [_line(part) for row in rows for part in _split(row, gutters, least)]
    return beside_initials(lines, initials) if initials else lines


def _turned_lines(runs: Sequence[Run]) -> list[Line]:
    rows: dict[tuple[int, int], list[Run]] = {}
    for run in runs:
        rows.setdefault((run.angle, run.row), []).append(run)
    return [_line(row) for row in rows.values()]


def _rows(runs: Iterable[Run]) -> list[_Row]:
    """The readers' rows, those on one baseline merged: readers break a row at raised marks, tabs and columns."""
    groups: dict[int, list[Run]] = {}
    for run in runs:
        groups.setdefault(run.row, []).append(run)
    rows = [part for group in groups.values() for part in _by_baseline(group)]
    rows.sort(key=attrgetter("baseline"))
    merged: list[_Row] = []
    for row in rows:
        home = next((m for m in reversed(merged[-3:]) if _shares_baseline(m, row)), None)
        if home is None:
            merged.append(row)
            continue
        home.runs += row.runs
        if row.size > home.size:
            home.size, home.baseline = row.size, row.baseline
    return merged


def _by_baseline(group: list[Run]) -> list[_Row]:
    """One reader's row, taken apart where its runs do not stand on one baseline (PDFium runs two lines together at times)."""
    rows: list[_Row] = []
    last: _Row | None = None
    known: tuple[float, float] | None = None
    for run in group:
        place = run.word.box.bottom, run.word.size
        if last is not None and place == known:
            last.runs.append(run)  # as the one before it, which nearly all are
            continue
        known = place
        size, foot = run.word.size, baseline(run)
        if last is not None and abs(last.baseline - foot) <= 0.6 * _larger(last.size, size):
            last.runs.append(run)
            if size > last.size:
                last.size, last.baseline = size, foot
        else:
            last = _Row(foot, size, [run])
            rows.append(last)
    return rows


def _shares_baseline(home: _Row, row: _Row) -> bool:
    apart = abs(row.baseline - home.baseline)
    if apart > RAISED_SHARE * max(row.size, home.size):
        return False  # as nearly all rows that follow one another
    share = RAISED_SHARE if _are_note_marks(home, row) else BASELINE_SHARE  # rows come from top to bottom
    near = apart <= share * _larger(row.size, home.size)
    # Lines set tight in two sizes may come near each other: they are two lines when they lie over one another.
    return near and (apart < 1.0 or not _overlap(home.runs, row.runs))


def _are_note_marks(upper: _Row, lower: _Row) -> bool:
    """Whether a row is but small figures or stars above the baseline of another."""
    return upper.size < RAISED * lower.size and all(run.word.text.strip(NOTE_SIGNS) == "" for run in upper.runs)


def _larger(size: float, other: float) -> float:
    """The larger of two sizes, but no more than `MOST_TIMES` the smaller: absurdly large letters share no row with a whole page."""
    return min(max(size, other), MOST_TIMES * max(min(size, other), 1.0))


def _overlap(some: list[Run], others: list[Run]) -> bool:
    if len(some) * len(others) > 4_000:
        return True
    spans = [(run.word.box.x0, run.word.box.x1, run.word.size) for run in others]
    # By the smaller size: letters set absurdly large would lie over nothing by their own.
    return any(
        min(run.word.box.x1, x1) - max(run.word.box.x0, x0) > 0.3 * min(run.word.size, size) for run in some for x0, x1, size in spans
    )


def _least_gutter(rows: Sequence[_Row]) -> float:
    """How many em a gap between words must have to be a gutter."""
    gaps = sorted([(start - end) / row.size for row in rows if row.size > 0 for end, start in row.gaps])
    usual = gaps[len(gaps) // 4] if gaps else 0.0  # cells' gaps are wider, and fewer
    return max(GUTTER_GAP, MORE_THAN_SPACE * usual)


def _gutters(rows: Sequence[_Row], least: float) -> list[tuple[float, float]]:
    """White strips between columns: x ranges that at least eight rows in sequence leave free between words on both sides."""
    found: list[tuple[float, float]] = []
    open_strips: list[tuple[float, float, int]] = []
    for row in rows:
        gaps = [(end, start) for end, start in row.gaps if start - end > least * row.size]
        if (not gaps and len(row.runs) < 3) or len(gaps) > MOST_GAPS:
            continue
        still: list[tuple[float, float, int]] = []
        for x0, x1 in gaps:
            best = max((n for a, b, n in open_strips if min(b, x1) - max(a, x0) > 0.5 * row.size), default=0)
            narrowed = [(max(a, x0), min(b, x1)) for a, b, n in open_strips if n == best and min(b, x1) - max(a, x0) > 0.5 * row.size]
            strip = narrowed[0] if narrowed else (x0, x1)
            still.append((*strip, best + 1))
            if best + 1 >= 8:
                found.append(strip)
        open_strips = still
    return found[-200:]


def _split(row: _Row, gutters: Sequence[tuple[float, float]], least: float) -> list[list[Run]]:
    parts: list[list[Run]] = []
    split, narrow = SPLIT_GAP * row.size, least * row.size
    reach = 0.0
    for run in row.runs:
        word = run.word
        x0, x1 = word.box.x0, word.box.x1
        gap = x0 - reach
        if not parts or gap > split or (gap > narrow and _in_gutter(reach, x0, gutters)):
            part = [run]
            parts.append(part)
        elif word.text != part[-1].word.text or not _printed_twice(part[-1].word, word):
            part.append(run)
        if x1 > reach:
            reach = x1
    return [piece for part in parts for piece in _numbers_apart(part, row.size)]


def _numbers_apart(part: list[Run], size: float) -> list[list[Run]]:
    """Two numbers that stand apart and nothing else: the row's on the page and the paragraph's, or two cells of a table."""
    if len(part) == 2 and all(run.word.text.isdecimal() for run in part):
        before, after = (run.word.box for run in part)
        if after.x0 - before.x1 > NUMBER_GAP * size:
            return [[run] for run in part]
    return [part]


def _in_gutter(x0: float, x1: float, gutters: Sequence[tuple[float, float]]) -> bool:
    return any(x0 - 1 <= a and b <= x1 + 1 for a, b in gutters)


def _printed_twice(before: Word, word: Word) -> bool:
    """Whether a word that has the text of the one before it is the same set twice a hair apart to look bold."""
    return word.box.x0 - before.box.x0 < 0.15 * word.size and abs(word.box.top - before.box.top) < 1.0


def _line(runs: Sequence[Run]) -> Line:
    if len(runs) >= LEAST_SPACED and [len(run.word.text) for run in runs].count(1) >= MOST_ALONE * LEAST_SPACED:
        runs = _unspaced(runs)
    words = columns([run.word for run in runs])
    spaces = [not touches for touches in _glued(runs)]
    text = " ".join(words.texts)
    if not all(spaces):
        text = "".join(chain.from_iterable(zip(words.texts, [" " if space else "" for space in spaces] + [""], strict=True)))
    lengths = list(map(len, words.texts))
    starts = list(accumulate(map(add, lengths, spaces), initial=0))
    return Line(
        text=text,
        box=Box(words.page, min(words.x0s), min(words.tops), max(words.x1s), max(words.bottoms)),
        size=_usual_size(words.texts, words.sizes),
        bold=_prevails(words.bold, words.texts),
        italic=_prevails(words.italic, words.texts),
        words=PackedWords(text, words, starts, list(map(add, starts, lengths))),
    )


def _glued(runs: Sequence[Run]) -> list[bool]:
    """Whether each run after the first touches the one before it."""
    rows = [run.row for run in runs]
    if rows.count(rows[0]) == len(rows):
        return [run.glued for run in runs[1:]]
    return [
        run.glued if run.row == before.row else run.word.box.x0 - before.word.box.x1 < GLUE_GAP * run.word.size
        for before, run in pairwise(runs)
    ]


def _prevails(style: Sequence[bool], texts: Sequence[str]) -> bool:
    """Whether more than half of the letters are of a style."""
    return any(style) and 2 * sum([len(text) for text, has in zip(texts, style, strict=True) if has]) > sum(map(len, texts))


def _unspaced(runs: Sequence[Run]) -> Sequence[Run]:
    """The runs, those that are the letters of spaced words put together: all of a line, or its beginning in capitals."""
    single = [len(run.word.text) == 1 and run.word.text.isalnum() for run in runs]
    if len(runs) < LEAST_SPACED:
        return runs
    if sum(single) >= MOST_ALONE * len(runs):
        return _closed_up(runs)
    count = next(n for n, alone in enumerate(single) if not alone)
    letters = [run.word.text for run in runs[:count] if not run.word.text.isdigit()]
    if len(letters) > LEAST_SPACED and all(map(str.isupper, letters)) and letters != sorted(letters):  # `A B C D E F`: a row of columns
        return [*_closed_up(runs[:count]), *runs[count:]]
    return runs


def _closed_up(runs: Sequence[Run]) -> list[Run]:
    """Letters set apart for emphasis (`B U D G E T`) put together to words, parted where the gap is wider than the usual one."""
    gaps = sorted(b.word.box.x0 - a.word.box.x1 for a, b in pairwise(runs))
    usual = max(gaps[len(gaps) // 2], 0.05 * runs[0].word.size)
    closed = [runs[0]]
    for before, run in pairwise(runs):
        if run.word.box.x0 - before.word.box.x1 > 1.6 * usual or before.word.text.isdigit() != run.word.text.isdigit():
            closed.append(run)
            continue
        whole, word = closed[-1].word, run.word
        box = Box(whole.box.page, whole.box.x0, min(whole.box.top, word.box.top), word.box.x1, max(whole.box.bottom, word.box.bottom))
        closed[-1] = replace(closed[-1], word=Word(whole.text + word.text, box, whole.size, whole.bold, whole.italic))
    return closed


def _usual_size(texts: Sequence[str], sizes: Sequence[float]) -> float:
    first = sizes[0]
    if sizes.count(first) == len(sizes):
        return first
    letters: dict[float, int] = {}
    for text, size in zip(texts, sizes, strict=True):
        letters[size] = letters.get(size, 0) + len(text)
    return max(letters, key=lambda size: (letters[size], size))
