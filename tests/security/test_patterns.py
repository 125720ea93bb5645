"""No regular expression of the package takes more than linear time, whatever text it meets."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from docmine.pipeline import Pipeline

sys.path.insert(0, str(Path(__file__).parent))

from patterns import Found, all_patterns, slow_on


def test_every_pattern_is_linear(pipeline: Pipeline) -> None:
    """Each is flooded with every character it speaks of, alone and together: four times the text, four times the time."""
    found = all_patterns(*[component for _, component in pipeline.nlp.pipeline])
    assert len(found) > 100, "the search for patterns finds them"
    slow = {f"{sorted(entry.where)[0]} {entry.pattern.pattern!r:.120}": said for entry in found.values() if (said := slow_on(entry))}
    assert slow == {}


@pytest.mark.parametrize("bad", [r"(a+)+b", r"\s+$", r"(\d+\s*)+May"])
def test_a_bad_pattern_would_be_seen(bad: str) -> None:
    """The flood finds what it is for."""
    import re

    assert slow_on(Found(re.compile(bad), {"made"}, {"search"}))
