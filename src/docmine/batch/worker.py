"""The child process: reads requests, answers with plain values, and may die at any moment without harm to anyone else.

Messages are JSON as bytes, one way and the other: nothing that a document's bytes may have taken over is ever unpickled. An answer
with a record is followed by the record's JSON, compressed.
"""

from __future__ import annotations

import ctypes
import json
import logging
import multiprocessing
import os
import signal
import sys
import time
import traceback
import zlib
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docmine.batch.access import ARCHIVES, Item, read
from docmine.batch.settings import Settings
from docmine.batch.status import PARTIAL_CODES, Failure, Stage, failure_of
from docmine.errors import DocmineError, SourceError

if TYPE_CHECKING:
    from docmine.pipeline import Pipeline
    from docmine.records import Record

READING_SHARE = 0.6  # of a document's time; the rest is for annotating what was read until then
PR_SET_PDEATHSIG = 1
COMPRESSION = 1  # zlib's level: records shrink to a tenth already


@dataclass
class Progress:
    """How far the current document is, told to the parent as it goes."""

    pipe: Connection
    stage: Stage = "open"
    pages: int = 0

    def page(self, number: int) -> None:
        self.stage, self.pages = "read", number
        _send(self.pipe, {"kind": "page", "page": number})

    def read(self) -> None:
        self.stage = "annotate"
        _send(self.pipe, {"kind": "annotate"})


def serve(pipe: Connection, settings: Settings) -> None:
    """Answers one request after the other until the pipe closes."""
    _settle()
    try:
        import docmine

        pipeline = docmine.load(settings.vocabulary, settings.models)
    except DocmineError as error:
        _send(pipe, {"kind": "unfit", "reason": str(error)})
        return
    _limit_memory(settings.limits.memory)
    _send(pipe, {"kind": "ready"})
    while True:
        try:
            request = json.loads(pipe.recv_bytes())
        except EOFError:
            return
        _answer(pipe, request, pipeline, settings)


def _settle() -> None:
    """Ends with its parent, heeds no Ctrl-C, leads a process group of its own, and is silent."""
    os.setpgrp()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        parent = multiprocessing.parent_process()
        if parent is None or not parent.is_alive():  # it died before we could ask to be told
            os._exit(1)
    logging.disable(logging.CRITICAL)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)


def _limit_memory(megabytes: int) -> None:
    """So much address space above what is in use now; systems without /proc have no such limit."""
    table = Path("/proc/self/statm")
    if not table.exists():
        return
    import resource

    used = int(table.read_text().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = used + megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _answer(pipe: Connection, request: dict[str, Any], pipeline: Pipeline, settings: Settings) -> None:
    began = time.monotonic()
    progress = Progress(pipe)
    item = Item(request["path"], request["member"])
    record = None
    try:
        record = _annotate(item, request, pipeline, settings, progress, began)
        told: dict[str, Any] = {"kind": "record", "status": status_of(record), "pages": record.source.pages}
    except DocmineError as error:
        told = {"kind": "failure", **failure_of(error, item.short, progress.stage).to_dict()}
    except MemoryError:
        told = {"kind": "memory"}
    except Exception as error:  # a bug in docmine or in a reader costs one document, and says where it is
        told = {"kind": "failure", **_bug(error, progress.stage).to_dict()}
    _send(pipe, told | {"seconds": round(time.monotonic() - began, 3)})
    if record is not None:
        pipe.send_bytes(zlib.compress(record.to_json(indent=None).encode(), COMPRESSION))


def _annotate(
    item: Item, request: dict[str, Any], pipeline: Pipeline, settings: Settings, progress: Progress, began: float
) -> Record:
    from docmine.batch import reading
    from docmine.intake import source_of

    if item.suffix in ARCHIVES and item.member is None:
        raise SourceError(f"{item.short}: is no archive that can be read; get a complete copy", code="damaged")
    source = source_of(read(item), item.short, item.suffix)
    if source.sha256 != request["sha256"]:
        raise SourceError(f"{item.short}: was changed while it was being read; run the batch again", code="unreadable")
    watch = reading.Watch(request["max_pages"], began + READING_SHARE * settings.limits.seconds, progress.page, progress.read)
    return reading.annotate(pipeline, source, settings.reader, settings.password, watch)


def status_of(record: Record) -> str:
    """`ok`, or `partial` where a diagnostic tells of pages that are not in the record."""
    return "partial" if any(d.code in PARTIAL_CODES for d in record.diagnostics) else "ok"


def _bug(error: Exception, stage: Stage) -> Failure:
    frames = traceback.extract_tb(error.__traceback__)
    ours = next((f for f in reversed(frames) if "docmine" in f.filename), frames[-1])
    where = "/".join(Path(ours.filename).parts[-2:])
    return Failure("internal-error", stage, f"{type(error).__name__} in {where}, line {ours.lineno}", "report it, with the document")


def _send(pipe: Connection, message: dict[str, Any]) -> None:
    pipe.send_bytes(json.dumps(message).encode())
