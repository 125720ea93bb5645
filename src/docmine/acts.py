"""The acts of a vocabulary: `acts.yml` read, checked and indexed by form.

What a verb's frame is, which nouns and light verbs tell an act, which heads may be acted on, and which actors are no body
is data; how acts are put together in a sentence is grammar and lives in `docmine.events`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import yaml

from docmine.errors import VocabularyError

Kind = Literal["base", "third", "past", "ing", "noun"]
ACTS = ("endorse", "adopt", "approve", "agree", "accept", "confirm")
STATUSES = ("done", "planned", "conditional", "declined")


@dataclass(frozen=True, slots=True)
class Form:
    """One word that may tell an act.

    `clause` is set for verbs that take `that`, `to`, `on` (agree); `be` for French verbs whose perfect takes être; `advice` for forms
    that are an act only of a named body; `links` are a noun's prepositions, `light` the verbs that make it an act, `light_links` the
    prepositions that follow it then; `only_light` nouns are no act without such a verb.
    """

    act: str
    language: str
    kind: Kind
    clause: bool = False
    be: bool = False
    advice: bool = False
    links: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()
    light_links: frozenset[str] = frozenset()
    only_light: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A marked sentence (see `acts.yml`) with what must be found in it; `act` is None where nothing must be."""

    act: str | None
    text: str
    status: str = "done"


@dataclass(frozen=True, slots=True)
class Acts:
    """All that a vocabulary says of acts; word sets are by language, forms by (language, lower-case word)."""

    forms: Mapping[tuple[str, str], tuple[Form, ...]]
    heads: Mapping[str, frozenset[str]]
    outsiders: Mapping[str, frozenset[str]]
    collectives: Mapping[str, frozenset[str]]
    organs: Mapping[str, frozenset[str]]
    examples: tuple[Example, ...]
    words: frozenset[str] = field(init=False)  # of all forms in all languages

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", frozenset(word for _, word in self.forms))


@cache
def load_acts(vocabulary: str = "wco") -> Acts:
    """The acts of a shipped vocabulary by name, or of a folder that holds `acts.yml`; the shipped ones serve where it has none.

    Raises VocabularyError for a file that breaks its rules.
    """
    folder = Path(vocabulary)
    path = folder / "acts.yml"
    if path.is_file():
        return parse_acts(path.read_text("utf-8"), str(path))
    shipped = files("docmine").joinpath("vocabularies", "wco", "acts.yml")
    return parse_acts(shipped.read_text("utf-8"), "wco/acts.yml")


def parse_acts(text: str, name: str) -> Acts:
    """Read and check the YAML `text`; `name` is used in error messages."""
    try:
        table = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise VocabularyError(f"{name}: not YAML: {error}") from error
    if not isinstance(table, dict) or not isinstance(table.get("acts"), list):
        raise VocabularyError(f"{name}: wants a list `acts`")
    forms: dict[tuple[str, str], list[Form]] = {}
    examples: list[Example] = []
    for entry in table["acts"]:
        _take_act(entry, forms, examples, name)
    sets = {key: _word_sets(table.get(key), f"{name}: {key}") for key in ("heads", "outsiders", "collectives", "organs")}
    return Acts({key: tuple(value) for key, value in forms.items()}, examples=tuple(examples), **sets)


def _take_act(entry: Any, forms: dict[tuple[str, str], list[Form]], examples: list[Example], name: str) -> None:
    if not isinstance(entry, dict) or entry.get("id") not in ACTS:
        raise VocabularyError(f"{name}: an act's id must be one of {', '.join(ACTS)}")
    act = entry["id"]
    where = f"{name}: {act}"
    _check_keys(entry, {"id", "verbs", "nouns", "light", "examples", "not"}, where)
    for verb in entry.get("verbs", []):
        _take_verb(act, verb, forms, where)
    for noun in entry.get("nouns", []):
        _take_noun(act, noun, entry.get("light", []), forms, where)
    for example in entry.get("examples", []):
        _check_keys(example, {"text", "status"}, where)
        if example.get("status", "done") not in STATUSES:
            raise VocabularyError(f"{where}: unknown status {example['status']!r}")
        examples.append(Example(act, example["text"], example.get("status", "done")))
    examples += [Example(None, text) for text in entry.get("not", [])]


def _check_keys(entry: Any, known: set[str], where: str) -> None:
    if not isinstance(entry, dict):
        raise VocabularyError(f"{where}: wants a mapping: {entry!r}")
    if unknown := set(entry) - known:
        raise VocabularyError(f"{where}: unknown key {sorted(map(str, unknown))[0]!r}")


def _take_verb(act: str, verb: Any, forms: dict[tuple[str, str], list[Form]], where: str) -> None:
    _check_keys(verb, {"lang", "base", "third", "past", "ing", "advice", "frame", "be"}, where)
    if verb.get("frame") not in ("object", "clause") or "lang" not in verb:
        raise VocabularyError(f"{where}: a verb wants `lang` and `frame: object` or `clause`: {verb!r}")
    kinds: tuple[tuple[str, Kind], ...] = (("base", "base"), ("third", "third"), ("past", "past"), ("ing", "ing"), ("advice", "third"))
    for key, kind in kinds:
        for word in str(verb.get(key, "")).split():
            form = Form(act, verb["lang"], kind, clause=verb["frame"] == "clause", be=bool(verb.get("be")), advice=key == "advice")
            forms.setdefault((verb["lang"], word), []).append(form)


def _take_noun(act: str, noun: Any, lights: list[Any], forms: dict[tuple[str, str], list[Form]], where: str) -> None:
    _check_keys(noun, {"lang", "forms", "object", "light"}, where)
    for word in str(noun["forms"]).split():
        mine = [light for light in lights if light["lang"] == noun["lang"] and word in light["nouns"].split()]
        form = Form(
            act,
            noun["lang"],
            "noun",
            links=frozenset(str(noun["object"]).split()),
            light=frozenset(v for light in mine for v in light["verbs"].split()),
            light_links=frozenset(v for light in mine for v in light["object"].split()),
            only_light=bool(noun.get("light")),
        )
        forms.setdefault((noun["lang"], word), []).append(form)


def _word_sets(table: Any, where: str) -> dict[str, frozenset[str]]:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise VocabularyError(f"{where}: wants words by language")
    return {str(language): frozenset(value.split()) for language, value in table.items()}
