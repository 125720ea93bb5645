"""Sentence boundaries inside paragraphs."""

from itertools import pairwise

import pytest
from marked_docs import build

from docmine.components.sentences import Sentences, sentence_starts
from docmine.events.reading import Tokens
from docmine.events.views import sentence_tokens


def split(text: str) -> list[str]:
    starts = [*sentence_starts(text), len(text)]
    return [text[a:b].strip() for a, b in pairwise(starts)]


@pytest.mark.parametrize(
    "text",
    [
        "As Mr. Halloran said, No. 3 of Doc. 40.502 and paras. 4 to 6 stand.",
        "3. The Committee adopted its agenda.",
        "See Annex II, e.g. The Hague; the rest, i.e. Part 2, is open.",
        "Le point a été présenté par M. L. Vandermeersch (art. 4, al. 2).",
        "The Committee agreed; the Secretariat took note; nothing else was said.",
        "The rate rose to 22.9 % of EUR 4.12 million in 2016.",
        "The reply of 12 Sept. 2016 came late.",
    ],
)
def test_one_sentence_is_not_split(text: str) -> None:
    """Abbreviations, initials, numbers, enumeration marks and semicolons end no sentence."""
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The text was adopted. It enters into force in June.", 2),
        ("Le texte est adopté. Il entre en vigueur en juin. « Enfin ! » dit-il.", 3),
        ("Was it agreed? No. The Committee deferred the item.", 3),
        ("It was adopted (see Annex A.) Work goes on.", 2),
        ("They consulted INTERPOL, the UPU, etc. The Committee took note.", 2),
    ],
)
def test_sentences_are_split(text: str, count: int) -> None:
    """A stop before a capital that opens a sentence ends the one before."""
    assert len(split(text)) == count


def test_a_sentence_never_crosses_a_paragraph() -> None:
    """The first token of each paragraph begins a sentence though the paragraph before has no stop."""
    doc = Sentences()(build(["The Council decided", "to adopt the report"]).doc)
    for paragraph in doc.spans["paragraphs"]:
        assert paragraph[0].is_sent_start
    assert [len(sentence_tokens(Tokens.of(doc), p)) for p in doc.spans["paragraphs"]] == [1, 1]


@pytest.mark.parametrize("text", ["." * 100_000, " " * 100_000, "1." * 50_000, "A. " * 30_000, "M" * 100_000 + "."])
def test_hostile_runs_cost_little(text: str) -> None:
    """Long runs of signs are read in linear time."""
    assert sentence_starts(text)[0] == 0
