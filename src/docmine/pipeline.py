"""The whole flow on one page: bytes → pages → blocks → `Doc` → layers → record.

A `Pipeline` keeps what is loaded once (vocabulary, models, spaCy); `annotate` is the path of one document through it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from docmine.intake import open_source
from docmine.memory import LONG, give_back
from docmine.source import Page, PageFacts, Source

if TYPE_CHECKING:
    from spacy.language import Language

    from docmine.records import Record

COMPONENTS = (
    "docmine_sentences",  # where sentences end
    "docmine_front",  # whose paper it is, of what date and meeting
    "docmine_dates",  # DATE mentions, with the years that the text leaves out
    "docmine_mentions",  # BODY and PACKAGE mentions by name
    "docmine_links",  # which body a definite reference means
    "docmine_sections",  # the packages each paragraph belongs to
    "docmine_events",  # endorsements
)
WITH_VOCABULARY = frozenset({"docmine_front", "docmine_dates", "docmine_mentions", "docmine_links", "docmine_sections", "docmine_events"})
WITH_MODELS = frozenset({"docmine_dates", "docmine_mentions", "docmine_links", "docmine_sections", "docmine_events"})

Reader = Literal["auto", "fast", "thorough", "scan"]


class Pipeline:
    """Annotates documents with one vocabulary: a name (`wco`) or a folder of YAML files.

    `models` is `auto` (the vocabulary's own, else docmine's), `none` (rules alone) or a folder that `docmine train` wrote.
    Raises VocabularyError or ModelError.
    """

    def __init__(self, vocabulary: str = "wco", models: str = "auto") -> None:
        self.vocabulary = vocabulary
        self.nlp = _language(vocabulary, models)

    def annotate(
        self, document: str | Path | bytes | Source, *, name: str | None = None, password: str | None = None, reader: Reader = "auto"
    ) -> Record:
        """The record of a PDF or a text: its path, its bytes (then `name` says what to call it), or an opened `Source`.

        Raises SourceError, whose text is one line that says what is wrong and what to do.
        """
        source = document if isinstance(document, Source) else open_source(document, name)
        return self.annotate_pages(source, read_pages(source, password=password, reader=reader))

    def annotate_pages(self, source: Source, pages: Iterator[Page]) -> Record:
        """The record of a document whose pages are read, counted or cut short by the caller; raises what reading them raises."""
        with _uncollected():
            return self._record(source, pages)

    def _record(self, source: Source, pages: Iterator[Page]) -> Record:
        """The flow itself. All that it makes but the record is gone when it returns, before anybody looks for cycles again."""
        from docmine import bridge
        from docmine.assemble import assemble
        from docmine.layout import lay_out

        facts: list[PageFacts] = []
        layout = lay_out(_noting(pages, facts))
        doc = bridge.build(self.nlp.vocab, source, layout)
        for _, component in self.nlp.pipeline:
            doc = component(doc)
            if len(facts) >= LONG:
                give_back()
        return assemble(doc, facts)


def read_pages(source: Source, *, password: str | None = None, reader: Reader = "auto") -> Iterator[Page]:
    """The document's pages, one after the other."""
    if source.media_type == "text/plain":
        from docmine.text import read_text

        return read_text(source)
    from docmine.pdf import read_pdf

    return read_pdf(source, password=password, reader=reader)


def _noting(pages: Iterator[Page], facts: list[PageFacts]) -> Iterator[Page]:
    """The pages as they come, with what the record tells of each noted, so that no page need be kept."""
    for page in pages:
        facts.append(PageFacts(page.number, page.text_layer))
        yield page


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leaves reference cycles alone until a document is done: a document makes few, and to look for them among all that is found in it,
    again and again, takes a twelfth of its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _language(vocabulary: str, models: str) -> Language:
    """A blank spaCy pipeline with docmine's components."""
    import spacy
    from spacy.vocab import Vocab

    nlp = spacy.blank("xx", vocab=Vocab())  # without the language's: it finds out of each new word what nobody asks (a URL? its shape?)
    for component in COMPONENTS:
        config = {"vocabulary": vocabulary} if component in WITH_VOCABULARY else {}
        nlp.add_pipe(component, config=config | ({"models": models} if component in WITH_MODELS else {}))
    return nlp
