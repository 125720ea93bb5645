"""The child process: it answers requests with plain values, and may die at any moment without harm to anyone else.

Requests, answers and the messages that tell how far it is are JSON as bytes. Failures are values too: an exception never crosses.
"""

from __future__ import annotations

import fcntl
import json
import logging
import multiprocessing
import os
import signal
import threading
import time
import traceback
import zlib
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docmine.batch.access import ARCHIVES, Item, read
from docmine.batch.settings import Settings
from docmine.batch.status import PARTIAL_CODES, Failure, Stage, failure_of
from docmine.errors import DocmineError, SourceError

if TYPE_CHECKING:
    from docmine.pipeline import Pipeline
    from docmine.records import Record

OUT_OF_MEMORY = 78  # exit status of a worker that has had not enough; a fresh one has an untouched heap
STATM = Path("/proc/self/statm")
SPARE = 4  # the part of a document's memory by which the system's limit lies above it
MEMORY_SECONDS = 0.02  # between two looks at it
LARGEST_RECORD = 1 << 28  # bytes, compressed
READING_SHARE = 0.6  # of a document's time; the rest is for annotating what was read until then
COMPRESSION = 1  # zlib's level: records shrink to a tenth already


@dataclass
class Progress:
    """How far the current document is, told to the parent as it goes; a message is small enough to be written in one piece."""

    pipe: Connection
    ticket: int
    stage: Stage = "open"
    pages: int = 0

    def begun(self) -> None:
        self._tell()

    def page(self, number: int) -> None:
        self.stage, self.pages = "read", number
        self._tell()

    def read(self) -> None:
        self.stage = "annotate"
        self._tell()

    def _tell(self) -> None:
        told = {"ticket": self.ticket, "pid": os.getpid(), "stage": self.stage, "page": self.pages}
        self.pipe.send_bytes(json.dumps(told).encode())


@dataclass(frozen=True)
class _Serving:
    """What this process has loaded; `unfit` says why it could not."""

    pipe: Connection
    settings: Settings
    pipeline: Pipeline | None
    unfit: str = ""


_serving: _Serving | None = None  # set once a process, by `begin`


def begin(pipe: Connection, settings: Settings) -> None:
    """Makes this process a worker: it loads the models, then limits its memory."""
    global _serving
    _settle()
    import docmine

    try:
        _serving = _Serving(pipe, settings, docmine.load(settings.vocabulary, settings.models))
    except DocmineError as error:
        _serving = _Serving(pipe, settings, None, str(error))
    _limit_memory(settings.limits.memory)


def _settle() -> None:
    """Ends with its parent, heeds no Ctrl-C, leads a process group of its own, and is silent."""
    os.setpgrp()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # at once, in a reader's C code too
    _end_with_parent()
    logging.disable(logging.CRITICAL)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)


def _end_with_parent() -> None:
    """When the process that started the batch is gone, however it went, the system kills this one, whatever it is doing.

    The pipe that tells of the parent closes with it, and Linux can be asked to send SIGKILL for that; elsewhere a thread waits for it.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        os._exit(1)
    ends = parent.sentinel
    if hasattr(fcntl, "F_SETSIG"):
        fcntl.fcntl(ends, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(ends, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(ends, fcntl.F_SETFL, fcntl.fcntl(ends, fcntl.F_GETFL) | os.O_ASYNC)
    else:
        threading.Thread(target=_after, args=(parent,), daemon=True).start()
    if not parent.is_alive():  # it went before we could ask to be told
        os._exit(1)


def _after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _limit_memory(megabytes: int) -> None:
    """So much address space above what is in use now; systems without /proc have no such limit.

    Where memory runs out PDFium ends its process, and Python too at times; so a thread looks on and ends it in time, by the status that
    says why. The system's own limit lies a little higher, for what asks for very much at once.
    """
    if not STATM.exists():
        return
    import resource

    most = _address_space() + megabytes * 2**20
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = most + megabytes * 2**20 // SPARE
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    threading.Thread(target=_end_above, args=(most,), daemon=True).start()


def _address_space() -> int:
    """Bytes."""
    return int(STATM.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _end_above(most: int) -> None:
    while _address_space() <= most:
        time.sleep(MEMORY_SECONDS)
    os._exit(OUT_OF_MEMORY)


def answer(request: bytes) -> tuple[bytes, bytes | None]:
    """The answer to one request, and the record's JSON, compressed, if there is one."""
    assert _serving is not None, "begin comes first"
    if _serving.pipeline is None:
        return _packed({"kind": "unfit", "reason": _serving.unfit}), None
    began, wanted = time.monotonic(), json.loads(request)
    progress = Progress(_serving.pipe, wanted["ticket"])
    progress.begun()
    try:
        told, record = _tried(wanted, _serving.pipeline, progress, began)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    return _packed(told | {"seconds": round(time.monotonic() - began, 3)}), record


def _tried(wanted: dict[str, Any], pipeline: Pipeline, progress: Progress, began: float) -> tuple[dict[str, Any], bytes | None]:
    assert _serving is not None
    item = Item(wanted["path"], wanted["member"])
    try:
        record = _annotate(item, wanted, pipeline, _serving.settings, progress, began)
        packed = zlib.compress(record.to_json(indent=None).encode(), COMPRESSION)
        if len(packed) > LARGEST_RECORD:
            raise SourceError(f"{item.short}: its record is larger than {LARGEST_RECORD // 2**20} MiB; split it", code="too-large")
    except DocmineError as error:
        return {"kind": "failure", **failure_of(error, item.short, progress.stage).to_dict()}, None
    except MemoryError:
        raise
    except Exception as error:  # a bug in docmine or in a reader costs one document, and says where it is
        return {"kind": "failure", **_bug(error, progress.stage).to_dict()}, None
    return {"kind": "record", "status": status_of(record), "pages": record.source.pages}, packed


def _annotate(item: Item, request: dict[str, Any], pipeline: Pipeline, settings: Settings, progress: Progress, began: float) -> Record:
    from docmine.batch import reading
    from docmine.intake import source_of

    if item.suffix in ARCHIVES and item.member is None:
        raise SourceError(f"{item.short}: is no archive that can be read; get a complete copy", code="damaged")
    source = source_of(read(item), item.short, item.suffix)
    if source.sha256 != request["sha256"]:
        raise SourceError(f"{item.short}: was changed while it was being read; run the batch again", code="unreadable")
    until = began + READING_SHARE * settings.limits.seconds
    watch = reading.Watch(request["max_pages"], until, progress.page, progress.read, request["why"])
    reader = reading.ALONE if request["careful"] else settings.reader
    return reading.annotate(pipeline, source, reader, settings.password, watch)


def status_of(record: Record) -> str:
    """`ok`, or `partial` where a diagnostic tells of pages that are not in the record."""
    return "partial" if any(d.code in PARTIAL_CODES for d in record.diagnostics) else "ok"


def _bug(error: Exception, stage: Stage) -> Failure:
    frames = traceback.extract_tb(error.__traceback__)
    ours = next((f for f in reversed(frames) if "docmine" in f.filename), frames[-1])
    where = "/".join(Path(ours.filename).parts[-2:])
    return Failure("internal-error", stage, f"{type(error).__name__} in {where}, line {ours.lineno}", "report it, with the document")


def _packed(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode()
