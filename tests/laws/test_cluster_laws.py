"""A batch on a Dask cluster gives the records of one machine, with a worker killed in the middle too."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from docmine.batch import shard
from docmine.errors import DocmineError
from docmine.sinks import open_sink
from docmine.sinks.reading import lines_of, parse

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from archive import make_archive  # noqa: E402
from batch import descendants  # noqa: E402

OUTPUTS = ("records.jsonl", "failures.jsonl", "inputs.jsonl")
ALONE = {**os.environ, "OMP_NUM_THREADS": "1"}


def batch(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "docmine.cli", "batch", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifteen documents, and a copy of one under another name."""
    folder = tmp_path_factory.mktemp("archive")
    make_archive(folder, 15)
    first = min(folder.rglob("*.txt"))
    (folder / "000" / "again.txt").write_bytes(first.read_bytes())
    return folder


@pytest.fixture(scope="module")
def alone(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one machine makes of it."""
    out = tmp_path_factory.mktemp("alone") / "out"
    assert batch(archive, "-o", out).returncode == 0
    return out


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a real scheduler, and its two worker processes."""
    file = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": ALONE}
    scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny"]
    processes = [subprocess.Popen([*scheduler, "--host", "127.0.0.1"], **quiet)]  # type: ignore[call-overload]
    try:
        until = time.monotonic() + 30
        while not file.exists() and time.monotonic() < until:
            time.sleep(0.1)
        workers = [subprocess.Popen([*worker, "--no-dashboard"], **quiet) for _ in range(2)]  # type: ignore[call-overload]
        processes += workers
        yield json.loads(file.read_text())["address"], workers
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_a_worker_killed_in_the_middle_costs_nothing(
    archive: Path, alone: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    """Scheduler and two workers; one is killed at work: the same bytes as one machine, each document once, nothing left running."""
    address, workers = cluster
    out = tmp_path / "out"
    options = ("--engine", "dask", "--scheduler", address, "--shard-size", "4")
    command = [sys.executable, "-m", "docmine.cli", "batch", str(archive), "-o", str(out), *options]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    before, children = 0, list[int]()
    while not (before and children) and time.monotonic() < until:  # between two shards a worker has no process: another is at work
        time.sleep(0.05)
        before = len(list((out / "shards").glob("*.gz")))
        victim, children = max(((worker, descendants(worker.pid)) for worker in workers), key=lambda found: len(found[1]))
    victim.kill()
    said = run.communicate(timeout=150)[1]
    assert run.returncode == 0, said
    assert 1 <= before < 4, "the kill came in the middle"
    assert children, "the worker was at work, in a process of its own"
    assert [(alone / name).read_bytes() == (out / name).read_bytes() for name in OUTPUTS] == [True] * 3
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists() and "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()]
    assert len(list((out / "shards").iterdir())) == 4, "each shard once, and no half-written one"


def test_shards_by_url_and_done_once(archive: Path, alone: Path, tmp_path: Path) -> None:
    """Inputs and OUT as `file://` URLs, a cluster made for the run: the same records; a second run does nothing and says so."""
    out = tmp_path / "out"
    command = (f"file://{archive}", "-o", f"file://{out}", "--engine", "dask", "--workers", "1", "--shard-size", "16")
    first = batch(*command)
    assert first.returncode == 0, first.stderr
    assert (out / "records.jsonl").read_bytes() == (alone / "records.jsonl").read_bytes()
    stamps = {file.name: file.stat().st_mtime_ns for file in (out / "shards").iterdir()}
    second = batch(*command)
    assert "16 done before" in second.stderr
    assert stamps == {file.name: file.stat().st_mtime_ns for file in (out / "shards").iterdir()}


def test_a_document_goes_by_its_first_name(tmp_path: Path) -> None:
    """Of two names for the same bytes it is chance which shard is done first: the record has the first in order."""
    papers, out = tmp_path / "in", tmp_path / "out"
    papers.mkdir()
    for name in "abc":
        (papers / f"{name}.txt").write_text(f"1. The Council endorsed plan {name if name == 'b' else 'a'} in May 2012.\n")
    command = (papers, "-o", out, "--engine", "dask", "--workers", "1", "--shard-size", "1")
    assert batch(*command).returncode == 0
    first = next(file for file in (out / "shards").iterdir() if json.loads(gzip.decompress(file.read_bytes()))["name"].endswith("a.txt"))
    first.unlink()
    (out / "state.sqlite").unlink()
    assert batch(*command).returncode == 0
    names = [json.loads(line)["source"]["name"] for line in (out / "records.jsonl").read_text().splitlines()]
    assert names == ["a.txt", "b.txt"]


def test_what_failed_can_be_tried_again(tmp_path: Path) -> None:
    """A dry run counts shards; `--retry` does the shards anew that hold a failure, and no others, and their records take its place."""
    papers, out = tmp_path / "in", tmp_path / "out"
    papers.mkdir()
    for n, name in enumerate("abcd"):
        (papers / f"{name}.txt").write_text(f"1. The Council endorsed plan number {n + 1} in May 2012.\n")
    (papers / "c.txt").write_bytes(b"\xff\xfe no text")
    command = (papers, "-o", out, "--engine", "dask", "--workers", "1", "--shard-size", "2")
    assert batch(*command, "--dry-run").stdout == "4 inputs (0 done, 4 to do) in 2 shards (0 done, 2 to do)\n"
    assert not out.exists()
    assert batch(*command).returncode == 1
    assert batch(*command, "--dry-run").stdout == "4 inputs (4 done, 0 to do) in 2 shards (2 done, 0 to do)\n"
    assert batch(*command, "--dry-run", "--retry").stdout == "4 inputs (2 done, 2 to do) in 2 shards (1 done, 1 to do)\n"
    stamps = {file.name: file.stat().st_mtime_ns for file in (out / "shards").iterdir()}
    assert batch(*command, "--retry").returncode == 1
    assert sum(stamps[file.name] != file.stat().st_mtime_ns for file in (out / "shards").iterdir()) == 1
    assert len((out / "records.jsonl").read_text().splitlines()) == 3
    assert len((out / "failures.jsonl").read_text().splitlines()) == 1


def test_shards_alone_can_be_exported(archive: Path, alone: Path, tmp_path: Path) -> None:
    """With `--shards-only` there are shards and nothing else, the summary counts them, and `export` reads their records."""
    done = batch(archive, "-o", tmp_path / "out", "--engine", "dask", "--workers", "1", "--shard-size", "16", "--shards-only")
    assert "16 inputs, 16 different documents" in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["shards"]
    with open_sink(str(tmp_path / "r.jsonl")) as sink, lines_of(str(tmp_path / "out")) as lines:
        sink.write(parse(lines, pytest.fail))
    assert sorted((tmp_path / "r.jsonl").read_bytes().splitlines()) == sorted((alone / "records.jsonl").read_bytes().splitlines())


def test_shards_in_an_object_store() -> None:
    """fsspec's store in memory, as `s3://` and `gs://` are reached: what is put is listed and read back; a torn shard is told."""
    out = "memory://bucket/run"
    line = {"name": "a", "sha256": None, "keys": ["k", "k"], "status": "unreadable", "pages": 0, "seconds": 0.0, "attempts": 1}
    failure = {"status": "unreadable", "stage": "open", "reason": "no such file", "advice": "check the path"}
    packed = gzip.compress(json.dumps(line | {"failure": failure, "record": None}).encode() + b"\n")
    assert shard.names(out) == frozenset()
    shard.put(shard.path_of(out, "one"), packed)
    assert shard.names(out) == {"one"}
    ((known, result),) = shard.read(out, ["one"])
    assert (known.name, result.status, result.failure and result.failure.advice) == ("a", "unreadable", "check the path")
    shard.put(shard.path_of(out, "torn"), packed[:30])
    with pytest.raises(DocmineError, match=r"torn\.jsonl\.gz: cannot be read"):
        list(shard.read(out, ["torn"]))


def test_no_scheduler_is_one_line(archive: Path, tmp_path: Path) -> None:
    """An address where nobody answers, or options of the cluster without it: status 2, one line."""
    for options in (("--engine", "dask", "--scheduler", "nonsense"), ("--scheduler", "tcp://127.0.0.1:1"), ("--shards-only",)):
        done = batch(archive, "-o", tmp_path / "out", *options)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
