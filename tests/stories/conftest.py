"""What the stories share: the records of a few papers, a PostgreSQL server of their own, and a real browser (Debian's chromium, driven
by Playwright) with every request and complaint noted."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from in_browser import Opened

from docmine.pipeline import Pipeline
from docmine.records import Record

PAPERS = 6
CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
)


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


@pytest.fixture(scope="module")  # Playwright's event loop must not outlive the module: other stories run loops of their own
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine; `apt-get install chromium` brings it")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed; it is in the extra `dev`")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS.split())
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens HTML from disk, at a width, at a fragment."""
    contexts: list[Any] = []

    def opened(html: bytes, fragment: str = "", width: int = 1280) -> Opened:
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_bytes(html)
        context = browser.new_context(viewport={"width": width, "height": 860}, reduced_motion="reduce")
        contexts.append(context)
        shown = Opened(context.new_page())
        shown.page.on("request", lambda request: shown.requests.append(request.url))
        shown.page.on("console", lambda message: shown.complaints.append(message.text))
        shown.page.on("pageerror", lambda error: shown.complaints.append(str(error)))
        shown.page.goto(file.as_uri() + fragment)
        return shown

    yield opened
    for context in contexts:
        context.close()
