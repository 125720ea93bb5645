"""A mention before it is written, and all that may be one in a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from docmine.components.name_grammar import Phrase
from docmine.components.survey import Passage, Seen
from docmine.vocabulary import Body, Package


class Draft(NamedTuple):
    """A mention before it is written: offsets in its paragraph's text, the rule that found it, the entries it may mean."""

    start: int
    end: int
    rule: str
    entries: tuple[Body | Package, ...] = ()
    phrase: Phrase | None = None
    label: str = "BODY"
    value: str | None = None
    confidence: float = 1.0
    doubt: str = ""  # why the rules alone would not take it; only a model can


@dataclass(frozen=True, slots=True)
class Sighted:
    """What may be a mention in a document: its passages, and for each its drafts in order, those the rules doubt among them."""

    parts: list[Passage]
    rows: list[list[Draft]]
    seen: Seen
