"""Known names in running text: the vocabulary's names and acronyms, in any typography.

Texts are compared by their folded letters and digits only, so that `Sub-Committee`, `Sub- Committee` (a line break's leftover),
`Subcommittee` and `SUB-COMMITTEE`, or `Comite technique` and `Comité technique`, are one; small words inside a name count nothing
(`Comité pour le renforcement des capacités`, `Comité du renforcement des capacités`). Pure functions on strings; no spaCy here.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Literal, NamedTuple

from docmine.vocabulary import Body, Example, Package, Vocabulary

WORD = re.compile(r"[^\W\d_]{1,60}|\d{1,12}|&")
ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,2000}|\S{1,100}@\S{1,200}|\b\w{1,60}\.(?:org|int|com|net|html?|pdf|aspx)\b\S{0,200}")
ADDRESSED = re.compile(r"://|www\.|@|\.(?:org|int|com|net|html?|pdf|aspx)\b")  # what every address holds
# A document's symbol: `ECE/TRADE/C/CEFACT/2018/9`, `WTO/TFA/N/1`, `PC0345E1a`.
SYMBOL = re.compile(r"(?<![\w/])[A-Z][\w.]{0,20}(?:/[\w.-]{1,20}){1,10}")
BRACKETED_SYMBOL = re.compile(r"(?<![\w/])[A-Z][A-Z/-]{0,20}\(\d{2,4}\) ?\d{1,4}\b")  # `COM(2016) 85`, `TD(98)12`
JOIN = re.compile(r"[-\u2010-\u2015/'\u2019\u02bc,() \t\n\u00a0\u00ad\u2009\u202f]{0,4}")
LOOSE = re.compile(r"[-\u2010-\u2015/. ]{0,2}")
SPELLINGS = (("organisation", "organization"), ("programme", "program"), ("centre", "center"), ("labour", "labor"), ("defence", "defense"))
LONGEST = 40  # words of a name
SMALL_WORDS = frozenset(("of", "on", "for", "the", "de", "du", "des", "d", "la", "le", "les", "l", "sur", "pour"))
FRENCH_WORDS = frozenset(("de", "du", "des", "d", "sur", "pour"))
LOWER_CASE_WORDS = 3  # a known name written in small letters counts from this many words on

How = Literal["name", "acronym", "local", "package"]


class Word(NamedTuple):
    """A run of letters or of digits: its text, its place, and its letters folded."""

    text: str
    start: int
    end: int
    key: str

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() or self.text[0].isdigit()


_word = partial(tuple.__new__, Word)  # as `Word(…)` does, but without a call in Python


@dataclass(frozen=True, slots=True)
class Found:
    """A place (half-open offsets) and what it may name; `entries` has several where an acronym is shared."""

    start: int
    end: int
    how: How
    entries: tuple[Body | Package, ...]
    key: str = ""  # the folded name or the acronym found


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Letters and digits alone, small, without accents, in one spelling of -isation and its like."""
    if text == "&":
        return "and"
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe").replace("æ", "ae")
    if not plain.isalnum():
        plain = "".join([sign for sign in plain if sign.isalnum()])
    for british, other in SPELLINGS:
        plain = plain.replace(british, other)
    return plain


@lru_cache(maxsize=1024)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text, in order; several components ask for those of the same paragraph."""
    run, end = [], 0
    for word in map(sys.intern, WORD.findall(text)):
        start = text.index(word, end)  # what stands between two words has no letter or figure
        end = start + len(word)
        run.append(_word((word, start, end, fold(word))))
    return tuple(run)


@lru_cache(maxsize=1024)
def masked(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text holds addresses and document symbols: nothing in them is a name. Few texts do, and those are quickly told."""
    addresses = [match.span() for match in ADDRESS.finditer(text)] if ADDRESSED.search(text) else []
    symbols = [match.span() for match in SYMBOL.finditer(text) if _is_symbol(match[0])] if "/" in text else []
    bracketed = [match.span() for match in BRACKETED_SYMBOL.finditer(text)] if "(" in text else []
    return (*addresses, *symbols, *bracketed)


def _is_symbol(run: str) -> bool:
    """Three parts or more with a figure, or a part of one letter: no pair of acronyms looks so."""
    parts = run.split("/")
    return (len(parts) > 2 and any(char.isdigit() for char in run)) or (len(parts) > 3 and any(len(part) == 1 for part in parts))


class Intervals:
    """Places in a text, asked in logarithmic time."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self.spans: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if self.spans and start < self.spans[-1][1]:
                self.spans[-1] = self.spans[-1][0], max(end, self.spans[-1][1])
            else:
                self.spans.append((start, end))

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them overlaps `start`..`end`."""
        at = bisect_left(self.spans, (end, -1)) - 1
        return at >= 0 and self.spans[at][1] > start

    def add(self, start: int, end: int) -> None:
        """One more, which must not overlap the others."""
        insort(self.spans, (start, end))


BEGINNING = 9  # letters of a name that tell early that it is none
REMEMBERED = 1024  # texts


@dataclass(frozen=True)
class Names:
    """Names by their folded signs, and acronyms by their letters and digits."""

    names: dict[str, list[tuple[How, Body | Package, int]]] = field(default_factory=dict)  # the last is how many commas it has
    acronyms: dict[str, list[Body | Package]] = field(default_factory=dict)
    prefixes: set[str] = field(default_factory=set)  # beginnings of names: a word that begins otherwise begins none
    openings: set[str] = field(default_factory=set)  # the same of acronyms
    plurals: set[str] = field(default_factory=set)  # acronyms with an `s`
    _known: dict[str, list[Found]] = field(default_factory=dict, repr=False, compare=False)  # what was found in texts asked for before

    def add(self, entry: Body | Package) -> None:
        self._known.clear()
        local = entry.local if isinstance(entry, Body) else ()
        how: How = "package" if isinstance(entry, Package) else "name"
        for name, kind in [(n, how) for n in entry.names] + [(n, "local") for n in local]:
            key = "".join(word.key for word in words(name) if word.key not in SMALL_WORDS)
            self.names.setdefault(key, []).append((kind, entry, name.count(",")))
            self.prefixes.update(key[:length] for length in range(1, BEGINNING + 1))
        for acronym in entry.acronyms:
            bare = re.sub(r"[\W_]", "", acronym)
            self.openings.update(bare[:length] for length in range(1, len(bare) + 1))
            self.plurals.add(bare + "s")
            owners = self.acronyms.setdefault(bare, [])
            if entry not in owners:
                owners.append(entry)

    def find(self, text: str, found: tuple[Word, ...] | None = None) -> list[Found]:
        """The longest names and acronyms in a text, left to right, without overlap."""
        if text not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[text] = self._find(text, words(text) if found is None else found)
        return list(self._known[text])

    def _find(self, text: str, run: tuple[Word, ...]) -> list[Found]:
        out: list[Found] = []
        prefixes, openings, plurals = self.prefixes, self.openings, self.plurals
        may_open = [at for at, (word, _, _, key) in enumerate(run) if key[:BEGINNING] in prefixes or word in openings or word in plurals]
        hidden, after = Intervals(masked(text) if may_open else ()), 0
        for at in may_open:
            if at < after:
                continue
            word = run[at]
            hit = self._name(text, run, at) if word.key[:BEGINNING] in prefixes and word.key not in SMALL_WORDS else None
            if hit is None and word.text[0].isupper() and (word.text in openings or word.text in plurals):
                hit = self._acronym(text, run, at)
            if hit is not None and not hidden.touch(hit[0].start, hit[0].end):
                out.append(hit[0])
                after = hit[1]
        return out

    def _name(self, text: str, run: tuple[Word, ...], at: int) -> tuple[Found, int] | None:
        if not self._goes_on(run, at):
            return None
        joined, last = self._ends(text, run, at)
        for length, index in reversed(last.items()):
            named = self.names.get(joined[:length])
            if named is None or not _written_as_name(run[at : index + 1]):
                continue
            start, end = run[at].start, run[index].end
            how = next((how for how, _, commas in named if text.count(",", start, end) <= commas), None)
            if how is not None:
                same = tuple(entry for kind, entry, _ in named if kind == how)
                return Found(start, _close(text, start, end), how, same, joined[:length]), index + 1
        return None

    def _goes_on(self, run: tuple[Word, ...], at: int) -> bool:
        """Whether a name may begin at word `at`, as the next word tells: most words that some name begins with begin none."""
        key, following = run[at].key, run[at + 1].key if at + 1 < len(run) else ""
        return (key + following)[:BEGINNING] in self.prefixes or following in SMALL_WORDS or key in self.names

    def _acronym(self, text: str, run: tuple[Word, ...], at: int) -> tuple[Found, int] | None:
        if not _free_left(text, run[at].start):
            return None
        best: tuple[Found, int] | None = None
        letters = ""
        for index in range(at, min(at + 5, len(run))):
            if index > at and not LOOSE.fullmatch(text, run[index - 1].end, run[index].start):
                break
            piece = run[index].text
            letters += piece
            plural = len(piece) > 2 and piece[-1] == "s" and piece[:-1].isupper()
            for spelled in (letters, letters[:-1]) if plural else (letters,):
                owners = self.acronyms.get(spelled)
                if owners and _free_right(text, run[index].end):
                    best = Found(run[at].start, run[index].end, "acronym", tuple(owners), spelled), index + 1
            if letters not in self.openings:
                break
        return best

    def _ends(self, text: str, run: tuple[Word, ...], at: int) -> tuple[str, dict[int, int]]:
        """The folded letters from word `at` on, as far as they can be a name's, and which word ends after how many of them."""
        joined, last = run[at].key, {len(run[at].key): at}
        for index in range(at + 1, min(at + LONGEST, len(run))):
            if joined[:BEGINNING] not in self.prefixes or not JOIN.fullmatch(text, run[index - 1].end, run[index].start):
                break
            if run[index].key not in SMALL_WORDS:
                joined += run[index].key
                last[len(joined)] = index
        return joined, last


def _written_as_name(run: tuple[Word, ...]) -> bool:
    """A capital at its beginning; French ones of several words in small letters too (`la commission de politique générale`)."""
    if run[0].capital:
        return True
    return len(run) >= LOWER_CASE_WORDS and any(word.key in FRENCH_WORDS or not word.text.isascii() for word in run)


def _close(text: str, start: int, end: int) -> int:
    """A name with a bracket inside ends after it is closed."""
    return end + 1 if text.count("(", start, end) > text.count(")", start, end) and text[end : end + 1] == ")" else end


def _free_left(text: str, start: int) -> bool:
    """No acronym begins inside a word, a compound or a path (`nCEN`, `non-EU`, `x/PTC`, `_CEP`)."""
    before = text[max(0, start - 2) : start]
    return not (
        before and (before[-1].isalnum() or before[-1] in "_@#\\" or (before[-1] == "-" and before[:-1].isalpha() and before[0].islower()))
    )


def _free_right(text: str, end: int) -> bool:
    """Nor does it end inside one (`WCO-wide`, `UN_2030`)."""
    after = text[end : end + 3]
    return not (after and (after[0].isalnum() or after[0] in "_@" or (after[0] in "-\u2010\u2011" and after[1:2].isalnum())))


@lru_cache(maxsize=16)
def compiled(vocabulary: Vocabulary) -> Names:
    """The names of a vocabulary, ready to be found."""
    names = Names()
    for body in (*vocabulary.bodies, *vocabulary.unlisted):
        names.add(body)
    for package in vocabulary.packages:
        names.add(package)
    for named in names.names.values():
        named.sort(key=lambda item: item[0] == "local")
    return names


def example_faults(vocabulary: Vocabulary) -> Iterator[str]:
    """What its own examples say against a vocabulary: each mark is found as its entry, and nothing else is found."""
    names = compiled(vocabulary)
    for file, entries in (("bodies.yml", vocabulary.bodies), ("packages.yml", vocabulary.packages)):
        for entry in entries:
            where = f"{vocabulary.folder / file}: entry {entry.id}"
            for example in entry.examples:
                found = {(f.start, f.end): f for f in names.find(example.text)}
                yield from (f"{where}: {fault}" for fault in _example_faults(entry, example, found, vocabulary))
            for text in entry.not_examples:
                if any(entry in f.entries for f in names.find(text)):
                    yield f"{where}: found in its `not` example {text!r}; take the name out or correct the example"


def _is_elsewhere(hit: Found, entry: Body | Package, other: Body | Package, vocabulary: Vocabulary) -> bool:
    """Whether two bodies share a local name (`Council`), which the paper's organisation decides between."""
    return hit.how == "local" and vocabulary.root(entry.id or "") != vocabulary.root(other.id or "")


def _example_faults(entry: Body | Package, example: Example, found: dict[tuple[int, int], Found], vocabulary: Vocabulary) -> Iterator[str]:
    for start, end in example.marks:
        hit = found.pop((start, end), None)
        quote = example.text[start:end]
        if hit is None or entry not in hit.entries:
            yield f"{quote!r} is not found in its example {example.text!r}; add the name or correct the mark"
        elif any(
            other is not entry and quote not in other.ambiguous and not _is_elsewhere(hit, entry, other, vocabulary)
            for other in hit.entries
        ):
            yield f"{quote!r} is found by other entries too; list it under `ambiguous` or make the name longer"
    for start, end in found:
        yield f"{example.text[start:end]!r} is found unmarked in its example {example.text!r}; use words that name nothing else"
