"""Lines to paragraphs: numbers, headings, lists, columns, page breaks, notes, tables, furniture."""

from __future__ import annotations

import pytest

from docmine.layout import lay_out
from docmine.source import Block, Box, Layout, Line, Page, Rule, Source, Word
from docmine.text import read_text

LONG = (
    "the Committee examined the report of the Secretariat and the comments of the delegations in some detail before it came to a decision"
)


def line(text: str, x: float, y: float, *, page: int = 1, size: float = 10, bold: bool = False, italic: bool = False) -> Line:
    """A line whose baseline lies at `y`, half an em for each character."""
    words, at = [], x
    for part in text.split(" "):
        width = len(part) * size / 2
        words.append(Word(part, Box(page, at, y - 0.8 * size, at + width, y + 0.2 * size), size, bold, italic))
        at += width + size / 2
    return Line(text, Box(page, x, y - 0.8 * size, at - size / 2, y + 0.2 * size), size, bold, italic, tuple(words))


def rows(text: str, x: float, y: float, *, chars: int = 80, pitch: float = 12, **style: object) -> list[Line]:
    """Running text in lines of at most `chars` characters."""
    made: list[str] = [""]
    for word in text.split():
        if len(made[-1]) + len(word) + 1 > chars:
            made.append("")
        made[-1] = f"{made[-1]} {word}".strip()
    return [line(row, x, y + pitch * i, **style) for i, row in enumerate(made)]  # type: ignore[arg-type]


def page(lines: list[Line], number: int = 1, rules: tuple[Rule, ...] = ()) -> Page:
    return Page(number, 595, 842, tuple(lines), rules)


def numbered(layout: Layout) -> list[tuple[str | None, str]]:
    return [(block.number, block.text) for block in layout.blocks if block.number]


def of_role(layout: Layout, role: str) -> list[Block]:
    return [block for block in layout.blocks if block.role == role]


def text_layout(text: str) -> Layout:
    return lay_out(read_text(Source("a.txt", text.encode(), "0" * 64, "text/plain")))


def sentence(n: int) -> str:
    return f"In its sitting number {n} {LONG}, as item {n} shows."


def test_numbers_in_runs_of_their_own_join_their_paragraphs() -> None:
    """A number in the margin, apart from its text, numbers the paragraph beside it; the text leaves the number out."""
    lines = []
    for n in (1, 2, 3):
        lines += [line(f"{n}.", 72, 100 + 60 * n), *rows(sentence(n), 108, 100 + 60 * n)]
    found = numbered(lay_out([page(lines)]))
    assert found == [(str(n), sentence(n)) for n in (1, 2, 3)]


@pytest.mark.parametrize("shape", ["{}.", "{}. –", "{}.–", "{})", "({})", "§ {}", "4.{}", "26.5{}", "A.{}", "II.{}", "C{}", "23:{}"])
def test_the_shapes_of_numbers(shape: str) -> None:
    """Numbers are read in all the shapes that papers print, and given without their final punctuation."""
    lines = []
    for n in (1, 2, 3):
        lines += rows(f"{shape.format(n)} {sentence(n)}", 72, 100 + 60 * n)
    wanted = [shape.format(n).strip("()§ .–") for n in (1, 2, 3)]
    assert [number for number, _ in numbered(lay_out([page(lines)]))] == wanted


def test_years_and_numbers_in_wrapped_lines_are_no_paragraph_numbers() -> None:
    """A line that happens to begin with a number goes on with its paragraph."""
    lines = [
        line("1. The Council adopted the plan at the session that was held in the month of July", 72, 100),
        line("2016. The Committee took note of that and of the amounts that are given in annex", 72, 112),
        line("2. It did so at once.", 72, 124),
        line("2. The Secretariat was asked to report on the whole of the matter in good time.", 72, 148),
        line("3. The Chairperson closed the meeting and thanked everyone for their fine work.", 72, 172),
    ]
    found = numbered(lay_out([page(lines)]))
    assert [number for number, _ in found] == ["1", "2", "3"]
    assert "July 2016. The Committee" in found[0][1]


def test_a_paragraph_runs_over_a_page_break_and_its_running_heads() -> None:
    """What stands on both sides of a page's end is one paragraph; heads and page numbers stay apart."""
    pages, opened = [], ("Opening the session", "Returning to the point", "In the afternoon")
    ended = (
        "",
        "what it had left open, and thanked all of those who had taken part.",
        "the staff of the two bureaux, of which more was said.",
    )
    for number, (opening, ending) in enumerate(zip(opened, ended, strict=True), 1):
        head, foot = line("PC0500E1a", 72, 40, page=number), line(f"{number}.", 295, 810, page=number)
        body = [line(f"{number}.", 72, 700, page=number), *rows(f"{opening}, {LONG} on", 108, 700, page=number)]
        pages.append(page([foot, *([line(ending, 108, 76, page=number)] if ending else []), *body, head], number))
    layout = lay_out(pages)
    assert numbered(layout)[:2] == [(str(n), f"{opened[n - 1]}, {LONG} on {ended[n]}") for n in (1, 2)]
    first = next(block for block in layout.blocks if block.number == "1")
    assert {piece.line.page for piece in first.pieces} == {1, 2}
    assert sorted(block.text for block in of_role(layout, "furniture")) == ["1.", "2.", "3.", *["PC0500E1a"] * 3]


def test_words_broken_at_a_line_end_are_joined_as_the_document_spells_them() -> None:
    """`Sub-` and `Committee` keep their hyphen, `transpar-` and `ency` lose it."""
    lines = [
        line("The work of the Integrity Sub-Committee on the transparency of trade rules goes on, as the Sub-", 72, 100),
        line("Committee says. It wants more transpar-", 72, 112),
        line("ency and less paper.", 72, 124),
    ]
    [block] = lay_out([page(lines)]).blocks
    assert block.text.endswith("as the Sub-Committee says. It wants more transparency and less paper.")


def test_a_document_that_breaks_no_words_keeps_every_hyphen() -> None:
    """One row in fifty ends in a hyphen: it is the word's own (`Co-operation`), though the document has the word nowhere else."""
    text = rows(" ".join([LONG] * 24), 72, 100, chars=60)
    last = 100 + 12 * len(text)
    text += [line("It was read by delegates of States and of the Customs Co-", 72, last), line("operation Council.", 72, last + 12)]
    assert len(text) > 50
    assert lay_out([page(text)]).blocks[-1].text.endswith("of the Customs Co-operation Council.")
    often = [line(part, 72, 100 + 12 * n) for n, part in enumerate(["The delegations asked for more transpar-", "ency now."] * 5)]
    assert lay_out([page(often)]).blocks[0].text.startswith("The delegations asked for more transparency now.")


def test_a_row_may_end_at_a_slash() -> None:
    """`UN/` and `CEFACT` are one name over two rows; behind a slash that stands free, or before a sign, the rows are parted."""
    lines = [
        line("The draft of the experts who meet in Geneva was sent by the secretariat to UN/", 72, 100),
        line("CEFACT in spring, and is before the group. Whether the delegations agree or /", 72, 112),
        line("disagree with what it says of exporters and of their agents will be seen then/", 72, 124),
        line("(or never).", 72, 136),
    ]
    [block] = lay_out([page(lines)]).blocks
    assert "to UN/CEFACT in spring" in block.text
    assert "agree or / disagree" in block.text
    assert block.text.endswith("then/ (or never).")


def test_ligatures_and_white_space_are_folded() -> None:
    """Ligatures are spelt out, accents composed, spaces single."""
    [block] = lay_out([page([line("The e\ufb03cient re\u0301union  of o\ufb03cers was \ufb01nished", 72, 100)])]).blocks
    assert block.text == "The efficient réunion of officers was finished"


def test_spaces_inside_and_lost_between_words_are_mended_on_evidence_only() -> None:
    """`too ls` is one word where the document has `tools`; unknown pairs stay."""
    lines = [
        line("The new tools and the old tools of the Committee are supporting too ls for us all.", 72, 100),
        line("The terms of the WP .30 paper and of the Committee on on line trade are kept.", 72, 112),
    ]
    text = " ".join(block.text for block in lay_out([page(lines)]).blocks)
    assert "supporting tools for" in text
    assert "WP.30 paper" in text
    assert "on on line trade" in text


def test_two_columns_are_read_one_after_the_other() -> None:
    """The left column comes before the right one; paragraphs go on from one into the other."""
    left = rows(f"1. {sentence(1)} {sentence(2)}", 60, 100, chars=44)
    right = rows(f"2. {sentence(3)} {sentence(4)}", 320, 100, chars=44)
    found = numbered(lay_out([page(left + right)]))
    assert found == [("1", f"{sentence(1)} {sentence(2)}"), ("2", f"{sentence(3)} {sentence(4)}")]


def test_a_title_that_ends_in_the_gutter_stands_above_both_columns() -> None:
    """A whole-width row need not reach into the right column to stand above the two."""
    title = line("Progress of the work programme and its many tools", 60, 80, size=10.55, bold=True)
    assert 318 < title.box.x1 < 320
    left = rows(f"1. {sentence(1)} {sentence(2)}", 60, 110, chars=44)
    right = rows(f"2. {sentence(3)} {sentence(4)}", 320, 110, chars=44)
    found = [block.text for block in lay_out([page([title, *left, *right])]).blocks]
    assert found == [title.text, f"{sentence(1)} {sentence(2)}", f"{sentence(3)} {sentence(4)}"]


def test_short_headings_across_two_columns_part_them() -> None:
    """A large heading with nothing beside it, below which both columns begin on one level, is no heading of the left column; the parts
    may be of two rows, and one may begin with a heading of its own."""
    lines, y = [], 100.0
    for part in (1, 2, 3):
        lines.append(line(f"Part {part}", 60, y, size=15, bold=True))
        words = [sentence(4 * part + n) for n in range(4)]
        left = rows(f"{2 * part}. {words[0]} {words[1] if part < 3 else ''}", 60, y + 30 + (12 if part == 2 else 0), chars=44)
        lines += [line("Own heading", 60, y + 26, bold=True)] if part == 2 else []
        lines += [*left, *rows(f"{2 * part + 1}. {words[2]} {words[3] if part < 3 else ''}", 320, y + 30, chars=44)]
        y = lines[-1].box.bottom + 24
    found = [block.text[:20] for block in lay_out([page(lines)]).blocks]
    assert found == [
        *("Part 1", sentence(4)[:20], sentence(6)[:20]),
        *("Part 2", "Own heading", sentence(8)[:20], sentence(10)[:20]),
        *("Part 3", sentence(12)[:20], sentence(14)[:20]),
    ]


def test_a_paragraph_put_in_between_is_no_repeat() -> None:
    """`2A` after `2` is numbered and needs no explanation."""
    numbers = ("1", "2", "2A", "3")
    lines = [row for n, number in enumerate(numbers) for row in rows(f"({number}) {sentence(n)}", 72, 100 + 60 * n)]
    layout = lay_out([page(lines)])
    assert [number for number, _ in numbered(layout)] == list(numbers)
    assert not layout.problems


def test_titles_over_two_rows_are_one() -> None:
    """Large rows centred on one axis, though one fills the width; and a row that ends in a small word, in whatever type."""
    large = [line("Proposed programme of work and aims", 72, 60, size=24), line("Panel, 2012 to 2015", 168, 86, size=24)]
    small = [line("Report of the Committee on", 72, 140), line("Rules of Origin", 72, 152)]
    found = [block.text for block in lay_out([page([*large, *small, *rows(f"1. {sentence(1)}", 72, 200)])]).blocks]
    assert found[:2] == ["Proposed programme of work and aims Panel, 2012 to 2015", "Report of the Committee on Rules of Origin"]


def test_facing_languages_count_each_for_itself() -> None:
    """Two columns that both count from one are two numberings, over page ends too."""
    pages = []
    for number in (1, 2):
        lines = []
        for k in (1, 2, 3):
            n, y = 3 * (number - 1) + k, 100 + 140 * k
            lines += rows(f"{n}. {sentence(n)}", 50, y, chars=46, page=number)
            lines += rows(f"{n}. Au point {n} de son ordre du jour, {LONG}.", 320, y, chars=46, page=number)
        pages.append(page(lines, number))
    assert [number for number, _ in numbered(lay_out(pages))] == list("123123456456")


def test_headings_by_type_with_levels_and_what_stands_under_them() -> None:
    """Large, bold and italic lines over text are headings, the more prominent of the higher level."""
    lines = [
        line("Report on Trade", 200, 80, size=16, bold=True),
        line("Revenue Package", 72, 120, bold=True),
        *rows(f"1. {sentence(1)}", 72, 140),
        line("Part 1 - New materials", 90, 180, bold=True, italic=True),
        *rows(sentence(2), 90, 200, chars=70),
        line("Other matters", 72, 250, bold=True),
        *rows(f"2. {sentence(3)}", 72, 270),
    ]
    layout = lay_out([page(lines)])
    headings = of_role(layout, "heading")
    assert [block.text for block in headings] == ["Report on Trade", "Revenue Package", "Part 1 - New materials", "Other matters"]
    levels = [block.level for block in headings]
    assert levels[0] < levels[1] < levels[2]
    assert levels[1] == levels[3]
    free = next(block for block in layout.blocks if block.text == sentence(2))
    assert free.parent is not None
    assert layout.blocks[free.parent].number == "1"
    assert free.section is not None
    assert layout.blocks[free.section].text == "Part 1 - New materials"


def test_a_bullet_that_titles_its_own_text_is_a_heading_and_a_bullet_in_a_list_is_none() -> None:
    """`• Origin issues` above a paragraph is a heading; the last bullet of a list before one is not."""
    lines = [
        *rows(f"1. {sentence(1)[:-1]}:", 72, 100),
        line("• first point of the list", 90, 140),
        line("• second point of the list", 90, 158),
        *rows(f"2. {sentence(2)}", 72, 190),
        line("• Origin issues", 72, 240, bold=True),
        *rows(sentence(3), 72, 260),
    ]
    layout = lay_out([page(lines)])
    assert [block.text for block in of_role(layout, "heading")] == ["Origin issues"]
    items = of_role(layout, "list_item")
    assert [(block.mark, block.text) for block in items] == [("•", "first point of the list"), ("•", "second point of the list")]
    assert {layout.blocks[block.parent].number for block in items if block.parent is not None} == {"1"}


def test_a_list_inside_a_paragraph_is_no_new_numbering() -> None:
    """`1. 2.` set inside paragraph 5 are list items; paragraph 6 goes on."""
    lines = rows(f"5. {sentence(5)[:-1]}:", 72, 100)
    lines += [line(f"{n}. adopt the text of annex {n} as it stands;", 110, 130 + 18 * n) for n in (1, 2)]
    lines += rows(f"6. {sentence(6)}", 72, 200) + rows(f"7. {sentence(7)}", 72, 250)
    layout = lay_out([page(lines)])
    assert [number for number, _ in numbered(layout)] == ["5", "6", "7"]
    assert [block.mark for block in of_role(layout, "list_item")] == ["1.", "2."]


def test_gaps_repeats_and_restarts_are_reported() -> None:
    """What the numbers leave unexplained is said."""
    lines = []
    for i, n in enumerate((1, 2, 4, 4, 5)):
        lines += rows(f"{n}. {sentence(i)}", 72, 100 + 50 * i)
    lines += [line("ANNEX I", 260, 380, bold=True)]
    for n in (1, 2):
        lines += rows(f"{n}. {sentence(n + 10)}", 72, 380 + 50 * n)
    layout = lay_out([page(lines)])
    assert [problem.code for problem in layout.problems] == ["numbering-gap", "numbering-duplicate", "numbering-restart"]
    assert [number for number, _ in numbered(layout)] == ["1", "2", "4", "4", "5", "1", "2"]


def test_units_are_numbered_by_their_label_and_hold_the_text_after_it() -> None:
    """`Resolution no. 2017-01` over its text; the list after its colon stands by itself."""
    lines = []
    for n in (1, 2, 3):
        y = 100 + 100 * n
        lines += [line(f"Resolution no. 2017-0{n}", 72, y, bold=True), line("The Conference,", 72, y + 20)]
        lines += [line(f"Having examined document {n} as submitted,", 72, y + 40), line("Decides as follows:", 72, y + 60)]
        lines += [line("(a) one thing is approved;", 90, y + 80)] if n == 2 else []
    layout = lay_out([page(lines)])
    body = "The Conference, Having examined document {} as submitted, Decides as follows:"
    assert numbered(layout) == [(f"2017-0{n}", body.format(n)) for n in (1, 2, 3)]
    assert [(block.mark, block.text) for block in of_role(layout, "list_item")] == [("(a)", "one thing is approved;")]


@pytest.mark.parametrize("label", ["B.BM-2021/0{}", "ŒNO-{}/92"])
def test_units_are_numbered_by_codes_of_letters(label: str) -> None:
    """`Decision B.BM-2021/03`; a row that goes on about one is none."""
    lines = []
    for n in (3, 4, 5):
        lines += [line(f"Decision {label.format(n)}", 72, 60 * n, bold=True), *rows(f"The Board adopts. {sentence(n)}", 72, 60 * n + 16)]
    lines.append(line(f"Decision {label.format(4)}: one member disagreed.", 72, 420))
    assert [number for number, _ in numbered(lay_out([page(lines)]))] == [label.format(n) for n in (3, 4, 5)]


@pytest.mark.parametrize("label", ["EB71.R{}", "1998-I-{}", "Decision ({})", "RSPP Recommendation 4/{}", "Decision {} bis"])
def test_the_shapes_of_unit_numbers(label: str) -> None:
    """Codes of session and serial number, numbers in brackets or with `bis`, names of two words."""
    lines = []
    for n in (1, 2, 3):
        lines += [line(label.format(n), 72, 60 * n, bold=True), *rows(f"The Board adopts. {sentence(n)}", 72, 60 * n + 16)]
    bare = label.removeprefix("Decision ").removeprefix("RSPP Recommendation ").strip("()")
    assert [number for number, _ in numbered(lay_out([page(lines)]))] == [bare.format(n) for n in (1, 2, 3)]


def test_two_names_may_count_units_together() -> None:
    """`Conclusion 9/1`, `Decision 9/2`, `Conclusion 9/3`: neither name counts without a gap by itself."""
    names = ("Conclusion", "Decision", "Conclusion", "Conclusion", "Decision")
    lines = [row for n, name in enumerate(names, 1) for row in rows(f"{name} 9/{n} {sentence(n)}", 72, 90 * n)]
    assert numbered(lay_out([page(lines)])) == [(f"9/{n}", sentence(n)) for n in range(1, 6)]


def test_a_unit_named_in_a_sentence_is_none() -> None:
    """A row that begins with `Decision 9 was taken` only speaks of one; a title may begin with small letters (`ahG 75`)."""
    lines = []
    for n, words in enumerate(("The Board adopts.", "ahG 75. The Board adopts.", "The Board notes."), 7):
        lines += [line(f"Decision {n} {words}", 72, 70 * n - 390, bold=True), *rows(sentence(n), 72, 70 * n - 374)]
    lines.append(line("Decision 10 was taken by the Council itself.", 72, 320))
    assert [number for number, _ in numbered(lay_out([page(lines)]))] == ["7", "8", "9"]


def test_codes_with_dots_hang_before_their_units() -> None:
    """`A.Res.1980/2:4` in a column of its own numbers the text beside it, from part to part; a document's number does not."""
    codes = [f"A.Res.1980/{part}:{n}" for part in (1, 2) for n in (1, 2, 3)]
    lines = []
    for n, code in enumerate(codes):
        lines += [line(code, 72, 100 + 60 * n), *rows(sentence(n), 170, 100 + 60 * n, chars=60)]
    assert numbered(lay_out([page(lines)])) == [(code, sentence(n)) for n, code in enumerate(codes)]
    papers = [line(f"Doc.12/{n}", 72, 60 * n, bold=True) for n in (1, 2, 3)]
    papers += [row for n in (1, 2, 3) for row in rows(sentence(n), 72, 60 * n + 16)]
    assert numbered(lay_out([page(papers)])) == []


@pytest.mark.parametrize(("words", "number"), [("at Annex", "I."), ("dans l'annexe", "I."), ("in Chapter", "3.")])
def test_the_number_that_ends_a_reference_opens_nothing(words: str, number: str) -> None:
    """`The list of participants is at Annex` goes on in the next row with `I.`"""
    whole = "1. The Committee met in Brussels with the delegates of forty-one Members and five"
    lines = [line(whole, 72, 100), line(f"observers. The list of all the participants in the session is reproduced {words}", 72, 112)]
    lines += [line(number, 72, 124), *rows(f"2. {sentence(2)}", 72, 150)]
    first, second = numbered(lay_out([page(lines)]))
    assert first[1].endswith(f"{words} {number}")
    assert second == ("2", sentence(2))


def test_a_number_that_ends_a_sentence_far_above_the_next_row_opens_nothing() -> None:
    """`1.` left over on a last row stands too far above the next label to count what follows."""
    lines = []
    for n in (1, 2, 3):
        lines += [line(f"Decision 5-{n}", 250, 80 * n, bold=True), *rows(sentence(n), 72, 80 * n + 16)]
    whole = "The agenda of the session is adopted in the version that is given in document (04)"
    lines += [line("Decision 5-4", 250, 320, bold=True), line(whole, 72, 336), line("1.", 72, 348)]
    lines += [line("Decision 5-5", 250, 390, bold=True), *rows(sentence(5), 72, 406)]
    found = numbered(lay_out([page(lines)]))
    assert found == [*((f"5-{n}", sentence(n)) for n in (1, 2, 3)), ("5-4", f"{whole} 1."), ("5-5", sentence(5))]


def test_a_bold_opening_before_a_list_is_a_paragraph_of_its_sequence() -> None:
    """`3. The COUNCIL:` in bold is counted with the paragraphs around it; it heads none of them."""
    lines = []
    for n, top in ((1, 100), (2, 160), (4, 290), (5, 350)):
        lines += [line(f"{n}.", 72, top), *rows(sentence(n), 100, top)]
    lines += [line("3.", 72, 220), line("COUNCIL:", 100, 220, bold=True)]
    lines += [line("i. noted the report and thanked its authors;", 100, 240), line("ii. asked for another in two years.", 100, 256)]
    layout = lay_out([page(sorted(lines, key=lambda one: one.box.top))])
    assert numbered(layout) == [(str(n), "COUNCIL:" if n == 3 else sentence(n)) for n in range(1, 6)]
    assert not of_role(layout, "heading")


def test_a_columned_papers_last_page_has_columns_too() -> None:
    """A few lines are columns again where those of the page before stood."""
    first = [*rows(f"1. {sentence(1)} {sentence(2)}", 60, 100, chars=44), *rows(f"2. {sentence(3)} {sentence(4)}", 320, 100, chars=44)]
    words = "The Committee thanked the Chair for the work and for", "The session was closed at noon by the Chair himself on"
    left, right = rows(f"3. {words[0]} all of it.", 60, 100, chars=44), rows(f"4. {words[1]} Friday.", 320, 100, chars=44)
    assert len(left) == len(right) == 2
    assert numbered(lay_out([page(first), page(left + right, 2)]))[2:] == [("3", f"{words[0]} all of it."), ("4", f"{words[1]} Friday.")]


def test_a_last_page_of_short_rows_has_columns_too() -> None:
    """Two full rows on each side tell, where the others are ends of paragraphs and a heading."""
    first = [*rows(f"1. {sentence(1)} {sentence(2)}", 60, 100, chars=48), *rows(f"2. {sentence(3)} {sentence(4)}", 320, 100, chars=48)]
    told = "The accounts of current years were approved then without a vote."
    left = [*rows(f"3. {told}", 60, 100, chars=48), line("Item XII. Dates", 60, 134, bold=True), *rows(f"4. {told}", 60, 152, chars=48)]
    right = [*rows(f"5. {told}", 320, 100, chars=48), *rows(f"6. {told}", 320, 134, chars=48)]
    layout = lay_out([page(first), page(left + right, 2)])
    assert numbered(layout)[2:] == [(str(n), told) for n in (3, 4, 5, 6)]


@pytest.mark.parametrize("date", ["November 2011", "London, 1997-05-12/16", "Bruxelles, du mercredi 16 au vendredi 18 octobre 2019"])
def test_a_title_pages_date_is_no_heading(date: str) -> None:
    """Months alone, ISO dates, days of the week."""
    lines = [line(date, 72, 60, bold=True), line("Report on the programme of work", 72, 90, size=14, bold=True)]
    lines += [*rows(f"1. {sentence(1)}", 72, 130), *rows(f"2. {sentence(2)}", 72, 190)]
    assert [block.text for block in of_role(lay_out([page(lines)]), "heading")] == ["Report on the programme of work"]


def test_a_heading_may_end_with_the_hour() -> None:
    """`First meeting, …, at 10 a.m.` ends no sentence."""
    heading = "Second meeting, Monday, 14 April 1969, at 3 p.m."
    lines = [line("Summary record", 72, 60, size=14, bold=True), *rows(f"1. {sentence(1)}", 72, 90)]
    lines += [line(heading, 72, 150, bold=True), *rows(f"2. {sentence(2)}", 72, 175)]
    assert [block.text for block in of_role(lay_out([page(lines)]), "heading")] == ["Summary record", heading]


@pytest.mark.parametrize("label", ["Decision {}", "Decision: {}", "Décision : {}"])
def test_units_are_numbered_by_session_body_and_item(label: str) -> None:
    """`Decision 34 COM 7B.12` over its text."""
    numbers = ("34 COM 3A", "34 COM 7B.1", "34 COM 7B.2")
    lines = []
    for i, number in enumerate(numbers):
        lines += [
            line(label.format(number), 72, 200 + 60 * i, bold=True),
            line("The Committee adopts the text before it.", 72, 220 + 60 * i),
        ]
    assert numbered(lay_out([page(lines)])) == [(number, "The Committee adopts the text before it.") for number in numbers]


def test_units_over_numbered_paragraphs_are_headings() -> None:
    """`Decision 2/CMP.14` whose paragraphs count from one is a heading."""
    lines = []
    for i, n in enumerate((2, 3)):
        y = 100 + 200 * i
        lines += [line(f"Decision {n}/CMP.14", 72, y, size=14, bold=True)]
        for k in (1, 2, 3):
            lines += rows(f"{k}. {sentence(k)}", 72, y + 45 * k)
    layout = lay_out([page(lines)])
    assert [number for number, _ in numbered(layout)] == ["1", "2", "3"] * 2
    assert [block.text for block in of_role(layout, "heading")] == ["Decision 2/CMP.14", "Decision 3/CMP.14"]


def test_titled_units_over_paragraphs_that_count_on_are_headings() -> None:
    """`Decision 2006/1. Budget` over paragraphs that are counted through the whole paper; units between such paragraphs that hold text of
    their own stay units."""
    for titled in (True, False):
        lines, n = [], 1
        for unit, title in enumerate(("Strategic plan", "Budget for two years", "Staff"), 1):
            lines += [line(f"Decision 2006/{unit}. {title}", 72, -120 + 230 * unit, bold=True)] if titled else []
            lines += [] if titled else rows(f"Decision 2006/{unit}. {sentence(unit + 20)}", 72, -120 + 230 * unit)
            lines += rows(f"{sentence(unit + 30)}", 72, -96 + 230 * unit) if titled else []
            for k in (1, 2):
                lines += rows(f"{n}. {sentence(n)}", 72, -80 + 230 * unit + 60 * k)
                n += 1
        layout = lay_out([page(lines)])
        assert len(of_role(layout, "heading")) == (3 if titled else 0)
        assert [number for number, _ in numbered(layout) if "/" not in number] == [str(k) for k in range(1, n)]


def test_a_title_and_its_agenda_item_in_brackets_are_one() -> None:
    """Though the title is set in capitals and the item is not, whichever row it stands in."""
    for first, second in (("MATTERS REFERRED BY OTHER", "BODIES (Agenda Item 2)"), ("MATTERS REFERRED", "(Agenda Item 2)")):
        title = [line(first, 150, 60, size=14), line(second, 170, 78, size=14)]
        texts = [
            block.text
            for block in lay_out([page([*title, *rows(f"1. {sentence(1)}", 72, 130), *rows(f"2. {sentence(2)}", 72, 190)])]).blocks
        ]
        assert texts[0] == f"{first} {second}"


def test_letters_count_the_paragraphs_of_units_that_have_titles() -> None:
    """`Decision VII/1. Budget` whose paragraphs count from (a) is a heading; the lists below them stay lists."""
    lines = []
    for i, title in enumerate(("Strategic Plan", "Budget")):
        y = 100 + 250 * i
        lines += [line(f"Decision VII/{i + 1}. {title}", 72, y, size=14, bold=True), line("The Conference,", 72, y + 25)]
        for k in (1, 2, 3):
            lines += rows(f"({'abc'[k - 1]}) {sentence(k)}", 72, y + 10 + 45 * k)
    layout = lay_out([page(lines)])
    assert [number for number, _ in numbered(layout)] == ["a", "b", "c"] * 2
    assert [block.text for block in of_role(layout, "heading")] == ["Decision VII/1. Strategic Plan", "Decision VII/2. Budget"]


def test_a_running_head_of_a_short_paper_is_known_by_its_first_page() -> None:
    """Two pages are too few for a head to recur; the symbol printed on the first says what it is."""
    first = [line("FAC 115/REP", 400, 60), *rows(f"1. {LONG}, which", 72, 640)]
    second = [line("FAC 115/REP - 2 -", 240, 40, page=2), *rows(f"the meeting had asked for. {sentence(2)}", 72, 80, page=2)]
    layout = lay_out([page(first), page([*second, *rows(f"2. {sentence(3)}", 72, 140, page=2)], 2)])
    assert [block.text for block in of_role(layout, "furniture")] == ["FAC 115/REP - 2 -"]
    assert "which the meeting had asked for" in numbered(layout)[0][1]


def test_running_heads_of_figures_or_of_two_rows_are_kept_apart() -> None:
    """A number of the paper beside the page's own; a title too long for one row."""
    title = ("Decisions taken by the Board of the Facility at its meeting and between the", "meetings")
    pages = []
    for n in (1, 2, 3):
        head = [line("11.320", 72, 30, page=n), line(f"- {n} -", 290, 30, page=n)]
        head += [line(words, 72, 55 + 10 * i, size=9, page=n) for i, words in enumerate(title)]
        pages.append(page([*head, *rows(f"{n}. {sentence(n)}", 72, 120, page=n)], n))
    layout = lay_out(pages)
    assert [text for _, text in numbered(layout)] == [sentence(n) for n in (1, 2, 3)]
    assert len(of_role(layout, "furniture")) == 12


def test_recitals_that_end_in_commas_are_no_agenda() -> None:
    """Short as they are, a comma after each says that a sentence goes on; the numbers of what is decided begin again."""
    recitals = [
        "The mandate that Members gave to the Office,",
        "The work of the Group on food safety,",
        "The close co-operation with others,",
    ]
    lines = rows(sentence(1), 72, 60)
    lines += [line(f"{n}. {words}", 72, 100 + 30 * n) for n, words in enumerate(recitals, 1)]
    for n in (1, 2):
        lines += rows(f"{n}. {sentence(n)}", 72, 200 + 50 * n)
    assert numbered(lay_out([page(lines)])) == [
        *((str(n), words) for n, words in enumerate(recitals, 1)),
        *((str(n), sentence(n)) for n in (1, 2)),
    ]


def test_an_agenda_is_a_list_and_no_paragraphs() -> None:
    """Short numbered items one after the other are list items without a number."""
    lines = [line("AGENDA", 260, 80, bold=True)]
    items = ["Opening of the meeting", "Adoption of the agenda", "Report of the Secretariat", "Any other business"]
    lines += [line(f"{i}. {item}", 72, 100 + 20 * i) for i, item in enumerate(items, 1)]
    lines += [line("SUMMARY", 255, 240, bold=True), *rows(sentence(1), 72, 270)]
    layout = lay_out([page(lines)])
    assert not numbered(layout)
    assert [block.text for block in of_role(layout, "list_item")] == items
    assert [block.text for block in of_role(layout, "heading")] == ["AGENDA", "SUMMARY"]


def test_footnotes_are_kept_apart_and_their_marks_left_out() -> None:
    """Small lines at the foot are footnotes; the raised mark is not in the text."""
    first = line("The Council adopted the report of the Committee at its session in June of that year;", 72, 100)
    box = first.words[-1].box
    mark = Word("1", Box(1, box.x1, box.top - 1, box.x1 + 3, box.top + 5), 6)
    marked = Line(first.text + "1", first.box, 10, False, False, (*first.words, mark))
    lines = [marked, *rows(sentence(2), 72, 130), line("1 See document PC0500, paragraph 7.", 72, 760, size=8)]
    layout = lay_out([page(lines)])
    [note] = of_role(layout, "footnote")
    assert (note.mark, note.text) == ("1", "See document PC0500, paragraph 7.")
    assert layout.blocks[0].text.endswith("in June of that year;")


def test_tables_are_rows_of_cells_ruled_or_not() -> None:
    """A grid of rules and columns that only stand under one another both give cells."""
    cells = [("Year", "Issued", "Closed"), ("2009", "12", "11"), ("2010", "21", "16"), ("2011", "19", "4")]
    body = [*rows(sentence(1), 72, 80), *rows(sentence(2), 72, 400)]
    made = [line(cell, 80 + 120 * j, 150 + 20 * i) for i, row in enumerate(cells) for j, cell in enumerate(row)]
    edges = [Rule(Box(1, 72, 136 + 20 * i, 432, 136 + 20 * i)) for i in range(5)]
    edges += [Rule(Box(1, 72 + 120 * j, 136, 72 + 120 * j, 216)) for j in range(4)]
    for rules in ((), tuple(edges)):
        [table] = of_role(lay_out([page(body + made, rules=rules)]), "table")
        assert table.rows == tuple(cells)


def test_paragraphs_set_in_a_table_are_paragraphs() -> None:
    """Numbers in one cell and text in the next make numbered paragraphs, not a table."""
    lines, rules = [], [Rule(Box(1, x, 90, x, 300)) for x in (66, 100, 520)]
    for n in (1, 2, 3):
        lines += [line(f"{n}.", 72, 50 + 60 * n), *rows(sentence(n), 106, 50 + 60 * n)]
        rules.append(Rule(Box(1, 66, 30 + 60 * n, 520, 30 + 60 * n)))
    found = numbered(lay_out([page(lines, rules=(*rules, Rule(Box(1, 66, 300, 520, 300))))]))
    assert found == [(str(n), sentence(n)) for n in (1, 2, 3)]


def test_the_first_page_says_symbol_title_and_item() -> None:
    """Symbol, title and agenda item are read off the title block."""
    lines = [
        line("WORLD CUSTOMS ORGANIZATION", 220, 60),
        line("PERMANENT TECHNICAL COMMITTEE", 215, 80),
        line("PC0500E1a", 450, 100),
        line("213th/214th Sessions", 250, 120),
        line("Brussels, 2 October 2017", 240, 140),
        line("UPDATE AND REPORTS", 240, 180, size=12, bold=True),
        line("(Item VIII. (a) on the Agenda)", 220, 210),
        *rows(f"1. {sentence(1)}", 72, 260),
        *rows(f"2. {sentence(2)}", 72, 320),
    ]
    front = lay_out([page(lines)]).front
    assert (front.symbol, front.title, front.agenda_item) == ("PC0500E1a", "UPDATE AND REPORTS", "VIII.(a)")
    assert "213th/214th Sessions" in front.text


def test_a_form_names_the_title_and_what_is_no_symbol() -> None:
    """`Title:` opens the title, over two rows too; what stands in another field is no symbol of the document."""
    fields = (("Question(s):", "All/15"), ("Source:", "Study Group 15"), ("Title:", "REPORT OF THE FIFTH MEETING OF"))
    lines = [line("COM 15 – R 12 – E", 420, 60)]
    for n, (name, value) in enumerate(fields):
        lines += [line(name, 72, 100 + 14 * n), line(value, 160, 100 + 14 * n)]
    lines += [line("STUDY GROUP 15", 160, 142), line("NOTE – The texts are published separately.", 72, 190)]
    lines += [*rows(f"1. {sentence(1)}", 72, 220), *rows(f"2. {sentence(2)}", 72, 280)]
    front = lay_out([page(lines)]).front
    assert (front.symbol, front.title) == ("COM 15 – R 12 – E", "REPORT OF THE FIFTH MEETING OF STUDY GROUP 15")


def test_the_field_of_a_title_is_none_of_its_words() -> None:
    """`Title: REPORT …` in a row of its own is a heading without the field's name."""
    lines = [line("Source: CHAIRMAN OF WORKING PARTY 3", 72, 80), line("Title: REPORT OF THE MEETING", 72, 110, bold=True)]
    found = lay_out([page([*lines, *rows(f"1. {sentence(1)}", 72, 160), *rows(f"2. {sentence(2)}", 72, 220)])])
    assert found.front.title == "REPORT OF THE MEETING"
    assert "REPORT OF THE MEETING" in [block.text for block in found.blocks if block.role == "heading"]


@pytest.mark.parametrize("item", ["IV.1 to IV.7", "3 and 4", "V (a) to (e)", "7 (a) and (b)", "3, 4, 7", "9c", "X.a)", "23 to 28"])
def test_a_paper_may_stand_under_several_items(item: str) -> None:
    """Lists and ranges of agenda items are given as printed."""
    lines = [line("PC0500E1a", 450, 60), line("UPDATE AND REPORTS", 240, 100, size=12, bold=True)]
    lines += [line(f"(Item {item} on the Agenda)", 220, 130), *rows(f"1. {sentence(1)}", 72, 180), *rows(f"2. {sentence(2)}", 72, 240)]
    assert lay_out([page(lines)]).front.agenda_item == item


def test_a_number_left_alone_at_the_foot_of_a_page_belongs_to_the_next() -> None:
    """`3.` at a page's end numbers the text on the next page, though page numbers stand below it."""
    first = [*rows(f"1. {sentence(1)}", 72, 100), *rows(f"2. {sentence(2)}", 72, 160), line("3.", 72, 740), line("1 of 2", 280, 800)]
    second = [*rows(sentence(3), 108, 80, page=2), *rows(f"4. {sentence(4)}", 72, 140, page=2), line("2 of 2", 280, 800, page=2)]
    found = numbered(lay_out([page(first), page(second, 2)]))
    assert [number for number, _ in found] == ["1", "2", "3", "4"]
    assert found[2][1] == sentence(3)


def test_plain_text_has_headings_by_shape() -> None:
    """Without any type, short lines set off over text are headings; empty lines inside a sentence break nothing."""
    layout = text_layout(
        "UPDATE AND REPORTS\n\nIntroduction\n\n1. The Committee is invited to take note of the developments under all the\n\n"
        "packages since the last sessions and to consider their influence on its work.\n\nRevenue Package\n\n"
        "2. The package was developed in response to the concerns of Members over their\nrevenue.\n"
    )
    assert [block.text for block in of_role(layout, "heading")] == ["UPDATE AND REPORTS", "Introduction", "Revenue Package"]
    ends = ("influence on its work.", "Members over their revenue.")
    assert all(text.endswith(end) for (_, text), end in zip(numbered(layout), ends, strict=True))


def test_text_of_size_nothing_is_read() -> None:
    """A damaged page may set its text in size 0: its words are kept."""
    layout = lay_out([page([line(word, 72, 100 + n, size=0) for n, word in enumerate(("one", "two", "three"))])])
    assert sorted(" ".join(block.text for block in layout.blocks).split()) == ["one", "three", "two"]


def test_an_empty_document_is_an_empty_layout() -> None:
    """No pages and pages without lines give no blocks."""
    assert lay_out([]).blocks == ()
    assert lay_out([page([])]).blocks == ()
