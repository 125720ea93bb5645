"""What the sinks that write files share: merging with what is there, and putting files in place when they are whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docmine.errors import DocmineError


@contextmanager
def aside(file: Path) -> Iterator[Path]:
    """A path to write to, which takes the file's place when the block ends well, and is gone when not. Raises DocmineError."""
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        os.close(handle)
    except OSError as error:
        raise _unwritable(file, error) from None
    path = Path(name)
    try:
        yield path
        with path.open("rb+") as written:
            os.fsync(written.fileno())
        path.chmod(0o644)
        path.replace(file)
    except OSError as error:
        raise _unwritable(file, error) from None
    finally:
        path.unlink(missing_ok=True)


def folder(path: Path) -> Path:
    """The folder, made if need be. Raises DocmineError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from None
    return path


def _unwritable(file: Path, error: OSError) -> DocmineError:
    return DocmineError(f"{file}: cannot be written ({error.strerror or error}); make room or choose another place", code="unwritable")
