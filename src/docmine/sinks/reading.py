"""Records read back from JSON lines: a file, a batch's folder, or standard input."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from docmine.errors import DocmineError

if TYPE_CHECKING:
    from docmine.records import Record


@contextmanager
def lines_of(records: str) -> Iterator[Iterable[bytes]]:
    """The lines of a `.jsonl` file, of a batch's folder (of its shards, if it has no more), or of standard input (`-`).

    Raises DocmineError.
    """
    if records == "-":
        yield sys.stdin.buffer
        return
    path = Path(records)
    if not (path / "records.jsonl").exists() and (shards := sorted((path / "shards").glob("[!.]*.jsonl.gz"))):
        yield _of_shards(shards)
        return
    file = path / "records.jsonl" if path.is_dir() else path
    try:
        opened = file.open("rb")
    except OSError as error:
        message = f"{file}: cannot be read ({error.strerror}); name a folder of `docmine batch` or a .jsonl file"
        raise DocmineError(message, code="missing") from None
    with opened:
        yield opened


def _of_shards(shards: Iterable[Path]) -> Iterator[bytes]:
    """The records among the lines of shards (see `docmine.batch.shard`)."""
    for shard in shards:
        try:
            with gzip.open(shard) as lines:
                for line in lines:
                    if (record := json.loads(line)["record"]) is not None:
                        yield json.dumps(record).encode()
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
            raise DocmineError(f"{shard}: cannot be read ({error}); remove it and run the batch again", code="unreadable") from None


def parse(lines: Iterable[bytes], complain: Callable[[str], None]) -> Iterator[Record]:
    """The records of the lines; of a line that is none, `complain` hears which and why, and the others follow."""
    from pydantic import ValidationError

    from docmine.records import Record

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Record.model_validate_json(line)
        except ValidationError as error:
            fault = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, fault["loc"])) or "the line"
            complain(f"line {number} is no record of this version: {where}: {fault['msg']}")


def identity(line: bytes) -> str | None:
    """The id of a line's record, None where it has none; reads no more than it must."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found.get("id") if isinstance(found, dict) else None
