"""A folder that is watched: what arrives in it is annotated and goes where the sinks are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from docmine import batch
from docmine.batch.inputs import DOCUMENTS
from docmine.errors import DocmineError

SETTLED_MS = 1600  # a burst of changes is over when nothing has changed for about so long; a copy that takes longer is read again
WATCHED = (*DOCUMENTS, ".zip")


def watch(
    folder: Path,
    out: Path,
    settings: batch.Settings,
    *,
    workers: int | None = None,
    sinks: Sequence[str] = (),
    say: Callable[[str], None],
    stop: Event | None = None,
) -> None:
    """Annotates what is in the folder, then what arrives, until `stop` is set or Ctrl-C.

    Each burst is one batch into `out`, so what was done before is never done again, and a file that was still being copied when
    it was read is read again when it is whole. Raises DocmineError.
    """
    try:
        import watchfiles
    except ImportError:
        raise DocmineError("watching needs watchfiles; pip install 'docmine[watch]'", code="missing-package") from None
    if not folder.is_dir():
        raise DocmineError(f"{folder}: no such folder; name the one to watch", code="missing")
    changes = watchfiles.watch(folder, stop_event=stop, debounce=SETTLED_MS, rust_timeout=500, yield_on_timeout=True, raise_interrupt=True)
    next(changes)  # the watch is set before the folder is gone through, so that nothing can slip between
    say(f"watching {folder}")
    _annotate([str(folder)], out, settings, workers, sinks, say)
    for burst in changes:
        paths = sorted({path for change, path in burst if change != watchfiles.Change.deleted and path.lower().endswith(WATCHED)})
        _annotate([path for path in paths if Path(path).is_file()], out, settings, workers, sinks, say)


def _annotate(
    paths: Sequence[str], out: Path, settings: batch.Settings, workers: int | None, sinks: Sequence[str], say: Callable[[str], None]
) -> None:
    try:
        summary = batch.run(paths, out, settings, workers=workers, sinks=sinks) if paths else None
    except DocmineError as error:
        if error.code != "missing":  # a folder that is empty so far, or a file that has gone again
            raise
        return
    if summary is not None:
        say("; ".join(line.strip() for line in summary.lines()))
