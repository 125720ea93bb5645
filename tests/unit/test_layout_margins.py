"""What stands beside the text, in boxes and in tables of minutes, and where footnotes belong."""

from __future__ import annotations

from test_layout import line, numbered, of_role, page, rows, sentence

from docmine.layout import lay_out
from docmine.layout.order import MOST_LINES
from docmine.source import Box, Rule


def frame(x0: float, top: float, x1: float, bottom: float) -> tuple[Rule, ...]:
    edges = [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]
    return tuple(Rule(Box(1, *edge)) for edge in edges)


def test_a_remark_in_the_right_margin_stays_out_of_the_paragraph_beside_it() -> None:
    """`AB` under `Action` does not stand in the middle of a sentence."""
    lines = []
    for n in (1, 2, 3):
        lines += rows(f"{n}. {sentence(n)}", 72, 100 + 60 * n)
    lines.append(line("AB", 520, 220))
    layout = lay_out([page(lines)])
    assert numbered(layout) == [(str(n), sentence(n)) for n in (1, 2, 3)]
    assert "AB" in [block.text for block in layout.blocks]


def test_numbers_in_the_right_margin_number_their_paragraphs() -> None:
    """`(2)` at the right of a paragraph's last line is its number."""
    lines = []
    for n in (1, 2, 3, 4):
        text = rows(sentence(n), 72, 100 + 60 * n)
        lines += [*text, line(f"({n})", 520, text[-1].box.bottom - 2)]
    assert numbered(lay_out([page(lines)])) == [(str(n), sentence(n)) for n in (1, 2, 3, 4)]


def test_a_bold_heading_in_the_left_margin_is_a_heading() -> None:
    """A side head of two rows is one heading, and no part of the text that it stands beside."""
    text = rows(f"{sentence(1)} {sentence(2)}", 180, 100)
    layout = lay_out([page([line("Any other", 72, 100, bold=True), line("business", 72, 112, bold=True), *text])])
    assert [block.text for block in of_role(layout, "heading")] == ["Any other business"]
    assert [block.text for block in of_role(layout, "paragraph")] == [f"{sentence(1)} {sentence(2)}"]


def test_small_italic_keywords_stand_beside_paragraphs_that_are_set_in() -> None:
    """A single one in the left margin is told by its type; one of two rows is no part of either row of the text."""
    lines = []
    for n in (1, 2, 3, 4):
        first, *others = rows(f"{n}. {sentence(n)}", 160, 100 + 60 * n, chars=60)
        lines += [first, *(line(other.text, 146, other.box.bottom - 2) for other in others)]
    lines += [line("Commercial", 72, 160, size=8, italic=True), line("samples", 84, 171, size=8, italic=True)]
    layout = lay_out([page(sorted(lines, key=lambda one: one.box.top))])
    assert numbered(layout) == [(str(n), sentence(n)) for n in (1, 2, 3, 4)]


def test_a_boxed_decision_ends_with_its_box() -> None:
    """The text after the box is no part of the decision."""
    lines, rules = [], ()
    for n in (1, 2):
        top = 100 + 150 * n
        lines += [line(f"Decision {n}", 72, top, bold=True), *rows(sentence(n), 72, top + 16), *rows(sentence(10 + n), 72, top + 70)]
        rules += frame(66, top - 14, 520, top + 46)
    layout = lay_out([page(lines, rules=rules)])
    assert numbered(layout) == [("1", sentence(1)), ("2", sentence(2))]
    assert {sentence(11), sentence(12)} <= {block.text for block in layout.blocks}


def test_years_on_rows_of_their_own_are_no_numbers() -> None:
    """`2015.` left over on the last row belongs to its sentence, however often it happens."""
    lines = []
    for n in (1, 2, 3, 4):
        lines += [line(f"{n}. The delegates asked that all of the data be made comparable in every region before", 72, 100 + 60 * n)]
        lines += [line("2015.", 72, 112 + 60 * n)]
    assert [number for number, text in numbered(lay_out([page(lines)])) if text.endswith("before 2015.")] == ["1", "2", "3", "4"]


def test_an_initial_is_no_letter_of_a_list() -> None:
    """`J. Smith` under a report is a name."""
    lines = [*rows(f"1. {sentence(1)}", 72, 100), *rows(f"2. {sentence(2)}", 72, 160), line("J. Smith", 350, 220), line("Chair", 350, 232)]
    assert not of_role(lay_out([page(lines)]), "list_item")


def test_minutes_set_as_a_ruled_table_are_paragraphs() -> None:
    """Number, text and now and then a remark in cells: paragraphs and headings, no table."""
    lines, rules = [], []
    content = [("1", "Welcome"), ("1.1", sentence(1)), ("1.2", sentence(2)), ("2", "Budget"), ("2.1", sentence(3)), ("2.2", sentence(4))]
    top = 100.0
    for number, text in content:
        made = rows(text, 110, top + 12, chars=70)
        lines += [line(number, 72, top + 12), *made]
        height = 12 * len(made) + 8
        for x0, x1 in ((66, 104), (104, 500), (500, 540)):
            rules += frame(x0, top, x1, top + height)
        top += height
    lines.append(line("AB", 505, 135))
    found = numbered(lay_out([page(lines, rules=tuple(rules))]))
    assert found == [(number, text) for number, text in content if "." in number]


def test_a_numbered_table_stays_a_table() -> None:
    """Rows with a number, an activity and its state are cells."""
    lines, rules = [], []
    content = [("No", "Activity", "State"), *((str(i), sentence(i), f"Done in {2000 + i}") for i in range(1, 6))]
    for n, (first, text, state) in enumerate(content):
        top = 100 + 40 * n
        lines += [line(first, 72, top + 12), *rows(text, 110, top + 12, chars=60), line(state, 430, top + 12)]
        for x0, x1 in ((66, 104), (104, 425), (425, 540)):
            rules += frame(x0, top, x1, top + 40)
    (table,) = of_role(lay_out([page(lines, rules=tuple(rules))]), "table")
    assert [row[2] for row in table.rows[:2]] == ["State", "Done in 2001"]


def test_a_restart_says_which_heading_explains_it() -> None:
    """Numbering that begins anew under a new heading is told together with it."""
    lines = []
    for k, title in enumerate(("Budget", "Audit")):
        lines.append(line(title, 72, 100 + 300 * k, size=14, bold=True))
        for n in (1, 2, 3):
            lines += rows(f"{n}. {sentence(n)}", 72, 100 + 300 * k + 60 * n)
    (problem,) = lay_out([page(lines)]).problems
    assert (problem.code, problem.level) == ("numbering-restart", "info")
    assert "under “Audit” after paragraph 3" in problem.message


def test_a_crowded_page_is_read_in_bounded_time_and_told() -> None:
    """A drawing of thousands of letters is read row by row."""
    lines = [line("x", 20 + 7 * (n % 70), 20 + 9 * (n // 70), size=4) for n in range(MOST_LINES + 70)]
    layout = lay_out([page(lines)])
    assert "page-crowded" in [problem.code for problem in layout.problems]
    assert sum(len(block.pieces) for block in layout.blocks) == len(lines)


def test_what_stands_between_a_running_head_and_its_pages_number_is_furniture() -> None:
    """`AB 12/3`, `ANNEX 1` and `Page 1` over the only page of an annex; the annex is named once more below."""
    first = [line("AB 12/3", 72, 50), *(part for n in (1, 2, 3, 4) for part in rows(f"{n}. {sentence(n)}", 72, 60 + 60 * n))]
    second = [line("AB 12/3", 72, 50, page=2), *(part for n in (5, 6, 7) for part in rows(f"{n}. {sentence(n)}", 72, 60 * n - 200, page=2))]
    head = [line(text, 72, 60 + 12 * n, page=3) for n, text in enumerate(("AB 12/3", "ANNEX 1", "Page 1"))]
    annex = [line("ANNEX 1", 270, 115, page=3, bold=True), *rows(sentence(8), 72, 140, page=3)]
    layout = lay_out([page(first), page(second, 2), page([*head, *annex], 3)])
    assert [block.text for block in of_role(layout, "furniture")][-3:] == ["AB 12/3", "ANNEX 1", "Page 1"]
    assert [block.text for block in of_role(layout, "heading")] == ["ANNEX 1"]


def test_the_time_of_day_beside_a_paragraph_is_not_its_number() -> None:
    """Minutes set it small in the left margin, be it once on a page."""
    lines = [part for n in (1, 2, 3, 4) for part in rows(f"{n}) {sentence(n)}", 72, 100 + 60 * n)]
    layout = lay_out([page(sorted([*lines, line("12 h 22", 28, 220, size=7.5)], key=lambda one: one.box.top))])
    assert numbered(layout) == [(str(n), sentence(n)) for n in (1, 2, 3, 4)]
