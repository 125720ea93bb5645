"""Lists that look like paragraphs and headings: tables of contents, participants, signatures, distribution."""

from __future__ import annotations

import pytest
from made_paper import ENGLISH, FRENCH, counted, laid, numbered, numbers, of_role
from made_pdf import Text

from docmine.pipeline import Pipeline

ITEMS = {
    "en": (
        "Opening of the session",
        "Approval of the draft report of the Working Group",
        "Amendments adopted by the Council",
        "Other business",
    ),
    "fr": ("Ouverture de la session", "Approbation du projet de rapport", "Amendements adoptés par le Conseil", "Questions diverses"),
}
TITLES = {"en": "TABLE OF CONTENTS", "fr": "Table des matières"}
BODIES = {"en": ENGLISH, "fr": FRENCH}


def contents(language: str, shape: str, font: str = "regular") -> list[Text]:
    lines = [Text(240, 80, TITLES[language], 12, "bold")]
    for i, item in enumerate(ITEMS[language]):
        y, page = 120 + 18 * i, str(3 * i + 1)
        if shape == "dots":
            lines.append(Text(72, y, f"{i + 1}. {item} {'.' * (64 - len(item))} {page}", 10, font))
        elif shape == "dots apart":
            lines += [Text(72, y, f"{i + 1}.", 10, font), Text(100, y, f"{item} {'. ' * (30 - len(item) // 2)}", 10, font)]
            lines.append(Text(520, y, page, 10, font))
        else:
            paragraphs = [Text(440, y, f"{4 * i + 1}-{4 * i + 4}", 10, font)] if shape == "paragraphs" else []
            lines += [Text(72, y, f"{i + 1}.", 10, font), Text(100, y, item, 10, font), *paragraphs, Text(520, y, page, 10, font)]
    heads = [Text(430, 102, "Paragraphs", 10, font)] if shape == "paragraphs" else []
    return [*lines, *heads, Text(510, 102, "Page", 10, font)]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("shape", ["dots", "dots apart", "right edge", "paragraphs"])
@pytest.mark.parametrize("font", ["regular", "typewriter"])
def test_a_table_of_contents_is_a_table_of_items_and_pages(language: str, shape: str, font: str) -> None:
    """However the pages are led to, the items are no paragraphs and no headings; the body's numbers are its own."""
    layout = laid(contents(language, shape, font), numbered(BODIES[language]))
    assert numbers(layout) == counted(BODIES[language])
    assert [block.text for block in of_role(layout, "heading")] == [TITLES[language]]
    assert not of_role(layout, "list_item")
    [table] = of_role(layout, "table")
    found = [(row[0], row[-1]) for row in table.rows if row[0]]
    assert found == [(f"{i + 1}. {item}", str(3 * i + 1)) for i, item in enumerate(ITEMS[language])]


def test_contents_go_on_over_pages_and_over_the_ends_of_lines() -> None:
    """An item of two rows is one; a page's end begins a new table."""
    first, second = contents("en", "dots"), [Text(240, 60, "Contents (continued)", 12, "bold")]
    first += [
        Text(72, 200, "5. Report on the activities that the Secretariat has undertaken since the last"),
        Text(86, 212, f"session {'.' * 60} 14"),
    ]
    second += [Text(72, 90 + 18 * i, f"{i}. Item number {i} {'.' * 60} {10 + i}") for i in (6, 7, 8)]
    layout = laid(first, second, numbered())
    tables = of_role(layout, "table")
    assert [len(table.rows) for table in tables] == [6, 3]
    assert tables[0].rows[-1] == ("5. Report on the activities that the Secretariat has undertaken since the last session", "14")
    assert numbers(layout) == counted(ENGLISH)


def test_what_a_table_of_contents_names_was_not_done_there(pipeline: Pipeline) -> None:
    """`Amendments adopted by the Council … 7` tells of no endorsement."""
    from made_pdf import write_pdf

    for shape in ("dots", "dots apart", "right edge"):
        record = pipeline.annotate(write_pdf([contents("en", shape), numbered(ENGLISH[:3])]), name="paper.pdf")
        assert not record.endorsements


def test_a_sum_at_the_end_of_dots_is_no_page() -> None:
    """A budget whose figures do not count up stays what it was; so does a form's dotted line."""
    lines = [
        Text(72, 90 + 20 * i, f"{item} {'.' * 40} {sum_}")
        for i, (item, sum_) in enumerate((("Staff", 900), ("Travel", 120), ("Printing", 30)))
    ]
    assert not of_role(laid([*lines, *numbered(y=200)]), "table")


PEOPLE = {
    "en": (
        "LIST OF PARTICIPANTS",
        ("BELGIUM", "CANADA", "JAPAN"),
        ("Mr. Jean DUPONT", "Director of Customs", "Ms. Anna PETROV", "Attaché"),
    ),
    "fr": (
        "LISTE DES PARTICIPANTS",
        ("BELGIQUE", "CANADA", "JAPON"),
        ("M. Jean DUPONT", "Directeur des douanes", "DURAND, Anne", "Attachée à l’ambassade"),
    ),
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("bold", ["regular", "bold", "typewriter"])
def test_participants_are_no_headings_and_no_list(language: str, bold: str) -> None:
    """Under the list's title only States are headings; `M.` before a name is no letter of a list."""
    title, states, people = PEOPLE[language]
    lines = [Text(220, 80, title, 12, "bold")]
    for i, state in enumerate(states):
        y = 110 + 110 * i
        lines.append(Text(72, y, state, 10, "bold"))
        for k, words in enumerate(people):
            lines.append(Text(90, y + 14 + 12 * k + 8 * (k // 2), words, 10, bold if k % 2 == 0 else "regular"))
    layout = laid(numbered(BODIES[language]), lines)
    assert numbers(layout) == counted(BODIES[language])
    assert [block.text for block in of_role(layout, "heading")] == [title, *states]
    assert not of_role(layout, "list_item")


def test_numbered_participants_are_no_numbered_paragraphs() -> None:
    """Long entries that end with a full stop are still entries."""
    entry = "Mr. J. Smith, Director General, Customs Administration, Ministry of Finance, 12 rue de la Loi, 1040 Bruxelles, Belgium."
    layout = laid(numbered(), [Text(220, 80, "LIST OF PARTICIPANTS", 12, "bold"), *numbered([entry] * 5, y=120)])
    assert numbers(layout) == counted(ENGLISH)
    assert len(of_role(layout, "list_item")) == 5


def test_numbered_text_after_a_list_of_participants_is_numbered() -> None:
    """An annex ends the list."""
    people = [Text(220, 80, "LIST OF PARTICIPANTS", 12, "bold"), Text(72, 110, "Mr. Jean DUPONT"), Text(72, 122, "Director of Customs")]
    layout = laid(numbered(), [*people, Text(270, 180, "ANNEX II", 10, "bold"), *numbered(FRENCH, y=220)])
    assert numbers(layout) == counted(ENGLISH) + counted(FRENCH)


@pytest.mark.parametrize(
    "block",
    [
        [Text(330, 400, "The Chairperson", 10, "bold"), Text(330, 440, "(Signed) J. SMITH"), Text(72, 470, "Brussels, 17 December 2013")],
        [Text(330, 400, "Le Président", 10, "bold"), Text(330, 440, "________________"), Text(330, 452, "M. Jean DUPONT")],
        [Text(72, 400, "For the Council,"), Text(330, 400, "For the Commission,"), Text(72, 430, "J. Smith"), Text(330, 430, "A. Petrov")],
        [Text(72, 400, "* * *"), Text(72, 440, "cc: Director, Tariff and Trade Affairs"), Text(72, 470, "P. O. Box 12, Brussels")],
    ],
    ids=["signed", "signé", "two parties", "copies"],
)
def test_signatures_and_copies_are_neither_headings_nor_lists(block: list[Text]) -> None:
    """Names, offices and addresses at a paper's end title and number nothing."""
    layout = laid([*numbered(), *block])
    assert numbers(layout) == counted(ENGLISH)
    assert not of_role(layout, "heading")
    assert not of_role(layout, "list_item")


def test_a_distribution_list_numbers_no_paragraphs() -> None:
    """Who gets a copy is a list."""
    receivers = ("All Members of the Council", "Observers", "The Secretary General", "Archives")
    listed = [Text(72, 440 + 16 * i, f"{i + 1}.  {words}") for i, words in enumerate(receivers)]
    layout = laid([*numbered(), Text(72, 420, "DISTRIBUTION", 10, "bold"), *listed])
    assert numbers(layout) == counted(ENGLISH)
    assert [block.text for block in of_role(layout, "list_item")] == list(receivers)
