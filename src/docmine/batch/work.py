"""A batch from beginning to end: inputs are met in order, claimed, given to workers, and their results kept."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count, islice

from docmine.batch.access import Item, digest
from docmine.batch.pool import Event, Pool, Task
from docmine.batch.retry import Attempts, Result
from docmine.batch.settings import Keyring, Keys, Settings
from docmine.batch.status import WITH_RECORD, failure_of
from docmine.batch.store import Claim, Known, Store
from docmine.errors import SourceError

AT_ONCE = 8  # inputs that are hashed and claimed in one transaction
TICK = 0.5  # seconds after which progress is told though nothing happened
END = object()

Notice = Callable[[int, int, int], None]


@dataclass
class Tally:
    """How far the run is; `met` counts inputs, `pages` those of the records that this run has made."""

    met: int = 0
    failures: int = 0
    pages: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed document: where it lies and under which keys its result goes."""

    item: Item
    known: Known


@dataclass
class Run:
    """One run of a batch over its inputs. Results of earlier runs with a status in `again` are not taken for done."""

    store: Store
    settings: Settings
    pool: Pool
    keyring: Keyring
    again: frozenset[str] = frozenset()
    notice: Notice | None = None
    tally: Tally = field(default_factory=Tally)
    _jobs: dict[int, tuple[Job, Attempts]] = field(default_factory=dict)
    _theirs: deque[Job] = field(default_factory=deque)
    _tickets: Iterator[int] = field(default_factory=count)

    def work(self, items: Iterable[Item]) -> Tally:
        """Ends when every input has a result, by this run or another that is alive. Raises DocmineError; Ctrl-C passes through."""
        waiting: deque[Task] = deque()
        jobs = self._claimed(iter(items))
        exhausted = False
        while True:
            while not exhausted and len(waiting) < max(1, self.pool.idle()):
                job = next(jobs, END)
                if isinstance(job, Job):
                    self.pool.start()
                    waiting.append(self._task(job))
                else:
                    exhausted = job is END
                    break
            while waiting and self.pool.idle():
                self.pool.give(waiting.popleft())
            if exhausted and not waiting and not self._jobs:
                return self.tally
            for event in self.pool.events(TICK):
                if (task := self._happened(event)) is not None:
                    waiting.appendleft(task)
            self._tell()

    def _claimed(self, items: Iterator[Item]) -> Iterator[Job | None]:
        """The documents that are this run's to do, claimed a few at a time; at the end those that another run has left.

        None where all that is left is in another run's hands for now.
        """
        while chunk := list(islice(items, AT_ONCE)):
            yield from self._claim([self._met(item) for item in chunk])
        while self._theirs:
            again = list(self._theirs)
            self._theirs.clear()
            yield from self._claim(again)
            if self._theirs:
                yield None

    def _claim(self, jobs: list[Job]) -> Iterator[Job]:
        readable = [job for job in jobs if job.known.sha256 is not None]
        claims = self.store.claim([job.known for job in readable], self.again)
        for job, claim in zip(readable, claims, strict=True):
            if self._is_mine(job, claim):
                yield job

    def _is_mine(self, job: Job, claim: Claim) -> bool:
        if claim == "theirs":
            self._theirs.append(job)
        else:
            self.tally.met += claim != "mine"
        if claim in ("done", "repeated") and (status := self.store.status(job.known.keys)) is not None:
            self.tally.done += claim == "done"
            self.tally.failures += status not in WITH_RECORD
        return claim == "mine"

    def _met(self, item: Item) -> Job:
        """Hashes an input. One that cannot be read has its result at once, under its name, and is tried again by every run."""
        try:
            found = digest(item)
        except SourceError as error:
            name = hashlib.sha256(f"name {item.name}".encode()).hexdigest()
            known = Known(item.name, None, Keys(name, name))
            self.store.claim([known])
            self.store.finish(known.keys, _unread(item, error))
            self.tally.met += 1
            self.tally.failures += 1
            return Job(item, known)
        return Job(item, Known(item.name, found.sha256, self.keyring.keys(found.sha256, found.kind)))

    def _task(self, job: Job) -> Task:
        ticket = next(self._tickets)
        task = Task(ticket, job.item.path, job.item.member, job.known.sha256 or "", self.settings.limits.pages)
        attempts = Attempts(task, self.store.deaths(job.known.keys.whole))
        self._jobs[ticket] = job, attempts
        return attempts.task

    def _happened(self, event: Event) -> Task | None:
        """Keeps a result, or gives the task that is to be tried again."""
        if event.kind == "page":
            return None
        job, attempts = self._jobs[event.ticket]
        after = attempts.next(event, self.settings.limits)
        if isinstance(after, Task):
            if event.kind == "died":
                self.store.note_deaths(job.known.keys.whole, attempts.deaths)
            return after
        self.store.finish(job.known.keys, after)
        del self._jobs[event.ticket]
        self.tally.met += 1
        self.tally.failures += after.status not in WITH_RECORD
        self.tally.pages += after.pages if after.status in WITH_RECORD else 0
        return None

    def _tell(self) -> None:
        if self.notice is not None:
            self.notice(self.tally.met, self.tally.failures, self.tally.pages)


def _unread(item: Item, error: SourceError) -> Result:
    failure = failure_of(error, item.short, "open")
    return Result(failure.status, None, failure, 0, 0.0, 1)
