"""A record as a person reads it in a terminal."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from docmine.citations import shortened
from docmine.records import Endorsement, Record

STYLES = {"done": "green", "planned": "yellow", "conditional": "yellow", "declined": "red"}


def render(record: Record, *, width: int = 120, colour: bool = False) -> str:
    """The document line, its endorsements, then its bodies and dates counted.

    `width` is in characters (at least 60); `colour` adds terminal colours, unless NO_COLOR is set.
    """
    out = io.StringIO()
    console = Console(file=out, width=max(60, width), force_terminal=colour, highlight=False, emoji=False, markup=False)
    console.print(_document_line(record))
    console.print()
    if record.endorsements:
        console.print(_endorsements(record))
    else:
        console.print("No endorsements found.")
    for heading, line in (("Bodies", _counted(_values(record, "BODY"))), ("Dates", _counted(_values(record, "DATE")))):
        console.print()
        console.print(Text(f"{heading}  ", style="bold").append(line or "none", style="not bold"))
    problems = [d for d in record.diagnostics if d.level != "info"]
    if problems:
        console.print()
        console.print(
            Text("Problems  ", style="bold").append(f"{len(problems)}, the first: {clean(problems[0].message)}", style="not bold")
        )
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def clean(text: str) -> str:
    """Text of a document made safe for a terminal: control and format characters are shown as escapes."""
    return "".join(c if c.isprintable() or c == " " else c.encode("unicode_escape").decode() for c in text)


def _document_line(record: Record) -> Text:
    info = record.document
    sessions = "/".join(map(str, info.sessions))
    parts = [
        info.symbol,
        info.title,
        info.body and f"{info.body}{f' {sessions}' if sessions else ''}",
        info.date and info.date.edtf,
        info.meeting and f"meeting {info.meeting.edtf}",
        info.place,
        f"{record.source.pages} page{'s' if record.source.pages != 1 else ''}",
        info.language,
    ]
    return Text(clean(f"{record.source.name}: " + " · ".join(part for part in parts if part)), style="bold")


def _endorsements(record: Record) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", collapse_padding=True)
    for name, share in (("Act", 2), ("Bodies", 3), ("Date", 2), ("Subject", 6), ("Package", 2), ("Place", 2)):
        table.add_column(name, ratio=share, overflow="fold")
    for event in record.endorsements:
        act = event.act if event.status == "done" else f"{event.act} ({event.status})"
        table.add_row(
            Text(act, style=STYLES[event.status]),
            clean(", ".join(event.bodies) or ", ".join(a.text for a in event.agents) or "–"),
            clean(event.date.edtf if event.date else "–"),
            clean(event.subject.text),
            clean(event.package or "–"),
            clean(_place(record, event)),
        )
    return table


def _place(record: Record, event: Endorsement) -> str:
    """`para. 4 (a), p. 1`: the citation without the paper's own name, and the page."""
    paragraph = next(p for p in record.paragraphs if p.id == event.paragraph)
    page = next((r.page for r in (*event.trigger.regions, *paragraph.regions)), None)
    paper = shortened(record.document.symbol or record.document.title or record.source.name)
    shown = paragraph.citation.removeprefix(f"{paper}, ") or paragraph.id
    return f"{shown}, p. {page}" if page and not shown.endswith(f"p. {page}") else shown


def _values(record: Record, label: str) -> Iterable[str]:
    return (m.value or m.text for p in record.paragraphs for m in p.mentions if m.label == label)


def _counted(values: Iterable[str]) -> str:
    ranked = sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))
    return clean(", ".join(f"{value} {n}" if n > 1 else value for value, n in ranked))
