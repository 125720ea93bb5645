"""Marked documents as pages: clean HTML in one of ten layouts, and the PDF that WeasyPrint makes of it."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from pathlib import Path

import yaml
from marked import Block, Document

STYLES = Path(__file__).with_name("styles")
SESSION_WORD = {"en": ("Session", "Sessions"), "fr": ("session", "sessions")}
NARROW = ("word", "word-arial", "un", "hanging")  # layouts with a column for numbers that a unit's label does not fit
WIDE_LABELS = """.numbered.unit .number { position: static; float: none; width: auto; margin: 0 2mm 0 0; white-space: nowrap; }
.numbered.unit p { display: inline; }
"""
AGENDA = {"en": "(Item {} on the Agenda)", "fr": "(Point {} de l’ordre du jour)"}


def html(document: Document, body_name: str | None) -> str:
    """The document's page source; nothing of the annotations is in it."""
    head = document.head
    style = f"{(STYLES / 'all.css').read_text('utf-8')}\n{(STYLES / (head['layout'] + '.css')).read_text('utf-8')}"
    blocks = "\n".join(_blocks(document))
    if head["layout"] in NARROW and 'class="numbered unit"' in blocks:
        style += WIDE_LABELS
    return (
        f'<!DOCTYPE html>\n<html lang="{head["language"]}" class="{head["layout"]}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(head['title'])}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"{_front(document, body_name)}\n{blocks}\n</body>\n</html>\n"
    )


@lru_cache(maxsize=1)
def _entries() -> dict[str, dict[str, dict[str, list[str]]]]:
    file = Path(__file__).resolve().parents[2] / "src/docmine/vocabularies/wco/bodies.yml"
    return {entry["id"]: entry for entry in yaml.safe_load(file.read_text("utf-8"))}


def body_name(body: str, language: str) -> str | None:
    """The name that a title page prints for a body id: the short one, but where another of its organisation goes by it too; None for a
    body that the vocabulary lacks."""
    entry = _entries().get(body, {})
    short = entry.get("local", {}).get(language)
    others = [one for id_, one in _entries().items() if id_ != body and one.get("parent") == entry.get("parent")]
    if short and any(one.get("local", {}).get(language) == short for one in others):
        short = None
    names = short or entry.get("names", {}).get(language) or entry.get("names", {}).get("en")
    return names[0] if names else None


def pdf(page: str) -> bytes:
    """The PDF of a page source."""
    import weasyprint

    return bytes(weasyprint.HTML(string=page).write_pdf())


def _front(document: Document, body_name: str | None) -> str:
    """The title block and the strings that running heads and feet repeat."""
    head = document.head
    symbol, place = head.get("symbol"), head.get("place")
    rows = []
    if symbol:
        rows.append(f'<p class="symbol">{escape(symbol)}</p>')
    if "date" in head:
        dated = head["date"].partition(" = ")[0]
        rows.append(f'<p class="dated">{escape(f"{place}, {dated}" if place and "meeting" not in head else dated)}</p>')
    if body_name:
        rows.append(f'<p class="body">{escape(body_name)}</p>')
    if sessions := [s.strip() for s in head.get("sessions", "").split(",") if s.strip()]:
        rows.append(f'<p class="session">{escape(_sessions(sessions, head["language"]))}</p>')
    if "meeting" in head:
        met = head["meeting"].partition(" = ")[0]
        rows.append(f'<p class="meeting">{escape(f"{place}, {met}" if place else met)}</p>')
    if "agenda_item" in head:
        rows.append(f'<p class="item">{escape(AGENDA[head["language"]].format(head["agenda_item"]))}</p>')
    running = f'<div class="run-symbol">{escape(symbol or "")}</div><div class="run-title">{escape(head["title"])}</div>'
    return f"{running}\n<header>\n{chr(10).join(rows)}\n</header>"


def _sessions(numbers: list[str], language: str) -> str:
    word = SESSION_WORD[language][len(numbers) > 1]
    return f"{'/'.join(_ordinal(int(n), language) for n in numbers)} {word}"


def _ordinal(n: int, language: str) -> str:
    if language == "fr":
        return "1re" if n == 1 else f"{n}e"
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def _blocks(document: Document) -> list[str]:
    out: list[str] = []
    notes: list[str] = []
    for block in document.blocks:
        if block.kind == "footnote":
            notes.append(block.text)
            if out and out[-1].endswith("</p>"):  # the note's mark stands at the end of the block before it
                out[-1] = f'{out[-1][:-4]}<span class="note">{escape(block.text)}</span></p>'
                continue
        out.append(_block(block))
    return out


def _block(block: Block) -> str:
    text = escape(block.text)
    if block.kind == "heading":
        return f"<h{block.level}>{text}</h{block.level}>"
    if block.kind == "table":
        return "<table>" + "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in block.rows) + "</table>"
    if block.numbered:
        printed = escape(block.printed or "")
        unit = " unit" if any(c.isalpha() for c in printed) and len(printed) > 4 else ""
        return f'<div class="numbered{unit}"><span class="number">{printed}</span> <p>{text}</p></div>'
    hangs = " hangs" if block.hangs else ""
    if block.kind == "list_item":
        mark = escape(block.printed or "•")
        return f'<div class="item{hangs}"><span class="mark">{mark}</span> <p>{text}</p></div>'
    return f'<p class="plain{hangs}">{text}</p>'
