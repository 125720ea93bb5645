"""What engines misread, put right where a grammar proves it: dates, counting marks, digits among digits.

`I2 May 2017` can only be the 12th, `2O16` after a month only a year, `l.` above `2.` at one margin only 1; all else stays as read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from docmine.pdf.runs import Run

MONTHS = frozenset(
    """january february march april may june july august september october november december
    janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre décembre decembre""".split()
)
DIGITS = str.maketrans({"l": "1", "I": "1", "|": "1", "i": "1", "!": "1", "O": "0", "o": "0", "Q": "0", "S": "5", "B": "8", "Z": "2"})
DAY = re.compile(r"[\dlI|iOoSBZ]{1,2}")
YEAR = re.compile(r"([12lI|][\dlI|OoSBZ]{3})([.,;:)\]]{0,3})")
BETWEEN = re.compile(r"(?<=\d)[lIO](?=\d)")  # `N8O6`, `2O16`: a letter that only looks like a digit, between digits
MARK = re.compile(r"([\[(]?)([\dlI|OS]{1,3})([.)\]])")
ROMAN = re.compile(r"([\[(]?)([IVXTLl1|]{2,6})([.,;:)\]]{0,3})")
TO_ROMAN = str.maketrans("TLl1|", "IIIII")
PROPER_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
BEFORE_ROMAN = frozenset("item items point points annex annexe part partie chapter chapitre section appendix title titre phase".split())
CODE_END = re.compile(r"(?<=\d[A-Z])l(?=[a-z]?$)")  # `PC0471Ela`: no document's symbol has a small letter there
WIDE = 0.85  # of the page's widest row: a heading is shorter
DASHES = {"—": 0.7, "–": 0.3, "-": 0.18}  # ems of ink at least: .9, .35 to .55, .22 to .28 in the faces of the corpus
STRAIGHT, CURLED = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])"), re.compile(r"[^\W\d_]’[^\W\d_]")
LEAST_CURLED = 2
NUMBERED = re.compile(r"(\d{1,3})([.)])")
SHORT = 3  # characters of what may be a number that the engine took for something else
HANGS = 1.2  # em between a number set in the margin and its text
SAME_MARGIN = 1.0  # em
LEAST_NUMBER, MOST_NUMBER = 1, 999


def repair(runs: Sequence[Run]) -> list[Run]:
    """The page's runs in their order, with words changed where they must be; boxes stay."""
    mended = [_with(run, _digits(run.word.text)) for run in runs]
    _mend_dates(mended)
    _mend_romans(mended)
    _mend_strokes(mended)
    _mend_marks(mended)
    _restore_marks(mended)
    return mended


def _with(run: Run, text: str) -> Run:
    return run if text == run.word.text else replace(run, word=run.word._replace(text=text))


def _digits(text: str) -> str:
    return CODE_END.sub("1", BETWEEN.sub(lambda match: match[0].translate(DIGITS), text))


def _mend_dates(runs: list[Run]) -> None:
    """A day before a month's name and a year after it."""
    for index, run in enumerate(runs):
        if run.word.text.strip(".,;()").casefold() not in MONTHS or not run.word.text[:1].isalpha():
            continue
        if index and runs[index - 1].row == run.row:
            runs[index - 1] = _with(runs[index - 1], _day(runs[index - 1].word.text))
        if index + 1 < len(runs):
            runs[index + 1] = _with(runs[index + 1], _year(runs[index + 1].word.text))


def _day(text: str) -> str:
    if not DAY.fullmatch(text) or not any(map(str.isdigit, text)):
        return text
    day = text.translate(DIGITS)
    return day if day.isdigit() and 1 <= int(day) <= 31 else text


def _year(text: str) -> str:
    match = YEAR.fullmatch(text)
    if match is None or sum(map(str.isdigit, match[1])) < 2:
        return text
    year = match[1].translate(DIGITS)
    return year + match[2] if year.isdigit() and 1800 <= int(year) <= 2199 else text


def _mend_strokes(runs: list[Run]) -> None:
    """Dashes by how long they are; and the page's curled apostrophes, which engines take for straight ones, not the other way round."""
    curled = sum(len(CURLED.findall(run.word.text)) for run in runs) >= LEAST_CURLED
    for index, run in enumerate(runs):
        word = run.word
        if word.text in DASHES:
            length = (word.box.x1 - word.box.x0) / max(word.size, 1.0)
            runs[index] = _with(run, next((dash for dash, least in DASHES.items() if length >= least), word.text))
        elif curled:
            runs[index] = _with(run, STRAIGHT.sub("’", word.text))


def _mend_romans(runs: list[Run]) -> None:
    """Roman numbers after words that ask for one (`Item IT`), and before headings: rows that end early."""
    reach: dict[int, float] = {}
    for run in runs:
        reach[run.row] = max(reach.get(run.row, 0.0), run.word.box.x1)
    widest, opening = max(reach.values(), default=0.0), set(_first_of_rows(runs))
    for index, run in enumerate(runs):
        asked = index > 0 and runs[index - 1].word.text.strip("([").casefold() in BEFORE_ROMAN
        alone = index + 1 == len(runs) or runs[index + 1].row != run.row
        heads = index in opening and not alone and run.word.text.endswith(".") and reach[run.row] < WIDE * widest
        if asked or heads:
            runs[index] = _with(run, _roman(run.word.text))


def _roman(text: str) -> str:
    match = ROMAN.fullmatch(text)
    if match is None or PROPER_ROMAN.fullmatch(match[2]) or not set(match[2]) & set("IVX"):
        return text
    number = match[2].translate(TO_ROMAN)
    return match[1] + number + match[3] if PROPER_ROMAN.fullmatch(number) else text


def _mend_marks(runs: list[Run]) -> None:
    """Numbers that open rows: a look-alike is the number that its neighbours at the margin, above and below, leave free."""
    opening = [index for index in _first_of_rows(runs) if MARK.fullmatch(runs[index].word.text)]
    for place, index in enumerate(opening):
        match = MARK.fullmatch(runs[index].word.text)
        assert match is not None
        if match[2].isdigit():
            continue
        number = match[2].translate(DIGITS)
        if number.isdigit() and _counts(number, [runs[i] for i in _beside(opening, place)], runs[index]):
            runs[index] = _with(runs[index], match[1] + number + match[3])


def _restore_marks(runs: list[Run]) -> None:
    """Numbers that hang in one margin: between `1.` and `4.` two misread ones can only be `2.` and `3.`; `1` above `2.` lost its stop."""
    hanging = sorted((i for i in _first_of_rows(runs) if _hangs(runs, i)), key=lambda i: runs[i].word.box.bottom)
    proper = [i for i in hanging if NUMBERED.fullmatch(runs[i].word.text)]
    if not proper:
        return
    x0, size = runs[proper[0]].word.box.x0, runs[proper[0]].word.size
    column = [i for i in hanging if abs(runs[i].word.box.x0 - x0) <= SAME_MARGIN * size]
    known = [(at, int(m[1])) for at, i in enumerate(column) if (m := NUMBERED.fullmatch(runs[i].word.text))]
    stop = runs[proper[0]].word.text[-1]
    for at, i in enumerate(column):
        text = runs[i].word.text
        if NUMBERED.fullmatch(text):
            continue
        above = max(((n, value) for n, value in known if n < at), default=None)
        below = min(((n, value) for n, value in known if n > at), default=None)
        expected = {value + at - n for n, value in (above, below) if value + at - n >= LEAST_NUMBER} if above and below else set()
        figures = text.rstrip(".,;:'’")  # a stop is easily taken for another
        alone = {value + at - n for n, value in filter(None, (above, below))} if figures.isdecimal() else set()
        if len(expected) == 1 or (figures.isdecimal() and int(figures) in alone):
            runs[i] = _with(runs[i], f"{expected.pop() if len(expected) == 1 else int(figures)}{stop}")


def _hangs(runs: Sequence[Run], index: int) -> bool:
    """Whether a short word stands in the margin, its text well apart at its right on the same baseline."""
    word = runs[index].word
    if len(word.text) > SHORT:
        return False
    level = (
        run.word.box.x0 - word.box.x1
        for i, run in enumerate(runs)
        if i != index and run.word.box.x0 > word.box.x0 and abs(run.word.box.bottom - word.box.bottom) < 0.5 * word.size
    )
    return min(level, default=0.0) >= HANGS * word.size


def _first_of_rows(runs: Sequence[Run]) -> Iterable[int]:
    before = None
    for index, run in enumerate(runs):
        if run.row != before:
            yield index
        before = run.row


def _beside(opening: Sequence[int], place: int) -> list[int]:
    return [opening[i] for i in (place - 1, place + 1) if 0 <= i < len(opening)]


def _counts(number: str, neighbours: Sequence[Run], run: Run) -> bool:
    """Whether a neighbour at the same margin prints the number before or after, in digits and in the same shape."""
    value = int(number)
    for other in neighbours:
        match = MARK.fullmatch(other.word.text)
        if match is None or not match[2].isdigit() or abs(other.word.box.x0 - run.word.box.x0) > SAME_MARGIN * run.word.size:
            continue
        above = other.word.box.bottom < run.word.box.bottom
        if match[3] == run.word.text[-1] and int(match[2]) == value + (-1 if above else 1) and LEAST_NUMBER <= value <= MOST_NUMBER:
            return True
    return False
