"""Documents for tests, built from marked sentences: `{B:id|text}` bodies, `{D:edtf|text}` dates, `[[trigger]]`, `((subject))`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.lang.xx import MultiLanguage
from spacy.tokens import Doc

from docmine import bridge
from docmine.bridge import Front
from docmine.components.sentences import Sentences
from docmine.dates.edtf import parse_edtf
from docmine.events.find import candidates, endorsements
from docmine.source import Block, Layout, Source

MARK = re.compile(r"\{([BD]):([^|]*)\|([^}]*)\}|(\[\[)|(\]\])|(\(\()|(\)\))")
NLP = MultiLanguage()


@dataclass
class Marked:
    """A built document and the offsets of what its marks say, in the `Doc`'s text."""

    doc: Doc
    triggers: list[tuple[int, int]] = field(default_factory=list)
    subjects: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class _Clean:
    text: str = ""
    mentions: list[tuple[int, int, str, str]] = field(default_factory=list)
    triggers: list[tuple[int, int]] = field(default_factory=list)
    subjects: list[tuple[int, int]] = field(default_factory=list)


def clean(marked: str) -> _Clean:
    """The text without its marks, and where they stood."""
    out, at, open_trigger, open_subject = _Clean(), 0, 0, 0
    for match in MARK.finditer(marked):
        out.text += marked[at : match.start()]
        at = match.end()
        if match[1]:
            out.mentions.append((len(out.text), len(out.text) + len(match[3]), match[1], match[2]))
            out.text += match[3]
        elif match[4]:
            open_trigger = len(out.text)
        elif match[5]:
            out.triggers.append((open_trigger, len(out.text)))
        elif match[6]:
            open_subject = len(out.text)
        else:
            out.subjects.append((open_subject, len(out.text)))
    out.text += marked[at:]
    return out


def build(paragraphs: list[str], front: Front | None = None, packages: dict[str, tuple[tuple[str, float], ...]] | None = None) -> Marked:
    """A `Doc` of marked paragraphs; those that begin with `- ` are list items under the paragraph before them."""
    cleaned = [clean(text.removeprefix("- ")) for text in paragraphs]
    blocks, parent = [], None
    for index, (text, one) in enumerate(zip(paragraphs, cleaned, strict=True)):
        item = text.startswith("- ")
        parent = parent if item else index
        blocks.append(
            Block("list_item" if item else "paragraph", one.text, number=None if item else str(index + 1), parent=parent if item else None)
        )
    doc = bridge.build(NLP.vocab, Source("x.txt", b"", "0" * 64, "text/plain"), Layout(tuple(blocks)))
    doc._.front, doc._.packages = front or Front(body="wco/ptc", title="Report of the Committee"), packages or {}
    result = Marked(doc)
    for span, one in zip(bridge.paragraphs(doc), cleaned, strict=True):
        base = span.start_char
        for start, end, label, value in one.mentions:
            name = {"B": "BODY", "D": "DATE"}[label]
            mention = bridge.add_mention(doc, base + start, base + end, name, None if value == "?" else value, 1.0)
            if mention is not None and name == "DATE":
                mention._.date = parse_edtf(value)
        result.triggers += [(base + a, base + b) for a, b in one.triggers]
        result.subjects += [(base + a, base + b) for a, b in one.subjects]
    Sentences()(doc)
    return result


def find(
    *paragraphs: str, front: Front | None = None, packages: dict[str, tuple[tuple[str, float], ...]] | None = None
) -> tuple[bridge.Event, ...]:
    """The endorsements found in marked paragraphs."""
    doc = build(list(paragraphs), front, packages).doc
    return endorsements(doc, candidates(doc))


def facts(*paragraphs: str, front: Front | None = None) -> list[tuple[str, str, str]]:
    """Act, status and subject of each endorsement found."""
    return [(e.act, e.status, e.subject.text) for e in find(*paragraphs, front=front)]
