"""Footnotes: small rows at the foot of a page, or rows under a short line, that begin with a mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from docmine.layout.drafts import Draft
from docmine.layout.marks import Mark, follows, number_of
from docmine.layout.rows import Row
from docmine.source import Rule

NOTE_MARK = re.compile(r"\(?(?:\d{1,3}|[*†‡§¹²³⁴⁵⁶⁷⁸⁹]{1,3}|[a-z])(?=[/).\s]|$)\s*[/).]{0,2}\s*|[*†‡¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\d{1,3}(?=[A-Z])")
SLASHED = re.compile(r"\d{1,3}/(?=\s|$)")  # as typewriters mark notes, on the line
SEPARATOR = re.compile(r"[_\-‐–—―=*.\s]{5,}|_{3,}")
STROKES = re.compile(r"[_\-‐–—―=¯‾]{3,}")
MOST_NOTED = 25  # rows of notes under a page or a column
MOST_BELOW = 2.2  # em from a title's baseline to that of the strokes under it; typewriters set them a line lower
SMALLER = 0.93  # of the text's size
MOST_PITCH = 1.6  # em between the baselines of a note's rows
LARGER = 1.08  # of a note's size: what follows it to the page's foot is not, in the middle
TEXT = 30  # characters of a row that is more than a title


def split_notes(rows: list[Row], rules: Sequence[Rule], text_size: float) -> tuple[list[Row], list[Row], list[Row]]:
    """A page's rows as (text, separators, notes)."""
    body, noted = _without_column_notes(rows, rules, text_size)
    start = _first_note(body, rules, text_size)
    if start is None:
        return body, [], noted
    body, tail = body[:start], body[start:]
    if body and SEPARATOR.fullmatch(body[-1].text):
        return body[:-1], [body[-1]], noted + tail
    return body, [], noted + tail


def _without_column_notes(rows: list[Row], rules: Sequence[Rule], text_size: float) -> tuple[list[Row], list[Row]]:
    """A page's rows without the notes at the foot of the columns before its last, and these."""
    ends = [index for index in range(1, len(rows)) if 0 < rows[index - 1].column < rows[index].column]
    starts = [(end, _smaller_from(rows[:end], text_size)) for end in ends]
    noted = {
        index
        for end, start in starts
        if start < end and rows[start - 1].column == rows[start].column and NOTE_MARK.match(rows[start].text) and _is_low(rows, start)
        for index in range(start, end)
    }
    for end in ends:
        slashed = [index for index in range(max(end - MOST_NOTED, 1), end) if SLASHED.match(rows[index].text)]
        start = next((index for index in slashed if _under_short_line(rows[:end], index, rules, text_size)), end)
        noted.update(range(start, end))
    if not noted:
        return rows, []
    return [row for index, row in enumerate(rows) if index not in noted], [rows[index] for index in sorted(noted)]


def _first_note(rows: Sequence[Row], rules: Sequence[Rule], text_size: float) -> int | None:
    """Where the notes at the end of the page's rows begin."""
    start = _smaller_from(rows, text_size)
    for index in range(start, len(rows)):
        if NOTE_MARK.match(rows[index].text) and _is_low(rows, index):
            return index
    for index in range(len(rows) - 1, max(len(rows) - MOST_NOTED, 1) - 1, -1):  # a typed table has such lines too, higher up
        if rows[index].table is None and NOTE_MARK.match(rows[index].text) and _under_short_line(rows, index, rules, text_size):
            return None if _counts_on(rows, index) else index
    return None


def _smaller_from(rows: Sequence[Row], text_size: float) -> int:
    """Where the rows in smaller type at the end begin."""
    start = len(rows)
    while (
        start > 0 and rows[start - 1].table is None and rows[start - 1].size < SMALLER * text_size and rows[start - 1].page == rows[-1].page
    ):
        start -= 1
    if not any(row.table is not None or len(row.text) >= TEXT for row in rows[:start]):
        return len(rows)  # a page, an annex say, that is set smaller throughout has no notes in its type alone
    return start


def _counts_on(rows: Sequence[Row], index: int) -> bool:
    """Whether a row's number is that of the paragraph after one above."""
    number = number_of(rows[index].text)
    above = [mark for row in rows[:index] for mark in (number_of(row.text),) if mark is not None]
    return number is not None and any(mark.style == number.style and follows(mark.value, number.value) for mark in above)


def _is_low(rows: Sequence[Row], index: int) -> bool:
    return index == 0 or all(rows[index].top >= row.top for row in rows[:index] if row.column == rows[index].column)


def _under_short_line(rows: Sequence[Row], index: int, rules: Sequence[Rule], text_size: float) -> bool:
    row, before = rows[index], rows[index - 1]
    if median(other.size for other in rows[index:]) > LARGER * row.size:
        return False  # the last row of a table, over text that goes on
    if before.underlined or row.page != before.page or row.size > text_size + 0.3 or not _is_low(rows, index):
        return False
    if SEPARATOR.fullmatch(before.text) and len(before.text) < 60 and before.text.strip("*. "):
        return not _underlines(rows, index - 1)
    if row.size > text_size - 0.3 and not _has_raised_mark(row) and not _are_slashed(rows[index:]):
        return False  # the foot of a table, or the line under a title
    width = row.right - row.left
    return any(
        before.bottom - 1 <= rule.box.top <= row.top + 0.3 * row.size
        and rule.box.bottom - rule.box.top < 2
        and 30 < rule.box.x1 - rule.box.x0 < 0.5 * width
        and abs(rule.box.x0 - row.left) < 2 * row.size
        for rule in rules
    )


def _underlines(rows: Sequence[Row], index: int) -> bool:
    """Whether a row of strokes is typed under a title: as wide as the row above it, or set in the middle."""
    row = rows[index]
    if row.x0 - row.left > 3 * row.size:
        return True
    above = rows[index - 1] if index else None
    return above is not None and abs(above.x0 - row.x0) < row.size and abs(above.x1 - row.x1) < 2 * row.size


def _has_raised_mark(row: Row) -> bool:
    line = row.lines[0]
    return bool(line.words) and line.words[0].size < 0.85 * line.size


def _are_slashed(rows: Sequence[Row]) -> bool:
    """Whether rows to the end are notes such as `1/ See annex II.`: only another of them is set off from the row before."""
    parted = [row for before, row in pairwise(rows) if not 0 < row.baseline - before.baseline < MOST_PITCH * row.size]
    return all(SLASHED.match(row.text) for row in (rows[0], *parted))


def part_strokes(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows without those of strokes typed under a title, and these; the title counts as underlined."""
    kept: list[Row] = []
    strokes: list[Row] = []
    for row in rows:
        if kept and STROKES.fullmatch(row.text) and _is_under(kept[-1], row):
            kept[-1].underlined = True
            strokes.append(row)
        else:
            kept.append(row)
    return kept, strokes


def _is_under(title: Row, row: Row) -> bool:
    if title.table is not None or title.page != row.page or not 0 < row.baseline - title.baseline < MOST_BELOW * row.size:
        return False
    return abs(title.x0 - row.x0) < 1.5 * row.size and abs(title.x1 - row.x1) < 1.5 * row.size and any(map(str.isalpha, title.text))


def note_drafts(rows: Sequence[Row]) -> list[Draft]:
    """The notes, each from its mark to the next; what stands before the first mark goes on from the page before."""
    drafts: list[Draft] = []
    for row in rows:
        match = NOTE_MARK.match(row.text)
        if match and (not drafts or row.x0 <= drafts[-1].first.x0 + row.size):
            label = match.group().strip(" (/).")
            drafts.append(Draft([row], Mark("arabic", "note", label, (), match.end(), label), role="footnote", drop_first=match.end()))
        elif drafts:
            drafts[-1].rows.append(row)
        else:
            drafts.append(Draft([row], role="footnote"))
    return drafts
