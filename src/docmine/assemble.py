"""The finished `Doc` written down once, as a record; spaCy ends here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple, cast

from spacy.tokens import Doc, Span

from docmine import bridge, places, records
from docmine.citations import Cited, cite
from docmine.dates import DateValue
from docmine.source import Block, Box, Kind, PageFacts, Problem, TextLayer

Packages = Sequence[tuple[str, float]]  # ids, each with how sure it is


class _Home(NamedTuple):
    """A paragraph: its tokens, where its text begins in the `Doc`'s, its place, and whether it stands on a page (text input does not)."""

    start: int
    end: int
    start_char: int
    place: bridge.Place
    on_page: bool


def assemble(doc: Doc, facts: Sequence[PageFacts]) -> records.Record:
    """The record of an annotated `Doc`; `facts` tells of its pages."""
    source = doc._.source
    on_page = source.media_type == "application/pdf"
    homes = [_Home(span.start, span.end, span.start_char, span._.place, on_page) for span in bridge.paragraphs(doc)]
    packages = doc._.packages
    mentions = bridge.mentions_by_paragraph(doc)
    return records.Record(
        id=source.sha256,
        source=records.Origin(
            name=source.name,
            media_type=source.media_type,
            sha256=source.sha256,
            pages=1 if source.media_type == "text/plain" else len(facts),
            text_layer=_text_layer(facts),
        ),
        document=_document(doc._.front),
        sections=tuple(_section(heading, doc._.layout.blocks[heading.block]) for heading in doc._.headings),
        paragraphs=tuple(
            _paragraph(home, packages.get(home.place.id, ()), found, citation, notes)
            for home, found, citation, notes in zip(homes, mentions, _citations(doc, homes), _notes(doc, homes), strict=True)
        ),
        endorsements=tuple(_endorsement(f"e{n}", event, homes) for n, event in enumerate(doc._.events, 1)),
        diagnostics=tuple(_diagnostic(problem) for problem in doc._.layout.problems),
    )


def _text_layer(facts: Sequence[PageFacts]) -> TextLayer:
    kinds = {page.text_layer for page in facts}
    return kinds.pop() if len(kinds) == 1 else "mixed" if kinds else "native"


def _document(front: bridge.Front) -> records.DocumentInfo:
    return records.DocumentInfo(
        symbol=front.symbol,
        title=front.title,
        agenda_item=front.agenda_item,
        body=front.body,
        sessions=front.sessions,
        date=_date(*front.date) if front.date else None,
        meeting=_date(*front.meeting) if front.meeting else None,
        place=front.place,
        language=front.language,
    )


def _date(text: str, value: DateValue) -> records.DateInfo:
    return records.DateInfo(
        text=text, edtf=value.edtf, start=value.start, end=value.end, precision=cast(records.Precision, value.precision)
    )


def _section(heading: bridge.Heading, block: Block) -> records.Section:
    return records.Section(
        id=heading.id,
        title=heading.title,
        level=heading.level,
        parent=heading.parent,
        number=heading.number,
        regions=_regions(places.regions(block)),
    )


def _regions(boxes: Sequence[Box]) -> tuple[records.Region, ...]:
    """Boxes for the record, to a tenth of a point; text input has none."""
    return tuple(
        records.Region(page=b.page, x0=round(b.x0, 1), top=round(b.top, 1), x1=round(b.x1, 1), bottom=round(b.bottom, 1)) for b in boxes
    )


def _citations(doc: Doc, homes: Sequence[_Home]) -> list[str]:
    front: bridge.Front = doc._.front
    places = [home.place for home in homes]
    index = {place.id: n for n, place in enumerate(places)}
    cited = [Cited(p.block, index.get(p.parent) if p.parent else None, p.section.path if p.section else ()) for p in places]
    return cite(front.symbol or front.title or doc._.source.name, cited, front.language)


def _notes(doc: Doc, homes: Sequence[_Home]) -> list[tuple[records.NoteMark, ...]]:
    """The note marks of each paragraph, with the ids of the notes."""
    blocks: Sequence[Block] = doc._.layout.blocks
    ids = {id(home.place.block): home.place.id for home in homes}
    return [
        tuple(
            records.NoteMark(at=mark.at, mark=mark.mark, note=ids.get(id(blocks[mark.note])) if mark.note is not None else None)
            for mark in home.place.block.notes
        )
        for home in homes
    ]


def _paragraph(
    home: _Home, packages: Packages, mentions: Sequence[Span], citation: str, notes: tuple[records.NoteMark, ...]
) -> records.Paragraph:
    place = home.place
    return records.Paragraph(
        id=place.id,
        number=place.block.number,
        section=place.section.id if place.section else None,
        parent=place.parent,
        kind=cast(Kind, place.block.role),
        text=place.block.text,
        regions=_regions(places.regions(place.block)) if home.on_page else (),
        packages=tuple(records.PackageScore(id=i, confidence=round(c, 3)) for i, c in packages),
        mentions=tuple(_mention(m, home) for m in mentions),
        mark=place.block.mark,
        rows=place.block.rows,
        citation=citation,
        notes=notes,
    )


def _mention(mention: Span, paragraph: _Home) -> records.Mention:
    start, text, told = mention.start_char - paragraph.start_char, mention.text, mention._
    return records.Mention(
        label=cast(records.Label, mention.label_),
        start=start,
        end=start + len(text),
        text=text,
        value=told.value,
        confidence=round(told.confidence, 3),
        regions=_boxes(paragraph, start, start + len(text)),
    )


def _boxes(paragraph: _Home, start: int, end: int) -> tuple[records.Region, ...]:
    """The boxes of a paragraph's characters `start` to `end`; text input has none."""
    return _regions(places.boxes(paragraph.place.block, start, end)) if paragraph.on_page else ()


def _endorsement(id_: str, event: bridge.Event, homes: Sequence[_Home]) -> records.Endorsement:
    home = _home(event.trigger, homes)
    sessions = event.sessions
    return records.Endorsement(
        id=id_,
        act=cast(records.Act, event.act),
        status=cast(records.Status, event.status),
        paragraph=home.place.id,
        trigger=_quote(event.trigger, home, homes),
        subject=_quote(event.subject, home, homes),
        agents=tuple(_agent(agent, home, homes) for agent in event.agents),
        bodies=event.bodies,
        date=_date(event.date.text, event.date._.date) if event.date is not None and event.date._.date else None,
        session=None if not sessions else sessions[0] if len(sessions) == 1 else sessions,
        package=event.package,
        confidence=round(event.confidence, 3),
    )


def _home(span: Span, homes: Sequence[_Home]) -> _Home:
    """The paragraph that a span begins in."""
    return homes[bisect_right(homes, span.start, key=attrgetter("start")) - 1]


def _quote(span: Span, home: _Home, homes: Sequence[_Home]) -> records.Quote:
    paragraph = home if home.start <= span.start < home.end else _home(span, homes)
    start, text = span.start_char - paragraph.start_char, span.text
    end = start + len(text)
    elsewhere = None if paragraph is home else paragraph.place.id
    return records.Quote(start=start, end=end, text=text, paragraph=elsewhere, regions=_boxes(paragraph, start, end))


def _agent(span: Span, home: _Home, homes: Sequence[_Home]) -> records.Agent:
    words = _quote(span, home, homes)
    return records.Agent(
        start=words.start, end=words.end, text=words.text, paragraph=words.paragraph, regions=words.regions, value=span._.value
    )


def _diagnostic(problem: Problem) -> records.Diagnostic:
    return records.Diagnostic(level=problem.level, code=problem.code, message=problem.message, page=problem.page)
