"""Text to tokens with roles, once, in linear time: numbers, words of the lexicon, separators; everything else has no role.

Runs that mix letters and digits are taken apart where dates allow it (`12May`, `1er`, `1990s`, `Q1`) and read with scanning
slips in mind (`2O16`, `l5`, `0ctober`): such readings have the role `slip`, and the grammar asks for more proof.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import NamedTuple

from docmine.dates.lexicon import Lexicon, Roles, fold, load_lexicon

_TOKEN = re.compile(r"[\w\u00ad\u0300-\u036f]+|[^\w\s]")
_SOFT_HYPHEN = re.compile(r"(?<=\d)\u00ad(?=\d)")  # stands for a dash; inside words it is nothing
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.I)
_LONGEST_NUMBER = 4  # digits of a day, month or year
_CACHED = 40  # characters; longer runs are not worth remembering
_LONGEST_WORD = 24  # characters; longer runs are codes or noise
_LONGEST_GAP = 12  # white space within a date

Piece = tuple[int, int, str, Roles]  # start and end in its run, folded word, roles

_NONE: Roles = {}
_PUNCTUATION: dict[str, Roles] = {
    **{dash: {"dash": 1} for dash in "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufffe"},
    ",": {"comma": 1},
    ".": {"dot": 1},
    "/": {"slash": 1},
    "&": {"and": 1},
    "+": {"and": 1},
    "~": {"approx": 1, "start": 1},
    "'": {"quote": 1},
    "\u2019": {"quote": 1},
    "\u2018": {"quote": 1},
}

_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|re|ere|nde|e|eme|ieme)")
_FISCAL = re.compile(r"fy(\d{4})")
_DECADE = re.compile(r"(\d{2}|[12]\d{3})s")
_SUBYEAR = re.compile(r"(?:(?P<year>\d{4}))?(?:(?P<unit>[qhts])(?P<number>[1-4])|(?P<number2>[1-4])(?P<unit2>[qhts]))(?P<year2>\d{4})?")
_ROMAN_CENTURY = re.compile(r"([ivx]{1,5})(?:e|eme|ieme)")
_RUNS = re.compile(r"\d+|\D+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
TO_DIGITS = str.maketrans("OoIl|SsBZ", "001115582")
_TO_LETTERS = str.maketrans("015", "ols")
_GLUED = frozenset(("month", "season", "to", "and"))  # roles of words that scanning or typing joins to figures
_SUFFIXES = frozenset(("st", "nd", "rd", "th", "er"))


class Token(NamedTuple):
    """A word, number or sign at `text[start:end]`; `word` is it folded. A break (blank line, page end) is empty."""

    start: int
    end: int
    raw: str
    word: str
    roles: Roles


_token = partial(tuple.__new__, Token)  # as `Token(…)` does, but without a call in Python


def tokenize(text: str, lexicon: Lexicon) -> list[Token]:
    """All tokens of a text, addresses of web pages and mail left out, phrases of the lexicon joined."""
    tokens: list[Token] = []
    end, language = 0, lexicon.language
    text = _SOFT_HYPHEN.sub("-", text) if "\u00ad" in text else text
    paged = "\f" in text
    for start, stop in _readable(text):
        for match in _TOKEN.finditer(text, start, stop):
            raw, begin = match[0], match.start()
            if (begin - end > 1 or (paged and begin > end)) and _breaks(text[end:begin]):
                tokens.append(Token(end, end, "", "", _NONE))
            end = begin + len(raw)
            pieces = _read(raw, language) if len(raw) < _CACHED else _read.__wrapped__(raw, language)
            if len(pieces) == 1:
                tokens.append(_token((begin, end, raw, pieces[0][2], pieces[0][3])))
            else:
                tokens += [Token(begin + a, begin + b, raw[a:b], word, roles) for a, b, word, roles in pieces]
    return _join_phrases(text, tokens, lexicon)


def _breaks(gap: str) -> bool:
    return len(gap) > _LONGEST_GAP or gap.count("\n") > 1 or "\f" in gap or not gap.isspace()


def _readable(text: str) -> list[tuple[int, int]]:
    """What lies between web and mail addresses."""
    barred = [match.span() for match in _ADDRESS.finditer(text)] if "www." in text or "://" in text else []
    at = text.find("@")
    while at >= 0:
        start, end = at, at
        while start > 0 and at - start < 100 and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and end - at < 100 and not text[end].isspace():
            end += 1
        barred.append((start, end))
        at = text.find("@", end)
    spans, position = [], 0
    for start, end in sorted(barred):
        if start > position:
            spans.append((position, start))
        position = max(position, end)
    return [*spans, (position, len(text))]


@lru_cache(maxsize=65536)
def _read(raw: str, language: str) -> tuple[Piece, ...]:
    """The pieces of a run of letters and digits, or of one sign; nearly always one."""
    if raw.isascii() and raw.isdigit():
        return ((0, len(raw), raw[:_LONGEST_WORD], _number(raw)),)
    if len(raw) == 1 and not raw.isalnum():
        return ((0, 1, raw, _PUNCTUATION.get(raw, _NONE)),)
    if len(raw) > _LONGEST_WORD:
        return ((0, len(raw), raw[:_LONGEST_WORD], {"code": 1}),)
    word = fold(raw)
    roles = load_lexicon(language).words.get(word)
    if roles is None and not raw.isalpha():
        return _mixed(raw, language)
    if roles is None and raw[0] in "IVX":
        roles = _roman_century(raw, word)
    if roles is None and len(raw) <= 2 and not raw.translate(TO_DIGITS).strip("01"):
        roles = {"slip": int(raw.translate(TO_DIGITS)), "start": 1}
    return ((0, len(raw), word, roles or _NONE),)


@lru_cache(maxsize=8192)
def _number(digits: str) -> Roles:
    return {"num": int(digits), "digits": len(digits), "start": 1} if len(digits) <= _LONGEST_NUMBER else {"long": 1}


def _mixed(raw: str, language: str) -> tuple[Piece, ...]:
    """A run of letters and digits as (start, end, folded word, roles) pieces."""
    word = fold(raw)
    whole = (0, len(raw))
    for reading in (_ordinal, _decade, _fiscal, _subyear, _roman_century, _slipped_number):
        roles = reading(raw, word)
        if roles is not None:
            return ((*whole, word, {**roles, "start": 1}),)
    if not raw.isascii() and word in load_lexicon(language).words:
        return ((*whole, word, load_lexicon(language).words[word]),)
    return _glued(raw, language) or _slipped_month(raw, language) or ((*whole, word, _NONE if word.isalpha() else {"code": 1}),)


def _ordinal(raw: str, word: str) -> Roles | None:
    match = _ORDINAL.fullmatch(word)
    return {"ord": int(match[1]), "num": int(match[1]), "digits": len(match[1]), "ordinal": 1} if match else None


def _decade(raw: str, word: str) -> Roles | None:
    match = _DECADE.fullmatch(word)
    if match is None or not match[1].endswith("0"):
        return None
    if match[1].endswith("00") and not match[1].startswith("2") and len(match[1]) == 4:
        return {"century": int(match[1]) // 100}
    return {"decade": int(match[1]) // 10 + (190 if len(match[1]) == 2 else 0), "short": int(len(match[1]) == 2)}


def _fiscal(raw: str, word: str) -> Roles | None:
    """`FY2016`."""
    match = _FISCAL.fullmatch(word)
    return {"num": int(match[1]), "digits": 4} if match else None


def _subyear(raw: str, word: str) -> Roles | None:
    """`Q1`, `H2`, `T3`, `S1`, `4Q`, with a year before or after it (`2016Q4`)."""
    match = _SUBYEAR.fullmatch(word)
    if match is None:
        return None
    unit, number = match["unit"] or match["unit2"], int(match["number"] or match["number2"])
    if (unit in "hs" and number > 2) or raw == word:
        return None
    year = match["year"] or match["year2"]
    roles = {"sub": (32 if unit in "qt" else 39) + number, "french": int(unit in "ts")}
    return {**roles, "sub_year": int(year)} if year else roles


def _roman_century(raw: str, word: str) -> Roles | None:
    match = _ROMAN_CENTURY.fullmatch(word)
    number = roman(match[1]) if match else None
    return {"ord": number, "roman": 1, "start": 1} if number else None


def _slipped_number(raw: str, word: str) -> Roles | None:
    digits = raw.translate(TO_DIGITS)
    if len(raw) <= _LONGEST_NUMBER and digits.isascii() and digits.isdigit() and any(c.isdigit() for c in raw):
        return {"slip": int(digits)}
    return None


def _glued(raw: str, language: str) -> tuple[Piece, ...] | None:
    """`12May2017` as three pieces, if each run of letters is a month's name or an ordinal's ending."""
    words = load_lexicon(language).words
    pieces: list[Piece] = []
    for run in _RUNS.finditer(raw):
        word = fold(run.group())
        if word.isascii() and word.isdigit():
            pieces.append((run.start(), run.end(), word, _number(word)))
        elif word in words and (_GLUED & words[word].keys()) and len(word) > 1:
            pieces.append((run.start(), run.end(), word, words[word]))
        elif word in _SUFFIXES and len(pieces) == 1:
            pieces[-1] = (pieces[-1][0], run.end(), pieces[-1][2], pieces[-1][3])
        else:
            return None
    return tuple(pieces)


def _slipped_month(raw: str, language: str) -> tuple[Piece, ...] | None:
    """`0ctober`, `Apri1`: digits that look like letters."""
    word = fold(raw).translate(_TO_LETTERS)
    roles = load_lexicon(language).words.get(word, _NONE)
    return ((0, len(raw), word, {**roles, "slipped": 1}),) if "month" in roles and len(word) > 3 else None


def roman(word: str) -> int | None:
    """The value of a lower-case Roman numeral in its usual form up to 39; `None` for anything else."""
    if not word or not set(word) <= set("ivx"):
        return None
    values = [_ROMAN[letter] for letter in word]
    total = sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return total if _as_roman(total) == word else None


def _as_roman(number: int) -> str:
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return "x" * (number // 10) + units[number % 10] if 0 < number < 40 else ""


def _join_phrases(text: str, tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Tokens with the lexicon's phrases (`up to`, `l'`) and months broken at a line's end made one token each."""
    joined: list[Token] = []
    heads, broken = lexicon.phrases, "\n" in text
    after = 0
    for i in [i for i, token in enumerate(tokens) if broken or token.word in heads]:
        token = tokens[i]
        found = _phrase_at(tokens, i, lexicon) if i >= after and token.word in heads else None
        if found is None and broken and i >= after:
            found = _broken_at(text, tokens, i, lexicon)
        if found is not None:
            length, roles = found
            last = tokens[i + length - 1]
            joined += tokens[after:i]
            joined.append(Token(token.start, last.end, text[token.start : last.end], token.word, roles))
            after = i + length
    return joined + tokens[after:]


def _phrase_at(tokens: list[Token], i: int, lexicon: Lexicon) -> tuple[int, Roles] | None:
    for words, roles in lexicon.phrases[tokens[i].word]:
        if all(i + k < len(tokens) and _same(tokens[i + k], word) for k, word in enumerate(words)):
            return len(words), roles
    return None


def _same(token: Token, word: str) -> bool:
    return token.word == word or (word == "'" and "quote" in token.roles) or (word == "-" and "dash" in token.roles)


def _broken_at(text: str, tokens: list[Token], i: int, lexicon: Lexicon) -> tuple[int, Roles] | None:
    """A month's name with a hyphen and a line's end inside (`Sep-` `tember`)."""
    if (
        i + 2 >= len(tokens)
        or "dash" not in tokens[i + 1].roles
        or not tokens[i].raw.isalpha()
        or "\n" not in text[tokens[i + 1].end : tokens[i + 2].start]
    ):
        return None
    roles = lexicon.words.get(tokens[i].word + tokens[i + 2].word, _NONE)
    return (3, roles) if "month" in roles else None
