"""The record in a terminal."""

from __future__ import annotations

import re

import pytest

import docmine
from docmine.records import Record
from docmine.table import render

TEXT = (
    b"1. The Harmonized System Committee endorsed the Revenue Package Action Plan in July 2016.\n\n"
    b"2. The Council did not approve the budget. The Policy Commission adopted the Revised Guidelines on Risk Management.\n"
)
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def record() -> Record:
    return docmine.annotate(TEXT)


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160])
def test_every_width_shows_the_same_acts_in_reading_order(record: Record, width: int) -> None:
    """From 60 columns on no line is longer than the terminal, and acts, subjects and places come in the record's order."""
    shown = render(record, width=width)
    assert max(map(len, shown.splitlines())) <= width
    body = shown.split("\n\n")[1]
    assert re.findall(r"endorse|approve|adopt", body) == [e.act for e in record.endorsements]
    assert "para. 1" in body
    assert "(declined)" in body


def test_ids_are_broken_after_hyphens_only(record: Record) -> None:
    """At the widths of a table, no word of an id is cut in two; in blocks, ids are whole."""
    assert "harmonized-" in render(record, width=120)
    assert "system-committee" in render(record, width=120)
    assert "wco/harmonized-system-committee" in render(record, width=70)


def test_colour_is_asked_for_and_no_color_is_heeded(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """No escape without `colour`; with it, escapes that change no character; NO_COLOR takes the colours away."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    plain = render(record, width=120)
    assert "\x1b" not in plain
    coloured = render(record, width=120, colour=True)
    assert "\x1b[32m" in coloured
    assert [line.rstrip() for line in ANSI.sub("", coloured).splitlines()] == plain.splitlines()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[3\dm", render(record, width=120, colour=True))


def test_a_document_cannot_write_to_the_terminal() -> None:
    """Control characters of a document are shown as escapes."""
    shown = render(docmine.annotate("1. The Council endorsed the \x1b[31mred plan\u202e.\n".encode()), width=80)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
