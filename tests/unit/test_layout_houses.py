"""How other houses set their papers: counted rows, keywords and boxes in the margin, minutes in tables, letterheads, stamps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_layout import LONG, line, numbered, of_role, page, rows, sentence
from test_layout_margins import frame

from docmine.layout import lay_out
from docmine.pdf.lines import make_lines
from docmine.pdf.runs import Run
from docmine.source import Box, Layout, Line, Page, Rule, Word

WANTED = [(str(n), sentence(n)) for n in (1, 2, 3, 4)]


def paragraphs(x: float = 150, tab: float = 24, *, top: float = 100, step: float = 60, number: int = 1, chars: int = 80) -> list[Line]:
    """Four numbered paragraphs, each number apart from its text."""
    lines = []
    for n in range(4):
        y = top + step * n
        lines += [line(f"{n + 1}.", x, y, page=number), *rows(sentence(n + 1), x + tab, y, page=number, chars=chars)]
    return lines


def headings(layout: Layout) -> list[str]:
    return [block.text for block in of_role(layout, "heading")]


@pytest.mark.parametrize("step", [1, 5])
def test_numbers_that_count_the_rows_are_no_text(step: int) -> None:
    """Of each row or of every fifth, in the left margin of a draft; on a last page with few of them too."""
    pages = []
    for number in (1, 2):
        text = paragraphs(number=number, step=80, chars=40) if number == 1 else rows(sentence(9), 174, 100, page=2, chars=30)
        levels = sorted({part.box.bottom - 2 for part in text})
        counted = [(n, y) for n, y in enumerate(levels, 1) if n % step == 0]
        pages.append(page([*text, *(line(str(n), 60 - 5 * len(str(n)), y, page=number, size=8) for n, y in counted)], number))
    layout = lay_out(pages)
    assert numbered(layout)[:3] == WANTED[:3]
    assert numbered(layout)[3] == WANTED[3]
    assert of_role(layout, "furniture")
    assert all(block.text.isdigit() for block in of_role(layout, "furniture"))


def test_numbers_of_short_paragraphs_in_the_margin_stay_numbers() -> None:
    """A list of ten short paragraphs counts itself, not its rows."""
    lines = []
    for n in range(1, 11):
        lines += [
            line(str(n), 60, 100 + 24 * n),
            line(f"The delegate of country number {n} agreed to the text as a whole.", 90, 100 + 24 * n),
        ]
    assert [number for number, _ in numbered(lay_out([page(lines)]))] == [str(n) for n in range(1, 11)]


def test_a_column_of_round_numbers_stays_in_its_table() -> None:
    """Ages that go up by five, a row each, count nothing on the page."""
    cells = [(str(5 * n), f"{n}41", f"{n}57") for n in range(1, 7)]
    table = [line(text, x, 150 + 14 * n) for n, row in enumerate(cells) for x, text in zip((90, 220, 350), row, strict=True)]
    lines = [*rows(f"1. {sentence(1)}", 72, 100), *table]
    layout = lay_out([page([*lines, *rows(f"2. {sentence(2)}", 72, 260)])])
    assert [row[0] for row in of_role(layout, "table")[0].rows] == [age for age, _, _ in cells]


def test_keywords_in_the_left_margin_stay_out_of_the_paragraphs() -> None:
    """Small or italic words beside the first row of a paragraph are no heading and no part of it."""
    lines = paragraphs()
    words = ("Establishment", "Officers", "Meetings", "Documents")
    lines += [line(word, 60, 100 + 60 * n, size=8, italic=True) for n, word in enumerate(words)]
    layout = lay_out([page(lines)])
    assert numbered(layout) == WANTED
    assert set(words) <= {block.text for block in layout.blocks}
    assert not headings(layout)


def test_headings_in_the_margin_stand_beside_the_number_of_their_first_paragraph() -> None:
    """Heading, number and text of a row are three columns; the heading's second row stands beside text alone."""
    lines = paragraphs(x=190)
    lines += [line("Traffic on", 60, 100, bold=True), line("the river", 60, 112, bold=True), line("Tolls", 60, 220, bold=True)]
    layout = lay_out([page(lines)])
    assert headings(layout) == ["Traffic on the river", "Tolls"]
    assert numbered(layout) == WANTED


def test_a_box_in_the_margin_stays_out_of_the_paragraph_beside_it() -> None:
    """A key figure set in a box at the left stands by itself."""
    lines = [*paragraphs(), line("3.4 %", 62, 160, size=14, bold=True), line("growth in 2024", 62, 174, size=8)]
    layout = lay_out([page(lines, rules=frame(56, 140, 136, 182))])
    assert numbered(layout) == WANTED
    assert not {"3.4 %", "growth in 2024"} & {text for _, text in numbered(layout)}


def test_a_stamp_across_the_page_is_no_text() -> None:
    """Words that run askew are furniture, even where one of them meets a row."""
    stamp = Line("LIBRARY COPY", Box(1, 150, 130, 330, 220), 20, True, False, (Word("LIBRARY", Box(1, 150, 150, 240, 220), 20, True),))
    layout = lay_out([page([*paragraphs(), stamp])])
    assert numbered(layout) == WANTED
    assert [block.text for block in of_role(layout, "furniture")] == ["LIBRARY COPY"]


def test_minutes_in_a_table_are_paragraphs() -> None:
    """Item, discussion and action in columns: long texts under decimal numbers, what is to be done apart from them."""
    lines, rules = (
        [
            line("Minutes", 250, 60, size=14),
            line("Item", 72, 92, bold=True),
            line("Discussion", 110, 92, bold=True),
            line("Action", 430, 92, bold=True),
        ],
        (),
    )
    rules += (*frame(66, 80, 104, 100), *frame(104, 80, 425, 100), *frame(425, 80, 540, 100))
    content = [("1", "Welcome"), ("1.1", sentence(1)), ("1.2", sentence(2)), ("2", "Budget"), ("2.1", sentence(3)), ("2.2", sentence(4))]
    top = 100.0
    for number, text in content:
        made = rows(text, 110, top + 12, chars=60, bold="." not in number)
        lines += [line(number, 72, top + 12, bold="." not in number), *made]
        if "." in number:
            lines += rows("The Secretariat to reissue the paper", 430, top + 12, chars=20, italic=True)
        height = 12 * max(len(made), 2) + 8
        for x0, x1 in ((66, 104), (104, 425), (425, 540)):
            rules += frame(x0, top, x1, top + height)
        top += height
    layout = lay_out([page(lines, rules=tuple(rules))])
    assert numbered(layout) == [(number, text) for number, text in content if "." in number]
    assert [title.split()[-1] for title in headings(layout)] == ["Minutes", "Welcome", "Budget"]
    assert sum("reissue" in block.text for block in layout.blocks) == 4


def test_what_stands_above_the_title_is_no_heading() -> None:
    """The house's name beside the symbol, however bold, belongs to the page's head."""
    head = [line("Black Sea Ferry Bank", 72, 60, size=12, bold=True), line("BSFB/EC/12/MIN", 420, 60, size=12, bold=True)]
    address = [line("12, quai de la Gare", 72, 76, bold=True), line("Varna, 3 to 5 May 2016", 72, 100)]
    title = [line("Minutes of the twelfth meeting", 180, 140, size=14, bold=True)]
    layout = lay_out([page([*head, *address, *title, *paragraphs(72, top=200)])])
    assert headings(layout) == ["Minutes of the twelfth meeting"]
    assert layout.front.title == "Minutes of the twelfth meeting"


def test_the_title_follows_the_item_of_the_agenda() -> None:
    """A heading of the text is not taken for the title because it is short and stands in the middle."""
    rows_ = ["REVIEW OF THE INSTRUMENTS THAT THE COMMITTEE LOOKS AFTER AND OF THE STATE", "OF THEIR ACCEPTANCE"]
    lines = [line("26.930", 420, 60), line("Brussels, 13 to 24 October 1980", 72, 80), line("(Item III on the Agenda)", 230, 100)]
    lines += [line(rows_[0], 72, 130), line(rows_[1], 207, 142), line("INTRODUCTION", 265, 180)]
    layout = lay_out([page([*lines, *paragraphs(72, top=220)])])
    assert headings(layout) == [" ".join(rows_), "INTRODUCTION"]
    assert layout.front.title == " ".join(rows_)


def test_a_title_ends_where_more_white_follows_than_parts_its_rows() -> None:
    """In a typescript of two spaces the first heading is not the title's third row."""
    lines = [line("REPORT OF THE WORKING PARTY ON INLAND WATER", 164, 100), line("TRANSPORT ON ITS NINTH SESSION", 197, 118)]
    lines += [line("ORGANIZATION OF THE SESSION", 204, 146)]
    for n in range(3):
        lines += rows(f"{n + 1}. {sentence(n + 1)}", 72, 170 + 96 * n, pitch=24)
    assert headings(lay_out([page(lines)]))[:2] == [
        "REPORT OF THE WORKING PARTY ON INLAND WATER TRANSPORT ON ITS NINTH SESSION", "ORGANIZATION OF THE SESSION"
    ]  # fmt: skip


def test_a_heading_in_small_letters_below_one_in_capitals_is_its_own() -> None:
    """Both underlined, set tight under one another."""
    lines = [line("STANDARDIZATION OF BARGES", 217, 100), line("Dimensions", 72, 112)]
    rules = (Rule(Box(1, 217, 102, 340, 102.5)), Rule(Box(1, 72, 114, 122, 114.5)))
    layout = lay_out([page([*lines, *paragraphs(72, top=140)], rules=rules)])
    assert headings(layout) == ["STANDARDIZATION OF BARGES", "Dimensions"]


def test_a_caption_is_no_heading() -> None:
    """`Table 2. Catches` over a table in bold names the table."""
    table = [line(text, x, 130 + 14 * n) for n in range(4) for x, text in ((80, f"Gear {n}"), (220, f"{n}4 tons"), (360, f"{n}9 tons"))]
    lines = [line("Catches", 72, 80, bold=True), line("Table 2. Catches by gear", 72, 110, bold=True), *table]
    assert headings(lay_out([page([*lines, *paragraphs(72, top=240)])])) == ["Catches"]


@pytest.mark.parametrize("row", ["Strasbourg, les 8 et 9 octobre 2024", "Ottawa, Ontario, October 24, 2024", "Vincennes, October 18, 1962"])
def test_place_and_date_are_no_heading(row: str) -> None:
    """Set bold and in the middle below the title."""
    lines = [line("Record of the meeting", 220, 80, size=14, bold=True), line(row, 210, 100, bold=True)]
    assert headings(lay_out([page([*lines, *paragraphs(72, top=140)])])) == ["Record of the meeting"]


def test_numbers_that_hang_between_two_columns_belong_to_the_right_one() -> None:
    """The gutter lies before the numbers, not before the text behind them, also where some stand apart from it and some do not."""
    lines = []
    for column, x in enumerate((44, 320)):
        for n in range(3):
            number, y = 3 * column + n + 1, 100 + 120 * n + 3 * column
            text = rows(sentence(number), x + 20, y, chars=40)
            first = [line(f"{number}) {text[0].text}", x, y)] if n == 2 else [line(f"{number})", x, y), text[0]]
            lines += [*first, *text[1:]]
    assert numbered(lay_out([page(lines)])) == [(str(n), sentence(n)) for n in range(1, 7)]


def test_a_heading_below_columns_heads_the_text_below_it() -> None:
    """Short enough to lie in the left column, it and the number of the next paragraph belong to the whole width."""
    lines = []
    for column, x in enumerate((44, 320)):
        for n in range(2):
            lines += rows(f"{2 * column + n + 1}. {sentence(2 * column + n + 1)}", x, 100 + 90 * n + 2 * column, chars=44)
    lines += [line("Crew qualifications", 44, 330, size=12, bold=True), line("5.", 44, 360), *rows(sentence(5), 70, 360, chars=90)]
    layout = lay_out([page(lines)])
    assert numbered(layout) == [(str(n), sentence(n)) for n in range(1, 6)]
    assert [block.text for block in layout.blocks if block.role in ("paragraph", "heading")][-2:] == ["Crew qualifications", sentence(5)]


def test_a_number_that_ends_a_sentence_opens_no_paragraph() -> None:
    """`1.` alone on the last row of 2, before the row that begins with 3."""
    cut = "2. Landings of cod, the Committee was told, had declined in every subarea except Subarea"
    lines = [*rows(f"1. {sentence(1)}", 72, 100, chars=88), line(cut, 72, 136), line("1.", 72, 148)]
    lines += rows(f"3. {sentence(3)}", 72, 160, chars=88)
    assert numbered(lay_out([page(lines)])) == [WANTED[0], ("2", f"{cut[3:]} 1."), WANTED[2]]


def test_uneven_sizes_of_a_recognised_page_part_no_paragraph() -> None:
    """Recognition guesses the size of each row by itself; a title stays larger."""
    lines = [line("Report", 72, 60, size=16)]
    for n, part in enumerate(paragraphs(72)):
        lines.append(replace(part, size=10 + (0.0, 0.7, -0.6)[n % 3]))
    assert numbered(lay_out([replace(page(lines), text_layer="ocr")])) == WANTED


def test_facing_languages_go_on_from_page_to_page() -> None:
    """A paragraph cut by the end of the page goes on in its own column on the next, where few numbers stand."""
    whole = {"en": [f"{sentence(n)} So it was said." for n in range(1, 6)], "fr": [f"{sentence(n + 10)} Ce fut dit." for n in range(1, 6)]}
    pages: list[Page] = []
    for number, span in ((1, range(4)), (2, range(3, 5))):
        lines = []
        for x, texts in zip((44, 320), whole.values(), strict=True):
            for place, n in enumerate(span):
                made = rows(texts[n], x, 100 + 90 * place, chars=46, page=number)
                if n == 3:
                    made = made[:2] if number == 1 else [line(part.text, x, 100 + 12 * k, page=2) for k, part in enumerate(made[2:])]
                if n != 3 or number == 1:
                    made[0] = line(f"{n + 1}. {made[0].text}", x, made[0].box.bottom - 2, page=number)
                lines += made
        pages.append(page(lines, number))
    wanted = [*whole["en"][:4], *whole["fr"][:4], whole["en"][4], whole["fr"][4]]
    assert [text for _, text in numbered(lay_out(pages))] == wanted


def test_an_italic_heading_at_the_head_of_a_page_ends_the_paragraph_before() -> None:
    """Style parts over a page's end what white space cannot."""
    first = [*paragraphs(72)[:-2], line("and nothing was said of the wheels that had been asked for in the year before last.", 96, 292)]
    second = [line("Wheelsets and Axles", 96, 80, page=2, italic=True), *rows(f"5. {sentence(5)}", 72, 110, page=2)]
    assert headings(lay_out([page(first), page(second, 2)])) == ["Wheelsets and Axles"]


def test_a_degree_goes_on_with_its_number() -> None:
    """A row that begins with `°C` is no paragraph, though there was room for it above."""
    lines = [line("1. The submission proposed to cool the fruit to 1.2", 72, 100), line("°C for fifteen days.", 72, 112)]
    lines += rows(f"2. {sentence(2)}", 72, 136)
    assert numbered(lay_out([page(lines)]))[0] == ("1", "The submission proposed to cool the fruit to 1.2 °C for fifteen days.")


@pytest.mark.parametrize("shape", ["DEC-30{}", "EMC/RC46/D.{}", "2022-II-1{}"])
def test_units_of_one_row_beside_their_number_are_paragraphs(shape: str) -> None:
    """A decision's number in its own column, its text a sentence that fills no second row."""
    lines = [line("Decisions", 72, 60, size=14, bold=True)]
    texts = [f"The price of number {n} is not changed by the Committee." for n in (1, 2, 3, 4)]
    for n, text in enumerate(texts, 1):
        lines += [line(shape.format(n), 72, 70 + 30 * n, size=9), line(text, 190, 70 + 30 * n)]
    layout = lay_out([page(lines)])
    assert numbered(layout) == [(shape.format(n), text) for n, text in enumerate(texts, 1)]
    assert headings(layout) == ["Decisions"]


def test_a_heading_behind_a_bullet_heads_numbered_paragraphs() -> None:
    """`▶ Background` in bold before a paragraph with its number."""
    lines = [line("▶ Background", 72, 80, bold=True), *rows(f"1. {sentence(1)}", 72, 110), *rows(f"2. {sentence(2)}", 72, 150)]
    layout = lay_out([page(lines)])
    assert headings(layout) == ["Background"]
    assert numbered(layout) == WANTED[:2]


def test_notes_begin_at_the_last_typed_line() -> None:
    """A typed table's strokes above a numbered paragraph part no notes from the text."""
    lines = [*rows(f"1. {sentence(1)}", 72, 100), line("Subarea    1963    1964", 96, 150), line("-" * 24, 84, 162)]
    lines += [*rows(f"2. {sentence(2)}", 72, 190), *rows(f"3. {sentence(3)}", 72, 230), line("-" * 30, 72, 270)]
    lines += [line("1/ Figures for the first quarter were provisional.", 72, 284)]
    layout = lay_out([page(lines)])
    assert numbered(layout) == WANTED[:3]
    assert [block.text for block in of_role(layout, "footnote")] == ["Figures for the first quarter were provisional."]


def test_rows_that_go_back_behind_a_number_are_its_paragraph() -> None:
    """An inset paragraph whose first row stands deeper than the rest, which begins with a capital."""
    lines = [line("The Council,", 96, 80)]
    for n in range(3):
        lines += [line(f"{n + 1}. Decides further that the price of the copra of all producers shall be", 156, 110 + 40 * n)]
        lines += [line("EC$920 per ton;", 126, 122 + 40 * n)]
    whole = "Decides further that the price of the copra of all producers shall be EC$920 per ton;"
    assert numbered(lay_out([page(lines)])) == [(str(n), whole) for n in (1, 2, 3)]


def test_rows_of_a_recognised_page_stand_where_most_of_their_words_do() -> None:
    """One word that recognition sets too low parts no paragraph."""
    lines = []
    for part in rows(f"1. {sentence(1)} {sentence(2)}", 72, 100):
        low = part.words[2]
        words = (*part.words[:2], low._replace(box=low.box._replace(bottom=low.box.bottom + 5)), *part.words[3:])
        lines.append(replace(part, words=words, box=part.box._replace(bottom=part.box.bottom + 5 * (len(lines) % 2))))
    lines += rows(f"2. {sentence(3)}", 72, 100 + 12 * len(lines) + 12)
    found = numbered(lay_out([replace(page(lines), text_layer="ocr")]))
    assert found == [("1", f"{sentence(1)} {sentence(2)}"), ("2", sentence(3))]


def test_decisions_in_sentences_stay_paragraphs_among_resolutions_with_titles() -> None:
    """Resolutions head numbered paragraphs of their own; decisions counted after them are text."""
    lines, y = [], 80
    for n in (1, 2, 3):
        lines += [line(f"EMC/RC46/R.{n} Health of adolescents", 72, y, bold=True), *rows(f"1. {sentence(n)}", 72, y + 24)]
        lines += rows(f"2. {sentence(n + 10)}", 72, y + 60)
        y += 110
    for n in (1, 2):
        lines += rows(f"EMC/RC46/D.{n} {sentence(n + 20)}", 72, y)
        y += 50
    layout = lay_out([page(lines)])
    assert numbered(layout)[-2:] == [(f"EMC/RC46/D.{n}", sentence(n + 20)) for n in (1, 2)]
    assert len(headings(layout)) == 3


def test_what_a_decision_begins_with_is_no_unit() -> None:
    """Requests named at the beginning of decisions count on too, but it is the labels above them that number the paragraphs."""
    lines = []
    for n in range(1, 6):
        lines += [
            line(f"Decision 2015-05/{n}", 72, 100 + 60 * n),
            *rows(f"DMR 15/00{n} (Australia): a new element for cargo number {n}. Approved by the Team.", 72, 118 + 60 * n),
        ]
    assert numbered(lay_out([page(lines)])) == [
        (f"2015-05/{n}", f"DMR 15/00{n} (Australia): a new element for cargo number {n}. Approved by the Team.") for n in range(1, 6)
    ]


def test_a_register_has_its_decisions_in_another_order_than_their_numbers() -> None:
    """Labels in rows of their own, sorted by subject and not by number, number the texts below them."""
    labels = ["2016-03", "2019-01", "2017-05", "2025-02", "2018-07"]
    lines = []
    for n, label in enumerate(labels):
        lines += [line(f"Decision {label}", 72, 100 + 70 * n), *rows(sentence(n), 72, 118 + 70 * n)]
    assert numbered(lay_out([page(lines)])) == [(label, sentence(n)) for n, label in enumerate(labels)]


def test_the_row_s_number_on_the_page_and_the_paragraph_s_stand_apart() -> None:
    """Two numbers in one margin, a hair more than a space apart, are two lines for the readers."""
    runs = [
        Run(Word(word, Box(1, x, 100, x + 5 * len(word), 110), 10), 1) for word, x in (("10", 60), ("1", 76), ("The", 110), ("Chair", 128))
    ]
    assert [part.text for part in make_lines(runs)] == ["10", "1", "The Chair"]
    thousands = [Run(Word(word, Box(1, x, 100, x + 5 * len(word), 110), 10), 1) for word, x in (("10", 60), ("000", 73))]
    assert [part.text for part in make_lines(thousands)] == ["10 000"]


@pytest.mark.parametrize(
    ("label", "number"),
    [("Article {}. –", "{}"), ("Art. {}", "{}"), ("R-{}", "R-{}"), ("Resolution 07-6{}.", "07-6{}"), ("Rec. {}.", "{}")],
)
def test_labels_run_in_with_their_text_number_it(label: str, number: str) -> None:
    """Articles of an annexed text, abbreviated words, a letter and a number, a label that ends with a stop."""
    lines = [part for n in range(1, 5) for part in rows(f"{label.format(n)} {sentence(n)}", 72, 60 + 60 * n)]
    assert numbered(lay_out([page(lines)])) == [(number.format(n), sentence(n)) for n in range(1, 5)]


def test_a_heading_that_names_an_article_stays_one() -> None:
    """Articles with titles over numbered paragraphs."""
    lines = []
    for n in range(1, 4):
        lines += [line(f"Article {n} – Scope of part {n}", 72, 70 + 90 * n, bold=True), *rows(f"{n}. {sentence(n)}", 72, 90 + 90 * n)]
    layout = lay_out([page(lines)])
    assert headings(layout) == [f"Article {n} – Scope of part {n}" for n in range(1, 4)]
    assert numbered(layout) == [(str(n), sentence(n)) for n in range(1, 4)]


def test_letters_number_paragraphs_behind_a_resolution_s_opening_words() -> None:
    """`The Executive Committee,` and letters that begin anew; behind a longer opening too, and lists inside stay lists."""
    lines: list[Line] = []
    opened = ["The Executive Committee,", f"Having heard the report, {LONG},"]
    for k, opening in enumerate(opened):
        top = 60 + 340 * k
        lines += [line(f"Conclusion on matter {k + 1}", 200, top, bold=True), *rows(opening, 72, top + 24)]
        for n, letter in enumerate("abc"):
            lines += rows(f"({letter}) {sentence(3 * k + n)}", 72, top + 80 + 60 * n)
        lines += [line("(i) in the first place;", 110, top + 250), line("(ii) in the second place.", 110, top + 266)]
    assert numbered(lay_out([page(lines)])) == [("abcabc"[n], sentence(n)) for n in range(6)]


def test_items_between_two_numbers_count_as_such() -> None:
    """Agenda items `7A` and `7B` go on from one another and do not take over the count of the decisions under them."""
    lines: list[Line] = []
    for k, item in enumerate(("6", "7A", "7B", "8")):
        top = 60 + 180 * k
        lines += [line(f"{item}. Properties of kind {k}", 72, top, bold=True, size=12), line("The Committee,", 72, top + 24)]
        for n in (1, 2):
            lines += rows(f"{n}. {sentence(2 * k + n)}", 72, top + 44 + 50 * n)
    layout = lay_out([page(lines)])
    assert [number for number, _ in numbered(layout)] == ["1", "2"] * 4
    assert headings(layout) == [f"{item}. Properties of kind {k}" for k, item in enumerate(("6", "7A", "7B", "8"))]


def test_what_references_count_is_no_paragraph() -> None:
    """A bibliography's numbers, in brackets, after numbered paragraphs."""
    lines = [*paragraphs(x=72, tab=0), line("REFERENCES", 72, 350, bold=True)]
    lines += [
        part for n in (1, 2, 3) for part in rows(f"[{n}] Guide to the reporting of events, edition {n}, Vienna (198{n}).", 72, 350 + 24 * n)
    ]
    assert numbered(lay_out([page(lines)])) == WANTED


def test_the_ending_of_an_ordinal_is_no_note_mark() -> None:
    """A raised `e` after a number belongs to it (`54e session`); a raised letter after a word points to a note."""
    first = line("La 54 session, tenue au siège, a été ouverte", 72, 100)
    words = list(first.words)
    at = words[1].box
    raised = Word("e", Box(1, at.x1, at.top, at.x1 + 3, at.top + 6), 6)
    made = replace(first, text=first.text.replace("54", "54e"), words=(*words[:2], raised, *words[2:]))
    note = Word("a", Box(1, words[-1].box.x1, at.top, words[-1].box.x1 + 3, at.top + 6), 6)
    made = replace(made, text=made.text + "a", words=(*made.words, note))
    [block] = lay_out([page([made])]).blocks
    assert block.text == "La 54e session, tenue au siège, a été ouverte"


@pytest.mark.parametrize("mark", ["(1)", "1"])
def test_notes_are_known_by_marks_in_brackets_and_by_raised_ones_in_rows_of_their_own(mark: str) -> None:
    """They number no paragraphs, though theirs are numbered so in an annex."""
    note = "The delegation referred to the report of the session before."
    raised = [line(mark, 72, 760, size=7), line(note, 80, 763, size=7.8)]
    layout = lay_out([page([*paragraphs(x=72), *(raised if mark == "1" else [line(f"{mark} {note}", 72, 763, size=7.8)])])])
    assert numbered(layout) == WANTED
    [footnote] = of_role(layout, "footnote")
    assert (footnote.mark, footnote.text) == ("1", note)
