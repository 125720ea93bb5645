"""Whose paper a document is: the organisation of the vocabulary to which it belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from docmine.bridge import Front
from docmine.components.lexicon import lexicon
from docmine.components.name_words import CLOSED, HEADS
from docmine.components.names import words
from docmine.vocabulary import Vocabulary

SHARE = 0.4  # of all bodies named, those of one organisation that make a paper its own when the front page is silent
COUNT = 3
STEM = 5  # letters
ORGANS = 2  # in whose names a word stands that says what an organisation is for


UNLISTED = ""  # stands for all bodies that the vocabulary lacks
ANYBODYS = lexicon("anybodys")  # organs that any organisation may have


def home(front: Front, named: Mapping[str, int], vocabulary: Vocabulary) -> str | None:
    """The id of the issuing body's organisation, else the masthead's, else that of the one whose bodies are named most (`named`: body id,
    or `UNLISTED`, to how often), else, where nothing speaks of any other, that of the vocabulary's own; None if the paper is no
    organisation's of this vocabulary."""
    if front.body or front.masthead:
        return vocabulary.root(front.body or front.masthead)
    if not any(named.values()) and front.body_name is None:
        return principal(vocabulary)
    roots: Counter[str] = Counter()
    for body, times in named.items():
        root = vocabulary.root(body)
        if root is not None:
            roots[root] += times
    if not roots:
        return None
    best = max(roots, key=lambda root: (roots[root], root))
    return best if roots[best] >= COUNT and roots[best] >= SHARE * sum(named.values()) else None


def principal(vocabulary: Vocabulary) -> str | None:
    """The organisation whose vocabulary it is: the one its first entry belongs to."""
    return vocabulary.root(vocabulary.bodies[0].id) if vocabulary.bodies else None


def in_field(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text, or the name of an unlisted body, speaks of what the vocabulary's own organisation is for, in any form of the word
    (`Conference of Heads of Customs`, `en douane`)."""
    return any(word.key.startswith(field_stems(vocabulary)) for word in words(text))


@lru_cache(maxsize=8)
def field_stems(vocabulary: Vocabulary) -> tuple[str, ...]:
    """How the words begin that are in the organisation's own name and several of its organs' (`douan` of `douanes`), save those that any
    body may have."""
    own = vocabulary.body(principal(vocabulary))
    if own is None:
        return ()
    organs = [{word.key for name in body.names for word in words(name)} for body in vocabulary.members(own.id or "")]
    told = {word.key for name in own.names for word in words(name)} - HEADS.keys() - CLOSED - lexicon("generic_names")
    stems = {word[:STEM] for word in told if len(word) >= STEM}
    return tuple(sorted(stem for stem in stems if sum(any(word.startswith(stem) for word in organ) for organ in organs) >= ORGANS))
