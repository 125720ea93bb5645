"""Batches under stress: random kills, speed with one worker and two, the parent's memory. Run `python benchmarks/batch.py --help`.

Prints JSON. Every part makes its own archive in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from archive import documents, make_archive

ENDED = 30.0  # seconds in which what a killed batch had started must be gone, on a machine as busy as may be
OUTPUTS = ("records.jsonl", "failures.jsonl", "inputs.jsonl")


def start(inputs: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    """A batch in a session of its own."""
    command = [sys.executable, "-m", "docmine.cli", "batch", str(inputs), "-o", str(out), *options]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)


def finish(inputs: Path, out: Path, *options: str) -> float:
    """Runs a batch to its end; seconds."""
    began = time.monotonic()
    process = start(inputs, out, *options)
    message = process.communicate()[1]
    if process.returncode not in (0, 1):
        raise SystemExit(f"the batch ended with {process.returncode}: {message.decode()}")
    return time.monotonic() - began


def killed_at_random(inputs: Path, out: Path, kills: int, seed: int, longest: float) -> dict[str, int]:
    """Kills the batch at random moments (at times one of its workers instead), then lets it end; what was killed, and orphans seen."""
    chance = random.Random(seed)
    told = {"parents": 0, "workers": 0, "ended_before": 0, "orphans": 0}
    while told["parents"] + told["workers"] < kills:
        process = start(inputs, out)
        time.sleep(chance.uniform(1.0, longest))
        if process.poll() is not None:
            told["ended_before"] += 1
            process.communicate()
            if told["ended_before"] > 3:
                break
            continue
        children = descendants(process.pid)
        if children and chance.random() < 0.25:
            _kill(chance.choice(children))
            told["workers"] += 1
            time.sleep(0.5)
        process.kill()
        process.wait()
        told["parents"] += 1
        told["orphans"] += _left_after(children, ENDED)
    finish(inputs, out)
    return told


def descendants(pid: int) -> list[int]:
    """The processes below one, by Linux's process table."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
    found, new = [], [pid]
    while new:
        new = [child for child, parent in parents.items() if parent in new]
        found += new
    return found


def _left_after(pids: list[int], seconds: float) -> int:
    """How many of the processes are there after so long; they may first have to finish loading."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(map(_alive, pids)):
        time.sleep(0.1)
    return sum(map(_alive, pids))


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def kill_test(count: int, kills: int, folder: Path) -> dict[str, Any]:
    """An archive annotated undisturbed and with kills: the outputs must be equal to the byte."""
    make_archive(folder / "in", count)
    seconds = finish(folder / "in", folder / "calm")
    longest = max(4.0, 2 * seconds / kills)  # so that the kills fall all over the work
    told = killed_at_random(folder / "in", folder / "stormy", kills, seed=1, longest=longest)
    lines = {name: (folder / "stormy" / name).read_bytes().count(b"\n") for name in OUTPUTS}
    same = {name: (folder / "calm" / name).read_bytes() == (folder / "stormy" / name).read_bytes() for name in OUTPUTS}
    return {"documents": count, "undisturbed_seconds": round(seconds, 1), "killed": told, "lines": lines, "identical": same}


def speed_test(count: int, folder: Path) -> dict[str, Any]:
    """One worker, two workers, and plain annotation of the same documents in one process, turn about."""
    make_archive(folder / "in", count)
    times: dict[str, list[float]] = {"plain": [], "one": [], "two": []}
    for turn in range(3):
        times["plain"].append(_plain(folder / "in"))
        for name, workers in (("one", "1"), ("two", "2")):
            times[name].append(finish(folder / "in", folder / f"out-{name}-{turn}", "--workers", workers))
    best = {name: round(min(values), 2) for name, values in times.items()}
    return {
        "documents": count,
        "seconds": best,
        "two_over_one": round(best["one"] / best["two"], 2),
        "overhead_of_one_worker": round(best["one"] / best["plain"] - 1, 3),
    }


PLAIN = """
import sys, pathlib, docmine
from docmine.errors import DocmineError
pipeline = docmine.load()
with open(sys.argv[2], "w") as out:
    for file in sorted(p for p in pathlib.Path(sys.argv[1]).rglob("*") if p.is_file()):
        try:
            out.write(pipeline.annotate(file).to_json(indent=None) + "\\n")
        except DocmineError:
            pass
"""


def _plain(inputs: Path) -> float:
    began = time.monotonic()
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", PLAIN, str(inputs), str(inputs.parent / "plain.jsonl")], check=True, env=environment)
    return time.monotonic() - began


def memory_test(counts: tuple[int, ...], folder: Path) -> dict[str, Any]:
    """The parent's largest resident memory, in MiB, for archives of these sizes."""
    found = {}
    for count in counts:
        make_archive(folder / f"in-{count}", count)
        process = start(folder / f"in-{count}", folder / f"out-{count}")
        peak = 0
        while process.poll() is None:
            try:
                status = Path(f"/proc/{process.pid}/status").read_text()
            except OSError:
                break
            peak = max(peak, int(match[1]) if (match := re.search(r"VmHWM:\s+(\d+)", status)) else 0)
            time.sleep(0.1)
        process.communicate()
        found[count] = round(peak / 1024, 1)
    return {"parent_peak_mib": found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("kill", "speed", "memory"))
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="docmine-batch-"))
    try:
        if chosen.part == "kill":
            told = kill_test(chosen.documents, chosen.kills, folder)
        elif chosen.part == "speed":
            told = speed_test(chosen.documents, folder)
        else:
            told = memory_test((100, chosen.documents), folder)
        told["files"] = sum(1 for _ in documents(folder / "in")) if (folder / "in").is_dir() else None
        print(json.dumps(told, indent=2))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
