"""What the command line writes: data to standard output or a file, what is going on to standard error, nothing that moves a cursor."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Notice = Callable[[str, int, int], None]


def clean(text: str) -> str:
    """Text from a document made safe for a terminal: control characters shown as escapes."""
    return "".join(c if c.isprintable() or c in "\n\t" else c.encode("unicode_escape").decode() for c in text)


def emit(text: str, out: Path | None) -> None:
    """To standard output as UTF-8, or to a file that is either whole or untouched."""
    data = text.encode("utf-8", "backslashreplace")
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    from docmine.writing import write_atomically

    write_atomically(out, data)


def width(out: Path | None) -> int:
    import shutil

    return 120 if out else max(60, shutil.get_terminal_size((120, 24)).columns)


@contextmanager
def progress(what: str) -> Iterator[Notice | None]:
    """A line on standard error that says what is going on, on a terminal only; yields a function to say how far it is."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status(clean(what)) as status:
        yield lambda name, done, total: status.update(clean(f"{what}: {name} ({done + 1} of {total})"))
