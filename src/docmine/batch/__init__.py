"""Many documents, untrusted and decades old: each ends as one record or one named failure, whatever happens to the machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docmine.batch.settings import Limits, Settings
from docmine.batch.status import STATUSES, WITH_RECORD

if TYPE_CHECKING:
    from docmine.batch.store import Store

__all__ = ["STATUSES", "Limits", "Settings", "Summary", "feed", "not_done", "plan", "run", "workers_here"]


@dataclass(frozen=True)
class Summary:
    """The end of a run: how many inputs have each status, the distinct documents, what was done before, pages and seconds."""

    counts: dict[str, int]
    documents: int
    before: int
    pages: int
    seconds: float

    @property
    def failed(self) -> int:
        """Inputs that have no record."""
        return sum(number for status, number in self.counts.items() if status not in WITH_RECORD)

    def lines(self) -> list[str]:
        """For people."""
        inputs = sum(self.counts.values())
        rate = f", {self.pages} pages in {self.seconds:.1f} s ({self.pages / self.seconds:.1f} pages/s)" if self.pages else ""
        head = f"{inputs} inputs, {self.documents} different documents, {self.before} done before{rate}"
        return [head, *(f"  {status}: {self.counts[status]}" for status in (*STATUSES, "pending") if status in self.counts)]


def workers_here() -> int:
    """One worker for each processor that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    paths: Sequence[str],
    out: Path,
    settings: Settings | None = None,
    *,
    workers: int | None = None,
    retry: bool = False,
    listed: Iterable[str] | None = None,
    sinks: Sequence[str] = (),
) -> Summary:
    """Annotates everything under the paths into the folder `out`, going on where an earlier run stopped.

    With `retry`, documents that failed or gave a partial record are tried again. `listed` are the paths that `-` stands for
    (standard input if None). When all is done, every one of `sinks` (see `docmine.sinks`) is given the records. Raises DocmineError
    where nothing could be done at all; on Ctrl-C what is finished is kept and written before KeyboardInterrupt passes on.
    """
    import time

    from docmine.batch import inputs, outputs, progress
    from docmine.batch.pool import Pool
    from docmine.batch.settings import Keyring
    from docmine.batch.store import Store, folder_for
    from docmine.batch.work import Run
    from docmine.errors import DocmineError

    settings = settings or Settings()
    keyring = Keyring(settings)
    names = list(listed) if listed is not None else _standard_input(paths)
    total = sum(1 for _ in inputs.find(paths, names))
    if not total:
        raise DocmineError(f"{', '.join(paths)}: holds no .pdf, .txt or .zip; name another folder", code="missing")
    began = time.monotonic()
    with closing(Store(folder_for(out))) as store:
        shown = progress.make(total)
        with closing(shown), closing(Pool(min(workers or workers_here(), total), settings)) as pool:
            doing = Run(store, settings, pool, keyring, not_done(settings, retry), shown)
            try:
                tally = doing.work(inputs.find(paths, names))
            finally:
                outputs.write_all(store)
        for target in sinks:
            feed(store, target)
        return Summary(store.counts(), store.distinct(), tally.done, tally.pages, time.monotonic() - began)


def feed(store: Store, target: str) -> None:
    """Gives a sink the records of the store. Raises DocmineError."""
    from docmine.records import Record
    from docmine.sinks import open_sink

    with open_sink(target) as sink:
        sink.write(map(Record.model_validate_json, store.records()))


def not_done(settings: Settings, retry: bool) -> frozenset[str]:
    """The statuses that are worth another try."""
    if retry:
        return frozenset(STATUSES) - {"ok"}
    return frozenset({"encrypted"} if settings.password else ())


def _standard_input(paths: Sequence[str]) -> list[str]:
    """The list is read once, as it is gone through twice: to count and to work."""
    import sys

    return list(sys.stdin) if "-" in paths else []


@dataclass(frozen=True)
class Plan:
    """What a run would do: inputs, different documents among them, those done before, and those that cannot be read."""

    inputs: int
    documents: int
    done: int
    unreadable: int

    def lines(self) -> list[str]:
        """For people."""
        to_do = self.documents - self.done
        documents = f"{self.documents} different documents ({self.done} done, {to_do} to do)"
        return [f"{self.inputs} inputs, {documents}, {self.unreadable} unreadable"]


def plan(
    paths: Sequence[str], out: Path, settings: Settings | None = None, *, retry: bool = False, listed: Iterable[str] | None = None
) -> Plan:
    """What `run` would do, found by hashing the inputs; writes nothing. Raises DocmineError."""
    from docmine.batch import inputs
    from docmine.batch.access import digest
    from docmine.batch.settings import Keyring
    from docmine.batch.store import finished
    from docmine.errors import SourceError

    settings = settings or Settings()
    keyring = Keyring(settings)
    met, unreadable, seen = 0, 0, {}
    for item in inputs.find(paths, listed):
        met += 1
        try:
            found = digest(item)
        except SourceError:
            unreadable += 1
            continue
        keys = keyring.keys(found.sha256, found.kind)
        seen[keys.whole] = keys
    return Plan(met, len(seen), sum(finished(out, seen.values(), not_done(settings, retry))), unreadable)
