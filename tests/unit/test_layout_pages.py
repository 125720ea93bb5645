"""Kinds of pages: two languages side by side, turned pages, annexes, boxes, notes, typewriting, numbers apart from their text."""

from __future__ import annotations

import pytest
from made_paper import ENGLISH, FRENCH, Sheet, bottom, counted, frame, laid, numbered, numbers, of_role
from made_pdf import Stroke, Text, paragraph

SHORT = (
    ("Opening of the session.", "Ouverture de la session."),
    ("The Committee adopted the agenda.", "Le Comité a adopté l’ordre du jour."),
    ("The Committee approved the budget.", "Le Comité a approuvé le budget."),
    ("The session was closed.", "La session a été close."),
)


def facing(first: int = 1) -> list[Sheet]:
    """Rows of English and French text, as (left, right)."""
    sides: list[Sheet] = [[], []]
    y = 90.0
    for number, pair in enumerate(zip(ENGLISH, FRENCH, strict=True), first):
        for side, text, x in zip(sides, pair, (56, 310), strict=True):
            side += [Text(x, y, f"{number}."), *paragraph(x + 20, y, text, width=42)]
        y = max(map(bottom, sides)) + 22
    return sides


@pytest.mark.parametrize("order", ["by rows", "by columns"])
def test_languages_that_face_each_other_are_kept_apart(order: str) -> None:
    """Each page gives the left language, then the right; each counts for itself, and that the numbers come twice is said once."""
    sheets = []
    for first in (1, 5):
        left, right = facing(first)
        sheets.append(
            left + right if order == "by columns" else sorted(left + right, key=lambda thing: thing.y if isinstance(thing, Text) else 0)
        )
    layout = laid(*sheets)
    assert numbers(layout) == [pair for first in (1, 5) for texts in (ENGLISH, FRENCH) for pair in counted(texts, first)]
    [problem] = layout.problems
    assert (problem.code, problem.level, problem.page) == ("numbering-duplicate", "info", 1)
    assert "paragraphs 1 to 8 are numbered twice" in problem.message


@pytest.mark.parametrize("apart", [True, False], ids=["numbers apart", "numbers in the text"])
def test_short_paragraphs_of_facing_languages_are_no_table(apart: bool) -> None:
    """Rows that fill no column are told by their numbers."""
    sheet: Sheet = []
    for number, pair in enumerate(SHORT, 1):
        for text, x in zip(pair, (56, 310), strict=True):
            words = [Text(x, 90 + 24 * number, f"{number}."), Text(x + 20, 90 + 24 * number, text)]
            sheet += words if apart else [Text(x, 90 + 24 * number, f"{number}. {text}")]
    found = numbers(laid(sheet))
    assert found == [pair for texts in zip(*SHORT, strict=True) for pair in counted(texts)]


def test_facing_languages_in_a_ruled_table_are_paragraphs() -> None:
    """The cells of such a table begin with the same number."""
    left, right = facing()
    low = bottom(left + right) + 8
    edges = [Stroke(x, 76, x, low) for x in (50, 300, 550)]
    edges += [Stroke(50, thing.y - 14, 550, thing.y - 14) for thing in left if isinstance(thing, Text) and thing.x == 56]
    layout = laid([*left, *right, *edges, Stroke(50, low, 550, low)])
    assert numbers(layout) == counted(ENGLISH) + counted(FRENCH)
    assert not of_role(layout, "table")


def turned(sheet: Sheet) -> Sheet:
    """The same text running up the sheet."""
    return [Text(thing.y, 842 - thing.x, thing.words, thing.size, thing.font, turned=True) for thing in sheet if isinstance(thing, Text)]


def test_turned_pages_are_read_along_their_lines() -> None:
    """Whether the page's /Rotate turns them, or nothing does; the pages around them stay as they are."""
    assert numbers(laid(turned(numbered()), extra="/Rotate 90")) == counted(ENGLISH)
    assert numbers(laid(numbered(), extra="/Rotate 90")) == counted(ENGLISH)
    layout = laid(numbered(), turned(numbered(FRENCH, first=5)), numbered(first=9))
    assert numbers(layout) == counted(ENGLISH) + counted(FRENCH, 5) + counted(ENGLISH, 9)
    assert [problem.page for problem in layout.problems if problem.code == "page-turned"] == [2]


def test_a_turned_remark_in_the_margin_breaks_no_paragraph() -> None:
    """Words up the margin stand by themselves."""
    layout = laid([*numbered(), Text(40, 300, "Draft for discussion only", 8, turned=True)])
    assert numbers(layout) == counted(ENGLISH)


def test_an_annex_counts_anew_under_its_own_heading() -> None:
    """Numbers that begin again hang under the annex, and its title says why."""
    annex = [Text(270, 80, "ANNEX I", 10, "bold"), Text(235, 96, "Rules of procedure", 10, "bold"), *numbered(FRENCH, y=130)]
    layout = laid(numbered(), annex)
    assert numbers(layout) == counted(ENGLISH) + counted(FRENCH)
    assert [block.text for block in of_role(layout, "heading")] == ["ANNEX I", "Rules of procedure"]
    [problem] = layout.problems
    assert (problem.code, problem.page) == ("numbering-restart", 2)
    assert "Rules of procedure" in problem.message


def test_numbers_that_go_back_are_told() -> None:
    """A sequence that does not begin at one but before where it stood is reported."""
    [problem] = laid(numbered(), numbered(FRENCH, first=2)).problems
    assert (problem.code, problem.message) == ("numbering-restart", "numbering goes back to 2 after paragraph 4")


def test_a_page_of_small_type_is_no_footnote() -> None:
    """An annex set smaller than the paper, its numbers too, is text."""
    long = [f"{text} {other}" for text, other in zip(ENGLISH, reversed(ENGLISH), strict=True)]
    layout = laid(numbered(long, size=12, pitch=14), [Text(270, 80, "ANNEX", 12), *numbered(FRENCH, y=120, size=9)])
    assert numbers(layout) == counted(long) + counted(FRENCH)
    assert not of_role(layout, "footnote")


@pytest.mark.parametrize("marks", [("1", "2"), ("*", "**")])
def test_notes_and_their_marks(marks: tuple[str, str]) -> None:
    """The raised marks are left out of the text and lead to the notes at the foot, which number nothing."""
    sheet = numbered(font="typewriter", width=60)
    for number, mark in zip((1, 3), marks, strict=True):
        below = next((i for i, thing in enumerate(sheet) if isinstance(thing, Text) and thing.words == f"{number + 1}."), len(sheet))
        last = sheet[below - 1]
        assert isinstance(last, Text)
        sheet.append(Text(last.x + 6 * len(last.words), last.y - 3.3, mark, 6))
    sheet.append(Stroke(72, 690, 200, 690))
    for i, mark in enumerate(marks):
        sheet += [Text(72, 700 + 11 * i, mark, 6), Text(80, 703 + 11 * i, f"See document PC0{i}45E1a, adopted by the Council.", 8)]
    layout = laid(sheet, numbered(FRENCH, first=5))
    assert numbers(layout) == counted(ENGLISH) + counted(FRENCH, 5)
    assert [(note.mark, note.text) for note in of_role(layout, "footnote")] == [
        (mark, f"See document PC0{i}45E1a, adopted by the Council.") for i, mark in enumerate(marks)
    ]
    linked = [layout.blocks[mark.note].mark for block in layout.blocks for mark in block.notes if mark.note is not None]
    assert linked == list(marks)


@pytest.mark.parametrize("pitch", [14, 24], ids=["single", "double"])
@pytest.mark.parametrize("shape", ["{}.", "{}", "({})"])
def test_typewriting_with_numbers_in_the_margin(pitch: float, shape: str) -> None:
    """The strokes under a typed title are no line above footnotes; double spacing parts no paragraphs."""
    style = {"size": 12, "font": "typewriter", "pitch": pitch, "width": 52}
    first, second = numbered(y=130, tab=50, **style), numbered(FRENCH, y=90, first=5, tab=50, **style)
    for sheet in (first, second):
        for i, thing in enumerate(sheet):
            if isinstance(thing, Text) and thing.words.rstrip(".").isdigit():
                sheet[i] = Text(thing.x, thing.y, shape.format(thing.words.rstrip(".")), 12, "typewriter")
    head = [Text(210, 60, "REPORT OF THE COMMITTEE", 12, "typewriter"), Text(210, 84, "_" * 23, 12, "typewriter")]
    layout = laid([*head, *first], [Text(280, 50, "- 2 -", 12, "typewriter"), *second])
    assert numbers(layout) == counted(ENGLISH) + counted(FRENCH, 5)
    assert [block.text for block in of_role(layout, "heading")] == ["REPORT OF THE COMMITTEE"]
    assert not of_role(layout, "footnote")


def test_typewriters_spaces_are_no_gutter() -> None:
    """Spaces that come to stand under each other, each as wide as a gutter of printed columns, part no lines."""
    words = "aaaa bbbb cccc dddd eeee ffff gggg hhhh"
    sheet = [Text(72, 90 + 14 * n, f"{n + 1}. {words}." if n < 9 else words, 12, "typewriter") for n in range(9)]
    assert numbers(laid(sheet)) == counted([f"{words}."] * 9)


def test_the_foot_of_a_table_is_no_note() -> None:
    """Small rows that begin with a figure under short rules, at the top of a page whose text goes on, belong to a table."""
    table = [Text(72, 60, "Action and who takes it", 8), Stroke(72, 64, 200, 64), Text(72, 74, "38 Focal points: Members", 8)]
    layout = laid(numbered(), [*table, *numbered(FRENCH, y=130, first=5)])
    assert numbers(layout) == counted(ENGLISH) + counted(FRENCH, 5)
    assert not of_role(layout, "footnote")


def test_boxed_decisions_stand_by_themselves() -> None:
    """A box's words join neither the paragraph above nor the one below."""
    decision = "Decision: the Committee approved the draft guidelines and agreed to forward them to the Council for endorsement."
    sheet: Sheet = []
    y = 90.0
    for number, text in enumerate(ENGLISH, 1):
        sheet += numbered([text], y=y, first=number)
        y = bottom(sheet) + 26
        sheet += paragraph(90, y, decision, width=70)
        sheet += frame(80, y - 14, 520, bottom(sheet) + 6)
        y = bottom(sheet) + 26
    layout = laid(sheet)
    assert numbers(layout) == counted(ENGLISH)
    boxed = [block for block in layout.blocks if block.text == decision]
    assert [layout.blocks[block.parent].number for block in boxed if block.parent is not None] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("height", [0.0, 0.5, 1.0], ids=["top", "middle", "bottom"])
def test_a_number_in_a_cell_of_its_own(height: float) -> None:
    """Wherever in its cell the number stands, it numbers the text in the cell beside it."""
    sheet: Sheet = []
    y = 90.0
    for number, text in enumerate(ENGLISH, 1):
        lines = paragraph(110, y, text, width=60)
        sheet += [Text(76, y + height * (lines[-1].y - y), str(number)), *lines, Stroke(70, y - 14, 540, y - 14)]
        y = lines[-1].y + 22
    sheet += [Stroke(70, y - 14, 540, y - 14), *(Stroke(x, 76, x, y - 14) for x in (70, 104, 540))]
    layout = laid(sheet)
    assert numbers(layout) == counted(ENGLISH)
    assert not of_role(layout, "heading")


def test_numbers_that_come_last_in_the_file() -> None:
    """What order a page is drawn in, says nothing; a heading above the number's row stays a heading."""
    heads: Sheet = []
    texts: Sheet = []
    digits: Sheet = []
    for i, text in enumerate(ENGLISH):
        y = 90 + 80.0 * i
        heads.append(Text(72, y, "Report of the Secretariat", 10, "bold"))
        texts += paragraph(108, y + 18, text)
        digits.append(Text(72, y + 18, f"{i + 1}."))
    layout = laid(heads + texts + digits)
    assert numbers(layout) == counted(ENGLISH)
    assert len(of_role(layout, "heading")) == 4


def test_numbers_of_session_and_serial_number() -> None:
    """`45/101` numbers a paragraph and is its number as printed; a fraction in a row does not."""
    sheet: Sheet = []
    y = 90.0
    for number, text in enumerate(ENGLISH, 101):
        lines = paragraph(122, y, text)
        sheet += [Text(72, y, f"45/{number}"), *lines]
        y = lines[-1].y + 22
    sheet += [Text(72, y, "3/4 of the Members were present.")]
    assert numbers(laid(sheet)) == [(f"45/{n}", text) for n, text in enumerate(ENGLISH, 101)]
