"""What is a heading and what only looks like one: furniture, captions, boxes, signatures, capitals, letterheads, titles over rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_layout import line, numbered, of_role, page, rows, sentence
from test_layout_margins import frame

from docmine.layout import lay_out
from docmine.source import Box, Layout, Line, Rule


def paragraphs(*, top: float = 200, first: int = 1, count: int = 3, number: int = 1, step: float = 80) -> list[Line]:
    """Numbered paragraphs of some rows each."""
    numbers = range(first, first + count)
    return [part for i, n in enumerate(numbers) for part in rows(f"{n}. {sentence(n)}", 72, top + step * i, page=number)]


def headings(layout: Layout) -> list[str]:
    return [block.text for block in of_role(layout, "heading")]


def with_bold_titles(*lines: Line) -> list[Line]:
    """The lines in a paper that sets its titles bold, so that type tells."""
    titles = [line(title, 72, y, bold=True) for title, y in (("Opening", 180), ("Closing", 440))]
    return [*titles, *paragraphs(), *lines, *paragraphs(top=460, first=4, count=2)]


@pytest.mark.parametrize("foot", ["Printed 20.05.96 – {} – E. 2417-96", "13-2A/{} RECORD-PR13", "17-2A/{}"])
def test_a_pages_number_within_a_printers_line_counts_the_pages(foot: str) -> None:
    """The figures that stay say nothing against it."""
    pages = [page([*paragraphs(number=n, first=3 * n - 2), line(foot.format(n), 72, 780, page=n)], n) for n in (1, 2, 3)]
    layout = lay_out(pages)
    assert [block.text for block in of_role(layout, "furniture")] == [foot.format(n) for n in (1, 2, 3)]


def test_running_heads_that_change_sides_are_furniture() -> None:
    """The symbol stands left on one page and right on the next, beside a title that only that page has."""
    left = [line("SC-CFAB-IX", 72, 45), line("Report of the Committee", 400, 45)]
    right = [line("Ninth Meeting, Stanley", 72, 45, page=2), line("SC-CFAB-IX", 460, 45, page=2)]
    layout = lay_out([page([*left, *paragraphs()]), page([*right, *paragraphs(number=2, first=4)], 2)])
    assert len(of_role(layout, "furniture")) == 4
    assert not headings(layout)


@pytest.mark.parametrize("head", [["Annex A to Doc. NC0796E1"], ["A-1", "Annex A", "NC0796E1"]])
def test_the_running_head_of_an_annex_of_one_page_is_furniture(head: list[str]) -> None:
    """It says the paper's symbol over a title that says the annex again."""
    first = page([line("NC0796E1", 460, 60), line("Report of the Committee", 200, 120, bold=True), *paragraphs()])
    over = [line(text, 400, 45 + 12 * y, page=2) for y, text in enumerate(head)]
    annex = page([*over, line("ANNEX A", 280, 110, bold=True, page=2), *paragraphs(number=2)], 2)
    assert headings(lay_out([first, annex])) == ["Report of the Committee", "ANNEX A"]


def test_paragraphs_that_say_the_same_over_two_pages_stay() -> None:
    """A number makes them text, though they begin two pages with one wording."""
    text = "The Committee took note of the report."
    pages = [page([line(f"{3 * n - 2}. {text}", 72, 60, page=n), *paragraphs(number=n, first=3 * n - 1, count=2)], n) for n in (1, 2)]
    assert [number for number, _ in numbered(lay_out(pages))] == [str(n) for n in range(1, 7)]


@pytest.mark.parametrize("name", [r"G:\SG\SG11\DOCS\047E2.DOC 11.05.01", r"ILC106-PR13-[RELME].docx"])
def test_the_name_of_the_file_is_furniture_on_its_only_page(name: str) -> None:
    layout = lay_out([page([*paragraphs(), line(name, 72, 780, size=6)])])
    assert [block.text for block in of_role(layout, "furniture")] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Fig. 1. Temperature at three depths",
        "FIGURE 2. Payments to entities",
        "Table 1/D.47 – Minimum line signals",
        "Box 1. Points for discussion",
        "w = 0.5 v (1 – x)",
        "R-31",
        "225 kV",
        "Adopted by the Assembly",
        "Tenue à Copenhague",
        "Doc. EX.CL/766(XXII)",
        "ET DÉCIDE QUE",
        "— FIN —",
    ],
)
def test_bold_lines_that_title_no_text(text: str) -> None:
    layout = lay_out([page(with_bold_titles(line(text, 72, 420, bold=True)))])
    assert headings(layout) == ["Opening", "Closing"]


def test_the_small_title_of_a_box_is_none_of_the_text() -> None:
    box = [line("At a glance", 80, 412, size=8, bold=True), line("Sixty-four participants and five recommendations.", 80, 424, size=8)]
    layout = lay_out([page([*paragraphs(), *box, *paragraphs(top=500, first=4)], rules=frame(72, 400, 400, 430))])
    assert "At a glance" not in headings(layout)


def test_an_annexs_title_over_a_table_is_no_caption() -> None:
    """Though it is set a little smaller than the text, as captions are."""
    cells = [
        line(text, x, 120 + 14 * y, page=2) for y in range(3) for x, text in ((72, f"Article {y}"), (250, "Norway"), (420, f"{y} May"))
    ]
    head = [line("ANNEX", 280, 60, page=2, bold=True), line("LIST OF DISCUSSIONS", 250, 84, page=2, bold=True, size=9)]
    layout = lay_out([page([*paragraphs()]), page([*head, *cells], 2)])
    assert headings(layout) == ["ANNEX", "LIST OF DISCUSSIONS"]


def test_capitals_over_an_items_number_in_small_letters_are_a_title() -> None:
    title = [line("MODEL LAW ON RESTRICTIVE PRACTICES", 210, 410), line("(Agenda item 5)", 258, 422)]
    assert "MODEL LAW ON RESTRICTIVE PRACTICES (Agenda item 5)" in headings(lay_out([page(with_bold_titles(*title))]))


def test_signatures_side_by_side_and_the_office_over_a_name() -> None:
    end = [
        line("The Rapporteur", 380, 620, bold=True),
        line("Ousmane Ndiogou", 380, 634),
        line("Chair of the Council", 72, 680, bold=True),
        line("Secretary of the Council", 380, 680, bold=True),
        line("Marguerite Oberlin", 72, 700, bold=True),
        line("Piet van Aalst", 380, 700, bold=True),
    ]
    assert headings(lay_out([page(with_bold_titles(*end))])) == ["Opening", "Closing"]


def test_a_meetings_date_at_the_right_edge_titles_nothing() -> None:
    """`Third meeting, 4 October 1999` under a resolution."""
    date = line("Third meeting, 4 October 1999", 332, 420, italic=True)
    assert headings(lay_out([page(with_bold_titles(date))])) == ["Opening", "Closing"]


def test_text_in_capitals_has_its_titles_by_other_means() -> None:
    """Line printers know no small letters: a short paragraph is no heading for its capitals, an underlined title is one."""
    told = [replace(part, text=part.text.upper()) for part in paragraphs(count=2)]
    short = line("3. THE AGENDA WAS ADOPTED BUT FOR ITEM 9 (B) AND ALL THAT THE STATE CONCERNED HAD ASKED FOR IN THE LAST YEAR", 72, 360)
    title = line("PART 2 - QUESTIONS OF CLASSIFICATION", 72, 400)
    under = line("-" * 36, 72, 410)
    more = [replace(part, text=part.text.upper()) for part in paragraphs(top=440, first=4, count=2)]
    assert headings(lay_out([page([*told, short, title, under, *more])])) == ["PART 2 - QUESTIONS OF CLASSIFICATION"]


def test_the_bars_of_listing_paper_part_no_paragraph() -> None:
    """Every second row is coloured, in the midst of sentences."""
    text = paragraphs(step=80)
    tops = sorted({part.box.top for part in text})[::2]
    edges = [edge for top in tops for edge in ((60, top - 1, 540, top - 1), (60, top + 11, 540, top + 11))]
    sides = [edge for top in tops for edge in ((60, top - 1, 60, top + 11), (540, top - 1, 540, top + 11))]
    layout = lay_out([page(text, rules=tuple(Rule(Box(1, *edge)) for edge in (*edges, *sides)))])
    assert numbered(layout) == [(str(n), sentence(n)) for n in (1, 2, 3)]


@pytest.mark.parametrize("title", ["ANNEXE – Liste des participants", "L I S T OF PARTICIPANTS"])
def test_a_list_of_participants_is_known_by_its_title_behind_annex_and_in_spaced_letters(title: str) -> None:
    """In it slight emphasis makes no heading: States in italics are none."""
    delegate = "M. Jean DUPONT, directeur général des douanes et droits indirects"
    listed = [line(title, 72, 100, bold=True, page=2)]
    for i, state in enumerate(("Belgique", "France", "Suisse")):
        listed += [line(state, 72, 130 + 60 * i, italic=True, page=2), line(delegate, 72, 144 + 60 * i, page=2)]
    assert headings(lay_out([page(with_bold_titles()), page(listed, 2)])) == ["Opening", "Closing", title]


def test_an_items_number_and_its_title_on_the_next_row_are_one_heading() -> None:
    rows_ = [line("ITEM 9 OF THE CONSOLIDATED AGENDA:", 72, 410), line("REVISED FEES", 72, 422)]
    layout = lay_out([page([*paragraphs(), *rows_, *paragraphs(top=450, first=4)])])
    assert "ITEM 9 OF THE CONSOLIDATED AGENDA: REVISED FEES" in headings(layout)


def test_a_large_title_over_two_rows_is_one() -> None:
    title = [line("Report of the Eleventh", 72, 80, size=18), line("General Assembly", 72, 101, size=19)]
    assert headings(lay_out([page([*title, *paragraphs()])])) == ["Report of the Eleventh General Assembly"]


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("REPORT OF THE 12th SESSION OF THE", "PERMANENT COMMITTEE", True),
        ("APPROACH TO CAPACITY BUILDING:", "PEOPLE AND RESULTS", True),
        ("REPORT OF THE FIFTH MEETING", "OF THE STANDING COMMITTEE", True),
        ("REPORT OF THE FIFTH MEETING", "LIST OF PARTICIPANTS", False),
    ],
)
def test_a_title_whose_words_go_on_in_the_next_row_is_one(above: str, below: str, joined: bool) -> None:
    """Though its rows stand farther apart than a paragraph's; other titles below one another stay two."""
    title = [line(above, 72, 410, bold=True), line(below, 72, 426, bold=True)]
    found = headings(lay_out([page(with_bold_titles(*title))]))
    assert found == ["Opening", *([f"{above} {below}"] if joined else [above, below]), "Closing"]


def test_a_title_that_hangs_beside_its_number_is_one() -> None:
    title = [line("AB.30/Dec.8", 72, 410, bold=True), line("AFRICAN PRODUCTIVE", 160, 410, bold=True)]
    title.append(line("CAPACITY INITIATIVE", 160, 421, bold=True))
    assert "AB.30/Dec.8 AFRICAN PRODUCTIVE CAPACITY INITIATIVE" in headings(lay_out([page(with_bold_titles(*title))]))


def test_brackets_in_a_titles_own_type_belong_to_it() -> None:
    """Be they in small letters, and within one another."""
    title = [line("REPORT OF THE GOVERNORS", 222, 410, bold=True), line("(GC(XXXI)/800) (continued)", 215, 422, bold=True)]
    assert "REPORT OF THE GOVERNORS (GC(XXXI)/800) (continued)" in headings(lay_out([page(with_bold_titles(*title))]))


def test_contents_with_paragraphs_before_the_pages_are_a_table() -> None:
    """Whether white space parts the two numbers or not."""
    items = [("CONSULTATIONS", "4 - 11", "3"), ("TECHNICAL ASSISTANCE", "12 - 16", "5"), ("ORGANIZATION", "20 -256", "")]
    lines = [line("CONTENTS", 275, 60, bold=True)]
    for y, parts in zip(range(90, 200, 30), items, strict=False):
        lines += [line(text, x, y, bold=x < 100) for text, x in zip(parts, (76, 420, 515), strict=True) if text]
    lines += [line("Annexes", 280, 180, bold=True), line("PROVISIONAL AGENDA", 76, 200, bold=True), line("7", 515, 200)]
    layout = lay_out([page([*lines, *paragraphs(top=260)])])
    assert headings(layout) == ["CONTENTS"]


def test_plain_titles_between_numbered_paragraphs_are_headings_where_others_are_bold() -> None:
    plain = line("Relative primary radiometry", 86, 440)
    bold = [line("Opening", 72, 180, bold=True), line("Closing", 72, 640, bold=True)]
    text = [*paragraphs(), *paragraphs(top=460, first=4, count=2), *paragraphs(top=660, first=6, count=1)]
    assert headings(lay_out([page([plain, *bold, *text])])) == ["Opening", "Relative primary radiometry", "Closing"]


def test_a_title_over_the_words_that_open_a_resolution_is_a_heading() -> None:
    """They are short, and end in a comma."""
    opening = [line("Employment of the staff of the Office", 72, 570), line("The Executive Committee,", 72, 594)]
    layout = lay_out([page([*paragraphs(top=80, count=6), *opening, *rows(sentence(9), 72, 618)])])
    assert "Employment of the staff of the Office" in headings(layout)


def test_a_stamp_larger_than_the_title_is_not_the_title() -> None:
    head = [
        line("RECEIVED", 250, 40, size=16, bold=True),
        line("17th May, 1955", 230, 60),
        line("COUNCIL OF THE WHEAT AGREEMENT", 210, 80),
        line("MINUTES OF THE THIRD MEETING", 210, 110, size=12, bold=True),
    ]
    layout = lay_out([page([*head, *paragraphs()])])
    assert layout.front.title == "MINUTES OF THE THIRD MEETING"
    assert headings(layout) == ["MINUTES OF THE THIRD MEETING"]


@pytest.mark.parametrize(
    "head",
    [
        [("EASTERN DEVELOPMENT BANK", 72, 60), ("BDM 07/11", 480, 60)],
        [("INTERNATIONAL OFFICE FOR", 72, 60), ("EXC/4/12", 400, 60), ("DISPLACED PERSONS", 72, 72), ("26 October 1950", 400, 72)],
        [("38th Session of the Council", 72, 60), ("22 – 25 September 2009", 72, 72), ("London, United Kingdom", 72, 84)],
        [("OCEAN DATA COMMITTEE · 29th SESSION", 190, 60)],
        [("– Le Conseil –", 72, 60), ("LIMITE", 422, 90)],
        [("SEVENTH ITEM ON THE AGENDA", 200, 60)],
        [("WORKING PAPER", 72, 60)],
        [("DIFFUSION RESTREINTE", 72, 60)],
        [("Meeting of the Wheat Board (WB)", 72, 60)],
        [("HARBOUR DIRECTORATE", 72, 60)],
        [("STANDING COMMITTEE ON THE LAW OF MARKS, DESIGNS, MODELS, NAMES AND SIGNS OF QUALITY", 72, 60)],
        [("Agenda Item 22: Transition to the year 2000", 72, 60)],
        [("Established in 1952 as the Council for Sugar and Wheat", 72, 60)],
        [("TARIFF NOMENCLATURE", 120, 48), ("O. Eng.", 485, 48), ("COMMITTEE", 145, 62), ("- Brussels, 14 September 1998.", 370, 90)],
    ],
)
def test_letterheads_in_rows_and_parts(head: list[tuple[str, float, float]]) -> None:
    """A body's name beside a symbol, or over dates and places, heads no text."""
    lines = [line(text, x, y, bold=True) for text, x, y in head]
    title = line("Report of the twelfth session", 150, 120, size=16, bold=True)
    assert headings(lay_out([page([*lines, title, *paragraphs()])])) == ["Report of the twelfth session"]


def test_a_body_with_its_session_behind_a_dash_is_not_the_title() -> None:
    head = [
        line("GRAIN ASSEMBLY — 32ND SESSION", 190, 60, size=14, bold=True),
        line("THE YEAR 2000 IN SILOS", 230, 110, size=12, bold=True),
    ]
    layout = lay_out([page([*head, *paragraphs()])])
    assert layout.front.title == "THE YEAR 2000 IN SILOS"
    assert headings(layout) == ["THE YEAR 2000 IN SILOS"]


def test_a_letterhead_in_two_columns_is_no_running_text() -> None:
    """However long it is, the title below it is the paper's."""
    bodies = [
        "Organisation de Coopération pour le Commerce du Blé et du Sucre",
        "Organisation for Co-operation on Trade in Wheat and in Sugar",
    ]
    head = [part for y, body in enumerate(bodies) for part in (line(body, 72, 70 + 12 * y), line("Dist. : 29-Oct-1993", 430, 70 + 12 * y))]
    symbol, title = line("TRADE/M(93)2", 428, 106, size=12, bold=True), line("SUMMARY RECORD", 200, 150, size=16, bold=True)
    lines = [line("RESTRICTED", 429, 40, size=12, bold=True), *head, symbol, line("TRADE COMMITTEE", 72, 128, bold=True), title]
    assert headings(lay_out([page([*lines, *paragraphs()])])) == ["SUMMARY RECORD"]


def test_the_place_and_the_publisher_below_a_title_head_nothing() -> None:
    title = line("Report of the twelfth session", 200, 60, size=16, bold=True)
    below = [line("Board Rooms, Brussels", 240, 90, italic=True), line("2 June 2009", 255, 110)]
    foot = [line("WHEAT AND SUGAR ORGANIZATION", 205, 740), line("Rome, November 1979", 235, 754)]
    layout = lay_out([page([title, *below, *foot]), page(paragraphs(number=2), 2)])
    assert headings(layout) == ["Report of the twelfth session"]


def test_the_title_stands_on_the_first_page_that_has_one() -> None:
    """A larger one on the next page heads what follows."""
    cover = [line("REPORT OF THE COMMITTEE ON FISH", 190, 260), line("Rome, 8-12 October 1979", 230, 338)]
    inside = line("PREPARATION OF THIS REPORT", 200, 87, size=14, bold=True, page=2)
    layout = lay_out([page(cover), page([inside, *paragraphs(number=2)], 2)])
    assert layout.front.title == "REPORT OF THE COMMITTEE ON FISH"


def test_an_agenda_items_title_opens_a_report() -> None:
    """It is the heading of the first paragraphs, no item of the paper's own."""
    title = line("Report of the twelfth session", 200, 60, size=16, bold=True)
    layout = lay_out([page([title, line("Item 1 of the agenda: Opening", 72, 180, bold=True), *paragraphs()])])
    assert headings(layout) == ["Report of the twelfth session", "Item 1 of the agenda: Opening"]


def test_a_body_with_its_abbreviation_is_not_the_title() -> None:
    """`(CLA)` behind a name in the title's own type belongs to the name."""
    head = [line("COMMITTEE ON LEGAL AFFAIRS (CLA)", 200, 50, bold=True), line("REPORT OF THE 76th MEETING", 215, 80, bold=True)]
    layout = lay_out([page([*head, *paragraphs()])])
    assert layout.front.title == "REPORT OF THE 76th MEETING"
    assert headings(layout) == ["REPORT OF THE 76th MEETING"]


def test_a_name_that_changes_its_type_is_one_letterhead() -> None:
    """`Bureau` in plain type over the rest in bold is a body's name, and neither part is a heading."""
    name = [line("Bureau", 72, 40, size=13), line("of Weights and Measures", 72, 56, size=13, bold=True)]
    title = line("Report of the twelfth session", 72, 100, size=18, bold=True)
    assert headings(lay_out([page([*name, title, *paragraphs()])])) == ["Report of the twelfth session"]


@pytest.mark.parametrize(
    ("title", "below", "joined"),
    [
        ("REPORT OF THE TWELFTH SESSION", "(17-21 June 1996)", False),
        ("REPORT OF THE TWELFTH SESSION", "(Agenda item 12)", True),
        ("Report of the twelfth session", "(17-21 June 1996)", True),
    ],
)
def test_a_date_under_a_title_in_capitals_is_no_part_of_it(title: str, below: str, joined: bool) -> None:
    """It is where it is set like the title, and an agenda item's number always is."""
    head = [line(title, 225, 80, bold=True), line(below, 255, 92, bold=True)]
    layout = lay_out([page([line("Committee on Trade", 72, 50), *head, *paragraphs()])])
    assert headings(layout)[0] == (f"{title} {below}" if joined else title)


@pytest.mark.parametrize("first", ["Note by the Secretariat", "Memorandum"])
def test_a_note_that_someone_prepared_is_no_heading(first: str) -> None:
    """`Note by the Secretariat prepared by the Legal Division` under a title says where it comes from."""
    head = [line("REPORT OF THE TWELFTH SESSION", 220, 80, bold=True)]
    note = [line(first, 240, 110, italic=True), line("prepared by the Legal Division", 222, 122, italic=True)]
    assert headings(lay_out([page([*head, *note, *paragraphs()])])) == ["REPORT OF THE TWELFTH SESSION"]


@pytest.mark.parametrize(
    ("ending", "found"), [("has received no instructions since 1969,", []), ("was closed.", ["RECOMMENDS TO COUNCIL"])]
)
def test_capitals_that_go_on_with_a_sentence_head_nothing(ending: str, found: list[str]) -> None:
    """`RECOMMENDS` after a preamble that ends in a comma is the verb of its sentence."""
    before = rows(f"Regretting that the Standing Committee on Armaments of the Union {ending}", 72, 300)
    lines = [*paragraphs(), *before, line("RECOMMENDS TO COUNCIL", 72, 345)]
    assert headings(lay_out([page([*lines, *paragraphs(top=380, first=4)])])) == found


@pytest.mark.parametrize("words", [("CONSIDERING", "THE COMMITTEE", "DECIDES THAT"), ("CONSIDÉRANT QUE", "LE COMITÉ", "ET RECOMMANDE QUE")])
def test_the_words_that_open_the_clauses_of_a_resolution_head_nothing(words: tuple[str, str, str]) -> None:
    """In capitals and rows of their own they are still parts of its sentence; the title above them is a heading."""
    lines = [line("RESOLUTION ON ANIMAL HEALTH", 72, 60, bold=True)]
    for n, (y, operative) in enumerate(zip((90, 210, 240), words, strict=True)):
        lines += [line(operative, 72, y), *(rows(f"1. {sentence(n)}", 72, y + 30) if n != 1 else [])]
    assert headings(lay_out([page(lines)])) == ["RESOLUTION ON ANIMAL HEALTH"]


def test_a_title_hangs_beside_its_number() -> None:
    """What is set below the title's first row, and not below its code, is more of the title."""
    title = ("DATE AND PROVISIONAL AGENDA OF THE THIRTY-FIRST REGULAR BOARD", "SESSION IN 2006")
    lines = [line("IDB.30/Dec.8", 72, 80, bold=True), *(line(words, 150, 80 + 12 * n, bold=True) for n, words in enumerate(title))]
    assert headings(lay_out([page([*lines, *rows(sentence(1), 72, 120)])])) == [f"IDB.30/Dec.8 {title[0]} {title[1]}"]
