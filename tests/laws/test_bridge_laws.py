"""What holds for any paragraphs: they stand in the `Doc` to the letter, and any span of whole words can be marked."""

from __future__ import annotations

import spacy
from hypothesis import given
from hypothesis import strategies as st

from docmine import bridge
from docmine.source import Block, Layout, Source

VOCAB = spacy.blank("xx").vocab
SOURCE = Source("made.txt", b"", "0" * 64, "text/plain")
LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60).map(lambda t: " ".join(t.split())).filter(bool)


@given(st.lists(LINES, min_size=1, max_size=6))
def test_paragraph_spans_have_their_text_exactly(texts: list[str]) -> None:
    """Whatever the characters, each paragraph's span is its block's text."""
    doc = bridge.build(VOCAB, SOURCE, Layout(tuple(Block("paragraph", text) for text in texts)))
    assert [span.text for span in bridge.paragraphs(doc)] == texts


@given(LINES)
def test_tokens_are_the_text(text: str) -> None:
    """Tokenizing loses and adds nothing."""
    assert bridge.tokenize(VOCAB, text).text == text


@given(st.lists(st.sampled_from(["2", "-", "6", "March", "l", "'", "année", "PTC", "’", "s", " ", "/", "2016"]), min_size=1, max_size=12))
def test_every_run_of_letters_or_digits_is_a_token(pieces: list[str]) -> None:
    """`2-6 March`, `l'année`, `PTC's`: a mention may begin and end at each of their parts."""
    text = " ".join("".join(pieces).split())
    doc = bridge.tokenize(VOCAB, text)
    starts = {token.idx for token in doc}
    for i, character in enumerate(text):
        if i and not character.isspace() and (character.isdigit() != text[i - 1].isdigit() or not character.isalnum()):
            assert i in starts
