"""The grammar of marks: numbers, letters and bullets that open a paragraph, and which mark follows which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

Family = Literal["bullet", "arabic", "decimal", "letter", "roman", "unit"]

BULLETS = "•‣◦⁃∙●○■□▪▫◆◇♦►▶➢➤➔→✓✔☑❖★·¨§*\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0a8\uf06e\uf0be\uf071\uf0e0\uf02d\uf02b\uf0ad"
DASHES = "-–—‒―"
LETTER_AND_FIGURE = re.compile(r"[A-Z]1")
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
ROMAN_FORM = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)

NUMBERED = re.compile(
    r"(?P<open>[(\[]?)(?P<sign>§{1,2}\s?|¶\s?)?"
    r"(?P<body>(?:[A-Z]|[IVX]{1,5})(?:\.\d{1,3}){1,4}|[A-Z]\d{1,3}(?!\w)|\d{1,2}:\d{1,3}(?=\s)"  # `A.3`, `C4`, `23:1`
    r"|\d{1,4}(?:\.\d{1,3}){0,5}(?:\s?(?:bis|ter|quater)\b|[a-z](?![a-z])|[A-Z](?=[.)\]]))?"
    r"|[A-Za-z]{1,2}(?![\w])|[IVXLCivxlc]{1,8}(?![\w]))"
    r"(?P<close>\.?[)\]]|\.\s?[-–—](?=\s)|\.-|\.|°|\s?[-–—](?=\s)|[:/](?=\s))?(?=\s|$|[A-ZÀ-Þ“\"«(])"
)
BULLET = re.compile(rf"[{re.escape(BULLETS)}](?=\s|$|[^\W\d_])|[{DASHES}](?=\s|$)|o(?=\s[A-ZÀ-Þ])|[\ue000-\uf8ff]\s?")
UNIT = re.compile(
    r"(?P<word>(?-i:[A-Z]{2,6}\s)?[^\W\d_]{3,20}+(?:\s(?:item|point))?)(?:\.(?=\s{1,4}\d)|\s?:(?=\s{1,4}\d{1,3}\s(?-i:[A-Z]{2,5})\s\d))?\s{1,4}"
    r"(?P<sign>n[°ºo]\.?\s{0,2}|no\.?\s{0,2}|num(?:ber|[eé]ro)\s{1,2}|№\s{0,2}|nr\.?\s{0,2}|#\s?)?"
    r"(?:(?P<open>\()(?=\d{1,3}\)))?"
    r"(?P<body>\d{1,3}\s(?-i:[A-Z]{2,5})\s\d{1,3}[A-Z]?(?:\.\d{1,3}){0,2}"  # `34 COM 7B.12`: session, body, item
    r"|(?:[^\W\d_]{1,12}[-/.]){0,2}[A-Z]{0,6}\d{1,4}(?:[-/.][A-Za-z]{0,8}\.?\d{0,4}){0,4}(?:\s(?:bis|ter|quater)\b|\s\((?-i:[IVXLC]{1,7})\)|\(\d{1,3}\))?"
    r"|[IVXLC]{1,7}\b)(?![\w/-])(?(open)\))",
    re.IGNORECASE,
)
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"),
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
# Words whose numbers count parts of a document or of the world, not decisions.
NO_UNIT = frozenset(
    [
        *MONTHS,
        "annex",
        "annexe",
        "annexes",
        "appendix",
        "appendice",
        "attachment",
        "part",
        "partie",
        "chapter",
        "chapitre",
        "section",
        "item",
        "items",
        "point",
        "points",
        "articles",
        "fig",
        "tab",
        "vol",
        "chap",
        "sec",
        "ref",
        "para",
        "col",
        "table",
        "tableau",
        "figure",
        "page",
        "pages",
        "paragraph",
        "paragraphs",
        "paragraphe",
        "phase",
        "pillar",
        "pilier",
        "session",
        "meeting",
        "réunion",
        "title",
        "titre",
        "volume",
        "book",
        "tome",
        "box",
        "encadré",
        "group",
        "groupe",
        "rule",
        "regulation",
        "room",
        "salle",
        "version",
        "édition",
        "edition",
        "note",
        "day",
        "jour",
        "agenda",
        "mr",
        "mrs",
        "ms",
        "dr",
        "the",
        "from",
        "and",
        "protocol",
        "convention",
        "doc",
        "document",
        "documents",
        "paris",
        "geneva",
        "brussels",
        "since",
        "between",
        "until",
        "during",
        "over",
        "about",
        "some",
    ]
)
LABELS = frozenset(("item", "point"))  # that number what stands below them where they have a row of their own
CODED = re.compile(r"(?P<number>\d{1,3})\.(?P<code>[A-Z]{2})(?=\s|$)")  # `19.AA`, `19.AB`: letters count behind a number
MISREAD = re.compile(r"(?=[IlO]{0,2}\d)(?=\d{0,2}[IlO])(?P<body>[\dIlO]{2,3})[.)](?=\s)")  # `I7.`, `l4.` for `17.`, `14.`
FIGURES = str.maketrans("IlO", "110")
# Session, or year, and serial number: `45/101`, `2007/8`; the text may be printed over its end.
OF_SESSION = re.compile(r"(?P<session>\d{1,3}|(?:19|20)\d{2})/(?P<body>\d{1,3})(?=\s+[A-ZÀ-Þ“\"«(]|[A-ZÀ-Þ][a-zà-ÿ]|\s*$)")
BARE_UNIT = re.compile(
    r"(?P<body>(?:[A-Z]{2,12}(?:[-/][A-Z]{0,12}\d{0,4}){0,3}[-/]\d{1,4}|(?:19|20)\d{2}[-/][IVX]{1,4})[-/]\d{1,3}"
    r"|[A-Z]{2,12}(?:/[A-Z]{1,6}\d{1,4}){1,2}/[A-Z]{1,3}\.?\d{1,3}|[A-Z]{1,6}[-–]\d{1,4}"
    r"|[A-Z]{2,8}\d{1,3}(?:\.[A-Z]{0,2}|/)\d{1,3}|\d{1,4}\s?\((?:S-)?[IVXLC]{1,7}\)|(?:[A-Z]{2,8}/)?[A-Z]{2,6}\d{1,3}\(\d{1,3}\)"
    r"|[A-Z]{2,12}/\d{1,4}/[A-Z]{1,4}/\d{1,3}|\d{1,2}\.[A-Z]{2,5}\s\d{1,2}[A-Z]?"
    r"|[A-Z]{2,12}\.\d{1,3}/(?!Rev|Add|Corr|Amend)[A-Z][a-z]{1,5}\.\d{1,3}(?=\s{0,4}$)"
    r"|\d{1,3}\s[A-Z]{2,5}\s(?:[IVX]{1,5}|\d{1,2}[A-Z]?)(?:\.\d{1,3}){1,2}"
    r"|(?P<short>(?:[A-Z][A-Za-z]{0,5}\.){1,3})\s?\d{1,4}(?:[/:]\d{1,4}){1,2})(?=\s|$|[:.])"
)
# Session and serial number: `CIML/2022/05`, `1998-I-12`, `EB71.R4`, `EMC/RC46/D.1`, `HSSC11/04`, `C.Res.1979/2:4`, `489 (XXII)`, `EB81(1)`,
# `AGN/54/RES/1`, `3.MSP 2`, `23 COM I.1`, `R-1`; in a row of its own `IDB.9/Dec.1`.
PLAIN = re.compile(r"(?=[a-z]{3})[ivxlc]{0,8}[abd-hjkm-uwyz]")  # a word in small letters, no roman number
PROSE = re.compile(  # `The Committee noted`: a word, and another that is neither `item` nor `no`, no roman number and no code
    r"[A-ZÀ-Þ][a-zà-ÿ]{2,30}\s(?!(?i:item|point|n[or]|num(?:ber|[eé]ro)\s))(?=[A-Za-zà-ÿ]{0,20}[abe-hj-knp-uwyz])[A-Za-zà-ÿ]{3,30}[\s,]"
)
EARLY_FIGURE = re.compile(r"\D{0,12}\d")  # where a number has its first: `(§ XVIII.4`
GOES_ON = re.compile(r"\s{1,4}[^\W\d_A-ZÀ-Þ]+(?!\w)")  # `Decision 5 was taken`: a sentence's own words


class Mark(NamedTuple):
    """A mark at the start of a row. `end` is the offset in the row's text where the words after it begin."""

    family: Family
    style: str  # the shape around the number: `1.` `(1)` `1` `§1`; upper and lower case letters differ
    label: str  # as printed, without final punctuation
    value: tuple[int, ...]
    end: int
    printed: str

    @property
    def sure(self) -> bool:
        """Whether the shape alone is a mark's (`12.` `(a)` `•`), not also the start of any row (`12` `A`)."""
        return self.style not in ("1", "a", "A", "i", "I") and not LETTER_AND_FIGURE.fullmatch(self.style)


@lru_cache(maxsize=4096)
def read_marks(text: str) -> tuple[Mark, ...]:
    """The readings of what the text begins with, the likelier first; `(i)` is a letter and a roman number. (Kept, as a row is asked for
    its marks as furniture, as part of a table, of one of two languages and of a sequence.)"""
    if PLAIN.match(text) or PROSE.match(text):
        return ()
    head = text[:80]
    unit = _unit(head)
    if unit:
        return (unit,)
    bullet = BULLET.match(head)
    if bullet and not head.startswith("§"):
        printed = bullet.group().strip()
        return (Mark("bullet", printed, printed, (), _after(head, bullet.end()), printed),)
    serial = OF_SESSION.match(head)
    if serial:
        printed, value = serial.group(), (int(serial["body"]),)
        return (Mark("arabic", f"{serial['session']}/1", printed, value, _after(head, serial.end()), printed),)
    match, coded, misread = NUMBERED.match(head), CODED.match(head), MISREAD.match(head)
    numbered = tuple(_numbered(match, head)) if match else ()
    return (*((_coded(coded, head),) if coded else ()), *numbered, *((_misread(misread, head),) if misread else ()))


def _coded(match: re.Match[str], head: str) -> Mark:
    """The number of a text whose letters count; the sequence decides whether they are the text's first word (`2.EU members`)."""
    code = 0
    for letter in match["code"]:
        code = 26 * code + ord(letter) - 64
    return Mark("decimal", "1.A", match.group(), (int(match["number"]), code), _after(head, match.end()), match.group())


def _misread(match: re.Match[str], head: str) -> Mark:
    """A number of which character recognition took figures for letters; the sequence decides whether it is one."""
    body = match["body"].translate(FIGURES)
    return Mark("arabic", "1" + match.group()[-1], body, (int(body),), _after(head, match.end()), match.group())


def number_of(text: str) -> Mark | None:
    """The number that a text begins with, of a shape that only a number's mark has."""
    if not EARLY_FIGURE.match(text):
        return None
    return next((mark for mark in read_marks(text) if mark.family in ("arabic", "decimal") and mark.sure), None)


def is_mark(text: str) -> bool:
    """Whether a text is a mark and nothing else."""
    return any(mark.end >= len(text) for mark in read_marks(text))


def _after(text: str, end: int) -> int:
    while end < len(text) and text[end].isspace():
        end += 1
    return end


def _unit(head: str) -> Mark | None:
    match = UNIT.match(head)
    alone = match is not None and match["word"].casefold() in LABELS and head[match.end() :].strip() in ("", "*")
    named = match is not None and match["word"][0].isupper() and (alone or not _counts_parts(match["word"].casefold()))
    if match and (not named or GOES_ON.match(head, match.end())):
        match = None
    if match:
        style = "unit " + re.sub(r"\W.*", "", match["word"].casefold())
        return Mark("unit", style, match["body"].rstrip("."), _last_number(match["body"]), _after(head, match.end()), match.group().strip())
    bare = BARE_UNIT.match(head)
    if bare and not GOES_ON.match(head, bare.end()) and not any(map(_counts_parts, (bare["short"] or "").casefold().split("."))):
        return Mark("unit", "unit", bare["body"], _last_number(bare["body"]), _after(head, bare.end()), bare.group())
    return None


def _counts_parts(word: str) -> bool:
    first, _, second = word.partition(" ")
    return first in NO_UNIT or (second in NO_UNIT and first != "action")


def _last_number(body: str) -> tuple[int, ...]:
    """What counts up in a unit's number: `2017-01` 1, `CIML/2025/12` 12, but 2 in `2/CMP.14`."""
    first = re.match(r"(\d{1,4})/[A-Za-z]", body)
    numbers = re.findall(r"\d{1,4}", body)
    if first:
        return (int(first.group(1)),)
    return (int(numbers[-1]),) if numbers else (roman(body),)


def _numbered(match: re.Match[str], head: str) -> Iterator[Mark]:
    body, opening, close, sign = match["body"], match["open"], (match["close"] or "").strip(), (match["sign"] or "").strip()
    end = _after(head, match.end())
    printed = match.group().strip()
    if opening and close[-1:] not in (")", "]"):
        return

    def mark(family: Family, shape: str, value: tuple[int, ...], label: str | None = None) -> Mark:
        return Mark(family, sign + opening + shape + close, label or body, value, end, printed)

    if body[0].isalpha() and body[1:].isdigit():  # `C4`: each letter counts for itself
        yield mark("arabic", f"{body[0]}1", (int(body[1:]),))
        return
    if body[0].isdigit():
        numbers = tuple(map(int, re.findall(r"\d{1,4}", body)))
        if len(numbers) > 1:
            yield mark("decimal", "1.1", numbers)
        else:  # `7A` comes after `7` and before `7B`
            letter = (ord(body[-1].lower()) - 96,) if body[-1].isalpha() and body[-2].isdigit() else ()
            yield mark("arabic", "1", numbers + letter, re.sub(r"\s", " ", body))
        return
    first, *others = body.split(".")
    if others:  # `A.3`, `II.4`
        numbers = tuple(map(int, others))
        if roman(first):
            yield mark("decimal", "I.1", (roman(first), *numbers))
        if len(first) == 1:
            yield mark("decimal", "A.1", (ord(first.lower()) - 96, *numbers))
        return
    upper = body.isupper()
    # `cc:` stands before those who get a copy, `MM.` before names, `n°` before a number.
    if not close or close == "°" or (close == ":" and len(body) > 1) or body == "MM":
        return
    as_roman = roman(body)
    readings = []
    if as_roman:
        readings.append(mark("roman", "I" if upper else "i", (as_roman,)))
    if len(body) == 1:
        readings.append(mark("letter", "A" if upper else "a", (ord(body.lower()) - 96,)))
    elif len(body) == 2 and body[0] == body[1] and not as_roman:
        readings.append(mark("letter", "A" if upper else "a", (ord(body[0].lower()) - 70,)))
    # `(i)` opens roman numbering far oftener than it goes on from `(h)`; the sequence decides.
    yield from readings


def roman(body: str) -> int:
    """The number that roman numerals give, 0 for what is none."""
    if not body or len(body) > 8 or not ROMAN_FORM.fullmatch(body):
        return 0
    digits = [ROMAN[letter] for letter in body.lower()]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=False))


def follows(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Whether a number comes next: `5` `6`; `1.9` `1.10`, `1.1` `1.1.1`, `1.1.8` `1.2`, `1.2.1` `2.1`, `1.0` `2.0`."""
    shared = 0
    while shared < min(len(before), len(after)) and before[shared] == after[shared]:
        shared += 1
    if shared == len(after):
        return False
    due = 1 if shared == len(before) else before[shared] + 1
    return after[shared] == due and all(number <= 1 for number in after[shared + 1 :])


def opens(value: tuple[int, ...]) -> bool:
    """Whether a number is the first of its kind: `1`, `1.1`, `1.0`."""
    return value[:1] in ((), (1,)) and all(number <= 1 for number in value[1:])
