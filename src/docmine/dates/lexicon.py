"""The words dates are made of, one table per language (`lexicons/*.toml`), read into roles.

A word may play several parts (`second` is an ordinal, `may` a month and a verb), so that each word has a mapping of roles to
numbers, and the grammar asks for the role it needs.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "fr")
Roles = Mapping[str, int]
_PARTS = re.compile(r"\w+|[^\w\s]")

# Tables that give a word a number in one role. The others in the file are lists: role -> 1.
_NUMBERED = {
    "months": "month",
    "abbreviated_months": "month",
    "weekdays": "weekday",
    "abbreviated_weekdays": "weekday",
    "seasons": "season",
    "ordinals": "ord",
    "cardinals": "card",
    "deictics": "deictic",
    "anaphors": "anaphor",
    "deictics_after": "deictic_after",
    "anaphors_after": "anaphor_after",
    "days_from_today": "today",
    "days_from_named": "eve",
    "decades": "decade",
}


# Roles of words a date can begin with; a word with one of them has the role `start` too.
_STARTS = frozenset(
    [
        "month",
        "weekday",
        "season",
        "ord",
        "card",
        "deictic",
        "anaphor",
        "today",
        "eve",
        "decade",
        "unit",
        "position",
        "approx",
        "before",
        "ago",
        "hence_before",
    ]
)


class Unit(IntEnum):
    """Spans of the calendar that relative dates count in."""

    DAY = 1
    WEEK = 2
    FORTNIGHT = 3
    MONTH = 4
    QUARTER = 5
    HALF = 6
    YEAR = 7
    DECADE = 8
    CENTURY = 9
    WEEKEND = 10


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words and phrases (tuples of folded tokens, the longest first) with their roles."""

    language: str
    words: Mapping[str, Roles]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Roles], ...]]


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case without accents, soft hyphens and typographic apostrophes."""
    lowered = word.replace("\u00ad", "").replace("\u2019", "'").lower()
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


@cache
def load_lexicon(language: str) -> Lexicon:
    """The lexicon of a language; English for one that has none."""
    name = language[:2].lower()
    own = name if name in LANGUAGES else "en"
    entries = _entries(_table(own), foreign=False)
    for other in LANGUAGES:
        if other != own:
            for key, roles in _entries(_foreign(_table(other)), foreign=True).items():
                entries.setdefault(key, roles)
    return _lexicon(own, entries)


def _table(language: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "lexicons" / f"{language}.toml").read_text("utf-8"))


def _foreign(table: dict[str, Any]) -> dict[str, Any]:
    """Full month names only: a quotation in another language is seen, its small words are not."""
    return {"months": table["months"]}


def _pairs(table: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    for name, content in table.items():
        if name == "units":
            yield from ((word, "unit", Unit[unit.upper()]) for word, unit in content.items())
        elif isinstance(content, dict):
            yield from ((word, _NUMBERED[name], number) for word, number in content.items())
            if name.startswith("abbreviated"):
                yield from ((word, "abbreviated", 1) for word in content)
        else:
            yield from ((word, name, 1) for word in content)


def _entries(table: dict[str, Any], *, foreign: bool) -> dict[tuple[str, ...], dict[str, int]]:
    entries: dict[tuple[str, ...], dict[str, int]] = {}
    for word, role, number in _pairs(table):
        entries.setdefault(tuple(_PARTS.findall(fold(word))), {})[role] = number
    if foreign:
        for roles in entries.values():
            roles["foreign"] = 1
    return entries


def _lexicon(language: str, entries: Mapping[tuple[str, ...], dict[str, int]]) -> Lexicon:
    for roles in entries.values():
        if _STARTS & roles.keys():
            roles["start"] = 1
    words = {key[0]: roles for key, roles in entries.items() if len(key) == 1}
    phrases: dict[str, list[tuple[tuple[str, ...], Roles]]] = {}
    for key, roles in entries.items():
        if len(key) > 1:
            phrases.setdefault(key[0], []).append((key, roles))
    ordered = {head: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for head, found in phrases.items()}
    return Lexicon(language, words, ordered)


@cache
def _own_months(language: str) -> dict[str, int]:
    """The months of a language by their names, without those of the others."""
    return {key: roles["month"] for key, roles in load_lexicon(language).words.items() if "month" in roles and "foreign" not in roles}


@lru_cache(maxsize=4096)
def repaired_month(word: str, language: str) -> int | None:
    """The month a folded word of five letters or more is one slip away from (`mareh`, `febuary`); `None` if none or several."""
    months = _own_months(language)
    if "rn" in word and word.replace("rn", "m") in months:
        return months[word.replace("rn", "m")]
    close = {number for name, number in months.items() if len(name) >= 5 and _one_slip(word, name)}
    return close.pop() if len(close) == 1 else None


def _one_slip(word: str, name: str) -> bool:
    """Whether one letter changed, lost, added or two exchanged, or `rn` for `m` and the like, lead from one to the other."""
    if word == name or abs(len(word) - len(name)) > 1 or (word[0] != name[0] and word[1:] != name[1:]):
        return False
    same = 0
    while same < min(len(word), len(name)) and word[same] == name[same]:
        same += 1
    left, right = word[same:], name[same:]
    exchanged = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    confused = (left[:1] == "m" and right == "rn" + left[1:]) or (right[:1] == "m" and left == "rn" + right[1:])
    return left[1:] == right[1:] or left == right[1:] or left[1:] == right or exchanged or confused
