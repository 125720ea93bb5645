"""A watched folder: what is there and what arrives is annotated once and reaches the sink."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

TEXT = "1. The Policy Commission endorsed the Action Plan in July 2016.\n"


def until(condition: Callable[[], bool], seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


def test_what_arrives_is_annotated_once(tmp_path: Path) -> None:
    """One paper lies there, one arrives, one arrives in two pieces, one is no paper; Ctrl-C ends it with status 0."""
    folder, out, base = tmp_path / "in", tmp_path / "out", tmp_path / "records.db"
    folder.mkdir()
    (folder / "first.txt").write_text(TEXT)
    command = [sys.executable, "-m", "docmine.cli", "watch", str(folder), "-o", str(out), "--sink", str(base), "--workers", "1"]
    with (tmp_path / "said").open("w") as said:
        watching = subprocess.Popen(command, stderr=said, preexec_fn=heed_interrupts)
    try:
        assert until(lambda: len(names(base)) == 1)
        (folder / "deep").mkdir()
        time.sleep(0.5)
        (folder / "deep" / "second.txt").write_text(TEXT * 2)
        (folder / "notes.doc").write_text("no paper")
        assert until(lambda: len(names(base)) == 2)
        with (folder / "third.txt").open("w") as file:
            file.write(TEXT)
            file.flush()
            time.sleep(3)
            file.write("2. The Council adopted the Recommendation.\n")
        assert until(lambda: "adopt" in last_acts(out))
        watching.send_signal(signal.SIGINT)
        assert watching.wait(30) == 0
    finally:
        watching.kill()
    records = [json.loads(line) for line in (out / "records.jsonl").read_text().splitlines()]
    ends = [json.loads(line) for line in (out / "inputs.jsonl").read_text().splitlines()]
    assert sorted(Path(end["name"]).name for end in ends) == ["first.txt", "second.txt", "third.txt"]
    assert len(records) == 3
    assert "Traceback" not in (tmp_path / "said").read_text()


def heed_interrupts() -> None:
    """Ctrl-C as at a terminal: what a script starts in the background inherits that it is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def names(base: Path) -> list[str]:
    try:
        return [name for (name,) in sqlite3.connect(f"file:{base}?mode=ro", uri=True).execute("SELECT name FROM documents")]
    except sqlite3.OperationalError:
        return []


def last_acts(out: Path) -> list[str]:
    records = [json.loads(line) for line in (out / "records.jsonl").read_text().splitlines()]
    return [e["act"] for record in records for e in record["endorsements"]]


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    """Status 2, and what to do."""
    command = [sys.executable, "-m", "docmine.cli", "watch", str(tmp_path / "none"), "-o", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "no such folder" in done.stderr
