"""The sinks hold what the records say, each once, however often it is written, and nothing in a document can act on them."""

from __future__ import annotations

import asyncio
import csv
import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from docmine.errors import DocmineError
from docmine.pipeline import Pipeline
from docmine.records import Record
from docmine.sinks import open_sink
from docmine.sinks.csv import defused, is_formula
from docmine.sinks.tables import TABLES
from docmine.sinks.views import DESCRIPTIONS, VIEWS

Rows = dict[str, list[tuple[Any, ...]]]


def write(target: str, records: Iterable[Record]) -> None:
    with open_sink(target) as sink:
        sink.write(records)


def expected(records: list[Record]) -> dict[str, int]:
    """What the tables must hold, counted from the records' JSON and nothing else."""
    found: Counter[str] = Counter()
    for line in records:
        record = json.loads(line.to_json())
        found["documents"] += 1
        found["sections"] += len(record["sections"])
        found["paragraphs"] += len(record["paragraphs"])
        found["paragraph_packages"] += sum(len(p["packages"]) for p in record["paragraphs"])
        found["mentions"] += sum(len(p["mentions"]) for p in record["paragraphs"])
        found["endorsements"] += len(record["endorsements"])
        found["endorsement_bodies"] += sum(len(set(e["bodies"])) for e in record["endorsements"])
        found["diagnostics"] += len(record["diagnostics"])
    return dict(found)


def in_sqlite(target: str) -> Rows:
    base = sqlite3.connect(target)
    return {table.name: sorted(base.execute(f"SELECT * FROM {table.name}"), key=repr) for table in TABLES}


def in_parquet(target: str) -> Rows:
    import duckdb

    folder = target.removeprefix("parquet:")
    return {t.name: sorted(duckdb.sql(f"SELECT * FROM '{folder}/{t.name}.parquet'").fetchall(), key=repr) for t in TABLES}


def in_csv(target: str) -> Rows:
    found: Rows = {}
    for table in TABLES:
        with (Path(target.removeprefix("csv:")) / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        assert tuple(head) == table.names
        found[table.name] = sorted(map(tuple, rows))
    return found


def in_postgres(target: str) -> Rows:
    import psycopg

    with psycopg.connect(target) as connection:
        return {t.name: sorted(connection.execute(f"SELECT * FROM {t.name}").fetchall(), key=repr) for t in TABLES}  # type: ignore[arg-type]


@pytest.fixture(params=["sqlite", "parquet", "csv", "postgres"])
def sink(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Callable[[str], Rows]]:
    """A target that holds nothing yet, and how it is read back."""
    kind = request.param
    if kind == "postgres":
        import psycopg

        url = request.getfixturevalue("postgres")
        with psycopg.connect(url) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return url, in_postgres
    places = {
        "sqlite": (str(tmp_path / "r.db"), in_sqlite),
        "parquet": (f"parquet:{tmp_path}/p", in_parquet),
        "csv": (f"csv:{tmp_path}/c", in_csv),
    }
    return places[kind]


def test_every_sink_holds_what_the_records_say(sink: tuple[str, Callable[[str], Rows]], records: list[Record]) -> None:
    """Each table has as many rows as the JSON has things, by query, and something in nearly every table."""
    target, read = sink
    write(target, records)
    counts = {name: len(rows) for name, rows in read(target).items()}
    assert counts == expected(records)
    assert all(counts[name] for name in ("documents", "sections", "paragraphs", "mentions", "endorsements", "endorsement_bodies"))


def test_writing_twice_changes_nothing(sink: tuple[str, Callable[[str], Rows]], records: list[Record]) -> None:
    """The same records in another run, or twice in one run, leave the same rows."""
    target, read = sink
    write(target, records)
    before = read(target)
    write(target, records)
    assert read(target) == before
    write(target, [*records, *records[:2]])
    assert read(target) == before


def test_a_document_annotated_anew_replaces_its_own_rows(sink: tuple[str, Callable[[str], Rows]], records: list[Record]) -> None:
    """A record without endorsements takes theirs away; the rows of all other documents are as they were."""
    target, read = sink
    first = next(r for r in records if r.endorsements)
    write(target, records)
    before = read(target)
    write(target, [first.model_copy(update={"endorsements": ()})])
    after = read(target)
    assert not [row for row in after["endorsements"] if row[0] == first.id]
    for name, rows in before.items():
        assert [r for r in after[name] if r[0] != first.id] == [r for r in rows if r[0] != first.id]
    assert [row for row in after["paragraphs"] if row[0] == first.id] == [row for row in before["paragraphs"] if row[0] == first.id]


def test_postgres_rewrites_no_row_in_vain(postgres: str, records: list[Record]) -> None:
    """Rows written again keep their transaction number, so nothing was deleted and inserted; the views answer."""
    import psycopg

    write(postgres, records)
    with psycopg.connect(postgres) as connection:
        marks = connection.execute("SELECT xmin::text, document, id FROM paragraphs ORDER BY 2, 3").fetchall()
    write(postgres, records)
    with psycopg.connect(postgres) as connection:
        assert connection.execute("SELECT xmin::text, document, id FROM paragraphs ORDER BY 2, 3").fetchall() == marks
        for view in VIEWS:
            connection.execute(f"SELECT * FROM {view} LIMIT 1")  # type: ignore[arg-type]
        acts = connection.execute("SELECT count(DISTINCT (document, endorsement)) FROM who_endorsed_what").fetchone()
    assert acts == (sum(len(r.endorsements) for r in records),)


def test_two_writers_at_once_write_each_document_once(postgres: str, records: list[Record], tmp_path: Path) -> None:
    """Two exports into one empty database at the same time both succeed and leave the rows of one."""
    import psycopg

    with psycopg.connect(postgres) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    write(str(tmp_path / "r.jsonl"), records)
    command = [sys.executable, "-m", "docmine.cli", "export", str(tmp_path / "r.jsonl"), "--to", postgres]
    writers = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [writer.communicate(timeout=120)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], said
    assert {name: len(rows) for name, rows in in_postgres(postgres).items()} == expected(records)


def test_sqlite_has_keys_search_and_views(tmp_path: Path, records: list[Record]) -> None:
    """Foreign keys hold and are enforced, the search finds words in their paragraphs after a rewrite too, every view runs."""
    file = tmp_path / "r.db"
    write(str(file), records)
    write(str(file), [records[0].model_copy(update={"diagnostics": ()}), *records[1:]])
    base = sqlite3.connect(file)
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    base.execute("PRAGMA foreign_keys=ON")
    with pytest.raises(sqlite3.IntegrityError):
        base.execute("INSERT INTO endorsement_bodies VALUES ('none', 'e1', 'wco/ptc')")
    query = "SELECT p.text FROM paragraphs_fts f JOIN paragraphs p ON p.rowid = f.rowid WHERE paragraphs_fts MATCH ?"
    found = [text for (text,) in base.execute(query, ("committee",))]
    assert len(found) == sum("committee" in words(p.text) for r in records for p in r.paragraphs) > 0
    base.execute("INSERT INTO paragraphs_fts (paragraphs_fts) VALUES ('integrity-check')")
    for view in VIEWS:
        base.execute(f"SELECT * FROM {view} LIMIT 1").fetchall()
    assert {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'view'")} == set(VIEWS)


def words(text: str) -> set[str]:
    return set("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def test_datasette_shows_it_as_it_is(tmp_path: Path, records: list[Record]) -> None:
    """With the metadata file that lies beside it: tables described, full-text search offered, a view answered as JSON."""
    from datasette.app import Datasette

    file = tmp_path / "r.db"
    write(str(file), records)
    site = Datasette([str(file)], metadata=json.loads((tmp_path / "r.metadata.json").read_text("utf-8")))

    async def get(path: str) -> Any:
        answer = await site.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer

    page = asyncio.run(get("/r/paragraphs?_search=committee")).text
    assert DESCRIPTIONS["paragraphs"] in page
    view = asyncio.run(get("/r/who_endorsed_what.json?_shape=array&_size=max")).json()
    assert {row["endorsement"] for row in view} >= {e.id for r in records for e in r.endorsements}


def test_a_hostile_document_stays_data(tmp_path: Path, pipeline: Pipeline, postgres: str) -> None:
    """Quotes, SQL, NUL, formulas and markup in a paper come out of every sink as the text that they are."""
    text = "1. =cmd|' /C calc'!A0 The Council endorsed the Robert'); DROP TABLE paragraphs;-- Plan <script>alert(1)</script> in May 2012.\n"
    record = pipeline.annotate(text.encode(), name="=1+1.txt")
    paragraph = record.paragraphs[0].model_copy(update={"text": record.paragraphs[0].text + "\0"})
    record = record.model_copy(update={"paragraphs": (paragraph, *record.paragraphs[1:])})
    for target, read in ((str(tmp_path / "r.db"), in_sqlite), (f"parquet:{tmp_path}/p", in_parquet), (postgres, in_postgres)):
        write(target, [record])
        texts = [row[8] for row in read(target)["paragraphs"] if row[0] == record.id]
        assert texts[0] == paragraph.text.replace("\0", "\ufffd")
    write(f"csv:{tmp_path}/c", [record])
    rows = in_csv(f"csv:{tmp_path}/c")
    assert rows["paragraphs"][0][8].startswith("'=cmd|")
    assert rows["documents"][0][1] == "'=1+1.txt"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "\u00a0=1"])
def test_a_formula_is_defused(text: str) -> None:
    """Whatever a spreadsheet would run gets an apostrophe; numbers and ordinary words do not."""
    assert is_formula(text)
    assert defused((text, -1, "word", None)) == ("'" + text, -1, "word", None)


def test_batch_and_export_fill_a_sink_alike(tmp_path: Path, papers: list[Path]) -> None:
    """`batch --sink` and `export --to` of its records give the same rows, and a bad line is named while the others are written."""
    out = tmp_path / "out"
    command = [sys.executable, "-m", "docmine.cli"]
    paths = list(map(str, papers[:2]))
    subprocess.run([*command, "batch", *paths, "-o", str(out), "--sink", str(tmp_path / "a.db")], check=True, capture_output=True)
    with (out / "records.jsonl").open("ab") as file:
        file.write(b'{"id": "no record"}\n')
    done = subprocess.run([*command, "export", str(out), "--to", str(tmp_path / "b.db")], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "line 3 is no record" in done.stderr
    assert in_sqlite(str(tmp_path / "a.db")) == in_sqlite(str(tmp_path / "b.db"))


def test_a_sink_that_cannot_be_written_is_one_line(tmp_path: Path, records: list[Record]) -> None:
    """No such sink, a folder that is not there, no server: one line, and no password in it."""
    with pytest.raises(DocmineError, match="names no sink"):
        write("nowhere", [])
    (tmp_path / "file").write_text("")
    for target in (f"{tmp_path}/none/r.db", f"{tmp_path}/none/r.jsonl", f"csv:{tmp_path}/file/x", f"parquet:{tmp_path}/file/x"):
        with pytest.raises(DocmineError, match="cannot be written"):
            write(target, records)
    with pytest.raises(DocmineError) as caught:
        write("postgresql://user:secret@127.0.0.1:1/base", records)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
