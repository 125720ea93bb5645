"""Every block of docs/recipes.md runs as it stands, and the tools agree."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

SHORT = 2  # papers are enough


@pytest.fixture(scope="module")
def said(root: Path, papers: list[Path], postgres: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each recipe prints, by its heading."""
    for program in ("jq", "psql"):
        if shutil.which(program) is None:
            if os.environ.get("DOCMINE_REQUIRE_SERVERS"):
                pytest.fail(f"{program} is not installed: apt-get install jq postgresql")
            pytest.skip(f"{program} is not installed (apt-get install jq postgresql), and CI runs these recipes")
    import psycopg

    with psycopg.connect(postgres) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    folder = tmp_path_factory.mktemp("recipes")
    (folder / "papers").mkdir()
    chosen = [root / "corpus" / "ptc-2012-intersessional-developments.pdf", *papers][:SHORT]
    for paper in chosen:
        shutil.copy(paper, folder / "papers")
    here = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": here, "DATABASE": postgres}
    found = {}
    page = (root / "docs" / "recipes.md").read_text("utf-8")
    for heading, kind, block in re.findall(r"^## (.+?)\n(?:(?!^## ).*?\n)*?```(sh|python)\n(.*?)```", page, re.M | re.S):
        command = ["bash", "-euo", "pipefail", "-c", block] if kind == "sh" else [sys.executable, "-c", block]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, f"{heading}: {done.stderr}"
        found[heading] = done.stdout
    found["records"] = (folder / "out" / "records.jsonl").read_text("utf-8")
    return found


def test_every_recipe_runs_and_prints(said: dict[str, str], root: Path) -> None:
    """All blocks of the page were run; all but the one that makes the records print something."""
    assert len(said) - 1 == (root / "docs" / "recipes.md").read_text("utf-8").count("\n```\n") >= 11
    assert [heading for heading, out in said.items() if not out.strip()] == ["Make the records"]


@pytest.mark.parametrize("tool", ["jq", "DuckDB", "pandas", "Datasette", "PostgreSQL"])
def test_the_tools_agree(said: dict[str, str], tool: str) -> None:
    """Each tool counts the acts of each kind as the records have them."""
    records = [json.loads(line) for line in said["records"].splitlines()]
    expected = Counter((e["act"], e["status"]) for record in records for e in record["endorsements"])
    out = said[f"Acts of each kind: {tool}"]
    assert sorted(map(int, re.findall(r"\d+", out.replace(",0\n", "\n") if tool == "pandas" else out))) == sorted(expected.values())
    assert all(act in out and status in out for act, status in expected)


def test_a_run_compared_with_itself_is_the_same(said: dict[str, str]) -> None:
    """`diff` finds nothing, in text and as JSON."""
    assert said["What a new version of docmine changed"].splitlines() == [
        f"0 changed, 0 gained, 0 lost, 0 in boxes or confidence only, {SHORT} the same",
        "0",
    ]
