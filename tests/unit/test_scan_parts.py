"""What helps an engine to read a scan: one language at a time, no ruling lines, marks in the margin read twice, repairs by grammar."""

from __future__ import annotations

import numpy as np
import pytest

from docmine.pdf import engines
from docmine.pdf.engines import Seen, Tesseract
from docmine.pdf.margins import read_margins
from docmine.pdf.repair import repair
from docmine.pdf.runs import Run
from docmine.pdf.scans import Grey, ink_of, without_rules
from docmine.source import Box, Word

ENGLISH = "The Committee took note of the report and agreed to examine it at the next session with the documents"
FRENCH = "Le Comité a pris note du rapport et des documents que le Secrétariat a présentés pour la session dans une note"


def row(text: str, *, number: int = 0, top: float = 0.0) -> list[Run]:
    """The words of a row, each six points a letter."""
    runs, x = [], 0.0
    for word in text.split():
        runs.append(Run(Word(word, Box(1, x, top, x + 6.0 * len(word), top + 12.0), 12.0), number))
        x += 6.0 * len(word) + 4.0
    return runs


def repaired(*rows: str) -> list[str]:
    runs = [run for number, text in enumerate(rows) for run in row(text, number=number, top=20.0 * number)]
    mended = repair(runs)
    return [" ".join(run.word.text for run in mended if run.row == number) for number in range(len(rows))]


LONG = "the Committee considered the document that the Secretariat had prepared for it"


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("(Item IT (c) on the Agenda)", "(Item II (c) on the Agenda)"),
        ("see Annex IIT and", "see Annex III and"),
        ("IIT. Revenue Package", "III. Revenue Package"),
        ("IT. systems of customs administrations were then considered by all those who attended it", None),
        ("the IT systems", None),
        ("Annex L and Point 12", None),
        ("PC0471Ela", "PC0471E1a"),
        ("Danièl E. Ela", None),
    ],
)
def test_numbers_that_look_like_letters_are_mended_where_nothing_else_can_stand(read: str, printed: str | None) -> None:
    """Roman numbers after words that ask for one and before headings, a document's symbol; all else stays."""
    assert repaired(read, LONG)[0] == (printed or read)


def test_a_page_has_one_kind_of_apostrophe() -> None:
    """Engines take curled apostrophes for straight ones: where a page has curled ones, all are."""
    assert repaired("l’avis d’un membre", "l'avis d'un membre") == ["l’avis d’un membre", "l’avis d’un membre"]
    assert repaired("l'avis d'un membre") == ["l'avis d'un membre"]


@pytest.mark.parametrize(("ems", "dash"), [(0.25, "-"), (0.42, "–"), (0.9, "—"), (0.1, "—")])
def test_a_dash_is_told_by_its_length(ems: float, dash: str) -> None:
    """A hyphen, a dash of half an em and one of an em; what is too short for any stays as read."""
    [run] = repair([Run(Word("—", Box(1, 50.0, 0.0, 50.0 + 12.0 * ems, 12.0), 12.0), 0)])
    assert run.word.text == dash


def test_underlines_are_rubbed_out_and_strokes_through_them_stay() -> None:
    """A line under words goes, told as a ruling line; a tail that crosses it stays whole."""
    grey: Grey = np.full((200, 600), 250, np.uint8)
    grey[100:104, 50:500] = 0
    grey[80:120, 200:206] = 0
    clean, ink, edges = without_rules(grey, ink_of(grey), 300 / 72)
    assert len(edges) == 1
    assert (clean[80:120, 200:206] == 0).all()
    assert (clean[95:110, 50:190] == 250).all()
    assert not ink[95:110, 220:500].any()
    assert (grey[100:104, 50:500] == 0).all()


class Rows:
    """An engine that reads rows as it is told to."""

    name = "rows"

    def __init__(self, *texts: str, sure: float = 96.0) -> None:
        self._texts, self._sure, self.asked = texts, sure, 0

    def read(self, grey: Grey, resolution: int) -> list[Seen]:
        return []

    def turn(self, grey: Grey, resolution: int) -> int:
        return 0

    def rows(self, grey: Grey, resolution: int) -> list[Seen]:
        self.asked += 1
        high = grey.shape[0] / len(self._texts)
        return [Seen(text, 20, (at + 0.4) * high, 40, (at + 0.6) * high, at, self._sure) for at, text in enumerate(self._texts)]


def margin(mark: str, sure: float) -> list[Seen]:
    """A row with a mark, well apart from its text."""
    return [Seen(mark, 100, 50, 125, 80, 0, sure), Seen("The", 230, 50, 290, 80, 0, 96.0), Seen("Committee", 300, 50, 480, 80, 0, 96.0)]


@pytest.mark.parametrize(
    ("mark", "sure", "again", "found"),
    [("is", 7.0, "1.", "1."), ("is", 7.0, "well", "is"), ("is", 97.0, "1.", "is"), ("9,", 92.0, "9.", "9."), ("4.", 95.0, "1.", "4.")],
)
def test_a_doubtful_mark_is_read_again(mark: str, sure: float, again: str, found: str) -> None:
    """A second reading counts where it is surer and gives a mark; sure words are not asked about."""
    paper: Grey = np.full((200, 600), 250, np.uint8)
    assert [word.text for word in read_margins(margin(mark, sure), paper, ink_of(paper), Rows(again), 300)] == [found, "The", "Committee"]


def test_a_column_of_numbers_is_put_beside_its_text() -> None:
    """A mark that the engine took for a row of its own is read again with the text on its level, and joins its row."""
    paper: Grey = np.full((200, 600), 250, np.uint8)
    mark, *text = margin("262", 33.0)
    seen = read_margins([mark._replace(row=5), *text], paper, ink_of(paper), Rows("2.2"), 300)
    assert [(word.text, word.row) for word in seen] == [("2.2", 0), ("The", 0), ("Committee", 0)]


@pytest.mark.parametrize(("sure", "again", "found"), [("1.2", "1.3.", "1.3"), ("1.2.", "1.3", "1.3."), ("2.", "1.3", "1.3")])
def test_a_mark_read_again_ends_as_the_sure_ones_do(sure: str, again: str, found: str) -> None:
    """A stop is easily lost or seen where there is none: the page's sure numbers of the same levels tell."""
    paper: Grey = np.full((200, 600), 250, np.uint8)
    above = [word._replace(top=word.top - 45, bottom=word.bottom - 45, row=1) for word in margin(sure, 96.0)]
    seen = read_margins([*above, *margin("is", 7.0)], paper, ink_of(paper), Rows(again), 300)
    assert seen[3].text == found


def test_a_mark_that_the_engine_lost_is_found_by_its_ink() -> None:
    """Ink before a row that no word covers is a mark; ink that a word covers, or specks, are none."""
    grey: Grey = np.full((200, 600), 250, np.uint8)
    text = margin("", 0.0)[1:]
    engine = Rows("7.")
    assert [word.text for word in read_margins(text, grey, ink_of(grey), engine, 300)] == ["The", "Committee"]
    assert engine.asked == 0
    grey[52:80, 100:120] = 0
    seen = read_margins(text, grey, ink_of(grey), engine, 300)
    assert [(word.text, word.x0, word.x1) for word in seen[:2]] == [("7.", 100, 120), ("The", 230, 290)]
    other = Seen("column", 20, 50, 125, 80, 1, 96.0)
    assert [word.text for word in read_margins([*text, other], grey, ink_of(grey), engine, 300)] == ["The", "Committee", "column"]


def test_lone_ink_that_reads_as_no_number_is_dirt() -> None:
    """A bare letter before one row of a page is a speck; below another mark it is one of a list."""
    grey: Grey = np.full((200, 600), 250, np.uint8)
    text, engine = margin("", 0.0)[1:], Rows("a")
    grey[52:80, 100:120] = 0
    assert [word.text for word in read_margins(text, grey, ink_of(grey), engine, 300)] == ["The", "Committee"]
    above = [word._replace(top=word.top - 45, bottom=word.bottom - 45, row=1) for word in margin("•", 96.0)]
    assert [word.text for word in read_margins([*above, *text], grey, ink_of(grey), engine, 300)][3:] == ["a", "The", "Committee"]


def test_a_page_is_read_in_its_own_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """One language at a time, that of the page before first; both for a page of both, or while none is told."""
    pages = ("Cover", ENGLISH, FRENCH, FRENCH, "Annexe", f"{ENGLISH} {FRENCH}")
    shown: list[str] = []
    asked: list[str] = []

    def run(self: Tesseract, grey: Grey, resolution: int, *options: str) -> str:
        asked.append(options[1])
        cells = (f"5\t1\t1\t1\t1\t{at}\t{20 * at}\t0\t18\t10\t96\t{word}" for at, word in enumerate(shown[-1].split()))
        return "\n".join(["head", *cells])

    monkeypatch.setattr(Tesseract, "_run", run)
    engine, grey = engines.Tesseract(("eng", "fra")), np.zeros((10, 10), np.uint8)
    told = []
    for page in pages:
        shown.append(page)
        asked.clear()
        engine.read(grey, 300)
        told.append(tuple(asked))
    assert told == [("eng", "eng+fra"), ("eng",), ("eng", "fra"), ("fra",), ("fra",), ("fra", "eng+fra")]
