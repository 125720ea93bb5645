"""A part of a batch, done by a process of its own on whatever machine, and the one file that it leaves.

A shard is a gzipped file of JSON lines, a line an input: its name, hash, keys, status, and its record or its failure. It is there
whole or not at all, and its name says what it was made from, so that nothing is done twice.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import tempfile
import threading
import uuid
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from docmine.batch.access import Item, filesystem, is_url, open_path
from docmine.batch.retry import Result
from docmine.batch.settings import Keyring, Keys, Limits, Settings
from docmine.batch.status import Failure
from docmine.batch.store import Known, Store
from docmine.errors import DocmineError

FOLDER, SUFFIX = "shards", ".jsonl.gz"


@dataclass(frozen=True, slots=True)
class Shard:
    """Some inputs, and the name of the file that their results go to. `made_with` is the client's key of settings."""

    name: str
    items: tuple[Item, ...]
    made_with: str


def path_of(out: str, name: str) -> str:
    """Where a shard lies under a folder or URL."""
    return f"{out.rstrip('/')}/{FOLDER}/{name}{SUFFIX}"


def request_of(shard: Shard, settings: Settings, out: str, folder: str) -> bytes:
    """The work on a shard as one line of JSON; paths are relative to `folder`."""
    items = [[item.path, item.member] for item in shard.items]
    wanted = {"name": shard.name, "items": items, "made_with": shard.made_with, "settings": asdict(settings), "out": out, "folder": folder}
    return json.dumps(wanted).encode() + b"\n"


def main() -> None:
    """Reads a request from standard input, does it, prints the counts of statuses and pages as JSON, and ends when its input closes:
    with the process that asked, however that ended."""
    wanted = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        print(json.dumps(do(wanted)))
    except DocmineError as error:
        print(str(error).encode("unicode_escape").decode(), file=sys.stderr)
        raise SystemExit(2) from None


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):  # not by the buffer, whose lock this thread would keep to the end
        continue
    os._exit(1)


def do(wanted: dict[str, Any]) -> dict[str, Any]:
    """Annotates the inputs of a request in a passing folder and puts the shard where it belongs; `counts` of statuses, and `pages`.

    Raises DocmineError.
    """
    from docmine.batch.pool import Pool
    from docmine.batch.work import Run

    os.chdir(wanted["folder"])
    settings = Settings(**(wanted["settings"] | {"limits": Limits(**wanted["settings"]["limits"])}))
    keyring = Keyring(settings)
    if keyring.whole != wanted["made_with"]:
        raise DocmineError("this machine has another docmine, vocabulary or models than the one that asks; install the same")
    items = [Item(path, member) for path, member in wanted["items"]]
    with tempfile.TemporaryDirectory(prefix="docmine-shard-") as passing, closing(Store(Path(passing))) as store:
        with closing(Pool(1, settings)) as pool:
            tally = Run(store, settings, pool, keyring).work(items)
        counts = store.counts()
        data = b"".join(_line(*row) for row in store.outcomes())
    put(path_of(wanted["out"], wanted["name"]), gzip.compress(data, mtime=0))
    return {"counts": counts, "pages": tally.pages}


def _line(known: Known, result: Result) -> bytes:
    told: dict[str, Any] = {"name": known.name, "sha256": known.sha256, "keys": list(known.keys)}
    told |= {"status": result.status, "pages": result.pages, "seconds": result.seconds, "attempts": result.attempts}
    told["failure"] = None if result.failure is None else result.failure.to_dict()
    told["record"] = None if result.record is None else json.loads(zlib.decompress(result.record))
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"


def put(path: str, data: bytes) -> None:
    """Writes a file that is whole or not there: by renaming, or by the one upload that an object store makes of it."""
    if not is_url(path) or path.startswith("file://"):
        file = Path(path.removeprefix("file://"))
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_name(f".{file.name}.{uuid.uuid4().hex}")
        try:
            with aside.open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            aside.replace(file)
        finally:
            aside.unlink(missing_ok=True)
        return
    system = filesystem(path)
    system.makedirs(path.rpartition("/")[0], exist_ok=True)
    system.pipe_file(path, data)


def names(out: str) -> frozenset[str]:
    """The shards that are there."""
    folder = f"{out.rstrip('/')}/{FOLDER}"
    if not is_url(out):
        return frozenset(file.name.removesuffix(SUFFIX) for file in Path(folder).glob(f"[!.]*{SUFFIX}"))
    system = filesystem(folder)
    found = system.ls(folder, detail=False) if system.exists(folder) else ()
    return frozenset(name.rpartition("/")[2].removesuffix(SUFFIX) for name in found if name.endswith(SUFFIX) and "/." not in name)


def read(out: str, names: Sequence[str]) -> Iterator[tuple[Known, Result]]:
    """The inputs of shards with their results. Raises DocmineError."""
    for name in names:
        with _telling(path_of(out, name)) as path, open_path(path) as packed, gzip.open(packed) as lines:
            yield from (_parsed(json.loads(line)) for line in lines)


def statuses(out: str, name: str) -> frozenset[str]:
    """The statuses that occur in a shard. Raises DocmineError."""
    with _telling(path_of(out, name)) as path, open_path(path) as packed, gzip.open(packed) as lines:
        return frozenset(json.loads(line)["status"] for line in lines)


@contextmanager
def _telling(path: str) -> Iterator[str]:
    try:
        yield path
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise DocmineError(f"{path}: cannot be read ({error}); remove it and run the batch again") from None


def _parsed(told: dict[str, Any]) -> tuple[Known, Result]:
    from docmine.batch.worker import COMPRESSION
    from docmine.records import Record

    record = None
    if told["record"] is not None:
        line = Record.model_validate_json(json.dumps(told["record"])).to_json(indent=None)
        record = zlib.compress(line.encode(), COMPRESSION)
    failure = None if told["failure"] is None else Failure(**told["failure"])
    known = Known(told["name"], told["sha256"], Keys(*told["keys"]))
    return known, Result(told["status"], record, failure, told["pages"], told["seconds"], told["attempts"])


if __name__ == "__main__":
    main()
