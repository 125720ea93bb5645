"""Lines to blocks: furniture, reading order, numbered paragraphs, headings, tables, front matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docmine.layout.blocks import to_blocks
from docmine.layout.columns import Gutters, gutters_of
from docmine.layout.contents import gather_contents
from docmine.layout.drafts import Draft, make_drafts
from docmine.layout.facing import in_languages
from docmine.layout.floats import join_parted
from docmine.layout.flow import measure, set_local_margins, usual_size
from docmine.layout.front import read_front
from docmine.layout.furniture import find_furniture
from docmine.layout.headings import find_headings, set_levels
from docmine.layout.join import Words
from docmine.layout.line_numbers import line_numbers
from docmine.layout.notes import note_drafts, part_strokes, split_notes
from docmine.layout.numbering import assign_numbers
from docmine.layout.oddities import numbering_problems
from docmine.layout.order import MOST_LINES, reading_order
from docmine.layout.people import note_lists
from docmine.layout.rows import Row, even_sizes
from docmine.layout.structure import gather_units, hang
from docmine.source import Layout, Page, Problem


def lay_out(pages: Iterable[Page]) -> Layout:
    """The document taken apart; every line of every page lies in exactly one block."""
    held = list(pages)
    words = Words(line for page in held for line in page.lines)
    counted = line_numbers(held)
    aside = find_furniture(held, counted)
    text_rows, asides = _rows(held, aside)
    text_rows = gather_contents(text_rows)
    usual = measure([row for row in text_rows if row.table is None])
    set_local_margins(text_rows, usual)
    drafts, chains = make_drafts(text_rows, usual)
    drafts = join_parted(drafts)
    note_lists(drafts)
    find_headings(drafts, usual)
    assign_numbers(drafts, chains)
    drafts = gather_units(drafts)
    first_page = [line for page in held[:1] for line in page.lines if id(line) in aside]
    front = read_front(drafts, first_page)
    set_levels(drafts)
    hang(drafts)
    problems = [problem for page in held for problem in (*page.problems, *_crowded(page))]
    return Layout(to_blocks(drafts, asides, words), front, (*problems, *numbering_problems(drafts)))


def _crowded(page: Page) -> list[Problem]:
    if len(page.lines) <= MOST_LINES:
        return []
    message = f"page {page.number} has {len(page.lines)} pieces of text; it is read row by row, without looking for columns and tables"
    return [Problem("warning", "page-crowded", message, page.number)]


def _rows(pages: Sequence[Page], aside: set[int]) -> tuple[list[Row], list[Draft]]:
    """The rows of the text in reading order, and the drafts that stand aside from it: furniture and footnotes."""
    asides: list[Draft] = []
    by_page: list[tuple[Page, list[Row]]] = []
    gutters: Gutters = ()
    for page in pages:
        rows = reading_order([line for line in page.lines if id(line) not in aside], page, gutters)
        gutters = gutters_of(rows) or gutters
        by_page.append((page, rows))
        asides += [Draft([Row((line,))], role="furniture") for line in page.lines if id(line) in aside]
    even_sizes([row for page, rows in by_page if page.text_layer == "ocr" for row in rows if row.table is None])
    size = usual_size(row for _, rows in by_page for row in rows if row.table is None)
    bodies: list[list[Row]] = []
    for page, rows in by_page:
        body, separators, notes = split_notes(rows, page.rules, size)
        body, strokes = part_strokes(body)
        bodies.append(body)
        asides += [Draft([row], role="furniture") for row in (*strokes, *separators)] + note_drafts(notes)
    return in_languages(bodies), asides
