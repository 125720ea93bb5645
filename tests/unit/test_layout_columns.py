"""Pages of several columns, and what stands across some of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_layout import line, numbered, page, rows, sentence

from docmine.layout import lay_out
from docmine.source import Box, Layout, Line, Rule

LEFTS = (36, 217, 398)  # of three columns
STEP = 84  # points from paragraph to paragraph


def column(place: int, first: int, *, many: int = 3, top: float = 100, skew: float = 0, number: int = 1) -> list[Line]:
    """Numbered paragraphs one below the other, each with a short last row; `skew` sets each column lower than the one before."""
    made = [rows(f"{first + n}. {sentence(first + n)}", LEFTS[place], top + skew * place + STEP * n, chars=33) for n in range(many)]
    return [replace(part, box=part.box._replace(page=number)) for group in made for part in group]


def wanted(first: int, last: int) -> list[tuple[str | None, str]]:
    return [(str(n), sentence(n)) for n in range(first, last + 1)]


def headings(layout: Layout) -> list[str]:
    return [block.text for block in layout.blocks if block.role == "heading"]


@pytest.mark.parametrize("skew", [0, 4])
def test_three_columns_are_read_one_after_the_other(skew: float) -> None:
    """Whether or not their rows stand on one baseline, below a title across them all."""
    lines = [line("Bulletin of the Council", 190, 60, size=16, bold=True)]
    lines += [part for n in range(3) for part in column(n, 3 * n + 1, skew=skew)]
    assert numbered(lay_out([page(lines)])) == wanted(1, 9)


def test_a_heading_across_two_of_three_columns_leaves_the_third_whole() -> None:
    """What stands above it in both columns comes first; the third column comes last."""
    lines = [*column(0, 1, many=2, skew=4), *column(1, 3, many=2, skew=4), *column(2, 9, many=5, skew=4)]
    lines += [line("Matters left over from the session before", 110, 285, size=11, bold=True)]
    lines += [*column(0, 5, many=2, top=310, skew=4), *column(1, 7, many=2, top=310, skew=4)]
    layout = lay_out([page(lines)])
    assert numbered(layout) == wanted(1, 13)
    assert headings(layout) == ["Matters left over from the session before"]


def test_a_heading_in_the_middle_of_three_columns_heads_them_all() -> None:
    """Shorter than the middle column, with nothing beside it in the others."""
    upper = [part for n in range(3) for part in column(n, 1 + 2 * n, many=2)]
    lower = [part for n in range(3) for part in column(n, 7 + 2 * n, many=2, top=330)]
    layout = lay_out([page([*upper, line("Part Two of the report", 246, 296, size=11, bold=True), *lower])])
    assert numbered(layout) == wanted(1, 12)
    assert headings(layout) == ["Part Two of the report"]


def test_a_heading_of_the_middle_column_alone_stays_in_it() -> None:
    """Rows of the first column stand beside it."""
    lines = [*column(0, 1, many=4), *column(1, 5, many=2), *column(1, 7, many=2, top=310), *column(2, 9, many=2), *column(2, 11, top=310)]
    layout = lay_out([page([*lines, line("Budget", 277, 285, size=11, bold=True)])])
    assert numbered(layout) == wanted(1, 13)


def test_a_last_page_fills_some_of_three_columns() -> None:
    """The third ends early, in a row that alone would be no column."""
    first = [part for n in range(3) for part in column(n, 3 * n + 1)]
    last = [*column(0, 10, many=2, number=2), *column(1, 12, many=2, number=2), line("(Signed) A. Boss", LEFTS[2], 112, page=2)]
    layout = lay_out([page(first), page(last, 2)])
    assert numbered(layout) == wanted(1, 13)
    assert layout.blocks[-1].text == "(Signed) A. Boss"


def test_small_type_in_a_column_is_no_keyword_of_the_column_beside() -> None:
    """A quotation in the first column, whose rows begin left of where the most full rows of the page do."""
    quotation = "The text that had been put to it said: " + "it is to be read with the note before it. " * 3
    lines = [*column(0, 1, many=2), *rows(quotation, 46, 284, chars=36, size=8, pitch=12)]
    lines += [part for n in range(3, 8) for part in rows(f"{n}. {sentence(n)}", 240, 100 + 60 * (n - 3), chars=55)]
    layout = lay_out([page(lines)])
    assert numbered(layout) == wanted(1, 7)
    assert quotation.strip() in [block.text for block in layout.blocks]


def two(first: int, left: int, right: int, number: int) -> list[Line]:
    """A page of two columns with that many paragraphs in each."""
    made = [rows(f"{first + n}. {sentence(first + n)}", 44, 100 + 60 * n, chars=48) for n in range(left)]
    made += [rows(f"{first + left + n}. {sentence(first + left + n)}", 320, 102 + 60 * n, chars=44) for n in range(right)]
    return [replace(part, box=part.box._replace(page=number)) for group in made for part in group]


def test_a_right_column_in_which_a_paper_ends_is_a_column() -> None:
    """One row and a signature beside a full left column, where the columns of the page before stood."""
    last = [*two(7, 3, 0, 2), line("10. The meeting closed at noon.", 320, 102, page=2)]
    last += [line("Anna Boss", 430, 124, page=2), line("Chair", 430, 136, page=2)]
    layout = lay_out([page(two(1, 3, 3, 1)), page(last, 2)])
    assert numbered(layout) == [*wanted(1, 9), ("10", "The meeting closed at noon.")]


def test_a_title_on_the_left_half_of_a_sheet_stays_off_the_text_on_the_right() -> None:
    """The first sheet of a booklet: no row of the title's page belongs to the text beside it."""
    title = [line("Report of the session", 100, 203, size=14, bold=True), line("Sixth of May 1992", 130, 300)]
    text = [part for n in range(1, 5) for part in rows(f"{n}. {sentence(n)}", 477, 90 + 90 * n, chars=60)]
    assert numbered(lay_out([replace(page(title + text), width=842, height=595)])) == wanted(1, 4)


def test_a_ruled_table_that_fills_a_left_column_leaves_the_right_one_whole() -> None:
    """Below a heading across both columns; two rows stand above the table, and nothing else beside the text."""
    lines = [*two(1, 2, 2, 1), line("Overview of the tools that are under review this year", 44, 240, size=12, bold=True)]
    lines += rows("5. The position of the tools is this, as far as it is known:", 44, 270, chars=48)
    cells = [line(f"tool {n}" if x < 150 else "kept", x, 311 + 20 * n) for n in range(5) for x in (50, 170)]
    grid = [Rule(Box(1, x, 299, x, 399)) for x in (44, 160, 280)] + [Rule(Box(1, 44, y, 280, y)) for y in range(299, 400, 20)]
    lines += [*cells, *(part for n in (6, 7) for part in rows(f"{n}. {sentence(n)}", 320, 272 + 60 * (n - 6), chars=44))]
    found = numbered(lay_out([page(lines, rules=tuple(grid))]))
    assert found == [*wanted(1, 4), ("5", "The position of the tools is this, as far as it is known:"), *wanted(6, 7)]


def test_columns_begin_beside_a_list_above_the_left_one() -> None:
    """Short entries above the text of the left column leave it a column of running text."""
    contents = [line(f"Entry {n}", 60, 60 + 12 * n) for n in range(12)]
    left = [*rows(f"1. {sentence(1)}", 60, 260, chars=44), *rows(f"2. {sentence(2)}", 60, 330, chars=44)]
    right = [*rows(f"3. {sentence(3)}", 320, 262, chars=44), *rows(f"4. {sentence(4)}", 320, 332, chars=44)]
    assert numbered(lay_out([page([*contents, *left, *right])])) == wanted(1, 4)


def test_a_note_under_the_left_column_is_no_part_of_the_text_that_goes_on_in_the_right() -> None:
    """Smaller rows at a column's foot are notes, though another column follows."""
    words = f"{sentence(2)} {sentence(22)}"
    second = rows(f"2. {words}", 60, 170, chars=44)
    left, right = second[:5], [line(part.text, 320, 100 + 12 * n) for n, part in enumerate(second[5:])]
    note = line("1 Document 557 of the Assembly of 1971.", 66, 240, size=8)
    below = rows(f"3. {sentence(3)}", 320, right[-1].box.bottom + 26, chars=44)
    layout = lay_out([page([*rows(f"1. {sentence(1)}", 60, 100, chars=44), *left, note, *right, *below])])
    assert numbered(layout) == [("1", sentence(1)), ("2", words), ("3", sentence(3))]
    assert [block.text for block in layout.blocks if block.role == "footnote"] == ["Document 557 of the Assembly of 1971."]


@pytest.mark.parametrize("columns", [1, 2])
def test_typed_notes_are_known_by_the_stroke_behind_their_marks_which_the_text_leaves_out(columns: int) -> None:
    """`1/` on the line, under a short rule in the text's own size; `4/` of which the page has no note is text."""
    chars, x = (44, 320) if columns == 2 else (80, 60)
    first = rows(f"1. As it agreed 1/. {sentence(1)} 2/", 60, 100, chars=chars)
    second = rows(f"2. {sentence(2)} It was 4/ of them.", x, 100 if columns == 2 else 160, chars=chars)
    below = 196 if columns == 2 else 250
    notes = [
        line("1/ Document 557 of the Assembly,", 60, below),
        line("paragraph 2.", 60, below + 12),
        line("2/ See annex V.", 60, below + 30),
    ]
    between = second if columns == 1 else []
    rule = Rule(Box(1, 60, below - 12, 120, below - 11))
    layout = lay_out([page([*first, *between, *notes, *([] if between else second)], rules=(rule,))])
    assert numbered(layout) == [("1", f"As it agreed. {sentence(1)}"), ("2", f"{sentence(2)} It was 4/ of them.")]
    assert [note.text for note in layout.blocks if note.role == "footnote"] == [
        "Document 557 of the Assembly, paragraph 2.",
        "See annex V.",
    ]
    assert [mark.mark for block in layout.blocks for mark in block.notes] == ["1", "2"]


def test_a_sentence_goes_on_behind_the_table_that_floats_into_it() -> None:
    """With its caption; what begins with a capital behind a table is a paragraph of its own."""
    made = rows(f"1. {sentence(1)} {sentence(2)}", 60, 100)
    caption = line("Table 1. Catches by fleet", 60, 184, size=9)
    cells = [line(word, x, 200 + 12 * n) for n in range(3) for x, word in ((60, "Fleet"), (200, f"{n}7.1"), (300, f"{n}9.4"))]
    for words, parts in (("left out of it.", 1), ("Others were.", 0)):
        rest = [line(part.text, 60, 260 + 12 * n) for n, part in enumerate(made[2:])] if parts else [line(words, 60, 260)]
        layout = lay_out([page([*made[:2], caption, *cells, *rest, *rows(f"2. {sentence(3)}", 60, 320)])])
        whole = f"{sentence(1)} {sentence(2)}" if parts else " ".join(part.text for part in made[:2]).removeprefix("1. ")
        assert numbered(layout) == [("1", whole), ("2", sentence(3))]
        assert [block.role for block in layout.blocks].count("table") == 1


def test_bold_words_that_end_a_sentence_on_a_row_of_their_own_are_no_title() -> None:
    """`ANNEX 5.` below a full row of its paragraph, aligned with it and ended by a full stop."""
    first, second, *_ = rows(f"1. {sentence(1)}", 60, 100)
    layout = lay_out([page([first, second, line("ANNEX 5.", 60, 124, bold=True), *rows(f"2. {sentence(2)}", 60, 160)])])
    assert numbered(layout)[0][1].endswith("ANNEX 5.")
