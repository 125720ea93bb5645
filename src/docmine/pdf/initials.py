"""Drop initials: a large first letter with the first rows of its paragraph beside it, which stands on the baseline of the last of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from docmine.pdf.runs import Run, baseline
from docmine.source import Box, Line

MOST = 30  # on a page; more large capitals are something else
LARGE = 1.8  # times the page's usual size
CAPITAL = 0.75  # of its size, the height of a capital above its baseline
NEAR = 1.5  # em of the usual size: no farther to its right does the text beside it begin
HIGHER = 0.5  # em: at least that far above its own baseline is that of the first row beside it
BESIDE = 0.6  # em: within that, a baseline is at the letter's height
WORDS = frozenset("AEIOYÀÔ")  # that are words by themselves in English or French


def take_initials(runs: Sequence[Run]) -> tuple[Sequence[Run], list[Box]]:
    """The runs, each initial put before the first row beside it at that row's size, and the places where the initials stood."""
    capitals = [run for run in runs if len(run.word.text) == 1 and run.word.text.isupper()]
    if not capitals:
        return runs, []
    sizes = Counter[float]()
    for run in runs:
        sizes[run.word.size] += len(run.word.text)
    usual = sizes.most_common(1)[0][0]
    large = [run for run in capitals if run.word.size >= LARGE * usual]
    if len(large) > MOST:
        return runs, []
    taken: dict[int, Run] = {}
    places: list[Box] = []
    for run in large:
        beside = _beside(run, runs, usual)
        if beside and baseline(beside[0]) < baseline(run) - HIGHER * usual:
            first = beside[0]
            box = run.word.box
            place = Box(box.page, box.x0, first.word.box.top, min(box.x1, first.word.box.x0), first.word.box.bottom)
            taken[id(run)] = replace(run, word=first.word._replace(text=run.word.text, box=place), row=first.row)
            taken[id(first)] = replace(first, glued=_begins_word(run, first, runs))
            places.append(Box(box.page, box.x0, baseline(run) - CAPITAL * run.word.size, box.x1, baseline(run) + BESIDE * usual))
    return ([taken.get(id(run), run) for run in runs], places) if places else (runs, [])


def beside_initials(lines: Iterable[Line], places: Sequence[Box]) -> list[Line]:
    """The lines, those beside an initial reaching back to where it stands: their paragraph's margin is there."""
    return [_reaching(line, places) for line in lines]


def _reaching(line: Line, places: Sequence[Box]) -> Line:
    box = line.box
    for place in places:
        near = place.x1 - line.size < box.x0 < place.x1 + NEAR * line.size
        if near and box.top > place.top - BESIDE * line.size and box.bottom < place.bottom + line.size:
            return replace(line, box=box._replace(x0=place.x0))
    return line


def _beside(initial: Run, runs: Sequence[Run], usual: float) -> list[Run]:
    """The runs of about the usual size that begin a row at the letter's right, from top to bottom."""
    right, foot = initial.word.box.x1, baseline(initial)
    head = foot - CAPITAL * initial.word.size
    found = [
        run
        for run in runs
        if run.word.size < LARGE * usual
        and right - 0.3 * usual <= run.word.box.x0 <= right + NEAR * usual
        and head <= baseline(run) <= foot + 0.3 * usual
    ]
    return sorted(found, key=baseline)


def _begins_word(initial: Run, first: Run, runs: Iterable[Run]) -> bool:
    """Whether the letter is the first of the word beside it, as nearly always, and not a word by itself (`A`)."""
    letter, rest = initial.word.text, _bare(first)
    if letter not in WORDS:
        return True
    seen = {_bare(run) for run in runs if run is not first}
    return letter.casefold() + rest in seen and rest not in seen


def _bare(run: Run) -> str:
    return run.word.text.casefold().strip(".,;:()")
