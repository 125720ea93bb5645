"""Make the corpus from its marked text: `corpus/NAME.html`, `corpus/NAME.pdf` and `annotations/NAME.json`.

    python corpus/make/build.py [--check] [NAME...]

`--check` writes nothing and says what is out of date. Needs docmine and, to write PDFs, WeasyPrint 70 with the Liberation, DejaVu,
Carlito, Caladea and Linux Libertine fonts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

import marked
import render

from docmine import annotated, records
from docmine.dates import parse_edtf
from docmine.vocabulary import load

ROOT = Path(__file__).resolve().parents[2]
CORPUS, ANNOTATIONS = ROOT / "corpus", ROOT / "annotations"
UNSEEN = ANNOTATIONS / "unseen"  # what nothing is learnt from, with its PDFs beside it


def date_info(printed: str, edtf: str) -> records.DateInfo:
    value = parse_edtf(edtf)
    return records.DateInfo(text=printed, edtf=value.edtf, start=value.start, end=value.end, precision=value.precision)


def annotation(document: marked.Document, pdf: bytes) -> annotated.Annotation:
    """The annotated record of a marked document whose PDF is `pdf`."""
    head = document.head
    sha256 = hashlib.sha256(pdf).hexdigest()
    ids = _ids(document)
    return annotated.Annotation(
        id=sha256,
        source=records.Origin(
            name=f"{document.name}.pdf", media_type="application/pdf", sha256=sha256, pages=_pages(pdf), text_layer="native"
        ),
        document=_document(head),
        sections=tuple(_sections(document)),
        paragraphs=tuple(_paragraphs(document, ids)),
        endorsements=tuple(_event(n, event, ids) for n, event in enumerate(document.events, 1)),
        organisation=head["organisation"],
        hard=head["hard"],
        optional=tuple(
            annotated.OptionalMention(paragraph=ids[m.block], **_mention(m))
            for b in document.blocks
            for m in b.mentions
            if m.optional and m.block in ids
        ),
        negatives=tuple(
            records.Quote(start=q.start, end=q.end, text=q.text, paragraph=ids[q.block])
            for b in document.blocks
            for q in b.negatives
            if q.block in ids
        ),
    )


def _pages(pdf: bytes) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(pdf))


def _document(head: dict[str, str]) -> records.DocumentInfo:
    dates = {key: date_info(*head[key].split(" = ", 1)) for key in ("date", "meeting") if key in head}
    return records.DocumentInfo(
        symbol=head.get("symbol"),
        title=head["title"],
        agenda_item=head.get("agenda_item"),
        body=head["body"] if head["body"] != "?" else None,
        sessions=tuple(int(s) for s in head.get("sessions", "").split(",") if s.strip()),
        place=head.get("place"),
        language=head["language"],
        **dates,
    )


def _ids(document: marked.Document) -> dict[int, str]:
    """Block index to paragraph id."""
    kept = [i for i, b in enumerate(document.blocks) if b.kind != "heading"]
    return {index: f"p{n}" for n, index in enumerate(kept, 1)}


def _sections(document: marked.Document) -> list[records.Section]:
    found: list[records.Section] = []
    for block in document.blocks:
        if block.kind == "heading":
            above = next((s.id for s in reversed(found) if s.level < block.level), None)
            found.append(records.Section(id=f"s{len(found) + 1}", title=block.text, level=block.level, parent=above))
    return found


def _paragraphs(document: marked.Document, ids: dict[int, str]) -> list[records.Paragraph]:
    found, sections, parent = [], 0, None
    for index, block in enumerate(document.blocks):
        if block.kind == "heading":
            sections += 1
            continue
        if block.numbered:
            parent = ids[index]
        found.append(
            records.Paragraph(
                id=ids[index],
                number=block.number,
                section=f"s{sections}" if sections else None,
                parent=parent if block.hangs and not block.numbered else None,
                kind=block.kind,
                text=block.text,
                packages=tuple(records.PackageScore(id=p, confidence=1) for p in block.packages),
                mentions=tuple(records.Mention(**_mention(m)) for m in block.mentions if not m.optional),
                mark=block.printed if not block.numbered else None,
                rows=tuple(tuple(row) for row in block.rows),
            )
        )
    return found


def _mention(mention: marked.Mention) -> dict[str, object]:
    value = mention.value
    return {"label": mention.label, "start": mention.start, "end": mention.end, "text": mention.text, "value": value, "confidence": 1}


def _event(n: int, event: marked.Event, ids: dict[int, str]) -> records.Endorsement:
    home = event.trigger.block

    def quote(q: marked.Quote) -> dict[str, object]:
        return {"start": q.start, "end": q.end, "text": q.text, "paragraph": None if q.block == home else ids[q.block]}

    return records.Endorsement(
        id=f"e{n}",
        act=event.act,
        status=event.status,
        paragraph=ids[home],
        trigger=records.Quote(**quote(event.trigger)),
        subject=records.Quote(**quote(event.subject)),
        agents=tuple(records.Agent(value=a.value, **quote(a)) for a in event.agents),
        bodies=event.bodies,
        date=date_info(*event.date) if event.date else None,
        session=None if not event.session else event.session[0] if len(event.session) == 1 else event.session,
        package=event.package,
        confidence=1,
    )


def record_text(truth: annotated.Annotation) -> str:
    """The record as JSON, one line a paragraph, section or act: small, and a change shows as the lines that changed."""
    fields = []
    for name, value in json.loads(truth.to_json()).items():
        listed = isinstance(value, list) and value and isinstance(value[0], dict)
        told = "[\n" + ",\n".join(map(_compact, value)) + "\n]" if listed else _compact(value)
        fields.append(f"{_compact(name)}: {told}")
    return "{\n" + ",\n".join(fields) + "\n}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def build(file: Path, check: bool, corpus: Path = CORPUS, annotations: Path = ANNOTATIONS) -> list[str]:
    """Make one document, or only check that it is up to date; returns what is wrong with it (then nothing is written)."""
    document, errors = marked.parse(file.read_text("utf-8"), file.stem)
    if errors:
        return [f"{file.name}: {error}" for error in errors]
    page = render.html(document, render.body_name(document.head["body"], document.head["language"]))
    source, target, truth_file = corpus / f"{file.stem}.html", corpus / f"{file.stem}.pdf", annotations / f"{file.stem}.json"
    fresh = target.exists() and source.exists() and source.read_text("utf-8") == page
    if check and not fresh:
        return [f"{file.name}: its HTML or PDF is out of date; run build.py"]
    pdf = target.read_bytes() if fresh else render.pdf(page)
    try:
        truth = annotation(document, pdf)
    except ValueError as error:
        return [f"{file.name}: {error}"]
    wrong = [f"{file.name}: {problem}" for problem in annotated.problems(truth, load("wco"))]
    text = record_text(truth)
    if check and not wrong and (not truth_file.exists() or truth_file.read_text("utf-8") != text):
        wrong = [f"{file.name}: its annotated record is out of date; run build.py"]
    if not check and not wrong:
        source.write_text(page, "utf-8")
        target.write_bytes(pdf)
        truth_file.write_text(text, "utf-8")
    return wrong


def build_second(file: Path, check: bool) -> list[str]:
    """Make the second annotation's record of a document whose PDF is there already, or only check it; returns what is wrong."""
    document, errors = marked.parse(file.read_text("utf-8"), file.stem)
    if errors:
        return [f"second/{file.name}: {error}" for error in errors]
    first, first_errors = marked.parse((ANNOTATIONS / "marked" / file.name).read_text("utf-8"), file.stem)
    if first_errors or [b.text for b in first.blocks] != [b.text for b in document.blocks]:
        return [f"second/{file.name}: its words are not those of the first annotation"]
    truth = annotation(document, (CORPUS / f"{file.stem}.pdf").read_bytes())
    wrong = [f"second/{file.name}: {problem}" for problem in annotated.problems(truth, load("wco"))]
    target, text = ANNOTATIONS / "second" / f"{file.stem}.json", record_text(truth)
    if check and not wrong and (not target.exists() or target.read_text("utf-8") != text):
        wrong = [f"second/{file.name}: its annotated record is out of date; run build.py"]
    if not check and not wrong:
        target.write_text(text, "utf-8")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="documents to make (default: all)")
    parser.add_argument("--check", action="store_true", help="write nothing; say what is out of date")
    given = parser.parse_args()
    wrong: list[str] = []
    for file in sorted((ANNOTATIONS / "marked").glob("*.txt")):
        if not given.names or file.stem in given.names:
            wrong += build(file, given.check)
    for file in sorted((ANNOTATIONS / "second/marked").glob("*.txt")):
        if not given.names or file.stem in given.names:
            wrong += build_second(file, given.check)
    for file in sorted((UNSEEN / "marked").glob("*.txt")):
        if not given.names or file.stem in given.names:
            wrong += build(file, given.check, UNSEEN, UNSEEN)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
