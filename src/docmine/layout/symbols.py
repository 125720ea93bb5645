"""A document's symbol, as the bodies print it: `PC0345E1a`, `ECE/TRADE/C/CEFACT/2020/18`, `MSC 77/26`, `TC 154 N 349 Rev.1`, `42.180 E`.

No list of organisations: a symbol is a run of code words (capitals, figures, what joins them) that is built as symbols are, and stands
alone in its row, at the row's end, or behind a word that announces it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

LONGEST_ROW = 160
CODE_WORD = re.compile(r"[(\[]?[A-Z0-9][\w./:–\-\[\]()]{0,40}")
SUFFIX = re.compile(r"(?:rev|add|corr|amend|doc|no|inf)(?:\.|endum|igendum|ision)?\d{0,3}\.?", re.IGNORECASE)
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
PRINTER = re.compile(r"GE\.\d{2}-\d+.*")  # the number of a print job
ORDINARY = re.compile(r"[A-Z][a-zà-ÿ]{2,}\.?|[A-Z]{8,}")  # a word that is no code
WORDY = re.compile(r"[A-Z]{4,}")  # may be one: a symbol holds one such word at most (`ALINORM 01/12A`)


class Candidate(NamedTuple):
    text: str
    apart: bool  # alone in its row, or announced


def find_symbol(rows: Sequence[str]) -> str | None:
    """The symbol that the rows of a first page print; of several the one that stands apart, is repeated, comes first."""
    found = [candidate for row in rows for candidate in _in_row(" ".join(row[:LONGEST_ROW].split()))]
    times = Counter(candidate.text for candidate in found)
    best = max(found, key=lambda c: (c.apart, times[c.text], c.text.count("/") > 0, -found.index(c)), default=None)
    return best.text if best else None


def is_symbol(text: str) -> bool:
    """Whether a text is a symbol and nothing else."""
    return any(candidate.text == text.strip() for candidate in _in_row(" ".join(text[:LONGEST_ROW].split())))


def _in_row(row: str) -> Iterator[Candidate]:
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


def _built(text: str, apart: bool) -> bool:
    """Whether a run of code words is built as symbols are."""
    words = text.split()
    counted = any(map(str.isdigit, text)) or bool(ROMAN_PART.search(text))
    if PRINTER.fullmatch(text) or not counted or sum(bool(WORDY.fullmatch(word)) for word in words) > 1:
        return False
    if SERIAL.fullmatch(text):
        return True
    figures = [part for part in words if any(map(str.isdigit, part))]
    joined = "/" in text or any(len(re.split("[-–]", part)) > 2 for part in figures)
    return joined or (apart and any(shape.fullmatch(text) for shape in (SHORT, OF_YEAR, OF_SESSION, NUMBERED)))
