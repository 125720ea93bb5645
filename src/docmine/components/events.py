"""The endorsements of a document: `doc._.events`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from docmine.acts import load_acts
from docmine.events.find import candidates, endorsements


class Events:
    """Writes `doc._.events`; the acts are read when the component is made."""

    def __init__(self, vocabulary: str) -> None:
        self.vocabulary = vocabulary
        load_acts(vocabulary)

    def __call__(self, doc: Doc) -> Doc:
        doc._.events = endorsements(doc, candidates(doc, self.vocabulary))
        return doc


@Language.factory(
    "docmine_events",
    assigns=["doc._.events"],
    requires=["token.is_sent_start", "doc._.front", "doc._.packages", "doc.spans"],
    default_config={"vocabulary": "wco"},
)
def make_events(nlp: Language, name: str, vocabulary: str) -> Events:
    """The component; `vocabulary` names the folder or shipped vocabulary whose acts it reads."""
    return Events(vocabulary)
