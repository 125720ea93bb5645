"""Whose paper a document is: the organisation of the vocabulary to which it belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from docmine.bridge import Front
from docmine.vocabulary import Vocabulary

SHARE = 0.4  # of all bodies named, those of one organisation that make a paper its own when the front page is silent
COUNT = 3


def home(front: Front, named: Mapping[str, int], vocabulary: Vocabulary) -> str | None:
    """The id of the issuing body's organisation, else of the one whose bodies are named most (`named`: body id to how often), else,
    where nothing speaks of any other, of the vocabulary's own; None if the paper is no organisation's of this vocabulary."""
    if front.body:
        return vocabulary.root(front.body)
    if not named and front.body_name is None:
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
