"""Two runs compared: what in which record was gained, lost or changed, whatever the ids."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from docmine.diff import changes_of, compare
from docmine.errors import DocmineError
from docmine.pipeline import Pipeline
from docmine.records import Record

ONE = "1. The Policy Commission endorsed the Action Plan in July 2016.\n\n2. Members took note of the report of the Council.\n"


def write(file: Path, *records: Record) -> str:
    file.write_text("".join(record.to_json(indent=None) + "\n" for record in records), "utf-8")
    return str(file)


@pytest.fixture
def record(pipeline: Pipeline) -> Record:
    found = pipeline.annotate(ONE.encode(), name="one.txt")
    assert found.endorsements
    return found


def told(before: Record, after: Record) -> set[tuple[str, str]]:
    return {(change.what, change.how) for change in changes_of(before, after)}


def test_a_record_is_the_same_as_itself(record: Record, tmp_path: Path) -> None:
    """No change; the same file twice counts as the same."""
    assert told(record, record) == set()
    file = write(tmp_path / "a.jsonl", record)
    assert (found := compare(file, file)).same == 1
    assert not found.changed


def test_each_kind_of_change_is_told(record: Record) -> None:
    """An endorsement lost, its status changed, a mention's value changed, a package gained."""
    assert told(record, record.model_copy(update={"endorsements": ()})) == {("endorsement", "lost")}
    planned = record.endorsements[0].model_copy(update={"status": "planned"})
    (change,) = changes_of(record, record.model_copy(update={"endorsements": (planned, *record.endorsements[1:])}))
    assert (change.what, change.how, change.before["status"], change.after["status"]) == ("endorsement", "changed", "done", "planned")
    p = record.paragraphs[0]
    mention = replace(p.mentions[0], value="other/body")
    other = p.model_copy(update={"mentions": (mention, *p.mentions[1:])})
    (change,) = changes_of(record, record.model_copy(update={"paragraphs": (other, *record.paragraphs[1:])}))
    assert (change.what, change.how, change.after) == ("mention", "changed", "other/body")
    assert f"{mention.label} “{mention.text}”" in change.where


def test_ids_that_shift_are_no_change(record: Record) -> None:
    """A paragraph before the others shifts every id: it is gained, and nothing else is told."""
    first = record.paragraphs[1].model_copy(update={"id": "p0", "text": "New.", "mentions": (), "packages": (), "number": None})
    shifted = tuple(p.model_copy(update={"id": f"q{i}"}) for i, p in enumerate(record.paragraphs))
    ids = {p.id: q.id for p, q in zip(record.paragraphs, shifted, strict=True)}
    acts = tuple(e.model_copy(update={"id": f"x{e.id}", "paragraph": ids[e.paragraph]}) for e in record.endorsements)
    after = record.model_copy(update={"paragraphs": (first, *shifted), "endorsements": acts})
    assert told(record, after) == {("paragraph", "gained")}


def test_confidence_alone_is_a_detail(record: Record, tmp_path: Path) -> None:
    """Counted apart from what changed."""
    act = record.endorsements[0].model_copy(update={"confidence": 0.111})
    other = record.model_copy(update={"endorsements": (act, *record.endorsements[1:])})
    found = compare(write(tmp_path / "a.jsonl", record), write(tmp_path / "b.jsonl", other))
    assert (found.details, found.same, len(found.changed)) == (1, 0, 0)


def test_the_command_prints_text_and_json(record: Record, pipeline: Pipeline, tmp_path: Path) -> None:
    """Documents gained and lost by name, changes with their values; folders of a batch are taken too."""
    second = pipeline.annotate(b"1. Other words.", name="two.txt")
    third = pipeline.annotate(b"1. Still other words.", name="three.txt")
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    write(tmp_path / "a" / "records.jsonl", record, second)
    write(tmp_path / "b" / "records.jsonl", third, record.model_copy(update={"endorsements": ()}))
    command = [sys.executable, "-m", "docmine.cli", "diff", str(tmp_path / "a"), str(tmp_path / "b")]
    text = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert text.startswith("1 changed, 1 gained, 1 lost, 0 in boxes or confidence only, 0 the same\n  endorsement lost: 1\n")
    assert "lost    two.txt" in text
    assert "gained  three.txt" in text
    assert "- endorsement paragraph 1 · endorse “endorsed”" in text
    found = json.loads(subprocess.run([*command, "--json"], capture_output=True, text=True, check=True, timeout=60).stdout)
    assert list(found["gained"].values()) == ["three.txt"]
    assert found["changed"][0]["changes"][0]["before"]["bodies"] == ["wco/policy-commission"]


def test_what_is_no_run_is_one_line(tmp_path: Path) -> None:
    """A file that is not there, a line that is no record."""
    with pytest.raises(DocmineError, match="cannot be read"):
        compare(str(tmp_path / "none"), str(tmp_path / "none"))
    (tmp_path / "a.jsonl").write_text("{}\n")
    with pytest.raises(DocmineError, match="no record of this version"):
        compare(str(tmp_path / "a.jsonl"), str(tmp_path / "a.jsonl"))
