"""Records as rows of tables, the same for SQLite, PostgreSQL, Parquet and CSV.

Every table but `documents` begins with the id of the document, so that a document's rows can be found and replaced.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from docmine.records import DateInfo, Endorsement, Paragraph, Record, Region

Kind = Literal["text", "integer", "real"]
Row = tuple[str | int | float | None, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `null` says whether a value may be missing."""

    name: str
    kind: Kind = "text"
    null: bool = True


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns that point to the key of another table."""

    columns: tuple[str, ...]
    table: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in order, how many of the first are its key, what it points to, and by which columns it is looked up."""

    name: str
    columns: tuple[Column, ...]
    key: int
    references: tuple[Reference, ...] = ()
    indexes: tuple[str, ...] = ()

    @property
    def key_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns[: self.key])

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _columns(text: str) -> tuple[Column, ...]:
    """From `name`, `name:integer` or `name:real`, with a `!` where a value is always there."""
    found = []
    for word in text.split():
        name, _, kind = word.rstrip("!").partition(":")
        found.append(Column(name, kind or "text", null=not word.endswith("!")))  # type: ignore[arg-type]
    return tuple(found)


OF_DOCUMENT = Reference(("document",), "documents")
OF_PARAGRAPH = Reference(("document", "paragraph"), "paragraphs")
TABLES = (
    Table(
        "documents",
        _columns(
            "id! name! media_type! pages:integer! text_layer! symbol title agenda_item body sessions!"
            " date_text date_edtf date_start date_end"
            " meeting_text meeting_edtf meeting_start meeting_end place language! schema_version! digest!"
        ),
        key=1,
        indexes=("symbol", "body", "date_start"),
    ),
    Table("sections", _columns("document! id! position:integer! number title! level:integer! parent page:integer"), 2, (OF_DOCUMENT,)),
    Table(
        "paragraphs",
        _columns("document! id! position:integer! number section parent kind! mark text! page:integer regions! cells!"),
        key=2,
        references=(OF_DOCUMENT, Reference(("document", "section"), "sections")),
    ),
    Table("paragraph_packages", _columns("document! paragraph! package! confidence:real!"), 3, (OF_PARAGRAPH,), ("package",)),
    Table(
        "mentions",
        _columns(
            "document! paragraph! position:integer! label! start_char:integer! end_char:integer! text! value confidence:real! page:integer"
        ),
        key=3,
        references=(OF_PARAGRAPH,),
        indexes=("value",),
    ),
    Table(
        "endorsements",
        _columns(
            "document! id! paragraph! position:integer! act! status! trigger_text! subject_text! date_text date_edtf date_start date_end"
            " sessions! package confidence:real! page:integer"
        ),
        key=2,
        references=(OF_PARAGRAPH,),
        indexes=("act", "package", "date_start"),
    ),
    Table(
        "endorsement_bodies",
        _columns("document! endorsement! body!"),
        key=3,
        references=(Reference(("document", "endorsement"), "endorsements"),),
        indexes=("body",),
    ),
    Table("diagnostics", _columns("document! position:integer! level! code! message! page:integer"), 2, (OF_DOCUMENT,), ("code",)),
)
Rows = dict[str, list[Row]]


def rows(record: Record) -> Rows:
    """The record's rows, by table, in the order of `TABLES`; texts hold no NUL, which databases refuse."""
    found: Rows = {
        "documents": [_document(record)],
        "sections": list(_sections(record)),
        "paragraphs": [_paragraph(record.id, i, p) for i, p in enumerate(record.paragraphs)],
        "paragraph_packages": [(record.id, p.id, score.id, score.confidence) for p in record.paragraphs for score in p.packages],
        "mentions": list(_mentions(record)),
        "endorsements": [_endorsement(record.id, i, e) for i, e in enumerate(record.endorsements)],
        "endorsement_bodies": [(record.id, e.id, body) for e in record.endorsements for body in dict.fromkeys(e.bodies)],
        "diagnostics": [(record.id, i, d.level, d.code, d.message, d.page) for i, d in enumerate(record.diagnostics)],
    }
    return {name: [_without_nul(row) for row in table] for name, table in found.items()}


def digest(record: Record) -> str:
    """A hash of all the record says, by which a sink knows that it has it already."""
    return hashlib.sha256(record.to_json(indent=None).encode()).hexdigest()


def _document(record: Record) -> Row:
    source, document = record.source, record.document
    return (
        record.id,
        source.name,
        source.media_type,
        source.pages,
        source.text_layer,
        document.symbol,
        document.title,
        document.agenda_item,
        document.body,
        json.dumps(document.sessions),
        *_date(document.date),
        *_date(document.meeting),
        document.place,
        document.language,
        record.schema_version,
        digest(record),
    )


def _sections(record: Record) -> Iterator[Row]:
    for i, s in enumerate(record.sections):
        yield record.id, s.id, i, s.number, s.title, s.level, s.parent, _page(s.regions)


def _paragraph(document: str, position: int, p: Paragraph) -> Row:
    regions = json.dumps([asdict(region) for region in p.regions])
    cells = json.dumps(p.rows, ensure_ascii=False)
    return document, p.id, position, p.number, p.section, p.parent, p.kind, p.mark, p.text, _page(p.regions), regions, cells


def _mentions(record: Record) -> Iterator[Row]:
    for p in record.paragraphs:
        for i, m in enumerate(p.mentions):
            page = _page(m.regions) or _page(p.regions)
            yield record.id, p.id, i, m.label, m.start, m.end, m.text, m.value, m.confidence, page


def _endorsement(document: str, position: int, e: Endorsement) -> Row:
    sessions = json.dumps(() if e.session is None else (e.session,) if isinstance(e.session, int) else e.session)
    page = _page(e.trigger.regions)
    said = (e.trigger.text, e.subject.text, *_date(e.date))
    return document, e.id, e.paragraph, position, e.act, e.status, *said, sessions, e.package, e.confidence, page


def _date(date: DateInfo | None) -> tuple[str | None, str | None, str | None, str | None]:
    return (None, None, None, None) if date is None else (date.text, date.edtf, date.start, date.end)


def _page(regions: Sequence[Region]) -> int | None:
    return regions[0].page if regions else None


def _without_nul(row: Row) -> Row:
    return tuple(value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in row)
