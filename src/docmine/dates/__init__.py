"""Dates in text: a grammar for English and French that writes EDTF (ISO 8601-2), never more precise than the text."""

from docmine.dates.edtf import DateValue, parse_edtf
from docmine.dates.find import DateSpan, find_dates
from docmine.dates.year_signs import FEATURE_SET, Option, Undated, Weigh

__all__ = ["FEATURE_SET", "DateSpan", "DateValue", "Option", "Undated", "Weigh", "find_dates", "parse_edtf"]
