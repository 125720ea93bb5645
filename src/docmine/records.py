"""The record: what docmine says of one document, as consumers read it.

Frozen pydantic models with fixed names; `SCHEMA_VERSION` changes when a name or a meaning does. Offsets are Unicode code
points into the text of the paragraph named, half-open. What is not known is `None` or empty, never an invented value.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.dataclasses import dataclass

SCHEMA_VERSION: Literal["1.0"] = "1.0"

Act = Literal["endorse", "adopt", "approve", "agree", "accept", "confirm"]
Status = Literal["done", "planned", "conditional", "declined"]
Label = Literal["BODY", "DATE", "PACKAGE"]
Precision = Literal["day", "month", "quarter", "half", "season", "year", "interval", "decade", "century"]
Confidence = Annotated[float, Field(ge=0, le=1)]
Offset = Annotated[int, Field(ge=0)]


# What a long record has tens of thousands of is a dataclass with slots: a model's objects are several times as large.
EXACT = ConfigDict(extra="forbid")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Origin(_Frozen):
    """Where the record comes from: the input's name, kind, hash and number of pages (1 for text)."""

    name: str
    media_type: Literal["application/pdf", "text/plain"]
    sha256: str
    pages: int
    text_layer: Literal["native", "ocr", "mixed"]


@dataclass(frozen=True, slots=True, kw_only=True, config=EXACT)
class DateInfo:
    """A calendar expression: its words, its EDTF value, and the first and last day that the value covers (ISO 8601)."""

    text: str
    edtf: str
    start: str | None
    end: str | None
    precision: Precision


class DocumentInfo(_Frozen):
    """What the first page says of the document itself; `body` is the id of the body whose paper it is."""

    symbol: str | None = None
    title: str | None = None
    agenda_item: str | None = None
    body: str | None = None
    sessions: tuple[int, ...] = ()
    date: DateInfo | None = None
    meeting: DateInfo | None = None
    place: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True, config=EXACT)
class Region:
    """A rectangle on a page, in points from its top left corner."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Section(_Frozen):
    """A heading: title without its printed number, level from 1, `parent` the id of the section above."""

    id: str
    title: str
    level: int
    parent: str | None
    number: str | None = None
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, config=EXACT)
class PackageScore:
    """A package a paragraph belongs to."""

    id: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True, config=EXACT)
class Mention:
    """A span of a paragraph's text and its normalised value: a body id, an EDTF date, a package id, or None.

    `regions` are the boxes of its own words, one a line.
    """

    label: Label
    start: Offset
    end: Offset
    text: str
    value: str | None
    confidence: Confidence
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, config=EXACT)
class NoteMark:
    """A mark in the text that points to a note: the character it stood before (it is left out of `text`), and the note's paragraph."""

    at: Offset
    mark: str
    note: str | None


class Paragraph(_Frozen):
    """A numbered paragraph, or a block of its own that hangs under one (`parent`); `rows` holds a table's cells.

    `citation` is how a person cites it (`PC0345E1a, Annex II, para. 12 (a)`); no two paragraphs of a record share one.
    """

    id: str
    number: str | None
    section: str | None
    parent: str | None
    kind: Literal["paragraph", "list_item", "table", "footnote"]
    text: str
    regions: tuple[Region, ...] = ()
    packages: tuple[PackageScore, ...] = ()
    mentions: tuple[Mention, ...] = ()
    mark: str | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    citation: str = ""
    notes: tuple[NoteMark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, config=EXACT)
class Quote:
    """Words of a paragraph. `paragraph` is set only where they stand in another paragraph than the endorsement's own."""

    start: Offset
    end: Offset
    text: str
    paragraph: str | None = None
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, config=EXACT)
class Agent(Quote):
    """A body mention that acts; `value` is its id, None for a body that the vocabulary lacks."""

    value: str | None


class Endorsement(_Frozen):
    """A formal act: who (`bodies`, `agents`), what (`subject`), how far (`status`), when (`date`, `session`), on which package.

    `paragraph` is where the trigger stands; `session` is a number, several numbers, or None.
    """

    id: str
    act: Act
    status: Status
    paragraph: str
    trigger: Quote
    subject: Quote
    agents: tuple[Agent, ...] = ()
    bodies: tuple[str, ...] = ()
    date: DateInfo | None = None
    session: int | tuple[int, ...] | None = None
    package: str | None = None
    confidence: Confidence


class Diagnostic(_Frozen):
    """What limited the reading of the document; `page` is where, if one page is to blame."""

    level: Literal["info", "warning", "error"]
    code: str
    message: str
    page: int | None


class Record(_Frozen):
    """All that docmine says of one document. `id` is the SHA-256 of the input's bytes."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    id: str
    source: Origin
    document: DocumentInfo
    sections: tuple[Section, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    endorsements: tuple[Endorsement, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def to_json(self, *, indent: int | None = 2) -> str:
        """The record as JSON text; the same record always gives the same text."""
        return self.model_dump_json(indent=indent)
