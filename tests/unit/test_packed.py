"""Words in little memory."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmine.packed import pack, packed
from docmine.source import Box, Line, Word

LENGTHS = st.floats(-1e6, 1e6)
WORDS = st.builds(
    Word,
    st.text("abcé1,", min_size=1, max_size=5),
    st.builds(Box, st.just(3), LENGTHS, LENGTHS, LENGTHS, LENGTHS),
    LENGTHS,
    st.booleans(),
    st.booleans(),
)


def line(words: list[Word], text: str | None = None) -> Line:
    return Line(" ".join(word.text for word in words) if text is None else text, Box(3, 0, 0, 9, 9), 10.0, False, words=tuple(words))


@given(st.lists(WORDS, max_size=6))
def test_nothing_is_lost(words: list[Word]) -> None:
    """Packed words are the words, one by one, in slices and from the end, and packing once more changes nothing."""
    it = packed(line(words))
    assert it == line(words)
    assert hash(it.words) == hash(tuple(words))
    assert [it.words[n] for n in range(-len(words), 0)] == words
    assert it.words[1:] == tuple(words[1:])
    assert bool(it.words) == bool(words)
    assert packed(it) == it
    with pytest.raises(IndexError):
        it.words[len(words)]


def test_words_that_touch() -> None:
    """A change of style parts two words that no space parts in the text."""
    words = [Word("Reso", Box(3, 0, 0, 4, 9), 10, bold=True), Word("lution", Box(3, 4, 0, 9, 9), 10, italic=True)]
    assert list(pack(line(words, "Resolution"))) == words


def test_a_word_that_the_text_lost_has_no_place() -> None:
    """Where the text was mended, a word that it does not hold is left out, and the others keep their boxes."""
    words = [Word("cus", Box(3, 0, 0, 3, 9), 10), Word("toms", Box(3, 3, 0, 6, 9), 10), Word("law", Box(3, 7, 0, 9, 9), 10)]
    assert [word.text for word in pack(line(words, "toms law"))] == ["toms", "law"]


def test_boxes_between_two_places() -> None:
    """Only words that reach into the stretch have a box in it."""
    words = [Word(text, Box(3, n, 0, n + 1, 9), 10) for n, text in enumerate(("one", "two", "three"))]
    assert list(pack(line(words)).boxes(3.5, 7.5)) == [words[1].box]
    assert list(pack(replace(line(words), words=())).boxes(0, 99)) == []
