"""What the stories share: a PostgreSQL server of their own, and the records of a few papers."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from docmine.pipeline import Pipeline
from docmine.records import Record

PAPERS = 6


@pytest.fixture(scope="session")
def papers(root: Path) -> list[Path]:
    """The smallest papers of the corpus."""
    return sorted((root / "corpus").glob("*.pdf"), key=lambda file: (file.stat().st_size, file.name))[:PAPERS]


@pytest.fixture(scope="session")
def records(papers: list[Path], pipeline: Pipeline) -> list[Record]:
    """Their records."""
    return [pipeline.annotate(file) for file in papers]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of an empty database on a real server, started for the tests from Debian's package (or given by the environment)."""
    if url := os.environ.get("DOCMINE_TEST_POSTGRES"):
        yield url
        return
    programs = _programs()
    if programs is None:
        if os.environ.get("DOCMINE_REQUIRE_SERVERS"):
            pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql), and CI runs these tests")
    folder = Path(tempfile.mkdtemp(prefix="docmine-pg-", dir="/tmp"))  # a short path, as sockets need
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
    try:
        _run(programs / "initdb", "-D", folder / "data", "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        _run(programs / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")
        yield f"postgresql://postgres@/postgres?host={folder}"
        _run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """Debian keeps the server's programs off the path."""
    places = [found.parent for found in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)]
    on_path = shutil.which("initdb")
    return next(iter(places), Path(on_path).parent if on_path else None)


def _run(*command: str | Path) -> None:
    user = "postgres" if os.getuid() == 0 else None
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, cwd="/tmp", user=user)
