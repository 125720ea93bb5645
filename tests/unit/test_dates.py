"""The date grammar on forms of every kind: `dates_forms.tsv` holds language, anchor, text, and the mentions with their EDTF values."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path

import pytest

from docmine.dates import find_dates, parse_edtf

FORMS = [
    line.split("\t")
    for line in (Path(__file__).parent / "dates_forms.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def found(text: str, language: str, anchor: str) -> list[tuple[str, str]]:
    day = None if anchor == "-" else dt.date.fromisoformat(anchor)
    return [(d.text, d.value.edtf if d.value else "?") for d in find_dates(text, language, anchor=day)]


@pytest.mark.parametrize(("language", "anchor", "text", "mentions"), FORMS)
def test_a_form_has_its_value(language: str, anchor: str, text: str, mentions: str) -> None:
    """Each text of the list has exactly the mentions that stand beside it, with these values."""
    text, mentions = text.replace("\\n", "\n"), mentions.replace("\\n", "\n")
    wanted = [] if mentions == "-" else [tuple(m.split(" = ")) for m in mentions.split(" ;; ")]
    assert found(text, language, anchor) == wanted


@pytest.mark.parametrize(("language", "floor"), [("en", 0.90), ("fr", 0.85)])
def test_values_on_the_reference_sentences(language: str, floor: float, shared: Path) -> None:
    """Value F1 on the team's date sentences, and at most 12 % false alarms on those without a date."""
    right = extra = missed = alarms = without = 0
    for line in (shared / "reference/dates/dev.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        if item["lang"] != language:
            continue
        got = found(item["text"], language, item["doc_date"] or "-")
        without += item["category"] == "nondate"
        alarms += item["category"] == "nondate" and bool(got)
        values = [value for _, value in got]
        for mention in item["mentions"]:
            hit = next((v for v in (mention["edtf"], *mention.get("alt", [])) if v in values), None)
            if hit is not None:
                values.remove(hit)
            right += hit is not None
            missed += hit is None and not mention.get("optional")
        extra += len(values)
    assert 2 * right / (2 * right + extra + missed) >= floor
    assert alarms <= 0.12 * without


@pytest.mark.parametrize("flood", ["1" * 100_000, " " * 100_000, "1 " * 50_000, "May " * 25_000, "1/" * 50_000, "2016-" * 20_000])
def test_floods_are_read_in_bounded_time(flood: str) -> None:
    """A hundred thousand digits, spaces, months or signs take seconds at most."""
    before = time.process_time()
    find_dates(flood, "en")
    assert time.process_time() - before < 15


@pytest.mark.parametrize("bad", ["", "2016-13", "July 2016", "2016-07-32", "x" * 1000])
def test_what_is_no_edtf_is_refused(bad: str) -> None:
    """A value that is none is a ValueError."""
    with pytest.raises(ValueError):  # noqa: PT011 - any reason will do
        parse_edtf(bad)
