"""The word lists of the grammar of names (`lexicon.yml`)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from docmine.vocabulary import read_yaml


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    content: dict[str, Any] = read_yaml(Path(__file__).with_suffix(".yml"))
    return content


@lru_cache(maxsize=64)
def lexicon(name: str) -> frozenset[str]:
    """The folded words of one list."""
    return frozenset(_lists()[name].split())


def heads() -> dict[str, str]:
    """Head nouns, folded and joined (`workinggroup`), to the kind of body they name."""
    return {noun: kind for kind, nouns in _lists()["heads"].items() for noun in nouns.split()}
