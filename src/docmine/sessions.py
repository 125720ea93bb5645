"""Numbers of sessions and meetings: `213th/214th Sessions`, `its seventy-seventh session`, `la 205e et 206e sessions`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

HIGHEST = 399
ONES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
TENS = {2: "twent", 3: "thirt", 4: "fort", 5: "fift", 6: "sixt", 7: "sevent", 8: "eight", 9: "ninet"}
UN = ("un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf").split()
DIZAINES = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
HUNDREDS = ("", "one hundred", "two hundred", "three hundred")
CENTAINES = ("", "cent", "deux cent", "trois cent")

NOUN = (
    r"(?:sessions?|meetings?|sittings?|réunions?|reunions?|séances?|conferences?|conférences?|congress|congrès|assembl(?:y|ies)"
    r"|assemblées?|plenary|plénière)"
)
DIGITS = r"(?P<digits>\d{1,3}) ?(?:st|nd|rd|th|re|er|e|è|ème|eme|ième|nde?|ère)s?(?![^\W\d_])"
JOIN = re.compile(r"\s?(?:/|,|&|and|et|to|à|-|–|and the|et la|et les)\s?", re.I)
AFTER = re.compile(rf"\s?(?:(?!(?:of|the|de|du|des|la|le|in|to|and|et)\b)[\w./’'-]{{1,24}} ){{0,4}}?{NOUN}(?![^\W\d_])", re.I)
ORDINAL_DIGITS = re.compile(rf"(?<![\w.,/-]){DIGITS}|(?<=/){DIGITS.replace('digits', 'second')}", re.I)


@dataclass(frozen=True, slots=True)
class SessionSpan:
    """The ordinals with the noun they count (half-open offsets), and the numbers."""

    start: int
    end: int
    numbers: tuple[int, ...]


@lru_cache(maxsize=1)
def ordinal_words() -> dict[str, int]:
    """Ordinals in words, hyphens as spaces, to their numbers; English and French, 1 to 399."""
    table: dict[str, int] = {}
    for n in range(HIGHEST, 0, -1):
        for words in (_english(n), _french(n)):
            table[words] = n
            table[words.replace(" and ", " ")] = n
    return table | {"premiere": 1, "premier": 1, "première": 1, "seconde": 2, "inaugural": 1}


def _english(n: int) -> str:
    if n >= 100:
        hundreds = HUNDREDS[n // 100]
        return f"{hundreds} and {_english(n % 100)}" if n % 100 else f"{hundreds}th"
    if n < 20:
        return ONES[n - 1]
    stem = TENS[n // 10]
    return f"{stem}ieth" if n % 10 == 0 else f"{stem}y {ONES[n % 10 - 1]}"


def _french(n: int) -> str:
    return re.sub(r"e$", "", _cardinal(n)) + _ending(n)


def _ending(n: int) -> str:
    last = _cardinal(n)
    return "uième" if last.endswith("cinq") else "ième"


def _cardinal(n: int) -> str:
    if n >= 100:
        rest = f" {_cardinal(n % 100)}" if n % 100 else ""
        return CENTAINES[n // 100] + rest
    if n < 20:
        stem = UN[n - 1]
        return "neuv" if stem == "neuf" else "dix neuv" if stem == "dix-neuf" else stem.replace("-", " ")
    tens, ones = divmod(n, 10)
    if tens in (7, 9):
        tens, ones = tens - 1, ones + 10
    base = DIZAINES[tens].replace("-", " ")
    if ones == 0:
        return base
    return f"{base} et {_cardinal(ones)}" if ones in (1, 11) and tens != 8 else f"{base} {_cardinal(ones)}"


def find_sessions(text: str) -> list[SessionSpan]:
    """The sessions and meetings that a text numbers, left to right; linear in the text's length."""
    found: list[SessionSpan] = []
    ordinals = sorted([*_in_digits(text), *_in_words(text)])
    at = 0
    while at < len(ordinals):
        until = at + 1
        while until < len(ordinals) and JOIN.fullmatch(text, ordinals[until - 1][1], ordinals[until][0]):
            until += 1
        if noun := AFTER.match(text, ordinals[until - 1][1]):
            found.append(SessionSpan(ordinals[at][0], noun.end(), tuple(n for _, _, n in ordinals[at:until])))
        at = until
    return found


def _in_digits(text: str) -> list[tuple[int, int, int]]:
    return [(m.start(), m.end(), int(m["digits"] or m["second"])) for m in ORDINAL_DIGITS.finditer(text)]


def _in_words(text: str) -> list[tuple[int, int, int]]:
    """Ordinals in words; the longest that begins at a word wins."""
    table = ordinal_words()
    words = [(m.start(), m.end(), m[0].lower()) for m in re.finditer(r"[^\W\d_]+", text)]
    found: list[tuple[int, int, int]] = []
    index = 0
    while index < len(words):
        hit = 0
        phrase = ""
        for length, (_, _, word) in enumerate(words[index : index + 7], 1):
            phrase = f"{phrase} {word}".strip()
            if phrase in table:
                hit = length
        if hit:
            start, end = words[index][0], words[index + hit - 1][1]
            found.append((start, end, table[" ".join(w for _, _, w in words[index : index + hit])]))
        index += hit or 1
    return found
