"""Views: a sentence as the rules see it, joined to the words it hangs under, with the mentions that cover its tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc, Span

from docmine import bridge
from docmine.bridge import Place
from docmine.classify import Sign
from docmine.events.words import words

LANGUAGES = ("en", "fr")


AUX = frozenset(("BE", "HAVE", "MOD", "DO"))


VERBAL = frozenset(("V", "BE", "HAVE", "MOD", "DO"))


APOSTROPHES = frozenset("'’ʼ")


class Seen(NamedTuple):
    """What a place where a subject may begin shows by itself, whatever the trigger."""

    kind: str  # of the phrase that begins there: what its head is
    plural: bool
    capital: bool
    before: str  # the word before
    words_before: str  # the two before
    tag: str
    tag_before: str
    tags_before: str  # of the two before it
    tags_after: str  # its own and that of the next
    signs: tuple[Sign, ...]  # those that need nothing else


class Kinds(NamedTuple):
    """What models see of each token: its shape and its tag."""

    shapes: list[str]
    tags: list[str]


class Said(NamedTuple):
    """What a sentence says as a whole."""

    bodies: frozenset[str]  # their keys
    meeting: str  # the first word that tells of a meeting; empty for none
    participle: bool
    dated: bool


@dataclass(slots=True)
class View:
    """A sentence as the rules see it: `at[p]` is the `Doc` index of its `p`-th token.

    `own` is the first position that is the sentence's own; what stands before it is the words of the paragraph that it
    hangs under (`The Council decided:` before `(a) to approve …`).
    """

    doc: Doc
    at: tuple[int, ...]
    text: tuple[str, ...]  # the tokens as printed
    low: tuple[str, ...]
    language: str
    paragraph: int
    place: Place  # the paragraph's
    own: int = 0
    body: list[Span | None] = field(default_factory=list)
    date: list[Span | None] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    kinds: Kinds | None = None  # what models see of each token, made when they first look
    seen: dict[int, Seen] = field(default_factory=dict)  # what models see of the places that they looked at
    said: Said | None = None  # the same of the whole sentence

    def __len__(self) -> int:
        return len(self.at)

    def span(self, start: int, end: int) -> Span:
        """The `Doc`'s span of the positions `start` to `end` (half-open; they must not leave the sentence's own part)."""
        return self.doc[self.at[start] : self.at[end - 1] + 1]

    def tag(self, p: int) -> str:
        """The tag at `p`, `PUN` outside."""
        return self.tags[p] if 0 <= p < len(self.tags) else "PUN"

    def word(self, p: int) -> str:
        """The lower-case token at `p`, empty outside."""
        return self.low[p] if 0 <= p < len(self.low) else ""

    def first(self, mention: Span) -> int:
        """The position at which `mention` begins, -1 if it is not in this view."""
        return self.at.index(mention.start) if mention.start in self.at else -1


@lru_cache(maxsize=4)
def _function_words(language: str) -> frozenset[str]:
    kinds = ("DET", "PREP", "BE", "HAVE", "PRON", "NEG")
    return frozenset(word for word, tag in words(language).tag_of.items() if tag in kinds)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the rules ask of a document's tokens, by their index; asking spaCy's tokens one by one takes longer than the rules do."""

    text: list[str]
    low: list[str]
    loose: list[bool]  # whether a space follows
    opening: list[bool]  # whether a sentence begins

    @staticmethod
    def of(doc: Doc) -> Tokens:
        text = [token.text for token in doc]
        loose, opening = (doc.to_array(["SPACY", "SENT_START"]) == 1).T.tolist()
        return Tokens(text, [word.lower() for word in text], loose, opening)


def language_of(words: list[str], default: str) -> str:
    """`en` or `fr` by the function words among a paragraph's small-letter tokens; `default` where they do not tell."""
    en, fr = (sum(map(_function_words(language).__contains__, words)) for language in ("en", "fr"))
    if en == fr:
        return default if default in LANGUAGES else "en"
    return "en" if en > fr else "fr"


@dataclass(frozen=True, slots=True)
class Marks:
    """The mention that covers a token, by `Doc` index."""

    body: dict[int, Span]
    date: dict[int, Span]
    package: dict[int, Span]


def marks(doc: Doc) -> Marks:
    """All mentions of `doc` by token; where two overlap the longer wins."""
    tables: dict[str, dict[int, Span]] = {"BODY": {}, "DATE": {}, "PACKAGE": {}}
    for span in sorted(bridge.mentions(doc), key=len):
        tables[span.label_].update(dict.fromkeys(range(span.start, span.end), span))
    return Marks(tables["BODY"], tables["DATE"], tables["PACKAGE"])


def back(view: View, p: int, over: tuple[str, ...]) -> int:
    """The first position before `p` whose tag is not in `over` (-1 if there is none)."""
    q = p - 1
    while q >= 0 and view.tags[q] in over:
        q -= 1
    return q


def ahead(view: View, p: int, over: tuple[str, ...]) -> int:
    """The first position after `p` whose tag is not in `over` (the length if there is none)."""
    q = p + 1
    while q < len(view) and view.tags[q] in over:
        q += 1
    return q
