"""Writing a file so that a reader finds the old one or the new one, never half of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from docmine.errors import DocmineError


def write_atomically(file: Path, data: bytes) -> None:
    """Write aside, flush to disk, rename. DocmineError if the folder cannot be written to."""
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        raise DocmineError(f"{file}: cannot be written ({error.strerror}); choose another place", code="unwritable") from None
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        aside.chmod(0o644)
        aside.replace(file)
    except OSError as error:
        raise DocmineError(f"{file}: cannot be written ({error.strerror}); choose another place", code="unwritable") from None
    finally:
        aside.unlink(missing_ok=True)
