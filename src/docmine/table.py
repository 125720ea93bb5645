"""A record as a person reads it in a terminal."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from docmine.citations import shortened
from docmine.records import Endorsement, Record

LEAST_SUBJECT = 24  # characters a line; with less left for it, each endorsement is a block of its own instead of a row
MOST_BODY, MOST_PACKAGE = 24, 18  # longer ids are broken after a hyphen or a slash, never inside a word
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
        _print_endorsements(console, record)
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


def _print_endorsements(console: Console, record: Record) -> None:
    """As a table whose ids and dates are whole, or as blocks where the terminal is too narrow for that."""
    rows = [_cells(record, event) for event in record.endorsements]
    broken = [(act, _broken(bodies, MOST_BODY), date, _broken(package, MOST_PACKAGE), place) for act, bodies, date, package, place in rows]
    widths = [max(len(line) for row in broken for line in row[column].splitlines()) for column in range(5)]
    left = console.width - sum(widths) - 2 * (len(widths) + 1)
    if left < LEAST_SUBJECT:
        _print_blocks(console, record, rows)
    else:
        console.print(_table(record, broken, widths))


def _cells(record: Record, event: Endorsement) -> tuple[str, str, str, str, str]:
    """Act and status (a line each), bodies (one a line), date, package and place, safe to print."""
    act = event.act if event.status == "done" else f"{event.act}\n({event.status})"
    bodies = "\n".join(clean(body) for body in event.bodies or [a.text for a in event.agents])
    return act, bodies or "–", clean(event.date.edtf if event.date else "–"), clean(event.package or "–"), clean(_place(record, event))


def _broken(text: str, width: int) -> str:
    """Lines of at most `width` characters where words allow: broken at spaces, after hyphens and slashes."""
    lines: list[str] = []
    for line in text.splitlines():
        lines.append("")
        for piece in re.findall(r"[^\s/-]*[\s/-]?", line):
            if len((lines[-1] + piece).rstrip()) > width and lines[-1]:
                lines.append("")
            lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def _table(record: Record, rows: Sequence[tuple[str, str, str, str, str]], widths: Sequence[int]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", expand=False)
    for name, width in zip(("Act", "Bodies", "Date", "Subject", "Package", "Place"), (*widths[:3], None, *widths[3:]), strict=True):
        table.add_column(name, width=None if width is None else max(width, len(name)), ratio=None, overflow="fold")
    for event, (act, bodies, date, package, place) in zip(record.endorsements, rows, strict=True):
        table.add_row(Text(act, style=STYLES[event.status]), bodies, date, clean(event.subject.text), package, place)
    return table


def _print_blocks(console: Console, record: Record, rows: Sequence[tuple[str, str, str, str, str]]) -> None:
    """Each endorsement as its facts and, under them, its subject."""
    for event, (act, *facts, place) in zip(record.endorsements, rows, strict=True):
        told = [fact.replace("\n", ", ") for fact in (*facts, place) if fact != "–"]
        line = Text(act.replace("\n", " "), style=f"bold {STYLES[event.status]}")
        console.print(line.append(f"  {' · '.join(told)}", style="not bold default"))
        console.print(Padding(Text(clean(event.subject.text)), (0, 0, 0, 2)))


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
