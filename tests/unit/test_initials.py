"""Drop initials: the letter begins the first row beside it, whatever baseline it stands on."""

from __future__ import annotations

import pytest

from docmine.pdf.initials import take_initials
from docmine.pdf.lines import make_lines
from docmine.pdf.runs import Run
from docmine.source import Box, Word

SIZE, PITCH = 10.0, 12.0
SECOND = "a report of the Secretariat on the state of the river and of"


def runs(text: str, x: float, baseline: float, row: int, size: float = SIZE) -> list[Run]:
    """The words of a row, half an em a character."""
    found, at = [], x
    for part in text.split():
        width = len(part) * size / 2
        found.append(Run(Word(part, Box(1, at, baseline - 0.8 * size, at + width, baseline + 0.2 * size), size), row))
        at += width + size / 4
    return found


def paragraph(letter: str, first: str, third: str, *, size: float = 29.0, foot: float = 100 + PITCH) -> list[Run]:
    """A letter that stands on `foot`, two rows at its right and a third below it."""
    initial = runs(letter, 72, foot, 2, size)
    indent = 72 + size / 2 + 2
    return [*runs(first, indent, 100, 1), *initial, *runs(SECOND, indent, 100 + PITCH, 2), *runs(third, 72, 100 + 2 * PITCH, 3)]


@pytest.mark.parametrize("foot", [100 + PITCH, 100 + PITCH - 6])
def test_the_letter_begins_the_first_row_and_the_rows_beside_it_keep_the_margin(foot: float) -> None:
    lines = make_lines(paragraph("T", "he Committee had before it in its third sitting", "its tributaries.", foot=foot))
    assert [line.text for line in lines] == ["The Committee had before it in its third sitting", SECOND, "its tributaries."]
    assert [line.box.x0 for line in lines] == [72, 72, 72]
    assert {line.size for line in lines} == {SIZE}
    assert lines[0].words[0].text == "T"


def test_a_letter_that_is_a_word_stays_one() -> None:
    lines = make_lines(paragraph("A", "paper on tolls was before the Committee", "this paper."))
    assert lines[0].text == "A paper on tolls was before the Committee"
    lines = make_lines(paragraph("A", "fter the pause the Chair resumed", "the debate, and after it the vote."))
    assert lines[0].text == "After the pause the Chair resumed"


def test_a_large_letter_on_the_baseline_of_its_row_is_no_initial() -> None:
    """`B` over an annex, with its title beside it."""
    lines = make_lines([*runs("B", 72, 100, 1, 20), *runs("Rules of procedure", 90, 100, 1), *runs(SECOND, 72, 130, 2)])
    assert [(line.text, line.box.x0) for line in lines] == [("B Rules of procedure", 72), (SECOND, 72)]
    assert max(word.size for word in lines[0].words) == 20


def test_a_page_full_of_large_capitals_has_no_initials() -> None:
    """A damaged or hostile page: as many as that begin no paragraphs, and to look beside each would take for ever."""
    letters = [run for n in range(20_000) for run in runs("T", 72 + n % 40 * 12, 100 + n, n, 29)]
    text = [run for n in range(2_000) for run in runs(SECOND, 90, 100 + 6 * n, 30_000 + n)]
    taken, places = take_initials([*letters, *text])
    assert places == []
    assert len(taken) == len(letters) + len(text)
