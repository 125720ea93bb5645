"""What surrounds the date grammar: EDTF strings, years that the text leaves out, confidence, offsets, time on hostile text."""

from __future__ import annotations

import datetime
import time

import pytest

from docmine.dates import DateValue, find_dates, parse_edtf


def _found(text: str, language: str, anchor: str | None = None) -> list[tuple[str, str | None]]:
    day = datetime.date.fromisoformat(anchor) if anchor else None
    return [(span.text, span.value.edtf if span.value else None) for span in find_dates(text, language, anchor=day)]


def test_a_year_alone_places_a_month_but_not_a_week() -> None:
    """Where only the document's year is known, `in June` has a value and `last week` has none."""
    spans = find_dates("Adopted in June, after last week.", year=2016)
    assert [(s.text, s.value and s.value.edtf) for s in spans] == [("June", "2016-06"), ("last week", None)]


def test_a_date_of_the_same_sentence_outweighs_the_document() -> None:
    """A month without a year takes the year of a date beside it, though the document is much later."""
    text = "It was tabled on 12 December 2005 and approved in February."
    assert _found(text, "en", "2019-01-01")[1] == ("February", "2006-02")


def test_a_weekday_decides_between_years() -> None:
    """A weekday that the calendar has in one year only fixes the year of a date without one."""
    assert _found("On Friday 3 March it met.", "en", "2018-01-10") == [("Friday 3 March", "2017-03-03")]


def test_a_weekday_that_contradicts_its_date_lowers_confidence() -> None:
    """A weekday that is not that of the day is kept, with less confidence."""
    right, wrong = find_dates("Wednesday 3 May 2017; Friday 3 May 2017.")
    assert right.value == wrong.value
    assert right.confidence > wrong.confidence


def test_slips_are_less_certain_than_clean_dates() -> None:
    """A repaired scanning slip has less confidence than the same date printed well."""
    clean, worn = find_dates("12 May 2017; I2 May 2017.")
    assert clean.value == worn.value
    assert clean.confidence > worn.confidence


def test_offsets_count_code_points_of_the_text_given() -> None:
    """Spans keep their place behind characters outside the basic plane, soft hyphens and combining accents."""
    text = "😀 fe\u0301te — le 3 fe\u0301vrier 2016, 4\u00a0Sep\u00adtembre 2017"
    spans = find_dates(text, "fr")
    assert [text[s.start : s.end] for s in spans] == ["3 fe\u0301vrier 2016", "4\u00a0Sep\u00adtembre 2017"]
    assert [s.value and s.value.edtf for s in spans] == ["2016-02-03", "2017-09-04"]


def test_a_blank_line_or_page_end_ends_a_date() -> None:
    """A number before a blank line or a form feed does not join the month after it."""
    assert _found("Page 3\n\nMay 2017", "en") == [("May 2017", "2017-05")]
    assert _found("3\fMay 2017", "en") == [("May 2017", "2017-05")]


def test_an_unknown_language_reads_as_english() -> None:
    """A language code without a lexicon is read as English."""
    assert _found("On 3 May 2017.", "xx") == [("3 May 2017", "2017-05-03")]


def test_a_text_without_dates_gives_none() -> None:
    """An empty text and a text of white space have no dates."""
    assert find_dates("") == find_dates(" \n\t ") == []


@pytest.mark.parametrize(
    ("edtf", "start", "end", "precision"),
    [
        ("2016-07", "2016-07-01", "2016-07-31", "month"),
        ("2016-02-29", "2016-02-29", "2016-02-29", "day"),
        ("2012~", "2012-01-01", "2012-12-31", "year"),
        ("2017-40", "2017-01-01", "2017-06-30", "half"),
        ("2017-41", "2017-07-01", "2017-12-31", "half"),
        ("2015-35", "2015-07-01", "2015-09-30", "quarter"),
        ("2012-24", "2012-12-01", "2013-02-28", "season"),
        ("199X", "1990-01-01", "1999-12-31", "decade"),
        ("18XX", "1800-01-01", "1899-12-31", "century"),
        ("2017-05-03/2017-05-04", "2017-05-03", "2017-05-04", "interval"),
        ("../2001", None, "2001-12-31", "interval"),
        ("1953/..", "1953-01-01", None, "interval"),
        ("{1999-02-22,1999-02-26}", "1999-02-22", "1999-02-26", "interval"),
        ("{2018-09-10..2018-09-14,2018-09-17..2018-09-21}", "2018-09-10", "2018-09-21", "interval"),
        ("[2018,2019]", "2018-01-01", "2019-12-31", "interval"),
        ("XXXX-07-01", None, None, "day"),
        ("2016-XX", "2016-01-01", "2016-12-31", "month"),
    ],
)
def test_an_edtf_string_covers_its_days(edtf: str, start: str | None, end: str | None, precision: str) -> None:
    """Each EDTF string is read to its first and last day and its precision."""
    assert parse_edtf(edtf) == DateValue(edtf, start, end, precision)


@pytest.mark.parametrize(
    "edtf",
    [
        "..",
        "/",
        "../..",
        "2016-00",
        "2016-02-30",
        "2015-02-29",
        "2016-7",
        "{}",
        "{2016",
        "0000",
        "2016-41-01",
        "2017/2016",
        "2016-XX-03",
        "2016-07-01T10:00",
        "2" * 500,
        "２０１６",
        "2016\n",
        "1999-02-22..1999-02-26",
        "9999-24",
    ],
)
def test_what_the_calendar_or_the_standard_lacks_is_refused(edtf: str) -> None:
    """A string that is no EDTF date, or none the calendar has, raises ValueError."""
    with pytest.raises(ValueError):  # noqa: PT011 - the type is the contract
        parse_edtf(edtf)


_HOSTILE = {
    "numbers": "3 " * 25_000,
    "list": "1, " * 25_000,
    "decimals": "1.1." * 15_000,
    "months": "May, " * 1_500,
    "positions": "early " * 10_000,
    "ordinals": "first and " * 5_000,
    "mail": "a@" * 50_000,
    "near months": "3 rnrnrnrn 2016 " * 1_500,
    "undated": "In May 3. " * 2_000,
}


@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_hostile_repetition_costs_linear_time(text: str) -> None:
    """Four times the text takes about four times the time, not sixteen times, whatever it repeats."""
    find_dates(text[:1000])
    quarter, whole = _cost(text[: len(text) // 4]), _cost(text)
    assert whole < max(8 * quarter, 0.1)


def _cost(text: str) -> float:
    """Seconds of processor time: the least of three, as the machine's other work and the collector's rounds only ever add."""
    costs = []
    for _ in range(3):
        begin = time.process_time()
        find_dates(text, anchor=datetime.date(2017, 3, 9))
        costs.append(time.process_time() - begin)
    return min(costs)
