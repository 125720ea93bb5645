"""What to do with a document whose worker died, hung or ran out of memory: try again, with fewer pages, or name the failure."""

from __future__ import annotations

import signal
from dataclasses import dataclass, replace
from typing import cast

from docmine.batch.pool import Event, Task
from docmine.batch.settings import Limits
from docmine.batch.status import STATUSES, WITH_RECORD, Failure, Status

MOST_DEATHS = 2  # a document that kills its worker twice is not tried again
LIMITED = {"timeout": "time", "memory": "memory"}
MOST_SHORTENED = 2  # times that a document is tried again with fewer pages


@dataclass(frozen=True, slots=True)
class Result:
    """The end of a document: a status, and a record (its JSON, compressed) or a failure."""

    status: Status
    record: bytes | None
    failure: Failure | None
    pages: int
    seconds: float
    attempts: int


@dataclass
class Attempts:
    """One document on its way to a result."""

    task: Task
    deaths: tuple[int | None, ...] = ()
    shortened: int = 0
    tries: int = 0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self._be_careful()

    def _be_careful(self) -> None:
        """After a death by its own fault (SIGKILL comes from outside), a document is read without PDFium, which ends its process where
        others raise: when memory is short, or by a fault of its own."""
        self.task = replace(self.task, careful=any(code != -signal.SIGKILL for code in self.deaths))

    def next(self, event: Event, limits: Limits) -> Task | Result:
        """What follows from the event: another try, or the result."""
        self.tries += 1
        self.seconds += float((event.answer or {}).get("seconds", 0.0)) if event.kind != "timeout" else limits.seconds
        if event.kind == "died":
            return self._died(event)
        if event.kind == "timeout":
            advice = "give it more time with --timeout, or look at it by itself"
            return self._shorter(event, Failure("timeout", event.stage, f"took longer than {limits.seconds:g} s", advice))
        if event.kind == "memory":
            advice = "give it more with --memory, or look at it by itself"
            return self._shorter(event, Failure("memory", event.stage, f"needs more than {limits.memory} MiB", advice))
        return self._answered(event)

    def _answered(self, event: Event) -> Result:
        answer = event.answer or {}
        status = cast(Status, answer["status"] if answer["status"] in STATUSES else "internal-error")
        if status in WITH_RECORD:
            return self._result(status, event, event.record, None)
        return self._result(status, event, None, Failure(status, answer["stage"], answer["reason"], answer["advice"]))

    def _died(self, event: Event) -> Task | Result:
        self.deaths = (*self.deaths, event.exitcode)
        if len(self.deaths) < MOST_DEATHS:
            self._be_careful()
            return self.task
        advice = "give it more with --memory, which such deaths often come from, or look at it in a sandbox"
        return self._failed(event, Failure("crashed", event.stage, f"its worker {_end(event.exitcode)} twice", advice))

    def _shorter(self, event: Event, failure: Failure) -> Task | Result:
        """Another try with the pages that were finished; half of them where reading was not what took so long."""
        pages = event.pages if event.stage == "read" else event.pages // 2
        pages = min(pages, self.task.max_pages - 1)
        if pages < 1 or self.shortened >= MOST_SHORTENED:
            return self._failed(event, failure)
        self.shortened += 1
        self.task = replace(self.task, max_pages=pages, why=f"the limit of {LIMITED[failure.status]}")
        return self.task

    def _failed(self, event: Event, failure: Failure) -> Result:
        return self._result(failure.status, event, None, failure)

    def _result(self, status: Status, event: Event, record: bytes | None, failure: Failure | None) -> Result:
        return Result(status, record, failure, event.pages, round(self.seconds, 3), self.tries)


def _end(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        try:
            return f"was ended by {signal.Signals(-exitcode).name}"
        except ValueError:
            return f"was ended by signal {-exitcode}"
    return f"ended with status {exitcode}"
