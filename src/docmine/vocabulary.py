"""What a vocabulary is: the bodies and work packages a document may name; reading and checking it.

A vocabulary is a folder. `bodies.yml` lists bodies, `packages.yml` work packages (may be missing), `unlisted.yml` bodies that are
known by name but carry no id (may be missing; by kind: `- International Telecommunication Union (ITU; UIT)`); other files belong to
other readers. The first entry of `bodies.yml` is the organisation whose vocabulary it is.

An entry, all but `id`, `kind` and `examples` optional:

    - id: wco/ptc                       # unique; what records hold
      kind: committee                   # what `the Committee` may mean: one of KINDS
      parent: wco                       # the id of the body it belongs to
      names: {en: [...], fr: [...]}     # names that mean it in any document
      local: {en: [...], fr: [...]}     # names that mean it only in papers of its organisation or beside the organisation's name
      acronyms: [PTC, CTP]
      ambiguous: [PTC]                  # those of its acronyms that also mean something else: decided by context
      symbols: ['[AE]/', 'S/[0-9]']       # regular expressions for how the symbols of its papers begin
      since: 1952                       # years in which it existed
      until: 1994
      examples: [The [[Permanent Technical Committee]] met.]   # each `[[...]]` is found, as this entry and nothing else
      not: [A permanent technical committee met.]              # here the entry is not found
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from docmine.errors import VocabularyError

MAX_BYTES = 4_000_000
KINDS = (
    "organization", "council", "commission", "committee", "sub-committee", "working group", "working party", "expert group", "group",
    "task force", "project team", "secretariat", "conference", "assembly", "board", "bureau", "panel", "forum", "office", "centre",
)  # fmt: skip
Names = dict[str, list[str]]
E = TypeVar("E", bound=BaseModel)
MARK = re.compile(r"\[\[(.{1,400}?)\]\]")


class Entry(BaseModel):
    """One entry as written in the YAML."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9./-]*$", max_length=100)
    names: Names = {}
    acronyms: list[str] = []
    ambiguous: list[str] = []
    examples: list[str] = Field(min_length=1)
    not_: list[str] = Field(default=[], alias="not")


class BodyEntry(Entry):
    kind: Literal[KINDS]  # type: ignore[valid-type]
    parent: str | None = None
    local: Names = {}
    symbols: list[re.Pattern[str]] = []
    since: int | None = None
    until: int | None = None


class PackageEntry(Entry):
    topics: Names = {}


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence without its marks, and where the marked mentions stand in it (half-open character offsets)."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A body; `id` is None for one that is known by name only, perhaps as an organ of `parent`. `names` hold anywhere, `local` ones only
    near its organisation."""

    id: str | None
    kind: str
    names: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    ambiguous: frozenset[str] = frozenset()
    parent: str | None = None
    symbols: tuple[re.Pattern[str], ...] = ()
    since: int | None = None
    until: int | None = None
    examples: tuple[Example, ...] = ()
    not_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """A work package; `topics` maps a language (`en`, `fr`) to the key phrases of its components."""

    id: str
    names: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    ambiguous: frozenset[str] = frozenset()
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    not_examples: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Bodies and packages, each in the order of its file; `folder` is where they were read."""

    name: str
    folder: Path
    bodies: tuple[Body, ...] = ()
    packages: tuple[Package, ...] = ()
    unlisted: tuple[Body, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Body]:
        return {body.id: body for body in self.bodies if body.id}

    def body(self, id: str | None) -> Body | None:
        """The body with this id; None if there is none."""
        return self.by_id.get(id) if id else None

    def lineage(self, id: str | None) -> tuple[str, ...]:
        """The id and those of its parents, from the body up to its organisation; empty for an unknown id."""
        found: list[str] = []
        while id in self.by_id and id not in found:
            found.append(id)
            id = self.by_id[id].parent
        return tuple(found)

    def root(self, id: str | None) -> str | None:
        """The organisation a body belongs to: the last of its lineage."""
        return next(reversed(self.lineage(id)), None)

    def members(self, root: str) -> tuple[Body, ...]:
        """The bodies of an organisation, itself included."""
        return tuple(body for body in self.bodies if self.root(body.id) == root)


def load(name_or_dir: str | Path = "wco") -> Vocabulary:
    """The vocabulary of that name (entry point group `docmine_vocabularies`, or shipped with docmine) or in that folder.

    VocabularyError if there is none, or if it breaks its own rules."""
    return _load(str(name_or_dir))


@lru_cache(maxsize=16)
def _load(name_or_dir: str) -> Vocabulary:
    vocabulary = _read(name_or_dir)
    problems = list(_faults(vocabulary))
    if problems:
        more = f" (and {len(problems) - 1} more: `docmine vocabulary check`)" if len(problems) > 1 else ""
        raise VocabularyError(problems[0] + more)
    return vocabulary


def check(name_or_dir: str | Path = "wco") -> list[str]:
    """What is wrong with a vocabulary, a line each: its form, its references, and every example."""
    try:
        vocabulary = _read(str(name_or_dir))
    except VocabularyError as error:
        return [str(error)]
    problems = list(_faults(vocabulary))
    if problems:
        return problems
    from docmine.components.names import example_faults  # the finder reads vocabularies, so it cannot be imported above

    return list(example_faults(vocabulary))


def folder(name_or_dir: str) -> Path:
    """Where the vocabulary lies. VocabularyError if nowhere."""
    if os.path.isdir(name_or_dir):  # unlike Path.is_dir no error on a name that no file could have
        return Path(name_or_dir)
    shipped = Path(__file__).parent / "vocabularies" / name_or_dir
    if re.fullmatch(r"[\w-]{1,60}", name_or_dir):
        if shipped.is_dir():
            return shipped
        for point in entry_points(group="docmine_vocabularies", name=name_or_dir):
            return _folder_of(point.load(), name_or_dir)
    raise VocabularyError(f"no vocabulary {name_or_dir[:100]!r}: give the name of an installed one or a folder with a bodies.yml")


def _folder_of(target: Any, name: str) -> Path:
    """An entry point leads to a package that holds the files, or to their path."""
    path = Path(getattr(target, "__path__", [target])[0]) if hasattr(target, "__path__") or isinstance(target, (str, Path)) else None
    if path is None or not path.is_dir():
        raise VocabularyError(f"vocabulary {name!r}: its entry point must lead to a package or to the path of a folder")
    return path


def read_yaml(path: Path) -> Any:
    """What a YAML file holds, safely; None if it is empty. VocabularyError names the file and the line."""
    import yaml

    try:
        if path.stat().st_size > MAX_BYTES:
            raise VocabularyError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB; split it or take texts out")
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return yaml.load(path.read_text("utf-8"), loader)  # both are safe loaders
    except UnicodeDecodeError as error:
        raise VocabularyError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except OSError as error:
        raise VocabularyError(f"{path}: cannot be read ({error.strerror})") from None
    except RecursionError:
        raise VocabularyError(f"{path}: nested too deeply; an entry has two levels") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise VocabularyError(f"{path}: {where}not valid YAML ({getattr(error, 'problem', None) or error}); mend that line") from None


def _read(name_or_dir: str) -> Vocabulary:
    at = folder(name_or_dir)
    bodies = tuple(_body(e) for e in _entries(at / "bodies.yml", BodyEntry, required=True))
    packages = tuple(_package(e) for e in _entries(at / "packages.yml", PackageEntry))
    return Vocabulary(at.name, at, bodies, packages, tuple(_unlisted(at / "unlisted.yml", {body.id for body in bodies if body.id})))


def _unlisted(path: Path, ids: Set[str]) -> Iterator[Body]:
    """Bodies without id: a mapping of kinds (`committee`, or `committee of ORGANISATION`) to names, acronyms in brackets after the name."""
    content = read_yaml(path) if path.is_file() else {}
    try:
        groups = TypeAdapter(dict[str, list[str]]).validate_python(content, strict=True)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False)[0]
        raise VocabularyError(f"{path}: {fault['loc'][0] if fault['loc'] else 'file'}: wants a kind and under it a list of names") from None
    for group, lines in groups.items():
        kind, _, parent = group.partition(" of ")
        if kind not in KINDS or (parent and parent not in ids):
            raise VocabularyError(f"{path}: {group}: wants a kind, or `KIND of ORGANISATION` with an id of bodies.yml")
        for line in lines:
            name, _, acronyms = line.partition(" (")
            short = tuple(part.strip() for part in acronyms.rstrip(")").split(";") if part.strip())
            yield Body(None, kind, (name,), acronyms=short, parent=parent or None)


def _entries(path: Path, model: type[E], required: bool = False) -> list[E]:
    if not path.is_file() and not required:
        return []
    content = read_yaml(path)
    if not isinstance(content, list) or not content:
        raise VocabularyError(f"{path}: wants a list of entries, each beginning with `- id:`")
    try:
        return TypeAdapter(list[model]).validate_python(content, strict=True)  # type: ignore[valid-type]
    except ValidationError as error:
        raise VocabularyError(f"{path}: {_first_fault(error, content)}") from None


def _first_fault(error: ValidationError, content: list[Any]) -> str:
    fault = error.errors(include_url=False, include_context=False)[0]
    index, *rest = fault["loc"]
    entry = content[index] if isinstance(index, int) else None
    name = (entry.get("id") or entry.get("name")) if isinstance(entry, dict) else None
    where = ".".join(str(part) for part in rest)
    advice = "give at least one, with the mention marked [[so]]" if where == "examples" else fault["msg"]
    return f"entry {name or f'no. {index + 1}' if isinstance(index, int) else index}: {where or 'entry'}: {advice}"


def _flat(names: Names) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in names.values() for name in group))


def _example(marked: str) -> Example:
    text, marks, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        marks.append((len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    return Example(text + marked[at:], tuple(marks))


def _common(entry: Entry) -> dict[str, Any]:
    return {
        "names": _flat(entry.names),
        "acronyms": tuple(entry.acronyms),
        "ambiguous": frozenset(entry.ambiguous),
        "examples": tuple(_example(text) for text in entry.examples),
        "not_examples": tuple(entry.not_),
    }


def _body(entry: BodyEntry) -> Body:
    return Body(
        entry.id, entry.kind, local=_flat(entry.local), parent=entry.parent, symbols=tuple(entry.symbols),
        since=entry.since, until=entry.until, **_common(entry),
    )  # fmt: skip


def _package(entry: PackageEntry) -> Package:
    return Package(entry.id, topics={lang: tuple(words) for lang, words in entry.topics.items()}, **_common(entry))


def _faults(vocabulary: Vocabulary) -> Iterator[str]:
    """What breaks the rules between entries."""
    for file, entries in (("bodies.yml", vocabulary.bodies), ("packages.yml", vocabulary.packages)):
        path = vocabulary.folder / file
        for id, times in Counter(entry.id for entry in entries).items():
            if times > 1:
                yield f"{path}: entry {id}: the id occurs {times} times; merge the entries or rename one"
        for entry in entries:
            for fault in _entry_faults(entry):
                yield f"{path}: entry {entry.id}: {fault}"
        for fault in _clashes(entries):
            yield f"{path}: {fault}"
    for body in vocabulary.bodies:
        for fault in _parent_faults(vocabulary, body):
            yield f"{vocabulary.folder / 'bodies.yml'}: entry {body.id}: {fault}"


def _entry_faults(entry: Body | Package) -> Iterator[str]:
    if not (entry.names or entry.acronyms or getattr(entry, "local", ())):
        yield "has no name and no acronym; give at least one"
    for stray in sorted(entry.ambiguous - set(entry.acronyms)):
        yield f"ambiguous: {stray} is none of its acronyms; add it to acronyms or take it out"
    if any(not example.marks for example in entry.examples):
        yield "an example marks nothing; write the mention [[so]]"
    if any(not name.strip() for name in (*entry.names, *entry.acronyms)):
        yield "an empty name; take it out"
    for symbol in getattr(entry, "symbols", ()):
        if symbol.match(""):
            yield f"symbols: {symbol.pattern!r} fits every symbol; say more"


def _clashes(entries: tuple[Body, ...] | tuple[Package, ...]) -> Iterator[str]:
    owners: dict[str, list[Body | Package]] = {}
    for entry in entries:
        for word in dict.fromkeys((*entry.acronyms, *entry.names)):
            owners.setdefault(word, []).append(entry)
    for word, sharing in owners.items():
        if len(sharing) > 1 and not all(word in entry.ambiguous for entry in sharing):
            ids = " and ".join(str(entry.id) for entry in sharing)
            yield f"entry {sharing[-1].id}: {word} is shared by {ids}; list it under `ambiguous` in each, or take it out of one"


def _parent_faults(vocabulary: Vocabulary, body: Body) -> Iterator[str]:
    if body.parent is None:
        return
    if body.parent not in vocabulary.by_id:
        yield f"parent {body.parent} is no entry; add it or correct the id"
    elif vocabulary.by_id[vocabulary.lineage(body.id)[-1]].parent in vocabulary.lineage(body.id):
        yield f"is its own ancestor ({' > '.join(vocabulary.lineage(body.id))}); correct a parent"
