"""Small documents for the tests of mentions and links."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from docmine import bridge
from docmine.components.links import Links
from docmine.components.mentions import Mentions
from docmine.source import Block, Layout, Source
from docmine.vocabulary import load


def annotated(
    *texts: str, body: str | None = "wco/ptc", language: str = "en", vocabulary: str = "wco", body_name: str | None = None
) -> Doc:
    """A document of numbered paragraphs with its mentions and links."""
    blocks = tuple(Block("paragraph", text, number=str(n)) for n, text in enumerate(texts, 1))
    doc = bridge.build(Vocab(), Source("x.txt", b"", "0" * 64, "text/plain"), Layout(blocks))
    doc._.front = bridge.Front(body=body, body_name=body_name, language=language)
    return Links(load("wco"))(Mentions(load("wco"))(doc))


def found(
    *texts: str, label: str = "BODY", body: str | None = "wco/ptc", language: str = "en", body_name: str | None = None
) -> list[tuple[str, str | None]]:
    """Text and value of each mention."""
    doc = annotated(*texts, body=body, language=language, body_name=body_name)
    return [(span.text, span._.value) for span in bridge.mentions(doc, label)]
