"""What is true of a document, in the one shape that scoring reads; made from an annotated record or a `.gold.json` file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docmine import annotated
from docmine.errors import AnnotationError
from docmine.layout.marks import read_marks
from docmine.records import Label, Record

LABELS: tuple[Label, ...] = ("BODY", "DATE", "PACKAGE")
EDGE = 40  # characters of a paragraph's beginning and end that must agree


@dataclass(frozen=True, slots=True)
class GoldParagraph:
    """A numbered paragraph by its number and how its text begins and ends; `packages` is None where nobody annotated them."""

    number: str
    starts: str
    ends: str
    packages: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class GoldMention:
    label: str
    text: str
    value: str | None


@dataclass(frozen=True, slots=True)
class GoldEndorsement:
    act: str
    status: str
    subject: str
    bodies: frozenset[str]
    date: str | None
    package: str | None


@dataclass(frozen=True, slots=True)
class Gold:
    """The truth about one document; None means that nobody annotated that layer."""

    name: str
    paragraphs: tuple[GoldParagraph, ...] | None
    sections: tuple[str, ...] | None
    labels: tuple[str, ...]
    mentions: tuple[GoldMention, ...]
    optional: tuple[GoldMention, ...]
    endorsements: tuple[GoldEndorsement, ...] | None
    optional_endorsements: tuple[GoldEndorsement, ...]
    organisation: str = ""


def read(folder: Path) -> list[Gold]:
    """Every gold file of a folder, by name: `NAME.gold.json` (partial gold) and `NAME.json` (annotated records).

    Raises AnnotationError if there is none, or if one cannot be read.
    """
    found = [_partial(file) for file in sorted(folder.glob("*.gold.json"))]
    plain = [file for file in sorted(folder.glob("*.json")) if not file.name.endswith(".gold.json")]
    found += [of_annotation(annotated.read(file)) for file in plain]
    if not found:
        raise AnnotationError(f"{folder}: holds no annotated records (*.json); name the folder that does")
    return found


def of_annotation(annotation: annotated.Annotation) -> Gold:
    """The gold of an annotated record."""
    return Gold(
        name=Path(annotation.source.name).stem,
        paragraphs=tuple(
            GoldParagraph(p.number, p.text[:EDGE], p.text[-EDGE:], tuple(k.id for k in p.packages))
            for p in annotation.paragraphs
            if p.number
        ),
        sections=tuple(_unnumbered(s.title) for s in annotation.sections),
        labels=LABELS,
        mentions=tuple(GoldMention(m.label, m.text, m.value) for p in annotation.paragraphs for m in p.mentions),
        optional=tuple(GoldMention(m.label, m.text, m.value) for m in annotation.optional),
        endorsements=tuple(of_record(annotation)),
        optional_endorsements=tuple(_table_acts(annotation)),
        organisation=annotation.organisation,
    )


def _unnumbered(title: str) -> str:
    """A heading without the number that it prints."""
    for mark in read_marks(title):
        if mark.family not in ("unit", "bullet") and (mark.sure or mark.family == "decimal"):
            return title[mark.end :] or title
    return title


def of_record(record: Record) -> Iterator[GoldEndorsement]:
    """A record's endorsements outside tables, as scoring compares them."""
    tables = {p.id for p in record.paragraphs if p.kind == "table"}
    for e in record.endorsements:
        if e.paragraph not in tables:
            yield GoldEndorsement(e.act, e.status, e.subject.text, frozenset(e.bodies), e.date.edtf if e.date else None, e.package)


def _table_acts(record: Record) -> Iterator[GoldEndorsement]:
    """Acts told only in a table are neither right nor wrong."""
    tables = {p.id for p in record.paragraphs if p.kind == "table"}
    for e in record.endorsements:
        if e.paragraph in tables:
            yield GoldEndorsement(e.act, e.status, e.subject.text, frozenset(e.bodies), e.date.edtf if e.date else None, e.package)


def _partial(file: Path) -> Gold:
    try:
        gold: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return _of_partial(file.name.removesuffix(".gold.json"), gold)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnnotationError(f"{file.name}: is not a gold file ({type(error).__name__}: {error}); mend it") from None


def _of_partial(name: str, gold: dict[str, Any]) -> Gold:
    def mentions(key: str) -> tuple[GoldMention, ...]:
        return tuple(GoldMention(label, text, rest[0] if rest else None) for label, text, *rest in gold.get(key, []))

    paragraphs, sections, endorsements = gold.get("paragraphs"), gold.get("sections"), gold.get("endorsements")
    with_packages = any("packages" in p for p in paragraphs or [])
    return Gold(
        name=name,
        paragraphs=None
        if paragraphs is None
        else tuple(
            GoldParagraph(p["number"], p["starts"], p["ends"], tuple(p.get("packages", [])) if with_packages else None) for p in paragraphs
        ),
        sections=None if sections is None else tuple(sections),
        labels=tuple(gold.get("labels", LABELS)),
        mentions=mentions("mentions"),
        optional=mentions("optional"),
        endorsements=None if endorsements is None else tuple(map(_endorsement, endorsements)),
        optional_endorsements=tuple(map(_endorsement, gold.get("optional_endorsements", []))),
    )


def _endorsement(item: dict[str, Any]) -> GoldEndorsement:
    bodies = frozenset(b for b in item.get("bodies", []) if b)
    return GoldEndorsement(item["act"], item.get("status", "done"), item["subject"], bodies, item.get("date"), item.get("package"))
