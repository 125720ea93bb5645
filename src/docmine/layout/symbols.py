"""A document's symbol, as the bodies print it: `PC0345E1a`, `ECE/TRADE/C/CEFACT/2020/18`, `MSC 77/26`, `TC 154 N 349 Rev.1`, `42.180 E`.

No list of organisations: a symbol is a run of code words (capitals, figures, what joins them) that is built as symbols are, and stands
alone in its row, at the row's end, or behind a word that announces it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from docmine.layout.marks import MONTHS

LONGEST_ROW = 160
LONGEST = 40  # characters of a symbol
CODE_WORD = re.compile(r"[(\[]?[A-Z0-9][\w./:–\-\[\]()]{0,40}")
SUFFIX = re.compile(
    r"(?:(?:rev|add|corr|amend|doc|no|inf)(?:\.|endum|igendum|ision)?\d{0,3}|annexe?|draft|prov|d[eé]f|final|min|pv|cr|r[eé]s)\.?",
    re.IGNORECASE,
)
ANNOUNCES = re.compile(
    r"\b(?:doc(?:ument)?|symbol|ref(?:erence)?|réf(?:érence)?|cote|number|no|n°)\s?(?:number|no)?\.?\s?:?\s*$", re.IGNORECASE
)
SERIAL = re.compile(
    r"[A-Z]{2,3}\d{4}[A-Z]\d{0,2}[a-z]{0,2}|\d{2}\.\d{3}(?: ?[A-Z]\d{0,2})?|\d\.\d{3} ?[A-Z]\d{0,2}"
)  # the WCO's, new and old
THOUSANDS = re.compile(r"\d{1,2}\.\d{3}")  # which may begin a serial number
SHORT = re.compile(
    r"[A-Z]{2,4}(?: [A-Z]{1,4}| \d{1,3}(?= N))?(?: N)? \d{2,5}(?:-\d{1,3})?(?: Rev\.? ?\d{1,2})?(?: \([A-Z]{2,5}\))?"
)  # `TC 154 N 349`
NUMBERED = re.compile(
    r"[A-Z]{2,6}(?: [IVX]{1,5})?-(?:No\.|[A-Z]{1,2}(?= )) ?\d{1,4}(?:-[A-Z])?|[A-Z]{2,6}\d{1,2}-\d{2}[A-Z]?|[A-Z]{1,3} \d{1,2}\.\d{3}"
)  # `WMO-No. 640`, `COM VII-R 31`, `SC46-07A`, `TC 2.118`
FIGURE_FIRST = re.compile(  # `49-CIML/5.1`, `1999/SCCP/016`, `3780/CA23`, `5/206-E`, `88/2154`
    r"\d{1,4}(?:[-./][A-Z]{2,8}\d{0,3}\b|/\d{1,4}-[A-Z]\b)|\d{2}/\d{3,4}\b"
)
OF_YEAR = re.compile(r"[A-Z]{1,8} ?\((?:\d{2}|\d{4})\) ?(?:[A-Z]{2,5}[. ]?)?\d{1,4}")  # `PC(66)11`, `COM(2016) 85`, `ECC(16)INFO 12`
DOCUMENT, RECORD = "Doc|DOC|Inf|INFO?|No|WP", "SR|PV|CR"
KIND = re.compile(rf" (?:{DOCUMENT}|{RECORD})\b")  # what may go on behind a dash; a figure there is the page
# A body's code and session with the number of a document, or the kind of a record: `SC77 Doc. 39.2`, `COM I - No. 94-E`, `SC37 SR`.
OF_SESSION = re.compile(
    r"[A-Z][A-Z0-9./ ]{1,20}(?: ?[-–] ?| )"
    rf"(?:(?:{DOCUMENT})\.? ?\d{{1,4}}[a-z]?(?:[.-] ?[A-Z0-9]{{1,3}}){{0,2}}|{RECORD})(?: ?\d{{1,3}})?(?: \(?Rev\.? ?\d{{0,2}}\)?)?"
)
ROMAN_PART = re.compile(r"/[IVXLC]{2,6}/")  # `CR/XIII/P`
COUNTED = re.compile(r"\d{2,3} [A-Z]{2,5}/(?=\w)")
# What a symbol that stands alone is made of, part by part: `COM 11-D.47-E`, `POC C 2 2025.1–Doc 4b`, `SC12-Report`, `R/57 II - 14`.
PART = re.compile(
    r"(?P<kind>(?:doc|info?|no|wp|sr|p\.?-?v|c\.?r|rep(?:ort)?|rapport|summary|record|minutes|min|final|d[eé]f|draft|rev|add|corr|prov|annexe?|r[eé]s)\b\.?)"
    r"|(?P<code>(?-i:[A-Z]{1,8}(?![a-zà-ÿ])|[A-Z][a-z]{1,3}[A-Z]?(?=[\d./])))"
    r"|(?P<figure>\d{1,4}(?-i:[a-z](?![a-z]))?)"
    r"|(?P<joint> ?[/.:–,()\[\]-][ /.:–,()\[\]-]{0,2}| )",
    re.IGNORECASE,
)
CLOSE = re.compile(r"[/.:(\[\])–-]{1,2}| [–-] | [(\[]|[)\]]  ?")  # a joint that makes one word of two parts
ROMAN = re.compile(r"[IVXLC]{1,6}")
ENOUGH = 2  # points of its parts' joints, with which it is one
ORDINARY = re.compile(r"[A-Z][a-zà-ÿ]{2,}[.:]?|[A-Z]{8,}")  # a word that is no code
OTHER = re.compile(
    r"GE\.\d{2}-\d+|\b(?:ISBN|ISSN|TEL|FAX)\b|\d(?:ST|ND|RD|TH| ?[AP]M)\b"
)  # a print job's number, a book's, a telephone's, a time
PAGE = re.compile(r" [–-] ?\d{1,3}$")  # behind the symbol in a running head
WORDY = re.compile(r"[A-Z]{4,}")  # may be one: a symbol holds one such word at most (`ALINORM 01/12A`)


class Candidate(NamedTuple):
    text: str
    apart: bool  # alone in its row, or announced


def find_symbol(rows: Sequence[str]) -> str | None:
    """The symbol that the rows of a first page print; of several the one that stands apart, is repeated, comes first. What stands in
    another field of a form (`Question(s):`, then `All/15`) is none."""
    own = [row for before, row in pairwise(["", *rows]) if not before.endswith(":") or ANNOUNCES.search(before)]
    found = [candidate for row in own for candidate in _in_row(" ".join(row[:LONGEST_ROW].split()))]
    times = Counter(candidate.text for candidate in found)
    best = max(found, key=lambda c: (c.apart, times[c.text], c.text.count("/") > 0, -found.index(c)), default=None)
    return best.text if best else None


@lru_cache(maxsize=1024)
def is_symbol(text: str) -> bool:
    """Whether a text is a symbol and nothing else."""
    if "/" not in text and not any(map(str.isdigit, text)):
        return False  # as most texts are
    if len(text) > LONGEST and any(word[0].islower() and not SUFFIX.fullmatch(word) for word in text[:LONGEST_ROW].split()):
        return False  # too long to be composed of parts, and no run of code words
    return any(candidate.text == text.strip() for candidate in _in_row(" ".join(text[:LONGEST_ROW].split())))


def _in_row(row: str) -> Iterator[Candidate]:
    before, _, behind = row.partition(" ")
    alone = PAGE.sub("", behind if ANNOUNCES.search(before) else row)
    if _composed(alone):
        yield Candidate(alone, True)
        return
    for start, end in _runs(row):
        text = row[start:end].rstrip(",;:")
        announced = start > 0 and bool(ANNOUNCES.search(row[:start]))
        whole = start == 0 and not row[end:].strip(" .,;:")
        if _built(text, whole or announced) and (announced or start == 0 or not row[end:].strip(" .,;:")):
            yield Candidate(text, whole or announced)


def _runs(row: str) -> Iterator[tuple[int, int]]:
    """Places of consecutive code words; figures alone open none, unless a word with a stroke follows (`206 EX/Decisions`)."""
    start = end = -1
    for word in re.finditer(r"\S+", row):
        text = word[0]
        if start < 0 and COUNTED.match(row, word.start()):
            start, end = word.span()
            continue
        code = bool(CODE_WORD.fullmatch(text)) and not ORDINARY.fullmatch(text)
        if start >= 0 and (code or SUFFIX.fullmatch(text)):
            end = word.end()
            continue
        if start >= 0 and text in ("-", "–") and KIND.match(row, word.end()):
            continue
        if start >= 0:
            yield start, end
            start = -1
        if code and (text[0].isalpha() or SERIAL.fullmatch(text) or THOUSANDS.fullmatch(text) or FIGURE_FIRST.match(text)):
            start, end = word.span()
    if start >= 0:
        yield start, end


def _composed(row: str) -> bool:
    """Whether a whole row is made of a symbol's parts, closely joined: letters with figures, or with what kind of document it is."""
    parts: list[tuple[str, str]] = []
    end = 0
    while end < len(row):
        match = PART.match(row, end) if len(row) <= LONGEST and ": " not in row else None
        if match is None:
            return False
        kind = "figure" if match.lastgroup == "code" and ROMAN.fullmatch(match[0]) and parts else str(match.lastgroup)
        parts.append((kind, match[0]))
        end = match.end()
    real = [part for part in parts if part[0] != "joint"]
    figures = [text for kind, text in real if kind == "figure"]
    if len(real) < 3 or real[0][0] == "kind" or all(ROMAN.fullmatch(text) and len(text) == 1 for text in figures):
        return False
    return _points(parts) >= ENOUGH and not _has_loose_word(parts) and not _is_other(row)


def _is_other(text: str) -> bool:
    """Whether it is a number of another kind, or holds a month."""
    return bool(OTHER.search(text)) or any(part.lower() in MONTHS for part in re.split(r"[\W\d]+", text))


def _points(parts: Sequence[tuple[str, str]]) -> int:
    """How closely the parts are joined."""
    points = 0
    for (before, _), (kind, text), (after, _) in zip([("", ""), *parts], parts, [*parts[1:], ("", "")], strict=False):
        if kind == "kind":
            points += 1
        elif kind == "joint" and CLOSE.fullmatch(text):
            points += 2 if {before, after} == {"code", "figure"} else "kind" in (before, after) or before == after == "figure"
        elif kind == "figure" and before == "code":
            points += 1
    return points


def _has_loose_word(parts: Sequence[tuple[str, str]]) -> bool:
    """Whether a long word in capitals stands between spaces: one of the text."""
    around = [" ", *(text for _, text in parts), " "]
    return any(kind == "code" and len(text) > 4 and around[n] == " " == around[n + 2] for n, (kind, text) in enumerate(parts))


def _built(text: str, apart: bool) -> bool:
    """Whether a run of code words is built as symbols are."""
    words = text.split()
    counted = any(map(str.isdigit, text)) or bool(ROMAN_PART.search(text))
    if not counted or sum(bool(WORDY.fullmatch(word)) for word in words) > 1 or _is_other(text):
        return False
    if SERIAL.fullmatch(text) or (apart and _composed(text)):
        return True
    figures = [part for part in words if any(map(str.isdigit, part))]
    joined = "/" in text or any(len(re.split("[-–]", part)) > 2 for part in figures)
    return joined or (apart and any(shape.fullmatch(text) for shape in (SHORT, OF_YEAR, OF_SESSION, NUMBERED)))
