"""What is known of a batch, in one SQLite file: inputs, results, and who is at work on what.

One process writes at a time, one transaction a result, write-ahead log, `synchronous=FULL`: whatever is killed when, a result is
there whole or not at all. A result's key says what it was made from, so a second one under the same key cannot be.
"""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import uuid
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from docmine.batch.access import Item
from docmine.batch.retry import Result
from docmine.batch.settings import Keys
from docmine.batch.status import OF_READING, WITH_RECORD, Failure
from docmine.errors import DocmineError

SCHEMA = """
CREATE TABLE IF NOT EXISTS inputs (
  name TEXT PRIMARY KEY, sha256 TEXT, whole TEXT NOT NULL, reading TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS inputs_whole ON inputs (whole);
CREATE INDEX IF NOT EXISTS inputs_reading ON inputs (reading);
CREATE TABLE IF NOT EXISTS results (
  key TEXT PRIMARY KEY, status TEXT NOT NULL, record BLOB, failure TEXT, pages INTEGER NOT NULL, seconds REAL NOT NULL,
  attempts INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS claims (key TEXT PRIMARY KEY, run TEXT NOT NULL, deaths TEXT NOT NULL DEFAULT '[]') WITHOUT ROWID;
CREATE VIEW IF NOT EXISTS outcomes AS
  SELECT i.name, i.sha256, i.whole, r.key, r.status, r.record, r.failure, r.pages, r.seconds, r.attempts
  FROM inputs i JOIN results r ON r.key = CASE WHEN EXISTS (SELECT 1 FROM results w WHERE w.key = i.whole) THEN i.whole ELSE i.reading END;
"""
VERSION = 2
BUSY_SECONDS = 60.0
Claim = Literal["mine", "done", "repeated", "theirs"]


@dataclass(frozen=True, slots=True)
class Known:
    """An input with its hash (None where it could not be read) and the keys of its result."""

    name: str
    sha256: str | None
    keys: Keys


class Store:
    """The state of the batch in one folder. To be closed. Raises DocmineError where the disk is full or the file is not ours."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with _telling(folder):
            self._base = sqlite3.connect(folder / "state.sqlite", timeout=BUSY_SECONDS, isolation_level=None)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=FULL")
            self._base.execute("CREATE TEMP TABLE met (name TEXT PRIMARY KEY, whole TEXT NOT NULL) WITHOUT ROWID")
            self._base.execute("CREATE INDEX temp.met_whole ON met (whole)")
            self._prepare()
        self.run = uuid.uuid4().hex
        self._runs = folder / ".runs"
        self._mark = self._begin()

    def _prepare(self) -> None:
        with self._transaction():
            found = self._base.execute("PRAGMA user_version").fetchone()[0]
            if found not in (0, VERSION):
                raise DocmineError(f"{self.folder}: its state was written by another version of docmine; name another folder")
            for statement in filter(str.strip, SCHEMA.split(";\n")):
                self._base.execute(statement)
            self._base.execute(f"PRAGMA user_version={VERSION}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with _telling(self.folder):
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    # Runs: each holds a lock on a file of its own; the system lets go of it when the process ends, however it ends.

    def _begin(self) -> IO[bytes]:
        self._runs.mkdir(exist_ok=True)
        mark = (self._runs / self.run).open("wb")
        fcntl.flock(mark, fcntl.LOCK_EX)
        return mark

    def _alive(self, run: str) -> bool:
        if run in ("", self.run):  # an empty name: let go of
            return bool(run)
        try:
            with (self._runs / run).open("rb") as mark:
                fcntl.flock(mark, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        (self._runs / run).unlink(missing_ok=True)
        return False

    def claim(self, inputs: Sequence[Known], again: frozenset[str] = frozenset()) -> list[Claim]:
        """Notes the inputs and takes those that nobody has done or is doing.

        `done`: there is a result; `repeated`: this run has met the same bytes under another name; `theirs`: another run that is alive
        has it. Results of earlier runs with a status in `again` do not count as done.
        """
        with self._transaction():
            return [self._claim(known, again) for known in inputs]

    def _claim(self, known: Known, again: frozenset[str]) -> Claim:
        self._base.execute(
            "INSERT INTO inputs VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256, whole = excluded.whole,"
            " reading = excluded.reading",
            (known.name, known.sha256, *known.keys),
        )
        self._base.execute("INSERT OR IGNORE INTO temp.met VALUES (?, ?)", (known.name, known.keys.whole))
        owner = self._base.execute("SELECT run FROM claims WHERE key = ?", (known.keys.whole,)).fetchone()
        if owner is not None and self._alive(owner[0]):
            return "repeated" if owner[0] == self.run else "theirs"
        status = self._status(known.keys)
        if status is not None and self._met(known):
            return "repeated"
        if status is not None and status not in again:
            return "done"
        self._base.execute(
            "INSERT INTO claims (key, run) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET run = excluded.run", (known.keys.whole, self.run)
        )
        return "mine"

    def _met(self, known: Known) -> bool:
        """Whether this run has come upon the same document under another name."""
        query = "SELECT 1 FROM temp.met WHERE whole = ? AND name <> ?"
        return self._base.execute(query, (known.keys.whole, known.name)).fetchone() is not None

    def _status(self, keys: Keys) -> str | None:
        row = self._base.execute("SELECT status FROM results WHERE key IN (?, ?)", (keys.whole, keys.reading)).fetchone()
        return None if row is None else row[0]

    def status(self, keys: Keys) -> str | None:
        """The status of a document's result, None if there is none yet."""
        with _telling(self.folder):
            return self._status(keys)

    def deaths(self, key: str) -> tuple[int | None, ...]:
        """How the workers ended that the document has killed so far: their exit statuses."""
        row = self._base.execute("SELECT deaths FROM claims WHERE key = ?", (key,)).fetchone()
        return () if row is None else tuple(json.loads(row[0]))

    def note_deaths(self, key: str, deaths: tuple[int | None, ...]) -> None:
        """Keeps them, so that a batch that goes down with its workers does not begin to count anew."""
        with self._transaction():
            self._base.execute("UPDATE claims SET deaths = ? WHERE key = ?", (json.dumps(deaths), key))

    def finish(self, keys: Keys, result: Result) -> None:
        """Keeps a result, in one transaction with the end of its claim. What was kept under either key before is replaced."""
        key = keys.reading if result.status in OF_READING else keys.whole
        failure = None if result.failure is None else json.dumps(result.failure.to_dict())
        with self._transaction():
            self._base.execute("DELETE FROM results WHERE key IN (?, ?)", keys)
            values = (key, result.status, result.record, failure, result.pages, result.seconds, result.attempts)
            self._base.execute("INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?)", values)
            self._base.execute("DELETE FROM claims WHERE key = ?", (keys.whole,))

    def counts(self) -> dict[str, int]:
        """How many of the inputs that this run has met have each status; `pending` are those without a result."""
        statuses = "SELECT coalesce(o.status, 'pending'), count(*) FROM temp.met m LEFT JOIN outcomes o ON o.name = m.name"
        with _telling(self.folder):
            return dict(self._base.execute(statuses + " GROUP BY 1 ORDER BY 1"))

    def distinct(self) -> int:
        """How many different documents the inputs that this run has met are."""
        return int(self._base.execute("SELECT count(DISTINCT whole) FROM temp.met").fetchone()[0])

    def records(self) -> Iterator[bytes]:
        """The JSON of every record, in the order of the documents' first names, each document once, by its first name."""
        for packed, first, names in self._each("record, first, names", f"status IN ({_listed(WITH_RECORD)})"):
            line = zlib.decompress(packed)
            yield line if names == 1 else _called(line, Item(first).short)

    def failures(self) -> Iterator[dict[str, Any]]:
        """Every document without a record, in the order of names, each once with all its names."""
        columns = "key, first, sha256, failure, attempts"
        for key, name, sha256, failure, attempts in self._each(columns, f"status NOT IN ({_listed(WITH_RECORD)})"):
            names = [row[0] for row in self._base.execute("SELECT name FROM outcomes WHERE key = ? ORDER BY name", (key,))]
            told = json.loads(failure)
            yield {"name": name, "names": names, "sha256": sha256, **told, "attempts": attempts}

    def _each(self, columns: str, where: str) -> Iterator[tuple[Any, ...]]:
        """Rows of documents that have a result, by their first name. SQLite sorts keys only, on disk if they are many."""
        query = "SELECT key, min(name) AS first, count(*) AS names, sha256, status FROM outcomes GROUP BY key ORDER BY first"
        wanted = ", ".join(column if column in ("first", "names", "sha256") else f"r.{column}" for column in columns.split(", "))
        whole = f"SELECT {wanted} FROM ({query}) o JOIN results r ON r.key = o.key WHERE r.{where} ORDER BY first"
        with _telling(self.folder):
            yield from self._base.execute(whole)

    def outcomes(self) -> Iterator[tuple[Known, Result]]:
        """Every input that has a result, by name, with the result."""
        columns = "i.name, i.sha256, i.whole, i.reading, o.status, o.record, o.failure, o.pages, o.seconds, o.attempts"
        with _telling(self.folder):
            for row in self._base.execute(f"SELECT {columns} FROM inputs i JOIN outcomes o ON o.name = i.name ORDER BY i.name"):
                name, sha256, whole, reading, status, record, failure, *rest = row
                told = None if failure is None else Failure(**json.loads(failure))
                yield Known(name, sha256, Keys(whole, reading)), Result(status, record, told, *rest)

    def inputs(self) -> Iterator[dict[str, Any]]:
        """Every input by name, with its hash and its status (`pending` where there is no result yet)."""
        joined = "inputs i LEFT JOIN outcomes o ON o.name = i.name"
        query = f"SELECT i.name, i.sha256, coalesce(o.status, 'pending') FROM {joined} ORDER BY i.name"
        with _telling(self.folder):
            for name, sha256, status in self._base.execute(query):
                yield {"name": name, "sha256": sha256, "status": status}

    def close(self) -> None:
        """Lets go of the claims of this run."""
        try:
            with self._transaction():
                self._base.execute("UPDATE claims SET run = '' WHERE run = ?", (self.run,))
        finally:
            self._base.close()
            self._mark.close()
            (self._runs / self.run).unlink(missing_ok=True)


def _listed(values: frozenset[str]) -> str:
    """Our own constants as an SQL list."""
    return ", ".join(f"'{value}'" for value in sorted(values))


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        what = "make room on the disk and run it again" if "full" in str(error) or "I/O" in str(error) else "look at its folder"
        raise DocmineError(f"{folder}: the batch's state cannot be kept ({error}); {what}", code="unwritable") from None


def folder_for(out: Path) -> Path:
    """The folder, made if need be. Raises DocmineError."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{out}: cannot be made ({os.strerror(error.errno or 0)}); choose another folder"
        raise DocmineError(message, code="unwritable") from None
    return out


def _called(line: bytes, name: str) -> bytes:
    """A record by another of its document's names: which of them was annotated is chance."""
    from docmine.records import Record

    record = Record.model_validate_json(line)
    if record.source.name == name:
        return line
    return record.model_copy(update={"source": record.source.model_copy(update={"name": name})}).to_json(indent=None).encode()


def finished(folder: Path, keys: Iterable[Keys], again: frozenset[str] = frozenset()) -> list[bool]:
    """For each document whether the folder has its result, with a status that is not in `again`; changes nothing, and a folder without
    a batch has none."""
    file = folder / "state.sqlite"
    if not file.is_file():
        return [False for _ in keys]
    with _telling(folder), closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)) as base:
        found = (base.execute("SELECT status FROM results WHERE key IN (?, ?)", pair).fetchone() for pair in keys)
        return [row is not None and row[0] not in again for row in found]
