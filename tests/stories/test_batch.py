"""Batches as a user meets them: resumed, killed, doubled, stopped, on a full disk; nothing is lost, doubled or half-written."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest

import docmine
from docmine.pipeline import Pipeline

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from archive import documents, make_archive  # noqa: E402
from batch import killed_at_random  # noqa: E402

TEXT = "1. The Policy Commission endorsed the Action Plan in July 2016.\n"


def batch(*arguments: str | Path, data: str | None = None, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "docmine.cli", "batch", *map(str, arguments)]
    return subprocess.run(command, input=data, capture_output=True, text=True, check=False, timeout=120, **more)  # type: ignore[call-overload, no-any-return]


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty small documents, one of them damaged."""
    folder = tmp_path_factory.mktemp("archive")
    make_archive(folder, 50)
    return folder


@pytest.fixture(scope="module")
def calm(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an undisturbed run makes of the archive."""
    out = tmp_path_factory.mktemp("calm") / "out"
    assert batch(archive, "-o", out).returncode == 1
    return out


def same(first: Path, second: Path) -> bool:
    return all((first / n).read_bytes() == (second / n).read_bytes() for n in ("records.jsonl", "failures.jsonl", "inputs.jsonl"))


def test_every_document_is_a_record_or_a_named_failure(archive: Path, calm: Path) -> None:
    """Inputs, records and failures add up; status 1 since one failed; the failure says what, where and what to do."""
    inputs, records, failures = (lines(calm / name) for name in ("inputs.jsonl", "records.jsonl", "failures.jsonl"))
    assert len(inputs) == len(list(documents(archive))) == len(records) + len(failures) == 50
    assert [f["status"] for f in failures] == ["damaged"]
    assert {"name", "sha256", "stage", "reason", "advice"} <= failures[0].keys()


def test_a_record_is_what_annotate_prints(archive: Path, calm: Path, pipeline: Pipeline) -> None:
    """The lines of records.jsonl are byte for byte those of `docmine annotate --format jsonl`."""
    found = {json.loads(line)["id"]: line for line in (calm / "records.jsonl").read_text("utf-8").splitlines()}
    for file in list(documents(archive))[:5]:
        record = pipeline.annotate(file)
        assert found[record.id] == record.to_json(indent=None)


def test_finished_work_is_not_done_again(archive: Path, calm: Path, tmp_path: Path) -> None:
    """A second run does nothing and leaves the same files; a dry run says so beforehand and writes nothing."""
    out = tmp_path / "out"
    shutil.copytree(calm, out)
    assert "50 done, 0 to do" in batch(archive, "-o", out, "--dry-run").stdout
    done = batch(archive, "-o", out)
    assert done.returncode == 1
    assert "50 done before" in done.stderr
    assert same(calm, out)
    assert not (tmp_path / "new").exists()
    assert "0 done, 50 to do" in batch(archive, "-o", tmp_path / "new", "--dry-run").stdout
    assert not (tmp_path / "new").exists()


def test_kills_at_random_lose_nothing(archive: Path, calm: Path, tmp_path: Path) -> None:
    """Killed three times at any moment, then run to the end: the same bytes as without a kill, and no process left behind."""
    told = killed_at_random(archive, tmp_path / "out", kills=3, seed=3, longest=6.0)
    assert told["orphans"] == 0
    assert same(calm, tmp_path / "out")


def test_two_runs_at_once_share_the_work(archive: Path, calm: Path, tmp_path: Path) -> None:
    """Two runs in one folder end with the same bytes as one, and do each document once between them."""
    out = tmp_path / "out"
    command = [sys.executable, "-m", "docmine.cli", "batch", str(archive), "-o", str(out), "--workers", "1"]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate(timeout=120)[1] for run in runs]
    assert [run.returncode for run in runs] == [1, 1], said
    assert same(calm, out)
    pages = [int(s.split(" pages in ")[0].split(", ")[-1]) if " pages in " in s else 0 for s in said]
    assert sum(pages) == sum(r["source"]["pages"] for r in lines(out / "records.jsonl"))  # type: ignore[index, misc]


@pytest.mark.parametrize("seconds", [1.5, 3.5])
def test_ctrl_c_keeps_what_is_finished(seconds: float, archive: Path, calm: Path, tmp_path: Path) -> None:
    """Ctrl-C, while the models are loaded or later, ends within seconds with status 130 and one line; the files hold whole records, and
    the next run goes on."""
    out = tmp_path / "out"
    command = [sys.executable, "-m", "docmine.cli", "batch", str(archive), "-o", str(out)]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    time.sleep(seconds)
    os.killpg(run.pid, signal.SIGINT)
    said = run.communicate(timeout=20)[1]
    if run.returncode == 130:
        assert said.count("\n") == 1
        assert "run the same command to go on" in said
    assert all("id" in record for record in lines(out / "records.jsonl"))
    batch(archive, "-o", out)
    assert same(calm, out)


def test_a_full_disk_is_told_and_nothing_is_half_written(archive: Path, calm: Path, tmp_path: Path) -> None:
    """Where no file may grow beyond 200 kB the batch ends with one line; when there is room again it goes on to the same bytes."""
    out = tmp_path / "out"
    limit = "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (200_000,) * 2)"
    code = f"import resource, signal; {limit}; from docmine.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "batch", str(archive), "-o", str(out)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(f"docmine: {out}")
    assert not (out / "records.jsonl").exists() or all("id" in record for record in lines(out / "records.jsonl"))
    batch(archive, "-o", out)
    assert same(calm, out)


def test_the_same_document_under_two_names_is_one_record(tmp_path: Path) -> None:
    """One record, both names in inputs.jsonl; a document in an archive is read without being unpacked."""
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(TEXT, "utf-8")
    with zipfile.ZipFile(tmp_path / "in" / "c.zip", "w") as zipped:
        zipped.writestr("../../outside.txt", TEXT)
        zipped.writestr("other.txt", TEXT + "\n2. Members took note.\n")
    done = batch(tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    records, inputs = lines(tmp_path / "out" / "records.jsonl"), lines(tmp_path / "out" / "inputs.jsonl")
    assert len(records) == 2
    assert sorted(Counter(i["sha256"] for i in inputs).values()) == [1, 3]
    assert not list(tmp_path.rglob("*outside*"))
    assert {p.name for p in tmp_path.iterdir()} == {"in", "out"}


def test_a_list_on_standard_input(tmp_path: Path) -> None:
    """`-` reads names; one that is not there is a failure like any other."""
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    done = batch("-", "-o", tmp_path / "out", data=f"{tmp_path}/a.txt\n{tmp_path}/gone.pdf\n")
    assert done.returncode == 1
    assert [f["status"] for f in lines(tmp_path / "out" / "failures.jsonl")] == ["unreadable"]
    assert len(lines(tmp_path / "out" / "records.jsonl")) == 1


def test_another_vocabulary_redoes_only_what_it_can_change(tmp_path: Path) -> None:
    """With a changed vocabulary the records are made anew; a file that is no PDF is not tried again."""
    words = tmp_path / "words"
    shutil.copytree(Path(docmine.__file__).parent / "vocabularies" / "wco", words)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "in" / "b.pdf").write_bytes(b"no PDF at all")
    options = (tmp_path / "in", "-o", tmp_path / "out", "--vocabulary", words)
    batch(*options)
    (words / "bodies.yml").write_text((words / "bodies.yml").read_text("utf-8") + "\n# changed\n", "utf-8")
    assert "(1 done, 1 to do)" in batch(*options, "--dry-run").stdout
    assert "1 done before" in batch(*options).stderr
    assert "(2 done, 0 to do)" in batch(*options, "--dry-run").stdout
    assert "(1 done, 1 to do)" in batch(*options, "--dry-run", "--retry").stdout


def test_wrong_usage_is_one_line(tmp_path: Path) -> None:
    """A path that is not there, an empty folder, a vocabulary that is not there: status 2, one line, nothing written."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    for arguments in ((tmp_path / "gone",), (tmp_path / "empty",), (tmp_path / "a.txt", "--vocabulary", "no-such")):
        done = batch(*arguments, "-o", tmp_path / "out")
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert not (tmp_path / "out").exists()
