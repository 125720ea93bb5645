"""A batch beyond one machine: shards of it are done by the workers of a Dask cluster, each in a process of its own there.

Dask moves the work when a worker dies; a shard that is there is never done again, so nothing is lost and nothing is doubled.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docmine.batch import Settings, Summary, feed, inputs, not_done, outputs, progress, shard, workers_here
from docmine.batch.access import Item, filesystem, is_url
from docmine.batch.retry import Result
from docmine.batch.settings import Keyring
from docmine.batch.shard import Shard
from docmine.batch.status import WITH_RECORD
from docmine.batch.store import Known, Store, folder_for
from docmine.errors import DocmineError

if TYPE_CHECKING:
    from distributed import Client

AHEAD = 2  # shards given to the cluster for each of its threads
MOST_TRIES = 3  # of a shard whose process failed; workers that die are counted by Dask itself


@dataclass(frozen=True, slots=True)
class Shape:
    """The cluster at the address `scheduler` (one made here, of so many `workers`, if None), documents a shard, and whether the
    shards are the result and not brought together into `records.jsonl`."""

    scheduler: str | None = None
    workers: int | None = None
    shard_size: int = 100
    shards_only: bool = False


def run(
    paths: Sequence[str],
    out: str,
    settings: Settings,
    shape: Shape | None = None,
    *,
    retry: bool = False,
    listed: Iterable[str] | None = None,
    sinks: Sequence[str] = (),
) -> Summary:
    """As `docmine.batch.run`, on a cluster; `out` is a folder or a URL. Raises DocmineError."""
    shape = shape or Shape()
    if shape.shards_only and sinks:
        raise DocmineError("with --shards-only no sink is fed; leave --sink out, and `docmine export` the shards afterwards")
    began = time.monotonic()
    again = not_done(settings, retry)
    before, to_do = _parted(paths, out, settings, shape, again, listed)
    with closing(progress.make(sum(len(one.items) for one in (*before, *to_do)))) as shown:
        tally = _Tally(shown, met=sum(len(one.items) for one in before))
        results = _results(to_do, settings, shape, out, tally)
        if shape.shards_only:
            finished = frozenset(results)
            done = sum(len(one.items) for one in to_do if one.name in finished)
            return Summary(dict(tally.counts), done, tally.before, tally.pages, time.monotonic() - began)
        with _gathered(out) as store:
            for name in chain((one.name for one in before), results):
                _keep(store, shard.read(out, [name]), again)
            _write(store, out)
            for target in sinks:
                feed(store, target)
            return Summary(store.counts(), store.distinct(), tally.before, tally.pages, time.monotonic() - began)


def plan(
    paths: Sequence[str],
    out: str,
    settings: Settings,
    shape: Shape | None = None,
    *,
    retry: bool = False,
    listed: Iterable[str] | None = None,
) -> str:
    """What `run` would do, in a line for people: nothing is read but the shards that are there. Raises DocmineError."""
    before, to_do = _parted(paths, out, settings, shape or Shape(), not_done(settings, retry), listed)
    done, left = (sum(len(one.items) for one in some) for some in (before, to_do))
    return f"{done + left} inputs ({done} done, {left} to do) in {len(before) + len(to_do)} shards ({len(before)} done, {len(to_do)} to do)"


def _parted(
    paths: Sequence[str], out: str, settings: Settings, shape: Shape, again: frozenset[str], listed: Iterable[str] | None
) -> tuple[list[Shard], list[Shard]]:
    """The shards that are done, and those to do: they are not there, or have a result whose status is in `again`."""
    found = inputs.find(paths, list(listed) if listed is not None else _lines(paths))
    shards = list(_shards(found, Keyring(settings), shape.shard_size))
    if not shards:
        raise DocmineError(f"{', '.join(paths)}: holds no .pdf, .txt or .zip; name another folder", code="missing")
    there = shard.names(out)
    done = {one.name for one in shards if one.name in there and not (again and again & shard.statuses(out, one.name))}
    return [one for one in shards if one.name in done], [one for one in shards if one.name not in done]


@contextmanager
def _gathered(out: str) -> Iterator[Store]:
    """The store in which the shards come together: in OUT, or in a passing folder where that is a URL."""
    with ExitStack() as stack:
        folder = folder_for(Path(out)) if not is_url(out) else Path(stack.enter_context(tempfile.TemporaryDirectory()))
        yield stack.enter_context(closing(Store(folder)))


def _keep(store: Store, results: Iterable[tuple[Known, Result]], again: frozenset[str]) -> None:
    for known, result in results:
        if store.claim([known], again) == ["mine"]:
            store.finish(known.keys, result)


def _write(store: Store, out: str) -> None:
    outputs.write_all(store)
    if is_url(out):
        for name in (outputs.RECORDS, outputs.FAILURES, outputs.INPUTS):
            shard.put(f"{out.rstrip('/')}/{name}", (store.folder / name).read_bytes())


def _results(to_do: Sequence[Shard], settings: Settings, shape: Shape, out: str, tally: _Tally) -> Iterator[str]:
    """The names of the shards as the cluster has done them; `tally` hears what is in each."""
    if not to_do:
        return
    with _client(shape) as client:
        for name, told in _done(client, to_do, settings, out):
            tally.note(told)
            yield name


def _lines(paths: Sequence[str]) -> list[str]:
    return list(sys.stdin) if "-" in paths else []


class _Tally:
    """What the shards of this run hold, shown as it grows; `before` counts the inputs of shards that were there."""

    def __init__(self, shown: progress.Progress, met: int) -> None:
        self._shown, self._met, self.before = shown, met, met
        self.counts: Counter[str] = Counter()
        self.pages = 0

    def note(self, told: dict[str, Any]) -> None:
        self.counts.update(told["counts"])
        self.pages += told["pages"]
        failures = sum(number for status, number in self.counts.items() if status not in WITH_RECORD)
        self._shown(self._met + self.counts.total(), failures, self.pages)


def _shards(items: Iterator[Item], keyring: Keyring, size: int) -> Iterator[Shard]:
    while some := tuple(islice(items, size)):
        stamps = [[item.name, _stamp(item.path)] for item in some]
        name = hashlib.sha256(json.dumps([keyring.whole, stamps]).encode()).hexdigest()
        yield Shard(name[:32], some, keyring.whole)


def _stamp(path: str) -> str:
    """Changes when the file does, without reading it."""
    if is_url(path):
        return str(filesystem(path).ukey(path))
    try:
        found = os.stat(path)
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns}"


@contextmanager
def _client(shape: Shape) -> Iterator[Client]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise DocmineError("the engine dask needs Dask; pip install 'docmine[dask]'", code="missing-package") from None
    scheduler: Any = shape.scheduler
    with ExitStack() as stack:
        try:
            if scheduler is None:
                cluster = LocalCluster(
                    n_workers=shape.workers or workers_here(), threads_per_worker=1, dashboard_address=None, silence_logs=50
                )
                scheduler = stack.enter_context(cluster)
            client = stack.enter_context(Client(scheduler, timeout="20s"))
        except (OSError, ValueError, TypeError) as error:
            said = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise DocmineError(f"no Dask scheduler answers at {scheduler} ({said}); check --scheduler", code="unreadable") from None
        yield client


def _done(client: Client, shards: Sequence[Shard], settings: Settings, out: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The names of shards as they are done, with what is in them; a few at a time are given to the cluster.

    Raises DocmineError at the end if some failed.
    """
    from distributed import as_completed

    left, failed = iter(shards), []
    here = os.getcwd()

    def give(some: int) -> list[Any]:
        wanted = [(s.name, shard.request_of(s, settings, out, here)) for s in islice(left, some)]
        return [client.submit(work, request, key=f"docmine-{name}", retries=MOST_TRIES - 1, pure=False) for name, request in wanted]

    threads = sum(client.nthreads().values()) or 1
    under_way = as_completed(give(AHEAD * threads))
    for future in under_way:
        name = future.key.removeprefix("docmine-")
        if future.status == "error":
            failed.append(f"{type(future.exception()).__name__}: {future.exception()}")
        else:
            yield name, json.loads(future.result())
        future.release()
        for more in give(1):
            under_way.add(more)
    if failed:
        reason = failed[0].splitlines()[0]
        raise DocmineError(f"{len(failed)} of {len(shards)} shards could not be done ({reason}); run the same command to try them again")


def work(request: bytes) -> str:
    """Runs on a worker of the cluster: does a shard in a process of its own, which ends when this one does; what that says of it."""
    command = [sys.executable, "-m", "docmine.batch.shard"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(request)
        process.stdin.flush()
        said = process.stdout.read().decode(errors="replace").strip().rpartition("\n")[2]  # its standard input stays open until it is done
        if process.wait():
            raise RuntimeError(said or f"ended with status {process.returncode}")
        return said
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
