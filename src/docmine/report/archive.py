"""Records flattened to what a report shows: documents, their endorsements, and what went wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docmine.errors import DocmineError
from docmine.records import DateInfo, Endorsement, Paragraph, Record
from docmine.view.names import Name, names_of
from docmine.vocabulary import Vocabulary

BEFORE, AFTER = 110, 170  # characters of context around a trigger
LONGEST = 240  # characters of a subject that are shown


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the archive; `date` is EDTF."""

    name: str
    symbol: str | None
    title: str | None
    body: str | None
    date: str | None
    pages: int


@dataclass(frozen=True, slots=True)
class Row:
    """One endorsement; `document` is an index, `origins` the bodies that what is endorsed comes from.

    `year` is that of the act, or else of the paper (`dated` tells which); `context` is the passage as before, trigger, after.
    """

    document: int
    id: str
    act: str
    status: str
    bodies: tuple[str, ...]
    agents: tuple[str, ...]
    package: str | None
    date: str | None
    year: int | None
    dated: bool
    subject: str
    context: tuple[str, str, str]
    place: str
    confidence: float
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What limited the reading of a document, or why it has no record (then `document` is None)."""

    document: int | None
    name: str
    level: str
    message: str
    code: str
    page: int | None


@dataclass(slots=True)
class Archive:
    """Everything a report shows."""

    documents: list[Document] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    failures: list[Problem] = field(default_factory=list)
    names: Mapping[str, Name] = field(default_factory=dict)


def gather(records: Iterable[Record], vocabulary: Vocabulary, failures: Path | None = None) -> Archive:
    """The archive of these records, which are not kept; `failures` is a batch's failures.jsonl. Raises DocmineError."""
    archive = Archive(failures=list(_failures(failures)) if failures else [])
    for number, record in enumerate(records):
        info = record.document
        date = info.date or info.meeting
        archive.documents.append(
            Document(record.source.name, info.symbol, info.title, info.body, date.edtf if date else None, record.source.pages)
        )
        archive.rows += _rows(record, number)
        archive.problems += [
            Problem(number, record.source.name, d.level, d.message, d.code, d.page) for d in record.diagnostics if d.level != "info"
        ]
    archive.names = names_of(vocabulary, _ids(archive))
    return archive


def _rows(record: Record, number: int) -> Iterator[Row]:
    paragraphs = {p.id: p for p in record.paragraphs}
    info = record.document
    for event in record.endorsements:
        year = _year(event.date)
        text = paragraphs[event.paragraph].text
        start, end = event.trigger.start, event.trigger.end
        yield Row(
            document=number,
            id=event.id,
            act=event.act,
            status=event.status,
            bodies=event.bodies,
            agents=tuple(a.text for a in event.agents if a.value is None),
            package=event.package,
            date=event.date.edtf if event.date else None,
            year=year or _year(info.date) or _year(info.meeting),
            dated=year is not None,
            subject=event.subject.text[:LONGEST],
            context=_context(text, start, end),
            place=_place(event, paragraphs),
            confidence=event.confidence,
            origins=_origins(event, paragraphs, info.body),
        )


def _context(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands around a trigger, with an ellipsis where it is cut."""
    before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
    return "…" * (start > BEFORE) + before, text[start:end], after + "…" * (len(text) > end + AFTER)


def _origins(event: Endorsement, paragraphs: Mapping[str, Paragraph], own: str | None) -> tuple[str, ...]:
    """The bodies named in the words of what is endorsed; if none, the body whose paper it is; never those that act."""
    subject = event.subject
    bodies = (m for m in paragraphs[subject.paragraph or event.paragraph].mentions if m.label == "BODY" and m.value)
    named = [m.value for m in bodies if subject.start <= m.start and m.end <= subject.end]
    return tuple(dict.fromkeys(body for body in (named or (own,)) if body and body not in event.bodies))


def _year(date: DateInfo | None) -> int | None:
    """The year in which a date ends, if it is known."""
    day = (date.end or date.start) if date else None
    return int(day[:4]) if day and day[:4].isdigit() else None


def _place(event: Endorsement, paragraphs: Mapping[str, Paragraph]) -> str:
    paragraph = paragraphs[event.paragraph]
    numbered = paragraphs.get(paragraph.parent or "", paragraph) if paragraph.number is None else paragraph
    page = next((r.page for r in (*event.trigger.regions, *paragraph.regions)), None)
    shown = f"para. {numbered.number}" if numbered.number else paragraph.id
    return f"{shown}, p. {page}" if page else shown


def _ids(archive: Archive) -> Iterator[str]:
    yield from (d.body for d in archive.documents if d.body)
    for row in archive.rows:
        yield from (*row.bodies, *row.origins)
        if row.package:
            yield row.package


def _failures(file: Path) -> Iterator[Problem]:
    try:
        lines = file.read_bytes().splitlines()
        for line in filter(None, map(bytes.strip, lines)):
            told = json.loads(line)
            message = ". ".join(str(told[key]).rstrip(".") for key in ("reason", "advice") if told.get(key))
            yield Problem(None, str(told["name"]), "failed", message, str(told["status"]), None)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DocmineError(f"{file}: is no list of failures ({error}); run the batch again or remove it", code="no-failures") from None
