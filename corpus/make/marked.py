"""Read marked text (annotations/FORMAT.md): a document's words and, in the same place, what a reader found in them.

python corpus/make/marked.py FILE...      says what is wrong, line by line, and what the files hold
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ACTS = ("endorse", "adopt", "approve", "agree", "accept", "confirm")
STATUSES = ("done", "planned", "conditional", "declined")
LAYOUTS = ("word", "word-arial", "typeset", "two-column", "typewriter", "hanging", "un", "resolutions", "minutes", "memo")
HEAD_KEYS = {"symbol", "title", "agenda_item", "body", "sessions", "date", "meeting", "place", "language", "organisation", "layout", "hard"}
LABELS = {"B": "BODY", "D": "DATE", "P": "PACKAGE"}
PACKAGES = ("revenue", "economic-competitiveness", "compliance-enforcement", "organizational-development")

MENTION = re.compile(r"\{([BDPbdp]):([^|{}]*)\|([^{}]*)\}")
HEADING = re.compile(r"(#{1,4}) +(.*)", re.S)
NUMBERED = re.compile(r"<([^<>]{1,60})> +(.*)", re.S)
MARKED_ITEM = re.compile(r"-(\(?[0-9A-Za-z]{1,5}[.)]) +(.*)", re.S)
PREFIXES = {"-": "list_item", ">": "paragraph", "~": "paragraph", "^": "footnote"}


class MarkedError(ValueError):
    """What is wrong, with the line it stands in."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a block: `block` counts the document's blocks from 0."""

    block: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mention(Quote):
    label: str
    value: str | None
    optional: bool


@dataclass(frozen=True, slots=True)
class Event:
    act: str
    status: str
    trigger: Quote
    subject: Quote
    agents: tuple[Mention, ...]
    bodies: tuple[str, ...]
    date: tuple[str, str] | None  # as printed, EDTF
    session: tuple[int, ...]
    package: str | None


@dataclass(slots=True)
class Block:
    """`printed` is the number, mark or heading number as it stands on the page; `hangs` says whether a numbered paragraph is its parent."""

    kind: str  # heading, paragraph, list_item, footnote, table
    text: str
    line: int
    level: int = 0
    printed: str | None = None
    numbered: bool = False
    hangs: bool = False
    rows: list[list[str]] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    packages: list[str] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)  # the `!` and `?` lines, with their line numbers
    negatives: list[Quote] = field(default_factory=list)

    @property
    def number(self) -> str | None:
        """The paragraph's number without its final punctuation (`12.` is `12`, `§ 7` is `7`, `Resolution no. 2017-01` is `2017-01`)."""
        if not self.numbered or self.printed is None:
            return None
        bare = self.printed.strip().rstrip(".)*/-–— ").lstrip("(§ ")
        bare = re.sub(r"^(?:[^\W\d]+[.°]?\s+)+", "", bare)  # a unit's name: `Resolution no.`
        return bare.lstrip("( ").strip()


@dataclass(slots=True)
class Document:
    name: str
    head: dict[str, str]
    blocks: list[Block]
    events: list[Event]


@cache
def known_ids() -> frozenset[str]:
    """Body ids of the shipped vocabulary, read with a line pattern so that this script needs no library."""
    ids: set[str] = set()
    for file in sorted((ROOT / "src/docmine/vocabularies").glob("*/bodies*.yml")):
        ids.update(re.findall(r"(?m)^- +id: +['\"]?([\w/.-]+)", file.read_text("utf-8")))
    return frozenset(ids)


def _clean(marked: str, block: int, line: int, ids: Set[str]) -> tuple[str, list[Mention]]:
    """Text without its marks, and the mentions in it."""
    out, mentions, at, length = [], [], 0, 0
    marked = re.sub(r"\s+", " ", marked).strip()
    for m in MENTION.finditer(marked):
        out.append(marked[at : m.start()])
        length += m.start() - at
        letter, value, text = m[1], m[2].strip(), m[3]
        if text != text.strip() or not text:
            raise MarkedError(line, f"a mention must not begin or end with a space: {m[0]!r}")
        label = LABELS[letter.upper()]
        optional = letter.islower()
        if label == "BODY" and ids and value not in ids and value not in ("?", "") and not optional:
            raise MarkedError(line, f"unknown body {value!r} (write ? for a body that the vocabulary lacks)")
        if label == "PACKAGE" and value not in PACKAGES and not optional:
            raise MarkedError(line, f"unknown package {value!r}")
        mentions.append(Mention(block, length, length + len(text), text, label, None if value in ("?", "") else value, optional))
        out.append(text)
        length += len(text)
        at = m.end()
    out.append(marked[at:])
    text = "".join(out)
    if "{" in text or "}" in text:
        raise MarkedError(line, "a brace that belongs to no mention")
    return text, mentions


def _rows(lines: list[str]) -> list[list[str]]:
    """The cells of a table's rows, marks and all; a `|` inside a mention does not end a cell; ruling rows are left out."""
    rows = []
    for line in lines:
        kept = MENTION.sub(lambda m: m[0].replace("|", "\0"), line.strip())
        rows.append([cell.strip().replace("\0", "|") for cell in kept.strip("|").split("|")])
    return [row for row in rows if any(not re.fullmatch(r":?-*:?", cell) for cell in row)]


def _block(lines: list[str], first: int, index: int, hanging: bool, ids: Set[str]) -> Block:
    if lines[0].startswith("|"):
        cells = _rows(lines)
        text, mentions = _clean(" ".join(cell for row in cells for cell in row if cell), index, first, ids)
        rows = [[MENTION.sub(lambda m: m[3], cell) for cell in row] for row in cells]
        return Block("table", text, first, rows=rows, hangs=hanging, mentions=mentions)
    raw = "\n".join(lines)
    if m := HEADING.match(raw):
        text, mentions = _clean(m[2], index, first, ids)
        return Block("heading", text, first, level=len(m[1]))
    if m := NUMBERED.match(raw):
        text, mentions = _clean(m[2], index, first, ids)
        return Block("paragraph", text, first, printed=m[1].strip(), numbered=True, mentions=mentions)
    if m := MARKED_ITEM.match(raw):
        text, mentions = _clean(m[2], index, first, ids)
        return Block("list_item", text, first, printed=m[1], hangs=hanging, mentions=mentions)
    if raw[:1] in PREFIXES and raw[1:2] in (" ", "\n"):
        text, mentions = _clean(raw[1:], index, first, ids)
        return Block(
            PREFIXES[raw[0]], text, first, printed="•" if raw[0] == "-" else None, hangs=hanging and raw[0] in "->", mentions=mentions
        )
    raise MarkedError(first, f"a block must begin with # <N.> - > ~ ^ or |: {raw[:40]!r}")


def _find(blocks: list[Block], at: int, words: str, line: int) -> Quote:
    """`words`, `words #2`, `words @+1`, `words #2 @-1`: the place meant."""
    words = words.strip()
    if m := re.search(r" *@([+-]\d+)$", words):
        at += int(m[1])
        words = words[: m.start()]
    nth = 1
    if m := re.search(r" *#(\d+)$", words):
        nth = int(m[1])
        words = words[: m.start()]
    words = re.sub(r"\s+", " ", words).strip()
    if not 0 <= at < len(blocks) or not words:
        raise MarkedError(line, f"no such block or no words: {words!r}")
    text = blocks[at].text
    start = -1
    for _ in range(nth):
        start = _next_whole(text, words, start + 1)
        if start < 0:
            raise MarkedError(line, f"not in block {text[:30]!r}…: {words!r}" + (f" #{nth}" if nth > 1 else ""))
    return Quote(at, start, start + len(words), words)


def _next_whole(text: str, words: str, at: int) -> int:
    """Where `words` stand next as whole words, else -1."""
    while (at := text.find(words, at)) >= 0:
        before, after = text[at - 1 : at], text[at + len(words) : at + len(words) + 1]
        if not (before.isalnum() and words[0].isalnum()) and not (after.isalnum() and words[-1].isalnum()):
            return at
        at += 1
    return -1


def _event(blocks: list[Block], at: int, line: int, note: str, ids: Set[str]) -> Event:
    first, *rest = [part.strip() for part in note[1:].split("|")]
    words = first.split()
    if len(words) != 2 or words[0] not in ACTS or words[1] not in STATUSES:
        raise MarkedError(line, f"wants `! act status`: {first!r}")
    fields: dict[str, str] = {}
    for part in rest:
        key, colon, value = part.partition(":")
        if (
            not colon
            or key.strip() not in ("trigger", "subject", "agents", "bodies", "date", "session", "package")
            or key.strip() in fields
        ):
            raise MarkedError(line, f"unknown or repeated field {part!r}")
        if value.strip():
            fields[key.strip()] = value.strip()
    if "trigger" not in fields or "subject" not in fields:
        raise MarkedError(line, "trigger and subject are needed")
    bodies = tuple(b.strip() for b in fields.get("bodies", "").split(",") if b.strip() not in ("", "?"))
    for body in bodies:
        if ids and body not in ids:
            raise MarkedError(line, f"unknown body {body!r}")
    package = fields.get("package")
    if package is not None and package not in PACKAGES:
        raise MarkedError(line, f"unknown package {package!r}")
    date = None
    if "date" in fields:
        printed, equals, edtf = fields["date"].partition(" = ")
        if not equals:
            raise MarkedError(line, f"wants `date: words = EDTF`: {fields['date']!r}")
        date = (printed.strip(), edtf.strip())
    agents = tuple(_agent(blocks, at, words, line) for words in fields.get("agents", "").split(";") if words.strip())
    session = tuple(int(n) for n in re.findall(r"\d+", fields.get("session", "")))
    trigger, subject = (_find(blocks, at, fields[key], line) for key in ("trigger", "subject"))
    if blocks[subject.block].kind == "heading" and blocks[trigger.block].kind != "heading":
        raise MarkedError(line, f"the subject stands in a heading; quote it where a paragraph has it: {subject.text!r}")
    return Event(words[0], words[1], trigger, subject, agents, bodies, date, session, package)


def _agent(blocks: list[Block], at: int, words: str, line: int) -> Mention:
    """The mention quoted; without `#n` the one nearest the block's beginning that carries exactly these words."""
    quote = _find(blocks, at, words, line)
    for mention in blocks[quote.block].mentions:
        if mention.label == "BODY" and (mention.start, mention.end) == (quote.start, quote.end):
            return mention
    if "#" not in words:
        for mention in blocks[quote.block].mentions:
            if mention.label == "BODY" and mention.text == quote.text:
                return mention
    raise MarkedError(line, f"agent is not marked {{B:…}} there: {words.strip()!r}")


def _chunks(lines: list[str], first: int) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are not blank, each with the number of its first line."""
    chunk: list[str] = []
    for number, line in enumerate([*lines, ""], first):
        if line.startswith("#") and chunk:  # a heading is a block of its own, blank line or not
            yield number - len(chunk), chunk
            chunk = []
        if line.strip():
            chunk.append(line.rstrip())
        elif chunk:
            yield number - len(chunk), chunk
            chunk = []


def _head(lines: list[str]) -> dict[str, str]:
    head = {}
    for number, line in enumerate(lines, 1):
        key, colon, value = line.partition(":")
        if not colon or key.strip() not in HEAD_KEYS:
            raise MarkedError(number, f"unknown key {key.strip()!r}; known: {', '.join(sorted(HEAD_KEYS))}")
        head[key.strip()] = value.strip()
    for key in ("title", "body", "language", "organisation", "layout", "hard"):
        if key not in head:
            raise MarkedError(1, f"the head lacks `{key}:`")
    if head["layout"] not in LAYOUTS:
        raise MarkedError(1, f"unknown layout {head['layout']!r}; known: {', '.join(LAYOUTS)}")
    for key in ("date", "meeting"):
        if key in head and " = " not in head[key]:
            raise MarkedError(1, f"`{key}:` wants `words = EDTF`")
    return head


def parse(text: str, name: str) -> tuple[Document, list[MarkedError]]:
    """The document, and every error found in its blocks and notes.

    Raises MarkedError for a head that cannot be read.
    """
    ids = known_ids()
    lines = text.splitlines()
    blank = next((i for i, line in enumerate(lines) if not line.strip()), len(lines))
    head = _head(lines[:blank])
    errors: list[MarkedError] = []
    blocks: list[Block] = []
    hanging = False
    for first, chunk in _chunks(lines[blank:], blank + 1):
        cut = next((i for i, line in enumerate(chunk) if re.match(r"[!?=] ", line)), len(chunk))
        try:
            if cut == 0:
                raise MarkedError(first, "notes must stand straight after their block, without a blank line")
            block = _block(chunk[:cut], first, len(blocks), hanging, ids)
        except MarkedError as error:
            errors.append(error)
            block = Block("paragraph", " ".join(chunk[:cut]), first)
        hanging = block.numbered or (hanging and block.kind != "heading") or (hanging and block.level > 2)
        block.notes = [(first + cut + i, line) for i, line in enumerate(chunk[cut:])]
        blocks.append(block)
    events: list[Event] = []
    for index, block in enumerate(blocks):
        for line, note in block.notes:
            try:
                _take(blocks, index, line, note, events, ids)
            except MarkedError as error:
                errors.append(error)
    return Document(name, head, blocks, events), errors


def _take(blocks: list[Block], index: int, line: int, note: str, events: list[Event], ids: Set[str]) -> None:
    if note.startswith("! "):
        events.append(_event(blocks, index, line, note, ids))
    elif note.startswith("? "):
        blocks[index].negatives.append(_find(blocks, index, note[2:], line))
    elif note.startswith("= "):
        blocks[index].packages = [p.strip() for p in note[2:].split(",") if p.strip()]
        if unknown := [p for p in blocks[index].packages if p not in PACKAGES]:
            raise MarkedError(line, f"unknown package {unknown[0]!r}")
    else:
        raise MarkedError(line, f"a note begins with `! `, `? ` or `= `: {note[:30]!r}")


def _told(counts: list[int]) -> str:
    return ", ".join(
        f"{n} {what}" for n, what in zip(counts, ("numbered paragraphs", "endorsements", "negatives", "mentions"), strict=True)
    )


def main() -> int:
    bad = 0
    totals = [0, 0, 0, 0, 0]
    for file in map(Path, sys.argv[1:]):
        try:
            document, errors = parse(file.read_text("utf-8"), file.stem)
        except MarkedError as error:
            document, errors = None, [error]
        bad += bool(errors)
        for error in errors:
            print(f"{file.name}: {error}")
        if document:
            counts = [1, sum(b.numbered for b in document.blocks), len(document.events), sum(len(b.negatives) for b in document.blocks)]
            counts.append(sum(len(b.mentions) for b in document.blocks))
            totals = [a + b for a, b in zip(totals, counts, strict=True)]
            print(f"{file.name}: {_told(counts[1:])}, {len(errors)} errors")
    print(f"{totals[0]} documents, {_told(totals[1:])}; {bad} with errors")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
