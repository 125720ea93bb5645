"""What people call the bodies and packages whose ids a record holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from docmine.vocabulary import Body, Package, Vocabulary


class Name(TypedDict):
    """A full name and a short one: the acronym where there is one."""

    name: str
    short: str


def names_of(vocabulary: Vocabulary, ids: Iterable[str]) -> dict[str, Name]:
    """The names of those ids that the vocabulary knows, by id."""
    entries: tuple[Body | Package, ...] = (*vocabulary.packages, *vocabulary.bodies)
    known = {entry.id: entry for entry in entries}
    return {id_: _name(known[id_]) for id_ in sorted(set(ids)) if id_ in known}


def _name(entry: Body | Package) -> Name:
    full = next(iter((*entry.names, *getattr(entry, "local", ()), *entry.acronyms)))
    return {"name": full, "short": entry.acronyms[0] if entry.acronyms else full}
