"""The page of a document in a real browser: what is drawn where, what a click lights, what filters leave, and that nothing leaks."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from in_browser import Opened, faults

import docmine
from docmine.intake import open_source
from docmine.records import Diagnostic, Endorsement, Record, Region
from docmine.source import Source
from docmine.view import page_of

CORPUS = Path(__file__).parents[2] / "corpus"
MARKUP = "1. <script>document.title='owned'</script> </script><img src=https://example.org/x.png onerror=alert(1)> &lt;b&gt; \u2028 bold."


@pytest.fixture(scope="session")
def paper() -> tuple[Source, Record, bytes]:
    """A PTC paper of three pages, its record and its page."""
    return made("ptc-2012-intersessional-developments")


@pytest.fixture(scope="session")
def french() -> tuple[Source, Record, bytes]:
    """A French paper of five pages."""
    return made("fr-ctp-intersession-2014")


def made(name: str) -> tuple[Source, Record, bytes]:
    source = open_source(CORPUS / f"{name}.pdf")
    record = docmine.annotate(source.data, name=source.name)
    return source, record, page_of(record, source)


def lit_boxes(page: Any, id_: str, number: int) -> list[dict[str, float]]:
    """The lit trigger boxes on a page as the browser drew them, in points of the page."""
    return page.evaluate(
        """([id, number]) => {
          const frame = document.querySelector(`.frame[data-page="${number}"]`).getBoundingClientRect();
          const sheet = JSON.parse(document.getElementById("data").textContent).sheets.find((s) => s.number === number);
          const scale = sheet.width / frame.width;
          return [...document.querySelectorAll(`rect.lit.trigger[data-box="${id}"]`)].map((rect) => {
            const box = rect.getBoundingClientRect();
            return { x0: (box.left - frame.left) * scale, top: (box.top - frame.top) * scale,
                     x1: (box.right - frame.left) * scale, bottom: (box.bottom - frame.top) * scale };
          });
        }""",
        [id_, number],
    )


def words_at(source: Source, region: Region) -> str:
    """What pdfium reads in a region: the truth that does not come from docmine."""
    page = pypdfium2.PdfDocument(source.data)[region.page - 1]
    height = page.get_height()
    return page.get_textpage().get_text_bounded(region.x0 - 1, height - region.bottom - 1, region.x1 + 1, height - region.top + 1)


def test_a_page_renders_in_silence_and_asks_for_nothing(paper: Any, french: Any, show: Any) -> None:
    """No console message and no request but the file itself and the pictures it holds, at either width, in either language."""
    for _, record, html in (paper, french):
        for width in (1280, 390):
            opened: Opened = show(html, "#e1", width)
            opened.page.wait_for_selector(".frame img")
            assert opened.complaints == []
            assert [url for url in opened.requests if not url.startswith("data:image/")] == opened.requests[:1]
            assert opened.page.locator(".card").count() == len(record.endorsements)
            assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_click_on_a_card_lights_its_quote_and_its_box(paper: Any, show: Any) -> None:
    """A card's click lights its words and its box, which lies within 3 points of the record's region, where pdfium reads the trigger."""
    source, record, html = paper
    page = show(html).page
    chosen = [e for e in record.endorsements if e.trigger.regions][:6]
    assert len(chosen) == 6
    for event in chosen:
        page.locator(f"#at-{event.id} header").click(position={"x": 200, "y": 8})
        region = event.trigger.regions[0]
        (box, *_) = lit_boxes(page, event.id, region.page)
        assert all(abs(box[side] - getattr(region, side)) <= 3 for side in ("x0", "top", "x1", "bottom")), (event.id, box, region)
        assert event.trigger.text.split()[0] in words_at(source, region)
        assert page.locator(f'.trigger.lit[data-e~="{event.id}"]').first.inner_text() == event.trigger.text
        assert page.locator(".card.lit").evaluate_all("cards => cards.map((c) => c.dataset.id)") == [event.id]
        assert in_sight(page, f'rect.lit.trigger[data-box="{event.id}"]', "#sheets")


def test_a_click_on_a_box_lights_its_card(paper: Any, show: Any) -> None:
    """And back: a click on the trigger's box brings its card into sight; one on a mention's box lights the mention and tells its value."""
    _, record, html = paper
    page = show(html).page
    event = record.endorsements[-1]
    page.locator(f'.frame[data-page="{event.trigger.regions[0].page}"]').scroll_into_view_if_needed()
    page.locator(f'rect.trigger[data-box="{event.id}"]').first.click()
    assert page.locator(".card.lit").get_attribute("data-id") == event.id
    assert in_sight(page, f"#at-{event.id}", "#record")
    paragraph, number, mention = next((p, n, m) for p in record.paragraphs for n, m in enumerate(p.mentions, 1) if m.value and m.regions)
    page.locator(f'rect.mention[data-box="{paragraph.id}.m{number}"]').first.dispatch_event("click")
    assert page.locator("a.mention.lit").first.get_attribute("data-id") == f"{paragraph.id}.m{number}"
    assert mention.value in page.locator("#said").inner_text()


def in_sight(page: Any, selector: str, host: str) -> bool:
    return page.evaluate(
        """([selector, host]) => {
          const box = document.querySelector(selector).getBoundingClientRect(), view = document.querySelector(host).getBoundingClientRect();
          return box.bottom > view.top && box.top < view.bottom;
        }""",
        [selector, host],
    )


def cards(page: Any) -> set[str]:
    return set(page.locator(".card:visible").evaluate_all("all => all.map((c) => c.dataset.id)"))


def ids(events: Any) -> set[str]:
    return {e.id for e in events}


def test_filters_leave_what_they_say_and_count_it(paper: Any, show: Any) -> None:
    """By body, package, status, confidence and label: the cards and marks that stay, and the counts, are the record's."""
    _, record, html = paper
    page = show(html).page
    events: tuple[Endorsement, ...] = record.endorsements

    page.select_option("select[name=body]", "wco/council")
    assert cards(page) == ids(e for e in events if "wco/council" in e.bodies) != set()
    page.locator("#filters button[type=reset]").click()
    page.select_option("select[name=package]", "revenue")
    expected = ids(e for e in events if e.package == "revenue")
    assert cards(page) == expected != set()
    assert page.locator("#count").inner_text().startswith(f"{len(expected)} of {len(events)} endorsements")
    page.locator("#filters button[type=reset]").click()
    page.uncheck("input[value=done]")
    assert cards(page) == ids(e for e in events if e.status != "done") != ids(events)
    page.locator("#filters button[type=reset]").click()
    page.locator("input[type=range]").fill("0.9")
    assert cards(page) == ids(e for e in events if e.confidence >= 0.9) != ids(events)
    page.locator("#filters button[type=reset]").click()
    page.uncheck("input[value=DATE]")
    left = sum(m.label != "DATE" for p in record.paragraphs for m in p.mentions)
    total = sum(len(p.mentions) for p in record.paragraphs)
    assert f"{left} of {total} mentions" in page.locator("#count").inner_text()
    assert page.locator("a.mention.DATE[href]").count() == 0 < page.locator("a.mention.BODY[href]").count()
    page.fill("#search", "zzzz")
    assert page.locator("#nothing").is_visible()
    assert cards(page) == set()


def test_the_keyboard_alone_reaches_everything(paper: Any, show: Any) -> None:
    """Tab comes by pages, filters, outline, marks and cards; j and k step through cards; / searches; Escape lets go."""
    _, record, html = paper
    page = show(html).page
    seen = set()
    for _ in range(150):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.id || document.activeElement.className || document.activeElement.tagName"))
        if "name-e1" in seen:
            break
    assert {"skip", "sheets", "search", "name-e1"} <= seen, seen
    page.keyboard.press("Enter")
    assert page.locator(".card.lit").get_attribute("data-id") == "e1"
    page.keyboard.press("j")
    assert page.locator(".card.lit").get_attribute("data-id") == record.endorsements[1].id
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "name-e1"
    page.keyboard.press("Escape")
    assert page.locator(".lit").count() == 0
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_axe_finds_no_serious_fault(paper: Any, french: Any, show: Any) -> None:
    """axe-core has nothing serious to say of a wide English and a narrow French page, with a card chosen."""
    assert faults(show(paper[2], "#e2", 1280).page) == []
    assert faults(show(french[2], "#e2", 390).page) == []


def test_a_document_of_markup_shows_as_text(show: Any) -> None:
    """Script, tags, entities and line separators of a document stand on its page as they stand in it, and do nothing."""
    source = open_source(MARKUP.encode(), "<b>evil</b>.txt")
    opened = show(page_of(docmine.annotate(source.data, name=source.name), source))
    shown = opened.page.locator(".paragraph .words").first.inner_text()
    assert "<script>document.title='owned'</script>" in shown
    assert "&lt;b&gt;" in shown
    assert "<b>evil</b>.txt" in opened.page.locator(".masthead").inner_text()
    assert opened.page.title() != "owned"
    assert opened.page.locator("main img, main b").count() == 0
    assert (len(opened.requests), opened.complaints) == (1, [])


def test_a_text_has_no_pages_and_works(show: Any) -> None:
    """Text input: the record takes the whole width, cards light their words, and an empty one says that nothing was found."""
    text = b"1. The Policy Commission endorsed the Action Plan in July 2016.\n\n2. Members took note.\n"
    page = show(page_of(docmine.annotate(text), open_source(text))).page
    assert not page.locator("#sheets").is_visible()
    page.locator("#name-e1").click()
    assert page.locator(".trigger.lit").inner_text() == "endorsed"
    plain = b"1. Members took note.\n"
    page = show(page_of(docmine.annotate(plain), open_source(plain))).page
    assert "No endorsements were found" in page.locator(".empty:visible").inner_text()
    assert faults(page) == []


def test_diagnostics_stand_where_they_belong(paper: Any, show: Any) -> None:
    """A page's diagnostic stands at that page, both in its picture's caption and in the record; a general one at the top."""
    source, record, _ = paper
    told = Record.model_validate_json(record.to_json()).model_copy(
        update={
            "diagnostics": (
                Diagnostic(level="warning", code="made-up", message="the second page is odd", page=2),
                Diagnostic(level="info", code="made-up-too", message="the whole is odd", page=None),
            )
        }
    )
    page = show(page_of(told, source)).page
    assert "the second page is odd" in page.locator("#sheet-at-2 figcaption").inner_text()
    first = next(p for p in record.paragraphs if p.regions and p.regions[0].page == 2)
    before = "p => { let n = p; while (!n.matches('.diagnostic')) n = n.previousElementSibling; return n.textContent; }"
    assert "the second page is odd" in page.locator(f"#at-{first.id}").evaluate(before)
    assert "the whole is odd" in page.locator(".text > .diagnostic").first.inner_text()


def test_five_pages_are_small_and_quick(french: Any) -> None:
    """The page of five pages weighs under 3 MB and takes under 3 s beyond annotation."""
    source, record, html = french
    assert record.source.pages == 5
    assert len(html) < 3_000_000
    started = time.perf_counter()
    page_of(record, source)
    assert time.perf_counter() - started < 3


def of_pages(count: int) -> bytes:
    """A PDF with one numbered paragraph a page."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for number in range(1, count + 1):
        canvas.drawString(72, 740, f"{number}. The Council endorsed plan number {number} in May 2012.")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_hundred_pages_are_drawn_as_they_come_near(show: Any) -> None:
    """A document of 100 pages opens with the first pictures alone; one that is gone to is drawn then, at its right place."""
    source = open_source(of_pages(100), "long.pdf")
    record = docmine.annotate(source.data, name="long.pdf")
    assert record.source.pages == 100
    opened = show(page_of(record, source))
    opened.page.wait_for_selector(".frame img")
    assert opened.page.locator(".frame").count() == 100
    assert opened.page.locator(".frame img").count() < 10
    last = record.endorsements[-1]
    region = last.trigger.regions[0]
    assert region.page > 90
    opened.page.locator(f"#name-{last.id}").click()
    opened.page.wait_for_selector(f'.frame[data-page="{region.page}"] img')
    (box, *_) = lit_boxes(opened.page, last.id, region.page)
    assert abs(box["x0"] - region.x0) <= 3
    assert abs(box["top"] - region.top) <= 3
    assert opened.complaints == []


def test_the_command_writes_the_page_and_says_so(tmp_path: Path) -> None:
    """`docmine view` names the page after the file when it is not told; what cannot be read is one line and exit status 2."""
    paper = tmp_path / "paper.txt"
    paper.write_text("1. The Council endorsed the plan.\n", "utf-8")
    done = subprocess.run([sys.executable, "-m", "docmine.cli", "view", "paper.txt"], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"paper.html" in done.stderr
    assert b"Content-Security-Policy" in (tmp_path / "paper.html").read_bytes()
    done = subprocess.run([sys.executable, "-m", "docmine.cli", "view", "none.pdf"], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
