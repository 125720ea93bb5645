"""Annotated records as documents to learn from: a `Doc` of the annotation's own paragraphs beside what is true of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from docmine import annotated, bridge
from docmine.annotated import Annotation
from docmine.dates import DateValue, parse_edtf
from docmine.errors import AnnotationError
from docmine.records import DateInfo, Label, Paragraph
from docmine.source import Block, FrontMatter, Layout, Source
from docmine.vocabulary import Vocabulary

Notice = Callable[[str, int, int], None]
# The first components read the page or decide nothing that is learnt; what is true of the front page comes from the annotation.
BEFORE_MODELS = ("docmine_sentences", "docmine_dates", "docmine_mentions", "docmine_links")


@dataclass(frozen=True, slots=True)
class Example:
    """A document to learn from: `doc` is made of the annotation's paragraphs; its mentions are those that the components find,
    its front matter, its packages and what its dates mean are the annotation's."""

    annotation: Annotation
    doc: Doc

    @property
    def name(self) -> str:
        return Path(self.annotation.source.name).stem

    @property
    def organisation(self) -> str:
        return self.annotation.organisation

    @property
    def decade(self) -> str:
        """`2010s`; `undated` if the document has no date."""
        date = self.annotation.document.date
        return f"{date.edtf[:3]}0s" if date else "undated"

    def paragraphs(self) -> Iterator[tuple[Span, Paragraph]]:
        """Each paragraph's span and its annotation."""
        return zip(bridge.paragraphs(self.doc), (p for p in self.annotation.paragraphs if p.text), strict=True)

    def places(self, label: Label) -> dict[tuple[int, int], str | None]:
        """Where the annotated mentions of a label stand in `doc`, and their values."""
        return {
            (span.start_char + m.start, span.start_char + m.end): m.value
            for span, truth in self.paragraphs()
            for m in truth.mentions
            if m.label == label
        }

    def where(self, span: Span) -> str:
        """A paragraph as an error message names it."""
        return f"{self.name}.json: paragraph {span._.place.id}"


def read(folder: Path, nlp: Language, vocabulary: Vocabulary, notice: Notice | None = None) -> list[Example]:
    """The annotated records of a folder, by name, checked.

    Raises AnnotationError naming the file and paragraph, or if there is none.
    """
    annotations = annotated.read_all(folder, vocabulary)
    examples = []
    for n, annotation in enumerate(annotations):
        _check_packages(annotation, vocabulary)
        if notice:
            notice(annotation.source.name, n, len(annotations))
        examples.append(example(annotation, nlp))
    return examples


def _check_packages(annotation: Annotation, vocabulary: Vocabulary) -> None:
    known = {package.id for package in vocabulary.packages}
    for paragraph in annotation.paragraphs:
        for package in paragraph.packages:
            if package.id not in known:
                name = Path(annotation.source.name).stem
                raise AnnotationError(f"{name}.json: paragraph {paragraph.id}: unknown package {package.id!r}; add it to the vocabulary")


def example(annotation: Annotation, nlp: Language) -> Example:
    """One annotation with its `Doc`; `nlp` is docmine's pipeline."""
    source = Source(annotation.source.name, b"", annotation.source.sha256, annotation.source.media_type)
    doc = bridge.build(nlp.vocab, source, layout(annotation))
    read = nlp.get_pipe("docmine_front")(doc)._.front
    doc._.front = replace(front(annotation), body_name=None if annotation.document.body else read.body_name)
    for name in BEFORE_MODELS:
        doc = nlp.get_pipe(name)(doc)
    made = Example(annotation, doc)
    _tell_dates(made)
    doc._.packages = {span._.place.id: tuple((k.id, k.confidence) for k in truth.packages) for span, truth in made.paragraphs()}
    return made


def _tell_dates(made: Example) -> None:
    """Give the dates that are found their annotated values: what is learnt of acts must not rest on a wrong year."""
    truth = made.places("DATE")
    for span in bridge.mentions(made.doc, "DATE"):
        if value := truth.get((span.start_char, span.end_char)):
            span._.value, span._.date = value, parse_edtf(value)


def layout(annotation: Annotation) -> Layout:
    """The annotation's sections and paragraphs as blocks, each heading before the first paragraph that stands under it."""
    blocks: list[Block] = []
    at: dict[str, int] = {}
    waiting = list(annotation.sections)
    for paragraph in annotation.paragraphs:
        while waiting and paragraph.section is not None and paragraph.section not in at:
            section = waiting.pop(0)
            at[section.id] = len(blocks)
            title = f"{section.number} {section.title}" if section.number else section.title
            blocks.append(Block("heading", title, mark=section.number, level=section.level))
        at[paragraph.id] = len(blocks)
        blocks.append(_block(paragraph, at))
    blocks += [Block("heading", s.title, mark=s.number, level=s.level) for s in waiting]
    document = annotation.document
    return Layout(tuple(blocks), FrontMatter(document.symbol, document.title, document.agenda_item))


def _block(paragraph: Paragraph, at: dict[str, int]) -> Block:
    return Block(
        paragraph.kind,
        paragraph.text,
        number=paragraph.number,
        mark=paragraph.mark,
        parent=at.get(paragraph.parent or ""),
        section=at.get(paragraph.section or ""),
        rows=paragraph.rows,
    )


def front(annotation: Annotation) -> bridge.Front:
    """The annotation's front matter as components see it."""
    document = annotation.document
    return bridge.Front(
        symbol=document.symbol,
        title=document.title,
        agenda_item=document.agenda_item,
        body=document.body,
        sessions=document.sessions,
        date=_date(document.date),
        meeting=_date(document.meeting),
        place=document.place,
        language=document.language,
    )


def _date(date: DateInfo | None) -> tuple[str, DateValue] | None:
    return (date.text, parse_edtf(date.edtf)) if date else None


def data_hash(folder: Path) -> str:
    """One hash of all annotated records of a folder (their names and bytes)."""
    total = sha256()
    for file in sorted(folder.glob("*.json")):
        total.update(file.name.encode() + b"\0" + sha256(file.read_bytes()).digest())
    return total.hexdigest()


def subset(examples: Sequence[Example], names: frozenset[str]) -> list[Example]:
    """The examples of these names, in their order."""
    return [e for e in examples if e.name in names]
