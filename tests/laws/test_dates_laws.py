"""Laws of the date grammar, on texts nobody wrote."""

from __future__ import annotations

import datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from docmine.dates import find_dates, parse_edtf

_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
# Texts of what dates are made of, in any order.
_WORDS = st.sampled_from(
    "3 14 31 2016 2O17 l5 1st 1er May mars June Sept. and et to au - – / , . ( ) the of de early fin Q1 last this next two ago week".split()
    + "année dernière before avant circa HS USD 12.5 1,998 2016/17 1990s XIXe siècle half quarter first premier trimestre Monday".split()
    + ["lundi", "will", "held", "later", "\n", "\n\n", "😀", "e\u0301", "é", "_", "@", "'s", "\u00ad", "\u00a0"]
)
_TEXTS = st.lists(_WORDS, max_size=25).map(" ".join) | st.lists(_WORDS, max_size=25).map("".join) | st.text(max_size=80)
_DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))
_LANGUAGES = st.sampled_from(["en", "fr"])


@given(text=_TEXTS, language=_LANGUAGES, anchor=st.none() | st.dates())
@settings(max_examples=400, deadline=None)
def test_spans_are_slices_in_order_without_overlap(text: str, language: str, anchor: datetime.date | None) -> None:
    """Of any text, each span is a slice of it, spans follow one another, and the same call gives the same answer."""
    spans = find_dates(text, language, anchor=anchor)
    assert all(text[span.start : span.end] == span.text != "" for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(0 < span.confidence <= 1 for span in spans)
    assert spans == find_dates(text, language, anchor=anchor)


@given(text=_TEXTS, language=_LANGUAGES, anchor=st.none() | st.dates())
@settings(max_examples=400, deadline=None)
def test_every_value_is_edtf_and_runs_forward(text: str, language: str, anchor: datetime.date | None) -> None:
    """Every value is what its EDTF string says, and does not end before it starts."""
    for span in find_dates(text, language, anchor=anchor):
        if span.value is not None:
            assert span.value == parse_edtf(span.value.edtf)
            assert span.value.start is None or span.value.end is None or span.value.start <= span.value.end


@given(day=_DAYS, language=_LANGUAGES, form=st.integers(0, 6))
@settings(max_examples=300, deadline=None)
def test_a_day_in_any_form_is_that_day(day: datetime.date, language: str, form: int) -> None:
    """A day written out, abbreviated, in capitals, in figures or in ISO form is found whole and has its value."""
    month = _MONTHS[language][day.month - 1]
    first = "1er" if language == "fr" and day.day == 1 else str(day.day)
    written = [
        f"{first} {month} {day.year}",
        f"{first}\u00a0{month.upper()}\n{day.year}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        day.isoformat(),
        f"{first} {month}, {day.year}",
        f"{first}-{month}-{day.year}",
    ][form]
    found = find_dates(f"({written})", language)
    assert [(span.text, span.value and span.value.edtf) for span in found] == [(written, day.isoformat())]


@given(first=_DAYS, length=st.integers(1, 60), language=_LANGUAGES, joint=st.sampled_from(["-", " - ", "–", " – ", " to "]))
@settings(max_examples=300, deadline=None)
def test_a_range_of_days_keeps_its_ends(first: datetime.date, length: int, language: str, joint: str) -> None:
    """Two days joined as a range, with what they share said once, are one interval from the first to the last."""
    last = first + datetime.timedelta(days=length)
    names = _MONTHS[language]
    joint = " au " if language == "fr" and joint == " to " else joint
    head = str(first.day)
    if first.month != last.month or first.year != last.year:
        head += " " + names[first.month - 1] + (f" {first.year}" if length % 2 and first.year != last.year else "")
        joint = joint if joint.strip() != joint else f" {joint.strip()} "
    written = f"{head}{joint}{last.day} {names[last.month - 1]} {last.year}"
    found = find_dates(f"Meeting, {written}.", language)
    assert [(span.text, span.value and span.value.edtf) for span in found] == [(written, f"{first}/{last}")]


@given(text=_TEXTS, language=_LANGUAGES)
@settings(max_examples=200, deadline=None)
def test_text_in_another_paragraph_changes_no_full_date(text: str, language: str) -> None:
    """A full date behind a blank line is found whatever stands before it, moved by the length of what stands there."""
    month = _MONTHS[language][4]
    tail = f"3 {month} 2017."
    spans = find_dates(f"{text}\n\n{tail}", language)
    assert (len(text) + 2, len(text) + 2 + len(tail) - 1) in {(span.start, span.end) for span in spans}


@given(day=_DAYS, anchor=_DAYS, language=_LANGUAGES)
@settings(max_examples=200, deadline=None)
def test_a_missing_year_is_never_far_from_the_document(day: datetime.date, anchor: datetime.date, language: str) -> None:
    """A day and month without a year keep their day and month, and fall within a year and a day of the document's date."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    first = "1er" if language == "fr" and day.day == 1 else str(day.day)
    (span,) = find_dates(f"({first} {_MONTHS[language][day.month - 1]})", language, anchor=anchor)
    assert span.value is not None
    placed = datetime.date.fromisoformat(span.value.edtf)
    assert (placed.month, placed.day) == (day.month, day.day)
    assert abs((placed - anchor).days) <= 366


@given(day=_DAYS, language=_LANGUAGES)
@settings(max_examples=100, deadline=None)
def test_no_year_is_invented(day: datetime.date, language: str) -> None:
    """Without a document's date and without a year in the text, no value is given."""
    month = _MONTHS[language][day.month - 1]
    assert all(span.value is None for span in find_dates(f"(2 {month}), ({month})", language))
