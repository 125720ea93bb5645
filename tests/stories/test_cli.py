"""The command line as a user meets it: what goes to standard output, what to standard error, and the exit status."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from docmine.records import Record


def run(*arguments: str, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "docmine.cli", *arguments], input=data, capture_output=True, check=False, timeout=120)


TEXT = "1. The Policy Commission endorsed the Action Plan in July 2016.\n\n2. Members took note.\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "paper.txt"
    file.write_text(TEXT, "utf-8")
    return file


def test_annotate_prints_one_record_and_nothing_else(paper: Path) -> None:
    """Standard output holds the record as JSON; off a terminal, standard error is silent."""
    done = run("annotate", str(paper))
    assert done.returncode == 0
    assert done.stderr == b""
    record = Record.model_validate_json(done.stdout)
    assert [(e.act, e.bodies, e.date and e.date.edtf) for e in record.endorsements] == [("endorse", ("wco/policy-commission",), "2016-07")]


def test_the_same_bytes_give_the_same_output(paper: Path) -> None:
    """Two runs are equal to the byte."""
    assert run("annotate", str(paper)).stdout == run("annotate", str(paper)).stdout


def test_standard_input_is_a_document(paper: Path) -> None:
    """`-` reads standard input; one line with --format jsonl."""
    done = run("annotate", "-", "--format", "jsonl", data=TEXT.encode())
    assert done.stdout.count(b"\n") == 1
    assert json.loads(done.stdout)["source"]["media_type"] == "text/plain"


def test_out_writes_the_file_and_prints_nothing(paper: Path, tmp_path: Path) -> None:
    """With -o the record is in the file and standard output is empty."""
    out = tmp_path / "record.json"
    done = run("annotate", str(paper), "-o", str(out))
    assert (done.returncode, done.stdout) == (0, b"")
    assert Record.model_validate_json(out.read_bytes()).source.name == "paper.txt"


def test_annotate_decides_by_the_models_asked_for(paper: Path, tmp_path: Path) -> None:
    """`--models none` is the rules alone, whose confidence is their own; a folder that is not there is one line and status 2."""
    trained, rules = (json.loads(run("annotate", str(paper), "--models", name).stdout) for name in ("auto", "none"))
    assert [e["confidence"] for e in trained["endorsements"]] != [e["confidence"] for e in rules["endorsements"]]
    missing = run("annotate", str(paper), "--models", str(tmp_path / "none"))
    assert (missing.returncode, missing.stdout, missing.stderr.count(b"\n")) == (2, b"", 1)


def test_the_table_names_who_what_when_and_where(paper: Path) -> None:
    """--format table shows act, body, date, subject and paragraph, and counts bodies and dates."""
    shown = run("annotate", str(paper), "--format", "table").stdout.decode()
    for words in ("endorse", "wco/policy-commission", "2016-07", "Action Plan", "para. 1", "Bodies", "Dates"):
        assert words in shown


BAD = {
    "missing.pdf": None,
    "empty.pdf": b"",
    "letter.pdf": b"PK\x03\x04 not a pdf",
    "truncated.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog",
    "latin.txt": "Comité technique".encode("latin-1"),
    "nul.txt": b"1. The Council\x00 met.",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_that_names_the_file(name: str, tmp_path: Path) -> None:
    """One line on standard error with the file's name, exit status 2, no traceback, no output file left behind."""
    file, out = tmp_path / name, tmp_path / "out.json"
    if (content := BAD[name]) is not None:
        file.write_bytes(content)
    done = run("annotate", str(file), "-o", str(out))
    error = done.stderr.decode()
    assert done.returncode == 2
    assert error.count("\n") == 1
    assert name in error
    assert "Traceback" not in error
    assert sorted(p.name for p in tmp_path.iterdir()) == ([name] if content is not None else [])


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder is no document: status 2 and what to name instead."""
    done = run("annotate", str(tmp_path))
    assert done.returncode == 2
    assert b"is a folder; name one" in done.stderr


def test_a_line_of_five_megabytes_is_read_in_bounded_time(tmp_path: Path) -> None:
    """A text of one 5 MB line gives a record or one clear line, within half a minute."""
    file = tmp_path / "long.txt"
    file.write_bytes(b"The Council met. " * 300_000)
    before = time.monotonic()
    done = run("annotate", str(file), "-o", str(tmp_path / "out.json"))
    assert time.monotonic() - before < 60
    assert done.returncode == 0 or (done.returncode == 2 and done.stderr.count(b"\n") == 1)


def test_wrong_usage_ends_with_status_2() -> None:
    """An unknown command and an unknown vocabulary are both told in one place, standard error."""
    assert run("frobnicate").returncode == 2
    done = run("annotate", "-", "--vocabulary", "no-such", data=b"1. Text.")
    assert done.returncode == 2
    assert b"no-such" in done.stderr
    assert b"Traceback" not in done.stderr


def test_the_schema_describes_the_record(paper: Path) -> None:
    """`docmine schema` prints a JSON Schema with the contract's names."""
    schema = json.loads(run("schema").stdout)
    names = {"schema_version", "id", "source", "document", "sections", "paragraphs", "endorsements", "diagnostics"}
    assert names <= schema["properties"].keys()


def test_help_is_instant() -> None:
    """`docmine --help` needs a fraction of a second, as nothing heavy is imported (best of three, a loaded machine allowed for)."""
    times = []
    for _ in range(3):
        before = time.monotonic()
        assert run("--help").returncode == 0
        times.append(time.monotonic() - before)
    assert min(times) < 0.6


def test_help_imports_nothing_heavy() -> None:
    """No spaCy, scikit-learn, pdfplumber, pydantic or dateparser behind `--help`."""
    code = "import sys, docmine.cli; print([m for m in ('spacy', 'sklearn', 'pdfplumber', 'dateparser', 'numpy') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"[]"


def test_vocabulary_check_passes_on_the_shipped_one() -> None:
    """The shipped vocabulary has no problems."""
    done = run("vocabulary", "check")
    assert done.returncode == 0
    assert b"no problems" in done.stdout


def test_evaluate_needs_gold(tmp_path: Path) -> None:
    """A folder without annotations is named."""
    done = run("evaluate", str(tmp_path))
    assert done.returncode == 2
    assert b"holds no annotated records" in done.stderr
