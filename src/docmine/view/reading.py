"""Records read back from where commands wrote them: JSON files, JSON lines, folders of either."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from docmine.annotated import Annotation
from docmine.errors import SourceError
from docmine.records import Record

RECORDS, FAILURES = "records.jsonl", "failures.jsonl"


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that gave no record, and why."""

    name: str
    reason: str


def read_record(file: Path) -> Record:
    """The record (or annotated record) in a JSON file. SourceError in one line if it holds none."""
    return _record(_bytes(file), str(file))


def read_records(paths: Iterable[Path]) -> Iterator[Record]:
    """The records of files (`.json`, `.jsonl`) and folders, in order; a folder's `records.jsonl` stands for it. SourceError."""
    for file in _files(paths):
        if file.suffix == ".jsonl":
            lines = enumerate(_bytes(file).splitlines(), 1)
            yield from (_record(line, f"{file}, line {number}") for number, line in lines if line.strip())
        else:
            yield read_record(file)


def read_failures(paths: Iterable[Path]) -> Iterator[Failure]:
    """What a batch noted in the `failures.jsonl` beside the records."""
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths)
    for file in (folder / FAILURES for folder in folders):
        if file.is_file():
            yield from (_failure(line, f"{file}, line {n}") for n, line in enumerate(_bytes(file).splitlines(), 1) if line.strip())


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
        elif (path / RECORDS).is_file():
            yield path / RECORDS
        elif found := sorted(path.glob("*.json")):
            yield from found
        else:
            raise SourceError(f"{path}: holds no records (*.json or {RECORDS}); name the folder or file that does", code="no-records")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SourceError(f"{file}: cannot be read ({error.strerror}); check the path", code="missing") from None


def _record(data: bytes, where: str) -> Record:
    try:
        return Record.model_validate_json(data)
    except ValidationError as error:
        first = error
    try:
        return Annotation.model_validate_json(data)
    except ValidationError:
        fault = first.errors(include_url=False)[0]
        at = ".".join(map(str, fault["loc"])) or "the whole"
        raise SourceError(f"{where}: no record ({at}: {fault['msg']}); compare with `docmine schema`", code="no-record") from None


def _failure(line: bytes, where: str) -> Failure:
    try:
        content = json.loads(line)
        return Failure(str(content["name"]), str(content["reason"]))
    except (ValueError, TypeError, KeyError):
        raise SourceError(f"{where}: no failure (a JSON object with `name` and `reason` is wanted)", code="no-record") from None
