"""Annotated records: the truth about a document, in the record's own schema, read and checked.

An annotation is a record (confidences 1, no regions) with four fields more: mentions that are neither right nor wrong
(`optional`), words that look like an act and are none (`negatives`), a short name of the organisation, and what the document is
hard in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError
from pydantic.main import IncEx

from docmine.dates import parse_edtf
from docmine.errors import AnnotationError
from docmine.records import Mention, Paragraph, Quote, Record
from docmine.vocabulary import Vocabulary


# What follows from the rest of a record and is judged elsewhere.
NOT_ANNOTATED: IncEx = {"paragraphs": {"__all__": {"citation": True, "notes": True}}}


class OptionalMention(Mention):
    """A mention that may be found or not; `paragraph` says where."""

    paragraph: str


class Annotation(Record):
    """A record that a person made by reading."""

    organisation: str
    hard: str = ""
    optional: tuple[OptionalMention, ...] = ()
    negatives: tuple[Quote, ...] = ()

    def to_json(self, *, indent: int | None = 2) -> str:
        """The annotation as JSON text, without what nobody annotates."""
        return self.model_dump_json(indent=indent, exclude=NOT_ANNOTATED)


def read(file: Path, vocabulary: Vocabulary | None = None) -> Annotation:
    """The annotation in a JSON file, checked.

    Raises AnnotationError naming the file and the paragraph.
    """
    try:
        annotation = Annotation.model_validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise AnnotationError(f"{file.name}: {where}: {first['msg']}; compare with `docmine schema`") from None
    for problem in problems(annotation, vocabulary):
        raise AnnotationError(f"{file.name}: {problem}")
    return annotation


def read_all(folder: Path, vocabulary: Vocabulary | None = None) -> list[Annotation]:
    """Every annotation of a folder, by name. Raises AnnotationError if there is none."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise AnnotationError(f"{folder}: holds no annotated records (*.json); name the folder that does")
    return [read(file, vocabulary) for file in files]


def problems(annotation: Annotation, vocabulary: Vocabulary | None = None) -> Iterator[str]:
    """What does not hold: offsets that do not quote their text, unknown ids, two mentions on one span."""
    paragraphs = {p.id: p for p in annotation.paragraphs}
    if len(paragraphs) != len(annotation.paragraphs):
        yield "two paragraphs share an id"
    for paragraph in annotation.paragraphs:
        yield from _paragraph_problems(paragraph, vocabulary)
    for event in annotation.endorsements:
        for quote in (event.trigger, event.subject, *event.agents):
            yield from _quote_problems(quote, quote.paragraph or event.paragraph, paragraphs)
        if vocabulary is not None:
            yield from (f"{event.id}: unknown body {body!r}" for body in event.bodies if vocabulary.body(body) is None)
    for mention in annotation.optional:
        yield from _quote_problems(mention, mention.paragraph, paragraphs)
    for negative in annotation.negatives:
        yield from _quote_problems(negative, negative.paragraph or "", paragraphs)


def _paragraph_problems(paragraph: Paragraph, vocabulary: Vocabulary | None) -> Iterator[str]:
    seen: set[tuple[str, int, int]] = set()
    for mention in paragraph.mentions:
        yield from _quote_problems(mention, paragraph.id, {paragraph.id: paragraph})
        if (mention.label, mention.start, mention.end) in seen:
            yield f"paragraph {paragraph.id}: two annotations of {mention.text!r}"
        seen.add((mention.label, mention.start, mention.end))
        if mention.label == "DATE":
            yield from _date_problems(paragraph, mention)
        elif vocabulary is not None and mention.value is not None:
            known = [entry.id for entry in (vocabulary.bodies if mention.label == "BODY" else vocabulary.packages)]
            if mention.value not in known:
                yield f"paragraph {paragraph.id}: unknown {mention.label} {mention.value!r}"


def _date_problems(paragraph: Paragraph, mention: Mention) -> Iterator[str]:
    try:
        if mention.value is not None:
            parse_edtf(mention.value)
    except ValueError as error:
        yield f"paragraph {paragraph.id}: {mention.text!r}: {error}"


def _quote_problems(quote: Quote | Mention, id_: str, paragraphs: dict[str, Paragraph]) -> Iterator[str]:
    if id_ not in paragraphs:
        yield f"no paragraph {id_!r}"
    elif paragraphs[id_].text[quote.start : quote.end] != quote.text:
        yield f"paragraph {id_}: {quote.text!r} does not stand at {quote.start}-{quote.end}"
