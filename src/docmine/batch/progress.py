"""What a person sees while a batch runs: a bar on a terminal, now and then a plain line elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PLAIN_EVERY = 30.0  # seconds between plain lines


class Progress(Protocol):
    """Hears how far the batch is: inputs met, those among them that failed, and pages read in this run."""

    def __call__(self, documents: int, failures: int, pages: int) -> None: ...

    def close(self) -> None: ...


def make(total: int) -> Progress:
    """A bar where standard error is a terminal, plain lines where not."""
    return OnTerminal(total) if sys.stderr.isatty() else Plain(total)


class Plain:
    """A line every half minute, for logs."""

    def __init__(self, total: int, say: Callable[[str], None] | None = None, every: float = PLAIN_EVERY) -> None:
        self._total, self._every = total, every
        self._say = say or (lambda line: print(line, file=sys.stderr, flush=True))
        self._began = self._said = time.monotonic()

    def __call__(self, documents: int, failures: int, pages: int) -> None:
        now = time.monotonic()
        if now - self._said < self._every:
            return
        self._said = now
        rate = pages / max(now - self._began, 0.001)
        left = (self._total - documents) * (now - self._began) / max(documents, 1)
        self._say(f"{documents} of {self._total} documents, {failures} failed, {rate:.1f} pages/s, {left / 60:.0f} min left")

    def close(self) -> None:
        return


class OnTerminal:
    """rich's bar, drawn from the batch's own loop."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[failures]} failed"),
            TextColumn("{task.fields[rate]} pages/s"),
            TimeRemainingColumn(),
        )
        self._bar: Bar = Progress(*columns, console=Console(stderr=True), auto_refresh=False)
        self._bar.start()
        self._task = self._bar.add_task("", total=total, failures=0, rate="–")
        self._began = self._drawn = time.monotonic()

    def __call__(self, documents: int, failures: int, pages: int) -> None:
        now = time.monotonic()
        if now - self._drawn < 0.1:
            return
        self._drawn = now
        rate = f"{pages / max(now - self._began, 0.001):.1f}"
        self._bar.update(self._task, completed=documents, failures=failures, rate=rate, refresh=True)

    def close(self) -> None:
        self._bar.stop()
