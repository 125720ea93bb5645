"""Registers of decisions, numbers with codes, and sequences told by how their members are set."""

from __future__ import annotations

from itertools import pairwise

import pytest
from test_layout import LONG, line, numbered, of_role, page, rows, sentence
from test_layout_margins import frame

from docmine.layout import lay_out
from docmine.layout.marks import read_marks
from docmine.source import Box, Layout, Line, Rule


def test_letters_count_behind_a_number() -> None:
    """`19.AA` to `19.AC` are numbers of decisions; `2.EU` is a number and a text's first word."""
    lines: list[Line] = []
    for n, code in enumerate(("AA", "AB", "AC")):
        lines += [line(f"19.{code}", 72, 100 + 60 * n), *rows(sentence(n), 110, 100 + 60 * n)]
    assert [number for number, _ in numbered(lay_out([page(lines)]))] == ["19.AA", "19.AB", "19.AC"]
    lines = []
    for n, text in enumerate(("The Board met.", "EU members asked for more time.", "WG reports were noted.", "It rose at noon."), 1):
        lines += rows(f"{n}.{text} {sentence(n)}", 72, 60 * n)
    assert [number for number, _ in numbered(lay_out([page(lines)]))] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("missing", [3, 5])
def test_a_list_under_each_item_counts_for_itself(missing: int) -> None:
    """Items in bold of which one is missing do not go on from the plain list above them; what they begin anew stays numbered."""
    lines: list[Line] = []
    y = 60.0
    wanted = []
    for item in (n for n in range(1, 8) if n != missing):
        lines += [line(f"{item}. Question of the budget", 72, y, bold=True), line("The Deputies", 72, y + 30)]
        y += 48
        for n in range(1, missing + 1):  # up to the number of the item that is missing
            text = f"take note of paper {item}{n} ;"
            lines.append(line(f"{n}. {text}", 72, y))
            wanted.append((str(n), text))
            y += 16
    assert numbered(lay_out([page(lines)])) == wanted


def test_what_ends_before_the_last_of_a_list_is_no_heading() -> None:
    """Underlined or bold as it may be, a text that ends with `; and` goes on."""
    lines = [*rows(f"1. {sentence(1)}", 72, 100), line("2. Urges the Parties to keep samples; and", 72, 150, bold=True)]
    lines += [*rows(f"3. {sentence(3)}", 72, 180), line("Other business", 72, 240, bold=True), *rows(sentence(4), 72, 260)]
    layout = lay_out([page(lines)])
    assert [number for number, _ in numbered(layout)] == ["1", "2", "3"]
    assert [block.text for block in of_role(layout, "heading")] == ["Other business"]


def test_questions_of_one_row_are_paragraphs_as_the_longer_ones_are() -> None:
    """What a sequence sets alike is alike, italics or not; a title that is set otherwise stays one."""
    lines = [line("Purpose of the licences", 72, 60, bold=True)]
    questions = ("Which goods are covered?", f"Is there a quota? {sentence(2)}", "For how long are licences valid?", sentence(4))
    for n, question in enumerate(questions, 1):
        lines += rows(f"{n}. {question}", 72, 100 * n, italic=True)
        lines += rows(f"The reply is this. {sentence(n + 10)}", 72, 100 * n + 36)
    layout = lay_out([page(lines)])
    assert numbered(layout) == [(str(n), question) for n, question in enumerate(questions, 1)]
    assert [block.text for block in of_role(layout, "heading")] == ["Purpose of the licences"]


def test_the_words_that_open_a_list_are_a_paragraph_among_others() -> None:
    """However short they are and though nothing closes them; a short title among numbered titles is one."""
    lines = [*rows(f"1. {sentence(1)}", 72, 60), *rows(f"2. {sentence(2)}", 72, 110), line("3. Members of the Board are asked to", 72, 160)]
    lines += [line("(a) stop the use of the old headings without any delay,", 72, 182), line("(b) send a test.", 72, 194)]
    layout = lay_out([page([*lines, *rows(f"4. {sentence(4)}", 72, 230)])])
    assert [number for number, _ in numbered(layout)] == ["1", "2", "3", "4"]
    lines = []
    for n, title in enumerate(("Opening", "Membership of the Board", "Budget"), 1):
        lines += [line(f"{n}. {title}", 72, 80 * n), *rows(sentence(n), 72, 80 * n + 20)]
    assert len(of_role(lay_out([page(lines)]), "heading")) == 3


COLUMNS = (40, 85, 150, 380, 440, 555)  # where the columns of a register begin, and the last ends


def register(labels: list[str], heads: tuple[str, ...] = ("Item", "Ref.", "Decision", "Type", "By")) -> Layout:
    """A register in a ruled table: item, number, text, two remarks; titles across all columns."""
    lines = [line(head, x + 4, 92, bold=True) for head, x in zip(heads, COLUMNS, strict=False)]
    rules = [rule for x0, x1 in pairwise(COLUMNS) for rule in frame(x0, 80, x1, 100)]
    top = 100.0
    for n, label in enumerate(labels, 1):
        if n % 2:
            lines.append(line(f"{n}. Question of the budget", 44, top + 12, bold=True))
            rules += frame(COLUMNS[0], top, COLUMNS[-1], top + 20)
            top += 20
        made = rows(sentence(n), 154, top + 12, chars=42)
        lines += [line(f"{n}.1", 44, top + 12), line(label, 89, top + 12, bold=True), *made]
        lines += [line("Action", 384, top + 12), line("WG, IHO", 444, top + 12)]
        height = 12 * len(made) + 8
        rules += [rule for x0, x1 in pairwise(COLUMNS) for rule in frame(x0, top, x1, top + height)]
        top += height
    return lay_out([page(lines, rules=tuple(rules))])


@pytest.mark.parametrize("label", ["HSSC11/0{}", "Decision {}", "CM-2019-{}"])
def test_a_register_in_a_ruled_table_has_numbered_paragraphs(label: str) -> None:
    """Its numbers stand in any column; what else a row says is no part of the text and no heading, the columns' names are a table."""
    layout = register([label.format(n) for n in range(1, 5)])
    assert numbered(layout) == [(label.format(n).removeprefix("Decision "), sentence(n)) for n in range(1, 5)]
    assert [block.text for block in of_role(layout, "heading")] == ["1. Question of the budget", "3. Question of the budget"]
    assert [block.rows for block in of_role(layout, "table")] == [(("Item", "Ref.", "Decision", "Type", "By"),)]


@pytest.mark.parametrize("labels", [["A", "B", "C", "D"], ["HSSC9/31", "HSSC10/02", "HSSC9/12", "HSSC11/40"]])
def test_a_table_whose_references_do_not_count_stays_one(labels: list[str]) -> None:
    """A list of what was done of many meetings' decisions is a table."""
    layout = register(labels)
    assert not numbered(layout)
    assert sum(sentence(n) in block.text for n in range(1, 5) for block in of_role(layout, "table")) == 4


def test_the_last_of_a_list_begins_behind_an_and() -> None:
    """`…; and` and, on the next row, `(c)`, which nothing else sets apart."""
    lines = rows(f"1. {sentence(1)}", 72, 60) + rows("2. The Committee agreed:", 72, 100)
    lines += [line("(a) to ask for a paper on the cost of night service at all of the posts;", 90, 118)]
    lines += [line("(b) to invite all of the countries to study the controls in a building; and", 90, 130)]
    lines += [line("(c) to come back to the matter.", 90, 142)]
    items = of_role(lay_out([page([*lines, *rows(f"3. {sentence(3)}", 72, 180)])]), "list_item")
    assert [item.mark for item in items] == ["(a)", "(b)", "(c)"]


@pytest.mark.parametrize("first", ["I", "l"])
def test_a_figure_taken_for_a_letter_counts_where_the_sequence_asks_for_it(first: str) -> None:
    """`l4.` between 13 and 15 is fourteen; `I2 and O2` begins a sentence."""
    lines: list[Line] = []
    for n in range(12, 17):
        lines += rows(f"{first}4. {sentence(n)}" if n == 14 else f"{n}. {sentence(n)}", 72, 60 * n - 660)
    layout = lay_out([page([*lines, *rows(f"I2 and O2 were measured. {sentence(20)}", 72, 360)])])
    assert [number for number, _ in numbered(layout)] == ["12", "13", "14", "15", "16"]


def test_a_symbol_over_a_page_stays_its_head_whatever_the_page_number_became() -> None:
    """`CDG XXI/9 - 2 -` of which recognition made `CDG XXI/9 —2°=`; a row with more beside the symbol is text."""
    first = [line("CDG XXI/9", 400, 60), *rows(f"1. {sentence(1)}", 72, 640)]
    second = [line("CDG XXI/9", 72, 40, page=2), line("—2°=", 280, 40, page=2), *rows(f"2. {sentence(2)}", 72, 80, page=2)]
    third = [line("CDG XXI/9", 72, 40, page=3), line("was approved without a vote", 180, 40, page=3)]
    third += rows(f"3. {sentence(3)}", 72, 80, page=3)
    layout = lay_out([page(first), page(second, 2), page(third, 3)])
    assert [block.text for block in of_role(layout, "furniture")] == ["CDG XXI/9", "—2°="]


def test_an_underlined_title_ends_before_the_documents_that_it_was_taken_up_with() -> None:
    """`(Docs. 12 and 13)` below it in plain type is no part of it; underlined with it, it is."""
    for plain in (True, False):
        title, docs = line("ROYALTIES AND LICENCE FEES", 200, 60), line("(Docs. 12.980 and 13.118)", 205, 72)
        texts = [*rows(f"1. {sentence(1)}", 72, 100), *rows(f"2. {sentence(2)}", 72, 150), *rows(f"3. {sentence(3)}", 72, 200)]
        under = [Rule(Box(1, one.box.x0, one.box.bottom - 1, one.box.x1, one.box.bottom - 0.5)) for one in (title, docs)]
        layout = lay_out([page([title, docs, *texts], rules=tuple(under[: 1 if plain else 2]))])
        assert [block.text for block in of_role(layout, "heading")] == [title.text if plain else f"{title.text} {docs.text}"]


def test_what_stands_between_the_names_of_a_body_is_its_letterhead() -> None:
    """A logo's letters between a commission's name in two languages title nothing."""
    head = [line("Indian Ocean Tuna Commission", 72, 50), line("IOTC CTOI", 270, 80, size=12, bold=True)]
    head += [line("Commission des Thons", 72, 110), line("Report of the Scientific Committee", 150, 150, size=14, bold=True)]
    texts = [*rows(f"1. {sentence(1)}", 72, 200), *rows(f"2. {sentence(2)}", 72, 260), *rows(f"3. {sentence(3)}", 72, 320)]
    layout = lay_out([page([*head, *texts])])
    assert [block.text for block in of_role(layout, "heading")] == ["Report of the Scientific Committee"]


@pytest.mark.parametrize("gap", [24, 30])
def test_a_little_more_white_than_parts_even_rows_parts_a_paragraph(gap: int) -> None:
    """Double-spaced typing sets its paragraphs six points farther apart; a full stop at the end of a row alone does not end one."""
    words = ("While the table of the office was found to be of great use", "it was thought that no body should be bound by it at first")
    lines: list[Line] = []
    y = 60.0
    for n in (1, 2, 3):
        lines.append(line(f"{n}.", 72, y))
        for row in (*words, "and all of the offices were left free to make no use of it."):
            lines.append(line(row, 108, y))
            y += 24
        y += 6
    lines.append(line("The Danish Delegate undertook to send it out in the spring.", 108, y + gap - 30))
    text = numbered(lay_out([page(lines)]))[-1][1]
    assert ("Danish" in text) == (gap == 24)


def test_a_unit_over_numbered_headings_is_a_heading() -> None:
    """Numbers that begin anew under each question count its parts, so the question's own heads them."""
    lines: list[Line] = []
    for n, title in enumerate(("Transceivers", "Transport networks")):
        lines.append(line(f"Question {4 + n}/15 – {title}", 72, 100 + 160 * n, bold=True))
        for part, name in enumerate(("Motivation", "Study items")):
            y = 130 + 160 * n + 70 * part
            lines += [line(f"{part + 1}", 72, y, bold=True), line(name, 100, y, bold=True), *rows(sentence(n), 72, y + 20)]
    layout = lay_out([page(lines)])
    assert not numbered(layout)
    assert [block.text for block in of_role(layout, "heading")][::3] == [
        "Question 4/15 – Transceivers",
        "Question 5/15 – Transport networks",
    ]


def test_a_list_in_the_sentence_of_an_unnumbered_paper_numbers_nothing() -> None:
    """Nor does another of its shape that begins with capitals; after a resolution's few opening words numbers count paragraphs."""
    listed = ["estimates were biased upward;", "the model behaved well; and", "no method could be relied upon."]
    others = ["Completion of the trials.", "A cruise in the South."]

    def laid_under(*opening: Line) -> Layout:
        lines = [*opening, *(line(f"({n}) {words}", 84, 150 + 14 * n) for n, words in enumerate(listed, 1))]
        lines += [*rows(sentence(2), 72, 230), *(line(f"({n}) {words}", 84, 280 + 14 * n) for n, words in enumerate(others, 1))]
        return lay_out([page([*lines, *rows(sentence(3), 72, 340)])])

    introduced = laid_under(*rows(f"{sentence(1)} The group found that:", 72, 100))
    assert [block.text for block in of_role(introduced, "list_item")] == [*listed, *others]
    assert not numbered(introduced)
    assert len(numbered(laid_under(line("The Committee decides that:", 72, 130)))) == 5


def test_what_is_set_off_behind_a_colon_is_no_more_of_the_paragraph() -> None:
    """Though it begins where the paragraph's words do and would not have found room in its row."""
    opening = "1. The Board decides to establish official relations with all of the following:"
    lines = [line(opening, 72, 100), line("International-Society-for-Burn-Injuries; the World Blind Union.", 87, 115)]
    for n in (2, 3):
        lines += rows(f"{n}. {sentence(n)} {sentence(n)}", 72, 80 + 60 * n, pitch=12)
    assert numbered(lay_out([page(lines)]))[0] == ("1", opening[3:])


@pytest.mark.parametrize("parted", [("It elected Mrs. E. Haugland and Mr.", "O. Demirel of Turkey."), ("It is called Rule", "n° 1.")])
def test_an_initial_or_a_number_in_a_row_of_its_own_sentence_marks_nothing(parted: tuple[str, str]) -> None:
    """`O.` behind `Mr.` begins a name, `n°` a number."""
    lines = rows(f"1. {sentence(1)}", 72, 100)
    lines += [line(f"2. {LONG[:40]} {parted[0]}", 72, 160), line(parted[1], 84, 172), *rows(f"3. {sentence(3)}", 72, 200)]
    assert numbered(lay_out([page(lines)]))[1] == ("2", f"{LONG[:40]} {parted[0]} {parted[1]}")


def test_a_number_alone_stands_over_a_paragraph_whose_first_row_is_set_in() -> None:
    """The second row, back at the margin, is no paragraph of its own."""
    first = "It was so, and nobody in the room had one single word to say of it."
    lines: list[Line] = []
    for n in (1, 2, 3):
        y = 100 + 100 * n
        lines += [line(str(n), 290, y), line(first, 130, y + 20), *rows(sentence(n), 72, y + 32)]
    assert numbered(lay_out([page(lines)])) == [(str(n), f"{first} {sentence(n)}") for n in (1, 2, 3)]


def test_symbols_of_documents_are_no_numbers_of_decisions() -> None:
    """Under `Symbol   Title` they stand before what the documents are called."""
    titles = ("Provisional agenda", "Annual report", "Programme and budgets", "Financial situation")
    lines = [*rows(sentence(1), 72, 80), line("Symbol", 72, 130), line("Title", 200, 130)]
    for n, title in enumerate(titles):
        lines += [line(f"IDB.30/{n + 1}", 72, 144 + 14 * n), line(title, 200, 144 + 14 * n)]
    lines[-1:] = [line("Financial situation, as it stood when the Board met for its thirtieth session", 178, 186)]
    layout = lay_out([page([*lines, *rows(sentence(2), 72, 240)])])
    assert not numbered(layout)
    assert not of_role(layout, "heading")


def test_resolutions_are_units_also_under_a_heading_that_names_documents() -> None:
    """A label over its text is no symbol in a list of documents."""
    lines: list[Line] = []
    for n, title in enumerate(("Documents", "Other business")):
        lines.append(line(title, 72, 60 + 200 * n, bold=True, size=14))
        for m in range(2):
            y = 90 + 200 * n + 80 * m
            lines += [line(f"Resolution {363 + 2 * n + m}", 72, y, bold=True), *rows(sentence(2 * n + m), 72, y + 16)]
    assert [number for number, _ in numbered(lay_out([page(lines)]))] == ["363", "364", "365", "366"]


@pytest.mark.parametrize("label", ["489 (XXII)", "Resolution 489 (XXII)"])
def test_a_number_of_a_resolution_has_its_session_behind_it(label: str) -> None:
    """`489 (XXII)`: serial number and session."""
    (mark,) = read_marks(f"{label} Programme of work. The Commission endorses it.")
    assert (mark.family, mark.label, mark.value) == ("unit", "489 (XXII)", (489,))


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ("23 COM I.1", "23 COM I.1"),
        ("EB81(2) The Board confirmed the appointment.", "EB81(2)"),
        ("Decision FCTC/MOP1(3) Observers", "FCTC/MOP1(3)"),
        ("IDB.9/Dec.4", "IDB.9/Dec.4"),
        ("412(XVI) Transport in Africa", "412(XVI)"),
        ("AGN/54/RES/1", "AGN/54/RES/1"),
        ("10.COM 5B", "10.COM 5B"),
        ("Resolution Number 284", "284"),
        ("Item 3", "3"),
        ("Item III*", "III"),
    ],
)
def test_a_code_or_an_item_in_a_row_of_its_own_is_a_unit(row: str, label: str) -> None:
    """Session and serial number are one label, whatever parts them."""
    (mark,) = read_marks(row)
    assert (mark.family, mark.label) == ("unit", label)


@pytest.mark.parametrize("row", ["Item 3 was deferred.", "INF.23/Rev.1", "IDB.9/Dec.4 of the Board"])
def test_no_unit_is_made_of_what_a_sentence_or_a_symbol_says(row: str) -> None:
    """An item that a sentence speaks of, a revised document, a code in running text."""
    assert not any(mark.family == "unit" for mark in read_marks(row))


TITLES = ("Agenda and credentials", "Training of auditors", "Budget for 2004")


@pytest.mark.parametrize("opening", ["The General Assembly,", "The General Assembly"])
def test_a_unit_has_its_title_apart_from_its_text(opening: str) -> None:
    """In plain type, a row of its own; opening words, whether or not a comma ends them, begin the text."""
    lines: list[Line] = []
    for n, title in enumerate(TITLES, 1):
        y = 180 * n
        lines += [line(f"Resolution 37/{n}", 72, y), line(title, 72, y + 12), *rows(sentence(n), 72, y + 24)]
    layout = lay_out([page(lines)])
    assert numbered(layout) == [(f"37/{n}", title) for n, title in enumerate(TITLES, 1)]
    assert [block.text for block in of_role(layout, "paragraph")][1::2] == [sentence(n) for n in (1, 2, 3)]
    lines = []
    for n in (1, 2, 3):
        y = 180 * n
        lines += [line(f"Resolution 37/{n}", 72, y), line(opening, 72, y + 12), *rows(f"Adopts it. {sentence(n)}", 72, y + 24)]
    assert numbered(lay_out([page(lines)])) == [(f"37/{n}", f"{opening} Adopts it. {sentence(n)}") for n in (1, 2, 3)]


def test_figures_with_a_stroke_count_paragraphs_where_nothing_else_does() -> None:
    """As telexes have them; beside other numbers they are notes."""
    lines = [one for n in (1, 2, 3) for one in rows(f"{n}/ {sentence(n)}", 72, 100 * n)]
    assert [number for number, _ in numbered(lay_out([page(lines)]))] == ["1", "2", "3"]
    lines = [one for n in (1, 2, 3) for one in rows(f"{n}. {sentence(n)}", 72, 60 * n)]
    lines += [one for n in (1, 2, 3) for one in rows(f"{n}/ See the report on item {n}.", 72, 400 + 20 * n)]
    assert [text for _, text in numbered(lay_out([page(lines)]))] == [sentence(n) for n in (1, 2, 3)]


def test_chapters_numbered_with_a_nought_count_paragraphs() -> None:
    """`1.0`, `2.0`, and `2.1` below it."""
    labels = ("1.0", "2.0", "2.1", "3.0")
    lines = [one for n, label in enumerate(labels, 1) for one in rows(f"{label} {sentence(n)}", 72, 80 * n)]
    assert [number for number, _ in numbered(lay_out([page(lines)]))] == list(labels)


def test_a_year_and_a_serial_number_count_decisions() -> None:
    """`2007/8`, as `45/101` of a session does; where it is too long for its indent, the text is printed over its end."""
    lines = [one for n in (7, 8, 9) for one in rows(f"2007/{n}{' ' * (n < 9)}{sentence(n)}", 72, 80 * n - 400)]
    assert [number for number, _ in numbered(lay_out([page(lines)]))] == ["2007/7", "2007/8", "2007/9"]
