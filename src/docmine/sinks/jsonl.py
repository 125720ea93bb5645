"""JSON lines: a record a line; records of other documents that are in the file stay, before the new ones."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from docmine.records import Record
from docmine.sinks.files import aside
from docmine.sinks.reading import identity


class JsonLinesSink:
    """One file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def write(self, records: Iterable[Record]) -> None:
        """The new lines are written first, aside, to know whose lines they replace."""
        written = set()
        with aside(self._file) as merged, tempfile.TemporaryFile(dir=self._file.parent) as new:
            for record in records:
                if record.id not in written:
                    written.add(record.id)
                    new.write(record.to_json(indent=None).encode() + b"\n")
            new.seek(0)
            with merged.open("wb") as out:
                out.writelines(self._others(written))
                shutil.copyfileobj(new, out)

    def _others(self, written: set[str]) -> Iterator[bytes]:
        if self._file.exists():
            with self._file.open("rb") as old:
                yield from (line for line in old if identity(line) not in written)
