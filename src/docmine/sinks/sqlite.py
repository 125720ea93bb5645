"""SQLite: tables with foreign keys, full-text search over paragraphs, views for the common questions; Datasette shows it as it is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from docmine.errors import DocmineError
from docmine.records import Record
from docmine.sinks.tables import TABLES, Table, digest, rows
from docmine.sinks.views import DESCRIPTIONS, VIEWS
from docmine.writing import write_atomically

KINDS = {"text": "TEXT", "integer": "INTEGER", "real": "REAL"}
SEARCH = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS paragraphs_fts USING fts5(text, content='paragraphs', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER IF NOT EXISTS paragraphs_in AFTER INSERT ON paragraphs BEGIN"
    " INSERT INTO paragraphs_fts (rowid, text) VALUES (new.rowid, new.text); END",
    "CREATE TRIGGER IF NOT EXISTS paragraphs_out AFTER DELETE ON paragraphs BEGIN"
    " INSERT INTO paragraphs_fts (paragraphs_fts, rowid, text) VALUES ('delete', old.rowid, old.text); END",
)


class SqliteSink:
    """One file, a transaction a document."""

    def __init__(self, file: Path, base: sqlite3.Connection) -> None:
        self._file, self._base = file, base

    def write(self, records: Iterable[Record]) -> None:
        """Documents whose digest is there already are passed over."""
        for record in records:
            with _telling(self._file):
                self._replace(record)

    def _replace(self, record: Record) -> None:
        had = self._base.execute("SELECT digest FROM documents WHERE id = ?", (record.id,)).fetchone()
        if had is not None and had[0] == digest(record):
            return
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            for table in reversed(TABLES[1:]):  # not by cascade, which would not fire the search's triggers
                self._base.execute(f"DELETE FROM {table.name} WHERE document = ?", (record.id,))
            self._base.execute("DELETE FROM documents WHERE id = ?", (record.id,))
            for name, found in rows(record).items():
                if found:
                    marks = ", ".join("?" * len(found[0]))
                    self._base.executemany(f"INSERT INTO {name} VALUES ({marks})", found)


@contextmanager
def open_sqlite(file: Path) -> Iterator[SqliteSink]:
    """The sink, its tables made if need be; beside it lies `NAME.metadata.json` for Datasette. Raises DocmineError."""
    with _telling(file):
        base = sqlite3.connect(file, timeout=60.0, isolation_level=None)
    try:
        with _telling(file):
            base.execute("PRAGMA journal_mode=WAL")
            base.execute("PRAGMA foreign_keys=ON")
            for statement in (*map(_create, TABLES), *_indexes(), *SEARCH, *_views()):
                base.execute(statement)
        write_atomically(file.with_suffix(".metadata.json"), json.dumps(metadata(file.stem), indent=2).encode() + b"\n")
        yield SqliteSink(file, base)
        with _telling(file):
            base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            base.execute("PRAGMA optimize")
    finally:
        base.close()


def metadata(base: str) -> dict[str, object]:
    """What Datasette says of the tables and views, and how it labels rows."""
    tables = {name: {"description": text} for name, text in DESCRIPTIONS.items()}
    tables["documents"] |= {"label_column": "title"}
    return {"title": "Committee papers, read by docmine", "databases": {base: {"tables": tables}}}


def _create(table: Table) -> str:
    columns = [f"{c.name} {KINDS[c.kind]}{'' if c.null else ' NOT NULL'}" for c in table.columns]
    columns.append(f"PRIMARY KEY ({', '.join(table.key_names)})")
    keys = {other.name: ", ".join(other.key_names) for other in TABLES}  # named, since Datasette does not look them up
    columns += [f"FOREIGN KEY ({', '.join(r.columns)}) REFERENCES {r.table} ({keys[r.table]})" for r in table.references]
    return f"CREATE TABLE IF NOT EXISTS {table.name} ({', '.join(columns)})"


def _indexes() -> Iterator[str]:
    for table in TABLES:
        for column in table.indexes:
            yield f"CREATE INDEX IF NOT EXISTS {table.name}_{column} ON {table.name} ({column})"


def _views() -> Iterator[str]:
    """Made anew each time, so that a newer docmine's views take the place of an older one's."""
    for name, query in VIEWS.items():
        yield f"DROP VIEW IF EXISTS {name}"
        yield f"CREATE VIEW {name} AS {query}"


@contextmanager
def _telling(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise DocmineError(f"{file}: cannot be written ({error}); make room or choose another file", code="unwritable") from None
