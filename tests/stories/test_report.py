"""The page of an archive in a real browser: figures that lead to their rows, a table that sorts, filters and searches, what went wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from in_browser import faults

import docmine
from docmine.records import Record
from docmine.report import report

pytest.importorskip("altair", reason="the extra `report` is not installed")
pytest.importorskip("vl_convert", reason="the extra `report` is not installed")

PAPERS = {
    "a.txt": "1. The WCO Policy Commission endorsed the Revenue Package Action Plan in July 2016.\n\n"
    "2. The WCO Council approved the report of the Permanent Technical Committee in June 2017.\n",
    "b.txt": "1. The WCO Council adopted the <b>bold</b> Guidelines in June 2017.\n\n"
    "2. The WCO Council did not endorse <script>alert(1)</script>.\n",
    "c.txt": "1. The WCO Finance Committee approved the budget in 2018.\n",
}


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return [docmine.annotate(text.encode(), name=name) for name, text in PAPERS.items()]


@pytest.fixture(scope="module")
def folder(records: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a batch leaves it: records, and one failure."""
    made = tmp_path_factory.mktemp("archive")
    diagnostic = {"level": "warning", "code": "page-unreadable", "message": "page 3 <i>cannot</i> be read", "page": 3}
    first = records[0].model_dump(mode="json") | {"diagnostics": [diagnostic]}
    first["document"]["body"] = "wco/ptc"  # whose paper it is, so that there is something to come from
    lines = [json.dumps(first), *(r.to_json(indent=None) for r in records[1:])]
    (made / "records.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    failure = {"name": "broken.pdf", "status": "damaged", "stage": "open", "reason": "the PDF is damaged", "advice": "fetch it again"}
    (made / "failures.jsonl").write_text(json.dumps(failure) + "\n", "utf-8")
    return made


@pytest.fixture(scope="module")
def html(folder: Path) -> bytes:
    return report(str(folder), pytest.fail, views="pages")


def shown(page: Any) -> list[str]:
    return page.locator("#table tbody td[data-label=What] .subject").all_inner_texts()


def left(page: Any, n: int) -> None:
    """Waits until the table says that so many endorsements pass."""
    from playwright.sync_api import expect

    expect(page.locator("#count")).to_have_text(re.compile(f"^{n:,} of "), timeout=5000)


def test_a_report_renders_in_silence_and_asks_for_nothing(html: bytes, records: list[Record], show: Any) -> None:
    """No console message, no request but the file; the sums are the records'; markup of a document is text."""
    for width in (1280, 390):
        opened = show(html, "", width)
        assert opened.page.locator("#count").inner_text() == f"{sum(len(r.endorsements) for r in records)} of 5 endorsements"
        assert (len(opened.requests), opened.complaints) == (1, [])
        assert opened.page.locator("main b:text('bold')").count() == 0
        assert any("<b>bold</b>" in text for text in opened.page.locator(".context").all_inner_texts())
        assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert b"https://vega" not in html


def test_every_mark_of_every_figure_leads_to_as_many_rows_as_it_tells(html: bytes, show: Any) -> None:
    """A mark says how many endorsements stand behind it, and its link filters the table to exactly so many."""
    page = show(html).page
    marks = page.locator(".chart a").evaluate_all(
        "all => all.map((a) => [a.closest('figure').id, a.getAttribute('href'), a.getAttribute('aria-label')])"
    )
    assert set(Counter(figure for figure, _, _ in marks)) == {"by-package", "by-body", "acts", "network"}
    counted = [(href, re.search(r": (\d+) endorsement", label)) for _, href, label in marks]
    told = [(href, int(found[1])) for href, found in counted if found]
    assert len(told) >= 12
    for href, n in told:
        page.evaluate("href => { location.hash = href; }", href)
        left(page, n)


def test_a_click_on_a_mark_shows_its_rows(html: bytes, show: Any) -> None:
    """Choosing a cell of the heat map with the keyboard brings the table with its rows, and a chip that takes the filter away."""
    page = show(html).page
    page.locator('#acts a[aria-label*="adopt, 2017"]').first.focus()
    page.keyboard.press("Enter")
    left(page, 1)
    assert ["Guidelines" in text for text in shown(page)] == [True]
    assert page.locator("#f-act").input_value() == "adopt"
    assert page.evaluate("document.activeElement.id") == "table"
    for chips in range(page.locator("#chosen a").count(), 0, -1):
        page.locator("#chosen a").first.click()
        page.wait_for_function("n => document.querySelectorAll('#chosen a').length < n", arg=chips)
    left(page, 5)


def test_the_table_sorts_filters_and_searches(html: bytes, records: list[Record], show: Any) -> None:
    """Headings sort up and down, choices and words filter, nothing found is said."""
    page = show(html).page
    events = [e for r in records for e in r.endorsements]
    page.get_by_role("button", name="Confidence").click()
    column = page.locator("td[data-label=Confidence]").all_inner_texts()
    assert column == [f"{c:.2f}" for c in sorted(e.confidence for e in events)]
    page.get_by_role("button", name="Confidence").click()
    assert page.locator("td[data-label=Confidence]").all_inner_texts() == column[::-1]
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Confidence")
    page.select_option("#f-body", "wco/council")
    expected = sum("wco/council" in e.bodies for e in events)
    left(page, expected)
    assert "body=wco%2Fcouncil" in page.evaluate("location.hash")
    page.locator(".reset").click()
    left(page, len(events))
    page.fill("input[type=search]", "bùdget finance")
    left(page, 1)
    page.fill("input[type=search]", "zzz")
    page.wait_for_selector("#table .empty:visible")
    assert page.locator("#table tbody td").count() == 0


def test_rows_link_to_their_place_and_problems_to_their_document(html: bytes, show: Any) -> None:
    """With --views a row links to its endorsement on the document's page; failures and diagnostics are listed with what to do."""
    page = show(html).page
    assert page.locator("td[data-label=Document] a").first.get_attribute("href") == "pages/a.html#e1"
    problems = page.locator("#problems tbody tr").all_inner_texts()
    assert [("broken.pdf" in t, "fetch it again" in t) for t in problems] == [(True, True), (False, False)]
    assert "page 3 <i>cannot</i> be read" in problems[1]
    page.locator("#problems tbody a").click()
    left(page, 2)


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_serious_fault(html: bytes, show: Any, width: int) -> None:
    """axe-core has nothing serious to say of a report."""
    assert faults(show(html, "", width).page) == []


def test_thousands_of_records_stay_usable(records: list[Record], tmp_path: Path, show: Any) -> None:
    """5,000 documents make a page under 15 MB; a search in its table answers within a second."""
    line = records[1].to_json(indent=None)
    many = tmp_path / "many.jsonl"
    many.write_text("".join(line.replace('"b.txt"', f'"paper{n}.txt"') + "\n" for n in range(5000)), "utf-8")
    html = report(str(many), pytest.fail)
    assert len(html) < 15_000_000
    page = show(html).page
    page.fill("input[type=search]", "paper4321")
    left(page, 2)
    asked = """() => {
      const started = performance.now();
      location.hash = "status=declined";
      return new Promise((done) =>
        addEventListener("hashchange", () => setTimeout(() => done(performance.now() - started)), { once: true }));
    }"""
    assert page.evaluate(asked) < 1000
    left(page, 5_000)
    assert page.locator("#table tbody tr").count() == 20


def test_the_command_writes_the_page_and_names_bad_lines(folder: Path, tmp_path: Path) -> None:
    """`docmine report` writes the page, counts on; a line that is no record is named and the status is 1; no record at all is 2."""
    bad = tmp_path / "bad.jsonl"
    bad.write_text((folder / "records.jsonl").read_text("utf-8") + "{}\n", "utf-8")
    done = run("report", str(bad), "-o", str(tmp_path / "r.html"))
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"line 4 is no record" in done.stderr
    assert (tmp_path / "r.html").read_bytes().startswith(b"<!doctype html>")
    (tmp_path / "none.jsonl").write_text("", "utf-8")
    done = run("report", str(tmp_path / "none.jsonl"))
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)


def test_a_missing_extra_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without altair, one line says what to install."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(docmine.errors.DocmineError, match=r"docmine\[report\]"):
        report(str(folder), pytest.fail)


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "docmine.cli", *arguments], capture_output=True, check=False, timeout=120)
