"""What docs/security.md promises of documents that attack their reader; `benchmarks/attack.py` runs the whole of the hostile corpus."""

from __future__ import annotations

import ast
import gzip
import os
import pickle
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docmine.errors import SourceError
from docmine.pipeline import Pipeline
from docmine.records import Record

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from attack import MEMORY, attack  # noqa: E402
from hostile import COMPOSITE, one_page  # noqa: E402

TEXT = "1. The Policy Commission endorsed the Action Plan in July 2016.\n"
HELD = 700  # MiB that a worker has with its models before it meets a document, at most
SAMPLE = 23  # one in so many of the hostile documents


def run(*arguments: str | Path, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "docmine.cli", *map(str, arguments)]
    return subprocess.run(command, input=data, capture_output=True, check=False, timeout=120)


def test_hostile_documents_end_as_record_or_named_failure(tmp_path: Path) -> None:
    """A sample of the hostile corpus: each has exactly one end, the batch survives, memory stays within the limits."""
    told = attack(tmp_path, every=SAMPLE, seconds=20)
    assert told["files"] == told["with_an_end"] >= 20
    assert told["batch_exit_status"] == 1
    assert told["peak_mib"]["parent"] < 150
    assert told["peak_mib"]["largest_worker"] < MEMORY + HELD


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.text(max_size=60),
            st.sampled_from(
                ["\0", "\u202e", "\u2066", "\ufeff", "\x1b[31m", "\f", "\r", "\u2028", "\ufffe", "1. ", "(a) ", "endorsed ", "the Council "]
            ),
            st.builds(lambda c, n: c * n, st.sampled_from("1 .-/(aI\n"), st.integers(1, 400)),
        ),
        max_size=12,
    ).map("".join)
)
def test_any_text_gives_a_record_or_a_named_failure(pipeline: Pipeline, text: str) -> None:
    """NUL, bidi and control characters, floods: a record whose JSON is UTF-8 and reads back, or one line of error."""
    found = record_or_error(pipeline, text.encode("utf-8", "surrogatepass"))
    if isinstance(found, Record):
        assert Record.model_validate_json(found.to_json().encode("utf-8")) == found
    else:
        assert "\n" not in str(found)


def record_or_error(pipeline: Pipeline, data: bytes) -> Record | SourceError:
    try:
        return pipeline.annotate(data, name="any.txt")
    except SourceError as error:
        return error


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_give_a_record_or_a_named_failure(pipeline: Pipeline, data: bytes) -> None:
    """Bytes that are no text and no PDF end as one line."""
    for head in (b"", b"%PDF-1.7\n"):
        assert "\n" not in str(record_or_error(pipeline, head + data)).replace("\\n", "")


@pytest.mark.parametrize(
    "line", ["a" * 1_000_000, "1" * 1_000_000, " " * 1_000_000 + "x", "1. " + "May " * 20_000, "(" * 90_000], ids=range(5)
)
def test_a_line_of_a_million_characters(pipeline: Pipeline, line: str) -> None:
    """It is refused by name, or read in reasonable time."""
    found = record_or_error(pipeline, f"{TEXT}\n{line}\n".encode())
    assert isinstance(found, Record) or found.code == "line-too-long"


# Raises on what annotating has no business with, whoever in the process does it.
WATCH = """
import sys
FORBIDDEN = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "pickle.find_class", "os.system", "os.exec", "os.posix_spawn")
def hook(event, arguments):
    if event.startswith(FORBIDDEN) and not (event == "socket.__new__" and arguments[1] == 1):
        raise SystemExit(f"forbidden: {event} {arguments}")
import docmine
pipeline = docmine.load()
sys.addaudithook(hook)
for file in sys.argv[1:]:
    print(len(pipeline.annotate(file).paragraphs))
"""


def test_no_network_and_no_pickle_while_annotating(tmp_path: Path) -> None:
    """An audit hook forbids sockets, name look-ups, programs and pickles; papers, and PDFs that ask for them, are read all the same."""
    fetch = one_page().replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /URI /URI (http://example.invalid/) >>")
    (tmp_path / "fetch.pdf").write_bytes(fetch)
    (tmp_path / "a.txt").write_text(TEXT)
    papers = [tmp_path / "fetch.pdf", tmp_path / "a.txt", ROOT / "corpus" / "ptc-2012-intersessional-developments.pdf"]
    done = subprocess.run([sys.executable, "-c", WATCH, *map(str, papers)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert all(int(count) > 0 for count in done.stdout.split())
    probe = WATCH + "import socket\nsocket.create_connection(('127.0.0.1', 9))"
    seen = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False, timeout=60)
    assert "forbidden: socket." in seen.stderr, "the hook sees what it is to forbid"


def test_the_code_has_no_pickle_and_no_eval() -> None:
    """Nothing in the package imports what runs code from data, or evaluates text."""
    forbidden = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
    for file in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert not {alias.name.split(".")[0] for alias in node.names} & forbidden, file
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] not in forbidden, file
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec"), file


def here(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str | Path) -> bytes:
    """All that a command prints, run in this process, which has its models loaded."""
    from docmine.cli import main

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["docmine", *map(str, arguments)])
        with pytest.raises(SystemExit):
            main()
    out, err = capfdbinary.readouterr()
    assert b"Traceback" not in err
    return bytes(out + err)


class Evil:
    """A pickle that makes a folder when it is loaded."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.mark),)


def test_a_character_map_runs_no_code(tmp_path: Path, pipeline: Pipeline, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """pdfminer is not one that unpickles the file that a PDF's font names; the crafted PDF is read, and nothing runs."""
    assert int(version("pdfminer.six").split(".")[0]) >= 20251230
    (tmp_path / "evil.pickle.gz").write_bytes(gzip.compress(pickle.dumps(Evil(tmp_path / "ran"))))
    name = "/" + str(tmp_path / "evil").replace("/", "#2f")
    (tmp_path / "evil.pdf").write_bytes(one_page(font=COMPOSITE.replace("ENCODING", name)))
    for reader in ("auto", "thorough"):
        here(capfdbinary, "annotate", tmp_path / "evil.pdf", "--reader", reader)
    assert not (tmp_path / "ran").exists()
    pickle.loads(gzip.decompress((tmp_path / "evil.pickle.gz").read_bytes()))  # noqa: S301 - the trap works, if it is sprung
    assert (tmp_path / "ran").exists()


def test_control_sequences_do_not_reach_the_terminal(tmp_path: Path, pipeline: Pipeline, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Escape sequences in a paper's text, in a file's name and in a record come out as visible escapes."""
    evil = tmp_path / "a\x1b]0;owned\x07.txt"
    evil.write_text("1. The Council \x1b[31m endorsed the \x9b2J Plan\x07 in May 2012.\n", "utf-8")
    (tmp_path / "b\x1b[2J.pdf").write_bytes(b"nothing")
    first, second = tmp_path / "first", tmp_path / "second"
    second.mkdir()
    (second / "records.jsonl").write_text('{"id": "\\u001b[2J"}\n')
    batch_said = run("batch", tmp_path, "-o", first).stderr
    (tmp_path / "third.jsonl").write_text("")
    commands: list[tuple[str | Path, ...]] = [
        ("annotate", evil, "--format", "table"),
        ("annotate", tmp_path / "b\x1b[2J.pdf"),
        ("annotate", tmp_path / "no\x1b[2J.pdf"),
        ("diff", first, tmp_path / "third.jsonl"),
        ("diff", first, second),
        ("export", first, "--to", "\x1b[2J"),
        ("export", second, "--to", tmp_path / "x.jsonl"),
    ]
    for text in (batch_said, *(here(capfdbinary, *command) for command in commands)):
        assert text
        assert not {"\x1b", "\x07", "\x9b"} & set(text.decode("utf-8")), text


def test_archives_unpack_nowhere_and_not_without_end(tmp_path: Path) -> None:
    """A member's name that climbs out of OUT is only a name; one that unpacks to a thousand times its size is refused."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../climbs.txt", TEXT)
        archive.writestr("/etc/absolute.txt", TEXT + "2. Two.\n")
        archive.writestr("bomb.txt", b" " * (300 << 20))
    done = run("batch", tmp_path / "a.zip", "-o", tmp_path / "out")
    assert done.returncode == 1
    assert b"too-large: 1" in done.stderr
    assert b"ok: 2" in done.stderr
    made = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert made == {"a.zip", *(f"out/{name}" for name in ("records.jsonl", "failures.jsonl", "inputs.jsonl", "state.sqlite"))}


def test_every_promise_names_its_test() -> None:
    """docs/security.md: each promise names a test, and each test that it names is there."""
    rows = [row for row in (ROOT / "docs" / "security.md").read_text("utf-8").splitlines() if row.startswith("| ") and "`tests/" in row]
    assert len(rows) >= 10
    for row in rows:
        for named in [part for part in row.split("`") if part.startswith("tests/")]:
            file, _, test = named.partition("::")
            assert f"def {test}(" in (ROOT / file).read_text("utf-8"), named
