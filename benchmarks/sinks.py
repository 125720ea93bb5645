"""The same counts in every sink, by query. `python benchmarks/sinks.py OUT [--postgres URL]`, OUT the folder of a batch.

Exports the records twice to SQLite, Parquet, CSV and PostgreSQL (an empty database) and prints the rows of each table beside what the
JSON lines hold. Exit status 1 if any differs.
"""

from __future__ import annotations

import argparse
import csv
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

TABLES = (
    "documents",
    "sections",
    "paragraphs",
    "paragraph_packages",
    "mentions",
    "endorsements",
    "endorsement_bodies",
    "diagnostics",
)


def in_json(file: Path) -> dict[str, int]:
    """What the tables must hold."""
    found: Counter[str] = Counter(dict.fromkeys(TABLES, 0))
    with file.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            paragraphs, acts = record["paragraphs"], record["endorsements"]
            found["documents"] += 1
            found["sections"] += len(record["sections"])
            found["paragraphs"] += len(paragraphs)
            found["paragraph_packages"] += sum(len(p["packages"]) for p in paragraphs)
            found["mentions"] += sum(len(p["mentions"]) for p in paragraphs)
            found["endorsements"] += len(acts)
            found["endorsement_bodies"] += sum(len(set(act["bodies"])) for act in acts)
            found["diagnostics"] += len(record["diagnostics"])
    return dict(found)


def in_sqlite(target: str) -> dict[str, int]:
    base = sqlite3.connect(target)
    return {name: base.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}


def in_parquet(target: str) -> dict[str, int]:
    import duckdb

    folder = target.removeprefix("parquet:")
    return {name: duckdb.sql(f"SELECT count(*) FROM '{folder}/{name}.parquet'").fetchall()[0][0] for name in TABLES}


def in_csv(target: str) -> dict[str, int]:
    csv.field_size_limit(1 << 27)
    found = {}
    for name in TABLES:
        with (Path(target.removeprefix("csv:")) / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found[name] = sum(1 for _ in csv.reader(file)) - 1
    return found


def in_postgres(target: str) -> dict[str, int]:
    import psycopg

    with psycopg.connect(target) as connection:
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}  # type: ignore[arg-type, index]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--postgres")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="docmine-sinks-") as folder:
        targets: list[tuple[str, Callable[[str], dict[str, int]]]] = [
            (f"{folder}/r.db", in_sqlite),
            (f"parquet:{folder}/p", in_parquet),
            (f"csv:{folder}/c", in_csv),
        ]
        targets += [(chosen.postgres, in_postgres)] if chosen.postgres else []
        told: dict[str, object] = {"jsonl": (wanted := in_json(chosen.out / "records.jsonl"))}
        for target, count in targets:
            began = time.monotonic()
            for _ in range(2):
                subprocess.run([sys.executable, "-m", "docmine.cli", "export", str(chosen.out), "--to", target], check=True)
            name = count.__name__.removeprefix("in_")
            told[name] = {"rows": count(target), "seconds_for_two_exports": round(time.monotonic() - began, 1)}
            told["equal"] = told.get("equal", True) and count(target) == wanted
    print(json.dumps(told, indent=2))
    raise SystemExit(not told["equal"])


if __name__ == "__main__":
    main()
