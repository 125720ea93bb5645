"""Function words, frequent verbs and cues of two languages, read from `words.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Words:
    """The closed classes and frequent verbs of one language."""

    language: str
    tag_of: dict[str, str]
    irregular: frozenset[str]
    not_participle: frozenset[str]
    not_gerund: frozenset[str]
    not_adverb: frozenset[str]
    adverbials: dict[str, tuple[tuple[str, ...], ...]]


@cache
def words(language: str) -> Words:
    """The function words of `en` or `fr`."""
    table = _table()[language]
    tag_of: dict[str, str] = {}
    for tag in ("V", "ADV", "NEG", "DO", "MOD", "HAVE", "BE", "PRON", "REL", "SUB", "CONJ", "PREP", "DET"):
        tag_of.update(dict.fromkeys(table[tag].split(), tag))
    irregular, not_participle, not_gerund, not_adverb = (
        frozenset(table[key].split()) for key in ("IRREG_VEN", "NOT_ED", "NOT_ING", "NADV")
    )
    adverbials: dict[str, tuple[tuple[str, ...], ...]] = {}
    for joined in table["ADVERBIAL"].split():
        parts = tuple(joined.split("_"))
        adverbials[parts[0]] = (*adverbials.get(parts[0], ()), parts)
    return Words(language, tag_of, irregular, not_participle, not_gerund, not_adverb, adverbials)


@cache
def _table() -> dict[str, dict[str, str]]:
    """The whole of `words.yml`."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table: dict[str, dict[str, str]] = yaml.load(files("docmine.events").joinpath("words.yml").read_text("utf-8"), Loader=loader)
    return table


@cache
def cue(name: str, language: str = "any") -> frozenset[str]:
    """The words of a cue, for all languages or for one."""
    return frozenset(_table()[f"cues_{language}"][name].split())


@cache
def expressions(name: str, language: str) -> tuple[str, ...]:
    """Expressions of several words (`subject to`), their words parted by a space, longest first where it matters."""
    return tuple(joined.replace("_", " ") for joined in _table()[f"expressions_{language}"][name].split())
