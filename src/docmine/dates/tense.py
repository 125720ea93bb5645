"""Whether a sentence speaks of the past or the future near a date that has no year."""

from __future__ import annotations

from docmine.dates.reader import Reader

PAST, UNSAID, FUTURE = -1, 0, 1
_REACH = 24  # tokens on each side in which a word of tense speaks for a date


def tense_at(reader: Reader, i: int, j: int) -> int:
    """What the words of the same sentence say: past (-1), future (1) or nothing (0); those before the date first."""
    for steps in (range(i - 1, i - _REACH, -1), range(j, j + _REACH)):
        for k in steps:
            token = reader.at(k)
            if not token.raw or (token.raw in ".;" and (k < i or not reader.glued(k + 1))):
                break
            said = _tense_of(reader, k)
            if said != UNSAID:
                return said
    return UNSAID


def _tense_of(reader: Reader, k: int) -> int:
    if reader.has(k, "future"):
        return FUTURE
    if reader.has(k, "past"):
        return FUTURE if reader.has(k - 1, "be") else PAST
    word = reader.at(k).word
    if len(word) < 5 or not reader.is_word(k):
        return UNSAID
    if reader.language == "fr":
        return FUTURE if word.endswith(("era", "eront", "ira", "iront", "dra", "dront", "aura")) else UNSAID
    return (FUTURE if reader.has(k - 1, "be") else PAST) if word.endswith("ed") and reader.at(k - 1).word != "to" else UNSAID
