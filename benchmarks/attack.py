"""Runs a batch over the hostile documents of `hostile.py`: each must end as a record or a named failure, within the limits.

`python benchmarks/attack.py` prints JSON: files, what became of them, crashes and hangs, and the largest memory of parent and workers.
`--every 12` takes a sample. Exit status 1 if a document killed or hung its worker, or has no result.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from batch import descendants
from hostile import make_hostile

SECONDS, MEMORY = 60, 1024  # limits of a document
OFTEN = 0.2  # seconds between looks at memory


def attack(folder: Path, *, mutations: int = 440, every: int = 1, seconds: int = SECONDS) -> dict[str, Any]:
    """What became of the hostile documents, made in the folder, under a batch with limits."""
    files = make_hostile(folder / "in", mutations, every=every)
    began = time.monotonic()
    limits = ["--timeout", str(seconds), "--memory", str(MEMORY)]
    command = [sys.executable, "-m", "docmine.cli", "batch", str(folder / "in"), "-o", str(folder / "out"), *limits]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    peaks = Peaks(process.pid)
    said = process.communicate()[1]
    peaks.stop()
    inputs = _lines(folder / "out" / "inputs.jsonl")
    failures = _lines(folder / "out" / "failures.jsonl")
    return {
        "files": files,
        "with_an_end": sum(i["status"] != "pending" for i in inputs),
        "statuses": dict(sorted(Counter(i["status"] for i in inputs).items())),
        "crashed_or_hung": {Path(f["name"]).name: f["reason"] for f in failures if f["status"] in ("crashed", "timeout", "internal-error")},
        "over_memory": sorted(Path(f["name"]).name for f in failures if f["status"] == "memory"),
        "batch_exit_status": process.returncode,
        "batch_said": said.splitlines()[:1],
        "peak_mib": {"parent": peaks.parent, "largest_worker": peaks.child},
        "seconds": round(time.monotonic() - began, 1),
    }


class Peaks:
    """Watches the resident memory of a process and of those below it, from a thread; MiB."""

    def __init__(self, pid: int) -> None:
        self._pid, self._ended = pid, threading.Event()
        self.parent = self.child = 0
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ended.wait(OFTEN):
            self.parent = max(self.parent, resident(self._pid))
            self.child = max([self.child, *map(resident, descendants(self._pid))])

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()


def resident(pid: int) -> int:
    """A process's peak resident memory in MiB, 0 if it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    match = re.search(r"VmHWM:\s+(\d+)", status)
    return int(match[1]) // 1024 if match else 0


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=440)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="work here and leave the results")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="docmine-hostile-") as passing:
        told = attack(chosen.keep or Path(passing), mutations=chosen.mutations, every=chosen.every)
    print(json.dumps(told, indent=2))
    raise SystemExit(bool(told["crashed_or_hung"]) or told["with_an_end"] != told["files"])


if __name__ == "__main__":
    main()
