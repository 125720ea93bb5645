"""Where records go: each sink a small module behind one protocol, all fed from the same records.

Writing the same records twice changes nothing; a document that was annotated anew replaces its own rows and no others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol

from docmine.errors import DocmineError

if TYPE_CHECKING:
    from docmine.records import Record

FORMS = "PATH.jsonl, PATH.db (SQLite), parquet:FOLDER, csv:FOLDER, postgresql://USER@HOST/BASE"


class Sink(Protocol):
    """Takes records, in order; keeps none of them in memory."""

    def write(self, records: Iterable[Record]) -> None:
        """Writes them all. Raises DocmineError; what was whole before stays whole."""


def open_sink(target: str) -> AbstractContextManager[Sink]:
    """The sink that a path or URL names (see `FORMS`). Raises DocmineError where it cannot be opened."""
    scheme, _, rest = target.partition(":")
    if scheme in ("postgresql", "postgres") or scheme.startswith("postgresql+"):
        from docmine.sinks.postgres import open_postgres

        return open_postgres(target)
    if scheme == "parquet" and rest:
        from docmine.sinks.parquet import ParquetSink

        return _ready(ParquetSink, Path(rest))
    if scheme == "csv" and rest:
        from docmine.sinks.csv import CsvSink

        return _ready(CsvSink, Path(rest))
    return _by_suffix(target)


def _by_suffix(target: str) -> AbstractContextManager[Sink]:
    suffix = PurePosixPath(target).suffix.lower()
    if suffix in (".jsonl", ".ndjson"):
        from docmine.sinks.jsonl import JsonLinesSink

        return _ready(JsonLinesSink, Path(target))
    if suffix in (".db", ".sqlite", ".sqlite3"):
        from docmine.sinks.sqlite import open_sqlite

        return open_sqlite(Path(target))
    raise DocmineError(f"{target}: names no sink; give one of {FORMS}")


@contextmanager
def _ready(make: Callable[[Path], Sink], path: Path) -> Iterator[Sink]:
    """A sink of files, which has nothing to close."""
    yield make(path)
