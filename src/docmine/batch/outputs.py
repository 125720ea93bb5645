"""The files that a batch leaves in its folder, each written aside and renamed when it is whole."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docmine.batch.store import Store
from docmine.errors import DocmineError

RECORDS, FAILURES, INPUTS = "records.jsonl", "failures.jsonl", "inputs.jsonl"


def write_all(store: Store) -> None:
    """Writes records, failures and inputs as the store has them now. Raises DocmineError."""
    write_lines(store.folder / RECORDS, store.records())
    write_lines(store.folder / FAILURES, map(_line, store.failures()))
    write_lines(store.folder / INPUTS, map(_line, store.inputs()))


def write_lines(file: Path, lines: Iterable[bytes]) -> None:
    """Streams lines into a file that is either whole or untouched. Raises DocmineError."""
    aside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        aside = Path(name)
        with os.fdopen(handle, "wb") as out:
            for line in lines:
                out.write(line + b"\n")
            out.flush()
            os.fsync(out.fileno())
        aside.chmod(0o644)
        aside.replace(file)
    except OSError as error:
        raise DocmineError(f"{file}: cannot be written ({error.strerror}); make room or choose another place", code="unwritable") from None
    finally:
        if aside is not None:
            aside.unlink(missing_ok=True)


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace")
