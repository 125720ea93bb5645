"""Annotated records: the truth about a document, in the record's own schema, read and checked.

An annotation is a record (confidences 1, no regions) with four fields more: mentions that are neither right nor wrong
(`optional`), words that look like an act and are none (`negatives`), a short name of the organisation, and what the document is
hard in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError
from pydantic.dataclasses import dataclass
from pydantic.main import IncEx

from docmine.dates import parse_edtf
from docmine.errors import AnnotationError
from docmine.records import EXACT, Endorsement, Mention, Paragraph, Quote, Record
from docmine.vocabulary import Vocabulary

# What follows from the rest of a record and is judged elsewhere.
NOT_ANNOTATED: IncEx = {"paragraphs": {"__all__": {"citation": True, "notes": True}}}


@dataclass(frozen=True, slots=True, kw_only=True, config=EXACT)
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
        data = file.read_bytes()
        annotation = Annotation.model_validate_json(data)
    except OSError as error:
        raise AnnotationError(f"{file.name}: cannot be read ({error.strerror}); move it out of the folder") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise AnnotationError(f"{file.name}: {_place(data, first['loc'])}: {first['msg']}; compare with `docmine schema`") from None
    for problem in problems(annotation, vocabulary):
        raise AnnotationError(f"{file.name}: {problem}")
    return annotation


def _place(data: bytes, path: tuple[int | str, ...]) -> str:
    """Where in an annotation something is wrong: the paragraph or endorsement by its id, then the field."""
    try:
        whole = json.loads(data)
        item = whole[path[0]][path[1]]
        home = f"paragraph {item['id']}" if path[0] == "paragraphs" else f"{item['id']} in paragraph {item['paragraph']}"
        return f"{home}: {'.'.join(map(str, path[2:]))}"
    except (ValueError, LookupError, TypeError):
        return ".".join(map(str, path)) or "the file"


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
    yield from _endorsement_problems(annotation, paragraphs, vocabulary)
    for mention in annotation.optional:
        yield from _quote_problems(mention, mention.paragraph, paragraphs)
    for negative in annotation.negatives:
        yield from _quote_problems(negative, negative.paragraph or "", paragraphs)


def _endorsement_problems(annotation: Annotation, paragraphs: dict[str, Paragraph], vocabulary: Vocabulary | None) -> Iterator[str]:
    ids: set[str] = set()
    seen: set[tuple[object, ...]] = set()
    for event in annotation.endorsements:
        where = f"paragraph {event.paragraph}: {event.id}"
        for quote in (event.trigger, event.subject, *event.agents):
            yield from _quote_problems(quote, quote.paragraph or event.paragraph, paragraphs)
        if event.id in ids:
            yield f"{where}: two endorsements share this id"
        subject = event.subject.paragraph, event.subject.start, event.subject.end
        place = (event.paragraph, event.trigger.start, event.act, event.status, subject, event.bodies)
        if place in seen:
            yield f"{where}: two annotations of {event.trigger.text!r} on {event.subject.text!r}"
        ids.add(event.id)
        seen.add(place)
        if vocabulary is not None:
            yield from (f"{where}: {problem}" for problem in _unknown(event, vocabulary))


def _unknown(event: Endorsement, vocabulary: Vocabulary) -> Iterator[str]:
    """The ids of an endorsement that the vocabulary lacks."""
    for body in dict.fromkeys((*event.bodies, *(agent.value for agent in event.agents if agent.value))):
        if vocabulary.body(body) is None:
            yield f"unknown body {body!r}"
    if event.package is not None and event.package not in {package.id for package in vocabulary.packages}:
        yield f"unknown package {event.package!r}"


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
