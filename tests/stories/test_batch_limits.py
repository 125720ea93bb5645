"""One document that crashes, hangs or devours memory costs only itself: the others have their records, and it has its name in the list."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from docmine.batch import STATUSES
from docmine.batch.status import BY_CODE, OF_READING, WITH_RECORD

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from batch import descendants

TEXT = "1. The Policy Commission endorsed the Action Plan in July 2016.\n"
# Python runs this module in each of its processes, before anything else: it makes workers do what documents only rarely can.
HARM = """
import dataclasses, os, signal, time

def harmful(real):
    def annotate(pipeline, source, reader, password, watch):
        words = source.data.split()
        if b"CRASH" in words:
            os.kill(os.getpid(), signal.SIGSEGV)
        if b"ABORT" in words and reader != "alone":
            os.abort()
        if b"EXIT" in words:
            os._exit(3)
        if b"ONCE" in words and not os.path.exists(os.environ["ONCE"]):
            open(os.environ["ONCE"], "w").close()
            os.kill(os.getpid(), signal.SIGKILL)
        if b"DEVOUR" in words:
            bytearray(1 << 34)
        if b"BUG" in words:
            raise KeyError("of no type that anyone expects")
        if b"HANG" in words:
            tell = watch.tell
            def hang(page):
                tell(page)
                if page >= 2 and watch.pages > 2:
                    open(os.environ["ONCE"] + "hangs", "w").close()
                    time.sleep(600)
            watch = dataclasses.replace(watch, tell=hang)
        if b"SLOW" in words:
            tell = watch.tell
            def slow(page):
                tell(page)
                time.sleep(0.5)
            watch = dataclasses.replace(watch, tell=slow)
        return real(pipeline, source, reader, password, watch)
    return annotate

if "ONCE" in os.environ:
    import docmine.batch.reading as reading
    reading.annotate = harmful(reading.annotate)
"""


@pytest.fixture(scope="module")
def harmed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What became of a folder with one document of each kind of harm among harmless ones, by name."""
    folder = tmp_path_factory.mktemp("harm")
    (folder / "hook").mkdir()
    (folder / "hook" / "sitecustomize.py").write_text(HARM)
    papers = folder / "in"
    papers.mkdir()
    for name in ("crash", "abort", "exit", "once", "devour", "bug"):
        (papers / f"{name}.txt").write_text(f"{TEXT}\n{name.upper()} is in it.\n")
    pages = [f"{n}. The Council took note of report {n}.\n" for n in range(1, 21)]
    for name in ("hang", "slow"):
        (papers / f"{name}.txt").write_text(f"{name.upper()} \n" + "\f".join(pages))
    for n in range(6):
        (papers / f"good-{n}.txt").write_text(TEXT * (n + 1))
    paths = os.pathsep.join([str(folder / "hook"), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "docmine.cli", "batch", str(papers), "-o", str(folder / "out"), "--timeout", "4"]
    done = subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": paths, "ONCE": str(folder / "once")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1, done.stderr
    out = folder / "out"
    ends = {Path(i["name"]).stem: i for i in lines(out / "inputs.jsonl")}
    for failure in lines(out / "failures.jsonl"):
        ends[Path(failure["name"]).stem] |= {"failure": failure}
    records = {record["id"]: record for record in lines(out / "records.jsonl")}
    return {name: end | {"record": records.get(end["sha256"])} for name, end in ends.items()}


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_harm_stays_with_its_document(harmed: dict[str, dict[str, Any]]) -> None:
    """Every harmless document has its whole record though its neighbours died; every failure says where, why, and what to do."""
    assert all(end["status"] == "ok" and end["record"] for name, end in harmed.items() if name.startswith("good"))
    for end in harmed.values():
        if end["status"] not in WITH_RECORD:
            assert {"stage", "reason", "advice", "sha256", "attempts"} <= end["failure"].keys()
            assert end["failure"]["sha256"] == end["sha256"]


@pytest.mark.parametrize(("name", "said"), [("crash", "SIGSEGV twice"), ("exit", "status 3 twice")])
def test_a_document_that_kills_twice_is_set_aside(harmed: dict[str, dict[str, Any]], name: str, said: str) -> None:
    """It has two attempts, not more, and the failure says how the worker ended."""
    end = harmed[name]
    assert (end["status"], end["failure"]["attempts"]) == ("crashed", 2)
    assert said in end["failure"]["reason"]


def test_a_worker_killed_once_is_forgiven(harmed: dict[str, dict[str, Any]]) -> None:
    """The second attempt gives the whole record: a kill from outside (an operator, the system short of memory) costs nothing."""
    assert harmed["once"]["status"] == "ok"


def test_a_reader_that_aborts_is_not_asked_again(harmed: dict[str, dict[str, Any]]) -> None:
    """The second attempt goes without PDFium, which ends its process where others raise."""
    assert (harmed["abort"]["status"], harmed["once"]["status"]) == ("ok", "ok")


def test_too_much_memory_is_named(harmed: dict[str, dict[str, Any]]) -> None:
    """16 GiB asked for in a worker that may have two: `memory`, by one line."""
    assert harmed["devour"]["status"] == "memory"
    assert "2048 MiB" in harmed["devour"]["failure"]["reason"]


def test_a_bug_costs_one_document_and_says_where(harmed: dict[str, dict[str, Any]]) -> None:
    """An exception that nobody expects is `internal-error` with its type."""
    assert harmed["bug"]["status"] == "internal-error"
    assert "KeyError" in harmed["bug"]["failure"]["reason"]


def test_a_hang_keeps_the_finished_pages(harmed: dict[str, dict[str, Any]]) -> None:
    """It hung after page 2 of 20: a partial record of those two, and a diagnostic that says so."""
    end = harmed["hang"]
    assert end["status"] == "partial"
    told = [d["message"] for d in end["record"]["diagnostics"] if d["code"] == "pages-left-out"]
    assert told == ["2 of 20 pages were read, up to the limit of time"]


def test_time_looks_at_progress(harmed: dict[str, dict[str, Any]]) -> None:
    """A slow document stops reading while there is time to annotate: some of its 20 pages, in one attempt."""
    end = harmed["slow"]
    assert end["status"] == "partial"
    told = [d["message"] for d in end["record"]["diagnostics"] if d["code"] == "pages-left-out"]
    assert "up to the limit of time" in told[0]
    assert 3 <= int(told[0].split()[0]) < 20


def test_the_list_of_statuses_is_closed(root: Path) -> None:
    """Each status is in the documented list, and the documented list has no other."""
    page = (root / "docs" / "batch.md").read_text("utf-8")
    table = page.partition("## Statuses")[2].partition("\n## ")[0]
    documented = [row.split("`")[1] for row in table.splitlines() if row.startswith("| `")]
    assert documented == list(STATUSES)
    assert set(BY_CODE.values()) | OF_READING | WITH_RECORD <= set(STATUSES)


def test_a_killed_batch_leaves_no_process(tmp_path: Path) -> None:
    """SIGKILL to the batch while a worker hangs in a document: all of its processes are gone within seconds."""
    (tmp_path / "sitecustomize.py").write_text(HARM)
    (tmp_path / "hang.txt").write_text("HANG \n" + "\f".join([TEXT] * 5))
    paths = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "docmine.cli", "batch", str(tmp_path / "hang.txt"), "-o", str(tmp_path / "out")]
    run = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": paths, "ONCE": f"{tmp_path}/"}, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while not (tmp_path / "hangs").exists() and time.monotonic() < until:
        time.sleep(0.1)
    children = descendants(run.pid)
    run.kill()
    run.wait()
    assert len(children) >= 2
    until = time.monotonic() + 10
    while any(map(running, children)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not list(filter(running, children))


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
