"""Two runs over the same documents compared: which records changed, and what in them was gained, lost or given another value.

Things are known by the words they stand in, not by ids, which shift when a paragraph is gained. Boxes and confidences are details:
a record that differs in them alone is counted apart.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Literal

from docmine.errors import DocmineError
from docmine.records import DateInfo, Endorsement, Paragraph, Record

SHOWN = 60  # characters of a quotation in the text form
Facts = dict[str, dict[tuple[str, ...], Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: `what` kind it is of, `where` it stands, and its value in either run."""

    what: str
    how: Literal["gained", "lost", "changed"]
    where: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A document whose records differ."""

    id: str
    name: str
    changes: tuple[Change, ...]


@dataclass
class Comparison:
    """Documents by what became of them; `gained` and `lost` map ids to names."""

    same: int = 0
    details: int = 0
    changed: list[Changed] = field(default_factory=list)
    gained: dict[str, str] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """For people: totals by kind first, then document by document."""
        yield (
            f"{len(self.changed)} changed, {len(self.gained)} gained, {len(self.lost)} lost, "
            f"{self.details} in boxes or confidence only, {self.same} the same"
        )
        totals = Counter((change.what, change.how) for document in self.changed for change in document.changes)
        yield from (f"  {what} {how}: {number}" for (what, how), number in sorted(totals.items()))
        yield from (f"lost    {name} ({id_[:12]})" for id_, name in self.lost.items())
        yield from (f"gained  {name} ({id_[:12]})" for id_, name in self.gained.items())
        for document in self.changed:
            yield f"changed {document.name} ({document.id[:12]})"
            yield from (f"  {_shown(change)}" for change in document.changes)


def compare(before: str, after: str) -> Comparison:
    """Two batch folders or `.jsonl` files; one record of each is in memory at a time. Raises DocmineError."""
    found = Comparison()
    with _opened(before) as first, _opened(after) as second:
        others = _places(second, after)
        for line in _lines(first):
            record = _parsed(line, before)
            place = others.pop(record.id, None)
            if place is None:
                found.lost[record.id] = record.source.name
            elif _digest(line) == place.digest:
                found.same += 1
            else:
                _note(found, record, _at(second, place, after))
        for id_, place in others.items():
            found.gained[id_] = _at(second, place, after).source.name
    return found


def _note(found: Comparison, before: Record, after: Record) -> None:
    changes = tuple(changes_of(before, after))
    if changes:
        found.changed.append(Changed(after.id, after.source.name, changes))
    else:
        found.details += 1


def changes_of(before: Record, after: Record) -> Iterator[Change]:
    """What differs between two records of one document, kind by kind."""
    old, new = facts(before), facts(after)
    for what in old:
        yield from _differences(what, old[what], new[what])


def _differences(what: str, old: Mapping[tuple[str, ...], Any], new: Mapping[tuple[str, ...], Any]) -> Iterator[Change]:
    for key, value in old.items():
        where = " · ".join(part for part in key[1:] if part)
        if key not in new:
            yield Change(what, "lost", where, before=value)
        elif new[key] != value:
            yield Change(what, "changed", where, before=value, after=new[key])
    for key, value in new.items():
        if key not in old:
            yield Change(what, "gained", " · ".join(part for part in key[1:] if part), after=value)


def facts(record: Record) -> Facts:
    """What the record claims, by kind: a key that is stable from run to run (its first part is never shown) and a value."""
    found: Facts = {"document": {}, "section": {}, "paragraph": {}, "packages": {}, "mention": {}, "endorsement": {}, "diagnostic": {}}
    source, document = record.source, record.document
    for name, value in {**document.model_dump(), "name": source.name, "pages": source.pages, "text_layer": source.text_layer}.items():
        found["document"]["", name] = value["edtf"] if isinstance(value, dict) else value
    for section in record.sections:
        _put(found["section"], ("", section.title), {"level": section.level, "number": section.number})
    by_id = {p.id: p for p in record.paragraphs}
    for p in record.paragraphs:
        _of_paragraph(found, p)
    for e in record.endorsements:
        p = by_id[e.paragraph]
        _put(found["endorsement"], (p.text, _place(p), f"{e.act} “{e.trigger.text}”", str(e.trigger.start)), _claims(e))
    for d in record.diagnostics:
        _put(found["diagnostic"], ("", d.code, d.message), d.level)
    return found


def _of_paragraph(found: Facts, p: Paragraph) -> None:
    _put(found["paragraph"], (p.text, _place(p), p.text[:SHOWN]), {"number": p.number, "kind": p.kind})
    if p.packages:
        _put(found["packages"], (p.text, _place(p)), [package.id for package in p.packages])
    for m in p.mentions:
        _put(found["mention"], (p.text, _place(p), f"{m.label} “{m.text}”", str(m.start)), m.value)


def _claims(e: Endorsement) -> dict[str, Any]:
    return {
        "status": e.status,
        "subject": e.subject.text,
        "bodies": list(e.bodies),
        "date": _edtf(e.date),
        "session": e.session,
        "package": e.package,
    }


def _put(facts: dict[tuple[str, ...], Any], key: tuple[str, ...], value: Any) -> None:
    """The second of two like things has a key of its own."""
    count, unique = 1, key
    while unique in facts:
        count += 1
        unique = (*key, f"#{count}")
    facts[unique] = value


def _place(p: Paragraph) -> str:
    return f"paragraph {p.number}" if p.number else f"after {p.parent}" if p.parent else ""


def _edtf(date: DateInfo | None) -> str | None:
    return None if date is None else date.edtf


def _shown(change: Change) -> str:
    sign = {"gained": "+", "lost": "-", "changed": "~"}[change.how]
    value = {"gained": _short(change.after), "lost": _short(change.before)}.get(change.how)
    if value is None:
        value = _turned(change.before, change.after)
    return f"{sign} {change.what} {change.where}: {value}"


def _turned(before: Any, after: Any) -> str:
    if isinstance(before, dict) and isinstance(after, dict):
        return ", ".join(f"{k} {_short(before[k])} → {_short(after[k])}" for k in before if before[k] != after.get(k))
    return f"{_short(before)} → {_short(after)}"


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {_short(v)}" for k, v in value.items() if v not in (None, [], ""))
    if isinstance(value, str):
        return value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
    return "none" if value is None else ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a record's line begins in its file, and a hash of it."""

    offset: int
    digest: bytes


def _opened(run: str) -> IO[bytes]:
    path = Path(run)
    file = path / "records.jsonl" if path.is_dir() else path
    try:
        return file.open("rb")
    except OSError as error:
        message = f"{file}: cannot be read ({error.strerror}); name a folder of `docmine batch` or a .jsonl file"
        raise DocmineError(message, code="missing") from None


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    yield from (line for line in file if line.strip())


def _places(file: IO[bytes], run: str) -> dict[str, _Place]:
    found, offset = {}, 0
    for line in file:
        if line.strip():
            found[_parsed(line, run).id] = _Place(offset, _digest(line))
        offset += len(line)
    return found


def _at(file: IO[bytes], place: _Place, run: str) -> Record:
    file.seek(place.offset)
    return _parsed(file.readline(), run)


def _digest(line: bytes) -> bytes:
    return hashlib.sha256(line.strip()).digest()


def _parsed(line: bytes, run: str) -> Record:
    from pydantic import ValidationError

    try:
        return Record.model_validate_json(line)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, fault["loc"])) or "a line"
        raise DocmineError(f"{run}: holds what is no record of this version ({where}: {fault['msg']}); make it anew") from None
