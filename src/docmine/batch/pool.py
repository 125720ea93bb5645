"""Worker processes in pebble's pool, which keeps a crash, a kill or a hang to the task that it befell; trying again is the caller's.

Two ways lead back from a worker: its answer, as plain bytes by pebble's own pipe, and beside it a pipe of short messages that say
how far it is, so that a document that is cut off is known by its pages. The bytes of both are JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import queue
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import asdict, dataclass
from multiprocessing import forkserver, resource_tracker
from typing import Any, Literal

from pebble import ProcessExpired, ProcessPool

from docmine.batch import warm, worker
from docmine.batch.settings import Settings
from docmine.batch.status import Stage
from docmine.errors import DocmineError

TASKS_A_WORKER = 250  # then a fresh one takes its place, so that a reader's leaks do not add up; a fork costs little
AHEAD = 1  # tasks that wait for each worker, so that none is idle while the parent writes
BREAKDOWNS = 5  # times in a row that workers die before they begin, or the pool breaks, before the batch gives up
SILENCE = 120.0  # seconds above a document's own without a sign of life from anyone, after which the pool is made anew


@dataclass(frozen=True, slots=True)
class Task:
    """One document to be read. `ticket` is the caller's own, `why` says what set the number of pages if no option did, `careful` keeps
    the reader away that can end its process."""

    ticket: int
    path: str
    member: str | None
    sha256: str
    max_pages: int
    why: str = "the limit of pages"
    careful: bool = False

    def request(self) -> bytes:
        """The task as the worker gets it."""
        return json.dumps(asdict(self)).encode()


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a task. `answer` is the worker's message, `record` the compressed JSON that came with it.

    `died`, `memory` and `timeout` come with the stage and the number of pages reached, `page` is progress only.
    """

    ticket: int
    kind: Literal["answer", "died", "memory", "timeout", "page"]
    pages: int = 0
    stage: Stage = "open"
    answer: dict[str, Any] | None = None
    record: bytes | None = None
    exitcode: int | None = None


def _start_server() -> None:
    """Starts the server that forks the workers, deaf to Ctrl-C from its first moment, which is for the batch to hear, and silent: a worker
    that is being forked when the batch ends would complain on standard error."""
    resource_tracker.ensure_running()  # it would unblock what is blocked now
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # the server inherits what is blocked
    heard, silence = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    try:
        forkserver.ensure_running()
    finally:
        os.dup2(heard, 2)
        os.close(heard)
        os.close(silence)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass
class _Given:
    """A task that a worker has or will have; `pid` is the worker's once it has begun."""

    task: Task
    pages: int = 0
    stage: Stage = "open"
    pid: int | None = None


class Pool:
    """So many workers under one set of settings, started when first needed; to be closed."""

    def __init__(self, size: int, settings: Settings) -> None:
        self._size, self._settings = size, settings
        self._pool: ProcessPool | None = None
        self._given: dict[int, _Given] = {}
        self._ended: queue.SimpleQueue[tuple[int, Future[Any], ProcessPool]] = queue.SimpleQueue()
        self._context = multiprocessing.get_context("forkserver")
        self._hears, self._tells = self._context.Pipe(duplex=False)
        self._breakdowns = 0
        self._heard = time.monotonic()

    def start(self) -> None:
        """Starts the workers, if that is still to be done."""
        if self._pool is not None:
            return
        os.environ[warm.WHAT] = json.dumps([self._settings.vocabulary, self._settings.models])
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # a process a core is enough
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        self._context.set_forkserver_preload([warm.__name__])
        _start_server()
        self._open()

    def _open(self) -> None:
        self._heard = time.monotonic()
        self._pool = ProcessPool(
            self._size, TASKS_A_WORKER, initializer=worker.begin, initargs=(self._tells, self._settings), context=self._context
        )

    def idle(self) -> int:
        """How many tasks may be given now."""
        return 0 if self._pool is None else max(0, self._size * (1 + AHEAD) - len(self._given))

    def give(self, task: Task) -> None:
        """Hands a task to the pool; to be called only while there is one idle."""
        assert self._pool is not None
        self._given[task.ticket] = _Given(task)
        pool = self._pool
        try:
            future = pool.schedule(worker.answer, args=(task.request(),), timeout=self._settings.limits.seconds)
        except RuntimeError:  # it has broken since; `events` will see that nothing happens
            self._renew()
            return
        future.add_done_callback(lambda done: self._ended.put((task.ticket, done, pool)))

    def events(self, timeout: float) -> Iterator[Event]:
        """What has happened, after waiting for at most `timeout` seconds for something to happen."""
        ended = []
        with suppress(queue.Empty):
            ended.append(self._ended.get(timeout=timeout))
            while True:
                ended.append(self._ended.get_nowait())
        yield from self._progress()  # what a worker told before it ended still counts
        for ticket, future, pool in ended:
            if pool is self._pool:
                yield from self._end(ticket, future)
        if self._given and time.monotonic() > self._heard + self._settings.limits.seconds + SILENCE:
            self._renew()

    def _progress(self) -> Iterator[Event]:
        while self._hears.poll():
            told = json.loads(self._hears.recv_bytes())
            self._heard = time.monotonic()
            given = self._given.get(told["ticket"])
            if given is None:  # of a worker that was stopped meanwhile
                continue
            given.pid, given.stage = told["pid"], told["stage"]
            if told["page"] > given.pages:
                given.pages = told["page"]
                yield Event(given.task.ticket, "page", given.pages, "read")

    def _end(self, ticket: int, future: Future[Any]) -> Iterator[Event]:
        """What became of a task: its answer, or how its worker ended."""
        error = future.exception()
        if isinstance(error, BrokenProcessPool):
            self._renew()
            return
        self._heard = time.monotonic()
        given = self._given.pop(ticket)
        if error is None:
            yield self._answered(given, *future.result())
            return
        self._stop_children(given)
        if isinstance(error, TimeoutError):
            yield Event(ticket, "timeout", given.pages, given.stage)
            return
        code = error.exitcode if isinstance(error, ProcessExpired) else None
        if given.pid is None:
            self._broke_down(f"exit status {code}")
        kind: Literal["memory", "died"] = "memory" if code == worker.OUT_OF_MEMORY else "died"
        yield Event(ticket, kind, given.pages, given.stage, exitcode=code)

    def _answered(self, given: _Given, answer: bytes, record: bytes | None) -> Event:
        self._breakdowns = 0
        told = json.loads(answer)
        if told["kind"] == "unfit":
            raise DocmineError(told["reason"])
        return Event(given.task.ticket, "answer", given.pages, given.stage, told, record)

    def _stop_children(self, given: _Given) -> None:
        """Ends what the worker had started (an OCR engine): the rest of its process group."""
        if given.pid is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(given.pid, signal.SIGKILL)

    def _broke_down(self, how: str) -> None:
        """So that one bad machine does not fork for ever."""
        self._breakdowns += 1
        if self._breakdowns >= BREAKDOWNS:
            raise DocmineError(f"workers die before they begin ({how}); give more --memory or fewer --workers")

    def _renew(self) -> None:
        """A pool that broke, or fell silent, is replaced, and what it had is given to the new one; nobody is blamed."""
        self._broke_down("the pool broke")
        self._shut()
        self._open()
        given, self._given = self._given, {}
        for old in given.values():
            self.give(old.task)

    def _shut(self) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            for given in self._given.values():
                self._stop_children(given)

    def close(self) -> None:
        """Kills the workers, whatever they are doing."""
        self._shut()
        self._pool = None
        self._given = {}
        self._hears.close()
        self._tells.close()
