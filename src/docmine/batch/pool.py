"""Worker processes, each with a pipe of its own, so that the death of one touches nothing but the task it had.

No threads, no shared queue or lock that a killed process could keep, and nothing from a worker is unpickled: its messages are JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from typing import Any, Literal

from docmine.batch import warm
from docmine.batch.settings import Settings
from docmine.batch.status import Stage
from docmine.batch.worker import serve
from docmine.errors import DocmineError

TASKS_A_WORKER = 100  # then a fresh one takes its place, so that a reader's leaks do not add up; a fork costs little
LARGEST_MESSAGE = 1 << 28
LOADING = 120.0  # seconds that a worker may take to be ready
DEAD_ON_ARRIVAL = 5  # workers in a row that die before they are ready


@dataclass(frozen=True, slots=True)
class Task:
    """One document to be read: the request as the worker gets it. `ticket` is the caller's own."""

    ticket: int
    path: str
    member: str | None
    sha256: str
    max_pages: int

    def request(self) -> bytes:
        return json.dumps({"path": self.path, "member": self.member, "sha256": self.sha256, "max_pages": self.max_pages}).encode()


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a task. `answer` is the worker's message, `record` the compressed JSON that came with it.

    `died` and `timeout` come with the stage and the number of pages reached, `page` is progress only.
    """

    ticket: int
    kind: Literal["answer", "died", "timeout", "page"]
    pages: int = 0
    stage: Stage = "open"
    answer: dict[str, Any] | None = None
    record: bytes | None = None
    exitcode: int | None = None


class _Worker:
    """One process and what it is doing."""

    def __init__(self, settings: Settings) -> None:
        context = multiprocessing.get_context("forkserver")
        self.pipe, theirs = context.Pipe()
        self.process: ForkServerProcess = context.Process(target=serve, args=(theirs, settings), daemon=True)
        self.process.start()
        theirs.close()
        self.ready = False
        self.ticket: int | None = None
        self.deadline = time.monotonic() + LOADING
        self.pages = 0
        self.stage: Stage = "open"
        self.served = 0

    def give(self, task: Task, seconds: float) -> None:
        """Raises OSError where the worker is dead."""
        self.ticket, self.pages, self.stage = task.ticket, 0, "open"
        self.deadline = time.monotonic() + seconds
        self.served += 1
        self.pipe.send_bytes(task.request())

    def kill(self) -> int | None:
        """Ends the process and whatever it started (an OCR engine); its exit status, negative for a signal."""
        with suppress(ProcessLookupError, PermissionError):
            if self.process.pid is not None and os.getpgid(self.process.pid) == self.process.pid:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.pipe.close()
        return self.process.exitcode


class Pool:
    """So many workers under one set of settings, started when first needed; to be closed."""

    def __init__(self, size: int, settings: Settings) -> None:
        self._size, self._settings = size, settings
        self._stillborn = 0
        self._workers: list[_Worker] = []

    def start(self) -> None:
        """Starts the workers, if that is still to be done."""
        if self._workers:
            return
        os.environ[warm.WHAT] = json.dumps([self._settings.vocabulary, self._settings.models])
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # a process a core is enough
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        multiprocessing.get_context("forkserver").set_forkserver_preload([warm.__name__])
        self._workers = [_Worker(self._settings) for _ in range(self._size)]

    def idle(self) -> int:
        """How many tasks may be given now."""
        return sum(worker.ready and worker.ticket is None for worker in self._workers)

    def busy(self) -> int:
        """How many tasks are under way."""
        return sum(worker.ticket is not None for worker in self._workers)

    def give(self, task: Task) -> None:
        """Hands the task to an idle worker; one that has just died is noticed by `events`."""
        worker = next(w for w in self._workers if w.ready and w.ticket is None)
        with suppress(OSError):
            worker.give(task, self._settings.limits.seconds)

    def events(self, timeout: float) -> Iterator[Event]:
        """What has happened, after waiting for at most `timeout` seconds for something to happen."""
        now = time.monotonic()
        nearest = min((w.deadline - now for w in self._workers if w.ticket is not None or not w.ready), default=timeout)
        pipes: dict[Any, _Worker] = {worker.pipe: worker for worker in self._workers}
        ended: dict[Any, _Worker] = {worker.process.sentinel: worker for worker in self._workers}
        happened = wait([*pipes, *ended], max(0.0, min(timeout, nearest)))
        for thing in happened:
            if isinstance(thing, Connection) and thing in pipes:
                yield from self._hear(pipes[thing])
        for thing in happened:
            if thing in ended:  # what it sent before it died still counts
                yield from self._hear(ended[thing])
                yield from self._ended(ended[thing])
        for worker in [w for w in self._workers if time.monotonic() > w.deadline and (w.ticket is not None or not w.ready)]:
            yield from self._late(worker)

    def _hear(self, worker: _Worker) -> Iterator[Event]:
        """All that the worker has sent so far."""
        try:
            while worker.pipe.poll():
                yield from self._message(worker, json.loads(worker.pipe.recv_bytes(LARGEST_MESSAGE)))
        except (EOFError, OSError, ValueError, KeyError, TypeError):
            yield from self._ended(worker)

    def _message(self, worker: _Worker, message: dict[str, Any]) -> Iterator[Event]:
        kind = message["kind"]
        if kind == "ready":
            worker.ready, self._stillborn = True, 0
        elif kind == "unfit":
            raise DocmineError(message["reason"])
        elif kind == "page":
            worker.stage, worker.pages = "read", int(message["page"])
            yield Event(self._ticket(worker), "page", worker.pages)
        elif kind == "annotate":
            worker.stage = "annotate"
        else:
            record = worker.pipe.recv_bytes(LARGEST_MESSAGE) if kind == "record" else None
            event = Event(self._ticket(worker), "answer", worker.pages, worker.stage, message, record)
            worker.ticket = None
            if worker.served >= TASKS_A_WORKER or kind == "memory":
                self._replace(worker)
            yield event

    def _ticket(self, worker: _Worker) -> int:
        if worker.ticket is None:
            raise ValueError("a worker answers without being asked")
        return worker.ticket

    def _ended(self, worker: _Worker) -> Iterator[Event]:
        """A worker that died by itself; so that one bad machine does not fork for ever, too many stillborn ones end the batch."""
        if worker not in self._workers:
            return
        ticket, pages, stage = worker.ticket, worker.pages, worker.stage
        if not worker.ready:
            self._stillborn += 1
        code = self._replace(worker)
        if self._stillborn >= DEAD_ON_ARRIVAL:
            raise DocmineError(f"workers die before they are ready (exit status {code}); give more --memory or fewer --workers")
        if ticket is not None:
            yield Event(ticket, "died", pages, stage, exitcode=code)

    def _late(self, worker: _Worker) -> Iterator[Event]:
        if not worker.ready:
            yield from self._ended(worker)
            return
        ticket, pages, stage = self._ticket(worker), worker.pages, worker.stage
        self._replace(worker)
        yield Event(ticket, "timeout", pages, stage)

    def _replace(self, worker: _Worker) -> int | None:
        code = worker.kill()
        self._workers[self._workers.index(worker)] = _Worker(self._settings)
        return code

    def close(self) -> None:
        """Kills the workers, whatever they are doing."""
        for worker in self._workers:
            worker.kill()
        self._workers = []
