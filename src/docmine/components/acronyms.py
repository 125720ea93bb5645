"""Short names that a document gives itself: `Technical Experts Group on Air Cargo Security (TEGACS)`, `(hereinafter "the Group")`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docmine.components.lexicon import lexicon
from docmine.components.names import Word, fold

SHORT = r"[A-Z][A-Za-z0-9]{0,11}(?:[-/.\u2010\u2011 ]{1,2}[A-Z0-9][A-Za-z0-9]{0,11}){0,3}"
BRACKET = re.compile(rf"\(\s?(?:the |le |la |l['\u2019])?[\"“«‘]?\s?(?P<short>{SHORT})\s?[\"”»’]?\s?[;,)]")
HEREINAFTER = re.compile(
    r"\s?[(,]\s?(?:herein(?:after)?|hereafter|henceforth|ci-apr[eè]s|d[eé]nomm[eé]e?s?|below)\b[^()\"“«‘]{0,40}[\"“«‘]\s?"
    r"(?:the |le |la |l['\u2019])?(?P<alias>[^\"”»’()]{2,60}?)\s?[\"”»’]",
    re.I,
)
# Bodies that go by numbers: `ISO/TC 154`, `SC.3/WP.3`, `WG 1`, `CT 41`.
KINDS = "JTC|TC|SC|SG|WG|WP|GE|GRE|TBG|SWG|CT|GT"
NUMBERED = re.compile(
    rf"(?=[A-Z])(?<![\w/.-])(?:(?:ISO/IEC|ISO|IEC|CEI|CEN|UN/CEFACT)[ /])?(?P<letters>{KINDS})[ .]?\d{{1,3}}"
    rf"(?:[/ ](?:{KINDS})[ .]?\d{{1,3}}){{0,3}}(?![\w/-])"
)
SKIPPED = lexicon("skipped")
REACH = 22  # words before a bracket that may spell out an acronym


@dataclass(frozen=True, slots=True)
class Definition:
    """`short` stands for what stands at `start` to `end` (offsets of the same text)."""

    short: str
    start: int
    end: int


def letters(short: str) -> str:
    """The letters and digits of an acronym, without the `s` of a plural."""
    plain = re.sub(r"[\W_]", "", short)
    return plain[:-1] if len(plain) > 2 and plain[-1] == "s" and plain[:-1].isupper() else plain


def is_acronym(short: str) -> bool:
    """Two capitals at least, and capitals in the majority."""
    plain = letters(short)
    capitals = sum(char.isupper() for char in plain)
    return capitals >= 2 and 2 * capitals >= len(plain)


def brackets(text: str) -> Iterator[tuple[str, int, int]]:
    """Acronyms that stand alone at the beginning of a bracket: the acronym, where the bracket opens, where the acronym begins."""
    for match in BRACKET.finditer(text):
        if is_acronym(match["short"]):
            yield match["short"], match.start(), match.start("short")


def definitions(text: str, run: tuple[Word, ...]) -> list[Definition]:
    """Acronyms in brackets with the words before them that they abbreviate, by their initials."""
    out = []
    for short, opens, _ in brackets(text):
        floor = max(text.rfind("(", 0, opens), text.rfind(")", 0, opens))  # no name goes past another bracket
        first = max(0, (at := bisect_right(run, opens, key=lambda word: word.end)) - REACH)
        before = [word for word in run[first:at] if word.start > floor]
        start = _spelled_out(letters(short).lower(), before)
        if start is not None and text[before[-1].end : opens].strip() == "":
            out.append(Definition(short, before[start].start, before[-1].end))
    return out


def _spelled_out(short: str, before: Sequence[Word]) -> int | None:
    """Where the words begin whose initials are the acronym: the nearest beginning that gives all its letters."""
    target = fold(short)
    for start in range(len(before) - 1, -1, -1):
        run = before[start:]
        if run[0].key[:1] == target[:1] and run[0].key not in SKIPPED and len(run) >= 2 and _abbreviates(target, run):
            return start
    return None


def _abbreviates(short: str, run: Sequence[Word]) -> bool:
    """Whether every letter is taken, in order, from the beginnings of words, and few words of weight give none."""
    at, idle = 0, 0
    for word in run:
        taken = 0
        while at < len(short) and taken < min(4, len(word.key)) and word.key[taken] == short[at]:
            at, taken = at + 1, taken + 1
            if word.key in SKIPPED or (at < len(short) and _needed_later(short, at, run, word)):
                break
        idle += taken == 0 and word.key not in SKIPPED
    return at == len(short) and idle <= 1 + len(short) // 4


def _needed_later(short: str, at: int, run: Sequence[Word], word: Word) -> bool:
    """Whether the next letter begins a later word, and so is not to be taken from inside this one."""
    later = run[run.index(word) + 1 :]
    return any(other.key[:1] == short[at] and other.key not in SKIPPED for other in later)


def alias(text: str, end: int) -> str | None:
    """What a name that ends at `end` is called from there on: `(hereinafter "the Group")` gives `Group`."""
    match = HEREINAFTER.match(text, end)
    return match["alias"].strip() if match else None
