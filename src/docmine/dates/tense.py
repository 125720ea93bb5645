"""Whether a sentence speaks of the past or the future near a date that has no year."""

from __future__ import annotations

from docmine.dates.reader import Reader

PAST, UNSAID, FUTURE = -1, 0, 1
_REACH = 24  # tokens on each side in which a word of tense speaks for a date
_FRENCH_FUTURE = ("era", "eront", "ira", "iront", "dra", "dront", "aura")
_FRENCH_PARTICIPLE = ("ée", "és", "ées")


def tense_at(reader: Reader, i: int, j: int) -> int:
    """What the words of the same sentence say: past (-1), future (1) or nothing (0); those before the date first.

    A verb before the date (`will`, `was`) counts double; a limit (`by`, `until`) speaks only where nothing else does.
    """
    limited = False
    for steps in (range(i - 1, i - _REACH, -1), range(j, j + _REACH)):
        for k in steps:
            token = reader.at(k)
            if not token.raw or (token.raw in ".;" and (k < i or not reader.glued(k + 1))):
                break
            said = _tense_of(reader, k)
            if said != UNSAID:
                return 2 * said if k < i and _verbal(reader, k, said) else said
            limited = limited or (k == i - 1 and reader.has(k, "limit"))
    return FUTURE if limited else UNSAID


def _verbal(reader: Reader, k: int, said: int) -> bool:
    return reader.has(k, "will", "was") or (said == FUTURE and reader.language == "fr" and not reader.has(k, "future"))


def _tense_of(reader: Reader, k: int) -> int:
    if reader.has(k, "future"):
        return FUTURE
    if reader.has(k, "past"):
        return FUTURE if reader.has(k - 1, "be") else PAST
    word = reader.at(k).word
    if len(word) < 5 or not reader.is_word(k):
        return UNSAID
    if reader.language == "fr":
        return FUTURE if word.endswith(_FRENCH_FUTURE) else PAST if reader.at(k).raw.lower().endswith(_FRENCH_PARTICIPLE) else UNSAID
    return (FUTURE if reader.has(k - 1, "be") else PAST) if word.endswith("ed") and reader.at(k - 1).word != "to" else UNSAID


def same_sentence(reader: Reader, one: int, other: int) -> bool:
    """Whether no sentence ends between two tokens; those far apart are not asked."""
    first, last = min(one, other), max(one, other)
    if last - first > 2 * _REACH:
        return False
    return not any(ends_sentence(reader, k) for k in range(first, last))


def ends_sentence(reader: Reader, k: int) -> bool:
    """Whether a sentence ends with the token."""
    raw = reader.at(k).raw
    return not raw or (raw in ".!?" and not reader.glued(k + 1) and (reader.capitalised(k + 1) or not reader.is_word(k + 1)))
